"""The one actor: claim, send, settle.

It never raises for what the other side does and never retries by itself: what happens next is a
row, decided by :mod:`shared.domain.retries`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

import dramatiq

from shared.catatan import bidang
from shared.domain.answers import Request
from shared.domain.failures import Sebab, Vonis
from shared.domain.records import JobKlaim
from shared.domain.satusehat_jawaban import FhirRequest
from shared.domain.status import JenisJob, Kelas
from shared.domain.sumber_langkah import HasilFhir
from shared.services import kirim
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.senders import Pengirim, PengirimSumber

QUEUE = "deka"
ACTOR = "kirim_job"

log = logging.getLogger("deka.worker")

_SETTLE_RETRY = 1.0
_PATIENCE = 5.0
"""Seconds a claimed job waits for its turn before it is put back for whoever is free."""
_FRESH = 10.0
"""Seconds after which a claim is not sent on any more; less than a lease is longer than the longest send."""
_UNREADABLE = ("isi_tersegel", "isi_rusak", "isi_dihapus")
"""A body that was edited cannot be had: waiting does not bring it back."""


class Pelaksana:
    """Carries jobs out for one worker process; shared by its threads."""

    def __init__(
        self,
        ctx: Konteks,
        pengirim: tuple[Pengirim | PengirimSumber, ...],
        *,
        pekerja: str,
        sewa: int,
        sidik: Mapping[str, str],
        serentak: int,
    ) -> None:
        """Take the storage, the senders, this worker's id, its lease in ms and the fingerprints.

        *serentak* is how many sends may be under way; further threads claim and settle meanwhile.
        """
        self._ctx = ctx
        self._senders: dict[JenisJob, Pengirim | PengirimSumber] = {
            sender.jenis: sender for sender in pengirim
        }
        self._worker = pekerja
        self._lease = sewa
        self._sidik = sidik
        self._slots = threading.Semaphore(serentak)
        self._stopping = threading.Event()

    def berhenti(self) -> None:
        """Claim nothing more; sends under way go on to their end."""
        self._stopping.set()

    def _susun(self, klaim: JobKlaim) -> Request | FhirRequest:
        sender = self._senders.get(klaim.jenis)
        if sender is None:
            raise kirim.TidakTersusun(Kelas.DATA, f"jenis {klaim.jenis} belum dapat dikirim")
        return sender.susun(klaim)

    def jalankan(self, job_id: int) -> None:
        """Carry one job out as far as it goes now; a job that is not to be had is passed over."""
        if self._stopping.is_set():
            return
        begun = time.monotonic()
        try:
            task = kirim.klaim(self._ctx, job_id, self._worker, self._lease, self._susun)
        except PenyimpananGagal as error:
            if error.kode in _UNREADABLE:
                self._give_up(job_id, error)
                return
            log.warning("klaim ditunda", extra=bidang(job=job_id, kode=error.kode))
            self._stopping.wait(_SETTLE_RETRY)
            return
        except Exception as error:  # a poisoned row: said once, not tried for ever
            log.exception("job tidak dapat diklaim", extra=bidang(job=job_id))
            self._give_up(job_id, error)
            return
        if task is None:
            return
        outcome = self._send_in_turn(task, begun)
        if outcome is None:
            self._hand_back(task.klaim)
        else:
            self._settle(task.klaim, outcome)

    def _send_in_turn(self, task: kirim.Tugas, begun: float) -> kirim.Hasil | HasilFhir | None:
        """Send when it is this job's turn; ``None``: its turn did not come in time, nothing was sent.

        *begun* is the moment before the claim. A send that starts soon after it ends within the lease, even
        if nobody prolongs that: a thread that slept for long must not send what another has by now.
        """
        if not self._slots.acquire(timeout=_PATIENCE):
            return None
        try:
            late = time.monotonic() - begun > _FRESH
            return None if late or self._stopping.is_set() else self._send(task)
        finally:
            self._slots.release()

    def _send(self, task: kirim.Tugas) -> kirim.Hasil | HasilFhir:
        try:
            return self._senders[task.klaim.jenis].kirim(task)
        except Exception:  # a bug of ours after the first byte: the outcome is unknown
            log.exception("galat saat mengirim", extra=bidang(job=task.klaim.id, percobaan=task.klaim.fence))
            return kirim.Hasil(Vonis(Kelas.TAK_PASTI, Sebab.JAWABAN_HILANG))

    def _hand_back(self, klaim: JobKlaim) -> None:
        """Put a job back of which nothing was sent; while storage is away, its lease does the rest."""
        try:
            kirim.kembalikan(self._ctx, klaim)
        except PenyimpananGagal as away:
            log.warning("job belum dikembalikan", extra=bidang(job=klaim.id, kode=away.kode))

    def _give_up(self, job_id: int, error: Exception) -> None:
        try:
            kirim.menyerah(self._ctx, job_id, error)
        except PenyimpananGagal as away:
            log.warning("job belum ditutup", extra=bidang(job=job_id, kode=away.kode))

    def _settle(self, klaim: JobKlaim, outcome: kirim.Hasil | HasilFhir) -> None:
        """Write the outcome down; while storage is away the answer is kept and tried again.

        Giving up loses nothing: the lease runs out, and the job is read back.
        """
        service = kirim.layanan(klaim.jenis)
        while True:
            try:
                held = kirim.selesaikan(self._ctx, klaim, outcome, sidik=self._sidik.get(service, ""))
            except PenyimpananGagal as error:
                log.warning("hasil belum tersimpan", extra=bidang(job=klaim.id, kode=error.kode))
                if self._stopping.wait(_SETTLE_RETRY):
                    return
                continue
            vonis = outcome.vonis
            log.info(
                "percobaan selesai",
                extra=bidang(
                    job=klaim.id,
                    jenis=klaim.jenis.value,
                    percobaan=klaim.fence,
                    kelas=str(vonis.kelas or "berhasil"),
                    http=vonis.http,
                    kode=_code(outcome),
                    terlambat=None if held else True,
                ),
            )
            return


def _code(outcome: kirim.Hasil | HasilFhir) -> str | None:
    """What the service itself calls the outcome: its code, or the rules that were broken."""
    if isinstance(outcome, HasilFhir):
        return ",".join(str(rule) for rule in outcome.vonis.aturan) or None
    return outcome.vonis.kode


def declare(broker: dramatiq.Broker, pelaksana: Pelaksana) -> dramatiq.Actor[[int], None]:
    """Declare the actor on a broker; its message carries the job's id and nothing else.

    The brokers are made without middleware, so nothing retries, limits or stores behind our back.
    """

    @dramatiq.actor(broker=broker, queue_name=QUEUE, actor_name=ACTOR)
    def kirim_job(job_id: int) -> None:
        pelaksana.jalankan(job_id)

    return kirim_job
