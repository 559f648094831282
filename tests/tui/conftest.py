"""A small study for the desk's tests, and the desk itself driven by keys."""

from __future__ import annotations

import asyncio
import itertools
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from thematic.model.sources import Question, Respondent, SourceText, Turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

    from thematic.tui.app import Desk
    from thematic.workflow.project import Project, Surroundings

QUESTIONS = (
    "What has helped you learn to lead?",
    "What gets in the way of learning to lead, and how could it be overcome?",
)

TALKS: dict[str, list[tuple[str, int, str]]] = {
    "R1.txt": [
        ("I", 1, "What has helped you learn to lead?"),
        (
            "R1",
            1,
            (
                "Practice, reflection, practice. I ran the rota for ten months and nobody died of it. "
                "A mentor would have helped, but there was none."
            ),
        ),
        ("I", 2, "And what gets in the way?"),
        (
            "R1",
            2,
            "Time. Nobody has a spare hour. The service comes first, every time, and the teaching goes.",
        ),
        ("I", 2, "Anything else?"),
        ("R1", 2, "We are moved every six months, so nothing we begin is finished by us."),
    ],
    "R2.txt": [
        ("I", 1, "What has helped you?"),
        ("R2", 1, "My consultant let me run the ward round. She watched, and asked what I thought first."),
        ("I", 2, "And what gets in the way?"),
        ("R2", 2, "There is no time for it in the week. Rota gaps eat the study days."),
    ],
}

CODES = (
    (
        "doing",
        "Learning by doing",
        None,
        "The respondent says that leadership is learned in the work itself.",
        "#1f6f8b",
    ),
    ("mentors", "Mentors and seniors", None, "A senior person who guides, or the lack of one.", "#7a5195"),
    ("barriers", "Barriers", None, "What gets in the way.", "#c0392b"),
    ("time", "Lack of time", "barriers", "Too little protected time to learn to lead.", ""),
    ("rotation", "Short rotations", "barriers", "Moving on before anything can be finished.", ""),
)


@dataclass
class Study:
    """A project on disk and how to reach it."""

    path: str
    here: Surroundings
    text: dict[str, SourceText] = field(default_factory=dict)
    """Source name → its text."""

    def open(self, coder: str = "Ann") -> Project:
        from thematic.workflow.project import open_project

        return open_project(self.path, coder=coder, here=self.here)

    def codings(self, source: str = "R1.txt") -> list[tuple[str, str]]:
        """Quote and code key of every stored coding of a source, in text order."""
        from thematic.workflow import reading

        project = self.open()
        try:
            keys = {code.guid: code.key for code in reading.read_codebook(project).codes}
            return [
                (one.quote, keys[one.code])
                for one in reading.source_codings(project, self.text[source].source)
            ]
        finally:
            project.close()


def surroundings(folder: Path) -> Surroundings:
    """A world that always runs the same."""
    from thematic.workflow.project import Surroundings

    ticks, names = itertools.count(1_700_000_000_000_000, 1_000_000), itertools.count(1)
    return Surroundings(
        now=lambda: next(ticks),
        guid=lambda: f"00000000-0000-4000-8000-{next(names):012d}",
        nonce=lambda: b"0123456789abcdef",
        environment={},
        config_dir=folder / "config",
    )


def talk(
    guid: str, turns: list[tuple[str, int, str]], people: dict[str, str], asked: list[str]
) -> SourceText:
    """A transcript from (speaker, question number, words)."""
    from thematic.store.sources import text_hash

    text, found = "", []
    for speaker, number, words in turns:
        text += ("\n\n" if text else "") + f"{speaker}: "
        role: Any = "interviewer" if speaker == "I" else "respondent"
        found.append(
            Turn(len(text), len(text) + len(words), speaker, role, people.get(speaker), asked[number - 1])
        )
        text += words
    text += "\n"
    return SourceText(f"{guid}-text", guid, text_hash(text), text, tuple(found))


def build(path: Path, talks: dict[str, list[tuple[str, int, str]]], codes: Any = CODES) -> Study:
    """A project with these transcripts and codes, its coder Ann."""
    from thematic.language.sentences import RULE_VERSION
    from thematic.model.codebook import Code
    from thematic.store.codes import save_code
    from thematic.store.people import save_question, save_respondent
    from thematic.store.sources import save_source, save_spans
    from thematic.workflow.project import create_project
    from thematic.workflow.reading import sentences_of

    here = surroundings(path.parent)
    study = Study(str(path), here)
    project = create_project(str(path), title="Tiny study", coder="Ann", here=here)
    asked = [f"question-{number}" for number in range(1, len(QUESTIONS) + 1)]
    speakers = sorted({who for turns in talks.values() for who, _, _ in turns if who != "I"})
    people = {label: f"person-{label}" for label in speakers}
    with project.act("import") as writer:
        for number, words in enumerate(QUESTIONS, 1):
            save_question(writer, Question(asked[number - 1], number, words))
        for label, guid in people.items():
            save_respondent(writer, Respondent(guid, label, attributes={}))
        for name, turns in talks.items():
            text = talk(f"source-{name}", turns, people, asked)
            save_source(writer, text, name=name, kind="interview", file_sha256="", log="")
            study.text[name] = text
        writer.flush()
        for text in study.text.values():
            save_spans(writer.connection, text, RULE_VERSION, sentences_of(text))
    made: dict[Any, Any] = {None: None}
    with project.act("add code") as writer:
        for number, (key, name, parent, definition, color) in enumerate(codes):
            made[key] = project.here.guid()
            save_code(
                writer,
                Code(made[key], key, name, definition, color=color, parent=made[parent], position=number),
            )
    project.close()
    return study


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small study, made once; tests work on copies."""
    return build(tmp_path_factory.mktemp("study") / "tiny.thematic", TALKS)


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[..., Study]:
    """Build a study from transcripts and codes of one's own."""

    def make(talks: dict[str, list[tuple[str, int, str]]], codes: Any = CODES) -> Study:
        return build(tmp_path / "own.thematic", talks, codes)

    return make


@pytest.fixture
def study(built: Study, tmp_path: Path) -> Study:
    """A copy of the small study for one test."""
    from dataclasses import replace

    here = replace(surroundings(tmp_path), guid=_fresh_guids())
    return replace(_copy(built, tmp_path / "tiny.thematic"), here=here)


DIFFERING: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("Ann", "R2.txt", "There is no time for it in the week.", "time", "supports"),
    ("Ben", "R2.txt", "There is no time for it in the week.", "time", "opposes"),
    ("Ann", "R1.txt", "A mentor would have helped, but there was none.", "mentors", None),
    ("Ben", "R1.txt", "A mentor would have helped, but there was none.", "barriers", None),
    ("Ann", "R1.txt", "We are moved every six months", "rotation", "supports"),
    ("Ben", "R1.txt", "We are moved every six months", "time", "supports"),
    ("Ann", "R1.txt", "Practice, reflection, practice.", "doing", None),
    ("Ben", "R1.txt", "I ran the rota for ten months", "doing", "supports"),
    ("Ben", "R1.txt", "and the teaching goes", "barriers", None),
    ("Ann", "R2.txt", "Rota gaps eat the study days.", "rotation", None),
    ("Ben", "R2.txt", "Rota gaps", "barriers", None),
    ("Ann", "R2.txt", "My consultant let me run the ward round.", "mentors", "supports"),
    ("Ben", "R2.txt", "run the ward round. She watched", "mentors", "supports"),
    ("Ann", "R1.txt", "Time. Nobody has a spare hour.", "time", None),
    ("Ben", "R1.txt", "Nobody has a spare hour.", "time", None),
    ("Ann", "R1.txt", "The service comes first", "barriers", "supports"),
    ("Ben", "R1.txt", "The service comes first,", "barriers", "supports"),
    ("Ann", "R2.txt", "asked what I thought first", "doing", "supports"),
    ("Ben", "R2.txt", "asked what I thought first", "doing", "supports"),
)
"""Who coded which words of which source with what: eleven disagreements of nine kinds, and one agreement."""


@pytest.fixture(scope="session")
def built_by_two(built: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small study coded by Ann, who leads, and by Ben; made once."""
    from dataclasses import replace

    from thematic.workflow.coding import apply_code
    from thematic.workflow.reading import read_codebook

    folder = tmp_path_factory.mktemp("two")
    study = replace(
        _copy(built, folder / "two.thematic"), here=replace(surroundings(folder), guid=_fresh_guids("2"))
    )
    for coder in ("Ann", "Ben"):
        project = study.open(coder)
        by_key = read_codebook(project).by_key
        for who, source, words, code, stance in DIFFERING:
            if who == coder:
                text = study.text[source]
                start = text.text.index(words)
                held: Any = stance
                end = start + len(words)
                apply_code(project, text.source, start, end, by_key[code].guid, stance=held)
        project.close()
    return study


@pytest.fixture
def two_coders(built_by_two: Study, tmp_path: Path) -> Study:
    """A copy of the small study coded by two, for one test."""
    from dataclasses import replace

    here = replace(surroundings(tmp_path), guid=_fresh_guids())
    return replace(_copy(built_by_two, tmp_path / "two.thematic"), here=here)


LOST = ("Time. Nobody has a spare hour.", "Time. Not one of us has got a spare hour.")
"""Words of R1 that a correction replaced, and what stands there now."""


@pytest.fixture(scope="session")
def built_waiting(built: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small study with a code of two names, and two codings that lost their words; made once."""
    from dataclasses import replace

    from thematic.workflow.codebook import rename_code
    from thematic.workflow.coding import apply_code
    from thematic.workflow.merging import merge_projects
    from thematic.workflow.reading import read_codebook
    from thematic.workflow.versions import replace_source

    folder = tmp_path_factory.mktemp("waiting")
    here = replace(surroundings(folder), guid=_fresh_guids("3"))
    study = replace(_copy(built, folder / "ours.thematic"), here=here)
    text = study.text["R1.txt"]
    start = text.text.index(LOST[0])
    project = study.open()
    by_key = read_codebook(project).by_key
    for key in ("time", "barriers"):
        apply_code(project, text.source, start, start + len(LOST[0]), by_key[key].guid)
    project.close()
    theirs = _copy(study, folder / "theirs.thematic")
    for one, name in ((study, "Too little time"), (theirs, "No time at all")):
        project = one.open()
        rename_code(project, "time", name)
        project.close()
    project = study.open()
    merge_projects(project, [theirs.path])
    (folder / "R1.txt").write_text(text.text.replace(*LOST), encoding="utf-8")
    replace_source(project, "R1", str(folder / "R1.txt"))
    project.close()
    return study


@pytest.fixture
def waiting(built_waiting: Study, tmp_path: Path) -> Study:
    """A copy of what waits for a person, for one test."""
    from dataclasses import replace

    here = replace(surroundings(tmp_path), guid=_fresh_guids())
    return replace(_copy(built_waiting, tmp_path / "waiting.thematic"), here=here)


def _copy(study: Study, path: Path) -> Study:
    import sqlite3
    from dataclasses import replace

    with sqlite3.connect(study.path) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return replace(study, path=str(path))


def _fresh_guids(digit: str = "1") -> Callable[[], str]:
    names = itertools.count(1)
    return lambda: f"{digit * 8}-0000-4000-8000-{next(names):012d}"


def screen_text(app: Any) -> str:
    """What is on screen, as plain text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@pytest.fixture
def drive() -> Callable[..., Any]:
    """Run a desk on a study under a script, and return what the script returns."""

    def run(
        study: Study,
        script: Callable[[Desk, Pilot[None]], Awaitable[Any]],
        size: tuple[int, int] = (120, 36),
        source: str | None = None,
        coder: str = "Ann",
        **options: Any,
    ) -> Any:
        from thematic.tui.app import Desk

        async def go() -> Any:
            desk = Desk(study.path, coder, source, here=study.here, **options)
            async with desk.run_test(size=size) as pilot:
                await settle(desk, pilot)
                result = await script(desk, pilot)
                if desk.session is not None:
                    desk.session.close()
                return result

        return asyncio.run(go())

    return run


async def settle(desk: Desk, pilot: Pilot[None]) -> None:
    """Wait until the project is open and everything asked for was done: no message waits anywhere."""
    calm, end, drawn = 0, time.monotonic() + 30, time.monotonic() + 0.5
    while time.monotonic() < end:
        if desk.problem is not None:
            return
        pumps = [
            desk,
            *(node for screen in desk.screen_stack for node in screen.walk_children(with_self=True)),
        ]
        waiting = any(pump.message_queue_size for pump in pumps) or any(
            not one.is_finished for one in desk.workers
        )
        pen = desk.session.pen if desk.session else None
        drawing = desk.screen._callbacks and time.monotonic() < drawn  # what is done once that is
        busy = waiting or drawing or pen is None or (pen.waiting and not pen.stuck)
        calm = 0 if busy else calm + 1
        if calm > 6:  # a key climbs through as many pumps before it is an act
            return
        await asyncio.sleep(0.002 if busy else 0.0005)


async def send(desk: Desk, key: str) -> None:
    """Press a key without waiting for the machine to be idle, as Pilot would."""
    import unicodedata

    from textual import events
    from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    event = events.Key(name, character)
    event.set_sender(desk)
    desk._driver.send_message(event)
    await asyncio.sleep(0)


@pytest.fixture
def keys() -> Callable[..., Any]:
    """Press keys, each answered before the next; what follows an apostrophe is typed."""

    async def press(desk: Desk, pilot: Pilot[None], *pressed: str) -> None:
        for key in pressed:
            for one in key[1:] if key.startswith("'") and len(key) > 1 else [key]:
                await send(desk, "space" if one == " " else one)
            await settle(desk, pilot)
        await settle(desk, pilot)

    return press


@pytest.fixture
def until() -> Callable[..., Any]:
    """Wait until something holds that a timer, a thread or somebody else brings about."""

    async def wait(true: Callable[[], Any], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it did not happen in time"
            await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def settled() -> Callable[[Desk, Pilot[None]], Awaitable[None]]:
    """Wait until a desk has done everything asked of it."""
    return settle


class Tmux:
    """One terminal of 120 × 36 with a desk in it."""

    def __init__(self, socket: str, command: str) -> None:
        self._socket = socket
        self._run("new-session", "-d", "-x", "120", "-y", "36", command)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def type(self, words: str) -> None:
        self._run("send-keys", "-l", words)

    def until(self, words: str, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while words not in (seen := self._run("capture-pane", "-p")):
            assert time.monotonic() < end, f"never saw {words!r} in:\n{seen}"
            time.sleep(0.05)

    def until_gone(self, seconds: float = 60.0) -> None:
        """Wait until the desk was left, and with it the terminal."""
        end = time.monotonic() + seconds
        asked = ["tmux", "-S", self._socket, "has-session"]
        while subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            assert time.monotonic() < end, "the desk was not left"
            time.sleep(0.05)

    def kill(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


RUN = "import sys; from thematic.tui.app import Desk; Desk(*sys.argv[1:]).run()"


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[Callable[..., Tmux]]:
    """Run a desk in a terminal of its own: `terminals(where, coder, source)`."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    made: list[Tmux] = []

    def run(where: str, coder: str, *source: str, config: Path) -> Tmux:
        variables = [f"THEMATIC_CONFIG={config}", f"PYTHONPATH={Path.cwd()}"]
        environment = shlex.join(["env", "-u", "COLUMNS", "-u", "LINES", *variables])
        desk = shlex.join([sys.executable, "-c", RUN, where, coder, *source])
        made.append(Tmux(str(tmp_path / f"tmux{len(made)}"), f"{environment} {desk}"))
        return made[-1]

    yield run
    for terminal in made:
        terminal.kill()


def pytest_configure(config: pytest.Config) -> None:
    """Marks of these tests."""
    config.addinivalue_line("markers", "act(*ids): which acts of the desk's registry a test performs by key")
