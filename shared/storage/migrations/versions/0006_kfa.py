"""The mirror of the KFA catalogue with its index, the clinic's products, and their mapping.

Revision: 0006
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_GIN = "CREATE INDEX ix_kfa_cari ON kfa USING gin (string_to_array(cari, ' ')) WITH (fastupdate = off)"
_FTS = (
    "CREATE VIRTUAL TABLE kfa_cari USING fts5(cari, content='kfa', content_rowid='id', detail='none', tokenize='ascii')",
    "CREATE TRIGGER kfa_baru AFTER INSERT ON kfa BEGIN "
    "INSERT INTO kfa_cari(rowid, cari) VALUES (new.id, new.cari); END",
    "CREATE TRIGGER kfa_ubah AFTER UPDATE OF cari ON kfa BEGIN "
    "INSERT INTO kfa_cari(kfa_cari, rowid, cari) VALUES ('delete', old.id, old.cari); "
    "INSERT INTO kfa_cari(rowid, cari) VALUES (new.id, new.cari); END",
    "CREATE TRIGGER kfa_hapus AFTER DELETE ON kfa BEGIN "
    "INSERT INTO kfa_cari(kfa_cari, rowid, cari) VALUES ('delete', old.id, old.cari); END",
)


def upgrade() -> None:
    op.create_table('kfa',
        sa.Column('id', _ID, nullable=False),
        sa.Column('kode', _BYTES, nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('jenis', sa.Text(), nullable=False, comment='product_type: farmasi or alkes'),
        sa.Column('tipe', sa.Text(), nullable=False, comment='farmalkes_type.code'),
        sa.Column('bentuk', sa.Text(), nullable=False),
        sa.Column('kekuatan', sa.Text(), nullable=False),
        sa.Column('produsen', sa.Text(), nullable=False),
        sa.Column('nie', sa.Text(), nullable=False),
        sa.Column('nie_kunci', _BYTES, nullable=False, comment='the NIE, folded'),
        sa.Column('merek', sa.Text(), nullable=False),
        sa.Column('template', _BYTES, nullable=False, comment='code of the 92 or 82 level'),
        sa.Column('nama_template', sa.Text(), nullable=False),
        sa.Column('aktif', sa.Boolean(), nullable=False),
        sa.Column('sah', sa.Boolean(), nullable=False, comment='state valid'),
        sa.Column('ganti_kode', sa.Text(), nullable=False),
        sa.Column('ganti_nama', sa.Text(), nullable=False),
        sa.Column('ganti_alasan', sa.Text(), nullable=False),
        sa.Column('zat', sa.Text(), nullable=False, comment='JSON pairs of substance and strength'),
        sa.Column('isi', sa.Text(), nullable=False, comment='JSON of further fields'),
        sa.Column('takar', sa.Text(), nullable=False, comment='JSON of what it is compared by'),
        sa.Column('cari', sa.Text(), nullable=False, comment='tokens it is found by'),
        sa.Column('sidik', sa.Text(), nullable=False, comment='fingerprint of what the service said'),
        sa.Column('diperbarui', sa.Text(), nullable=False, comment='updated_at'),
        sa.Column('hilang', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('dilihat', _ID, nullable=False, comment='the synchronisation that saw it last'),
        sa.Column('berubah', _ID, nullable=False, comment='the synchronisation that changed it last'),
        sa.Column('perubahan', sa.Text(), nullable=False, comment='tambah, ubah or hilang, by that one'),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kfa')),
        sa.UniqueConstraint('kode', name=op.f('uq_kfa_kode'))
    )
    op.create_index('ix_kfa_jenis', 'kfa', ['jenis', 'hilang', 'aktif', 'dilihat'], unique=False)
    op.create_index('ix_kfa_nie', 'kfa', ['nie_kunci', 'kode'], unique=False)
    op.create_index('ix_kfa_template', 'kfa', ['template', 'kode'], unique=False)
    op.create_table('kfa_kata',
        sa.Column('kunci', _BYTES, nullable=False),
        sa.Column('jenis', sa.Integer(), nullable=False, comment='bits: 1 substance or name, 2 brand, 4 maker'),
        sa.Column('jumlah', sa.Integer(), nullable=False, comment='products that have the word, about'),
        sa.PrimaryKeyConstraint('kunci', name=op.f('pk_kfa_kata'))
    )
    op.create_table('produk_kfa',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('kode', _BYTES, nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('cari', _BYTES, nullable=False, comment='name and code, folded'),
        sa.Column('bentuk', sa.Text(), server_default='', nullable=False),
        sa.Column('kekuatan', sa.Text(), server_default='', nullable=False),
        sa.Column('jumlah_resep', sa.Integer(), server_default='0', nullable=False),
        sa.Column('kode_kfa', _BYTES, nullable=True, comment='what it is mapped to'),
        sa.Column('nama_kfa', sa.Text(), server_default='', nullable=False, comment='its name when it was mapped'),
        sa.Column('kekuatan_kfa', sa.Text(), server_default='', nullable=False, comment='likewise'),
        sa.Column('bentuk_kfa', sa.Text(), server_default='', nullable=False, comment='likewise'),
        sa.Column('dipetakan_oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('dipetakan', sa.BigInteger(), nullable=True),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_produk_kfa_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_produk_kfa')),
        sa.UniqueConstraint('faskes_id', 'kode', name=op.f('uq_produk_kfa_faskes_id_kode'))
    )
    op.create_index('ix_produk_kfa_kerja', 'produk_kfa', ['faskes_id', 'kode_kfa', 'jumlah_resep', 'cari', 'kode'], unique=False)
    op.create_table('riwayat_kfa',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('produk_id', _ID, nullable=False),
        sa.Column('kelompok', _ID, nullable=False, comment='first row of the deed; several at once in bulk'),
        sa.Column('dari', sa.Text(), nullable=True),
        sa.Column('menjadi', sa.Text(), nullable=True),
        sa.Column('oleh', sa.Text(), nullable=False),
        sa.Column('waktu', sa.BigInteger(), nullable=False),
        sa.Column('diurungkan', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_riwayat_kfa_faskes_id')),
        sa.ForeignKeyConstraint(['produk_id'], ['produk_kfa.id'], name=op.f('fk_riwayat_kfa_produk_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_riwayat_kfa')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_riwayat_kfa_kelompok', 'riwayat_kfa', ['kelompok'], unique=False)
    op.create_index('ix_riwayat_kfa_oleh', 'riwayat_kfa', ['faskes_id', 'oleh', 'diurungkan', 'id'], unique=False)
    for statement in _FTS if op.get_bind().dialect.name == "sqlite" else (_GIN,):
        op.execute(statement)
