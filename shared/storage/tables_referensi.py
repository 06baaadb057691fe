"""Tables of what is kept of BPJS' reference lists, and of the synchronisations that fetch them.

Texts that are searched or read in order are compared byte by byte, the same on both databases.
"""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import metadata

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Millis = sa.BigInteger()
_Bytes = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _faskes(*, primary: bool = False) -> sa.Column[int]:
    if primary:
        return sa.Column("faskes_id", _Id, sa.ForeignKey("faskes.id"), primary_key=True, autoincrement=False)
    return sa.Column("faskes_id", _Id, sa.ForeignKey("faskes.id"), nullable=False)


sinkron = sa.Table(
    "sinkron",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    _faskes(),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("kunci", sa.Text, nullable=False, server_default="", comment="the date of a schedule"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("posisi", sa.Text, nullable=False, comment="what is left to read; see domain.telusur"),
    sa.Column("baris", sa.Integer, nullable=False, server_default="0", comment="rows read so far"),
    sa.Column("total", sa.Integer, comment="rows of the whole list, where the service tells"),
    sa.Column("halaman", sa.Integer, nullable=False, server_default="0", comment="pages read so far"),
    sa.Column("tambah", sa.Integer, nullable=False, server_default="0"),
    sa.Column("ubah", sa.Integer, nullable=False, server_default="0"),
    sa.Column("hilang", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lama", _Millis, nullable=False, server_default="0", comment="milliseconds spent reading"),
    sa.Column("gagal", sa.Integer, nullable=False, server_default="0", comment="failures in a row"),
    sa.Column("pesan", sa.Text, nullable=False, server_default=""),
    sa.Column("dari_bpjs", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("giliran", sa.Integer, nullable=False, server_default="0", comment="claims so far; the fence"),
    sa.Column("jatuh_tempo", _Millis, nullable=False),
    sa.Column("sewa_sampai", _Millis),
    sa.Column("pekerja", sa.Text),
    sa.Column("diminta_oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("dihentikan_oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("diminta", _Millis, nullable=False),
    sa.Column("mulai", _Millis),
    sa.Column("selesai", _Millis),
    sa.Column("diubah", _Millis, nullable=False),
    sa.Index("ix_sinkron_jenis", "faskes_id", "jenis", "kunci", "id"),
    sa.Index(
        "uq_sinkron_hidup",
        "faskes_id",
        "jenis",
        "kunci",
        unique=True,
        sqlite_where=sa.text("status IN ('menunggu','jalan')"),
        postgresql_where=sa.text("status IN ('menunggu','jalan')"),
    ),
    sqlite_autoincrement=True,
)

referensi = sa.Table(
    "referensi",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    _faskes(),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("kunci", _Bytes, nullable=False, comment="the code, folded"),
    sa.Column("induk", _Bytes, nullable=False, server_default="", comment="code in the parent list"),
    sa.Column("kode", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("isi", sa.Text, nullable=False, comment="JSON of the other fields"),
    sa.Column("cari", _Bytes, nullable=False, comment="name and code, folded"),
    sa.Column("hilang", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("dilihat", _Id, nullable=False, comment="the synchronisation that saw it last"),
    sa.Column("berubah", _Id, nullable=False, comment="the synchronisation that changed it last"),
    sa.Column("perubahan", sa.Text, nullable=False, comment="tambah, ubah or hilang, by that one"),
    sa.Column("baru", _Millis, nullable=False),
    sa.Column("diubah", _Millis, nullable=False),
    sa.UniqueConstraint("faskes_id", "jenis", "kunci", "induk"),
    sa.Index("ix_referensi_cari", "faskes_id", "jenis", "cari", "kunci", "induk"),
    sa.Index("ix_referensi_berubah", "faskes_id", "jenis", "berubah", "kunci", "induk"),
    sa.Index("ix_referensi_hitung", "faskes_id", "jenis", "hilang", "dilihat"),
)

poli_bpjs = sa.Table(
    "poli_bpjs",
    metadata,
    _faskes(primary=True),
    sa.Column("tanggal", sa.Date, primary_key=True),
    sa.Column("kodepoli", sa.Text, primary_key=True),
    sa.Column("namapoli", sa.Text, nullable=False),
    sa.Column("dilihat", _Id, nullable=False, comment="the synchronisation that saw it last"),
)

jadwal_bpjs = sa.Table(
    "jadwal_bpjs",
    metadata,
    _faskes(primary=True),
    sa.Column("tanggal", sa.Date, primary_key=True),
    sa.Column("kodepoli", sa.Text, primary_key=True),
    sa.Column("kodedokter", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("jampraktek", sa.Text, primary_key=True),
    sa.Column("namadokter", sa.Text, nullable=False),
    sa.Column("kapasitas", sa.Integer),
    sa.Column("dilihat", _Id, nullable=False, comment="the synchronisation that saw it last"),
    sa.Index("ix_jadwal_bpjs_dokter", "faskes_id", "kodedokter", "tanggal"),
)
