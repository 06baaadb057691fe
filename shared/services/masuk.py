"""Signing in and out, and unlocking a station that locked itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from shared.domain.masuk import PIN_KALI, STASIUN, Kunci, kunci, nama_pengguna
from shared.domain.records import Pelaku
from shared.security import owner, passwords, permissions
from shared.security.station import station
from shared.services.errors import Ditolak
from shared.services.konteks import Konteks
from shared.storage import masuk as attempts
from shared.storage import people
from shared.storage.audit import add_audit


def masuk(ctx: Konteks, nama: str, sandi: str, *, loket: str = "", stasiun: str = "") -> Pelaku:
    """Sign a user in at the counter *loket*; attempts are counted for *stasiun*, this machine by default.

    Raises :class:`Ditolak` with one sentence for a wrong name or password, with another while attempts are
    held back, and with ``sandi_sementara`` when the password fits but somebody else has chosen it:
    :func:`shared.services.pengguna.ganti_sandi_sementara` is the way in. An unknown name is treated like any.
    """
    name = nama_pengguna(nama)[:64]
    who = Pelaku(name, "-", loket=loket)
    keys = kunci(name, stasiun or station())
    row = _proven(ctx, who, keys, name, sandi, "pengguna.masuk")
    if sementara(row):
        with ctx.tulis() as conn:
            _refused(ctx, conn, who, "pengguna.masuk", sebab="sandi_sementara")
        raise Ditolak("sandi_sementara", nama=name)
    pelaku = bertindak(row, loket)
    fresh = passwords.hash_password(sandi) if passwords.outdated(row.sandi) else None
    with ctx.tulis() as conn:
        if fresh is not None:
            people.change_pengguna(conn, row.id, {"sandi": fresh})
        add_audit(conn, pelaku, "pengguna.masuk", faskes_id=ctx.faskes.id)
    return pelaku


def _proven(ctx: Konteks, who: Pelaku, keys: Sequence[Kunci], name: str, sandi: str, aksi: str) -> Any:
    """Return the user's row when the password fits, and forget the failures; else count one more."""
    with ctx.baca() as conn:
        row = people.find_pengguna(conn, name)
        wait = attempts.held(conn, keys)
    if wait:
        with ctx.tulis() as conn:
            _refused(ctx, conn, who, aksi, sebab="ditahan")
        _hold(wait)
    fits = passwords.verify(row.sandi if row is not None else None, sandi)
    good = row is not None and fits and row.aktif
    with ctx.tulis() as conn:
        # Once more, for others may have failed meanwhile: a hundred guesses at once are a hundred.
        wait = attempts.held(conn, keys)
        if good and not wait:
            attempts.forget(conn, [*(key.kunci for key in keys[:2]), f"pin:{name}"])
        else:
            attempts.failed(conn, keys)
            _refused(ctx, conn, who, aksi, sebab="ditahan" if wait else "tidak_cocok")
    if wait:
        _hold(wait)
    if not good:
        raise Ditolak("pengguna_tidak_ada")
    return row


def sementara(row: Any) -> bool:
    """Tell whether a user's password is one that somebody else has chosen, to be changed before anything."""
    return bool(row.sandi_sementara) and row.peran not in STASIUN


def _refused(ctx: Konteks, conn: Any, who: Pelaku, aksi: str, *, sebab: str) -> None:
    add_audit(conn, who, aksi, faskes_id=ctx.faskes.id, hasil="ditolak", sebab=sebab)


def _hold(millis: int) -> NoReturn:
    raise Ditolak("masuk_ditahan", detik=-(-millis // 1000))


def bertindak(row: Any, loket: str) -> Pelaku:
    """Make the actor of a user's row."""
    rights = permissions.of_user(row.peran, json.loads(row.izin))
    return Pelaku(row.nama, row.peran, rights, loket, row.id)


def sistem(ctx: Konteks, *, loket: str = "") -> Pelaku:
    """Act as ``sistem``; only the operating-system user that owns the storage may.

    :func:`shared.security.owner.owned_file` says what that means. Raises :class:`Ditolak`.
    """
    if not owner.owns(owner.owned_file(ctx.settings)):
        raise Ditolak("sistem_bukan_pemilik")
    return replace(permissions.SYSTEM, loket=loket)


def perlu_masuk(ctx: Konteks) -> bool:
    """Tell whether somebody could sign in here, so that a screen has to ask who it is."""
    with ctx.baca() as conn:
        return people.anybody(conn)


def loket(ctx: Konteks) -> tuple[str, ...]:
    """Read the counters that have called somebody lately, for the one who signs in to choose."""
    with ctx.baca() as conn:
        return people.counters(conn, ctx.faskes.id)


def keluar(ctx: Konteks, pelaku: Pelaku) -> None:
    """Write down that somebody signed out."""
    with ctx.tulis() as conn:
        add_audit(conn, pelaku, "pengguna.keluar", faskes_id=ctx.faskes.id)


def punya_pin(ctx: Konteks, pelaku: Pelaku) -> bool:
    """Tell whether the actor has a PIN that still unlocks."""
    with ctx.baca() as conn:
        row = people.find_pengguna(conn, pelaku.nama)
        return bool(row and row.pin) and attempts.failures(conn, f"pin:{pelaku.nama}") < PIN_KALI


def buka_kunci(ctx: Konteks, pelaku: Pelaku, rahasia: str, *, stasiun: str = "") -> Pelaku:
    """Unlock a station that *pelaku* had signed in at, with the PIN or the password.

    Returns the actor with the rights of today. After some wrong PINs only the password unlocks. Raises
    :class:`Ditolak`.
    """
    name, key = pelaku.nama, f"pin:{pelaku.nama}"
    with ctx.baca() as conn:
        row = people.find_pengguna(conn, name)
        pins_left = PIN_KALI - attempts.failures(conn, key)
    pin = row.pin if row is not None and row.aktif and rahasia.isdigit() else None
    if row is not None and pin and pins_left > 0 and passwords.verify(pin, rahasia):
        with ctx.tulis() as conn:
            if attempts.failures(conn, key) < PIN_KALI:
                attempts.forget(conn, [key])
                fresh = bertindak(row, pelaku.loket)
                add_audit(conn, fresh, "pengguna.buka_kunci", faskes_id=ctx.faskes.id, cara="pin")
                return fresh
    if pin and pins_left > 0 and len(rahasia) < passwords.MIN_LENGTH:
        with ctx.tulis() as conn:
            attempts.failed(conn, [Kunci(key, 2**20)])
            _refused(ctx, conn, pelaku, "pengguna.buka_kunci", sebab="pin")
        raise Ditolak("pin_salah" if pins_left > 1 else "pin_habis", sisa=pins_left - 1)
    row = _proven(ctx, pelaku, kunci(name, stasiun or station()), name, rahasia, "pengguna.buka_kunci")
    if sementara(row):
        raise Ditolak("sesi_berakhir")
    fresh = bertindak(row, pelaku.loket)
    with ctx.tulis() as conn:
        add_audit(conn, fresh, "pengguna.buka_kunci", faskes_id=ctx.faskes.id, cara="sandi")
    return fresh


def buktikan(ctx: Konteks, pelaku: Pelaku, sandi: str, aksi: str, *, stasiun: str = "") -> Any:
    """Return the actor's row in storage when the password is the actor's; raises :class:`Ditolak`."""
    return _proven(ctx, pelaku, kunci(pelaku.nama, stasiun or station()), pelaku.nama, sandi, aksi)


def segarkan(ctx: Konteks, pelaku: Pelaku) -> Pelaku:
    """Return the actor with the rights of today; raises :class:`Ditolak` for one who may not sign in now."""
    if pelaku.pengguna_id is None:
        return pelaku
    with ctx.baca() as conn:
        row = people.find_pengguna(conn, pelaku.nama)
    if row is None or row.id != pelaku.pengguna_id or not row.aktif or sementara(row):
        raise Ditolak("sesi_berakhir")
    return bertindak(row, pelaku.loket)
