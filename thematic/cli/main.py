"""The command `thematic`: a table of verbs, each loaded only when it is used."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from thematic.errors import ThematicError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS: dict[str, tuple[str, str]] = {
    "demo": ("demo:demo", "Build the shipped study and write its report."),
    "init": ("project:init", "Make a new project."),
    "settings": ("settings:settings", "Show or change what holds for the whole project."),
    "import": ("importing:import_", "Bring files or folders in as sources."),
    "sources": ("sources:sources", "List sources; print one with its codes in the margin."),
    "respondents": ("respondents:respondents", "List respondents; attach attributes and consent."),
    "questions": ("questions:questions", "List the questions; import the guide; record who was asked."),
    "codebook": ("codebook:codebook", "Import, export, check or show the codebook."),
    "code": ("code:code", "Change the codebook: add, rename, move, merge, split, retire."),
    "coders": ("coders:coders", "List the people who code; say who leads."),
    "rounds": ("rounds:rounds", "Give sources to coders, finish, freeze."),
    "coverage": ("coverage:coverage", "Show who is coded how far, and by whom."),
    "memo": ("memo:memo", "Write, list, search and export notes."),
    "open": ("desk:open_", "Open the coding desk."),
    "tag": ("tag:tag", "Put codes on a quote."),
    "retag": ("tag:retag", "Give a coding another code, extent or stance."),
    "untag": ("tag:untag", "Take a coding away."),
    "codings": ("codings:codings", "Import or export codings as CSV; list those to look at again."),
    "quotes": ("quotes:quotes", "Retrieve coded quotes by code and other filters."),
    "search": ("search:search", "Find words in the texts, coded or not."),
    "agree": ("agree:agree", "Measure how far coders agree."),
    "compare": ("compare:compare", "List where two coders differ, by kind."),
    "adjudicate": ("adjudicate:adjudicate", "Decide where coders differ."),
    "merge": ("merging:merge", "Merge other copies of this project into it."),
    "bundle": ("merging:bundle", "Write or read a small file of acts, for mail or git."),
    "outline": ("outline:outline", "Draft, import, change or export the outline of findings."),
    "evidence": ("evidence:evidence", "Show and judge what a finding rests on."),
    "synthesise": ("findings:synthesise", "Turn codings into ranked, numbered findings."),
    "matrix": ("matrix:matrix", "Lay respondents against themes."),
    "saturation": ("saturation:saturation", "Measure when new themes stopped coming."),
    "lint": ("lint:lint", "Hold every statement against its evidence."),
    "report": ("findings:report", "Write the report as a document."),
    "journal": ("history:journal", "Show every act, or verify the journal."),
    "undo": ("history:undo", "Take back your last act."),
    "redo": ("history:redo", "Do again what you took back."),
    "backup": ("history:backup", "Copy the whole project to a new file or server."),
    "check": ("history:check", "Check that the project is whole."),
}
"""Verb → (module:attribute under `cli.commands`, short help). A test holds the helps equal."""


class Verbs(click.Group):
    """A group that imports a verb's module only when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, or None where there is none."""
        if cmd_name not in VERBS:
            return None
        module, _, attribute = VERBS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(f"thematic.cli.commands.{module}"), attribute)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs from the table, without loading any."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, help_) for verb, (_, help_) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-p",
    "--project",
    metavar="PATH|URL",
    help="The project; else $THEMATIC_PROJECT, else the only *.thematic here.",
)
@click.option(
    "--as", "coder", metavar="NAME", help="Who acts; else $THEMATIC_CODER, else your choice for this project."
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.version_option(package_name="thematic", prog_name="thematic")
@click.pass_context
def cli(ctx: click.Context, project: str | None, coder: str | None, debug: bool) -> None:
    """Code interviews and turn the codings into findings that can be traced to their quotes.

    Every verb has --help with an example. Data goes to standard output, talk to
    standard error; verbs that list or measure take --json.

    Example: thematic demo
    """
    ctx.obj = {"project": project, "coder": coder, "debug": debug}


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit code and never lets a traceback out without `--debug`."""
    debug = "--debug" in arguments or bool(os.environ.get("THEMATIC_DEBUG"))
    try:
        result = cli.main(list(arguments), prog_name="thematic", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return _say("Interrupted; nothing half-done was stored.", 130)
    except click.ClickException as problem:
        problem.show(sys.stderr)
        return 2
    except KeyboardInterrupt:
        return _say("Interrupted; nothing half-done was stored.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except ThematicError as problem:
        if debug:
            raise
        return _say(_worded(problem), problem.exit_code)
    except OSError as problem:
        if debug:
            raise
        return _say(f"Error: {problem.strerror or problem}: {problem.filename or 'the output'}.", 3)
    except Exception as problem:
        if debug:
            raise
        name = type(problem).__name__
        return _say(
            f"Error: something unforeseen happened ({name}: {problem}). Run again with --debug to see where.",
            3,
        )
    return result if isinstance(result, int) else 0


def _worded(problem: ThematicError) -> str:
    return f"Error: {problem.message}" + (f"\n{problem.hint}" if problem.hint else "")


def _say(text: str, code: int) -> int:
    sys.stdout.flush()
    click.echo(text, err=True)
    return code
