"""An app that finishes with each key before it looks at the next.

Textual hands a key to the focused widget and goes on to the next at once;
whoever types fast would have letters taken for commands before the palette is
there to take them.
"""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import App

from thematic.tui.screens.base import DeskScreen

_WHILE_TYPING = ("go_to", "quit", "retry")
"""Actions bound to keys that type nothing."""

_TURNS, _CALM = 200, 3
"""Turns of the event loop a typed key may take, and calm ones after which it counts as taken in."""


class KeyedApp(App[str], inherit_bindings=False):
    """Keys of the desk, one after the other."""

    @property
    def front(self) -> DeskScreen | None:
        """The screen in front, when it is one of the desk's."""
        stack = self.screen_stack
        return stack[-1] if stack and isinstance(stack[-1], DeskScreen) else None

    async def on_event(self, event: events.Event) -> None:
        """Finish with each key before the next, so that fast typing goes where it is meant to."""
        is_key = isinstance(event, events.Key) and not event.is_forwarded
        if is_key and not self.screen_stack:
            return  # pressed after the desk was left
        if is_key and self.front is not None:
            self.front.hush()
        await super().on_event(event)
        if is_key and self.front is not None and self.front.typing:
            await self._digest()

    async def _digest(self) -> None:
        """Let the key that was typed be taken in, and whatever follows from it."""
        calm = 0
        for _ in range(_TURNS):
            front = self.front
            if front is None or calm > _CALM:
                return
            nodes = front.focused.ancestors_with_self if front.focused else [front]
            busy = any(node.message_queue_size for node in nodes if node is not self)
            calm = 0 if busy else calm + 1
            await asyncio.sleep(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While one types, only what no letter could mean is done."""
        front = self.front
        if front is not None and front.typing:
            return action in _WHILE_TYPING
        return super().check_action(action, parameters)
