"""Why a card is red and what to do about it: the panel below the list, the one beside it, the full text."""

from __future__ import annotations

from collections.abc import Mapping

from deka_tui import texts
from deka_tui.presenters import symbols, times
from deka_tui.presenters.kartu import badge_line, penjamin_kartu, umur_kelamin
from deka_tui.presenters.pieces import Line, Piece, Role, outside, wrap
from shared.domain.badges import Keadaan, ada_nomor, badge, keadaan
from shared.domain.records import JobRingkas, Kartu, Percobaan
from shared.domain.resend import perlu_bpjs
from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, Kelas, StatusAntrean
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB

Attempts = Mapping[int, tuple[Percobaan, ...]]
"""Attempts by job id, oldest first."""

_UNDO = frozenset({JenisJob.BATAL_ANTREAN, JenisJob.HAPUS_PENDAFTARAN, JenisJob.HAPUS_KUNJUNGAN})


def identity_line(kartu: Kartu) -> Line:
    """Who a dialog is about: ticket, name, age and sex, room."""
    parts = [Piece(outside(kartu.tiket, 12), Role.ACCENT), Piece(f"  {outside(kartu.nama, 40)}")]
    if who := umur_kelamin(kartu):
        parts.append(Piece(f"  {who}", Role.MUTED))
    return (*parts, Piece(f"  {outside(kartu.ruangan, 24)}", Role.MUTED))


def states_line(kartu: Kartu) -> Line:
    """The badges P and A side by side."""
    return (*badge_line(badge("P", kartu.p)), Piece("  "), *badge_line(badge("A", kartu.a)))


def undo_jobs(kartu: Kartu) -> tuple[JobRingkas, ...]:
    """The jobs that take a cancelled ticket back at BPJS."""
    return tuple(job for job in kartu.lain if job.jenis in _UNDO)


def reason(letter: str, job: JobRingkas) -> str:
    """What is wrong with a failed job, in BPJS' own words or marked as ours."""
    message = outside(job.pesan) or texts.TANPA_PESAN
    return texts.gagal_bpjs(letter, message) if job.dari_bpjs else texts.gagal_kami(letter, message)


def failures(kartu: Kartu, penjamin_bpjs: int) -> tuple[tuple[str, JobRingkas], ...]:
    """The failed jobs behind the badges, by letter; a failed undo has the letter of what it undoes."""
    if kartu.penjamin_id != penjamin_bpjs:
        return ()
    if kartu.status is StatusAntrean.BATAL:
        return tuple(
            ("A" if job.jenis is JenisJob.BATAL_ANTREAN else "P", job)
            for job in undo_jobs(kartu)
            if job.status in FAILED_JOB
        )
    pairs = (("P", kartu.p), ("A", kartu.a))
    return tuple((letter, job) for letter, job in pairs if job is not None and keadaan(job) is Keadaan.GAGAL)


def hint(kartu: Kartu, penjamin_bpjs: int) -> Piece:
    """What to do next, after the product's own table; a known cause has a better answer."""
    if kartu.penjamin_id != penjamin_bpjs:
        return Piece(texts.UMUM_TANPA_JOB, Role.MUTED)
    if kartu.status is StatusAntrean.BATAL:
        return _hint_cancelled(kartu)
    if not perlu_bpjs(kartu, penjamin_bpjs):
        return Piece(texts.BUKAN_RAWAT_JALAN, Role.MUTED)
    p, a = keadaan(kartu.p), keadaan(kartu.a)
    failed = [job for _, job in failures(kartu, penjamin_bpjs)]
    if failed:
        return Piece(_hint_failed(failed[0], p, a), Role.WARN)
    if Keadaan.PROSES in (p, a):
        return Piece(texts.SARAN_PROSES, Role.MUTED)
    if Keadaan.TIDAK_ADA in (p, a):
        return Piece(texts.SARAN_NA, Role.WARN)
    if not ada_nomor(kartu.no_antrean_pcare):
        return Piece(texts.SARAN_NOMOR, Role.WARN)
    return Piece(texts.SARAN_OK, Role.GOOD)


def _hint_cancelled(kartu: Kartu) -> Piece:
    states = {job.status for job in undo_jobs(kartu)}
    if states & FAILED_JOB:
        return Piece(texts.BATAL_GAGAL, Role.BAD)
    if states & LIVE_JOB:
        return Piece(texts.BATAL_BERJALAN, Role.WARN)
    return Piece(texts.BATAL_URUNG, Role.MUTED)


def _hint_failed(job: JobRingkas, p: Keadaan, a: Keadaan) -> str:
    message = job.pesan.lower()
    if job.kelas is Kelas.PESERTA and "skrining" in message:
        return texts.SARAN_SKRINING
    if job.kelas is Kelas.PESERTA and "aktif" in message:
        return texts.SARAN_TIDAK_AKTIF
    if job.kelas is not None and job.kelas in texts.SARAN_KELAS and job.kelas is not Kelas.DATA:
        return texts.SARAN_KELAS[job.kelas]
    if p is Keadaan.GAGAL:
        return texts.SARAN_PA if a is Keadaan.GAGAL else texts.SARAN_P
    return texts.SARAN_A


def _wrapped(text: str, width: int, lines: int, head: str, role: Role = Role.BAD) -> list[Line]:
    """Wrap *text*, whose first words *head* stand out."""
    rows: list[Line] = []
    for index, row in enumerate(wrap(text, width, lines)):
        if index == 0 and row.startswith(head):
            rows.append((Piece(head, role), Piece(row[len(head) :])))
        else:
            rows.append((Piece(row),))
    return rows


def strip_panel(kartu: Kartu | None, penjamin_bpjs: int, *, width: int, height: int) -> tuple[Line, ...]:
    """The panel below the list: *height* lines of *width* cells.

    It names no ticket: cards in the same state give the same lines, so that moving between them
    draws nothing.
    """
    rows: list[Line] = []
    if kartu is None:
        rows.append((Piece(texts.PANEL_KOSONG, Role.MUTED),))
    else:
        failed = failures(kartu, penjamin_bpjs)
        sayings = [reason(letter, job) for letter, job in failed]
        budget = height - 1
        for index, saying in enumerate(sayings):
            later = len(sayings) - index - 1
            letter = failed[index][0]
            found = _wrapped(saying, width, max(1, budget - later), f"{letter}: Gagal")
            rows += found
            budget -= len(found)
        advice = hint(kartu, penjamin_bpjs)
        left = max(1, height - len(rows))
        rows += [
            (Piece(f"{symbols.ARROW} " if i == 0 else "  ", advice.role), Piece(row, advice.role))
            for i, row in enumerate(wrap(advice.text, width - 2, left))
        ]
    rows = rows[:height]
    return tuple(rows + [()] * (height - len(rows)))


def side_panel(
    kartu: Kartu | None, attempts: Attempts, penjamin_bpjs: int, zona: str, *, width: int, height: int
) -> tuple[Line, ...]:
    """The panel beside the list: the ticket, its jobs, their last attempts, and what to do."""
    rows: list[Line] = []
    if kartu is None:
        rows = [(Piece(texts.PANEL_KOSONG, Role.MUTED),)]
    else:
        rows += _identity(kartu, zona, width)
        rows.append(())
        advice = hint(kartu, penjamin_bpjs)
        rows += [
            (Piece(f"{symbols.ARROW} " if i == 0 else "  ", advice.role), Piece(row, advice.role))
            for i, row in enumerate(wrap(advice.text, width - 2, 4))
        ]
        if kartu.penjamin_id == penjamin_bpjs:
            rows += _jobs(kartu, attempts, zona, width)
    rows = rows[:height]
    return tuple(rows + [()] * (height - len(rows)))


def _identity(kartu: Kartu, zona: str, width: int) -> list[Line]:
    rows: list[Line] = [(Piece(outside(kartu.tiket, 12), Role.ACCENT),)]
    rows += [(Piece(row, Role.STRONG),) for row in wrap(outside(kartu.nama), width, 2)]
    facts = [
        f" {symbols.MIDDOT} ".join(
            filter(None, [umur_kelamin(kartu), f"{texts.RM} {outside(kartu.norm, 16)}"])
        ),
        penjamin_kartu(kartu),
        outside(kartu.ruangan, 40),
        "  ".join(filter(None, [outside(kartu.dokter, 40), outside(kartu.jam, 16)])),
        texts.terdaftar_pada(times.clock(kartu.dibuat, zona)) if kartu.dibuat else "",
    ]
    if kartu.panggilan:
        when = f" {times.clock(kartu.dipanggil, zona)}" if kartu.dipanggil else ""
        facts.append(texts.dipanggil(kartu.panggilan, outside(kartu.loket, 12)).capitalize() + when)
    for fact in filter(None, facts):
        rows += [(Piece(row, Role.MUTED),) for row in wrap(fact, width, 2)]
    return rows


def _letter(job: JobRingkas) -> str:
    return {JenisJob.PENDAFTARAN: "P", JenisJob.TAMBAH_ANTREAN: "A"}.get(job.jenis, "")


def _jobs(kartu: Kartu, attempts: Attempts, zona: str, width: int) -> list[Line]:
    rows: list[Line] = []
    for job in kartu.jobs:
        rows.append(())
        letter = _letter(job)
        name = (Piece(NAMA_JOB[job.jenis], Role.STRONG),)
        rows.append(
            (*badge_line(badge(letter, job)), Piece(" "), *name) if letter else (*name, *_status(job))
        )
        facts = [texts.banyak_percobaan(job.percobaan) if job.percobaan else ""]
        facts += [f"HTTP {job.http}" if job.http else "", f"kode {outside(job.kode, 12)}" if job.kode else ""]
        if line := f" {symbols.MIDDOT} ".join(filter(None, facts)):
            rows.append((Piece(line, Role.MUTED),))
        if job.pesan and job.status in FAILED_JOB | LIVE_JOB:
            source = f"{texts.BPJS}: " if job.dari_bpjs else ""
            mark = "" if job.dari_bpjs else f" {texts.BUKAN_BPJS}"
            rows += [(Piece(row),) for row in wrap(f"{source}{outside(job.pesan)}{mark}", width, 5)]
        for attempt in attempts.get(job.id, ())[-3:]:
            rows.append((Piece(_attempt(attempt, zona), Role.MUTED),))
    return rows


def _status(job: JobRingkas) -> Line:
    role = Role.BAD if job.status in FAILED_JOB else Role.MUTED
    return (Piece("  "), Piece(NAMA_STATUS_JOB[job.status], role))


def _attempt(attempt: Percobaan, zona: str) -> str:
    parts = [
        f"#{attempt.no}",
        times.clock(attempt.mulai, zona, seconds=True),
        outside(attempt.oleh or attempt.asal, 16),
        f"HTTP {attempt.http}" if attempt.http else "",
        outside(attempt.kode or "", 12),
    ]
    return "  ".join(filter(None, parts))


def full_text(kartu: Kartu, attempts: Attempts | None, penjamin_bpjs: int, zona: str) -> str:
    """Everything there is to say about a ticket's jobs, as plain lines to scroll and to copy.

    *attempts* is ``None`` while they are being read.
    """
    head = [
        f"#{outside(kartu.tiket, 12)}  {outside(kartu.nama)}  {umur_kelamin(kartu)}".rstrip(),
        f" {symbols.MIDDOT} ".join(
            filter(
                None,
                [
                    f"{texts.RM} {outside(kartu.norm, 16)}",
                    penjamin_kartu(kartu),
                    outside(kartu.dokter),
                    outside(kartu.ruangan),
                ],
            )
        ),
        f"{symbols.ARROW} {hint(kartu, penjamin_bpjs).text}",
    ]
    blocks = ["\n".join(head)]
    for job in kartu.jobs:
        blocks.append("\n".join(_job_text(job, attempts, zona)))
    return "\n\n".join(blocks)


def _job_text(job: JobRingkas, attempts: Attempts | None, zona: str) -> list[str]:
    letter = _letter(job)
    status = badge(letter, job).teks if letter else NAMA_STATUS_JOB[job.status]
    rows = [f"{NAMA_JOB[job.jenis]}  {symbols.MIDDOT}  {status}"]
    if job.pesan:
        source = texts.BPJS if job.dari_bpjs else texts.APP
        mark = "" if job.dari_bpjs else f" {texts.BUKAN_BPJS}"
        rows.append(f"  {source}: {outside(job.pesan, 2000)}{mark}")
    if attempts is None:
        return [*rows, f"  {texts.MEMUAT_RINCI}"]
    found = attempts.get(job.id, ())
    if not found:
        rows.append(f"  {texts.BELUM_ADA_PERCOBAAN}")
    for attempt in found:
        ended = (
            texts.MASIH_BERJALAN
            if attempt.selesai is None
            else f"{(attempt.selesai - attempt.mulai) / 1000:.1f} dtk"
        )
        rows.append(f"  {_attempt(attempt, zona)}  {ended}")
        if attempt.pesan and attempt.pesan != job.pesan:
            rows.append(f"      {outside(attempt.pesan, 2000)}")
    return rows
