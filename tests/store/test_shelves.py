"""What is saved is loaded back equal, on every backend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thematic.model.codebook import Code
from thematic.model.codings import Coder, Coding, Memo
from thematic.model.columns import ANSWERED, NOT_ASKED, SILENT
from thematic.model.sources import Attribute, Question, Respondent, SourceText, Turn
from thematic.store import codes, codings, columns, memos, outlines, people, projects, sources

TEXT = "I: Why?\nR1: Because. \u2028 \U0001f469\u200d\u2695\ufe0f It is — so.\nR2: No."
ODD = "line\u2028sep \U0001f600 'quote' \"double\" \\ back é e\u0301 \u202e rtl %s :x ?"


@pytest.fixture
def texts() -> SourceText:
    turns = (
        Turn(3, 7, "I:", "interviewer", None, "q1", 0),
        Turn(12, TEXT.index("\nR2"), "R1:", "respondent", "r1", "q1", 1500),
        Turn(TEXT.index("No."), len(TEXT), "R2:", "respondent", "r2", "q2", None),
    )
    return SourceText("t1", "s1", sources.text_hash(TEXT), TEXT, turns)


@pytest.fixture
def filled(store, acting, texts):
    with acting("fill") as writer:
        projects.save_project(writer, "p", "Study", "codebook")
        people.save_coder(writer, Coder("ana", "Ana", "lead"))
        for guid, label in (("r1", "R1"), ("r2", "R2"), ("r3", "R3")):
            people.save_respondent(writer, Respondent(guid, label))
        people.save_question(writer, Question("q2", 2, "And then?"))
        people.save_question(writer, Question("q1", 1, "Why?"))
        sources.save_source(writer, texts, name="talk.txt", kind="interview", file_sha256="f", log="l")
        codes.save_code(writer, Code("c1", "time", "Time"))
        codes.save_code(writer, Code("c2", "old", "Old", merged_into="c1"))
    return store


def _coding(guid: str, start: int, end: int, code: str = "c1", **more) -> Coding:
    return Coding(guid, "s1", "t1", start, end, TEXT[start:end], code, "ana", **more)


def test_a_text_and_its_turns(filled, texts):
    with filled.reading() as connection:
        assert sources.load_text(connection, "t1") == texts
        assert sources.load_current(connection, "s1") == texts
        with pytest.raises(LookupError):
            sources.load_text(connection, "nowhere")


def test_a_source_in_the_list(filled, texts):
    with filled.reading() as connection:
        (source,) = sources.load_sources(connection)
    assert (source.name, source.kind, source.characters, source.turns) == (
        "talk.txt",
        "interview",
        len(TEXT),
        3,
    )
    assert source.respondents == ("R1", "R2")
    assert source.sha256 == texts.sha256


def test_sentences_are_kept_per_text_turns_and_rules(filled, texts):
    with filled.writing() as connection:
        assert sources.load_spans(connection, texts, 1) is None
        sources.save_spans(connection, texts, 1, [(3, 7), (12, 20)])
        sources.save_spans(connection, texts, 1, [(3, 7), (12, 20)])
        assert sources.load_spans(connection, texts, 1) == ((3, 7), (12, 20))
        assert sources.load_spans(connection, texts, 2) is None
        assert sources.load_spans(connection, replace(texts, turns=()), 1) is None


def test_a_code_with_everything(store, acting):
    parent = Code("c0", "top", "Top", color="#112233")
    code = Code(
        "c1", "time", ODD, ODD, (ODD, "b"), ("x",), ("y",), ("z", "zz"), "#abcdef", "c0", 3, "retired", "c0"
    )
    with acting("codes") as writer:
        codes.save_code(writer, parent)
        codes.save_code(writer, code)
    with store.reading() as connection:
        book = codes.load_codebook(connection, "book")
    assert book.codes == (parent, code)
    assert book.resolve("c1") == "c0"


def test_a_coding_saved_changed_and_withdrawn(filled, acting):
    coding = _coding("g1", 12, 20, stance="opposes", origin="desk")
    with acting("tag") as writer:
        codings.save_coding(writer, coding)
    moved = replace(coding, start=12, end=19, quote=TEXT[12:19], code="c2", stance=None)
    with acting("retag") as writer:
        codings.save_coding(writer, moved, fresh=False)
    with filled.reading() as connection:
        assert codings.find_coding(connection, "g1") == moved
        assert codings.load_codings(connection, source="s1") == (moved,)
        assert codings.find_equal(connection, replace(moved, guid="other")) == moved
        assert codings.find_equal(connection, coding) is None
        assert codings.count_by_code(connection) == {"c2": (1, 1)}
    with acting("untag") as writer:
        codings.withdraw_coding(writer, "g1")
    with filled.reading() as connection:
        assert codings.find_coding(connection, "g1") is None
        assert codings.known_guids(connection, ["g1", "g2"]) == {"g1"}


def test_a_respondent_with_attributes_and_exposure(filled, acting):
    values = {"role": ODD, "years": 12, "share": 0.5, "senior": True}
    with acting("describe") as writer:
        for name in values:
            people.save_attribute(writer, f"a-{name}", Attribute(name))
        people.save_attribute(writer, "a-likert", Attribute("likert", "scale", ("no", "yes"), "Well?"))
        people.save_attributes(writer, "r1", values)
        people.save_consent(writer, "r1", "quote")
        people.save_exposures(writer, "r1", {"q2": "not asked"})
    with filled.reading() as connection:
        first = people.load_respondents(connection)[0]
        assert people.load_attributes(connection)[-1] == Attribute("likert", "scale", ("no", "yes"), "Well?")
    assert (first.label, first.consent, dict(first.exposures)) == ("R1", "quote", {"q2": "not asked"})
    assert dict(first.attributes) == values
    assert list(first.attributes) == list(values)


def test_questions_come_by_number(filled):
    with filled.reading() as connection:
        assert [question.guid for question in people.load_questions(connection)] == ["q1", "q2"]


def test_memos_on_one_thing_or_all(filled, acting):
    first = Memo("m1", "code/c1", "ana", ODD, 5)
    second = Memo("m2", "project/p", "ana", "two", 6)
    with acting("memo") as writer:
        memos.save_memo(writer, first, fresh=True)
        memos.save_memo(writer, second, fresh=True)
    with acting("memo") as writer:
        memos.save_memo(writer, replace(second, text="three"), fresh=False)
    with filled.reading() as connection:
        assert memos.load_memos(connection, "code/c1") == (first,)
        assert [memo.text for memo in memos.load_memos(connection)] == [ODD, "three"]


def test_an_outline_and_what_it_no_longer_names(filled, acting):
    value = {
        "outline": "o",
        "labels": {"UK-based": {"country": "UK"}},
        "sections": [
            {
                "id": "one",
                "title": "One",
                "findings": [
                    {
                        "id": "f1",
                        "statement": ODD,
                        "codes": ["time"],
                        "points": [{"kind": "elaboration", "statement": "x"}],
                    },
                    {"id": "f2", "statement": "y"},
                ],
            },
            {"id": "two", "title": "Two", "findings": []},
        ],
        "waivers": [{"check": "stale", "finding": "f1", "reason": "r", "by": "Ana"}],
    }
    with acting("outline") as writer:
        outlines.save_outline(writer, "p", value)
    with filled.reading() as connection:
        assert outlines.load_outline(connection) == value
    shorter = {
        **value,
        "sections": [{**value["sections"][0], "findings": [value["sections"][0]["findings"][1]]}],
    }
    shorter.pop("waivers")
    with acting("outline") as writer:
        outlines.save_outline(writer, "p", shorter)
    with filled.reading() as connection:
        assert outlines.load_outline(connection) == shorter


def test_an_outline_saved_again_writes_no_fact(filled, acting):
    value = {
        "outline": "o",
        "sections": [{"id": "a", "title": "A", "findings": [{"id": "f", "statement": "s"}]}],
    }
    with acting("outline") as writer:
        outlines.save_outline(writer, "p", value)
    with acting("again") as writer:
        outlines.save_outline(writer, "p", value)
    assert writer.facts == 0


def test_columns_say_who_speaks_and_to_what(filled, acting):
    first, last = TEXT.index("Because"), TEXT.index("No.")
    with acting("tag") as writer:
        for guid, start, end, code in (
            ("g1", first, first + 8, "c1"),
            ("g2", last, last + 3, "c2"),
            ("g3", 3, 7, "c1"),
            ("g4", 3, first + 3, "c1"),
        ):
            codings.save_coding(writer, _coding(guid, start, end, code))
    with filled.reading() as connection:
        study = columns.load_study(connection)
    found = study.codings
    assert [study.respondents[place].label if place >= 0 else None for place in found.respondent] == [
        "R1", "R2", None, "R1",
    ]  # fmt: skip
    assert [study.questions[place].number if place >= 0 else None for place in found.question] == [
        1,
        2,
        None,
        1,
    ]
    assert set(found.code.tolist()) == {0}, "a merged code counts as the one it stands for"
    assert study.exposure.tolist() == [[ANSWERED, SILENT], [SILENT, ANSWERED], [SILENT, SILENT]]
    assert study.answered.tolist() == [True, True, False]
    assert study.mode == ("interview", "interview", "")


def test_a_survey_asks_only_what_its_table_recorded(store, acting):
    text = SourceText("t", "s", sources.text_hash("Yes."), "Yes.", (Turn(0, 4, "", "respondent", "r", "q1"),))
    with acting("survey") as writer:
        projects.save_project(writer, "p", "Study", "codebook")
        people.save_respondent(writer, Respondent("r", "R1", exposures={"q2": "silent"}))
        for number in (1, 2, 3):
            people.save_question(writer, Question(f"q{number}", number, "?"))
        sources.save_source(writer, text, name="R1", kind="survey", file_sha256="", log="")
    with store.reading() as connection:
        study = columns.load_study(connection)
    assert study.exposure.tolist() == [[ANSWERED, SILENT, NOT_ASKED]]
    assert np.array_equal(study.answered, [True])
