"""Charts take the colours and the typeface of the page, never its structure."""

import re
import xml.etree.ElementTree as ET

import pytest

from thematic.report.charts import Bar, Bars, Curves, Heatmap, Line
from thematic.report.figures import draw_png, draw_svg

BARS = Bars(
    (Bar(" 1  Most say so", 6, 1, 2, 10), Bar(" 2  None", 0, 0, 0, 10), Bar("3  Empty base", 0, 0, 0, 0))
)
GRID = Heatmap(
    ("time", "– rank"), ("North (5)", "South (5)"), ((1.0, 0.2), (None, 0.0)), (("5", "1"), ("<5", "0"))
)
LINES = Curves(
    "respondents", "themes", (Line("interviews", (1, 2), (3, 4), (2, 3), (4, 5)), Line("s", (1, 2), (1, 2)))
)
CHARTS = {"bars": BARS, "grid": GRID, "lines": LINES}


@pytest.fixture(scope="module", params=CHARTS)
def drawn(request):
    return CHARTS[request.param], draw_svg(CHARTS[request.param], request.param)


def test_a_chart_is_one_element_of_a_page(drawn):
    _, svg = drawn
    assert ET.fromstring(svg).tag.endswith("}svg")
    assert svg.startswith("<svg")


def test_every_colour_is_the_pages(drawn):
    _, svg = drawn
    assert "var(--ink)" in svg or "var(--muted)" in svg
    assert not re.search(r"#[0-9a-fA-F]{6}", svg)


def test_words_stay_words_in_the_pages_typeface(drawn):
    _, svg = drawn
    assert "<text" in svg
    assert set(re.findall(r"font-family: ([^;\"]*)", svg)) <= {"inherit"}


def test_no_rule_of_a_chart_reaches_the_page(drawn):
    _, svg = drawn
    assert "<style" not in svg
    assert "<metadata" not in svg


def test_two_charts_share_no_id():
    first, second = draw_svg(BARS, "one"), draw_svg(BARS, "two")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, own in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) == own


def test_the_same_chart_gives_the_same_bytes(drawn):
    chart, _ = drawn
    assert draw_svg(chart, "x") == draw_svg(chart, "x")
    assert draw_png(chart) == draw_png(chart)


def test_a_picture_is_a_png_without_a_date(drawn):
    chart, _ = drawn
    data = draw_png(chart, 60)
    assert data.startswith(b"\x89PNG")
    assert b"tIME" not in data
    assert b"Software" not in data


def test_counts_stand_beside_the_bars():
    words = "".join(ET.fromstring(draw_svg(BARS, "x")).itertext())
    assert "6 of 10" in words
    assert "Most say so" in words


def test_a_cell_is_the_stronger_the_larger_its_share():
    svg = draw_svg(GRID, "x")
    strengths = [float(found) for found in re.findall(r"(?:opacity|fill-opacity): ([\d.]+)", svg)]
    assert max(strengths) == pytest.approx(0.62)
    assert 0 in strengths


def test_harmful_words_are_words(hostile_text):
    chart = Bars((Bar(hostile_text, 1, 0, 0, 1),))
    svg = draw_svg(chart, "x")
    assert "<script" not in svg
    assert "\x07" not in svg
    words = "".join(ET.fromstring(svg).itertext())
    assert "<script>alert(1)</script> ]]>" in words
    assert "$x_1$" in words


def test_a_dollar_sign_starts_no_mathematics():
    assert "costs $5 or $6" in draw_svg(Heatmap(("costs $5 or $6",), ("a",), ((0.5,),), (("1",),)), "x")
