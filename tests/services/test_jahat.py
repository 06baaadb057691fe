"""Hostile words at the doors of the storage: kept, or refused in a sentence; never a crash, never a loss."""

from __future__ import annotations

import csv
import io
import logging
import re
import sys
import zipfile
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from shared.catatan import BIDANG, Penyaring, bidang
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


def cells(file: Path) -> list[list[str]]:
    """The cells of a spreadsheet, each a string of the file itself: no formula, no link, no number."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            if name.endswith(("xml", "rels")):
                ElementTree.fromstring(book.read(name))
        tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{main}sheet")
        assert [sheet.get("name") for sheet in names] == ["Monitoring"]
        assert not [name for name in book.namelist() if "hyperlink" in name or "externalLink" in name]
    for banned in ("f", "v", "hyperlink", "hyperlinks", "dataValidation"):
        assert tree.find(f".//{main}{banned}") is None, banned
    found = []
    for row in tree.iter(f"{main}row"):
        texts = []
        for cell in row.iter(f"{main}c"):
            assert cell.get("t") == "inlineStr"
            texts.append("".join(part.text or "" for part in cell.iter(f"{main}t")))
        found.append(texts)
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_five_hundred_words_in_a_spreadsheet(sqlite_clinic: Clinic, tmp_path: Path, kind: str) -> None:
    words = [*map(storable, JAHAT), "_x001B_[2J", "_x0000_", "&amp;<f>1+1</f>", "]]>"]
    row = {"faskes_id": 1, "jenis": "kunjungan_pcare", "layanan": "pcare", "status": "gagal"}
    row |= {"tanggal": HARI, "jatuh_tempo": 1, "dibuat": 1, "diubah": 1}  # type: ignore[dict-item]
    with sqlite_clinic.ctx.storage.write() as conn:
        for number, bad in enumerate(words):
            norm_ = f"J{number:05}"
            people.save_pasien(conn, 1, norm_, {"nama": bad})
            patient = people.find_pasien(conn, 1, norm_)
            assert patient is not None
            conn.execute(sa.insert(t.job).values(**row, pasien_id=patient.id, pesan=bad, kode=bad))
    file = tmp_path / f"job.{kind}"
    ekspor.ekspor(sqlite_clinic.ctx, ADMIN, SaringJob(tanggal=HARI), file)
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    else:
        rows = cells(file)
    assert len(rows) == len(words) + 1
    escape = re.compile(r"_x(?!005F_)[0-9A-Fa-f]{4}_")
    for line in rows:
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell
            assert not CONTROL.search(cell), repr(cell)
            # Spreadsheets read _x001B_ as the character itself; the file must say that it is none.
            assert kind == "csv" or not escape.search(cell.replace("_x005F_x", "")), cell


def test_no_hostile_word_reaches_a_log() -> None:
    seen = Penyaring()
    for bad in JAHAT:
        for name, event, args in (
            ("deka.worker", bad, ()), ("deka.worker", "percobaan %s", (bad,)), (bad, "percobaan", ()),
            ("httpx", bad, ()), ("deka", "percobaan selesai", ()),
        ):  # fmt: skip
            record = logging.LogRecord(name, logging.INFO, __file__, 1, event, args, None)
            for key, value in bidang(**dict.fromkeys(BIDANG, bad), asing=bad).items():
                setattr(record, key, value)
            try:
                raise type("Galat", (Exception,), {})(bad)
            except Exception:
                record.exc_info = sys.exc_info()
            line = seen.format(record)
            assert not CONTROL.search(line), repr(line)
            assert len(bad) < 30 or bad not in line
            assert line.count("asing=?") == 1
