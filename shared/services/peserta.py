"""Asking BPJS whether somebody is a member, without waiting for BPJS: a row a worker answers.

Nothing of the queue hangs on it: what is not answered in time counts as not known.
"""

from __future__ import annotations

from shared.domain.answers import Answer, Layanan, Request
from shared.domain.peserta import TAK_TERJAWAB, JawabanPeserta, KueriPeserta, baca_peserta, nomor_sah
from shared.domain.records import Pelaku
from shared.domain.status import Kelas
from shared.security import permissions
from shared.services.errors import TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import gates, kios, workers

WAIT_MS = 8_000
"""How long a person waits for an answer at most."""
MOST = 30
"""Questions that may wait at a time; more are not worth asking."""


def minta(ctx: Konteks, pelaku: Pelaku, nomor: str) -> int:
    """Ask about a card number (13 digits) or a NIK (16); returns the question's id.

    Raises :class:`TidakSah` for anything else.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "peserta.minta")
    if not nomor_sah(nomor):
        raise TidakSah("nomor_peserta")
    with ctx.tulis() as conn:
        kios.forget(conn)
        waits = kios.asked(conn, ctx.faskes.id)
        number = kios.ask(conn, ctx.faskes.id, nomor, pelaku.nama, WAIT_MS)
        if waits >= MOST or not workers.alive(conn)[0]:
            kios.answer(conn, number, TAK_TERJAWAB)
    return number


def jawaban(ctx: Konteks, pelaku: Pelaku, kueri_id: int) -> JawabanPeserta | None:
    """Read the answer to one's own question, ``None`` while it may still come.

    Raises :class:`TidakDitemukan` for a question of somebody else's.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "peserta.minta")
    with ctx.baca() as conn:
        found = kios.answered(conn, ctx.faskes.id, kueri_id, pelaku.nama)
    if found is None:
        raise TidakDitemukan("kueri_peserta_tidak_ada")
    told, late = found
    return told or (TAK_TERJAWAB if late else None)


def ambil(ctx: Konteks) -> KueriPeserta | None:
    """Take a question for the worker; one that cannot be asked now is answered at once."""
    with ctx.baca() as conn:
        if not kios.asked(conn, ctx.faskes.id):
            return None
    with ctx.tulis() as conn:
        kueri = kios.take(conn, ctx.faskes.id)
        if kueri is None:
            return None
        gate = gates.one(conn, ctx.faskes.id, Layanan.PCARE.value)
        if gate is not None and gate.status != gates.NORMAL:
            kios.answer(conn, kueri.id, TAK_TERJAWAB)
            return None
        return kueri


def permintaan(kueri: KueriPeserta) -> Request:
    """Make the request: PCare GET peserta."""
    return Request(Layanan.PCARE, "GET", kueri.jalur)


def terima(ctx: Konteks, kueri: KueriPeserta, answer: Answer, sidik: str = "") -> None:
    """Keep what BPJS said. Refused credentials (*sidik* is their fingerprint) shut the service's gate.

    Other failures are not told to the gate: a person's patience is shorter than a job's.
    """
    told, kelas = baca_peserta(answer)
    with ctx.tulis() as conn:
        kios.answer(conn, kueri.id, told)
        if kelas is Kelas.KREDENSIAL and answer.http == 401:
            gates.refuse_credentials(
                conn, ctx.faskes.id, Layanan.PCARE.value, pesan=answer.message, sidik=sidik, tunda=None
            )


def bersihkan(ctx: Konteks) -> int:
    """Remove questions after their time, and numbers typed at a kiosk on another day; returns how many."""
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        if not kios.forgettable(conn) and not kios.typed_before(conn, ctx.faskes.id, today):
            return 0
    with ctx.tulis() as conn:
        return kios.forget(conn) + kios.forget_typed(conn, ctx.faskes.id, today)
