"""Tables of SatuSehat: resources, what they refer to, and the questions only a person can answer.

A resource's delivery is a row of ``job``; this is what it delivers.
"""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import _pk, _ref, metadata

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

sumber = sa.Table(
    "sumber",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("job_id", "job", nullable=False),
    _ref("antrean_id", "antrean"),
    sa.Column("tipe", sa.Text, nullable=False, comment="FHIR R4 resource type"),
    sa.Column("kunci", sa.Text, nullable=False, comment="local id: referred to as tipe/kunci"),
    sa.Column("asal", sa.Text, nullable=False, comment="impor or klinik"),
    sa.Column("remote_id", sa.Text),
    sa.Column("tahap", sa.Integer, nullable=False, server_default="1", comment="state that is wanted"),
    sa.Column("tahap_terkirim", sa.Integer, nullable=False, server_default="0", comment="state that arrived"),
    sa.Column("pernah_post", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("boleh_buat", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("mode", sa.Text, nullable=False, server_default="", comment="verifikasi or regenerasi"),
    sa.Column("produk", sa.Text, comment="product whose KFA code it needs"),
    sa.Column("tertahan_produk", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("hasil", sa.Text, nullable=False, server_default="", comment="outcome of a base resource"),
    sa.Column("ringkas", sa.Text, nullable=False, server_default="{}", comment="what the list shows of it"),
    sa.Column("diperiksa", sa.BigInteger, comment="last seen there by its id"),
    sa.Column("dibuat", sa.BigInteger, nullable=False),
    sa.Column("diubah", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("faskes_id", "tipe", "kunci"),
    sa.Index("uq_sumber_job", "job_id", unique=True),
    sa.Index("ix_sumber_remote", "faskes_id", "tipe", "remote_id"),
    sa.Index(
        "ix_sumber_antrean",
        "antrean_id",
        sqlite_where=sa.text("antrean_id IS NOT NULL"),
        postgresql_where=sa.text("antrean_id IS NOT NULL"),
    ),
    sa.Index(
        "ix_sumber_produk",
        "faskes_id",
        "produk",
        sqlite_where=sa.text("produk IS NOT NULL"),
        postgresql_where=sa.text("produk IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

sumber_isi = sa.Table(
    "sumber_isi",
    metadata,
    _ref("sumber_id", "sumber", primary_key=True, autoincrement=False),
    sa.Column("isi", sa.LargeBinary, comment="body with local references, sealed"),
    sa.Index(
        "ix_sumber_isi_isi",
        "sumber_id",
        sqlite_where=sa.text("isi IS NOT NULL"),
        postgresql_where=sa.text("isi IS NOT NULL"),
    ),
)

sumber_induk = sa.Table(
    "sumber_induk",
    metadata,
    _ref("anak_id", "sumber", primary_key=True, autoincrement=False),
    sa.Column(
        "tahap", sa.Integer, primary_key=True, autoincrement=False, comment="needed from this state on"
    ),
    sa.Column("tipe", sa.Text, primary_key=True),
    sa.Column("kunci", sa.Text, primary_key=True),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Index("ix_sumber_induk_acuan", "faskes_id", "tipe", "kunci", "anak_id"),
)

pertanyaan = sa.Table(
    "pertanyaan",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("sumber_id", "sumber", nullable=False),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("dibuat", sa.BigInteger, nullable=False),
    sa.Column("jawaban", sa.Text),
    sa.Column("dijawab", sa.BigInteger),
    sa.Column("oleh", sa.Text, nullable=False, server_default=""),
    sa.Column("kandidat", sa.LargeBinary, comment="who was found there, sealed"),
    sa.Index(
        "uq_pertanyaan_terbuka",
        "sumber_id",
        unique=True,
        sqlite_where=sa.text("dijawab IS NULL"),
        postgresql_where=sa.text("dijawab IS NULL"),
    ),
    sa.Index(
        "ix_pertanyaan_terbuka",
        "faskes_id",
        "id",
        sqlite_where=sa.text("dijawab IS NULL"),
        postgresql_where=sa.text("dijawab IS NULL"),
    ),
    sqlite_autoincrement=True,
)

token_satusehat = sa.Table(
    "token_satusehat",
    metadata,
    _ref("faskes_id", "faskes", primary_key=True, autoincrement=False),
    sa.Column("pemegang", sa.Text, comment="who is asking for a new one"),
    sa.Column("sampai", sa.BigInteger, comment="... and until when that counts"),
    sa.Column("keadaan", sa.LargeBinary, comment="token, its life, a penalty; sealed"),
)
