"""What every verb shares: its common options, the open project, data out and talk aside."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from thematic.workflow.project import Project, Surroundings

_SYMBOLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_SYMBOLS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}

F = TypeVar("F", bound="Callable[..., Any]")


def project_options(command: F) -> F:
    """Give a verb `-p` and `--as`, which may stand before or after it."""
    with_coder = click.option(
        "--as", "coder", metavar="NAME", help="Who acts.", expose_value=False, callback=_remember("coder")
    )(command)
    return click.option(
        "-p",
        "--project",
        metavar="PATH|URL",
        help="The project.",
        expose_value=False,
        callback=_remember("project"),
    )(with_coder)


def json_option(command: F) -> F:
    """Give a verb `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def keep(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        shared = ctx.ensure_object(dict)
        if value is not None:
            shared[name] = value

    return keep


def surroundings() -> Surroundings:
    """The world outside, for verbs that make projects."""
    from thematic.workflow.project import real_surroundings

    return real_surroundings()


def project_address() -> str:
    """Which project is meant; see `find_project`."""
    from thematic.workflow.project import find_project

    named = click.get_current_context().ensure_object(dict).get("project")
    return str(named) if named else find_project(surroundings(), Path())


def named_coder() -> str | None:
    """The coder given with `--as`, if any."""
    found = click.get_current_context().ensure_object(dict).get("coder")
    return None if found is None else str(found)


@contextmanager
def opened() -> Iterator[Project]:
    """The project that this verb works on, closed afterwards."""
    from thematic.workflow.project import open_project

    project = open_project(project_address(), coder=named_coder(), here=surroundings())
    try:
        yield project
    finally:
        project.close()


def emit(text: str) -> None:
    """Data: one line to standard output; control characters are shown as symbols, never sent."""
    click.echo(text.translate(_SYMBOLS))


def emit_json(value: Any) -> None:
    """Data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Conversation: one line to standard error."""
    click.echo(text, err=True)


def emit_rows(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A plain table: columns aligned, numbers to the right, one line a row."""
    cells = [[_cell(value) for value in row] for row in rows]
    numeric = [
        bool(cells) and all(row[column].replace(".", "", 1).isdigit() or not row[column] for row in cells)
        for column in range(len(names))
    ]
    widths = [max([len(name), *(len(row[column]) for row in cells)]) for column, name in enumerate(names)]
    for row in [list(names), *cells]:
        parts = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        click.echo("  ".join(parts).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(str(value).split())


def say_left_out(project: Project) -> None:
    """Tell a coder who is blind for a while which sources an export shows in part only."""
    from thematic.workflow.blindness import hidden_sources

    names = hidden_sources(project)
    if names:
        say(f"Left out, as hidden from you: what others coded in {_some(names)}.")


def say_whole(project: Project) -> None:
    """Tell a coder who is blind for a while that a copy shows everything."""
    from thematic.workflow.blindness import hidden_sources

    names = hidden_sources(project)
    if names:
        say(f"It holds also what is hidden from you: what others coded in {_some(names)}.")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 5 else f"{', '.join(names[:5])} and {len(names) - 5} more"


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 coding`, `2 codings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error where that is a terminal; elsewhere nothing is drawn."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def attribute_pair(text: str) -> tuple[str, str]:
    """`country=UK` as name and value."""
    name, equals, value = text.partition("=")
    if not equals:
        raise BadInput(f"'{text}' is not ATTRIBUTE=VALUE.", "For example: --where country=UK")
    return name, value


def write_file(path: str | None, text: str | bytes) -> None:
    """Write data to a file whole or not at all, or text to standard output where the file is `-` or none."""
    if isinstance(text, str) and (path is None or path == "-"):
        whole = text if text.endswith("\n") else text + "\n"
        sys.stdout.write(whole.translate(_SYMBOLS) if sys.stdout.isatty() else whole)
        return
    from thematic.workflow.files import write_whole

    write_whole(Path(str(path)), text.encode("utf-8") if isinstance(text, str) else text)
    say(f"Wrote {path}.")
