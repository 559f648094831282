"""`thematic questions …`."""

from __future__ import annotations

import click

from thematic.cli.output import counted, emit, emit_json, emit_rows, json_option, opened, project_options, say
from thematic.errors import BadInput


@click.group(
    "questions",
    invoke_without_command=True,
    short_help="List the questions; import the guide; record who was asked.",
)
@json_option
@project_options
@click.pass_context
def questions(ctx: click.Context, as_json: bool) -> None:
    """List the questions with how many were asked and answered.

    The base of a finding about a question is those who were asked and answered, so these are
    the numbers that every share rests on.

    Example: thematic questions
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.reading import count_exposure

    with opened() as project:
        rows = count_exposure(project)
    if as_json:
        emit_json(
            [
                {"number": q.number, "text": q.text, "guid": q.guid, "asked": asked, "answered": answered}
                for q, asked, answered in rows
            ]
        )
    else:
        emit_rows(("number", "asked", "answered", "text"), [(q.number, a, b, q.text) for q, a, b in rows])


@questions.command("import")
@click.argument("file")
@project_options
def import_(file: str) -> None:
    """Take the guide in (csv `number,text`, or a line each), and open questions in interviews.

    An interviewer's turn that starts with Q4 or 4., or that matches a question's words,
    opens that question; one line a source says which were found.

    Example: thematic questions import questions.csv
    """
    from thematic.workflow.people import import_questions

    with opened() as project:
        lines = import_questions(project, file)
    for line in lines:
        emit(line)


@questions.command("asked")
@click.argument("file")
@project_options
def asked(file: str) -> None:
    """Record from a table (respondent,question,asked) who was put which question.

    asked is yes or no. Whoever was not asked is not in the base of that question, and is not
    counted as silent either.

    Example: thematic questions asked asked.csv
    """
    from thematic.workflow.people import import_asked

    with opened() as project:
        say(f"Recorded {counted(import_asked(project, file), 'row')}.")


@questions.command("assign")
@click.argument("source")
@click.argument("turns", metavar="FIRST[-LAST]")
@click.argument("number", metavar="QUESTION|none")
@project_options
def assign(source: str, turns: str, number: str) -> None:
    """Say by hand which question some turns of a source belong to.

    Turns are numbered from 1, as 'thematic sources print SOURCE' shows them.

    Example: thematic questions assign R1 4-7 2
    """
    from thematic.workflow.people import assign_question
    from thematic.workflow.reading import find_source, read_text

    first, _, last = turns.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise BadInput(f"'{turns}' is not a run of turns.", "Write FIRST-LAST, for example 4-7.")
    if number != "none" and not number.isdigit():
        raise BadInput(f"'{number}' is not a question's number.")
    chosen = None if number == "none" else int(number)
    with opened() as project:
        text = read_text(project, find_source(project, source).guid)
        assign_question(project, text, range(int(first), int(last or first) + 1), chosen)
