"""Krippendorff's alpha for any number of coders, any distance, missing judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.results import Coefficient, share_of

if TYPE_CHECKING:
    from thematic.reconcile.ratings import ValueTally


def krippendorff_alpha(tally: ValueTally) -> Coefficient:
    """One minus observed over expected distance of judgements.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University
    of Pennsylvania. D_o = observed / n over units with at least two
    judgements; D_e = Σ n_c n_k δ²_ck / (n (n − 1)), n the judgements that can
    be paired. Nominal, ordinal, interval, ratio, MASI and Jaccard differ in
    the tally's distance only; for sets see Passonneau (2006), LREC:831.
    """
    n = tally.marginals.sum(-1)
    varied = (tally.marginals > 0).sum(-1) > 1
    apart = tally.distance.expected(tally.marginals, tally.marginals)
    expected = share_of(np.asarray(apart * varied), n * (n - 1))
    return Coefficient(share_of(tally.observed, n), expected, n)
