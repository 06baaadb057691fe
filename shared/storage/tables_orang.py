"""Tables of people and what they did: the chain of the audit trail, and attempts to sign in."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import _ref, metadata

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

audit_segel = sa.Table(
    "audit_segel",
    metadata,
    _ref("faskes_id", "faskes", primary_key=True, autoincrement=False),
    sa.Column("urut", _Id, primary_key=True, autoincrement=False, comment="1, 2, 3 … without a gap"),
    _ref("audit_id", "audit", nullable=False),
    sa.Column("segel", sa.Text, nullable=False, comment="SHA-256 over the link before and the row"),
    sa.UniqueConstraint("audit_id"),
)
"""One link of a clinic's chain for each row of ``audit``; triggers refuse to change or remove either."""

percobaan_masuk = sa.Table(
    "percobaan_masuk",
    metadata,
    sa.Column("kunci", sa.Text, primary_key=True, comment="whose attempts: a name, a station, or both"),
    sa.Column("gagal", sa.Integer, nullable=False),
    sa.Column("terakhir", sa.BigInteger, nullable=False),
    sa.Column("sampai", sa.BigInteger, nullable=False, comment="nothing is tried before"),
    sa.Index("ix_percobaan_masuk_terakhir", "terakhir"),
)
"""Attempts to sign in that failed, or have not come to an end yet."""
