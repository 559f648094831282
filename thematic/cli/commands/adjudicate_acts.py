"""The acts of `thematic adjudicate`: one answer, one for many, taking back, decision files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from thematic.cli.commands.compare import item_options, make_filter
from thematic.cli.output import counted, opened, project_options, say, write_file
from thematic.errors import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thematic.model.disagreements import Decision, Disagreement
    from thematic.workflow.adjudication import Adjudicated, Answer, Queue

_SPAN = re.compile(r"(\d{1,15}):(\d{1,15})")
CHOICES = ("union", "intersection", "reject", "codebook issue", "defer")
"""Choices that need nothing but their name."""
STANCES = ("supports", "qualifies", "opposes")
HELPS = {
    "union": "From the first to the last word that anybody marked.",
    "intersection": "The words that everybody marked.",
    "reject": "Nothing of it belongs into the consensus.",
    "codebook issue": "The codebook is at fault; becomes a memo on the code.",
    "defer": "Put it off; stays out of the consensus.",
}


def _answers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give an act the ways to answer; it gets them together as keywords."""
    command = click.option("--why", default="", metavar="TEXT", help="The reason.")(command)
    command = click.option("--stance", type=click.Choice(STANCES), help="The stance to keep.")(command)
    for choice in reversed(CHOICES):
        command = click.option(_option(choice), choice.replace(" ", "_"), is_flag=True, help=HELPS[choice])(
            command
        )
    return click.option("--accept", metavar="CODER", help="This coder's codings stand.")(command)


def _option(choice: str) -> str:
    return f"--{choice.replace(' ', '-')}"


@click.command("decide", short_help="Answer one item.")
@click.argument("item")
@_answers
@click.option("--new", "span", metavar="START:END", help="Another passage, with --code.")
@click.option("--code", metavar="KEY", help="The code, where the item has two or the passage is new.")
@project_options
def decide(item: str, **given: Any) -> None:
    """Answer one item; another answer takes the place of an earlier one.

    ITEM is an id as listed, or its beginning. Which answers there are is told by the options;
    give exactly one.

    Example: thematic adjudicate decide 0b9c… --accept Maren --why "the whole thought"
    """
    from thematic.workflow import adjudication

    with opened() as project:
        queue = adjudication.load_queue(project)
        answer = _answer(queue, find_item(queue, item).id, given)
        done = adjudication.decide(project, [answer], queue)
    _tell(done, queue)


@click.command("all", short_help="Answer all items of a kind alike.")
@_answers
@click.option("--dry-run", is_flag=True, help="Say how many, and decide nothing.")
@item_options
@project_options
def decide_all(
    dry_run: bool, kinds: tuple[str, ...], codes: tuple[str, ...], sources: tuple[str, ...], **given: Any
) -> None:
    """Answer all waiting items of a kind alike, as one act: trivial boundaries, above all.

    Items for which the answer makes no sense (the coders' stances differ, say) are left
    waiting and listed.

    Example: thematic adjudicate all --kind "passage uncoded" --reject --why "seen by one only"
    """
    from thematic.workflow import adjudication

    if not kinds:
        raise BadInput(
            "Answer items of which kind?", "Name it with --kind; 'thematic adjudicate' lists them."
        )
    with opened() as project:
        queue = adjudication.load_queue(project)
        items = queue.waiting(make_filter(kinds, codes, sources))
        answers = [_answer(queue, item.id, given) for item in items]
        if not answers:
            say("No item of that kind waits.")
            return
        done = adjudication.decide_many(project, answers, queue, dry_run=dry_run)
    if dry_run:
        say(f"{counted(done.made, 'item')} would be answered.")
        for line in done.stale:
            say(line)
    else:
        _tell(done, queue)


@click.command("reopen", short_help="Take decisions back.")
@click.argument("items", nargs=-1, required=True, metavar="ITEM…")
@project_options
def reopen(items: tuple[str, ...]) -> None:
    """Take decisions back: the items wait again.

    Until they are answered anew, their sources have no consensus, and findings rest there on
    whom the lead named.

    Example: thematic adjudicate reopen 0b9c…
    """
    from thematic.workflow import adjudication

    with opened() as project:
        queue = adjudication.load_queue(project)
        count = adjudication.reopen(project, [find_item(queue, item).id for item in items])
    say(f"{counted(count, 'decision')} taken back.")


@click.command("export", short_help="Write items as a decision file.")
@click.argument("file", required=False)
@click.option("--all", "everything", is_flag=True, help="Also what is answered, with the answers.")
@item_options
@project_options
def export(
    file: str | None,
    everything: bool,
    kinds: tuple[str, ...],
    codes: tuple[str, ...],
    sources: tuple[str, ...],
) -> None:
    """Write what waits as a decision file, to be answered in an editor.

    The YAML tells each item with all codings that were shown. Write a choice and a reason
    behind each, and take it in with 'thematic adjudicate import'.

    Example: thematic adjudicate export decisions.yaml
    """
    from thematic.workflow.decision_files import write_decision_file

    with opened() as project:
        text = write_decision_file(project, make_filter(kinds, codes, sources), everything=everything)
    write_file(file, text)


@click.command("import", short_help="Take in the answers of a decision file.")
@click.argument("file")
@project_options
def import_(file: str) -> None:
    """Take in the answers of a decision file as one act; taking them in again changes nothing.

    An answer about an item that is not here, or that was shown something else than stands
    here now, is listed with its line and not taken; then the exit code is 1.

    Example: thematic adjudicate import decisions.yaml
    """
    from thematic.workflow.adjudication import load_queue
    from thematic.workflow.decision_files import apply_decision_file

    with opened() as project:
        done = apply_decision_file(project, file)
        queue = load_queue(project)
    _tell(done, queue)
    if done.stale:
        raise AnswerIsNo(f"{counted(len(done.stale), 'answer')} of {file} not taken.")


ACTS = (decide, decide_all, reopen, export, import_)


def find_item(queue: Queue, name: str) -> Disagreement:
    """The item with that id, or the only one whose id begins so.

    Raises:
        NotFound: There is none, or more than one.
    """
    from thematic.errors import NotFound

    found = [item for item in queue.found.items if item.id.startswith(name)] if name else []
    if len(found) != 1:
        raise NotFound("item", name)
    return found[0]


def told(item: Disagreement, queue: Queue) -> list[str]:
    """What was decided about an item, or why it waits again; nothing where nobody has answered it."""
    decision = queue.decisions.get(item.id)
    if decision:
        return [_said(decision, queue)]
    again = queue.reopened.get(item.id)
    return [f"Waits again: {again}."] if again else []


def _said(decision: Decision, queue: Queue) -> str:
    names = queue.found.coder_names
    of = f" {names.get(decision.coder or '', '')}" if decision.coder else ""
    why = f": {decision.why}" if decision.why else ""
    return f"Decided by {names.get(decision.by, decision.by)}: {decision.choice}{of}{why}"


def _answer(queue: Queue, item: str, given: Mapping[str, Any]) -> Answer:
    from thematic.model.disagreements import CHOICES as KNOWN
    from thematic.workflow.adjudication import Answer
    from thematic.workflow.comparison import pick_coders
    from thematic.workflow.reading import find_code

    accept, span, code = given["accept"], given.get("span"), given.get("code")
    chosen = {
        "accept": accept,
        "new": span,
        **{choice: given[choice.replace(" ", "_")] for choice in CHOICES},
    }
    answers = [choice for choice in KNOWN if chosen[choice]]
    if len(answers) != 1:
        options = ", ".join(_option(choice) for choice in CHOICES)
        raise BadInput("Give exactly one answer.", f"One of --accept CODER, {options}, --new START:END.")
    found = _SPAN.fullmatch(span or "0:1")
    if not found or int(found[1]) >= int(found[2]):
        raise BadInput(f"'{span}' is not a span.", "Write START:END, counted in characters.")
    return Answer(
        item,
        answers[0],
        given["why"],
        coder=pick_coders(queue.found.coders, [accept])[0] if accept else None,
        code=find_code(queue.found.codebook, code).guid if code else None,
        start=int(found[1]) if span else None,
        end=int(found[2]) if span else None,
        stance=given["stance"],
    )


def _tell(done: Adjudicated, queue: Queue) -> None:
    say(f"{counted(done.made, 'item')} answered, {done.known} answered so already.")
    layer = done.layer
    if layer.new or layer.changed or layer.absent:
        say(f"Consensus: {counted(layer.new, 'new coding')}, {layer.changed} changed, {layer.absent} gone.")
    names = sorted(queue.found.source_names[source] for source in layer.complete)
    if names:
        say(
            f"Nothing waits any more on {', '.join(names)}."
            if len(names) <= 5
            else f"Nothing waits any more on {len(names)} sources."
        )
    for line in done.stale:
        say(line)
