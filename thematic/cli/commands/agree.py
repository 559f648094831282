"""`thematic agree`: how far coders agree."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from thematic.cli.output import emit, emit_json, emit_rows, json_option, opened, project_options, say
from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.agreement import Agreement
    from thematic.workflow.agreement import AgreementReport, Measured

UNITS = ("source", "turn", "sentence", "answer", "character")
NO_VALUE = "–"
ACROSS = {"pooled": "(all codes pooled)", "averaged": "(mean of codes)"}


@click.command("agree", short_help="Measure how far coders agree.")
@click.option("--unit", type=click.Choice(UNITS), help="What is judged.")
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="A coefficient, such as cohen_kappa."
)
@click.option("--code", "codes", multiple=True, metavar="KEY", help="Only this code.")
@click.option("--rollup", is_flag=True, help="Count what lies below a code as the code.")
@click.option("--coders", metavar="A,B", help="Only these coders.")
@click.option("--round", "number", type=click.IntRange(1), help="Only what was assigned in this round.")
@click.option("--by", metavar="ATTRIBUTE", help="One value of an attribute of respondents at a time.")
@click.option("--seed", type=int, default=20, show_default=True, help="Of the intervals.")
@click.option("--table", metavar="FILE.csv", help="Measure this table of units × coders; no project needed.")
@click.option("--categories", metavar="A,B,C", help="With --table: the values coders could choose.")
@click.option("--distance", metavar="NAME", help="With --table: nominal, ordinal, interval, ratio …")
@click.option("--spans", metavar="FILE.csv", help="Measure these passages: coder,start,end[,value].")
@click.option("--length", type=click.IntRange(1), help="With --spans: characters of the text.")
@json_option
@project_options
def agree(
    unit: str | None,
    measures: tuple[str, ...],
    codes: tuple[str, ...],
    rollup: bool,
    coders: str | None,
    number: int | None,
    by: str | None,
    seed: int,
    table: str | None,
    categories: str | None,
    distance: str | None,
    spans: str | None,
    length: int | None,
    as_json: bool,
) -> None:
    """Measure how far coders agree, per code, pooled and averaged.

    Without options: Krippendorff's alpha over whole sources and over sentences, and |u for
    boundaries. Only sources that two coders finished enter. Intervals come from resampling
    sources. A coefficient without a value is shown as "–" with the reason.

    Example: thematic agree --unit sentence --measure cohen_kappa --coders Maren,Priya
    """
    about_project: dict[str, object] = {
        "--unit": unit,
        "--code": codes,
        "--rollup": rollup,
        "--coders": coders,
        "--round": number,
        "--by": by,
    }
    about_table: dict[str, object] = {"--categories": categories, "--distance": distance}
    if table or spans:
        _refuse_unused(about_project | ({} if table else about_table), "--table" if table else "--spans")
        rows = _outside(table, measures, categories, distance, spans, length)
        if as_json:
            emit_json([_row(row) for row in rows])
        else:
            _print_rows(rows)
        return
    _refuse_unused(about_table | {"--length": length}, "a project")
    from thematic.workflow.agreement import AgreementWanted, measure_agreement

    names = tuple(part.strip() for part in coders.split(",")) if coders else ()
    wanted = AgreementWanted(unit or "", measures, codes, names, by or "", number, rollup, seed)
    with opened() as project:
        report = measure_agreement(project, wanted)
    if as_json:
        emit_json([_project_row(each, report) for each in report.rows])
    else:
        _print_report(report)
    _explain(report)


def _refuse_unused(given: dict[str, object], measured: str) -> None:
    """Nobody takes a coefficient for one over what they had picked."""
    unused = [option for option, value in given.items() if value]
    if unused:
        raise BadInput(f"{', '.join(unused)} means nothing where {measured} is measured.", "Leave it out.")


def _outside(
    table: str | None,
    measures: tuple[str, ...],
    categories: str | None,
    distance: str | None,
    spans: str | None,
    length: int | None,
) -> tuple[Agreement, ...]:
    from thematic.workflow.agreement import measure_spans_file, measure_table_file

    if table and spans:
        raise BadInput("--table and --spans measure different things.", "Give one of them.")
    if table:
        values = [value.strip() for value in categories.split(",")] if categories else None
        return measure_table_file(table, measures, categories=values, distance=distance)
    if length is None:
        raise BadInput("--spans needs the length of the text.", "Give --length N, in characters.")
    return measure_spans_file(str(spans), measures, length=length)


def _row(row: Agreement) -> dict[str, Any]:
    return {
        "measure": row.measure,
        "year": row.year,
        "unit": row.unit,
        "code": row.code,
        "coders": list(row.coders),
        "sources": row.sources,
        "n": row.n,
        "prevalence": row.prevalence,
        "value": None if row.undefined else row.value,
        "low": row.low,
        "high": row.high,
        "seed": row.seed,
        "undefined": row.undefined,
        "scope": row.scope,
        "notes": list(row.notes),
    }


def _project_row(each: Measured, report: AgreementReport) -> dict[str, Any]:
    from thematic.workflow.agreement import OVERLAPS

    return {
        **_row(each.agreement),
        **({"by": {report.by: each.group}} if report.by else {}),
        "overlaps": OVERLAPS,
        "finished": "codings" if len(report.assumed) == len(report.sources) else "assignments",
        "revision": report.revision,
    }


def _print_report(report: AgreementReport) -> None:
    for group, rows in groupby(report.rows, key=lambda each: each.group):
        if report.by:
            emit(f"{report.by}: {group}")
        _print_rows([each.agreement for each in rows])


def _print_rows(rows: Sequence[Agreement]) -> None:
    for (measure, year, unit), some in groupby(rows, key=lambda row: (row.measure, row.year, row.unit)):
        found = list(some)
        emit(f"{measure} ({year}), unit {unit}")
        defined = [row for row in found if row.undefined is None or row.scope != "code"]
        cells = [
            (
                row.code or ACROSS.get(row.scope, "(all)"),
                " ".join(row.coders),
                _number(None if row.undefined else row.value),
                _interval(row),
                f"{row.n:.0f}",
                "" if row.prevalence is None else f"{row.prevalence:.3f}",
                row.sources or "",
            )
            for row in defined
        ]
        if cells:
            emit_rows(("code", "coders", "value", "95 % interval", "n", "prevalence", "sources"), cells)
        for line in _footnotes(found):
            emit(line)
        emit("")


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else NO_VALUE


def _interval(row: Agreement) -> str:
    if row.low is None or row.high is None:
        return ""
    return f"{row.low:.3f} to {row.high:.3f}"


def _footnotes(rows: Sequence[Agreement]) -> list[str]:
    """Why coefficients have no value, a line per reason, and what to be careful about."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.undefined is not None:
            reasons.setdefault(row.undefined, []).append(row.code or row.scope)
    lines = [f"{NO_VALUE} {reason}: {', '.join(dict.fromkeys(codes))}" for reason, codes in reasons.items()]
    notes: dict[str, list[str]] = {}
    for row in rows:
        for note in row.notes:
            notes.setdefault(note, []).append(row.code or "")
    every = {row.code for row in rows if row.code}
    for note, of in notes.items():
        codes = list(dict.fromkeys(code for code in of if code))
        some = codes and set(codes) != every
        lines.append(f"Note: {note}: {', '.join(codes)}" if some else f"Note: {note}")
    return lines


def _explain(report: AgreementReport) -> None:
    if report.reflexive:
        say(
            "This project's approach is reflexive, so no coefficient is shown. "
            "'thematic compare A B' lists where two coders differ."
        )
        return
    many = len(report.sources)
    say(f"Coders: {', '.join(report.coders)}. Sources finished by at least two of them: {many}.")
    if report.assumed:
        say(
            f"{len(report.assumed)} of these were not assigned to anybody: "
            "there, whoever coded anything counts as having finished."
        )
