"""The menu: choose a page that is open to whoever acts, and go there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deka_tui import halaman, texts, texts_halaman
from deka_tui.widgets.chooser import Chooser, Entry

if TYPE_CHECKING:
    from textual.screen import Screen

    from deka_tui.screens.live import LiveScreen


def _bpjs_fktp() -> Screen[Any]:
    from deka_tui.screens.bpjs_fktp import BpjsFktpScreen

    return BpjsFktpScreen()


def _satusehat() -> Screen[Any]:
    from deka_tui.screens.satusehat import SatuSehatScreen

    return SatuSehatScreen()


def _kfa() -> Screen[Any]:
    from deka_tui.screens.kfa import KfaScreen

    return KfaScreen()


def _audit() -> Screen[Any]:
    from deka_tui.screens.audit import AuditScreen

    return AuditScreen()


LAYAR: dict[str, Callable[[], Screen[Any]]] = {
    "bpjs_fktp": _bpjs_fktp,
    "satusehat": _satusehat,
    "kfa": _kfa,
    "audit": _audit,
}
"""How each page of :data:`deka_tui.halaman.HALAMAN` is made; a page is imported only when it is opened."""


def ask(screen: LiveScreen[Any]) -> None:
    """Show the menu over *screen*."""
    if not screen.deka.is_open:
        screen.toast(texts.BELUM_TERSAMBUNG, "warning")
        return
    pages = {page.id: page for page in halaman.terbuka(screen.deka.pelaku)}

    def chosen(name: str | None) -> None:
        if name is not None:
            screen.ask(LAYAR[name](), lambda _: None)

    entries = tuple(Entry(page.id, page.nama, grup=page.grup) for page in pages.values())
    screen.ask(Chooser(texts_halaman.MENU, entries), chosen)
