"""Three coders' copies of the shipped study, merged in all six orders, are one project."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
from pathlib import Path

import pytest

from thematic.workflow.agreement import AgreementWanted, measure_agreement
from thematic.workflow.codebook_files import export_codebook
from thematic.workflow.codings import export_codings
from thematic.workflow.decision_files import apply_decision_file
from thematic.workflow.demo import LEADERSHIP, studies_folder, take_in
from thematic.workflow.demo_team import hand_out
from thematic.workflow.merging import merge_projects
from thematic.workflow.project import create_project, open_project, real_surroundings
from thematic.workflow.reports import neutral_form
from thematic.workflow.rounds import list_assignments
from thematic.workflow.trust import check_project

ORDERS = list(itertools.permutations(range(3)))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each of the three handed in."""
    folder = tmp_path_factory.mktemp("copies")
    project = create_project(str(folder / "base.thematic"), coder="Maren", here=real_surroundings())
    try:
        take_in(project, LEADERSHIP)
        return hand_out(project, LEADERSHIP.team, studies_folder(), folder)
    finally:
        project.close()


@pytest.fixture(scope="module")
def merged(copies, tmp_path_factory) -> list[str]:
    """One project an order: the first copy receives the others one after the other."""
    folder = tmp_path_factory.mktemp("merged")
    made = []
    for order in ORDERS:
        where = str(folder / f"{''.join(str(place) for place in order)}.thematic")
        first, *others = (copies[place] for place in order)
        shutil.copyfile(first, where)
        project = open_project(where, coder="Maren", here=real_surroundings())
        try:
            for other in others:
                merge_projects(project, [other])
        finally:
            project.close()
        made.append(where)
    return made


def exports(where: str) -> dict[str, object]:
    project = open_project(where, coder="Maren", here=real_surroundings())
    try:
        return {
            "codings": export_codings(project),
            "codebook": export_codebook(project),
            "rounds": [(each.source, each.coder, each.state) for each in list_assignments(project)],
        }
    finally:
        project.close()


def test_all_six_orders_give_byte_equal_exports(merged):
    first, *others = (exports(where) for where in merged)
    assert len(list(csv.reader(io.StringIO(first["codings"])))) == 1 + 1710 + 617 + 250
    for order, other in zip(ORDERS[1:], others, strict=True):
        for name, value in first.items():
            assert other[name] == value, (order, name)


def test_agreement_and_consensus_do_not_depend_on_the_order(merged):
    measured, decided = [], []
    for where in (merged[0], merged[-1]):
        project = open_project(where, coder="Maren", here=real_surroundings())
        try:
            measured.append(measure_agreement(project, AgreementWanted(replicates=1)))
            done = apply_decision_file(project, str(Path(studies_folder()) / LEADERSHIP.team.decisions))
            assert (done.made, done.stale) == (769, ())
            form = neutral_form(project, draft=True)
            form.pop("versions", None)
            decided.append(form)
            if where == merged[-1]:
                assert check_project(project) == ()
        finally:
            project.close()
    assert measured[0] == measured[1]
    assert decided[0] == decided[1]
