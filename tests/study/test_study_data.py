"""The shipped study is what its documents say: the people, their words, the codings, the outline."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from thematic.language.folding import fold_words
from thematic.language.similarity import near_duplicates
from thematic.synthesis.outline_reader import read_outline
from thematic.workflow.findings import synthesise
from thematic.workflow.project import open_project, real_surroundings
from thematic.workflow.reading import list_respondents, list_sources, load_study, read_text, sentences_of

if TYPE_CHECKING:
    from thematic.model.findings import Findings
    from thematic.model.outline import Outline
    from thematic.model.sources import Respondent, SourceText

ROOT = Path(__file__).parents[2]
BOOKS = ROOT / "codebooks"
CODERS = ("maren", "tomas", "priya")
INTERVIEWS = [f"R{number}" for number in range(1, 26)]
SURVEY = [f"R{number}" for number in range(26, 52)]


@dataclass(frozen=True)
class Built:
    """The study as the demo builds it."""

    people: dict[str, Respondent]
    texts: dict[str, SourceText]
    """By respondent."""
    findings: Findings
    outline: Outline


@pytest.fixture(scope="module")
def built(shipped: Path) -> Built:
    project = open_project(str(shipped), here=real_surroundings())
    try:
        where = BOOKS / "leadership.outline.yaml"
        return Built(
            people={person.label: person for person in list_respondents(project)},
            texts={
                source.respondents[0]: read_text(project, source.guid) for source in list_sources(project)
            },
            findings=synthesise(project),
            outline=read_outline(where.read_text(encoding="utf-8"), where.name, load_study(project)),
        )
    finally:
        project.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def codings() -> dict[str, list[dict[str, str]]]:
    return {name: rows_of(BOOKS / "coders" / f"{name}.csv") for name in CODERS}


def codes_of(path: Path) -> dict[str, dict[str, Any]]:
    """Key → code with its `parent`."""
    found: dict[str, dict[str, Any]] = {}

    def walk(codes: list[dict[str, Any]], parent: str) -> None:
        for code in codes:
            found[code["key"]] = {**code, "parent": parent}
            walk(code.get("codes", []), code["key"])

    walk(yaml.safe_load(path.read_text(encoding="utf-8"))["codes"], "")
    return found


def answers(built: Built) -> list[tuple[str, str]]:
    """Respondent and words, turn by turn; nothing an interviewer says."""
    return [
        (label, text.text[turn.start : turn.end])
        for label, text in built.texts.items()
        for turn in text.turns
        if turn.role == "respondent"
    ]


# People


def test_fifty_one_people_answered_in_two_modes(built):
    modes = {label: person.attributes["mode"] for label, person in built.people.items()}
    assert sorted(label for label, mode in modes.items() if mode == "interview") == sorted(INTERVIEWS)
    assert sorted(label for label, mode in modes.items() if mode == "survey") == sorted(SURVEY)
    assert set(built.texts) == set(built.people)


def test_they_are_whom_such_a_study_would_ask(built):
    people = [person.attributes for person in built.people.values()]
    assert sum(one["senior post"] is True for one in people) == 31
    assert sum(one["profession"] != "doctor" for one in people) == 3
    assert min(one["years"] for one in people) >= 7
    countries = Counter(one["country"] for one in people)
    assert countries["UK"] > len(people) / 2
    assert countries["Canada"] >= 5
    assert countries["Australia"] + countries["New Zealand"] >= 5
    assert len(countries) >= 7


def test_consent_comes_in_every_degree(built):
    assert Counter(person.consent for person in built.people.values()).keys() == {
        "quote",
        "quote with role",
        "analysis",
        "unknown",
    }


# Words


def test_interviews_have_the_length_of_interviews(built):
    for label in INTERVIEWS:
        text = built.texts[label]
        words = sum(len(text.text[turn.start : turn.end].split()) for turn in text.turns)
        assert 1200 <= words <= 2500, (label, words)


def test_survey_answers_are_typed_by_people_of_few_and_many_words():
    table = rows_of(ROOT / "transcripts" / "survey.csv")
    opened = [name for name in table[0] if name.startswith("Q")]
    assert len(opened) == 9
    lengths = [len(row[name].split()) for row in table for name in opened if row[name].strip()]
    assert max(lengths) <= 150
    assert all(length >= 20 or length <= 10 for length in lengths)
    assert sum(0 < len(row[opened[8]].split()) <= 10 for row in table) >= 5
    assert sum(not row[name].strip() for row in table for name in opened) >= 10


def test_no_answer_stands_in_two_places(built):
    said = answers(built)
    pairs = near_duplicates([words for _, words in said], 0.65)
    assert not [(said[one], said[other], likeness) for one, other, likeness in pairs]


def test_no_sentence_stands_in_two_places(built):
    said = []
    for label, text in built.texts.items():
        for start, end in sentences_of(text):
            turn = text.turn_at(start)
            if turn and turn.role == "respondent" and len(text.text[start:end].split()) >= 8:
                said.append((label, text.text[start:end]))
    assert len(said) > 2000
    pairs = near_duplicates([words for _, words in said], 0.75)
    assert not [(said[one], said[other], likeness) for one, other, likeness in pairs]


def test_everybody_has_words_of_their_own(built):
    """Distinct words among the first 150 each says; a template would repeat itself."""
    words = defaultdict(list)
    for label, answer in answers(built):
        words[label] += fold_words(answer).split()
    for label, said in words.items():
        share = len(set(said[:150])) / len(said[:150])
        assert share >= 0.55, (label, share)
    everybody = Counter(word for said in words.values() for word in set(said))
    for label, said in words.items():
        alone = {word for word in said if everybody[word] == 1}
        assert len(alone) >= 5, (label, alone)


# Codebook and coders


def test_the_codebook_explains_every_code():
    codes = codes_of(BOOKS / "leadership.yaml")
    assert 70 <= len(codes) <= 90
    assert [key for key, code in codes.items() if not code["parent"]] == [
        "formal-courses",
        "workplace",
        "challenges",
    ]
    for key, code in codes.items():
        for name in ("name", "definition", "include", "exclude", "examples", "keywords"):
            assert code.get(name), (key, name)


@pytest.mark.parametrize("path", ["leadership.yaml", "coders/tomas.yaml", "coders/priya.yaml"])
def test_what_a_code_excludes_points_to_a_code_there_is(path):
    codes = codes_of(BOOKS / path)
    for key, code in codes.items():
        for line in code["exclude"]:
            assert "(" in line, (key, line)
            named = line.rsplit("(", 1)[1].rstrip(")").split(", ")
            assert set(named) <= codes.keys(), (key, line)


def test_copies_of_the_codebook_drifted_in_every_way():
    first = codes_of(BOOKS / "leadership.yaml")
    kinds: Counter[str] = Counter()
    for name in ("tomas", "priya"):
        copy = codes_of(BOOKS / "coders" / f"{name}.yaml")
        kinds["added or re-keyed"] += len(copy.keys() - first.keys())
        kinds["gone"] += len(first.keys() - copy.keys())
        for key in first.keys() & copy.keys():
            kinds["renamed"] += first[key]["name"] != copy[key]["name"]
            kinds["moved"] += first[key]["parent"] != copy[key]["parent"]
            kinds["reworded"] += first[key]["definition"] != copy[key]["definition"]
    assert all(kinds[kind] for kind in ("added or re-keyed", "gone", "renamed", "moved", "reworded"))
    assert sum(kinds.values()) >= 25


def test_every_difference_is_told_in_the_readme():
    told = (BOOKS / "README.md").read_text(encoding="utf-8")
    first = codes_of(BOOKS / "leadership.yaml")
    for name in ("tomas", "priya"):
        copy = codes_of(BOOKS / "coders" / f"{name}.yaml")
        parts = ("name", "definition", "parent", "include", "exclude", "examples", "keywords")
        changed = copy.keys() ^ first.keys()
        changed |= {
            key
            for key in copy.keys() & first.keys()
            if any(first[key].get(part) != copy[key].get(part) for part in parts)
        }
        assert not [key for key in changed if key not in told]


def test_one_coder_coded_all_two_coded_twenty_and_three_coded_eight(codings):
    coded = {name: {row["source"] for row in rows} for name, rows in codings.items()}
    assert coded["maren"] == {*INTERVIEWS, *SURVEY}
    assert len(coded["tomas"]) == 20
    assert len(coded["priya"]) == 8
    assert coded["priya"] < coded["tomas"]
    assert 2300 <= sum(len(rows) for rows in codings.values()) <= 2800


@pytest.mark.parametrize("name", CODERS)
def test_every_coding_quotes_its_respondent_to_the_letter(built, codings, name):
    book = codes_of(BOOKS / ("leadership.yaml" if name == "maren" else f"coders/{name}.yaml"))
    for row in codings[name]:
        text = built.texts[row["source"]]
        start, end = int(row["start"]), int(row["end"])
        assert text.text[start:end] == row["quote"], row
        assert row["quote"].strip(), row
        assert row["coder"].lower() == name
        assert row["stance"] in ("", "supports", "qualifies", "opposes")
        assert row["code"] in book, row
        spoken = [turn.role for turn in text.turns if turn.start < end and start < turn.end]
        assert set(spoken) == {"respondent"}, row


@pytest.mark.parametrize("name", CODERS)
def test_no_coder_said_the_same_twice(codings, name):
    marks = Counter((row["source"], row["start"], row["end"], row["code"]) for row in codings[name])
    assert not [mark for mark, count in marks.items() if count > 1]


def test_coders_cut_and_judge_in_their_own_ways(codings):
    def middle(rows):
        lengths = sorted(len(row["quote"].split()) for row in rows)
        return lengths[len(lengths) // 2]

    def judged(rows):
        return sum(bool(row["stance"]) for row in rows) / len(rows)

    assert middle(codings["tomas"]) * 2 < middle(codings["maren"]) < middle(codings["priya"])
    assert judged(codings["tomas"]) < 0.75 < judged(codings["maren"])


# Outline


def test_the_outline_has_the_shape_of_the_report(built):
    outline = built.outline
    assert [len(section.findings) for section in outline.sections] == [9, 11, 11]
    assert [finding.number for finding in built.findings.findings()] == list(range(1, 32))
    points = [point for _, finding in outline.findings() for point in finding.points]
    assert 17 <= len(points) <= 24
    assert {point.kind for point in points} == {"recommendation", "specification", "elaboration"}
    stems = [stem for section in outline.sections for stem in section.stems]
    assert len(stems) == 1
    assert sum(len(section.lists) for section in outline.sections) == 5
    assert {part.level for part in outline.detail} >= {2, 3}
    assert {block.finding for part in outline.detail for block in part.blocks if block.finding} == {
        finding.id for _, finding in outline.findings()
    }


def test_the_outline_shows_what_the_form_can_say(built):
    found = [finding for _, finding in built.outline.findings()]
    scopes = [finding.scope for finding in found]
    assert any(dict(scope.attributes).get("country") == ("UK",) for scope in scopes)
    assert any(scope.modes == ("interview",) and scope.questions == (7,) for scope in scopes)
    assert any(len(finding.camps) == 2 for finding in found)
    assert any(finding.override for finding in found)
    assert any(finding.follows for finding in found)
    assert any(finding.pin for finding in found)
    assert any(point.exact for finding in found for point in finding.points)
    statements = [finding.statement for finding in built.outline.statements()]
    for placeholder in ("{dissent}", "{enumerate: ", "{percent}", "{n}", "{quantifier: "):
        assert any(placeholder in statement for statement in statements), placeholder
    firsts = [
        finding.scope
        for finding in found
        if finding.claim and finding.claim.rank == 1 and finding.claim.among == "barriers"
    ]
    assert len(firsts) >= 2
    assert len(set(firsts)) == len(firsts)
    forms = {pick.form for finding in built.outline.statements() for pick in finding.quotes.picks}
    assert forms == {"block", "inline", "unattributed"}


def test_every_superlative_holds(built):
    claimed = [finding for finding in built.findings.findings() if finding.claim]
    assert len(claimed) >= 4
    for finding in claimed:
        assert finding.claim.holds, (finding.id, finding.claim.rivals[:3])


def test_everything_in_the_outline_can_be_filled_in_and_quoted(built):
    remarks = [*built.findings.remarks]
    remarks += [remark for statement in built.findings.statements() for remark in statement.remarks]
    remarks += [
        remark for section in built.findings.sections for stem in section.stems for remark in stem.remarks
    ]
    assert not remarks
    assert not built.findings.draft
    assert all(statement.tally.base for statement in built.findings.statements())


def test_nobody_is_quoted_beyond_their_consent(built):
    picked = {pick.respondent for finding in built.outline.statements() for pick in finding.quotes.picks}
    picked |= {
        block.quote.respondent for part in built.outline.detail for block in part.blocks if block.quote
    }
    assert len(picked) >= 40
    assert {built.people[label].consent for label in picked} <= {"quote", "quote with role"}


def test_every_theme_set_aside_has_a_reason(built):
    assert len(built.outline.set_aside) >= 5
    assert all(theme.reason for theme in built.findings.not_raised)


def test_the_authors_never_write_a_sentence_twice(built):
    texts = [text.text for text in built.findings.statements()]
    texts += [block.text for part in built.outline.detail for block in part.blocks if block.text]
    texts += [theme.statement for theme in built.outline.set_aside if theme.statement]
    assert not [(texts[one], texts[other]) for one, other, _ in near_duplicates(texts, 0.6)]


# Documents


@pytest.mark.slow
@pytest.mark.skipif(
    not (Path(sys.executable).parent / "thematic").exists(),
    reason="thematic is not installed beside this Python",
)
def test_every_block_of_the_description_prints_what_it_says():
    done = subprocess.run(
        [sys.executable, "docs/walk.py", "docs/study.md", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
