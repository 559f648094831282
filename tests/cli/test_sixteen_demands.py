"""What published reports of this kind need: each need written in an outline, stored, exported, and shown."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from thematic.cli.main import run
from thematic.synthesis.outline_reader import read_outline

SAID = {
    "doing": "One learns it by doing",
    "mentor": "A mentor made the difference",
    "peers": "The others of my year carried me",
    "integrated": "Judge it inside the old assessments",
    "discrete": "Give it an assessment of its own",
    "audit": "An audit would show it",
    "rounds": "You see it on the rounds",
    "time": "There is never an hour for it",
    "rotation": "We move on before it grows",
    "rank": "Rank keeps people quiet",
    "clinic": "In the clinic I am sure of myself",
    "manage": "In meetings I am sure of myself",
    "protected": "Put the hour into the rota",
    "frameworks": "There are too many frameworks",
    "one-only": "I would like a prize for it",
}
PARENTS = {"mentor": "works", "peers": "works", "audit": "methods", "rounds": "methods",
           "time": "barriers", "rotation": "barriers", "rank": "barriers"}  # fmt: skip
WHO = {
    "doing": (1, range(1, 13), (13,)),
    "mentor": (1, range(1, 8), ()),
    "peers": (1, range(5, 8), ()),
    "integrated": (2, range(1, 6), ()),
    "discrete": (2, range(5, 14), ()),
    "audit": (2, range(6, 10), ()),
    "rounds": (2, range(6, 12), ()),
    "time": (2, range(1, 10), (12, 13)),
    "rotation": (2, range(1, 5), ()),
    "rank": (2, range(10, 13), ()),
    "clinic": (1, range(1, 9), ()),
    "manage": (1, range(9, 11), ()),
    "protected": (2, range(1, 4), ()),
    "frameworks": (2, range(7, 12), ()),
    "one-only": (2, (3,), ()),
}
"""Code → the question under which it is said, who says so, who says the opposite."""
OUTLINE = """
outline: sixteen
labels: {UK-based: {country: UK}}
sections:
  - id: learning
    title: Learning
    findings:
      - id: doing
        statement: "{Quantifier} learn by doing ({n} of {N}). {dissent}"
        codes: [doing]
        quotes:
          - {respondent: R2, begins: One learns}
          - {respondent: R3, begins: One learns, as: inline}
          - {respondent: R4, begins: One learns, as: unattributed}
        points:
          - {id: at-work, kind: specification, statement: "All aspects of clinical work teach."}
          - {id: mentors, statement: "{Quantifier} praised a mentor.", codes: [mentor]}
      - id: assessing
        statement: >-
          {Quantifier: integrated} would judge it inside the old forms and {quantifier: discrete} apart,
          the latter by {enumerate: methods, among: discrete, call: rounds as watching rounds}.
        camps: {integrated: [integrated], discrete: [discrete]}
        scope: {question: [2]}
      - id: surer
        statement: >-
          {Quantifier} spoke of being surer in clinics than in meetings:
          {quantifier: clinic} of the former, {quantifier: meetings} of the latter.
        camps: {clinic: [clinic], meetings: [manage]}
        quotes: {max: 0}
    lists:
      - {id: works, title: What the experts say works, codes: [works]}
      - id: wishes
        title: Wishes
        order: author
        items: [{text: "{Quantifier} want the hour itself.", codes: [protected]}, {point: mentors}]
  - id: challenges
    title: Challenges
    findings:
      - id: time
        statement: "Lack of time was the most common barrier. However, {dissenters} had time."
        codes: [time]
        claim: {rank: 1, among: barriers}
        pin: 4
        points:
          - {id: protect, kind: recommendation, statement: So the hour goes in., codes: [protected]}
      - id: rotation
        statement: "This is exacerbated by rotations, as {quantifier} said."
        codes: [rotation]
        follows: time
        quantifier: {word: many, by: Ana, reason: They came back to it.}
      - id: theme
        statement: "A {quantifier} from UK-based respondents was that there are too many frameworks."
        codes: [frameworks]
        scope: {country: UK}
        quantifier: {word: strong theme, by: Ana, reason: Said with force.}
      - id: later
        statement: "{Quantifier} spoke of rank."
        codes: [rank]
        scope: {mode: survey, question: [2]}
    stems:
      - {from: time, to: rotation, statement: "Barriers were told by {quantifier}, including:"}
detail:
  - heading: Barriers and suggestions
    level: 2
    blocks:
      - text: >-
          {Quantifier: time} had no time ({n: time} of {N: time}), for which
          {enumerate: barriers, skip: rank, join: or} stood.
      - finding: time
      - list: works
      - quote: {source: brief.txt, begins: The college asks}
  - heading: Once more
    level: 3
    blocks: [{finding: time}]
set_aside:
  - {code: one-only, reason: one voice, statement: "{Quantifier} wanted a prize.", show: detail}
waivers:
  - {check: override, finding: rotation, reason: agreed among authors, by: Ana}
"""


@dataclass
class Told:
    """One study, told in every form."""

    exported: str
    again: str
    value: dict[str, Any]
    page: str
    brief: str

    def finding(self, name: str) -> dict[str, Any]:
        sections = self.value["sections"]
        return next(one for part in sections for one in part["findings"] if one["id"] == name)

    def point(self, name: str) -> dict[str, Any]:
        findings = [one for part in self.value["sections"] for one in part["findings"]]
        return next(point for one in findings for point in one["sub_points"] if point["id"] == name)


def words(code: str, person: int, *, against: bool = False) -> str:
    return f"{SAID[code]}{' is wrong' if against else ''}, says number {person}."


def answer(person: int, question: int) -> str:
    said = []
    for code, (asked, supporting, opposing) in WHO.items():
        if asked == question and person in (*supporting, *opposing):
            said.append(words(code, person, against=person in opposing))
    return " ".join(said) or "Nothing comes to mind."


def write_study() -> None:
    for person in range(1, 7):
        asked = "".join(
            f"I: {number}. Question {number}?\n\nR{person}: {answer(person, number)}\n\n" for number in (1, 2)
        )
        Path(f"R{person}.txt").write_text(asked, encoding="utf-8")
    Path("brief.txt").write_text("The college asks for leaders. It asks often.\n", encoding="utf-8")
    head = "id,Question 1?,Question 2?,Confidence before,Confidence after"
    rows = [
        f'R{person},"{answer(person, 1)}","{answer(person, 2)}",'
        f"{'Slightly' if person % 2 else 'Moderately'} confident,{'Very confident' if person < 13 else ''}"
        for person in range(7, 15)
    ]
    Path("survey.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    Path("questions.csv").write_text("number,text\n1,Question 1?\n2,Question 2?\n", encoding="utf-8")
    people = [f"R{person},{'UK' if person > 6 else 'Canada'},quote" for person in range(1, 15)]
    Path("people.csv").write_text("\n".join(["respondent,country,consent", *people]), encoding="utf-8")
    tops = dict.fromkeys([*PARENTS.values(), *(code for code in SAID if code not in PARENTS)])
    book = ""
    for top in tops:
        children = [
            f"{{key: {one}, name: {one.capitalize()}}}" for one, above in PARENTS.items() if above == top
        ]
        book += f"  - {{key: {top}, name: {top.capitalize()}, codes: [{', '.join(children)}]}}\n"
    Path("book.yaml").write_text(f"codebook: sixteen\ncodes:\n{book}", encoding="utf-8")
    lines = ["source,quote,code,coder,stance", "brief,The college asks for leaders.,doing,Ana,supports"]
    for code, (_, supporting, opposing) in WHO.items():
        lines += [f'R{one},"{words(code, one)}",{code},Ana,supports' for one in supporting]
        lines += [f'R{one},"{words(code, one, against=True)}",{code},Ana,opposes' for one in opposing]
    Path("codings.csv").write_text("\n".join(lines), encoding="utf-8")
    Path("outline.yaml").write_text(OUTLINE, encoding="utf-8")


SCALE = "'Slightly confident' 'Moderately confident' 'Very confident'"
STEPS = (
    "init sixteen.thematic --title Sixteen --as Ana",
    "codebook import book.yaml",
    "import " + " ".join(f"R{one}.txt" for one in range(1, 7)),
    "import brief.txt --kind document",
    "questions import questions.csv",
    "import survey.csv --kind survey --id-column id --closed 'Confidence before,Confidence after'",
    "respondents import people.csv",
    f"respondents scale 'Confidence before' {SCALE}",
    f"respondents scale 'Confidence after' {SCALE}",
    "codings import codings.csv",
    "outline import outline.yaml",
    "outline export exported.yaml",
    "outline import exported.yaml",
    "outline export again.yaml",
    "report -o told.md --draft",
    "report -o told.json --draft",
    "report -o brief.md --draft --brief 2",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("sixteen")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_study()
        for step in STEPS:
            assert run(shlex.split(step)) == 0, step
    read = {
        path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix != ".thematic"
    }
    return Told(
        read["exported.yaml"],
        read["again.yaml"],
        json.loads(read["told.json"]),
        read["told.md"],
        read["brief.md"],
    )


def test_the_outline_comes_out_as_it_went_in(told):
    assert told.exported == told.again
    outline = read_outline(OUTLINE, "outline.yaml")
    assert read_outline(told.exported, "exported.yaml") == outline


def test_1_numbers_run_on_over_sections_and_letters_restart(told):
    findings = [one for part in told.value["sections"] for one in part["findings"]]
    assert [one["number"] for one in findings] == [1, 2, 3, 4, 5, 6, 7]
    assert [[point["letter"] for point in one["sub_points"]] for one in findings][0:4:3] == [
        ["a", "b"],
        ["a"],
    ]
    assert "4. Lack of time" in told.page
    assert "   - a. So the hour goes in" in told.page


def test_2_a_lead_in_governs_a_run_and_counts_its_union(told):
    (stem,) = told.value["sections"][1]["stems"]
    assert (stem["first"], stem["last"]) == (4, 5)
    assert (stem["computed"]["support"], stem["computed"]["base"]) == (9, 14)
    assert "Barriers were told by most respondents, including:\n\n4. " in told.page


def test_3_order_rank_and_word_are_three_things(told):
    time = told.finding("time")
    assert (time["number"], time["pinned"], time["rank"]["value"], time["quantifier"]) == (4, True, 4, "most")
    theme, rotation = told.finding("theme"), told.finding("rotation")
    assert rotation["number"] < theme["number"]
    assert rotation["rank"]["value"] > theme["rank"]["value"]
    assert "follows: time" in told.exported


def test_4_two_camps_a_subgroup_a_mode_a_question_or_no_word_at_all(told):
    camps = told.finding("assessing")["camps"]
    assert {name: (one["support"], one["base"]) for name, one in camps.items()} == {
        "integrated": (4, 14), "discrete": (8, 14),
    }  # fmt: skip
    assert (told.finding("theme")["subset"], told.finding("theme")["computed"]["base"]) == ("UK-based", 8)
    assert told.finding("later")["computed"]["base"] == 8
    assert "A few survey respondents spoke of rank." in told.page


def test_5_words_that_count_no_respondents_are_left_alone(told):
    point = told.point("at-work")
    assert point["text"] == "All aspects of clinical work teach."
    assert "| 1a |" not in told.page


def test_6_a_dissenter_is_no_supporter_and_is_told_of(told):
    doing = told.finding("doing")
    assert (doing["computed"]["support"], doing["computed"]["oppose"]) == (12, 1)
    assert doing["text"].endswith("However, one respondent disagreed.")
    assert [quote["respondent"] for quote in doing["dissent"]] == ["R13"]
    assert told.finding("time")["text"].endswith("However, two respondents had time.")


def test_7_comparisons_have_a_direction_and_superlatives_a_set(told):
    camps = told.finding("surer")["camps"]
    assert camps["clinic"]["support"] > camps["meetings"]["support"]
    claim = told.finding("time")["claim"]
    assert (claim["rank"], claim["among"], claim["holds"]) == (1, "barriers", True)
    assert [one["name"] for one in claim["set"]] == ["time", "rotation", "rank"]


def test_8_enumerations_name_the_most_supported_first_and_can_skip_and_reword(told):
    assert told.finding("assessing")["text"].endswith("the latter by watching rounds and audit.")
    assert "for which time or rotation stood." in told.page


def test_9_points_have_kinds_and_evidence_of_their_own(told):
    kinds = {name: told.point(name)["kind"] for name in ("at-work", "mentors", "protect")}
    assert kinds == {"at-work": "specification", "mentors": "elaboration", "protect": "recommendation"}
    assert told.point("mentors")["computed"]["support"] == 7


def test_10_people_are_counted_once_however_many_codes(told):
    assert told.finding("assessing")["computed"]["support"] == 12
    assert told.finding("time")["computed"]["support"] == 9
    assert told.point("protect")["computed"]["support"] == 3


def test_11_quotes_stand_in_a_block_inline_without_a_name_or_not_at_all(told):
    assert [one["as"] for one in told.finding("doing")["quotes"]] == ["block", "inline", "unattributed"]
    assert '> R2: "One learns it by doing, says number 2."' in told.page
    assert '"One learns it by doing, says number 3." (R3)' in told.page
    assert '> "One learns it by doing, says number 4."' in told.page
    assert told.finding("surer")["quotes"] == []
    assert "No quote is printed for this finding." in told.page


def test_12_lists_stand_without_numbers_and_themes_not_raised_have_their_reason(told):
    assert "#### What the experts say works\n\n- Mentor\n- Peers\n" in told.page
    assert "- A few respondents want the hour itself.\n- Many respondents praised a mentor." in told.page
    (theme,) = told.value["themes_not_raised"]
    assert (theme["code"], theme["reason"], theme["support"]) == ("one-only", "one voice", 1)
    assert "One respondent wanted a prize." in told.page


def test_13_a_chosen_word_stands_beside_the_computed_one(told):
    rotation = told.finding("rotation")
    assert (rotation["quantifier"], rotation["computed"]["word"]) == ("many", "several")
    assert "The word “many” was chosen over the computed “several”: They came back to it." in told.page
    assert told.finding("theme")["text"].startswith("A strong theme from UK-based respondents was")


def test_14_a_statement_is_stored_once_and_shown_twice(told):
    words = "Lack of time was the most common barrier."
    assert told.exported.count(words) == 1
    assert told.page.count(words) == 3
    assert "Most respondents had no time (9 of 14)" in told.page


def test_15_documents_are_cited_and_never_counted_and_a_brief_tells_the_same(told):
    assert told.value["sample"]["documents"] == ["brief"]
    assert told.finding("doing")["computed"]["base"] == 14
    assert '> brief: "The college asks for leaders."' in told.page
    assert told.finding("doing")["text"] in " ".join(told.brief.split())


def test_16_closed_questions_have_n_and_percent_before_and_after(told):
    table = told.page.partition("## Closed questions")[2].partition("\n## ")[0]
    assert "| Answer | Before (n = 8) | Share | After (n = 6) | Share |" in table
    assert "| Very confident | 0 | 0% | 6 | 100% |" in table
    assert "The bases differ, so the shares of the two columns are not paired." in table
