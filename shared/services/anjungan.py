"""What a patient does at a kiosk, and what the registration counter does with the numbers it gives."""

from __future__ import annotations

from typing import Any

from shared.domain.kios import (
    NomorLoket,
    PasienKios,
    PilihanPoli,
    TiketLoket,
    awalan_loket,
    masih_buka,
    nama_samar,
)
from shared.domain.peserta import nomor_sah
from shared.domain.records import Pelaku
from shared.domain.resend import RAWAT_JALAN
from shared.domain.tickets import local_time
from shared.domain.tickets import tiket as tiket_nomor
from shared.security import permissions
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import kios, master, papan, people, tickets
from shared.storage.audit import add_audit
from shared.storage.clock import now


def temukan(ctx: Konteks, pelaku: Pelaku, nomor: str) -> PasienKios | None:
    """Find the patient with exactly this card number or NIK; ``None`` when nobody, or more than one, has it.

    Raises :class:`TidakSah` for a number of another length.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "anjungan.temukan")
    if not nomor_sah(nomor):
        raise TidakSah("nomor_peserta")
    with ctx.baca() as conn:
        found = kios.by_number(conn, ctx.faskes.id, nomor)
    if len(found) != 1:
        return None
    one = found[0]
    return PasienKios(one.norm, nama_samar(one.nama), one.no_kartu, one.penjamin_id == ctx.penjamin_bpjs)


def pilihan(ctx: Konteks, pelaku: Pelaku) -> tuple[PilihanPoli, ...]:
    """List what can be chosen now: outpatient rooms, with each doctor whose hours have not ended."""
    ctx.izinkan(pelaku, permissions.REGISTER, "anjungan.pilihan")
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        clock = local_time(now(conn), ctx.faskes.zona).strftime("%H:%M")
        rooms = [r for r in master.all_ruangan(conn, ctx.faskes.id) if r.jenis_kunjungan == RAWAT_JALAN]
        doctors = master.all_dokter(conn, ctx.faskes.id, tanggal=today)
    with ctx.lihat() as baca:
        waiting = {key: count for key, _, count in papan.waiting_per_room(baca, ctx.faskes.id, today)}
    found: list[PilihanPoli] = []
    for room in rooms:
        slots = [
            (doctor, jam)
            for doctor in doctors
            if doctor.ruangan_id == room.id
            for jam in doctor.jam
            if masih_buka(jam, clock)
        ]
        found += [
            PilihanPoli(room.kode, room.nama, doctor.kode, doctor.nama, jam, waiting.get(room.id, 0))
            for doctor, jam in slots
        ]
    return tuple(found)


def tiket_loket(
    ctx: Konteks, pelaku: Pelaku, norm: str | None = None, *, nomor: str = "", ruangan: str = ""
) -> TiketLoket:
    """Give a number of the registration counter, and keep for the counter what was entered at the kiosk.

    That is the patient, or the card number or NIK (*nomor*) of somebody unknown, and the room chosen. Who
    waits there already keeps the old number.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "anjungan.tiket_loket")
    with ctx.tulis() as conn:
        today = ctx.hari_ini(conn)
        kios.forget_typed(conn, ctx.faskes.id, today)
        patient = people.find_pasien(conn, ctx.faskes.id, norm) if norm else None
        patient_id = patient.id if patient is not None else None
        typed = nomor if patient is None and nomor_sah(nomor) else ""
        there = kios.counter_ticket_of(conn, ctx.faskes.id, today, pasien_id=patient_id, nomor=typed)
        if there is not None:
            before = kios.counter_waiting(conn, ctx.faskes.id, today, there.id)
            return TiketLoket(there.id, there.tiket, sisa=before)
        rooms = master.all_ruangan(conn, ctx.faskes.id)
        prefix = awalan_loket(r.prefix for r in rooms)
        ticket = tiket_nomor(prefix, tickets.next_number(conn, ctx.faskes.id, prefix, today))
        number = kios.add_counter_ticket(
            conn, ctx.faskes.id, today, ticket, pasien_id=patient_id, nomor=typed,
            ruangan=ruangan if ruangan in {room.kode for room in rooms} else "",
        )  # fmt: skip
        add_audit(
            conn, pelaku, "anjungan.tiket_loket", faskes_id=ctx.faskes.id, objek="tiket_loket",
            objek_id=number, tiket=ticket,
        )  # fmt: skip
        before = kios.counter_waiting(conn, ctx.faskes.id, today, number)
        return TiketLoket(number, ticket, sisa=before)


def panggil_loket(ctx: Konteks, pelaku: Pelaku) -> TiketLoket | None:
    """Call the next number to the actor's counter; ``None`` when nobody waits there."""
    ctx.izinkan(pelaku, permissions.CALL, "anjungan.panggil_loket")
    with ctx.tulis() as conn:
        called = kios.call_next_at_counter(conn, ctx.faskes.id, ctx.hari_ini(conn), pelaku.loket)
        if called is not None:
            add_audit(
                conn, pelaku, "anjungan.panggil_loket", faskes_id=ctx.faskes.id, objek="tiket_loket",
                objek_id=called.id, tiket=called.tiket,
            )  # fmt: skip
        return called


def daftar_loket(ctx: Konteks, pelaku: Pelaku, batas: int = 50) -> tuple[NomorLoket, ...]:
    """List today's numbers that wait for the registration counter or are at one; at most *batas*."""
    ctx.izinkan(pelaku, permissions.CALL, "anjungan.daftar_loket")
    with ctx.baca() as conn:
        return kios.counter_list(conn, ctx.faskes.id, ctx.hari_ini(conn), batas)


def ambil_loket(ctx: Konteks, pelaku: Pelaku, tiket_id: int) -> NomorLoket:
    """Call this number to the actor's counter, or call it again, and give what was entered with it.

    Raises :class:`TidakDitemukan`, and :class:`Bentrok` when another counter has it or it has ended.
    """
    ctx.izinkan(pelaku, permissions.CALL, "anjungan.ambil_loket", tiket_id)
    with ctx.tulis() as conn:
        called = kios.call_to_counter(conn, ctx.faskes.id, tiket_id, pelaku.loket)
        found = kios.counter_number(conn, ctx.faskes.id, tiket_id)
        if found is None:
            raise TidakDitemukan("tiket_loket_tidak_ada", id=tiket_id)
        if not called:
            raise _taken(ctx, found)
        _noted(ctx, conn, pelaku, "anjungan.ambil_loket", found)
        return found


def selesai_loket(
    ctx: Konteks, pelaku: Pelaku, tiket_id: int, *, hadir: bool = True, antrean_id: int | None = None
) -> bool:
    """End a number: its bearer was served (as ticket *antrean_id*), or did not come; what was typed goes.

    Tells whether it had not ended before. Raises :class:`TidakDitemukan`.
    """
    ctx.izinkan(pelaku, permissions.CALL, "anjungan.selesai_loket", tiket_id)
    with ctx.tulis() as conn:
        ended = kios.end_counter_ticket(conn, ctx.faskes.id, tiket_id, kios.SERVED if hadir else kios.ABSENT)
        found = kios.counter_number(conn, ctx.faskes.id, tiket_id)
        if found is None:
            raise TidakDitemukan("tiket_loket_tidak_ada", id=tiket_id)
        if ended:
            told = {} if antrean_id is None else {"antrean": antrean_id}
            _noted(ctx, conn, pelaku, "anjungan.selesai_loket", found, hadir=hadir, **told)
        return ended


def _taken(ctx: Konteks, found: NomorLoket) -> Bentrok:
    if found.status != kios.CALLED:
        return Bentrok("tiket_loket_berakhir", tiket=found.tiket)
    at = local_time(found.dipanggil or found.dibuat, ctx.faskes.zona).strftime("%H:%M")
    return Bentrok("tiket_loket_diambil", tiket=found.tiket, loket=found.loket or "lain", jam=at)


def _noted(ctx: Konteks, conn: Any, pelaku: Pelaku, aksi: str, found: NomorLoket, **told: Any) -> None:
    add_audit(
        conn, pelaku, aksi, faskes_id=ctx.faskes.id, objek="tiket_loket", objek_id=found.id,
        tiket=found.tiket, **told,
    )  # fmt: skip
