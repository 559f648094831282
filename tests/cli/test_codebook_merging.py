"""Codebook files are compared and merged by commands, and a person decides what is not plain."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

BASE, TOMAS, PRIYA = (
    f"codebooks/{name}.yaml" for name in ("leadership", "coders/tomas", "coders/priya")
)  # fmt: skip
DRIFT = f"codebook merge {TOMAS} {PRIYA} --base {BASE} -o merged.yaml"
KNOWN = (
    "everyday-leadership is unnamed-leadership?",
    "hierarchy is deference?",
    "ward-round was split into lead-round + lead-shift?",
    "reflection was split into reflect-habit + reflect-paper?",
    "action-learning was merged into small-group?",
    "managing-change was merged into system-knowledge?",
    "learn-by-doing is experiential-learning?",
    "start-early is spiral-curriculum?",
    "role-model was split into role-model-good + hidden-curriculum?",
    "service-pressure was merged into time-barrier?",
    "framework-mlcf + framework-hlm + framework-gpc + framework-canmeds were merged into framework-named?",
)
"""Every change of identity that codebooks/README.md tells of."""


def answer(path, **choices):
    """Fill in a decision file: each entry's first choice, or the one named for a word of what it is about."""
    entries = re.split(r"(?m)^(?=  - (?:conflict|match):)", Path(path).read_text())
    filled = []
    for entry in entries:
        first = re.search(r"choices:\n      - (.+)", entry)
        named = [
            choice for word, choice in choices.items() if re.search(rf"(code|proposal): .*{word}", entry)
        ]
        if first and "\n    choice:\n" in entry:
            filled.append(entry.replace("\n    choice:\n", f"\n    choice: {[first[1], *named][-1]}\n"))
        else:
            filled.append(entry)
    Path(path).write_text("".join(filled))


def book(name, *codes):
    """A codebook file from (key, name, more lines …)."""
    lines = ["codebook: ours", "codes:"]
    for key, title, *more in codes:
        lines += [f"  - key: {key}", f"    name: {title}", *(f"    {line}" for line in more)]
    Path(name).write_text("\n".join(lines) + "\n")
    return name


class TestTheShippedCodebooks:
    def test_every_rename_split_and_merger_is_found_and_no_other(self, thematic):
        said = thematic(DRIFT)
        assert said.code == 1
        proposals = [line.strip().partition("? (")[0] + "?" for line in said.lines if "? (" in line]
        assert sorted(proposals) == sorted(KNOWN)
        assert not Path("merged.yaml").exists()

    def test_what_was_coded_speaks_for_them_too(self, thematic):
        pairs = ((BASE, "maren"), (TOMAS, "tomas"), (PRIYA, "priya"))
        codings = " ".join(f"--codings {book}=codebooks/coders/{name}.csv" for book, name in pairs)
        found = thematic(f"{DRIFT} {codings} --json").json["matches"]
        best = {(*match["left"], *match["right"]): match["evidence"] for match in found}
        assert best["hierarchy", "deference"][0] == "75% of their codings on the same passages"
        assert (
            "90% of its codings are on passages of the 2 codes"
            in best["reflection", "reflect-habit", "reflect-paper"]
        )

    def test_what_one_of_them_changed_alone_is_taken_and_the_rest_is_asked(self, thematic):
        found = thematic(f"{DRIFT} --json").json
        assert [(each["code"], each["field"]) for each in found["conflicts"]] == [
            ("supervisor-support", "definition"),
            ("supervisor-support", "include"),
            ("supervisor-support", "exclude"),
            ("time-barrier", "name"),
        ]
        assert found["gone"] == {"tomas.yaml": ["generic-content"], "priya.yaml": ["money-barrier"]}

    def test_the_file_is_answered_in_two_rounds_and_replayed_without_a_change(self, thematic):
        thematic(DRIFT)
        answer("merged.decisions.yaml", ward="separate")
        second = thematic(DRIFT)
        assert second.code == 1
        # Only now are the two renamed codes one, and their names differ.
        assert [line for line in second.lines if line.startswith("  ")] == [
            "  hierarchy, name: Deference (tomas.yaml); Hierarchy and who may speak (priya.yaml)"
        ]
        answer("merged.decisions.yaml", hierarchy="priya.yaml")
        thematic.ok(DRIFT)
        files = [Path("merged.yaml").read_bytes(), Path("merged.decisions.yaml").read_bytes()]
        thematic.ok(DRIFT)
        assert [Path("merged.yaml").read_bytes(), Path("merged.decisions.yaml").read_bytes()] == files

        thematic.ok("codebook check merged.yaml")
        told = thematic.json(DRIFT)["from"]
        assert told["hierarchy"] == ["base: hierarchy", "priya.yaml: hierarchy", "tomas.yaml: deference"]
        assert told["hidden-curriculum"] == ["split from role-model", "priya.yaml: hidden-curriculum"]
        assert told["supervisor-learns"] == ["priya.yaml: supervisor-learns"]

    def test_the_merged_codebook_takes_in_the_codings_that_everybody_made(self, thematic):
        thematic(DRIFT)
        for _ in range(2):
            answer("merged.decisions.yaml")
            thematic(DRIFT)
        thematic.ok("init all.thematic --as Maren")
        thematic.ok("codebook import merged.yaml")
        codes = {code["key"]: code for code in thematic.json("codebook show")}
        assert codes["deference"]["merged_into"] == "hierarchy"
        assert codes["service-pressure"]["merged_into"] == "time-barrier"
        assert codes["reflection"]["status"] == "retired"
        memos = [memo["text"] for memo in thematic.json("memo list")]
        assert (
            "Merged from leadership.yaml: hierarchy; priya.yaml: hierarchy; tomas.yaml: deference." in memos
        )
        many = len(memos)
        thematic.ok("codebook import merged.yaml")
        assert len(thematic.json("memo list")) == many
        used = set()
        for name in ("maren", "tomas", "priya"):
            with Path(f"codebooks/coders/{name}.csv").open(newline="") as file:
                used |= {row["code"] for row in csv.DictReader(file)}
        assert {"deference", "experiential-learning", "ward-round", "lead-round"} <= used <= codes.keys()


class TestDiff:
    def test_it_says_what_was_added_removed_moved_and_reworded(self, thematic, here):
        book("a.yaml", ("work", "Work"), ("time", "Time", "keywords: [no time, busy]"), ("pay", "Pay"))
        book("b.yaml", ("work", "At work", "codes:", "  - {key: time, name: Time, keywords: [busy, rota]}"))
        assert thematic.ok("codebook diff a.yaml b.yaml").lines == [
            "  ~ work, name: Work → At work",
            "  ~ time, keywords: - no time; + rota",
            "  ~ time moved: the top → under work",
            "  - pay: Pay",
        ]

    def test_files_that_say_the_same_have_no_difference(self, thematic, here):
        for name in ("a.yaml", "b.yaml"):
            book(name, ("work", "Work"))
        assert thematic.ok("codebook diff a.yaml b.yaml").lines == ["  They say the same."]

    def test_long_texts_are_shown_from_where_they_part(self, thematic, here):
        words = "Anything that is said about the time that people have or do not have for learning"
        book("a.yaml", ("time", "Time", f"definition: {words} at work."))
        book("b.yaml", ("time", "Time", f"definition: {words} at home."))
        (line,) = thematic.ok("codebook diff a.yaml b.yaml").lines
        assert line == "  ~ time, definition: … work. → … home."

    def test_what_only_one_side_changed_is_told_where_the_other_is_the_base(self, thematic, here):
        book("base.yaml", ("time", "Time"))
        book("a.yaml", ("time", "Hours"))
        found = thematic.json("codebook diff base.yaml a.yaml --base base.yaml")
        assert [change["after"] for change in found["right"]["changes"]] == ["Hours"]
        assert (found["left"]["changes"], found["conflicts"]) == ([], [])

    def test_with_a_base_it_shows_each_side_and_where_they_meet(self, thematic, here):
        for name, title in (("base", "Time"), ("a", "Hours"), ("b", "Rota")):
            book(f"{name}.yaml", ("time", title))
        found = thematic.json("codebook diff a.yaml b.yaml --base base.yaml")
        assert [change["after"] for change in found["left"]["changes"]] == ["Hours"]
        assert [change["after"] for change in found["right"]["changes"]] == ["Rota"]
        assert found["conflicts"][0]["values"] == [
            {"value": "Hours", "from": ["a.yaml"]},
            {"value": "Rota", "from": ["b.yaml"]},
        ]

    def test_a_name_that_may_mean_the_opposite_is_marked(self, thematic, here):
        about = "definition: What drives a person to lead others"
        book("a.yaml", ("inner", "Internal motivation", about))
        book("b.yaml", ("outer", "External motivation", about))
        assert (
            "Possible opposite: 'internal' against 'external'."
            in thematic.ok("codebook diff a.yaml b.yaml").out
        )

    def test_a_table_is_a_codebook_too(self, thematic, here):
        book("a.yaml", ("time", "Time"))
        Path("b.csv").write_text("key,name\ntime,Hours\n")
        assert thematic.ok("codebook diff a.yaml b.csv").lines == ["  ~ time, name: Time → Hours"]


class TestWithoutABase:
    def test_equal_codes_are_one_and_others_are_asked_about(self, thematic, here):
        book("a.yaml", ("time", "Time"), ("pay", "Pay", "definition: What they earn"), ("a", "Anger"))
        book("b.yaml", ("time", "Time"), ("pay", "Pay", "definition: What they earn there"))
        found = thematic("codebook merge a.yaml b.yaml -o c.yaml --json").json
        assert [(match["kind"], match["left"], match["right"]) for match in found["matches"]] == [
            ("same", ["pay"], ["pay-2"])
        ]
        answer("c.decisions.yaml")
        thematic("codebook merge a.yaml b.yaml -o c.yaml")
        answer("c.decisions.yaml", pay="b.yaml")
        thematic.ok("codebook merge a.yaml b.yaml -o c.yaml")
        text = Path("c.yaml").read_text()
        assert "What they earn there" in text
        assert text.count("key: pay") == 1
        assert "id:" not in text

    def test_the_order_of_the_files_makes_no_difference(self, thematic, here):
        book("a.yaml", ("time", "Time"), ("x", "Xenia"))
        book("b.yaml", ("time", "Time"), ("y", "Yoga"))
        book("c.yaml", ("time", "Time"), ("z", "Zeal"))
        thematic.ok("codebook merge a.yaml b.yaml c.yaml -o one.yaml")
        thematic.ok("codebook merge c.yaml a.yaml b.yaml -o two.yaml")
        assert Path("one.yaml").read_bytes() == Path("two.yaml").read_bytes()


class TestWithIds:
    def test_copies_that_came_out_of_one_project_are_merged_by_their_ids(self, study, here):
        study.ok("codebook export base.yaml")
        text = Path("base.yaml").read_text()
        Path("a.yaml").write_text(text.replace("name: Rules", "name: Written rules"))
        Path("b.yaml").write_text(text.replace("key: rules", "key: agreements"))
        study.ok("codebook merge a.yaml b.yaml --base base.yaml -o c.yaml")
        study.ok("codebook import c.yaml")
        code = next(code for code in study.json("codebook show") if code["key"] == "agreements")
        assert code["name"] == "Written rules"
        assert len(study.json("codebook show")) == 8
        assert "Merged from base.yaml: rules; a.yaml: rules; b.yaml: agreements." in [
            memo["text"] for memo in study.json("memo list")
        ]

    def test_codes_with_other_ids_keep_them_so_that_their_codings_are_found(self, thematic, here):
        book("a.yaml", ("time", "Time", "id: g1"))
        book("b.yaml", ("hours", "Time", "id: g2"))
        thematic("codebook merge a.yaml b.yaml -o c.yaml")
        answer("c.decisions.yaml")
        thematic("codebook merge a.yaml b.yaml -o c.yaml")
        answer("c.decisions.yaml", time="a.yaml")
        thematic.ok("codebook merge a.yaml b.yaml -o c.yaml")
        text = Path("c.yaml").read_text()
        assert "id: g1" in text
        assert re.search(r"key: hours\n    id: g2\n    name: Time\n    merged_into: time", text)


TWO = "codebook merge a.yaml b.yaml --base base.yaml -o c.yaml"


@pytest.fixture
def clash(here):
    """Two copies that renamed one code."""
    for name, title in (("base", "Time"), ("a", "Hours"), ("b", "Rota")):
        book(f"{name}.yaml", ("time", title))


@pytest.mark.usefixtures("clash")
class TestDecisions:
    def test_nothing_is_written_before_they_are_made_but_the_file_to_make_them_in(self, thematic):
        before = {path: path.read_bytes() for path in Path().glob("*.yaml")}
        said = thematic(TWO)
        assert said.code == 1
        assert "1 to decide, in c.decisions.yaml" in said.err
        new = {path.name for path in Path().glob("*.yaml")} - {path.name for path in before}
        assert new == {"c.decisions.yaml"}
        assert {path: path.read_bytes() for path in before} == before

    def test_the_file_can_be_named(self, thematic):
        thematic(f"{TWO} --decisions mine.yaml")
        answer("mine.yaml", time="b.yaml")
        assert "Decisions were read from mine.yaml." in thematic.ok(f"{TWO} --decisions mine.yaml").err
        assert "name: Rota" in Path("c.yaml").read_text()

    def test_words_of_ones_own_can_be_given(self, thematic):
        thematic(TWO)
        text = Path("c.decisions.yaml").read_text()
        Path("c.decisions.yaml").write_text(
            text.replace("    choice:\n", "    choice: value\n    value: Lack of time\n")
        )
        thematic.ok(TWO)
        assert "name: Lack of time" in Path("c.yaml").read_text()

    def test_answers_signs_and_reasons_stay_while_others_are_open(self, thematic):
        Path("b.yaml").write_text(Path("b.yaml").read_text() + "    definition: x\n")
        Path("a.yaml").write_text(Path("a.yaml").read_text() + "    definition: y\n")
        thematic(TWO)
        text = Path("c.decisions.yaml").read_text()
        signed = "    choice: a.yaml\n    by: Maren\n    why: It says more.\n"
        Path("c.decisions.yaml").write_text(text.replace("    choice:\n    by:\n    why:\n", signed, 1))
        assert thematic(TWO).code == 1
        again = Path("c.decisions.yaml").read_text()
        assert signed in again
        assert again.count("conflict:") == 2

    def test_a_later_edit_opens_the_question_again(self, thematic):
        thematic(TWO)
        answer("c.decisions.yaml", time="b.yaml")
        book("b.yaml", ("time", "Clock"))
        said = thematic(TWO)
        assert said.code == 1
        assert "has changed since; open again" in said.err
        assert Path("c.decisions.yaml").read_text().count("\n    choice:\n") == 1

    def test_decisions_about_other_files_are_listed_and_not_guessed(self, thematic):
        thematic(TWO)
        answer("c.decisions.yaml", time="b.yaml")
        book("b.yaml", ("time", "Time"))
        said = thematic.ok(TWO)
        assert "nothing here has this id" in said.err
        assert "name: Hours" in Path("c.yaml").read_text()

    def test_a_choice_that_is_not_offered_settles_nothing(self, thematic):
        thematic(TWO)
        answer("c.decisions.yaml", time="d.yaml")
        said = thematic(TWO)
        assert said.code == 1
        assert "'d.yaml' is no answer about name of time" in said.err

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("decisions: adjudication\n", "c.decisions.yaml:1: 'decisions' must be"),
            ("decisions: codebook\nconflicts: [{choice: x, colour: red}]\n", "c.decisions.yaml:2:"),
            ("a: [", "c.decisions.yaml:1"),
            ("", "c.decisions.yaml"),
        ],
    )
    def test_a_file_that_is_none_is_refused_with_its_lines(self, thematic, text, says):
        Path("c.decisions.yaml").write_text(text)
        assert says in thematic.refused(TWO)
        assert not Path("c.yaml").exists()


@pytest.mark.usefixtures("clash")
class TestBadInput:
    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("codebook merge a.yaml -o c.yaml", "Name two or more"),
            ("codebook merge a.yaml ./a.yaml -o c.yaml", "a.yaml is named twice"),
            ("codebook merge a.yaml nowhere.yaml -o c.yaml", "There is no file nowhere.yaml"),
            ("codebook merge a.yaml b.yaml -o a.yaml", "a.yaml is one of the codebooks"),
            ("codebook merge a.yaml b.yaml --base base.yaml -o base.yaml", "base.yaml is one of"),
            ("codebook merge a.yaml b.yaml -o c.yaml --decisions b.yaml", "b.yaml is one of"),
            ("codebook merge a.yaml b.yaml -o c.yaml --decisions c.yaml", "cannot be the codebook and"),
            ("codebook merge a.yaml b.yaml -o c.yaml --codings a.csv", "is not CODEBOOK=CODINGS"),
            ("codebook merge a.yaml b.yaml -o c.yaml --codings d.yaml=x.csv", "none of the codebooks"),
            ("codebook merge a.yaml b.yaml -o c.yaml --codings a.yaml=x.csv", "There is no file x.csv"),
            ("codebook diff a.yaml broken.yaml", "broken.yaml:3: this code has no 'name'"),
        ],
    )
    def test_is_told_and_nothing_is_written(self, thematic, line, says):
        Path("broken.yaml").write_text("codebook: x\ncodes:\n  - key: a\n")
        assert says in thematic.refused(line)
        assert not Path("c.yaml").exists()
        assert not Path("c.decisions.yaml").exists()

    def test_the_problems_of_all_files_come_at_once(self, thematic):
        Path("a.yaml").write_text("codebook: x\ncodes:\n  - key: a\n")
        Path("b.yaml").write_text("codebook: x\ncodes:\n  - name: B\n")
        said = thematic.refused("codebook merge a.yaml b.yaml -o c.yaml")
        assert "a.yaml:3" in said
        assert "b.yaml:3" in said

    def test_codings_without_a_place_or_of_another_codebook_are_refused_with_their_lines(self, thematic):
        Path("x.csv").write_text("source,start,end,quote,code\nR1,,,so,time\nR1,0,2,so,pay\n")
        said = thematic.refused("codebook diff a.yaml b.yaml --codings a.yaml=x.csv")
        assert "x.csv:2: without start and end" in said
        assert "x.csv:3: there is no code 'pay' in a.yaml" in said
