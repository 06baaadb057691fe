"""Passwords to be changed at the first sign-in; what was entered before a counter's number; old resources.

Revision: 0010
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BODY = sa.text('isi IS NOT NULL')
_KEPT = sa.text("nomor <> ''")


def upgrade() -> None:
    op.add_column('pengguna', sa.Column('sandi_sementara', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('tiket_loket', sa.Column('nomor', sa.Text(), server_default='', nullable=False, comment='typed by somebody unknown'))
    op.add_column('tiket_loket', sa.Column('ruangan', sa.Text(), server_default='', nullable=False, comment='code of the room chosen'))
    op.create_index('ix_tiket_loket_nomor', 'tiket_loket', ['faskes_id', 'tanggal'], unique=False, sqlite_where=_KEPT, postgresql_where=_KEPT)
    op.create_index('ix_sumber_isi_isi', 'sumber_isi', ['sumber_id'], unique=False, sqlite_where=_BODY, postgresql_where=_BODY)


def downgrade() -> None:
    op.drop_index('ix_sumber_isi_isi', table_name='sumber_isi')
    op.drop_index('ix_tiket_loket_nomor', table_name='tiket_loket')
    op.drop_column('tiket_loket', 'ruangan')
    op.drop_column('tiket_loket', 'nomor')
    op.drop_column('pengguna', 'sandi_sementara')
