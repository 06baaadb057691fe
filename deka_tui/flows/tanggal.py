"""Asking which date is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from deka_tui import texts_monitor
from deka_tui.presenters import pantau
from deka_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen


def tanya_tanggal(
    layar: LiveScreen[Any], now: date | None, today: date, then: Callable[[date | None], None]
) -> None:
    """Ask for a date, beginning with *now*; nothing typed is ``None``, all dates."""

    def judge(text: str) -> str | None:
        try:
            pantau.baca_tanggal(text, today)
        except ValueError:
            return texts_monitor.TANGGAL_SALAH
        return None

    def typed(text: str | None) -> None:
        if text is not None:
            then(pantau.baca_tanggal(text, today))

    value = "" if now is None else pantau.tanggal_pendek(now)
    layar.ask(Prompt(texts_monitor.JUDUL_TANGGAL, texts_monitor.TANYA_TANGGAL, value, judge=judge), typed)
