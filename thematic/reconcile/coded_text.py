"""Agreement on what was coded: overlap of two coders' passages, absence left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.results import Coefficient

if TYPE_CHECKING:
    from thematic.reconcile.ratings import PairTally
    from thematic.reconcile.results import Floats

NOBODY_CODED = "nobody applied the code"


def coded_jaccard(tally: PairTally) -> Coefficient:
    """Text both coded over text either coded, pairs of coders added up.

    Jaccard (1912), New Phytologist 11:37.

    Args:
        tally: Of two categories: 0 not coded, 1 coded.
    """
    one_only = tally.observed.sum(-1)
    either = one_only + _shared(tally)
    return Coefficient(one_only, either, either, nothing=NOBODY_CODED)


def coded_f1(tally: PairTally) -> Coefficient:
    """Twice the text both coded over the sum of what each coded, pairs of coders added up.

    The F-measure with either coder as the reference; it approaches kappa as
    the uncoded text grows. Hripcsak & Rothschild (2005), J. Am. Med. Inform.
    Assoc. 12:296.

    Args:
        tally: Of two categories: 0 not coded, 1 coded.
    """
    one_only = tally.observed.sum(-1)
    total = one_only + 2 * _shared(tally)
    return Coefficient(one_only, total, total, nothing=NOBODY_CODED)


def _shared(tally: PairTally) -> Floats:
    coded = tally.first[..., 1] + tally.second[..., 1]
    return np.asarray((coded - tally.observed).sum(-1) / 2)
