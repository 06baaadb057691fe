"""The worker's side of a job: claim it for one attempt, and settle what became of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.answers import Layanan, Request
from shared.domain.failures import Sebab, Vonis
from shared.domain.records import JobKlaim
from shared.domain.retries import (
    BUDGET,
    COLLISIONS,
    QUEUE_JOBS,
    Bacaan,
    Langkah,
    backoff,
    langkah,
    langkah_baca,
)
from shared.domain.satusehat_jawaban import FhirRequest
from shared.domain.status import JenisJob, Kelas, Periksa, StatusAntrean, StatusJob
from shared.domain.sumber import PRIORITAS_AWAL
from shared.domain.sumber_langkah import HasilFhir
from shared.services import sumber_kirim, urutan
from shared.services.errors import DekaError
from shared.services.konteks import Konteks
from shared.services.tugas import Hasil as Hasil
from shared.services.tugas import TidakTersusun as TidakTersusun
from shared.services.tugas import Tugas as Tugas
from shared.storage import attempts, claims, counters, due, gates, jobs, links, tickets, visits
from shared.texts import sentence

BREAK_AFTER = 5
"""Failures in a row after which a gate breaks."""
BREAK_MS = 15_000
"""First pause of a broken gate; it doubles with each failed probe."""
_CLOCK_PROBE_MS = 5 * 60_000

_FORWARD = {
    JenisJob.HAPUS_PENDAFTARAN: JenisJob.PENDAFTARAN,
    JenisJob.BATAL_ANTREAN: JenisJob.TAMBAH_ANTREAN,
}


_ONE_AT_A_TIME = (JenisJob.KUNJUNGAN, JenisJob.HAPUS_KUNJUNGAN)
"""Visits sent side by side by one clinic collide on PCare's number (``PK_DatKunjungan``)."""
_DRIFT = 60


def batas(ctx: Konteks, service: str) -> gates.Batas:
    """Return the limits the settings put on a service."""
    bpjs, sehat = ctx.settings.bpjs, ctx.settings.satusehat
    if service == Layanan.SATUSEHAT:
        return gates.Batas(sehat.bersamaan, sehat.laju)
    if service == Layanan.PCARE:
        return gates.Batas(bpjs.bersamaan_pcare, bpjs.laju_pcare)
    return gates.Batas(bpjs.bersamaan_antrean, bpjs.laju_antrean)


def klaim(
    ctx: Konteks, job_id: int, pekerja: str, sewa: int, susun: Callable[[JobKlaim], Request | FhirRequest]
) -> Tugas | None:
    """Claim a due job and write down its attempt, or return ``None`` when there is nothing to do.

    *susun* builds the request from the claim; what it cannot build ends the job at once. When this
    returns, the attempt and its body are committed: only then may a byte leave.
    """
    return ctx.bersama(lambda conn: _take(ctx, conn, job_id, pekerja, sewa, susun))


def _take(
    ctx: Konteks,
    conn: Any,
    job_id: int,
    pekerja: str,
    sewa: int,
    susun: Callable[[JobKlaim], Request | FhirRequest],
) -> Tugas | None:
    # Ticket first, then job: the order in which a counter takes them.
    tickets.lock_ticket_of(conn, job_id)
    claim = claims.claim(conn, job_id, pekerja, sewa)
    if claim is None or _superfluous(conn, claim):
        return None
    try:
        request = susun(claim)
    except TidakTersusun as error:
        attempts.begin_attempt(conn, claim, "", None)
        vonis = Vonis(error.kelas, Sebab.LAIN)
        _settle(ctx, conn, claim, Hasil(vonis), pesan=sentence(_lacks(claim), rinci=error.rinci))
        return None
    except Exception as error:  # a row that cannot be built must not be tried for ever
        attempts.begin_attempt(conn, claim, "", None)
        words = sentence("deka_galat", jenis=type(error).__name__)
        _settle(ctx, conn, claim, Hasil(Vonis(Kelas.DATA)), pesan=words)
        return None
    if sumber_kirim.menunggu(conn, claim, request.method):
        return None
    # Asked last: what is not going to be sent must not use up the probe of a broken gate.
    serial = _ONE_AT_A_TIME if claim.jenis in _ONE_AT_A_TIME else ()
    service = layanan(claim.jenis)
    leave = gates.may_pass(
        conn, claim.faskes_id, service, batas(ctx, service), job_id=claim.id,
        baca=claim.periksa is not Periksa.KIRIM, serial=serial,
    )  # fmt: skip
    if not leave.boleh:
        claims.hand_back(conn, claim, leave.tunda)
        return None
    payload = claim.muatan_id
    if request.body and payload is None:
        payload = attempts.add_payload(conn, claim.id, request.body, asal="tiket", baru=claim.fence == 1)
    shown = request.body or f"{request.method} {request.path}"
    attempts.begin_attempt(conn, claim, shown, payload)
    sumber_kirim.akan_kirim(conn, claim, request.method)
    return Tugas(claim, request)


def kembalikan(ctx: Konteks, klaim: JobKlaim) -> None:
    """Undo a claim, its attempt included, of which not one byte was sent."""

    def write(conn: Any) -> None:
        if klaim.tiket is not None:
            tickets.lock_ticket(conn, klaim.tiket.antrean_id)
        if claims.hand_back(conn, klaim, 0):
            attempts.withdraw_attempt(conn, klaim.id, klaim.fence)

    ctx.bersama(write)


def _lacks(claim: JobKlaim) -> str:
    return "deka_isi" if claim.sumber is None else "deka_satusehat_isi"


def _superfluous(conn: Any, claim: JobKlaim) -> bool:
    """Drop what must not be sent any more.

    That is the send of a ticket cancelled meanwhile, and an undo whose registration a later
    ticket of the same card has taken over.
    """
    if claim.tiket is None:
        return False
    forward = _FORWARD.get(claim.jenis)
    if forward is not None:
        heir = links.successor(conn, claim.tiket.antrean_id, forward)
        words = "" if heir is None else sentence("deka_digantikan", tiket=heir)
    else:
        cancelled = claim.tiket.status is StatusAntrean.BATAL and claim.jenis in _FORWARD.values()
        words = sentence("deka_dibatalkan") if cancelled and claim.periksa is Periksa.KIRIM else ""
    if not words:
        return False
    attempts.begin_attempt(conn, claim, "", None)
    attempts.end_attempt(
        conn, claim.id, claim.fence, http=None, kode=None, pesan=words, kelas="dibatalkan", response=""
    )
    return claims.settle(
        conn, claim, Langkah(StatusJob.DIBATALKAN), kelas=None, sebab="", http=None, kode=None,
        pesan=words, dari_bpjs=False,
    )  # fmt: skip


def selesaikan(ctx: Konteks, klaim: JobKlaim, hasil: Hasil | HasilFhir, *, sidik: str = "") -> bool:
    """Write an attempt's outcome: attempt, job, ticket, gate and what follows, in one transaction.

    Returns ``False`` when a later attempt has the job by now; the attempt's own row is completed
    all the same. *sidik* is the fingerprint of the credentials the attempt was sent with.
    """

    def write(conn: Any) -> bool:
        if klaim.sumber is not None:
            sent = hasil if isinstance(hasil, HasilFhir) else sumber_kirim.dari_umum(hasil.vonis)
            return sumber_kirim.selesaikan(conn, klaim, sent, sidik)
        assert isinstance(hasil, Hasil)  # noqa: S101 - the senders of BPJS make nothing else
        return _settle(ctx, conn, klaim, hasil, sidik=sidik)

    return ctx.bersama(write)


def _next(klaim: JobKlaim, hasil: Hasil) -> tuple[Langkah, int]:
    chance = random.random()  # noqa: S311 - jitter
    reading = hasil.bacaan
    again = klaim.periksa is not Periksa.KIRIM
    if reading is None and again and hasil.vonis.kelas in (Kelas.SEMENTARA, Kelas.KREDENSIAL):
        # A queue job is read back by sending it again: not having got through tells nothing.
        reading = Bacaan(None)
    if reading is None:
        tries = klaim.anggaran
        vonis = hasil.vonis
        if vonis.kelas is Kelas.TAK_PASTI and not (vonis.sebab is Sebab.TABRAKAN and tries <= COLLISIONS):
            vonis, tries = replace(vonis, sebab=Sebab.JAWABAN_HILANG), max(klaim.baca, 1)
        return langkah(vonis, tries=tries, acak=chance), 0
    absent = klaim.absen + (1 if reading.ada is False else 0)
    step = langkah_baca(
        reading,
        tujuan=klaim.periksa,
        tries=klaim.baca,
        absen=absent,
        acak=chance,
        duplikat=klaim.kelas is Kelas.DUPLIKAT,
    )
    if step.status is StatusJob.MENUNGGU and klaim.anggaran > 1:
        # Sent more than once and never there: ever more slowly, and in the end a person looks at it.
        if klaim.anggaran >= BUDGET[Kelas.TAK_PASTI]:
            return Langkah(StatusJob.GAGAL), absent
        return Langkah(StatusJob.MENUNGGU, tunda=backoff(klaim.anggaran - 2, chance)), absent
    return step, absent


def _words(hasil: Hasil, step: Langkah) -> tuple[str, bool]:
    """Words for the card, and whether they are BPJS' own."""
    if step.status is StatusJob.TERKIRIM:
        return "", False
    if hasil.bacaan is not None and hasil.bacaan.ada is False and step.status is StatusJob.GAGAL:
        return sentence("deka_tidak_tercatat"), False
    return kata(hasil.vonis)


def kata(vonis: Vonis) -> tuple[str, bool]:
    """Words for what did not go well, and whether they are BPJS' own."""
    if vonis.pesan:
        return vonis.pesan, True
    if vonis.kelas is Kelas.KREDENSIAL:
        return sentence("deka_sandi"), False
    by_cause = {
        Sebab.JALUR: "deka_jalur",
        Sebab.GANGGUAN: "deka_gangguan",
        Sebab.JAWABAN_HILANG: "deka_jawaban_hilang",
    }
    if vonis.sebab in by_cause:
        return sentence(by_cause[vonis.sebab]), False
    return (sentence("deka_ditolak", http=vonis.http or "-") if vonis.kelas else ""), False


def _settle(
    ctx: Konteks, conn: Any, klaim: JobKlaim, hasil: Hasil, *, pesan: str | None = None, sidik: str = ""
) -> bool:
    if klaim.tiket is not None:
        tickets.lock_ticket(conn, klaim.tiket.antrean_id)
    step, absent = _next(klaim, hasil)
    words, theirs = (pesan, False) if pesan is not None else _words(hasil, step)
    vonis = hasil.vonis
    kelas = None if step.status is StatusJob.TERKIRIM else vonis.kelas
    if step.status is StatusJob.GAGAL and hasil.bacaan is not None and hasil.bacaan.ada is False:
        kelas = Kelas.DATA
    elif step.status is StatusJob.GAGAL and step.periksa is Periksa.HASIL:
        kelas = Kelas.TAK_PASTI
    elif step.status is StatusJob.TAK_PASTI and klaim.kelas is Kelas.DUPLIKAT:
        kelas = Kelas.DUPLIKAT
    began = attempts.end_attempt(
        conn,
        klaim.id,
        klaim.fence,
        http=vonis.http,
        kode=vonis.kode,
        pesan=words or vonis.pesan,
        kelas=str(vonis.kelas or "berhasil"),
        response=hasil.response,
    )
    held = claims.settle(
        conn, klaim, step, absen=absent, kelas=kelas, sebab=vonis.sebab, http=vonis.http, kode=vonis.kode,
        pesan=words, dari_bpjs=theirs,
    )  # fmt: skip
    if pesan is None:
        lapor_gerbang(conn, klaim.faskes_id, layanan(klaim.jenis), hasil, words, sidik, began)
    if held:
        _follow_visit(conn, klaim, hasil, step)
    if held and klaim.tiket is not None:
        _follow(ctx, conn, klaim, hasil, step)
    return held


def lapor_gerbang(
    conn: Any, faskes_id: int, service: str, hasil: Hasil, words: str, sidik: str, mulai: int | None = None
) -> None:
    """Tell the gate of a service what an answer says about the service, in the answer's transaction.

    *mulai*: when the attempt began, in Unix ms, if that is known.
    """
    vonis = hasil.vonis
    if hasil.drift is not None:
        far = abs(hasil.drift) > _DRIFT
        gates.note_drift(conn, faskes_id, service, round(hasil.drift) if far else None)
    if vonis.kelas is Kelas.KREDENSIAL:
        wait = _CLOCK_PROBE_MS if vonis.sebab is Sebab.JAM else None
        gates.refuse_credentials(conn, faskes_id, service, pesan=words, sidik=sidik, tunda=wait)
    elif vonis.terganggu:
        gates.failed(
            conn, faskes_id, service, batas=BREAK_AFTER, tunda=BREAK_MS, pesan=words, penyebab="bpjs"
        )
    elif gates.answered(conn, faskes_id, service, mulai):
        jobs.release(conn, faskes_id, Kelas.KREDENSIAL, layanan=service)


def _follow_visit(conn: Any, klaim: JobKlaim, hasil: Hasil, step: Langkah) -> None:
    """Keep the number of a visit, and that a deleted one is gone."""
    if klaim.kunjungan is None:
        return
    number = hasil.bacaan.nomor if hasil.bacaan is not None else hasil.vonis.nomor
    if number:
        visits.set_number(conn, klaim.kunjungan.id, number)
    if klaim.jenis is JenisJob.HAPUS_KUNJUNGAN and step.status is StatusJob.TERKIRIM:
        visits.removed(conn, klaim.kunjungan.id)


def _follow(ctx: Konteks, conn: Any, klaim: JobKlaim, hasil: Hasil, step: Langkah) -> None:
    """Do what follows from an outcome inside its ticket."""
    assert klaim.tiket is not None  # noqa: S101 - asked by the caller
    ticket = klaim.tiket.antrean_id
    number = hasil.bacaan.nomor if hasil.bacaan is not None else hasil.vonis.nomor
    if number and klaim.jenis in (JenisJob.PENDAFTARAN, JenisJob.HAPUS_PENDAFTARAN):
        stands = tickets.set_number(conn, ticket, number)
    else:
        stands = tickets.standing(conn, ticket)
    status = stands.status
    if status is StatusAntrean.BATAL:
        urutan.urungkan(ctx, conn, ticket)
    if stands.urutan and klaim.jenis is JenisJob.PENDAFTARAN and step.status is StatusJob.TERKIRIM:
        jobs.release(conn, klaim.faskes_id, Kelas.URUTAN, antrean_id=ticket)
    if klaim.jenis is JenisJob.KUNJUNGAN and hasil.vonis.kelas is Kelas.URUTAN:
        urutan.tunggu_pendaftaran(conn, klaim.id, ticket)
    if klaim.jenis is JenisJob.TAMBAH_ANTREAN and step.status is StatusJob.TERKIRIM:
        seen = stands.dipanggil is not None or status is StatusAntrean.DITERIMA
        card = tickets.card(conn, ctx.faskes.id, ticket) if seen else None
        if card is not None:
            urutan.susulkan_panggilan(ctx, conn, card)


def menyerah(ctx: Konteks, job_id: int, galat: Exception) -> None:
    """End a job that cannot be claimed because of what its row holds; otherwise it would loop for ever."""
    with ctx.tulis() as conn:
        words = (
            str(galat) if isinstance(galat, DekaError) else sentence("deka_galat", jenis=type(galat).__name__)
        )
        claims.give_up(conn, job_id, words)


def layanan(jenis: JenisJob) -> str:
    """Name the service a type of job goes to."""
    return jobs.LAYANAN[jenis].value


def jalur_putus(ctx: Konteks) -> tuple[str, ...]:
    """Name the services whose gate is broken and whose outage nobody has looked into yet."""
    with ctx.baca() as conn:
        broken = gates.all_gates(conn, ctx.faskes.id)
    return tuple(g.layanan for g in broken if g.status == gates.BROKEN and g.penyebab == "bpjs")


def salahkan_jalur(ctx: Konteks, layanan: str) -> None:
    """Write down that an outage is the clinic's own line and not BPJS."""
    with ctx.tulis() as conn:
        gates.blame_line(conn, ctx.faskes.id, layanan, sentence("deka_jalur_klinik"))


def jatuh_tempo(ctx: Konteks, banyak: int, lewati: Sequence[int] = ()) -> tuple[int, ...]:
    """Read the ids of jobs the engine may take now, most urgent first.

    SatuSehat's come after those for whom a patient waits, and no more than may be under way at a time.
    """
    with ctx.baca() as conn:
        if not ctx.settings.satusehat.diatur:
            return due.due_ids(conn, ctx.faskes.id, banyak, lewati)
        found = due.due_ids(conn, ctx.faskes.id, banyak, lewati, sampai=PRIORITAS_AWAL)
        room = banyak - len(found)
        if most := ctx.settings.satusehat.bersamaan:
            room = min(room, most - gates.under_way(conn, ctx.faskes.id, Layanan.SATUSEHAT))
        if room > 0:
            found += due.due_ids(conn, ctx.faskes.id, room, lewati, dari=PRIORITAS_AWAL)
        return found


def rawat(ctx: Konteks) -> int:
    """Do what time asks for: leases that ran out, slow retries, queue jobs of days gone by.

    Returns how many leases had run out.
    """
    with ctx.tulis() as conn:
        lost = claims.expire_leases(conn)
        claims.retry_due(conn)
        today = ctx.hari_ini(conn)
        claims.outdated(conn, ctx.faskes.id, today, sorted(QUEUE_JOBS), sentence("deka_kedaluwarsa"))
        if counters.needs_fold(conn):
            counters.fold(conn)
    return lost


def perlu_rawat(ctx: Konteks) -> bool:
    """Tell whether :func:`rawat` would find anything, without taking the write lock."""
    with ctx.baca() as conn:
        late = claims.needs_care(conn, ctx.faskes.id, ctx.hari_ini(conn), sorted(QUEUE_JOBS))
        return late or counters.needs_fold(conn)


def sisa_waktu(ctx: Konteks) -> int | None:
    """Milliseconds until the next job can be taken, ``None`` when there is none."""
    with ctx.baca() as conn:
        return due.next_due_in(conn, ctx.faskes.id)
