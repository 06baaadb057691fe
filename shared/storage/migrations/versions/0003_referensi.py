"""BPJS' reference lists, the schedules of Antrean FKTP, and the synchronisations that fetch them.

Revision: 0003
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_LIVE = sa.text("status IN ('menunggu','jalan')")


def upgrade() -> None:
    op.create_table('jadwal_bpjs',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('kodepoli', sa.Text(), nullable=False),
        sa.Column('kodedokter', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('jampraktek', sa.Text(), nullable=False),
        sa.Column('namadokter', sa.Text(), nullable=False),
        sa.Column('kapasitas', sa.Integer(), nullable=True),
        sa.Column('dilihat', _ID, nullable=False, comment='the synchronisation that saw it last'),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_jadwal_bpjs_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'tanggal', 'kodepoli', 'kodedokter', 'jampraktek', name=op.f('pk_jadwal_bpjs'))
    )
    op.create_index('ix_jadwal_bpjs_dokter', 'jadwal_bpjs', ['faskes_id', 'kodedokter', 'tanggal'], unique=False)
    op.create_table('poli_bpjs',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('kodepoli', sa.Text(), nullable=False),
        sa.Column('namapoli', sa.Text(), nullable=False),
        sa.Column('dilihat', _ID, nullable=False, comment='the synchronisation that saw it last'),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_poli_bpjs_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'tanggal', 'kodepoli', name=op.f('pk_poli_bpjs'))
    )
    op.create_table('referensi',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('jenis', sa.Text(), nullable=False),
        sa.Column('kunci', _BYTES, nullable=False, comment='the code, folded'),
        sa.Column('induk', _BYTES, server_default='', nullable=False, comment='code in the parent list'),
        sa.Column('kode', sa.Text(), nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('isi', sa.Text(), nullable=False, comment='JSON of the other fields'),
        sa.Column('cari', _BYTES, nullable=False, comment='name and code, folded'),
        sa.Column('hilang', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('dilihat', _ID, nullable=False, comment='the synchronisation that saw it last'),
        sa.Column('berubah', _ID, nullable=False, comment='the synchronisation that changed it last'),
        sa.Column('perubahan', sa.Text(), nullable=False, comment='tambah, ubah or hilang, by that one'),
        sa.Column('baru', sa.BigInteger(), nullable=False),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_referensi_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referensi')),
        sa.UniqueConstraint('faskes_id', 'jenis', 'kunci', 'induk', name=op.f('uq_referensi_faskes_id_jenis_kunci_induk'))
    )
    op.create_index('ix_referensi_berubah', 'referensi', ['faskes_id', 'jenis', 'berubah', 'kunci', 'induk'], unique=False)
    op.create_index('ix_referensi_cari', 'referensi', ['faskes_id', 'jenis', 'cari', 'kunci', 'induk'], unique=False)
    op.create_index('ix_referensi_hitung', 'referensi', ['faskes_id', 'jenis', 'hilang', 'dilihat'], unique=False)
    op.create_table('sinkron',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('jenis', sa.Text(), nullable=False),
        sa.Column('kunci', sa.Text(), server_default='', nullable=False, comment='the date of a schedule'),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('posisi', sa.Text(), nullable=False, comment='what is left to read; see domain.telusur'),
        sa.Column('baris', sa.Integer(), server_default='0', nullable=False, comment='rows read so far'),
        sa.Column('total', sa.Integer(), nullable=True, comment='rows of the whole list, where the service tells'),
        sa.Column('halaman', sa.Integer(), server_default='0', nullable=False, comment='pages read so far'),
        sa.Column('tambah', sa.Integer(), server_default='0', nullable=False),
        sa.Column('ubah', sa.Integer(), server_default='0', nullable=False),
        sa.Column('hilang', sa.Integer(), server_default='0', nullable=False),
        sa.Column('lama', sa.BigInteger(), server_default='0', nullable=False, comment='milliseconds spent reading'),
        sa.Column('gagal', sa.Integer(), server_default='0', nullable=False, comment='failures in a row'),
        sa.Column('pesan', sa.Text(), server_default='', nullable=False),
        sa.Column('dari_bpjs', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('giliran', sa.Integer(), server_default='0', nullable=False, comment='claims so far; the fence'),
        sa.Column('jatuh_tempo', sa.BigInteger(), nullable=False),
        sa.Column('sewa_sampai', sa.BigInteger(), nullable=True),
        sa.Column('pekerja', sa.Text(), nullable=True),
        sa.Column('diminta_oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('dihentikan_oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('diminta', sa.BigInteger(), nullable=False),
        sa.Column('mulai', sa.BigInteger(), nullable=True),
        sa.Column('selesai', sa.BigInteger(), nullable=True),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_sinkron_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sinkron')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_sinkron_jenis', 'sinkron', ['faskes_id', 'jenis', 'kunci', 'id'], unique=False)
    op.create_index('uq_sinkron_hidup', 'sinkron', ['faskes_id', 'jenis', 'kunci'], unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)


def downgrade() -> None:
    op.drop_index('uq_sinkron_hidup', table_name='sinkron', sqlite_where=_LIVE, postgresql_where=_LIVE)
    op.drop_index('ix_sinkron_jenis', table_name='sinkron')
    op.drop_table('sinkron')
    op.drop_index('ix_referensi_hitung', table_name='referensi')
    op.drop_index('ix_referensi_cari', table_name='referensi')
    op.drop_index('ix_referensi_berubah', table_name='referensi')
    op.drop_table('referensi')
    op.drop_table('poli_bpjs')
    op.drop_index('ix_jadwal_bpjs_dokter', table_name='jadwal_bpjs')
    op.drop_table('jadwal_bpjs')
