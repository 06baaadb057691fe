"""Order inside one ticket: jobs that follow from others, and what a cancellation takes back."""

from __future__ import annotations

from typing import Any

from shared.domain.badges import Keadaan, ada_nomor, keadaan
from shared.domain.records import Kartu
from shared.domain.resend import perlu_bpjs
from shared.domain.status import JenisJob, Periksa, StatusAntrean, StatusJob
from shared.domain.undo import rencana_urung
from shared.services.konteks import Konteks
from shared.storage import jobs, links, tickets

_UNDO_OF = {
    JenisJob.HAPUS_PENDAFTARAN: JenisJob.PENDAFTARAN,
    JenisJob.BATAL_ANTREAN: JenisJob.TAMBAH_ANTREAN,
    JenisJob.PANGGIL_ANTREAN: JenisJob.TAMBAH_ANTREAN,
}


def tambah(
    ctx: Konteks,
    conn: Any,
    antrean_id: int,
    jenis: JenisJob,
    *,
    prioritas: int | None = None,
    parameter: dict[str, object] | None = None,
    asal: str = jobs.BY_ITSELF,
    oleh: str = "",
    setelah: tuple[int, int | None] | None = None,
    periksa: Periksa = Periksa.KIRIM,
) -> int:
    """Add a job to a ticket, due at once; what a person waits for goes first."""
    row = links.ticket_row(conn, antrean_id)
    if prioritas is None:
        prioritas = 1 if asal == jobs.ASKED else 5
    return jobs.add_job(
        conn,
        faskes_id=ctx.faskes.id,
        antrean_id=antrean_id,
        pasien_id=row.pasien_id,
        jenis=jenis,
        tanggal=row.tanggal,
        prioritas=prioritas,
        parameter=parameter,
        asal=asal,
        oleh=oleh,
        setelah=setelah,
        periksa=periksa,
    )


def tunggu_pendaftaran(conn: Any, job_id: int, antrean_id: int) -> None:
    """Let a visit wait for the registration of its ticket, if that is still on its way."""
    ahead = links.live_job(conn, antrean_id, JenisJob.PENDAFTARAN)
    if ahead is not None:
        links.wait_for(conn, job_id, ahead)


def susulkan_panggilan(ctx: Konteks, conn: Any, kartu: Kartu) -> int | None:
    """Tell BPJS of a ticket's first call, once: when it has been called and BPJS knows the ticket."""
    called = kartu.dipanggil is not None or kartu.status is StatusAntrean.DITERIMA
    if not called or kartu.status is StatusAntrean.BATAL or not perlu_bpjs(kartu, ctx.penjamin_bpjs):
        return None
    if ctx.settings.bpjs.panggil_saat == "terima" and kartu.status is not StatusAntrean.DITERIMA:
        return None
    told = any(
        job.jenis is JenisJob.PANGGIL_ANTREAN and job.status is not StatusJob.DIBATALKAN for job in kartu.lain
    )
    if told or keadaan(kartu.a) is not Keadaan.OK:
        return None
    when = kartu.dipanggil if kartu.dipanggil is not None else kartu.diubah
    return tambah(
        ctx, conn, kartu.id, JenisJob.PANGGIL_ANTREAN, parameter={"status": 1, "waktu": when}, prioritas=6
    )


def urungkan(ctx: Konteks, conn: Any, antrean_id: int) -> tuple[int, ...]:
    """Plan the undo of a cancelled ticket as its jobs stand now; returns the ids of jobs added.

    Runs again whenever one of them settles. A later ticket of the same card that waits for the
    old registration is made to wait for its deletion instead.
    """
    if tickets.standing(conn, antrean_id).status is not StatusAntrean.BATAL:
        return ()
    kartu = tickets.card(conn, ctx.faskes.id, antrean_id)
    if kartu is None:
        return ()
    reason = links.ticket_row(conn, antrean_id).alasan
    told = jobs.absence_told(conn, antrean_id)
    plan = rencana_urung(kartu.jobs, alasan=reason, absen_terkirim=told)
    if plan.buang:
        jobs.drop_jobs(conn, plan.buang)
    added: list[int] = []
    # An undo that was dropped because a later ticket has taken over is over for good.
    planned = {job.jenis for job in kartu.lain if job.jenis is not JenisJob.PANGGIL_ANTREAN}
    for jenis, parameter in plan.tambah:
        if jenis in planned:
            continue
        # Without its number a registration cannot be deleted: it is looked up first.
        look = jenis is JenisJob.HAPUS_PENDAFTARAN and not ada_nomor(kartu.no_antrean_pcare)
        number = tambah(
            ctx,
            conn,
            antrean_id,
            jenis,
            parameter=parameter,
            prioritas=3,
            periksa=Periksa.HASIL if look else Periksa.KIRIM,
        )
        forward = next((job for job in kartu.jobs if job.jenis is _UNDO_OF.get(jenis)), None)
        if forward is not None:
            links.repoint(conn, forward.id, number)
        if jenis is JenisJob.BATAL_ANTREAN:
            for call in kartu.lain:
                if call.jenis is JenisJob.PANGGIL_ANTREAN:
                    links.repoint(conn, call.id, number)
        added.append(number)
    return tuple(added)
