"""Searching the mirror of the KFA catalogue, offline: what is meant, and which products come near."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from weakref import WeakKeyDictionary

from shared.domain.kfa import UMUM, baca_takar, tingkat
from shared.domain.kfa_hasil import HasilKfa
from shared.domain.kfa_kekuatan import tanda_dicari
from shared.domain.kfa_nilai import (
    Alasan,
    Calon,
    Dicari,
    JenisAlasan,
    Kata,
    Konflik,
    Nilai,
    kuat,
    nilai,
    urutkan,
)
from shared.domain.kfa_urai import Urai, gabung, urai
from shared.services.kfa_kata import Kosakata
from shared.services.konteks import Konteks
from shared.storage import kfa as rows
from shared.storage.engine import Storage

BATAS: Final = 20
_ENOUGH: Final = 40
"""So many candidates of a strict look make a laxer one needless."""
_MOST: Final = 260
_LOOK: Final = 5.0
"""Seconds for which a vocabulary that has grown since may still be used."""
_CODE: Final = re.compile(r"\s*[0-9]{4,8}\s*", re.ASCII)
_NIE: Final = re.compile(r"\s*[A-Za-z]{2,4}[ .]?[0-9]{5,}[A-Za-z0-9 .]*\s*", re.ASCII)


@dataclass(slots=True)
class _Learnt:
    words: Kosakata = field(default_factory=Kosakata)
    mark: tuple[int, int] = (-1, -1)
    looked: float = 0.0


_known: WeakKeyDictionary[Storage, _Learnt] = WeakKeyDictionary()
_lock = threading.Lock()


def kosakata(ctx: Konteks, conn: Any) -> Kosakata:
    """Return the vocabulary of the catalogue, read anew when the catalogue has changed."""
    with _lock:
        learnt = _known.setdefault(ctx.storage, _Learnt())
        mark = rows.mark(conn)
        aged = time.monotonic() - learnt.looked > _LOOK or mark[0] != learnt.mark[0]
        if mark != learnt.mark and (aged or not learnt.looked):
            learnt.words = Kosakata(rows.words(conn))
            learnt.mark, learnt.looked = mark, time.monotonic()
        return learnt.words


def _or(kata: Kata) -> list[tuple[str, ...]]:
    return [arti.kunci for arti in kata.arti]


_Ways = list[tuple[str, ...]]


def _stages(dicari: Dicari) -> Iterator[tuple[list[_Ways], int]]:
    """Conditions to look with, strict ones first, each with how many products it may bring."""
    main: list[_Ways] = [_or(kata) for kata in dicari.kata if kata.arti and kata.bobot >= 0.5]
    main = main or [_or(kata) for kata in dicari.kata if kata.arti]
    tokens = dict.fromkeys(token for one in dicari.kekuatan for token in tanda_dicari(one))
    strength: list[_Ways] = [[(token,) for token in tokens]] if tokens else []
    groups = dict.fromkeys(form.golongan for form in dicari.bentuk)
    form: list[_Ways] = [[(f"f{group}",) for group in groups]] if groups else []
    plain: list[_Ways] = [[(UMUM,)]]
    if not main:
        if strength or form:
            yield [*strength, *form], _MOST
        return
    if strength or form:
        yield [*main, *strength, *form, *plain], 60
        yield [*main, *strength, *form], 160
        if strength:
            yield [*main, *strength], 120
    yield [*main, *plain], 80
    yield main, 160
    if len(main) > 1:
        for left_out in range(len(main)):
            some = [one for at, one in enumerate(main) if at != left_out]
            yield [*some, *strength, *form], 50
            yield some, 40
        for one in main:
            yield [one, *strength], 40


def _candidates(conn: Any, dicari: Dicari, semua: bool) -> list[Any]:
    found: dict[str, Any] = {}
    for conditions, most in _stages(dicari):
        for row in rows.candidates(conn, conditions, most, semua=semua):
            found.setdefault(row.kode, row)
        if (len(found) >= _ENOUGH and most > 60) or len(found) >= _MOST:
            break
    return list(found.values())


def _calon(row: Any) -> Calon:
    return Calon(
        row.kode,
        row.nama,
        row.template or row.kode,
        baca_takar(row.takar),
        bool(row.aktif and row.sah and not row.hilang),
        row.jenis == "farmasi",
    )


def tanya(ctx: Konteks, conn: Any, teks: str, *, bentuk: str = "", kekuatan: str = "") -> Dicari:
    """Understand a name, with what stands in a product's columns for form and strength."""
    return kosakata(ctx, conn).dicari(uraikan(teks, bentuk=bentuk, kekuatan=kekuatan))


def uraikan(teks: str, *, bentuk: str = "", kekuatan: str = "") -> Urai:
    """Take a product's name apart together with its columns."""
    parsed = urai(teks)
    if bentuk or kekuatan:
        given = urai(f"x {kekuatan} {bentuk}" if kekuatan else "x")
        form = urai(f"x {bentuk}") if bentuk else Urai()
        parsed = gabung(parsed, given, form)
    return parsed


def peringkat(conn: Any, dicari: Dicari, batas: int, *, semua: bool = False) -> list[tuple[Calon, Nilai]]:
    """Rank the products that come near."""
    return urutkan(dicari, (_calon(row) for row in _candidates(conn, dicari, semua)), batas)


def cari_teks(
    ctx: Konteks,
    conn: Any,
    teks: str,
    batas: int = BATAS,
    *,
    bentuk: str = "",
    kekuatan: str = "",
    semua: bool = False,
) -> tuple[HasilKfa, ...]:
    """Search by whatever was typed: a code, a licence number, or words."""
    direct = _direct(conn, teks, batas)
    left = batas - len(direct)
    hits = list(direct)
    if left > 0 and not (direct and _CODE.fullmatch(teks)):
        asked = tanya(ctx, conn, teks, bentuk=bentuk, kekuatan=kekuatan)
        ranked = peringkat(conn, asked, batas, semua=semua)
        seen = {one.kode for one in hits}
        hits += [one for one in tampilkan(conn, ranked) if one.kode not in seen][:left]
        if hits and not direct and kuat(ranked):
            hits[0] = replace(hits[0], kuat=True)
    return tuple(hits)


def _direct(conn: Any, teks: str, batas: int) -> list[HasilKfa]:
    if _CODE.fullmatch(teks):
        digits = teks.strip()
        found = rows.by_code(conn, digits, batas)
        reason = Alasan(JenisAlasan.KODE, digits)
    elif _NIE.fullmatch(teks):
        nie = rows.lipat_nie(teks)
        found = rows.by_nie(conn, nie, batas)
        reason = Alasan(JenisAlasan.NIE, teks.strip())
    else:
        return []
    pairs = [(_calon(row), Nilai(1.0 if row.kode == teks.strip() else 0.99, 1.0, (reason,))) for row in found]
    return tampilkan(conn, pairs)


def tampilkan(conn: Any, ranked: Iterable[tuple[Calon, Nilai]]) -> list[HasilKfa]:
    """Read what is shown of ranked products."""
    pairs = list(ranked)
    found = rows.shown(conn, [one.kode for one, _ in pairs])
    return [hasil(found[one.kode], value) for one, value in pairs if one.kode in found]


def hasil(row: Any, value: Nilai) -> HasilKfa:
    """Make a hit of a stored product."""
    usable = bool(row.aktif and row.sah and not row.hilang)
    return HasilKfa(
        kode=row.kode,
        nama=row.nama,
        bentuk=row.bentuk,
        kekuatan=row.kekuatan,
        produsen=row.produsen,
        skor=round(value.skor, 3),
        nie=row.nie,
        merek=row.merek,
        jenis=row.jenis,
        template=row.template,
        tingkat=tingkat(row.kode),
        berlaku=usable,
        ganti_kode=row.ganti_kode,
        ganti_nama=row.ganti_nama,
        alasan=value.alasan,
        konflik=tuple(_named(one, row.bentuk) for one in value.konflik),
    )


def _named(one: Konflik, bentuk: str) -> Konflik:
    return replace(one, kfa=bentuk) if one.jenis is JenisAlasan.BENTUK else one


def bandingkan(ctx: Konteks, conn: Any, row: Any, teks: str, bentuk: str, kekuatan: str) -> Nilai:
    """Score one stored product against a product of the clinic."""
    asked = tanya(ctx, conn, teks, bentuk=bentuk, kekuatan=kekuatan)
    return nilai(asked, baca_takar(row.takar), berlaku=bool(row.aktif and row.sah and not row.hilang))


def isi_rinci(row: Any) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Read the substances and the further fields of a stored product."""
    zat: Sequence[Sequence[str]] = json.loads(row.zat)
    more: dict[str, str] = json.loads(row.isi)
    return tuple((one[0], one[1]) for one in zat), more
