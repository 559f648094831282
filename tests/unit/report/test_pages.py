"""Flat blocks become nested parts."""

from thematic.report.document import Heading, Paragraph, Quotation
from thematic.report.pages import MOST_VALUES, lay_out, tell_voices


def test_parts_nest_by_the_level_of_their_headings():
    blocks = [Heading(2, "A", "a"), Heading(3, "B", "b"), Paragraph("in b"), Heading(4, "C"), Heading(2, "D")]
    first, second = lay_out(blocks)
    assert (first.title, second.title) == ("A", "D")
    assert first.parts[0].blocks == [Paragraph("in b")]
    assert first.parts[0].parts[0].title == "C"


def test_what_stands_before_the_first_heading_is_kept():
    first, second = lay_out([Paragraph("early"), Heading(2, "A")])
    assert (first.title, first.blocks) == ("", [Paragraph("early")])
    assert second.title == "A"


def test_anchors_are_made_and_never_shared():
    parts = lay_out([Heading(2, "A", "x y"), Heading(2, "B", "x y"), Heading(2, "C"), Heading(2, "D")])
    anchors = [part.anchor for part in parts]
    assert anchors[:2] == ["x-y", "x-y-2"]
    assert len(set(anchors)) == 4


def test_only_attributes_that_make_a_few_groups_are_offered():
    quotes = [
        Quotation("q", "R", attributes=(("ward", f"w{place % 2}"), ("name", f"n{place}"), ("same", "s")))
        for place in range(MOST_VALUES + 1)
    ]
    assert tell_voices(quotes) == (("ward", ("w0", "w1")),)
