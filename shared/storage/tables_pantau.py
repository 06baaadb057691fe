"""Tables of monitoring: the counters of jobs, imported visits, and the history of the gates."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import _pk, _ref, metadata

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Bytes = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

hitung_job = sa.Table(
    "hitung_job",
    metadata,
    _ref("faskes_id", "faskes", primary_key=True, autoincrement=False),
    sa.Column("tanggal", sa.Date, primary_key=True, comment="0001-01-01 is all dates together"),
    sa.Column("jenis", sa.Text, primary_key=True),
    sa.Column("status", sa.Text, primary_key=True),
    sa.Column("ember", _Id, primary_key=True, autoincrement=False, comment="0, or a transaction's own share"),
    sa.Column("jumlah", sa.BigInteger, nullable=False),
    sa.Index(
        "ix_hitung_job_ember",
        "ember",
        sqlite_where=sa.text("ember <> 0"),
        postgresql_where=sa.text("ember <> 0"),
    ),
)
"""How many jobs there are; kept by triggers on ``job`` that the migrations make, never written by hand."""

norm_ujung = sa.Table(
    "norm_ujung",
    metadata,
    sa.Column("faskes_id", _Id, primary_key=True, autoincrement=False),
    sa.Column("ujung", _Bytes, primary_key=True, comment="a record number from one of its characters on"),
    sa.Column("pasien_id", _Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Every end of every record number, so that a part of one is the beginning of a row.

Kept by triggers on ``pasien`` that the migrations make, never written by hand; of the first 40 characters.
"""

kunjungan = sa.Table(
    "kunjungan",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("antrean_id", "antrean"),
    _ref("pasien_id", "pasien"),
    sa.Column("no_kartu", sa.Text, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("kd_poli", sa.Text, nullable=False, server_default=""),
    sa.Column("no_kunjungan", sa.Text),
    sa.Column("kunci", sa.Text, comment="card|poli while the visit stands"),
    sa.Column("oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", sa.BigInteger, nullable=False),
    sa.Column("isi", sa.LargeBinary, comment="the body as it was imported, sealed"),
    sa.UniqueConstraint("faskes_id", "tanggal", "kunci"),
    sa.Index(
        "ix_kunjungan_isi",
        "dibuat",
        sqlite_where=sa.text("isi IS NOT NULL"),
        postgresql_where=sa.text("isi IS NOT NULL"),
    ),
    sa.Index("ix_kunjungan_antrean", "antrean_id"),
    sqlite_autoincrement=True,
)

gerbang_riwayat = sa.Table(
    "gerbang_riwayat",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("layanan", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, comment="what the gate turned to"),
    sa.Column("penyebab", sa.Text, nullable=False, server_default=""),
    sa.Column("pada", sa.BigInteger, nullable=False),
    sa.Index("ix_gerbang_riwayat_pada", "faskes_id", "pada"),
)
