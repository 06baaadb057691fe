"""The clinic's products, what they are mapped to in KFA, and the history of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.kfa_peta import KursorProduk, Produk, Tanda
from shared.domain.referensi import lipat
from shared.storage.clock import db_now
from shared.storage.harmless import like
from shared.storage.tables_kfa import kfa, produk_kfa, riwayat_kfa
from shared.storage.upsert import upsert

_FIELDS = (
    "id", "kode", "nama", "bentuk", "kekuatan", "jumlah_resep", "kode_kfa", "nama_kfa", "kekuatan_kfa",
    "bentuk_kfa", "dipetakan_oleh", "dipetakan",
)  # fmt: skip
_LAST = "\U0010ffff"


def _query(faskes_id: int) -> sa.Select[Any]:
    p = produk_kfa.c
    return (
        sa.select(
            *(p[name] for name in _FIELDS), p.cari, kfa.c.id.label("ada"), kfa.c.nama.label("nama_kini"),
            kfa.c.aktif, kfa.c.sah, kfa.c.hilang, kfa.c.ganti_kode, kfa.c.ganti_nama,
            kfa.c.kekuatan.label("kekuatan_kini"), kfa.c.bentuk.label("bentuk_kini"),
        )
        .select_from(produk_kfa.outerjoin(kfa, kfa.c.kode == p.kode_kfa))
        .where(p.faskes_id == faskes_id)
    )  # fmt: skip


def _marks(row: Any) -> tuple[Tanda, ...]:
    if row.kode_kfa is None:
        return ()
    if row.ada is None:
        return (Tanda.TIDAK_ADA,)
    found = []
    if row.ganti_kode:
        found.append(Tanda.DIGANTI)
    if not row.aktif:
        found.append(Tanda.TIDAK_AKTIF)
    if row.hilang:
        found.append(Tanda.HILANG)
    if not row.sah:
        found.append(Tanda.DRAF)
    if (row.kekuatan_kfa, row.bentuk_kfa) != (row.kekuatan_kini, row.bentuk_kini):
        found.append(Tanda.BERUBAH)
    return tuple(found)


def _produk(row: Any) -> Produk:
    return Produk(
        id=row.id,
        kode=row.kode,
        nama=row.nama,
        bentuk=row.bentuk,
        kekuatan=row.kekuatan,
        jumlah_resep=row.jumlah_resep,
        kode_kfa=row.kode_kfa,
        nama_kfa=row.nama_kini or row.nama_kfa,
        dipetakan_oleh=row.dipetakan_oleh,
        dipetakan=row.dipetakan,
        tanda=_marks(row),
        ganti_kode=row.ganti_kode or "",
        ganti_nama=row.ganti_nama or "",
    )


def find(conn: sa.Connection, faskes_id: int, kode: str) -> Produk | None:
    """Read one product by the clinic's code."""
    row = conn.execute(_query(faskes_id).where(produk_kfa.c.kode == kode)).one_or_none()
    return None if row is None else _produk(row)


def some(conn: sa.Connection, faskes_id: int, codes: Sequence[str]) -> dict[str, Produk]:
    """Read products by the clinic's codes."""
    found: dict[str, Produk] = {}
    for start in range(0, len(codes), 400):
        part = codes[start : start + 400]
        rows = conn.execute(_query(faskes_id).where(produk_kfa.c.kode.in_(part)))
        found |= {row.kode: _produk(row) for row in rows}
    return found


def page(
    conn: sa.Connection,
    faskes_id: int,
    *,
    dipetakan: bool,
    teks: str = "",
    bertanda: bool = False,
    setelah: KursorProduk | None = None,
    batas: int,
) -> tuple[tuple[Produk, ...], KursorProduk | None]:
    """Read products that are mapped, or are not: those with most prescriptions first.

    *teks* must be in name, code or KFA code; *bertanda* takes only those whose code is retired,
    replaced, gone or different now.
    """
    p = produk_kfa.c
    query = _query(faskes_id).where(p.kode_kfa.is_not(None) if dipetakan else p.kode_kfa.is_(None))
    for word in lipat(teks).split():
        hit = p.cari.like(like(word), escape="!")
        query = query.where(sa.or_(hit, p.kode_kfa.like(like(word), escape="!")) if dipetakan else hit)
    if bertanda:
        query = query.where(
            sa.or_(
                kfa.c.id.is_(None), ~kfa.c.aktif, kfa.c.hilang, ~kfa.c.sah, kfa.c.ganti_kode != "",
                kfa.c.kekuatan != p.kekuatan_kfa, kfa.c.bentuk != p.bentuk_kfa,
            )
        )  # fmt: skip
    if setelah is not None:
        later = sa.tuple_(p.cari, p.kode) > sa.tuple_(sa.literal(setelah.cari), sa.literal(setelah.kode))
        query = query.where(
            sa.or_(p.jumlah_resep < setelah.jumlah, sa.and_(p.jumlah_resep == setelah.jumlah, later))
        )
    rows = conn.execute(query.order_by(p.jumlah_resep.desc(), p.cari, p.kode).limit(batas + 1)).all()
    shown = rows[:batas]
    more = None
    if len(rows) > batas and shown:
        more = KursorProduk(shown[-1].jumlah_resep, shown[-1].cari, shown[-1].kode)
    return tuple(_produk(row) for row in shown), more


def statistics(conn: sa.Connection, faskes_id: int) -> tuple[int, int]:
    """Count the clinic's products: all, and those that are mapped."""
    p = produk_kfa.c
    query = sa.select(sa.func.count(), sa.func.count(p.kode_kfa)).where(p.faskes_id == faskes_id)
    total, mapped = conn.execute(query).one()
    return int(total), int(mapped)


def save(conn: sa.Connection, faskes_id: int, kode: str, values: dict[str, Any]) -> bool:
    """Make or change a product; tells whether anything is different. Its mapping stays."""
    named = values | {"cari": f"{lipat(str(values['nama']))} {lipat(kode)}"[:500]}
    return _stamped(conn, {"faskes_id": faskes_id, "kode": kode}, named)


def _stamped(conn: sa.Connection, key: dict[str, Any], values: dict[str, Any]) -> bool:
    p = produk_kfa.c
    where = [p[name] == value for name, value in key.items()]
    there = conn.execute(sa.select(p.id).where(*where)).first()
    if there is None:
        conn.execute(sa.insert(produk_kfa).values(diubah=db_now(), **key, **values))
        return True
    changed = upsert(conn, produk_kfa, key, values)
    if changed:
        conn.execute(sa.update(produk_kfa).where(*where).values(diubah=db_now()))
    return changed


def put(conn: sa.Connection, produk: Produk, kode_kfa: str | None, oleh: str) -> bool:
    """Map a product, or take its mapping away; ``False``: it is not as *produk* says any more."""
    p = produk_kfa.c
    values: dict[str, Any] = {
        "kode_kfa": kode_kfa, "nama_kfa": "", "kekuatan_kfa": "", "bentuk_kfa": "", "dipetakan_oleh": oleh,
        "dipetakan": db_now(), "diubah": db_now(),
    }  # fmt: skip
    if kode_kfa is not None:
        row = conn.execute(
            sa.select(kfa.c.nama, kfa.c.kekuatan, kfa.c.bentuk).where(kfa.c.kode == kode_kfa)
        ).one_or_none()
        if row is not None:
            values |= {"nama_kfa": row.nama, "kekuatan_kfa": row.kekuatan, "bentuk_kfa": row.bentuk}
    else:
        values |= {"dipetakan_oleh": "", "dipetakan": None}
    same = p.kode_kfa.is_(None) if produk.kode_kfa is None else p.kode_kfa == produk.kode_kfa
    result = conn.execute(sa.update(produk_kfa).where(p.id == produk.id, same).values(**values))
    return result.rowcount == 1


def remember(
    conn: sa.Connection, faskes_id: int, produk: Produk, menjadi: str | None, oleh: str, kelompok: int = 0
) -> int:
    """Write down a change of a mapping; returns the deed it belongs to (0: it begins one)."""
    result = conn.execute(
        sa.insert(riwayat_kfa).values(
            faskes_id=faskes_id, produk_id=produk.id, kelompok=kelompok, dari=produk.kode_kfa,
            menjadi=menjadi, oleh=oleh, waktu=db_now(),
        )
    )  # fmt: skip
    number = int(result.inserted_primary_key[0])  # type: ignore[index]
    if not kelompok:
        conn.execute(sa.update(riwayat_kfa).where(riwayat_kfa.c.id == number).values(kelompok=number))
        return number
    return kelompok


def last_deed(conn: sa.Connection, faskes_id: int, oleh: str) -> Sequence[Any]:
    """Read the last deed of a person that was not undone: id, kode, dari, menjadi of each product."""
    r = riwayat_kfa.c
    newest = (
        sa.select(r.kelompok)
        .where(r.faskes_id == faskes_id, r.oleh == oleh, ~r.diurungkan)
        .order_by(r.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return conn.execute(
        sa.select(r.id, produk_kfa.c.kode, r.dari, r.menjadi)
        .select_from(riwayat_kfa.join(produk_kfa, produk_kfa.c.id == r.produk_id))
        .where(r.kelompok == newest, r.faskes_id == faskes_id)
        .order_by(r.id.desc())
    ).all()


def undone(conn: sa.Connection, ids: Sequence[int]) -> None:
    """Mark rows of the history as taken back."""
    conn.execute(sa.update(riwayat_kfa).where(riwayat_kfa.c.id.in_(ids)).values(diurungkan=True))
