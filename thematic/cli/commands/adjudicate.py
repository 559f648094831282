"""`thematic adjudicate …`: what there is to decide, one item whole, and how far the team is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from thematic.cli.commands.adjudicate_acts import ACTS, find_item, told
from thematic.cli.commands.compare import item_options, item_value, make_filter, print_items
from thematic.cli.output import emit, emit_json, emit_rows, json_option, opened, project_options, say

if TYPE_CHECKING:
    from thematic.model.codebook import Code
    from thematic.model.disagreements import Disagreement
    from thematic.workflow.adjudication import Queue
    from thematic.workflow.memos import NamedMemo

WIDE = 96
AROUND = 160
"""Characters of context shown on either side."""


@click.group("adjudicate", invoke_without_command=True, short_help="Decide where coders differ.")
@click.option("--waiting", is_flag=True, help="What nobody answered, or has to answer again (the default).")
@click.option("--decided", is_flag=True, help="What is settled.")
@click.option("--deferred", is_flag=True, help="What was put off or sent to the codebook.")
@click.option("--coders", metavar="A,B", default="", help="Only items in which both have a part.")
@item_options
@json_option
@project_options
@click.pass_context
def adjudicate(
    ctx: click.Context,
    kinds: tuple[str, ...],
    codes: tuple[str, ...],
    sources: tuple[str, ...],
    coders: str,
    waiting: bool,
    decided: bool,
    deferred: bool,
    as_json: bool,
) -> None:
    """Decide where coders differ; without a subcommand, list what waits, the worst first.

    Sources enter when everybody they were assigned to has finished. Once nothing on a source
    waits any more, what was decided becomes its consensus, which findings rest on; the coders'
    own codings stay as they are.

    Example: thematic adjudicate --kind "passage uncoded"
    """
    if ctx.invoked_subcommand is not None:
        return
    from thematic.workflow.adjudication import load_queue

    wanted = make_filter(
        kinds, codes, sources, tuple(name.strip() for name in coders.split(",") if name.strip())
    )
    with opened() as project:
        queue = load_queue(project)
    items = [
        *(queue.waiting(wanted) if waiting or not (decided or deferred) else ()),
        *(queue.deferred(wanted) if deferred else ()),
        *(queue.decided(wanted) if decided else ()),
    ]
    if as_json:
        emit_json([{**item_value(item, queue.found), **decision_value(item, queue)} for item in items])
        return
    for item in items:
        print_items([item], queue.found)
        for line in told(item, queue):
            emit(f"   {line}")
    count = len(queue.waiting())
    say(f"{count} of {sum(all_ for _, all_ in queue.progress().values())} disagreements wait.")


def decision_value(item: Disagreement, queue: Queue) -> dict[str, Any]:
    """What was decided about an item, for JSON."""
    decision = queue.decisions.get(item.id)
    names = queue.found.coder_names
    return {
        "choice": decision.choice if decision else None,
        "accepted": names.get(decision.coder or "") if decision else None,
        "by": names.get(decision.by) if decision else None,
        "why": decision.why if decision else None,
        "reopened": queue.reopened.get(item.id),
    }


@adjudicate.command("show")
@click.argument("item")
@project_options
def show(item: str) -> None:
    """Show an item whole: every coding with what stands around it, the codes' entries and the memos.

    ITEM is an id as listed, or its beginning.

    Example: thematic adjudicate show 0b9c…
    """
    from thematic.workflow.adjudication import load_queue
    from thematic.workflow.contexts import read_contexts
    from thematic.workflow.memos import named_memos

    with opened() as project:
        queue = load_queue(project)
        found = find_item(queue, item)
        contexts = read_contexts(project, [coding.guid for coding in found.codings])
        around = {
            guid: f"{_end(one.before)}[{one.words}]{_beginning(one.after)}" for guid, one in contexts.items()
        }
        memos = [
            memo
            for on in (
                *(f"coding/{c.guid}" for c in found.codings),
                *(f"code/{code}" for code in found.codes),
            )
            for memo in named_memos(project, on)
        ]
    _print_whole(found, queue, around, memos)


def _print_whole(item: Disagreement, queue: Queue, around: dict[str, str], memos: list[NamedMemo]) -> None:
    found = queue.found
    emit(f"{item.kind} in {found.source_names[item.source]} {item.start}:{item.end}, item {item.id}")
    for coding in item.codings:
        code = found.code_keys[found.codebook.resolve(coding.code)]
        stance = f"; {coding.stance}" if coding.stance else ""
        emit("")
        emit(f"{found.coder_names[coding.coder]} [{code}{stance}] {coding.start}:{coding.end}")
        _wrap(around.get(coding.guid, f"[{coding.quote}]"))
    for coder in sorted(found.coder_names[coder] for coder in item.absent):
        emit("")
        emit(f"{coder}: not here")
    for guid in sorted(item.codes, key=found.code_keys.__getitem__):
        emit("")
        _print_code(found.codebook.by_guid[guid])
    for memo in memos:
        emit("")
        emit(f"Memo of {memo.coder} on {memo.on}")
        _wrap(memo.text)
    emit("")
    for line in told(item, queue) or ["Nobody has answered it."]:
        emit(line)


def _print_code(code: Code) -> None:
    emit(f"{code.key}: {code.name}")
    _wrap(code.definition)
    for name, values in (("Include", code.include), ("Exclude", code.exclude), ("Examples", code.examples)):
        if values:
            _wrap(f"{name}: {'; '.join(values)}")


def _wrap(text: str) -> None:
    for line in textwrap.wrap(" ".join(text.split()), WIDE, initial_indent="   ", subsequent_indent="   "):
        emit(line)


def _end(text: str) -> str:
    return text if len(text) <= AROUND else f"… {text[-AROUND:].partition(' ')[2]}"


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND].rpartition(' ')[0]} …"


@adjudicate.command("progress")
@json_option
@project_options
def progress(as_json: bool) -> None:
    """Show how far each source is.

    Disagreements, how many of them are answered, and whether the source has a consensus.

    Example: thematic adjudicate progress
    """
    from thematic.workflow.adjudication import load_queue

    with opened() as project:
        queue = load_queue(project)
    names = queue.found.source_names
    rows = [
        (names[source], all_, answered, all_ - answered, _layer(queue, source, all_ - answered))
        for source, (answered, all_) in queue.progress().items()
    ]
    if as_json:
        keys = ("source", "disagreements", "answered", "waiting", "consensus")
        emit_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    emit_rows(("source", "disagreements", "answered", "waiting", "consensus"), rows)


def _layer(queue: Queue, source: str, waiting: int) -> str:
    if source in queue.overdue:
        return "to be renewed"
    return "no" if waiting else "yes"


@adjudicate.command("recode")
@json_option
@project_options
def recode(as_json: bool) -> None:
    """List the codes that decisions blame, with the passage and the reason.

    Define such a code anew, let everybody look at its codings again, and decide the item anew.

    Example: thematic adjudicate recode
    """
    from thematic.workflow.adjudication import load_queue
    from thematic.workflow.decision_files import list_recoding

    with opened() as project:
        queue, found = load_queue(project), list_recoding(project)
    names, keys = queue.found.source_names, queue.found.code_keys
    rows = [
        (
            keys[each.code],
            each.codings,
            "yes" if each.redefined else "no",
            f"{names[each.item.source]} {each.item.start}:{each.item.end}",
            each.item.id,
            each.decision.why,
        )
        for each in found
    ]
    header = ("code", "codings", "redefined", "passage", "item", "why")
    if as_json:
        emit_json([dict(zip(header, row, strict=True)) for row in rows])
        return
    emit_rows(header, rows)


for act in ACTS:
    adjudicate.add_command(act)
