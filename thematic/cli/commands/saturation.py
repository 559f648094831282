"""`thematic saturation`: when new themes stopped coming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import emit_json, emit_rows, json_option, opened, project_options, say

if TYPE_CHECKING:
    from thematic.model.saturation import Saturation


@click.command("saturation", short_help="Measure when new themes stopped coming.")
@click.option(
    "--base", type=click.IntRange(min=1), default=4, show_default=True, help="Respondents in the base."
)
@click.option("--run", type=click.IntRange(min=1), default=2, show_default=True, help="Respondents in a run.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="Largest share of new themes in a run, of the themes in the base.",
)
@click.option("--seed", type=int, default=20, show_default=True, help="For the random orders.")
@click.option(
    "--orders", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Random orders."
)
@json_option
@project_options
def saturation(base: int, run: int, threshold: float, seed: int, orders: int, as_json: bool) -> None:
    """Measure when new themes stopped coming, after Guest, Namey and Chen (2020).

    New themes in a run of respondents are divided by the themes of the base;
    saturation is reached at the first run within the threshold. The observed order
    needs a date of collection for everybody; random orders show how much order
    matters. Interviews and survey are never pooled.

    Example: thematic saturation --run 3
    """
    from thematic.model.saturation import SaturationRule
    from thematic.workflow.quality import measure_saturation

    rule = SaturationRule(base, run, threshold)
    with opened() as project:
        found = measure_saturation(project, rule, seed=seed, orders=orders)
    if as_json:
        emit_json([_assessed(one, seed, orders) for one in found])
        return
    emit_rows(
        ("mode", "level", "order", "respondents", "themes", "reached", "low", "high", "orders reaching it"),
        (
            (
                one.mode,
                one.level,
                one.order,
                one.respondents,
                one.themes,
                _reached(one),
                one.low,
                one.high,
                f"{one.share_reached:.0%}" if one.order == "random" and not one.unavailable else "",
            )
            for one in found
        ),
    )
    told = (f"{one.mode}, {one.order} order: {one.unavailable}." for one in found if one.unavailable)
    for reason in dict.fromkeys(told):
        say(reason)
    say(f"Rule: {rule}; {orders:,} random orders, seed {seed}.")


def _assessed(one: Saturation, seed: int, orders: int) -> dict[str, Any]:
    random = one.order == "random"
    return {
        "mode": one.mode,
        "level": one.level,
        "order": one.order,
        "base": one.rule.base,
        "run": one.rule.run,
        "threshold": one.rule.threshold,
        "respondents": one.respondents,
        "themes": one.themes,
        "reached": one.reached,
        "low": one.low,
        "high": one.high,
        "share_reached": None if one.unavailable else one.share_reached,
        "orders": orders if random else None,
        "seed": seed if random else None,
        "curve": list(one.curve),
        "unavailable": one.unavailable or None,
    }


def _reached(one: Saturation) -> str:
    if one.unavailable:
        return "unavailable"
    return "not reached" if one.reached is None else one.shown
