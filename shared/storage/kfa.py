"""The mirror of the KFA catalogue: keeping a page, what has gone, its vocabulary, finding products."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from shared.domain.kfa import BarisKfa, Takar, kata_kosakata, takar, token, tulis_takar
from shared.domain.referensi import Perubahan
from shared.storage.borong import as_rows, insert_many
from shared.storage.clock import db_now, now
from shared.storage.referensi import Hitungan
from shared.storage.tables_kfa import INDEKS, kfa, kfa_kata
from shared.storage.tables_referensi import sinkron

_AT_ONCE: Final = 400
_LAST: Final = "\U0010ffff"
Syarat = Sequence[Sequence[str]]
"""Ways to fulfil one condition; of a way every token must be there."""


@dataclass(frozen=True, slots=True)
class Siap:
    """A product worked out for keeping; made outside the transaction, for it takes its time."""

    baris: BarisKfa
    sidik: str


def siapkan(rows: Iterable[BarisKfa]) -> list[Siap]:
    """Fingerprint the rows of a page; of two with one code the later counts."""
    wanted = {row.kode: row for row in rows}
    return [Siap(row, _fingerprint(row)) for row in wanted.values()]


def _fingerprint(row: BarisKfa) -> str:
    return hashlib.blake2b(repr(row).encode("utf-8", "replace"), digest_size=12).hexdigest()


def known(conn: sa.Connection, rows: Sequence[Siap]) -> dict[str, str]:
    """Read the fingerprints that are stored of these rows."""
    found: dict[str, str] = {}
    codes = [row.baris.kode for row in rows]
    for start in range(0, len(codes), _AT_ONCE):
        query = sa.select(kfa.c.kode, kfa.c.sidik).where(kfa.c.kode.in_(codes[start : start + _AT_ONCE]))
        found |= {row.kode: row.sidik for row in conn.execute(query)}
    return found


def ukur(rows: Sequence[Siap], stored: dict[str, str]) -> dict[str, Takar]:
    """Work out the rows that are new or different."""
    return {row.baris.kode: takar(row.baris) for row in rows if stored.get(row.baris.kode) != row.sidik}


def save_page(
    conn: sa.Connection, sinkron_id: int, rows: Sequence[Siap], measured: dict[str, Takar]
) -> Hitungan:
    """Keep the rows of one page and mark them as seen by a synchronisation.

    *measured* has what :func:`ukur` made; a row that has changed since is worked out here.
    """
    added = changed = 0
    words: dict[str, list[int]] = {}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        c = kfa.c
        query = sa.select(c.id, c.kode, c.sidik, c.hilang, c.dilihat, c.berubah, c.perubahan)
        old = {row.kode: row for row in conn.execute(query.where(c.kode.in_([r.baris.kode for r in part])))}
        fresh, seen = [], []
        for row in part:
            there = old.get(row.baris.kode)
            if there is not None and there.sidik == row.sidik and not there.hilang:
                if there.dilihat < sinkron_id:
                    seen.append(there.id)
                continue
            size = measured.get(row.baris.kode) or takar(row.baris)
            values = _values(row, size) | {"hilang": False, "berubah": sinkron_id}
            if there is None:
                fresh.append(values | {"dilihat": sinkron_id, "perubahan": Perubahan.TAMBAH.value})
                _count(words, size)
                continue
            again = there.berubah == sinkron_id
            kind = Perubahan.TAMBAH if there.hilang else Perubahan.UBAH
            added += bool(there.hilang) and not again
            changed += not there.hilang and not again
            values["perubahan"] = there.perubahan if again else kind.value
            values["dilihat"] = max(there.dilihat, sinkron_id)
            conn.execute(sa.update(kfa).where(c.id == there.id).values(diubah=db_now(), **values))
            if there.sidik != row.sidik:
                _count(words, size)
        if fresh:
            at = now(conn)
            insert_many(conn, kfa, [values | {"diubah": at} for values in fresh])
            added += len(fresh)
        if seen:
            conn.execute(sa.update(kfa).where(c.id.in_(seen)).values(dilihat=sinkron_id))
    _learn(conn, words)
    return Hitungan(added, changed)


def _values(row: Siap, size: Takar) -> dict[str, object]:
    b = row.baris
    return {
        "kode": b.kode, "nama": b.nama, "jenis": b.jenis, "tipe": b.tipe, "bentuk": b.bentuk,
        "kekuatan": b.kekuatan, "produsen": b.produsen, "nie": b.nie, "nie_kunci": lipat_nie(b.nie),
        "merek": b.merek, "template": b.template, "nama_template": b.nama_template, "aktif": b.aktif,
        "sah": b.sah, "ganti_kode": b.ganti_kode, "ganti_nama": b.ganti_nama,
        "ganti_alasan": b.ganti_alasan, "zat": json.dumps(b.zat, ensure_ascii=False),
        "isi": json.dumps(b.isi, ensure_ascii=False), "takar": tulis_takar(size),
        "cari": " ".join(token(size)), "sidik": row.sidik, "diperbarui": b.diperbarui,
    }  # fmt: skip


def lipat_nie(text: str) -> str:
    """Fold a licence number: letters and digits alone, in capitals."""
    return "".join(char for char in text.upper() if char.isascii() and char.isalnum())


def _count(words: dict[str, list[int]], size: Takar) -> None:
    for key, kind in kata_kosakata(size):
        there = words.setdefault(key, [0, 0])
        there[0] |= kind
        there[1] += 1


def _learn(conn: sa.Connection, words: dict[str, list[int]]) -> None:
    if not words:
        return
    names = ("kunci", "jenis", "jumlah")
    rows = [(key, kind, count) for key, (kind, count) in sorted(words.items())]
    add: Any
    if conn.dialect.name == "postgresql":
        add = postgresql.insert(kfa_kata).from_select(names, as_rows(kfa_kata, names, rows))
    else:
        add = sqlite.insert(kfa_kata)
    add = add.on_conflict_do_update(
        index_elements=["kunci"],
        set_={
            "jenis": kfa_kata.c.jenis.op("|")(add.excluded.jenis),
            "jumlah": kfa_kata.c.jumlah + add.excluded.jumlah,
        },
    )
    if conn.dialect.name == "postgresql":
        conn.execute(add)
    else:
        conn.execute(add, [dict(zip(names, row, strict=True)) for row in rows])


def mark_gone(conn: sa.Connection, sinkron_id: int) -> int:
    """Mark the products a complete reading has not seen; returns how many there were."""
    c = kfa.c
    result = conn.execute(
        sa.update(kfa)
        .where(~c.hilang, c.dilihat < sinkron_id)
        .values(hilang=True, berubah=sinkron_id, perubahan=Perubahan.HILANG.value, diubah=db_now())
    )
    return result.rowcount


def any_row(conn: sa.Connection) -> bool:
    """Tell whether anything of the catalogue is here."""
    return conn.execute(sa.select(sa.literal(1)).select_from(kfa).limit(1)).first() is not None


def counts(conn: sa.Connection) -> dict[tuple[str, bool], int]:
    """Count the products of each type: those in use, and those retired or gone."""
    c = kfa.c
    found: Counter[tuple[str, bool]] = Counter()
    kinds = (c.jenis, c.aktif, c.hilang, c.sah)
    for jenis, aktif, hilang, sah, number in conn.execute(
        sa.select(*kinds, sa.func.count()).group_by(*kinds)
    ):
        found[(jenis, bool(aktif and sah and not hilang))] += number
    return dict(found)


def mark(conn: sa.Connection) -> tuple[int, int]:
    """Read what changes whenever the catalogue does."""
    c = sinkron.c
    query = sa.select(sa.func.max(c.id), sa.func.sum(c.halaman)).where(c.jenis == "kfa")
    newest, pages = conn.execute(query).one()
    return int(newest or 0), int(pages or 0)


def words(conn: sa.Connection) -> list[tuple[str, int, int]]:
    """Read the whole vocabulary: key, what it is, how often."""
    c = kfa_kata.c
    return [(row[0], row[1], row[2]) for row in conn.execute(sa.select(c.kunci, c.jenis, c.jumlah))]


_RANKED = ("id", "kode", "nama", "jenis", "tipe", "template", "takar", "aktif", "sah", "hilang")
_SHOWN = (
    "id", "kode", "nama", "jenis", "tipe", "bentuk", "kekuatan", "produsen", "nie", "merek", "template",
    "nama_template", "aktif", "sah", "hilang", "ganti_kode", "ganti_nama", "ganti_alasan", "zat", "isi",
    "takar", "diperbarui",
)  # fmt: skip
_USABLE = (kfa.c.aktif, kfa.c.sah, ~kfa.c.hilang)


def candidates(
    conn: sa.Connection, syarat: Sequence[Syarat], batas: int, *, semua: bool = False
) -> Sequence[Any]:
    """Find products that fulfil every condition; *semua* takes also those retired, drafted or gone."""
    columns = [kfa.c[name] for name in _RANKED]
    if conn.dialect.name == "sqlite":
        match = " AND ".join(_match(one) for one in syarat)
        table = sa.table(INDEKS, sa.column("rowid"))
        query = (
            sa.select(*columns)
            .select_from(table.join(kfa, kfa.c.id == table.c.rowid))
            .where(sa.literal_column(INDEKS).op("MATCH")(match))
        )
    else:
        query = sa.select(*columns).where(*(_overlap(one) for one in syarat))
    if not semua:
        query = query.where(*_USABLE)
    return conn.execute(query.limit(batas)).all()


def _match(syarat: Syarat) -> str:
    ways = [" AND ".join(f'"{key}"' for key in way) for way in syarat]
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


_TOKENS = sa.literal_column("string_to_array(kfa.cari, ' ')", postgresql.ARRAY(sa.Text))


def _overlap(syarat: Syarat) -> sa.ColumnElement[bool]:
    def array(keys: Sequence[str]) -> sa.ColumnElement[Any]:
        return sa.cast(sa.literal(list(keys), postgresql.ARRAY(sa.Text)), postgresql.ARRAY(sa.Text))

    single = [way[0] for way in syarat if len(way) == 1]
    parts: list[sa.ColumnElement[bool]] = [_TOKENS.op("@>")(array(way)) for way in syarat if len(way) > 1]
    if single:
        parts.append(_TOKENS.op("&&")(array(single)))
    return sa.or_(*parts)


def by_code(conn: sa.Connection, digits: str, batas: int) -> Sequence[Any]:
    """Find products whose code, or whose template's code, begins so; retired ones as well."""
    c = kfa.c
    columns = [c[name] for name in _RANKED]
    found: list[Any] = []
    for column in (c.kode, c.template):
        query = sa.select(*columns).where(column >= digits, column < digits + _LAST)
        found += conn.execute(query.order_by(column, c.kode).limit(batas)).all()
    return list({row.kode: row for row in found}.values())[:batas]


def by_nie(conn: sa.Connection, nie: str, batas: int) -> Sequence[Any]:
    """Find products whose folded licence number begins so; retired ones as well."""
    c = kfa.c
    query = sa.select(*(c[name] for name in _RANKED)).where(c.nie_kunci >= nie, c.nie_kunci < nie + _LAST)
    return conn.execute(query.order_by(c.nie_kunci, c.kode).limit(batas)).all()


def shown(conn: sa.Connection, codes: Sequence[str]) -> dict[str, Any]:
    """Read products in full by their codes."""
    found: dict[str, Any] = {}
    for start in range(0, len(codes), _AT_ONCE):
        part = codes[start : start + _AT_ONCE]
        query = sa.select(*(kfa.c[name] for name in _SHOWN)).where(kfa.c.kode.in_(part))
        found |= {row.kode: row for row in conn.execute(query)}
    return found


def of_template(conn: sa.Connection, template: str, batas: int) -> Sequence[Any]:
    """Read the products of one template, in the order of their codes."""
    c = kfa.c
    query = sa.select(*(c[name] for name in _SHOWN)).where(c.template == template, c.template != "")
    return conn.execute(query.order_by(c.kode).limit(batas)).all()
