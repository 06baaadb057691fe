"""Record numbers by any part of them, and the jobs of a patient counted from an index alone.

Revision: 0009
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BPJS = sa.text("layanan <> 'satusehat'")
_OTHERS = sa.text("layanan <> 'satusehat' AND status <> 'terkirim'")
_LONGEST = 40
"""Characters of a record number of which each is a beginning."""


def upgrade() -> None:
    op.create_table('norm_ujung',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('ujung', _BYTES, nullable=False, comment='a record number from one of its characters on'),
        sa.Column('pasien_id', _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint('faskes_id', 'ujung', 'pasien_id', name=op.f('pk_norm_ujung')),
        sqlite_with_rowid=False
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    run = op.get_bind().exec_driver_sql
    for statement in _postgresql() if postgresql else _sqlite():
        run(statement)
    # After the triggers: on PostgreSQL making them keeps writers out until all of this is committed.
    run("INSERT INTO norm_ujung (faskes_id, ujung, pasien_id)"
        f" SELECT p.faskes_id, substr(p.norm, n.i), p.id FROM pasien p JOIN {_numbers(postgresql)} ON n.i <= length(p.norm)")
    op.drop_index('ix_job_hitung', table_name='job')
    op.drop_index('ix_job_pasien', table_name='job')
    op.create_index('ix_job_pasien', 'job', ['pasien_id', 'tanggal', 'id', 'jenis', 'status'], unique=False,
        sqlite_where=_BPJS, postgresql_where=_BPJS)
    op.create_index('ix_job_pasien_lain', 'job', ['pasien_id', 'status', 'tanggal', 'id', 'jenis'], unique=False,
        sqlite_where=_OTHERS, postgresql_where=_OTHERS)


def _numbers(postgresql: bool) -> str:
    if postgresql:
        return f"generate_series(1, {_LONGEST}) AS n(i)"
    ones = " UNION ALL ".join(f"SELECT {i}" + (" AS i" if i == 1 else "") for i in range(1, _LONGEST + 1))
    return f"({ones}) n"


def _statements(postgresql: bool) -> tuple[str, str]:
    numbers = _numbers(postgresql) + " WHERE n.i <= length({0}.norm)"
    add = ("INSERT INTO norm_ujung (faskes_id, ujung, pasien_id)"
           " SELECT NEW.faskes_id, substr(NEW.norm, n.i), NEW.id FROM " + numbers.format("NEW") + ";")
    drop = ("DELETE FROM norm_ujung WHERE faskes_id = OLD.faskes_id AND pasien_id = OLD.id"
            " AND ujung IN (SELECT substr(OLD.norm, n.i) FROM " + numbers.format("OLD") + ");")
    return add, drop


_MOVED = "OLD.norm <> NEW.norm OR OLD.faskes_id <> NEW.faskes_id"


def _sqlite() -> list[str]:
    add, drop = _statements(False)
    return [
        f"CREATE TRIGGER norm_ujung_tambah AFTER INSERT ON pasien BEGIN {add} END",
        f"CREATE TRIGGER norm_ujung_hapus AFTER DELETE ON pasien BEGIN {drop} END",
        f"CREATE TRIGGER norm_ujung_ubah AFTER UPDATE OF norm, faskes_id ON pasien WHEN {_MOVED} BEGIN {drop} {add} END",
    ]


def _postgresql() -> list[str]:
    add, drop = _statements(True)
    made = []
    for name, deed, body in (('tambah', 'INSERT', add), ('hapus', 'DELETE', drop), ('ubah', 'UPDATE OF norm, faskes_id', drop + add)):
        when = f" WHEN ({_MOVED})" if name == 'ubah' else ""
        made += [
            f"CREATE FUNCTION norm_ujung_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
            f"CREATE TRIGGER norm_ujung_{name} AFTER {deed} ON pasien FOR EACH ROW{when} EXECUTE FUNCTION norm_ujung_{name}()",
        ]
    return made


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_index('ix_job_hitung', 'job', ['faskes_id', 'tanggal', 'jenis', 'status'], unique=False)
    op.drop_index('ix_job_pasien_lain', table_name='job', sqlite_where=_OTHERS, postgresql_where=_OTHERS)
    op.drop_index('ix_job_pasien', table_name='job', sqlite_where=_BPJS, postgresql_where=_BPJS)
    op.create_index('ix_job_pasien', 'job', ['pasien_id', 'tanggal', 'id'], unique=False)
    for name in ("norm_ujung_tambah", "norm_ujung_hapus", "norm_ujung_ubah"):
        op.execute(f"DROP FUNCTION {name} CASCADE" if postgresql else f"DROP TRIGGER {name}")
    op.drop_table('norm_ujung')
