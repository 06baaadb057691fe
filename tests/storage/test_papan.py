"""The board read straight through the driver: what it answers, and that it is what transactions see."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import sqlalchemy as sa

from shared.domain.status import StatusAntrean
from shared.services import antrean, konteks, papan
from shared.services.errors import PenyimpananGagal
from shared.services.papan import Saring
from shared.storage import clock, gates, master, schema, tickets, workers
from shared.storage import papan as board
from shared.storage import tables as t
from shared.storage.alamat import Alamat
from tests.services.clinic import ADMIN, HARI, PETUGAS, Clinic
from tests.support.processes import ROOT, clean_env, scratch


@pytest.fixture
def day(clinic: Clinic) -> Clinic:
    """A few tickets in every state, with jobs that went well, badly, and not yet."""
    for n in range(1, 8):
        clinic.register(n)
    clinic.register(8, dokter=None, penjamin_id=1)
    clinic.register(9, ruangan="GIGI", dokter=None, penjamin_id=1)
    cards = papan.semua(clinic.ctx, ADMIN, Saring(HARI))
    clinic.cancel(cards[0].id)
    antrean.panggil(clinic.ctx, PETUGAS, cards[1].id)
    antrean.lewati(clinic.ctx, PETUGAS, cards[2].id)
    wrong = {"status": "gagal", "kelas": "data", "http": 412, "kode": "412", "pesan": "Ñ ditolak 100%"}
    clinic.sql(sa.update(t.job).where(t.job.c.antrean_id == cards[3].id).values(**wrong, dari_bpjs=True))
    clinic.sql(sa.update(t.antrean).where(t.antrean.c.id == cards[4].id).values(no_antrean_pcare="A12"))
    clinic.sql(sa.update(t.pasien).where(t.pasien.c.norm == cards[5].norm).values(tanggal_lahir=None))
    return clinic


def test_cards_are_the_same_as_in_a_transaction(day: Clinic) -> None:
    with day.ctx.lihat() as baca, day.ctx.tulis() as conn:
        ids = board.ticket_ids(baca, day.ctx.faskes.id, board.Saring())
        assert len(ids) == 9
        asked = [*reversed(ids), 999_999]
        assert board.cards(baca, asked) == tickets.cards(conn, asked)
        for number in (*ids, 999_999):
            assert board.card(baca, day.ctx.faskes.id, number) == tickets.card(
                conn, day.ctx.faskes.id, number
            )
        assert board.card(baca, 999_999, ids[0]) is None
        assert board.cards(baca, ()) == ()


def test_more_cards_than_one_statement_takes(day: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = papan.semua(day.ctx, ADMIN, Saring(HARI))
    monkeypatch.setattr(board, "_AT_ONCE", 2)
    assert papan.semua(day.ctx, ADMIN, Saring(HARI)) == whole


def test_what_stands_around_the_cards(day: Clinic) -> None:
    ctx = day.ctx
    with ctx.tulis() as conn:
        workers.register(conn, "w1", "h", 1, "", 4)
        workers.register(conn, "w2", "h", 2, "", 4)
        workers.leave(conn, "w2")
        gates.failed(conn, ctx.faskes.id, "pcare", batas=1, tunda=9, pesan="putus", penyebab="jalur")
    with ctx.lihat() as baca, ctx.baca() as conn:
        assert board.find_faskes(baca, ctx.faskes.kode) == master.find_faskes(conn, ctx.faskes.kode)
        assert board.find_faskes(baca, "x") is None
        assert abs(board.now(baca) - clock.now(conn)) < 60_000
        (count, age), (same, since) = board.alive(baca), workers.alive(conn)
        assert count == same == 1
        assert age is not None
        assert since is not None
        assert 0 <= age <= since < age + 60_000
        found = board.all_gates(baca, ctx.faskes.id)
        assert found == gates.all_gates(conn, ctx.faskes.id)
        assert found[0].layanan == "pcare"
        waiting = sa.select(sa.func.count()).where(t.job.c.status == "menunggu", t.job.c.layanan == "pcare")
        assert found[0].menunggu == day.rows(waiting)[0][0] > 0
        rooms = {name: number for _, name, number in board.waiting_per_room(baca, ctx.faskes.id, HARI)}
        assert sum(rooms.values()) == 8
        assert len(rooms) == 5


@pytest.mark.parametrize(
    "saring",
    [
        Saring(HARI, status=frozenset({StatusAntrean.BATAL})),
        Saring(HARI, status=frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})),
        Saring(HARI, status=frozenset()),
        Saring(HARI, ruangan_id=2),
        Saring(HARI, teks="00000"),
        Saring(HARI, teks=" a12 "),
        Saring(HARI, teks="%"),
        Saring(HARI, teks="\ud800\x00'\"?;--"),
    ],
    ids=["cancelled", "waiting", "none", "room", "norm", "number", "wildcard", "hostile"],
)
def test_the_filter_finds_what_it_says(day: Clinic, saring: Saring) -> None:
    def fits(card: object) -> bool:
        texts = (card.tiket, card.no_antrean_pcare or "", card.norm, card.nama)  # type: ignore[attr-defined]
        wanted = saring.teks.strip().lower()
        return (
            (saring.status is None or card.status in saring.status)  # type: ignore[attr-defined]
            and (saring.ruangan_id is None or card.ruangan_id == saring.ruangan_id)  # type: ignore[attr-defined]
            and any(wanted in text.lower() for text in texts)
        )

    whole = papan.semua(day.ctx, ADMIN, Saring(HARI))
    assert papan.semua(day.ctx, ADMIN, saring) == tuple(card for card in whole if fits(card))


def test_reading_never_writes(clinic: Clinic) -> None:
    if clinic.is_sqlite:
        with pytest.raises(PenyimpananGagal), clinic.ctx.lihat() as baca:
            baca.rows("DELETE FROM antrean")


def test_a_connection_outlives_its_clinic_closing(clinic: Clinic) -> None:
    other = clinic.station()
    papan.semua(other, ADMIN, Saring(HARI))
    other.tutup()
    assert papan.semua(other, ADMIN, Saring(HARI)) == ()
    other.tutup()


def test_the_revision_is_one() -> None:
    assert schema.HEAD == board.HEAD


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:////srv/klinik%20a/deka.db?x=1", "/srv/klinik a/deka.db"),
        (
            "postgresql+psycopg://deka:s%40nd:i@[::1]:5432/deka",
            "postgresql+psycopg://deka:***@[::1]:5432/deka",
        ),
        ("postgresql+psycopg://deka@host/deka", "postgresql+psycopg://deka@host/deka"),
        ("postgresql+psycopg://x:y:z@@[", "postgresql+psycopg://x:***@["),
        ("postgresql+psycopg:///deka?host=/run", "postgresql+psycopg:///deka?host=/run"),
    ],
)
def test_an_address_is_told_without_its_password(url: str, place: str) -> None:
    assert Alamat(url).place == place


WITHOUT = """
import json, sys
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.security.permissions import SYSTEM
from shared.services import konteks, papan
ctx = konteks.buka(Settings(FaskesSettings("00000001", "Klinik"), PenyimpananSettings(sys.argv[1])))
feed = ctx.perubahan()
feed.tunggu(0)
cards = papan.semua(ctx, SYSTEM, papan.Saring())
papan.muat(ctx, SYSTEM, papan.Saring())
feed.tutup()
ctx.tutup()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "alembic"})))
"""


def test_the_board_is_read_without_the_database_library(clinic: Clinic) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, clinic.url],
        capture_output=True, text=True, env=clean_env({"PYTHONPATH": str(ROOT)}), cwd=scratch(), timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_a_context_opened_to_look_can_write_too(clinic: Clinic) -> None:
    fresh = konteks.buka(clinic.ctx.settings)
    try:
        assert fresh.storage is fresh.storage
        assert antrean.daftar(fresh, PETUGAS, norm="000001", ruangan="UMUM", dokter="D1", tanggal=HARI).tiket
    finally:
        fresh.tutup()
