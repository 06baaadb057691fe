"""Indexes of the list of jobs that say whose each job is: a search walks them without reading a job.

Revision: 0011
"""

# fmt: off
from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LISTS = {
    'ix_job_tanggal': (['tanggal', 'id'], ['status', 'layanan']),
    'ix_job_jenis': (['jenis', 'status', 'tanggal', 'id'], []),
    'ix_job_status': (['status', 'tanggal', 'id'], ['layanan']),
    'ix_job_jenis_tanggal': (['jenis', 'tanggal', 'id'], ['status']),
}
"""What each sorts by within a clinic, and what PostgreSQL has beside it: it reads the job for want of any column."""


def upgrade() -> None:
    for name, (order, beside) in _LISTS.items():
        op.drop_index(name, table_name='job')
        op.create_index(name, 'job', ['faskes_id', *order, 'pasien_id'], unique=False, postgresql_include=beside)


def downgrade() -> None:
    for name, (order, _) in _LISTS.items():
        op.drop_index(name, table_name='job')
        op.create_index(name, 'job', ['faskes_id', *order], unique=False)
