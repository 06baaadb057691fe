"""A storage that cannot be used says so in one sentence; nothing of a driver gets through."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.services import antrean, konteks, papan
from shared.services.errors import PenyimpananGagal
from shared.services.papan import Saring
from shared.storage import tables as t
from tests.services.clinic import ADMIN, HARI, PETUGAS, Clinic, norm, settings_for
from tests.support.processes import Proc, run
from tests.support.servers import PostgresServer


def said(caught: Any, kode: str) -> str:
    error = caught.value
    assert isinstance(error, PenyimpananGagal)
    assert error.kode == kode
    words: str = error.pesan
    assert "\n" not in words
    assert words.endswith(".")
    for driver in ("psycopg", "sqlite3", "sqlalche", "Error"):
        assert driver not in words.replace("postgresql+psycopg://", "")
    return words


def deed(clinic: Clinic) -> None:
    antrean.daftar(clinic.ctx, PETUGAS, norm=norm(1), ruangan="UMUM", dokter="D1", tanggal=HARI)


# ── not there ─────────────────────────────────────────────────────────────────


def test_a_server_nobody_answers_for() -> None:
    with socket.socket() as taken:  # bound and not listening: refused at once, and nobody else's
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql+psycopg://deka:sandi-rahasia@127.0.0.1:{taken.getsockname()[1]}/deka"
        for deed in (konteks.buka, konteks.siapkan):
            with pytest.raises(PenyimpananGagal) as caught:
                deed(settings_for(url))
            assert "sandi-rahasia" not in said(caught, "penyimpanan_tak_terjangkau")


def test_a_database_that_is_not_there(postgres: PostgresServer) -> None:
    with pytest.raises(PenyimpananGagal) as caught:
        konteks.buka(settings_for(postgres.url_of("tidak_ada")))
    said(caught, "penyimpanan_tak_terjangkau")


def test_a_server_that_goes_away_in_the_middle(own_postgres: PostgresServer, tmp_path: Path) -> None:
    from tests.services.clinic import fill

    url = own_postgres.create_database()
    fill(url, tmp_path)
    ctx = konteks.buka(settings_for(url))
    clinic = Clinic(ctx, url)
    deed(clinic)
    own_postgres.kill9()
    for action in (
        lambda: deed(clinic),
        lambda: papan.muat(ctx, ADMIN, Saring(HARI)),
        lambda: antrean.lewati(ctx, PETUGAS, 1),
    ):
        with pytest.raises(PenyimpananGagal) as caught:
            action()
        said(caught, "penyimpanan_tak_terjangkau")
    own_postgres.start()
    assert len(papan.muat(ctx, ADMIN, Saring(HARI)).ids) == 1  # what was committed is there
    ctx.tutup()


@pytest.mark.parametrize("url", ["postgresql+psycopg://x:y:z@@[", "sqlite:///\0"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(PenyimpananGagal) as caught:
        konteks.buka(settings_for(url))
    assert caught.value.kode in (
        "penyimpanan_alamat",
        "penyimpanan_tidak_ada",
        "penyimpanan_tak_terjangkau",
    )
    assert "y:z" not in caught.value.pesan


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "deka.db").mkdir()
    for deed in (konteks.buka, konteks.siapkan):
        with pytest.raises(PenyimpananGagal):
            deed(settings_for(f"sqlite:///{tmp_path / 'deka.db'}"))


# ── broken ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [b"bukan basis data" * 500, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_file_that_is_no_storage(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "deka.db"
    file.write_bytes(content)
    for deed in (konteks.buka, konteks.siapkan):
        with pytest.raises(PenyimpananGagal) as caught:
            deed(settings_for(f"sqlite:///{file}"))
        assert "pulihkan dari cadangan" in said(caught, "penyimpanan_rusak")
    assert file.read_bytes() == content


def test_a_file_that_lost_its_end(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "deka.db"
    whole = sqlite_template.read_bytes()
    file.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(PenyimpananGagal) as caught:
        ctx = konteks.buka(settings_for(f"sqlite:///{file}"))
        deed(Clinic(ctx, ""))
    said(caught, "penyimpanan_rusak")


def test_an_empty_file_is_a_storage_nobody_made(tmp_path: Path) -> None:
    file = tmp_path / "deka.db"
    file.touch()
    with pytest.raises(PenyimpananGagal) as caught:
        konteks.buka(settings_for(f"sqlite:///{file}"))
    said(caught, "penyimpanan_tidak_ada")


def test_somebody_elses_database_is_not_taken_for_ours(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "deka.db"
    with sqlite3.connect(file) as conn:
        conn.execute("CREATE TABLE resep (id INTEGER)")
    conn.close()
    with pytest.raises(PenyimpananGagal) as caught:
        konteks.buka(settings_for(f"sqlite:///{file}"))
    said(caught, "penyimpanan_tidak_ada")


# ── not to be written ─────────────────────────────────────────────────────────


def test_a_read_only_server(postgres: PostgresServer, postgres_clinic: Clinic) -> None:
    """As a standby, or a server an administrator has set so."""
    clinic = postgres_clinic
    clinic.ctx.storage.dispose()
    name = clinic.url.rpartition("/")[2]
    try:
        postgres.execute(f'alter database "{name}" set default_transaction_read_only = on')
        with pytest.raises(PenyimpananGagal) as caught:
            deed(clinic)
        said(caught, "penyimpanan_hanya_baca")
        assert papan.muat(clinic.ctx, ADMIN, Saring(HARI)).ids == ()
    finally:
        postgres.execute(f'alter database "{name}" reset default_transaction_read_only')
        clinic.ctx.storage.dispose()
    deed(clinic)


READ_ONLY = """
import os, sys
from datetime import date
from pathlib import Path
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.services import antrean, konteks, papan
from shared.services.errors import PenyimpananGagal
from shared.services.papan import Saring
from shared.security.permissions import SYSTEM
import alembic.command, alembic.config, alembic.script, sqlalchemy.dialects.sqlite, sqlite3
file = Path(sys.argv[1])
if os.geteuid() == 0:  # whom no permission binds
    os.chown(file, 65534, 65534)
    os.chown(file.parent, 65534, 65534)
    os.setgid(65534)
    os.setuid(65534)
settings = Settings(FaskesSettings("00000001", "Klinik"), PenyimpananSettings(f"sqlite:///{file}"))
def show(deed):
    try:
        deed()
        print("went well")
    except PenyimpananGagal as error:
        print(error.kode, "|", error.pesan)
if sys.argv[2] == "open":
    ctx = konteks.buka(settings)
    papan.muat(ctx, SYSTEM, Saring(date(2099, 3, 4)))
file.chmod(0o444)
file.parent.chmod(0o555)
if sys.argv[2] != "open":
    show(lambda: konteks.siapkan(settings))
    try:
        ctx = konteks.buka(settings)
    except PenyimpananGagal as error:
        print(error.kode, "|", error.pesan)
        sys.exit()
day = date(2099, 3, 4)
show(lambda: antrean.daftar(ctx, SYSTEM, norm="000001", ruangan="UMUM", dokter="D1", tanggal=day))
"""


@pytest.mark.parametrize("when", ["open", "new"])
def test_a_read_only_file(sqlite_template: Path, when: str) -> None:
    """In a folder anybody can reach, for root's tests have to become somebody else first."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="deka-baca-", dir="/tmp" if os.geteuid() == 0 else None))
    try:
        folder.chmod(0o755)
        shutil.copyfile(sqlite_template, folder / "deka.db")
        proc = run(["-c", READ_ONLY, str(folder / "deka.db"), when])
        assert proc.poll() == 0, proc.output
        lines = proc.stdout.splitlines()
        assert lines, proc.output
        for line in lines:
            kode, _, words = line.partition(" | ")
            assert kode == "penyimpanan_hanya_baca", proc.output
            assert words.endswith("tidak dapat ditulis; periksa hak akses dan sisa ruang disk.")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_full_disk(sqlite_clinic: Clinic) -> None:
    with sqlite_clinic.ctx.storage.write() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(PenyimpananGagal) as caught:
        for n in range(1, 30):
            sqlite_clinic.register(n)
    assert "sisa ruang disk" in said(caught, "penyimpanan_hanya_baca")
    made = len(sqlite_clinic.rows(sa.select(t.antrean.c.id)))
    assert len(sqlite_clinic.rows(sa.select(t.job.c.id))) == 2 * made  # never half a ticket


# ── busy ──────────────────────────────────────────────────────────────────────


def test_a_row_somebody_holds_for_too_long(postgres_clinic: Clinic) -> None:
    clinic = postgres_clinic
    card = clinic.register(1)
    other = clinic.station()
    with other.storage.write() as conn:
        conn.execute(sa.select(t.antrean).with_for_update())
        with pytest.raises(PenyimpananGagal) as caught, clinic.ctx.tulis() as mine:
            mine.execute(sa.text("SET LOCAL lock_timeout = 50"))
            mine.execute(sa.select(t.antrean).with_for_update())
        said(caught, "penyimpanan_sibuk")
    assert clinic.card(card.id) == card


def test_a_bug_of_ours_is_not_blamed_on_the_storage(clinic: Clinic) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError), clinic.ctx.baca() as conn:
        conn.execute(sa.text("SELECT tidak_ada FROM antrean"))
    with pytest.raises(sa.exc.IntegrityError), clinic.ctx.tulis() as conn:
        conn.execute(sa.insert(t.faskes).values(kode="00000001", nama="x", zona="x"))
    with pytest.raises(ZeroDivisionError), clinic.ctx.tulis():
        _ = 1 // 0


def test_an_error_of_the_body_is_not_taken_for_one_of_the_lock(clinic: Clinic) -> None:
    with pytest.raises(FileNotFoundError), clinic.ctx.tulis():
        raise FileNotFoundError("a file of the body's own")


def test_closing_twice_is_no_error(clinic: Clinic) -> None:
    ctx = konteks.buka(clinic.ctx.settings)
    ctx.tutup()
    ctx.tutup()


def test_a_killed_station_leaves_whole_tickets(clinic: Clinic) -> None:
    """kill -9 in the middle of registering: every ticket has its jobs, every number its ticket."""
    script = """
import sys
from datetime import date
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.security.permissions import SYSTEM
from shared.services import antrean, konteks
ctx = konteks.buka(Settings(FaskesSettings("00000001", "Klinik"), PenyimpananSettings(sys.argv[1])))
for n in range(1, 41):
    day = date(2099, 3, 4)
    antrean.daftar(ctx, SYSTEM, norm=f"{n:06d}", ruangan="UMUM", dokter="D1", tanggal=day)
    print("took", n, flush=True)
"""
    with Proc(["-c", script, clinic.url], name="station") as station:
        station.wait_line("took 3")
        station.kill()
        said_so = len(station.stdout.splitlines())
    numbers = [row[0] for row in clinic.rows(sa.select(t.antrean.c.angka).order_by(t.antrean.c.angka))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= said_so
    assert len(clinic.rows(sa.select(t.job.c.id))) == 2 * len(numbers)
    next_one = clinic.register(40) if len(numbers) < 40 else None
    assert next_one is None or next_one.angka == len(numbers) + 1
