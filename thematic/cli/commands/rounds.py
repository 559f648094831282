"""`thematic rounds …`: who is to code what, who has finished, and the freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thematic.cli.output import counted, emit_json, emit_rows, json_option, opened, project_options, say
from thematic.errors import BadInput, Refused

if TYPE_CHECKING:
    from thematic.workflow.project import Project


@click.group("rounds", invoke_without_command=True, short_help="Give sources to coders, finish, freeze.")
@json_option
@project_options
@click.pass_context
def rounds(ctx: click.Context, as_json: bool) -> None:
    """Give sources to coders, finish, freeze; without a subcommand, list the rounds.

    In a round two coders of one source do not see each other's codings, in any listing,
    count, search or report, until both have finished it. A convention that keeps them
    independent, not security: the project file holds everything.

    Example: thematic rounds
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.reading import list_coders, list_sources
    from thematic.workflow.rounds import list_assignments, list_rounds

    with opened() as project:
        found, given = list_rounds(project), list_assignments(project)
        coders = {coder.guid: coder.name for coder in list_coders(project)}
        sources = {source.guid: source.name for source in list_sources(project)}
    by_round = {item.number: [each for each in given if each.round == item.number] for item in found}
    if as_json:
        emit_json(
            [
                {
                    "round": item.number,
                    "status": item.status,
                    "codebook": item.revision,
                    "assignments": [
                        {"source": sources[each.source], "coder": coders[each.coder], "state": each.state}
                        for each in by_round[item.number]
                    ],
                }
                for item in found
            ]
        )
        return
    emit_rows(
        ("round", "status", "sources", "coders", "finished", "assigned", "codebook"),
        [
            (
                item.number,
                item.status,
                len({each.source for each in by_round[item.number]}),
                ", ".join(dict.fromkeys(coders[each.coder] for each in by_round[item.number])),
                sum(each.state == "finished" for each in by_round[item.number]),
                len(by_round[item.number]),
                item.revision[:12],
            )
            for item in found
        ],
    )


@rounds.command("assign")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--to", "people", multiple=True, metavar="CODER…", help="Who is to code them.")
@click.option("--all", "everything", is_flag=True, help="Every source.")
@click.option("--file", "path", metavar="FILE", help="A table with the columns source and coder instead.")
@click.option("--round", "number", type=click.IntRange(1), metavar="N", help="The open round by default.")
@project_options
def assign(
    sources: tuple[str, ...], people: tuple[str, ...], everything: bool, path: str | None, number: int | None
) -> None:
    """Give each of these sources to each of these coders; only a lead may.

    Opens a round where none is open, and remembers the codebook it begins with. A coder who
    has not acted yet is added first with 'thematic coders add'.

    Example: thematic rounds assign R1 --to Maren Priya
    """
    from thematic.workflow.rounds import assign_sources, import_assignments

    with opened() as project:
        if path is not None:
            if sources or people or everything:
                raise BadInput("The file says which source goes to whom.", "Give --file and nothing else.")
            made = import_assignments(project, path, number=number)
        else:
            sources, people = _part(project, sources, people)
            if everything == bool(sources):
                raise BadInput("Which sources?", "Name sources, or give --all.")
            made = assign_sources(project, sources, people, number=number)
        named = f"round {made[0].round}" if made else "this round"
    given, who = {each.source for each in made}, {each.coder for each in made}
    say(f"Gave {counted(len(given), 'source')} to {counted(len(who), 'coder')} in {named}.")


@rounds.command("unassign")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--from", "people", multiple=True, required=True, metavar="CODER…", help="Whose they were.")
@project_options
def unassign(sources: tuple[str, ...], people: tuple[str, ...]) -> None:
    """Take sources back from coders in the open round, all of them where none is named; only a lead may.

    Their codings stay.

    Example: thematic rounds unassign R1 --from Priya
    """
    from thematic.workflow.rounds import unassign_sources

    with opened() as project:
        sources, people = _part(project, sources, people)
        count = unassign_sources(project, sources, people)
    say(f"Took {counted(count, 'assignment')} back.")


@rounds.command("finish")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@project_options
def finish(sources: tuple[str, ...]) -> None:
    """Say that you are through with sources; without a name, with all that are yours in the round.

    Your codings there stand as they are from then on, and the other coders of the source see
    them once they have finished too.

    Example: thematic rounds finish R1
    """
    from thematic.workflow.rounds import finish_sources

    with opened() as project:
        _tell(len(finish_sources(project, sources)), "Finished", "Nothing is yours to finish.")


@rounds.command("resume")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@project_options
def resume(sources: tuple[str, ...]) -> None:
    """Take sources up again that you had finished; without a name, all of them.

    You can code on, and the other coders' codings are hidden again until you finish.

    Example: thematic rounds resume R1
    """
    from thematic.workflow.rounds import resume_sources

    with opened() as project:
        _tell(len(resume_sources(project, sources)), "Took up again", "Nothing of yours is finished.")


@rounds.command("freeze")
@click.argument("number", required=False, type=click.IntRange(1), metavar="[N]")
@project_options
def freeze(number: int | None) -> None:
    """Close a round, the open one by default, once everybody has finished; only a lead may.

    Its sources take no more coding by those they were given to, in any way, and it remembers
    the codebook it was coded with. Agreement and adjudication follow; a new round opens with
    the next 'thematic rounds assign'.

    Example: thematic rounds freeze
    """
    from thematic.workflow.rounds import freeze_round

    with opened() as project:
        done = freeze_round(project, number)
    say(f"Round {done.number} is frozen; it was coded with codebook {done.revision[:12]}.")


def _part(
    project: Project, sources: tuple[str, ...], people: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sources and coders: what stands after the first name of an option arrives among the sources."""
    from thematic.workflow.reading import list_coders, list_sources, pick_source

    known, found = {coder.name for coder in list_coders(project)}, list_sources(project)
    kept, more = [], []
    for name in sources:
        try:
            pick_source(found, name)
        except BadInput:
            if name not in known:
                raise
            more.append(name)
        else:
            kept.append(name)
    return tuple(kept), (*people, *more)


def _tell(count: int, done: str, nothing: str) -> None:
    if not count:
        raise Refused(nothing, "'thematic coverage' shows who is to code what.")
    say(f"{done} {counted(count, 'source')}.")
