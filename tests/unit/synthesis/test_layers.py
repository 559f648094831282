"""Whose codings count: per source, and never the union of coders in silence."""

from thematic.synthesis.layers import choose_layer

TWO = """
@Ann
R1: [time|No time] at all. [rank|Rank matters.]
R2: [time|None.]
@Ben
R1: No [time|time at all.] Rank matters.
R3: [rank|Rank.]
"""


def counted(study):
    columns = study.codings.take(choose_layer(study).chosen)
    return [
        (study.sources[source].name[:-4], study.codebook.codes[code].key, study.coders[coder].name)
        for source, code, coder in zip(columns.source, columns.code, columns.coder, strict=True)
    ]


def test_one_coder_counts_alone_and_several_only_where_they_share(coded):
    study = coded(TWO).study
    assert counted(study) == [
        ("R1", "time", "Ann"),
        ("R2", "time", "Ann"),
        ("R1", "time", "Ben"),
        ("R3", "rank", "Ben"),
    ]
    layer = choose_layer(study)
    assert dict(layer.sources_by_kind()) == {"single coder": 2, "shared by all coders": 1}
    assert layer.draft_only


def test_any_coder_is_kept_beside_what_is_shared(coded):
    layer = choose_layer(coded(TWO).study)
    assert (int(layer.chosen.sum()), int(layer.any_coder.sum())) == (4, 5)


def test_passages_that_only_touch_are_not_shared(coded):
    study = coded("@Ann\nR1: [time|No time ]at all.\n@Ben\nR1: No time [time|at all.]").study
    assert counted(study) == []


def test_the_same_words_under_another_code_are_not_shared(coded):
    study = coded("@Ann\nR1: [time|No time.]\n@Ben\nR1: [rank|No time.]").study
    assert counted(study) == []


def test_the_coder_the_lead_named_counts_where_there_is_no_consensus(coded):
    study = coded(TWO, settings={"lead_coder": "Ben"}).study
    assert counted(study) == [("R2", "time", "Ann"), ("R1", "time", "Ben"), ("R3", "rank", "Ben")]
    assert not choose_layer(study).draft_only


def test_the_consensus_replaces_every_coder_in_its_source(coded):
    study = coded(
        TWO + "agreed @Ann\nR1: No time at all. [rank|Rank matters.]", settings={"lead_coder": "Ben"}
    ).study
    assert counted(study) == [("R2", "time", "Ann"), ("R3", "rank", "Ben"), ("R1", "rank", "Ann")]
    assert dict(choose_layer(study).sources_by_kind()) == {"consensus": 1, "lead": 1, "single coder": 1}


def test_three_coders_must_all_share(coded):
    text = "@Ann\nR1: [time|No time.] Rank.\n@Ben\nR1: [time|No time.] Rank.\n@Cid\nR1: No time. [rank|Rank.]"
    assert counted(coded(text).study) == []


def test_a_study_without_codings_is_uncoded(coded):
    layer = choose_layer(coded("R1: Nothing here.").study)
    assert dict(layer.sources_by_kind()) == {"uncoded": 1}
    assert not layer.draft_only
