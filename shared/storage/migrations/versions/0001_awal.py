"""The first schema.

Revision: 0001
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('audit',
        sa.Column('id', _ID, nullable=False),
        sa.Column('waktu', sa.BigInteger(), nullable=False),
        sa.Column('faskes_id', _ID, nullable=True),
        sa.Column('pelaku', sa.Text(), nullable=False),
        sa.Column('peran', sa.Text(), nullable=False),
        sa.Column('stasiun', sa.Text(), server_default='', nullable=False),
        sa.Column('aksi', sa.Text(), nullable=False),
        sa.Column('objek', sa.Text(), server_default='', nullable=False),
        sa.Column('objek_id', _ID, nullable=True),
        sa.Column('hasil', sa.Text(), nullable=False),
        sa.Column('rincian', sa.Text(), server_default='{}', nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_audit_objek', 'audit', ['objek', 'objek_id', 'id'], unique=False)
    op.create_index('ix_audit_waktu', 'audit', ['waktu', 'id'], unique=False)
    op.create_table('faskes',
        sa.Column('id', _ID, nullable=False),
        sa.Column('kode', sa.Text(), nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('zona', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_faskes')),
        sa.UniqueConstraint('kode', name=op.f('uq_faskes_kode'))
    )
    op.create_table('pekerja',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('host', sa.Text(), nullable=False),
        sa.Column('pid', sa.Integer(), nullable=False),
        sa.Column('mulai_proses', sa.Text(), server_default='', nullable=False, comment='start mark of the pid'),
        sa.Column('mulai', sa.BigInteger(), nullable=False),
        sa.Column('detak', sa.BigInteger(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('utas', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pekerja'))
    )
    op.create_table('pengguna',
        sa.Column('id', _ID, nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('peran', sa.Text(), nullable=False),
        sa.Column('sandi', sa.Text(), nullable=True, comment='argon2id hash; NULL: cannot sign in'),
        sa.Column('izin', sa.Text(), server_default='[]', nullable=False, comment="permissions beyond the role's"),
        sa.Column('aktif', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pengguna')),
        sa.UniqueConstraint('nama', name=op.f('uq_pengguna_nama'))
    )
    op.create_table('penjamin',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_penjamin'))
    )
    op.create_table('gerbang',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('layanan', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('gagal', sa.Integer(), server_default='0', nullable=False),
        sa.Column('putaran', sa.Integer(), server_default='0', nullable=False),
        sa.Column('sejak', sa.BigInteger(), nullable=False),
        sa.Column('coba_lagi', sa.BigInteger(), nullable=True),
        sa.Column('pesan', sa.Text(), server_default='', nullable=False),
        sa.Column('sidik', sa.Text(), server_default='', nullable=False, comment='fingerprint of the credentials'),
        sa.Column('penyebab', sa.Text(), server_default='', nullable=False, comment='bpjs, jalur or kredensial'),
        sa.Column('ambang', sa.Integer(), nullable=True, comment='jobs at a time while starting slowly after an outage'),
        sa.Column('berikut', sa.BigInteger(), nullable=True, comment='when the rate limit lets the next attempt through'),
        sa.Column('selisih', sa.Integer(), nullable=True, comment="seconds our clock is ahead of the service's, when it matters"),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_gerbang_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'layanan', name=op.f('pk_gerbang'))
    )
    op.create_table('nomor',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('prefix', sa.Text(), nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('terakhir', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_nomor_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'prefix', 'tanggal', name=op.f('pk_nomor'))
    )
    op.create_table('pasien',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('norm', sa.Text(), nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('nik', sa.Text(), server_default='', nullable=False),
        sa.Column('no_kartu', sa.Text(), server_default='', nullable=False),
        sa.Column('no_hp', sa.Text(), server_default='', nullable=False),
        sa.Column('jenis_kelamin', sa.Text(), server_default='', nullable=False),
        sa.Column('tanggal_lahir', sa.Date(), nullable=True),
        sa.Column('kd_provider', sa.Text(), server_default='', nullable=False),
        sa.Column('penjamin_id', sa.Integer(), server_default='1', nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_pasien_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pasien')),
        sa.UniqueConstraint('faskes_id', 'norm', name=op.f('uq_pasien_faskes_id_norm'))
    )
    op.create_index('ix_pasien_kartu', 'pasien', ['faskes_id', 'no_kartu'], unique=False)
    op.create_index('ix_pasien_nama', 'pasien', ['faskes_id', 'nama'], unique=False)
    op.create_index('ix_pasien_nik', 'pasien', ['faskes_id', 'nik'], unique=False)
    op.create_table('ruangan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('kode', sa.Text(), nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('jenis_kunjungan', sa.Integer(), nullable=False),
        sa.Column('prefix', sa.Text(), nullable=False),
        sa.Column('kd_poli', sa.Text(), nullable=True),
        sa.Column('nm_poli', sa.Text(), nullable=True),
        sa.Column('aktif', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_ruangan_faskes_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ruangan')),
        sa.UniqueConstraint('faskes_id', 'kode', name=op.f('uq_ruangan_faskes_id_kode'))
    )
    op.create_table('dokter',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('ruangan_id', _ID, nullable=False),
        sa.Column('kode', sa.Text(), nullable=False),
        sa.Column('nama', sa.Text(), nullable=False),
        sa.Column('kd_dokter', sa.Text(), nullable=True),
        sa.Column('kodedokter', sa.BigInteger(), nullable=True),
        sa.Column('aktif', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_dokter_faskes_id')),
        sa.ForeignKeyConstraint(['ruangan_id'], ['ruangan.id'], name=op.f('fk_dokter_ruangan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dokter')),
        sa.UniqueConstraint('faskes_id', 'kode', name=op.f('uq_dokter_faskes_id_kode'))
    )
    op.create_table('antrean',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('ruangan_id', _ID, nullable=False),
        sa.Column('dokter_id', _ID, nullable=True),
        sa.Column('pasien_id', _ID, nullable=False),
        sa.Column('penjamin_id', sa.Integer(), nullable=False),
        sa.Column('prefix', sa.Text(), nullable=False),
        sa.Column('angka', sa.Integer(), nullable=False),
        sa.Column('tiket', sa.Text(), nullable=False),
        sa.Column('jam', sa.Text(), server_default='', nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('versi', sa.Integer(), server_default='1', nullable=False),
        sa.Column('no_antrean_pcare', sa.Text(), nullable=True),
        sa.Column('kunci_bpjs', sa.Text(), nullable=True, comment='card|poli while the ticket occupies it at BPJS'),
        sa.Column('panggilan', sa.Integer(), server_default='0', nullable=False),
        sa.Column('dipanggil', sa.BigInteger(), nullable=True),
        sa.Column('loket', sa.Text(), server_default='', nullable=False),
        sa.Column('alasan', sa.Text(), server_default='', nullable=False, comment='reason id of a cancellation'),
        sa.Column('alasan_teks', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.Column('diubah_oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('diubah_loket', sa.Text(), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['dokter_id'], ['dokter.id'], name=op.f('fk_antrean_dokter_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_antrean_faskes_id')),
        sa.ForeignKeyConstraint(['pasien_id'], ['pasien.id'], name=op.f('fk_antrean_pasien_id')),
        sa.ForeignKeyConstraint(['ruangan_id'], ['ruangan.id'], name=op.f('fk_antrean_ruangan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_antrean')),
        sa.UniqueConstraint('faskes_id', 'prefix', 'tanggal', 'angka', name=op.f('uq_antrean_faskes_id_prefix_tanggal_angka')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_antrean_papan', 'antrean', ['faskes_id', 'tanggal', 'status', 'id'], unique=False)
    op.create_index('ix_antrean_pasien', 'antrean', ['pasien_id'], unique=False)
    op.create_index('uq_antrean_kunci_bpjs', 'antrean', ['faskes_id', 'tanggal', 'kunci_bpjs'], unique=True)
    op.create_table('jadwal',
        sa.Column('id', _ID, nullable=False),
        sa.Column('dokter_id', _ID, nullable=False),
        sa.Column('hari', sa.Integer(), nullable=True, comment='0 is Monday; NULL is every day'),
        sa.Column('jam', sa.Text(), nullable=False, comment='HH:MM-HH:MM'),
        sa.Column('kapasitas', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['dokter_id'], ['dokter.id'], name=op.f('fk_jadwal_dokter_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jadwal'))
    )
    op.create_index('ix_jadwal_dokter', 'jadwal', ['dokter_id'], unique=False)
    op.create_table('job',
        sa.Column('id', _ID, nullable=False),
        sa.Column('faskes_id', _ID, nullable=False),
        sa.Column('antrean_id', _ID, nullable=True),
        sa.Column('pasien_id', _ID, nullable=True),
        sa.Column('jenis', sa.Text(), nullable=False),
        sa.Column('layanan', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('tanggal', sa.Date(), nullable=False),
        sa.Column('parameter', sa.Text(), server_default='{}', nullable=False),
        sa.Column('prioritas', sa.Integer(), server_default='5', nullable=False),
        sa.Column('jatuh_tempo', sa.BigInteger(), nullable=False),
        sa.Column('periksa', sa.Text(), server_default='kirim', nullable=False),
        sa.Column('percobaan', sa.Integer(), server_default='0', nullable=False, comment='attempts; the fence'),
        sa.Column('anggaran', sa.Integer(), server_default='0', nullable=False, comment='sends since asked'),
        sa.Column('baca', sa.Integer(), server_default='0', nullable=False, comment='read-backs of this unknown'),
        sa.Column('absen', sa.Integer(), server_default='0', nullable=False, comment='empty read-backs'),
        sa.Column('tak_pasti_sejak', sa.BigInteger(), nullable=True),
        sa.Column('ulang_pada', sa.BigInteger(), nullable=True, comment='a failed job is tried again by itself then'),
        sa.Column('sewa_sampai', sa.BigInteger(), nullable=True),
        sa.Column('pekerja', sa.Text(), nullable=True),
        sa.Column('setelah_id', _ID, nullable=True, comment='job whose attempt goes first'),
        sa.Column('setelah_no', sa.Integer(), nullable=True, comment='... its attempts so far'),
        sa.Column('muatan_id', _ID, nullable=True, comment='edited body to be sent as it is'),
        sa.Column('kelas', sa.Text(), nullable=True),
        sa.Column('sebab', sa.Text(), nullable=True),
        sa.Column('http', sa.Integer(), nullable=True),
        sa.Column('kode', sa.Text(), nullable=True),
        sa.Column('pesan', sa.Text(), server_default='', nullable=False),
        sa.Column('dari_bpjs', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('asal', sa.Text(), server_default='otomatis', nullable=False),
        sa.Column('oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.Column('diubah', sa.BigInteger(), nullable=False),
        sa.Column('selesai', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['antrean_id'], ['antrean.id'], name=op.f('fk_job_antrean_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_job_faskes_id')),
        sa.ForeignKeyConstraint(['pasien_id'], ['pasien.id'], name=op.f('fk_job_pasien_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_job_antrean', 'job', ['antrean_id', 'jenis'], unique=False)
    op.create_index('ix_job_hitung', 'job', ['faskes_id', 'tanggal', 'jenis', 'status'], unique=False)
    op.create_index('ix_job_jatuh_tempo', 'job', ['faskes_id', 'prioritas', 'jatuh_tempo', 'id'], unique=False, sqlite_where=sa.text("status IN ('menunggu','tak_pasti')"), postgresql_where=sa.text("status IN ('menunggu','tak_pasti')"))
    op.create_index('ix_job_jenis', 'job', ['faskes_id', 'jenis', 'status', 'tanggal', 'id'], unique=False)
    op.create_index('ix_job_pasien', 'job', ['pasien_id', 'id'], unique=False)
    op.create_index('ix_job_sewa', 'job', ['sewa_sampai'], unique=False, sqlite_where=sa.text("status = 'proses'"), postgresql_where=sa.text("status = 'proses'"))
    op.create_index('ix_job_status', 'job', ['faskes_id', 'status', 'tanggal', 'id'], unique=False)
    op.create_index('ix_job_tanggal', 'job', ['faskes_id', 'tanggal', 'id'], unique=False)
    op.create_index('ix_job_ulang', 'job', ['ulang_pada'], unique=False, sqlite_where=sa.text('ulang_pada IS NOT NULL'), postgresql_where=sa.text('ulang_pada IS NOT NULL'))
    op.create_index('uq_job_hidup', 'job', ['antrean_id', 'jenis'], unique=True, sqlite_where=sa.text("status IN ('menunggu','proses','tak_pasti')"), postgresql_where=sa.text("status IN ('menunggu','proses','tak_pasti')"))
    op.create_table('panggilan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('antrean_id', _ID, nullable=False),
        sa.Column('ke', sa.Integer(), nullable=False),
        sa.Column('loket', sa.Text(), server_default='', nullable=False),
        sa.Column('oleh', sa.Text(), nullable=False),
        sa.Column('pada', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['antrean_id'], ['antrean.id'], name=op.f('fk_panggilan_antrean_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_panggilan'))
    )
    op.create_index('ix_panggilan_antrean', 'panggilan', ['antrean_id'], unique=False)
    op.create_table('muatan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('job_id', _ID, nullable=False),
        sa.Column('versi', sa.Integer(), nullable=False),
        sa.Column('isi', sa.Text(), nullable=False),
        sa.Column('asal', sa.Text(), nullable=False, comment='tiket, or edit by a person'),
        sa.Column('oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('alasan', sa.Text(), server_default='', nullable=False),
        sa.Column('dibuat', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_muatan_job_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_muatan')),
        sa.UniqueConstraint('job_id', 'versi', name=op.f('uq_muatan_job_id_versi'))
    )
    op.create_table('percobaan',
        sa.Column('id', _ID, nullable=False),
        sa.Column('job_id', _ID, nullable=False),
        sa.Column('no', sa.Integer(), nullable=False),
        sa.Column('asal', sa.Text(), nullable=False),
        sa.Column('oleh', sa.Text(), server_default='', nullable=False),
        sa.Column('pekerja', sa.Text(), nullable=False),
        sa.Column('mulai', sa.BigInteger(), nullable=False),
        sa.Column('selesai', sa.BigInteger(), nullable=True),
        sa.Column('http', sa.Integer(), nullable=True),
        sa.Column('kode', sa.Text(), nullable=True),
        sa.Column('pesan', sa.Text(), server_default='', nullable=False),
        sa.Column('kelas', sa.Text(), nullable=True),
        sa.Column('muatan_id', _ID, nullable=True),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_percobaan_job_id')),
        sa.ForeignKeyConstraint(['muatan_id'], ['muatan.id'], name=op.f('fk_percobaan_muatan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_percobaan')),
        sa.UniqueConstraint('job_id', 'no', name=op.f('uq_percobaan_job_id_no'))
    )
    op.create_table('percobaan_isi',
        sa.Column('percobaan_id', _ID, autoincrement=False, nullable=False),
        sa.Column('request', sa.Text(), server_default='', nullable=False),
        sa.Column('response', sa.Text(), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['percobaan_id'], ['percobaan.id'], name=op.f('fk_percobaan_isi_percobaan_id')),
        sa.PrimaryKeyConstraint('percobaan_id', name=op.f('pk_percobaan_isi'))
    )


def downgrade() -> None:
    op.drop_table('percobaan_isi')
    op.drop_table('percobaan')
    op.drop_table('muatan')
    op.drop_index('ix_panggilan_antrean', table_name='panggilan')
    op.drop_table('panggilan')
    op.drop_index('uq_job_hidup', table_name='job', sqlite_where=sa.text("status IN ('menunggu','proses','tak_pasti')"), postgresql_where=sa.text("status IN ('menunggu','proses','tak_pasti')"))
    op.drop_index('ix_job_ulang', table_name='job', sqlite_where=sa.text('ulang_pada IS NOT NULL'), postgresql_where=sa.text('ulang_pada IS NOT NULL'))
    op.drop_index('ix_job_tanggal', table_name='job')
    op.drop_index('ix_job_status', table_name='job')
    op.drop_index('ix_job_sewa', table_name='job', sqlite_where=sa.text("status = 'proses'"), postgresql_where=sa.text("status = 'proses'"))
    op.drop_index('ix_job_pasien', table_name='job')
    op.drop_index('ix_job_jenis', table_name='job')
    op.drop_index('ix_job_jatuh_tempo', table_name='job', sqlite_where=sa.text("status IN ('menunggu','tak_pasti')"), postgresql_where=sa.text("status IN ('menunggu','tak_pasti')"))
    op.drop_index('ix_job_hitung', table_name='job')
    op.drop_index('ix_job_antrean', table_name='job')
    op.drop_table('job')
    op.drop_index('ix_jadwal_dokter', table_name='jadwal')
    op.drop_table('jadwal')
    op.drop_index('uq_antrean_kunci_bpjs', table_name='antrean')
    op.drop_index('ix_antrean_pasien', table_name='antrean')
    op.drop_index('ix_antrean_papan', table_name='antrean')
    op.drop_table('antrean')
    op.drop_table('dokter')
    op.drop_table('ruangan')
    op.drop_index('ix_pasien_nik', table_name='pasien')
    op.drop_index('ix_pasien_nama', table_name='pasien')
    op.drop_index('ix_pasien_kartu', table_name='pasien')
    op.drop_table('pasien')
    op.drop_table('nomor')
    op.drop_table('gerbang')
    op.drop_table('penjamin')
    op.drop_table('pengguna')
    op.drop_table('pekerja')
    op.drop_table('faskes')
    op.drop_index('ix_audit_waktu', table_name='audit')
    op.drop_index('ix_audit_objek', table_name='audit')
    op.drop_table('audit')
