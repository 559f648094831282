"""Files that cannot be taken in: one clear message, exit code 2, nothing stored."""

from __future__ import annotations

import io
import zipfile

import pytest


def archive(**members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        for name, words in members.items():
            zipped.writestr(name.replace("__", "/"), words)
    return held.getvalue()


TRANSCRIPTS = {
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(40), "it is a PNG picture"),
    "noise.txt": (bytes(range(256)) * 8, "is not text"),
    "nul.txt": (b"R1: one\0two", "NUL"),
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"  \n\t\n", "holds no words"),
    "letter.docx": (b"Dear aunt", "is not a Word document"),
    "bare.docx": (archive(readme="hello"), "is not a Word document"),
    "letter.odt": (b"Dear aunt", "not"),
    "cues.vtt": (b"no header here", "vtt"),
    "scan.pdf": (b"%PDF-1.7 and then nothing", "pdf"),
    "talk.mp3": (b"ID3\3", "'.mp3' is not a kind of file this reads"),
    "bomb.docx": (
        archive(**{"word__document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
        "bomb.docx",
    ),
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_a_transcript_that_is_none(name, study, write):
    words, why = TRANSCRIPTS[name]
    said = study.refused(f"import {write(name, words)}")
    assert name in said
    assert why in said
    assert said.count(name) == 1, "the file is named once"


def test_a_file_that_is_not_there(study):
    assert "There is no file or folder nowhere.txt" in study.refused("import nowhere.txt")


def test_an_encoding_nobody_knows(study, write):
    write("plain.txt", "R1: hello\n")
    assert "'klingon' is not a text encoding" in study.refused("import plain.txt --encoding klingon")


def test_an_encoding_that_does_not_fit(study, write):
    write("odd.txt", "R1: caf\u00e9\n".encode("cp1252"))
    said = study.refused("import odd.txt --encoding utf-8")
    assert "odd.txt" in said
    assert "utf-8" in said


def test_good_files_beside_a_bad_one_are_taken_in_and_the_bad_one_is_named(study, write):
    write("folder/one.txt", "I: And?\n\nR7: Yes, always.\n\nI: Why?\n\nR7: Because.\n")
    write("folder/two.txt", b"\x89PNG\r\n\x1a\n" + bytes(40))
    said = study.ok("import folder --json")
    assert said.json["sources"] == 1
    assert [refusal["path"].rpartition("/")[2] for refusal in said.json["refused"]] == ["two.txt"]


def test_the_same_file_again_is_no_second_source(study):
    assert "imported before, unchanged" in study.refused("import transcripts/tiny/R1.txt")


TABLES = {
    "noid.csv": ("name,answer\nA,Words\n", "has no column 'id'"),
    "twice.csv": ("id,Q1\nA,Some words\nB,Other words\nA,More words\n", "respondent 'A' stands 2 times"),
    "nobody.csv": ("id,Q1\nA,Some words\n,Whose words\n", "nobody.csv:3"),
    "empty.csv": ("", "is empty"),
    "wide.csv": ("id,Q1\nA,Some words,and more\n", "wide.csv:2"),
    "open.csv": ('id,Q1\nA,"Some words\n', "never closed"),
    "book.xlsx": ("not a workbook", "book.xlsx"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_survey_table_that_is_none(name, study, write):
    words, why = TABLES[name]
    write(name, words)
    assert why in study.refused(f"import {name} --kind survey --id-column id --open Q1")


def test_a_survey_needs_its_columns_named(study, write):
    write("survey.csv", "id,Q1\nA,Words\n")
    assert "--id-column" in study.refused("import survey.csv --kind survey")
    assert "--kind survey" in study.refused("import survey.csv")
    assert "has no column 'Q9'" in study.refused("import survey.csv --id-column id --open Q9")
    said = study.refused("import survey.csv --id-column id --open Q1 --code-columns A..B")
    assert "has no column 'A" in said


OTHERS = {
    "respondents import": ("respondent,dog\n,yes\n", "respondents-import.csv:2"),
    "questions import": ("", "questions-import.csv"),
    "questions asked": ("respondent,question,asked\nR99,1,no\nR1,77,no\n", "R99"),
    "codings import": ("source,quote\nR1,words\n", "there is no column 'code'"),
}


@pytest.mark.parametrize("verb", OTHERS)
def test_a_table_of_another_kind_that_is_none(verb, study, write):
    words, why = OTHERS[verb]
    name = write(f"{verb.replace(' ', '-')}.csv", words)
    assert why in study.refused(f"{verb} {name}")
    assert "There is no file nowhere.csv" in study.refused(f"{verb} nowhere.csv")


def test_every_row_of_codings_that_cannot_be_placed_is_named_and_none_is_stored(study, write):
    write(
        "codings.csv",
        "source,start,end,quote,code\n"
        "R1,,,We settle up in courgettes,rules\n"
        "R1,,,the,rules\n"
        "R1,,,not in there,rules\n"
        "R1,3,99999,,rules\n"
        "R1,,,We settle up in courgettes,ruls\n"
        "R77,,,We settle up in courgettes,rules\n",
    )
    said = study.refused("codings import codings.csv")
    for line in ("csv:3: The words 'the' stand 17 times", "csv:4: The words 'not in there' are not"):
        assert line in said
    assert "csv:5: 3:99999 is not a span of 'R1.txt'" in said
    assert "csv:6: There is no code 'ruls' in this project. Did you mean 'rules'?" in said
    assert "csv:7: There is no source 'R77'" in said
    assert "csv:2" not in said


def test_every_malformed_row_of_codings_is_named(study, write):
    write(
        "codings.csv",
        "source,start,end,quote,code,stance\nR1,5,2,x,rules,\nR1,1,,x,rules,\nR1,,,x,rules,maybe\nR1,,,,rules,\n",
    )
    said = study.refused("codings import codings.csv")
    for line in (2, 3, 4, 5):
        assert f"codings.csv:{line}:" in said


def test_a_table_of_respondents_says_who_is_new_and_which_column_it_took(study, write):
    write("people.csv", "country,name\nUK,R1\nNL,R2\n")
    said = study.ok("respondents import people.csv").err
    assert "its first one, 'country', is taken for it" in said
    assert "not known as respondents before: UK, NL." in said
    study.ok("undo")
    write("people.csv", "respondent,country\nR1,UK\nR2,NL\n")
    assert "Warning" not in study.ok("respondents import people.csv").err
