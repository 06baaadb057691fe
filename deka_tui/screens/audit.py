"""The page Audit, for those with the permission ``lihat audit``."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from deka_tui.screens.page import POKOK, PageScreen
from deka_tui.screens.pane import bindings
from deka_tui.screens.pane_audit import PaneAudit


class AuditScreen(PageScreen, inherit_bindings=False):
    """Filter and table of the trail."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([a for a in POKOK if a.id != "keluar"], "halaman_audit")

    def __init__(self) -> None:
        super().__init__({"audit": PaneAudit(id="audit")}, "audit")
