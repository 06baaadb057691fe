"""The audit trail: chained, append-only, and what a verification says when somebody was at it."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.audit import AWAL, BarisAudit, Cacat, segel
from shared.domain.records import Pelaku
from shared.services import antrean, audit, konteks
from shared.services.audit import SaringAudit
from shared.services.errors import Ditolak, TidakSah
from shared.storage import schema
from shared.storage.audit import add_audit
from shared.storage.engine import Storage
from tests.services.clinic import ADMIN, PETUGAS, Clinic, actor, race, settings_for

AUDITOR = actor("auditor")
ROW = BarisAudit(1, 2, 3, "sari", "petugas", "1", "antrean.panggil", "antrean", 4, "ok", "{}")


def write(clinic: Clinic, many: int, who: Pelaku = PETUGAS, aksi: str = "antrean.panggil") -> None:
    for n in range(many):
        with clinic.ctx.tulis() as conn:
            add_audit(conn, who, aksi, faskes_id=clinic.ctx.faskes.id, objek="antrean", objek_id=n)


def tamper(clinic: Clinic, *statements: str) -> None:
    """Do what only the owner of the database can do: with its guards put away."""
    if clinic.is_sqlite:
        with closing(sqlite3.connect(clinic.ctx.storage.path)) as conn:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
            for (name,) in conn.execute(named).fetchall():
                conn.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                conn.execute(statement)
            conn.commit()
        return
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            conn.execute(sa.text(statement))


# ── the link ──────────────────────────────────────────────────────────────────


@given(
    field=st.sampled_from(
        ["id", "waktu", "faskes_id", "pelaku", "peran", "stasiun", "aksi", "objek", "rincian"]
    ),
    value=st.text(max_size=8),
    number=st.integers(5, 2**60),
)
def test_every_field_counts_for_the_link(field: str, value: str, number: int) -> None:
    before = getattr(ROW, field)
    after = number if isinstance(before, int) else value
    changed = replace(ROW, **{field: after})
    assert (segel(AWAL, 1, changed) == segel(AWAL, 1, ROW)) is (after == before)


def test_the_place_and_the_link_before_count_too() -> None:
    assert len({segel(AWAL, 1, ROW), segel(AWAL, 2, ROW), segel("f" * 64, 1, ROW)}) == 3
    assert segel(AWAL, 1, replace(ROW, urut=9, segel="x")) == segel(AWAL, 1, ROW)


def test_the_link_is_what_it_has_always_been() -> None:
    """Chains outlive programs: this value must never change."""
    assert segel(AWAL, 1, ROW) == "d538510854024e827c91e162508d5e5944da2b76f30cc8b524c2e74688de248e"


# ── the chain ─────────────────────────────────────────────────────────────────


def test_deeds_are_chained_in_their_own_transaction(clinic: Clinic) -> None:
    card = clinic.register(1)
    antrean.panggil(clinic.ctx, PETUGAS, card.id)
    with pytest.raises(Ditolak):
        antrean.panggil(clinic.ctx, actor("kiosk"), card.id)
    page = audit.muat(clinic.ctx, AUDITOR, SaringAudit())
    assert [(row.urut, row.aksi, row.hasil) for row in page.baris] == [
        (3, "antrean.panggil", "ditolak"),
        (2, "antrean.panggil", "ok"),
        (1, "antrean.daftar", "ok"),
    ]
    found = audit.periksa(clinic.ctx, AUDITOR)
    assert (found.utuh, found.baris, found.urut, found.segel) == (True, 3, 3, page.baris[0].segel)


def test_a_deed_that_comes_to_nothing_leaves_nothing(clinic: Clinic) -> None:
    with pytest.raises(RuntimeError), clinic.ctx.tulis() as conn:
        add_audit(conn, PETUGAS, "antrean.panggil", faskes_id=clinic.ctx.faskes.id)
        raise RuntimeError
    write(clinic, 1)
    found = audit.periksa(clinic.ctx, AUDITOR)
    assert (found.utuh, found.baris) == (True, 1)


def test_many_writers_make_one_chain(clinic: Clinic) -> None:
    stations = [clinic.station() for _ in range(4)]

    def work(ctx: konteks.Konteks) -> None:
        for n in range(10):
            with ctx.tulis() as conn:
                for part in range(1 + n % 2):
                    add_audit(conn, PETUGAS, "uji.ramai", faskes_id=ctx.faskes.id, bagian=part)

    assert race(*(lambda ctx=ctx: work(ctx) for ctx in stations)) == [None] * 4  # type: ignore[misc]
    found = audit.periksa(clinic.ctx, AUDITOR)
    assert (found.utuh, found.baris) == (True, 60)


def test_clinics_have_chains_of_their_own(clinic: Clinic) -> None:
    from shared.config import FaskesSettings

    other, _ = konteks.siapkan(
        replace(clinic.ctx.settings, faskes=FaskesSettings("00000002", "Klinik Dua", "Asia/Makassar"))
    )
    try:
        write(clinic, 2)
        with other.tulis() as conn:
            add_audit(conn, PETUGAS, "uji", faskes_id=other.faskes.id)
            add_audit(conn, PETUGAS, "uji", faskes_id=clinic.ctx.faskes.id)
        assert [audit.periksa(ctx, AUDITOR).baris for ctx in (clinic.ctx, other)] == [3, 1]
        assert [row.urut for row in audit.muat(other, AUDITOR, SaringAudit()).baris] == [1]
    finally:
        other.tutup()


BREAKS = [
    ("UPDATE audit SET pelaku = 'budi' WHERE id = {2}", Cacat.DIUBAH, 3),
    ("UPDATE audit SET rincian = '{{}} ' WHERE id = {0}", Cacat.DIUBAH, 1),
    ("UPDATE audit_segel SET segel = 'ff' WHERE urut = 2", Cacat.DIUBAH, 2),
    ("DELETE FROM audit WHERE id = {1}", Cacat.HILANG, 2),
    ("DELETE FROM audit_segel WHERE urut = 4; DELETE FROM audit WHERE id = {3}", Cacat.LONCAT, 4),
    (
        "UPDATE audit_segel SET urut = 99 WHERE urut = 2; UPDATE audit_segel SET urut = 2 WHERE urut = 3; "
        "UPDATE audit_segel SET urut = 3 WHERE urut = 99",
        Cacat.DIUBAH,
        2,
    ),
    ("DELETE FROM audit_segel WHERE urut = 5", Cacat.TANPA_SEGEL, None),
    (
        "INSERT INTO audit (waktu, faskes_id, pelaku, peran, aksi, hasil) VALUES (1, 1, 'x', 'x', 'x', 'ok')",
        Cacat.TANPA_SEGEL,
        None,
    ),
]


@pytest.mark.parametrize(("statements", "what", "where"), BREAKS, ids=[row[0][:44] for row in BREAKS])
def test_the_first_broken_place_is_found(
    clinic: Clinic, statements: str, what: Cacat, where: int | None
) -> None:
    write(clinic, 5)
    rows = [row.id for row in clinic.audit()]
    tamper(clinic, *statements.format(*rows).split("; "))
    found = audit.periksa(clinic.ctx, AUDITOR)
    assert (found.utuh, found.cacat, found.urut_cacat) == (False, what, where)
    if where is not None:
        assert found.baris == where - 1
    if what is not Cacat.LONCAT:
        assert found.audit_id is not None


def test_a_tail_that_was_cut_off_is_known_by_the_head_written_down(clinic: Clinic) -> None:
    write(clinic, 5)
    head = audit.periksa(clinic.ctx, AUDITOR).kepala
    last = clinic.audit()[-1].id
    assert audit.periksa(clinic.ctx, AUDITOR, head).utuh
    tamper(clinic, "DELETE FROM audit_segel WHERE urut = 5", f"DELETE FROM audit WHERE id = {last}")
    assert audit.periksa(clinic.ctx, AUDITOR).utuh
    cut = audit.periksa(clinic.ctx, AUDITOR, head)
    assert (cut.cacat, cut.urut_cacat) == (Cacat.KEPALA, 5)
    write(clinic, 1, ADMIN)  # made anew: as long as before, but not the same
    assert audit.periksa(clinic.ctx, AUDITOR, head).cacat is Cacat.KEPALA
    for wrong in ("5", "5:xyz", "x:" + "0" * 64, "٥:" + "0" * 64):
        with pytest.raises(TidakSah, match="Kepala rantai"):
            audit.periksa(clinic.ctx, AUDITOR, wrong)


# ── append-only ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["audit", "audit_segel"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET faskes_id = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_the_trail(clinic: Clinic, table: str, verb: str) -> None:
    if clinic.is_sqlite and "TRUNCATE" in verb:
        verb = "DELETE FROM {} WHERE true"  # what SQLite has instead
    write(clinic, 1)
    with pytest.raises(sa.exc.DBAPIError, match="jejak audit hanya dapat ditambah"):
        clinic.sql(sa.text(verb.format(table)))
    assert audit.periksa(clinic.ctx, AUDITOR).baris == 1


def test_rows_from_before_the_chain_are_chained(storage_url: str) -> None:
    """A storage of the revision before gets links for what it has; the newer rows follow on."""
    storage = Storage(storage_url)
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with storage.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0004")
        conn.execute(
            sa.text("INSERT INTO faskes (kode, nama, zona) VALUES ('00000001', 'K', 'Asia/Jakarta')")
        )
        for n in range(3):
            add = "INSERT INTO audit (waktu, faskes_id, pelaku, peran, aksi, hasil, rincian) VALUES"
            conn.execute(sa.text(f"{add} ({n}, 1, 'sari', 'petugas', 'uji', 'ok', '{{\"a\": \"é\"}}')"))
    storage.dispose()
    ctx, before = konteks.siapkan(settings_for(storage_url))
    assert before == "0004"
    with ctx.tulis() as conn:
        add_audit(conn, PETUGAS, "uji", faskes_id=ctx.faskes.id)
    found = audit.periksa(ctx, AUDITOR)
    assert (found.utuh, found.baris) == (True, 4)
    ctx.tutup()


# ── reading ───────────────────────────────────────────────────────────────────


def test_filters(clinic: Clinic) -> None:
    write(clinic, 2)
    write(clinic, 1, ADMIN, "antrean.batal")
    write(clinic, 1, ADMIN, "antrean_lain")
    write(clinic, 1, ADMIN, "antrean")

    def found(**asked: object) -> list[str]:
        page = audit.muat(clinic.ctx, AUDITOR, SaringAudit(**asked))  # type: ignore[arg-type]
        return [row.aksi for row in reversed(page.baris)]

    assert found(pelaku=PETUGAS.nama) == ["antrean.panggil"] * 2
    assert found(aksi="antrean.batal") == ["antrean.batal"]
    assert found(aksi="antrean") == ["antrean.panggil", "antrean.panggil", "antrean.batal", "antrean"]
    assert found(aksi="antrean.") == ["antrean.panggil", "antrean.panggil", "antrean.batal"]
    assert found(objek="antrean", objek_id=1) == ["antrean.panggil"]
    assert found(objek="job") == []
    assert found(hasil="ditolak") == []
    with clinic.ctx.baca() as conn:
        today = clinic.ctx.hari_ini(conn)
    assert len(found(dari=today, sampai=today)) == 5
    assert found(dari=today + timedelta(days=1)) == []
    assert found(sampai=today - timedelta(days=1)) == []
    assert audit.aksi(clinic.ctx, AUDITOR) == ("antrean", "antrean.batal", "antrean.panggil", "antrean_lain")


def test_pages_go_both_ways(clinic: Clinic) -> None:
    write(clinic, 7)
    ids = [row.id for row in clinic.audit()][::-1]

    def page(**where: int) -> tuple[list[int], bool, bool]:
        got = audit.muat(clinic.ctx, AUDITOR, SaringAudit(), banyak=3, **where)
        return [row.id for row in got.baris], got.ada_baru, got.ada_lama

    assert page() == (ids[:3], False, True)
    assert page(sebelum=ids[2]) == (ids[3:6], True, True)
    assert page(sebelum=ids[5]) == (ids[6:], True, False)
    assert page(sesudah=ids[6]) == (ids[3:6], True, True)
    assert page(sesudah=ids[3]) == (ids[:3], False, True)
    assert page(sesudah=ids[1]) == (ids[:1], False, True)


def test_an_export_can_be_verified_elsewhere(clinic: Clinic, tmp_path: Path) -> None:
    write(clinic, 3, Pelaku("=cmd|' /C calc'!A0", "petugas"))
    assert audit.ekspor(clinic.ctx, AUDITOR, SaringAudit(), tmp_path / "audit.jsonl") == 3
    link = AWAL
    for line in (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines():
        row = BarisAudit(**json.loads(line))
        link = segel(link, row.urut, row)
        assert link == row.segel
    day = date(2001, 1, 1)
    assert audit.ekspor(clinic.ctx, AUDITOR, SaringAudit(sampai=day), tmp_path / "kosong.csv") == 0
    audit.ekspor(clinic.ctx, AUDITOR, SaringAudit(aksi="antrean"), tmp_path / "audit.csv")
    with (tmp_path / "audit.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == list(audit.KOLOM)
    assert {row[head.index("pelaku")] for row in rows} == {"'=cmd|' /C calc'!A0"}
    asked = [json.loads(row.rincian) for row in clinic.audit("audit.ekspor")]
    assert [row["baris"] for row in asked] == [3, 0, 3]
    assert asked[1]["saring_sampai"] == "2001-01-01"
    for wrong in (tmp_path / "audit.txt", tmp_path / "tidak-ada" / "audit.csv"):
        with pytest.raises(TidakSah):
            audit.ekspor(clinic.ctx, AUDITOR, SaringAudit(), wrong)
    assert sorted(file.name for file in tmp_path.glob("*audit*")) == ["audit.csv", "audit.jsonl"]


def test_hostile_names_are_written_down_harmlessly(clinic: Clinic) -> None:
    write(clinic, 1, Pelaku("si\x1b[2Jti\x00\u202e\ud800" + "x" * 500, "pe\ntugas", loket="1\x07"))
    (row,) = clinic.audit()
    assert (row.pelaku, row.peran, row.stasiun) == ("siti" + "x" * 59 + "…", "pe tugas", "1")
    assert audit.periksa(clinic.ctx, AUDITOR).utuh


# ── on a server: the program's role is not the owner ──────────────────────────


def test_the_programs_role_cannot_touch_the_trail(postgres_url: str) -> None:
    owner, _ = konteks.siapkan(settings_for(postgres_url))
    with owner.storage.write() as conn:
        conn.execute(sa.text("DROP ROLE IF EXISTS deka_uji_loket"))
        conn.execute(sa.text("CREATE ROLE deka_uji_loket LOGIN PASSWORD 'rekaan'"))
    konteks.beri_hak(owner, "deka_uji_loket")
    owner.tutup()
    url = sa.make_url(postgres_url).set(username="deka_uji_loket", password="rekaan")
    ctx = konteks.buka(settings_for(url.render_as_string(hide_password=False)))
    try:
        with ctx.tulis() as conn:
            add_audit(conn, PETUGAS, "uji", faskes_id=ctx.faskes.id)
        for statement in (
            "UPDATE audit SET pelaku = 'x'",
            "DELETE FROM audit",
            "TRUNCATE audit CASCADE",
            "UPDATE audit_segel SET segel = 'x'",
            "DELETE FROM audit_segel",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "DROP TABLE audit",
            "UPDATE alembic_version SET version_num = 'x'",
        ):
            with (
                pytest.raises(sa.exc.DBAPIError, match=r"permission denied|must be owner"),
                ctx.storage.write() as c,
            ):
                c.execute(sa.text(statement))
        assert audit.periksa(ctx, AUDITOR).baris == 1
    finally:
        ctx.tutup()
        owner = konteks.buka(settings_for(postgres_url))
        with owner.storage.write() as conn:
            conn.execute(sa.text("DROP OWNED BY deka_uji_loket"))
            conn.execute(sa.text("DROP ROLE deka_uji_loket"))
        owner.tutup()


@pytest.mark.parametrize("role", ["tidak_ada", 'a"b; DROP TABLE audit', ""])
def test_rights_for_a_role_that_is_none(postgres_url: str, role: str) -> None:
    ctx, _ = konteks.siapkan(settings_for(postgres_url))
    with pytest.raises(TidakSah):
        konteks.beri_hak(ctx, role)
    ctx.tutup()
