"""Statements that co-authors change in Word come back into the outline."""

import io
import re
import zipfile

import docx
import pytest

from thematic.errors import BadInput, Refused
from thematic.report.bookmarks import digest
from thematic.workflow.board import current_outline
from thematic.workflow.findings import import_outline
from thematic.workflow.history import list_acts, undo
from thematic.workflow.reports import write_report
from thematic.workflow.word_edits import accept_word_edits, read_word_edits

SAID = "Nobody gives us the hours for it."
OUTLINE = """
outline: barriers
sections:
  - id: s
    title: Barriers
    findings:
      - id: time
        statement: "{Quantifier} lack time."
        codes: [time]
        points: [{id: rank, statement: "{Quantifier} feel rank.", codes: [rank]}]
"""


@pytest.fixture
def reported(team, tmp_path):
    """A project with a finding and a point, and its report as a .docx file."""
    made = team()
    made.codes("time", "rank")
    for number in range(1, 5):
        made.source(f"R{number}.txt", SAID, "Rank keeps us quiet here.")
        made.code("Ana", f"R{number}.txt", SAID, "time")
    made.code("Ana", "R1.txt", "Rank keeps us quiet here.", "rank")
    project = made.as_("Ana")
    outline = tmp_path / "outline.yaml"
    outline.write_text(OUTLINE, encoding="utf-8")
    import_outline(project, str(outline))
    path = tmp_path / "report.docx"
    write_report(project, str(path), draft=True)
    return made, project, path


def change(path, *pairs, settings=True):
    """The file with other words in its body; each pair is replaced as often as its third part says."""
    written = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                for before, after, *times in pairs:
                    assert before in text
                    text = text.replace(before, after, *times)
                data = text.encode()
            if name == "word/settings.xml" and not settings:
                data = data.replace(b"docVar ", b"other ")
            new.writestr(name, data)
    path.write_bytes(written.getvalue())


def statements(project):
    return {one.id: one.statement for one in current_outline(project).statements()}


def test_a_file_that_nobody_changed_changes_nothing(reported):
    _, project, path = reported
    found = read_word_edits(project, str(path))
    assert (found.edits, found.clashes, found.missing, found.unknown) == ((), (), (), ())


def test_a_changed_statement_is_shown_and_taken_as_one_act_that_undo_takes_back(reported):
    _, project, path = reported
    change(path, (" lack time.", " never have the time."))
    found = read_word_edits(project, str(path))
    (edit,) = found.edits
    assert (edit.id, edit.label, edit.fixed, edit.moved) == ("time", "1", (), False)
    assert edit.old.endswith("lack time.")
    assert edit.new.endswith("never have the time.")
    before, acts = statements(project), len(list_acts(project))
    assert statements(project) == before
    assert accept_word_edits(project, str(path), found) == (edit,)
    assert statements(project) == {**before, "time": "{Quantifier} never have the time."}
    assert len(list_acts(project)) == acts + 1
    assert list_acts(project, 1)[0].reason == "report.docx: 1"
    assert not read_word_edits(project, str(path)).edits
    undo(project)
    assert statements(project) == before


def test_changing_one_of_the_two_places_is_enough(reported):
    _, project, path = reported
    change(path, (" feel rank.", " fear rank.", 1))
    (edit,) = read_word_edits(project, str(path)).edits
    assert (edit.label, edit.statement) == ("1a", "{Quantifier} fear rank.")


def test_words_typed_after_the_bookmark_belong_to_the_statement(reported):
    _, project, path = reported
    at = '<w:bookmarkEnd w:id="'
    text = zipfile.ZipFile(path).read("word/document.xml").decode()
    place = text.index(at, text.index(" lack time."))
    tail = text[place : text.index("</w:p>", place)]
    change(path, (f"{tail}</w:p>", f"{tail}<w:r><w:t> Really.</w:t></w:r></w:p>", 1))
    (edit,) = read_word_edits(project, str(path)).edits
    assert edit.statement == "{Quantifier} lack time. Really."


def test_two_different_changes_of_one_statement_are_a_clash_for_people(reported):
    _, project, path = reported
    change(path, (" lack time.", " want time.", 1), (" lack time.", " need time.", 1))
    found = read_word_edits(project, str(path))
    assert not found.edits
    (clash,) = found.clashes
    assert clash.label == "1"
    assert {clash.summary.split()[-2], clash.detail.split()[-2]} == {"want", "need"}
    with pytest.raises(Refused, match="two ways"):
        accept_word_edits(project, str(path), found, ["1"])


def test_a_quantifier_written_over_is_told_and_the_linter_speaks(reported):
    _, project, path = reported
    change(path, ("One respondent feel rank.", "All respondents feel rank."))
    (edit,) = read_word_edits(project, str(path)).edits
    assert edit.fixed == ("{Quantifier}",)
    assert [one for one in edit.remarks if one.severity == "error"]


def test_only_what_is_named_is_taken(reported):
    _, project, path = reported
    change(path, (" lack time.", " want time."), (" feel rank.", " fear rank."))
    found = read_word_edits(project, str(path))
    assert [one.label for one in accept_word_edits(project, str(path), found, ["1a"])] == ["1a"]
    assert statements(project)["time"] == "{Quantifier} lack time."
    with pytest.raises(BadInput, match="was not changed"):
        accept_word_edits(project, str(path), found, ["7"])


def test_counts_that_moved_on_since_do_not_come_back(reported):
    made, project, path = reported
    change(path, (" feel rank.", " fear rank."))
    for number in (2, 3, 4):
        made.code("Ana", f"R{number}.txt", "Rank keeps us quiet here.", "rank")
    found = read_word_edits(project, str(path))
    (edit,) = found.edits
    assert edit.moved
    assert edit.statement == "{Quantifier} fear rank."


def test_a_program_that_drops_the_variables_does_no_harm(reported):
    _, project, path = reported
    change(path, (" lack time.", " want time."), settings=False)
    (edit,) = read_word_edits(project, str(path)).edits
    assert edit.statement == "{Quantifier} want time."


def test_a_statement_whose_bookmarks_are_gone_is_told(reported):
    _, project, path = reported
    text = zipfile.ZipFile(path).read("word/document.xml").decode()
    names = re.findall(rf'w:name="([sd]_{digest("rank")}_[0-9a-f]+)"', text)
    change(path, *((name, f"x{place}") for place, name in enumerate(names)))
    assert read_word_edits(project, str(path)).missing == ("1a",)


def test_a_file_that_is_no_report_is_refused(reported, tmp_path):
    _, project, _ = reported
    other = tmp_path / "other.docx"
    docx.Document().save(str(other))
    with pytest.raises(BadInput, match="no marked statements"):
        read_word_edits(project, str(other))
