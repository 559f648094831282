"""Percent agreement and the kappas: each a pure function of a tally of judgements.

All are written as one minus observed over expected disagreement, so that
"nothing varies" is an exact zero and is reported instead of divided by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.reconcile.results import Coefficient, share_of

if TYPE_CHECKING:
    from thematic.reconcile.ratings import PairTally, UnitTally
    from thematic.reconcile.results import Floats


def percent_agreement(tally: UnitTally) -> Coefficient:
    """Mean over units of the share of coder pairs that agree.

    Says nothing about chance: read it beside a corrected coefficient. With
    more than two coders as the observed part of Fleiss (1971), Psychological
    Bulletin 76:378.
    """
    return Coefficient(tally.observed, tally.compared, tally.compared)


def cohen_kappa(tally: PairTally) -> Coefficient:
    """Agreement of two coders beyond what their own distributions would give.

    Cohen (1960), Educational and Psychological Measurement 20:37; weighted by
    the tally's distance as in Cohen (1968), Psychological Bulletin 70:213.
    One coefficient per pair of coders.
    """
    n = tally.compared
    expected = share_of(tally.distance.expected(tally.first, tally.second), n**2)
    varied = _varied(tally.first + tally.second)
    return Coefficient(share_of(tally.observed, n), expected * varied, n)


def scott_pi(tally: PairTally) -> Coefficient:
    """Agreement of two coders beyond what their joint distribution would give.

    Scott (1955), Public Opinion Quarterly 19:321. One per pair of coders.
    """
    n = tally.compared
    joint = (tally.first + tally.second) / 2
    expected = share_of(tally.distance.expected(joint, joint), n**2) * _varied(joint)
    return Coefficient(share_of(tally.observed, n), expected, n)


def fleiss_kappa(tally: UnitTally) -> Coefficient:
    """Agreement of many coders beyond what the categories' shares would give.

    Fleiss (1971), Psychological Bulletin 76:378. Where coders per unit differ,
    as in Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.: observed
    over units with two or more judgements, shares over all judged units.
    """
    shares = _shares(tally)
    expected = tally.distance.expected(shares, shares) * _varied(tally.shares)
    return Coefficient(share_of(tally.observed, tally.compared), expected, tally.compared)


def brennan_prediger(tally: UnitTally) -> Coefficient:
    """Agreement beyond what coders would reach who chose every category equally often.

    Brennan & Prediger (1981), Educational and Psychological Measurement
    41:687; for two coders Bennett, Alpert & Goldstein's (1954) S, Public
    Opinion Quarterly 18:303. Depends on how many categories are declared.
    """
    q = tally.shares.shape[-1]
    everywhere = np.full(q, 1.0 / max(q, 1))
    expected = np.broadcast_to(tally.distance.expected(everywhere, everywhere), tally.compared.shape)
    return Coefficient(
        share_of(tally.observed, tally.compared), expected, tally.compared, constant=ONE_CATEGORY
    )


bennett_s = brennan_prediger

ONE_CATEGORY = "only one category is declared"


def gwet_ac(tally: UnitTally) -> Coefficient:
    """Agreement beyond chance where only some judgements are guesses: AC1, and AC2 with weights.

    Gwet (2008), British Journal of Mathematical and Statistical Psychology
    61:29; AC2 in Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.
    Chance agreement is T_w / (q (q − 1)) × Σ π_k (1 − π_k), T_w the sum of the
    agreement weights; the tally's distance holds one minus those weights, on
    a scale from 0 to 1.
    """
    q = tally.shares.shape[-1]
    shares = _shares(tally)
    ones = np.ones(q)
    weights = q * q - tally.distance.expected(ones, ones)
    guessing = (shares * (1 - shares)).sum(-1)
    chance = weights / (q * (q - 1)) * guessing if q > 1 else np.ones(tally.compared.shape)
    return Coefficient(
        share_of(tally.observed, tally.compared), 1 - chance, tally.compared, constant=ONE_CATEGORY
    )


def pooled_kappa(tally: PairTally) -> Coefficient:
    """One kappa for many codes: observed and expected agreement averaged first.

    De Vries, Elliott, Kanouse & Teleki (2008), Field Methods 20:272. With more
    than two coders the averages run over codes and pairs of coders.

    Args:
        tally: Pair tallies with the codes on the axis before the pairs,
            [..., codes, pairs]; codes nobody compared are left out.
    """
    kappa = cohen_kappa(tally)
    counted = (kappa.compared > 0).astype(np.float64)
    many = counted.sum((-2, -1))
    observed = share_of((kappa.observed * counted).sum((-2, -1)), many)
    expected = share_of((kappa.expected * counted).sum((-2, -1)), many)
    return Coefficient(observed, expected, kappa.compared.sum((-2, -1)))


def _shares(tally: UnitTally) -> Floats:
    return share_of(tally.shares, tally.rated[..., None])


def _varied(mass: Floats) -> Floats:
    """1 where at least two categories were used, else 0: rounding must not invent variation."""
    return np.asarray((mass > 0).sum(-1) > 1, dtype=np.float64)
