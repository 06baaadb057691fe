"""Hostile words in a storage: every row that a person is shown anything of gets one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence

import sqlalchemy as sa

from shared.domain.failures import Vonis
from shared.domain.records import Pelaku
from shared.domain.status import Kelas
from shared.domain.sumber import Tipe
from shared.domain.sumber_ringkas import ringkas
from shared.services import antrean, kirim
from shared.storage import sumber
from shared.storage import tables as t
from shared.storage.audit import add_audit
from shared.storage.tables_kfa import produk_kfa
from tests.services.clinic import A_OK, PETUGAS, Clinic, norm
from tests.support.jahat import storable

_COLUMNS = (
    (t.pasien, ("nama",)),
    (t.ruangan, ("nama",)),
    (t.dokter, ("nama",)),
    (t.penjamin, ("nama",)),
    (t.antrean, ("loket", "alasan_teks", "diubah_oleh", "diubah_loket", "jam", "no_antrean_pcare")),
    (t.job, ("pesan", "oleh", "kode")),
    (t.percobaan, ("pesan", "oleh", "kode")),
    (t.faskes, ("nama",)),
    (t.tiket_loket, ("loket", "tiket")),
)


def isi(clinic: Clinic, bad: Sequence[str], banyak: int = 20) -> None:
    """Register tickets that BPJS has refused in hostile words, with hostile bodies."""
    for n in range(1, banyak + 1):
        text = storable(bad[n * 7 % len(bad)])
        verdict = Vonis(Kelas.DATA, pesan=text, http=412, kode="412")
        made = antrean.daftar(clinic.ctx, PETUGAS, norm=norm(n), ruangan="UMUM", dokter="D1", penjamin_id=2)
        for job, what in ((made.p, verdict), (made.a, A_OK)):
            assert job is not None
            task = clinic.claim(job.id)
            clinic.settle(
                task, kirim.Hasil(what, response=f'{{"pesan": "{text}", "x": [{{"y": "{text}"}}]}}')
            )


def sumber_jahat(clinic: Clinic, bad: Sequence[str]) -> None:
    """Add resources of SatuSehat of today whose words are hostile; they have failed."""
    with clinic.ctx.storage.write() as conn:
        today = clinic.ctx.hari_ini(conn)
        for number, text in enumerate(map(storable, bad)):
            body = {"code": {"coding": [{"code": text, "display": text}], "text": text}, "id": text}
            sumber.add(
                conn, 1, Tipe.CONDITION, f"c{number}", asal="impor", isi=json.dumps(body), acuan=(),
                tanggal=today, tahap=1, ringkas=ringkas(Tipe.CONDITION, body),
            )  # fmt: skip
        conn.execute(sa.update(t.job).where(t.job.c.layanan == "satusehat").values(status="gagal"))


def obat_jahat(clinic: Clinic, bad: Sequence[str]) -> None:
    """Add products of hostile names."""
    with clinic.ctx.storage.write() as conn:
        for number, text in enumerate(map(storable, bad)):
            code = f"OBAT{number}"
            values = {"nama": text, "bentuk": text, "kekuatan": text, "cari": code.lower(), "diubah": 1}
            conn.execute(sa.insert(produk_kfa).values(faskes_id=1, kode=code, **values))


def audit_jahat(clinic: Clinic, bad: Sequence[str]) -> None:
    """Write deeds of hostile names about hostile things."""
    with clinic.ctx.storage.write() as conn:
        for text in map(storable, bad):
            who = Pelaku(text, text, loket=text)
            add_audit(
                conn, who, "uji.jahat", faskes_id=1, objek="uji", objek_id=1, sebelum=text, sesudah=text
            )


def kata(clinic: Clinic, bad: Sequence[str]) -> None:
    """Put hostile words into every row there is."""
    turn = itertools.cycle(storable(text) for text in bad)
    with clinic.ctx.storage.write() as conn:
        for table, columns in _COLUMNS:
            for (key,) in conn.execute(sa.select(table.c.id)).all():
                values = {name: next(turn) for name in columns if name in table.c}
                conn.execute(sa.update(table).where(table.c.id == key).values(**values))
        conn.execute(sa.update(t.antrean).values(panggilan=1, versi=t.antrean.c.versi + 1))
