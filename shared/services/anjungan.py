"""What a patient does at a kiosk, and what the registration counter does with the numbers it gives."""

from __future__ import annotations

from shared.domain.kios import PasienKios, PilihanPoli, TiketLoket, awalan_loket, masih_buka, nama_samar
from shared.domain.peserta import nomor_sah
from shared.domain.records import Pelaku
from shared.domain.resend import RAWAT_JALAN
from shared.domain.tickets import local_time
from shared.domain.tickets import tiket as tiket_nomor
from shared.security import permissions
from shared.services.errors import TidakSah
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


def tiket_loket(ctx: Konteks, pelaku: Pelaku, norm: str | None = None) -> TiketLoket:
    """Give a number of the registration counter; a patient who waits there already keeps the old one."""
    ctx.izinkan(pelaku, permissions.REGISTER, "anjungan.tiket_loket")
    with ctx.tulis() as conn:
        today = ctx.hari_ini(conn)
        patient = people.find_pasien(conn, ctx.faskes.id, norm) if norm else None
        if patient is not None:
            there = kios.counter_ticket_of(conn, ctx.faskes.id, today, patient.id)
            if there is not None:
                before = kios.counter_waiting(conn, ctx.faskes.id, today, there.id)
                return TiketLoket(there.id, there.tiket, sisa=before)
        prefix = awalan_loket(r.prefix for r in master.all_ruangan(conn, ctx.faskes.id))
        ticket = tiket_nomor(prefix, tickets.next_number(conn, ctx.faskes.id, prefix, today))
        number = kios.add_counter_ticket(
            conn, ctx.faskes.id, today, ticket, patient.id if patient is not None else None
        )
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
