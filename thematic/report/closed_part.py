"""Closed questions as tables, small counts masked in public."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thematic.report.chart_part import OTHERS
from thematic.report.disclosure import SMALL_CELL
from thematic.report.document import Block, Heading, Table
from thematic.report.phrases import counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.closed import Change, ClosedTable
    from thematic.report.disclosure import Disclosure


_SCALE = " The steps are those declared, or else told from the answers."


def write_closed(
    tables: Sequence[ClosedTable], changes: Sequence[Change], disclosure: Disclosure
) -> list[Block]:
    """A table for each closed question; questions asked twice share one."""
    twice = {one.attribute for change in changes for one in (change.before, change.after)}
    blocks: list[Block] = [
        _table(one, disclosure) for one in tables if one.answered and one.attribute not in twice
    ]
    blocks += [_change(one, disclosure) for one in changes if one.before.answered or one.after.answered]
    return [Heading(2, "Closed questions", "closed"), *blocks] if blocks else []


def closed_value(table: ClosedTable, disclosure: Disclosure) -> dict[str, Any]:
    """A closed question as nested dicts and lists; what this copy may not print is null."""
    if not disclosure.team and table.top_two is None:
        table = _pooled(table)
    shown = _shown(table, disclosure)
    top = _top_two(table, shown)
    return {
        "attribute": table.attribute,
        "question": table.question,
        "base": table.base,
        "answered": table.answered,
        "counts": [
            {"answer": label, "n": None if share == "–" else count, "share": None if share == "–" else share}
            for (label, count), (_, share) in zip(table.counts, shown, strict=True)
        ],
        "top_two": {"n": table.top_two, "share": top[1]} if top else None,
    }


def change_value(change: Change, disclosure: Disclosure) -> dict[str, Any]:
    """A question asked twice in the same form; who moved which way only where that may be printed."""
    moves = {"higher": change.up, "same": change.same, "lower": change.down}
    printable = all(disclosure.cell(count) == f"{count:,}" for count in moves.values())
    return {
        "question": change.question,
        "before": closed_value(change.before, disclosure),
        "after": closed_value(change.after, disclosure),
        "matched": change.matched,
        "paired": change.paired,
        "moves": moves if printable else None,
    }


def _table(table: ClosedTable, disclosure: Disclosure) -> Table:
    if not disclosure.team and table.top_two is None:
        table = _pooled(table)
    shown = _shown(table, disclosure)
    rows = [(label, *cells) for (label, _), cells in zip(table.counts, shown, strict=True)]
    if (top := _top_two(table, shown)) is not None:
        rows.append(("Two highest together", *top))
    silent = table.base - table.answered
    note = f"n/N: {counted(table.answered, 'answer')} of {counted(table.base, 'respondent')}."
    note += f" {silent:,} did not answer." if silent and disclosure.cell(silent) == f"{silent:,}" else ""
    note += _SCALE if table.top_two is not None else ""
    note += _masking(shown)
    caption = table.question or table.attribute
    return Table(caption, ("Answer", "n", "Share"), tuple(rows), note, _anchor(table), (1, 2))


def _change(change: Change, disclosure: Disclosure) -> Table:
    before, after = change.before, change.after
    labels = list(dict.fromkeys(label for table in (before, after) for label, _ in table.counts))
    cells = []
    for table in (before, after):
        found = dict(zip((label for label, _ in table.counts), _shown(table, disclosure), strict=True))
        cells.append([found.get(label, ("0", "0%")) for label in labels])
    rows = [(label, *first, *second) for label, first, second in zip(labels, *cells, strict=True)]
    tops = [_top_two(table, _shown(table, disclosure)) for table in (before, after)]
    if all(tops):
        rows.append(("Two highest together", *(cell for top in tops for cell in top or ())))
    header = (
        "Answer",
        f"Before (n = {before.answered:,})",
        "Share",
        f"After (n = {after.answered:,})",
        "Share",
    )
    hidden = _masking([*cells[0], *cells[1]])
    scale = _SCALE if before.top_two is not None else ""
    note = _matched(change, disclosure) + scale + hidden
    return Table(change.question, header, tuple(rows), note, _anchor(before), (1, 2, 3, 4))


def _matched(change: Change, disclosure: Disclosure) -> str:
    """Whether the two columns are the same people, and how these changed."""
    if not change.matched:
        return "Before and after are different people; the columns are not paired."
    told = f"{counted(change.matched, 'respondent').capitalize()} answered both times"
    parts = [(change.up, "higher"), (change.same, "the same"), (change.down, "lower")]
    printable = all(disclosure.cell(count) == f"{count:,}" for count, _ in parts)
    if printable and any(count for count, _ in parts):
        told += f": {', '.join(f'{count:,} {word}' for count, word in parts)} the second time"
    rest = "" if change.paired else " The bases differ, so the shares of the two columns are not paired."
    return f"{told}.{rest}"


def _shown(table: ClosedTable, disclosure: Disclosure) -> list[tuple[str, str]]:
    """Count and share of each answer, as far as this copy may print them."""
    counts = [count for _, count in table.counts]
    if any(label == OTHERS for label, _ in table.counts):
        return [(f"{count:,}", percent(count, table.answered)) for count in counts]
    return [
        (cell, percent(count, table.answered) if seen else "–")
        for count, cell, seen in zip(
            counts, disclosure.cells(counts), disclosure.visible(counts), strict=True
        )
    ]


def _pooled(table: ClosedTable) -> ClosedTable:
    """Answers that fewer than five people share lose their names; the steps of a scale are known anyway."""
    small = [count for _, count in table.counts if count < SMALL_CELL]
    if not small:
        return table
    kept = [one for one in table.counts if one[1] >= SMALL_CELL]
    return replace(table, counts=(*kept, (OTHERS, sum(small))))


def _top_two(table: ClosedTable, shown: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The two highest steps of a scale together, where both may be printed by themselves."""
    if table.top_two is None or any(share == "–" for _, share in shown[-2:]):
        return None
    return f"{table.top_two:,}", percent(table.top_two, table.answered)


def _masking(cells: Sequence[tuple[str, str]]) -> str:
    if not any(share == "–" for _, share in cells):
        return ""
    small = f"Counts from 1 to {SMALL_CELL - 1} are not printed"
    return f" {small}, nor one more (–) where subtraction would tell the only small one."


def _anchor(table: ClosedTable) -> str:
    return f"closed-{''.join(mark if mark.isalnum() else '-' for mark in table.attribute.casefold())}"
