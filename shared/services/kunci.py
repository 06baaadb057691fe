"""Keys of bodies and the store of secrets, as an admin handles them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shared.config import nama_rahasia
from shared.domain.records import Pelaku
from shared.security import permissions, segel
from shared.security.brankas import Brankas, Tersimpan
from shared.security.segel import GagalSegel
from shared.services.errors import PenyimpananGagal, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks, diterjemahkan
from shared.storage import sealing
from shared.storage.audit import add_audit

LONGEST = 4096
"""Characters of a secret."""


@dataclass(frozen=True, slots=True)
class BarisKunci:
    """One key: in the file or not, in use or not, how many bodies it seals. ``id`` empty: not sealed."""

    id: str
    di_berkas: bool
    aktif: bool
    isi: int
    dibuat: int | None = None
    """Unix seconds."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        with diterjemahkan():
            yield
    except GagalSegel as error:
        raise PenyimpananGagal(error.kode, **error.fakta) from error


def brankas(ctx: Konteks) -> Brankas:
    """Open the store of secrets of the settings."""
    return Brankas(ctx.settings.keamanan.rahasia, ctx.storage.segel)


def daftar(ctx: Konteks, pelaku: Pelaku) -> tuple[tuple[BarisKunci, ...], bool]:
    """List the keys, and tell whether bodies are still being sealed with the one in use."""
    ctx.izinkan(pelaku, permissions.KEYS, "kunci.daftar")
    with _told(), ctx.baca() as conn:
        many, known = sealing.counts(conn), sealing.registered(conn)
        here = {key.id: key for key in ctx.storage.segel.semua()}
        going = sealing.unfinished(conn) is not None
    last = known[-1].id if known else ""
    names = dict.fromkeys([*(key.id for key in known), *here, *many])
    rows = tuple(
        BarisKunci(n, n in here, n == last and bool(n), many.get(n, 0), here[n].dibuat if n in here else None)
        for n in names
    )
    return rows, going


def putar(ctx: Konteks, pelaku: Pelaku) -> str:
    """Take a new key into use; returns its id. Workers seal the older bodies with it, little by little.

    The file is written first: a key that is in use is never only in the storage.
    """
    ctx.izinkan(pelaku, permissions.KEYS, "kunci.putar")
    with _told():
        sealing.check_key(ctx.storage)
        ring, file = ctx.storage.segel, ctx.settings.keamanan.kunci
        made = segel.kunci_baru()
        segel.tulis_berkas(file, (*segel.baca_berkas(file), made))
        ring.segarkan()
        brankas(ctx).segel_ulang()
        with ctx.tulis() as conn:
            sealing.register(conn, made.id)
            add_audit(conn, pelaku, "kunci.putar", faskes_id=ctx.faskes.id, kunci=made.id)
    return made.id


def buang(ctx: Konteks, pelaku: Pelaku, kunci: str) -> None:
    """Take a key out of the file that seals nothing any more; raises :class:`TidakSah` otherwise.

    Copies made before need it still: they carry their own.
    """
    ctx.izinkan(pelaku, permissions.KEYS, "kunci.buang")
    with _told():
        file = ctx.settings.keamanan.kunci
        keys = segel.baca_berkas(file)
        if kunci not in {key.id for key in keys}:
            raise TidakDitemukan("kunci_tidak_dikenal", kunci=kunci)
        with ctx.baca() as conn:
            used, known = sealing.counts(conn).get(kunci, 0), sealing.registered(conn)
        if kunci == keys[-1].id or (known and known[-1].id == kunci):
            raise TidakSah("kunci_masih_aktif", kunci=kunci)
        if used:
            with ctx.tulis() as conn:
                sealing.again(conn)
            raise TidakSah("kunci_masih_dipakai", kunci=kunci, banyak=used)
        # Another storage of this machine may still need it, and copies do: it is put aside, not destroyed.
        aside = file.with_name(f"{file.name}.dibuang")
        before = segel.baca_berkas(aside) if aside.is_file() else ()
        gone = tuple(key for key in keys if key.id == kunci and key.id not in {old.id for old in before})
        if gone:
            segel.tulis_berkas(aside, before + gone)
        segel.tulis_berkas(file, tuple(key for key in keys if key.id != kunci))
        ctx.storage.segel.segarkan()
        with ctx.tulis() as conn:
            add_audit(conn, pelaku, "kunci.buang", faskes_id=ctx.faskes.id, kunci=kunci)


def daftar_rahasia(ctx: Konteks, pelaku: Pelaku) -> tuple[Tersimpan, ...]:
    """List the names in the store of secrets."""
    ctx.izinkan(pelaku, permissions.KEYS, "rahasia.daftar")
    with _told():
        return brankas(ctx).daftar()


def simpan_rahasia(ctx: Konteks, pelaku: Pelaku, nama: str, nilai: str) -> None:
    """Keep a secret of the settings, ``table.key``; its value goes nowhere else, the trail included."""
    ctx.izinkan(pelaku, permissions.KEYS, "rahasia.set")
    if nama not in nama_rahasia():
        raise TidakSah("rahasia_tidak_dikenal", nama=nama, ada=", ".join(nama_rahasia()))
    if not nilai.strip() or len(nilai) > LONGEST or not nilai.isprintable():
        raise TidakSah("rahasia_nilai", nama=nama, batas=LONGEST)
    with _told():
        sealing.check_key(ctx.storage)
        brankas(ctx).simpan(nama, nilai)
    with ctx.tulis() as conn:
        add_audit(conn, pelaku, "rahasia.set", faskes_id=ctx.faskes.id, nama=nama)


def hapus_rahasia(ctx: Konteks, pelaku: Pelaku, nama: str) -> None:
    """Forget a secret; raises :class:`TidakDitemukan` when it is not kept."""
    ctx.izinkan(pelaku, permissions.KEYS, "rahasia.hapus")
    with _told():
        if not brankas(ctx).hapus(nama):
            raise TidakDitemukan("rahasia_tidak_ada", nama=nama)
    with ctx.tulis() as conn:
        add_audit(conn, pelaku, "rahasia.hapus", faskes_id=ctx.faskes.id, nama=nama)
