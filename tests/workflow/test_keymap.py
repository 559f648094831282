"""A person's own keys, read from their file."""

from __future__ import annotations

import pytest

from thematic.errors import BadFile
from thematic.workflow.keymap import FILE, Keymap, read_keymap


@pytest.fixture
def write(here):
    def put(words):
        here.config_dir.mkdir(exist_ok=True)
        (here.config_dir / FILE).write_text(words, encoding="utf-8")

    return put


def test_without_a_file_nothing_is_changed(here):
    assert read_keymap(here) == Keymap()


def test_a_preset_and_keys_are_read(here, write):
    write("preset: vim\nkeys:\n  undo: ctrl+z\n  tag: space,enter\n")
    assert read_keymap(here) == Keymap("vim", {"undo": "ctrl+z", "tag": "space,enter"})


def test_everything_wrong_with_the_file_is_told_with_its_lines(here, write):
    write("preset: emacs\nkeis:\n  undo: u\n")
    with pytest.raises(BadFile) as caught:
        read_keymap(here)
    told = [problem.partition(FILE)[2][:3] for problem in caught.value.problems]
    assert told == [":1:", ":2:"]
    assert "Did you mean 'keys'?" in str(caught.value)
