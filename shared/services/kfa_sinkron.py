"""Keeping the mirror of the KFA catalogue: asking for a reading, and the worker's side of it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from shared.domain import kfa, kfa_telusur
from shared.domain.kfa_jawaban import JawabanKfa, VonisKfa, nilai
from shared.domain.records import Pelaku
from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.domain.retries import backoff
from shared.domain.sinkron import Sinkron, SinkronKlaim
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import gates, kfa_sinkron, sinkron
from shared.storage import kfa as rows
from shared.storage.audit import add_audit
from shared.storage.clock import now
from shared.texts import sentence

KFA: Final = JenisReferensi.KFA
SETIAP: Final = timedelta(hours=24)
"""How old the mirror may grow before a worker reads what has changed since."""
_PENUH: Final = timedelta(days=30)
"""How old the last full reading may grow."""
_LAJU: Final = 4.0
"""Pages a second over all workers."""
_TRIES: Final = 8
_MOST_PAGES: Final = 20_000
_OVERLAP: Final = timedelta(days=1)
_MESIN: Final = Pelaku("pekerja", "sistem", frozenset())


def minta(ctx: Konteks, pelaku: Pelaku, *, penuh: bool | None = None, dari_awal: bool = False) -> Sinkron:
    """Ask for a reading of the catalogue; a worker carries it out.

    With *penuh* ``None`` it is full when the mirror is empty or a full one is under way, stopped or
    a month old, and else what has changed since the last one. One that is alive stays as it is; one
    that failed or was stopped in the last hours goes on where it was, unless *dari_awal*.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.sinkron")
    if not terhubung(ctx):
        raise TidakSah("kfa_belum_diatur")
    with ctx.tulis() as conn:
        return _minta(ctx, conn, pelaku, penuh=penuh, dari_awal=dari_awal)


def terhubung(ctx: Konteks) -> bool:
    """Tell whether the settings say where KFA is and with what to ask it."""
    own = ctx.settings.satusehat
    return bool(own.kfa_url and own.auth_url and own.client_id and own.client_secret)


def _minta(ctx: Konteks, conn: Any, pelaku: Pelaku, *, penuh: bool | None, dari_awal: bool) -> Sinkron:
    if penuh is None:
        full = kfa_sinkron.last_full(conn)
        penuh = full is None or now(conn) - full > _PENUH.total_seconds() * 1000
        penuh = penuh or kfa_sinkron.unfinished_full(conn, ctx.faskes.id)
    since = "" if penuh else _since(conn).isoformat()
    if since:
        living = kfa_sinkron.living(conn, ctx.faskes.id)
        if living is not None:
            return sinkron.read(conn, living)
    number, news = sinkron.ask(conn, ctx.faskes.id, KFA, since, pelaku.nama, dari_awal=dari_awal)
    if news:
        add_audit(
            conn, pelaku, "kfa.sinkron", faskes_id=ctx.faskes.id, objek="sinkron", objek_id=number,
            penuh=penuh, sejak=since,
        )  # fmt: skip
    return sinkron.read(conn, number)


def _since(conn: Any) -> date:
    """The day from which changes are asked for: a day before the last reading began."""
    last = kfa_sinkron.last_begun(conn) or now(conn)
    return (datetime.fromtimestamp(last / 1000, UTC) - _OVERLAP).date()


def batalkan(ctx: Konteks, pelaku: Pelaku) -> Sinkron:
    """Stop the reading that waits or runs; what it has read is kept, and asking again goes on from there.

    Raises :class:`TidakSah` when there is none.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.batal")
    with ctx.tulis() as conn:
        living = kfa_sinkron.living(conn, ctx.faskes.id)
        key = "" if living is None else sinkron.read(conn, living).kunci
        number = None if living is None else sinkron.cancel(conn, ctx.faskes.id, KFA, key, pelaku.nama)
        if number is None:
            raise TidakSah("kfa_tidak_jalan")
        add_audit(
            conn, pelaku, "kfa.batal", faskes_id=ctx.faskes.id, objek="sinkron", objek_id=number
        )  # fmt: skip
        return sinkron.read(conn, number)


def terjadwal(ctx: Konteks) -> bool:
    """Ask for what has changed when a day has passed since the last reading; tell whether it was time.

    A mirror nobody has ever filled is left alone.
    """
    if not terhubung(ctx):
        return False
    with ctx.baca() as conn:
        last, living = kfa_sinkron.last_asked(conn), kfa_sinkron.living(conn, ctx.faskes.id)
        if last is None or living is not None or kfa_sinkron.last_full(conn) is None:
            return False
        if now(conn) - last < SETIAP.total_seconds() * 1000:
            return False
    with ctx.tulis() as conn:
        _minta(ctx, conn, _MESIN, penuh=None, dari_awal=False)
    return True


def permintaan(klaim: SinkronKlaim) -> str:
    """Return the path of the next page."""
    return kfa_telusur.jalur(klaim.posisi, klaim.tanggal)


def boleh(ctx: Konteks, klaim: SinkronKlaim, sewa: int) -> int | None:
    """Ask for the next page: 0 go, otherwise milliseconds to wait, ``None``: it is not ours any more."""
    with ctx.tulis() as conn:
        if not sinkron.hold(conn, klaim, sewa):
            return None
        leave = gates.may_pass(conn, klaim.faskes_id, KFA.value, gates.Batas(0, _LAJU), job_id=0, baca=True)
        return 0 if leave.boleh else leave.tunda or 250


def terima(
    ctx: Konteks, klaim: SinkronKlaim, jawaban: JawabanKfa, *, sewa: int, lama: int
) -> SinkronKlaim | None:
    """Keep a page and where the reading stands after it, in one transaction.

    Returns the claim to go on with, or ``None`` when there is nothing more to do for now. *lama* is
    how long the page took in milliseconds.
    """
    vonis = nilai(jawaban)
    if vonis is not VonisKfa.OK:
        return _refused(ctx, klaim, jawaban, vonis, sewa)
    found = kfa.daftar(jawaban.data)
    if found is None:
        with ctx.tulis() as conn:
            sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=sentence("kfa_bentuk"))
        return None
    raw, total = found
    jenis = kfa_telusur.bacaan(klaim.posisi).jenis
    read = rows.siapkan(row for row in (kfa.baca(one, jenis) for one in raw) if row is not None)
    with ctx.baca() as conn:
        measured = rows.ukur(read, rows.known(conn, read))
    after = kfa_telusur.lanjut(klaim.posisi, len(raw), total)
    with ctx.tulis() as conn:
        if not sinkron.hold(conn, klaim, sewa):
            return None
        return _page(conn, klaim, read, measured, after, baris=len(raw), lama=lama)


def _page(
    conn: Any, klaim: SinkronKlaim, read: Any, measured: Any, after: Any, *, baris: int, lama: int
) -> SinkronKlaim | None:
    brought = rows.save_page(conn, klaim.id, read, measured)
    full = not klaim.kunci
    gone = 0
    if after.selesai and full:
        if not klaim.baris + baris:
            words = sentence("kfa_kosong")
            sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words)
            return None
        # A catalogue that moved while it was read may have slipped past us: nothing is believed gone then.
        gone = 0 if kfa_telusur.goyah(after) else rows.mark_gone(conn, klaim.id)
    elif klaim.halaman + 1 >= _MOST_PAGES:
        words = sentence("sinkron_tanpa_akhir", halaman=_MOST_PAGES)
        sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words)
        return None
    sinkron.progress(
        conn, klaim, after, baris=baris, tambah=brought.tambah, ubah=brought.ubah, hilang=gone, lama=lama,
        total=after.jumlah,
    )  # fmt: skip
    if after.selesai:
        sinkron.finish(conn, klaim, StatusSinkron.SELESAI)
        return None
    if sinkron.urgent_waits(conn, klaim):
        sinkron.hand_back(conn, klaim, 0)
        return None
    return SinkronKlaim(
        klaim.id, klaim.fence, klaim.faskes_id, klaim.jenis, klaim.kunci, after,
        klaim.halaman + 1, klaim.baris + baris, 0, klaim.pekerja,
    )  # fmt: skip


def _refused(
    ctx: Konteks, klaim: SinkronKlaim, jawaban: JawabanKfa, vonis: VonisKfa, sewa: int
) -> SinkronKlaim | None:
    theirs = bool(jawaban.pesan)
    with ctx.tulis() as conn:
        if not sinkron.hold(conn, klaim, sewa):
            return None
        smaller = kfa_telusur.kecilkan(klaim.posisi) if vonis is VonisKfa.UKURAN else None
        if smaller is not None:
            return SinkronKlaim(
                klaim.id, klaim.fence, klaim.faskes_id, klaim.jenis, klaim.kunci, smaller, klaim.halaman,
                klaim.baris, 0, klaim.pekerja,
            )  # fmt: skip
        tries = klaim.gagal + 1
        if vonis is VonisKfa.SEMENTARA and tries < _TRIES:
            wait = max(backoff(klaim.gagal, random.random()), jawaban.tunda * 1000)  # noqa: S311 - jitter
            words = jawaban.pesan or sentence("kfa_gangguan")
            sinkron.hand_back(conn, klaim, wait, gagal=tries, pesan=words, dari_bpjs=theirs)
            return None
        kinds = {VonisKfa.KREDENSIAL: "kfa_kredensial", VonisKfa.SEMENTARA: "kfa_gangguan"}
        words = jawaban.pesan or sentence(kinds.get(vonis, "kfa_ditolak"), http=jawaban.http or "-")
        sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=words, dari_bpjs=theirs)
    return None


def tanpa_sambungan(ctx: Konteks, klaim: SinkronKlaim) -> None:
    """End a reading that this worker has no settings for."""
    with ctx.tulis() as conn:
        sinkron.finish(conn, klaim, StatusSinkron.GAGAL, pesan=sentence("kfa_belum_diatur"))
