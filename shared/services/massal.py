"""Sending many failed jobs again: first a plan with reasons, then one run that can pause and stop."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from time import monotonic

from shared.domain.massal import Butir, Hasil, Kemajuan, Rencana
from shared.domain.pantau import DELETES, SaringJob
from shared.domain.records import Pelaku
from shared.domain.retries import QUEUE_JOBS
from shared.domain.status import FAILED_JOB, JenisJob
from shared.services import jobs, monitoring
from shared.services.errors import DekaError, TidakSah
from shared.services.konteks import Konteks
from shared.storage import bulk
from shared.storage.audit import add_audit

__all__ = ["Butir", "Hasil", "Kemajuan", "Kendali", "Rencana", "jalankan", "lepas_kelompok", "rencana"]

FASTEST = 100.0
"""Most items a second."""


class Kendali:
    """The hands on a run, from any thread: pace, pause, go on, stop. ``laju`` 0 is without a pace."""

    def __init__(self, laju: float = 5.0, kemajuan: Callable[[Kemajuan], None] | None = None) -> None:
        """Take items a second, and who is told after each item (in the run's own thread)."""
        if not 0 <= laju <= FASTEST:
            raise TidakSah("massal_laju", sampai=int(FASTEST))
        self.laju = laju
        self.kemajuan = kemajuan
        self._changed = threading.Condition()
        self._paused = False
        self._stopped = False

    def jeda(self) -> None:
        """Pause after the item under way."""
        self._set(paused=True)

    def lanjut(self) -> None:
        """Go on."""
        self._set(paused=False)

    def henti(self) -> None:
        """Stop after the item under way; a paused run stops too."""
        self._set(stopped=True)

    @property
    def dijeda(self) -> bool:
        """Whether the run is paused."""
        return self._paused

    @property
    def dihentikan(self) -> bool:
        """Whether the run is to stop."""
        return self._stopped

    def _set(self, *, paused: bool | None = None, stopped: bool = False) -> None:
        with self._changed:
            self._paused = self._paused if paused is None else paused
            self._stopped = self._stopped or stopped
            self._changed.notify_all()

    def boleh(self, sejak: float | None) -> bool:
        """Wait until the next item may go, *sejak* being when the last one went; ``False``: stop."""
        with self._changed:
            while not self._stopped:
                left = 0.0 if sejak is None or not self.laju else sejak + 1 / self.laju - monotonic()
                if not self._paused and left <= 0:
                    return True
                self._changed.wait(None if self._paused else left)
        return False


def rencana(
    ctx: Konteks,
    pelaku: Pelaku,
    *,
    saring: SaringJob | None = None,
    ids: tuple[int, ...] | None = None,
    yakin: bool = False,
) -> Rencana:
    """Plan a run over the marked rows *ids*, or over all that match *saring*. Nothing is changed.

    Deletions are passed over unless *yakin* says that they are meant.
    """
    ctx.izinkan_integrasi(pelaku, "job.massal")
    passed: Counter[str] = Counter()
    shown: dict[str, list[int]] = {}
    kinds: Counter[JenisJob] = Counter()
    chosen: list[int] = []
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        if ids is not None:
            found = bulk.candidates(conn, ctx.faskes.id, ids=ids)
            passed["tidak_ada"] = len(set(ids)) - len(found)
        else:
            asked = monitoring.resolved(ctx, conn, saring or SaringJob())
            found = bulk.candidates(conn, ctx.faskes.id, saring=asked)
            passed["bukan_gagal"] = bulk.others(conn, ctx.faskes.id, asked)
    for item in found:
        reason = _reason(item, pelaku, yakin=yakin)
        if not reason and item.jenis in QUEUE_JOBS and item.tanggal < today:
            reason = "hari_lewat"
        if reason:
            passed[reason] += 1
            shown.setdefault(reason, []).append(item.id)
        else:
            chosen.append(item.id)
            kinds[item.jenis] += 1
    return Rencana(
        tuple(sorted(chosen)),
        {reason: count for reason, count in passed.items() if count},
        {reason: tuple(numbers[:10]) for reason, numbers in shown.items()},
        dict(kinds),
    )


def _reason(item: bulk.Calon, pelaku: Pelaku, *, yakin: bool) -> str:
    if item.status not in FAILED_JOB:
        return "bukan_gagal"
    if item.ditahan_oleh and item.ditahan_oleh != pelaku.nama:
        return "disunting"
    if item.jenis in DELETES and not yakin:
        return "perlu_yakin"
    forward = item.jenis in (JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN)
    return "antrean_batal" if forward and item.batal else ""


def jalankan(
    ctx: Konteks,
    pelaku: Pelaku,
    rencana: Rencana,
    kendali: Kendali | None = None,
    *,
    alasan: str = "",
    yakin: bool = False,
    kirim: Callable[[int, int], object] | None = None,
) -> Hasil:
    """Run a plan in the caller's thread: each item as if a person had pressed Kirim Ulang.

    Each item is a transaction of its own; what is no longer failed is refused and told. The run is
    audited at its start and with its totals at its end. *kirim* sends one item otherwise than
    through :func:`shared.services.jobs.resend`; it is handed the item and the run's number.
    """
    ctx.izinkan_integrasi(pelaku, "job.massal")
    if not rencana.ids:
        raise TidakSah("massal_kosong")
    hands = kendali or Kendali(0.0)
    with ctx.tulis() as conn:
        run = add_audit(
            conn, pelaku, "job.massal.mulai", faskes_id=ctx.faskes.id, banyak=rencana.banyak,
            dilewati=rencana.dilewati, alasan=alasan, laju=hands.laju,
        )  # fmt: skip
    send = kirim or partial(_resend, ctx, pelaku, alasan, yakin)
    done: list[Butir] = []
    last: float | None = None
    try:
        for number in rencana.ids:
            if not hands.boleh(last):
                break
            last = monotonic()
            done.append(_one(send, number, run))
            if hands.kemajuan is not None:
                hands.kemajuan(_progress(done, rencana.banyak, hands.laju))
    finally:
        result = Hasil(tuple(done), rencana.banyak, len(done) < rencana.banyak)
        with ctx.tulis() as conn:
            add_audit(
                conn, pelaku, "job.massal", faskes_id=ctx.faskes.id, massal=run, banyak=rencana.banyak,
                terkirim=result.terkirim, ditolak=len(result.gagal), dihentikan=result.dihentikan,
            )  # fmt: skip
    return result


def _resend(ctx: Konteks, pelaku: Pelaku, alasan: str, yakin: bool, job_id: int, run: int) -> None:
    jobs.resend(ctx, pelaku, job_id, alasan=alasan, yakin=yakin, massal=run)


def _one(send: Callable[[int, int], object], number: int, run: int) -> Butir:
    try:
        send(number, run)
    except DekaError as error:
        return Butir(number, error.pesan)
    return Butir(number)


def _progress(done: list[Butir], count: int, pace: float) -> Kemajuan:
    failed = sum(1 for item in done if item.galat)
    left = (count - len(done)) / pace if pace else None
    return Kemajuan(len(done), count, failed, left, done[-1])


def lepas_kelompok(
    ctx: Konteks,
    pelaku: Pelaku,
    saring: SaringJob,
    kunci: str,
    *,
    kendali: Kendali | None = None,
    alasan: str = "",
    yakin: bool = False,
) -> Hasil:
    """Set every failure of one cause going again, once what it failed of has been mended."""
    group = monitoring.saring_kelompok(ctx, pelaku, saring, kunci)
    plan = rencana(ctx, pelaku, saring=group, yakin=yakin)
    return jalankan(ctx, pelaku, plan, kendali, alasan=alasan, yakin=yakin)
