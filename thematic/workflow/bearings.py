"""Acts on what a statement is about: whom, which camps, what it claims, what it follows, how sure it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.model.outline import Appraisal, Claim, Scope
from thematic.synthesis import outline_tree as tree
from thematic.synthesis.outline_edit import find_finding
from thematic.workflow.board import change_outline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.model.outline import Confidence, Outline, PointKind
    from thematic.workflow.project import Project


def read_scope(parts: Sequence[str]) -> Scope:
    """A scope from `country=UK,Canada`, `mode=interview`, `question=2,3`.

    Raises:
        BadInput: A part is not understood.
    """
    attributes: dict[str, tuple[str, ...]] = {}
    modes: tuple[str, ...] = ()
    questions: tuple[int, ...] = ()
    for part in parts:
        name, sign, rest = (word.strip() for word in part.partition("="))
        values = tuple(value.strip() for value in rest.split(",") if value.strip())
        if not (name and sign and values):
            raise BadInput(f"'{part}' is no scope.", "Write country=UK, mode=interview or question=2,3.")
        if name == "mode":
            modes = values
        elif name == "question":
            if not all(value.isdecimal() for value in values):
                raise BadInput(f"'{part}' names no questions.", "Write their numbers: question=2,3.")
            questions = tuple(int(value) for value in values)
        else:
            attributes[name] = values
    return Scope(tuple(sorted(attributes.items())), modes, questions)


def set_scope(project: Project, name: str, scope: Scope) -> None:
    """Say whom a finding or point is about."""

    def change(outline: Outline) -> Outline:
        _, finding, one = tree.find_above(outline, name)
        wanted = Scope() if one is finding and scope.everyone else scope
        return tree.rewrite(outline, name, scope=wanted)

    change_outline(project, "set scope", change, name)


def set_camps(project: Project, name: str, camps: Mapping[str, Sequence[str]]) -> None:
    """Give a finding rival positions, each on codes of its own; none takes them away.

    Codes that belong to a camp are its alone from then on. Camps that are
    taken away leave their codes to the finding.
    """

    def change(outline: Outline) -> Outline:
        _, _, one = tree.find_above(outline, name)
        taken = {code for codes in camps.values() for code in codes}
        codes = tuple(code for code in (one.codes if camps else one.all_codes) if code not in taken)
        made = tuple((camp, tuple(held)) for camp, held in camps.items())
        return tree.rewrite(outline, name, camps=made, codes=codes)

    if len(camps) == 1:
        raise BadInput("Camps are two or more.", "One position is 'outline codes'.")
    change_outline(project, "set camps", change, name)


def set_claim(project: Project, name: str, claim: Claim | None) -> None:
    """Say which rank a finding claims and among what: a code's children, or a section's findings."""
    reason = f"{name}: {claim.rank} among {claim.among}" if claim else name
    change_outline(project, "set claim", lambda one: tree.rewrite(one, name, claim=claim), reason)


def set_kind(project: Project, name: str, kind: PointKind) -> None:
    """Say whether a point is a recommendation, a specification or an elaboration."""

    def change(outline: Outline) -> Outline:
        _, finding, one = tree.find_above(outline, name)
        if one is finding:
            raise Refused(f"'{name}' is a finding; only points have a kind.")
        return tree.rewrite(outline, name, kind=kind)

    change_outline(project, "set kind", change, f"{name}: {kind}")


def set_follows(project: Project, name: str, other: str) -> None:
    """Say that a finding must stand right after another one, since its words point back; empty frees it."""

    def change(outline: Outline) -> Outline:
        find_finding(outline, name)
        return tree.rewrite(outline, name, follows=other)

    change_outline(project, "set order", change, f"{name} after {other}" if other else name)


def appraise(project: Project, name: str, confidence: Confidence | None, concerns: Mapping[str, str]) -> None:
    """Say how sure the authors are of a finding, and why.

    Args:
        project: Whose outline.
        name: A finding's id.
        confidence: None leaves what was said.
        concerns: `methodological`, `coherence`, `adequacy`, `relevance`; others stay.
    """

    def change(outline: Outline) -> Outline:
        _, finding = find_finding(outline, name)
        kept: Appraisal = finding.appraisal
        return tree.rewrite(
            outline, name, appraisal=replace(kept, confidence=confidence or kept.confidence, **concerns)
        )

    change_outline(project, "appraise", change, name)


def set_label(project: Project, label: str, scope: Scope | None) -> None:
    """Say what the people of a scope are called in statements; None takes the label away."""

    def change(outline: Outline) -> Outline:
        kept = tuple(one for one in outline.labels if one[0] != label)
        if scope is None and len(kept) == len(outline.labels):
            raise BadInput(f"There is no label '{label}' in the outline.")
        return replace(outline, labels=kept if scope is None else (*kept, (label, scope)))

    change_outline(project, "set label", change, label)
