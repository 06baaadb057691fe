"""Export: the rows of the filter, harmless in a spreadsheet, masked, whole or not at all, audited."""

from __future__ import annotations

import csv
import json
import stat
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from shared.domain.pantau import KOLOM
from shared.domain.records import Pelaku
from shared.domain.status import JenisJob
from shared.security.permissions import ROLES
from shared.services import ekspor
from shared.services.errors import Ditolak, TidakSah
from shared.services.monitoring import SaringJob
from shared.storage import tables as t
from shared.texts_pantau import JUDUL_KOLOM
from tests.services.clinic import ADMIN, HARI, REFUSED, Clinic, actor, card_number, ids

DAY = SaringJob(tanggal=HARI)
CARD = "0001234567890"


def read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    sheet = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert tree.find(f".//{sheet}f") is None, "a formula"
    return [
        ["".join(text.text or "" for text in cell.iter(f"{sheet}t")) for cell in row.iter(f"{sheet}c")]
        for row in tree.iter(f"{sheet}row")
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_of_the_filter_masked(clinic: Clinic, tmp_path: Path, kind: str) -> None:
    for n in range(1, 4):
        clinic.registered(n, p=REFUSED)
    clinic.sql(sa.update(t.job).where(t.job.c.status == "gagal").values(pesan=f"Kartu {CARD} salah"))
    path = tmp_path / f"hasil.{kind}"
    done = ekspor.ekspor(clinic.ctx, ADMIN, SaringJob(tanggal=HARI, jenis=JenisJob.PENDAFTARAN), path)
    head, *rows = read(path)
    columns = ("id", *KOLOM[JenisJob.PENDAFTARAN], "no_kartu", "nik")
    assert head == [JUDUL_KOLOM[name] for name in columns]
    assert (len(rows), done.baris, done.disamarkan) == (3, 3, True)
    cells = dict(zip(columns, rows[0], strict=True))
    assert (cells["norm"], cells["nama"], cells["status"]) == ("000003", "Pasien 03", "Gagal")
    assert cells["no_kartu"] == f"****{card_number(3)[-4:]}"
    assert CARD not in path.read_bytes().decode("latin-1")
    assert cells["pesan"] == "Kartu ****7890 salah"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (row,) = clinic.audit("monitoring.ekspor")
    told = json.loads(row.rincian)
    assert (told["baris"], told["disamarkan"], told["bentuk"]) == (3, True, kind)


def test_whole_numbers_take_a_right_of_their_own(clinic: Clinic, tmp_path: Path) -> None:
    clinic.registered(1)
    path = tmp_path / "x.csv"
    with pytest.raises(Ditolak):
        ekspor.ekspor(clinic.ctx, actor("admin"), DAY, path, buka=True)
    assert not path.exists()
    done = ekspor.ekspor(clinic.ctx, ADMIN, DAY, path, buka=True)
    assert not done.disamarkan
    assert card_number(1) in path.read_text(encoding="utf-8")
    assert [json.loads(r.rincian).get("disamarkan") for r in clinic.audit("monitoring.ekspor")] == [
        None,
        False,
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_no_cell_becomes_a_formula(sqlite_clinic: Clinic, tmp_path: Path, kind: str, mark: str) -> None:
    clinic = sqlite_clinic
    evil = f"{mark}cmd|' /C calc'!A0"
    p, _ = ids(clinic.registered(1, p=REFUSED))
    clinic.sql(sa.update(t.pasien).values(nama=evil))
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(pesan=f"\t{evil}\x1b[31m\nbaris"))
    path = tmp_path / f"x.{kind}"
    ekspor.ekspor(clinic.ctx, ADMIN, DAY, path)
    for row in read(path)[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell
            assert "\x1b" not in cell
    assert f"'{evil}" in [cell for row in read(path) for cell in row]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na"])
def test_harmless(text: str) -> None:
    assert ekspor.aman(text) == "'" + text
    assert ekspor.aman("a" + text) == "a" + text
    assert ekspor.aman("") == ""


def test_many_pages_are_written_once_each(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    clinic = sqlite_clinic
    row = {"faskes_id": 1, "jenis": "kunjungan_pcare", "layanan": "pcare", "status": "terkirim"}
    row |= {"tanggal": HARI, "jatuh_tempo": 1, "dibuat": 1, "diubah": 1}  # type: ignore[dict-item]
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.insert(t.job), [row] * 1203)
    told: list[tuple[int, int]] = []
    path = tmp_path / "x.csv"
    done = ekspor.ekspor(clinic.ctx, ADMIN, DAY, path, kemajuan=lambda *step: told.append(step))
    assert done.baris == 1203
    assert [int(cells[0]) for cells in read(path)[1:]] == list(range(1203, 0, -1))
    assert told == [(500, 1203), (1000, 1203)]


def test_a_file_that_cannot_be_written_leaves_nothing(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    sqlite_clinic.registered(1)
    with pytest.raises(TidakSah, match="tidak dapat ditulis"):
        ekspor.ekspor(sqlite_clinic.ctx, ADMIN, DAY, tmp_path / "tidak" / "x.csv")
    for name in ("x.txt", "x", "x.csv.exe"):
        with pytest.raises(TidakSah, match=r"\.csv atau \.xlsx"):
            ekspor.ekspor(sqlite_clinic.ctx, ADMIN, DAY, tmp_path / name)

    def broken(*_: int) -> None:
        raise RuntimeError("full")

    old = tmp_path / "lama.csv"
    old.write_text("lama", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ekspor, "aman", lambda _: broken())
        with pytest.raises(RuntimeError):
            ekspor.ekspor(sqlite_clinic.ctx, ADMIN, DAY, old)
    assert old.read_text(encoding="utf-8") == "lama"
    assert [path.name for path in tmp_path.iterdir() if "lama" in path.name or path.name[0] == "."] == [
        "lama.csv"
    ]


def test_too_many_rows_for_a_sheet(
    sqlite_clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_clinic.registered(1)
    monkeypatch.setattr(ekspor, "XLSX_ROWS", 1)
    with pytest.raises(TidakSah, match="2 baris"):
        ekspor.ekspor(sqlite_clinic.ctx, ADMIN, DAY, tmp_path / "x.xlsx")
    assert ekspor.ekspor(sqlite_clinic.ctx, ADMIN, DAY, tmp_path / "x.csv").baris == 2


def test_those_who_may_not_see_the_page_may_not_export_it(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    for who in (actor("petugas"), Pelaku("x", "admin", ROLES["admin"] - {"satusehat"})):
        with pytest.raises(Ditolak):
            ekspor.ekspor(sqlite_clinic.ctx, who, DAY, tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()
