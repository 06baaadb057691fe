"""SatuSehat's queries at 100,000 resources: counters for the dashboard, indexes for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.satusehat_token import KeadaanToken
from shared.domain.status import StatusJob
from shared.domain.sumber import JENIS, PRIORITAS_AWAL, Tipe
from shared.services import konteks, satusehat
from shared.storage import bodies, due, gates, klinik, pertanyaan
from shared.storage import sumber as rows
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.sumber_obat import lepas_obat
from tests.services.clinic import ADMIN, HARI, Clinic, fill, race, settings_for
from tests.storage.test_plans import analyze, plans

COUNT = 100_000
_KINDS = ", ".join(f"({n}, '{tipe.value}', '{JENIS[tipe].value}')" for n, tipe in enumerate(Tipe))
_U = "WITH RECURSIVE u(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM u WHERE n < :banyak), "
_K = f"k(k, tipe, jenis) AS (VALUES {_KINDS}) "
_STATE = "CASE WHEN n % 500 = 0 THEN 'tertahan' WHEN n % 501 = 0 THEN 'menunggu' ELSE 'terkirim' END"
FILL = [
    "INSERT INTO job (id, faskes_id, pasien_id, jenis, layanan, status, tanggal, prioritas, jatuh_tempo,"
    f" dibuat, diubah) {_U}{_K}SELECT n, :f, n % 40 + 1, jenis, 'satusehat', {_STATE}, :hari, 10, 1, 1, 1"
    " FROM u JOIN k ON k = n % 16",
    "INSERT INTO sumber (id, faskes_id, job_id, tipe, kunci, asal, remote_id, ringkas, produk, dibuat,"
    f" tahap_terkirim, diubah) {_U}{_K}SELECT n, :f, n, tipe, 'k' || n, 'impor',"
    f" CASE WHEN {_STATE} = 'terkirim' THEN 'R' || n END, '{{}}',"
    " CASE WHEN tipe = 'Medication' THEN 'OBT' || n END, 1,"
    f" CASE WHEN {_STATE} = 'terkirim' THEN 1 ELSE 0 END, 1 FROM u JOIN k ON k = n % 16",
    f"INSERT INTO sumber_isi (sumber_id, isi) {_U.rstrip(', ')} SELECT n, '{{}}' FROM u",
    "INSERT INTO sumber_induk (anak_id, tahap, tipe, kunci, faskes_id) "
    f"{_U.rstrip(', ')} SELECT n, 1, 'Encounter', 'k' || (n / 16 * 16 + 4), :f FROM u WHERE n % 16 > 4",
    "INSERT INTO sumber_induk (anak_id, tahap, tipe, kunci, faskes_id) "
    f"{_U.rstrip(', ')} SELECT n, 1, 'Patient', 'k' || (n / 16 * 16 + 3), :f FROM u WHERE n % 16 > 3",
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic with 100,000 resources, nearly all sent."""
    folder = tmp_path_factory.mktemp("sehat")
    url = f"sqlite:///{folder / 'deka.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database()
    fill(url, folder)
    clinic = Clinic(konteks.buka(settings_for(url)), url)
    with clinic.ctx.storage.write() as conn:
        for statement in FILL:
            names = {name for name in ("f", "banyak", "hari") if f":{name}" in statement}
            values = {"f": clinic.ctx.faskes.id, "banyak": COUNT, "hari": HARI - timedelta(days=1)}
            text = sa.text(statement)
            if "hari" in names:
                text = text.bindparams(sa.bindparam("hari", type_=sa.Date))
            conn.execute(text, {name: values[name] for name in names})
        for number in (3, 500):  # the only bodies that are read
            sealed = bodies.seal(conn, Tempat.SUMBER, number, text="{}")
            conn.execute(sa.update(t.sumber_isi).where(t.sumber_isi.c.sumber_id == number).values(isi=sealed))
    analyze(clinic)
    yield clinic
    clinic.ctx.tutup()


def _read(clinic: Clinic, deed: Callable[[Any], Any]) -> list[str]:
    def run() -> None:
        with clinic.ctx.storage.read() as conn:
            deed(conn)

    return plans(clinic, run)


def _write(clinic: Clinic, deed: Callable[[Any], Any]) -> list[str]:
    def run() -> None:
        with clinic.ctx.storage.write() as conn:
            deed(conn)

    return plans(clinic, run)


def scans(plan: str, *tables: str) -> list[str]:
    """Lines of a plan that read a whole table."""
    found = []
    for line in plan.splitlines():
        for table in tables:
            whole = (f"SCAN {table}", f"Seq Scan on {table}")
            if any(word in line for word in whole) and "USING" not in line:
                found.append(line)
    return found


BIG = ("job", "sumber", "sumber_isi", "sumber_induk", "induk")


def test_the_dashboard_reads_counters_and_no_resource(full: Clinic) -> None:
    told = plans(full, lambda: satusehat.dasbor(full.ctx, ADMIN))
    text = "\n".join(told)
    assert "hitung_job" in text
    for plan in told:
        touched = [word for word in ("sumber", " job", "percobaan") if f"ON {word.strip()} " in plan]
        assert touched == [], plan
        assert scans(plan, *BIG) == [], plan
    with full.ctx.storage.read() as conn:
        lines = conn.execute(sa.select(sa.func.count()).select_from(t.hitung_job)).scalar_one()
    assert lines < 300, "as many lines as types, states and days: never as many as resources"


def test_its_numbers_are_the_rows(full: Clinic) -> None:
    with full.ctx.storage.read() as conn:
        counted = conn.execute(
            sa.select(t.job.c.jenis, t.job.c.status, sa.func.count()).group_by(t.job.c.jenis, t.job.c.status)
        ).all()
    cards = {JENIS[card.tipe].value: card for card in satusehat.dasbor(full.ctx, ADMIN).kartu}
    for jenis, status, number in counted:
        card = cards[jenis]
        shown = {"terkirim": card.terkirim, "menunggu": card.proses, "tertahan": card.belum}
        assert shown[status] == number, (jenis, status)
    assert sum(card.total for card in cards.values()) == COUNT


QUERIES: dict[str, Callable[[Any], Any]] = {
    "what is due": lambda conn: due.due_ids(conn, 1, 8, dari=PRIORITAS_AWAL),
    "what a row waits for": lambda conn: rows.waits_for(conn, [500, 1000, 1500]),
    "a row by its local id": lambda conn: rows.find(conn, 1, Tipe.PATIENT, "k3"),
    "known or not": lambda conn: rows.known(conn, 1, Tipe.PATIENT, "k3"),
    "what a job sends": lambda conn: rows.of_job(conn, 500),
    "the open questions": lambda conn: pertanyaan.open_ones(conn, 1),
    "the patient of a resource": lambda conn: klinik.of_resource(conn, 1, "k3"),
    "the next of a type": lambda conn: rows.of_type(conn, 1, Tipe.PATIENT, 500, 50),
    "one gate": lambda conn: gates.one(conn, 1, "satusehat"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_read_uses_its_indexes(full: Clinic, name: str) -> None:
    for plan in _read(full, QUERIES[name]):
        assert scans(plan, *BIG) == [], plan


def test_releasing_children_and_products_uses_indexes(full: Clinic) -> None:
    told = _write(full, lambda conn: rows.release(conn, 1, induk=(Tipe.ENCOUNTER, "k20")))
    told += _write(full, lambda conn: rows.release(conn, 1, ids=[500, 1000]))
    told += _write(full, lambda conn: lepas_obat(conn, 1, "OBT12"))
    for plan in told:
        assert scans(plan, *BIG) == [], plan


@pytest.mark.parametrize("status", [None, "terkirim", "tidak-terkirim", "belum-terkirim"])
@pytest.mark.parametrize("day", [None, HARI - timedelta(days=1)])
def test_a_page_of_a_type_reads_one_page(full: Clinic, status: str | None, day: Any) -> None:
    asked = satusehat.SARING[status] if status else None
    told = plans(full, lambda: satusehat.daftar(full.ctx, ADMIN, Tipe.OBSERVATION, tanggal=day, status=asked))
    for plan in told:
        assert scans(plan, *BIG) == [], plan
        few = "sumber_induk" in plan  # of the rows on the page alone
        assert (
            few or "TEMP B-TREE" not in plan or "UNION" in plan or "COMPOUND" in plan or "GROUP BY" in plan
        ), plan


def test_a_page_shows_each_rows_state(full: Clinic) -> None:
    page = satusehat.daftar(
        full.ctx, ADMIN, Tipe.CONDITION, status=frozenset({StatusJob.TERTAHAN}), banyak=5
    ).halaman
    assert all(row.status is StatusJob.TERTAHAN and row.lokal.startswith("k") for row in page.baris)


# ── the shared token ──────────────────────────────────────────────────────────


def test_the_token_is_kept_for_all_workers_and_one_asks(clinic: Clinic) -> None:
    mine, other = clinic.ctx.toko_token(), clinic.station().toko_token()
    assert mine.get() == KeadaanToken()
    state = KeadaanToken(kunci="k", token="abc", diambil=1, berakhir=2, ditolak=True, http=401, pesan="x")
    mine.put(state)
    assert other.get() == state
    with mine.lock() as first, other.lock() as second:
        assert (first, second) == (True, False)
    with other.lock() as again:
        assert again


def test_the_turn_of_a_dead_worker_ends_by_itself(clinic: Clinic) -> None:
    store = clinic.ctx.toko_token()
    held = store.lock()
    assert held.__enter__()
    clinic.sql(sa.update(t.token_satusehat).values(sampai=1))
    with store.lock() as mine:
        assert mine


def test_of_many_that_ask_at_once_one_may(clinic: Clinic) -> None:
    turns = [clinic.station().toko_token().lock() for _ in range(6)]
    held = race(*(turn.__enter__ for turn in turns))
    assert sorted(held, key=str) == [False] * 5 + [True]
    for turn in turns:
        turn.__exit__(None, None, None)


def test_a_state_that_cannot_be_read_is_none(clinic: Clinic) -> None:
    store = clinic.ctx.toko_token()
    store.put(KeadaanToken(kunci="k"))
    for text in ("{", json.dumps({"asing": 1}), "[]"):
        with clinic.ctx.storage.write() as conn:
            sealed = bodies.seal(conn, Tempat.TOKEN, clinic.ctx.faskes.id, text=text)
            conn.execute(sa.update(t.token_satusehat).values(keadaan=sealed))
        assert store.get() == KeadaanToken()
    clinic.sql(sa.update(t.token_satusehat).values(keadaan=b"rusak"))
    assert store.get() == KeadaanToken()
