"""Announcements of the accessible screen: one line, the newest, never more than one in a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deka_tui import texts_warta
from deka_tui.port import Lembar, Saring
from deka_tui.presenters.warta import Berita, siaran
from deka_tui.widgets.warta import Warta

if TYPE_CHECKING:
    from textual.timer import Timer

    from deka_tui.app import DekaApp

SECONDS = 2.0
"""How long an announcement stands before news of its own accord takes its place."""


class Penyiar:
    """Belongs to one app and lives on its event loop. A locked screen says nothing of anybody."""

    def __init__(self, app: DekaApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._told = -SECONDS
        self._saring: Saring | None = None
        self._waiting: list[Berita] = []
        self._timer: Timer | None = None

    def jawab(self, text: str) -> None:
        """Say at once what answers a key."""
        if not self._app.session.locked:
            self._say(text)

    def bacaan(self, lama: Lembar | None, baru: Lembar, saring: Saring) -> None:
        """Say what happened between two readings of the queue, unless the second is of another list."""
        same, self._saring = saring == self._saring, saring
        if lama is not None and same:
            self.siarkan(siaran(lama, baru, self._app.settings.bpjs.penjamin_id))

    def siarkan(self, news: Sequence[Berita]) -> None:
        """Say what has happened; what comes too soon after the last is gathered, the worst told first."""
        if self._app.session.locked:
            self._waiting.clear()
            return
        self._waiting += news
        if self._waiting and self._timer is None:
            left = self._told + SECONDS - self._clock()
            if left > 0:
                self._timer = self._app.set_timer(left, self._gathered)
            else:
                self._gathered()

    def _gathered(self) -> None:
        self._timer = None
        news, self._waiting = self._waiting, []
        if news and not self._app.session.locked:
            chosen = next((one for one in reversed(news) if one.buruk), news[-1])
            self._say(texts_warta.lagi(chosen.teks, len(news) - 1))

    def _say(self, text: str) -> None:
        self._told = self._clock()
        line = self._app.screen.query_one_optional("#warta", Warta)
        if line is not None:
            line.tell(" ".join(text.split()))
