from __future__ import annotations

import pytest

from thematic.errors import BadFile
from thematic.workflow.coding import apply_code
from thematic.workflow.codings import export_codings, import_codings
from thematic.workflow.history import undo
from thematic.workflow.memos import write_memo
from thematic.workflow.project import create_project
from thematic.workflow.quotes import read_quotes
from thematic.workflow.reading import find_code, find_source, list_coders, read_codebook

HEAD = "source,start,end,quote,code,coder,stance,memo,guid\n"


def _write(tmp_path, rows: str) -> str:
    file = tmp_path / "codings.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return str(file)


def test_a_unique_quote_needs_no_place(study, tmp_path):
    report = import_codings(study, _write(tmp_path, 'R1,,,"By accident, really.",accident,Ben,supports,,\n'))
    assert (report.imported, report.skipped, report.new_coders) == (1, 0, ("Ben",))
    (quote,) = read_quotes(study)
    assert (quote.quote, quote.coder, quote.respondent, quote.stance) == (
        "By accident, really.", "Ben", "R1", "supports",
    )  # fmt: skip


def test_every_row_that_cannot_be_placed_is_told_with_its_line_and_nothing_is_stored(study, tmp_path):
    rows = (
        'R1,,,"By accident, really.",accident,Ben,,,\n'
        "R9,,,x,accident,Ben,,,\n"
        "R1,,,Time.,tyme,Ben,,,\n"
        "R1,,,There is never any time,time,Ben,,,\n"
        "R1,,,not there,time,Ben,,,\n"
    )
    with pytest.raises(BadFile) as found:
        import_codings(study, _write(tmp_path, rows))
    problems = found.value.problems
    assert [line.split(":")[1] for line in problems] == ["3", "4", "5", "6"]
    assert "Did you mean 'time'" in problems[1]
    assert "stand 2 times" in problems[2]
    assert read_quotes(study) == ()
    assert [coder.name for coder in list_coders(study)] == ["Ana"]


def test_faults_of_form_and_of_place_are_told_together_in_the_order_of_the_file(study, tmp_path):
    with pytest.raises(BadFile) as caught:
        import_codings(
            study,
            _write(
                tmp_path,
                "R9,0,4,,nothing,,,,\n"
                "R1,4,0,,time,,,,\n"
                "R1,,,By accident,accident,Ben,,,\n"
                "R9,0,4,,time,,,,\n"
                "R1,,,nobody else,time,,maybe,,\n",
            ),
        )
    lines = [(problem.split(":")[1], problem.partition(": ")[2][:30]) for problem in caught.value.problems]
    assert lines == [
        ("2", "There is no source 'R9' in thi"),
        ("2", "There is no code 'nothing' in "),
        ("3", "a coding needs start < end, no"),
        ("5", "There is no source 'R9' in thi"),
        ("6", "stance is one of supports, qua"),
    ]
    assert read_quotes(study) == ()


def test_importing_twice_skips_what_is_there(study, tmp_path):
    file = _write(tmp_path, 'R1,,,"By accident, really.",accident,Ben,,note,\n')
    import_codings(study, file)
    again = import_codings(study, file)
    assert (again.imported, again.skipped) == (0, 1)


def test_a_coding_taken_back_returns_with_its_file(study, tmp_path):
    source = find_source(study, "R1")
    code = find_code(read_codebook(study), "time").guid
    coding = apply_code(study, source.guid, 44, 52, code, stance="opposes")
    write_memo(study, f"coding/{coding.guid}", "Said twice.")
    exported = export_codings(study)
    undo(study)
    undo(study)
    assert read_quotes(study) == ()
    file = tmp_path / "again.csv"
    file.write_text(exported, encoding="utf-8")
    report = import_codings(study, str(file))
    assert (report.imported, report.skipped) == (1, 0)
    assert [quote.guid for quote in read_quotes(study)] == [coding.guid]


def test_words_that_look_like_a_formula_survive_the_round_trip(tmp_path, here, no_bar):
    from thematic.workflow.codebook import add_code
    from thematic.workflow.importing import TranscriptOptions, import_transcripts

    texts = tmp_path / "t"
    texts.mkdir()
    (texts / "R5.txt").write_text("I: Well?\nR5: =SUM(A1) is what I said.\n'=twice too.\n", encoding="utf-8")
    files = []
    for name in ("one", "two"):
        project = create_project(str(tmp_path / f"{name}.thematic"), coder="Ana", here=here)
        import_transcripts(project, (str(texts),), TranscriptOptions(), bar=no_bar)
        code = add_code(project, "sums", "Sums")
        source = find_source(project, "R5")
        if name == "one":
            apply_code(project, source.guid, 13, 21, code.guid)
            apply_code(project, source.guid, 38, 50, code.guid)
            files.append(export_codings(project))
            assert ",'=SUM(A1)," in files[0]
        else:
            file = tmp_path / "one.csv"
            file.write_text(files[0], encoding="utf-8")
            import_codings(project, str(file))
            assert {quote.quote for quote in read_quotes(project)} == {"=SUM(A1)", "'=twice too."}
            assert export_codings(project) == files[0]
        project.close()
