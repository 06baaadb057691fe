"""Master data and patients from files: all rows or none, and every wrong row named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.services import konteks, master, pasien
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.services.pasien import HEADER
from shared.storage import tables as t
from tests.services.clinic import ADMIN, MASTER, PETUGAS, TRAIL, forget_trail, settings_for


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Konteks]:
    """A clinic with nothing in it, once of each kind for all these tests."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('kosong') / 'deka.db'}"
    else:
        url = request.getfixturevalue("postgres").create_database()
    made, _ = konteks.siapkan(settings_for(url))
    yield made
    made.tutup()


@pytest.fixture
def ctx(bare: Konteks) -> Konteks:
    """The same, emptied."""
    with bare.storage.write() as conn:
        forget_trail(conn)
        for table in reversed(t.metadata.sorted_tables):
            rows = sa.delete(table)
            if table is t.penjamin:
                conn.execute(rows.where(table.c.id > 2))
            elif table is not t.faskes and table not in TRAIL:
                conn.execute(rows)
    return bare


def everything(ctx: Konteks) -> list[list[Any]]:
    tables = [table for table in t.metadata.sorted_tables if table not in TRAIL]
    with ctx.baca() as conn:
        return [sorted(map(tuple, conn.execute(sa.select(table))), key=repr) for table in tables]


def audit(ctx: Konteks, action: str) -> list[Any]:
    with ctx.baca() as conn:
        return list(conn.execute(sa.select(t.audit).where(t.audit.c.aksi == action)))


# ── master data ───────────────────────────────────────────────────────────────


def impor(ctx: Konteks, folder: Path, text: str) -> master.HasilMaster:
    file = folder / "master.toml"
    file.write_text(text, encoding="utf-8")
    return master.impor(ctx, ADMIN, file)


def test_master_data_twice_changes_nothing(ctx: Konteks, tmp_path: Path) -> None:
    first = impor(ctx, tmp_path, MASTER)
    assert (first.ruangan, first.dokter, first.berubah) == (5, 6, 11)
    stored = everything(ctx)
    again = impor(ctx, tmp_path, MASTER)
    assert (again.ruangan, again.dokter, again.berubah) == (5, 6, 0)
    assert everything(ctx) == stored
    assert len(audit(ctx, "master.impor")) == 1


def test_what_was_imported_can_be_read(ctx: Konteks, tmp_path: Path) -> None:
    impor(ctx, tmp_path, MASTER)
    rooms = {room.kode: room for room in master.ruangan(ctx, ADMIN)}
    assert (rooms["UMUM"].prefix, rooms["UMUM"].kd_poli, rooms["UMUM"].jenis_kunjungan) == ("A", "001", 1)
    assert rooms["KIA"].kd_poli is None
    doctors = {doctor.kode: doctor for doctor in master.dokter(ctx, ADMIN)}
    assert (doctors["D1"].kodedokter, doctors["D1"].jam) == (9001, ("07:00-12:00", "13:00-16:00"))
    assert doctors["D4"].jam == ()
    assert [d.kode for d in master.dokter(ctx, ADMIN, rooms["GIGI"].id)] == ["D2"]
    assert master.penjamin(ctx, ADMIN) == ((1, "Umum"), (2, "BPJS Kesehatan"))


def test_a_change_is_a_change(ctx: Konteks, tmp_path: Path) -> None:
    impor(ctx, tmp_path, MASTER)
    assert impor(ctx, tmp_path, MASTER.replace("08:00-12:00", "08:00-13:00")).berubah == 1
    assert impor(ctx, tmp_path, MASTER.replace("Poli Gigi", "Poli Gigi & Mulut")).berubah == 2


def test_slots_of_a_weekday(ctx: Konteks, tmp_path: Path) -> None:
    slots = 'jam = ["senin 07:00-09:00", "Selasa 10:00-12:00", "13:00-14:00"]'
    impor(ctx, tmp_path, MASTER.replace('jam = ["08:00-12:00"]', slots))
    monday = date(2099, 3, 2)
    assert monday.weekday() == 0

    def on(day: date) -> tuple[str, ...]:
        return next(d.jam for d in master.dokter(ctx, ADMIN, tanggal=day) if d.kode == "D2")

    assert on(monday) == ("07:00-09:00", "13:00-14:00")
    assert on(date(2099, 3, 3)) == ("10:00-12:00", "13:00-14:00")
    assert on(date(2099, 3, 4)) == ("13:00-14:00",)


ROOM = '[[ruangan]]\nkode = "X"\nnama = "X"\njenis_kunjungan = 1\nprefix = "X"\n'
DOCTOR = '[[dokter]]\nkode = "D"\nnama = "D"\nruangan = "X"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[ruangan", "bukan TOML yang benar"),
        ("[[kamar]]\nkode = 'x'", "tabel kamar tidak dikenal"),
        ("[ruangan]\nkode = 'X'", "tulis setiap ruangan sebagai [[ruangan]]"),
        ("ruangan = ['X']", "tulis setiap ruangan sebagai [[ruangan]]"),
        (ROOM + "lantai = 2", "ruangan X: kolom lantai tidak dikenal"),
        (ROOM.replace('kode = "X"', ""), "ruangan ?: kode belum diisi"),
        (ROOM.replace('nama = "X"', 'nama = ""'), "ruangan X: nama belum diisi"),
        (ROOM.replace('nama = "X"', "nama = [1]"), "ruangan X: nama harus berupa teks"),
        (ROOM.replace("= 1", '= "satu"'), "ruangan X: jenis_kunjungan harus berupa angka"),
        (ROOM.replace("= 1", '= "²"'), "ruangan X: jenis_kunjungan harus berupa angka"),
        (ROOM.replace("= 1", "= 99999999999999999999"), "ruangan X: jenis_kunjungan harus berupa angka"),
        (ROOM.replace("= 1", "= true"), "ruangan X: jenis_kunjungan harus berupa angka"),
        (ROOM.replace("jenis_kunjungan = 1", ""), "ruangan X: jenis_kunjungan harus berupa angka"),
        (ROOM.replace('prefix = "X"', 'prefix = "A1"'), "ruangan X: prefix A1 harus 1 sampai 3 huruf"),
        (ROOM.replace('prefix = "X"', 'prefix = "ABCD"'), "prefix ABCD harus 1 sampai 3 huruf"),
        (ROOM.replace('prefix = "X"', 'prefix = "É"'), "prefix É harus 1 sampai 3 huruf"),
        (ROOM + ROOM.replace('kode = "X"', 'kode = "Y"'), "ruangan Y: prefix X sudah dipakai ruangan X"),
        (ROOM + DOCTOR.replace('"X"', '"Z"'), "dokter D: ruangan Z tidak dikenal"),
        (ROOM + DOCTOR + 'kodedokter = "abc"', "dokter D: kodedokter harus berupa angka"),
        (ROOM + DOCTOR + 'jam = ["7-12"]', "dokter D: jam '7-12' harus seperti 07:00-12:00"),
        (ROOM + DOCTOR + 'jam = ["12:00-07:00"]', "dokter D: jam '12:00-07:00' harus seperti"),
        (ROOM + DOCTOR + 'jam = ["hari 07:00-12:00"]', "dokter D: jam 'hari 07:00-12:00' harus seperti"),
        ("[[penjamin]]\nnama = 'X'", "penjamin ?: id harus berupa angka"),
        ("[[penjamin]]\nid = 3", "penjamin ?: nama belum diisi"),
    ],
)  # fmt: skip
def test_wrong_master_data_are_named_and_nothing_goes_in(
    ctx: Konteks, tmp_path: Path, text: str, words: str
) -> None:
    stored = everything(ctx)
    good_first = MASTER if text.startswith("[[ruangan]]") else ""
    with pytest.raises(TidakSah) as caught:
        impor(ctx, tmp_path, good_first + "\n" + text)
    assert caught.value.kode == "master_salah"
    assert words in caught.value.pesan
    assert str(tmp_path / "master.toml") in caught.value.pesan
    assert everything(ctx) == stored
    assert audit(ctx, "master.impor") == []


def test_a_master_file_that_cannot_be_read(ctx: Konteks, tmp_path: Path) -> None:
    for path in (tmp_path / "tidak-ada.toml", tmp_path):
        with pytest.raises(TidakSah, match="tidak dapat dibaca; periksa nama dan hak aksesnya"):
            master.impor(ctx, ADMIN, path)
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(TidakSah, match="bukan TOML"):
        master.impor(ctx, ADMIN, tmp_path / "x.toml")


# ── patients ──────────────────────────────────────────────────────────────────

GOOD = "000123,Contoh Satu,3201010101010001,0001234567890,081234567890,L,1990-01-31,00010001,2"
HEAD = ",".join(HEADER)


def csv(ctx: Konteks, folder: Path, text: str | bytes) -> pasien.HasilImpor:
    file = folder / "pasien.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return pasien.impor_csv(ctx, PETUGAS, file)


def patients(ctx: Konteks) -> list[Any]:
    with ctx.baca() as conn:
        return list(conn.execute(sa.select(t.pasien).order_by(t.pasien.c.norm)))


def test_patients_twice_change_nothing(ctx: Konteks, tmp_path: Path) -> None:
    text = f"{HEAD}\n{GOOD}\n000124,Contoh Dua,,,,,,,\n"
    first = csv(ctx, tmp_path, text)
    assert (first.baris, first.berubah) == (2, 2)
    stored = patients(ctx)
    assert (stored[0].nik, stored[0].tanggal_lahir, stored[0].penjamin_id) == (
        "3201010101010001",
        date(1990, 1, 31),
        2,
    )
    assert (stored[1].nik, stored[1].tanggal_lahir, stored[1].penjamin_id) == ("", None, 1)
    again = csv(ctx, tmp_path, text)
    assert (again.baris, again.berubah) == (2, 0)
    assert patients(ctx) == stored
    assert len(audit(ctx, "pasien.impor")) == 1
    changed = csv(ctx, tmp_path, text.replace("Contoh Dua", "Contoh Tiga"))
    assert (changed.baris, changed.berubah) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEAD}\n{GOOD}\n", id="comma"),
        pytest.param(f"{HEAD}\n{GOOD}\n".replace(",", ";"), id="semicolon"),
        pytest.param(f"\ufeff{HEAD}\r\n{GOOD}\r\n", id="as Excel saves it"),
        pytest.param(f"{HEAD}\n{GOOD}", id="no last line end"),
        pytest.param(f"{HEAD}\n\n{GOOD}\n,,,,,,,,\n\n", id="empty lines"),
        pytest.param(f"{HEAD.upper()}\n{GOOD}\n".replace("NORM,", " Norm ,"), id="header in any case"),
        pytest.param(
            ",".join(reversed(HEADER)) + "\n" + ",".join(reversed(GOOD.split(","))) + "\n",
            id="columns in any order",
        ),
        pytest.param(f"{HEAD}\n{GOOD.replace('Contoh Satu', '  Contoh Satu ')}\n", id="spaces"),
        pytest.param(f"{HEAD}\n" + GOOD.replace(",L,", ",l,"), id="small letter"),
        pytest.param(f"{HEAD}\n" + ",".join(f'"{cell}"' for cell in GOOD.split(",")), id="quoted"),
    ],
)
def test_the_same_patient_in_many_dresses(ctx: Konteks, tmp_path: Path, text: str) -> None:
    assert csv(ctx, tmp_path, text).baris == 1
    (row,) = patients(ctx)
    assert tuple(row)[2:11] == (
        "000123", "Contoh Satu", "3201010101010001", "0001234567890", "081234567890", "L",
        date(1990, 1, 31), "00010001", 2,
    )  # fmt: skip


def test_a_name_may_hold_what_it_likes(ctx: Konteks, tmp_path: Path) -> None:
    names = ['"Contoh, S.Pd"', "Contoh 'Satu' % _ ;", '"Contoh ""Dua"""', "Çöntôh", "Contoh\u2028Satu"]
    rows = [f"{n:06d},{name},,,,,,," for n, name in enumerate(names)]
    assert csv(ctx, tmp_path, HEAD + "\n" + "\n".join(rows)).baris == len(names)
    assert [row.nama for row in patients(ctx)] == [
        "Contoh, S.Pd",
        "Contoh 'Satu' % _ ;",
        'Contoh "Dua"',
        "Çöntôh",
        "Contoh Satu",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("000123", ""), "norm kosong"),
        (("000123", "00 123"), "norm '00 123' hanya boleh huruf dan angka"),
        (("Contoh Satu", " "), "nama kosong"),
        (("3201010101010001", "32010101010100O1"), "nik harus angka saja"),
        (("0001234567890", "000123456789０"), "no_kartu harus angka saja"),
        ((",L,", ",X,"), "jenis_kelamin harus L atau P"),
        (("1990-01-31", "31/01/1990"), "tanggal_lahir harus seperti 1990-01-31"),
        (("1990-01-31", "1990-02-30"), "tanggal_lahir harus seperti 1990-01-31"),
        ((",2", ",9"), "penjamin_id 9 tidak dikenal"),
        ((",2", ",dua"), "penjamin_id dua tidak dikenal"),
        ((",2", ",²"), "penjamin_id ² tidak dikenal"),
        ((",2", ",000000002x"), "penjamin_id 000000002x tidak dikenal"),
        ((",2", "," + "9" * 5000), "tidak dikenal"),
        ((",L,", ",L,,"), "ada 10 kolom, harus 9"),
        ((",L,", ","), "ada 8 kolom, harus 9"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_nothing_goes_in(
    ctx: Konteks, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    before, tail = GOOD.rsplit(",", 1)
    bad = f"{before},{tail}".replace(*change) if change[0] != ",2" else before + change[1]
    text = f"{HEAD}\n000001,Baik,,,,,,,\n\n{bad}\n"
    with pytest.raises(TidakSah) as caught:
        csv(ctx, tmp_path, text)
    assert caught.value.kode == "impor_ditolak"
    assert caught.value.pesan.startswith("1 baris salah, tidak ada yang dimasukkan. baris 4: ")
    assert words in caught.value.pesan
    assert patients(ctx) == []
    assert audit(ctx, "pasien.impor") == []


def test_a_row_that_is_there_twice(ctx: Konteks, tmp_path: Path) -> None:
    text = f"{HEAD}\n{GOOD}\n000124,Lain,,,,,,,\n{GOOD}\n"
    with pytest.raises(TidakSah, match="baris 4: nomor RM 000123 sudah ada di baris 2"):
        csv(ctx, tmp_path, text)
    assert patients(ctx) == []


def test_many_wrong_rows_are_counted_and_some_are_shown(ctx: Konteks, tmp_path: Path) -> None:
    rows = "\n".join(f"{n:06d},,,,,,,," for n in range(1, 9))
    with pytest.raises(TidakSah) as caught:
        csv(ctx, tmp_path, f"{HEAD}\n{rows}\n")
    words = caught.value.pesan
    assert words.startswith("8 baris salah, tidak ada yang dimasukkan. baris 2: nama kosong; baris 3:")
    assert words.endswith("baris 6: nama kosong; dan 3 baris lain.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "norm,nama\n1,x\n",
        HEAD + ",alamat\n",
        HEAD.replace("nama", "name") + "\n",
        HEAD.replace("nama", "norm") + "\n",
        GOOD + "\n",
        '"' + "x" * 200_000,
    ],
)
def test_a_file_without_the_header(ctx: Konteks, tmp_path: Path, text: str) -> None:
    with pytest.raises(TidakSah) as caught:
        csv(ctx, tmp_path, text)
    assert caught.value.kode == "impor_kepala"
    assert caught.value.pesan.endswith(f"harus: {HEAD}.")


def test_a_header_alone_is_no_patient(ctx: Konteks, tmp_path: Path) -> None:
    assert csv(ctx, tmp_path, HEAD + "\n") == pasien.HasilImpor(0, 0)
    assert audit(ctx, "pasien.impor") == []


def test_a_cell_no_reader_takes(ctx: Konteks, tmp_path: Path) -> None:
    with pytest.raises(TidakSah, match="baris 2: tidak terbaca sebagai CSV"):
        csv(ctx, tmp_path, f"{HEAD}\n000123,{'x' * 200_000},,,,,,,\n")


def test_a_patient_file_that_cannot_be_read(ctx: Konteks, tmp_path: Path) -> None:
    for path in (tmp_path / "tidak-ada.csv", tmp_path):
        with pytest.raises(TidakSah, match="tidak dapat dibaca; periksa nama dan hak aksesnya"):
            pasien.impor_csv(ctx, PETUGAS, path)
    with pytest.raises(TidakSah, match="bukan teks UTF-8; simpan ulang sebagai CSV UTF-8"):
        csv(ctx, tmp_path, HEAD.encode() + b"\n000123,Cont\xf6h,,,,,,,\n")


def test_numbers_of_a_wrong_length_go_in_and_are_warned_of(ctx: Konteks, tmp_path: Path) -> None:
    bad = GOOD.replace("3201010101010001", "320101010101000").replace("0001234567890", "000123456789")
    done = csv(ctx, tmp_path, f"{HEAD}\n{bad}\n000124,Contoh Dua,,,,,,,\n")
    assert (done.baris, done.berubah) == (2, 2)
    assert done.peringatan == (
        "baris 2: nik harus 16 digit, tertulis 15",
        "baris 2: no_kartu harus 13 digit, tertulis 12",
    )
    assert [row.nik for row in patients(ctx)] == ["320101010101000", ""]


def test_no_complaint_repeats_numbers_of_a_person(ctx: Konteks, tmp_path: Path) -> None:
    bad = GOOD.replace("3201010101010001", "320101010101000X").replace("0001234567890", "000123456789Y")
    with pytest.raises(TidakSah) as caught:
        csv(ctx, tmp_path, f"{HEAD}\n{bad}\n")
    assert "320101010101" not in caught.value.pesan
    assert "000123456789" not in caught.value.pesan


# ── finding ───────────────────────────────────────────────────────────────────


def test_patients_are_found_by_part_of_what_is_known(ctx: Konteks, tmp_path: Path) -> None:
    rows = [
        GOOD,
        "000999,Budi 100%,3201010101019999,0009999999999,,,,,",
        "A_1,Sari,,,,,,,",
    ]
    rows[2] = "A1,Sari_Dewi,,,,,,,"
    csv(ctx, tmp_path, HEAD + "\n" + "\n".join(rows))

    def found(text: str) -> list[str]:
        return [one.norm for one in pasien.cari(ctx, PETUGAS, text)]

    assert found("contoh") == ["000123"]
    assert found("0009") == ["000999"]
    assert found("3201") == ["000999", "000123"]
    assert found("7890") == ["000123"]
    assert found("%") == ["000999"]
    assert found("_") == ["A1"]
    assert found("a1") == ["A1"]
    assert found("") == found("   ") == []
    assert found("tidak ada") == []
    assert len(pasien.cari(ctx, PETUGAS, "0", batas=1)) == 1
