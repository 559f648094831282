"""Whose codings count: one layer per source, never the union of coders in silence.

Per source: the consensus layer if there is one; else the coder the lead named
(project setting `lead_coder`, a name or guid); else the single coder's; else the
codings that all finished coders share, which holds for drafts only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import LAYER_CODES
from thematic.model.disagreements import find_nothing_agreed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thematic.model.columns import CodingColumns, Study
    from thematic.model.findings import LayerKind

LEAD_SETTING = "lead_coder"
"""Name in `Study.settings` of the coder whose codings stand where there is no consensus."""

KINDS: tuple[LayerKind, ...] = ("consensus", "lead", "single coder", "shared by all coders", "uncoded")
_CONSENSUS, _LEAD, _SINGLE, _SHARED, _UNCODED = range(5)


@dataclass(frozen=True, eq=False)
class CountedLayer:
    """Which codings are counted."""

    chosen: NDArray[np.bool_]
    """Per coding: counted."""
    any_coder: NDArray[np.bool_]
    """Per coding: counted, or by any coder where sources stand on shared codings."""
    kinds: NDArray[np.int8]
    """Per source: index into `KINDS`."""

    @property
    def draft_only(self) -> bool:
        """Some source stands on what its coders share, for want of a decision."""
        return bool((self.kinds == _SHARED).any())

    def sources_by_kind(self) -> tuple[tuple[LayerKind, int], ...]:
        """How many sources stand on which layer; kinds that do not occur are left out."""
        counts = np.bincount(self.kinds, minlength=len(KINDS))
        return tuple((kind, int(count)) for kind, count in zip(KINDS, counts, strict=True) if count)


def choose_layer(study: Study) -> CountedLayer:
    """Decide for every source which codings count."""
    codings = study.codings
    sources = len(study.sources)
    agreed = codings.layer == LAYER_CODES["agreed"]
    human = codings.layer == LAYER_CODES["human"]
    kinds = np.full(sources, _UNCODED, dtype=np.int8)
    pairs = np.unique(
        codings.source[human].astype(np.int64) * max(len(study.coders), 1) + codings.coder[human]
    )
    coders_of = np.bincount(pairs // max(len(study.coders), 1), minlength=sources)
    kinds[coders_of == 1] = _SINGLE
    kinds[coders_of > 1] = _SHARED
    lead = _lead(study)
    by_lead = human & (codings.coder == lead)
    kinds[np.unique(codings.source[by_lead])] = _LEAD
    kinds[np.unique(codings.source[agreed])] = _CONSENSUS
    nothing = find_nothing_agreed(study.settings)
    kinds[[index for index, source in enumerate(study.sources) if source.guid in nothing]] = _CONSENSUS
    kind = kinds[codings.source]
    undecided = human & (kind == _SHARED)
    chosen = agreed | (by_lead & (kind == _LEAD)) | (human & (kind == _SINGLE))
    settled = chosen.copy()
    chosen[np.flatnonzero(undecided)[shared_by_all(codings.take(undecided))]] = True
    return CountedLayer(chosen, settled | undecided, kinds)


def shared_by_all(codings: CodingColumns) -> NDArray[np.bool_]:
    """Codings whose code every coder of the source gave to an overlapping passage.

    Args:
        codings: Human codings of sources that all have at least two coders.
    """
    shared = np.ones(len(codings), dtype=np.bool_)
    codes = int(codings.code.max(initial=0)) + 1
    place = codings.source.astype(np.int64) * codes + codings.code
    for coder in np.unique(codings.coder):
        theirs = codings.coder == coder
        involved = np.isin(codings.source, np.unique(codings.source[theirs]))
        met = _overlaps_any(
            place, codings.start, codings.end, place[theirs], codings.start[theirs], codings.end[theirs]
        )
        shared &= met | ~involved
    return shared


def _overlaps_any(
    place: NDArray[np.int64],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    their_place: NDArray[np.int64],
    their_start: NDArray[np.int32],
    their_end: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Per span: whether any of their spans at the same place shares a code point with it.

    Their spans are sorted by place and start; the furthest end reached before a
    span's own end decides, so no pair of spans is ever compared.
    """
    stride = int(max(end.max(initial=0), their_end.max(initial=0))) + 1
    order = np.lexsort((their_start, their_place))
    their_place, their_start, their_end = their_place[order], their_start[order], their_end[order]
    reach = np.maximum.accumulate(their_place * stride + their_end) if len(order) else their_place
    before = np.searchsorted(their_place * stride + their_start, place * stride + end, side="left") - 1
    return np.asarray((before >= 0) & (reach[before] > place * stride + start)) if len(order) else before >= 0


def _lead(study: Study) -> int:
    """Index of the coder the lead named; -2, which nobody has, where none is named."""
    named = study.settings.get(LEAD_SETTING)
    for index, coder in enumerate(study.coders):
        if named in (coder.name, coder.guid):
            return index
    return -2
