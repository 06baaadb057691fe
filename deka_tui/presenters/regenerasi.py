"""What regenerating a base resource came to, as rows; and how far it is."""

from __future__ import annotations

from deka_tui import texts_satusehat as words
from deka_tui.presenters import symbols
from deka_tui.presenters.pantau import ribuan
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside
from deka_tui.presenters.tabel import Baris, Kolom
from shared.domain.masking import mask_numbers
from shared.domain.sumber_tampil import BarisRegenerasi, HasilRegenerasi
from shared.texts_satusehat import NAMA_HASIL

_ROLE = {
    "tertaut": Role.GOOD, "dibuat": Role.GOOD, "diperbarui": Role.GOOD, "diperiksa": Role.GOOD,
    "gagal": Role.BAD, "tidak_ditemukan": Role.BAD, "ganda": Role.BAD, "nik_kosong": Role.BAD,
    "menunggu": Role.WARN, "proses": Role.ACCENT, "dilewati": Role.MUTED,
}  # fmt: skip


def kolom() -> tuple[Kolom, ...]:
    """The columns of the results."""
    shapes = {"lokal": (12, 3, 1, 20), "nama": (14, 1, 2, 36), "hasil": (17, 0, 0, 24),
              "ihs": (12, 4, 1, 36), "pesan": (16, 2, 4, 200)}  # fmt: skip
    return tuple(
        Kolom(name, words.KOLOM_HASIL[name], least, rank, share, most)
        for name, (least, rank, share, most) in shapes.items()
    )


def baris(row: BarisRegenerasi) -> Baris:
    """What became of one resource."""
    sign = "? " if row.pertanyaan_id is not None else ""
    outcome = NAMA_HASIL.get(row.hasil, outside(row.hasil, 20))
    cells: dict[str, Line] = {
        "lokal": (Piece(outside(row.lokal, 64), Role.ACCENT),),
        "nama": (Piece(outside(row.nama, 80)),),
        "hasil": (Piece(f"{sign}{outcome}", _ROLE.get(row.hasil, Role.PLAIN)),),
        "ihs": (Piece(outside(row.ihs, 64), Role.MUTED),),
        "pesan": (Piece(mask_numbers(outside(row.pesan, 300)), Role.MUTED),),
    }
    return Baris(row.job_id, cells)


def kemajuan(found: HasilRegenerasi, width: int) -> tuple[Line, ...]:
    """How far it is: a bar, and in words."""
    total = len(found.baris)
    done = total - found.proses
    asked = sum(1 for row in found.baris if row.pertanyaan_id is not None)
    room = max(10, min(60, width - 2))
    full = done * room // total if total else room
    bar: Line = (
        Piece(" "), Piece(symbols.FULL * full, Role.GOOD), Piece(symbols.SHADE * (room - full), Role.ACCENT),
    )  # fmt: skip
    said = words.kemajuan(ribuan(done), ribuan(total), found.dilewati, asked)
    return (bar, crop((Piece(f" {said}", Role.WARN if found.proses else Role.GOOD),), width))
