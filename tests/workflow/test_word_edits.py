"""Statements that co-authors change in Word come back into the outline."""

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pytest

from thematic.errors import BadInput, Refused
from thematic.report.bookmarks import digest
from thematic.workflow.board import current_outline
from thematic.workflow.findings import import_outline, stored_outline
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
    stems: [{from: time, to: time, statement: "Told by {quantifier}, these stood out:"}]
    lists:
      - {id: all, title: Everything told, items: [{text: "Time, for {quantifier}.", codes: [time]}]}
detail:
  - heading: What it is like
    blocks: [{text: "It was told by {quantifier: time} {{or so}}."}, {finding: time}]
set_aside: [{code: rare, reason: one voice, statement: Somebody wished for tea., show: detail}]
"""


@pytest.fixture
def reported(team, tmp_path):
    """A project with a finding and a point, and its report as a .docx file."""
    made = team()
    made.codes("time", "rank", "rare")
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


PROSE = (
    ("Barriers</w:t>", "What hinders</w:t>", "section:s", "What hinders"),
    ("Told by ", "Named by ", "lead-in:time", "Named by {quantifier}, these stood out:"),
    ("Everything told</w:t>", "All that was told</w:t>", "list:all", "All that was told"),
    ("Time, for ", "Hours, for ", "item:all/1", "Hours, for {quantifier}."),
    ("What it is like</w:t>", "How it is</w:t>", "heading:1", "How it is"),
    ("It was told by", "We heard it from", "text:1", "We heard it from {quantifier: time} {{or so}}."),
    ("wished for tea.", "wished for {tea}.", "aside:rare", "Somebody wished for {{tea}}."),
)
"""What is replaced in the file, by what, and what the outline then has under which name."""


def held(project):
    """Every text of the outline that is no statement."""
    outline = stored_outline(project)
    (section,), (part,), (theme,) = outline.sections, outline.detail, outline.set_aside
    stem, block = section.stems[0], section.lists[0]
    texts = (section.title, stem.statement, block.title, block.items[0].text)
    return (*texts, part.heading, part.blocks[0].text, theme.statement)


def test_lead_ins_titles_headings_and_prose_come_back_too(reported):
    _, project, path = reported
    change(path, *((before, after) for before, after, _, _ in PROSE))
    found = read_word_edits(project, str(path))
    assert {one.id: one.statement for one in found.edits} == {name: new for _, _, name, new in PROSE}
    before = held(project)
    accept_word_edits(project, str(path), found, ["text:1", "heading 1 of the detail"])
    assert [old == new for old, new in zip(before, held(project), strict=True)] == [
        True, True, True, True, False, False, True,
    ]  # fmt: skip
    undo(project)
    accept_word_edits(project, str(path), found)
    assert held(project) == tuple(new for _, _, _, new in PROSE)
    again = read_word_edits(project, str(path))
    assert (again.edits, again.clashes, again.unknown) == ((), (), ())


def test_a_paragraph_that_nobody_has_any_more_is_told(reported, tmp_path):
    _, project, path = reported
    change(path, ("It was told by", "We heard it from"))
    outline = tmp_path / "other.yaml"
    outline.write_text(OUTLINE.replace("It was told by", "So said"), encoding="utf-8")
    import_outline(project, str(outline))
    found = read_word_edits(project, str(path))
    assert found.edits == ()
    assert [words.partition(" 4 of")[0] for words in found.unknown] == ["We heard it from"]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_another_word_processor_keeps_what_is_needed(reported, tmp_path):
    _, project, path = reported
    change(path, (" lack time.", " want time."), *((before, after) for before, after, _, _ in PROSE))
    here = read_word_edits(project, str(path))
    there = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(there), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = there / path.name
    assert saved.read_bytes() != path.read_bytes()
    found = read_word_edits(project, str(saved))
    assert [(one.id, one.statement, one.fixed) for one in found.edits] == [
        (one.id, one.statement, one.fixed) for one in here.edits
    ]
    assert len(found.edits) == 1 + len(PROSE)
    assert (found.clashes, found.missing, found.unknown) == ((), (), ())
    accept_word_edits(project, str(saved), found)
    assert statements(project)["time"] == "{Quantifier} want time."


def test_a_file_that_is_no_report_is_refused(reported, tmp_path):
    _, project, _ = reported
    other = tmp_path / "other.docx"
    docx.Document().save(str(other))
    with pytest.raises(BadInput, match="no marked statements"):
        read_word_edits(project, str(other))


def test_a_program_that_changes_words_everywhere_does_no_harm(reported):
    _, project, path = reported
    written = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"lack time", b"want time"))
    path.write_bytes(written.getvalue())
    (edit,) = read_word_edits(project, str(path)).edits
    assert (edit.statement, edit.fixed) == ("{Quantifier} want time.", ())
