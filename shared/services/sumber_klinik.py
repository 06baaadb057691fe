"""Resources made of the clinic's own rows: places, people, and what becomes of a ticket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shared.domain import sumber_klinik as isi
from shared.domain.records import Pasien
from shared.domain.referensi import JenisReferensi, kunci
from shared.domain.resend import RAWAT_JALAN
from shared.domain.status import StatusAntrean
from shared.domain.sumber import Tipe
from shared.domain.sumber_klinik import Layanan
from shared.domain.tickets import business_date
from shared.services.konteks import Konteks
from shared.services.sumber_simpan import Penyimpan
from shared.storage import klinik, referensi
from shared.storage import sumber as rows
from shared.storage.clock import now

KLINIK = "klinik"
Baris = tuple[Tipe, str, dict[str, Any], int | None]
"""Type, local id, body, and the patient it is about."""


def tempat(conn: Any, faskes_id: int, org: str, tipe: Tipe) -> Iterator[Baris]:
    """Make the Organization or Location of every room."""
    for row in klinik.rooms(conn, faskes_id):
        if tipe is Tipe.ORGANIZATION:
            yield tipe, isi.kunci("unit", row.kode), isi.organisasi(row.kode, row.nama, org), None
        else:
            yield tipe, isi.kunci("ruang", row.kode), isi.lokasi(row.kode, row.nama, org), None


def tenaga(conn: Any, faskes_id: int) -> Iterator[Baris]:
    """Make the Practitioner of every doctor."""
    for row in klinik.doctors(conn, faskes_id):
        yield Tipe.PRACTITIONER, isi.kunci("nakes", row.kode), isi.tenaga(row.nama, row.nik), None


def orang(pasien: Pasien) -> Baris:
    """Make the Patient of a patient."""
    return Tipe.PATIENT, isi.kunci("pasien", pasien.norm), isi.pasien(pasien), pasien.id


def perbarui(ctx: Konteks, conn: Any, antrean_id: int, oleh: str = "") -> int:
    """Bring what SatuSehat gets of a ticket up to date; returns how many resources are new or different.

    An accepted ticket is an Encounter *in-progress*; a finished one is *finished* and has what its visit
    record holds. Nothing happens where SatuSehat is not configured, and to rooms without consultations.
    """
    if not ctx.settings.satusehat.diatur:
        return 0
    row = klinik.ticket(conn, ctx.faskes.id, antrean_id)
    wanted = (StatusAntrean.DITERIMA.value, StatusAntrean.SELESAI.value)
    if row is None or row.status not in wanted or row.jenis_kunjungan != RAWAT_JALAN:
        return 0
    keep = Penyimpan(ctx, conn, oleh)
    keep.mulai()
    about = _times(ctx, conn, row)
    org = ctx.settings.satusehat.organization_id
    room, name = row.ruangan, row.nama_ruangan
    made: list[Baris] = [
        (Tipe.ORGANIZATION, isi.kunci("unit", room), isi.organisasi(room, name, org), None),
        (Tipe.LOCATION, isi.kunci("ruang", room), isi.lokasi(room, name, org), None),
        orang(klinik.patient(conn, row.pasien_id)),
    ]
    if row.dokter:
        body = isi.tenaga(row.nama_dokter, row.nik_dokter)
        made.append((Tipe.PRACTITIONER, isi.kunci("nakes", row.dokter), body, None))
    visit = None if row.kunjungan_id is None else klinik.visit_record(conn, row.kunjungan_id)
    named = {code: _diagnosis(ctx, conn, code) for _, code in isi.diagnosa(visit)}
    done = about.selesai is not None and visit is not None
    # Without a diagnosis a visit cannot be finished there: it stays in progress until its record comes.
    state = about if done else replace(about, selesai=None)
    encounter = isi.encounter(state, org, visit if done else None, named)
    made.append((Tipe.ENCOUNTER, about.kunci, encounter, row.pasien_id))
    if done and visit is not None:
        for tipe, key, body in isi.isi_kunjungan(about, org, visit, named):
            made.append((tipe, key, body, row.pasien_id))
    keep.kini = frozenset(f"{tipe}/{key}" for tipe, key, _, _ in made)
    changed = 0
    for tipe, key, body, patient in made:
        _, what = keep.simpan(
            tipe, key, body, asal=KLINIK, tanggal=row.tanggal, pasien_id=patient,
            antrean_id=antrean_id if tipe in _OF_TICKET else None,
        )  # fmt: skip
        changed += what.value in ("baru", "berubah")
    keep.lepas()
    return changed


_OF_TICKET = frozenset(Tipe) - {Tipe.ORGANIZATION, Tipe.LOCATION, Tipe.PRACTITIONER, Tipe.PATIENT}


def _diagnosis(ctx: Konteks, conn: Any, code: str) -> str:
    row = referensi.one(conn, ctx.faskes.id, JenisReferensi.DIAGNOSA, kunci(JenisReferensi.DIAGNOSA, code))
    return row.nama if row is not None and row.nama else code


def _times(ctx: Konteks, conn: Any, row: Any) -> Layanan:
    """Read when a patient came, was seen and left; what the Encounter has already said stays said."""
    at = now(conn) // 1000 * 1000
    same_day = business_date(row.dibuat, ctx.faskes.zona) == business_date(at, ctx.faskes.zona)
    came = row.dibuat if same_day else (row.dipanggil or at)
    about = Layanan(
        tiket=row.tiket, tanggal=row.tanggal, norm=row.norm, nama_pasien=row.nama, ruangan=row.ruangan,
        nama_ruangan=row.nama_ruangan, dokter=row.dokter or "", nama_dokter=row.nama_dokter or "",
        datang=min(came, at), mulai=at,
    )  # fmt: skip
    before = rows.find(conn, ctx.faskes.id, Tipe.ENCOUNTER, about.kunci)
    if before is not None and before.isi:
        told = json.loads(before.isi)
        history = {one["status"]: one["period"] for one in told["statusHistory"]}
        began = isi.millis(history["in-progress"]["start"])
        ended = isi.millis((history.get("finished") or {}).get("start"))
        about = replace(
            about,
            datang=isi.millis(told["period"]["start"]) or about.datang,
            mulai=began or at,
            selesai=ended,
        )
    if row.status == StatusAntrean.SELESAI.value and about.selesai is None:
        # The ticket was moved last when it was finished.
        about = replace(about, selesai=min(row.diubah // 1000 * 1000, at))
    return _ordered(about)


def _ordered(about: Layanan) -> Layanan:
    """Let every state begin after the one before it, to the second, never later than it did."""
    start = about.mulai if about.selesai is None else min(about.mulai, about.selesai - 1000)
    return replace(about, mulai=start, datang=min(about.datang, start - 1000))
