"""A tab of a page: it has the keys while it is shown, and is told what the page is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.message import Message

from deka_tui.actions import Action
from deka_tui.widgets.settled import Unmoved

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen


def bindings(actions: Sequence[Action], prefix: str) -> list[BindingType]:
    """Make the bindings of a registry; each has the id ``prefix.action``."""
    return [
        Binding(",".join(a.keys), f"do('{a.id}')", a.label, id=f"{prefix}.{a.id}", show=False)
        for a in actions
    ]


class Pane(Unmoved, inherit_bindings=False):
    """Subclass it with ``AKSI`` and ``BINDINGS = bindings(AKSI, "name")``; :meth:`do` does them.

    The focus rests on the pane itself: tables and lists take none, so a move repaints nothing else.
    """

    class TombolBerubah(Message):
        """What can be done here has changed: the key strip has to follow."""

    AKSI: ClassVar[tuple[Action, ...]] = ()

    @property
    def layar(self) -> LiveScreen[Any]:
        """The screen it stands on: errands, toasts, dialogs."""
        return cast("LiveScreen[Any]", self.screen)

    @property
    def tampak(self) -> bool:
        """Whether it is the tab that is shown."""
        return bool(self.display)

    def tampil(self) -> None:
        """It has become the tab that is shown: read what is not known yet."""

    def berubah(self) -> None:
        """Somebody may have changed something; told only while it is shown."""

    def menit(self) -> None:
        """A minute has passed; told only while it is shown."""

    def kembali(self) -> bool:
        """Go one step back inside the pane; ``False`` when there is none, so that the page is left."""
        return False

    def do(self, name: str) -> None:
        """Do an action of ``AKSI``."""

    def segarkan(self) -> None:
        """Let the key strip follow what can be done now."""
        self.post_message(self.TombolBerubah())

    def action_do(self, name: str) -> None:
        """Do an action by its key."""
        self.do(name)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """The actions that the key strip shows just now."""
        return tuple(a for a in self.AKSI if a.strip and a.allowed(self.layar.deka.pelaku))
