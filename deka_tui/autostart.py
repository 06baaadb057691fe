"""One PC needs no second command: a screen starts the worker where none lives.

The worker is a process of its own. It stays while any screen of the storage is open, which it
knows by a lock the screens share, then drains and ends.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from shared.config import Settings
from shared.domain.records import Kesehatan
from shared.storage.presence import Stasiun

_FIRST_PAUSE = 10.0
_LAST_PAUSE = 300.0


class Pengawal:
    """Watches, for one screen, that a worker lives; any thread may ask it to look."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pause = _FIRST_PAUSE
        self._not_before = 0.0
        self._station: Stasiun | None = None

    @property
    def bertugas(self) -> bool:
        """Whether this installation wants screens to start the worker: one PC, no Redis."""
        wanted = self._settings.worker.otomatis and not self._settings.broker.redis_url
        return wanted and bool(self._settings.penyimpanan.berkas)

    def hadir(self) -> None:
        """Let the worker know that a screen is open, until :meth:`pergi` or the process's end."""
        if self.bertugas:
            self._station = Stasiun(Path(self._settings.penyimpanan.berkas))
            self._station.hadir()

    def pergi(self) -> None:
        """Let the worker know that this screen is closed."""
        if self._station is not None:
            self._station.pergi()
            self._station = None

    def lihat(self, kesehatan: Kesehatan) -> bool:
        """Start a worker when none lives; tell whether one was started.

        A worker that does not stay alive is started again after a pause that doubles.
        """
        if self._station is None:
            return False
        with self._lock:
            if kesehatan.pekerja_hidup:
                self._pause = _FIRST_PAUSE
                return False
            now = time.monotonic()
            if now < self._not_before:
                return False
            self._not_before = now + self._pause
            self._pause = min(self._pause * 2, _LAST_PAUSE)
        self._start()
        return True

    def _start(self) -> None:
        storage = Path(self._settings.penyimpanan.berkas)
        arguments = [sys.executable, "-m", "worker", "--ikut-layar"]
        if self._settings.berkas is not None:
            arguments += ["--config", str(self._settings.berkas)]
        with storage.with_name("deka-worker.log").open("ab") as log:
            subprocess.Popen(  # noqa: S603 - our own interpreter and module
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
