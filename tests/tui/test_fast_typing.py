"""Keys that come faster than the desk paints mean what they would have meant slowly."""

from __future__ import annotations

from typing import Any

TURN = "Practice, reflection, practice."
RAN = "I ran the rota for ten months and nobody died of it."


def burst(desk: Any, *keys: str) -> None:
    """Send keys all at once, as a fast typist or a paste into the terminal would."""
    import unicodedata

    from textual import events
    from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

    for key in keys:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        try:
            character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = key if len(key) == 1 else None
        event = events.Key(name, character)
        event.set_sender(desk)
        desk._driver.send_message(event)


def test_letters_after_space_go_to_the_palette_and_keys_after_enter_to_the_text(
    drive: Any, study: Any, keys: Any
) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        burst(desk, "j", "space", *"lackx", "backspace", "enter", "j", ".", "j")
        await keys(desk, pilot)

    drive(study, script)
    assert study.codings() == [(TURN, "time"), (RAN, "time")]


def test_a_pin_a_memo_and_an_undo_in_one_burst(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        burst(desk, "p", *"short", "enter", "3", "j", "3", "J", "3", "u")
        await keys(desk, pilot)
        burst(desk, "m", *"x marks it", "escape", "j")
        await keys(desk, pilot)
        memos = [memo.text for every in desk.session.memos.values() for memo in every]
        assert memos == ["x marks it"]

    drive(study, script)
    assert study.codings() == [(TURN, "rotation")]


def test_a_new_code_typed_at_once(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> None:
        burst(desk, "j", "ctrl+n", *"Luck", "enter")
        await keys(desk, pilot)

    drive(study, script)
    assert study.codings() == [(TURN, "luck")]


def test_function_keys_change_the_screen_while_one_types(drive: Any, study: Any, keys: Any) -> None:
    async def script(desk: Any, pilot: Any) -> str:
        await keys(desk, pilot, "space", "'la", "f4")
        return str(desk.current_mode)

    assert drive(study, script) == "codebook"
