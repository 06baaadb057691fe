"""The body a job is sent with, as it stands, and keeping an edited one."""

from __future__ import annotations

import json
from typing import Any

from shared.domain.isian import IsiSah, SalahIsi, kunci_dari_isi, periksa_isi
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.status import JENIS_SATUSEHAT, JenisJob
from shared.domain.sumber_isi import susun
from shared.services import sumber_periksa
from shared.services.errors import Bentrok, TidakSah
from shared.storage import attempts, links, sumber, tickets, visits

_QUEUE = (JenisJob.TAMBAH_ANTREAN, JenisJob.PANGGIL_ANTREAN, JenisJob.BATAL_ANTREAN)


def dasar(conn: Any, job: JobRingkas, row: Any) -> dict[str, Any]:
    """Return the body an edit starts from: the newest version, else what is known of the ticket.

    *row* is :func:`shared.storage.jobs.owner`'s. A deletion's is the parts of its path.
    """
    text = attempts.newest_body(conn, job.id)
    if text is not None:
        found: Any = json.loads(text)
        return found if isinstance(found, dict) else {}
    if job.jenis in JENIS_SATUSEHAT:
        return susun(sumber.of_job(conn, job.id), "")
    if row.kunjungan_id is not None:
        visit = visits.visit(conn, row.kunjungan_id)
        return {"noKunjungan": visit.no_kunjungan if visit is not None else None}
    if row.antrean_id is None:
        return {}
    about = tickets.tiket(conn, row.antrean_id)
    day, card, room = about.tanggal, about.no_kartu, about.kd_poli or ""
    if job.jenis in _QUEUE:
        key = {"tanggalperiksa": day.isoformat(), "kodepoli": room, "nomorkartu": card}
        return key | ({"norm": about.norm} if job.jenis is JenisJob.TAMBAH_ANTREAN else {})
    written = kunci_dari_isi(links.edited_body(conn, row.antrean_id, JenisJob.PENDAFTARAN))
    if job.jenis is JenisJob.HAPUS_PENDAFTARAN and written is not None:
        day, card, room = written.tanggal, written.no_kartu, written.kd_poli
    made: dict[str, Any] = {"noKartu": card, "tglDaftar": day.strftime("%d-%m-%Y"), "kdPoli": room}
    if job.jenis is JenisJob.HAPUS_PENDAFTARAN:
        made["noUrut"] = about.no_antrean_pcare
    return made


def tulis(body: dict[str, Any]) -> str:
    """Write a body as text."""
    return json.dumps(body, ensure_ascii=False)


def baca(isi: str) -> dict[str, Any]:
    """Read a body that is known to be an object."""
    data: dict[str, Any] = json.loads(isi)
    return data


def periksa(conn: Any, job: JobRingkas, row: Any, isi: str, *, buka_kunci: bool) -> IsiSah:
    """Check an edited body; raises :class:`TidakSah` when it must not be sent."""
    try:
        if job.jenis in JENIS_SATUSEHAT:
            return sumber_periksa.isi_sah(conn, job, isi)
        return periksa_isi(job.jenis, isi, dasar(conn, job, row), buka_kunci=buka_kunci)
    except SalahIsi as error:
        raise TidakSah(error.kode, (), **error.fakta) from error


def simpan(
    conn: Any, pelaku: Pelaku, job: JobRingkas, row: Any, isi: str, *, alasan: str, buka_kunci: bool
) -> tuple[int, tuple[str, ...]]:
    """Keep an edited body as the job's newest version; returns its id and the locked fields it changed."""
    sah = periksa(conn, job, row, isi, buka_kunci=buka_kunci)
    kept = attempts.add_payload(conn, job.id, sah.isi, asal="edit", oleh=pelaku.nama, alasan=alasan)
    if sah.dibuka and job.jenis is JenisJob.KUNJUNGAN and row.kunjungan_id is not None:
        key = kunci_dari_isi(sah.isi)
        if key is None:
            raise TidakSah("kunjungan_kunci_rusak")
        if not visits.rekey(conn, row.kunjungan_id, key.tanggal, key.no_kartu, key.kd_poli):
            raise Bentrok("kunjungan_sudah_ada", akhir=key.no_kartu[-4:], tanggal=key.tanggal)
    return kept, sah.dibuka
