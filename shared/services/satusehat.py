"""SatuSehat: importing resources, the dashboard, the table of one type, sending again, verifying.

Everything here is for the integration pages: role admin or superadmin **and** permission ``satusehat``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shared.domain.beda import rapi
from shared.domain.isian import SalahIsi, baca_isi, salah_json
from shared.domain.masking import clean
from shared.domain.pantau import DetailPantau, Kursor, Layar, SaringJob
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.satusehat_isu import baca_isu_teks
from shared.domain.status import FAILED_JOB, LIVE_JOB, Periksa, StatusJob
from shared.domain.sumber import JENIS, PRIORITAS_AWAL, Tipe, kunci_sumber
from shared.domain.sumber_isi import nik, susun
from shared.domain.sumber_klinik import tulis
from shared.domain.sumber_lint import moment
from shared.domain.sumber_ringkas import waktu
from shared.domain.sumber_tampil import Dasbor, DetailSumber, IsuJelas, KartuSumber, TemuanLint
from shared.domain.tickets import business_date
from shared.services import isian, monitoring, penyuntingan, sumber_periksa
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.services.sumber_simpan import Penyimpan, Simpanan, sebutan
from shared.storage import counters, gates, jobs, klinik, pertanyaan
from shared.storage import sumber as rows
from shared.storage.audit import add_audit
from shared.storage.sumber_obat import lepas_obat as lepas_obat
from shared.storage.sumber_obat import tahan_obat as tahan_obat
from shared.texts import sentence
from shared.texts_satusehat_aturan import jelaskan_isu

MOST_BYTES = 64 * 1024 * 1024
_SHOWN = 10
_AT_ONCE = 100
SARING: dict[str, frozenset[StatusJob]] = {
    "terkirim": frozenset({StatusJob.TERKIRIM}),
    "tidak-terkirim": FAILED_JOB,
    "belum-terkirim": LIVE_JOB | {StatusJob.TERTAHAN},
}
"""The words of the detail table's status filter."""


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What an import did. ``menunggu`` of the new ones wait for a parent, ``tertahan`` for a KFA code."""

    baru: int
    berubah: int
    sama: int
    dilepas: int


def lingkungan(fhir_url: str) -> str:
    """Name the environment an address belongs to: ``dev``, ``stg``, ``prod``, or ``lain``."""
    host = urlsplit(fhir_url).hostname or ""
    if not host.endswith("kemkes.go.id"):
        return "lain"
    return "dev" if "-dev." in host else "stg" if "-stg." in host else "prod"


def baca_tipe(text: str) -> Tipe:
    """Read a type whatever its case; raises :class:`TidakSah`."""
    found = {tipe.value.lower(): tipe for tipe in Tipe}.get(text.strip().lower())
    if found is None:
        raise TidakSah("satusehat_jenis", nilai=text, ada=", ".join(Tipe))
    return found


def perlu_diatur(ctx: Konteks) -> None:
    """Raise :class:`TidakSah` that names the settings SatuSehat cannot do without."""
    if missing := ctx.settings.satusehat.kurang:
        raise TidakSah("satusehat_belum_diatur", kunci=", ".join(missing))


# ── import ────────────────────────────────────────────────────────────────────


def impor(ctx: Konteks, pelaku: Pelaku, berkas: str | Path) -> HasilImpor:
    """Take FHIR resources in from a JSON file: one, a list, or a Bundle.

    All are checked before any is kept; cut off half-way, importing the file again does the rest.
    References are ``Type/local-id``; a resource waits until everything it refers to is sent. Importing the
    same twice changes nothing; a changed body replaces what is there, also at SatuSehat.
    """
    ctx.izinkan_integrasi(pelaku, "satusehat.impor")
    perlu_diatur(ctx)
    found = _read(berkas)
    # Patients first: what follows is filed under them.
    found.sort(key=lambda one: one[0] is not Tipe.PATIENT)
    together = frozenset(f"{tipe}/{key}" for tipe, key, _ in found)
    counts = dict.fromkeys(Simpanan, 0)
    released = 0
    for start in range(0, len(found), _AT_ONCE):
        # Counters must not wait until thousands of rows are written.
        with ctx.tulis() as conn:
            released += _some(ctx, conn, pelaku, found[start : start + _AT_ONCE], together, counts)
    if counts[Simpanan.BARU] or counts[Simpanan.BERUBAH]:
        with ctx.tulis() as conn:
            add_audit(
                conn, pelaku, "satusehat.impor", faskes_id=ctx.faskes.id, dilepas=released,
                baru=counts[Simpanan.BARU], berubah=counts[Simpanan.BERUBAH], sama=counts[Simpanan.SAMA],
            )  # fmt: skip
    return HasilImpor(counts[Simpanan.BARU], counts[Simpanan.BERUBAH], counts[Simpanan.SAMA], released)


def _some(
    ctx: Konteks,
    conn: Any,
    pelaku: Pelaku,
    found: list[tuple[Tipe, str, dict[str, Any]]],
    together: frozenset[str],
    counts: dict[Simpanan, int],
) -> int:
    today = ctx.hari_ini(conn)
    keep = Penyimpan(ctx, conn, pelaku.nama, together)
    keep.mulai()
    for tipe, key, body in found:
        _, what = keep.simpan(
            tipe, key, body, asal="impor", tanggal=_day(ctx, body) or today,
            pasien_id=_whose(ctx, conn, tipe, body), timpa=True,
        )  # fmt: skip
        counts[what] += 1
    return keep.lepas()


def _day(ctx: Konteks, body: dict[str, Any]) -> date | None:
    """The business date a resource is about."""
    text = waktu(body)
    at = moment(text)
    if at is not None:
        return business_date(int(at.timestamp() * 1000), ctx.faskes.zona)
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d").date()
    except ValueError:
        return None


def _whose(ctx: Konteks, conn: Any, tipe: Tipe, body: dict[str, Any]) -> int | None:
    if tipe is Tipe.PATIENT:
        return klinik.of_nik(conn, ctx.faskes.id, nik(body))
    about = body.get("subject") or body.get("patient")
    text = about.get("reference") if isinstance(about, dict) else None
    if not isinstance(text, str) or not text.startswith("Patient/"):
        return None
    return klinik.of_resource(conn, ctx.faskes.id, text.removeprefix("Patient/"))


def _read(path: str | Path) -> list[tuple[Tipe, str, dict[str, Any]]]:
    try:
        file = Path(path).expanduser()
        if file.stat().st_size > MOST_BYTES:
            raise TidakSah("satusehat_terlalu_besar", berkas=path, batas=MOST_BYTES // 1024**2)
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TidakSah("berkas_tidak_ada", berkas=path) from error
    except (ValueError, RecursionError) as error:
        raise TidakSah("satusehat_bukan_json", berkas=path, galat=salah_json(error)) from error
    if isinstance(data, dict) and data.get("resourceType") == "Bundle":
        entries = data.get("entry")
        data = [each.get("resource") for each in entries or () if isinstance(each, dict)]
    given = data if isinstance(data, list) else [data]
    if not given or not isinstance(data, list | dict):
        raise TidakSah("satusehat_bentuk", berkas=path)
    wrong: list[str] = []
    found: dict[tuple[Tipe, str], tuple[Tipe, str, dict[str, Any]]] = {}
    for number, body in enumerate(given, start=1):
        try:
            tipe, key, kept = _one(body)
        except TidakSah as error:
            wrong.append(sentence("impor_baris", baris=number, sebab=error.pesan.rstrip(".")))
            continue
        before = found.setdefault((tipe, key), (tipe, key, kept))
        if tulis(before[2]) != tulis(kept):
            twice = sentence("satusehat_ganda", nama=f"{tipe}/{key}")
            wrong.append(sentence("impor_baris", baris=number, sebab=twice))
    if wrong:
        more = f"; dan {len(wrong) - _SHOWN} lagi" if len(wrong) > _SHOWN else ""
        raise TidakSah("satusehat_ditolak", jumlah=len(wrong), rinci="; ".join(wrong[:_SHOWN]) + more + ".")
    return list(found.values())


def _one(body: object) -> tuple[Tipe, str, dict[str, Any]]:
    if not isinstance(body, dict):
        raise TidakSah("satusehat_bukan_resource")
    try:
        kept = baca_isi(json.dumps(body, ensure_ascii=False))
    except SalahIsi as error:
        raise TidakSah(error.kode, (), **error.fakta) from error
    tipe = baca_tipe(clean(str(body.get("resourceType") or "-"), 60))
    if "id" in body and kunci_sumber(body) != body["id"]:
        raise TidakSah("satusehat_id_salah", nilai=clean(str(body["id"]), 80))
    return tipe, kunci_sumber(body), kept


# ── dashboard, table, detail ──────────────────────────────────────────────────


def dasbor(ctx: Konteks, pelaku: Pelaku, tanggal: date | None = None) -> Dasbor:
    """Read the dashboard of one date, or of all; from counters, whatever number of rows there is."""
    ctx.izinkan_integrasi(pelaku, "satusehat.lihat")
    with ctx.baca() as conn:
        counts = counters.satusehat(conn, ctx.faskes.id, tanggal)
        gate = gates.one(conn, ctx.faskes.id, "satusehat")
        open_ones = pertanyaan.count_open(conn, ctx.faskes.id)

    def count(tipe: Tipe, states: frozenset[StatusJob]) -> int:
        return sum(counts.get((JENIS[tipe].value, state.value), 0) for state in states)

    cards = tuple(
        KartuSumber(
            tipe,
            terkirim=count(tipe, frozenset({StatusJob.TERKIRIM})),
            proses=count(tipe, LIVE_JOB),
            gagal=count(tipe, FAILED_JOB),
            belum=count(tipe, frozenset({StatusJob.TERTAHAN})),
        )
        for tipe in Tipe
    )
    shut = gate if gate is not None and gate.status != gates.NORMAL else None
    return Dasbor(cards, lingkungan(ctx.settings.satusehat.fhir_url), shut, open_ones)


def saring(
    tipe: Tipe, *, tanggal: date | None = None, status: frozenset[StatusJob] | None = None, norm: str = ""
) -> SaringJob:
    """Make the filter of a type's table; without a date all dates are meant."""
    return SaringJob(
        jenis=JENIS[tipe], tanggal=tanggal, semua_tanggal=tanggal is None, norm=norm, status=status
    )


def daftar(
    ctx: Konteks,
    pelaku: Pelaku,
    tipe: Tipe,
    *,
    tanggal: date | None = None,
    status: frozenset[StatusJob] | None = None,
    norm: str = "",
    kursor: Kursor | None = None,
    baru: bool = False,
    banyak: int = 50,
) -> Layar:
    """Read a page of a type's table and its counts: :func:`shared.services.monitoring.muat` with its filter.

    Columns are :data:`shared.domain.pantau.KOLOM` of :data:`shared.domain.sumber.JENIS` of the type.
    """
    asked = saring(tipe, tanggal=tanggal, status=status, norm=norm)
    return monitoring.muat(ctx, pelaku, asked, kursor=kursor, baru=baru, banyak=banyak)


def _row(ctx: Konteks, conn: Any, job_id: int) -> Any:
    row = rows.one(conn, ctx.faskes.id, job_id)
    if row is None:
        raise TidakDitemukan("satusehat_tidak_ada", id=job_id)
    return row


def detail(ctx: Konteks, pelaku: Pelaku, job_id: int) -> DetailSumber:
    """Read a row in full; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "satusehat.lihat", job_id)
    with ctx.baca() as conn:
        row = _row(ctx, conn, job_id)
        sumber = rows.of_job(conn, job_id)
        edited = jobs.owner(conn, job_id)
        body = susun(sumber, ctx.settings.satusehat.organization_id)
        if edited is not None and edited.muatan_id and row.status in FAILED_JOB:
            # Only of a failed row is the edited body kept for ever.
            body = isian.dasar(conn, jobs.outcomes(conn, [job_id])[0], edited)
        found = sumber_periksa.periksa(ctx, conn, sumber, body)
        waiting = rows.waits_for(conn, [row.id]).get(row.id, ())
        asked = pertanyaan.of_sumber(conn, [row.id]).get(row.id)
    base = monitoring.detail(ctx, pelaku, job_id)
    issues = _issues(base, sumber.tipe)
    return DetailSumber(base, sumber.tipe, rapi(tulis(body)), found, waiting, asked, row.diperiksa, issues)


def _issues(base: DetailPantau, tipe: Tipe) -> tuple[IsuJelas, ...]:
    """Explain what the last answer of a row that failed complains of."""
    if base.job.status not in FAILED_JOB or not base.attempts:
        return ()
    found = []
    for issue in baca_isu_teks(base.attempts[-1].response):
        path = (issue.expression[0] if issue.expression else "").removeprefix(f"{tipe}.")
        found.append(IsuJelas(path, issue.rule or 0, *jelaskan_isu(issue, tipe)))
    return tuple(found)


def periksa(ctx: Konteks, pelaku: Pelaku, job_id: int, isi: str) -> tuple[TemuanLint, ...]:
    """Check an edited body offline: every doubt with its path; raises :class:`TidakSah` for no object."""
    ctx.izinkan_integrasi(pelaku, "satusehat.lihat", job_id)
    try:
        body = baca_isi(isi)
    except SalahIsi as error:
        raise TidakSah(error.kode, (), **error.fakta) from error
    with ctx.baca() as conn:
        _row(ctx, conn, job_id)
        return sumber_periksa.periksa(ctx, conn, rows.of_job(conn, job_id), body)


# ── actions ───────────────────────────────────────────────────────────────────


def kirim_ulang(
    ctx: Konteks, pelaku: Pelaku, job_id: int, *, isi: str | None = None, alasan: str = ""
) -> JobRingkas:
    """Send a failed row again, with *isi* an edited body; raises as :func:`shared.services.jobs.resend`."""
    ctx.izinkan_integrasi(pelaku, "satusehat.kirim_ulang", job_id)
    with ctx.baca() as conn:
        _row(ctx, conn, job_id)
    return penyuntingan.kirim_ulang(ctx, pelaku, job_id, isi=isi, alasan=alasan)


def verifikasi(ctx: Konteks, pelaku: Pelaku, job_id: int) -> JobRingkas:
    """Ask for a row to be read at SatuSehat by its id; the worker does it, as an attempt of the row's job.

    Not there: the row fails with *tautan*. Raises :class:`Bentrok` while it is being sent, :class:`TidakSah`
    without an id.
    """
    ctx.izinkan_integrasi(pelaku, "satusehat.verifikasi", job_id)
    with ctx.tulis() as conn:
        row = _row(ctx, conn, job_id)
        if row.remote_id is None:
            raise TidakSah("satusehat_belum_ada_id", nama=sebutan(row))
        if not lihat(conn, row, "verifikasi", pelaku.nama):
            raise Bentrok("satusehat_masih_proses", nama=sebutan(row))
        add_audit(
            conn, pelaku, "satusehat.verifikasi", faskes_id=ctx.faskes.id, objek="job", objek_id=job_id
        )  # fmt: skip
        return jobs.outcomes(conn, [job_id])[0]


def lihat(conn: Any, row: Any, mode: str, oleh: str) -> bool:
    """Let the worker look at a row that rests; tell whether it did."""
    jobs.forget_removed_body(conn, row.job_id)
    going = jobs.restart_job(
        conn, row.job_id, dari=[StatusJob.TERKIRIM, *sorted(FAILED_JOB)], periksa=Periksa.HASIL, oleh=oleh,
        prioritas=PRIORITAS_AWAL,
    )  # fmt: skip
    if going:
        rows.arrived(conn, row.id, mode=mode, hasil="proses")
    return going


__all__ = [
    "SARING", "Dasbor", "DetailSumber", "HasilImpor", "KartuSumber", "baca_tipe", "daftar", "dasbor",
    "detail", "impor", "kirim_ulang", "lepas_obat", "lihat", "lingkungan", "periksa", "saring",
    "tahan_obat", "verifikasi",
]  # fmt: skip
