"""Charts of a report, each with its words and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from thematic.report.charts import Bar, Bars, Heatmap
from thematic.report.disclosure import SMALL_CELL
from thematic.report.document import Block, Figure, Heading, Table, detail_anchor
from thematic.report.phrases import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thematic.model.codebook import Codebook
    from thematic.model.crossings import Cooccurrence, Crosstab
    from thematic.model.findings import Findings, Tally
    from thematic.report.disclosure import Disclosure

LABEL_LENGTH = 50
"""Characters of a statement that stand beside its bar."""
OTHERS = "others"
"""What groups too small to be named are called together."""


def write_support(findings: Findings) -> list[Block]:
    """How much support and dissent each finding, or each camp of one, has side by side."""
    shown = [one for one in _tallies(findings) if one.tally.base]
    if not shown or findings.approach == "reflexive":
        return []
    bars = Bars(tuple(_bar(one) for one in shown))
    most = max(shown, key=lambda one: one.tally.support / one.tally.base)
    disputed = max(shown, key=lambda one: one.tally.oppose / one.tally.base)
    text = (
        "A bar for each finding: the share of its base that supports it, with or without reservations, "
        "to the right of the line, and the share that disagrees to its left. "
        f"The largest share supports finding {most.label} ({most.tally.support:,} of {most.tally.base:,})"
    )
    text += (
        f"; the largest share disagrees with finding {disputed.label} "
        f"({disputed.tally.oppose:,} of {disputed.tally.base:,})."
        if disputed.tally.oppose
        else "; nobody disagrees with any."
    )
    header = ("No.", "Supports", "With reservations", "Disagrees or of two minds", "Base")
    rows = tuple(
        (
            one.label,
            f"{one.tally.support:,}",
            f"{one.tally.qualified:,}",
            f"{one.tally.oppose:,}",
            f"{one.tally.base:,}",
        )
        for one in shown
    )
    caption = "Support for each finding"
    links = tuple(detail_anchor(one.number) for one in shown)
    table = Table(caption, header, rows, anchor="support-table", numeric=(1, 2, 3, 4), links=links)
    return [Heading(3, caption, "support"), Figure(caption, text, bars, table, "support-chart")]


def write_crosstabs(crosstabs: Sequence[Crosstab], codebook: Codebook, disclosure: Disclosure) -> list[Block]:
    """Codes by attribute; in public copies small groups are pooled and small counts masked."""
    figures = [
        figure
        for place, table in enumerate(crosstabs)
        if (figure := _crosstab(table, codebook, disclosure, f"by-attribute-{place + 1}"))
    ]
    return [Heading(2, "Codes by attribute", "by-attribute"), *figures] if figures else []


def write_cooccurrence(found: Cooccurrence | None, codebook: Codebook) -> list[Block]:
    """Which codes the same answers hold."""
    if found is None or len(found.codes) < 2:
        return []
    names = tuple(codebook.by_guid[guid].name for guid in found.codes)
    size = len(names)
    own = np.diag(found.people)
    smaller = np.minimum.outer(own, own)
    shares = tuple(
        tuple(
            None
            if row == column or not smaller[row, column]
            else found.people[row, column] / smaller[row, column]
            for column in range(size)
        )
        for row in range(size)
    )
    numbers = tuple(str(place + 1) for place in range(size))
    labels = tuple(f"{number}  {name}" for number, name in zip(numbers, names, strict=True))
    cells = tuple(tuple(f"{int(one):,}" for one in row) for row in found.people)
    texts = tuple(
        tuple(text if text != "0" and row != column else "" for column, text in enumerate(line))
        for row, line in enumerate(cells)
    )
    caption = "Codes raised together"
    table = Table(
        caption,
        ("Code", *numbers),
        tuple((label, *line) for label, line in zip(labels, cells, strict=True)),
        "Respondents who raise both codes in their answer to one question, or on the same words; "
        "on the diagonal, respondents who raise the code at all.",
        "together-table",
        tuple(range(1, size + 1)),
    )
    figure = Figure(
        caption,
        _closest(found.people, names),
        Heatmap(labels, numbers, shares, texts),
        table,
        "together-chart",
    )
    return [Heading(2, caption, "together"), figure]


class _Row(NamedTuple):
    """One bar of the first chart."""

    number: int
    camp: str
    """Empty for a finding without camps."""
    text: str
    tally: Tally

    @property
    def label(self) -> str:
        """`3`, or `3 (integrated)` for a camp."""
        return f"{self.number} ({self.camp})" if self.camp else str(self.number)


def _tallies(findings: Findings) -> Iterator[_Row]:
    for one in findings.findings():
        if not one.camps:
            yield _Row(one.number, "", one.text, one.tally)
        for camp in one.camps:
            yield _Row(one.number, camp.name, one.text, camp.tally)


def _bar(row: _Row) -> Bar:
    tally = row.tally
    words = f"{row.camp}: {row.text}" if row.camp else row.text
    label = f"{row.number:>2}  {_short(words, LABEL_LENGTH)}".replace(
        " ", "\u2007", 1 if row.number < 10 else 0
    )
    return Bar(label, tally.support, tally.qualified, tally.oppose, tally.base)


def _short(text: str, length: int) -> str:
    """The beginning of a statement, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(",;:–- ") + " …"


def _crosstab(found: Crosstab, codebook: Codebook, disclosure: Disclosure, anchor: str) -> Figure | None:
    values, bases, people = list(found.values), list(found.bases), found.people
    if not disclosure.team:
        values, bases, people = _pool(values, bases, people)
    if len(values) < 2:
        return None
    labels = tuple(_indented(codebook, guid) for guid in found.codes)
    rows = [[int(count) for count in row] for row in people]
    cells = tuple(disclosure.cells(row) for row in rows)
    shares = tuple(
        tuple(
            count / base if seen and base else None
            for count, seen, base in zip(row, disclosure.visible(row), bases, strict=True)
        )
        for row in rows
    )
    columns = tuple(f"{value} ({base:,})" for value, base in zip(values, bases, strict=True))
    caption = f"Codes by {found.attribute}"
    note = "Respondents who raise a code or one below it; in brackets, respondents in the group who answered."
    if not disclosure.team:
        note += (
            f" Groups of fewer than {SMALL_CELL} are pooled; counts from 1 to {SMALL_CELL - 1} "
            "are not printed, nor one more (–) where subtraction would tell the only small one of a row."
        )
    table = Table(
        caption,
        ("Code", *columns),
        tuple((label, *line) for label, line in zip(labels, cells, strict=True)),
        note,
        f"{anchor}-table",
        tuple(range(1, len(columns) + 1)),
    )
    text = (
        f"A row for each of {counted(len(labels), 'code')}, a column for each group by {found.attribute}: "
        f"{joined(columns)}. The stronger the colour, the larger the share of the group that raises the code."
    )
    return Figure(caption, text, Heatmap(labels, columns, shares, cells), table, anchor)


def _pool(
    values: list[str], bases: list[int], people: NDArray[np.int64]
) -> tuple[list[str], list[int], NDArray[np.int64]]:
    """Groups that are too small put together; left out where even together they are too few."""
    large = [place for place, base in enumerate(bases) if base >= SMALL_CELL]
    small = [place for place in range(len(bases)) if place not in large]
    named = [values[place] for place in large]
    sizes = [bases[place] for place in large]
    counts = people[:, large]
    together = sum(bases[place] for place in small)
    if len(small) > 1 and together >= SMALL_CELL:
        named.append(OTHERS)
        sizes.append(together)
        counts = np.column_stack([counts, people[:, small].sum(axis=1)])
    return named, sizes, counts


def _indented(codebook: Codebook, guid: str) -> str:
    return "– " * len(codebook.ancestors(guid)) + codebook.by_guid[guid].name


def _closest(people: NDArray[np.int64], names: Sequence[str]) -> str:
    pairs = np.triu(people, 1)
    text = (
        f"{counted(len(names), 'code').capitalize()} across and down: the stronger the colour, "
        "the more of the respondents who raise the rarer of two codes raise both in one answer."
    )
    if not pairs.any():
        return f"{text} No two are raised together."
    row, column = np.unravel_index(int(pairs.argmax()), pairs.shape)
    most = counted(int(pairs[row, column]), "respondent")
    return f"{text} Most often together: “{names[int(row)]}” and “{names[int(column)]}” ({most})."
