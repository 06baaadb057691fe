"""Many rows at once: what arrives is what was given, on both kinds of storage."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.borong import as_rows, insert_many
from shared.storage.tables_kfa import kfa_kata
from tests.services.clinic import Clinic


def test_rows_arrive_as_they_were_given(clinic: Clinic) -> None:
    evil = "A\tB\\N\n'\"\\.\0 \ud800 ż"
    rows = [
        {"id": 90, "nama": evil},
        {"id": 91, "nama": ""},
    ]
    with clinic.ctx.storage.write() as conn:
        insert_many(conn, t.penjamin, rows)
        insert_many(conn, t.penjamin, [])
    found = clinic.rows(sa.select(t.penjamin.c.nama).where(t.penjamin.c.id >= 90).order_by(t.penjamin.c.id))
    assert [row.nama for row in found] == [evil.replace("\0", "").replace("\ud800", "\ufffd"), ""]


def test_values_can_be_selected_from(clinic: Clinic) -> None:
    if clinic.is_sqlite:
        return  # takes them row by row
    names = ("kunci", "jenis", "jumlah")
    rows = [("satu", 1, 10), ("dua", 2, 20)]
    with clinic.ctx.storage.read() as conn:
        found = conn.execute(as_rows(kfa_kata, names, rows)).all()
    assert [tuple(row) for row in found] == rows
