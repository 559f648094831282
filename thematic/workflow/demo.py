"""Building the shipped study: what a stranger sees first."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import thematic
from thematic.errors import BadInput
from thematic.store.projects import save_setting
from thematic.workflow.codebook_files import import_codebook
from thematic.workflow.codings import import_codings
from thematic.workflow.demo_team import Team, TeamMember, code_as_team
from thematic.workflow.findings import import_outline
from thematic.workflow.importing import SurveyColumns, TranscriptOptions, import_transcripts
from thematic.workflow.people import import_asked, import_questions, import_respondents
from thematic.workflow.project import create_project, open_project
from thematic.workflow.surveys import import_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thematic.workflow.project import Project, Surroundings

NOTICE = "Invented data; no real study or person."


@dataclass(frozen=True, slots=True)
class ShippedStudy:
    """Where the pieces of a shipped study lie, relative to the folder of studies."""

    name: str
    title: str
    lead: str
    transcripts: str
    codebook: str
    id_column: str
    closed_columns: str | None = None
    """Closed items of the survey, which become attributes."""
    outline: str | None = None
    codings: str | None = None
    """Of its one coder."""
    team: Team | None = None
    """Its coders, where there are several."""


LEADERSHIP = ShippedStudy(
    name="leadership",
    title="Learning to lead: leadership development for doctors in training",
    lead="Maren",
    transcripts="transcripts",
    codebook="codebooks/leadership.yaml",
    id_column="Respondent ID",
    closed_columns="Confident leading a ward team (before)..Course was worth the time away",
    outline="codebooks/leadership.outline.yaml",
    team=Team(
        members=(
            TeamMember("Maren", "codebooks/coders/maren.csv"),
            TeamMember("Tomas", "codebooks/coders/tomas.csv", "codebooks/coders/tomas.yaml"),
            TeamMember("Priya", "codebooks/coders/priya.csv", "codebooks/coders/priya.yaml"),
        ),
        assignments="codebooks/coders/assignments.csv",
        decisions="codebooks/coders/decisions.yaml",
    ),
)

TINY = ShippedStudy(
    name="tiny",
    title="Sharing tools on an allotment",
    lead="Ana",
    transcripts="transcripts/tiny",
    codebook="codebooks/tiny.yaml",
    id_column="Respondent ID",
    codings="codebooks/coders/tiny.csv",
)


def studies_folder() -> Path:
    """Where the shipped studies are: inside an installed package, or in the checkout.

    Raises:
        BadInput: They were not installed.
    """
    package = Path(thematic.__file__).parent
    for folder in (package / "demo", package.parent):
        if (folder / "codebooks" / "leadership.yaml").is_file():
            return folder
    raise BadInput("The shipped study is not installed.", "Install thematic again, or run from a checkout.")


def open_study(
    study: ShippedStudy,
    folder: Path,
    here: Surroundings,
    *,
    say: Callable[[str], None] = lambda _line: None,
) -> tuple[Project, bool]:
    """Open the study in a folder, building it where it is not there yet.

    A project that is there is never touched: a person may have worked in it.

    Returns:
        The open project, and whether it was built now.
    """
    where = folder / f"{study.name}.thematic"
    if where.exists():
        return open_project(str(where), here=here), False
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{study.name}.building.thematic"
    unfinished.unlink(missing_ok=True)
    project = create_project(str(unfinished), title=study.title, coder=study.lead, here=here)
    try:
        _fill(project, study, say)
        project.close()
    except BaseException:
        project.close()
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(where)
    return open_project(str(where), coder=study.lead, here=here), True


def take_in(project: Project, study: ShippedStudy, say: Callable[[str], None] = lambda _line: None) -> None:
    """Fill a new project with everything that is there before anybody codes."""
    root = studies_folder()
    transcripts = root / study.transcripts
    with project.act("set notice") as writer:
        save_setting(writer, project.guid, "notice", NOTICE)
    book = import_codebook(project, str(root / study.codebook))
    say(f"Codebook: {len(book.added)} codes.")
    import_questions(project, str(transcripts / "questions.csv"))
    interviews = sorted(
        (path for path in transcripts.glob("R*.*") if path.suffix in (".txt", ".docx", ".vtt")),
        key=lambda path: int(path.stem[1:]),
    )
    read = import_transcripts(
        project, tuple(str(path) for path in interviews), TranscriptOptions(), bar=_no_bar
    )
    survey = import_survey(
        project,
        str(transcripts / "survey.csv"),
        SurveyColumns(study.id_column, closed_columns=study.closed_columns),
    )
    say(
        f"Sources: {read.sources} interviews and {survey.sources} survey answers to the same "
        f"{len(_guide(project))} questions."
    )
    import_respondents(project, str(transcripts / "respondents.csv"))
    if (transcripts / "asked.csv").is_file():
        import_asked(project, str(transcripts / "asked.csv"))


def _fill(project: Project, study: ShippedStudy, say: Callable[[str], None]) -> None:
    root = studies_folder()
    take_in(project, study, say)
    if study.codings:
        say(f"Codings: {import_codings(project, str(root / study.codings)).imported}.")
    if study.team:
        code_as_team(project, study.team, root, say)
    if study.outline:
        outline = import_outline(project, str(root / study.outline))
        say(f"Outline: {sum(1 for _ in outline.findings())} findings in {len(outline.sections)} sections.")


def _guide(project: Project) -> tuple[str, ...]:
    """The words of the questions, in order."""
    from thematic.workflow.reading import list_questions

    return tuple(question.text for question in list_questions(project))


@contextmanager
def _no_bar(_length: int) -> Iterator[Callable[[int], None]]:
    yield lambda _steps: None
