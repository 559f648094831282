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


def test_a_file_that_is_not_there(study):
    assert "There is no file nowhere.yaml" in study.refused("codebook import nowhere.yaml")
    assert "There is no file nowhere.yaml" in study.refused("outline import nowhere.yaml")
