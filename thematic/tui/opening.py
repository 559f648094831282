"""Opening a project for the desk, and what is read from it then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.errors import ThematicError

if TYPE_CHECKING:
    from thematic.model.codebook import Codebook
    from thematic.model.codings import Coder, Memo
    from thematic.model.journal import Act
    from thematic.model.sources import Question, Respondent, Source
    from thematic.workflow.keymap import Keymap
    from thematic.workflow.live import Position
    from thematic.workflow.project import Project, Surroundings
    from thematic.workflow.tallying import CodeCounts

KEYS_FILE = "desk-keys.yaml"
"""The file of one's own keys, in the configuration folder."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as read when the desk opens it."""

    project: Project
    sources: tuple[Source, ...]
    codebook: Codebook
    coders: tuple[Coder, ...]
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    memos: tuple[Memo, ...]
    done: frozenset[str]
    next_undo: Act | None
    keymap: Keymap
    keymap_problem: str
    """What is wrong with the person's own keys; empty for nothing."""
    facts: frozenset[str]
    """Names of attributes that say who a respondent is; closed answers are left out."""
    position: Position
    """How far the journal had come before all this was read."""


def open_for_desk(where: str, coder: str | None, here: Surroundings | None) -> Opened:
    """Open a project and read what every screen needs; runs in a thread, for it imports SQLAlchemy.

    Raises:
        StorageError: The project cannot be opened.
    """
    from thematic.workflow import coding, following, history, keymap, live, lookup, progress, reading  # noqa: F401 (loaded here because it takes time)
    from thematic.workflow.project import open_project, real_surroundings

    here = here or real_surroundings()
    project = open_project(where, coder=coder, here=here)
    position = live.position(project)
    keys, problem = keymap.Keymap(), ""
    try:
        keys = keymap.read_keymap(here)
    except ThematicError as error:
        problem = str(error)
    told = {one.name for one in reading.list_attributes(project) if one.kind != "scale" and not one.question}
    return Opened(
        project,
        reading.list_sources(project),
        reading.read_codebook(project),
        reading.list_coders(project),
        reading.list_questions(project),
        reading.list_respondents(project),
        reading.list_memos(project),
        progress.done_sources(project),
        history.next_undo(project),
        keys,
        problem,
        frozenset(told),
        position,
    )


def count_everything(project: Project) -> CodeCounts:
    """Codings and respondents by code."""
    from thematic.workflow.tallying import count_by_code

    return count_by_code(project)
