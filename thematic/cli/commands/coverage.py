"""`thematic coverage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit, emit_json, emit_rows, json_option, opened, project_options, say

if TYPE_CHECKING:
    from thematic.workflow.coverage import CoderOnSource, Coverage


@click.command("coverage", short_help="Show who is coded how far, and by whom.")
@json_option
@project_options
def coverage(as_json: bool) -> None:
    """Show who is coded how far, and by whom.

    For each source the part of its text that is coded, and for each coder the codings and
    whether they are done; then what each two coders both finished, in sources, turns,
    sentences and characters, and what waits to be adjudicated. Codings that are hidden from
    you are not counted.

    Example: thematic coverage
    """
    from thematic.workflow.coverage import measure_coverage

    with opened() as project:
        found = measure_coverage(project)
    if as_json:
        emit_json(_value(found))
        return
    names = list(dict.fromkeys(one.coder for row in found.sources for one in row.coders))
    rows = []
    for row in found.sources:
        by = {one.coder: _cell(one) for one in row.coders}
        rows.append(
            (row.source, _percent(row.share), *(by.get(name, "") for name in names), row.waiting or "")
        )
    emit_rows(("source", "coded", *names, "to adjudicate"), rows)
    if found.pairs:
        emit("")
        emit_rows(
            ("both finished", "sources", "turns", "sentences", "characters", "of all text"),
            [
                (" and ".join(p.coders), p.sources, p.turns, p.sentences, p.characters, _percent(p.share))
                for p in found.pairs
            ],
        )
    many = sum(len(row.finished_by) > 1 for row in found.sources)
    say(f"{counted(many, 'source')} of {len(found.sources)} double-coded.")
    say(
        f"{counted(found.waiting, 'disagreement')} to adjudicate, {found.deferred} put off, "
        f"{found.decided} decided."
    )


def _cell(one: CoderOnSource) -> str:
    many = "hidden" if one.codings is None else str(one.codings)
    return many if one.state == "not assigned" else f"{many} ({one.state})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _value(found: Coverage) -> object:
    return {
        "sources": [
            {
                "source": row.source,
                "characters": row.characters,
                "coded": row.coded,
                "share": round(row.share, 4),
                "coders": [
                    {"coder": one.coder, "state": one.state, "round": one.round, "codings": one.codings}
                    for one in row.coders
                ],
                "finished_by": list(row.finished_by),
                "disagreements": row.disagreements,
                "waiting": row.waiting,
            }
            for row in found.sources
        ],
        "double_coded": [
            {
                "coders": list(pair.coders),
                "sources": pair.sources,
                "turns": pair.turns,
                "sentences": pair.sentences,
                "characters": pair.characters,
                "share": round(pair.share, 4),
            }
            for pair in found.pairs
        ],
        "adjudication": {"waiting": found.waiting, "deferred": found.deferred, "decided": found.decided},
    }
