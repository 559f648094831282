"""Thematic saturation after Guest, Namey & Chen (2020), PLoS ONE 15(5): e0232076.

With respondents in order, a base of the first b and runs of r:

    new information after k = themes first met in respondents k+1 … k+r / themes met in the first b,   k ≥ b

Saturation is reached at the first k where this is within the threshold, written
`k+r`. Runs overlap: each starts one respondent after the last, which is how we
read the example worked in the paper (37 themes in a base of four; 3 new ones in
the first run of two, 8%; 1 in the next, 3%). The observed order needs dates of
collection; random orders show how much order matters. Modes are never pooled,
because a survey answer brings fewer themes than an hour of talk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.saturation import Level, Order, Saturation, SaturationRule
from thematic.synthesis.layers import choose_layer
from thematic.synthesis.scopes import attribute_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thematic.model.columns import Study

DATE_ATTRIBUTES = ("collected", "date", "interview date", "interviewed")
"""Attributes that may hold the day a respondent was heard, written year first (2026-11-21)."""

LEVELS: tuple[Level, ...] = ("codes", "themes")


def assess_saturation(
    study: Study,
    *,
    rule: SaturationRule | None = None,
    seed: int = 20,
    orders: int = 1_000,
) -> tuple[Saturation, ...]:
    """Every mode at every level, in the observed order and in random ones.

    Args:
        study: People and codings; the counted layer is assessed.
        rule: Base, run and threshold.
        seed: For the random orders.
        orders: How many of them.
    """
    rule = rule or SaturationRule()
    codings = study.codings.take(choose_layer(study).chosen)
    found = []
    for mode in sorted({mode for mode in study.mode if mode}):
        members = np.flatnonzero(study.answered & (np.array(study.mode) == mode))
        for level in LEVELS:
            presence = _presence(study, codings.respondent, codings.code, level)[members]
            presence = presence[:, presence.any(axis=0)]
            found.append(_observed(study, members, presence, mode, level, rule))
            found.append(_random(presence, mode, level, rule, seed=seed, orders=orders))
    return tuple(found)


def new_themes(presence: NDArray[np.bool_], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Themes first met at each respondent, [order, place].

    Args:
        presence: [respondent, theme].
        order: [order, place]: which respondent stands where.
    """
    orders, people = order.shape
    first = presence[order].argmax(axis=1)
    fresh = np.zeros((orders, people), dtype=np.int64)
    for row in range(orders):
        fresh[row] = np.bincount(first[row], minlength=people)
    return fresh


def saturation_point(fresh: NDArray[np.int64], rule: SaturationRule) -> int | None:
    """Respondents after which the next run brings no more than the threshold; None where that never happens.

    Args:
        fresh: New themes at each respondent, in order.
        rule: Base, run and threshold.
    """
    base = int(fresh[: rule.base].sum())
    if base == 0:
        return None
    for after in range(rule.base, len(fresh) - rule.run + 1):
        if fresh[after : after + rule.run].sum() <= rule.threshold * base + 1e-12:
            return after
    return None


def _presence(
    study: Study, people: NDArray[np.int32], codes: NDArray[np.int32], level: Level
) -> NDArray[np.bool_]:
    """[respondent, theme]: said it at all."""
    theme = np.arange(len(study.codebook.codes)) if level == "codes" else _themes(study)
    presence = np.zeros((len(study.respondents), len(study.codebook.codes)), dtype=np.bool_)
    spoken = people >= 0
    presence[people[spoken], theme[codes[spoken]]] = True
    return presence


def _themes(study: Study) -> NDArray[np.int64]:
    """Each code's theme: the code one step below the top that it belongs to, or the top itself."""
    book = study.codebook
    place = {code.guid: index for index, code in enumerate(book.codes)}
    themes = np.empty(len(book.codes), dtype=np.int64)
    for index, code in enumerate(book.codes):
        line = [code, *book.ancestors(code.guid)]
        themes[index] = place[line[-2].guid if len(line) > 1 else line[-1].guid]
    return themes


def _observed(
    study: Study,
    members: NDArray[np.int64],
    presence: NDArray[np.bool_],
    mode: str,
    level: Level,
    rule: SaturationRule,
) -> Saturation:
    dates = [_date(study, int(one)) for one in members]
    if not all(dates):
        missing = sum(not date for date in dates)
        reason = f"{missing} of {len(dates)} respondents have no date of collection"
        return _unavailable(mode, "observed", level, rule, presence, reason)
    if short := _too_few(presence, rule):
        return _unavailable(mode, "observed", level, rule, presence, short)
    order = np.array(sorted(range(len(members)), key=lambda place: (dates[place], place)))
    fresh = new_themes(presence, order[None, :])[0]
    reached = saturation_point(fresh, rule)
    return Saturation(
        mode,
        level,
        "observed",
        rule,
        len(presence),
        presence.shape[1],
        reached,
        share_reached=float(reached is not None),
        curve=tuple(float(known) for known in fresh.cumsum()),
    )


def _random(
    presence: NDArray[np.bool_], mode: str, level: Level, rule: SaturationRule, *, seed: int, orders: int
) -> Saturation:
    if short := _too_few(presence, rule):
        return _unavailable(mode, "random", level, rule, presence, short)
    random = np.random.default_rng(seed)
    order = random.permuted(np.tile(np.arange(len(presence)), (orders, 1)), axis=1)
    fresh = new_themes(presence, order)
    points = [point for row in fresh if (point := saturation_point(row, rule)) is not None]
    known = fresh.cumsum(axis=1)
    low, high = np.quantile(known, (0.025, 0.975), axis=0, method="inverted_cdf")
    middle, first, last = _spread(points)
    return Saturation(
        mode,
        level,
        "random",
        rule,
        len(presence),
        presence.shape[1],
        middle,
        first,
        last,
        share_reached=len(points) / orders,
        curve=_rounded(known.mean(axis=0)),
        curve_low=_rounded(low),
        curve_high=_rounded(high),
    )


def _unavailable(
    mode: str, order: Order, level: Level, rule: SaturationRule, presence: NDArray[np.bool_], reason: str
) -> Saturation:
    return Saturation(mode, level, order, rule, len(presence), presence.shape[1], None, unavailable=reason)


def _too_few(presence: NDArray[np.bool_], rule: SaturationRule) -> str:
    if not presence.shape[1]:
        return "nothing was coded"
    if len(presence) < rule.base + rule.run:
        people = "respondent" if len(presence) == 1 else "respondents"
        return f"only {len(presence)} {people}; base and run need {rule.base + rule.run}"
    return ""


def _date(study: Study, place: int) -> str:
    attributes = study.respondents[place].attributes
    return next((attribute_text(attributes[name]) for name in DATE_ATTRIBUTES if attributes.get(name)), "")


def _spread(points: Sequence[int]) -> tuple[int, int, int] | tuple[None, None, None]:
    """Median, 2.5th and 97.5th percentile."""
    if not points:
        return None, None, None
    middle, low, high = np.quantile(points, (0.5, 0.025, 0.975), method="inverted_cdf")
    return int(middle), int(low), int(high)


def _rounded(values: Sequence[float] | NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in values)
