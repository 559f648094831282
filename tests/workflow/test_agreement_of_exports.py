"""Agreement is the same wherever the codings stand together, and what was agreed on later never enters it."""

from __future__ import annotations

from pathlib import Path

import pytest

from thematic.workflow.adjudication import Answer, decide, load_queue
from thematic.workflow.agreement import AgreementWanted, measure_agreement
from thematic.workflow.codebook_files import export_codebook, import_codebook
from thematic.workflow.codings import export_codings, import_codings
from thematic.workflow.merging import merge_projects

WANTED = tuple(
    AgreementWanted(unit, measures, replicates=50)
    for unit, measures in (
        ("source", ("krippendorff_alpha", "percent_agreement")),
        ("sentence", ("cohen_kappa", "gwet_ac1", "pooled_kappa", "krippendorff_alpha:masi")),
        ("character", ("krippendorff_alpha", "fleiss_kappa", "scott_pi", "coded_f1", "coded_jaccard")),
        ("", ("bar_u_alpha",)),
        ("", ()),
    )
)
SAID = {
    "R1.txt": ("By accident, since there was nobody else.", "There is never any time."),
    "R2.txt": ("They asked me twice.", "Time is what is missing."),
    "R3.txt": ("The rota, and then the rota again.", "Nobody else was there."),
}


def measured(team):
    return [[each.agreement for each in measure_agreement(team.project, wanted).rows] for wanted in WANTED]


@pytest.fixture
def apart(team, reopen, tmp_path):
    """Ana and Ben, who each coded all three interviews in a copy of their own."""
    from thematic.workflow.history import back_up_project

    ana = team()
    for name, said in SAID.items():
        ana.source(name, *said)
    ana.codes("time/rota", "accident")
    ben = reopen(back_up_project(ana.project, str(tmp_path / "ben.thematic")), "Ben")
    for name, words, key in (
        ("R1", "never any time", "time"),
        ("R1", "By accident", "accident"),
        ("R2", "Time is what is missing", "time"),
        ("R3", "The rota", "rota"),
        ("R3", "Nobody else was there", "accident"),
    ):
        ana.code("Ana", name, words, key)
    for name, words, key in (
        ("R1", "There is never any time", "time"),
        ("R2", "asked me twice", "accident"),
        ("R2", "missing", "time"),
        ("R3", "the rota again", "rota"),
    ):
        ben.code("Ben", name, words, key)
    return ana, ben


def put_together(team, book, exports, tmp_path):
    """A project of its own, from the texts, a codebook and what each coder exported."""
    made = team()
    for name, said in SAID.items():
        made.source(name, *said)
    Path(tmp_path / "book.yaml").write_text(book)
    import_codebook(made.project, str(tmp_path / "book.yaml"))
    for number, text in enumerate(exports):
        path = tmp_path / f"codings{number}.csv"
        path.write_text(text)
        import_codings(made.project, str(path))
    return made


def test_the_merged_project_agrees_as_the_separate_exports_do(apart, team, tmp_path):
    ana, ben = apart
    exports = [export_codings(ana.project), export_codings(ben.project)]
    merge_projects(ana.project, [ben.project.where])
    together = put_together(team, export_codebook(ana.project), exports, tmp_path)
    assert measured(ana) == measured(together)
    assert sum(len(rows) for rows in measured(ana)) > 40


def test_whoever_takes_in_whom_they_agree_as_much(apart):
    ana, ben = apart
    merge_projects(ana.project, [ben.project.where])
    merge_projects(ben.project, [ana.project.where])
    assert measured(ana) == measured(ben)


def test_what_was_decided_changes_no_coefficient(apart, team, tmp_path):
    ana, ben = apart
    merge_projects(ana.project, [ben.project.where])
    ana.as_("Ana")
    before = measured(ana)
    waiting = load_queue(ana.project).waiting()
    answers = {"passage uncoded": "reject", "label omitted": "reject"}
    decide(
        ana.project,
        [
            Answer(item.id, answers.get(item.kind, "union" if "boundary" in item.kind else "defer"), "so")
            for item in waiting
        ],
    )
    assert len(load_queue(ana.project).waiting()) < len(waiting)
    assert measured(ana) == before
    exported = export_codings(ana.project)
    assert "agreed" not in exported
    assert measured(put_together(team, export_codebook(ana.project), [exported], tmp_path)) == before


def test_a_code_only_one_of_them_used_is_told_apart(apart):
    ana, ben = apart
    merge_projects(ana.project, [ben.project.where])
    ana.codes("luck")
    ana.code("Ana", "R1", "nobody else", "luck")
    rows = measure_agreement(ana.project, AgreementWanted("sentence", ("krippendorff_alpha",))).rows
    notes = {row.agreement.code: row.agreement.notes for row in rows if row.agreement.scope == "code"}
    assert "only Ana used" in notes["luck"]
    assert not any("only" in note for note in notes["time"])
