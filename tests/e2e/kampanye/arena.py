"""What every campaign stands on: servers, simulator, clinic, and a verdict."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from tests.e2e.peralatan import HARI, Klinik, Simulator, buka, isi
from tests.support.servers import PostgresServer, RedisServer


@dataclass(frozen=True, slots=True)
class Hasil:
    """One row of the table."""

    kampanye: str
    ukuran: str
    wajib: str
    hasil: str
    lolos: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


Tugas = Callable[[bool], Hasil]
"""A campaign: takes whether it runs in the size of CI."""


@dataclass(slots=True)
class Arena:
    """A clinic with the servers it stands on.

    ``postgres`` and ``redis`` are there in the modes that use them.
    """

    klinik: Klinik
    postgres: PostgresServer | None = None
    redis: RedisServer | None = None


@contextlib.contextmanager
def arena(
    modus: str, *, pasien: int, hari: int = 1, fsync: bool = True, **settings: object
) -> Iterator[Arena]:
    """Build up everything for one campaign and take it down after.

    *modus* is ``sqlite``, ``postgresql`` or ``postgresql+redis``. Every server is the campaign's own, so
    it may kill and freeze what it likes. Only in the size of CI does PostgreSQL go without *fsync*.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deka-kampanye-")))
        postgres = redis = None
        url = f"sqlite:///{folder / 'deka.db'}"
        if modus.startswith("postgresql"):
            postgres = stack.enter_context(PostgresServer(fsync=fsync))
            url = postgres.create_database()
        if modus.endswith("+redis"):
            redis = stack.enter_context(RedisServer())
            settings["BROKER__REDIS_URL"] = redis.url
        isi(folder, url, pasien)
        simulator = Simulator()
        stack.callback(simulator.close)
        klinik = buka(folder, url, simulator, **settings)
        klinik.hari = tuple(HARI + timedelta(days=n) for n in range(hari))
        stack.callback(klinik.tutup)
        yield Arena(klinik, postgres, redis)


def jeda(seconds: float) -> None:
    """Let a moment pass: the instant of a blow, or the thinking of a person."""
    threading.Event().wait(seconds)


def persentil(values: list[float], part: float) -> float:
    """The value that *part* of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


def adili(*checks: Callable[[], object]) -> str:
    """Run judgements; returns the first complaint, or nothing."""
    for check in checks:
        try:
            check()
        except AssertionError as error:
            # A bare assertion has no words of its own outside pytest.
            return " ".join(str(error).split())[:300] or "pernyataan tidak benar"
    return ""
