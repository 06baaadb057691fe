"""A job in full: what it is, how it stands, what is wrong and what to do, and which attempt is shown."""

from __future__ import annotations

from deka_tui import texts, texts_monitor
from deka_tui.presenters import pantau, times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside, wrap
from shared.domain.masking import mask, mask_numbers
from shared.domain.pantau import DetailPantau
from shared.domain.records import Percobaan, VersiMuatan
from shared.texts import NAMA_JOB


def kepala(found: DetailPantau, width: int, *, samar: bool) -> tuple[Line, ...]:
    """Three rows: the job, its patient, its state."""
    job = found.job
    first: Line = (
        Piece(f"{NAMA_JOB[job.jenis]} ", Role.STRONG),
        Piece(f"#{job.id}  ", Role.ACCENT),
        *pantau.lencana_status(job.status),
    )
    if job.ditahan_oleh:
        held = texts_monitor.DISUNTING.format(siapa=outside(job.ditahan_oleh, 24))
        first += (Piece(f"  {held}", Role.WARN),)
    card, nik = (mask(job.no_kartu), mask(job.nik)) if samar else (job.no_kartu, job.nik)
    who: list[Piece] = [
        Piece(f"{outside(job.norm, 20)}  ", Role.ACCENT),
        Piece(outside(job.nama, 60)),
    ]
    if job.no_kartu:
        who.append(Piece(f"  {texts.BPJS} {outside(card, 20)}", Role.MUTED if samar else Role.WARN))
    if job.nik and not samar:
        who.append(Piece(f"  {texts.NIK} {outside(nik, 20)}", Role.WARN))
    facts = [
        (texts_monitor.TANGGAL, pantau.tanggal_pendek(job.tanggal)),
        (texts_monitor.HTTP_CODE, "-" if job.http is None else str(job.http)),
        (texts_monitor.KODE, outside(job.kode or "-", 12)),
        (texts_monitor.PERCOBAAN, str(job.percobaan)),
    ]
    state: list[Piece] = []
    gap = "   " if width >= 64 else "  "
    for name, value in facts:
        state += [Piece(f"{name} ", Role.MUTED), Piece(f"{value}{gap}")]
    return (crop(first, width), crop(tuple(who), width), crop(tuple(state), width))


def penjelasan(found: DetailPantau, width: int, rows: int) -> tuple[Line, ...]:
    """What went wrong in at most *rows* rows; nothing when nothing did."""
    words = found.penjelasan
    if words is None or rows <= 0:
        return ()
    job = found.job
    said = mask_numbers(outside(job.pesan, 800)) or texts.TANPA_PESAN
    source = texts.BPJS if job.dari_bpjs else texts.BUKAN_BPJS
    blocks: list[tuple[str, str, Role]] = [
        (source, said, Role.BAD),
        (texts_monitor.ARTI, words.arti, Role.PLAIN),
        (texts_monitor.SIAPA, words.siapa, Role.PLAIN),
        (texts_monitor.TEKAN, words.tekan, Role.GOOD),
    ]
    return blok(blocks, width, rows)


def blok(blocks: list[tuple[str, str, Role]], width: int, rows: int) -> tuple[Line, ...]:
    """Named sentences in at most *rows* rows, each beginning on one of its own; *Siapa* goes first."""
    if rows <= 0 or not blocks:
        return ()
    if rows < 6:
        blocks = [block for block in blocks if block[0] != texts_monitor.SIAPA]
    blocks = blocks[:rows]
    full = [wrap(f"{name}: {text}", width, 4) for name, text, _ in blocks]
    # The longest gives way first; every block keeps its first row.
    sizes = [len(part) for part in full]
    while sum(sizes) > rows and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    lines: list[Line] = []
    for (name, text, role), size in zip(blocks, sizes, strict=True):
        for number, row in enumerate(wrap(f"{name}: {text}", width, size)):
            if number == 0:
                head = f"{name}:"
                lines.append((Piece(head, Role.MUTED), Piece(row[len(head) :], role)))
            else:
                lines.append((Piece(row, role),))
    return tuple(lines[:rows])


def percobaan(found: DetailPantau, at: int, zona: str, width: int) -> Line:
    """Which attempt is shown, when it was and how it ended."""
    if not found.attempts:
        return (Piece(texts_monitor.BELUM_ADA, Role.MUTED),)
    one = found.attempts[at]
    line: Line = (
        Piece(f"{texts_monitor.PERCOBAAN} ", Role.STRONG),
        Piece("[ ", Role.KEY),
        Piece(f"{at + 1}/{len(found.attempts)}", Role.STRONG),
        Piece(" ]  ", Role.KEY),
        Piece(ringkas(one, zona), Role.MUTED),
    )
    return crop(line, width)


def ringkas(one: Percobaan, zona: str) -> str:
    """An attempt in one line: moment, HTTP, code, class, by whom."""
    parts = [times.clock(one.mulai, zona, seconds=True)]
    parts.append(f"HTTP {one.http}" if one.http is not None else texts.MASIH_BERJALAN)
    if one.selesai is not None and one.http is None:
        parts[-1] = "-"
    if one.kelas:
        parts.append(texts_monitor.KELAS.get(one.kelas, outside(one.kelas, 20)))
    if one.oleh:
        parts.append(f"oleh {outside(one.oleh, 24)}")
    return " · ".join(parts)


def bagian(response: bool, judul: str = "") -> Line:
    """The two halves of an attempt; or, with *judul*, what is shown in their place."""
    if judul:
        return (Piece(f" {judul} ", Role.CHOSEN),)
    return (
        Piece(f" {texts_monitor.REQUEST} ", Role.MUTED if response else Role.CHOSEN),
        Piece(" "),
        Piece(f" {texts_monitor.RESPONSE} ", Role.CHOSEN if response else Role.MUTED),
    )


def versi(rows: tuple[VersiMuatan, ...], zona: str) -> str:
    """The versions of a body: who made them, when and why."""
    lines = []
    for one in rows:
        who = outside(one.oleh, 40) or "sistem"
        when = f"{times.day(one.dibuat, zona)} {times.clock(one.dibuat, zona, seconds=True)}"
        why = f" {texts.ALASAN.lower()}: {outside(one.alasan, 200)}" if one.alasan else ""
        lines.append(f"v{one.versi}  {when}  {outside(one.asal, 20)} oleh {who}{why}")
    return "\n".join(lines)
