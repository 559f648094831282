from __future__ import annotations

import pytest

from thematic.errors import BadFile
from thematic.language.located import (
    Node,
    Problems,
    check_keys,
    get_choice,
    get_flag,
    get_integer,
    get_list,
    get_mapping,
    get_number,
    get_text,
    get_texts,
    need_text,
)
from thematic.language.yaml_file import parse_yaml, read_yaml


@pytest.fixture
def problems():
    return Problems("book.yaml")


def read(text):
    return read_yaml(text, "book.yaml")


def test_problems_come_out_in_the_order_of_the_file_and_once(problems):
    problems.add(7, "later.")
    problems.add(Node("x", 3), "earlier.")
    problems.add(7, "later.")
    problems.add(None, "the whole file.")
    with pytest.raises(BadFile) as caught:
        problems.raise_if_any("Mend it.")
    assert str(caught.value) == (
        "book.yaml: the whole file.\nbook.yaml:3: earlier.\nbook.yaml:7: later.\nMend it."
    )


def test_no_problem_raises_nothing(problems):
    assert not problems
    problems.raise_if_any()


def test_a_wrong_key_is_met_with_the_nearest_right_one(problems):
    node = read("name: x\ndefinitoin: y\nzzz: 1\n")
    assert check_keys(node, ["name", "definition"], problems, of="code")
    assert problems.lines == (
        "book.yaml:2: 'definitoin' is not a key of a code. Did you mean 'definition'?",
        "book.yaml:3: 'zzz' is not a key of a code.",
    )


def test_what_should_be_a_mapping_and_is_not_is_told(problems):
    assert not check_keys(read("- a\n"), ["name"], problems, of="code")
    assert problems.lines == (
        "book.yaml:1: code must be a mapping ('key: value' lines), not a list ('- ' lines).",
    )


def test_a_needed_text_that_is_missing_or_blank_is_told(problems):
    node = read("a: x\nb:\n")
    assert need_text(node, "a", problems) == "x"
    assert need_text(node, "b", problems) == ""
    assert need_text(node, "key", problems, of="code") == ""
    assert problems.lines == ("book.yaml:1: this code has no 'key'.", "book.yaml:2: this has no 'b'.")


def test_lists_of_texts_keep_their_good_items_and_tell_of_the_others(problems):
    node = read("keywords:\n  - no time\n  - lack: of time\n  -\n  - ' protected '\n")
    assert get_texts(node, "keywords", problems) == ("no time", "protected")
    colon = (
        "book.yaml:3: an item of 'keywords' must be a single text, not a mapping ('key: value' lines). "
        "Put quotes around a text that holds ': '."
    )
    assert problems.lines == (
        colon,
        "book.yaml:4: an item of 'keywords' is empty.",
    )


def test_a_text_where_a_list_belongs_is_told(problems):
    assert get_list(read("keywords: a, b\n"), "keywords", problems) == ()
    assert problems.lines == ("book.yaml:1: 'keywords' must be a list ('- ' lines), not a single text.",)


def test_a_list_where_a_text_or_mapping_belongs_is_told(problems):
    node = read("name: [a]\nsettings: [b]\n")
    assert get_text(node, "name", problems, "default") == "default"
    assert get_mapping(node, "settings", problems) is None
    assert len(problems.lines) == 2


@pytest.mark.parametrize("get", [get_integer, get_number, get_mapping])
def test_what_is_not_written_is_none(problems, get):
    assert get(read("a:\n"), "a", problems) is None
    assert get(read("a:\n"), "b", problems) is None
    assert not problems


def test_numbers_are_read_only_when_they_are_numbers(problems):
    node = read("a: 12\nb: -3\nc: 1.5e2\nd: twelve\ne: inf\nf: 1_000\ng: 99999999999999999999\n")
    assert [get_integer(node, key, problems) for key in "ab"] == [12, -3]
    assert get_number(node, "c", problems) == 150.0
    assert not problems
    assert [get_integer(node, key, problems) for key in "dfg"] == [None, None, None]
    assert [get_number(node, key, problems) for key in "e"] == [None]
    assert problems.lines[0] == "book.yaml:4: 'd' must be a whole number, not 'twelve'."
    assert len(problems.lines) == 4


def test_flags_are_read_as_people_write_them(problems):
    node = read("a: yes\nb: False\nc: maybe\n")
    assert get_flag(node, "a", problems) is True
    assert get_flag(node, "b", problems, default=True) is False
    assert get_flag(node, "missing", problems, default=True) is True
    assert get_flag(node, "c", problems) is False
    assert problems.lines == ("book.yaml:3: 'c' must be yes or no, not 'maybe'.",)


def test_a_choice_outside_the_words_names_the_nearest(problems):
    node = read("status: retird\n")
    assert get_choice(node, "status", ("active", "retired"), problems, "active") == "active"
    assert problems.lines == (
        "book.yaml:1: 'status' must be one of active, retired, not 'retird'. Did you mean 'retired'?",
    )


def test_a_reader_can_go_on_after_problems_of_form_and_report_both(problems):
    node = parse_yaml("name: a\nname: b\nkeey: c\n", problems)
    check_keys(node, ["name", "key"], problems)
    assert [line.split(":")[1] for line in problems.lines] == ["2", "3"]


def test_pairs_point_at_keys_and_elements_of_anything_else_are_none():
    node = read("a: 1\nb: 2\n")
    assert [(key.value, key.line, value.value) for key, value in node.pairs()] == [
        ("a", 1, "1"),
        ("b", 2, "2"),
    ]
    assert node.elements() == ()
    assert list(read("x").pairs()) == []
    assert read("x").get("a") is None
