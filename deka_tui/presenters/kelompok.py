"""Failures grouped by cause, as rows and as an explanation."""

from __future__ import annotations

from deka_tui import texts, texts_monitor
from deka_tui.presenters import pantau
from deka_tui.presenters.pieces import Line, Piece, Role, outside, wrap
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.texts_satusehat import DEKA, SATUSEHAT
from shared.domain.masking import mask_numbers
from shared.domain.pantau import Kelompok
from shared.domain.status import JENIS_SATUSEHAT
from shared.texts import NAMA_JOB


def kolom() -> tuple[Kolom, ...]:
    """The columns of the groups."""
    words = texts_monitor.KOLOM_KELOMPOK
    return (
        Kolom("jumlah", words["jumlah"], 7, urutan=0, kanan=True),
        Kolom("kelas", words["kelas"], 18, urutan=2),
        Kolom("teks", words["teks"], 24, urutan=0, lentur=1),
        Kolom("jenis", words["jenis"], 18, urutan=3),
    )


def baris(group: Kelompok) -> Baris:
    """A group as a row."""
    kinds = group.jenis
    kind = NAMA_JOB[kinds[0]] if len(kinds) == 1 else texts_monitor.JENIS_CAMPUR.format(banyak=len(kinds))
    said = mask_numbers(outside(group.contoh, 300)) or group.penjelasan.arti
    return Baris(
        group.kunci,
        {
            "jumlah": (Piece(pantau.ribuan(group.jumlah), Role.BAD),),
            "kelas": (Piece(texts_monitor.KELAS.get(group.kelas, outside(group.kelas, 20)), Role.MUTED),),
            "teks": (Piece(said),),
            "jenis": (Piece(kind, Role.MUTED),),
        },
    )


def jumlah(groups: tuple[Kelompok, ...]) -> str:
    """How many failures there are, in how many groups."""
    total = pantau.ribuan(sum(group.jumlah for group in groups))
    return (
        f"{total} {texts_monitor.KEGAGALAN} · {len(groups)} {texts_monitor.JUDUL_KELOMPOK.split()[0].lower()}"
    )


def arti(group: Kelompok, width: int, height: int) -> tuple[Line, ...]:
    """What a group means, who fixes it, what to press."""
    source = texts.BPJS if group.dari_bpjs else texts.BUKAN_BPJS
    if set(group.jenis) <= set(JENIS_SATUSEHAT):
        source = SATUSEHAT if group.dari_bpjs else DEKA
    said = mask_numbers(outside(group.contoh, 500)) or texts.TANPA_PESAN
    words = group.penjelasan
    lines: list[Line] = []
    for name, text, role, rows in (
        (source, said, Role.BAD, 2),
        (texts_monitor.ARTI, words.arti, Role.PLAIN, 2),
        (texts_monitor.SIAPA, words.siapa, Role.PLAIN, 1),
        (texts_monitor.TEKAN, words.tekan, Role.GOOD, 2),
    ):
        head = f"{name}:"
        for number, row in enumerate(wrap(f"{head} {text}", width, rows)):
            first = number == 0
            lines.append(
                (Piece(head, Role.MUTED), Piece(row[len(head) :], role)) if first else (Piece(row, role),)
            )
    return tuple(lines[:height])
