"""When *Resend PCare* is offered, and what it sends."""

from __future__ import annotations

from enum import StrEnum

from shared.domain.badges import Keadaan, ada_nomor, keadaan
from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import JenisJob, Kelas, Periksa, StatusAntrean, StatusJob
from shared.rekaman import dataclass

RAWAT_JALAN = 1
"""Jenis kunjungan of an outpatient room, the only kind PCare registrations are for."""


class Bagian(StrEnum):
    """The part of a ticket a badge stands for."""

    P = "P"
    A = "A"


@dataclass(frozen=True, slots=True)
class Kirim:
    """One job to be started by a resend. ``job_id`` is ``None`` when there is no row yet."""

    bagian: Bagian
    jenis: JenisJob
    job_id: int | None
    periksa: Periksa


def perlu_bpjs(kartu: Kartu, penjamin_bpjs: int) -> bool:
    """Tell whether a ticket is one that BPJS must hear of: BPJS payer in an outpatient room."""
    return kartu.penjamin_id == penjamin_bpjs and kartu.jenis_kunjungan == RAWAT_JALAN


def resend_tampil(kartu: Kartu, penjamin_bpjs: int) -> bool:
    """Tell whether the card shows the button *Resend PCare*.

    The clause on the missing number does not count while a job is alive: it would show the
    button on every fresh ticket.
    """
    if not perlu_bpjs(kartu, penjamin_bpjs) or kartu.status is StatusAntrean.BATAL:
        return False
    states = {keadaan(kartu.p), keadaan(kartu.a)}
    if states & {Keadaan.GAGAL, Keadaan.TIDAK_ADA}:
        return True
    return Keadaan.PROSES not in states and not ada_nomor(kartu.no_antrean_pcare)


def masih_diproses(kartu: Kartu, penjamin_bpjs: int) -> bool:
    """Tell whether a resend has nothing to start because what is left is alive already."""
    return not rencana_resend(kartu, penjamin_bpjs) and Keadaan.PROSES in {
        keadaan(kartu.p),
        keadaan(kartu.a),
    }


def _ulang(job: JobRingkas | None) -> Periksa:
    """A job whose last word was *unknown* is read back before it is sent again."""
    return Periksa.HASIL if job is not None and job.kelas is Kelas.TAK_PASTI else Periksa.KIRIM


def rencana_resend(kartu: Kartu, penjamin_bpjs: int) -> tuple[Kirim, ...]:
    """Plan a resend: only what is not OK, P before A; P without a number is looked up, not posted."""
    if not perlu_bpjs(kartu, penjamin_bpjs) or kartu.status is StatusAntrean.BATAL:
        return ()
    plan: list[Kirim] = []
    state_p, state_a = keadaan(kartu.p), keadaan(kartu.a)
    id_p = _reusable_id(kartu.p)
    if state_p in (Keadaan.GAGAL, Keadaan.TIDAK_ADA):
        plan.append(Kirim(Bagian.P, JenisJob.PENDAFTARAN, id_p, _ulang(kartu.p)))
    elif state_p is Keadaan.OK and not ada_nomor(kartu.no_antrean_pcare):
        plan.append(Kirim(Bagian.P, JenisJob.PENDAFTARAN, id_p, Periksa.NOMOR))
    if state_a in (Keadaan.GAGAL, Keadaan.TIDAK_ADA):
        plan.append(Kirim(Bagian.A, JenisJob.TAMBAH_ANTREAN, _reusable_id(kartu.a), _ulang(kartu.a)))
    return tuple(plan)


def _reusable_id(job: JobRingkas | None) -> int | None:
    """A dropped job is over for good; a resend after it is a new row."""
    return None if job is None or job.status is StatusJob.DIBATALKAN else job.id
