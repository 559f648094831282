"""What the synthesis board shows, as lines: the outline, a statement with its remarks, its evidence."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thematic.tui.ink import Line, Piece, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thematic.model.evidence import EvidenceSheet, Passage, Side
    from thematic.model.findings import Counted, NumberedFinding
    from thematic.model.lint import LintRemark
    from thematic.tui.ink import Role
    from thematic.tui.session import Session
    from thematic.workflow.linting import Inspected

Kind = Literal["section", "stem", "finding", "point", "head", "theme"]

_HEADS: dict[Side, tuple[str, Role]] = {
    "for": ("FOR", "good"),
    "qualified": ("QUALIFIED", "warning"),
    "against": ("AGAINST", "error"),
    "excluded": ("EXCLUDED", "quiet"),
}
_STANCES = {"supports": "+", "qualifies": "±", "opposes": "−"}
_QUOTE_LINES = 3
"""Lines of a passage that are shown; the transcript has the rest."""
_MOST = 400
"""Passages shown of one side."""
_WORDY = 56
"""Cells of the outline from which the word for how many stands in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the outline."""

    kind: Kind
    id: str
    """Of the section, finding or point; the code of a theme; the first finding of a lead-in."""
    section: str
    """Id of the section it stands in; empty for themes."""
    label: str = ""
    """`27`, `b`."""
    text: str = ""
    counted: Counted | None = None
    note: str = ""


def outline_rows(board: Inspected) -> list[Row]:
    """Sections, lead-ins, findings and points in order, then the themes that are no finding."""
    rows = []
    for section in board.findings.sections:
        many = len(section.findings)
        told = "1 finding" if many == 1 else f"{many} findings"
        rows.append(Row("section", section.id, section.id, text=section.title, note=told))
        stems = {stem.first: stem for stem in section.stems}
        for finding in section.findings:
            if finding.number in stems:
                stem = stems[finding.number]
                run = f"{stem.first}–{stem.last}"
                rows.append(Row("stem", finding.id, section.id, run, stem.text))
            rows.append(Row("finding", finding.id, section.id, str(finding.number), finding.text, finding))
            rows += [
                Row("point", point.id, section.id, point.letter, point.text, point)
                for point in finding.points
            ]
    if board.findings.not_raised:
        rows.append(Row("head", "", "", text="NOT RAISED TO A FINDING"))
    for theme in board.findings.not_raised:
        why = theme.reason or "no reason yet"
        rows.append(Row("theme", theme.key, "", f"{theme.support}/{theme.base}", theme.name, note=why))
    return rows


def outline_line(row: Row, board: Inspected, marked: Sequence[str], width: int) -> Line:
    """One row of the outline."""
    if row.kind == "section":
        return line(Piece(f" {row.text}", "accent"), right=(Piece(f"{row.note} ", "quiet"),))
    if row.kind == "head":
        return line(Piece(f" {row.text}", "quiet"), rests=False)
    if row.kind == "stem":
        return line(Piece(f"  ┌ {row.label} ", "quiet"), Piece(row.text, "quiet"))
    if row.kind == "theme":
        return line(
            Piece("   · ", "quiet"),
            Piece(row.text, "text"),
            Piece(f"  {row.note}", "quiet"),
            right=(Piece(f"{row.label} ", "quiet"),),
        )
    mark = "●" if row.id in marked else " "
    indent = f"{mark}{row.label:>3} " if row.kind == "finding" else f"{mark}     {row.label} "
    role: Role = "strong" if row.kind == "finding" else "text"
    return line(
        Piece(indent, "accent" if row.kind == "finding" else "quiet"),
        Piece(row.text, role),
        right=_right(row, board, width),
    )


def _right(row: Row, board: Inspected, width: int) -> Iterator[Piece]:
    counted = row.counted
    if counted is None:
        return
    remarks = [one for one in board.of(row.id) if one.waived is None and one.check != "stale"]
    if any(one.severity == "error" for one in remarks):
        yield Piece("✗", "error")
    elif remarks:
        yield Piece("!", "warning")
    if counted.stale:
        yield Piece("↻", "warning")
    if getattr(counted, "pinned", False):
        yield Piece("#", "accent")
    if counted.override:
        yield Piece("w", "accent")
    tally = counted.tally
    if width >= _WORDY:
        yield Piece(f" {counted.quantifier}", "quiet")
    yield Piece(f" {tally.support:>2}/{tally.base:<2} ", "text")


def statement_lines(
    counted: Counted, remarks: Sequence[LintRemark], width: int, *, codes: Sequence[str]
) -> list[Line]:
    """A statement filled in, its numbers, and what the linter says."""
    told = [one for one in remarks if one.check != "stale"]
    lines = list(_wrapped(counted.text, width, "strong"))
    if told or not counted.stale:
        lines += remark_lines([one for one in told if one.waived is None], width)
    if counted.stale:
        lines += _wrapped(
            f"↻ written before its evidence changed: {'; '.join(counted.stale)}",
            width,
            "warning",
            "   ",
        )
    lines += _numbers(counted, width)
    if codes:
        lines += _wrapped(f"rests on {', '.join(codes)}", width, "quiet")
    if counted.subset:
        lines += _wrapped(f"among {counted.subset}", width, "quiet")
    for old in counted.merged:
        lines += _wrapped(f"merged into it: {old.statement}", width, "quiet")
    waived = [one for one in told if one.waived is not None]
    return [*lines, *(remark_lines(waived, width) if waived else ())]


def remark_lines(remarks: Sequence[LintRemark], width: int) -> Iterator[Line]:
    """What the linter says, errors first; a good word where it says nothing."""
    if not remarks:
        yield from _wrapped("✓ the linter has nothing to say", width, "good")
    for one in sorted(remarks, key=lambda remark: (remark.waived is not None, remark.severity)):
        if one.waived:
            yield from _wrapped(
                f"– {one.message} [{one.check}: waived by {one.waived.by}]", width, "quiet", "   "
            )
            continue
        mark, role = ("✗", "error") if one.severity == "error" else ("!", "warning")
        yield from _wrapped(f"{mark} {one.message} [{one.check}]", width, role, "   ")  # type: ignore[arg-type] # a Role


def _numbers(counted: Counted, width: int) -> Iterator[Line]:
    tally = counted.tally
    word = counted.override.word if counted.override else counted.computed.word or "nobody in the base"
    told = [word, f"{tally.support} of {tally.base}"]
    if tally.qualified:
        told.append(f"{tally.qualified} qualified")
    if tally.oppose:
        told.append(f"{tally.oppose} against")
    rank = getattr(counted, "rank", None)
    if rank is not None:
        told.append(f"rank {rank.value} ({rank.low}–{rank.high}) of {rank.of}")
    yield from _wrapped(" · ".join(told), width, "accent")
    override = counted.override
    if override:
        yield from _wrapped(
            f"chosen by {override.by}: {override.reason} · computed: {counted.computed.word}", width, "quiet"
        )
    sides = [
        f"{one.name} {one.quantifier.word} {one.tally.support}/{one.tally.base}" for one in counted.camps
    ]
    modes = [
        f"{one.mode} {one.quantifier.word} {one.tally.support}/{one.tally.base}" for one in counted.by_mode
    ]
    for parts in (sides, modes):
        if parts:
            yield from _wrapped(" · ".join(parts), width, "quiet")


@dataclass(frozen=True, slots=True)
class EvidenceLines:
    """Lines of the evidence, and which passage each stands for."""

    lines: tuple[Line, ...]
    passages: Mapping[int, Passage]

    def line_of(self, coding: str) -> int:
        """The line that stands for a coding; 0 for none."""
        return next((number for number, one in self.passages.items() if one.quote.guid == coding), 0)


def evidence_lines(sheet: EvidenceSheet, session: Session, width: int) -> EvidenceLines:
    """For, qualified, against, excluded; then who was asked and said nothing on it."""
    lines: list[Line] = []
    stands: dict[int, Passage] = {}
    for side, (name, role) in _HEADS.items():
        passages = sheet.on(side)
        if not passages and side in ("excluded", "qualified"):
            continue
        people = len(sheet.people(side))
        told = f"{_many(people, 'respondent')} · {_many(len(passages), 'passage')}"
        if lines:
            lines.append(_still(""))
        lines.append(line(Piece(f" {name}  ", role), Piece(told, "quiet"), rests=False))
        for one in passages[:_MOST]:
            stands[len(lines)] = one
            lines += _passage(one, session, width)
        if len(passages) > _MOST:
            lines.append(_still(f"   and {len(passages) - _MOST} more"))
    for words, people_of in (
        ("asked, and silent on it", sheet.silent),
        ("coded, but in no base", sheet.outside),
    ):
        if people_of:
            lines.append(_still(""))
            lines += _wrapped(f"{words}: {', '.join(people_of)}", width, "quiet")
    return EvidenceLines(tuple(lines), stands)


def _passage(one: Passage, session: Session, width: int) -> Iterator[Line]:
    code = session.codebook.by_key.get(one.quote.code)
    color = session.color_of(code.guid) if code else None
    who = one.quote.respondent or one.quote.source
    told = ""
    if one.decision:
        why = f": {one.decision.reason}" if one.decision.reason else ""
        told = f"✓ {one.decision.standing}{f' by {one.decision.by}' if one.decision.by else ''}{why}"
    elif one.noted:
        told = f"{_STANCES[one.noted]} {one.noted}"
    mixed = " mixed" if one.standing == "mixed" else ""
    yield line(
        Piece(f" {who}", "strong"),
        Piece(mixed, "warning"),
        Piece(f"  ★{one.place}" if one.place else "", "accent"),
        Piece(f"  {told}", "accent" if one.decision else "quiet"),
        right=(Piece("▌", "text", color), Piece(f"{one.quote.code} ", "quiet")),
    )
    words = textwrap.wrap(" ".join(one.quote.quote.split()), max(12, width - 5))
    role: Role = "quiet" if one.side == "excluded" else "text"
    for place, part in enumerate(words[:_QUOTE_LINES]):
        more = " …" if place == _QUOTE_LINES - 1 and len(words) > _QUOTE_LINES else ""
        yield line(Piece(f"   {part}{more}", role), rests=False)


def codes_of(finding: NumberedFinding | Counted, board: Inspected) -> tuple[str, ...]:
    """Keys of the codes a statement rests on."""
    return next((one.all_codes for one in board.findings.outline.statements() if one.id == finding.id), ())


def _wrapped(text: str, width: int, role: Role, indent: str = " ") -> Iterator[Line]:
    for place, words in enumerate(textwrap.wrap(text, max(12, width - len(indent) - 1)) or [""]):
        yield line(Piece(f"{' ' if not place else indent}{words}", role), rests=False)


def _still(text: str) -> Line:
    return line(Piece(text, "quiet"), rests=False)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
