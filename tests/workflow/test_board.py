"""Acts on the outline and its evidence: each one act, undone whole, and nothing a person wrote is lost."""

from __future__ import annotations

from typing import Any

import pytest

from thematic.errors import AnswerIsNo, BadInput, NotFound, Refused
from thematic.model.outline import Finding, Outline, Section, Stem, SubFinding
from thematic.workflow import bearings, board, judging
from thematic.workflow.evidence import read_sheet
from thematic.workflow.findings import export_outline, keep_outline, stored_outline
from thematic.workflow.history import list_acts, redo, undo
from thematic.workflow.linting import (
    inspect_board,
    inspect_findings,
    preview_statement,
    refuse_failures,
    waive_check,
    withdraw_waiver,
)

SAID = {
    "R1.txt": "There is never any time. The rota eats the week.",
    "R2.txt": "Time is short. My mentor helped.",
    "R3.txt": "I have all the time in the world. A mentor would help.",
}


@pytest.fixture
def coded(team: Any) -> Any:
    """Three people on time and mentors; R3 disagrees about time."""
    made = team()
    for name, words in SAID.items():
        made.source(name, *(f"{part}." for part in words.rstrip(".").split(". ")))
    made.codes("barriers/time", "barriers/rota", "mentors")
    made.code("Ana", "R1.txt", "There is never any time.", "time", "supports")
    made.code("Ana", "R1.txt", "The rota eats the week.", "rota", "supports")
    made.code("Ana", "R2.txt", "Time is short.", "time", "supports")
    made.code("Ana", "R3.txt", "I have all the time in the world.", "time", "opposes")
    made.code("Ana", "R2.txt", "My mentor helped.", "mentors", "supports")
    made.code("Ana", "R3.txt", "A mentor would help.", "mentors", "supports")
    return made


@pytest.fixture
def project(coded: Any) -> Any:
    """With an outline of two sections: time (point rota), week | mentors."""
    project = coded.as_("Ana")
    point = SubFinding("rota", "{Quantifier} blamed the rota.", codes=("rota",))
    outline = Outline(
        "study",
        (
            Section(
                "gaps",
                "Gaps",
                (
                    Finding("time", "{Quantifier} had no time. {dissent}", codes=("time",), points=(point,)),
                    Finding("week", "{Quantifier} lost the week.", codes=("rota",)),
                ),
                (Stem("time", "week", "Gaps were named by {quantifier}:"),),
            ),
            Section(
                "help", "Help", (Finding("mentors", "{Quantifier} asked for mentors.", codes=("mentors",)),)
            ),
        ),
    )
    keep_outline(project, outline, "import outline")
    return project


def shape(project: Any) -> str:
    """`gaps: time(rota) week | help: mentors`."""
    outline = stored_outline(project)
    assert outline is not None

    def told(one: Finding) -> str:
        pin = f"#{one.pin}" if one.pin else ""
        return one.id + pin + (f"({' '.join(point.id for point in one.points)})" if one.points else "")

    return " | ".join(
        f"{section.id}: {' '.join(map(told, section.findings))}".strip() for section in outline.sections
    )


def sides(project: Any, name: str) -> dict[str, str]:
    """Respondent and side of each passage of a statement."""
    sheet = read_sheet(project, inspect_board(project), name)
    return {f"{one.quote.respondent}: {one.quote.quote}": one.side for one in sheet.passages}


def guid_of(project: Any, name: str, words: str) -> str:
    sheet = read_sheet(project, inspect_board(project), name)
    return next(one.quote.guid for one in sheet.passages if one.quote.quote.startswith(words))


ACTS = [
    (lambda p: board.step_statement(p, "time", 1), "gaps: week time(rota) | help: mentors"),
    (lambda p: board.step_statement(p, "week", 1), "gaps: time(rota) | help: week mentors"),
    (lambda p: board.step_statement(p, "rota", 1), "gaps: time week(rota) | help: mentors"),
    (lambda p: board.put_finding(p, "mentors", after="time"), "gaps: time(rota) mentors week | help:"),
    (lambda p: board.put_finding(p, "time", "help"), "gaps: week | help: mentors time(rota)"),
    (lambda p: board.lower_finding(p, "week"), "gaps: time(rota week) | help: mentors"),
    (lambda p: board.lower_finding(p, "mentors", under="week"), "gaps: time(rota) week(mentors) | help:"),
    (lambda p: board.raise_point(p, "rota"), "gaps: time rota week | help: mentors"),
    (lambda p: board.pin_finding(p, "week", 1), "gaps: time(rota) week#1 | help: mentors"),
    (lambda p: board.merge_findings(p, ["week"], "time"), "gaps: time(rota) | help: mentors"),
    (lambda p: board.set_aside(p, "mentors", "thin"), "gaps: time(rota) week | help:"),
    (lambda p: board.set_aside(p, "rota", "said above"), "gaps: time week | help: mentors"),
    (lambda p: board.move_section(p, "help", -1), "help: mentors | gaps: time(rota) week"),
    (
        lambda p: board.add_section(p, "Wishes", after="gaps"),
        "gaps: time(rota) week | wishes: | help: mentors",
    ),
    (
        lambda p: board.add_finding(p, "", "help", codes=("barriers",), after="mentors"),
        "gaps: time(rota) week | help: mentors barriers",
    ),
    (
        lambda p: board.add_point(p, "mentors", "Give each a mentor.", kind="recommendation"),
        "gaps: time(rota) week | help: mentors(give-each-a-mentor)",
    ),
]


@pytest.mark.parametrize(("act", "after"), ACTS)
def test_an_act_on_the_tree_is_one_act_and_undone_whole(project: Any, act: Any, after: str) -> None:
    before, file = shape(project), export_outline(project)
    acts = len(list_acts(project))
    act(project)
    assert shape(project) == after
    assert len(list_acts(project)) == acts + 1
    undo(project)
    assert (shape(project), export_outline(project)) == (before, file)
    redo(project)
    assert shape(project) == after


REFUSED = [
    (lambda p: board.step_statement(p, "time", -1), "first finding already"),
    (lambda p: board.step_statement(p, "mentors", 1), "last finding already"),
    (lambda p: board.lower_finding(p, "time"), "none to be a point of"),
    (lambda p: board.raise_point(p, "time"), "a finding already"),
    (lambda p: board.pin_finding(p, "time", 3), "runs from 1 to 2"),
    (lambda p: board.drop_section(p, "gaps"), "not empty"),
    (lambda p: board.set_aside(p, "time", " "), "needs a reason"),
    (lambda p: board.choose_word(p, "time", "many", ""), "a reason"),
    (lambda p: board.write_statement(p, "time", " "), "needs words"),
    (lambda p: board.write_statement(p, "time", "{Quantifer} said so."), "Quantifer"),
    (lambda p: bearings.set_kind(p, "time", "recommendation"), "only points"),
    (lambda p: judging.decide_evidence(p, "time", [guid_of(p, "time", "Time")], "excluded"), "a reason"),
    (lambda p: judging.release_evidence(p, "time", [guid_of(p, "time", "Time")]), "Nothing was decided"),
    (lambda p: waive_check(p, "word", "time", ""), "needs a reason"),
]


@pytest.mark.parametrize(("act", "why"), REFUSED)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(project: Any, act: Any, why: str) -> None:
    before, acts = export_outline(project), len(list_acts(project))
    with pytest.raises(Refused, match=why):
        act(project)
    assert (export_outline(project), len(list_acts(project))) == (before, acts)


def test_names_that_are_not_there_are_told_with_the_nearest(project: Any) -> None:
    with pytest.raises(BadInput, match="no finding 'tim'"):
        board.merge_findings(project, ["tim"], "week")
    with pytest.raises(NotFound, match="no code 'tme'"):
        board.set_codes(project, "time", ["tme"])
    with pytest.raises(BadInput, match="no check 'wrd'"):
        waive_check(project, "wrd", "time", "because")


def test_statements_are_found_by_id_number_and_letter(project: Any) -> None:
    outline = board.current_outline(project)
    assert [board.find_name(outline, given) for given in ("week", "1", "1a", "3")] == [
        "week", "time", "rota", "mentors",
    ]  # fmt: skip


def test_a_pin_follows_when_findings_before_it_go(project: Any) -> None:
    board.pin_finding(project, "mentors", 3)
    board.lower_finding(project, "week")
    assert shape(project) == "gaps: time(rota week) | help: mentors#2"


def test_a_theme_set_aside_comes_back_with_its_words(project: Any) -> None:
    board.set_aside(project, "mentors", "thin")
    outline = board.current_outline(project)
    assert [(one.code, one.reason) for one in outline.set_aside] == [("mentors", "thin")]
    made = board.raise_theme(project, "mentors", "gaps")
    outline = board.current_outline(project)
    assert not outline.set_aside
    assert next(one.statement for one in outline.statements() if one.id == made) == (
        "{Quantifier} asked for mentors."
    )


def test_a_finding_on_one_code_is_parted_between_the_codes_below(project: Any) -> None:
    board.add_finding(project, "All barriers.", "gaps", codes=("barriers",))
    made = board.split_finding(project, "barriers", ("rota",))
    outline = board.current_outline(project)
    codes = {one.id: one.codes for one in outline.statements()}
    assert (codes["barriers"], codes[made]) == (("time",), ("rota",))


def test_a_parent_that_is_applied_itself_is_not_parted(coded: Any, project: Any) -> None:
    coded.code("Ana", "R2.txt", "My mentor helped.", "barriers")
    board.add_finding(project, "All barriers.", "gaps", codes=("barriers",))
    with pytest.raises(Refused, match="itself is applied"):
        board.split_finding(project, "barriers", ("rota",))


def test_a_chosen_word_stays_beside_the_computed_one(project: Any) -> None:
    board.choose_word(project, "mentors", "many", "said with force")
    counted = next(one for one in inspect_findings(project).findings.statements() if one.id == "mentors")
    assert (counted.quantifier, counted.computed.word) == ("many", "two")
    assert counted.override is not None
    assert (counted.override.by, counted.override.reason) == ("Ana", "said with force")
    board.compute_word(project, "mentors")
    counted = next(one for one in inspect_findings(project).findings.statements() if one.id == "mentors")
    assert counted.quantifier == "two"


def test_evidence_is_restaged_in_one_finding_only_and_released(project: Any) -> None:
    guid = guid_of(project, "time", "Time is short.")
    judging.decide_evidence(project, "time", [guid], "qualifies")
    assert sides(project, "time")["R2: Time is short."] == "qualified"
    judging.decide_evidence(project, "time", [guid], "excluded", "in jest")
    assert sides(project, "time")["R2: Time is short."] == "excluded"
    judging.release_evidence(project, "time", [guid])
    assert sides(project, "time")["R2: Time is short."] == "for"
    undo(project)
    assert sides(project, "time")["R2: Time is short."] == "excluded"


def test_evidence_of_another_code_is_taken_in_by_confirming_it(project: Any) -> None:
    judging.decide_evidence(project, "week", [guid_of(project, "time", "There")], "confirmed")
    assert sides(project, "week") == {
        "R1: There is never any time.": "for",
        "R1: The rota eats the week.": "for",
    }


def test_a_sheet_tells_who_was_silent(project: Any) -> None:
    assert read_sheet(project, inspect_board(project), "week").silent == ("R2", "R3")


def printed(project: Any, name: str) -> list[str]:
    sheet = read_sheet(project, inspect_board(project), name)
    shown = sorted((one for one in sheet.passages if one.place), key=lambda one: one.place)
    return [one.quote.quote for one in shown]


def test_quotes_are_chosen_ordered_and_dropped(project: Any) -> None:
    assert sorted(printed(project, "mentors")) == ["A mentor would help.", "My mentor helped."]
    first, second = printed(project, "mentors")
    judging.step_quote(project, "mentors", guid_of(project, "mentors", second), -1)
    assert printed(project, "mentors") == [second, first]
    judging.print_quote(project, "mentors", guid_of(project, "mentors", first), printed=False)
    assert printed(project, "mentors") == [second]
    judging.print_quote(project, "mentors", guid_of(project, "mentors", second), printed=False)
    assert printed(project, "mentors") == []
    judging.print_quote(project, "mentors", guid_of(project, "mentors", first), printed=True)
    assert printed(project, "mentors") == [first]


def test_a_quote_is_printed_in_its_own_words_only(project: Any) -> None:
    guid = guid_of(project, "mentors", "A mentor")
    judging.word_quote(project, "mentors", guid, "A mentor [...] help.")
    judging.form_quote(project, "mentors", guid, "inline")
    quotes = {
        one.coding: (one.text, one.form)
        for counted in inspect_board(project).findings.statements()
        for one in counted.quotes
    }
    assert quotes[guid] == ("A mentor [...] help.", "inline")
    with pytest.raises(Refused, match="not verbatim"):
        judging.word_quote(project, "mentors", guid, "A mentor helps.")


def test_a_statement_is_stale_when_its_evidence_changed_and_only_that_one(coded: Any, project: Any) -> None:
    from thematic.workflow.coding import withdraw_codes

    assert inspect_findings(project).stale == {}
    withdraw_codes(project, (guid_of(project, "mentors", "My mentor"),))
    stale = inspect_findings(project).stale
    assert list(stale) == ["mentors"]
    assert "R2 left (was supporting)" in stale["mentors"]
    assert [one.finding for one in inspect_findings(project).remarks if one.check == "stale"] == ["mentors"]


def test_a_statement_is_stale_no_longer_once_it_is_written_or_vouched_for(coded: Any, project: Any) -> None:
    for settle in (
        lambda: board.keep_statement(project, "mentors"),
        lambda: board.write_statement(project, "mentors", "{Quantifier} spoke of mentors."),
    ):
        coding = coded.code("Ana", "R1.txt", "The rota eats the week.", "mentors")
        assert list(inspect_findings(project).stale) == ["mentors"]
        settle()
        assert inspect_findings(project).stale == {}
        undo(project)
        assert list(inspect_findings(project).stale) == ["mentors"]
        redo(project)
        from thematic.workflow.coding import withdraw_codes

        withdraw_codes(project, (coding.guid,))
        board.keep_statement(project, "mentors")


def test_moving_a_finding_does_not_make_it_fresh(coded: Any, project: Any) -> None:
    coded.code("Ana", "R1.txt", "The rota eats the week.", "mentors")
    board.step_statement(project, "mentors", -1)
    assert list(inspect_findings(project).stale) == ["mentors"]


def test_a_preview_speaks_of_the_new_words_and_stores_nothing(project: Any) -> None:
    before = export_outline(project)
    seen = preview_statement(project, inspect_board(project), "mentors", "All respondents asked for mentors.")
    assert seen.counted.text == "All respondents asked for mentors."
    assert any(one.check == "word" and one.severity == "error" for one in seen.remarks)
    assert export_outline(project) == before


def test_a_report_is_kept_from_being_finished_until_errors_are_waived(project: Any, tmp_path: Any) -> None:
    from thematic.workflow.reports import write_report

    path = tmp_path / "report.md"
    board.write_statement(project, "mentors", "All respondents asked for mentors.")
    with pytest.raises(AnswerIsNo, match=r"3: 'All respondents'.*\[word\]"):
        write_report(project, str(path))
    assert not path.exists()
    write_report(project, str(path), draft=True)
    path.unlink()
    for remark in inspect_findings(project).failures:
        waive_check(project, remark.check, remark.finding, "as agreed")
    refuse_failures(inspect_findings(project))
    write_report(project, str(path))
    assert path.exists()
    withdraw_waiver(project, "word", "mentors")
    assert [one.check for one in inspect_findings(project).failures] == ["word"]


def test_the_first_act_adopts_the_draft(coded: Any) -> None:
    project = coded.as_("Ana")
    assert stored_outline(project) is None
    board.add_section(project, "Wishes")
    assert shape(project).endswith("| wishes:")
