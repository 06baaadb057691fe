"""Small makers of the records the rules read, with invented data, and the settings of hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import settings

from shared.domain.answers import Answer, FieldMessage, Problem, Sent
from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import JenisJob, Kelas, StatusAntrean, StatusJob

BPJS = 2
UMUM = 1
TODAY = date(2031, 3, 4)

MANY = settings(max_examples=300)
"""More examples than usual: these rules cost microseconds. The rest is the suite's own profile."""


def job(
    jenis: JenisJob,
    status: StatusJob | str | None,
    *,
    id: int = 1,
    kelas: Kelas | None = None,
    pesan: str = "",
) -> JobRingkas | None:
    """A job, or ``None`` for "no row"."""
    if status is None:
        return None
    return JobRingkas(id=id, jenis=jenis, status=StatusJob(status), kelas=kelas, pesan=pesan)


def p_job(status: str | None, *, kelas: Kelas | None = None, pesan: str = "P says no") -> JobRingkas | None:
    """Job P of the card; its id is 11."""
    return job(JenisJob.PENDAFTARAN, status, id=11, kelas=kelas, pesan=pesan)


def a_job(status: str | None, *, kelas: Kelas | None = None, pesan: str = "A says no") -> JobRingkas | None:
    """Job A of the card; its id is 22."""
    return job(JenisJob.TAMBAH_ANTREAN, status, id=22, kelas=kelas, pesan=pesan)


_KARTU = Kartu(
    id=7,
    versi=1,
    tiket="A-012",
    angka=12,
    tanggal=TODAY,
    status=StatusAntrean.MENUNGGU,
    ruangan_id=1,
    ruangan="Poli Umum",
    jenis_kunjungan=1,
    norm="000123",
    nama="Contoh Satu",
    penjamin_id=BPJS,
    penjamin="BPJS",
)


def kartu(p: JobRingkas | str | None = None, a: JobRingkas | str | None = None, **changes: object) -> Kartu:
    """A waiting BPJS card of an outpatient room, with jobs P and A or jobs in the given states."""
    made_p = p if isinstance(p, JobRingkas) else p_job(p)
    made_a = a if isinstance(a, JobRingkas) else a_job(a)
    return replace(_KARTU, p=made_p, a=made_a, **changes)  # type: ignore[arg-type]


def answer(
    code: int | None = None,
    message: str = "",
    *,
    http: int | None = None,
    items: tuple[tuple[str, str], ...] = (),
    data: object = None,
    problem: Problem | None = None,
    sent: Sent = Sent.YES,
) -> Answer:
    """An answer as a client hands it over; the HTTP status equals the code unless it is told."""
    return Answer(
        sent=sent,
        http=code if http is None else http,
        code=None if code is None else str(code),
        message=message,
        fields=tuple(FieldMessage(name, text) for name, text in items),
        data=data,
        problem=problem,
    )
