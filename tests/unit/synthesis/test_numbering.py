"""Numbers run on over sections, letters restart, pins hold."""

from thematic.model.outline import Finding, Outline, Section
from thematic.synthesis.numbering import letter, number_findings


def outline(*sections):
    return Outline(
        "o",
        tuple(
            Section(f"s{i}", "S", tuple(Finding(name, "x", pin=pin) for name, pin in findings))
            for i, findings in enumerate(sections)
        ),
    )


def order(outline):
    return [finding.id for findings in number_findings(outline).values() for finding in findings]


def test_without_pins_the_author_decides():
    assert order(outline([("b", None), ("a", None)], [("c", None)])) == ["b", "a", "c"]


def test_a_pinned_finding_takes_its_number_within_its_section():
    assert order(outline([("a", None)], [("b", 4), ("c", None), ("d", None)])) == ["a", "c", "d", "b"]


def test_a_pin_outside_the_section_or_taken_is_passed_over():
    assert order(outline([("a", 9), ("b", 1), ("c", 1)])) == ["b", "a", "c"]


def test_letters_go_on_after_z():
    assert [letter(place) for place in (0, 1, 25, 26, 27, 52)] == ["a", "b", "z", "aa", "ab", "ba"]
