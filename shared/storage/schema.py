"""The schema's version: making it, bringing it up to date, refusing one that is not ours."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared.storage.engine import Storage, failure_code
from shared.storage.errors import StorageFailure
from shared.storage.papan import HEAD as HEAD

_LOCK = 0x64656B61
"""Key of the advisory lock that keeps two migrations apart on PostgreSQL."""


def _revision(conn: sa.Connection) -> str | None:
    there = sa.inspect(conn).has_table("alembic_version")
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() if there else None


def current(storage: Storage) -> str | None:
    """Read the revision of a storage, ``None`` when it has none yet."""
    try:
        with storage.read() as conn:
            return _revision(conn)
    except SQLAlchemyError as error:  # pragma: no cover - read() has translated the usual ones
        raise StorageFailure(failure_code(error) or "penyimpanan_rusak", tempat=storage.place) from error


def upgrade(storage: Storage) -> str | None:
    """Bring a storage to :data:`HEAD`; returns the revision it had before.

    Alembic is imported here and nowhere else: no station pays for it.
    """
    with storage.write() as conn:
        lock(conn)
        before = _revision(conn)
        upgrade_to(conn, HEAD)
    return before


def upgrade_to(conn: sa.Connection, revision: str) -> None:
    """Lift a schema, or make one, inside a transaction; raises :class:`StorageFailure` for a foreign one."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for found in (_revision(conn), revision):
        if found is not None and found not in known:
            raise StorageFailure("penyimpanan_skema_asing", ada=found)
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def wipe(conn: sa.Connection) -> None:
    """Drop every table there is, as it is, whatever its schema."""
    if conn.dialect.name == "sqlite":
        virtual = sa.text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        for name in conn.execute(virtual).scalars().all():
            conn.execute(sa.text(f'DROP TABLE "{name}"'))
    found = sa.MetaData()
    found.reflect(conn)
    found.drop_all(conn)
    if conn.dialect.name == "postgresql":
        ours = "SELECT quote_ident(proname) FROM pg_proc WHERE prorettype = 'trigger'::regtype"
        for name in (
            conn.execute(sa.text(f"{ours} AND pronamespace = current_schema()::regnamespace")).scalars().all()
        ):
            conn.execute(sa.text(f"DROP FUNCTION {name}() CASCADE"))


def lock(conn: sa.Connection) -> None:
    """Keep other migrations waiting until the transaction ends; SQLite's writer is alone anyway."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


_TRAIL = ("audit", "audit_segel")


def grant(conn: sa.Connection, role: str) -> bool:
    """Let a PostgreSQL role read and write, but only add to the audit trail; ``False``: there is none.

    The role must be none that owns the tables: an owner can always take its own guards away.
    """
    known = sa.text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name")
    name = conn.execute(known, {"name": role}).scalar()
    if name is None:
        return False
    names = sa.inspect(conn).get_table_names()
    for table in names:
        conn.execute(sa.text(f'REVOKE ALL ON "{table}" FROM {name}'))
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if table in _TRAIL:
            rights = "SELECT, INSERT"
        elif table == "alembic_version":
            rights = "SELECT"
        conn.execute(sa.text(f'GRANT {rights} ON "{table}" TO {name}'))
    conn.execute(sa.text(f"GRANT USAGE ON SCHEMA public TO {name}"))
    conn.execute(sa.text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    return True
