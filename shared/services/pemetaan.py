"""Mapping rooms to polis and doctors to doctors of BPJS; what waited for it goes again.

Everything here needs role admin or superadmin and the permission ``satusehat``; a refusal is
audited. The senders read the mapping from rooms and doctors themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shared.domain.pemetaan import (
    HasilPemetaan,
    Pemetaan,
    PetaDokter,
    PetaRuangan,
    Saran,
    Slot,
    gabung_slot,
    saran,
)
from shared.domain.records import Pelaku
from shared.domain.referensi import JenisReferensi, kunci
from shared.domain.resend import RAWAT_JALAN
from shared.domain.status import Kelas
from shared.domain.tickets import valid_slot
from shared.services.errors import TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import jadwal_bpjs, jobs, master, pemetaan, referensi
from shared.storage.audit import add_audit
from shared.texts import sentence

__all__ = [
    "HasilPemetaan", "Pemetaan", "PetaDokter", "PetaRuangan", "Saran", "belum_dipetakan", "daftar",
    "jam_bpjs", "petakan_dokter", "petakan_ruangan", "saran_dokter", "saran_dokter_pcare", "saran_ruangan",
]  # fmt: skip

_RECENT = timedelta(days=14)
"""How old a stored schedule may be and still tell a doctor's usual week."""


def daftar(ctx: Konteks, pelaku: Pelaku) -> Pemetaan:
    """List every room and doctor with what it is mapped to."""
    ctx.izinkan_integrasi(pelaku, "pemetaan.lihat")
    with ctx.baca() as conn:
        rooms = pemetaan.rooms(conn, ctx.faskes.id)
        doctors = pemetaan.doctors(conn, ctx.faskes.id)
        slots = pemetaan.slots(conn, [row.id for row in doctors])
    return Pemetaan(
        tuple(
            PetaRuangan(
                row.kode, row.nama, row.kd_poli, row.nm_poli, row.menunggu, row.jenis_kunjungan == RAWAT_JALAN
            )
            for row in rooms
        ),
        tuple(
            PetaDokter(
                row.kode, row.nama, row.ruangan, row.kodedokter, row.kd_dokter, slots.get(row.id, ()),
                row.menunggu, row.jenis_kunjungan == RAWAT_JALAN,
            )
            for row in doctors
        ),
    )  # fmt: skip


def belum_dipetakan(ctx: Konteks, pelaku: Pelaku) -> Pemetaan:
    """List the rooms and doctors that lack a code or a slot, or for which jobs wait."""
    found = daftar(ctx, pelaku)
    return Pemetaan(
        tuple(one for one in found.ruangan if not one.lengkap),
        tuple(one for one in found.dokter if not one.lengkap),
    )


def _room(ctx: Konteks, conn: Any, kode: str) -> Any:
    found = pemetaan.rooms(conn, ctx.faskes.id, kode)
    if not found:
        there = ", ".join(row.kode for row in pemetaan.rooms(conn, ctx.faskes.id))
        raise TidakDitemukan("peta_ruangan_tidak_ada", nilai=kode, ada=there)
    return found[0]


def _doctor(ctx: Konteks, conn: Any, kode: str) -> Any:
    found = pemetaan.doctors(conn, ctx.faskes.id, kode)
    if not found:
        there = ", ".join(row.kode for row in pemetaan.doctors(conn, ctx.faskes.id))
        raise TidakDitemukan("peta_dokter_tidak_ada", nilai=kode, ada=there)
    return found[0]


def _listed(ctx: Konteks, conn: Any, jenis: JenisReferensi, kode: str) -> tuple[bool | None, str]:
    """Whether a list has a code, and its name; ``None`` when the list was never fetched."""
    row = referensi.one(conn, ctx.faskes.id, jenis, kunci(jenis, kode))
    if row is not None and not row.hilang:
        return True, row.nama
    return (False if referensi.any_row(conn, ctx.faskes.id, jenis) else None), ""


def petakan_ruangan(
    ctx: Konteks, pelaku: Pelaku, kode_ruangan: str, kd_poli: str | None, nm_poli: str | None = None
) -> HasilPemetaan:
    """Say which poli a room is at BPJS; with ``None`` take the mapping away.

    Its jobs that waited for a mapping go again. Raises :class:`TidakDitemukan` for an unknown
    room, :class:`TidakSah` for a code that the stored list of polis does not have.
    """
    ctx.izinkan_integrasi(pelaku, "pemetaan.ruangan")
    warnings: list[str] = []
    with ctx.tulis() as conn:
        room = _room(ctx, conn, kode_ruangan)
        code, name = (kd_poli or "").strip() or None, (nm_poli or "").strip() or None
        if code is not None:
            listed, found = _listed(ctx, conn, JenisReferensi.POLI, code)
            scheduled = dict(jadwal_bpjs.polis(conn, ctx.faskes.id))
            if code in scheduled:
                listed, found = True, found or scheduled[code]
            if listed is False:
                raise TidakSah("peta_poli_tidak_ada", nilai=code)
            if listed is None:
                warnings.append(sentence("peta_poli_belum_diperiksa", nilai=code))
            name = name or found or None
        changed = master.save_ruangan(conn, ctx.faskes.id, room.kode, {"kd_poli": code, "nm_poli": name})
        released = 0 if code is None else _release(ctx, conn, ruangan_id=room.id)
        add_audit(
            conn, pelaku, "pemetaan.ruangan", faskes_id=ctx.faskes.id, objek="ruangan", objek_id=room.id,
            dari=room.kd_poli, menjadi=code, dilepas=released,
        )  # fmt: skip
    return HasilPemetaan(changed, released, tuple(warnings))


def petakan_dokter(
    ctx: Konteks,
    pelaku: Pelaku,
    kode_dokter: str,
    kodedokter: int | None,
    *,
    kd_dokter: str | None = None,
    jam: Sequence[Slot] | None = None,
    dari_jadwal: bool = True,
) -> HasilPemetaan:
    """Say who a doctor is at BPJS: ``kodedokter`` of Antrean FKTP and, unless ``None``, PCare's ``kdDokter``.

    Slots are *jam* as given; without it, and with *dari_jadwal*, those of the stored BPJS
    schedule take the place of ours on the weekdays it has them. ``kodedokter`` ``None`` takes the
    number away. The doctor's jobs that waited go again. Raises :class:`TidakDitemukan` for an
    unknown doctor, :class:`TidakSah` for a PCare code the stored list does not have or a slot that
    is none.
    """
    ctx.izinkan_integrasi(pelaku, "pemetaan.dokter")
    if kodedokter is not None and not 0 < kodedokter < 2**63:
        raise TidakSah("peta_kodedokter_salah", nilai=kodedokter)
    for _, slot in jam or ():
        if not valid_slot(slot):
            raise TidakSah("peta_jam_salah", nilai=slot)
    warnings: list[str] = []
    with ctx.tulis() as conn:
        doctor = _doctor(ctx, conn, kode_dokter)
        values: dict[str, object] = {"kodedokter": kodedokter}
        pcare = (kd_dokter or "").strip()
        if pcare:
            listed, _ = _listed(ctx, conn, JenisReferensi.DOKTER, pcare)
            if listed is False:
                raise TidakSah("peta_kd_dokter_tidak_ada", nilai=pcare)
            if listed is None:
                warnings.append(sentence("peta_dokter_belum_diperiksa", nilai=pcare))
            values["kd_dokter"] = pcare
        slots = pemetaan.slots(conn, [doctor.id]).get(doctor.id, ())
        if jam is not None:
            slots = tuple(jam)
        elif dari_jadwal and kodedokter is not None:
            week = _week(ctx, conn, kodedokter, doctor.kd_poli)
            if not week:
                warnings.append(sentence("peta_dokter_tanpa_jadwal", nilai=kodedokter))
            slots = gabung_slot(slots, week)
        changed = master.save_dokter(conn, ctx.faskes.id, doctor.kode, values, slots)
        released = 0 if kodedokter is None else _release(ctx, conn, dokter_id=doctor.id)
        add_audit(
            conn, pelaku, "pemetaan.dokter", faskes_id=ctx.faskes.id, objek="dokter", objek_id=doctor.id,
            dari=doctor.kodedokter, menjadi=kodedokter, kd_dokter=pcare or doctor.kd_dokter, dilepas=released,
        )  # fmt: skip
    return HasilPemetaan(changed, released, tuple(warnings))


def _release(ctx: Konteks, conn: Any, **whose: int) -> int:
    """Set going what waited for this mapping; what still lacks something will say so again."""
    tickets = pemetaan.waiting_tickets(conn, ctx.faskes.id, **whose)
    return sum(jobs.release(conn, ctx.faskes.id, Kelas.PEMETAAN, antrean_id=ticket) for ticket in tickets)


def _week(ctx: Konteks, conn: Any, kodedokter: int, kd_poli: str | None) -> dict[int, tuple[str, ...]]:
    """A doctor's slots by weekday on the stored dates; of two of one weekday the later counts."""
    since = ctx.hari_ini(conn) - _RECENT
    days: dict[date, tuple[str, ...]] = {}
    for poli in dict.fromkeys((kd_poli, None)):
        days = jadwal_bpjs.slots(conn, ctx.faskes.id, kodedokter, poli, since)
        if days:
            break
    week: dict[int, tuple[str, ...]] = {}
    for day in sorted(days):
        good = tuple(dict.fromkeys(slot for slot in days[day] if valid_slot(slot)))
        if good:
            week[day.weekday()] = good
    return week


def jam_bpjs(ctx: Konteks, pelaku: Pelaku, kode_dokter: str, kodedokter: int) -> tuple[Slot, ...]:
    """Show the slots a doctor would have after mapping to *kodedokter* from the stored schedule."""
    ctx.izinkan_integrasi(pelaku, "pemetaan.lihat")
    with ctx.baca() as conn:
        doctor = _doctor(ctx, conn, kode_dokter)
        own = pemetaan.slots(conn, [doctor.id]).get(doctor.id, ())
        return gabung_slot(own, _week(ctx, conn, kodedokter, doctor.kd_poli))


def saran_ruangan(ctx: Konteks, pelaku: Pelaku, kode_ruangan: str, batas: int = 5) -> tuple[Saran, ...]:
    """Suggest polis for a room by its name, best first."""
    ctx.izinkan_integrasi(pelaku, "pemetaan.lihat")
    with ctx.baca() as conn:
        room = _room(ctx, conn, kode_ruangan)
        known = dict(jadwal_bpjs.polis(conn, ctx.faskes.id))
        known |= dict(referensi.names(conn, ctx.faskes.id, JenisReferensi.POLI))
    return saran(room.nama, known.items(), batas)


def saran_dokter(ctx: Konteks, pelaku: Pelaku, kode_dokter: str, batas: int = 5) -> tuple[Saran, ...]:
    """Suggest ``kodedokter`` for a doctor by name: of the room's poli where it has any, else of all."""
    ctx.izinkan_integrasi(pelaku, "pemetaan.lihat")
    with ctx.baca() as conn:
        doctor = _doctor(ctx, conn, kode_dokter)
        known = jadwal_bpjs.doctors(conn, ctx.faskes.id, doctor.kd_poli) if doctor.kd_poli else ()
        known = known or jadwal_bpjs.doctors(conn, ctx.faskes.id, None)
    return saran(doctor.nama, ((str(number), name) for number, name in known), batas)


def saran_dokter_pcare(ctx: Konteks, pelaku: Pelaku, kode_dokter: str, batas: int = 5) -> tuple[Saran, ...]:
    """Suggest PCare's ``kdDokter`` for a doctor by name, best first."""
    ctx.izinkan_integrasi(pelaku, "pemetaan.lihat")
    with ctx.baca() as conn:
        doctor = _doctor(ctx, conn, kode_dokter)
        known = referensi.names(conn, ctx.faskes.id, JenisReferensi.DOKTER)
    return saran(doctor.nama, known, batas)
