"""People: PIN, attempts to sign in, and an audit trail that is chained and cannot be changed.

Revision: 0005

Triggers refuse UPDATE, DELETE and TRUNCATE of the trail for everybody, and so also for a program that has
gone wrong. Whoever owns the tables can take triggers away; on PostgreSQL the program therefore should not
(``deka init --peran-aplikasi``).
"""

# fmt: off
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.domain.audit import AWAL, BarisAudit, segel

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORDS = "jejak audit hanya dapat ditambah"
_TABLES = ("audit", "audit_segel")


def upgrade() -> None:
    op.add_column('pengguna', sa.Column('pin', sa.Text(), nullable=True, comment='argon2id hash; unlocks, never signs in'))
    op.create_index('ix_audit_pelaku', 'audit', ['faskes_id', 'pelaku', 'id'], unique=False)
    op.create_index('ix_audit_aksi', 'audit', ['faskes_id', 'aksi', 'id'], unique=False)
    op.create_table('percobaan_masuk',
        sa.Column('kunci', sa.Text(), nullable=False, comment='whose attempts: a name, a station, or both'),
        sa.Column('gagal', sa.Integer(), nullable=False),
        sa.Column('terakhir', sa.BigInteger(), nullable=False),
        sa.Column('sampai', sa.BigInteger(), nullable=False, comment='nothing is tried before'),
        sa.PrimaryKeyConstraint('kunci', name=op.f('pk_percobaan_masuk'))
    )
    op.create_index('ix_percobaan_masuk_terakhir', 'percobaan_masuk', ['terakhir'], unique=False)
    op.create_table('audit_segel',
        sa.Column('faskes_id', _ID, autoincrement=False, nullable=False),
        sa.Column('urut', _ID, autoincrement=False, nullable=False, comment='1, 2, 3 … without a gap'),
        sa.Column('audit_id', _ID, nullable=False),
        sa.Column('segel', sa.Text(), nullable=False, comment='SHA-256 over the link before and the row'),
        sa.ForeignKeyConstraint(['audit_id'], ['audit.id'], name=op.f('fk_audit_segel_audit_id')),
        sa.ForeignKeyConstraint(['faskes_id'], ['faskes.id'], name=op.f('fk_audit_segel_faskes_id')),
        sa.PrimaryKeyConstraint('faskes_id', 'urut', name=op.f('pk_audit_segel')),
        sa.UniqueConstraint('audit_id', name=op.f('uq_audit_segel_audit_id'))
    )
    _chain()
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _chain() -> None:
    """Chain the rows there are already, each clinic's for itself."""
    conn = op.get_bind()
    columns = [
        "id", "waktu", "faskes_id", "pelaku", "peran", "stasiun", "aksi", "objek", "objek_id", "hasil", "rincian",
    ]
    audit = sa.table("audit", *(sa.column(name) for name in columns))
    links = sa.table("audit_segel", *(sa.column(name) for name in ("faskes_id", "urut", "audit_id", "segel")))
    conn.execute(sa.update(audit).where(audit.c.faskes_id.is_(None)).values(
        faskes_id=sa.select(sa.func.min(sa.column("id"))).select_from(sa.table("faskes")).scalar_subquery()
    ))
    last: dict[int, tuple[int, str]] = {}
    after = 0
    while rows := conn.execute(sa.select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(1000)).all():
        made = []
        for row in rows:
            number, before = last.get(row.faskes_id, (0, AWAL))
            link = segel(before, number + 1, BarisAudit(*row))
            last[row.faskes_id] = (number + 1, link)
            made.append({"faskes_id": row.faskes_id, "urut": number + 1, "audit_id": row.id, "segel": link})
        conn.execute(sa.insert(links), made)
        after = rows[-1].id


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_tetap_{kind.lower()} BEFORE {kind} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            for table in _TABLES
            for kind in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION audit_tetap() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'insufficient_privilege'; END $$",
        *(
            f"CREATE TRIGGER {table}_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_tetap()"
            for table in _TABLES
        ),
    ]


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_tetap() CASCADE")
    else:
        for table in _TABLES:
            for kind in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_tetap_{kind}")
    op.drop_table('audit_segel')
    op.drop_table('percobaan_masuk')
    op.drop_index('ix_audit_aksi', table_name='audit')
    op.drop_index('ix_audit_pelaku', table_name='audit')
    op.drop_column('pengguna', 'pin')
