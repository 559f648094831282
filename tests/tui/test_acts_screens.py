"""Acts of the screens around the text, by their keys."""

from __future__ import annotations

from typing import Any

import pytest

TURN = "Practice, reflection, practice."


def names(desk: Any) -> list[str]:
    return [f"{'  ' * depth}{code.name}" for depth, code in desk.screen.items]


@pytest.mark.act("next-question", "previous-question", "pick-question", "filter-people", "open-source")
def test_answers_to_one_question_are_read_and_coded_in_a_row(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "g", "n")
        screen = desk.screen
        text = screen.transcript
        assert text.words == TURN
        await keys(desk, pilot, "ctrl+down")
        assert screen.question.number == 2
        assert text.text.text.count("\n\n") == 2
        await keys(desk, pilot, "ctrl+up", "ctrl+up")
        assert "first question" in screen.foot.line.text
        await keys(desk, pilot, "Q", "'overcome", "enter", "end", "space", "'lack", "enter")
        assert text.words == "Rota gaps eat the study days."
        assert study.codings("R2.txt") == [("Rota gaps eat the study days.", "time")]
        await keys(desk, pilot, "f", "'R2", "enter")
        assert text.text.text.startswith("There is no time for it")
        await keys(desk, pilot, "end", "enter")
        assert (desk.screen.source.name, desk.screen.transcript.words) == (
            "R2.txt",
            "Rota gaps eat the study days.",
        )

    drive(study, script)


def test_a_selection_across_two_answers_cannot_be_coded(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "g", "n", "j", "j", "J", "space")
        return desk.screen.foot.line.text

    assert "one at a time" in drive(study, script)


@pytest.mark.act("add-code", "add-top-code", "edit-code", "code-memo")
def test_codes_are_made_and_worded(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f4", "N", "'Humour", "enter")
        assert names(desk)[-1] == "Humour"
        await keys(desk, pilot, "n", "'Gallows humour", "enter")
        assert names(desk)[-2:] == ["Humour", "  Gallows humour"]
        await keys(desk, pilot, "e", "n", "ctrl+u", "'Dark humour", "enter")
        await keys(desk, pilot, "e", "d", "'Jokes about death.", "escape")
        await keys(desk, pilot, "e", "i", "'irony", "enter", "'puns", "escape")
        await keys(desk, pilot, "e", "c", "'#112233", "enter")
        await keys(desk, pilot, "m", "'keep an eye", "escape")
        code = desk.screen.item[1]
        assert (code.name, code.key, code.definition) == (
            "Dark humour",
            "gallows-humour",
            "Jokes about death.",
        )
        assert (code.include, code.color) == (("irony", "puns"), "#112233")
        assert desk.session.memos[f"code/{code.guid}"][0].text == "keep an eye"

    drive(study, script)


@pytest.mark.act("code-up", "code-down", "code-out", "code-in")
def test_codes_are_moved(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "f4", "J")
        assert names(desk)[:2] == ["Mentors and seniors", "Learning by doing"]
        await keys(desk, pilot, "K")
        assert names(desk)[:2] == ["Learning by doing", "Mentors and seniors"]
        await keys(desk, pilot, "j", ">")
        assert names(desk)[:2] == ["Learning by doing", "  Mentors and seniors"]
        await keys(desk, pilot, "<")
        assert names(desk)[:3] == ["Learning by doing", "Mentors and seniors", "Barriers"]
        await keys(desk, pilot, "u", "u")
        assert names(desk)[:2] == ["Learning by doing", "Mentors and seniors"]

    drive(study, script)


@pytest.mark.act("mark-merge", "merge-here")
def test_codes_are_merged_counts_first(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'short", "enter", "f4", "p")
        assert "Mark codes with M first" in desk.screen.foot.line.text
        await keys(desk, pilot, "end", "M", "k", "p")
        assert "Short rotations (1 quote, 1 person) into Lack of time" in desk.screen.foot.line.text
        await keys(desk, pilot, "n")
        assert desk.session.codebook.by_key["rotation"].merged_into is None
        await keys(desk, pilot, "p", "y")
        book = desk.session.codebook
        assert book.by_key["rotation"].merged_into == book.by_key["time"].guid
        assert desk.session.counts_of(book.by_key["time"].guid) == (1, 1)

    drive(study, script)


@pytest.mark.act("split", "retire", "keep", "recode-stale", "remove-stale")
def test_a_split_and_a_new_definition_leave_codings_to_revisit(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'lack", "enter", "j", ".", "j", ".")
        await keys(desk, pilot, "f4", "end", "k", "S", "'No time; Busy service", "enter")
        assert "3 quotes to place again" in desk.screen.foot.line.text
        await keys(desk, pilot, "g", "r")
        assert len(desk.screen.items) == 3
        await keys(desk, pilot, "a")
        assert "retired" in desk.screen.foot.line.text
        await keys(desk, pilot, "x", "e", "'busy", "enter", "e", "'busy", "enter")
        assert len(desk.screen.items) == 0
        await keys(desk, pilot, "f4")
        busy = next(n for n, (_, code) in enumerate(desk.screen.items) if code.key == "busy-service")
        desk.screen.list.move_to(busy)
        await keys(desk, pilot, "e", "d", "'The service comes first.", "escape", "g", "r")
        assert len(desk.screen.items) == 2
        await keys(desk, pilot, "a", "a")
        assert len(desk.screen.items) == 0
        await keys(desk, pilot, "f4", "x", "y")
        assert desk.screen.item[1].status == "retired"
        await keys(desk, pilot, "x")
        assert desk.screen.item[1].status == "active"

    drive(study, script)
    assert [code for _, code in study.codings()] == ["busy-service", "busy-service"]


@pytest.mark.act("pick-code", "query", "copy-quote")
def test_quotes_are_chosen_by_code_and_by_query(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "space", "'lack", "enter", "ctrl+down", "j", "space", "'lear", "enter")
        await keys(desk, pilot, "f5")
        assert [quote.source for quote in desk.screen.items] == ["R2.txt"]
        await keys(desk, pilot, "space", "'barr", "enter")
        assert [quote.code for quote in desk.screen.items] == ["time"]
        await keys(desk, pilot, "y")
        assert str(desk.clipboard) == f"“{TURN}” (R1, R1.txt 43:74)"
        await keys(desk, pilot, "f", "ctrl+u", "'time or doing", "enter")
        assert len(desk.screen.items) == 2
        await keys(desk, pilot, "f", "ctrl+u", "'respondent=R2", "enter")
        assert [quote.respondent for quote in desk.screen.items] == ["R2"]
        await keys(desk, pilot, "f", "ctrl+u", "'tiem", "enter")
        assert "There is no code 'tiem'" in desk.screen.foot.line.text
        await keys(desk, pilot, "enter")
        assert desk.screen.source.name == "R2.txt"

    drive(study, script)


@pytest.mark.act("search-all")
def test_words_are_found_in_every_source(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "g", "s", "'ROTA", "enter")
        assert [(hit.source, hit.match) for hit in desk.screen.items] == [
            ("R1.txt", "rota"),
            ("R2.txt", "Rota"),
        ]
        await keys(desk, pilot, "/", "ctrl+u", "'xyz", "enter")
        assert len(desk.screen.items) == 0
        await keys(desk, pilot, "/", "ctrl+u", "'ROTA", "enter", "j", "enter")
        assert (desk.screen.source.name, desk.screen.transcript.words) == ("R2.txt", "Rota")

    drive(study, script)


@pytest.mark.act("edit-memo", "new-memo", "remove-memo", "find-memo")
def test_memos_are_written_changed_found_and_removed(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        await keys(desk, pilot, "j", "m", "'on the talk", "escape", "g", "m", "n", "'on it all", "escape")
        assert {memo.text for memo in desk.screen.items} == {"on the talk", "on it all"}
        await keys(desk, pilot, "/", "'talk", "enter", "e", "' of R1", "escape")
        assert [memo.text for memo in desk.screen.items] == ["on the talk of R1"]
        await keys(desk, pilot, "x")
        assert [memo.text for memo in desk.screen.items] == []
        await keys(desk, pilot, "/", "escape")
        assert [memo.text for memo in desk.screen.items] == ["on it all"]

    drive(study, script)


def test_the_journal_shows_what_was_done_and_undone(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> list[str]:
        await keys(desk, pilot, "j", "space", "'lack", "enter", "u", "g", "j")
        return [
            "".join(piece.text for piece in desk.screen.draw(act).left)[22:] for act in desk.screen.items[:2]
        ]

    assert drive(study, script) == ["Ann        undo", "Ann        tag  undone"]
