"""The list of one type of resource: columns, rows, filter, the reason below; a row in full. Only lines."""

from __future__ import annotations

from datetime import date

from deka_tui import texts, texts_monitor
from deka_tui import texts_satusehat as words
from deka_tui.presenters import dasbor, detail_job, pantau, tabel, times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, length, outside, wrap
from deka_tui.presenters.tabel import Baris, Kolom
from shared.domain.masking import mask_numbers
from shared.domain.pantau import KOLOM, BarisPantau, HitungJob, SaringJob
from shared.domain.records import Percobaan
from shared.domain.satusehat_isu import baca_isu_teks
from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, StatusJob
from shared.domain.sumber import TIPE, Keadaan
from shared.domain.sumber_tampil import DetailSumber
from shared.texts_pantau import JUDUL_KOLOM
from shared.texts_satusehat import JELAS_SATUSEHAT, NAMA_HASIL, NAMA_KEADAAN, rinci_keadaan
from shared.texts_satusehat_aturan import jelaskan_isu

BELUM = LIVE_JOB | {StatusJob.TERTAHAN}
TERKIRIM = frozenset({StatusJob.TERKIRIM})
SARING: tuple[frozenset[StatusJob] | None, ...] = (None, FAILED_JOB, BELUM, TERKIRIM)
"""What each word of the status filter stands for."""
KARTU: tuple[frozenset[StatusJob] | None, ...] = (None, BELUM, TERKIRIM, FAILED_JOB)
"""The list each of the four counts opens."""

BADGE: dict[Keadaan, Role] = {
    Keadaan.TERKIRIM: Role.BADGE_GREEN,
    Keadaan.GAGAL: Role.BADGE_RED,
    Keadaan.PROSES: Role.BADGE_BLUE,
    Keadaan.SIAP: Role.BADGE_RED,
    Keadaan.MENUNGGU: Role.BADGE_RED,
    Keadaan.TERTAHAN: Role.BADGE_RED,
}

_BENTUK: dict[str, tuple[int, int, int, int]] = {
    # least cells, rank, share of what is left, most cells
    "tanggal": (10, 6, 0, 10),
    "norm": (8, 2, 0, 12),
    "nama": (14, 1, 3, 30),
    "status": (22, 0, 0, 22),
    "lokal": (12, 3, 1, 24),
    "judul": (14, 1, 3, 36),
    "induk": (10, 7, 1, 20),
    "ihs": (12, 7, 2, 36),
    "hasil": (15, 5, 0, 15),
    "no_registrasi": (18, 2, 1, 24),
    "kode_klinis": (7, 3, 0, 10),
    "nilai": (10, 3, 1, 20),
    "peran": (10, 8, 1, 20),
    "waktu": (16, 6, 0, 16),
    "status_remote": (11, 7, 0, 11),
    "kfa": (9, 4, 0, 9),
    "jumlah": (8, 5, 0, 14),
    "poli": (10, 6, 1, 18),
    "dokter": (12, 8, 1, 22),
    "http": (4, 9, 0, 4),
    "pesan": (16, 1, 6, 200),
    "dicoba": (8, 8, 0, 8),
}
_RIGHT = frozenset({"http"})


def kolom(jenis: JenisJob | None) -> tuple[Kolom, ...]:
    """The table's columns for a type of resource."""
    made = []
    for name in KOLOM.get(jenis, ()) if jenis in TIPE else ("tanggal", "status", "pesan"):
        least, rank, share, most = _BENTUK[name]
        title = words.JUDUL_PENDEK.get(name, JUDUL_KOLOM[name])
        made.append(Kolom(name, title, least, rank, share, most, kanan=name in _RIGHT))
    return tuple(made)


def lencana(job: BarisPantau) -> Line:
    """The badge of a row: sign and word; a refusal also has its HTTP code, a question its own sign."""
    state = job.keadaan
    failed = state is Keadaan.GAGAL
    # A search that finds nobody answers 200: that is no code of a failure.
    code = f" {job.http}" if failed and job.http is not None and job.http >= 400 else ""
    sign = words.TANDA_TANYA if failed and job.sebab == "tanya" else words.TANDA[state]
    return tabel.lencana(f"{sign} {NAMA_KEADAAN[state]}{code}", BADGE[state])


def pesan(job: BarisPantau) -> tuple[str, Role]:
    """What there is to say of a row: SatuSehat's words, or what it waits for."""
    if job.pesan and job.keadaan is not Keadaan.TERKIRIM:
        return mask_numbers(outside(job.pesan, 300)), Role.BAD if job.status in FAILED_JOB else Role.MUTED
    return outside(rinci_keadaan(job.keadaan, job.menunggu), 200), Role.WARN


def _moment(text: str) -> str:
    """A FHIR date and time without zone and seconds."""
    return outside(text, 40)[:16].replace("T", " ")


def baris(job: BarisPantau, zona: str) -> Baris:
    """A row of the table."""
    said, role = pesan(job)
    pieces: list[Piece] = []
    if job.ditahan_oleh:
        who = texts_monitor.DISUNTING.format(siapa=outside(job.ditahan_oleh, 24))
        pieces.append(Piece(f"[{who}] ", Role.WARN))
    pieces.append(Piece(said, role))
    cells: dict[str, Line] = {
        "tanggal": (Piece(pantau.tanggal_pendek(job.tanggal), Role.MUTED),),
        "norm": (Piece(outside(job.norm, 20), Role.ACCENT),),
        "status": lencana(job),
        "http": (Piece("" if job.http is None else str(job.http), Role.MUTED),),
        "pesan": tuple(pieces),
        "dicoba": (
            Piece("" if job.dicoba is None else times.clock(job.dicoba, zona, seconds=True), Role.MUTED),
        ),
        "hasil": (Piece(NAMA_HASIL.get(job.hasil, outside(job.hasil, 20))),),
        "waktu": (Piece(_moment(job.waktu), Role.MUTED),),
        "ihs": (Piece(outside(job.ihs, 64), Role.MUTED),),
    }
    for name in KOLOM[job.jenis]:
        if name not in cells:
            cells[name] = (Piece(outside(str(getattr(job, name)), 120)),)
    return Baris(job.id, {name: cells[name] for name in KOLOM[job.jenis]})


# ------------------------------------------------------------------ filter, counts ----
def baris_saring(saring: SaringJob, lingkungan: str, today: date, width: int) -> Line:
    """The line of filters with their keys, the environment before them."""
    day = saring.day or (None if saring.semua_tanggal else today)
    name = TIPE[saring.jenis].value if saring.jenis in TIPE else words.JUDUL
    at = SARING.index(saring.status) if saring.status in SARING else 0
    status = texts_monitor.KELOMPOK_SEMPIT if saring.teks is not None else words.SARING[at]
    for level in range(4):
        when = words.SEMUA_TANGGAL
        if day is not None:
            when = times.day_of(day) if level < 2 else day.strftime("%d-%m-%y")
        line: Line = (Piece(f" {words.JUDUL} → ", Role.MUTED),) if level < 1 else (Piece(" "),)
        line += (Piece(name, Role.ACCENT), Piece(" "))
        if lingkungan and (level < 3 or lingkungan == "prod"):
            line += dasbor.lencana_lingkungan(lingkungan)
        line += (
            Piece(" [t]", Role.KEY),
            Piece(f" {when}", Role.STRONG if day is not None else Role.PLAIN),
            Piece(" [f]", Role.KEY),
            Piece(f" {status}", Role.PLAIN if saring.status is None else Role.STRONG),
        )
        if length(line) <= width:
            return line
    return crop(line, width)


def kartu(hitung: HitungJob | None, saring: SaringJob, width: int, *, tinggi: bool) -> tuple[Line, ...]:
    """The four counts; where they share a row with their numbers the words are short."""
    names = words.KARTU if tinggi or width >= 100 else words.KARTU_PENDEK
    return pantau.kartu(hitung, saring, width, tinggi=tinggi, nama=names, status=KARTU)


# ----------------------------------------------------------------- reason, detail ----
def jelas(job: BarisPantau) -> tuple[str, str, str]:
    """What a failure means, who mends it, what to press."""
    return next(
        (JELAS_SATUSEHAT[key] for key in (job.sebab, str(job.kelas or "")) if key in JELAS_SATUSEHAT),
        JELAS_SATUSEHAT["data"],
    )


_CALM = {
    Keadaan.MENUNGGU: words.MENYUSUL,
    Keadaan.TERTAHAN: words.PETAKAN,
    Keadaan.SIAP: words.SIAP,
    Keadaan.PROSES: words.PROSES,
}


def alasan(job: BarisPantau | None, width: int) -> tuple[Line, ...]:
    """Three rows below the table: what is said of the current row, what it means, what to press."""
    if job is None:
        return ((), (), ())
    name = outside(job.judul or job.nama or job.lokal, 60)
    if job.keadaan is not Keadaan.GAGAL:
        told, role = pesan(job)
        if job.keadaan is Keadaan.TERKIRIM:
            told, role = f"{words.TERTAUT} {outside(job.ihs, 64)}", Role.MUTED
        return (
            crop((Piece(f" {outside(job.lokal, 64)}  {name}", Role.STRONG),), width),
            crop((Piece(f" {told}", role),), width),
            crop((Piece(f" {_CALM.get(job.keadaan, '')}", Role.MUTED),), width),
        )
    what, who, todo = jelas(job)
    source = words.SATUSEHAT if job.dari_bpjs else words.DEKA
    said = mask_numbers(outside(job.pesan, 400)) or texts.TANPA_PESAN
    code = f" {job.http}" if job.http is not None and job.http >= 400 else ""
    return (
        crop((Piece(f" {source}{code}: ", Role.MUTED), Piece(said, Role.BAD)), width),
        crop((Piece(f" {texts_monitor.ARTI}: ", Role.MUTED), Piece(what)), width),
        crop(
            (
                Piece(f" {texts_monitor.TEKAN}: ", Role.MUTED),
                Piece(wrap(todo, max(10, width - 12), 1)[0], Role.GOOD),
                Piece(f"  ({who})", Role.MUTED),
            ),
            width,
        ),
    )


def kepala(found: DetailSumber, width: int) -> tuple[Line, ...]:
    """Three rows of a detail: the resource, what it is locally and there, its state."""
    job = found.dasar.job
    first: Line = (
        Piece(f"{found.tipe.value} ", Role.STRONG),
        Piece(f"#{job.id}  ", Role.ACCENT),
        *lencana(job),
    )
    if job.ditahan_oleh:
        held = texts_monitor.DISUNTING.format(siapa=outside(job.ditahan_oleh, 24))
        first += (Piece(f"  {held}", Role.WARN),)
    who: list[Piece] = [Piece(f"{outside(job.lokal, 64)}  ", Role.ACCENT)]
    who.append(Piece(f"{outside(job.judul or job.nama, 60)}  "))
    if job.ihs:
        who += [Piece(f"{words.IHS} ", Role.MUTED), Piece(outside(job.ihs, 64), Role.GOOD)]
    state: list[Piece] = []
    for name, value in (
        (texts_monitor.TANGGAL, pantau.tanggal_pendek(job.tanggal)),
        (texts_monitor.HTTP_CODE, "-" if job.http is None else str(job.http)),
        (texts_monitor.PERCOBAAN, str(job.percobaan)),
        (words.ATURAN.capitalize(), outside(job.kode or "-", 24)),
    ):
        state += [Piece(f"{name} ", Role.MUTED), Piece(f"{value}  ")]
    return (crop(first, width), crop(tuple(who), width), crop(tuple(state), width))


def sebab(found: DetailSumber, attempt: Percobaan | None, width: int, rows: int) -> tuple[Line, ...]:
    """What is wrong with a row and what to do: the issues of the answer shown, else its class; waits."""
    blocks: list[tuple[str, str, Role]] = []
    job = found.dasar.job
    issues = baca_isu_teks(attempt.response) if attempt is not None and attempt.response else ()
    issues = tuple(one for one in issues if one.severity not in ("information", "warning"))
    if issues and job.keadaan is Keadaan.GAGAL:
        one = issues[0]
        what, who, todo = jelaskan_isu(one, found.tipe.value)
        known = not one.rule or str(one.rule) in one.words
        rule = "" if known else f" ({words.ATURAN} {one.rule})"
        more = f" 1/{len(issues)}" if len(issues) > 1 else ""
        blocks = [
            (f"{words.SATUSEHAT}{more}", mask_numbers(outside(one.words, 600)) + rule, Role.BAD),
            (texts_monitor.ARTI, what, Role.PLAIN),
            (texts_monitor.SIAPA, who, Role.PLAIN),
            (words.LAKUKAN, todo, Role.GOOD),
        ]
    elif found.dasar.penjelasan is not None and job.keadaan is Keadaan.GAGAL:
        source = words.SATUSEHAT if job.dari_bpjs else words.DEKA
        told = found.dasar.penjelasan
        blocks = [
            (source, mask_numbers(outside(job.pesan, 800)) or texts.TANPA_PESAN, Role.BAD),
            (texts_monitor.ARTI, told.arti, Role.PLAIN),
            (texts_monitor.SIAPA, told.siapa, Role.PLAIN),
            (texts_monitor.TEKAN, told.tekan, Role.GOOD),
        ]
    elif job.keadaan in _CALM:
        waits = ", ".join(outside(one, 80) for one in found.menunggu)
        told_ = waits or rinci_keadaan(job.keadaan, job.menunggu)
        if told_:
            blocks.append((words.MENUNGGU, told_, Role.WARN))
        blocks.append((words.SATUSEHAT, _CALM[job.keadaan], Role.MUTED))
    if found.pertanyaan_id is not None:
        blocks.append((words.JUDUL_TANYA, words.ADA_TANYA, Role.WARN))
    if found.lint and job.keadaan is not Keadaan.TERKIRIM:
        said = "; ".join(f"{outside(one.jalur, 80)} {outside(one.pesan, 120)}" for one in found.lint[:3])
        blocks.append((words.keraguan(len(found.lint)), said, Role.WARN))
    return detail_job.blok(blocks, width, rows)


def jalur_ragu(found: DetailSumber, attempt: Percobaan | None) -> tuple[tuple[str, str], ...]:
    """Every path that is doubted or was refused, with what is said of it; each path once."""
    spots: dict[str, str] = {}
    if attempt is not None and attempt.response and found.dasar.job.keadaan is Keadaan.GAGAL:
        for issue in baca_isu_teks(attempt.response):
            for path in issue.expression:
                head, _, rest = path.partition(".")
                spots.setdefault(
                    rest if head == found.tipe.value and rest else path, outside(issue.words, 300)
                )
    for one in found.lint:
        spots.setdefault(one.jalur, outside(one.pesan, 300))
    return tuple(spots.items())
