"""A project goes from a file to a server and back, is worked on in both, and is one again in each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from thematic.errors import BadInput, StorageError, Unreachable
from thematic.workflow.codebook_files import export_codebook
from thematic.workflow.codings import export_codings
from thematic.workflow.findings import drafted_outline, export_outline, import_outline
from thematic.workflow.history import back_up_project, list_acts
from thematic.workflow.memos import named_memos, write_memo
from thematic.workflow.merging import merge_projects, read_bundle_file, write_bundle_file
from thematic.workflow.project import Project
from thematic.workflow.reading import list_sources, read_text
from thematic.workflow.reports import write_report
from thematic.workflow.trust import check_project


@pytest.fixture
def study(team: Any, tmp_path: Path) -> Any:
    """A file with two interviews, codings of two people, a memo and an outline."""
    made = team()
    made.source("R1.txt", "By accident, really. 😀 Zufällig.", "There is never any time.", role="lead")
    made.source("R2.txt", "Nobody asked me.", "There was no time for it.", role="junior")
    made.codes("time", "time/rota", "accident")
    made.code("Ana", "R1", "never any time", "time")
    made.code("Ben", "R1", "By accident", "accident", "opposes")
    made.code("Ben", "R2", "no time for it", "rota")
    write_memo(made.as_("Ana"), "project", "Begin again here.")
    outline = tmp_path / "outline.yaml"
    outline.write_text(drafted_outline(made.project), encoding="utf-8")
    import_outline(made.project, str(outline))
    return made


def everything(project: Project, folder: Path) -> dict[str, Any]:
    """All that a project can be written out as."""
    report = folder / "report.json"
    write_report(project, str(report), draft=True)
    return {
        "codings": export_codings(project),
        "codebook": export_codebook(project),
        "outline": export_outline(project),
        "report": report.read_bytes(),
        "memos": sorted((each.guid, each.on, each.text, each.at) for each in named_memos(project)),
        "texts": [(one.name, read_text(project, one.guid)) for one in list_sources(project)],
    }


@pytest.mark.postgres
def test_a_file_becomes_a_project_on_a_server_and_a_file_again_byte_for_byte(
    study: Any, new_address: Callable[[str], str], reopen: Any, tmp_path: Path
) -> None:
    where = new_address("postgres")
    before = everything(study.project, tmp_path)
    assert back_up_project(study.project, where) == where
    there = reopen(where, "Ana").project
    assert there.guid == study.project.guid
    assert everything(there, tmp_path) == before
    assert check_project(there) == ()
    back = reopen(back_up_project(there, str(tmp_path / "back.thematic")), "Ana").project
    assert everything(back, tmp_path) == before
    assert check_project(back) == ()


@pytest.mark.postgres
def test_what_was_done_in_file_and_on_server_meets_in_both(
    study: Any,
    new_address: Callable[[str], str],
    reopen: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    where = new_address("postgres")
    back_up_project(study.project, where)
    there = reopen(where, "Ben")
    there.code("Ben", "R2", "Nobody asked me", "accident")
    study.code("Ana", "R2", "Nobody asked", "accident", "qualifies")
    write_memo(study.as_("Ana"), "project", "In the train.")
    merge_projects(there.as_("Ben"), [study.project.where])
    merge_projects(study.as_("Ana"), [where])
    assert everything(there.project, tmp_path) == everything(study.project, tmp_path)
    assert export_codings(study.project).count("\n") == 6
    assert check_project(there.project) == check_project(study.project) == ()


@pytest.mark.postgres
def test_a_bundle_by_mail_carries_what_was_done_on_the_server_into_the_file(
    study: Any,
    new_address: Callable[[str], str],
    reopen: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    where = new_address("postgres")
    back_up_project(study.project, where)
    there = reopen(where, "Ben")
    last = list_acts(there.project, 1)[0].guid
    there.code("Ben", "R2", "Nobody asked me", "accident")
    assert write_bundle_file(there.project, str(tmp_path / "ben.bundle"), since=last) == 1
    read_bundle_file(study.as_("Ana"), str(tmp_path / "ben.bundle"))
    assert everything(there.project, tmp_path) == everything(study.project, tmp_path)
    assert check_project(study.project) == ()


@pytest.mark.postgres
def test_a_server_that_holds_a_project_already_is_left_alone(
    study: Any, new_address: Callable[[str], str], reopen: Any
) -> None:
    where = new_address("postgres")
    back_up_project(study.project, where)
    with pytest.raises(BadInput, match="holds a project already"):
        back_up_project(study.project, where)
    assert check_project(reopen(where, "Ana").project) == ()


def test_a_server_that_does_not_answer_is_named(study: Any) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(Unreachable, match="does not answer") as raised:
        back_up_project(study.project, "postgresql://nobody@127.0.0.1:1/none?schema=copy")
    assert "127.0.0.1:1" in str(raised.value)


@pytest.mark.postgres
def test_a_server_that_answers_and_says_no_is_quoted(study: Any, new_address: Callable[[str], str]) -> None:
    from sqlalchemy.engine import make_url

    wrong = make_url(new_address("postgres")).set(database="there_is_no_such_database")
    with pytest.raises(StorageError, match="the database answered .*does not exist") as raised:
        back_up_project(study.project, wrong.render_as_string(hide_password=False))
    assert not isinstance(raised.value, Unreachable)
