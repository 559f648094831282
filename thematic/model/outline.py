"""The outline: what a person wrote about the findings, before anything is counted.

Order, pins, statements and overrides here are the author's. Nothing computed
is kept in them; `thematic.model.findings` holds what counting adds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

PointKind = Literal["recommendation", "specification", "elaboration"]
QuoteForm = Literal["block", "inline", "unattributed"]
EvidenceStanding = Literal["confirmed", "supports", "qualifies", "opposes", "excluded"]
ListOrder = Literal["rank", "author"]
Confidence = Literal["high", "moderate", "low", "very low"]

POINT_KINDS: tuple[PointKind, ...] = get_args(PointKind)
QUOTE_FORMS: tuple[QuoteForm, ...] = get_args(QuoteForm)
EVIDENCE_STANDINGS: tuple[EvidenceStanding, ...] = get_args(EvidenceStanding)
LIST_ORDERS: tuple[ListOrder, ...] = get_args(ListOrder)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

DEFAULT_QUOTES = 2
"""Illustrations chosen for a finding whose author says nothing about quotes."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a statement is about; an empty scope is everybody.

    Scopes choose respondents, not passages: whoever was asked question 8 and
    answered it is in the base, wherever in the interview the point was made.
    """

    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute → the values that belong, sorted by attribute."""
    modes: tuple[str, ...] = ()
    """`interview`, `survey`; empty for both."""
    questions: tuple[int, ...] = ()
    """Question numbers; asked any of them is enough."""
    everyone: bool = False
    """In a point: do not inherit the finding's scope."""

    def __bool__(self) -> bool:
        return bool(self.attributes or self.modes or self.questions)


@dataclass(frozen=True, slots=True)
class QuantifierRule:
    """When a word is earned: every limit set here is met."""

    word: str
    """As shown in tables: `strong consensus`."""
    phrase: str
    """As it stands before a noun: `a strong consensus of`."""
    share: Fraction = Fraction(0)
    """Least n/N."""
    over: Fraction = Fraction(-1)
    """n/N must be above this."""
    people: int = 0
    """Least n."""
    opposed: Fraction = Fraction(1)
    """Most d/N."""
    everyone: bool = False
    """Needs n = N and d = 0."""
    consensus: bool = False
    """Says that people agree, so it needs a question put to the whole base and stated support."""
    synonyms: tuple[str, ...] = ()
    """Other words an author may use at this strength."""


@dataclass(frozen=True, slots=True)
class QuantifierPolicy:
    """Which word says how many; printed in every report."""

    rules: tuple[QuantifierRule, ...]
    """Strongest first; the first rule that is met gives the word."""
    name: str = "default"
    small: int = 10
    """Below this base only numerals are used (from four supporters)."""
    large: int = 200
    """Above this base `n of N` is always printed too."""


@dataclass(frozen=True, slots=True)
class Override:
    """A word a person chose instead of the computed one."""

    word: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A superlative, with what it is compared with."""

    rank: int
    among: str
    """Key of a code (its children compete) or id of a section (its findings compete)."""


@dataclass(frozen=True, slots=True)
class IllustrationPick:
    """A quote a person chose."""

    respondent: str = ""
    """Label; empty where a document is quoted."""
    source: str = ""
    """Name of the source; narrows the search, or names the document."""
    begins: str = ""
    """First words of the quote inside a coded passage."""
    text: str = ""
    """The words to print, where some are elided `[...]` or inserted `[so]`; checked against the passage."""
    form: QuoteForm = "block"


@dataclass(frozen=True, slots=True)
class QuoteWish:
    """Which illustrations a finding gets: the picks in order, then chosen ones up to `most`."""

    picks: tuple[IllustrationPick, ...] = ()
    most: int | None = None
    """None: the picks alone, or `DEFAULT_QUOTES` for a finding without picks."""


@dataclass(frozen=True, slots=True)
class EvidenceDecision:
    """What a person said about one coding as evidence in one finding."""

    coding: str
    """Guid of the coding."""
    standing: EvidenceStanding
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Confidence in a finding, with the four components of GRADE-CERQual (Lewin et al. 2018).

    CERQual was made for syntheses of studies; here the fields inform a reader
    and claim no more.
    """

    confidence: Confidence | None = None
    methodological: str = ""
    """Concerns about how the evidence was gathered."""
    coherence: str = ""
    """How well the statement fits the evidence, counter-cases included."""
    adequacy: str = ""
    """How rich the evidence is, and how much of it there is."""
    relevance: str = ""
    """How well the evidence applies to the question."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A finding that was put into another one."""

    id: str
    """It still leads there."""
    statement: str
    """Its words, kept and not printed."""


@dataclass(frozen=True)
class Finding:
    """A numbered statement and what it rests on."""

    id: str
    statement: str
    """The author's words with `{placeholders}`."""
    codes: tuple[str, ...] = ()
    """Keys; codes below them are included unless `exact`, and any of them counts."""
    exact: bool = False
    """Count the named codes only, not those below them."""
    camps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name of a position → its codes; whoever holds two positions is mixed."""
    scope: Scope = field(default_factory=Scope)
    points: tuple[SubFinding, ...] = ()
    claim: Claim | None = None
    follows: str = ""
    """Id of the finding that must stand right before this one."""
    pin: int | None = None
    """The number it must have."""
    override: Override | None = None
    quotes: QuoteWish = field(default_factory=QuoteWish)
    dissent: QuoteWish = field(default_factory=QuoteWish)
    """Words of those who oppose it; without a wish one voice, of somebody not heard against much else."""
    evidence: tuple[EvidenceDecision, ...] = ()
    appraisal: Appraisal = field(default_factory=Appraisal)
    merged: tuple[Merged, ...] = ()
    """Findings that were put into this one."""
    line: int = field(default=0, compare=False)
    """Where it stands in the outline file, from 1; 0 when it came from elsewhere."""

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Keys of its codes and its camps' codes, each once."""
        held = [*self.codes, *(code for _, codes in self.camps for code in codes)]
        return tuple(dict.fromkeys(held))


@dataclass(frozen=True)
class SubFinding(Finding):
    """A lettered point under a finding; it may rest on other codes."""

    kind: PointKind = "elaboration"


@dataclass(frozen=True, slots=True)
class Stem:
    """A lead-in that governs a run of findings; its tally is the union over the run."""

    first: str
    """Id of the first finding of the run."""
    last: str
    statement: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of an unnumbered list: written out, or a point shown again."""

    text: str = ""
    codes: tuple[str, ...] = ()
    quotes: QuoteWish = field(default_factory=QuoteWish)
    point: str = ""
    """Id of the point shown; the other fields are empty then."""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """An unnumbered list of a theme."""

    id: str
    title: str
    codes: tuple[str, ...] = ()
    """The children of these codes are the items, where none are written out."""
    order: ListOrder = "rank"
    items: tuple[ListItem, ...] = ()
    scope: Scope = field(default_factory=Scope)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the report and the findings under it."""

    id: str
    title: str
    findings: tuple[Finding, ...] = ()
    stems: tuple[Stem, ...] = ()
    lists: tuple[ListBlock, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DetailBlock:
    """One thing in the detailed part; exactly one field is set."""

    text: str = ""
    finding: str = ""
    """Id of a finding."""
    list: str = ""
    """Id of a list."""
    quote: IllustrationPick | None = None


@dataclass(frozen=True, slots=True)
class DetailPart:
    """A heading of the detailed part with its blocks, in the author's order."""

    heading: str
    level: int = 2
    """2 to 4."""
    blocks: tuple[DetailBlock, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A theme not raised to a finding, with the reason."""

    code: str
    reason: str
    statement: str = ""
    show: Literal["list", "detail"] = "list"
    """`detail`: its statement also stands in the detailed part."""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's signed exception to one check of the linter."""

    check: str
    finding: str
    """Id of the finding or point; empty for the whole report."""
    reason: str
    by: str


@dataclass(frozen=True)
class Outline:
    """Sections, findings and everything else a person decides about a report."""

    name: str
    sections: tuple[Section, ...] = ()
    policy: QuantifierPolicy | None = None
    """None: the project's default."""
    labels: tuple[tuple[str, Scope], ...] = ()
    """Noun or adjective → the scope it stands for."""
    detail: tuple[DetailPart, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    drafted: bool = field(default=False, compare=False)
    """Proposed from the codebook just now; whatever was written to a file and read back is an author's."""

    def findings(self) -> Iterator[tuple[Section, Finding]]:
        """Every numbered finding with its section, in the author's order."""
        for section in self.sections:
            for finding in section.findings:
                yield section, finding

    def statements(self) -> Iterator[Finding]:
        """Every finding followed by its points."""
        for _, finding in self.findings():
            yield finding
            yield from finding.points
