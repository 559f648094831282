import pytest

from thematic.errors import BadInput
from thematic.ingest.casting import Casting, parse_speakers
from thematic.ingest.files import find_files, read_source, read_sources


@pytest.fixture
def folder(tmp_path):
    files = {
        "b.txt": b"I: a?\nP: b\nI: c?\n",
        "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v R7>Hello</v>\n",
        "page.html": b"<p>I: a?</p><p>P: b</p>",
        "deep/b.txt": b"I: x?\nP: y\nI: z?\n",
        "README.md": b"invented",
        "table.csv": b"a,b\n1,2\n",
        "picture.png": b"\x89PNG",
        "false.txt": b"PK\x03\x04 zip",
        ".hidden/c.txt": b"I: no\n",
        "~$b.docx": b"lock",
        "empty.txt": b"",
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_folder_is_walked_in_order_and_what_is_left_out_has_a_reason(folder):
    files, refused = find_files([folder])
    assert [file.path.relative_to(folder).as_posix() for file in files] == [
        "a.vtt",
        "b.txt",
        "deep/b.txt",
        "empty.txt",
        "false.txt",
        "page.html",
    ]
    assert [(refusal.path.rpartition("/")[2], refusal.reason.partition(";")[0]) for refusal in refused] == [
        ("README.md", "looks like a note about the folder"),
        ("picture.png", "'.png' is not a kind of file this reads (" + refused[1].reason.partition("(")[2]),
        ("table.csv", "is a table"),
    ]


def test_sources_are_named_after_files_and_told_apart_by_folders(folder):
    files, _ = find_files([folder])
    assert [file.name for file in files][:3] == ["a.vtt", "b.txt", "deep/b.txt"]
    files, _ = find_files([folder / "b.txt", folder / "b.txt", folder / "deep" / "b.txt"])
    assert len(files) == 2


def test_files_that_cannot_be_read_are_refused_and_the_rest_goes_on(folder):
    found = read_sources([folder])
    assert [source.name for source in found.sources] == ["a.vtt", "b.txt", "deep/b.txt", "page.html"]
    reasons = {refusal.path.rpartition("/")[2]: refusal.reason for refusal in found.refused}
    assert "a zip archive" in reasons["false.txt"]
    assert "is empty" in reasons["empty.txt"]


def test_a_file_that_is_named_itself_is_read_or_says_why_not(folder):
    assert read_source(folder / "README.md").text == "invented"
    with pytest.raises(BadInput, match="--kind survey"):
        read_source(folder / "table.csv")
    with pytest.raises(BadInput, match=r"'\.png' is not a kind of file"):
        read_source(folder / "picture.png")
    with pytest.raises(BadInput, match="cannot be read"):
        read_source(folder / "missing.txt")
    with pytest.raises(BadInput, match="There is no file or folder"):
        find_files([folder / "missing.txt"])


def test_a_source_carries_what_a_person_checks(folder):
    source = read_source(folder / "b.txt")
    assert (source.name, source.kind, source.encoding, source.respondents) == (
        "b.txt",
        "interview",
        "utf-8",
        ("b",),
    )
    assert source.layout == "labels like 'Name:': I = interviewer (2 turns), P = b (1 turn)"
    assert len(source.file_sha256) == 64


def test_a_document_is_nobodys_words(folder):
    source = read_source(folder / "b.txt", kind="document")
    assert source.kind == "document"
    assert source.respondents == ()
    assert {turn.role for turn in source.turns} == {"nobody"}
    assert source.warnings == ()


def test_labels_that_no_file_has_are_pointed_at(folder):
    casting = Casting(parse_speakers("I=interviewer,Zed=R9"))
    assert read_sources([folder / "b.txt"], casting=casting).warnings == (
        "--speakers names 'zed', which no file has as a label.",
    )


def test_an_encoding_can_be_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("I: naïve?\nP: b\n".encode("mac-roman"))
    source = read_source(path, encoding="mac-roman")
    assert source.text.startswith("I: naïve?")
    assert (source.encoding, source.warnings) == ("mac-roman", ())


@pytest.mark.shared
def test_the_real_interviews_are_read_in_full_with_a_warning_each(real):
    found = read_sources([real / "western_sydney" / "ftf_transcripts_plaintext"])
    assert len(found.sources) == 34
    assert found.refused == ()
    for source in found.sources:
        assert sum("read as cp1252" in warning for warning in source.warnings) == (
            source.encoding == "cp1252"
        )
        assert sum("no speaker labels" in warning for warning in source.warnings) == 1
        assert len(source.respondents) == 1
        ends = [0, *(turn.end for turn in source.turns)]
        assert all(end <= turn.start < turn.end for end, turn in zip(ends, source.turns, strict=False))
    timed = [source for source in found.sources if sum(turn.at is not None for turn in source.turns) > 30]
    assert len(timed) == 33, "one typist wrote the reading of the tape counter instead"
