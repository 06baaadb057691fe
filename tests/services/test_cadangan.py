"""Copies: whole, sealed, put back on either kind of storage, and never believed about the outside."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.config import KeamananSettings, PenyimpananSettings, Settings
from shared.domain.status import StatusJob
from shared.security import peti, segel
from shared.services import audit, cadangan, jobs, konteks, kunjungan, pengguna
from shared.services.errors import Bentrok, PenyimpananGagal, TidakSah
from shared.storage import salinan, schema
from shared.storage import tables as t
from shared.storage.engine import Storage
from tests.domain.test_kunjungan import VISIT
from tests.services.clinic import ADMIN, OFFLINE, P_OK, REFUSED, UNMAPPED, Clinic, card_number, ids

PHRASE = "kalimat sandi untuk uji"


@pytest.fixture(autouse=True)
def quick_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peti, "_TIME", 1)
    monkeypatch.setattr(peti, "_MEMORY_KIB", 64)


@pytest.fixture
def empty(storage_url: str, tmp_path: Path, clinic: Clinic) -> Settings:
    """Another machine: a storage that was never made, no key."""
    return replace(
        clinic.ctx.settings,
        penyimpanan=PenyimpananSettings(storage_url.replace("/deka.db", "/mesin-baru/deka.db")),
        keamanan=KeamananSettings(berkas_kunci=str(tmp_path / "mesin-baru" / "kunci-isi")),
    )


def everything(ctx: konteks.Konteks) -> dict[str, list[tuple[Any, ...]]]:
    with ctx.baca() as conn:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
            for table in t.metadata.sorted_tables
            if table.name not in salinan.LEFT_OUT
        }


def busy(clinic: Clinic, tmp_path: Path) -> dict[str, int]:
    """A clinic with jobs in every state."""
    made: dict[str, int] = {}
    made["terkirim"], made["waiting"] = ids(clinic.registered(1, p=P_OK, a=None))
    made["gagal"], _ = ids(clinic.registered(2, p=REFUSED, a=None))
    made["proses"], _ = ids(clinic.register(3))
    clinic.claim(made["proses"])
    made["sementara"], _ = ids(clinic.registered(4, p=OFFLINE, a=None))
    made["pemetaan"], _ = ids(clinic.registered(5, p=P_OK, a=UNMAPPED))
    file = tmp_path / "kunjungan.json"
    file.write_text(json.dumps(VISIT | {"noKartu": card_number(6)}), encoding="utf-8")
    kunjungan.impor(clinic.ctx, ADMIN, file)
    return made


def test_a_copy_goes_round_between_all_kinds_of_storage(
    clinic: Clinic, empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(clinic, tmp_path)
    before = everything(clinic.ctx)
    file = tmp_path / "salinan.deka"
    made = cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    assert made.baris == sum(len(rows) for rows in before.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setattr(salinan, "distrust", lambda *_: {"dibaca_ulang": 0, "gagal": 0})
    monkeypatch.setattr(cadangan, "add_audit", lambda *_, **__: None)
    cadangan.pulihkan(empty, file, PHRASE)
    ctx = konteks.buka(empty)
    try:
        assert everything(ctx) == before
        with ctx.baca() as conn, clinic.ctx.baca() as other:
            counted = sa.select(t.hitung_job.c.status, sa.func.sum(t.hitung_job.c.jumlah)).group_by("status")
            filled = counted.having(sa.func.sum(t.hitung_job.c.jumlah) != 0)
            assert sorted(map(tuple, conn.execute(filled))) == sorted(map(tuple, other.execute(filled)))
    finally:
        ctx.tutup()


def test_a_copy_brings_keys_and_secrets_and_life_goes_on(
    clinic: Clinic, empty: Settings, tmp_path: Path
) -> None:
    made = busy(clinic, tmp_path)
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    cadangan.pulihkan(empty, file, PHRASE)
    ctx = konteks.buka(empty)
    try:
        assert "job" in jobs.detail(ctx, ADMIN, made["gagal"]).attempts[-1].request
        assert audit.periksa(ctx, ADMIN).cacat is None
        other = Clinic(ctx, empty.penyimpanan.url)
        more = other.register(20)
        assert more.id > max(row[0] for row in other.rows(sa.select(t.antrean.c.id))) - 1
        assert other.audit("cadangan.pulihkan")
    finally:
        ctx.tutup()


def test_nothing_is_sent_on_the_word_of_a_copy(clinic: Clinic, empty: Settings, tmp_path: Path) -> None:
    made = busy(clinic, tmp_path)
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    done = cadangan.pulihkan(empty, file, PHRASE)
    assert (done.dibaca_ulang >= 5, done.gagal) == (True, 2)
    ctx = konteks.buka(empty)
    try:
        other = Clinic(ctx, empty.penyimpanan.url)
        assert other.row(made["terkirim"]).status == StatusJob.TERKIRIM.value
        for name in ("waiting", "proses", "sementara"):
            row = other.row(made[name])
            assert (row.status, row.periksa, row.pekerja) == ("tak_pasti", "hasil", None), name
        live = other.rows(sa.select(t.job.c.periksa).where(t.job.c.status.in_(["menunggu", "proses"])))
        assert live == []
        # Nothing sends itself again, and when a person asks it is looked up first.
        assert other.row(made["gagal"]).ulang_pada is None
        again = jobs.resend(ctx, ADMIN, made["gagal"])
        assert (again.status, other.row(made["gagal"]).periksa) == (StatusJob.TAK_PASTI, "hasil")
        released = other.row(made["pemetaan"])
        assert released.status == StatusJob.TERKIRIM.value
    finally:
        ctx.tutup()


def test_queue_numbers_go_on_after_a_gap(clinic: Clinic, empty: Settings, tmp_path: Path) -> None:
    last = clinic.register(1)
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    cadangan.pulihkan(empty, file, PHRASE)
    ctx = konteks.buka(empty)
    try:
        following = Clinic(ctx, empty.penyimpanan.url).register(2)
        assert int(following.tiket.split("-")[1]) == int(last.tiket.split("-")[1]) + cadangan.GAP + 1
    finally:
        ctx.tutup()


def test_what_is_there_is_not_overwritten_unless_asked_and_is_kept(clinic: Clinic, tmp_path: Path) -> None:
    card = clinic.register(1)
    file = tmp_path / "lama.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    later = clinic.register(2)
    settings = clinic.ctx.settings
    with pytest.raises(Bentrok, match="--timpa"):
        cadangan.pulihkan(settings, file, PHRASE)
    assert clinic.card(later.id).id == later.id
    done = cadangan.pulihkan(settings, file, PHRASE, timpa=True)
    rows = {row[0] for row in clinic.rows(sa.select(t.antrean.c.id))}
    assert rows == {card.id}
    assert cadangan.periksa(settings, Path(done.sebelumnya), PHRASE).baris > 0
    cadangan.pulihkan(settings, Path(done.sebelumnya), PHRASE, timpa=True)
    assert {row[0] for row in clinic.rows(sa.select(t.antrean.c.id))} == {card.id, later.id}


def test_a_storage_at_work_is_not_replaced(clinic: Clinic, tmp_path: Path) -> None:
    from shared.services import pekerja

    file = tmp_path / "lama.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    pekerja.daftar(clinic.ctx, "w1", "host", 1, "", 4)
    with pytest.raises(Bentrok, match="hentikan pekerja"):
        cadangan.pulihkan(clinic.ctx.settings, file, PHRASE, timpa=True)


def test_a_copy_is_made_of_one_moment_while_others_write(clinic: Clinic, tmp_path: Path) -> None:
    clinic.register(1)
    lines = salinan.snapshot(clinic.ctx.storage)
    got = [next(lines)]
    late = clinic.register(2)
    got += list(lines)
    text = b"".join(got)
    assert salinan.check(text.splitlines())["antrean"] == 1
    assert clinic.card(late.id).id == late.id


def test_nobody_reads_a_copy_without_the_passphrase(clinic: Clinic, tmp_path: Path) -> None:
    busy(clinic, tmp_path)
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    data = file.read_bytes()
    material = clinic.ctx.settings.keamanan.kunci.read_text().split()[-1].encode()
    for secret in (card_number(1).encode(), b"Pasien 01", b"pendaftaran_pcare", material, PHRASE.encode()):
        assert secret not in data
    with pytest.raises(PenyimpananGagal, match="Sandi cadangan tidak cocok"):
        cadangan.periksa(clinic.ctx.settings, file, "kalimat yang lain sama sekali")
    with pytest.raises(TidakSah, match="minimal 12"):
        cadangan.buat(clinic.ctx, ADMIN, tmp_path / "x.deka", "pendek")
    with pytest.raises(Bentrok, match="sudah ada"):
        cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)


@pytest.mark.parametrize("deed", ["cut", "flip", "drop", "swap", "append", "head", "empty"])
def test_a_damaged_copy_is_refused_before_anything_is_touched(
    sqlite_clinic: Clinic, tmp_path: Path, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peti, "PIECE", 1024)
    clinic = sqlite_clinic
    busy(clinic, tmp_path)
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    data = file.read_bytes()
    start = len(peti.MAGIC) + 4 + int.from_bytes(data[len(peti.MAGIC) : len(peti.MAGIC) + 4], "big")
    size = 4 + 1024 + 16
    first, rest = data[start : start + size], data[start + size :]
    second, rest = rest[:size], rest[size:]
    broken = {
        "cut": data[:start] + first + second,
        "flip": data[: start + 100] + bytes([data[start + 100] ^ 1]) + data[start + 101 :],
        "drop": data[:start] + second + rest,
        "swap": data[:start] + second + first + rest,
        "append": data + b"x",
        "head": data.replace(b'"faskes": "00000001"', b'"faskes": "00000002"', 1),
        "empty": b"",
    }[deed]
    assert broken != data
    file.write_bytes(broken)
    with pytest.raises(PenyimpananGagal):
        cadangan.pulihkan(clinic.ctx.settings, file, PHRASE, timpa=True)
    assert clinic.rows(sa.select(t.antrean.c.id)) != []


def test_a_copy_of_a_newer_program_is_refused(clinic: Clinic, empty: Settings, tmp_path: Path) -> None:
    file = tmp_path / "salinan.deka"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cadangan.schema, "HEAD", "9999")
        cadangan._write(clinic.ctx.settings, clinic.ctx.storage, "00000001", file, PHRASE)
    assert schema.HEAD != "9999"
    with pytest.raises(PenyimpananGagal, match="lebih baru"):
        cadangan.pulihkan(empty, file, PHRASE)


@pytest.mark.parametrize("skema", ["0001", "0004", "0006", "0008"])
def test_a_copy_of_an_older_schema_is_lifted(
    sqlite_clinic: Clinic, storage_url: str, tmp_path: Path, skema: str
) -> None:
    """A copy as the program of that schema has written it, put into a storage of now."""
    old = Storage(f"sqlite:///{tmp_path / 'lama.db'}")
    with old.write() as conn:
        schema.upgrade_to(conn, skema)
        for statement in (
            "INSERT INTO faskes (id, kode, nama, zona) VALUES (1, '00000001', 'Klinik', 'Asia/Jakarta')",
            "INSERT INTO pasien (id, faskes_id, norm, nama) VALUES (7, 1, '000007', 'SITI')",
            "INSERT INTO job (id, faskes_id, jenis, layanan, status, tanggal, jatuh_tempo, dibuat, diubah) "
            "VALUES (1, 1, 'pendaftaran_pcare', 'pcare', 'gagal', '2099-03-04', 1, 1, 1), "
            "(2, 1, 'tambah_antrean_fktp', 'antrean', 'menunggu', '2099-03-04', 1, 1, 1)",
            "INSERT INTO pengguna (id, nama, peran, sandi, dibuat) VALUES (1, 'budi', 'petugas', 'x', 1)",
        ):
            conn.execute(sa.text(statement))
    tables = sa.MetaData()
    with old.read() as conn:
        tables.reflect(conn, only=lambda name, _: not name.startswith("kfa_") and "_fts" not in name)
        lines = []
        counts = {}
        for table in tables.sorted_tables:
            if table.name in salinan.LEFT_OUT or table.name == "alembic_version":
                continue
            rows = [list(row) for row in conn.execute(sa.select(table))]
            counts[table.name] = len(rows)
            lines += [{"tabel": table.name, "kolom": [c.name for c in table.columns]}, *rows]
    old.dispose()
    lines.append({"jumlah": counts})
    file = tmp_path / "lama.deka"
    head = {"dibuat": "2026-01-02T03:04:05+00:00", "skema": skema, "faskes": "00000001"}
    with file.open("w+b") as out:
        writer = peti.Penulis(out, PHRASE, head)
        writer.tulis(b'{"kunci": "", "rahasia": ""}\n')
        for line in lines:
            writer.tulis(json.dumps(line, default=str).encode() + b"\n")
        writer.tutup()
    target = replace(
        sqlite_clinic.ctx.settings,
        penyimpanan=PenyimpananSettings(storage_url.replace("/deka.db", "/mesin-baru/deka.db")),
        keamanan=KeamananSettings(berkas_kunci=str(tmp_path / "mesin-baru" / "kunci-isi")),
    )
    done = cadangan.pulihkan(target, file, PHRASE)
    assert (done.cadangan.skema, done.dibaca_ulang, done.gagal) == (skema, 1, 1)
    ctx = konteks.buka(target)
    try:
        assert schema.current(ctx.storage) == schema.HEAD
        with ctx.baca() as conn:
            assert [row.nama for row in conn.execute(sa.select(t.pasien))] == ["SITI"]
            assert [row.status for row in conn.execute(sa.select(t.job).order_by(t.job.c.id))] == [
                "gagal", "tak_pasti",
            ]  # fmt: skip
        assert audit.periksa(ctx, ADMIN).utuh
        assert pengguna.daftar(ctx, ADMIN) == (("budi", "petugas", True),)
    finally:
        ctx.tutup()


def test_the_key_in_use_here_stays_the_one_in_use(clinic: Clinic, empty: Settings, tmp_path: Path) -> None:
    mine = segel.kunci_baru()
    segel.tulis_berkas(empty.keamanan.kunci, (mine,))
    file = tmp_path / "salinan.deka"
    cadangan.buat(clinic.ctx, ADMIN, file, PHRASE)
    cadangan.pulihkan(empty, file, PHRASE)
    keys = segel.baca_berkas(empty.keamanan.kunci)
    assert keys[-1] == mine
    assert len(keys) > 1


def test_old_copies_go(clinic: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "cadangan"
    station = clinic.station(cadangan=replace(clinic.ctx.settings.cadangan, folder=str(folder), simpan=2))
    folder.mkdir()
    names = [f"deka-00000001-2026010{n}-120000.deka" for n in range(1, 5)]
    for name in [*names, "catatan.txt", "deka-00000002-20260101-120000.deka"]:
        (folder / name).touch()
    assert cadangan.rapikan(station, ADMIN) == 2
    assert sorted(f.name for f in folder.iterdir()) == sorted(
        [*names[2:], "catatan.txt", "deka-00000002-20260101-120000.deka"]
    )
