"""``deka kfa``: the shapes scripts read, and what is said to people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.deka import Run
from tests.services.clinic import Clinic
from tests.services.katalog import CONTOH, isi


@pytest.fixture
def filled(deka: Run, clinic: Clinic, tmp_path: Path) -> Run:
    isi(clinic.ctx, *CONTOH)
    file = tmp_path / "produk.csv"
    file.write_text(
        "kode,nama,bentuk,kekuatan,jumlah_resep\nP1,pct 500 tab,,,5\nP2,asmef 500,kaplet,,9\n",
        encoding="utf-8",
    )
    assert deka("kfa", "impor-produk", file, "--json").done().json == {"baris": 2, "berubah": 2}
    return deka


def test_searching_and_suggesting(filled: Run) -> None:
    hits = filled("kfa", "cari", "pct 500 tab", "--json").done().json
    assert list(hits[0])[:6] == ["kode", "nama", "bentuk", "kekuatan", "produsen", "skor"]
    assert hits[0]["kode"] == "93900001"
    assert [hit["skor"] for hit in hits] == sorted((hit["skor"] for hit in hits), reverse=True)
    assert filled("kfa", "saran", "P2", "--json").done().json[0]["kode"] == "93900004"
    assert "zat aktif: pct (singkatan)" in filled("kfa", "cari", "pct 500 tab").done().out


def test_mapping_by_hand(filled: Run) -> None:
    assert filled("kfa", "statistik", "--json").done().json == {
        "total": 2,
        "sudah": 0,
        "belum": 2,
        "persen": 0.0,
    }
    filled("kfa", "petakan", "P1", "93900003").refused("kekuatan berbeda", "--yakin")
    done = filled("kfa", "petakan", "P1", "93900001", "--json").done().json
    assert (done["kode"], done["kode_kfa"], done["dilepas"]) == ("P1", "93900001", 0)
    assert filled("kfa", "statistik", "--json").done().json["persen"] == 50.0
    assert [one["kode"] for one in filled("kfa", "belum", "--json").done().json] == ["P2"]
    assert [one["kode"] for one in filled("kfa", "sudah", "--json").done().json] == ["P1"]
    assert filled("kfa", "urungkan", "--json").done().json["produk"][0]["kode_kfa"] is None
    filled("kfa", "hapus", "P1").refused("belum dipetakan")
    assert "Paracetamol" in filled("kfa", "detail", "93900002").done().out


def test_many_at_once(filled: Run, tmp_path: Path) -> None:
    assert len(filled("kfa", "tinjau", "--json").done().json["kuat"]) == 2
    assert filled("kfa", "terima-saran", "--json").done().json["dipetakan"] == 2
    file = tmp_path / "peta.csv"
    assert filled("kfa", "ekspor", file, "--json").done().json == {"baris": 2}
    filled("kfa", "hapus", "P1").done()
    assert filled("kfa", "impor", file, "--json").done().json["berubah"] == 1


def test_without_settings_it_says_what_is_missing(filled: Run) -> None:
    filled("kfa", "sinkron").refused("[satusehat]")
    filled("kfa", "batal").refused("tidak sedang berjalan")
    assert filled("kfa", "status", "--json").done().json["obat"] == 6
