"""The verbs of `thematic outline` that change single findings; each is one act that undo takes back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from thematic.cli.output import emit, opened, project_options, say
from thematic.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thematic.workflow.project import Project

_KINDS = click.Choice(["recommendation", "specification", "elaboration"])


@click.command("add")
@click.argument("statement", required=False, default="")
@click.option("--section", help="The section it goes into.")
@click.option("--under", help="The finding it becomes a point of.")
@click.option("--codes", default="", help="The codes it rests on, with commas between.")
@click.option("--kind", type=_KINDS, default="elaboration", help="What a point is.")
@click.option("--id", "name", default="", help="Its id; made from its codes or words by default.")
@click.option("--after", default="", help="The finding or point it stands after.")
@project_options
def add(
    statement: str, section: str | None, under: str | None, codes: str, kind: str, name: str, after: str
) -> None:
    """Add a finding to a section, or a point under a finding; without words, codes draft them.

    Words in braces are filled in: {Quantifier}, {n}, {N}, {percent}, {enumerate: CODE}, {dissent}.

    Example: thematic outline add '{Quantifier} had no time.' --section findings --codes time-barrier
    """
    from thematic.workflow import board

    if (section is None) == (under is None):
        raise BadInput("Say where it goes: --section for a finding, or --under for a point.")
    keys = _keys(codes)
    with acting() as (project, resolve):
        beside = resolve(after) if after else ""
        if section is not None:
            made = board.add_finding(project, statement, section, codes=keys, name=name, after=beside)
        else:
            above = resolve(under or "")
            made = board.add_point(project, above, statement, codes=keys, kind=kind, name=name, after=beside)  # type: ignore[arg-type] # click has checked the choice
        _say_where(project, made)


@click.command("add-section")
@click.argument("title")
@click.option("--after", default="", help="The section it stands after.")
@project_options
def add_section(title: str, after: str) -> None:
    """Add an empty section.

    Its id is made of its title; findings are moved or added to it.

    Example: thematic outline add-section 'What gets in the way'
    """
    from thematic.workflow.board import add_section as add_

    with opened() as project:
        made = add_(project, title, after=after)
    say(f"Section '{made}' added.")


@click.command("retitle")
@click.argument("section")
@click.argument("title")
@project_options
def retitle(section: str, title: str) -> None:
    """Give a section another title.

    Its id stays, so that whatever names it still does.

    Example: thematic outline retitle findings 'What gets in the way'
    """
    from thematic.workflow.board import entitle_section

    with opened() as project:
        entitle_section(project, section, title)
    say(f"Section '{section}' is called '{title}' now.")


@click.command("write")
@click.argument("finding")
@click.argument("statement")
@project_options
def write(finding: str, statement: str) -> None:
    """Give a finding or point other words, and hear what the linter says of them.

    What the statement rests on now is kept with it: when that changes, it is marked stale.

    Example: thematic outline write time-barrier '{Quantifier} had no time.'
    """
    from thematic.cli.commands.lint import spoken
    from thematic.cli.commands.outline_show import lines_of
    from thematic.workflow.board import write_statement
    from thematic.workflow.linting import inspect_findings

    with acting() as (project, resolve):
        name = resolve(finding)
        write_statement(project, name, statement)
        inspected = inspect_findings(project)
    for line in lines_of(inspected, name):
        emit(line)
    for remark in inspected.of(name):
        say(spoken(remark))


@click.command("codes")
@click.argument("finding")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@project_options
def codes(finding: str, codes: tuple[str, ...]) -> None:
    """Say on which codes a finding or point rests; codes below them count too.

    They take the place of those it rested on.

    Example: thematic outline codes time-barrier time-barrier busy
    """
    from thematic.workflow.board import set_codes

    with acting() as (project, resolve):
        name = resolve(finding)
        set_codes(project, name, codes)
    say(f"'{name}' rests on {', '.join(codes)}.")


@click.command("move")
@click.argument("finding")
@click.option("--up", "step", flag_value=-1, type=int, help="One place up.")
@click.option("--down", "step", flag_value=1, type=int, help="One place down.")
@click.option("--after", help="Right after another finding.")
@click.option("--section", help="To the end of a section.")
@click.option("--under", help="Make it a point of another finding.")
@click.option("--out", is_flag=True, help="Make a point a finding of its own.")
@project_options
def move(
    finding: str, step: int | None, after: str | None, section: str | None, under: str | None, out: bool
) -> None:
    """Move a finding or point; numbers and letters follow, pinned ones keep theirs.

    Past the edge of its section a finding goes into the next one.

    Example: thematic outline move time-barrier --after support
    """
    from thematic.workflow import board

    if sum(one is not None for one in (step, after, section, under)) + out != 1:
        raise BadInput("Say where to: one of --up, --down, --after, --section, --under, --out.")
    with acting() as (project, resolve):
        name = resolve(finding)
        if step is not None:
            board.step_statement(project, name, step)
        elif under is not None:
            board.lower_finding(project, name, under=resolve(under))
        elif out:
            board.raise_point(project, name)
        else:
            board.put_finding(project, name, section or "", after=resolve(after) if after else "")
        _say_where(project, name)


@click.command("pin")
@click.argument("finding")
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--free", is_flag=True, help="Let its number follow its place again.")
@project_options
def pin(finding: str, number: int | None, free: bool) -> None:
    """Fix the number of a finding.

    The others move round it; when its section begins at another number, the pin goes along.

    Example: thematic outline pin time-barrier 1
    """
    from thematic.workflow.board import pin_finding

    if (number is None) != free:
        raise BadInput("Give the number, or --free.")
    with acting() as (project, resolve):
        name = resolve(finding)
        pin_finding(project, name, number)
        _say_where(project, name)


@click.command("merge")
@click.argument("findings", nargs=-1, required=True, metavar="FINDING…")
@click.option("--into", required=True, help="The finding that stays.")
@click.option("--statement", default="", help="New words for it.")
@project_options
def merge(findings: tuple[str, ...], into: str, statement: str) -> None:
    """Put findings into one, which rests on all their codes from then on.

    Decisions, quotes and points come along; the words of the others are kept beside
    its own, and their ids lead to it. 'outline move --under' makes a point instead.

    Example: thematic outline merge support --into time-barrier
    """
    from thematic.workflow.board import merge_findings

    with acting() as (project, resolve):
        kept = resolve(into)
        merge_findings(project, [resolve(one) for one in findings], kept, statement)
        _say_where(project, kept)


@click.command("split")
@click.argument("finding")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@click.option("--id", "name", default="", help="Id of the new finding.")
@click.option("--statement", default="", help="Its words; drafted from its codes by default.")
@project_options
def split(finding: str, codes: tuple[str, ...], name: str, statement: str) -> None:
    """Take some codes of a finding into a new one right after it.

    A finding on one code can be parted between the codes below that.

    Example: thematic outline split time-barrier rushed
    """
    from thematic.workflow.board import split_finding

    with acting() as (project, resolve):
        made = split_finding(project, resolve(finding), codes, into=name, statement=statement)
        _say_where(project, made)


@click.command("set-aside")
@click.argument("finding")
@click.option("--reason", required=True, help="Why; printed in the report.")
@project_options
def set_aside(finding: str, reason: str) -> None:
    """Take a finding out of the report, its theme listed with the reason; a point is removed.

    'thematic outline raise' makes a finding of the theme again, with the words it had.

    Example: thematic outline set-aside support --reason 'Said by one person only.'
    """
    from thematic.workflow.board import set_aside as set_aside_

    with acting() as (project, resolve):
        name = resolve(finding)
        set_aside_(project, name, reason)
    say(f"'{name}' is set aside.")


@click.command("raise")
@click.argument("code")
@click.option("--section", required=True, help="The section it goes into.")
@project_options
def raise_(code: str, section: str) -> None:
    """Make a finding of a theme that was set aside or not raised yet.

    It gets the words it had, else a draft, at the end of the section.

    Example: thematic outline raise support --section findings
    """
    from thematic.workflow.board import raise_theme

    with opened() as project:
        made = raise_theme(project, code, section)
        _say_where(project, made)


@click.command("rank")
@click.argument("section")
@project_options
def rank(section: str) -> None:
    """Put a section's findings in the order of their computed rank; pinned ones keep their numbers.

    Lead-ins stay over the run of findings they governed.

    Example: thematic outline rank findings
    """
    from thematic.workflow.board import rank_section

    with opened() as project:
        rank_section(project, section)
    say(f"Section '{section}' is in the order of rank.")


@click.command("word")
@click.argument("finding")
@click.argument("word", required=False, default="")
@click.option("--reason", default="", help="Why; printed beside the computed word.")
@click.option("--computed", is_flag=True, help="Go back to the computed word.")
@project_options
def word(finding: str, word: str, reason: str, computed: bool) -> None:
    """Choose the word for how many over the computed one, which stays beside it.

    It is signed with your name and printed with the reason.

    Example: thematic outline word time-barrier several --reason 'Said with force.'
    """
    from thematic.workflow.board import choose_word, compute_word

    if bool(word) == computed:
        raise BadInput("Give the word, or --computed.")
    with acting() as (project, resolve):
        name = resolve(finding)
        if computed:
            compute_word(project, name)
        else:
            choose_word(project, name, word, reason)
    say(f"'{name}' says {'the computed word' if computed else repr(word)} now.")


@click.command("keep")
@click.argument("finding")
@project_options
def keep(finding: str) -> None:
    """Say that a statement still stands on the evidence there is now; it is stale no longer.

    A statement is stale when its evidence changed after it was written.

    Example: thematic outline keep time-barrier
    """
    from thematic.workflow.board import keep_statement

    with acting() as (project, resolve):
        name = resolve(finding)
        keep_statement(project, name)
    say(f"'{name}' stands on its evidence of today.")


@click.command("lead-in")
@click.argument("first")
@click.argument("last")
@click.argument("statement", required=False, default="")
@project_options
def lead_in(first: str, last: str, statement: str) -> None:
    """Write a lead-in over a run of findings, from the first to the last; without words it is removed.

    Its quantifier counts the union over the run.

    Example: thematic outline lead-in 1 2 'Barriers were described by {quantifier}, including:'
    """
    from thematic.workflow.board import write_stem

    with acting() as (project, resolve):
        write_stem(project, resolve(first), resolve(last), statement)
    say("Lead-in written." if statement else "Lead-in removed.")


ACTS = (
    add, add_section, retitle, write, codes, move, pin, merge, split, set_aside, raise_, rank, word,
    keep, lead_in,
)  # fmt: skip
"""Verbs that `thematic outline` takes in."""


@contextmanager
def acting() -> Iterator[tuple[Project, Callable[[str], str]]]:
    """The open project, and a way from a finding's id or number to its id."""
    from thematic.workflow.board import current_outline, find_name

    with opened() as project:
        yield project, lambda given: find_name(current_outline(project), given)


def _keys(codes: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in codes.split(",") if key.strip())


def _say_where(project: Project, name: str) -> None:
    from thematic.workflow.board import current_outline, statement_labels

    label = statement_labels(current_outline(project))[name]
    say(f"'{name}' is {'finding' if label.isdigit() else 'point'} {label}.")
