"""Findings as counted: numbered, filled in, with tallies, ranks and illustrations.

Three things are kept apart: the author's order (`number`), the computed rank
(`rank`) and the word for how many (`quantifier`, with `computed` beside it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from thematic.model.outline import (
    Appraisal,
    Claim,
    Merged,
    Outline,
    Override,
    PointKind,
    QuantifierPolicy,
    QuoteForm,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from thematic.model.codebook import Codebook
    from thematic.model.sources import SourceKind

SUPPORTING, QUALIFIED, OPPOSING, MIXED, SILENT, NOT_ANSWERED, NOT_ASKED, OUT_OF_SCOPE = range(8)
STANDINGS = (
    "supporting",
    "qualified",
    "opposing",
    "mixed",
    "silent",
    "not answered",
    "not asked",
    "out of scope",
)
"""What a respondent's place in a tally is called, by number."""

Audience = Literal["public", "team"]
LayerKind = Literal["consensus", "lead", "single coder", "shared by all coders", "uncoded"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that could not be filled in or found, for the author."""

    check: str
    """Id of the linter's check it falls under."""
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How respondents fall on a statement, each in one class."""

    supporting: int = 0
    qualified: int = 0
    opposing: int = 0
    mixed: int = 0
    silent: int = 0
    """Asked and answered, and said nothing on it."""
    not_answered: int = 0
    """Asked, and gave no substantive answer."""
    not_asked: int = 0
    stated: int = 0
    """Of the supporting, those with at least one passage marked `supports`."""
    elsewhere: int = 0
    """Coded for it, yet outside the base (not asked, or no answer recorded)."""
    put_to_all: bool = False
    """Whether the scope names a question, so that everybody in the base was asked it."""

    @property
    def support(self) -> int:
        """Supporting respondents, n."""
        return self.supporting

    @property
    def oppose(self) -> int:
        """Dissenting respondents, d: opposing and mixed."""
        return self.opposing + self.mixed

    @property
    def base(self) -> int:
        """Respondents asked in scope who answered, N."""
        return self.supporting + self.qualified + self.opposing + self.mixed + self.silent


@dataclass(frozen=True, slots=True)
class Quantifier:
    """The word for how many, as a policy gives it."""

    word: str
    """As in the policy's table; a numeral (`5 of 8`) on a small base; empty where the base is zero."""
    phrase: str
    """As it stands before a noun."""
    strength: int
    """Higher is stronger; for comparison within one policy."""
    support: int
    oppose: int
    base: int
    capped: str = ""
    """Why a stronger word was not given, where the numbers alone would have earned it."""
    alone: bool = False
    """Says no number of people (`strong theme`), so that no noun is set after it."""


@dataclass(frozen=True, slots=True)
class ModeCount:
    """The same tally among the respondents of one mode."""

    mode: str
    tally: Tally
    quantifier: Quantifier


@dataclass(frozen=True, slots=True)
class CampCount:
    """One of several rival positions in a finding."""

    name: str
    tally: Tally
    quantifier: Quantifier


@dataclass(frozen=True, slots=True)
class Rank:
    """Place by supporting respondents, and how stable it is when respondents are resampled."""

    value: int
    """A place of its own: ties are broken by breadth, dissent and key."""
    low: int
    """2.5th percentile over resamples."""
    high: int
    """97.5th percentile."""
    of: int
    """How many are compared."""
    tied: bool = False
    """Another one has the same number of supporting respondents."""
    shared: int = 0
    """The place that all with the same number of supporting respondents have: as printed, `8=` twice."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One of those a superlative is compared with."""

    name: str
    support: int
    rank: Rank


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A superlative held against its comparison set."""

    claim: Claim
    rank: Rank | None
    """None where the finding is not in the comparison set."""
    rivals: tuple[Rival, ...] = ()
    """The whole set, by rank."""

    @property
    def holds(self) -> bool:
        """Whether the rank is the claimed one and untied."""
        return self.rank is not None and self.rank.value == self.claim.rank and not self.rank.tied

    @property
    def overlaps(self) -> bool:
        """Whether the interval of the claimed rank meets another one's."""
        own = self.rank
        if own is None:
            return False
        others = [rival.rank for rival in self.rivals if rival.rank.value != own.value]
        return any(other.low <= own.high and own.low <= other.high for other in others)


@dataclass(frozen=True, slots=True)
class Illustration:
    """A quote printed to show a finding."""

    text: str
    """Verbatim, but for marked elisions and insertions."""
    respondent: str | None
    """Label; None for a document."""
    source: str
    source_kind: SourceKind
    start: int
    end: int
    coding: str
    """Guid of the coding it is taken from."""
    form: QuoteForm = "block"
    role: str = ""
    """The respondent's role, where consent allows it to be printed."""
    question: int | None = None
    pinned: bool = False
    """Chosen by a person."""


@dataclass(frozen=True)
class Counted:
    """A statement with its numbers: what findings and points have in common."""

    id: str
    text: str
    """The statement, filled in."""
    statement: str
    """The statement as written."""
    quantifier: str
    """The word in force: the override's, else the computed one."""
    computed: Quantifier
    tally: Tally
    by_mode: tuple[ModeCount, ...] = ()
    camps: tuple[CampCount, ...] = ()
    any_coder: Tally | None = None
    """In drafts on several coders' shared codings: the same tally if any coder's coding counted."""
    subset: str | None = None
    """Whom it is about, in words; None for everybody."""
    override: Override | None = None
    quotes: tuple[Illustration, ...] = ()
    dissent: tuple[Illustration, ...] = ()
    """Words of those who oppose it."""
    breadth: int = 0
    """Questions under which supporting passages stand."""
    appraisal: Appraisal = field(default_factory=Appraisal)
    merged: tuple[Merged, ...] = ()
    remarks: tuple[Remark, ...] = ()
    stale: tuple[str, ...] = ()
    """What changed in its evidence since it was written; empty where nothing did."""


@dataclass(frozen=True)
class LetteredPoint(Counted):
    """A sub-point as printed."""

    letter: str = "a"
    kind: PointKind = "elaboration"


@dataclass(frozen=True)
class NumberedFinding(Counted):
    """A finding as printed."""

    number: int = 0
    pinned: bool = False
    rank: Rank | None = None
    """Among all findings; None where the approach turns ranks off."""
    rank_in_section: int | None = None
    claim: ClaimResult | None = None
    points: tuple[LetteredPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedStem:
    """A lead-in with the union tally of the run it governs."""

    text: str
    first: int
    """Number of the first finding of the run."""
    last: int
    computed: Quantifier
    tally: Tally
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedItem:
    """One line of an unnumbered list."""

    text: str
    tally: Tally | None = None
    quotes: tuple[Illustration, ...] = ()
    written: str = ""
    """The text as its author wrote it; empty for a code, or a point shown again."""


@dataclass(frozen=True, slots=True)
class CountedList:
    """An unnumbered list as printed."""

    id: str
    title: str
    items: tuple[CountedItem, ...]


@dataclass(frozen=True, slots=True)
class NumberedSection:
    """A section as printed."""

    id: str
    title: str
    findings: tuple[NumberedFinding, ...]
    stems: tuple[CountedStem, ...] = ()
    lists: tuple[CountedList, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """One thing in the detailed part, ready to print; one field is set."""

    text: str = ""
    finding: str = ""
    list: CountedList | None = None
    quote: Illustration | None = None
    written: str = ""
    """The text as its author wrote it."""


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A heading of the detailed part."""

    heading: str
    level: int
    blocks: tuple[PrintedBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeNotRaised:
    """A coded theme that no finding rests on."""

    key: str
    name: str
    support: int
    base: int
    reason: str = ""
    """The author's; empty where nobody gave one."""
    statement: str = ""
    show: Literal["list", "detail"] = "list"


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """A question of the guide with its exposure."""

    number: int
    text: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Who and what the findings rest on."""

    respondents: int
    answered: int
    """Respondents with any substantive answer."""
    modes: tuple[tuple[str, int], ...]
    """Mode → respondents with a substantive answer."""
    documents: tuple[str, ...]
    """Names of literature and other documents: never counted as respondents."""
    questions: tuple[QuestionCount, ...]
    coders: tuple[str, ...]
    """Names of those whose codings exist."""
    codings: int
    """Codings counted."""
    sources: int
    layers: tuple[tuple[LayerKind, int], ...]
    """Which codings were counted → number of sources."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Who stands where on each statement, and on which codings it rests."""

    respondents: tuple[str, ...]
    """Labels, in the order of every row below."""
    standing: Mapping[str, NDArray[np.int8]]
    """Statement id → class per respondent, an index into `STANDINGS`."""
    codings: Mapping[str, NDArray[np.int64]]
    """Statement id → local keys of its evidence, in order of creation."""
    stance: Mapping[str, NDArray[np.int8]]
    """Statement id → stance of each of those codings in this statement."""


@dataclass(frozen=True)
class Findings:
    """Everything a report prints, decided and counted."""

    title: str
    approach: str
    outline: Outline
    policy: QuantifierPolicy
    sections: tuple[NumberedSection, ...]
    detail: tuple[PrintedPart, ...]
    not_raised: tuple[ThemeNotRaised, ...]
    sample: Sample
    codebook: Codebook
    code_counts: Mapping[str, tuple[int, int]]
    """Code guid → codings and respondents, in the counted layer, codes below not included."""
    ledger: Ledger = field(compare=False)
    seed: int = 0
    replicates: int = 0
    """Resamples actually drawn for the rank intervals."""
    notice: str = ""
    """A sentence printed on every report."""
    draft: tuple[str, ...] = ()
    """Why this is a draft; empty for a finished report."""
    remarks: tuple[Remark, ...] = ()

    def findings(self) -> Iterator[NumberedFinding]:
        """Every finding, by number."""
        for section in self.sections:
            yield from section.findings

    def statements(self) -> Iterator[Counted]:
        """Every finding followed by its points."""
        for finding in self.findings():
            yield finding
            yield from finding.points
