from __future__ import annotations

import textwrap

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thematic.errors import BadFile
from thematic.language import yaml_file
from thematic.language.located import Problems
from thematic.language.yaml_file import parse_yaml, read_yaml, write_yaml


def read(text):
    return read_yaml(textwrap.dedent(text), "book.yaml")


def problems_of(text):
    with pytest.raises(BadFile) as caught:
        read(text)
    return list(caught.value.problems)


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def both_readers(request, monkeypatch):
    """The compiled reader and the one that stands in where it is missing must agree."""
    if request.param == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    reader = yaml.CSafeLoader if request.param == "libyaml" else yaml.SafeLoader
    monkeypatch.setattr(yaml_file, "_READER", reader)


def test_norway_is_not_false_and_ten_is_not_a_number():
    found = read("country: NO\nage: 10\nwhen: 2026-11-21\nshare: .5\n")
    assert found.plain() == {"country": "NO", "age": "10", "when": "2026-11-21", "share": ".5"}


def test_nothing_is_told_from_an_empty_text():
    found = read("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n")
    assert found.plain() == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


def test_every_value_and_key_knows_its_line_and_column():
    found = read(
        """\
        codes:
          - key: time
            name: Lack of time
          - key: money
        """
    )
    first, second = found.get("codes").elements()
    assert (first.get("name").line, first.get("name").column) == (3, 11)
    assert (first.key("name").line, first.key("name").column) == (3, 5)
    assert (second.line, second.column) == (4, 5)


def test_lines_are_counted_as_editors_count_them():
    found = read('a: "one \\u2028 two"\r\nb: "😀"\r\nc: 3\r\n')
    assert found.get("c").line == 3
    assert found.get("a").plain() == "one \u2028 two"


def test_an_empty_file_holds_nothing():
    assert read("").plain() is None
    assert read("# only a remark\n").plain() is None


def test_a_byte_order_mark_is_not_part_of_the_first_key():
    found = read_yaml("\ufeffcodebook: x\n", "book.yaml")
    assert found.plain() == {"codebook": "x"}
    assert found.get("codebook").column == 11


def test_all_surprises_of_yaml_are_refused_at_once_with_their_lines():
    assert problems_of(
        """\
        a: &shared text
        b: *shared
        c: !!int 3
        <<: {d: 4}
        a: again
        ? [1]
        : list as key
        """
    ) == [
        "book.yaml:1: '&shared' is an anchor; write values out, or put quotes around the text.",
        "book.yaml:2: '*shared' is an alias; write the value out, or put quotes around it.",
        "book.yaml:3: '!!int' is a tag; remove it, or put quotes around the text.",
        "book.yaml:4: '<<' merges mappings; write the values out.",
        "book.yaml:5: 'a' stands here again; it is already on line 1.",
        "book.yaml:6: a list or mapping cannot be a key; write 'key: value'.",
    ]


def test_keys_that_differ_only_as_numbers_or_words_are_different_keys():
    assert read("1: a\n01: b\ntrue: c\n").plain() == {"1": "a", "01": "b", "true": "c"}


def test_a_second_document_is_refused():
    assert problems_of("---\na: 1\n---\nb: 2\n") == [
        "book.yaml:3: a second document starts here ('---'); one file holds one."
    ]


def test_each_line_indented_by_a_tab_is_named_once():
    assert problems_of("a:\n\tb: 1\n\tc: 2\n") == [
        "book.yaml:2: a tab indents this line; indent with blanks.",
        "book.yaml:3: a tab indents this line; indent with blanks.",
    ]


def test_a_tab_within_a_block_of_text_is_text():
    assert read("a: |\n  one\n  \ttwo\nb: x\n").plain() == {"a": "one\n\ttwo\n", "b": "x"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nname: Tools: all\n", "2: a ': ' stands where none can"),
        ("a: 1\nb: 'never closed\nc: 2\n", "2: a quotation is opened here and never closed"),
        ("a:\n  - x\n - y\n", "3: this line does not line up"),
        ("a: 1\nb\n", "2: this line should read 'key: value'"),
        ("a: @home\n", "1: a value cannot begin with this character"),
        ("a: [1, 2\nb: 3\n", "2: a list or mapping in brackets is not closed"),
        ('a: "C:\\q"\n', "1: a backslash in double quotes starts a code"),
        ("a: - b\n", "1: a '- ' stands where none can"),
        ("- [laughs] it was fine\n- b\n", "1: text follows a closing quotation mark or bracket"),
        ("a: 'it' was fine\n", "1: text follows a closing quotation mark or bracket"),
        ("a: ]\n", "1: a value is missing here"),
        ("'': b\n", "1: a key is missing before ':'"),
    ],
)
def test_broken_syntax_is_told_in_plain_words(text, problem):
    found = problems_of(text)
    assert len(found) == 1
    assert found[0].startswith(f"book.yaml:{problem}")


def test_a_character_yaml_cannot_hold_is_named_with_its_line():
    message = (
        "book.yaml:2: the character U+0000 cannot stand in a YAML file; "
        "write '\\u0000' within double quotes, or remove it."
    )
    assert problems_of("a: 1\nb: x\x00y\n") == [message]
    assert problems_of("a: x\u2028y\n")[0].startswith("book.yaml:1: the character U+2028")


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_a_depth_bomb_is_refused_without_exhausting_the_stack(opening):
    assert problems_of("a: " + opening * 50_000) == ["book.yaml:1: nested more than 100 levels deep."]


def test_a_file_over_five_megabytes_is_not_even_parsed():
    assert problems_of("é" * 2_500_001) == ["book.yaml: the file is larger than 5 MB."]


def test_a_codebook_is_written_to_be_read():
    book = {
        "codebook": "leadership",
        "codes": [
            {
                "key": "time",
                "name": "Lack of time: all kinds",
                "definition": "First line.\nSecond line.\n",
                "include": ["no", "10", "naïve – ok", ""],
                "keywords": [],
                "retired": False,
                "weight": 2,
                "parent": None,
            }
        ],
    }
    assert write_yaml(book) == textwrap.dedent(
        """\
        codebook: leadership
        codes:
          - key: time
            name: 'Lack of time: all kinds'
            definition: |
              First line.
              Second line.
            include:
              - 'no'
              - '10'
              - naïve – ok
              - ''
            keywords: []
            retired: false
            weight: 2
            parent:
        """
    )


def test_a_value_used_twice_is_written_twice():
    shared = ["x"]
    assert read(write_yaml({"a": shared, "b": shared})).plain() == {"a": ["x"], "b": ["x"]}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from(" \n\t:#-'\"|>&*!%@`[]{},?ab\u2028\x85\r"), max_size=30
)
trees = st.recursive(
    texts | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts.filter(bool), inner, max_size=4),
    max_leaves=8,
)


@given(trees)
def test_what_is_written_reads_back_the_same(tree):
    assert read_yaml(write_yaml(tree), "book.yaml").plain() == tree


@given(st.text(st.sampled_from("ab: -\n\t'\"[]{}|>&*!#?,\\0\u2028"), max_size=40))
def test_any_text_is_read_or_refused_with_reasons(text):
    problems = Problems("book.yaml")
    found = parse_yaml(text, problems)
    assert found.line >= 1
    if not problems:
        assert read_yaml(text, "book.yaml") == found
    assert all(0 <= int(line.split(":")[1]) <= text.count("\n") + 2 for line in problems.lines)
