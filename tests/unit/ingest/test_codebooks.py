import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.errors import BadFile
from thematic.ingest.codebooks import CodeDraft, read_codebook, read_codebook_table, write_codebook
from thematic.ingest.tables import parse_table
from thematic.model.codebook import Code, Codebook

NESTED = """codebook: leadership
base: abc
codes:
  - key: barriers
    name: Barriers
    color: "#C0392B"
    codes:
      - key: time-barrier
        id: g-2
        name: Lack of time
        definition: No time to lead.
        include: [rotas, "time: none"]
        exclude: [pay]
        examples: ["there is no time"]
        keywords: [no time, protected time]
      - key: old
        name: Old
        status: retired
        merged_into: time-barrier
"""
FLAT = """codebook: leadership
base: abc
codes:
  - {key: time-barrier, id: g-2, name: Lack of time, definition: No time to lead., parent: barriers,
     include: [rotas, "time: none"], exclude: [pay], examples: [there is no time],
     keywords: [no time, protected time]}
  - {key: barriers, name: Barriers, color: "#c0392b"}
  - {key: old, name: Old, status: retired, merged_into: time-barrier, parent: barriers}
"""
TABLE = """key,name,parent,definition,include,exclude,examples,keywords,color,status,merged_into,id
barriers,Barriers,,,,,,,#C0392B,,,
time-barrier,Lack of time,barriers,No time to lead.,rotas; time: none,pay,there is no time,"no time
protected time",,active,,g-2
old,Old,barriers,,,,,,,retired,time-barrier,
"""


def problems(text):
    with pytest.raises(BadFile) as error:
        read_codebook(text, "x.yaml")
    return error.value.problems


def without_lines(codes):
    return {code.key: dataclasses.replace(code, line=0) for code in codes}


def test_a_nested_codebook_gives_codes_with_parents_and_lines():
    found = read_codebook(NESTED, "x.yaml")
    assert (found.name, found.base) == ("leadership", "abc")
    assert [code.key for code in found.codes] == ["barriers", "time-barrier", "old"]
    assert found.codes[1] == CodeDraft(
        key="time-barrier",
        name="Lack of time",
        id="g-2",
        definition="No time to lead.",
        include=("rotas", "time: none"),
        exclude=("pay",),
        examples=("there is no time",),
        keywords=("no time", "protected time"),
        parent="barriers",
        line=8,
    )
    assert found.codes[0].color == "#c0392b"


def test_flat_lists_and_tables_say_the_same():
    nested = without_lines(read_codebook(NESTED, "x.yaml").codes)
    assert without_lines(read_codebook(FLAT, "x.yaml").codes) == nested
    assert without_lines(read_codebook_table(parse_table(TABLE.encode(), "x.csv")).codes) == nested


def test_everything_wrong_is_reported_at_once_with_lines_and_nearest_keys():
    assert problems(
        """codebook: x
codes:
  - key: support
    name: Support
  - key: mentoring
    name: Mentoring
    parent: suport
    colour: "#123456"
  - name: no key
  - key: support
    name: again
    color: red
  - key: no name
    status: gone
    merged_into: mentorin
"""
    ) == (
        (
            "x.yaml:5: code 'mentoring' has parent 'suport', which is not in this codebook."
            " Did you mean 'support'?"
        ),
        "x.yaml:8: 'colour' is not a key of a code. Did you mean 'color'?",
        "x.yaml:9: this code has no 'key'.",
        "x.yaml:10: key 'support' stands here again; it is already on line 3.",
        "x.yaml:12: 'red' is not a colour; write it as \"#c0392b\".",
        "x.yaml:13: this code has no 'name'.",
        "x.yaml:13: the key 'no name' may hold only letters, digits, '-', '_' and '.'.",
        (
            "x.yaml:13: code 'no name' is merged into 'mentorin', which is not in this codebook."
            " Did you mean 'mentoring'?"
        ),
        "x.yaml:14: 'status' must be one of active, retired, not 'gone'.",
    )


def test_each_circle_is_named_once():
    assert problems(
        """codes:
  - {key: a, name: A, parent: c}
  - {key: b, name: B, parent: a}
  - {key: c, name: C, parent: b}
  - {key: d, name: D, parent: a, merged_into: d}
  - {key: e, name: E, parent: e}
"""
    ) == (
        "x.yaml:2: code 'a' stands above itself: 'a' → 'c' → 'b' → 'a'.",
        "x.yaml:5: code 'd' is merged into itself: 'd' → 'd'.",
        "x.yaml:6: code 'e' stands above itself: 'e' → 'e'.",
    )


def test_nesting_and_parents_do_not_mix():
    found = problems(
        "codes:\n  - {key: a, name: A, codes: [{key: b, name: B}]}\n  - {key: c, name: C, parent: a}\n"
    )
    assert found == ("x.yaml:3: 'parent' stands in a codebook that nests its codes; use one way.",)


def test_yaml_that_cannot_be_trusted_is_refused():
    assert any("alias" in problem for problem in problems("codes:\n  - &a {key: a, name: A}\n  - *a\n"))
    assert "indent with blanks" in problems("codes:\n\t- key: a\n")[0]
    assert "already on line 1" in problems("codes: []\ncodes: []\n")[0]


def test_an_empty_or_codeless_file_is_refused():
    assert problems("") == (
        "x.yaml: the file is empty; a codebook begins with 'codebook: NAME' and 'codes:'.",
    )
    assert problems("codebook: x\n") == ("x.yaml:1: this codebook has no 'codes'.",)


def test_a_table_needs_its_columns():
    with pytest.raises(BadFile) as error:
        read_codebook_table(parse_table(b"key,title,parnt\na,b,c\n", "x.csv"))
    assert error.value.problems == (
        "x.csv:1: there is no column 'name'; the columns are 'key', 'title', 'parnt'.",
        "x.csv:1: 'title' is not a column of a codebook.",
        "x.csv:1: 'parnt' is not a column of a codebook. Did you mean 'parent'?",
    )
    with pytest.raises(BadFile) as error:
        read_codebook_table(parse_table(b"key,name,status\n,A,active\nb,,gone\n", "x.csv"))
    assert error.value.problems == (
        "x.csv:2: this code has no 'key'.",
        "x.csv:3: this code has no 'name'.",
        "x.csv:3: 'status' must be one of active, retired, not 'gone'.",
    )


LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
TEXT = st.text(LETTERS, min_size=1).map(str.strip).filter(bool)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
CODES = st.builds(
    Code,
    guid=st.none(),
    key=st.none(),
    name=TEXT,
    definition=st.just("") | TEXT,
    include=TEXTS,
    exclude=TEXTS,
    examples=TEXTS,
    keywords=TEXTS,
    color=st.sampled_from(["", "#00ff7f"]),
    status=st.sampled_from(["active", "retired"]),
)


@given(st.lists(st.tuples(CODES, st.integers(-3, 20)), max_size=6), TEXT, st.sampled_from(["", "abc123"]))
def test_what_is_written_reads_back_equal(drawn, name, base):
    codes = []
    for place, (code, link) in enumerate(drawn):
        parent = f"g{link % place}" if place and link >= 0 else None
        merged = "g0" if place and link == -2 else None
        own = {"guid": f"g{place}", "key": f"key-{place}", "position": place}
        codes.append(dataclasses.replace(code, **own, parent=parent, merged_into=merged))
    book = Codebook(tuple(codes), name)
    found = read_codebook(write_codebook(book, base=base), "x.yaml")
    assert (found.name, found.base) == (name, base)
    assert [dataclasses.replace(code, line=0) for code in found.codes] == [
        draft(code) for _, code in book.walk()
    ]


def draft(code):
    """A code as its file describes it."""
    fields = {field.name: getattr(code, field.name) for field in dataclasses.fields(code)}
    fields["id"] = fields.pop("guid")
    del fields["position"]
    for link in ("parent", "merged_into"):
        fields[link] = fields[link] and fields[link].replace("g", "key-")
    return CodeDraft(**fields)


def test_the_writer_is_frozen():
    book = Codebook(
        (Code("g1", "a", "A", "NO", ("x: y",)), Code("g2", "b", "B", parent="g1", color="#aabbcc")), "yes"
    )
    written = write_codebook(book, base="r1")
    assert written.startswith("codebook: 'yes'\nbase: r1\ncodes:\n  - key: a\n    id: g1\n    name: A\n")
    assert (
        hashlib.sha256(written.encode()).hexdigest()
        == "c237edc3a251be0a78efc1b0d3ab6639e6cacd33b927f3d822cc8cbebf71ea3c"
    )
