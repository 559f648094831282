"""Opening and making projects, and saying who acts.

Clock, random ids, nonces, environment and configuration folder come in through
`Surroundings`; nothing below reads them.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NobodyActs, NotAProject, ReadersWriteNothing
from thematic.model.codings import Coder
from thematic.model.journal import Act
from thematic.store.connection import create_store, discard_store, is_url
from thematic.store.journal import writing_act
from thematic.store.opening import open_store
from thematic.store.overtaking import Seen
from thematic.store.people import find_role, load_coders, save_coder
from thematic.store.projects import load_project, save_project, save_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from thematic.store.connection import Store
    from thematic.store.journal import Writer

CODER_VARIABLE = "THEMATIC_CODER"
PROJECT_VARIABLE = "THEMATIC_PROJECT"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an act needs from the world outside the project."""

    now: Callable[[], int]
    """Microseconds since 1970-01-01 UTC."""
    guid: Callable[[], str]
    """A new identity that no one else will make."""
    nonce: Callable[[], bytes]
    """16 random bytes."""
    environment: Mapping[str, str]
    config_dir: Path
    """Where this user's choice of coder per project is kept."""


def real_surroundings() -> Surroundings:
    """The clock, randomness, environment and configuration folder of this machine and user."""
    from platformdirs import user_config_path

    chosen = os.environ.get("THEMATIC_CONFIG")
    return Surroundings(
        now=lambda: time.time_ns() // 1000,
        guid=lambda: str(uuid.uuid4()),
        nonce=lambda: os.urandom(16),
        environment=os.environ,
        config_dir=Path(chosen) if chosen else user_config_path("thematic"),
    )


@dataclass
class Project:
    """An open project and the person who acts in it."""

    store: Store
    here: Surroundings
    guid: str
    title: str
    coder: Coder | None
    """Who acts; None when nobody is named, which is enough for reading."""
    newcomer: str = ""
    """A name given for this session that the project does not know; joins with the first act."""
    begun: dict[str, None] = field(default_factory=dict)
    """Guids of the acts begun through this, oldest first; the last may not have been saved."""
    seen: int | None = None
    """Number of the newest fact that whoever acts was shown; None where they know all there is."""

    @property
    def where(self) -> str:
        """The path or URL, as shown to people."""
        return self.store.where

    def acting_coder(self) -> Coder:
        """Who signs the next act; a newcomer joins here.

        Raises:
            NobodyActs: No coder is named.
            ReadersWriteNothing: They only read here.
        """
        if self.coder is None:
            if not self.newcomer:
                raise NobodyActs
            self.coder = _join(self, self.newcomer)
        if self.coder.role == "reader":
            raise ReadersWriteNothing(self.coder.name)
        return self.coder

    @contextmanager
    def act(self, verb: str, reason: str = "", undoes: str | None = None) -> Iterator[Writer]:
        """One act by the acting coder: one transaction, durable when the block ends.

        Raises:
            NobodyActs: No coder is named.
            ReadersWriteNothing: They only read here, perhaps only since a moment ago.
            Overtaken: Somebody changed what it changes, and they were not shown that yet.
        """
        coder = self.acting_coder()
        act = Act(self.here.guid(), self.here.now(), coder.guid, verb, reason, undoes)
        self.begun[act.guid] = None
        seen = None if self.seen is None else Seen(self.seen, self.begun)
        with writing_act(self.store, act, self.here.nonce, seen) as writer:
            if find_role(writer.connection, coder.guid) == "reader":
                raise ReadersWriteNothing(coder.name)
            yield writer

    def close(self) -> None:
        """Let go of the file or server."""
        self.store.close()


def create_project(
    where: str, *, title: str | None = None, coder: str | None = None, here: Surroundings
) -> Project:
    """Make a new project; the coder named becomes its first coder and lead.

    Args:
        where: `NAME.thematic`, or a PostgreSQL URL.
        title: What reports call it; the file's name by default.
        coder: Who acts from now on for this user; `THEMATIC_CODER` or the login name by default.
        here: The world outside.
    """
    if not is_url(where) and not where.endswith(".thematic"):
        raise BadInput(f"'{where}' does not end in .thematic.", f"Name it '{where}.thematic'.")
    _refuse_unnamed(coder)
    variables = here.environment
    name = coder or variables.get(CODER_VARIABLE) or variables.get("USER") or variables.get("USERNAME")
    store = create_store(where)
    try:
        guid = here.guid()
        title = title or (Path(where).stem if not is_url(where) else "Untitled study")
        person = Coder(here.guid(), name or "lead", "lead")
        with writing_act(store, Act(here.guid(), here.now(), person.guid, "init"), here.nonce) as writer:
            save_project(writer, guid, title, "codebook")
            save_coder(writer, person)
            save_setting(writer, guid, "lead_coder", person.guid)
    except BaseException:
        store.close()
        discard_store(where)
        raise
    if coder or not variables.get(CODER_VARIABLE):
        remember_coder(here, guid, person.name)
    return Project(store, here, guid, title, person)


def open_project(where: str, *, coder: str | None = None, here: Surroundings) -> Project:
    """Open a project and find out who acts: the name given, the environment, then the user's choice.

    Raises:
        NotAProject: Nothing of ours is there.
        NewerProject: A later version of thematic wrote it.
    """
    _refuse_unnamed(coder)
    store = open_store(where)
    try:
        with store.reading() as connection:
            card, coders = load_project(connection), load_coders(connection)
    except BaseException:
        store.close()
        raise
    name = coder or here.environment.get(CODER_VARIABLE) or _remembered(here).get(card.guid)
    known = next((person for person in coders if person.name == name), None)
    return Project(store, here, card.guid, card.title, known, "" if known or not name else name)


def find_project(here: Surroundings, folder: Path) -> str:
    """The project meant when none is named: the environment's, else the only one in the folder.

    Raises:
        NotAProject: There is none, or more than one.
    """
    named = here.environment.get(PROJECT_VARIABLE)
    if named:
        return named
    found = sorted(path.name for path in folder.glob("[!.]*.thematic") if path.is_file())
    if len(found) == 1:
        return str(folder / found[0]) if folder != Path() else found[0]
    if not found:
        raise NotAProject("This folder", "it holds no *.thematic file")
    raise BadInput(f"This folder holds {len(found)} projects: {', '.join(found)}.", "Name one with -p.")


def remember_coder(here: Surroundings, project: str, name: str) -> None:
    """Keep, in the user's own configuration, who acts in a project."""
    chosen = {**_remembered(here), project: name}
    try:
        here.config_dir.mkdir(parents=True, exist_ok=True)
        path = here.config_dir / "coders.json"
        path.write_text(json.dumps(chosen, indent=1, sort_keys=True), encoding="utf-8")
    except OSError:
        # A home that cannot be written to must not stop the work: --as and THEMATIC_CODER remain.
        return


def _refuse_unnamed(coder: str | None) -> None:
    if coder is not None and not coder.strip():
        raise BadInput("The coder has no name.", "Name who acts: --as NAME.")


def _remembered(here: Surroundings) -> dict[str, str]:
    try:
        found = json.loads((here.config_dir / "coders.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _join(project: Project, name: str) -> Coder:
    """Make somebody a coder, once, whoever else lets them in at the same moment."""
    person = Coder(project.here.guid(), name)
    act = Act(project.here.guid(), project.here.now(), person.guid, "join")
    with writing_act(project.store, act, project.here.nonce) as writer:
        known = next((each for each in load_coders(writer.connection) if each.name == name), None)
        if known is None:
            save_coder(writer, person)
    return known or person
