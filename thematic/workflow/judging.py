"""Acts on the evidence of a statement: confirm, re-stage, exclude; choose, order and word its quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.errors import NotFound, Refused
from thematic.model.outline import EvidenceDecision, IllustrationPick, QuoteWish
from thematic.store.codings import find_locals
from thematic.synthesis import outline_edit as edit
from thematic.synthesis import outline_tree as tree
from thematic.synthesis.verbatim import verify_verbatim
from thematic.workflow.board import change_outline
from thematic.workflow.following import codings_now
from thematic.workflow.linting import inspect_findings
from thematic.workflow.reading import load_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.findings import Illustration
    from thematic.model.outline import EvidenceStanding, Outline, QuoteForm
    from thematic.workflow.project import Project

_VERBS: dict[EvidenceStanding, str] = {
    "confirmed": "confirm evidence",
    "excluded": "exclude evidence",
    "supports": "restage evidence",
    "qualifies": "restage evidence",
    "opposes": "restage evidence",
}
_BEGINNING = 8
"""Words by which a chosen quote is known."""


def decide_evidence(
    project: Project, name: str, codings: Sequence[str], standing: EvidenceStanding, reason: str = ""
) -> None:
    """Confirm codings as evidence of a statement, give them another stance in it, or exclude them.

    Args:
        project: Where.
        name: Id of the finding or point.
        codings: Guids.
        standing: What they are from now on.
        reason: Why; an exclusion needs one.

    Raises:
        NotFound: There is no such coding.
        Refused: An exclusion without a reason.
    """
    if standing == "excluded" and not reason.strip():
        raise Refused("Excluding evidence needs a reason.")
    for guid, coding in codings_now(project, tuple(codings)).items():
        if coding is None:
            raise NotFound("coding", guid)
    by = project.acting_coder().name

    def change(outline: Outline) -> Outline:
        for guid in codings:
            outline = edit.decide_evidence(
                outline, name, EvidenceDecision(guid, standing, by, reason.strip())
            )
        return outline

    what = standing if standing in ("supports", "qualifies", "opposes") else ""
    told = ": ".join(part for part in (name, what, reason.strip()) if part)
    change_outline(project, _VERBS[standing], change, told)


def release_evidence(project: Project, name: str, codings: Sequence[str]) -> None:
    """Take back what was decided about codings: their codes and coders speak again."""

    def change(outline: Outline) -> Outline:
        _, _, one = tree.find_above(outline, name)
        left = tuple(kept for kept in one.evidence if kept.coding not in codings)
        if left == one.evidence:
            raise Refused(f"Nothing was decided about that evidence of '{name}'.")
        return tree.rewrite(outline, name, evidence=left)

    change_outline(project, "release evidence", change, name, dropped={name: tuple(codings)})


def print_quote(project: Project, name: str, coding: str, *, printed: bool) -> None:
    """Print a passage with a statement, or no longer; the others printed now stay, as a person's choice."""
    shown = _shown(project, name)
    if not printed:
        _keep_quotes(project, name, [one for one in shown if one.coding != coding], "drop quote")
        return
    found = codings_now(project, (coding,))[coding]
    if found is None:
        raise NotFound("coding", coding)
    there = any(one.coding == coding for one in shown)
    picks = _picks(shown) if there else [*_picks(shown), _pick(project, coding, found.quote)]
    _wish(project, name, picks, "choose quote")


def order_quotes(project: Project, name: str, codings: Sequence[str]) -> None:
    """Print a statement's quotes in this order.

    Raises:
        Refused: These are not the quotes that are printed.
    """
    shown = {one.coding: one for one in _shown(project, name)}
    if sorted(shown) != sorted(codings):
        raise Refused(f"These are not the {len(shown)} quotes printed with '{name}'.")
    _keep_quotes(project, name, [shown[coding] for coding in codings], "order quotes")


def step_quote(project: Project, name: str, coding: str, step: int) -> None:
    """Print a quote one place earlier (-1) or later (+1)."""
    shown = [one.coding for one in _shown(project, name)]
    if coding not in shown:
        raise Refused("That passage is not printed.", "Choose it first.")
    at = shown.index(coding)
    if not 0 <= at + step < len(shown):
        raise Refused(f"It is the {'first' if step < 0 else 'last'} quote already.")
    shown[at], shown[at + step] = shown[at + step], shown[at]
    order_quotes(project, name, shown)


def word_quote(project: Project, name: str, coding: str, words: str) -> None:
    """Print these words of a passage, elided `[...]` or with insertions in brackets.

    Raises:
        Refused: They are not what was said, or the passage is not printed.
    """
    shown = _shown(project, name)
    found = codings_now(project, (coding,))[coding]
    if found is None or all(one.coding != coding for one in shown):
        raise Refused("That passage is not printed.", "Choose it first.")
    if not words.strip() or not verify_verbatim(words.strip(), found.quote):
        raise Refused("These words are not verbatim.", "Leave words out with [...] and put words in as [so].")
    kept = [replace(one, text=words.strip()) if one.coding == coding else one for one in shown]
    _keep_quotes(project, name, kept, "word quote")


def form_quote(project: Project, name: str, coding: str, form: QuoteForm) -> None:
    """Print a quote as a block, inline, or without saying whose it is."""
    shown = _shown(project, name)
    if all(one.coding != coding for one in shown):
        raise Refused("That passage is not printed.", "Choose it first.")
    kept = [replace(one, form=form) if one.coding == coding else one for one in shown]
    _keep_quotes(project, name, kept, "form quote")


def _shown(project: Project, name: str) -> tuple[Illustration, ...]:
    inspected = inspect_findings(project, draft=True, replicates=0)
    tree.find_above(inspected.findings.outline, name)
    return next(one.quotes for one in inspected.findings.statements() if one.id == name)


def _keep_quotes(project: Project, name: str, shown: Sequence[Illustration], verb: str) -> None:
    _wish(project, name, _picks(shown), verb)


def _wish(project: Project, name: str, picks: Sequence[IllustrationPick], verb: str) -> None:
    wish = QuoteWish(tuple(picks), None if picks else 0)
    change_outline(project, verb, lambda one: edit.choose_quotes(one, name, wish), name)


def _picks(shown: Sequence[Illustration]) -> list[IllustrationPick]:
    """What is printed, as a person's own choice."""
    return [
        IllustrationPick(
            respondent=one.respondent or "",
            source=one.source,
            begins=_beginning(one.text),
            text=one.text,
            form=one.form,
        )
        for one in shown
    ]


def _pick(project: Project, coding: str, words: str) -> IllustrationPick:
    """A passage as a person's choice.

    Raises:
        Refused: Whoever said it agreed to analysis only.
    """
    study = load_study(project)
    with project.store.reading() as connection:
        local = find_locals(connection, [coding])[coding]
    place = int(np.flatnonzero(study.codings.local == local)[0])
    person, source = int(study.codings.respondent[place]), int(study.codings.source[place])
    label = study.respondents[person].label if person >= 0 else ""
    if label and study.respondents[person].consent == "analysis":
        raise Refused(f"{label} agreed to analysis only, and may not be quoted.")
    return IllustrationPick(
        respondent=label,
        source=study.sources[source].name,
        begins=_beginning(words),
        text=words.strip(),
    )


def _beginning(words: str) -> str:
    return " ".join(words.split()[:_BEGINNING])
