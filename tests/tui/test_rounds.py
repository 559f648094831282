"""Rounds at the desk: done means finished, and what is finished or frozen takes no more coding."""

from __future__ import annotations

import pytest

CODED = ("j", "space", "'lear", "enter")
"""Code the first sentence of R1 with "Learning by doing"."""


@pytest.fixture
def given(study):
    """R1 was given to Ann in a round."""
    from thematic.workflow.rounds import assign_sources

    project = study.open()
    assign_sources(project, ("R1.txt",), ("Ann",))
    project.close()
    return study


def states(study):
    from thematic.workflow.rounds import list_assignments

    project = study.open()
    try:
        return [each.state for each in list_assignments(project)]
    finally:
        project.close()


def said(desk):
    return " ".join(screen_text(desk).split())


def screen_text(app):
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def test_done_finishes_the_source_and_it_takes_no_more_coding_until_that_is_undone(given, drive, keys):
    async def script(desk, pilot):
        await keys(desk, pilot, "d", *CODED)
        refused = said(desk)
        await keys(desk, pilot, "u", *CODED)
        return refused, desk.session.done

    refused, done = drive(given, script, source="R1.txt")
    assert "R1.txt takes no more coding by Ann, who has finished it." in refused
    assert done == frozenset()
    assert states(given) == ["assigned"]
    assert [code for _, code in given.codings()] == ["doing"]


def test_a_frozen_source_is_not_coded_nor_taken_up_again(given, drive, keys):
    from thematic.workflow.rounds import finish_sources, freeze_round

    project = given.open()
    finish_sources(project, ())
    freeze_round(project)
    project.close()

    async def script(desk, pilot):
        await keys(desk, pilot, *CODED)
        coding = said(desk)
        await keys(desk, pilot, "d")
        return coding, said(desk)

    coding, mark = drive(given, script, source="R1.txt")
    for words in (coding, mark):
        assert "R1.txt takes no more coding by Ann: round 1 is frozen." in words
    assert states(given) == ["finished"]
    assert given.codings() == []


def test_a_reader_reads_and_is_told_that_nothing_is_written(study, drive, keys):
    from thematic.workflow.roles import add_coder

    project = study.open()
    add_coder(project, "Eve", "reader")
    project.close()

    async def script(desk, pilot):
        await keys(desk, pilot, *CODED)
        return said(desk)

    assert "Eve is a reader here" in drive(study, script, source="R1.txt", coder="Eve")
    assert study.codings() == []
