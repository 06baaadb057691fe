"""The tab Monitoring: filter, cards, rows and the reason below the table, as lines."""

from __future__ import annotations

from datetime import date

from deka_tui import texts, texts_monitor
from deka_tui.presenters import symbols, tabel, times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, cut, length, outside, pad
from deka_tui.presenters.tabel import Baris, Kolom
from shared.domain.masking import mask_numbers
from shared.domain.pantau import KOLOM, BarisPantau, HitungJob, Lencana, SaringJob, SaringStatus, lencana
from shared.domain.penjelasan import jelaskan
from shared.domain.status import FAILED_JOB, JenisJob, StatusJob
from shared.texts import NAMA_JOB
from shared.texts_pantau import JUDUL_KOLOM, NAMA_KEHADIRAN, PENJELASAN

BADGE: dict[Lencana, Role] = {
    Lencana.TERKIRIM: Role.BADGE_GREEN,
    Lencana.GAGAL: Role.BADGE_RED,
    Lencana.MENUNGGU: Role.BADGE_YELLOW,
    Lencana.PROSES: Role.BADGE_BLUE,
    Lencana.DIBATALKAN: Role.BADGE_GREY,
}
"""The colour of each badge; its word says the same without colour."""

_BENTUK: dict[str, tuple[int, int, int, int]] = {
    # least cells, rank, share of what is left, most cells
    "tanggal": (10, 6, 0, 10),
    "norm": (8, 1, 0, 12),
    "nama": (14, 0, 3, 30),
    "status": (10, 0, 0, 12),
    "percobaan": (4, 5, 0, 4),
    "jenis": (18, 2, 0, 18),
    "tiket": (7, 3, 0, 7),
    "no_urut": (5, 3, 0, 5),
    "poli": (10, 6, 1, 18),
    "dokter": (12, 7, 1, 22),
    "jam": (11, 6, 0, 11),
    "kehadiran": (11, 4, 0, 11),
    "alasan": (12, 4, 1, 24),
    "no_kunjungan": (19, 3, 0, 22),
    "http": (4, 4, 0, 4),
    "kode": (4, 7, 0, 6),
    "pesan": (16, 1, 6, 200),
    "dicoba": (8, 4, 0, 8),
}
_RIGHT = frozenset({"percobaan", "http"})


def kolom(jenis: JenisJob | None) -> tuple[Kolom, ...]:
    """The table's columns for a type of job."""
    made = []
    for name in KOLOM[jenis]:
        least, rank, share, most = _BENTUK[name]
        title = texts_monitor.JUDUL_PENDEK.get(name, JUDUL_KOLOM[name])
        made.append(Kolom(name, title, least, rank, share, most, kanan=name in _RIGHT))
    return tuple(made)


def lencana_status(status: StatusJob) -> Line:
    """The badge of a status."""
    badge = lencana(status)
    return tabel.lencana(texts_monitor.LENCANA[badge], BADGE[badge])


URUT: tuple[JenisJob, ...] = (
    JenisJob.TAMBAH_ANTREAN,
    JenisJob.PANGGIL_ANTREAN,
    JenisJob.BATAL_ANTREAN,
    JenisJob.PENDAFTARAN,
    JenisJob.KUNJUNGAN,
    JenisJob.HAPUS_PENDAFTARAN,
    JenisJob.HAPUS_KUNJUNGAN,
)
"""The seven types in the order of the document."""


def tanggal_pendek(day: date) -> str:
    """A date in ten cells."""
    return day.strftime("%d-%m-%Y")


def baris(job: BarisPantau, zona: str) -> Baris:
    """A row of the table. Numbers of cards and NIK in BPJS' words are masked."""
    words = mask_numbers(outside(job.pesan, 300))
    held = texts_monitor.DISUNTING.format(siapa=outside(job.ditahan_oleh, 24)) if job.ditahan_oleh else ""
    failed = job.status in FAILED_JOB
    said: list[Piece] = []
    if held:
        said.append(Piece(f"[{held}] ", Role.WARN))
    said.append(Piece(words, Role.BAD if failed else Role.MUTED))
    cells: dict[str, Line] = {
        "tanggal": (Piece(tanggal_pendek(job.tanggal), Role.MUTED),),
        "norm": (Piece(outside(job.norm, 20), Role.ACCENT),),
        "nama": (Piece(outside(job.nama, 80)),),
        "status": lencana_status(job.status),
        "percobaan": (Piece(str(job.percobaan), Role.MUTED),),
        "jenis": (Piece(NAMA_JOB[job.jenis]),),
        "kehadiran": (Piece(NAMA_KEHADIRAN.get(job.kehadiran or 0, "")),),
        "http": (Piece("" if job.http is None else str(job.http), Role.MUTED),),
        "kode": (Piece(outside(job.kode or "", 12), Role.MUTED),),
        "pesan": tuple(said),
        "dicoba": (
            Piece("" if job.dicoba is None else times.clock(job.dicoba, zona, seconds=True), Role.MUTED),
        ),
    }
    for name in ("tiket", "no_urut", "poli", "dokter", "jam", "alasan", "no_kunjungan"):
        cells[name] = (Piece(outside(getattr(job, name), 80), Role.PLAIN),)
    wanted = KOLOM[None] + KOLOM[job.jenis]
    return Baris(job.id, {name: cells[name] for name in wanted})


# ---------------------------------------------------------------- filter, cards ----
def saringan_status(saring: SaringJob) -> SaringStatus | None:
    """Which word of the status filter stands for a filter; ``None`` for a single stored status."""
    return next((word for word in SaringStatus if word.status == saring.status), None)


def nama_jenis(jenis: JenisJob | None) -> str:
    """A type of job, or all of them."""
    return texts_monitor.SEMUA_JENIS if jenis is None else NAMA_JOB[jenis]


def baris_saring(saring: SaringJob, today: date, width: int) -> Line:
    """The line of filters with their keys; words shorten where room is short."""
    day = saring.day or (None if saring.semua_tanggal else today)
    when = texts_monitor.SEMUA_TANGGAL if day is None else times.day_of(day)
    word = saringan_status(saring)
    status = texts_monitor.SARING_STATUS[word] if word is not None else texts_monitor.KELOMPOK_SEMPIT
    if saring.teks is not None:
        status = texts_monitor.KELOMPOK_SEMPIT
    for short in (0, 1, 2):
        name = nama_jenis(saring.jenis)
        shown = when
        if day is not None and short:
            shown = when.rpartition(" ")[0] if short == 1 else day.strftime("%d-%m")
        line: Line = (
            Piece("[p]", Role.KEY),
            Piece(f" {name}", Role.STRONG),
            Piece("  [t]", Role.KEY),
            Piece(f" {shown}", Role.STRONG if day != today else Role.PLAIN),
            Piece("  [f]", Role.KEY),
            Piece(f" {status}", Role.PLAIN if word is SaringStatus.SEMUA else Role.STRONG),
        )
        if length(line) <= width:
            return line
    return crop(line, width)


KARTU_ROLE = (Role.STRONG, Role.WARN, Role.GOOD, Role.BAD)
KARTU_SARING = (
    SaringStatus.SEMUA,
    SaringStatus.BELUM_DIPROSES,
    SaringStatus.TERKIRIM,
    SaringStatus.TIDAK_TERKIRIM,
)
"""The list each card opens."""
KARTU_STATUS = tuple(word.status for word in KARTU_SARING)


def ribuan(number: int) -> str:
    """A count with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def _jumlah(hitung: HitungJob) -> tuple[str, ...]:
    """The four numbers; a plus behind one says that there may be more."""
    more = hitung.sedikitnya
    parts = (("menunggu", hitung.menunggu), ("berhasil", hitung.berhasil), ("gagal", hitung.gagal))
    told = ((bool(more), hitung.total), *((name in more, number) for name, number in parts))
    return tuple(texts_monitor.sedikitnya(ribuan(n)) if open_end else ribuan(n) for open_end, n in told)


def kartu(
    hitung: HitungJob | None,
    saring: SaringJob,
    width: int,
    *,
    tinggi: bool,
    nama: tuple[str, ...] = texts_monitor.KARTU,
    status: tuple[frozenset[StatusJob] | None, ...] = KARTU_STATUS,
) -> tuple[Line, ...]:
    """The four cards in equal places: one row, or with *tinggi* two; the one that is shown is marked."""
    counts = ("",) * 4 if hitung is None else _jumlah(hitung)
    size = max(10, width // 4)
    top: list[Piece] = []
    below: list[Piece] = []
    for number, name in enumerate(nama):
        on = saring.teks is None and status[number] == saring.status
        role = KARTU_ROLE[number]
        bar = Piece(symbols.BAR if on else "│", Role.MARK if on else Role.RULE)
        head = f"{number + 1} "
        if tinggi:
            top += [bar, Piece(head, Role.KEY), Piece(pad(name, size - 3), Role.STRONG if on else Role.MUTED)]
            below += [bar, Piece(pad(f"  {counts[number]}", size - 1), role)]
        else:
            room = size - 3
            text = cut(name, max(0, room - len(counts[number]) - 1)) + " "  # a number cut is another number
            top += [bar, Piece(head, Role.KEY), Piece(text, Role.STRONG if on else Role.MUTED)]
            top.append(Piece(pad(counts[number], room - len(text)), role))
    return (tuple(top), tuple(below)) if tinggi else (tuple(top),)


# ------------------------------------------------------------------------ reason ----
def arti(job: BarisPantau) -> tuple[str, str, str] | None:
    """A failure explained: what it means, who fixes it, what to press; ``None`` when nothing is wrong."""
    if job.status not in FAILED_JOB and (not job.pesan or job.status is StatusJob.TERKIRIM):
        return None
    kode = jelaskan(
        str(job.kelas or ""), job.sebab, job.pesan, kedaluwarsa=job.status is StatusJob.KEDALUWARSA
    )
    return PENJELASAN[kode]


def alasan(job: BarisPantau | None, width: int) -> tuple[Line, ...]:
    """Three rows below the table: BPJS' own words for the current row, what they mean, what to press."""
    if job is None:
        return ((), (), ())
    words = arti(job)
    who = f"#{job.id} {outside(job.norm, 20)} {outside(job.nama, 40)}"
    if words is None:
        told = texts_monitor.MASIH_BERJALAN if job.status is not StatusJob.TERKIRIM else ""
        return (
            crop((Piece(f" {who}", Role.STRONG), Piece(f"  {told}", Role.MUTED)), width),
            (),
            (),
        )
    said = mask_numbers(outside(job.pesan, 400)) or texts.TANPA_PESAN
    source = texts.BPJS if job.dari_bpjs else texts.BUKAN_BPJS
    return (
        crop((Piece(f" {source}: ", Role.MUTED), Piece(said, Role.BAD)), width),
        crop((Piece(f" {texts_monitor.ARTI}: ", Role.MUTED), Piece(words[0])), width),
        _tekan(words, width),
    )


def _tekan(words: tuple[str, str, str], width: int) -> Line:
    """What to press, and who has to, where that fits too."""
    line: Line = (Piece(f" {texts_monitor.TEKAN}: ", Role.MUTED), Piece(words[2], Role.GOOD))
    longer: Line = (*line, Piece(f"  ({words[1].rstrip('.')})", Role.MUTED))
    return longer if length(longer) <= width else crop(line, width)


def umur(read_at: int | None, zona: str, failing: bool) -> Line:
    """How old the data is, or that reading fails."""
    when = texts.data_per(times.clock(read_at, zona, seconds=True)) if read_at is not None else ""
    if failing:
        link = f" {symbols.DASH} " if when else ""
        return (Piece(when, Role.MUTED), Piece(f"{link}{texts_monitor.GAGAL_BACA}", Role.BAD))
    return (Piece(when, Role.MUTED),)


def baca_tanggal(text: str, today: date) -> date | None:
    """Read a date a person typed: ``20-11-2026``, ``20/11``, ``2026-11-20``; raises :class:`ValueError`.

    Nothing typed is ``None``: all dates.
    """
    parts = text.strip().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    if parts == [""]:
        return None
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(text)
    numbers = [int(part) for part in parts]
    if len(numbers) == 3 and len(parts[0]) == 4:
        return date(*numbers)
    day = numbers[0]
    month = numbers[1] if len(numbers) > 1 else today.month
    year = numbers[2] if len(numbers) > 2 else today.year
    return date(year + 2000 if year < 100 else year, month, day)
