"""Bundles: what somebody did since some act, as a small file for mail or git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thematic.errors import BadFile, BadInput, NotFound, Refused, StorageError
from thematic.workflow.codings import export_codings
from thematic.workflow.history import list_acts, undo
from thematic.workflow.merging import MergeOptions, merge_projects, read_bundle_file, write_bundle_file
from thematic.workflow.trust import check_project


@pytest.fixture
def pair(copies):
    """Ana, and Ben who went on in a copy: one act that Ana has, then a coding."""
    ana, ben = copies("Ben")
    held = list_acts(ana.project)[0].guid
    ben.code("Ben", "R2", "asked", "time")
    return ana, ben, held


def state(team):
    return export_codings(team.project), len(list_acts(team.project))


def test_a_bundle_brings_what_a_merge_of_the_copy_would(pair, copies, tmp_path):
    ana, ben, held = pair
    path = str(tmp_path / "ben.bundle")
    assert write_bundle_file(ben.project, path, since=held) == 2  # he joined, and coded
    planned = read_bundle_file(ana.project, path, dry_run=True)
    before = state(ana)
    report = read_bundle_file(ana.project, path)
    assert (report.new, report.kinds) == (planned.new, {"coder": 1, "coding": 1})
    assert state(ana) != before
    assert merge_projects(ana.project, [ben.project.where]).new == 0
    assert check_project(ana.project) == ()


def test_a_bundle_is_small_and_a_whole_one_holds_everything(pair, tmp_path, team):
    _, ben, held = pair
    some, whole = str(tmp_path / "some.bundle"), str(tmp_path / "whole.bundle")
    write_bundle_file(ben.project, some, since=held)
    assert write_bundle_file(ben.project, whole) == len(list_acts(ben.project))
    assert Path(some).stat().st_size < 4000 < Path(whole).stat().st_size
    assert "By accident, since" not in Path(some).read_text()
    empty = team()
    options = MergeOptions(other_project=True, renamed={"Ana": "Ana B"})
    read_bundle_file(empty.project, whole, options)
    assert "asked" in export_codings(empty.project)
    assert check_project(empty.project) == ()


def test_reading_it_twice_brings_nothing_more(pair, tmp_path):
    ana, ben, held = pair
    path = str(tmp_path / "ben.bundle")
    write_bundle_file(ben.project, path, since=held)
    read_bundle_file(ana.project, path)
    before = state(ana)
    report = read_bundle_file(ana.project, path)
    assert (report.new, report.backup) == (0, None)
    assert state(ana) == before


def test_it_is_undone_as_one_act(pair, tmp_path):
    ana, ben, held = pair
    path = str(tmp_path / "ben.bundle")
    write_bundle_file(ben.project, path, since=held)
    before = export_codings(ana.project)
    read_bundle_file(ana.project, path)
    assert undo(ana.project).reason == "ben.bundle"
    assert export_codings(ana.project) == before


def test_a_bundle_that_builds_on_what_is_not_here_is_refused_until_that_came(pair, tmp_path):
    ana, ben, held = pair
    first, second = str(tmp_path / "first.bundle"), str(tmp_path / "second.bundle")
    write_bundle_file(ben.project, first, since=held)
    between = list_acts(ben.project)[0].guid
    guid = export_codings(ben.project).splitlines()[-1].rpartition(",")[2]
    from thematic.workflow.coding import withdraw_code

    withdraw_code(ben.project, guid)
    write_bundle_file(ben.project, second, since=between)
    before = state(ana)
    with pytest.raises(Refused, match="builds on 1 facts") as refused:
        read_bundle_file(ana.project, second)
    assert "Merge what came before it first" in str(refused.value)
    assert state(ana) == before
    for path in (first, second):
        read_bundle_file(ana.project, path)
    assert "asked" not in export_codings(ana.project)


def test_a_bundle_of_another_project_is_refused_by_its_title(pair, team, tmp_path):
    ana, _, _ = pair
    other, path = team(), str(tmp_path / "other.bundle")
    write_bundle_file(other.project, path)
    with pytest.raises(Refused, match="is not a copy of this project: it was made as 'Study'"):
        read_bundle_file(ana.project, path)


def test_an_act_that_is_not_here_cannot_be_begun_after(pair, tmp_path):
    _, ben, _ = pair
    for since in ("nowhere", ""):  # none begins so, and all do
        with pytest.raises(NotFound, match="There is no act"):
            write_bundle_file(ben.project, str(tmp_path / "x.bundle"), since=since)
    assert not (tmp_path / "x.bundle").exists()


def lines_of(path):
    return Path(path).read_text(encoding="utf-8").splitlines()


def cut_in_a_line(lines):
    return "\n".join(lines)[:-30]


def cut_between_lines(lines):
    last = max(place for place, line in enumerate(lines) if line.startswith('["act"'))
    return "\n".join(lines[:last]) + "\n"


def cut_between_facts(lines):
    return "\n".join(lines[:-1]) + "\n"


def another_value(lines):
    fact = json.loads(lines[-1])
    fact[6] = '{"forged":true}'
    return "\n".join([*lines[:-1], json.dumps(fact)]) + "\n"


def another_coder(lines):
    place = max(place for place, line in enumerate(lines) if line.startswith('["act"'))
    act = json.loads(lines[place])
    act[3] = "somebody-else"
    return "\n".join([*lines[:place], json.dumps(act), *lines[place + 1 :]]) + "\n"


def another_format(lines):
    head = json.loads(lines[0])
    head["bundle"] += 1
    return "\n".join([json.dumps(head), *lines[1:]]) + "\n"


@pytest.mark.parametrize(
    ("damage", "kind", "match"),
    [
        (cut_in_a_line, BadFile, r"x\.bundle:\d+: this line is damaged"),
        (cut_between_lines, BadFile, "its end is missing"),
        (cut_between_facts, StorageError, "does not fit its hash"),
        (another_value, StorageError, "does not fit its hash"),
        (another_coder, StorageError, "does not fit its hash"),
        (another_format, BadFile, "is newer than this thematic"),
        (lambda _: "", BadFile, "this is not a bundle"),
        (lambda _: "codebook: x\n", BadFile, "this is not a bundle"),
        (lambda lines: "[" * 100_000 + lines[0], BadFile, "this is not a bundle"),
        (lambda lines: "\n".join([lines[0], '["fact",1,2,3,4,5,6,7,8]']), BadFile, "damaged|missing"),
    ],
)
def test_a_damaged_bundle_is_refused_and_nothing_is_taken_from_it(pair, tmp_path, damage, kind, match):
    ana, ben, held = pair
    path = tmp_path / "x.bundle"
    write_bundle_file(ben.project, str(path), since=held)
    path.write_text(damage(lines_of(path)), encoding="utf-8")
    before = state(ana)
    with pytest.raises(kind, match=match):
        read_bundle_file(ana.project, str(path))
    assert state(ana) == before
    assert check_project(ana.project) == ()


def test_a_bundle_that_is_not_there_is_told(pair, tmp_path):
    ana, _, _ = pair
    with pytest.raises(BadInput, match="There is no file"):
        read_bundle_file(ana.project, str(tmp_path / "nowhere.bundle"))
