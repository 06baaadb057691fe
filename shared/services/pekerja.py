"""Workers making themselves known, and what is done for those that died."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.domain.answers import Layanan
from shared.domain.status import Kelas
from shared.services.konteks import Konteks
from shared.storage import claims, due, gates, jobs, workers
from shared.texts import sentence


def daftar(ctx: Konteks, worker: str, host: str, pid: int, tanda: str, utas: int) -> None:
    """Make a worker known; *tanda* tells its process from a later one with the same pid."""
    with ctx.tulis() as conn:
        workers.register(conn, worker, host, pid, tanda, utas)


def detak(ctx: Konteks, worker: str, sewa: int) -> None:
    """Say that a worker lives, and prolong the leases of what it holds by *sewa* milliseconds."""
    with ctx.tulis() as conn:
        workers.beat(conn, worker, "jalan")
        claims.renew_leases(conn, worker, sewa)


def kubur(ctx: Konteks, host: str, worker: str, hidup: Callable[[int, str], bool]) -> int:
    """Take the jobs of workers that died on *host* out of their hands; returns how many.

    *hidup* tells of a pid and mark whether that process still runs.
    """
    with ctx.baca() as conn:
        others = workers.on_host(conn, host)
    dead = [row.id for row in others if row.id != worker and not hidup(row.pid, row.mulai_proses)]
    if not dead:
        return 0
    with ctx.tulis() as conn:
        for gone in dead:
            workers.leave(conn, gone)
        return claims.expire_leases(conn, pekerja=dead)


def pamit(ctx: Konteks, worker: str) -> int:
    """Say goodbye; what the worker still holds becomes of unknown outcome. Returns how many jobs."""
    with ctx.tulis() as conn:
        workers.leave(conn, worker)
        return claims.expire_leases(conn, pekerja=[worker])


def kredensial_baru(ctx: Konteks, sidik: Mapping[str, str]) -> tuple[str, ...]:
    """Open gates that were shut over credentials which have changed since; returns their services.

    Credentials that are new to a gate are tried on one job first.
    """
    opened: list[str] = []
    with ctx.tulis() as conn:
        for layanan, mark in sidik.items():
            if gates.reopen(conn, ctx.faskes.id, layanan, mark):
                jobs.release(conn, ctx.faskes.id, Kelas.KREDENSIAL, layanan=layanan)
                opened.append(layanan)
            gates.meet(conn, ctx.faskes.id, layanan, mark)
    return tuple(opened)


def tahan_satusehat(ctx: Konteks) -> bool:
    """Keep what waits for SatuSehat waiting where it is not configured; tells whether anything does.

    The gate opens again as soon as a worker starts that has credentials.
    """
    missing = ctx.settings.satusehat.kurang
    with ctx.tulis() as conn:
        if not missing or not jobs.any_live(conn, ctx.faskes.id, Layanan.SATUSEHAT):
            return False
        words = sentence("satusehat_belum_diatur", kunci=", ".join(missing))
        gates.refuse_credentials(conn, ctx.faskes.id, Layanan.SATUSEHAT, pesan=words, sidik="", tunda=None)
        return True


def sisa_waktu(ctx: Konteks, worker: str) -> int | None:
    """Milliseconds until a worker has something to do: 0 while it holds a job, ``None`` without any."""
    with ctx.baca() as conn:
        return due.next_due_in(conn, ctx.faskes.id, worker)


def utas_hidup(ctx: Konteks) -> int:
    """Count the threads of all workers alive."""
    with ctx.baca() as conn:
        return workers.threads_alive(conn)


def hidup(ctx: Konteks) -> bool:
    """Tell whether any worker of this storage lives."""
    with ctx.baca() as conn:
        return workers.alive(conn)[0] > 0
