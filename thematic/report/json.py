"""Findings in the neutral form other programs read; keys may be added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.model.outline import Appraisal
from thematic.report.disclosure import Disclosure
from thematic.report.phrases import document_name, interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.findings import (
        Counted,
        CountedList,
        Findings,
        Illustration,
        LetteredPoint,
        ModeCount,
        NumberedFinding,
        NumberedSection,
        PrintedPart,
        Quantifier,
        Rank,
        Remark,
        Tally,
    )


def findings_value(
    findings: Findings, disclosure: Disclosure | None = None, *, date: str = "", versions: Any = ()
) -> dict[str, Any]:
    """The findings as nested dicts and lists, ready for `json.dumps`.

    In a public copy source names, positions and coders are null.
    """
    counting = findings.approach != "reflexive"
    writer = _Writer(disclosure or Disclosure("team"), counting=counting)
    sample = findings.sample
    return {
        "title": findings.title,
        "date": date,
        "notice": findings.notice,
        "audience": writer.disclosure.audience,
        "contains_personal_data": writer.disclosure.team,
        "draft": list(findings.draft),
        "approach": findings.approach,
        "sample": {
            "respondents": sample.respondents,
            "answered": sample.answered,
            "modes": dict(sample.modes),
            "documents": [document_name(one) for one in sample.documents],
            "coders": list(sample.coders) if writer.disclosure.team else len(sample.coders),
            "codings": sample.codings if counting else None,
            "layers": dict(sample.layers),
            "questions": [
                {"number": one.number, "text": one.text, "asked": one.asked, "answered": one.answered}
                for one in sample.questions
            ],
        },
        "policy": {
            "name": findings.policy.name,
            "small": findings.policy.small,
            "large": findings.policy.large,
            "words": [rule.word for rule in findings.policy.rules],
        }
        if counting
        else None,
        "resampling": {"seed": findings.seed, "replicates": findings.replicates} if counting else None,
        "sections": [writer.section(section) for section in findings.sections],
        "detail": [writer.part(part) for part in findings.detail],
        "themes_not_raised": [
            {
                "code": one.key,
                "name": one.name,
                "support": one.support if counting else None,
                "base": one.base if counting else None,
                "reason": one.reason,
                "statement": one.statement,
            }
            for one in findings.not_raised
        ],
        "remarks": writer.remarks(findings.remarks),
        "versions": dict(versions),
    }


class _Writer:
    """Writes findings for one audience."""

    def __init__(self, disclosure: Disclosure, *, counting: bool) -> None:
        self.disclosure = disclosure
        self._counting = counting

    def section(self, section: NumberedSection) -> dict[str, Any]:
        return {
            "id": section.id,
            "title": section.title,
            "findings": [self.finding(finding) for finding in section.findings],
            "stems": [
                {
                    "first": one.first,
                    "last": one.last,
                    "text": one.text,
                    "computed": self.computed(one.computed),
                }
                for one in section.stems
            ],
            "lists": [self.list_block(block) for block in section.lists],
        }

    def finding(self, finding: NumberedFinding) -> dict[str, Any]:
        claim = finding.claim
        return {
            "number": finding.number,
            **self.counted(finding),
            "pinned": finding.pinned,
            "rank": self.rank(finding.rank),
            "rank_printed": interval(finding.rank) if finding.rank else "",
            "rank_in_section": finding.rank_in_section,
            "claim": None
            if claim is None
            else {
                "rank": claim.claim.rank,
                "among": claim.claim.among,
                "holds": claim.holds,
                "computed": self.rank(claim.rank),
                "set": [
                    {"name": one.name, "support": one.support, "rank": one.rank.value} for one in claim.rivals
                ],
            },
            "sub_points": [self.point(point) for point in finding.points],
        }

    def point(self, point: LetteredPoint) -> dict[str, Any]:
        return {"letter": point.letter, "kind": point.kind, **self.counted(point)}

    def counted(self, one: Counted) -> dict[str, Any]:
        return {
            "id": one.id,
            "text": one.text,
            "quantifier": one.quantifier if self._counting else None,
            "computed": self.computed(one.computed),
            "tally": self.tally(one.tally),
            "by_mode": self.modes(one.by_mode) if self._counting else {},
            "camps": {camp.name: self.computed(camp.quantifier) for camp in one.camps},
            "any_coder": self.tally(one.any_coder) if one.any_coder else None,
            "subset": self.disclosure.subset(one),
            "override": None
            if one.override is None
            else {
                "word": one.override.word,
                "by": one.override.by if self.disclosure.team else None,
                "reason": one.override.reason,
            },
            "quotes": [self.quote(quote) for quote in one.quotes],
            "dissent": [self.quote(quote) for quote in one.dissent],
            "remarks": self.remarks(one.remarks),
            "appraisal": self.appraisal(one.appraisal),
            "stale": (list(one.stale) if self.disclosure.team else ["evidence changed"]) if one.stale else [],
        }

    def remarks(self, remarks: Sequence[Remark]) -> list[dict[str, str]]:
        """What could not be filled in or found; it may name people, so it is for the team."""
        shown = remarks if self.disclosure.team else ()
        return [{"check": one.check, "message": one.message} for one in shown]

    def part(self, part: PrintedPart) -> dict[str, Any]:
        return {
            "heading": part.heading,
            "level": part.level,
            "blocks": [
                {"finding": one.finding}
                if one.finding
                else {"list": one.list.id}
                if one.list
                else {"quote": self.quote(one.quote)}
                if one.quote
                else {"text": one.text}
                for one in part.blocks
            ],
        }

    def appraisal(self, appraisal: Appraisal) -> dict[str, str | None] | None:
        """The authors' confidence and its four components; null where nobody appraised it."""
        if appraisal == Appraisal():
            return None
        return {name: getattr(appraisal, name) for name in Appraisal.__dataclass_fields__}

    def computed(self, word: Quantifier) -> dict[str, Any] | None:
        if not self._counting:
            return None
        return {
            "word": word.word,
            "support": word.support,
            "oppose": word.oppose,
            "base": word.base,
            "capped": word.capped,
        }

    def tally(self, tally: Tally) -> dict[str, int] | None:
        if not self._counting:
            return None
        names = ("supporting", "qualified", "opposing", "mixed", "silent", "not_answered", "not_asked")
        return {**{name: getattr(tally, name) for name in names}, "base": tally.base, "stated": tally.stated}

    def modes(self, modes: Sequence[ModeCount]) -> dict[str, dict[str, Any]]:
        """Counts of each mode; in public, small ones are masked as in every other format."""
        supporting = self.disclosure.visible([one.tally.support for one in modes])
        opposing = self.disclosure.visible([one.tally.oppose for one in modes])
        return {
            one.mode: {
                "word": one.quantifier.word if support else None,
                "support": one.tally.support if support else None,
                "oppose": one.tally.oppose if support and oppose else None,
                "base": one.tally.base,
            }
            for one, support, oppose in zip(modes, supporting, opposing, strict=True)
        }

    def rank(self, rank: Rank | None) -> dict[str, Any] | None:
        if rank is None:
            return None
        return {
            "value": rank.value,
            "low": rank.low,
            "high": rank.high,
            "of": rank.of,
            "tied": rank.tied,
        }

    def list_block(self, block: CountedList) -> dict[str, Any]:
        return {
            "id": block.id,
            "title": block.title,
            "items": [
                {
                    "text": item.text,
                    "support": item.tally.support if item.tally and self._counting else None,
                    "base": item.tally.base if item.tally and self._counting else None,
                    "quotes": [self.quote(quote) for quote in item.quotes],
                }
                for item in block.items
            ],
        }

    def quote(self, quote: Illustration) -> dict[str, Any]:
        """A quote; who speaks and where it stands only as far as the audience may know."""
        team = self.disclosure.team
        document = quote.source_kind == "document"
        named = team or (quote.form != "unattributed" and self.disclosure.naming == "ids")
        return {
            "respondent": quote.respondent if named else None,
            "speaker": self.disclosure.speaker(quote),
            "text": quote.text,
            "source": quote.source if team else self.disclosure.speaker(quote) if document else None,
            "kind": quote.source_kind,
            "start": quote.start if team else None,
            "end": quote.end if team else None,
            "as": quote.form,
            "coding": quote.coding if team else None,
        }
