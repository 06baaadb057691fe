"""What dialogs share: they cover the board, open and close in one frame, keep their keys to themselves."""

from __future__ import annotations

from typing import TypeVar

from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from deka_tui import theme
from deka_tui.widgets.settled import Settled

Result = TypeVar("Result")


class Dialog(Settled, ModalScreen[Result], inherit_bindings=False):
    """A modal screen that is drawn once when it opens and once when it has gone."""

    CSS_PATH = theme.sheets("modal")
    AUTO_FOCUS = ""
    # A change of focus would repaint the whole screen; styles of the two widgets are enough.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def close(self, result: Result | None) -> None:
        """Go, and hand *result* to whoever asked."""

        async def gone() -> None:
            if self.is_attached and self.app.screen is self:
                with self.app.batch_update():
                    await self.dismiss(result)

        self.app.call_later(gone)
