"""Monitoring: counters kept by triggers, imported visits, holds, and the history of the gates.

Revision: 0002

The counters are exact under concurrency and let no two transactions wait for each other. On
PostgreSQL each transaction counts into rows of its own (``ember`` is its id), which a worker folds
into ``ember`` 0 from time to time; whoever reads adds up. SQLite has one writer, so there
``ember`` is always 0. Every change is counted twice: for its date, and for all dates together.
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALIVE = sa.text("status IN ('menunggu','proses','tak_pasti')")
_ALL = "'0001-01-01'"
_KEY = "faskes_id, tanggal, jenis, status, ember"
_ADD = f"ON CONFLICT ({_KEY}) DO UPDATE SET jumlah = hitung_job.jumlah + excluded.jumlah"


def upgrade() -> None:
    op.create_table('hitung_job',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False, comment='0001-01-01 is all dates together'),
        sa.Column('jenis', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('ember', _ID, autoincrement=False, nullable=False, comment="0, or a transaction's own share"),
        sa.Column('jumlah', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_hitung_job_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'tanggal', 'jenis', 'status', 'ember', name=op.f('pk_hitung_job'))
    )
    op.create_index('ix_hitung_job_ember', 'hitung_job', ['ember'], unique=False,
        sqlite_where=sa.text('ember <> 0'), postgresql_where=sa.text('ember <> 0'))
    op.create_table('kunjungan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('antrean_id', _ID, nullable=True),
        sa.Column('pasien_id', _ID, nullable=True),
        sa.Column('no_kartu', sa.Text(), nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('kd_poli', sa.Text(), server_default='', nullable=False),
        sa.Column('isi', sa.Text(), nullable=False, comment='the body as it was imported'),
        sa.Column('no_kunjungan', sa.Text(), nullable=True),
        sa.Column('kunci', sa.Text(), nullable=True, comment='card|poli while the visit stands'),
        sa.Column('oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['antrean_id'], ['antrean.id'], name=op.f('fk_kunjungan_antrean_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_kunjungan_faskes_id')),
        sa.ForeignKeyConstraint(['pasien_id'], ['pasien.id'], name=op.f('fk_kunjungan_pasien_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kunjungan')),
        sa.UniqueConstraint('faskes_id', 'tanggal', 'kunci', name=op.f('uq_kunjungan_faskes_id_tanggal_kunci')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_kunjungan_antrean', 'kunjungan', ['antrean_id'], unique=False)
    op.create_table('gerbang_riwayat',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('layanan', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False, comment='what the gate turned to'),
        sa.Column('penyebab', sa.Text(), server_default='', nullable=False),
        sa.Column('pada', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_gerbang_riwayat_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_gerbang_riwayat'))
    )
    op.create_index('ix_gerbang_riwayat_pada', 'gerbang_riwayat', ['faskes_id', 'pada'], unique=False)
    op.add_column('job', sa.Column('kunjungan_id', _ID, nullable=True, comment='the visit it sends or deletes'))
    op.add_column('job', sa.Column('ditahan_oleh', sa.Text(), nullable=True,
        comment='who is editing its body: nothing sets it going by itself'))
    op.add_column('job', sa.Column('ditahan_sejak', sa.BigInteger(), nullable=True))
    op.drop_index('ix_job_pasien', table_name='job')
    op.create_index('ix_job_pasien', 'job', ['pasien_id', 'tanggal', 'id'], unique=False)
    op.create_index('ix_job_jenis_tanggal', 'job', ['faskes_id', 'jenis', 'tanggal', 'id'], unique=False)
    op.create_index('ix_job_kunjungan', 'job', ['kunjungan_id', 'id'], unique=False,
        sqlite_where=sa.text('kunjungan_id IS NOT NULL'), postgresql_where=sa.text('kunjungan_id IS NOT NULL'))
    op.create_index('uq_job_kunjungan_hidup', 'job', ['kunjungan_id', 'jenis'], unique=True,
        sqlite_where=_ALIVE, postgresql_where=_ALIVE)
    op.create_index('ix_percobaan_mulai', 'percobaan', ['mulai'], unique=False)
    run = op.get_bind().exec_driver_sql
    for statement in _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        run(statement)
    # After the triggers: on PostgreSQL making them keeps writers out until all of this is committed.
    for day in ("tanggal", _ALL):
        day = "DATE " + _ALL if day == _ALL and op.get_bind().dialect.name == "postgresql" else day
        groups = "faskes_id, jenis, status" + (", tanggal" if day == "tanggal" else "")
        run(f"INSERT INTO hitung_job ({_KEY}, jumlah) "
            f"SELECT faskes_id, {day}, jenis, status, 0, count(*) FROM job GROUP BY {groups}")


def _sqlite() -> list[str]:
    def count(row: str, number: int) -> str:
        return (
            f"INSERT INTO hitung_job ({_KEY}, jumlah) VALUES"
            f" ({row}.faskes_id, {row}.tanggal, {row}.jenis, {row}.status, 0, {number}),"
            f" ({row}.faskes_id, {_ALL}, {row}.jenis, {row}.status, 0, {number}) {_ADD};"
        )

    moved = " OR ".join(f"OLD.{c} <> NEW.{c}" for c in ("status", "tanggal", "jenis", "faskes_id"))
    return [
        f"CREATE TRIGGER hitung_job_tambah AFTER INSERT ON job BEGIN {count('NEW', 1)} END",
        f"CREATE TRIGGER hitung_job_hapus AFTER DELETE ON job BEGIN {count('OLD', -1)} END",
        "CREATE TRIGGER hitung_job_ubah AFTER UPDATE OF status, tanggal, jenis, faskes_id ON job"
        f" WHEN {moved} BEGIN {count('OLD', -1)} {count('NEW', 1)} END",
    ]


def _postgresql() -> list[str]:
    def many(rows: str, number: str) -> str:
        return (
            f"INSERT INTO hitung_job ({_KEY}, jumlah)"
            f" SELECT faskes_id, tanggal, jenis, status, txid_current(), {number} FROM {rows}"
            " GROUP BY faskes_id, tanggal, jenis, status UNION ALL"
            f" SELECT faskes_id, DATE {_ALL}, jenis, status, txid_current(), {number} FROM {rows}"
            f" GROUP BY faskes_id, jenis, status {_ADD};"
        )

    def one(row: str, number: int) -> str:
        return (
            f"({row}.faskes_id, {row}.tanggal, {row}.jenis, {row}.status, txid_current(), {number}),"
            f" ({row}.faskes_id, DATE {_ALL}, {row}.jenis, {row}.status, txid_current(), {number})"
        )

    def function(name: str, body: str) -> str:
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body} RETURN NULL; END $$"
        )

    insert = f"INSERT INTO hitung_job ({_KEY}, jumlah) VALUES"
    moved = " OR ".join(f"OLD.{c} <> NEW.{c}" for c in ("status", "tanggal", "jenis", "faskes_id"))
    return [
        function("hitung_job_tambah", many("baru", "count(*)")),
        function("hitung_job_hapus", many("lama", "-count(*)")),
        function("hitung_job_ubah", f"{insert} {one('OLD', -1)} {_ADD}; {insert} {one('NEW', 1)} {_ADD};"),
        "CREATE TRIGGER hitung_job_tambah AFTER INSERT ON job REFERENCING NEW TABLE AS baru"
        " FOR EACH STATEMENT EXECUTE FUNCTION hitung_job_tambah()",
        "CREATE TRIGGER hitung_job_hapus AFTER DELETE ON job REFERENCING OLD TABLE AS lama"
        " FOR EACH STATEMENT EXECUTE FUNCTION hitung_job_hapus()",
        "CREATE TRIGGER hitung_job_ubah AFTER UPDATE OF status, tanggal, jenis, faskes_id ON job"
        f" FOR EACH ROW WHEN ({moved}) EXECUTE FUNCTION hitung_job_ubah()",
    ]


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("hitung_job_tambah", "hitung_job_hapus", "hitung_job_ubah"):
        op.execute(f"DROP FUNCTION {name} CASCADE" if postgresql else f"DROP TRIGGER {name}")
    op.drop_index('ix_percobaan_mulai', table_name='percobaan')
    op.drop_index('ix_job_kunjungan', table_name='job', sqlite_where=sa.text('kunjungan_id IS NOT NULL'), postgresql_where=sa.text('kunjungan_id IS NOT NULL'))
    op.drop_index('uq_job_kunjungan_hidup', table_name='job', sqlite_where=_ALIVE, postgresql_where=_ALIVE)
    op.drop_index('ix_job_jenis_tanggal', table_name='job')
    op.drop_index('ix_job_pasien', table_name='job')
    op.create_index('ix_job_pasien', 'job', ['pasien_id', 'id'], unique=False)
    for column in ('ditahan_sejak', 'ditahan_oleh', 'kunjungan_id'):
        op.drop_column('job', column)
    op.drop_table('gerbang_riwayat')
    op.drop_table('kunjungan')
    op.drop_table('hitung_job')
