"""Attempts of the current card's jobs, read once a new attempt is known of."""

from __future__ import annotations

from collections.abc import Callable

from deka_tui.flows.desk import Desk
from shared.domain.records import Kartu, Percobaan

_Key = tuple[int, int, str]
_KEPT = 200


class AttemptCache:
    """Gives what it knows at once and calls back when it knows more."""

    def __init__(self, desk: Desk, came: Callable[[], None]) -> None:
        self._desk = desk
        self._came = came
        self._known: dict[_Key, tuple[Percobaan, ...]] = {}

    def of(self, kartu: Kartu | None) -> dict[int, tuple[Percobaan, ...]]:
        """Attempts by job id, oldest first; those not read yet are read in a thread."""
        jobs = [job for job in kartu.jobs if job.percobaan] if kartu is not None else []
        # An attempt starts and ends under the same number; the status tells the two apart.
        keys = {job.id: (job.id, job.percobaan, job.status.value) for job in jobs}
        if missing := [key for key in keys.values() if key not in self._known]:
            self._read(missing)
        return {job_id: self._known.get(key, ()) for job_id, key in keys.items()}

    def _read(self, keys: list[_Key]) -> None:
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        self._known.update(dict.fromkeys(keys, ()))
        pintu = self._desk.pintu

        def came(value: dict[_Key, tuple[Percobaan, ...]] | None, _error: Exception | None) -> None:
            if value:
                self._known.update(value)
                self._came()
            else:
                for key in keys:
                    self._known.pop(key, None)

        self._desk.errand(lambda: {key: pintu.percobaan(key[0]) for key in keys}, came)
