"""The table of the keys bodies are sealed with: their names, never the keys themselves."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import metadata

kunci_isi = sa.Table(
    "kunci_isi",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="name of the key, as it stands in what it has sealed"),
    sa.Column("dipakai", sa.BigInteger, nullable=False, comment="since when new bodies are sealed with it"),
    sa.Column("tuntas", sa.BigInteger, comment="when every older body had been sealed with it, too"),
)
