"""The JSON shapes of tickets and jobs. Scripts outside read them: names here never change."""

from __future__ import annotations

from typing import Any

from deka_tui.commands.output import Blok
from shared.domain.badges import badge_pcare, badges
from shared.domain.masking import clean, mask_numbers
from shared.domain.records import Gerbang, JobRingkas, Kartu, Percobaan
from shared.domain.resend import resend_tampil
from shared.domain.tickets import local_time
from shared.services.jobs import BarisJob, DetailJob


def waktu(millis: int | None, zona: str) -> str | None:
    """Write a moment as ISO 8601 with the offset of the clinic's zone."""
    return None if millis is None else local_time(millis, zona).isoformat(timespec="milliseconds")


def pesan(text: str) -> str:
    """Make a message from BPJS harmless, the numbers in it masked."""
    return mask_numbers(clean(text, 4000))


def job(row: JobRingkas) -> dict[str, Any]:
    """Shape one job: id, jenis, status."""
    return {"id": row.id, "jenis": row.jenis.value, "status": row.status.value}


def tiket(kartu: Kartu) -> dict[str, Any]:
    """Shape what an action answers: id, tiket, status, versi, jobs."""
    return {
        "id": kartu.id,
        "tiket": kartu.tiket,
        "status": kartu.status.value,
        "versi": kartu.versi,
        "jobs": [job(row) for row in kartu.jobs],
    }


def baris(kartu: Kartu, penjamin_bpjs: int) -> dict[str, Any]:
    """Shape one ticket of a list."""
    pair = badges(kartu, penjamin_bpjs)
    pcare = badge_pcare(kartu, penjamin_bpjs)
    return {
        "id": kartu.id,
        "tiket": kartu.tiket,
        "norm": kartu.norm,
        "nama": kartu.nama,
        "penjamin_id": kartu.penjamin_id,
        "ruangan": kartu.ruangan_kode,
        "status": kartu.status.value,
        "badge_p": pair[0].teks if pair else None,
        "badge_a": pair[1].teks if pair else None,
        "pcare": pcare.teks if pcare is not None else None,
        "no_antrean_pcare": kartu.no_antrean_pcare,
        "resend": resend_tampil(kartu, penjamin_bpjs),
        "jobs": [job(row) for row in kartu.jobs],
    }


def baris_job(row: BarisJob) -> dict[str, Any]:
    """Shape one job of a list."""
    return {
        "id": row.id,
        "jenis": row.jenis.value,
        "status": row.status.value,
        "tanggal": row.tanggal,
        "norm": row.norm,
        "nama": row.nama,
        "http": row.http,
        "percobaan": row.percobaan,
    }


def detail(found: DetailJob, zona: str) -> dict[str, Any]:
    """Shape a job with its attempts."""
    return {
        **job(found.job),
        "tanggal": found.tanggal,
        "percobaan": found.job.percobaan,
        "attempts": [percobaan(attempt, zona) for attempt in found.attempts],
    }


def percobaan(attempt: Percobaan, zona: str) -> dict[str, Any]:
    """Shape one attempt; the bodies are texts with cards and NIK masked."""
    return {
        "no": attempt.no,
        "asal": attempt.asal,
        "mulai": waktu(attempt.mulai, zona),
        "selesai": waktu(attempt.selesai, zona),
        "http": attempt.http,
        "kode": attempt.kode,
        "pesan": pesan(attempt.pesan),
        "kelas": attempt.kelas,
        "request": Blok(attempt.request),
        "response": Blok(attempt.response),
    }


def gerbang(gate: Gerbang, zona: str, pekerja_hidup: int) -> dict[str, Any]:
    """Shape one gate.

    ``penyebab`` says whose fault it is that jobs wait: ``bpjs``, ``jalur``, ``kredensial``, ``worker``
    (none is running) or ``""``; ``selisih_detik`` is how far the clinic's clock is ahead, if too much.
    """
    nobody = not pekerja_hidup and gate.menunggu > 0
    return {
        "layanan": gate.layanan,
        "status": gate.status,
        "penyebab": gate.penyebab or ("worker" if nobody else ""),
        "selisih_detik": gate.selisih,
        "sejak": waktu(gate.sejak, zona),
        "coba_lagi": waktu(gate.coba_lagi, zona),
        "menunggu": gate.menunggu,
        "pesan": pesan(gate.pesan),
    }
