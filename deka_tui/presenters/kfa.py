"""Mapping products to KFA as it is shown: cards, catalogue, rows, hits with their reasons, details."""

from __future__ import annotations

from deka_tui import texts_kfa_layar as words
from deka_tui.presenters import referensi, symbols, times
from deka_tui.presenters.pieces import Line, Piece, Role, cells, crop, cut, length, outside, pad, wrap
from deka_tui.presenters.referensi import number
from deka_tui.presenters.tabel import Baris, Kolom
from shared.domain.kfa_hasil import DetailKfa, HasilKfa, KeadaanKatalog, Usulan
from shared.domain.kfa_nilai import Konflik
from shared.domain.kfa_peta import Produk, Statistik, Tanda
from shared.domain.records import Kesehatan
from shared.domain.referensi import StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.texts_kfa import NAMA_TANDA
from shared.texts_kfa import alasan as say_reason
from shared.texts_kfa import konflik as say_conflict

_B, _S, _T, _H = words.KEPALA_BELUM, words.KEPALA_SUDAH, words.KEPALA_TINJAU, words.KEPALA_HASIL
BELUM = (
    Kolom("nama", _B[0], 24, lentur=6),
    Kolom("bentuk", _B[1], 10, urutan=3, lentur=1, paling=18),
    Kolom("kekuatan", _B[2], 10, urutan=2, lentur=1, paling=18),
    Kolom("kode", _B[3], 8, urutan=4, lentur=1, paling=14),
    Kolom("resep", _B[4], 7, kanan=True),
)
SUDAH = (
    Kolom("nama", _S[0], 20, lentur=4),
    Kolom("kode", _S[1], 10),
    Kolom("kfa", _S[2], 22, lentur=5),
    Kolom("tanda", _S[3], 12, urutan=3, lentur=1, paling=27),
    Kolom("aksi", _S[4], 16, urutan=2),
)
TINJAU = (
    Kolom("nama", _T[0], 20, lentur=4),
    Kolom("kode", _T[1], 8, urutan=3),
    Kolom("kfa", _T[2], 20, lentur=5),
    Kolom("skor", _T[3], 4, urutan=2, kanan=True),
    Kolom("resep", _T[4], 6, urutan=4, kanan=True),
)
HASIL = (
    Kolom("kode", _H[0], 8, lentur=1, paling=14),
    Kolom("nama", _H[1], 16, urutan=2, lentur=2, paling=36),
    Kolom("sebab", _H[2], 24, lentur=5),
)
LABEL = 17
"""Cells of a label in a detail."""
FIRST = ("kode", "nama", "bentuk", "kekuatan", "produsen")
"""What of a detail comes first, in this order."""


# ------------------------------------------------------------------------ cards ----
def percent(value: float) -> str:
    """Say a share the Indonesian way: ``82,5%``."""
    return f"{value:g}%".replace(".", ",")


def _bar(share: float, width: int, role: Role) -> Line:
    """Draw how much is done; what is begun shows, what is not done is never full."""
    full = min(int(share * width / 100), width - 1) if share < 100 else width
    full = max(full, 1) if share > 0 else 0
    return (Piece(symbols.FULL * full, role), Piece(symbols.SHADE * (width - full), Role.RULE))


def kartu(stat: Statistik | None, width: int, *, tinggi: bool) -> tuple[Line, ...]:
    """The four cards in equal places: one row, or with *tinggi* two."""
    size = max(10, width // 4)
    counts = ("",) * 3 if stat is None else tuple(map(number, (stat.total, stat.sudah, stat.belum)))
    roles = (Role.STRONG, Role.GOOD, Role.WARN if stat is not None and stat.belum else Role.MUTED)
    longest = max(cells(name) + cells(count) for name, count in zip(words.KARTU, counts, strict=False))
    names = words.KARTU if tinggi or longest + 4 <= size else words.KARTU_PENDEK
    edge = Piece("│", Role.RULE)
    top: list[Piece] = []
    below: list[Piece] = []
    for name, count, role in zip(names, counts, roles, strict=False):
        if tinggi:
            top += [edge, Piece(pad(f" {name}", size - 1), Role.MUTED)]
            below += [edge, Piece(pad(f" {count}", size - 1), role)]
        else:
            text = cut(f" {name} ", size - 1)
            top += [edge, Piece(text, Role.MUTED), Piece(pad(count, size - 1 - cells(text)), role)]
    last: Line = () if stat is None else _progress(stat, size - 3)
    if tinggi:
        top += [edge, Piece(pad(f" {names[3]}", size - 1), Role.MUTED)]
        below += [edge, Piece(" "), *last]
        return tuple(top), tuple(below)
    text = f" {names[3]} " if size >= 24 else " "
    room = size - 1 - cells(text) - 1
    return ((*top, edge, Piece(text, Role.MUTED), *(() if stat is None else _progress(stat, room))),)


def _progress(stat: Statistik, room: int) -> Line:
    role = Role.GOOD if stat.hijau else Role.WARN
    share = f"{percent(stat.persen)} "
    return (Piece(share, role), *_bar(stat.persen, max(1, room - cells(share)), role))


# -------------------------------------------------------------------- catalogue ----
def katalog(state: KeadaanKatalog, kesehatan: Kesehatan, now: int, width: int) -> Line:
    """How the mirror stands: what it holds, how old it is, what is under way or keeps it from going on."""
    head: Line = (Piece(f" {words.KATALOG}: ", Role.MUTED),)
    room = width - length(head)
    return (*head, *crop(_katalog(state, kesehatan, now), room))


def _katalog(state: KeadaanKatalog, kesehatan: Kesehatan, now: int) -> Line:
    last = state.sekarang
    held = state.obat + state.alkes
    dot = f" {symbols.MIDDOT} "
    if last is not None and last.hidup:
        return _under_way(last, kesehatan)
    have: Line = (
        (Piece(words.katalog_isi(number(state.obat), number(state.alkes)), Role.STRONG),) if held else ()
    )
    if last is not None and last.status is StatusSinkron.GAGAL:
        told = Piece(words.katalog_gagal(outside(last.pesan, 200)), Role.BAD)
        return (told, Piece(dot, Role.MUTED), *have) if have else (told,)
    if last is not None and last.status is StatusSinkron.DIBATALKAN:
        told = Piece(words.terhenti(int(last.bagian * 100)), Role.WARN)
        return (told, Piece(dot, Role.MUTED), *have) if have else (told,)
    if not held:
        return (Piece(words.KATALOG_KOSONG, Role.WARN),)
    done = state.terakhir
    if done is None or done.selesai is None:
        return have
    minutes = times.minutes_between(done.selesai, now)
    old = Role.WARN if minutes > 48 * 60 else Role.MUTED
    parts: Line = (*have, Piece(dot, Role.MUTED), Piece(words.katalog_saat(words.umur(minutes)), old))
    if state.usang:
        parts += (Piece(f"{dot}{words.katalog_usang(number(state.usang))}", Role.MUTED),)
    return parts


def _under_way(one: Sinkron, kesehatan: Kesehatan) -> Line:
    if not kesehatan.pekerja_hidup:
        return (Piece(f"{words.MENUNGGU}: {words.TANPA_PEKERJA}", Role.BAD),)
    if one.status is StatusSinkron.MENUNGGU and (one.pesan or not one.halaman):
        return (Piece(outside(one.pesan, 200) or words.MENUNGGU, Role.WARN),)
    return referensi.progress(one)


def ended(one: Sinkron) -> tuple[str, bool]:
    """Say how a reading of the catalogue ended, and whether well."""
    if one.status is StatusSinkron.SELESAI:
        return words.selesai(number(one.baris), referensi.told(one)), True
    return words.gagal(outside(one.pesan, 200)), False


# ------------------------------------------------------------------------- rows ----
def baris_belum(one: Produk) -> Baris:
    """A product that is not mapped."""
    waits = one.jumlah_resep
    return Baris(
        one.kode,
        {
            "nama": (Piece(outside(one.nama), Role.STRONG if waits else Role.PLAIN),),
            "bentuk": (Piece(outside(one.bentuk, 60), Role.MUTED),),
            "kekuatan": (Piece(outside(one.kekuatan, 60), Role.MUTED),),
            "kode": (Piece(outside(one.kode, 100), Role.MUTED),),
            "resep": (Piece(number(waits), Role.WARN if waits else Role.MUTED),),
        },
    )


def tanda(one: Produk) -> str:
    """What there is to remark on a mapping, in a few words."""
    return ", ".join(NAMA_TANDA[mark] for mark in one.tanda)


def _mark(one: Produk) -> Line:
    if not one.tanda:
        return ()
    soft = set(one.tanda) <= {Tanda.BERUBAH, Tanda.DRAF}
    return (Piece(tanda(one), Role.WARN if soft else Role.BAD),)


def baris_sudah(one: Produk) -> Baris:
    """A product that is mapped."""
    return Baris(
        one.kode,
        {
            "nama": (Piece(outside(one.nama)),),
            "kode": (
                Piece("! " if one.tanda else "  ", Role.BAD),
                Piece(outside(one.kode_kfa or "", 20), Role.BAD if one.tanda else Role.ACCENT),
            ),
            "kfa": (Piece(outside(one.nama_kfa)),),
            "tanda": _mark(one),
            "aksi": (Piece(words.AKSI_BARIS, Role.KEY),),
        },
    )


def catatan(one: Produk, zona: str) -> Line:
    """What stands below the table of the current product."""
    name = outside(one.nama, 120)
    if one.kode_kfa is None:
        waits = words.resep_menunggu(one.jumlah_resep) if one.jumlah_resep else words.TANPA_RESEP
        return (Piece(f"{outside(one.kode, 40)}  {name}  ", Role.MUTED), Piece(waits, Role.MUTED))
    if one.tanda:
        line: Line = (Piece(tanda(one), Role.BAD),)
        if one.ganti_kode:
            told = words.pengganti(outside(one.ganti_kode, 20), outside(one.ganti_nama, 120))
            line += (Piece(f"; {told}", Role.WARN),)
        return line
    when = "" if one.dipetakan is None else times.day(one.dipetakan, zona)
    who = words.dipetakan_oleh(outside(one.dipetakan_oleh, 40), when) if one.dipetakan_oleh else ""
    return (Piece(f"{outside(one.nama_kfa, 200)}  ", Role.PLAIN), Piece(who, Role.MUTED))


def baris_tinjau(one: Usulan) -> Baris:
    """A strong suggestion to be reviewed."""
    return Baris(
        one.produk.kode,
        {
            "nama": (Piece(outside(one.produk.nama), Role.STRONG),),
            "kode": (Piece(outside(one.hasil.kode, 20), Role.ACCENT),),
            "kfa": (Piece(outside(one.hasil.nama)),),
            "skor": (Piece(skor(one.hasil), Role.GOOD),),
            "resep": (Piece(number(one.produk.jumlah_resep), Role.MUTED),),
        },
    )


def baris_hasil(kode: str, nama: str, sebab: str) -> Baris:
    """A product that could not be mapped, and why."""
    return Baris(
        kode,
        {
            "kode": (Piece(outside(kode, 100), Role.MUTED),),
            "nama": (Piece(outside(nama)),),
            "sebab": (Piece(outside(sebab), Role.BAD),),
        },
    )


# ------------------------------------------------------------------------- hits ----
def skor(one: HasilKfa) -> str:
    """How well a hit fits."""
    return f"{int(one.skor * 100)}%"


def alasan(one: HasilKfa) -> str:
    """Why a hit is there."""
    return f" {symbols.MIDDOT} ".join(outside(say_reason(reason), 80) for reason in one.alasan)


def calon(one: HasilKfa, width: int, *, sebutan: str = "") -> tuple[Line, Line]:
    """A hit as two lines: code, name and score; below them why it is there or what speaks against it."""
    score = skor(one) if one.skor else ""
    room = max(8, width - cells(one.kode) - cells(score) - 4)
    # A name that has to be cut keeps its end where brand and maker stand, or many would look alike.
    name = pad(outside(one.nama), room)
    role = Role.PLAIN if one.berlaku else Role.MUTED
    good = Role.GOOD if one.kuat else Role.PLAIN if not one.konflik else Role.WARN
    first: Line = (
        Piece(f"{one.kode}  ", Role.ACCENT if one.berlaku else Role.MUTED),
        Piece(name, role),
        Piece(f"  {score}", good),
    )
    line: list[Piece] = [Piece("  ")]
    if sebutan:
        line.append(Piece(f"{sebutan}  ", Role.WARN))
    if not one.berlaku:
        line.append(Piece(f"{words.TIDAK_BERLAKU}  ", Role.BAD))
    if one.konflik:
        line.append(Piece(f"{konflik(one.konflik)}  ", Role.WARN))
    line.append(Piece(alasan(one), Role.MUTED))
    return first, crop(tuple(line), width)


def konflik(found: tuple[Konflik, ...]) -> str:
    """What contradicts, in one line."""
    return "; ".join(outside(say_conflict(one), 160) for one in found)


def siapa(one: Produk, width: int) -> Line:
    """The product that is to be mapped."""
    rest = [outside(part, 60) for part in (one.bentuk, one.kekuatan) if part]
    if one.jumlah_resep:
        rest.append(words.resep_menunggu(one.jumlah_resep))
    line: Line = (
        Piece(f"{outside(one.kode, 20)}  ", Role.MUTED), Piece(outside(one.nama, 120), Role.STRONG),
        Piece(f"  {f' {symbols.MIDDOT} '.join(rest)}", Role.MUTED),
    )  # fmt: skip
    return crop(line, width)


# ----------------------------------------------------------------------- detail ----
def _state(one: DetailKfa) -> str:
    found = [
        words.HILANG if one.hilang else "",
        "" if one.aktif else words.NONAKTIF,
        "" if one.sah else words.DRAF,
    ]  # fmt: skip
    return ", ".join(filter(None, found)) or words.BERLAKU


def fakta(one: DetailKfa) -> list[tuple[str, str, str]]:
    """All there is to say of a code: field, label, value; the five of the form first, also when empty."""
    hit = one.hasil
    values = {
        "kode": hit.kode, "nama": hit.nama, "bentuk": hit.bentuk, "kekuatan": hit.kekuatan,
        "produsen": hit.produsen, "merek": hit.merek, "nie": hit.nie,
        "zat": "; ".join(f"{name} {amount}".strip() for name, amount in one.zat),
        "keadaan": _state(one),
        "ganti": f"{hit.ganti_kode} {hit.ganti_nama}".strip(), "ganti_alasan": one.ganti_alasan,
        "template": f"{hit.template} {one.nama_template}".strip(), **one.isi,
        "tingkat": hit.tingkat, "jenis": hit.jenis, "diperbarui": one.diperbarui,
    }  # fmt: skip
    return [
        (field, words.RINCI.get(field, outside(field, LABEL)), outside(value, 300) or symbols.DASH)
        for field, value in values.items()
        if value or field in FIRST
    ]


def rinci(one: DetailKfa, width: int, *, dibandingkan: bool = False) -> tuple[Line, ...]:
    """A code in full: what contradicts first, then label and value, long values on several lines."""
    lines: list[Line] = []
    if one.konflik:
        said = f"{words.KONFLIK}: {konflik(one.konflik)}"
        lines += [(Piece(row, Role.BAD),) for row in wrap(said, width, 4)]
    elif dibandingkan:
        lines += [(Piece(row, Role.GOOD),) for row in wrap(words.COCOK, width, 2)]
    room = max(10, width - LABEL)
    for field, label, value in fakta(one):
        role = Role.STRONG if field in FIRST else Role.PLAIN
        if field == "keadaan" and value != words.BERLAKU:
            role = Role.BAD
        for at, row in enumerate(wrap(value, room, 6)):
            lines.append((Piece(pad("" if at else label, LABEL), Role.MUTED), Piece(row, role)))
    return tuple(lines)
