"""`thematic respondents …`."""

from __future__ import annotations

import click

from thematic.cli.output import counted, emit_json, emit_rows, json_option, opened, project_options, say


@click.group(
    "respondents",
    invoke_without_command=True,
    short_help="List respondents; attach attributes and consent.",
)
@json_option
@project_options
@click.pass_context
def respondents(ctx: click.Context, as_json: bool) -> None:
    """List respondents; attach attributes and consent.

    Each with consent and attributes, in order of joining. Respondents are the unit of every
    count; they join with the sources they speak in.

    Example: thematic respondents
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.reading import list_respondents

    with opened() as project:
        found = list_respondents(project)
    if as_json:
        emit_json(
            [
                {
                    "label": person.label,
                    "guid": person.guid,
                    "consent": person.consent,
                    "attributes": dict(person.attributes),
                }
                for person in found
            ]
        )
        return
    rows = [
        (person.label, person.consent, "; ".join(f"{k}: {_said(v)}" for k, v in person.attributes.items()))
        for person in found
    ]
    emit_rows(("respondent", "consent", "attributes"), rows)


@respondents.command("import")
@click.argument("file")
@project_options
def import_(file: str) -> None:
    """Attach attributes, consent and exposure from a table with a row per respondent.

    The first column, or one named 'respondent', holds the label; 'consent' is one of
    unknown, analysis, quote, quote with role; every other column becomes an attribute.

    Example: thematic respondents import respondents.csv
    """
    from thematic.workflow.people import import_respondents

    with opened() as project:
        rows, warnings = import_respondents(project, file)
    for warning in warnings:
        say(f"Warning: {warning}")
    say(f"Attached attributes to {counted(rows, 'respondent')}.")


@respondents.command("consent")
@click.argument("consent", metavar="unknown|analysis|quote|'quote with role'")
@click.argument("labels", nargs=-1, metavar="[LABEL…]")
@click.option("--all", "everyone", is_flag=True, help="For every respondent.")
@click.option("--reason", default="", help="Which declaration, signed when.")
@project_options
def consent(consent: str, labels: tuple[str, ...], everyone: bool, reason: str) -> None:
    """Record a signed declaration of consent, for some respondents or for all.

    Nobody is quoted in a public report who did not consent to be quoted; with 'analysis' a
    person is counted and not quoted.

    Example: thematic respondents consent quote R1 R2 --reason "forms of 3 May"
    """
    from thematic.errors import BadInput
    from thematic.workflow.people import record_consent

    if everyone == bool(labels):
        raise BadInput("For whom?", "Name respondents, or give --all.")
    with opened() as project:
        count = record_consent(project, labels, consent, reason)
    say(f"Recorded '{consent}' for {counted(count, 'respondent')}.")


@respondents.command("scale")
@click.argument("attribute")
@click.argument("steps", nargs=-1, required=True, metavar="STEP…")
@project_options
def scale(attribute: str, steps: tuple[str, ...]) -> None:
    """Say which answers a closed question offered, lowest first.

    Scales are told from the answers; steps that nobody ticked can be known only so.

    Example: thematic respondents scale country UK Canada
    """
    from thematic.workflow.people import declare_scale

    with opened() as project:
        declare_scale(project, attribute, steps)
    say(f"'{attribute}' is a scale of {counted(len(steps), 'step')}.")


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
