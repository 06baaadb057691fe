"""Tables of stations patients use: questions about members, tickets of the registration counter, prints."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage.tables import _pk, _ref, metadata

_Millis = sa.BigInteger

kueri_peserta = sa.Table(
    "kueri_peserta",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("nomor", sa.Text, nullable=False, comment="card or NIK; forgotten with the answer"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("oleh", sa.Text, nullable=False),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("tenggat", _Millis, nullable=False, comment="nobody waits for an answer any longer"),
    sa.Column("hasil", sa.Text, comment="aktif, tidak_aktif, tidak_ada, tak_terjawab"),
    sa.Column("keterangan", sa.Text, nullable=False, server_default=""),
    sa.Column("tunggakan", sa.Integer, nullable=False, server_default="0", comment="months"),
    sa.Column("kd_provider", sa.Text, nullable=False, server_default=""),
    sa.Column("nm_provider", sa.Text, nullable=False, server_default=""),
    sa.Index(
        "ix_kueri_peserta_menunggu",
        "faskes_id",
        "id",
        sqlite_where=sa.text("status = 'menunggu'"),
        postgresql_where=sa.text("status = 'menunggu'"),
    ),
    sa.Index("ix_kueri_peserta_dibuat", "dibuat"),
    sqlite_autoincrement=True,
)
"""Questions whether somebody is a member, answered by a worker; rows live for minutes."""

tiket_loket = sa.Table(
    "tiket_loket",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("tiket", sa.Text, nullable=False),
    _ref("pasien_id", "pasien"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("loket", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("dipanggil", _Millis),
    sa.Column("nomor", sa.Text, nullable=False, server_default="", comment="typed by somebody unknown"),
    sa.Column("ruangan", sa.Text, nullable=False, server_default="", comment="code of the room chosen"),
    sa.UniqueConstraint("faskes_id", "tanggal", "tiket"),
    sa.Index("ix_tiket_loket_status", "faskes_id", "tanggal", "status", "id"),
    sa.Index(
        "ix_tiket_loket_nomor",
        "faskes_id",
        "tanggal",
        sqlite_where=sa.text("nomor <> ''"),
        postgresql_where=sa.text("nomor <> ''"),
    ),
    sqlite_autoincrement=True,
)
"""Numbers for the registration counter, for whom the kiosk cannot register."""

cetakan = sa.Table(
    "cetakan",
    metadata,
    _pk(),
    _ref("faskes_id", "faskes", nullable=False),
    _ref("antrean_id", "antrean"),
    _ref("tiket_loket_id", "tiket_loket"),
    sa.Column("ke", sa.Integer, nullable=False, comment="1 is the first print, more are reprints"),
    sa.Column("status", sa.Text, nullable=False, comment="menunggu, tercetak, gagal, tanpa_kertas"),
    sa.Column("pesan", sa.Text, nullable=False, server_default=""),
    sa.Column("oleh", sa.Text, nullable=False),
    sa.Column("loket", sa.Text, nullable=False, server_default=""),
    sa.Column("dibuat", _Millis, nullable=False),
    sa.Column("selesai", _Millis),
    sa.Index("ix_cetakan_antrean", "antrean_id", "id"),
    sa.Index("ix_cetakan_tiket_loket", "tiket_loket_id", "id"),
    sqlite_autoincrement=True,
)
"""Each attempt to put a ticket on paper."""
