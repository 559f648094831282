"""A first outline: sections from the codebook, findings by support."""

from thematic.synthesis.outline_draft import draft_outline
from thematic.synthesis.outline_reader import read_outline
from thematic.synthesis.outline_writer import write_outline

TEXT = """
R1: [barriers/time|No time.] [barriers/rank|Rank.] [loose|Loose end.]
R2: [barriers/rank|Rank.] [barriers|It is hard.] [time/night|Nights.]
R3: [rank|Rank.] [other|Other.]
R4: [rank-|Not rank.] [empty/used|Used.] [other|Other.]
Doc: [unheard|Only a document says so.]
"""


def drafted(coded, **names):
    study = coded(TEXT, names=names, documents=("Doc",)).study
    return study, draft_outline(study)


def test_sections_are_top_level_codes_and_findings_their_children_by_support(coded):
    _, outline = drafted(coded)
    found = [(section.id, [finding.id for finding in section.findings]) for section in outline.sections]
    assert found == [
        ("barriers", ["rank", "time", "barriers"]),
        ("empty", ["used"]),
        ("findings", ["other", "loose"]),
    ]
    assert outline.drafted


def test_a_parent_coded_directly_is_a_finding_without_its_children(coded):
    _, outline = drafted(coded)
    parent = outline.sections[0].findings[2]
    assert (parent.codes, parent.exact) == (("barriers",), True)


def test_statements_name_the_code(coded):
    _, outline = drafted(coded, time="Lack of time", rank="CanMEDS {roles}")
    statements = [finding.statement for finding in outline.sections[0].findings]
    assert statements[:2] == [
        "{Quantifier} raised CanMEDS {{roles}}. {dissent}",
        "{Quantifier} raised lack of time.",
    ], "only the first is opposed by anybody"


def test_a_draft_can_be_written_and_read(coded):
    study, outline = drafted(coded)
    assert read_outline(write_outline(outline), "o", study) == outline


def test_nothing_coded_gives_nothing(coded):
    assert draft_outline(coded("R1: Words.").study).sections == ()
