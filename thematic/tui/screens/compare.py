"""Where coders differ: one disagreement after the other is looked at and answered."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from thematic.model.disagreements import KINDS
from thematic.tui.ink import Piece, line
from thematic.tui.keys import bindings_for
from thematic.tui.screens.compare_bulk import CompareBulk
from thematic.tui.screens.compare_lines import MEANINGS
from thematic.tui.widgets.palette import Found

if TYPE_CHECKING:
    from textual.binding import BindingType

    from thematic.tui.actions import Place
    from thematic.tui.messages import LineChosen
    from thematic.workflow.comparison import ItemFilter

_EVERYTHING = "everything"


class CompareScreen(CompareBulk):
    """The comparison."""

    here: ClassVar[tuple[Place, ...]] = ("compare",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("compare")

    # What is shown

    def action_filter_items(self) -> None:
        """Show only some kinds, codes, sources, or pairs of coders."""
        if self.queue is None:
            return
        offered = self._filters()

        def find(query: str) -> list[Found]:
            words = query.casefold().split()
            return [one for one in offered if all(word in one.line.text.casefold() for word in words)]

        self.choose(
            "Show only (Tab marks several):",
            find,
            lambda chosen, _query: self._show_only(chosen),
            several=True,
        )

    def _filters(self) -> list[Found]:
        """Everything one can ask for, with how many items of it are open, or shown with what is settled."""
        if self.queue is None:
            return []
        found = self.queue.found
        left = [item for item in found.items if item.differs and (self.agreed_too or self.is_open(item.id))]
        kinds = Counter(item.kind for item in left)
        codes = Counter(code for item in left for code in item.codes)
        sources = Counter(item.source for item in left)
        pairs: Counter[tuple[str, str]] = Counter()
        for item in left:
            pairs.update(combinations(sorted({*item.coders, *item.absent}), 2))
        progress = self.queue.progress()
        offered = [_filter(_EVERYTHING, "everything", len(left))]
        offered += [
            _filter(f"kind:{kind}", f"kind  {kind}", kinds[kind], MEANINGS[kind])
            for kind in KINDS
            if kinds[kind]
        ]
        if not self.nameless:
            names = found.coder_names
            offered += [
                _filter(f"pair:{one}:{other}", f"pair  {names[one]} and {names[other]}", count)
                for (one, other), count in sorted(pairs.items())
            ]
        for source in found.sources:
            answered, of = progress.get(source.guid, (0, 0))
            if of:
                offered.append(
                    _filter(
                        f"source:{source.name}",
                        f"source  {source.name}",
                        sources[source.guid],
                        f"{answered} of {of} answered",
                    )
                )
        for _, code in found.codebook.walk():
            if codes[code.guid]:
                offered.append(_filter(f"code:{code.key}", f"code  {code.name}", codes[code.guid]))
        return offered

    def _show_only(self, chosen: tuple[str, ...]) -> None:
        """Show what fits: any of the kinds, any of the codes, any of the sources, all of the coders."""
        from thematic.workflow.comparison import ItemFilter

        parts: dict[str, list[str]] = {"kind": [], "code": [], "source": [], "pair": []}
        for one in chosen:
            name, _, value = one.partition(":")
            if name in parts:
                parts[name].append(value)
        names = self.queue.found.coder_names if self.queue else {}
        people = dict.fromkeys(names[guid] for pair in parts["pair"] for guid in pair.split(":"))
        asked = ItemFilter(tuple(parts["kind"]), tuple(parts["code"]), tuple(parts["source"]), tuple(people))
        self.show_only(None if _EVERYTHING in chosen else asked)

    def show_only(self, asked: ItemFilter | None) -> None:
        """Show the items that pass a filter; None for all."""
        self.only = asked
        self.show_queue()

    def action_hide_agreed(self) -> None:
        """Show also what is settled and what they agree on, or only what is open."""
        self.agreed_too = not self.agreed_too
        self._stay.clear()
        self.show_queue()
        self.say(
            "What is settled is shown too; z hides it." if self.agreed_too else "What is settled is hidden."
        )

    def action_hide_names(self) -> None:
        """Show letters instead of the coders' names, in an order that changes from item to item."""
        self.nameless = not self.nameless
        self.list.redraw()
        self.describe()
        self.say(
            "Names are hidden: A is somebody else from item to item." if self.nameless else "Names are shown."
        )

    # Going about

    def on_line_chosen(self, event: LineChosen) -> None:
        """From the queue to the passage, or to its transcript; an answer is given."""
        if event.sender is self.entry:
            if self.offer is not None:
                self.give(self.offer)
        elif self.narrow and self.item is not None:
            self.show_side("text")
        else:
            self.action_open_transcript()

    def action_open_transcript(self) -> None:
        """See the place in its transcript; F7 comes back."""
        item = self.item
        if item is not None:
            first = item.codings[0]
            self.desk.open_in_coding(item.source, (first.start, first.end), first.guid)

    def action_turn_over(self) -> None:
        """Go from the queue to the passage, the answers, and back."""
        order = ("queue", "text", "entry")
        focused = (self.list, self.transcript, self.entry)
        at = focused.index(self.focused) if self.focused in focused else 0
        self.show_side(order[(at + 1) % len(order)])

    async def action_coefficients(self) -> None:
        """Show how far coders agree, per code."""
        await self.desk.action_go_to("agreement")


def _filter(value: str, words: str, count: int, note: str = "") -> Found:
    kind, _, name = words.partition("  ")
    shown = (Piece(f"{kind:<8}", "quiet"), Piece(name)) if name else (Piece(kind, "strong"),)
    return Found(value, line(*shown, right=(Piece(f"{count:,}", "quiet"),)), note)
