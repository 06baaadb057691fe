"""SatuSehat: resources with what they refer to, questions, the shared token; a doctor's NIK; X-Request-Id.

Revision: 0004
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("dijawab IS NULL")
_TICKET = sa.text("antrean_id IS NOT NULL")
_PRODUCT = sa.text("produk IS NOT NULL")


def upgrade() -> None:
    op.create_table('sumber',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('job_id', _ID, nullable=False),
        sa.Column('antrean_id', _ID, nullable=True),
        sa.Column('tipe', sa.Text(), nullable=False, comment='FHIR R4 resource type'),
        sa.Column('kunci', sa.Text(), nullable=False, comment='local id: referred to as tipe/kunci'),
        sa.Column('asal', sa.Text(), nullable=False, comment='impor or klinik'),
        sa.Column('remote_id', sa.Text(), nullable=True),
        sa.Column('tahap', sa.Integer(), server_default='1', nullable=False, comment='state that is wanted'),
        sa.Column('tahap_terkirim', sa.Integer(), server_default='0', nullable=False, comment='state that arrived'),
        sa.Column('pernah_post', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('boleh_buat', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('mode', sa.Text(), server_default='', nullable=False, comment='verifikasi or regenerasi'),
        sa.Column('produk', sa.Text(), nullable=True, comment='product whose KFA code it needs'),
        sa.Column('tertahan_produk', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('hasil', sa.Text(), server_default='', nullable=False, comment='outcome of a base resource'),
        sa.Column('ringkas', sa.Text(), server_default='{}', nullable=False, comment='what the list shows of it'),
        sa.Column('diperiksa', sa.BigInteger(), nullable=True, comment='last seen there by its id'),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['antrean_id'], ['antrean.id'], name=op.f('fk_sumber_antrean_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_sumber_faskes_id')),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_sumber_job_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sumber')),
        sa.UniqueConstraint('faskes_id', 'tipe', 'kunci', name=op.f('uq_sumber_faskes_id_tipe_kunci')),
        sqlite_autoincrement=True
    )
    op.create_index('uq_sumber_job', 'sumber', ['job_id'], unique=True)
    op.create_index('ix_sumber_remote', 'sumber', ['faskes_id', 'tipe', 'remote_id'], unique=False)
    op.create_index('ix_sumber_antrean', 'sumber', ['antrean_id'], unique=False,
        sqlite_where=_TICKET, postgresql_where=_TICKET)
    op.create_index('ix_sumber_produk', 'sumber', ['faskes_id', 'produk'], unique=False,
        sqlite_where=_PRODUCT, postgresql_where=_PRODUCT)
    op.create_table('sumber_isi',
        sa.Column('sumber_id', _ID, autoincrement=False, nullable=False),
        sa.Column('isi', sa.Text(), nullable=False, comment='body with local references'),
        sa.ForeignKeyConstraint(['sumber_id'], ['sumber.id'], name=op.f('fk_sumber_isi_sumber_id')),
        sa.PrimaryKeyConstraint('sumber_id', name=op.f('pk_sumber_isi'))
    )
    op.create_table('sumber_induk',
        sa.Column('anak_id', _ID, autoincrement=False, nullable=False),
        sa.Column('tahap', sa.Integer(), autoincrement=False, nullable=False, comment='needed from this state on'),
        sa.Column('tipe', sa.Text(), nullable=False),
        sa.Column('kunci', sa.Text(), nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['anak_id'], ['sumber.id'], name=op.f('fk_sumber_induk_anak_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_sumber_induk_faskes_id')),
        sa.PrimaryKeyConstraint('anak_id', 'tahap', 'tipe', 'kunci', name=op.f('pk_sumber_induk'))
    )
    op.create_index('ix_sumber_induk_acuan', 'sumber_induk', ['faskes_id', 'tipe', 'kunci', 'anak_id'], unique=False)
    op.create_table('pertanyaan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('sumber_id', _ID, nullable=False),
        sa.Column('alasan', sa.Text(), nullable=False),
        sa.Column('kandidat', sa.Text(), server_default='[]', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('jawaban', sa.Text(), nullable=True),
        sa.Column('dijawab', sa.BigInteger(), nullable=True),
        sa.Column('oleh', sa.Text(), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_pertanyaan_faskes_id')),
        sa.ForeignKeyConstraint(['sumber_id'], ['sumber.id'], name=op.f('fk_pertanyaan_sumber_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pertanyaan')),
        sqlite_autoincrement=True
    )
    op.create_index('uq_pertanyaan_terbuka', 'pertanyaan', ['sumber_id'], unique=True,
        sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index('ix_pertanyaan_terbuka', 'pertanyaan', ['faskes_id', 'id'], unique=False,
        sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_table('token_satusehat',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('keadaan', sa.Text(), server_default='{}', nullable=False, comment='token, its life, a penalty'),
        sa.Column('pemegang', sa.Text(), nullable=True, comment='who is asking for a new one'),
        sa.Column('sampai', sa.BigInteger(), nullable=True, comment='... and until when that counts'),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_token_satusehat_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', name=op.f('pk_token_satusehat'))
    )
    op.add_column('percobaan', sa.Column('id_permintaan', sa.Text(), nullable=True, comment='X-Request-Id'))
    op.add_column('dokter', sa.Column('nik', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('dokter', 'nik')
    op.drop_column('percobaan', 'id_permintaan')
    for table in ('token_satusehat', 'pertanyaan', 'sumber_induk', 'sumber_isi', 'sumber'):
        op.drop_table(table)
