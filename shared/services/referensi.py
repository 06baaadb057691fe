"""BPJS' reference lists as the pages Referensi PCare and Referensi Antrean use them.

Everything here needs role admin or superadmin and the permission ``satusehat``; a refusal is
audited. Reading goes to the storage alone: it works with BPJS away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.domain.records import Pelaku
from shared.domain.referensi import ACUAN, BPJS, PCARE, JenisReferensi, kunci, lipat
from shared.domain.sinkron import (
    HalamanReferensi,
    JadwalHari,
    Keadaan,
    Kursor,
    PoliHari,
    Referensi,
    Sinkron,
)
from shared.services.errors import TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import jadwal_bpjs, sinkron
from shared.storage import referensi as rows
from shared.storage.audit import add_audit
from shared.texts_referensi import NAMA_REFERENSI

__all__ = [
    "HalamanReferensi", "JadwalHari", "JenisReferensi", "Keadaan", "Kursor", "PoliHari", "Referensi",
    "Sinkron", "batalkan", "cari", "jadwal", "jenis_dari", "keadaan", "minta_jadwal", "minta_sinkron",
    "perubahan", "satu", "status",
]  # fmt: skip

PAGE = 50
"""Rows of a page unless more are asked for."""
_MOST = 1000


def jenis_dari(teks: str) -> JenisReferensi:
    """Read the name of a list; raises :class:`TidakSah` with those there are."""
    folded = teks.strip().lower().replace("-", "_").replace(" ", "_")
    if folded not in BPJS:
        raise TidakSah("referensi_tidak_dikenal", nilai=teks, ada=", ".join(BPJS))
    return JenisReferensi(folded)


def minta_sinkron(
    ctx: Konteks, pelaku: Pelaku, *jenis: JenisReferensi, dari_awal: bool = False
) -> tuple[Sinkron, ...]:
    """Ask for synchronisations of PCare lists, of all of them without *jenis*; a worker carries them out.

    One that is alive stays as it is. One that failed or was stopped in the last hours goes on where
    it was, unless *dari_awal*.
    """
    ctx.izinkan_integrasi(pelaku, "referensi.sinkron")
    wanted = tuple(dict.fromkeys(jenis)) or PCARE
    if JenisReferensi.JADWAL in wanted:
        raise TidakSah("referensi_tidak_dikenal", nilai=JenisReferensi.JADWAL, ada=", ".join(PCARE))
    return _minta(ctx, pelaku, [(one, "") for one in wanted], dari_awal=dari_awal)


def minta_jadwal(ctx: Konteks, pelaku: Pelaku, tanggal: date | None = None) -> Sinkron:
    """Ask for the schedule of a date (default: today) anew; it goes before the long lists."""
    ctx.izinkan_integrasi(pelaku, "referensi.sinkron")
    with ctx.baca() as conn:
        day = tanggal or ctx.hari_ini(conn)
    return _minta(ctx, pelaku, [(JenisReferensi.JADWAL, day.isoformat())], dari_awal=True)[0]


def _minta(
    ctx: Konteks, pelaku: Pelaku, wanted: Sequence[tuple[JenisReferensi, str]], *, dari_awal: bool
) -> tuple[Sinkron, ...]:
    asked = []
    with ctx.tulis() as conn:
        for one, key in wanted:
            number, news = sinkron.ask(conn, ctx.faskes.id, one, key, pelaku.nama, dari_awal=dari_awal)
            if news:
                add_audit(
                    conn, pelaku, "referensi.sinkron", faskes_id=ctx.faskes.id, objek="sinkron",
                    objek_id=number, jenis=one, kunci=key,
                )  # fmt: skip
            asked.append(sinkron.read(conn, number))
    return tuple(asked)


def batalkan(ctx: Konteks, pelaku: Pelaku, jenis: JenisReferensi, tanggal: date | None = None) -> Sinkron:
    """Stop a synchronisation; what it has read is kept, and asking again goes on from there.

    Of ``jadwal`` the one of *tanggal* (default: today). Raises :class:`TidakSah` when none waits
    or runs.
    """
    ctx.izinkan_integrasi(pelaku, "referensi.batal")
    with ctx.tulis() as conn:
        key = (tanggal or ctx.hari_ini(conn)).isoformat() if jenis is JenisReferensi.JADWAL else ""
        number = sinkron.cancel(conn, ctx.faskes.id, jenis, key, pelaku.nama)
        if number is None:
            raise TidakSah("sinkron_tidak_jalan", nama=NAMA_REFERENSI[jenis])
        add_audit(
            conn, pelaku, "referensi.batal", faskes_id=ctx.faskes.id, objek="sinkron", objek_id=number,
            jenis=jenis, kunci=key,
        )  # fmt: skip
        return sinkron.read(conn, number)


def status(ctx: Konteks, pelaku: Pelaku, sinkron_id: int) -> Sinkron:
    """Read one synchronisation as it stands now; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    with ctx.baca() as conn:
        found = sinkron.find(conn, ctx.faskes.id, sinkron_id)
    if found is None:
        raise TidakDitemukan("sinkron_tidak_ada", id=sinkron_id)
    return found


def keadaan(ctx: Konteks, pelaku: Pelaku) -> tuple[Keadaan, ...]:
    """Tell how every PCare list stands, in the order of the page."""
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    with ctx.baca() as conn:
        numbers = rows.counts(conn, ctx.faskes.id)
        done = sinkron.newest(conn, ctx.faskes.id, selesai=True)
        last = sinkron.newest(conn, ctx.faskes.id)
    return tuple(
        Keadaan(one, NAMA_REFERENSI[one], *numbers.get(one, (0, 0)), done.get(one), last.get(one))
        for one in PCARE
    )


def cari(
    ctx: Konteks,
    pelaku: Pelaku,
    jenis: JenisReferensi,
    teks: str = "",
    *,
    setelah: Kursor | None = None,
    batas: int = PAGE,
    hilang: bool = False,
) -> HalamanReferensi:
    """Search a stored list, a page at a time; *setelah* is the ``berikut`` of the page before.

    Rows whose code begins like the text come first, then those whose name does, then those that
    hold all of its words. ``hilang`` shows also what BPJS lists no more.
    """
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    words = lipat(teks)
    if teks.strip() and not words:
        return HalamanReferensi(())
    with ctx.baca() as conn:
        return rows.search(
            conn, ctx.faskes.id, jenis, kode=kunci(jenis, teks), nama=words, setelah=setelah,
            batas=max(1, min(batas, _MOST)), hilang=hilang,
        )  # fmt: skip


def satu(
    ctx: Konteks, pelaku: Pelaku, jenis: JenisReferensi, kode: str, induk: str | None = None
) -> Referensi:
    """Read one stored row by its code; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    with ctx.baca() as conn:
        found = rows.one(conn, ctx.faskes.id, jenis, kunci(jenis, kode), induk)
    if found is None:
        raise TidakDitemukan("referensi_tidak_ada", nilai=kode, nama=NAMA_REFERENSI[jenis])
    return found


def perubahan(
    ctx: Konteks,
    pelaku: Pelaku,
    jenis: JenisReferensi,
    *,
    sinkron_id: int | None = None,
    setelah: Kursor | None = None,
    batas: int = PAGE,
) -> HalamanReferensi:
    """Read what a synchronisation changed (default: the newest that was completed), a page at a time.

    A row that a later one changed again belongs to that one.
    """
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    with ctx.baca() as conn:
        number = sinkron_id
        if number is None:
            done = sinkron.newest(conn, ctx.faskes.id, selesai=True).get(jenis)
            if done is None:
                return HalamanReferensi(())
            number = done.id
        most = max(1, min(batas, _MOST))
        return rows.changes(conn, ctx.faskes.id, jenis, number, setelah=setelah, batas=most)


def jadwal(ctx: Konteks, pelaku: Pelaku, tanggal: date | None = None) -> JadwalHari:
    """Read the stored schedule of a date (default: today): polis, doctors, slots and capacity."""
    ctx.izinkan_integrasi(pelaku, "referensi.lihat")
    with ctx.baca() as conn:
        day = tanggal or ctx.hari_ini(conn)
        key, name = day.isoformat(), JenisReferensi.JADWAL
        done = sinkron.newest(conn, ctx.faskes.id, key, selesai=True).get(name)
        last = sinkron.newest(conn, ctx.faskes.id, key).get(name)
        return JadwalHari(day, jadwal_bpjs.day(conn, ctx.faskes.id, day), done, last)


def layanan(jenis: JenisReferensi) -> str:
    """Name the service a list comes from; its gate is among :func:`shared.services.jobs.gerbang`."""
    return ACUAN[jenis].layanan.value
