"""What screens may ask of the desk that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thematic.tui.actions import Preset
    from thematic.tui.ink import Inks
    from thematic.tui.page.paint import Paint
    from thematic.tui.remembered import Remembered
    from thematic.tui.session import Session
    from thematic.tui.tour import Tour


class Host(Protocol):
    """The desk, as a screen knows it."""

    where: str
    wanted: str | None
    session: Session | None
    remembered: Remembered
    own_keys: Mapping[str, str]
    quoted: str | None
    tour: Tour | None
    inks: Inks
    paint: Paint
    heard: str

    @property
    def preset(self) -> Preset:
        """Which keys are in force."""

    @property
    def current_mode(self) -> str:
        """Name of the screen in front, as the atlas has it."""

    @property
    def open_session(self) -> Session:
        """The session; asked for only by what cannot be done without one."""

    def count_again(self) -> None:
        """Count everything anew, because more changed than a screen can follow."""

    def keep_place(self) -> None:
        """Remember where reading stands."""

    async def action_go_to(self, mode: str) -> None:
        """Show another screen."""

    def show_quotes(self, code: str) -> None:
        """Show the quotes of a code, by guid."""

    def open_in_coding(
        self, source: str, span: tuple[int, int] | None = None, coding: str | None = None
    ) -> None:
        """Show a place of a source on the coding screen."""

    def call_later(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Do something after what is under way."""
