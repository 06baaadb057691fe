"""The states of a ticket and of a job, and the moves between them that are legal."""

from __future__ import annotations

from enum import StrEnum


class StatusAntrean(StrEnum):
    """State of a ticket. *Dipanggil* is not one of them: calls are rows of their own."""

    MENUNGGU = "menunggu"
    DILEWATI = "dilewati"
    DITERIMA = "diterima"
    SELESAI = "selesai"
    BATAL = "batal"
    DIALIHKAN = "dialihkan"
    TIDAK_HADIR = "tidak_hadir"


class JenisJob(StrEnum):
    """What a job does at BPJS. The first two are the ids the badges P and A stand for."""

    PENDAFTARAN = "pendaftaran_pcare"
    TAMBAH_ANTREAN = "tambah_antrean_fktp"
    PANGGIL_ANTREAN = "panggil_antrean_fktp"
    BATAL_ANTREAN = "batal_antrean_fktp"
    KUNJUNGAN = "kunjungan_pcare"
    HAPUS_PENDAFTARAN = "hapus_pendaftaran_pcare"
    HAPUS_KUNJUNGAN = "hapus_kunjungan_pcare"
    SS_ORGANIZATION = "satusehat_organization"
    SS_LOCATION = "satusehat_location"
    SS_PRACTITIONER = "satusehat_practitioner"
    SS_PATIENT = "satusehat_patient"
    SS_ENCOUNTER = "satusehat_encounter"
    SS_CONDITION = "satusehat_condition"
    SS_OBSERVATION = "satusehat_observation"
    SS_PROCEDURE = "satusehat_procedure"
    SS_COMPOSITION = "satusehat_composition"
    SS_ALLERGY_INTOLERANCE = "satusehat_allergyintolerance"
    SS_CLINICAL_IMPRESSION = "satusehat_clinicalimpression"
    SS_SERVICE_REQUEST = "satusehat_servicerequest"
    SS_MEDICATION = "satusehat_medication"
    SS_MEDICATION_REQUEST = "satusehat_medicationrequest"
    SS_MEDICATION_DISPENSE = "satusehat_medicationdispense"
    SS_IMMUNIZATION = "satusehat_immunization"


JENIS_SATUSEHAT: tuple[JenisJob, ...] = tuple(j for j in JenisJob if j.value.startswith("satusehat_"))
"""Types of jobs that send one resource each to SatuSehat."""
JENIS_BPJS: tuple[JenisJob, ...] = tuple(j for j in JenisJob if j not in JENIS_SATUSEHAT)
"""Types of jobs that go to BPJS: what Monitoring BPJS is about."""


class StatusJob(StrEnum):
    """State of a job. ``tak_pasti`` means the outcome at BPJS is unknown and must be read back."""

    MENUNGGU = "menunggu"
    PROSES = "proses"
    TAK_PASTI = "tak_pasti"
    TERKIRIM = "terkirim"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"
    KEDALUWARSA = "kedaluwarsa"
    TERTAHAN = "tertahan"
    """Waits for what it refers to (SatuSehat): nothing has failed, and nothing is due."""


class Kelas(StrEnum):
    """Why an attempt did not end well; it decides what happens next."""

    SEMENTARA = "sementara"
    TAK_PASTI = "tak_pasti"
    DUPLIKAT = "duplikat"
    KREDENSIAL = "kredensial"
    DATA = "data"
    PEMETAAN = "pemetaan"
    PESERTA = "peserta"
    URUTAN = "urutan"
    IZIN = "izin"
    PRIVASI = "privasi"
    INDUK = "induk"
    TAUTAN = "tautan"


class Periksa(StrEnum):
    """What the next attempt of a job has to do."""

    KIRIM = "kirim"
    """Send the write."""
    HASIL = "hasil"
    """Read back whether an earlier write arrived; if it did not, send it again."""
    NOMOR = "nomor"
    """Read back the number of a registration that is known to be there; never send."""


LIVE_JOB = frozenset({StatusJob.MENUNGGU, StatusJob.PROSES, StatusJob.TAK_PASTI})
FAILED_JOB = frozenset({StatusJob.GAGAL, StatusJob.KEDALUWARSA})
IN_FLIGHT = frozenset({StatusJob.PROSES, StatusJob.TAK_PASTI})

JOB_MOVES: dict[StatusJob, frozenset[StatusJob]] = {
    StatusJob.MENUNGGU: frozenset(
        {StatusJob.PROSES, StatusJob.DIBATALKAN, StatusJob.KEDALUWARSA, StatusJob.TERTAHAN}
    ),
    StatusJob.PROSES: frozenset(
        {StatusJob.TERKIRIM, StatusJob.GAGAL, StatusJob.MENUNGGU, StatusJob.TAK_PASTI, StatusJob.DIBATALKAN}
    ),
    StatusJob.TAK_PASTI: frozenset({StatusJob.PROSES}),
    StatusJob.TERKIRIM: frozenset({StatusJob.TAK_PASTI}),
    StatusJob.GAGAL: frozenset({StatusJob.MENUNGGU, StatusJob.TAK_PASTI}),
    StatusJob.KEDALUWARSA: frozenset({StatusJob.MENUNGGU, StatusJob.TAK_PASTI}),
    StatusJob.DIBATALKAN: frozenset(),
    StatusJob.TERTAHAN: frozenset({StatusJob.MENUNGGU, StatusJob.TAK_PASTI}),
}
"""Every legal move of a job. ``terkirim -> tak_pasti`` is the look-up of a missing PCare number,
or the next state of an Encounter.

An answer that comes after its lease has run out settles the attempt it belongs to: for the job it counts as
the move from ``proses`` that it would have been.
"""

TICKET_MOVES: dict[StatusAntrean, frozenset[StatusAntrean]] = {
    StatusAntrean.MENUNGGU: frozenset(
        {
            StatusAntrean.DILEWATI,
            StatusAntrean.DITERIMA,
            StatusAntrean.BATAL,
            StatusAntrean.DIALIHKAN,
            StatusAntrean.TIDAK_HADIR,
        }
    ),
    StatusAntrean.DILEWATI: frozenset(
        {
            StatusAntrean.MENUNGGU,
            StatusAntrean.DITERIMA,
            StatusAntrean.BATAL,
            StatusAntrean.DIALIHKAN,
            StatusAntrean.TIDAK_HADIR,
        }
    ),
    StatusAntrean.DITERIMA: frozenset({StatusAntrean.SELESAI}),
    StatusAntrean.SELESAI: frozenset(),
    StatusAntrean.BATAL: frozenset(),
    StatusAntrean.DIALIHKAN: frozenset(),
    StatusAntrean.TIDAK_HADIR: frozenset(),
}
"""Every legal move of a ticket. Cancelling an accepted or finished ticket is not one of them."""

WAITING_TICKET = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
"""Tickets on the working list: the ones a counter can call, accept, skip or cancel."""


def may_move_job(old: StatusJob, new: StatusJob) -> bool:
    """Tell whether a job may go from *old* to *new*."""
    return new in JOB_MOVES[old]


def may_move_ticket(old: StatusAntrean, new: StatusAntrean) -> bool:
    """Tell whether a ticket may go from *old* to *new*."""
    return new in TICKET_MOVES[old]
