"""Visits: imported from a file, sent by a job of their own, deleted again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shared.domain.isian import SalahIsi, baca_isi, salah_json
from shared.domain.kunjungan import SalahKunjungan, periksa_kunjungan, tanggal_pcare
from shared.domain.records import JobRingkas, Kunjungan, Pelaku
from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, Periksa, StatusJob
from shared.services import sumber_klinik
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import attempts, jobs, links, tickets, visits
from shared.storage.audit import add_audit
from shared.storage.visits import BarisKunjungan
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB, sentence
from shared.texts_pantau import SALAH_KUNJUNGAN

__all__ = ["BarisKunjungan", "HasilImpor", "daftar", "hapus", "impor", "kata_salah"]

MOST_BYTES = 20 * 1024 * 1024
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What an import did: the visits added with their jobs, and how many were there already."""

    kunjungan: tuple[int, ...]
    jobs: tuple[JobRingkas, ...]
    sudah: int = 0


def kata_salah(salah: SalahKunjungan) -> str:
    """Say in Indonesian what is wrong with a field of a visit."""
    return f"{salah.kolom}: {SALAH_KUNJUNGAN[salah.sebab].format(**dict(salah.fakta))}"


def impor(ctx: Konteks, pelaku: Pelaku, berkas: str | Path) -> HasilImpor:
    """Take visits in from a JSON file, one or a list, and add the jobs that send them.

    All of them or, when anything is wrong with one, none. A visit that is there already with the
    very same body is passed over: importing twice changes nothing. Raises :class:`TidakSah`, or
    :class:`Bentrok` for another visit of the same card, date and poli.
    """
    ctx.izinkan_integrasi(pelaku, "kunjungan.impor")
    found = _read(berkas)
    with ctx.tulis() as conn:
        added: list[int] = []
        started: list[int] = []
        for body in found:
            made = _add(ctx, conn, pelaku, body)
            if made is not None:
                added.append(made[0])
                started.append(made[1])
        if added:
            add_audit(
                conn, pelaku, "kunjungan.impor", faskes_id=ctx.faskes.id, banyak=len(added),
                sudah=len(found) - len(added), jobs=started,
            )  # fmt: skip
        return HasilImpor(tuple(added), jobs.outcomes(conn, started), len(found) - len(added))


def _read(path: str | Path) -> list[dict[str, Any]]:
    try:
        file = Path(path).expanduser()
        if file.stat().st_size > MOST_BYTES:
            raise TidakSah("isi_terlalu_besar", batas=MOST_BYTES // 1024)
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TidakSah("berkas_tidak_ada", berkas=path) from error
    except (ValueError, RecursionError) as error:
        raise TidakSah("kunjungan_bukan_json", berkas=path, galat=salah_json(error)) from error
    rows = data if isinstance(data, list) else [data]
    if not rows or not isinstance(data, list | dict):
        raise TidakSah("kunjungan_bentuk", berkas=path)
    wrong: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, body in enumerate(rows, start=1):
        wrong += [
            sentence("impor_baris", baris=number, sebab=reason) for reason in _reasons(body, number, seen)
        ]
    if wrong:
        more = f"; dan {len(wrong) - _SHOWN} lagi" if len(wrong) > _SHOWN else ""
        raise TidakSah("kunjungan_ditolak", jumlah=len(wrong), rinci="; ".join(wrong[:_SHOWN]) + more + ".")
    return rows


def _reasons(body: object, number: int, seen: dict[tuple[str, ...], int]) -> list[str]:
    if not isinstance(body, dict):
        return [SALAH_KUNJUNGAN["objek_kunjungan"]]
    try:
        baca_isi(json.dumps(body, ensure_ascii=False))
    except SalahIsi as error:
        return [sentence(error.kode, **error.fakta)]
    reasons = [kata_salah(salah) for salah in periksa_kunjungan(body)]
    if not reasons:
        key = (body["noKartu"], body["tglDaftar"], body.get("kdPoli") or "")
        if key in seen:
            reasons.append(SALAH_KUNJUNGAN["ganda"].format(baris=seen[key]))
        seen[key] = number
    return reasons


def _add(ctx: Konteks, conn: Any, pelaku: Pelaku, body: dict[str, Any]) -> tuple[int, int] | None:
    """Add one visit and its job; ``None`` when the very same is there already."""
    day = tanggal_pcare(body["tglDaftar"])
    assert day is not None  # noqa: S101 - checked before
    card, room = body["noKartu"], body.get("kdPoli") or ""
    text = json.dumps(body, ensure_ascii=False)
    ticket = visits.ticket_of(conn, ctx.faskes.id, day, card, room)
    if ticket is not None:
        tickets.lock_ticket(conn, ticket[0])
    number = visits.add(
        conn,
        ctx.faskes.id,
        antrean_id=None if ticket is None else ticket[0],
        pasien_id=visits.whose(conn, ctx.faskes.id, card) if ticket is None else ticket[1],
        no_kartu=card,
        tanggal=day,
        kd_poli=room,
        isi=text,
        kunci=visits.key(card, room),
        oleh=pelaku.nama,
    )
    if number is None:
        there = visits.standing(conn, ctx.faskes.id, day, visits.key(card, room))
        if there is not None and there[1] == text:
            return None
        raise Bentrok("kunjungan_sudah_ada", akhir=card[-4:], tanggal=body["tglDaftar"])
    if ticket is not None:
        sumber_klinik.perbarui(ctx, conn, ticket[0], pelaku.nama)
    return number, _job(ctx, conn, pelaku, number, JenisJob.KUNJUNGAN, isi=text)


def _job(
    ctx: Konteks,
    conn: Any,
    pelaku: Pelaku,
    kunjungan_id: int,
    jenis: JenisJob,
    *,
    isi: str | None = None,
    periksa: Periksa = Periksa.KIRIM,
) -> int:
    visit = visits.visit(conn, kunjungan_id)
    assert visit is not None  # noqa: S101 - of this very transaction
    ahead = None
    if jenis is JenisJob.KUNJUNGAN and visit.antrean_id is not None:
        ahead = links.live_job(conn, visit.antrean_id, JenisJob.PENDAFTARAN)
    job = jobs.add_job(
        conn,
        faskes_id=ctx.faskes.id,
        antrean_id=visit.antrean_id,
        pasien_id=visit.pasien_id,
        jenis=jenis,
        tanggal=visit.tanggal,
        asal=jobs.ASKED,
        oleh=pelaku.nama,
        setelah=None if ahead is None else (ahead, None),
        periksa=periksa,
        kunjungan_id=kunjungan_id,
    )
    if isi is not None:
        kept = attempts.add_payload(conn, job, isi, asal="impor", oleh=pelaku.nama)
        jobs.set_body(conn, job, kept)
    return job


def daftar(
    ctx: Konteks, pelaku: Pelaku, *, tanggal: date | None = None, semua_tanggal: bool = False
) -> tuple[BarisKunjungan, ...]:
    """List the imported visits of a date, by default today's, newest first."""
    ctx.izinkan_integrasi(pelaku, "kunjungan.lihat")
    with ctx.baca() as conn:
        day = None if semua_tanggal else tanggal or ctx.hari_ini(conn)
        return visits.visits_of_day(conn, ctx.faskes.id, day)


def hapus(ctx: Konteks, pelaku: Pelaku, kunjungan_id: int, *, yakin: bool = False) -> JobRingkas:
    """Delete a visit at PCare; where its number is not known it is looked up there first.

    Raises :class:`Bentrok` while a job of the visit is alive, :class:`TidakSah` without *yakin* or
    when the visit never got there.
    """
    ctx.izinkan_integrasi(pelaku, "kunjungan.hapus", kunjungan_id)
    if not yakin:
        raise TidakSah("job_hapus_perlu_yakin", jenis=NAMA_JOB[JenisJob.HAPUS_KUNJUNGAN])
    with ctx.tulis() as conn:
        visit = _visit(ctx, conn, kunjungan_id)
        if visit.antrean_id is not None:
            tickets.lock_ticket(conn, visit.antrean_id)
        visits.lock(conn, kunjungan_id)
        visit = _visit(ctx, conn, kunjungan_id)
        _deletable(conn, visit)
        look = Periksa.KIRIM if visit.no_kunjungan else Periksa.HASIL
        job = _job(ctx, conn, pelaku, kunjungan_id, JenisJob.HAPUS_KUNJUNGAN, periksa=look)
        add_audit(
            conn, pelaku, "kunjungan.hapus", faskes_id=ctx.faskes.id, objek="kunjungan",
            objek_id=kunjungan_id, job=job,
        )  # fmt: skip
        return jobs.outcomes(conn, [job])[0]


def _visit(ctx: Konteks, conn: Any, kunjungan_id: int) -> Kunjungan:
    found = visits.visit(conn, kunjungan_id, ctx.faskes.id)
    if found is None:
        raise TidakDitemukan("kunjungan_tidak_ada", id=kunjungan_id)
    return found


def _deletable(conn: Any, visit: Kunjungan) -> None:
    state: dict[str, StatusJob] = {}
    for _, jenis, status in visits.jobs_of(conn, visit.id):
        state[jenis] = StatusJob(status)
    sent, gone = state.get(JenisJob.KUNJUNGAN), state.get(JenisJob.HAPUS_KUNJUNGAN)
    if any(status in LIVE_JOB for status in state.values()):
        raise Bentrok("kunjungan_masih_proses", id=visit.id)
    if gone is StatusJob.TERKIRIM:
        raise TidakSah("kunjungan_sudah_dihapus", id=visit.id)
    unknown = visit.no_kunjungan is None and sent in FAILED_JOB and not visits.unknown(conn, visit.id)
    if unknown and sent is not None:
        raise TidakSah("kunjungan_belum_terkirim", id=visit.id, status=NAMA_STATUS_JOB[sent])
