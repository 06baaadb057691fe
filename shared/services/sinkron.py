"""The worker's side of a synchronisation: take one, ask the gate for each page, keep what came."""

from __future__ import annotations

import random
from typing import Any

from shared.domain import telusur
from shared.domain.answers import Answer, Request
from shared.domain.failures import Operasi, Sebab, Vonis, classify
from shared.domain.referensi import (
    ACUAN,
    Acuan,
    JenisReferensi,
    StatusSinkron,
    baca,
    baca_jadwal,
    daftar_jawaban,
)
from shared.domain.retries import backoff
from shared.domain.sinkron import SinkronKlaim
from shared.domain.status import Kelas
from shared.services import kirim
from shared.services.konteks import Konteks
from shared.storage import gates, jadwal_bpjs, referensi, sinkron
from shared.storage.clock import now
from shared.storage.referensi import Hitungan
from shared.texts import sentence

TRIES = 8
"""Failures in a row after which a synchronisation waits for a person."""
MOST_PAGES = 20_000
"""A service that never comes to an end is not read for ever."""
_LOOK_LEAST, _LOOK_MOST = 250, 5_000
"""Between which milliseconds a shut gate is looked at again."""


def ambil(ctx: Konteks, pekerja: str, sewa: int) -> SinkronKlaim | None:
    """Take a synchronisation that is due, or that a dead worker held; *sewa* is the lease in ms."""
    with ctx.baca() as conn:
        if not sinkron.due(conn, ctx.faskes.id):
            return None
    with ctx.tulis() as conn:
        return sinkron.claim(conn, ctx.faskes.id, pekerja, sewa)


def permintaan(klaim: SinkronKlaim) -> Request:
    """Build the request of the next page."""
    acuan = ACUAN[klaim.jenis]
    return Request(acuan.layanan, "GET", telusur.jalur(acuan, klaim.posisi, klaim.tanggal))


def boleh(ctx: Konteks, klaim: SinkronKlaim, sewa: int) -> int | None:
    """Ask for the next page: 0 go, otherwise milliseconds to wait, ``None``: it is not ours any more.

    Behind a broken gate the synchronisation is handed back and goes on by itself; behind one shut
    over credentials it ends.
    """
    service = ACUAN[klaim.jenis].layanan.value
    with ctx.tulis() as conn:
        if not sinkron.hold(conn, klaim, sewa):
            return None
        leave = gates.may_pass(conn, klaim.faskes_id, service, kirim.batas(ctx, service), job_id=0, baca=True)
        if leave.boleh:
            return 0
        if leave.tunda:
            return leave.tunda
        gate = next(g for g in gates.all_gates(conn, klaim.faskes_id) if g.layanan == service)
        if gate.coba_lagi is None:
            words = gate.pesan or sentence("sinkron_kredensial")
            sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words, dari_bpjs=bool(gate.pesan))
            return None
        left = min(max(gate.coba_lagi - now(conn), _LOOK_LEAST), _LOOK_MOST)
        sinkron.hand_back(conn, klaim, left, gagal=klaim.gagal, pesan=sentence("sinkron_gerbang"))
        return None


def terima(
    ctx: Konteks, klaim: SinkronKlaim, answer: Answer, *, sewa: int, lama: int, sidik: str = ""
) -> SinkronKlaim | None:
    """Keep a page and where the reading stands after it, in one transaction.

    Returns the claim to go on with, or ``None`` when there is nothing more to do for now: it is
    done, it failed, it waits, somebody stopped it, or a schedule goes first. *lama* is how long
    the page took in milliseconds, *sidik* the fingerprint of the credentials it was asked with.
    """
    acuan = ACUAN[klaim.jenis]
    vonis = classify(acuan.layanan, Operasi.REFERENSI, answer)
    with ctx.tulis() as conn:
        held = sinkron.hold(conn, klaim, sewa)
        _report(conn, klaim, acuan, vonis, answer, sidik)
        if not held:
            return None
        empty = vonis.kelas is Kelas.PEMETAAN  # no schedule on that day
        if not vonis.ok and not empty:
            _refused(conn, klaim, vonis)
            return None
        listed = ([], None) if empty else daftar_jawaban(answer.data)
        if listed is None:
            sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=sentence("sinkron_bentuk"))
            return None
        return _page(ctx, conn, klaim, acuan, *listed, lama=lama)


def _report(conn: Any, klaim: SinkronKlaim, acuan: Acuan, vonis: Vonis, answer: Answer, sidik: str) -> None:
    """Tell the gate. One list that BPJS has not opened to the clinic says nothing about the others."""
    if vonis.kelas is Kelas.KREDENSIAL and vonis.sebab is Sebab.LAYANAN_TERTUTUP:
        return
    words, _ = kirim.kata(vonis)
    result = kirim.Hasil(vonis, drift=answer.drift)
    kirim.lapor_gerbang(conn, klaim.faskes_id, acuan.layanan.value, result, words, sidik)


def _refused(conn: Any, klaim: SinkronKlaim, vonis: Vonis) -> None:
    words, theirs = kirim.kata(vonis)
    tries = klaim.gagal + 1
    if vonis.kelas in (Kelas.SEMENTARA, Kelas.TAK_PASTI) and tries < TRIES:
        wait = backoff(klaim.gagal, random.random())  # noqa: S311 - jitter
        sinkron.hand_back(conn, klaim, wait, gagal=tries, pesan=words, dari_bpjs=theirs)
        return
    if vonis.kelas is Kelas.KREDENSIAL and not theirs:
        closed = vonis.sebab is Sebab.LAYANAN_TERTUTUP
        words = sentence("sinkron_tertutup" if closed else "sinkron_kredensial")
    sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words, dari_bpjs=theirs)


def _page(
    ctx: Konteks,
    conn: Any,
    klaim: SinkronKlaim,
    acuan: Acuan,
    rows: list[dict[str, Any]],
    count: int | None,
    *,
    lama: int,
) -> SinkronKlaim | None:
    after = telusur.lanjut(acuan, klaim.posisi, rows, count)
    brought = _keep(conn, klaim, acuan, rows)
    own = 0 if telusur.di_induk(acuan, klaim.posisi) else len(rows)
    gone = 0
    if after.selesai:
        if not klaim.baris + own and _had_rows(conn, klaim):
            sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=sentence("sinkron_kosong"))
            return None
        gone = _sweep(ctx, conn, klaim)
    elif klaim.halaman + 1 >= MOST_PAGES:
        words = sentence("sinkron_tanpa_akhir", halaman=MOST_PAGES)
        sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words)
        return None
    searched = bool(acuan.awalan or acuan.induk)
    sinkron.progress(
        conn,
        klaim,
        after,
        baris=own,
        tambah=brought.tambah,
        ubah=brought.ubah,
        hilang=gone,
        lama=lama,
        total=None if searched else count,
    )
    if after.selesai:
        sinkron.finish(conn, klaim, StatusSinkron.SELESAI)
        return None
    if sinkron.urgent_waits(conn, klaim):
        sinkron.hand_back(conn, klaim, 0)
        return None
    return SinkronKlaim(
        klaim.id, klaim.fence, klaim.faskes_id, klaim.jenis, klaim.kunci, after,
        klaim.halaman + 1, klaim.baris + own, 0, klaim.pekerja,
    )  # fmt: skip


def _keep(conn: Any, klaim: SinkronKlaim, acuan: Acuan, rows: list[dict[str, Any]]) -> Hitungan:
    parent = telusur.di_induk(acuan, klaim.posisi)
    text = klaim.posisi.sisa[0] if acuan.induk else ""
    if klaim.tanggal is None:
        if parent:
            return Hitungan()
        read = [row for row in (baca(acuan, row, text) for row in rows) if row is not None]
        return referensi.save_page(conn, klaim.faskes_id, klaim.jenis, klaim.id, read)
    if parent:
        head = Acuan(acuan.jenis, acuan.induk, acuan.kode_induk, acuan.nama_induk)
        polis = [row for row in (baca(head, row) for row in rows) if row is not None]
        return jadwal_bpjs.save_polis(conn, klaim.faskes_id, klaim.tanggal, klaim.id, polis)
    slots = [row for row in map(baca_jadwal, rows) if row is not None]
    return jadwal_bpjs.save_slots(conn, klaim.faskes_id, klaim.tanggal, text, klaim.id, slots)


def _had_rows(conn: Any, klaim: SinkronKlaim) -> bool:
    """Whether a list that came out empty had rows before; a day may well be without a schedule."""
    if klaim.jenis is JenisReferensi.JADWAL:
        return False
    return referensi.any_row(conn, klaim.faskes_id, klaim.jenis)


def _sweep(ctx: Konteks, conn: Any, klaim: SinkronKlaim) -> int:
    if klaim.tanggal is None:
        return referensi.mark_gone(conn, klaim.faskes_id, klaim.jenis, klaim.id)
    return jadwal_bpjs.sweep(conn, klaim.faskes_id, klaim.tanggal, klaim.id, ctx.hari_ini(conn))


def lepas(ctx: Konteks, klaim: SinkronKlaim) -> None:
    """Let go of a synchronisation, for another worker to go on with at once."""
    with ctx.tulis() as conn:
        sinkron.hand_back(conn, klaim, 0, gagal=klaim.gagal)


def menyerah(ctx: Konteks, klaim: SinkronKlaim, galat: Exception) -> None:
    """End a synchronisation over a mistake of ours, or it would loop for ever."""
    with ctx.tulis() as conn:
        words = sentence("sinkron_galat", jenis=type(galat).__name__)
        sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words)


def sisa_waktu(ctx: Konteks, pekerja: str) -> int | None:
    """Milliseconds until a synchronisation can be gone on with, ``None`` when there is none."""
    with ctx.baca() as conn:
        return sinkron.next_due_in(conn, ctx.faskes.id, pekerja)
