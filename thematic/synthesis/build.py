"""From codings and an outline to findings: counted, ranked, numbered, filled in, illustrated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from thematic.model.columns import MENTIONED, SUPPORTS
from thematic.model.findings import (
    MIXED,
    OPPOSING,
    Counted,
    CountedStem,
    Findings,
    LetteredPoint,
    NumberedFinding,
    NumberedSection,
    Remark,
)
from thematic.model.outline import Scope
from thematic.synthesis.claims import check_claim
from thematic.synthesis.counting import Count, Counter, word_camps
from thematic.synthesis.filling import StatementFilling, override_quantifier
from thematic.synthesis.layers import choose_layer
from thematic.synthesis.ledger import keep_ledger
from thematic.synthesis.lists import ListMaker
from thematic.synthesis.numbering import letter, number_findings
from thematic.synthesis.outline_draft import draft_outline
from thematic.synthesis.prose import Prose
from thematic.synthesis.quantifiers import DEFAULT_POLICY, word_tally
from thematic.synthesis.quoting import Illustrated, Quoter, Request
from thematic.synthesis.ranking import rank_statements
from thematic.synthesis.sample import count_codes, describe_sample
from thematic.synthesis.scopes import inherit, subset_words
from thematic.synthesis.tallies import tally_standing, unite
from thematic.synthesis.templates import fill_template
from thematic.synthesis.themes import list_themes_not_raised

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from thematic.model.codings import Quote
    from thematic.model.columns import Study
    from thematic.model.findings import ClaimResult, Rank
    from thematic.model.outline import Finding, Outline, QuantifierPolicy, Section, Stem
    from thematic.synthesis.layers import CountedLayer

SEED = 20
"""Seed of the resamples unless a caller gives another; printed in the report."""
REPLICATES = 10_000
NOTICE_SETTING = "notice"
"""Name in `Study.settings` of a sentence printed on every report."""


def build_findings(
    study: Study,
    outline: Outline | None,
    fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]],
    *,
    seed: int = SEED,
    replicates: int = REPLICATES,
    draft: bool = False,
    find_codings: Callable[[Sequence[str]], Mapping[str, int]] | None = None,
) -> Findings:
    """Count a study along an outline.

    Args:
        study: People, questions, codes and codings.
        outline: What the authors decided; None drafts one from the codebook.
        fetch_quotes: Local keys of codings → quotes, in the same order.
        seed: For the rank intervals.
        replicates: Resamples wanted for them.
        draft: A person asked for a draft.
        find_codings: Guids of codings → local keys, for evidence a person
            decided about; guids that are gone are left out.
    """
    layer = choose_layer(study)
    if outline is None:
        outline = draft_outline(study, layer)
    reasons = _draft_reasons(outline, layer, draft=draft)
    decided = [one.coding for statement in outline.statements() for one in statement.evidence]
    local_of = find_codings(decided) if decided and find_codings else {}
    builder = _Builder(study, outline, layer, local_of, seed=seed, replicates=replicates)
    return builder.build(fetch_quotes, reasons)


def _draft_reasons(outline: Outline, layer: CountedLayer, *, draft: bool) -> tuple[str, ...]:
    reasons = ["It was asked for as a draft."] if draft else []
    if outline.drafted:
        reasons.append("Its outline was proposed from the codebook and has not been adopted by an author.")
    shared = dict(layer.sources_by_kind()).get("shared by all coders", 0)
    if shared:
        what = "source rests" if shared == 1 else "sources rest"
        reasons.append(
            f"{shared:,} {what} on the codings that all coders share, without a decision on the others."
        )
    return tuple(reasons)


class _Builder:
    """One building of findings; holds what every step needs."""

    def __init__(
        self,
        study: Study,
        outline: Outline,
        layer: CountedLayer,
        local_of: Mapping[str, int],
        *,
        seed: int,
        replicates: int,
    ) -> None:
        self.study = study
        self.outline = outline
        self.layer = layer
        self.policy: QuantifierPolicy = outline.policy or DEFAULT_POLICY
        self.counting = study.approach != "reflexive"
        self.seed = seed
        self.replicates = replicates if self.counting else 0
        self.counter = Counter(study, study.codings.take(layer.chosen), local_of)
        self.any_counter = (
            Counter(study, study.codings.take(layer.any_coder), local_of) if layer.draft_only else None
        )
        self.order = number_findings(outline)
        self.counts: dict[str, Count] = {}
        for _, finding in outline.findings():
            self._count(finding, finding)
            for point in finding.points:
                self._count(point, finding)

    def build(
        self, fetch_quotes: Callable[[Sequence[int]], Sequence[Quote]], reasons: tuple[str, ...]
    ) -> Findings:
        """Everything in the order it depends on each other."""
        prose = Prose(self.outline, self.counter, self.policy, self.counting, self.counts)
        lists = ListMaker(self.outline, self.counter, prose)
        quoter = Quoter(self.study, self.counter.codings, fetch_quotes, draft=bool(reasons))
        requests = [*self._requests(), *lists.requests()]
        loose = [block.quote for part in self.outline.detail for block in part.blocks if block.quote]
        quotes, alone = quoter.illustrate(requests, loose)
        ranks, drawn = self._rank()
        sections = self._sections(quotes, ranks, lists)
        made = {block.id: block for section in sections for block in section.lists}
        detail = lists.detail(made, alone)
        not_raised = list_themes_not_raised(self.outline, self.counter, prose)
        return Findings(
            title=self.study.title,
            approach=self.study.approach,
            outline=self.outline,
            policy=self.policy,
            sections=sections,
            detail=detail,
            not_raised=not_raised,
            sample=describe_sample(self.study, self.layer),
            codebook=self.study.codebook,
            code_counts=count_codes(self.counter),
            ledger=keep_ledger(self.counter, self.counts),
            seed=self.seed,
            replicates=drawn,
            notice=str(self.study.settings.get(NOTICE_SETTING) or ""),
            draft=reasons,
            remarks=(*lists.remarks(alone), *prose.remarks),
        )

    def _count(self, statement: Finding, finding: Finding) -> None:
        scope = statement.scope if statement is finding else inherit(statement.scope, finding.scope)
        self.counts[statement.id] = self.counter.count(statement, scope)

    def _requests(self) -> list[Request]:
        """In the order of printing, so that the first finding has the first choice."""
        requests = []
        for section in self.outline.sections:
            for finding in self.order[section.id]:
                requests.append(self._request(finding, None))
                requests += [self._request(point, 0) for point in finding.points]
        return requests

    def _request(self, statement: Finding, default: int | None) -> Request:
        count = self.counts[statement.id]
        dissenting = np.isin(count.standing, (OPPOSING, MIXED))
        request = Request(
            statement.id,
            count.evidence,
            count.supporting,
            dissenting,
            statement.quotes,
            dissent=statement.dissent,
        )
        return request if default is None else replace(request, default=default)

    def _rank(self) -> tuple[dict[str, Rank], int]:
        """Every finding among all findings."""
        ids = [finding.id for _, finding in self.outline.findings()]
        if not ids or not self.counting:
            return {}, 0
        counts = [self.counts[one] for one in ids]
        ranks, drawn = rank_statements(
            np.stack([count.supporting for count in counts]),
            breadth=[self.counter.breadth(count) for count in counts],
            oppose=[count.tally.oppose for count in counts],
            keys=ids,
            seed=self.seed,
            replicates=self.replicates,
        )
        return dict(zip(ids, ranks, strict=True)), drawn

    def _sections(
        self, quotes: Mapping[str, Illustrated], ranks: Mapping[str, Rank], lists: ListMaker
    ) -> tuple[NumberedSection, ...]:
        number = 1
        sections = []
        for section in self.outline.sections:
            findings = []
            standing = sorted(self.order[section.id], key=lambda one: ranks[one.id].value if ranks else 0)
            for finding in self.order[section.id]:
                findings.append(
                    NumberedFinding(
                        **self._counted(finding, quotes[finding.id]),
                        number=number,
                        pinned=finding.pin == number,
                        rank=ranks.get(finding.id),
                        rank_in_section=standing.index(finding) + 1 if ranks else None,
                        claim=self._claim(finding),
                        points=self._points(finding, quotes),
                    )
                )
                number += 1
            stems = tuple(self._stem(stem, section, findings) for stem in section.stems)
            sections.append(NumberedSection(section.id, section.title, tuple(findings), stems))
        shown = {
            one.id: one
            for part in sections
            for finding in part.findings
            for one in (finding, *finding.points)
        }
        return tuple(
            replace(part, lists=tuple(lists.make(block, quotes, shown) for block in section.lists))
            for part, section in zip(sections, self.outline.sections, strict=True)
        )

    def _claim(self, finding: Finding) -> ClaimResult | None:
        if finding.claim is None or not self.counting:
            return None
        rivals = {one.id: self.counts[one.id] for one in self.order.get(finding.claim.among, ())}
        return check_claim(
            finding, self.counts[finding.id], rivals, self.counter, seed=self.seed, replicates=self.replicates
        )

    def _points(self, finding: Finding, quotes: Mapping[str, Illustrated]) -> tuple[LetteredPoint, ...]:
        return tuple(
            LetteredPoint(**self._counted(point, quotes[point.id]), letter=letter(place), kind=point.kind)
            for place, point in enumerate(finding.points)
        )

    def _counted(self, statement: Finding, illustrated: Illustrated) -> dict[str, Any]:
        """The fields of `Counted` for one statement."""
        count = self.counts[statement.id]
        computed = word_tally(self.policy, count.tally)
        override = statement.override
        text, remarks = fill_template(
            statement.statement,
            StatementFilling(count, self.counter, self.outline, self.policy, self.counting, override),
        )
        counted = Counted(
            id=statement.id,
            text=text,
            statement=statement.statement,
            quantifier=override_quantifier(computed, override, self.policy).word
            if override
            else computed.word,
            computed=computed,
            tally=count.tally,
            by_mode=self.counter.by_mode(count, self.policy),
            camps=word_camps(count, self.policy),
            any_coder=self.any_counter.count(statement, count.scope).tally if self.any_counter else None,
            subset=subset_words(count.scope, self.outline.labels),
            override=override,
            quotes=illustrated.quotes,
            dissent=illustrated.dissent,
            breadth=self.counter.breadth(count),
            appraisal=statement.appraisal,
            merged=statement.merged,
            remarks=(*(Remark("placeholder", one) for one in remarks), *illustrated.remarks),
        )
        return {name: getattr(counted, name) for name in Counted.__dataclass_fields__}

    def _stem(self, stem: Stem, section: Section, findings: Sequence[NumberedFinding]) -> CountedStem:
        """A lead-in with the union tally of its run."""
        order = [finding.id for finding in self.order[section.id]]
        ids = [stem.first, stem.last]
        first, last = (order.index(one) if one in order else 0 for one in ids)
        run = [self.counts[one] for one in order[first : last + 1]]
        standing = unite([count.standing for count in run])
        stated = np.zeros(len(standing), dtype=np.uint8)
        for count in run:
            people = self.counter.codings.respondent[count.evidence.at]
            for stance in (MENTIONED, SUPPORTS):
                at = people[count.evidence.stance == stance]
                stated[at[at >= 0]] |= np.uint8(1 << stance)
        scopes = {count.scope for count in run}
        scope = scopes.pop() if len(scopes) == 1 else None
        tally = tally_standing(standing, stated, put_to_all=all(one.tally.put_to_all for one in run))
        counted = Count(scope or Scope(), run[0].evidence, standing, tally)
        filling = StatementFilling(counted, self.counter, self.outline, self.policy, self.counting)
        text, remarks = fill_template(stem.statement, filling)
        return CountedStem(
            text=text,
            first=findings[first].number,
            last=findings[last].number,
            computed=word_tally(self.policy, tally),
            tally=tally,
            remarks=tuple(Remark("placeholder", one) for one in remarks),
        )
