"""What a counter does with a ticket: call, skip, accept, finish, resend, cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.accept import Palang, nilai_terima
from shared.domain.badges import keadaan
from shared.domain.failures import fold
from shared.domain.records import Kartu, Pelaku
from shared.domain.resend import masih_diproses, perlu_bpjs, rencana_resend
from shared.domain.status import WAITING_TICKET, Periksa, StatusAntrean, StatusJob
from shared.domain.tickets import local_time
from shared.security import permissions
from shared.services import sumber_klinik, urutan
from shared.services.errors import Bentrok, PerluKonfirmasi, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.services.pendaftaran import daftar
from shared.storage import jobs, tickets
from shared.storage.audit import add_audit
from shared.storage.clock import now
from shared.texts import ALASAN, NAMA_STATUS

__all__ = [
    "HasilBatal",
    "HasilResend",
    "batal",
    "daftar",
    "lewati",
    "panggil",
    "resend_pcare",
    "selesai",
    "terima",
]

_RESTING = {
    Periksa.KIRIM: (StatusJob.GAGAL, StatusJob.KEDALUWARSA),
    Periksa.HASIL: (StatusJob.GAGAL, StatusJob.KEDALUWARSA),
    Periksa.NOMOR: (StatusJob.TERKIRIM,),
}


@dataclass(frozen=True, slots=True)
class HasilBatal:
    """A cancelled ticket, and the jobs that take it back at BPJS. ``sudah``: it was cancelled before."""

    kartu: Kartu
    jobs: tuple[int, ...]
    sudah: bool = False


@dataclass(frozen=True, slots=True)
class HasilResend:
    """What a resend started: pairs of part (``P`` or ``A``) and job id."""

    kartu: Kartu
    jobs: tuple[tuple[str, int], ...]


def _kartu(ctx: Konteks, conn: Any, antrean_id: int) -> Kartu:
    tickets.lock_ticket(conn, antrean_id)
    card = tickets.card(conn, ctx.faskes.id, antrean_id)
    if card is None:
        raise TidakDitemukan("antrean_tidak_ada", id=antrean_id)
    return card


def _kalah(ctx: Konteks, kartu: Kartu, aksi: str, versi: int | None) -> Exception:
    """Tell the loser of a race who won it and when, or that the ticket's state forbids the move."""
    if versi is not None and versi != kartu.versi:
        who = f"loket {kartu.diubah_loket}" if kartu.diubah_loket else (kartu.diubah_oleh or "orang lain")
        time = local_time(kartu.diubah, ctx.faskes.zona).strftime("%H:%M")
        return Bentrok("antrean_bentrok", kartu, tiket=kartu.tiket, siapa=who, jam=time)
    verb = {"batal": "batalkan", "selesai": "selesaikan"}.get(aksi, aksi)
    return Bentrok(
        "antrean_tidak_bisa", kartu, tiket=kartu.tiket, aksi=verb, status=NAMA_STATUS[kartu.status]
    )


def _pindah(
    ctx: Konteks,
    conn: Any,
    pelaku: Pelaku,
    kartu: Kartu,
    aksi: str,
    *,
    dari: frozenset[StatusAntrean],
    versi: int | None,
    **values: Any,
) -> Kartu:
    moved = tickets.move_ticket(
        conn,
        kartu.id,
        dari=sorted(dari),
        versi=versi,
        oleh=pelaku.nama,
        stasiun=pelaku.loket,
        values=values,
    )
    if not moved:
        raise _kalah(ctx, kartu, aksi, versi)
    after = _kartu(ctx, conn, kartu.id)
    add_audit(
        conn,
        pelaku,
        f"antrean.{aksi}",
        faskes_id=ctx.faskes.id,
        objek="antrean",
        objek_id=kartu.id,
        tiket=kartu.tiket,
        sebelum=kartu.status,
        sesudah=after.status,
    )
    return after


def panggil(ctx: Konteks, pelaku: Pelaku, antrean_id: int, *, versi: int | None = None) -> Kartu:
    """Call a ticket, or call it again; a skipped one returns to the waiting.

    BPJS hears of the first call only, and only once it knows the ticket.
    """
    ctx.izinkan(pelaku, permissions.CALL, "antrean.panggil", antrean_id)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        after = _pindah(
            ctx,
            conn,
            pelaku,
            kartu,
            "panggil",
            dari=WAITING_TICKET,
            versi=versi,
            status=StatusAntrean.MENUNGGU.value,
            panggilan=kartu.panggilan + 1,
            dipanggil=now(conn),
            loket=pelaku.loket,
        )
        tickets.add_call(conn, antrean_id, kartu.panggilan + 1, pelaku.loket, pelaku.nama)
        if ctx.settings.bpjs.panggil_saat == "panggil":
            urutan.susulkan_panggilan(ctx, conn, after)
        return _kartu(ctx, conn, antrean_id)


def lewati(ctx: Konteks, pelaku: Pelaku, antrean_id: int, *, versi: int | None = None) -> Kartu:
    """Skip a waiting ticket; it stays on the list and can be called again."""
    ctx.izinkan(pelaku, permissions.CALL, "antrean.lewati", antrean_id)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        return _pindah(
            ctx,
            conn,
            pelaku,
            kartu,
            "lewati",
            dari=frozenset({StatusAntrean.MENUNGGU}),
            versi=versi,
            status=StatusAntrean.DILEWATI.value,
        )


def terima(
    ctx: Konteks, pelaku: Pelaku, antrean_id: int, *, versi: int | None = None, tetap: bool = False
) -> Kartu:
    """Accept a ticket.

    The gate reads the jobs inside this very transaction. Unless *tetap* says to go on all the
    same, anything but *straight through* raises :class:`PerluKonfirmasi`; going on in spite of a
    failure is written down with the errors.
    """
    ctx.izinkan(pelaku, permissions.ACCEPT, "antrean.terima", antrean_id)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        stale = versi is not None and versi != kartu.versi
        if kartu.status not in WAITING_TICKET or stale:
            raise _kalah(ctx, kartu, "terima", versi)
        gate = nilai_terima(kartu, ctx.penjamin_bpjs)
        if gate.palang is not Palang.LURUS and not tetap:
            state = f"P: {keadaan(kartu.p)}, A: {keadaan(kartu.a)}"
            raise PerluKonfirmasi(gate, kartu, tiket=kartu.tiket, keadaan=state)
        after = _pindah(
            ctx,
            conn,
            pelaku,
            kartu,
            "terima",
            dari=WAITING_TICKET,
            versi=kartu.versi,
            status=StatusAntrean.DITERIMA.value,
        )
        if gate.palang is not Palang.LURUS:
            add_audit(
                conn,
                pelaku,
                "antrean.terima_tetap",
                faskes_id=ctx.faskes.id,
                objek="antrean",
                objek_id=antrean_id,
                palang=gate.palang,
                galat={job.jenis: job.pesan for job in gate.gagal},
            )
        if ctx.settings.bpjs.panggil_saat == "terima":
            urutan.susulkan_panggilan(ctx, conn, after)
        sumber_klinik.perbarui(ctx, conn, antrean_id, pelaku.nama)
        return _kartu(ctx, conn, antrean_id)


def selesai(ctx: Konteks, pelaku: Pelaku, antrean_id: int, *, versi: int | None = None) -> Kartu:
    """Close an accepted ticket after the service."""
    ctx.izinkan(pelaku, permissions.ACCEPT, "antrean.selesai", antrean_id)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        after = _pindah(
            ctx,
            conn,
            pelaku,
            kartu,
            "selesai",
            dari=frozenset({StatusAntrean.DITERIMA}),
            versi=versi,
            status=StatusAntrean.SELESAI.value,
        )
        sumber_klinik.perbarui(ctx, conn, antrean_id, pelaku.nama)
        return after


def resend_pcare(ctx: Konteks, pelaku: Pelaku, antrean_id: int) -> HasilResend:
    """Send again what is not OK of a ticket, P before A; what is alive is never sent twice.

    A registration that is OK but has no number is looked up, not posted. Raises :class:`Bentrok`
    while everything that is left is alive already, :class:`TidakSah` when nothing is to be sent.
    """
    ctx.izinkan(pelaku, permissions.RESEND, "antrean.resend_pcare", antrean_id)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        plan = rencana_resend(kartu, ctx.penjamin_bpjs)
        if not plan:
            if perlu_bpjs(kartu, ctx.penjamin_bpjs) and masih_diproses(kartu, ctx.penjamin_bpjs):
                raise Bentrok("resend_masih_proses", kartu, tiket=kartu.tiket)
            raise TidakSah("resend_tidak_perlu", tiket=kartu.tiket)
        started: list[tuple[str, int]] = []
        before: tuple[int, int] | None = None
        for part in plan:
            if part.job_id is None:
                number = urutan.tambah(
                    ctx, conn, kartu.id, part.jenis, asal=jobs.ASKED, oleh=pelaku.nama, setelah=before
                )
                tries = 0
            else:
                number, tries = part.job_id, next(j.percobaan for j in kartu.jobs if j.id == part.job_id)
                jobs.restart_job(
                    conn,
                    number,
                    dari=_RESTING[part.periksa],
                    periksa=part.periksa,
                    oleh=pelaku.nama,
                    setelah=before,
                )
            before = (number, tries)
            started.append((part.bagian.value, number))
        add_audit(
            conn,
            pelaku,
            "antrean.resend_pcare",
            faskes_id=ctx.faskes.id,
            objek="antrean",
            objek_id=antrean_id,
            tiket=kartu.tiket,
            bagian=[name for name, _ in started],
        )
        return HasilResend(_kartu(ctx, conn, antrean_id), tuple(started))


def alasan_batal(alasan: str, teks: str = "") -> tuple[str, str]:
    """Turn what a person gave as a reason into its id and the words BPJS gets.

    Raises :class:`TidakSah` when there is nothing to tell.
    """
    folded = fold(alasan).replace(" ", "_")
    for kode, words in ALASAN.items():
        if folded in (kode, fold(words).replace(" ", "_")):
            return kode, words
    words = (teks or ("" if folded == "lain" else alasan)).strip()
    if not words:
        raise TidakSah("alasan_kosong")
    return "lain", words[:200]


def batal(
    ctx: Konteks, pelaku: Pelaku, antrean_id: int, *, alasan: str, teks: str = "", versi: int | None = None
) -> HasilBatal:
    """Cancel a waiting ticket here, and plan what takes it back at BPJS, in one transaction.

    Cancelling a cancelled ticket succeeds and changes nothing.
    """
    ctx.izinkan(pelaku, permissions.CANCEL, "antrean.batal", antrean_id)
    kode, words = alasan_batal(alasan, teks)
    with ctx.tulis() as conn:
        kartu = _kartu(ctx, conn, antrean_id)
        if kartu.status is StatusAntrean.BATAL:
            return HasilBatal(kartu, (), sudah=True)
        _pindah(
            ctx,
            conn,
            pelaku,
            kartu,
            "batal",
            dari=WAITING_TICKET,
            versi=versi,
            status=StatusAntrean.BATAL.value,
            kunci_bpjs=None,
            alasan=kode,
            alasan_teks=words,
        )
        added = urutan.urungkan(ctx, conn, antrean_id)
        return HasilBatal(_kartu(ctx, conn, antrean_id), added)
