"""Unnumbered lists, and the detailed part that shows findings, lists and quotes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import (
    MIXED,
    OPPOSING,
    CountedItem,
    CountedList,
    PrintedBlock,
    PrintedPart,
    Remark,
)
from thematic.synthesis.filling import running_name
from thematic.synthesis.quoting import Request
from thematic.synthesis.templates import capitalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thematic.model.findings import Counted, Illustration
    from thematic.model.outline import IllustrationPick, ListBlock, ListItem, Outline
    from thematic.synthesis.counting import Count, Counter
    from thematic.synthesis.prose import Prose
    from thematic.synthesis.quoting import Illustrated


class ListMaker:
    """Makes the lists of an outline."""

    def __init__(self, outline: Outline, counter: Counter, prose: Prose) -> None:
        self._outline = outline
        self._counter = counter
        self._prose = prose
        self._counts: dict[str, Count] = {}
        for section in outline.sections:
            for block in section.lists:
                for place, item in enumerate(block.items):
                    if item.codes:
                        self._counts[_name(block, place)] = counter.count_codes(item.codes, block.scope)

    def requests(self) -> list[Request]:
        """What the items want illustrated."""
        found = []
        for section in self._outline.sections:
            for block in section.lists:
                for place, item in enumerate(block.items):
                    count = self._counts.get(_name(block, place))
                    if count:
                        against = np.isin(count.standing, (OPPOSING, MIXED))
                        name = _name(block, place)
                        found.append(
                            Request(name, count.evidence, count.supporting, against, item.quotes, default=0)
                        )
        return found

    def make(
        self, block: ListBlock, quotes: Mapping[str, Illustrated], shown: Mapping[str, Counted]
    ) -> CountedList:
        """A list as printed: its items as written, or the codes below its codes.

        Args:
            block: The list as its author wrote it.
            quotes: What was found for its items.
            shown: Findings and points by id, for items that show one again.
        """
        if block.items:
            items = [self._item(block, place, item, quotes, shown) for place, item in enumerate(block.items)]
        else:
            items = self._from_codes(block)
        if block.order == "rank":
            items.sort(key=lambda item: -(item.tally.support if item.tally else 0))
        return CountedList(block.id, block.title, tuple(items))

    def detail(
        self, lists: Mapping[str, CountedList], alone: Mapping[IllustrationPick, Illustration]
    ) -> tuple[PrintedPart, ...]:
        """The detailed part with every reference resolved; quotes that were not found are left out."""
        parts = []
        for part in self._outline.detail:
            blocks = [
                PrintedBlock(
                    self._prose.paragraph(block.text),
                    block.finding,
                    lists.get(block.list),
                    alone.get(block.quote) if block.quote else None,
                    block.text,
                )
                for block in part.blocks
            ]
            kept = tuple(block for block in blocks if block != PrintedBlock())
            parts.append(PrintedPart(part.heading, part.level, kept))
        return tuple(parts)

    def remarks(self, alone: Mapping[IllustrationPick, Illustration]) -> tuple[Remark, ...]:
        """Quotes of the detailed part that no coded passage holds, or that consent keeps back."""
        return tuple(
            Remark(
                "quote-found",
                f"'{part.heading}' quotes {block.quote.respondent or block.quote.source}, "
                f"but no passage that may be quoted reads '{block.quote.text or block.quote.begins}'.",
            )
            for part in self._outline.detail
            for block in part.blocks
            if block.quote and block.quote not in alone
        )

    def _item(
        self,
        block: ListBlock,
        place: int,
        item: ListItem,
        quotes: Mapping[str, Illustrated],
        shown: Mapping[str, Counted],
    ) -> CountedItem:
        if item.point:
            point = shown.get(item.point)
            return CountedItem(point.text, point.tally) if point else CountedItem(item.point)
        count = self._counts.get(_name(block, place))
        found = quotes.get(_name(block, place))
        text = self._prose.counted(item.text, count) if count else self._prose.paragraph(item.text)
        quoted = found.quotes if found else ()
        return CountedItem(text, count.tally if count else None, quoted, item.text)

    def _from_codes(self, block: ListBlock) -> list[CountedItem]:
        book = self._counter.study.codebook
        items = []
        for key in block.codes:
            code = book.by_key.get(key)
            if code is None:
                continue
            for child in book.children(book.resolve(code.guid)) or (code,):
                tally = self._counter.count_codes([child.key], block.scope).tally
                if tally.support and child.status == "active" and not child.merged_into:
                    items.append(CountedItem(capitalise(running_name(book, child.key)), tally))
        return items


def _name(block: ListBlock, place: int) -> str:
    return f"list {block.id}/{place}"
