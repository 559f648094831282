"""Reports in every format, whole or not at all."""

import json

import pytest

from thematic.errors import BadInput
from thematic.workflow.contexts import read_contexts
from thematic.workflow.reports import FORMATS, write_everywhere, write_report


@pytest.fixture
def project(team):
    made = team()
    made.codes("time")
    made.source("R1.txt", "How are you?", "There is never an hour. Not one.", "And so on.")
    coding = made.code("Ana", "R1.txt", "There is never an hour.", "time")
    return made.as_("Ana"), coding


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written(project, tmp_path, ending):
    path = tmp_path / f"report{ending}"
    found = write_report(project[0], str(path), draft=True)
    assert path.stat().st_size > 500
    assert len(list(found.findings())) == 1


def test_all_formats_written_at_once_say_what_each_says_alone(project, tmp_path):
    _, paths = write_everywhere(project[0], str(tmp_path / "report"))
    assert paths == tuple(f"{tmp_path / 'report'}{ending}" for ending in FORMATS)
    for ending in (".md", ".html", ".json"):
        alone = tmp_path / f"alone{ending}"
        write_report(project[0], str(alone))
        assert (tmp_path / f"report{ending}").read_bytes() == alone.read_bytes()


@pytest.mark.parametrize("ending", FORMATS)
def test_a_brief_holds_the_strongest_findings_only(project, tmp_path, ending):
    path = tmp_path / f"brief{ending}"
    assert len(list(write_report(project[0], str(path), draft=True, brief=1).findings())) == 1
    if ending == ".json":
        assert len(json.loads(path.read_text(encoding="utf-8"))["sections"]) == 1


def test_another_format_is_refused_and_nothing_is_written(project, tmp_path):
    with pytest.raises(BadInput, match=r"\.md, \.html, \.docx or \.json"):
        write_report(project[0], str(tmp_path / "report.pdf"))
    assert not list(tmp_path.glob("report*"))


def test_only_pages_and_word_take_a_template(project, tmp_path):
    own = tmp_path / "own.html"
    own.write_text('{% extends "report.html" %}{% block footer %}Ours{% endblock %}', encoding="utf-8")
    path = tmp_path / "report.html"
    write_report(project[0], str(path), draft=True, template=str(own))
    assert "Ours" in path.read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="template"):
        write_report(project[0], str(tmp_path / "report.md"), template=str(own))


def test_a_context_is_the_turn_before_and_the_rest_of_the_turn(project):
    opened, coding = project
    context = read_contexts(opened, [coding.guid])[coding.guid]
    assert context.before == "How are you?\n"
    assert context.words == "There is never an hour."
    assert context.after == " Not one."
    assert context.where == f"R1.txt {coding.start}–{coding.end}"


def test_a_coding_that_is_gone_has_no_context(project):
    assert read_contexts(project[0], ["nobody"]) == {}
