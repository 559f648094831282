"""Summary and detail: the same findings shown twice, their words stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.report.document import (
    Block,
    Bullets,
    Heading,
    Item,
    NumberedList,
    Paragraph,
    Point,
    detail_anchor,
    summary_anchor,
)
from thematic.report.phrases import evidence_line, interval, sentence

if TYPE_CHECKING:
    from thematic.model.findings import (
        Counted,
        CountedList,
        Findings,
        Illustration,
        NumberedFinding,
        NumberedSection,
        ThemeNotRaised,
    )
    from thematic.report.disclosure import Disclosure


def write_summary(findings: Findings) -> list[Block]:
    """Every section with its findings, numbered through, lead-ins before the runs they govern."""
    blocks: list[Block] = [Heading(2, "Summary of findings", "summary")]
    for section in findings.sections:
        blocks.append(
            Heading(3, section.title, f"summary-{section.id}", section.title, f"section:{section.id}")
        )
        blocks += _runs(section)
        for block in section.lists:
            blocks += [Heading(4, block.title, words=f"list:{block.id}"), _bullets(block)]
    return blocks


def write_detail(findings: Findings, disclosure: Disclosure) -> list[Block]:
    """The detailed part: the author's order where there is one, else section by section."""
    writer = _Detail(findings, disclosure)
    blocks: list[Block] = [Heading(2, "Detailed findings", "detail")]
    for part in findings.detail:
        blocks.append(Heading(part.level + 1, part.heading, words=f"heading:{part.heading}"))
        for block in part.blocks:
            if block.finding:
                blocks += writer.finding(block.finding, part.level + 2)
            elif block.list:
                title = Heading(min(part.level + 2, 6), block.list.title, words=f"list:{block.list.id}")
                blocks += [title, _bullets(block.list)]
                blocks += writer.item_quotes(block.list)
            elif block.quote:
                blocks += writer.quotes((block.quote,))
            else:
                blocks.append(Paragraph(block.text, words=f"text:{block.written}"))
    for section in findings.sections:
        left = [finding for finding in section.findings if finding.id not in writer.shown]
        if left:
            anchor = f"detail-{section.id}"
            blocks.append(
                Heading(3, f"{section.title}: further findings", anchor)
                if findings.detail
                else Heading(3, section.title, anchor, words=f"section:{section.id}")
            )
        for finding in left:
            blocks += writer.finding(finding.id, 4)
    return blocks


def write_not_raised(findings: Findings) -> list[Block]:
    """Themes that were coded and are no finding, with the reason where somebody gave one."""
    if not findings.not_raised:
        return []
    counting = findings.approach != "reflexive"
    blocks: list[Block] = [Heading(2, "Themes not raised to a finding", "not-raised")]
    blocks += [
        Paragraph(theme.statement, words=f"aside:{theme.key}")
        for theme in findings.not_raised
        if theme.show == "detail" and theme.statement
    ]
    blocks.append(Bullets(tuple(_theme(theme, counting=counting) for theme in findings.not_raised)))
    return blocks


class _Detail:
    """Writes findings in detail and remembers which were shown."""

    def __init__(self, findings: Findings, disclosure: Disclosure) -> None:
        self._findings = {finding.id: finding for finding in findings.findings()}
        self._section_of = {
            finding.id: section.title for section in findings.sections for finding in section.findings
        }
        self._disclosure = disclosure
        self._counting = findings.approach != "reflexive"
        self.shown: set[str] = set()

    def finding(self, name: str, level: int) -> list[Block]:
        finding = self._findings.get(name)
        if finding is None:
            return []
        again = name in self.shown
        self.shown.add(name)
        here = "" if again else detail_anchor(finding.number)
        blocks: list[Block] = [
            Heading(min(level, 6), f"Finding {finding.number}", here, self._section_of[name]),
            Paragraph(finding.text, statement=finding.id),
        ]
        if again:
            return blocks
        blocks += self._evidence(finding)
        blocks += self.quotes(finding.quotes)
        if finding.dissent:
            blocks += [Paragraph("On the other side:", "note"), *self.quotes(finding.dissent)]
        for point in finding.points:
            blocks.append(Paragraph(point.text, label=f"{point.letter}.", statement=point.id))
            blocks += [Paragraph(self._stale(point), "evidence")] if point.stale else []
            blocks += self.quotes(point.quotes)
        return blocks

    def quotes(self, quotes: tuple[Illustration, ...]) -> list[Block]:
        return [self._disclosure.quotation(quote) for quote in quotes]

    def item_quotes(self, block: CountedList) -> list[Block]:
        return [part for item in block.items for part in self.quotes(item.quotes)]

    def _evidence(self, finding: NumberedFinding) -> list[Block]:
        if not self._counting:
            return []
        parts = [_support(finding, self._disclosure.subset(finding))]
        if finding.rank:
            parts.append(f"Rank {interval(finding.rank)}.")
        if finding.override:
            parts.append(
                f"The word “{finding.override.word}” was chosen over the computed “{finding.computed.word}”"
                f"{f' by {finding.override.by}' if self._disclosure.team else ''}: "
                f"{sentence(finding.override.reason)}"
            )
        if not finding.quotes:
            parts.append("No quote is printed for this finding.")
        if finding.stale:
            parts.append(self._stale(finding))
        return [Paragraph(" ".join(parts), "evidence")]

    def _stale(self, one: Counted) -> str:
        """That a statement is older than its evidence; what changed is for the team."""
        told = f": {'; '.join(one.stale)}" if self._disclosure.team else ""
        return f"Written before its evidence changed{told}."


def _support(finding: Counted, subset: str | None) -> str:
    support = f"Support ({subset})" if subset else "Support"
    if finding.camps:
        sides = [f"{camp.name}: {camp.tally.support:,} of {camp.tally.base:,}" for camp in finding.camps]
        mixed = f"; both: {finding.tally.mixed:,}" if finding.tally.mixed else ""
        return f"{support}: {'; '.join(sides)}{mixed}."
    text = f"{support}: {evidence_line(finding.tally)}"
    if finding.any_coder:
        text += f" By any coder's coding: {finding.any_coder.support:,} of {finding.any_coder.base:,}."
    return text


def _runs(section: NumberedSection) -> list[Block]:
    """Numbered lists, broken where a lead-in stands."""
    blocks: list[Block] = []
    run: list[Item] = []
    stems = {stem.first: stem for stem in section.stems}
    ends = {stem.last for stem in section.stems}
    for finding in section.findings:
        if finding.number in stems:
            if run:
                blocks.append(NumberedList(tuple(run)))
                run = []
            blocks.append(Paragraph(stems[finding.number].text, "stem", words=f"lead-in:{finding.id}"))
        run.append(_item(finding))
        if finding.number in ends:
            blocks.append(NumberedList(tuple(run)))
            run = []
    return [*blocks, NumberedList(tuple(run))] if run else blocks


def _item(finding: NumberedFinding) -> Item:
    points = tuple(Point(point.letter, point.text, point.kind, point.id) for point in finding.points)
    return Item(finding.number, finding.text, summary_anchor(finding.number), points, finding.id)


def _bullets(block: CountedList) -> Bullets:
    """Items as printed; those an author wrote can be found again."""
    words = (f"item:{block.id}:{item.written}" if item.written else "" for item in block.items)
    return Bullets(tuple(item.text for item in block.items), tuple(words))


def _theme(theme: ThemeNotRaised, *, counting: bool) -> str:
    count = f" ({theme.support:,} of {theme.base:,})" if counting else ""
    return sentence(f"{theme.name}{count}{f': {theme.reason}' if theme.reason else ''}")
