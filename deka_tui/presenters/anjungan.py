"""The kiosk as lines: one question at a time, in the middle of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deka_tui import texts_kios as words
from deka_tui.presenters.besar import besar
from deka_tui.presenters.pieces import Line, Piece, Role, cells, cut, outside, pad, wrap
from shared.domain.kios import PasienKios, PilihanPoli
from shared.domain.peserta import HasilPeserta, JawabanPeserta

EACH = 9
"""Choices on one page: as many as there are digits."""
SHOWN = 4
"""Digits of a number that can be read while it is typed: whoever stands behind sees no more."""


class Langkah(StrEnum):
    """Where a patient is."""

    TUTUP = "tutup"
    """The storage is not open: the kiosk says so and takes no key."""
    NOMOR = "nomor"
    SIBUK = "sibuk"
    POLI = "poli"
    KONFIRMASI = "konfirmasi"
    LOKET = "loket"
    TIKET = "tiket"


@dataclass(frozen=True, slots=True)
class Keadaan:
    """All a kiosk knows of a patient; a new one forgets everything."""

    langkah: Langkah = Langkah.NOMOR
    nomor: str = ""
    pesan: str = ""
    pasien: PasienKios | None = None
    pilihan: tuple[PilihanPoli, ...] = ()
    halaman: int = 0
    poli: PilihanPoli | None = None
    jawaban: JawabanPeserta | None = None
    diperiksa: bool = False
    """A member question is under way."""
    tiket: str = ""
    tempat: str = ""
    sebelum: int = 0
    cetak: str = ""

    @property
    def terlihat(self) -> tuple[PilihanPoli, ...]:
        """The choices on this page."""
        return self.pilihan[self.halaman * EACH : (self.halaman + 1) * EACH]


def bpjs_line(jawaban: JawabanPeserta | None, kode_faskes: str) -> tuple[str, Role]:
    """What is known of a member in one line; ``None``: it is being asked."""
    if jawaban is None:
        return words.MEMERIKSA, Role.MUTED
    if jawaban.hasil is HasilPeserta.TAK_TERJAWAB:
        return words.TAK_TERJAWAB, Role.WARN
    if jawaban.hasil is HasilPeserta.TIDAK_ADA:
        return words.TIDAK_ADA, Role.BAD
    good = jawaban.hasil is HasilPeserta.AKTIF
    why = outside(jawaban.keterangan, 60)
    state = words.AKTIF if good else f"{words.TIDAK_AKTIF} — {why}" if why else words.TIDAK_AKTIF
    own = jawaban.kd_provider == kode_faskes
    where = words.PROVIDER_SENDIRI if own else words.provider(outside(jawaban.nm_provider, 40) or "?")
    parts = [state, words.tunggakan(jawaban.tunggakan)]
    if jawaban.kd_provider or jawaban.nm_provider:
        parts.append(where)
    warn = jawaban.tunggakan or (jawaban.kd_provider and not own)
    return " · ".join(parts), Role.BAD if not good else Role.WARN if warn else Role.GOOD


def anjungan_view(
    k: Keadaan,
    *,
    width: int,
    height: int,
    faskes: str,
    kode_faskes: str,
    printer: bool,
    halves: bool = True,
) -> tuple[Line, ...]:
    """Every line of a kiosk of *width* × *height* cells."""
    head: Line = (Piece(pad(f" {outside(faskes, 60)}", width), Role.BRAND),)
    body, keys = _body(k, width, height - 3, faskes, kode_faskes, printer=printer, halves=halves)
    body = body[: height - 3]
    above = (height - 3 - len(body)) // 3
    foot: Line = (Piece(cut(f" {keys}", width), Role.KEY),)
    filled = [*[()] * above, *body]
    return (head, (), *filled, *[()] * (height - 3 - len(filled)), foot)


def _body(
    k: Keadaan, width: int, room: int, faskes: str, kode_faskes: str, *, printer: bool, halves: bool
) -> tuple[list[Line], str]:
    if k.langkah is Langkah.TUTUP:
        return [*_middle(words.TIDAK_SIAP if k.pesan else words.MENYIAPKAN, width, Role.STRONG), (),
                *_middle(k.pesan, width, Role.MUTED)], ""  # fmt: skip
    if k.langkah is Langkah.SIBUK:
        return _middle(words.SEBENTAR, width, Role.STRONG), ""
    if k.langkah is Langkah.NOMOR:
        hidden = "*" * max(len(k.nomor) - SHOWN, 0) + k.nomor[-SHOWN:]
        field = f"[ {hidden:<16} ]"
        return [
            *_middle(f"{words.SELAMAT_DATANG} {outside(faskes, 60)}", width, Role.STRONG), (),
            *_middle(words.KETIK_NOMOR, width), (),
            *_middle(field, width, Role.ACCENT),
            *_middle(words.angka_terketik(len(k.nomor)), width, Role.MUTED), (),
            *_middle(k.pesan, width, Role.WARN),
        ], words.LANJUT  # fmt: skip
    if k.langkah is Langkah.POLI:
        lines: list[Line] = [*_middle(words.PILIH_POLI, width, Role.STRONG), ()]
        for number, choice in enumerate(k.terlihat, 1):
            lines.append(_choice(number, choice, width))
        more = len(k.pilihan) > EACH
        return lines, words.PILIH_LAGI if more else words.PILIH_KAKI
    if k.langkah is Langkah.KONFIRMASI and k.poli is not None and k.pasien is not None:
        rows: list[tuple[str, str, Role]] = [
            (words.NAMA, outside(k.pasien.nama, 40), Role.STRONG),
            (words.POLI, outside(k.poli.nama, 40), Role.STRONG),
            (words.DOKTER, f"{outside(k.poli.nama_dokter, 40)} {k.poli.jam}".strip(), Role.PLAIN),
        ]
        if k.diperiksa:
            rows.append((words.BPJS, *bpjs_line(k.jawaban, kode_faskes)))
        left = max((width - 56) // 2, 2)
        table: list[Line] = []
        for label, text, role in rows:
            for at, part in enumerate(wrap(text, max(width - left - 12, 10), 2)):
                table.append(
                    (Piece(" " * left), Piece(("" if at else label).ljust(9), Role.MUTED), Piece(part, role))
                )
        return [*_middle(words.PERIKSA_PILIHAN, width, Role.STRONG), (), *table], (
            words.AMBIL_KERTAS if printer else words.AMBIL
        )
    if k.langkah is Langkah.LOKET:
        return _middle(k.pesan, width, Role.WARN), words.TAWARI_LOKET
    number_rows = besar(outside(k.tiket, 8), width - 2, min(max(room - 8, 1), 14), halves=halves)
    return [
        *_middle(words.NOMOR_ANDA, width), (),
        *[line for row in number_rows for line in _one(row, width, Role.ACCENT)], (),
        *_middle(outside(k.tempat, 40), width, Role.STRONG),
        *_middle(words.sebelum_anda(k.sebelum), width),
        *_middle(k.pesan, width, Role.WARN),
        *_middle(k.cetak, width, Role.MUTED),
    ], words.SELESAI  # fmt: skip


def _choice(number: int, choice: PilihanPoli, width: int) -> Line:
    tail = words.menunggu(choice.menunggu)
    text = f"{outside(choice.nama, 30)} — {outside(choice.nama_dokter, 30)} {choice.jam}".strip()
    room = max(width - 10 - cells(tail), 10)
    text = cut(text, room)
    blank = " " * max(room - cells(text), 0)
    return (Piece(f"    {number}  ", Role.KEY), Piece(text + blank), Piece(f" {tail}", Role.MUTED))


def _one(row: str, width: int, role: Role) -> list[Line]:
    row = cut(row, width)
    return [(Piece(" " * ((width - cells(row)) // 2)), Piece(row, role))]


def _middle(text: str, width: int, role: Role = Role.PLAIN) -> list[Line]:
    made: list[Line] = []
    for row in wrap(text, max(width - 4, 10), 3):
        made += _one(row, width, role)
    return made
