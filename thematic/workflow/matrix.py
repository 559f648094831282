"""The framework matrix: laid out, written into, and taken out as a file for the team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, Refused
from thematic.language.similarity import nearest
from thematic.model.matrix import CellSummary, StoredCell
from thematic.store.cells import load_cells, save_cell
from thematic.synthesis.matrix import (
    build_matrix,
    count_counted,
    default_themes,
    gather_column,
    print_passage,
)
from thematic.workflow.blindness import hidden_from
from thematic.workflow.quotes import having_attribute
from thematic.workflow.reading import find_code, load_study, quotes_by_local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thematic.model.codebook import Code
    from thematic.model.codings import Quote
    from thematic.model.columns import Study
    from thematic.model.matrix import FrameworkMatrix, MatrixCell
    from thematic.model.sources import Respondent
    from thematic.workflow.blindness import Pairs
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """Which part of the matrix is wanted; what is left empty does not restrict."""

    themes: tuple[str, ...] = ()
    """Keys or names of codes; without any, the codes one step below the top and those with a summary."""
    respondents: tuple[str, ...] = ()
    """Labels."""
    attributes: Mapping[str, str] = field(default_factory=dict)


def lay_matrix(
    project: Project, wanted: MatrixFilter | None = None, *, study: Study | None = None
) -> FrameworkMatrix:
    """Respondents against themes, with the summaries analysts wrote.

    Args:
        project: Whose respondents and codings.
        wanted: Rows and columns.
        study: Where it was read already.

    Raises:
        NotFound: The filter names a code, respondent or attribute that is not there.
    """
    wanted, study = wanted or MatrixFilter(), study or load_study(project)
    written = _summaries(project, study)
    themes = tuple(dict.fromkeys(_theme(study, key).key for key in wanted.themes))
    if not themes:
        themes = default_themes(study)
        themes += tuple(dict.fromkeys(one.theme for one in written if one.theme not in themes))
    rows = _rows(study, wanted)
    matrix = build_matrix(
        study,
        lambda local: quotes_by_local(project, study, list(local)),
        themes=themes,
        summaries=[one for one in written if one.theme in themes],
    )
    cells = {at: cell for at, cell in matrix.cells.items() if at[0] in rows}
    return replace(matrix, respondents=rows, cells=cells)


def lay_written(project: Project, study: Study) -> FrameworkMatrix | None:
    """The columns in which a summary stands; None where nobody wrote one."""
    themes = tuple(dict.fromkeys(one.theme for one in _summaries(project, study)))
    return lay_matrix(project, MatrixFilter(themes), study=study) if themes else None


def read_cell(project: Project, respondent: str, theme: str) -> tuple[MatrixCell | None, tuple[Quote, ...]]:
    """One cell with every passage in it; None where nothing was said or written.

    Raises:
        NotFound: There is no such respondent or code.
    """
    study = load_study(project)
    person, code = _person(study, respondent), _theme(study, theme)
    matrix = lay_matrix(project, MatrixFilter((code.key,), (person.label,)), study=study)
    return matrix.cells.get((person.label, code.key)), _passages(project, study, person, code)


def write_cell(
    project: Project, respondent: str, theme: str, text: str, quotes: Sequence[str] = ()
) -> StoredCell:
    """Write what a respondent says under a theme, as one act; no words take it back.

    Args:
        project: Where.
        respondent: Label or guid.
        theme: Key or name of a code.
        text: The summary.
        quotes: Guids, or their first letters, of the codings it points to; all of the cell by default.

    Raises:
        NotFound: There is no such respondent or code.
        BadInput: A quote stands in another cell.
        Refused: There is nothing to take back, or what stands there is hidden from who acts.
    """
    study = load_study(project)
    person, code = _person(study, respondent), _theme(study, theme)
    passages = _passages(project, study, person, code)
    by = project.acting_coder().guid
    chosen = tuple(dict.fromkeys(_quote(one, passages, f"{person.label} × {code.key}") for one in quotes))
    rests_on = {one.guid: print_passage(one) for one in passages}
    cell = StoredCell(person.guid, code.guid, text.strip(), by, chosen, rests_on)
    with project.store.reading() as connection:
        stored, unseen = load_cells(connection), _unseen(study, hidden_from(project, connection))
    before = [
        one
        for one in stored
        if one.respondent == person.guid and study.codebook.resolve(one.code) == code.guid
    ]
    if any((person.label, one.by) in unseen for one in before):
        raise Refused(
            f"Somebody whose codings of {person.label} you may not see yet has written that cell.",
            "Wait until both of you have finished.",
        )
    if not cell.text and not before:
        raise Refused(f"No summary is written for {person.label} under '{code.key}'.")
    # No reason: the journal is read by those, too, who may not know yet what is under which code.
    with project.act("write cell" if cell.text else "take back cell") as writer:
        for one in before:  # a summary under a code that was merged into this one is replaced too
            save_cell(writer, project.guid, replace(one, text=""))
        save_cell(writer, project.guid, cell)
    return cell


def _unseen(study: Study, hidden: Pairs) -> frozenset[tuple[str, str]]:
    """(label, coder) whose words about that respondent the acting person may not see yet."""
    return frozenset(
        (label, coder)
        for source in study.sources
        for guid, coder in hidden
        if guid == source.guid
        for label in source.respondents
    )


def _summaries(project: Project, study: Study) -> tuple[CellSummary, ...]:
    """What the acting person may read, by respondent and theme; summaries that met in one cell are joined."""
    with project.store.reading() as connection:
        stored, unseen = load_cells(connection), _unseen(study, hidden_from(project, connection))
    people = {person.guid: person.label for person in study.respondents}
    names = {coder.guid: coder.name for coder in study.coders}
    cells: dict[tuple[str, str], list[StoredCell]] = defaultdict(list)
    for one in stored:
        label = people.get(one.respondent)
        if label is not None and (label, one.by) not in unseen:
            code = study.codebook.by_guid[study.codebook.resolve(one.code)]
            cells[label, code.key].append(one)
    return tuple(
        CellSummary(
            respondent=label,
            theme=key,
            text="\n".join(one.text for one in found),
            by=", ".join(dict.fromkeys(names.get(one.by, one.by) for one in found)),
            quotes=tuple(guid for one in found for guid in one.quotes),
            rests_on={guid: mark for one in found for guid, mark in one.rests_on.items()},
        )
        for (label, key), found in cells.items()
    )


def _passages(project: Project, study: Study, person: Respondent, code: Code) -> tuple[Quote, ...]:
    """Everything in a cell, in text order."""
    local, _ = gather_column(count_counted(study), code.key).get(person.label, ([], ""))
    quotes = quotes_by_local(project, study, local)
    return tuple(sorted(quotes, key=lambda one: (one.source, one.start, one.end, one.code)))


def _rows(study: Study, wanted: MatrixFilter) -> tuple[str, ...]:
    chosen = {_person(study, name).label for name in wanted.respondents}
    masks = [having_attribute(study, name, value) for name, value in wanted.attributes.items()]
    return tuple(
        person.label
        for place, person in enumerate(study.respondents)
        if (not chosen or person.label in chosen) and all(mask[place] for mask in masks)
    )


def _person(study: Study, name: str) -> Respondent:
    for person in study.respondents:
        if name in (person.label, person.guid):
            return person
    labels = [person.label for person in study.respondents]
    raise NotFound("respondent", name, nearest(name, labels))


def _theme(study: Study, key: str) -> Code:
    """The code of that key or name, or the one it was merged into."""
    return study.codebook.by_guid[study.codebook.resolve(find_code(study.codebook, key).guid)]


def _quote(name: str, passages: Iterable[Quote], cell: str) -> str:
    found = [one.guid for one in passages if one.guid.startswith(name)]
    if len(found) != 1:
        told = f"begins {len(found)} codings" if found else "is no coding"
        raise BadInput(f"'{name}' {told} of {cell}.", "List them with 'thematic matrix show'.")
    return found[0]
