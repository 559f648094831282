"""Rounds: give sources to coders, say that one is done, freeze."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadFile, BadInput, NotFound, Refused
from thematic.ingest.tables import cell_text, read_table
from thematic.language.similarity import nearest
from thematic.model.rounds import Assignment, Round
from thematic.store.codes import load_codebook
from thematic.store.people import load_coders
from thematic.store.projects import load_project
from thematic.store.rounds import (
    assignment_guid,
    load_assignments,
    rounds_of,
    save_assignment,
    save_round,
    withdraw_assignment,
)
from thematic.store.sources import load_sources
from thematic.workflow.codebook_files import revision_of
from thematic.workflow.files import read_bytes
from thematic.workflow.reading import pick_source
from thematic.workflow.roles import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thematic.ingest.tables import Table
    from thematic.model.codings import Coder
    from thematic.model.rounds import AssignmentState
    from thematic.model.sources import Source
    from thematic.store.connection import Connection
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project


def list_rounds(project: Project) -> tuple[Round, ...]:
    """The rounds there were, by number."""
    with project.store.reading() as connection:
        return _rounds(connection)


def list_assignments(project: Project) -> tuple[Assignment, ...]:
    """Who was given what, by round."""
    with project.store.reading() as connection:
        return load_assignments(connection)


def assign_sources(
    project: Project, sources: Iterable[str], coders: Iterable[str], *, number: int | None = None
) -> tuple[Assignment, ...]:
    """Give each of these sources to each of these coders.

    Args:
        project: Where.
        sources: Names; none means every source.
        coders: Names.
        number: Of the round; the open one by default, or a new one where none is open.

    Returns:
        The assignments that are new.

    Raises:
        NotFound: A source or coder that is not there.
        Refused: The round is frozen, a coder only reads, or who acts does not lead.
    """
    require(project, "lead", "assign sources")
    with project.act("assign") as writer:
        given = _pick_sources(writer.connection, sources)
        people = _pick_coders(writer.connection, coders)
        if not people:
            raise BadInput("Nobody is named to assign sources to.", "Name coders with --to.")
        return _assign(project, writer, [(one.guid, who) for one in given for who in people], number)


def import_assignments(project: Project, path: str, *, number: int | None = None) -> tuple[Assignment, ...]:
    """Give sources to coders as a table says: a row for each, with the columns `source` and `coder`.

    Raises:
        BadFile: Every row that names what is not there, with its line; nothing is assigned then.
        Refused: As in `assign_sources`.
    """
    require(project, "lead", "assign sources")
    read_bytes(path)
    table = read_table(Path(path))
    with project.act("assign", Path(path).name) as writer:
        pairs = _read_pairs(table, load_sources(writer.connection), load_coders(writer.connection))
        return _assign(project, writer, pairs, number)


def _read_pairs(
    table: Table, sources: tuple[Source, ...], coders: tuple[Coder, ...]
) -> list[tuple[str, Coder]]:
    places = [table.find(name) for name in ("source", "coder")]
    missing = [
        table.missing(name) for name, at in zip(("source", "coder"), places, strict=True) if at is None
    ]
    if missing:
        raise BadFile(missing)
    pairs, problems = [], []
    for line, row in zip(table.lines, table.rows, strict=True):
        source, coder = (cell_text(row[place or 0]).strip() for place in places)
        try:
            pairs.append((pick_source(sources, source).guid, _pick_coder(coders, coder)))
        except BadInput as problem:
            problems.append(f"{table.where}:{line}: {problem}")
    if problems:
        raise BadFile(problems, "Nothing was assigned.")
    return pairs


def _assign(
    project: Project, writer: Writer, pairs: Iterable[tuple[str, Coder]], number: int | None
) -> tuple[Assignment, ...]:
    item = _open_round(project, writer, number)
    there = {each.guid for each in load_assignments(writer.connection)}
    made = []
    for source, person in pairs:
        if person.role == "reader":
            raise Refused(
                f"{person.name} is a reader, and codes nothing.",
                f"Make them a coder first: thematic coders role '{person.name}' coder",
            )
        guid = assignment_guid(project.guid, item.number, source, person.guid)
        if guid not in there:
            there.add(guid)
            made.append(Assignment(guid, item.number, source, person.guid))
            save_assignment(writer, made[-1], fresh=True)
    return tuple(made)


def finish_sources(project: Project, sources: Iterable[str]) -> tuple[Assignment, ...]:
    """The acting coder has gone through these sources; none named means all assigned to them.

    Raises:
        Refused: One was not assigned to them in an open round.
    """
    return _set_state(project, "finish", sources, "assigned", "finished")


def resume_sources(project: Project, sources: Iterable[str]) -> tuple[Assignment, ...]:
    """The acting coder is not done with these sources after all.

    Raises:
        Refused: One was not finished by them in an open round.
    """
    return _set_state(project, "resume", sources, "finished", "assigned")


def unassign_sources(project: Project, sources: Iterable[str], coders: Iterable[str]) -> int:
    """Take sources back from coders in the open round; their codings stay. Returns how many.

    Raises:
        Refused: No round is open, or who acts does not lead.
    """
    require(project, "lead", "take sources back")
    with project.act("unassign") as writer:
        connection = writer.connection
        given = {source.guid for source in _pick_sources(connection, sources)}
        people = {person.guid for person in _pick_coders(connection, coders)}
        item = _find_round(_rounds(connection), None)
        chosen = [
            each
            for each in load_assignments(connection)
            if each.round == item.number and each.source in given and each.coder in people
        ]
        for each in chosen:
            withdraw_assignment(writer, each.guid)
    return len(chosen)


def freeze_round(project: Project, number: int | None = None) -> Round:
    """Close a round: its sources take no more coding by those they were assigned to.

    Records the revision of the codebook it was coded with.

    Raises:
        Refused: Somebody has not finished, no round is open, or who acts does not lead.
    """
    require(project, "lead", "freeze a round")
    with project.act("freeze") as writer:
        connection = writer.connection
        item = _find_round(_rounds(connection), number)
        if item.status == "frozen":
            raise Refused(f"Round {item.number} is frozen already.")
        unfinished = [
            each
            for each in load_assignments(connection)
            if each.round == item.number and each.state != "finished"
        ]
        if unfinished:
            names = {person.guid: person.name for person in load_coders(connection)}
            waiting = ", ".join(sorted({names[each.coder] for each in unfinished}))
            many = "1 source is" if len(unfinished) == 1 else f"{len(unfinished)} sources are"
            raise Refused(
                f"Round {item.number} cannot be frozen: {many} not finished ({waiting}).",
                "Finish them, or take them back with 'thematic rounds unassign'.",
            )
        frozen = replace(item, status="frozen", revision=_revision(connection))
        save_round(writer, project.guid, frozen)
    return frozen


def _set_state(
    project: Project,
    verb: str,
    sources: Iterable[str],
    before: AssignmentState,
    after: AssignmentState,
) -> tuple[Assignment, ...]:
    coder = project.acting_coder()
    with project.act(verb) as writer:
        connection = writer.connection
        still_open = {item.number for item in _rounds(connection) if item.status == "open"}
        own = {
            each.source: each
            for each in load_assignments(connection)
            if each.coder == coder.guid and each.round in still_open and each.state == before
        }
        names = tuple(sources)
        given = _pick_sources(connection, names)
        chosen = []
        for source in given:
            if source.guid in own:
                chosen.append(replace(own[source.guid], state=after))
                save_assignment(writer, chosen[-1], fresh=False)
            elif names:
                raise Refused(
                    f"{source.name} is not {before} for {coder.name} in an open round.",
                    "'thematic coverage' shows who is to code what.",
                )
    return tuple(chosen)


def _rounds(connection: Connection) -> tuple[Round, ...]:
    return rounds_of(load_project(connection).settings)


def _revision(connection: Connection) -> str:
    return revision_of(load_codebook(connection))


def _open_round(project: Project, writer: Writer, number: int | None) -> Round:
    """The round to assign in: the one named, the open one, or the next, opened now."""
    found = _rounds(writer.connection)
    opened = [item for item in found if item.status == "open"]
    if number is None and opened:
        return opened[-1]
    wanted = number or len(found) + 1
    for item in found:
        if item.number == wanted:
            if item.status == "frozen":
                raise Refused(f"Round {wanted} is frozen.", "Assign in a new round.")
            return item
    if wanted != len(found) + 1:
        raise BadInput(f"There is no round {wanted}.", f"The next one is {len(found) + 1}.")
    made = Round(wanted, "open", _revision(writer.connection))
    save_round(writer, project.guid, made)
    return made


def _find_round(found: tuple[Round, ...], number: int | None) -> Round:
    if number is None:
        opened = [item for item in found if item.status == "open"]
        if not opened:
            raise Refused("No round is open.", "Assign sources first: 'thematic rounds assign'.")
        return opened[-1]
    for item in found:
        if item.number == number:
            return item
    raise NotFound("round", str(number))


def _pick_sources(connection: Connection, names: Iterable[str]) -> tuple[Source, ...]:
    found = load_sources(connection)
    chosen = tuple(pick_source(found, name) for name in names)
    return chosen or found


def _pick_coders(connection: Connection, names: Iterable[str]) -> tuple[Coder, ...]:
    known = load_coders(connection)
    return tuple(_pick_coder(known, name) for name in dict.fromkeys(names))


def _pick_coder(known: tuple[Coder, ...], name: str) -> Coder:
    by_name = {person.name: person for person in known}
    if name not in by_name:
        raise NotFound("coder", name, nearest(name, list(by_name)))
    return by_name[name]
