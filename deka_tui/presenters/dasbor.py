"""The dashboard of Satu Sehat: a grid of cards, the line above it, what a shut gate says. Only lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deka_tui import texts_satusehat as words
from deka_tui.presenters import symbols, times
from deka_tui.presenters.pantau import ribuan
from deka_tui.presenters.pieces import Line, Piece, Role, cells, crop, cut, length, outside
from shared.domain.records import Gerbang
from shared.domain.sumber import DASAR
from shared.domain.sumber_tampil import Dasbor, KartuSumber

CARD = 5
"""Rows of a card without the gap below it."""
_NARROWEST = 19
_COLUMNS = 4
_MOST = 8


@dataclass(frozen=True, slots=True)
class Kisi:
    """How a grid lies: columns, cells and rows of a card, and how many rows of cards are seen."""

    kolom: int
    lebar: int
    tinggi: int
    tampak: int


def tata(width: int, height: int, banyak: int) -> Kisi:
    """Fit *banyak* cards: at most four columns; where not all rows of cards fit, some are seen at a time."""
    columns = max(1, min(_COLUMNS, width // _NARROWEST))
    rows = max(1, -(-banyak // columns))
    tall = min(_MOST, max(CARD, height // rows))
    return Kisi(columns, width // columns, tall, max(1, height // tall))


def _bar(card: KartuSumber, width: int) -> Line:
    """Sent is full and green; of the rest failed is red, under way blue; each seen if there is one."""
    total = card.total
    if not total or width <= 0:
        return (Piece(symbols.SHADE * max(0, width), Role.MUTED),)
    parts = [(card.terkirim, symbols.FULL, Role.GOOD), (card.gagal, symbols.SHADE, Role.BAD),
             (card.proses, symbols.SHADE, Role.ACCENT), (card.belum, symbols.SHADE, Role.MUTED)]  # fmt: skip
    sizes = [max(1, count * width // total) if count else 0 for count, _, _ in parts]
    while sum(sizes) > width:
        sizes[sizes.index(max(sizes))] -= 1
    # What rounding left over belongs to the largest part.
    sizes[max(range(4), key=lambda at: parts[at][0])] += width - sum(sizes)
    return tuple(Piece(sign * size, role) for (_, sign, role), size in zip(parts, sizes, strict=True) if size)


def _percent(card: KartuSumber) -> tuple[str, Role]:
    if not card.total:
        return "", Role.MUTED
    role = Role.BAD if card.gagal else Role.GOOD if card.terkirim == card.total else Role.WARN
    return f"{card.persen}%", role


def _rest(card: KartuSumber, room: int) -> Line:
    """Failed and not yet sent, in words."""
    line: list[Piece] = []
    if card.gagal:
        line.append(Piece(f"{words.GAGAL} {ribuan(card.gagal)}", Role.BAD))
    if card.belum:
        line.append(Piece(f"{'  ' if line else ''}{words.BELUM} {ribuan(card.belum)}", Role.WARN))
    return crop(tuple(line), room)


def _corner(card: KartuSumber, room: int, sibuk: bool) -> Line:
    """The button in the lower right corner of a base resource, as long as there is room."""
    if card.tipe not in DASAR:
        return ()
    if sibuk:
        return (Piece(words.MEMPROSES, Role.WARN),) if room >= cells(words.MEMPROSES) else ()
    long = (Piece("r ", Role.KEY), Piece(words.REGENERATE, Role.ACCENT))
    short = (Piece("r", Role.KEY), Piece(symbols.RESEND, Role.ACCENT))
    return next((line for line in (long, short) if length(line) <= room), ())


def kartu(card: KartuSumber, width: int, *, kini: bool, sibuk: bool = False) -> tuple[Line, ...]:
    """One card as five rows of exactly *width* cells: name, bar, counts, under way, the rest."""
    room = width - 3
    edge = Piece(symbols.BAR if kini else " ", Role.MARK)
    percent, role = _percent(card)
    sent = f"{ribuan(card.terkirim)}/{ribuan(card.total)}"
    counts = (Piece(sent, Role.STRONG), Piece(f" {words.TERKIRIM}", Role.MUTED))
    if length(counts) > room:
        counts = (Piece(cut(sent, room), Role.STRONG), Piece(""))
    going = words.dalam_proses(ribuan(card.proses))
    rows: list[Line] = [
        (Piece(cut(card.tipe.value, width - 2), Role.CHOSEN if kini else Role.STRONG),),
        (*_bar(card, room - 5), Piece(f"{percent:>5}", role)),
        counts if card.total else (Piece(words.BELUM_ADA, Role.MUTED),),
        (Piece(cut(going, room), Role.ACCENT if card.proses else Role.MUTED),) if card.total else (),
        _rest(card, room),
    ]
    # The button stands as low as it finds room.
    for at in (4, 3, 2):
        left = room - length(rows[at])
        corner = _corner(card, left if at != 4 or not rows[4] else left - 1, sibuk)
        if corner:
            rows[at] = (*rows[at], Piece(" " * (left - length(corner))), *corner)
            break
    return tuple((edge, Piece(" "), *row, Piece(" " * (width - 2 - length(row)))) for row in rows)


# ----------------------------------------------------------------- above the grid ----
_ENVIRONMENT = {
    "dev": Role.BADGE_GREEN, "stg": Role.BADGE_YELLOW, "prod": Role.BADGE_RED, "lain": Role.BADGE_GREY,
}  # fmt: skip


def lencana_lingkungan(name: str, *, kata: bool = False) -> Line:
    """The banner of the environment; with *kata* also what its data are."""
    badge: Line = (Piece(f" {words.LINGKUNGAN[name]} ", _ENVIRONMENT[name]),)
    said = words.LINGKUNGAN_KATA[name]
    if kata and said:
        badge += (Piece(f" {said}", Role.BAD if name == "prod" else Role.MUTED),)
    return badge


def atas(found: Dasbor | None, tanggal: date | None, host: str, width: int) -> Line:
    """The line above the grid: page, environment, date, questions; words go where room is short."""
    when = words.SEMUA_TANGGAL if tanggal is None else times.day_of(tanggal)
    short = words.SEMUA_TANGGAL if tanggal is None else tanggal.strftime("%d-%m-%Y")
    asked = found.pertanyaan if found is not None else 0
    question: Line = ()
    if asked:
        question = (Piece("  [a]", Role.KEY), Piece(f" {words.pertanyaan(asked)}", Role.WARN))
    brief: Line = (Piece(" [a]", Role.KEY), Piece(f" {asked} ?", Role.WARN)) if asked else ()
    title: Line = (Piece(f" {words.JUDUL}  ", Role.ACCENT),)
    place: Line = (Piece(f"  {outside(host, 60)}", Role.MUTED),) if host else ()
    name = found.lingkungan if found is not None else None
    for level in range(5):
        line: Line = title if level < 3 else (Piece(" "),)
        if name is not None:
            line += lencana_lingkungan(name, kata=level < 2)
        line += (
            Piece("  [t]", Role.KEY),
            Piece(f" {when if level < 4 else short}", Role.PLAIN if tanggal is None else Role.STRONG),
        )
        line += question if level < 4 else brief
        if level == 0:
            line += place
        if length(line) <= width:
            return line
    return crop(line, width)


def sisa(millis: int) -> str:
    """A time that runs down: ``0:42``."""
    seconds = max(0, -(-millis // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"


def gerbang(gate: Gerbang, kini: int, width: int) -> Line:
    """What a shut gate says: what is wrong, when it is tried again, who waits."""
    said = words.GERBANG.get(gate.status, words.GERBANG["terputus"])
    parts = [said]
    if gate.coba_lagi is not None:
        left = gate.coba_lagi - kini
        waktu = sisa(left) if left > 0 else words.SEGERA
        parts.append(words.DICOBA.format(waktu=waktu))
    if gate.menunggu:
        parts.append(words.menunggu(gate.menunggu))
    role = Role.BADGE_RED if gate.status == "kredensial" else Role.BADGE_YELLOW
    head: Line = (Piece(f" {' · '.join(parts)} ", role),)
    why = outside(gate.pesan, 200)
    if why and length(head) + 12 < width:
        head += (Piece(f" {why}", Role.MUTED),)
    if length(head) <= width:
        return head
    # The countdown is what has to be seen: the sentence gives way to it.
    tail = " · ".join(parts[1:])
    room = width - cells(tail) - 5
    return crop((Piece(f" {cut(said, max(8, room))} · {tail} ", role),), width)


def ringkas(cards: Sequence[KartuSumber], umur: Line, width: int) -> Line:
    """All cards together, and how old the data is."""
    sent, total = sum(c.terkirim for c in cards), sum(c.total for c in cards)
    going, bad = sum(c.proses for c in cards), sum(c.gagal for c in cards)
    line: Line = (Piece(f" {words.ringkas(ribuan(sent), ribuan(total))}", Role.STRONG),)
    if going:
        line += (Piece(f"   {words.dalam_proses(ribuan(going))}", Role.ACCENT),)
    if bad:
        line += (Piece(f"   {ribuan(bad)} {words.GAGAL}", Role.BAD),)
    line = crop(line, max(0, width - length(umur) - 1))
    return (*line, Piece(" " * max(1, width - length(line) - length(umur))), *umur)


def lebih(grid: Kisi, first: int, banyak: int) -> Line:
    """Which rows of cards are seen, where not all are."""
    rows = -(-banyak // grid.kolom)
    if rows <= grid.tampak:
        return ()
    signs = ("↑" if first else " ") + ("↓" if first + grid.tampak < rows else " ")
    last = min(banyak, (first + grid.tampak) * grid.kolom)
    return (
        Piece(f" {signs} ", Role.KEY),
        Piece(words.kartu_ke(first * grid.kolom + 1, last, banyak), Role.MUTED),
    )


def cocok(cards: Sequence[KartuSumber], teks: str) -> tuple[KartuSumber, ...]:
    """The cards whose type holds a text."""
    wanted = teks.strip().lower()
    return tuple(card for card in cards if wanted in card.tipe.value.lower())
