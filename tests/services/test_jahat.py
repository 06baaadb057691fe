"""Hostile words at the doors of the storage: kept, or refused in a sentence; never a crash, never a loss."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.domain.failures import Vonis
from shared.domain.status import Kelas, StatusJob
from shared.services import antrean, audit, ekspor, jobs, kirim, pasien
from shared.services.audit import SaringAudit
from shared.services.errors import DekaError
from shared.services.monitoring import SaringJob
from shared.storage import people
from shared.storage import tables as t
from tests.services.clinic import A_OK, ADMIN, HARI, PETUGAS, Clinic, actor, norm
from tests.support.jahat import CONTROL, JAHAT, storable

WORST = (*JAHAT[:120:4], "\ud800", "a\x00b", "\udfff\ud800 x", "\ud83d")


@pytest.mark.parametrize("at", range(4))
def test_whatever_bpjs_says_is_kept(clinic: Clinic, at: int) -> None:
    """Escapes in JSON make NULs and lone surrogates of harmless bytes: ``\\u0000``, ``\\ud800``."""
    ticket = clinic.register(1)
    assert ticket.p is not None
    for bad in WORST[at::4]:
        verdict = Vonis(Kelas.DATA, pesan=f"Ditolak {bad}", http=412, kode=bad[:8])
        clinic.sql(
            sa.update(t.job).where(t.job.c.id == ticket.p.id).values(status="menunggu", ulang_pada=None)
        )
        clinic.elapse(ticket.p.id)
        task = clinic.claim(ticket.p.id)
        assert clinic.settle(task, kirim.Hasil(verdict, response=f'{{"m":"{bad}"}}')), repr(bad)
        assert StatusJob(clinic.row(ticket.p.id).status) is StatusJob.GAGAL
        assert clinic.row(ticket.p.id).pesan.startswith("Ditolak")
        seen = jobs.detail(clinic.ctx, PETUGAS, ticket.p.id).attempts[-1]
        assert "Ditolak" in seen.pesan


def test_whatever_a_person_types_is_kept_or_refused(clinic: Clinic) -> None:
    for bad in WORST:
        who = actor("petugas", loket=bad[:30])
        place = {"norm": norm(2), "ruangan": "UMUM", "dokter": "D1"}
        for deed in (
            partial(pasien.cari, clinic.ctx, PETUGAS, bad),
            partial(antrean.daftar, clinic.ctx, who, tanggal=HARI, **place),
            partial(antrean.daftar, clinic.ctx, PETUGAS, tanggal=HARI, **dict.fromkeys(place, bad)),
        ):
            try:
                deed()
            except DekaError as error:
                assert str(error)
    ticket = clinic.register(3, "GIGI", "D2")
    done = antrean.batal(clinic.ctx, PETUGAS, ticket.id, alasan="lain", teks="alasan \x00 \ud800 \x1b[2J x")
    assert done.kartu.status == "batal"


def test_the_file_of_a_spreadsheet_holds_no_formula(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    clinic = sqlite_clinic
    for n, bad in enumerate(
        ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "'=1", "=cmd|' /C calc'!A0"), 1
    ):
        with clinic.ctx.storage.write() as conn:
            people.save_pasien(conn, clinic.ctx.faskes.id, norm(n), {"nama": bad})
        clinic.registered(n, p=Vonis(Kelas.DATA, pesan=bad, http=412, kode="412"), a=A_OK)
    file = tmp_path / "job.csv"
    ekspor.ekspor(clinic.ctx, ADMIN, SaringJob(tanggal=HARI), file)
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 19
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@")), cell
            assert not cell.startswith(("-", "\t", "\r", "\n")), cell
            assert not CONTROL.search(cell), repr(cell)
    assert any(cell.isdigit() for cell in rows[1]), "numbers stay numbers"
    trail = tmp_path / "audit.csv"
    audit.ekspor(clinic.ctx, ADMIN, SaringAudit(), trail)
    for row in csv.reader(io.StringIO(trail.read_text(encoding="utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row


def test_a_patients_file_is_taken_or_refused_whole(clinic: Clinic, tmp_path: Path) -> None:
    head = ",".join(pasien.HEADER)
    file = tmp_path / "p.csv"
    for bad in WORST:
        quoted = '"' + bad.replace('"', '""') + '"'
        text = f"{head}\r\n800001,{quoted},,,,L,,,1\r\n"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            pasien.impor_csv(clinic.ctx, PETUGAS, file)
        except DekaError as error:
            assert str(error)
            continue
        with clinic.ctx.baca() as conn:
            found = people.find_pasien(conn, clinic.ctx.faskes.id, "800001")
        assert found is not None
        assert storable(found.nama) == found.nama
