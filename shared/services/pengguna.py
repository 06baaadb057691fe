"""The people who use the program: adding and changing them, their passwords and PINs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shared.domain.masuk import (
    PIN_MAX,
    PIN_MIN,
    SANDI_MAX,
    SANDI_MIN,
    nama_pengguna,
    salah_nama,
    salah_pin,
    salah_sandi,
)
from shared.domain.records import Pelaku
from shared.security import passwords, permissions
from shared.services.errors import Ditolak, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.services.masuk import bertindak, buktikan, masuk, sistem
from shared.storage import people
from shared.storage.audit import add_audit

__all__ = [
    "daftar", "ganti_pin", "ganti_sandi", "ganti_sandi_sementara", "masuk", "sandi", "sistem", "tambah",
    "ubah",
]  # fmt: skip


def _known(peran: str, izin: Iterable[str]) -> None:
    if peran not in permissions.ROLES:
        raise TidakSah("peran_tidak_dikenal", peran=peran, ada=", ".join(permissions.ROLES))
    for one in izin:
        if one not in permissions.ALL:
            raise TidakSah("izin_tidak_dikenal", izin=one, ada=", ".join(sorted(permissions.ALL)))


def _strong(nama: str, sandi: str) -> str:
    """Hash a new password; raises :class:`TidakSah` for one that is too easy."""
    kode = salah_sandi(nama, sandi)
    if kode:
        raise TidakSah(kode, panjang=SANDI_MAX if kode == "sandi_panjang" else SANDI_MIN)
    return passwords.hash_password(sandi)


def _may_give(ctx: Konteks, pelaku: Pelaku, peran: str, izin: Iterable[str], aksi: str) -> None:
    """Refuse to hand out, or to touch, more than the actor holds: no admin makes a superadmin."""
    rights = permissions.of_user(peran, izin)
    if not permissions.may_give(pelaku, rights):
        ctx.izinkan(pelaku, sorted(rights - pelaku.izin)[0], aksi)


def tambah(
    ctx: Konteks,
    pelaku: Pelaku,
    nama: str,
    peran: str,
    sandi: str,
    izin: tuple[str, ...] = (),
    *,
    sementara: bool = False,
) -> int:
    """Add a user and return the id; with *sementara* the password must be changed at the first sign-in.

    Raises :class:`TidakSah` for an unknown role or permission, a password that is too short or easy, or
    a name that is taken; :class:`Ditolak` for rights the actor does not hold.
    """
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.tambah")
    _known(peran, izin)
    _may_give(ctx, pelaku, peran, izin, "pengguna.tambah")
    name = nama_pengguna(nama)
    if kode := salah_nama(name):
        raise TidakSah(kode, nama=name)
    hashed = _strong(name, sandi)
    with ctx.tulis() as conn:
        number = people.add_pengguna(conn, name, peran, hashed, json.dumps(sorted(izin)))
        if number is None:
            raise TidakSah("pengguna_sudah_ada", nama=name)
        if sementara:
            people.change_pengguna(conn, number, {"sandi_sementara": True})
        add_audit(
            conn, pelaku, "pengguna.tambah", faskes_id=ctx.faskes.id, objek="pengguna",
            objek_id=number, nama=name, peran=peran, izin=sorted(izin),
            **_first(sementara),
        )  # fmt: skip
    return number


def _first(sementara: bool) -> dict[str, Any]:
    """What the trail says of a password that must be changed; of others nothing."""
    return {"sementara": True} if sementara else {}


def _row(conn: Any, nama: str) -> Any:
    row = people.find_pengguna(conn, nama_pengguna(nama))
    if row is None:
        raise TidakDitemukan("pengguna_tidak_dikenal", nama=nama_pengguna(nama)[:64])
    return row


def ubah(
    ctx: Konteks,
    pelaku: Pelaku,
    nama: str,
    *,
    peran: str | None = None,
    izin: Iterable[str] = (),
    cabut: Iterable[str] = (),
    aktif: bool | None = None,
) -> bool:
    """Change a user's role, own permissions (*izin* are added, *cabut* taken away) or whether active.

    Tells whether anything is different. Raises :class:`TidakSah` when nobody who may manage users would
    be left, :class:`Ditolak` for rights the actor does not hold.
    """
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.ubah")
    more, less = set(izin), set(cabut)
    with ctx.baca() as conn:
        row = _row(conn, nama)
    role = row.peran if peran is None else peran
    _known(role if peran is not None else "papan", more | less)
    _may_give(ctx, pelaku, row.peran, json.loads(row.izin), "pengguna.ubah")
    _may_give(ctx, pelaku, role, more, "pengguna.ubah")
    with ctx.tulis() as conn:
        people.all_pengguna(conn, lock=True)  # in one order: no two admins wait for each other
        row = _row(conn, nama)
        before = {"peran": row.peran, "izin": json.loads(row.izin), "aktif": bool(row.aktif)}
        after = {
            "peran": row.peran if peran is None else peran,
            "izin": sorted((set(before["izin"]) | more) - less),
            "aktif": before["aktif"] if aktif is None else aktif,
        }
        if before == after:
            return False
        values = after | {"izin": json.dumps(after["izin"])}
        people.change_pengguna(conn, row.id, values)
        if not _somebody_manages(conn):
            raise TidakSah("pengguna_terakhir", nama=row.nama)
        add_audit(
            conn, pelaku, "pengguna.ubah", faskes_id=ctx.faskes.id, objek="pengguna", objek_id=row.id,
            nama=row.nama, sebelum=before, sesudah=after,
        )  # fmt: skip
    return True


def _somebody_manages(conn: Any) -> bool:
    everybody = people.all_pengguna(conn)
    return any(
        row.aktif and row.sandi and permissions.USERS in permissions.of_user(row.peran, json.loads(row.izin))
        for row in everybody
    )


def sandi(ctx: Konteks, pelaku: Pelaku, nama: str, baru: str, *, sementara: bool = False) -> None:
    """Give a user a new password; the PIN goes with the old one. For those who manage users.

    With *sementara* it must be changed at the next sign-in, and a session that is open ends.

    Raises :class:`TidakSah`, :class:`TidakDitemukan`, and :class:`Ditolak` for one who holds more.
    """
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.sandi")
    with ctx.baca() as conn:
        row = _row(conn, nama)
    _may_give(ctx, pelaku, row.peran, json.loads(row.izin), "pengguna.sandi")
    _set_password(ctx, pelaku, row, _strong(row.nama, baru), "pengguna.sandi", sementara=sementara)


def ganti_sandi_sementara(
    ctx: Konteks, nama: str, lama: str, baru: str, *, loket: str = "", stasiun: str = ""
) -> Pelaku:
    """Put a password of one's own in the place of one that an admin has chosen, and sign in with it.

    Works for any password, so that nobody needs to know which kind it is. Raises :class:`Ditolak` when
    *lama* is wrong or attempts are held back, :class:`TidakSah` when *baru* will not do.
    """
    name = nama_pengguna(nama)[:64]
    row = buktikan(ctx, Pelaku(name, "-", loket=loket), lama, "pengguna.ganti_sandi", stasiun=stasiun)
    if lama == baru:
        raise TidakSah("sandi_sama")
    _set_password(ctx, bertindak(row, loket), row, _strong(row.nama, baru), "pengguna.ganti_sandi")
    return masuk(ctx, name, baru, loket=loket, stasiun=stasiun)


def ganti_sandi(ctx: Konteks, pelaku: Pelaku, lama: str, baru: str) -> None:
    """Change the actor's own password.

    Raises :class:`Ditolak` when *lama* is wrong, :class:`TidakSah` when *baru* will not do.
    """
    row = _self(ctx, pelaku, lama, "pengguna.ganti_sandi")
    if lama == baru:
        raise TidakSah("sandi_sama")
    _set_password(ctx, pelaku, row, _strong(row.nama, baru), "pengguna.ganti_sandi")


def _set_password(
    ctx: Konteks, pelaku: Pelaku, row: Any, hashed: str, aksi: str, *, sementara: bool = False
) -> None:
    with ctx.tulis() as conn:
        values = {"sandi": hashed, "pin": None, "sandi_sementara": sementara}
        people.change_pengguna(conn, row.id, values)
        add_audit(
            conn, pelaku, aksi, faskes_id=ctx.faskes.id, objek="pengguna", objek_id=row.id, nama=row.nama,
            **_first(sementara),
        )  # fmt: skip


def ganti_pin(ctx: Konteks, pelaku: Pelaku, sandi: str, pin: str) -> None:
    """Give the actor a PIN that unlocks a locked station, or with ``""`` take it away.

    Raises :class:`Ditolak` when the password is wrong, :class:`TidakSah` when the PIN will not do.
    """
    row = _self(ctx, pelaku, sandi, "pengguna.ganti_pin")
    if pin and (kode := salah_pin(pin)):
        raise TidakSah(kode, dari=PIN_MIN, sampai=PIN_MAX)
    hashed = passwords.hash_password(pin) if pin else None
    with ctx.tulis() as conn:
        people.change_pengguna(conn, row.id, {"pin": hashed})
        add_audit(
            conn, pelaku, "pengguna.ganti_pin", faskes_id=ctx.faskes.id, objek="pengguna", objek_id=row.id,
            ada=bool(pin),
        )  # fmt: skip


def _self(ctx: Konteks, pelaku: Pelaku, sandi: str, aksi: str) -> Any:
    if pelaku.pengguna_id is None:
        raise Ditolak("bukan_pengguna", nama=pelaku.nama)
    return buktikan(ctx, pelaku, sandi, aksi)


def daftar(ctx: Konteks, pelaku: Pelaku) -> tuple[tuple[str, str, bool], ...]:
    """List users: name, role, whether active."""
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.daftar")
    with ctx.baca() as conn:
        return tuple((r.nama, r.peran, bool(r.aktif)) for r in people.all_pengguna(conn))
