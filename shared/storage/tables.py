"""Tables and indexes.

Moments are Unix milliseconds (UTC) by the database's own clock, dates are the facility's business
dates. Bodies live in tables of their own, so that lists never read them, and are sealed (``bodies.py``).
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata: sa.MetaData = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id: sa.types.TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Millis = sa.BigInteger()


def _pk() -> sa.Column[int]:
    return sa.Column("id", _Id, primary_key=True)


def _only(where: str) -> dict[str, Any]:
    """Make an index one of some rows alone, on both kinds of storage."""
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def _ref(name: str, target: str, **extra: Any) -> sa.Column[int]:
    return sa.Column(name, _Id, sa.ForeignKey(f"{target}.id"), **extra)


faskes = sa.Table(
    "faskes",
    metadata,
    _pk(),
    sa.Column("kode", sa.Text, nullable=False, unique=True),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("zona", sa.Text, nullable=False),
)

ruangan = sa.Table(
    "ruangan",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("kode", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis_kunjungan", sa.Integer, nullable=False),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("kd_poli", sa.Text),
    sa.Column("nm_poli", sa.Text),
    sa.Column("aktif", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.UniqueConstraint("faskes_id", "kode"),
)

dokter = sa.Table(
    "dokter",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("ruangan_id", "ruangan", nullable=False),
    sa.Column("kode", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("kd_dokter", sa.Text),
    sa.Column("kodedokter", sa.BigInteger),
    sa.Column("aktif", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("nik", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("faskes_id", "kode"),
)

jadwal = sa.Table(
    "jadwal",
    metadata,
    _pk(),
    _ref("dokter_id", "dokter", nullable=False),
    sa.Column("hari", sa.Integer, comment="0 is Monday; NULL is every day"),
    sa.Column("jam", sa.Text, nullable=False, comment="HH:MM-HH:MM"),
    sa.Column("kapasitas", sa.Integer),
    sa.Index("ix_jadwal_dokter", "dokter_id"),
)

penjamin = sa.Table(
    "penjamin",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("nama", sa.Text, nullable=False),
)

pasien = sa.Table(
    "pasien",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("norm", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("nik", sa.Text, nullable=False, server_default=""),
    sa.Column("no_kartu", sa.Text, nullable=False, server_default=""),
    sa.Column("no_hp", sa.Text, nullable=False, server_default=""),
    sa.Column("jenis_kelamin", sa.Text, nullable=False, server_default=""),
    sa.Column("tanggal_lahir", sa.Date),
    sa.Column("kd_provider", sa.Text, nullable=False, server_default=""),
    sa.Column("penjamin_id", sa.Integer, nullable=False, server_default="1"),
    sa.UniqueConstraint("faskes_id", "norm"),
    sa.Index("ix_pasien_nik", "faskes_id", "nik"),
    sa.Index("ix_pasien_kartu", "faskes_id", "no_kartu"),
    sa.Index("ix_pasien_nama", "faskes_id", "nama"),
)

nomor = sa.Table(
    "nomor",
    metadata,
    _ref("faskes_id", "faskes", primary_key=True, autoincrement=False),
    sa.Column("prefix", sa.Text, primary_key=True),
    sa.Column("tanggal", sa.Date, primary_key=True),
    sa.Column("terakhir", sa.Integer, nullable=False),
)

antrean = sa.Table(
    "antrean",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    _ref("ruangan_id", "ruangan", nullable=False),
    _ref("dokter_id", "dokter"),
    _ref("pasien_id", "pasien", nullable=False),
    sa.Column("penjamin_id", sa.Integer, nullable=False),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("angka", sa.Integer, nullable=False),
    sa.Column("tiket", sa.Text, nullable=False),
    sa.Column("jam", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("versi", sa.Integer, nullable=False, server_default="1"),
    sa.Column("no_antrean_pcare", sa.Text),
    sa.Column("kunci_bpjs", sa.Text, comment="card|poli while the ticket occupies it at BPJS"),
    sa.Column("panggilan", sa.Integer, nullable=False, server_default="0"),
    sa.Column("dipanggil", _Millis),
    sa.Column("loket", sa.Text, nullable=False, server_default=""),
    sa.Column("alasan", sa.Text, nullable=False, server_default="", comment="reason id of a cancellation"),
    sa.Column("alasan_teks", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("diubah", _Millis, nullable=False),
    sa.Column("diubah_oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("diubah_loket", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("faskes_id", "prefix", "tanggal", "angka"),
    sa.Index("uq_antrean_kunci_bpjs", "faskes_id", "tanggal", "kunci_bpjs", unique=True),
    sa.Index("ix_antrean_papan", "faskes_id", "tanggal", "status", "id"),
    sa.Index("ix_antrean_pasien", "pasien_id"),
    sqlite_autoincrement=True,
)

panggilan = sa.Table(
    "panggilan",
    metadata,
    _pk(),
    _ref("antrean_id", "antrean", nullable=False),
    sa.Column("ke", sa.Integer, nullable=False),
    sa.Column("loket", sa.Text, nullable=False, server_default=""),
    sa.Column("oleh", sa.Text, nullable=False),
    sa.Column("pada", _Millis, nullable=False),
    sa.Index("ix_panggilan_antrean", "antrean_id"),
)

job = sa.Table(
    "job",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("antrean_id", "antrean"),
    _ref("pasien_id", "pasien"),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("layanan", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("parameter", sa.Text, nullable=False, server_default="{}"),
    sa.Column("prioritas", sa.Integer, nullable=False, server_default="5"),
    sa.Column("jatuh_tempo", _Millis, nullable=False),
    sa.Column("periksa", sa.Text, nullable=False, server_default="kirim"),
    sa.Column("percobaan", sa.Integer, nullable=False, server_default="0", comment="attempts; the fence"),
    sa.Column("anggaran", sa.Integer, nullable=False, server_default="0", comment="sends since asked"),
    sa.Column("baca", sa.Integer, nullable=False, server_default="0", comment="read-backs of this unknown"),
    sa.Column("absen", sa.Integer, nullable=False, server_default="0", comment="empty read-backs"),
    sa.Column("tak_pasti_sejak", _Millis),
    sa.Column("ulang_pada", _Millis, comment="a failed job is tried again by itself then"),
    sa.Column("sewa_sampai", _Millis),
    sa.Column("pekerja", sa.Text),
    sa.Column("setelah_id", _Id, comment="job whose attempt goes first"),
    sa.Column("setelah_no", sa.Integer, comment="... its attempts so far"),
    sa.Column("muatan_id", _Id, comment="edited body to be sent as it is"),
    sa.Column("kelas", sa.Text),
    sa.Column("sebab", sa.Text),
    sa.Column("http", sa.Integer),
    sa.Column("kode", sa.Text),
    sa.Column("pesan", sa.Text, nullable=False, server_default=""),
    sa.Column("dari_bpjs", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("asal", sa.Text, nullable=False, server_default="otomatis"),
    sa.Column("oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("diubah", _Millis, nullable=False),
    sa.Column("selesai", _Millis),
    sa.Column("kunjungan_id", _Id, comment="the visit it sends or deletes"),
    sa.Column("ditahan_oleh", sa.Text, comment="who is editing its body: nothing sets it going by itself"),
    sa.Column("ditahan_sejak", _Millis),
    sa.Index("ix_job_antrean", "antrean_id", "jenis"),
    sa.Index(
        "uq_job_hidup",
        "antrean_id",
        "jenis",
        unique=True,
        **_only("status IN ('menunggu','proses','tak_pasti')"),
    ),
    sa.Index(
        "ix_job_jatuh_tempo",
        "faskes_id",
        "prioritas",
        "jatuh_tempo",
        "id",
        **_only("status IN ('menunggu','tak_pasti')"),
    ),
    sa.Index("ix_job_sewa", "sewa_sampai", **_only("status = 'proses'")),
    sa.Index("ix_job_ulang", "ulang_pada", **_only("ulang_pada IS NOT NULL")),
    sa.Index(
        "ix_job_tanggal", "faskes_id", "tanggal", "id", "pasien_id", postgresql_include=["status", "layanan"]
    ),
    sa.Index("ix_job_jenis", "faskes_id", "jenis", "status", "tanggal", "id", "pasien_id"),
    sa.Index(
        "ix_job_status", "faskes_id", "status", "tanggal", "id", "pasien_id", postgresql_include=["layanan"]
    ),
    sa.Index(
        "ix_job_pasien", "pasien_id", "tanggal", "id", "jenis", "status", **_only("layanan <> 'satusehat'")
    ),
    sa.Index(
        "ix_job_pasien_lain",
        "pasien_id",
        "status",
        "tanggal",
        "id",
        "jenis",
        **_only("layanan <> 'satusehat' AND status <> 'terkirim'"),
    ),
    sa.Index(
        "ix_job_jenis_tanggal",
        "faskes_id",
        "jenis",
        "tanggal",
        "id",
        "pasien_id",
        postgresql_include=["status"],
    ),
    sa.Index("ix_job_kunjungan", "kunjungan_id", "id", **_only("kunjungan_id IS NOT NULL")),
    sa.Index(
        "uq_job_kunjungan_hidup",
        "kunjungan_id",
        "jenis",
        unique=True,
        **_only("status IN ('menunggu','proses','tak_pasti')"),
    ),
    sqlite_autoincrement=True,
)

muatan = sa.Table(
    "muatan",
    metadata,
    _pk(),
    _ref("job_id", "job", nullable=False),
    sa.Column("versi", sa.Integer, nullable=False),
    sa.Column("asal", sa.Text, nullable=False, comment="tiket, or edit by a person"),
    sa.Column("oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("alasan", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("isi", sa.LargeBinary, comment="sealed; NULL: removed after its time"),
    sa.UniqueConstraint("job_id", "versi"),
    sa.Index("ix_muatan_isi", "dibuat", **_only("isi IS NOT NULL")),
)

percobaan = sa.Table(
    "percobaan",
    metadata,
    _pk(),
    _ref("job_id", "job", nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("asal", sa.Text, nullable=False),
    sa.Column("oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("pekerja", sa.Text, nullable=False),
    sa.Column("mulai", _Millis, nullable=False),
    sa.Column("selesai", _Millis),
    sa.Column("http", sa.Integer),
    sa.Column("kode", sa.Text),
    sa.Column("pesan", sa.Text, nullable=False, server_default=""),
    sa.Column("kelas", sa.Text),
    _ref("muatan_id", "muatan"),
    sa.Column("id_permintaan", sa.Text, comment="X-Request-Id"),
    sa.UniqueConstraint("job_id", "no"),
    sa.Index("ix_percobaan_mulai", "mulai"),
)

percobaan_isi = sa.Table(
    "percobaan_isi",
    metadata,
    _ref("percobaan_id", "percobaan", primary_key=True, autoincrement=False),
    sa.Column("request", sa.LargeBinary, comment="sealed"),
    sa.Column("response", sa.LargeBinary, comment="sealed"),
)

gerbang = sa.Table(
    "gerbang",
    metadata,
    _ref("faskes_id", "faskes", primary_key=True, autoincrement=False),
    sa.Column("layanan", sa.Text, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("gagal", sa.Integer, nullable=False, server_default="0"),
    sa.Column("putaran", sa.Integer, nullable=False, server_default="0"),
    sa.Column("sejak", _Millis, nullable=False),
    sa.Column("coba_lagi", _Millis),
    sa.Column("pesan", sa.Text, nullable=False, server_default=""),
    sa.Column("sidik", sa.Text, nullable=False, server_default="", comment="fingerprint of the credentials"),
    sa.Column("penyebab", sa.Text, nullable=False, server_default="", comment="bpjs, jalur or kredensial"),
    sa.Column("ambang", sa.Integer, comment="jobs at a time while starting slowly after an outage"),
    sa.Column("berikut", _Millis, comment="when the rate limit lets the next attempt through"),
    sa.Column("selisih", sa.Integer, comment="seconds our clock is ahead of the service's, when it matters"),
)

pekerja = sa.Table(
    "pekerja",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("mulai_proses", sa.Text, nullable=False, server_default="", comment="start mark of the pid"),
    sa.Column("mulai", _Millis, nullable=False),
    sa.Column("detak", _Millis, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("utas", sa.Integer, nullable=False),
)

pengguna = sa.Table(
    "pengguna",
    metadata,
    _pk(),
    sa.Column("nama", sa.Text, nullable=False, unique=True),
    sa.Column("peran", sa.Text, nullable=False),
    sa.Column("sandi", sa.Text, comment="argon2id hash; NULL: cannot sign in"),
    sa.Column("izin", sa.Text, nullable=False, server_default="[]", comment="permissions beyond the role's"),
    sa.Column("aktif", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("pin", sa.Text, comment="argon2id hash; unlocks, never signs in"),
    sa.Column("sandi_sementara", sa.Boolean, nullable=False, server_default=sa.false()),
)

audit = sa.Table(
    "audit",
    metadata,
    _pk(),
    sa.Column("waktu", _Millis, nullable=False),
    sa.Column("faskes_id", _Id),
    sa.Column("pelaku", sa.Text, nullable=False),
    sa.Column("peran", sa.Text, nullable=False),
    sa.Column("stasiun", sa.Text, nullable=False, server_default=""),
    sa.Column("aksi", sa.Text, nullable=False),
    sa.Column("objek", sa.Text, nullable=False, server_default=""),
    sa.Column("objek_id", _Id),
    sa.Column("hasil", sa.Text, nullable=False),
    sa.Column("rincian", sa.Text, nullable=False, server_default="{}"),
    sa.Index("ix_audit_waktu", "waktu", "id"),
    sa.Index("ix_audit_objek", "objek", "objek_id", "id"),
    sa.Index("ix_audit_pelaku", "faskes_id", "pelaku", "id"),
    sa.Index("ix_audit_aksi", "faskes_id", "aksi", "id"),
    sqlite_autoincrement=True,
)

# Last: it takes the metadata from here and adds tables of its own.
from shared.storage import tables_kfa as _tables_kfa  # noqa: E402, F401
from shared.storage import tables_referensi as _tables_referensi  # noqa: E402, F401
from shared.storage.tables_kios import cetakan as cetakan  # noqa: E402
from shared.storage.tables_kios import kueri_peserta as kueri_peserta  # noqa: E402
from shared.storage.tables_kios import tiket_loket as tiket_loket  # noqa: E402
from shared.storage.tables_kunci import kunci_isi as kunci_isi  # noqa: E402
from shared.storage.tables_orang import audit_segel as audit_segel  # noqa: E402
from shared.storage.tables_orang import percobaan_masuk as percobaan_masuk  # noqa: E402
from shared.storage.tables_pantau import gerbang_riwayat as gerbang_riwayat  # noqa: E402
from shared.storage.tables_pantau import hitung_job as hitung_job  # noqa: E402
from shared.storage.tables_pantau import kunjungan as kunjungan  # noqa: E402
from shared.storage.tables_pantau import norm_ujung as norm_ujung  # noqa: E402
from shared.storage.tables_satusehat import pertanyaan as pertanyaan  # noqa: E402
from shared.storage.tables_satusehat import sumber as sumber  # noqa: E402
from shared.storage.tables_satusehat import sumber_induk as sumber_induk  # noqa: E402
from shared.storage.tables_satusehat import sumber_isi as sumber_isi  # noqa: E402
from shared.storage.tables_satusehat import token_satusehat as token_satusehat  # noqa: E402
