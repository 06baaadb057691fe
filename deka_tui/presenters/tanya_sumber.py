"""A question about a base resource: what the clinic has beside each candidate, in columns."""

from __future__ import annotations

from deka_tui import texts_satusehat as words
from deka_tui.presenters.pieces import Line, Piece, Role, cells, outside, pad, wrap
from shared.domain.sumber import Kandidat
from shared.domain.sumber_tampil import Pertanyaan

LEAST = 22
"""Cells of a column below which fewer candidates are seen at a time."""
_ROWS = 3


def muat(width: int, banyak: int) -> int:
    """How many candidates stand beside the clinic's column."""
    return max(1, min(banyak, 9, (width - 2) // LEAST - 1))


def kepala(asked: Pertanyaan, width: int) -> tuple[Line, ...]:
    """What is asked about which resource."""
    name: Line = (
        Piece(f" {asked.tipe.value} ", Role.STRONG),
        Piece(outside(asked.lokal, 64), Role.ACCENT),
    )
    said = wrap(asked.teks, max(10, width - 2), 2)
    return (name, *((Piece(f" {row}", Role.WARN),) for row in said))


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())


def banding(asked: Pertanyaan, mulai: int, width: int) -> tuple[Line, ...]:
    """The clinic's own and the candidates from *mulai* on, side by side, each in a column of one width."""
    shown = asked.kandidat[mulai : mulai + muat(width, len(asked.kandidat))]
    room = max(LEAST, (width - 2) // (len(shown) + 1)) - 2
    own = [
        [Piece(words.DI_KLINIK, Role.STRONG)],
        [Piece(row) for row in _cut(asked.nama or "-", room)],
        [Piece(row, Role.ACCENT) for row in _cut(asked.lokal, room)],
        [Piece("")],
    ]
    blocks = [own, *(_column(asked, one, mulai + at + 1, room) for at, one in enumerate(shown))]
    lines: list[Line] = []
    for part in range(4):
        tall = max(len(block[part]) for block in blocks)
        for row in range(tall):
            line: list[Piece] = [Piece(" ")]
            for number, block in enumerate(blocks):
                piece = block[part][row] if row < len(block[part]) else Piece("")
                if number:
                    line.append(Piece("│ ", Role.RULE))
                line += [piece, Piece(" " * (room - cells(piece.text)))]
            lines.append(tuple(line))
        if part == 0:
            lines.append((Piece(" " + "─" * min(width - 2, (room + 2) * len(blocks)), Role.RULE),))
    if not asked.kandidat:
        lines.append((Piece(f" {words.TANPA_CALON}", Role.MUTED),))
    return tuple(lines)


def _column(asked: Pertanyaan, one: Kandidat, number: int, room: int) -> list[list[Piece]]:
    same = _same(asked.nama, one.nama)
    head = words.DI_SATUSEHAT.format(nomor=f"[{number}]")
    facts = [part.strip() for part in one.rinci.split(",") if part.strip()]
    told = [Piece(row, Role.MUTED) for fact in facts for row in _cut(fact, room)]
    verdict = Piece(words.SAMA if same else words.BEDA, Role.GOOD if same else Role.WARN)
    return [
        [Piece(pad(head, room).rstrip(), Role.KEY)],
        [Piece(row, Role.GOOD if same else Role.WARN) for row in _cut(one.nama or "-", room)],
        [Piece(row, Role.ACCENT) for row in _cut(one.id, room)],
        [*told, verdict],
    ]


def _cut(text: str, room: int) -> list[str]:
    return wrap(outside(text, 200), room, _ROWS) or [""]


def kaki(asked: Pertanyaan, mulai: int, tampak: int, banyak: int) -> str:
    """The keys that answer just now."""
    parts = []
    if asked.kandidat:
        last = min(mulai + tampak, len(asked.kandidat), 9)
        parts.append(f"{mulai + 1}-{last} {words.PILIH_CALON}" if last > 1 else f"1 {words.PILIH_CALON}")
    if asked.boleh_buat:
        parts.append(f"b {words.BUAT}")
    parts += [f"i {words.ISI_ID}", f"c {words.CARI_LAGI}"]
    if banyak > 1:
        parts.append(f"n {words.LAINNYA}")
    parts.append(f"Esc {words.TUTUP}")
    return "   ".join(parts)
