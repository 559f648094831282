"""The verbs of `thematic outline` that say what a statement is about; each is one act."""

from __future__ import annotations

import click

from thematic.cli.commands.outline_acts import acting
from thematic.cli.output import opened, project_options, say
from thematic.errors import BadInput


@click.command("scope")
@click.argument("finding")
@click.argument("where", nargs=-1, metavar="[NAME=VALUE]…")
@click.option("--all", "everybody", is_flag=True, help="About everybody.")
@click.option("--inherit", is_flag=True, help="A point: about whom its finding is about.")
@project_options
def scope(finding: str, where: tuple[str, ...], everybody: bool, inherit: bool) -> None:
    """Say whom a finding or point is about: who has an attribute, a mode, or was asked a question.

    Its numbers are counted among these people from then on.

    Example: thematic outline scope time-barrier country=UK question=1,2
    """
    from thematic.model.outline import Scope
    from thematic.workflow.bearings import read_scope, set_scope

    if bool(where) + everybody + inherit != 1:
        raise BadInput("Say whom it is about: NAME=VALUE, or --all, or --inherit.")
    with acting() as (project, resolve):
        name = resolve(finding)
        set_scope(project, name, Scope(everyone=True) if everybody else read_scope(where))
    say(
        f"'{name}' is about {' '.join(where) or ('everybody' if everybody else 'whom its finding is about')}."
    )


@click.command("camps")
@click.argument("finding")
@click.argument("camps", nargs=-1, metavar="[CAMP=CODE,CODE]…")
@click.option("--none", "clear", is_flag=True, help="Take the camps away; their codes stay.")
@project_options
def camps(finding: str, camps: tuple[str, ...], clear: bool) -> None:
    """Give a finding rival positions, each with codes and a tally of its own.

    Its words may count them: {quantifier: CAMP}. Who holds two of them is of two minds.

    Example: thematic outline camps time-barrier rushing=rushed,busy resting=support
    """
    from thematic.workflow.bearings import set_camps

    if bool(camps) == clear:
        raise BadInput("Give camps as CAMP=CODE,CODE, or --none.")
    made = {}
    for one in camps:
        camp, _, codes = (part.strip() for part in one.partition("="))
        made[camp] = [code.strip() for code in codes.split(",") if code.strip()]
        if not (camp and made[camp]):
            raise BadInput(f"'{one}' is no camp.", "Write CAMP=CODE,CODE.")
    with acting() as (project, resolve):
        name = resolve(finding)
        set_camps(project, name, made)
    told = f"the camps {', '.join(made)}" if made else "no camps"
    say(f"'{name}' has {told}.")


@click.command("claim")
@click.argument("finding")
@click.argument("rank", type=click.IntRange(1), required=False)
@click.option("--among", help="A code, whose children compete, or a section, whose findings do.")
@click.option("--none", "clear", is_flag=True, help="It claims no rank.")
@project_options
def claim(finding: str, rank: int | None, among: str | None, clear: bool) -> None:
    """Say which rank a finding claims, and among what: "the most common barrier" is 1 among barriers.

    The linter holds its words to that.

    Example: thematic outline claim time-barrier 1 --among findings
    """
    from thematic.model.outline import Claim
    from thematic.workflow.bearings import set_claim

    if clear == (rank is not None) or clear == bool(among):
        raise BadInput("Give the rank and --among, or --none.")
    with acting() as (project, resolve):
        name = resolve(finding)
        set_claim(project, name, Claim(rank, among) if rank and among else None)
    say(f"'{name}' claims {f'rank {rank} among {among}' if rank else 'no rank'}.")


@click.command("kind")
@click.argument("point")
@click.argument("kind", type=click.Choice(["recommendation", "specification", "elaboration"]))
@project_options
def kind(point: str, kind: str) -> None:
    """Say whether a point is a recommendation, a specification or an elaboration.

    Recommendations may ask for what nobody counted.

    Example: thematic outline kind 1a recommendation
    """
    from thematic.workflow.bearings import set_kind

    with acting() as (project, resolve):
        name = resolve(point)
        set_kind(project, name, kind)  # type: ignore[arg-type] # click has checked the choice
    say(f"'{name}' is a {kind}.")


@click.command("follows")
@click.argument("finding")
@click.argument("other", required=False)
@click.option("--free", is_flag=True, help="It may stand anywhere.")
@project_options
def follows(finding: str, other: str | None, free: bool) -> None:
    """Say that a finding must stand right after another one, because its words point back to it.

    "This is exacerbated by …" keeps its sense then: the linter tells when the two are parted.

    Example: thematic outline follows 2 1
    """
    from thematic.workflow.bearings import set_follows

    if (other is None) != free:
        raise BadInput("Name the finding it follows, or --free.")
    with acting() as (project, resolve):
        name = resolve(finding)
        set_follows(project, name, resolve(other) if other else "")
    say(f"'{name}' {'may stand anywhere' if free else f'follows {other}'}.")


@click.command("appraise")
@click.argument("finding")
@click.option("--confidence", type=click.Choice(["high", "moderate", "low", "very low"]), help="How sure.")
@click.option("--methods", "methodological", help="Concerns about how the evidence was gathered.")
@click.option("--coherence", help="How well the statement fits the evidence.")
@click.option("--adequacy", help="How rich the evidence is.")
@click.option("--relevance", help="How well the evidence applies.")
@project_options
def appraise(finding: str, confidence: str | None, **concerns: str | None) -> None:
    """Say how sure the authors are of a finding; printed in an appendix.

    The fields are those of GRADE-CERQual. What is not given stays as it was.

    Example: thematic outline appraise time-barrier --confidence low --adequacy 'One person.'
    """
    from thematic.workflow.bearings import appraise as appraise_

    given = {name: words for name, words in concerns.items() if words is not None}
    if confidence is None and not given:
        raise BadInput("Say how sure you are, or what gives you concern.")
    with acting() as (project, resolve):
        name = resolve(finding)
        appraise_(project, name, confidence, given)  # type: ignore[arg-type] # click has checked the choice
    say(f"'{name}' is appraised.")


@click.command("label")
@click.argument("label")
@click.argument("where", nargs=-1, metavar="[NAME=VALUE]…")
@click.option("--none", "clear", is_flag=True, help="Take the label away.")
@project_options
def label(label: str, where: tuple[str, ...], clear: bool) -> None:
    """Say what the people of a scope are called: statements about them use that word.

    The linter holds every use of the word to the scope.

    Example: thematic outline label UK-based country=UK
    """
    from thematic.workflow.bearings import read_scope, set_label

    if bool(where) == clear:
        raise BadInput("Say who is called so: NAME=VALUE, or --none.")
    with opened() as project:
        set_label(project, label, None if clear else read_scope(where))
    say(f"'{label}' {'is no label' if clear else 'stands for ' + ' '.join(where)}.")


@click.command("move-section")
@click.argument("section")
@click.option("--up", "step", flag_value=-1, type=int, help="Before the section above.")
@click.option("--down", "step", flag_value=1, type=int, help="After the section below.")
@project_options
def move_section(section: str, step: int | None) -> None:
    """Move a section up or down; the numbers of its findings follow.

    Pinned findings keep their place in it.

    Example: thematic outline move-section more --up
    """
    from thematic.workflow.board import move_section as move_section_

    if step is None:
        raise BadInput("Say where to: --up or --down.")
    with opened() as project:
        move_section_(project, section, step)
    say(f"Section '{section}' moved {'up' if step < 0 else 'down'}.")


@click.command("remove-section")
@click.argument("section")
@project_options
def remove_section(section: str) -> None:
    """Remove an empty section.

    Findings in it are moved or set aside first.

    Example: thematic outline remove-section more
    """
    from thematic.workflow.board import drop_section

    with opened() as project:
        drop_section(project, section)
    say(f"Section '{section}' removed.")


ABOUT = (scope, camps, claim, kind, follows, appraise, label, move_section, remove_section)
"""Verbs that `thematic outline` takes in."""
