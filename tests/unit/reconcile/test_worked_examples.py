"""Every published example, through the plain tables a person would give."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from thematic.model.agreement import Undefined
from thematic.reconcile.measuring_tables import measure_spans, measure_table

EXAMPLES = Path(__file__).parents[4] / "shared" / "agreement" / "worked_examples.json"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXAMPLES.exists(), reason="the published examples are not beside this checkout"),
]


def load():
    return json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else []


def table_of(data):
    """Any of the forms with one judgement per cell, as units × coders."""
    categories = [str(category) for category in data.get("categories", [])]
    if "coders" in data:
        columns = [["" if value is None else value for value in values] for values in data["coders"].values()]
        return list(data["coders"]), list(zip(*columns, strict=True)), None
    if "table" in data:
        cells = [
            (categories[first], categories[second])
            for first, row in enumerate(data["table"])
            for second, many in enumerate(row)
            for _ in range(many)
        ]
        return ["first", "second"], cells, categories
    rows = [
        [category for category, many in zip(categories, counts, strict=True) for _ in range(many)]
        for counts in data["counts"]
    ]
    return [f"coder {place}" for place in range(len(rows[0]))], rows, categories


def written(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def measured(example):
    data, measure = example["data"], example["measure"]
    if "spans" in data or "units" in data:
        rows = [
            [coder, *span] for coder, spans in data.get("spans", data.get("units")).items() for span in spans
        ]
        header = ["coder", "start", "end", "value"][: len(rows[0])]
        name = f"{measure}:{data['value']}" if "value" in data else measure
        return measure_spans(written([header, *rows]), "spans.csv", name, data["length"])
    coders, rows, categories = table_of(data)
    lines = [["unit", *coders], *([place, *row] for place, row in enumerate(rows))]
    return measure_table(written(lines), "table.csv", measure, categories=categories)


@pytest.mark.parametrize("example", load(), ids=lambda example: example["name"])
def test_a_published_example_comes_out_to_its_tolerance(example):
    (agreement,) = measured(example)

    if example["expected"] is None:
        assert isinstance(agreement.value, Undefined)
    else:
        assert agreement.value == pytest.approx(example["expected"], abs=example["tolerance"])
        assert agreement.undefined is None
