"""Tables of the KFA catalogue's mirror, of the clinic's products, and of what they are mapped to.

The catalogue is the country's: it is kept once, whatever number of clinics share a storage. Its index of
tokens is FTS5 on SQLite and GIN on PostgreSQL; neither needs an extension.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import event

from shared.storage.tables import metadata

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Millis = sa.BigInteger()
_Bytes = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

INDEKS = "kfa_cari"
"""The full-text index of SQLite; the names of its own tables begin so."""

kfa = sa.Table(
    "kfa",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("kode", _Bytes, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False, comment="product_type: farmasi or alkes"),
    sa.Column("tipe", sa.Text, nullable=False, comment="farmalkes_type.code"),
    sa.Column("bentuk", sa.Text, nullable=False),
    sa.Column("kekuatan", sa.Text, nullable=False),
    sa.Column("produsen", sa.Text, nullable=False),
    sa.Column("nie", sa.Text, nullable=False),
    sa.Column("nie_kunci", _Bytes, nullable=False, comment="the NIE, folded"),
    sa.Column("merek", sa.Text, nullable=False),
    sa.Column("template", _Bytes, nullable=False, comment="code of the 92 or 82 level"),
    sa.Column("nama_template", sa.Text, nullable=False),
    sa.Column("aktif", sa.Boolean, nullable=False),
    sa.Column("sah", sa.Boolean, nullable=False, comment="state valid"),
    sa.Column("ganti_kode", sa.Text, nullable=False),
    sa.Column("ganti_nama", sa.Text, nullable=False),
    sa.Column("ganti_alasan", sa.Text, nullable=False),
    sa.Column("zat", sa.Text, nullable=False, comment="JSON pairs of substance and strength"),
    sa.Column("isi", sa.Text, nullable=False, comment="JSON of further fields"),
    sa.Column("takar", sa.Text, nullable=False, comment="JSON of what it is compared by"),
    sa.Column("cari", sa.Text, nullable=False, comment="tokens it is found by"),
    sa.Column("sidik", sa.Text, nullable=False, comment="fingerprint of what the service said"),
    sa.Column("diperbarui", sa.Text, nullable=False, comment="updated_at"),
    sa.Column("hilang", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("dilihat", _Id, nullable=False, comment="the synchronisation that saw it last"),
    sa.Column("berubah", _Id, nullable=False, comment="the synchronisation that changed it last"),
    sa.Column("perubahan", sa.Text, nullable=False, comment="tambah, ubah or hilang, by that one"),
    sa.Column("diubah", _Millis, nullable=False),
    sa.UniqueConstraint("kode"),
    sa.Index("ix_kfa_nie", "nie_kunci", "kode"),
    sa.Index("ix_kfa_template", "template", "kode"),
    sa.Index("ix_kfa_jenis", "jenis", "hilang", "aktif", "dilihat"),
)

GIN = "CREATE INDEX ix_kfa_cari ON kfa USING gin (string_to_array(cari, ' ')) WITH (fastupdate = off)"
FTS = (
    "CREATE VIRTUAL TABLE kfa_cari USING fts5("
    "cari, content='kfa', content_rowid='id', detail='none', tokenize='ascii')",
    "CREATE TRIGGER kfa_baru AFTER INSERT ON kfa BEGIN "
    "INSERT INTO kfa_cari(rowid, cari) VALUES (new.id, new.cari); END",
    "CREATE TRIGGER kfa_ubah AFTER UPDATE OF cari ON kfa BEGIN "
    "INSERT INTO kfa_cari(kfa_cari, rowid, cari) VALUES ('delete', old.id, old.cari); "
    "INSERT INTO kfa_cari(rowid, cari) VALUES (new.id, new.cari); END",
    "CREATE TRIGGER kfa_hapus AFTER DELETE ON kfa BEGIN "
    "INSERT INTO kfa_cari(kfa_cari, rowid, cari) VALUES ('delete', old.id, old.cari); END",
)
for _statement, _dialect in [(one, "sqlite") for one in FTS] + [(GIN, "postgresql")]:
    event.listen(kfa, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

kfa_kata = sa.Table(
    "kfa_kata",
    metadata,
    sa.Column("kunci", _Bytes, primary_key=True),
    sa.Column("jenis", sa.Integer, nullable=False, comment="bits: 1 substance or name, 2 brand, 4 maker"),
    sa.Column("jumlah", sa.Integer, nullable=False, comment="products that have the word, about"),
)

produk_kfa = sa.Table(
    "produk_kfa",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("faskes_id", _Id, sa.ForeignKey("faskes.id"), nullable=False),
    sa.Column("kode", _Bytes, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("cari", _Bytes, nullable=False, comment="name and code, folded"),
    sa.Column("bentuk", sa.Text, nullable=False, server_default=""),
    sa.Column("kekuatan", sa.Text, nullable=False, server_default=""),
    sa.Column("jumlah_resep", sa.Integer, nullable=False, server_default="0"),
    sa.Column("kode_kfa", _Bytes, comment="what it is mapped to"),
    sa.Column("nama_kfa", sa.Text, nullable=False, server_default="", comment="its name when it was mapped"),
    sa.Column("kekuatan_kfa", sa.Text, nullable=False, server_default="", comment="likewise"),
    sa.Column("bentuk_kfa", sa.Text, nullable=False, server_default="", comment="likewise"),
    sa.Column("dipetakan_oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("dipetakan", _Millis),
    sa.Column("diubah", _Millis, nullable=False),
    sa.UniqueConstraint("faskes_id", "kode"),
    sa.Index("ix_produk_kfa_kerja", "faskes_id", "kode_kfa", "jumlah_resep", "cari", "kode"),
)

riwayat_kfa = sa.Table(
    "riwayat_kfa",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("faskes_id", _Id, sa.ForeignKey("faskes.id"), nullable=False),
    sa.Column("produk_id", _Id, sa.ForeignKey("produk_kfa.id"), nullable=False),
    sa.Column("kelompok", _Id, nullable=False, comment="first row of the deed; several at once in bulk"),
    sa.Column("dari", sa.Text),
    sa.Column("menjadi", sa.Text),
    sa.Column("oleh", sa.Text, nullable=False),
    sa.Column("waktu", _Millis, nullable=False),
    sa.Column("diurungkan", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_riwayat_kfa_oleh", "faskes_id", "oleh", "diurungkan", "id"),
    sa.Index("ix_riwayat_kfa_kelompok", "kelompok"),
    sqlite_autoincrement=True,
)
