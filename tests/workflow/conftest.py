"""A small study to act in, with a clock and randomness that repeat."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from thematic.model.codings import Coder
from thematic.model.sources import Respondent, SourceText, Turn
from thematic.workflow.codebook import add_code
from thematic.workflow.importing import TranscriptOptions, import_transcripts
from thematic.workflow.project import Project, Surroundings, create_project

POSTGRES = os.environ.get("THEMATIC_TEST_POSTGRES", "")
NO_POSTGRES = "THEMATIC_TEST_POSTGRES is not set: the PostgreSQL half of a team's work is skipped"

INTERVIEW = """I: Q1. How did you come to it?

R1: By accident, really. There is never any time. There was nobody else.

I: Q2. And what gets in the way?

R1: Time. There is never any time to think.
"""


@contextmanager
def _no_bar(_length: int):
    yield lambda _steps: None


@pytest.fixture
def no_bar():
    return _no_bar


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    clock, guids, nonces = itertools.count(1), itertools.count(1), itertools.count(1)
    return Surroundings(
        now=lambda: next(clock) * 1_000_000,
        guid=lambda: f"00000000-0000-0000-0000-{next(guids):012d}",
        nonce=lambda: next(nonces).to_bytes(16, "big"),
        environment={},
        config_dir=tmp_path / "config",
    )


@pytest.fixture
def project(tmp_path: Path, here: Surroundings) -> Iterator[Project]:
    made = create_project(str(tmp_path / "study.thematic"), title="Study", coder="Ana", here=here)
    yield made
    made.close()


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """A project with one interview, R1.txt, and the codes time > thinking, accident."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "R1.txt").write_text(INTERVIEW, encoding="utf-8")
    import_transcripts(project, (str(folder),), TranscriptOptions(), bar=_no_bar)
    add_code(project, "time", "Lack of time")
    add_code(project, "thinking", "Time to think", parent="time")
    add_code(project, "accident", "By accident")
    return project


@pytest.fixture
def guided(study: Project, tmp_path: Path) -> Project:
    """The same with its guide, so that R1's words answer questions 1 and 2."""
    from thematic.workflow.people import import_questions

    guide = tmp_path / "guide.csv"
    guide.write_text(
        "number,text\n1,How did you come to it?\n2,And what gets in the way?\n", encoding="utf-8"
    )
    import_questions(study, str(guide))
    return study


@pytest.fixture
def tag(study: Project) -> Callable[..., Any]:
    """Code words of R1 that stand there once: `tag("By accident", "accident")`."""
    from thematic.workflow.coding import apply_code, find_quote
    from thematic.workflow.reading import find_code, find_source, read_codebook, read_text

    def put(words: str, key: str) -> Any:
        source = find_source(study, "R1.txt")
        start, end = find_quote(read_text(study, source.guid), source.name, words)
        return apply_code(study, source.guid, start, end, find_code(read_codebook(study), key).guid)

    return put


@pytest.fixture
def new_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Give addresses of projects that do not exist yet: `new_address("postgres")`, or a file."""
    monkeypatch.chdir(tmp_path)  # where backups of a project on a server go
    made: list[str] = []
    count = itertools.count(1)

    def give(backend: str = "sqlite") -> str:
        if backend == "sqlite":
            return str(tmp_path / f"study{next(count)}.thematic")
        if not POSTGRES:
            pytest.skip(NO_POSTGRES)
        made.append(f"test_{uuid.uuid4().hex}")
        return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}schema={made[-1]}"

    yield give
    if made:
        from sqlalchemy import text

        from thematic.store.connection import connect_store

        store = connect_store(POSTGRES)
        with store.engine.begin() as connection:
            for name in made:
                connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
        store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@dataclass
class Team:
    """A project and the short ways in which a test fills it."""

    project: Project

    def close(self) -> None:
        self.project.close()

    def as_(self, name: str) -> Project:
        """The same project with somebody else acting, who joins where they are new."""
        from thematic.workflow.reading import list_coders

        known = {coder.name: coder for coder in list_coders(self.project)}
        if name not in known:
            self.project.coder, self.project.newcomer = None, name
            known[name] = self.project.acting_coder()
        self.project.coder = known[name]
        return self.project

    def source(self, name: str, *said: str, **attributes: Any) -> str:
        """A source `R1.txt` in which respondent R1 says one thing a turn."""
        from thematic.store.people import save_respondent
        from thematic.store.sources import save_source, text_hash

        here, label = self.project.here, name.partition(".")[0]
        person, guid = here.guid(), here.guid()
        turns, text = [], ""
        for words in said:
            turns.append(Turn(len(text), len(text) + len(words), label, "respondent", person))
            text += words + "\n"
        with self.project.act("import") as writer:
            save_respondent(writer, Respondent(person, label, "quote", attributes))
            version = SourceText(here.guid(), guid, text_hash(text), text, tuple(turns))
            save_source(writer, version, name=name, kind="interview", file_sha256=text_hash(name), log="")
        return guid

    def codes(self, *paths: str) -> None:
        """Codes by key; `parent/child` puts one below another."""
        from thematic.workflow.codebook import add_code
        from thematic.workflow.reading import read_codebook

        for path in paths:
            above = None
            for key in path.split("/"):
                if key not in read_codebook(self.project).by_key:
                    add_code(self.project, key, key.capitalize(), parent=above)
                above = key

    def code(self, coder: str, name: str, words: str, key: str, stance: Any = None) -> Any:
        """One coder's coding of words that stand once in a source."""
        from thematic.workflow.coding import apply_code, find_quote
        from thematic.workflow.reading import find_code, find_source, read_codebook, read_text

        project = self.as_(coder)
        source = find_source(project, name)
        start, end = find_quote(read_text(project, source.guid), name, words)
        code = find_code(read_codebook(project), key)
        return apply_code(project, source.guid, start, end, code.guid, stance=stance)

    def person(self, name: str) -> Coder:
        from thematic.workflow.reading import list_coders

        return next(coder for coder in list_coders(self.project) if coder.name == name)


@pytest.fixture
def team(here: Surroundings, new_address: Callable[[str], str]) -> Iterator[Callable[..., Team]]:
    """Make an empty project that Ana leads: `team()`, or `team("postgres")`."""
    from thematic.workflow.project import create_project

    made: list[Team] = []

    def make(backend: str = "sqlite") -> Team:
        project = create_project(new_address(backend), title="Study", coder="Ana", here=here)
        made.append(Team(project))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def reopen(here: Surroundings) -> Iterator[Callable[..., Team]]:
    """Open a project that is there: `reopen(where, "Ben")`."""
    from thematic.workflow.project import open_project

    made: list[Team] = []

    def open_(where: str, coder: str | None = None) -> Team:
        made.append(Team(open_project(where, coder=coder, here=here)))
        return made[-1]

    yield open_
    for each in made:
        each.close()


@pytest.fixture
def copies(team: Callable[..., Team], reopen: Callable[..., Team], tmp_path: Path) -> Callable[..., Any]:
    """Ana's small study and copies of it, each with somebody else: `ana, ben = copies("Ben")`."""
    from thematic.workflow.history import back_up_project

    def make(*names: str) -> list[Team]:
        ana = team()
        ana.source("R1.txt", "By accident, since there was nobody else.", "There is never any time.")
        ana.source("R2.txt", "They asked me twice.")
        ana.codes("time/thinking", "accident")
        ana.code("Ana", "R1", "never any time", "time")
        ana.code("Ana", "R1", "By accident", "accident")
        kept = [back_up_project(ana.project, str(tmp_path / f"{name}.thematic")) for name in names]
        others = [reopen(where, name) for where, name in zip(kept, names, strict=True)]
        for name, other in zip(names, others, strict=True):
            other.as_(name)
        return [ana, *others]

    return make
