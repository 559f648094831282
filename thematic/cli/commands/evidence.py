"""`thematic evidence …`: what a finding rests on, and what a person decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import counted, emit, emit_json, json_option, opened, project_options, say
from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.evidence import EvidenceSheet, Passage
    from thematic.workflow.project import Project

_SHOWN = 8
"""Letters of a guid that are printed, and that name a coding among a finding's evidence."""
_HEADS = {
    "for": "For",
    "qualified": "Qualified",
    "against": "Against",
    "excluded": "Excluded",
}


class _ShowFirst(click.Group):
    """A group whose first word may be a finding: it is shown then."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and not any(word in self.commands or word in ("-h", "--help") for word in args):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("evidence", short_help="Show and judge what a finding rests on.", cls=_ShowFirst)
def evidence() -> None:
    """Show and judge what a finding rests on: who is for it, who qualifies it, who is against.

    A finding or point is named by its id, or by its number and letter. Evidence is
    suggested by codes; a person confirms it, gives it another stance, or excludes it.

    Example: thematic evidence time-barrier
    """


@evidence.command("show")
@click.argument("finding")
@json_option
@project_options
def show(finding: str, as_json: bool) -> None:
    """List the passages of a finding by side, with respondents and quotes; 'show' may be left out.

    Each begins with the letters that name it in the other verbs.

    Example: thematic evidence show time-barrier
    """
    with opened() as project:
        sheet = _sheet(project, finding)
    if as_json:
        emit_json(_value(sheet))
        return
    emit(f"{sheet.label}. {sheet.text}")
    for side, head in _HEADS.items():
        passages = sheet.on(side)  # type: ignore[arg-type] # keys are sides
        if not passages and side != "against":
            continue
        people = sheet.people(side)  # type: ignore[arg-type]
        emit("")
        emit(f"{head}: {counted(len(people), 'respondent')}, {counted(len(passages), 'passage')}")
        for one in passages:
            emit(f"  {_line(one)}")
    if sheet.silent:
        emit("")
        emit(f"Asked and silent on it: {', '.join(sheet.silent)}")
    if sheet.outside:
        emit(f"Coded, but in no base: {', '.join(sheet.outside)}")


@evidence.command("confirm")
@click.argument("finding")
@click.argument("codings", nargs=-1, required=True, metavar="CODING…")
@click.option("--reason", default="", help="Why, if that needs saying.")
@project_options
def confirm(finding: str, codings: tuple[str, ...], reason: str) -> None:
    """Confirm that passages bear on a finding, as their coders took them.

    A coding of another code is taken in as evidence by its whole guid.

    Example: thematic evidence confirm time-barrier 0b9c…
    """
    _decide(finding, codings, "confirmed", reason)


@evidence.command("restage")
@click.argument("finding")
@click.argument("stance", type=click.Choice(["supports", "qualifies", "opposes", "as-coded"]))
@click.argument("codings", nargs=-1, required=True, metavar="CODING…")
@click.option("--reason", default="", help="Why, if that needs saying.")
@project_options
def restage(finding: str, stance: str, codings: tuple[str, ...], reason: str) -> None:
    """Say what passages do in this finding: support, qualify or oppose it, or again as coded.

    Their codings stay as they are; only this finding takes them so.

    Example: thematic evidence restage time-barrier opposes 0b9c…
    """
    if stance != "as-coded":
        _decide(finding, codings, stance, reason)
        return
    from thematic.workflow.judging import release_evidence

    with opened() as project:
        sheet = _sheet(project, finding)
        release_evidence(project, sheet.id, _guids(sheet, codings))
    say(f"{counted(len(codings), 'passage')} of '{sheet.id}' as coded again.")


@evidence.command("exclude")
@click.argument("finding")
@click.argument("codings", nargs=-1, required=True, metavar="CODING…")
@click.option("--reason", required=True, help="Why.")
@project_options
def exclude(finding: str, codings: tuple[str, ...], reason: str) -> None:
    """Leave passages out of a finding, with a reason; they stay coded.

    They are listed as excluded, and can be taken in again.

    Example: thematic evidence exclude time-barrier 0b9c… --reason 'Said in jest.'
    """
    _decide(finding, codings, "excluded", reason)


@evidence.command("quote")
@click.argument("finding")
@click.argument("coding")
@click.option("--drop", is_flag=True, help="Print it no longer.")
@click.option("--place", type=click.IntRange(1), help="Print it in this place.")
@click.option("--words", help="Print these of its words: [...] leaves out, [so] puts in.")
@click.option(
    "--form", type=click.Choice(["block", "inline", "unattributed"]), help="How it stands in the text."
)
@project_options
def quote(
    finding: str, coding: str, drop: bool, place: int | None, words: str | None, form: str | None
) -> None:
    """Choose a passage as an illustration; those printed now stay.

    Words are printed as they were said; the linter holds them to that.

    Example: thematic evidence quote time-barrier 0b9c… --place 1
    """
    from thematic.workflow import judging

    with opened() as project:
        sheet = _sheet(project, finding)
        (guid,) = _guids(sheet, (coding,))
        judging.print_quote(project, sheet.id, guid, printed=not drop)
        if drop:
            say(f"Printed with '{sheet.id}' no longer.")
            return
        if words is not None:
            judging.word_quote(project, sheet.id, guid, words)
        if form is not None:
            judging.form_quote(project, sheet.id, guid, form)  # type: ignore[arg-type] # click has checked the choice
        if place is not None:
            _put(project, sheet.id, guid, place)
    say(f"Printed with '{sheet.id}'.")


def _put(project: Project, name: str, guid: str, place: int) -> None:
    from thematic.workflow.judging import order_quotes

    printed = sorted((one for one in _sheet(project, name).passages if one.place), key=lambda one: one.place)
    others = [one.quote.guid for one in printed if one.quote.guid != guid]
    order_quotes(project, name, [*others[: place - 1], guid, *others[place - 1 :]])


def _decide(finding: str, codings: tuple[str, ...], standing: str, reason: str) -> None:
    from thematic.workflow.judging import decide_evidence

    with opened() as project:
        sheet = _sheet(project, finding)
        guids = _guids(sheet, codings)
        decide_evidence(project, sheet.id, guids, standing, reason)  # type: ignore[arg-type] # one of the standings
    say(f"{counted(len(codings), 'passage')} of '{sheet.id}': {standing}.")


def _sheet(project: Project, finding: str) -> EvidenceSheet:
    from thematic.workflow.board import find_name
    from thematic.workflow.evidence import read_sheet
    from thematic.workflow.linting import inspect_board

    inspected = inspect_board(project)
    return read_sheet(project, inspected, find_name(inspected.findings.outline, finding))


def _guids(sheet: EvidenceSheet, given: Sequence[str]) -> tuple[str, ...]:
    """Guids of a finding's passages from their first letters; whole guids of others pass."""
    known = [one.quote.guid for one in sheet.passages]
    found = []
    for name in given:
        matching = [guid for guid in known if guid.startswith(name)]
        if len(matching) > 1:
            raise BadInput(f"'{name}' begins {len(matching)} codings of '{sheet.id}'.", "Give more letters.")
        if not matching and len(name) <= _SHOWN:
            raise BadInput(
                f"No evidence of '{sheet.id}' is a coding that begins with '{name}'.",
                f"List it with 'thematic evidence {sheet.id}'; codings of other codes need the whole guid.",
            )
        found.append(matching[0] if matching else name)
    return tuple(found)


def _line(one: Passage) -> str:
    said = one.quote
    who = said.respondent or said.source
    told = [said.code, *([said.stance] if said.stance else [])]
    if one.decision:
        by = f" by {one.decision.by}" if one.decision.by else ""
        why = f": {one.decision.reason}" if one.decision.reason else ""
        told.append(f"{one.decision.standing}{by}{why}")
    printed = f" quote {one.place}" if one.place else ""
    return f'{said.guid[:_SHOWN]} {who} [{"; ".join(told)}]{printed} "{" ".join(said.quote.split())}"'


def _value(sheet: EvidenceSheet) -> dict[str, Any]:
    return {
        "finding": sheet.id,
        "label": sheet.label,
        "text": sheet.text,
        "passages": [
            {
                "guid": one.quote.guid,
                "side": one.side,
                "respondent": one.quote.respondent,
                "standing": one.standing,
                "quote": one.quote.quote,
                "source": one.quote.source,
                "start": one.quote.start,
                "end": one.quote.end,
                "code": one.quote.code,
                "coder": one.quote.coder,
                "noted": one.noted,
                "decision": one.said,
                "by": one.decision.by if one.decision else None,
                "reason": one.decision.reason if one.decision else None,
                "printed": one.place or None,
            }
            for one in sheet.passages
        ],
        "silent": list(sheet.silent),
        "outside": list(sheet.outside),
    }
