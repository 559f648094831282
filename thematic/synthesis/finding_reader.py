"""Reading findings and points: statements, codes, camps, scopes, claims, overrides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thematic.language.located import (
    check_keys,
    get_choice,
    get_flag,
    get_integer,
    get_list,
    get_mapping,
    get_text,
    get_texts,
    need_text,
)
from thematic.model.outline import (
    CONFIDENCES,
    EVIDENCE_STANDINGS,
    POINT_KINDS,
    Appraisal,
    Claim,
    EvidenceDecision,
    Finding,
    Merged,
    Override,
    QuoteWish,
    Scope,
    SubFinding,
)
from thematic.synthesis.outline_names import Names, check_codes, check_pick, check_scope
from thematic.synthesis.quote_picks import read_wish
from thematic.synthesis.templates import parse_template

if TYPE_CHECKING:
    from thematic.language.located import Node, Problems

_STATEMENT = (
    "id",
    "statement",
    "codes",
    "exact",
    "camps",
    "scope",
    "claim",
    "quantifier",
    "quotes",
    "dissent",
    "evidence",
    "appraisal",
    "merged",
)
_POINT = (*_STATEMENT, "kind")
_FINDING = (*_STATEMENT, "points", "follows", "pin")
_APPRAISAL = ("confidence", "methodological", "coherence", "adequacy", "relevance")


@dataclass
class FindingReader:
    """One reading: where problems go, and what the study knows."""

    problems: Problems
    names: Names | None

    def finding(self, node: Node) -> Finding:
        """Read one finding with its points."""
        if not check_keys(node, _FINDING, self.problems, of="finding"):
            return Finding("", "")
        shared = self.statement(node, need_text(node, "id", self.problems, of="finding"))
        points = get_list(node, "points", self.problems)
        return Finding(
            **shared,
            points=tuple(self.point(item, shared["id"], place) for place, item in enumerate(points, 1)),
            follows=get_text(node, "follows", self.problems),
            pin=get_integer(node, "pin", self.problems),
        )

    def point(self, node: Node, finding: str, place: int) -> SubFinding:
        """Read one point; its place gives it an id where the author gave none."""
        if not check_keys(node, _POINT, self.problems, of="point"):
            return SubFinding("", "")
        kind = get_choice(node, "kind", POINT_KINDS, self.problems, "elaboration")
        name = get_text(node, "id", self.problems, point_id(finding, place))
        return SubFinding(**self.statement(node, name), kind=kind)

    def statement(self, node: Node, name: str) -> dict[str, Any]:
        """What findings and points have in common."""
        codes = self.codes(node, "codes")
        camps = self.camps(node)
        statement = need_text(node, "statement", self.problems, of="finding")
        self.check_template(node, statement, dict(camps))
        scope = node.get("scope")
        return {
            "id": name,
            "statement": statement,
            "codes": codes,
            "exact": get_flag(node, "exact", self.problems),
            "camps": camps,
            "scope": self.scope(scope) if scope is not None else Scope(),
            "claim": self.claim(node),
            "override": self.override(node),
            "quotes": self.wish(node, "quotes"),
            "dissent": self.wish(node, "dissent"),
            "evidence": tuple(self.evidence(item) for item in get_list(node, "evidence", self.problems)),
            "appraisal": self.appraisal(node),
            "merged": tuple(self.merged(item) for item in get_list(node, "merged", self.problems)),
            "line": node.line,
        }

    def codes(self, node: Node, key: str) -> tuple[str, ...]:
        """Read a list of code keys."""
        codes = get_texts(node, key, self.problems)
        found = node.get(key)
        if self.names and found is not None:
            check_codes(codes, found, self.names, self.problems)
        return codes

    def camps(self, node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Read rival positions; two at least."""
        found = self.in_order(node, "camps")
        if not found:
            return ()
        camps = tuple((name, self.codes(holder, name)) for holder, name in found)
        if len(camps) < 2:
            self.problems.add(node.key("camps"), "'camps' needs two positions or more; one is 'codes'.")
        return camps

    def in_order(self, node: Node, key: str) -> list[tuple[Node, str]]:
        """The keys of a mapping, each with what holds it; a list of mappings keeps them in order too."""
        found = node.get(key)
        if found is None or found.kind == "nothing":
            return []
        holders = found.elements() if found.kind == "list" else (found,)
        if any(one.kind != "mapping" for one in holders):
            self.problems.add(node.key(key), f"'{key}' must be a mapping.")
            return []
        return [(one, str(name.value)) for one in holders for name, _ in one.pairs()]

    def check_template(self, node: Node, statement: str, camps: dict[str, tuple[str, ...]]) -> None:
        """Note placeholders that are not understood, and camps and codes they name that are not there."""
        at = node.get("statement") or node
        template = parse_template(statement)
        for problem in template.problems:
            self.problems.add(at, problem)
        for placeholder in template.placeholders:
            if placeholder.camp and placeholder.camp not in camps:
                known = f" Camps are {', '.join(camps)}." if camps else " This finding has no camps."
                self.problems.add(at, f"'{placeholder.written}' names no camp of this finding.{known}")
            if self.names:
                check_codes(placeholder.codes, at, self.names, self.problems)

    def scope(self, node: Node) -> Scope:
        """Read whom something is about: `all`, or attributes, mode and question."""
        if node.value == "all":
            return Scope(everyone=True)
        if node.kind != "mapping":
            self.problems.add(node, "a scope is 'all' or a mapping such as {country: UK}.")
            return Scope()
        attributes: dict[str, tuple[str, ...]] = {}
        modes: tuple[str, ...] = ()
        questions: list[int] = []
        for key, value in node.pairs():
            name, values = str(key.value), self.values(value)
            if name == "mode":
                modes = values
            elif name == "question":
                questions = [int(text) for text in values if text.isdecimal()]
                if len(questions) < len(values):
                    self.problems.add(key, "'question' takes question numbers.")
            else:
                attributes[name] = values
        scope = Scope(tuple(sorted(attributes.items())), modes, tuple(questions))
        if self.names:
            check_scope(scope, node, self.names, self.problems)
        return scope

    def values(self, node: Node) -> tuple[str, ...]:
        """A text, or a list of texts."""
        items = node.elements() or (node,)
        texts = tuple(
            item.value.strip() for item in items if isinstance(item.value, str) and item.value.strip()
        )
        if len(texts) < len(items):
            self.problems.add(node, "a scope takes a value or a list of values.")
        return texts

    def wish(self, node: Node, key: str) -> QuoteWish:
        """Read which quotes are printed, for a statement or against it."""
        found = node.get(key)
        if found is None:
            return QuoteWish()
        wish = read_wish(found, self.problems, key)
        if self.names:
            at = [one for one in found.elements() if one.get("max") is None]
            for item, pick in zip(at, wish.picks, strict=True):
                check_pick(pick, item, self.names, self.problems)
        return wish

    def claim(self, node: Node) -> Claim | None:
        """Read a superlative."""
        found = get_mapping(node, "claim", self.problems)
        if found is None or not check_keys(found, ("rank", "among"), self.problems, of="claim"):
            return None
        rank = get_integer(found, "rank", self.problems)
        if rank is None or rank < 1:
            self.problems.add(found, "a claim needs a 'rank' from 1.")
        return Claim(rank or 1, need_text(found, "among", self.problems, of="claim"))

    def override(self, node: Node) -> Override | None:
        """Read a word chosen over the computed one; it needs a name and a reason."""
        found = get_mapping(node, "quantifier", self.problems)
        if found is None or not check_keys(found, ("word", "by", "reason"), self.problems, of="override"):
            return None
        return Override(
            *(need_text(found, key, self.problems, of="override") for key in ("word", "by", "reason"))
        )

    def evidence(self, node: Node) -> EvidenceDecision:
        """Read what a person said about one coding."""
        if not check_keys(node, ("coding", "as", "by", "reason"), self.problems, of="piece of evidence"):
            return EvidenceDecision("", "confirmed")
        return EvidenceDecision(
            coding=need_text(node, "coding", self.problems, of="piece of evidence"),
            standing=get_choice(node, "as", EVIDENCE_STANDINGS, self.problems, "confirmed"),
            by=get_text(node, "by", self.problems),
            reason=get_text(node, "reason", self.problems),
        )

    def merged(self, node: Node) -> Merged:
        """Read a finding that was put into another one."""
        if not check_keys(node, ("id", "statement"), self.problems, of="merged finding"):
            return Merged("", "")
        name = need_text(node, "id", self.problems, of="merged finding")
        return Merged(name, get_text(node, "statement", self.problems))

    def appraisal(self, node: Node) -> Appraisal:
        """Read the CERQual-informed fields."""
        found = get_mapping(node, "appraisal", self.problems)
        if found is None or not check_keys(found, _APPRAISAL, self.problems, of="appraisal"):
            return Appraisal()
        written = get_text(found, "confidence", self.problems)
        chosen = get_choice(found, "confidence", CONFIDENCES, self.problems, "low") if written else None
        return Appraisal(chosen, *(get_text(found, key, self.problems) for key in _APPRAISAL[1:]))


def point_id(finding: str, place: int) -> str:
    """The id of a point whose author gave none: `time-barrier/2`."""
    return f"{finding}/{place}"
