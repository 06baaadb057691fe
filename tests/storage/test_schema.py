"""Making the schema, and refusing one that is not ours."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.services import konteks
from shared.services.errors import PenyimpananGagal
from shared.storage import schema
from shared.storage import tables as t
from shared.storage.engine import Storage
from shared.storage.tables_kfa import INDEKS
from tests.services.clinic import settings_for
from tests.support.processes import Proc
from tests.support.waiting import until


def everything(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    with storage.read() as conn:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
            for table in t.metadata.sorted_tables
        }


def shape(conn: sa.Connection) -> dict[str, Any]:
    """What the database itself says of its tables, in words both kinds can be compared in."""
    look = sa.inspect(conn)
    found: dict[str, Any] = {}
    for table in sorted(set(look.get_table_names()) - {"alembic_version"}):
        if table.startswith(INDEKS):
            continue  # FTS5 keeps tables of its own behind its one
        found[table] = {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c.get("default")) for c in look.get_columns(table)
            ],
            "primary": look.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"]) for f in look.get_foreign_keys(table)
            ),
            "unique": sorted((u["name"], u["column_names"]) for u in look.get_unique_constraints(table)),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"]), _where(i)) for i in look.get_indexes(table)
            ),
        }
    return found


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return " ".join(str(value) for name, value in options.items() if name.endswith("_where"))


def test_init_twice_changes_nothing(storage_url: str) -> None:
    ctx, before = konteks.siapkan(settings_for(storage_url))
    assert before is None
    first = everything(ctx.storage)
    ctx.tutup()
    again, before = konteks.siapkan(settings_for(storage_url))
    assert before == schema.HEAD
    assert everything(again.storage) == first
    assert [row[:3] for row in first["faskes"]] == [(1, "00000001", "Klinik Contoh")]
    assert first["penjamin"] == [(1, "Umum"), (2, "BPJS Kesehatan")]
    again.tutup()


def test_init_keeps_payers_a_clinic_has_named(storage_url: str) -> None:
    ctx, _ = konteks.siapkan(settings_for(storage_url))
    with ctx.storage.write() as conn:
        conn.execute(sa.update(t.penjamin).where(t.penjamin.c.id == 1).values(nama="Pribadi"))
    ctx.tutup()
    again, _ = konteks.siapkan(settings_for(storage_url))
    assert everything(again.storage)["penjamin"][0] == (1, "Pribadi")
    again.tutup()


def test_the_migrations_make_what_the_tables_say(storage_url: str, tmp_path: Path) -> None:
    storage = Storage(storage_url)
    schema.upgrade(storage)
    with storage.read() as conn:
        migrated = shape(conn)
    if storage.is_sqlite:
        other = Storage(f"sqlite:///{tmp_path / 'tabel.db'}")
        with other.write() as conn:
            t.metadata.create_all(conn)
        with other.read() as conn:
            declared = shape(conn)
        other.dispose()
    else:
        with storage.write() as conn:
            conn.execute(sa.text("DROP SCHEMA public CASCADE"))
            conn.execute(sa.text("CREATE SCHEMA public"))
            t.metadata.create_all(conn)
        with storage.read() as conn:
            declared = shape(conn)
    assert set(migrated) == {table.name for table in t.metadata.sorted_tables}
    for table, made in declared.items():
        assert migrated[table] == made, table
    storage.dispose()


def test_alembic_itself_finds_no_difference(storage_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    storage = Storage(storage_url)
    schema.upgrade(storage)
    with storage.write() as conn:
        # The full-text index of the catalogue is beyond what the tables can say.
        opts = {"compare_type": True, "include_object": lambda _o, name, *_: INDEKS not in str(name)}
        context = MigrationContext.configure(conn, opts=opts)
        assert compare_metadata(context, t.metadata) == []
    storage.dispose()


def test_there_is_one_head_and_it_is_ours() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


@pytest.mark.parametrize(
    ("revision", "kode", "words"),
    [
        ("9999", "penyimpanan_skema_asing", "dibuat oleh Deka yang lebih baru (skema 9999); perbarui"),
        (
            "0000",
            "penyimpanan_skema_lama",
            f"skema 0000, program ini memerlukan {schema.HEAD}; jalankan: deka",
        ),
        ("a1b2c3", "penyimpanan_skema_asing", "(skema a1b2c3)"),
    ],
)
def test_a_schema_that_is_not_ours_is_refused(storage_url: str, revision: str, kode: str, words: str) -> None:
    ctx, _ = konteks.siapkan(settings_for(storage_url))
    with ctx.storage.write() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": revision})
    ctx.tutup()
    with pytest.raises(PenyimpananGagal) as caught:
        konteks.buka(settings_for(storage_url))
    assert caught.value.kode == kode
    assert words in caught.value.pesan


@pytest.mark.parametrize("revision", ["9999", "0000"])
def test_init_does_not_touch_a_schema_it_cannot_lift(storage_url: str, revision: str) -> None:
    ctx, _ = konteks.siapkan(settings_for(storage_url))
    with ctx.storage.write() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": revision})
    before = everything(ctx.storage)
    ctx.tutup()
    with pytest.raises(PenyimpananGagal, match=f"skema {revision}"):
        konteks.siapkan(settings_for(storage_url))
    storage = Storage(storage_url)
    assert everything(storage) == before
    assert schema.current(storage) == revision
    storage.dispose()


def test_a_storage_that_was_never_made(storage_url: str, tmp_path: Path) -> None:
    with pytest.raises(PenyimpananGagal, match=r"Penyimpanan belum dibuat di .*; jalankan dulu: deka init"):
        konteks.buka(settings_for(storage_url))
    assert not (tmp_path / "deka.db").exists()


def test_a_clinic_that_is_not_in_the_storage(storage_url: str) -> None:
    from dataclasses import replace

    from shared.config import FaskesSettings

    ctx, _ = konteks.siapkan(settings_for(storage_url))
    ctx.tutup()
    other = replace(settings_for(storage_url), faskes=FaskesSettings("77777777"))
    with pytest.raises(PenyimpananGagal, match="Faskes 77777777 belum ada"):
        konteks.buka(other)
    # ... and init adds it beside the first
    both, before = konteks.siapkan(other)
    assert before == schema.HEAD
    assert len(everything(both.storage)["faskes"]) == 2
    both.tutup()


INIT = """
import sys
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.services import konteks
import alembic.command
here = PenyimpananSettings(sys.argv[1])
ctx, before = konteks.siapkan(Settings(FaskesSettings("00000001", "Klinik"), here))
print("before", before)
"""


def test_two_stations_may_init_at_once(storage_url: str) -> None:
    with (
        Proc(["-c", INIT, storage_url], name="one") as one,
        Proc(["-c", INIT, storage_url], name="two") as two,
    ):
        assert (one.wait(), two.wait()) == (0, 0)
    storage = Storage(storage_url)
    assert len(everything(storage)["faskes"]) == 1
    assert len(everything(storage)["penjamin"]) == 2
    storage.dispose()


def test_a_second_init_waits_for_the_first(postgres_url: str) -> None:
    """On PostgreSQL nothing but our own lock keeps two migrations apart."""
    storage = Storage(postgres_url)
    with Proc(["-c", INIT, postgres_url], name="second") as second:
        with storage.write() as conn:
            schema.lock(conn)
            blocked = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            with storage.read() as look:
                until(lambda: look.execute(blocked).scalar_one(), 20, "the second to wait")
            assert sa.inspect(conn).get_table_names() == []
        assert second.wait() == 0
    assert schema.current(storage) == schema.HEAD
    storage.dispose()


def test_an_init_that_breaks_on_the_way_leaves_nothing(
    storage_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(storage_url)
    from alembic import command

    real = command.upgrade

    def broken(*args: Any) -> None:
        real(*args)
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", broken)
        with pytest.raises(RuntimeError):
            schema.upgrade(storage)
    with storage.read() as conn:
        assert sa.inspect(conn).get_table_names() == []
    assert schema.upgrade(storage) is None
    storage.dispose()


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    file = tmp_path / "var" / "klinik" / "deka.db"
    ctx, _ = konteks.siapkan(settings_for(f"sqlite:///{file}"))
    ctx.tutup()
    assert file.is_file()
    shutil.rmtree(tmp_path / "var")


def test_the_copy_of_a_closed_file_is_whole(sqlite_template: Path, tmp_path: Path) -> None:
    """What the fixtures of these tests stand on: after the last close nothing is left in the log."""
    file = tmp_path / "salinan.db"
    shutil.copyfile(sqlite_template, file)
    storage = Storage(f"sqlite:///{file}")
    assert len(everything(storage)["pasien"]) > 0
    storage.dispose()


def test_revisions_follow_one_another() -> None:
    """Two of the same number, as two people may write them at once, would be no schema at all."""
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    numbers = sorted(file.name[:4] for file in folder.glob("[0-9]*.py"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers[-1] == schema.HEAD
