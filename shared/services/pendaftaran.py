"""Registering a patient: the ticket and its jobs, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.domain.records import Dokter, Kartu, Pasien, Pelaku, Ruangan
from shared.domain.registration import Kolom, Tolakan, periksa_pendaftaran
from shared.domain.resend import RAWAT_JALAN
from shared.domain.status import JenisJob, StatusAntrean
from shared.domain.tickets import choose_slot, local_time, tiket
from shared.security import permissions
from shared.services import urutan
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import links, master, people, tickets
from shared.storage.audit import add_audit
from shared.storage.clock import now
from shared.texts import refusal

_P_WAITS_FOR = (JenisJob.PENDAFTARAN, JenisJob.HAPUS_PENDAFTARAN)
_A_WAITS_FOR = (JenisJob.TAMBAH_ANTREAN, JenisJob.PANGGIL_ANTREAN, JenisJob.BATAL_ANTREAN)


def _pick_ruangan(ctx: Konteks, conn: Any, kode: str) -> Ruangan:
    rooms = master.all_ruangan(conn, ctx.faskes.id)
    room = next((r for r in rooms if r.kode.casefold() == kode.casefold()), None)
    if room is None:
        raise TidakSah("ruangan_tidak_ada", nilai=kode, ada=", ".join(r.kode for r in rooms) or "-")
    return room


def _pick_dokter(ctx: Konteks, conn: Any, room: Ruangan, kode: str | None, day: date) -> Dokter | None:
    doctors = master.all_dokter(conn, ctx.faskes.id, tanggal=day)
    here = [d for d in doctors if d.ruangan_id == room.id]
    if kode is None:
        return here[0] if len(here) == 1 else None
    doctor = next((d for d in doctors if d.kode.casefold() == kode.casefold()), None)
    if doctor is None:
        there = ", ".join(d.kode for d in here) or "-"
        raise TidakSah("dokter_tidak_ada", nilai=kode, ruangan=room.nama, ada=there)
    return doctor


def _refuse(refusals: tuple[Tolakan, ...]) -> TidakSah:
    return TidakSah(
        "pendaftaran_ditolak", refusals, rinci="; ".join(refusal(item) for item in refusals) + "."
    )


def daftar(
    ctx: Konteks,
    pelaku: Pelaku,
    *,
    norm: str,
    ruangan: str,
    dokter: str | None = None,
    penjamin_id: int | None = None,
    tanggal: date | None = None,
    jam: str | None = None,
) -> Kartu:
    """Register a patient for a room: a ticket, and for BPJS in an outpatient room the jobs P and A.

    *ruangan* and *dokter* are codes; a room with one doctor needs none named. Without *penjamin_id*
    the patient's own payer counts, without *tanggal* the clinic's today, without *jam* the slot of
    the doctor that is running or next. Raises :class:`TidakSah` with every refused field.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "antrean.daftar")
    with ctx.tulis() as conn:
        today = ctx.hari_ini(conn)
        day = tanggal or today
        patient = people.find_pasien(conn, ctx.faskes.id, norm.strip())
        if patient is None:
            raise TidakSah("pasien_tidak_ada", norm=norm)
        room = _pick_ruangan(ctx, conn, ruangan)
        doctor = _pick_dokter(ctx, conn, room, dokter, day)
        payer = patient.penjamin_id if penjamin_id is None else penjamin_id
        payers = master.all_penjamin(conn)
        if payer not in {number for number, _ in payers}:
            there = ", ".join(f"{number} ({name})" for number, name in payers)
            raise TidakSah("penjamin_tidak_ada", id=payer, ada=there)
        bpjs = payer == ctx.penjamin_bpjs
        refusals = periksa_pendaftaran(patient, room, doctor, bpjs=bpjs, tanggal=day, hari_ini=today)
        if refusals:
            raise _refuse(refusals)
        slot = _slot(ctx, conn, doctor, jam, day == today)
        ours = bpjs and room.jenis_kunjungan == RAWAT_JALAN
        key = f"{patient.no_kartu}|{room.kd_poli}" if ours else None
        if key is not None and (holder := tickets.holder_of_key(conn, ctx.faskes.id, day, key)):
            raise _refuse((Tolakan(Kolom.TIKET, "sudah_ada", holder),))
        number = tickets.next_number(conn, ctx.faskes.id, room.prefix, day)
        ticket = tickets.add_ticket(
            conn,
            faskes_id=ctx.faskes.id,
            tanggal=day,
            ruangan_id=room.id,
            dokter_id=doctor.id if doctor else None,
            pasien_id=patient.id,
            penjamin_id=payer,
            prefix=room.prefix,
            angka=number,
            tiket=tiket(room.prefix, number),
            jam=slot,
            status=StatusAntrean.MENUNGGU.value,
            kunci_bpjs=key,
            diubah_oleh=pelaku.nama,
            diubah_loket=pelaku.loket,
        )
        if ticket is None:  # somebody else was faster than the look above
            holder = tickets.holder_of_key(conn, ctx.faskes.id, day, key or "") or ""
            raise _refuse((Tolakan(Kolom.TIKET, "sudah_ada", holder),))
        if ours:
            _add_jobs(ctx, conn, ticket, patient, room, day)
        add_audit(
            conn,
            pelaku,
            "antrean.daftar",
            faskes_id=ctx.faskes.id,
            objek="antrean",
            objek_id=ticket,
            tiket=tiket(room.prefix, number),
            norm=patient.norm,
            ruangan=room.kode,
            penjamin_id=payer,
        )
        return tickets.cards(conn, [ticket])[0]


def _slot(ctx: Konteks, conn: Any, doctor: Dokter | None, jam: str | None, today: bool) -> str:
    slots = doctor.jam if doctor else ()
    if jam is not None and slots:
        if jam not in slots:
            raise TidakSah("jam_tidak_ada", jam=jam, ada=", ".join(slots))
        return jam
    moment = local_time(now(conn), ctx.faskes.zona).strftime("%H:%M") if today else "00:00"
    return choose_slot(slots, moment)


def _add_jobs(ctx: Konteks, conn: Any, ticket: int, patient: Pasien, room: Ruangan, day: date) -> None:
    """Add P and A; each waits while an earlier, cancelled ticket of the same key is being undone."""
    for jenis, earlier in (
        (JenisJob.PENDAFTARAN, _P_WAITS_FOR),
        (JenisJob.TAMBAH_ANTREAN, _A_WAITS_FOR),
    ):
        pending = links.pending_of_key(
            conn, ctx.faskes.id, day, patient.no_kartu, room.kd_poli or "", earlier
        )
        urutan.tambah(ctx, conn, ticket, jenis, setelah=None if pending is None else (pending, None))
