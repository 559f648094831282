"""A hundred sentences of the shipped study coded with five codes by real keys in a real terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

CODES = ("time-barrier", "service-pressure", "protected-time", "rotation-barrier", "learning-by-doing")
SENTENCES = 100


@pytest.mark.slow
def test_a_hundred_sentences_take_at_most_four_keys_each(tmp_path: Any, terminals: Any) -> None:
    from thematic.workflow import reading
    from thematic.workflow.demo import LEADERSHIP, open_study
    from thematic.workflow.project import open_project, real_surroundings

    config = tmp_path / "config"
    here = replace(real_surroundings(), config_dir=config, environment={})
    project, _ = open_study(LEADERSHIP, tmp_path, here)
    book = reading.read_codebook(project)
    chosen = [code for code in book.active if code.key in CODES] or list(book.active)
    chosen = [*chosen, *(code for code in book.active if code not in chosen)][: len(CODES)]
    source = next(one for one in reading.list_sources(project) if one.name.startswith("R1."))
    text = reading.read_text(project, source.guid)
    spans = reading.read_sentences(project, text)[1 : SENTENCES + 1]
    project.close()
    assert len(spans) == SENTENCES

    terminal = terminals(project.where, "Ada", source.name, config=config)
    keys = 0
    terminal.until("✓ saved")
    for digit, code in enumerate(chosen, 1):
        terminal.press("p")
        terminal.type(code.name)
        terminal.until(f"Pin: {code.name}")
        terminal.press("Enter")
        terminal.until(f"Pin {code.name}"[:30])
        terminal.press(str(digit))
        terminal.until("from now on")
        keys += 3 + len(code.name)
    for number in range(SENTENCES):
        terminal.press("j", str(number % len(chosen) + 1))
        keys += 2
    terminal.until(f"code {chosen[(SENTENCES - 1) % len(chosen)].name}"[:40])
    terminal.press("C-q")
    terminal.until_gone()

    project = open_project(project.where, coder="Ada", here=here)
    names = {code.guid: code.key for code in book.codes}
    own = project.coder.guid if project.coder else ""
    found = [
        (one.start, one.end, names[one.code])
        for one in reading.source_codings(project, source.guid)
        if one.coder == own
    ]
    project.close()
    expected = [(*span, chosen[number % len(chosen)].key) for number, span in enumerate(spans)]
    assert found == expected
    assert keys / SENTENCES <= 4
