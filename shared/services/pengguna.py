"""The people who use the program: adding them, and finding out who acts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from shared.domain.records import Pelaku
from shared.security import owner, passwords, permissions
from shared.services.errors import Ditolak, TidakSah
from shared.services.konteks import Konteks
from shared.storage import people
from shared.storage.audit import add_audit


def tambah(
    ctx: Konteks, pelaku: Pelaku, nama: str, peran: str, sandi: str, izin: tuple[str, ...] = ()
) -> int:
    """Add a user and return the id.

    Raises :class:`TidakSah` for an unknown role, a short password or a name that is taken.
    """
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.tambah")
    if peran not in permissions.ROLES:
        raise TidakSah("peran_tidak_dikenal", peran=peran, ada=", ".join(permissions.ROLES))
    if len(sandi) < passwords.MIN_LENGTH:
        raise TidakSah("sandi_pendek", panjang=passwords.MIN_LENGTH)
    name = nama.strip().lower()
    if not name or not name.isprintable():
        raise TidakSah("nama_pengguna_salah")
    hashed = passwords.hash_password(sandi)
    with ctx.tulis() as conn:
        number = people.add_pengguna(conn, name, peran, hashed, json.dumps(sorted(izin)))
        if number is None:
            raise TidakSah("pengguna_sudah_ada", nama=name)
        add_audit(
            conn, pelaku, "pengguna.tambah", faskes_id=ctx.faskes.id, objek="pengguna",
            objek_id=number, nama=name, peran=peran,
        )  # fmt: skip
    return number


def masuk(ctx: Konteks, nama: str, sandi: str, *, loket: str = "") -> Pelaku:
    """Sign a user in; raises :class:`Ditolak` with one sentence for a wrong name or password."""
    name = nama.strip().lower()
    with ctx.baca() as conn:
        row = people.find_pengguna(conn, name)
    fits = passwords.verify(row.sandi if row is not None else None, sandi)
    if row is None or not fits or not row.aktif:
        with ctx.tulis() as conn:
            stranger = Pelaku(name[:64], "-", loket=loket)
            add_audit(conn, stranger, "pengguna.masuk", faskes_id=ctx.faskes.id, hasil="ditolak")
        raise Ditolak("pengguna_tidak_ada")
    pelaku = _pelaku(row, loket)
    with ctx.tulis() as conn:
        add_audit(conn, pelaku, "pengguna.masuk", faskes_id=ctx.faskes.id)
    return pelaku


def _pelaku(row: Any, loket: str) -> Pelaku:
    rights = permissions.ROLES.get(row.peran, frozenset()) | frozenset(json.loads(row.izin))
    return Pelaku(row.nama, row.peran, rights, loket, row.id)


def sistem(ctx: Konteks, *, loket: str = "") -> Pelaku:
    """Act as ``sistem``; only the operating-system user that owns the storage may.

    :func:`shared.security.owner.owned_file` says what that means. Raises :class:`Ditolak`.
    """
    if not owner.owns(owner.owned_file(ctx.settings)):
        raise Ditolak("sistem_bukan_pemilik")
    return replace(permissions.SYSTEM, loket=loket)


def daftar(ctx: Konteks, pelaku: Pelaku) -> tuple[tuple[str, str, bool], ...]:
    """List users: name, role, whether active."""
    ctx.izinkan(pelaku, permissions.USERS, "pengguna.daftar")
    with ctx.baca() as conn:
        return tuple((r.nama, r.peran, bool(r.aktif)) for r in people.all_pengguna(conn))
