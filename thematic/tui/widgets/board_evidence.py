"""The list of passages: a passage is shown with its words, not by its first line alone."""

from __future__ import annotations

from thematic.tui.widgets.line_list import LineList


class EvidenceList(LineList):
    """Passages of several lines, of which the cursor rests on the first."""

    def _bring_into_view(self) -> None:
        super()._bring_into_view()
        last = self.cursor
        while last + 1 < len(self) and not self.drawn(last + 1).rests and self.drawn(last + 1).text.strip():
            last += 1
        rows = max(1, self.size.height - self.head)
        if last >= self.scroll_offset.y + rows:
            self.scroll_to(y=min(self.cursor, last - rows + 1), animate=False, immediate=True)
