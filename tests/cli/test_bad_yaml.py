"""Codebooks and outlines with mistakes: all of them at once, each with its line, and nothing stored."""

from __future__ import annotations

import pytest

CODEBOOKS = {
    "cycle": (
        "codebook: x\ncodes:\n  - {key: a, name: A, parent: b}\n  - {key: b, name: B, parent: a}\n",
        [":3: code 'a' stands above itself"],
    ),
    "same key": (
        "codebook: x\ncodes:\n  - key: a\n    name: A\n  - key: a\n    name: B\n",
        [":5: key 'a' stands here again; it is already on line 3."],
    ),
    "same field": (
        "codebook: x\ncodes:\n  - key: a\n    name: A\n    name: B\n",
        [":5: 'name' stands here again; it is already on line 4."],
    ),
    "tab": ("codebook: x\ncodes:\n\t- key: a\n", [":3: a tab indents this line"]),
    "bomb": (
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ncodes: *c\n",
        [":1: '&a' is an anchor", ":2: '*a' is an alias"],
    ),
    "unknown parent": (
        "codebook: x\ncodes:\n  - key: support\n    name: S\n  - key: b\n    name: B\n    parent: suport\n",
        [":5: code 'b' has parent 'suport', which is not in this codebook. Did you mean 'support'?"],
    ),
    "tag": ("codebook: !!python/object:os.system x\n", [":1: '!!python/object:os.system' is a tag"]),
    "two documents": ("codebook: x\n---\ncodes:\n", [":2: a second document starts here"]),
    "a list": ("- a\n- b\n", [":1: codebook must be a mapping"]),
    "nothing": ("", ["the file is empty"]),
    "not text": (b"\xff\xfe\0a\0b", ["is not UTF-8"]),
    "everything": (
        "codebook: x\ncodes:\n  - nme: A\n    key: Bad Key\n  - key: c\n    colour: red\n    name: C\n",
        [":3: 'nme' is not a key of a code. Did you mean 'name'?", ":6: 'colour'", "Did you mean 'color'?"],
    ),
    "too large": ("codebook: x\n# " + "x" * 5_000_001, ["larger than 5 MB"]),
}


@pytest.mark.parametrize("verb", ["codebook import", "codebook check"])
@pytest.mark.parametrize("fault", CODEBOOKS)
def test_a_codebook_with(fault, verb, study, write):
    words, expected = CODEBOOKS[fault]
    name = write("faulty.yaml", words)
    said = study.refused(f"{verb} {name}")
    for part in expected:
        assert part in said


HEAD = "outline: x\nsections:\n  - id: s\n    title: S\n    findings:\n"
OUTLINES = {
    "unknown code": (
        f"{HEAD}      - id: f\n        statement: '{{Quantifier}} x.'\n        codes: [rulse]\n",
        [":8:", "'rulse'", "Did you mean 'rules'?"],
    ),
    "unknown placeholder": (
        f"{HEAD}      - id: f\n        statement: '{{Quantifer}} x.'\n        codes: [rules]\n",
        [":7: '{Quantifer}' is not a placeholder. Did you mean"],
    ),
    "same finding twice": (
        f"{HEAD}      - {{id: f, statement: X.}}\n      - {{id: f, statement: Y.}}\n",
        [":7:", "'f' stands here again"],
    ),
    "tab": ("outline: x\nsections:\n\t- id: s\n", [":3: a tab indents this line"]),
}


@pytest.mark.parametrize("fault", OUTLINES)
def test_an_outline_with(fault, study, write):
    words, expected = OUTLINES[fault]
    said = study.refused(f"outline import {write('faulty.yaml', words)}")
    for part in expected:
        assert part in said


EVERYTHING = """outline: x
labels: {French: {cuntry: FR}}
sections:
  - id: s
    title: S
    findings:
      - id: f
        statement: "{Quantifier} x."
        codes: [rulse]
        pin: 2
      - id: f
        statement: Y.
        codes: [rules]
        pin: 2
      - id: g
        statement: Z.
        scope: {question: [4]}
        codes: [rules]
      - id: h
        statement: Z.
        codes: [common-store]
        quotes:
          - {respondent: R1, begins: I hardly own, text: "I hardly own [...] a spade now"}
          - {respondent: R1, begins: I hardly own, text: "I hardly own [...] now"}
"""


def test_an_outline_with_everything_wrong_is_told_so_in_one_run(study, write):
    study.ok(
        f"questions import {write('q.csv', 'number,text' + chr(10) + '4,And who asked that?' + chr(10))}"
    )
    said = study.refused(f"outline import {write('faulty.yaml', EVERYTHING)}")
    problems = [line.strip() for line in said.splitlines() if "faulty.yaml:" in line]
    for expected in (
        "faulty.yaml:2: no respondent has an attribute 'cuntry'.",
        "faulty.yaml:9: there is no code 'rulse' in the codebook. Did you mean 'rules'?",
        "faulty.yaml:11: the finding or point 'f' stands here again; it is already on line 7.",
        "faulty.yaml:11: 'f' is pinned to 2, and so is 'f'.",
        "faulty.yaml:17: nobody in this scope was asked and answered: its base is zero.",
        "faulty.yaml:23: the quote of R1 is not what was said: 'I hardly own [...] a spade now'.",
    ):
        assert any(expected in line for line in problems), (expected, said)
    assert len(problems) == 6, said


def test_a_file_that_is_not_there(study):
    assert "There is no file nowhere.yaml" in study.refused("codebook import nowhere.yaml")
    assert "There is no file nowhere.yaml" in study.refused("outline import nowhere.yaml")
