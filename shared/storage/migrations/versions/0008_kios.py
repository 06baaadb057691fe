"""Stations for patients: questions about members, tickets of the registration counter, prints.

Revision: 0008
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS = sa.text("status = 'menunggu'")


def upgrade() -> None:
    op.create_table('kueri_peserta',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('nomor', sa.Text(), nullable=False, comment='card or NIK; forgotten with the answer'),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('oleh', sa.Text(), nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('tenggat', sa.BigInteger(), nullable=False, comment='nobody waits for an answer any longer'),
        sa.Column('hasil', sa.Text(), nullable=True, comment='aktif, tidak_aktif, tidak_ada, tak_terjawab'),
        sa.Column('keterangan', sa.Text(), server_default='', nullable=False),
        sa.Column('tunggakan', sa.Integer(), server_default='0', nullable=False, comment='months'),
        sa.Column('kd_provider', sa.Text(), server_default='', nullable=False),
        sa.Column('nm_provider', sa.Text(), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_kueri_peserta_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kueri_peserta')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_kueri_peserta_menunggu', 'kueri_peserta', ['faskes_id', 'id'], unique=False, sqlite_where=_WAITS, postgresql_where=_WAITS)
    op.create_index('ix_kueri_peserta_dibuat', 'kueri_peserta', ['dibuat'], unique=False)
    op.create_table('tiket_loket',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('tiket', sa.Text(), nullable=False),
        sa.Column('pasien_id', _ID, nullable=True),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('loket', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('dipanggil', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_tiket_loket_faskes_id')),
        sa.ForeignKeyConstraint(['pasien_id'], ['pasien.id'], name=op.f('fk_tiket_loket_pasien_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tiket_loket')),
        sa.UniqueConstraint('faskes_id', 'tanggal', 'tiket', name=op.f('uq_tiket_loket_faskes_id_tanggal_tiket')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_tiket_loket_status', 'tiket_loket', ['faskes_id', 'tanggal', 'status', 'id'], unique=False)
    op.create_table('cetakan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('antrean_id', _ID, nullable=True),
        sa.Column('tiket_loket_id', _ID, nullable=True),
        sa.Column('ke', sa.Integer(), nullable=False, comment='1 is the first print, more are reprints'),
        sa.Column('status', sa.Text(), nullable=False, comment='menunggu, tercetak, gagal, tanpa_kertas'),
        sa.Column('pesan', sa.Text(), server_default='', nullable=False),
        sa.Column('oleh', sa.Text(), nullable=False),
        sa.Column('loket', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('selesai', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['antrean_id'], ['antrean.id'], name=op.f('fk_cetakan_antrean_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_cetakan_faskes_id')),
        sa.ForeignKeyConstraint(['tiket_loket_id'], ['tiket_loket.id'], name=op.f('fk_cetakan_tiket_loket_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cetakan')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_cetakan_antrean', 'cetakan', ['antrean_id', 'id'], unique=False)
    op.create_index('ix_cetakan_tiket_loket', 'cetakan', ['tiket_loket_id', 'id'], unique=False)


def downgrade() -> None:
    for table in ('cetakan', 'tiket_loket', 'kueri_peserta'):
        op.drop_table(table)
