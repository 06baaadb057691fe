"""Bodies as sealed bytes, and the names of the keys that seal them.

What is there already stays readable: it is marked as not sealed, and the worker seals it later in small batches.

Revision: 0007
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BODIES = (
    ('muatan', 'isi', 'sealed; NULL: removed after its time'),
    ('percobaan_isi', 'request', 'sealed'),
    ('percobaan_isi', 'response', 'sealed'),
    ('kunjungan', 'isi', 'the body as it was imported, sealed'),
    ('sumber_isi', 'isi', 'body with local references, sealed'),
    ('pertanyaan', 'kandidat', 'who was found there, sealed'),
)


def upgrade() -> None:
    op.create_table('kunci_isi',
        sa.Column('id', sa.Text(), nullable=False, comment='name of the key, as it stands in what it has sealed'),
        sa.Column('dipakai', sa.BigInteger(), nullable=False, comment='since when new bodies are sealed with it'),
        sa.Column('tuntas', sa.BigInteger(), nullable=True, comment='when every older body had been sealed with it, too'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kunci_isi'))
    )
    postgresql = op.get_bind().dialect.name == 'postgresql'
    for table, column, comment in _BODIES:
        old = f'{column}_teks'
        op.execute(f'ALTER TABLE {table} RENAME COLUMN {column} TO {old}')
        op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True, comment=comment))
        # A zero byte in front: a text that is not sealed.
        marked = (
            f"decode('00', 'hex') || convert_to({old}, 'UTF8')" if postgresql
            else f"CAST(x'00' || {old} AS BLOB)"
        )
        op.execute(f'UPDATE {table} SET {column} = {marked}')
        op.execute(f'ALTER TABLE {table} DROP COLUMN {old}')
    kept = sa.text('isi IS NOT NULL')
    for table in ('muatan', 'kunjungan'):
        op.create_index(f'ix_{table}_isi', table, ['dibuat'], unique=False, sqlite_where=kept, postgresql_where=kept)
    # A token lives for an hour and is simply asked for again.
    op.drop_column('token_satusehat', 'keadaan')
    op.add_column('token_satusehat', sa.Column('keadaan', sa.LargeBinary(), nullable=True, comment='token, its life, a penalty; sealed'))
