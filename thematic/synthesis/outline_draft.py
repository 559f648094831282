"""A first outline where nobody has written one: sections from the codebook, findings by support."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.model.outline import Finding, Outline, Scope, Section
from thematic.synthesis.counting import Counter
from thematic.synthesis.filling import running_name
from thematic.synthesis.layers import choose_layer
from thematic.synthesis.ranking import order_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.codebook import Code
    from thematic.model.columns import Study
    from thematic.synthesis.counting import Count
    from thematic.synthesis.layers import CountedLayer

LOOSE_SECTION = ("findings", "Findings")
"""Id and title of the section for top-level codes with nothing below them."""


def draft_outline(study: Study, layer: CountedLayer | None = None) -> Outline:
    """Sections from top-level codes, findings from their children, most supported first.

    A top-level code that was itself applied makes a finding of its own, counted
    without the codes below it. Codes that nobody's words carry make none. A
    reflexive study ranks nothing, and gets its findings in codebook order.
    """
    chosen = (layer or choose_layer(study)).chosen
    counter = Counter(study, study.codings.take(chosen))
    book = study.codebook
    tops = [code for code in book.children(None) if code.status == "active" and not code.merged_into]
    sections = []
    loose = []
    taken = {LOOSE_SECTION[0]}
    for top in tops:
        children = [
            code for code in book.children(top.guid) if code.status == "active" and not code.merged_into
        ]
        if not children:
            loose.append(_propose(book_key=top, counter=counter))
            continue
        findings = [_propose(book_key=child, counter=counter) for child in children]
        findings.append(_propose(book_key=top, counter=counter, exact=True))
        ordered = _by_rank(findings, counter)
        if ordered:
            taken.add(top.key)
            sections.append(Section(top.key, top.name, ordered))
    if ordered := _by_rank(loose, counter):
        sections.append(Section(*_free_section(taken, tops), ordered))
    return Outline(book.name or study.title or "findings", tuple(sections), drafted=True)


def _propose(*, book_key: Code, counter: Counter, exact: bool = False) -> Finding:
    name = running_name(counter.study.codebook, book_key.key)
    statement = f"{{Quantifier}} raised {name.replace('{', '{{').replace('}', '}}').rstrip('.')}."
    return Finding(book_key.key, statement, codes=(book_key.key,), exact=exact)


def _by_rank(findings: Sequence[Finding], counter: Counter) -> tuple[Finding, ...]:
    counts = [counter.count(finding, Scope()) for finding in findings]
    kept = [i for i, count in enumerate(counts) if (counter.codings.respondent[count.evidence.at] >= 0).any()]
    if counter.study.approach == "reflexive":
        return tuple(findings[place] for place in kept)
    order = order_statements(
        [counts[i].tally.support for i in kept],
        [counter.breadth(counts[i]) for i in kept],
        [counts[i].tally.oppose for i in kept],
        [findings[i].id for i in kept],
    )
    return tuple(_telling_dissent(findings[kept[place]], counts[kept[place]]) for place in order)


def _telling_dissent(finding: Finding, count: Count) -> Finding:
    """A proposal that also says who disagrees, where somebody does."""
    if not count.tally.oppose:
        return finding
    return replace(finding, statement=f"{finding.statement} {{dissent}}")


def _free_section(taken: set[str], tops: Sequence[Code]) -> tuple[str, str]:
    name, title = LOOSE_SECTION
    while name in {code.key for code in tops if code.key in taken}:
        name += "-more"
    return name, title
