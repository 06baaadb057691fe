"""A day of one patient, then a search for the numbers: storage, logs, copies, traces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.status import JenisJob
from shared.services import antrean, cadangan, jobs, kunjungan, monitoring
from shared.storage import people, salinan, sealing
from shared.storage import tables as t
from tests.domain.test_kunjungan import VISIT
from tests.e2e import periksa
from tests.e2e.peralatan import ADMIN, HARI, PETUGAS, Klinik

CARD, NIK, NAME, PHONE = "0009876543217", "3299887766554433", "Rahasia Rekaanwati", "081298765432"
NUMBER = int(CARD)

OPEN = {
    ("pasien", "nik"): "what a patient is looked up by, and what BPJS is sent",
    ("pasien", "no_kartu"): "the same",
    ("antrean", "kunci_bpjs"): "keeps one card from being registered twice in a day",
    ("kunjungan", "no_kartu"): "what a visit belongs to",
    ("kunjungan", "kunci"): "keeps one visit from being imported twice",
}
"""The only columns where a number stands in the open; SECURITY.md says why."""

PHRASE = "kalimat sandi untuk uji"


@pytest.fixture
def day(klinik: Klinik, tmp_path: Path) -> Iterator[tuple[Klinik, list[str]]]:
    """A clinic after a day of sends, refusals that quote the patient, edits, a visit and a crash."""
    with klinik.ctx.storage.write() as conn:
        values = {"nama": NAME, "nik": NIK, "no_kartu": CARD, "no_hp": PHONE, "penjamin_id": 2}
        people.save_pasien(conn, klinik.ctx.faskes.id, "900001", values | {"kd_provider": "00000001"})
    klinik.simulator.peserta(NUMBER, nama=NAME, nik=NIK)
    klinik.simulator.tolak(1, f"Peserta {CARD} a.n. {NAME} NIK {NIK} tidak dapat dilayani")
    card = antrean.daftar(klinik.ctx, PETUGAS, norm="900001", ruangan="UMUM", tanggal=HARI)
    output = []
    worker = klinik.pekerja(tempo=0.05, LOG="DEBUG")
    klinik.tenang()
    job = klinik.job(card.id, JenisJob.PENDAFTARAN).id
    body = json.loads(monitoring.detail(klinik.ctx, ADMIN, job).versi[-1].isi)
    edited = json.dumps(body | {"keluhan": f"{NAME} {NIK}"})
    jobs.resend(klinik.ctx, ADMIN, job, isi=edited, alasan="uji")
    visit = tmp_path / "kunjungan.json"
    visit.write_text(json.dumps(VISIT | {"noKartu": CARD}), encoding="utf-8")
    kunjungan.impor(klinik.ctx, ADMIN, visit)
    klinik.tenang()
    worker.terminate()
    worker.wait()
    output.append(worker.output)
    yield klinik, output


def cells(klinik: Klinik) -> Iterator[tuple[str, str, Any]]:
    """Every value of every table."""
    with klinik.ctx.storage.read() as conn:
        for table in t.metadata.sorted_tables:
            for row in conn.execute(sa.select(table)).all():
                yield from ((table.name, name, value) for name, value in row._mapping.items())


def test_the_numbers_stand_in_the_open_only_where_they_must(day: tuple[Klinik, list[str]]) -> None:
    klinik, _ = day
    found: set[tuple[str, str]] = set()
    sealed = 0
    for table, column, value in cells(klinik):
        raw = value if isinstance(value, bytes) else str(value).encode()
        sealed += isinstance(value, bytes) and len(value) > 0
        if CARD.encode() in raw or NIK.encode() in raw:
            found.add((table, column))
    assert found <= set(OPEN), found - set(OPEN)
    assert ("pasien", "nik") in found, "the search finds what is there"
    assert sealed > 6
    with klinik.ctx.storage.read() as conn:
        assert "" not in sealing.counts(conn), "nothing was written unsealed"


def test_bodies_hold_the_numbers_for_who_has_the_key_and_for_nobody_else(
    day: tuple[Klinik, list[str]], tmp_path: Path
) -> None:
    klinik, _ = day
    ids = [row for (row,) in _rows(klinik, sa.select(t.job.c.id))]
    told = [monitoring.detail(klinik.ctx, ADMIN, job) for job in ids]
    assert any(CARD in attempt.request for one in told for attempt in one.attempts)
    klinik.ctx.storage.segel.berkas = tmp_path / "tidak-ada"
    klinik.ctx.storage.segel.segarkan()
    for one in (monitoring.detail(klinik.ctx, ADMIN, job) for job in ids):
        texts = [a.request + a.response for a in one.attempts] + [v.isi for v in one.versi]
        assert not any(secret in text for text in texts for secret in (CARD, NIK, NAME))


def _rows(klinik: Klinik, query: sa.Select[Any]) -> list[Any]:
    with klinik.ctx.storage.read() as conn:
        return list(conn.execute(query))


def test_no_log_names_a_person(day: tuple[Klinik, list[str]]) -> None:
    klinik, output = day
    for text in output:
        assert "percobaan selesai" in text, "it did log"
        for secret in (CARD, NIK, NAME, PHONE, *_secrets(klinik)):
            assert secret not in text
    for file in klinik.folder.rglob("*.log"):
        data = file.read_bytes()
        assert not any(secret.encode() in data for secret in (CARD, NIK, NAME, PHONE))


def _secrets(klinik: Klinik) -> list[str]:
    names = ("SECRET_KEY", "PCARE_PASSWORD", "PCARE_USER_KEY", "ANTREAN_USER_KEY")
    return [klinik.env[f"DEKA_BPJS__{name}"] for name in names]


def test_a_copy_shows_nothing_without_its_passphrase(day: tuple[Klinik, list[str]], tmp_path: Path) -> None:
    klinik, _ = day
    file = tmp_path / "salinan.deka"
    cadangan.buat(klinik.ctx, ADMIN, file, PHRASE)
    data = file.read_bytes()
    assert not any(secret.encode() in data for secret in (CARD, NIK, NAME, PHONE))
    # ... and even inside, bodies are as sealed as they were.
    inside = b"".join(salinan.snapshot(klinik.ctx.storage))
    assert inside.count(NIK.encode()) == 1


def test_what_was_sent_after_a_copy_is_not_sent_again_when_it_is_put_back(
    klinik: Klinik, tmp_path: Path
) -> None:
    """Guard: a restored storage reads back before it posts, whatever it remembers as waiting."""
    ids = klinik.daftar_semua(range(1, 6))
    file = tmp_path / "salinan.deka"
    cadangan.buat(klinik.ctx, ADMIN, file, PHRASE)
    klinik.sekali(tempo=0.05)
    numbers = {ticket: klinik.kartu(ticket).no_antrean_pcare for ticket in ids}
    assert all(numbers.values())
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 5
    done = cadangan.pulihkan(klinik.ctx.settings, file, PHRASE, timpa=True)
    assert done.dibaca_ulang == 10
    assert klinik.hidup() == 10
    klinik.sekali(tempo=0.05)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 5, "each registration was posted once"
    assert {ticket: klinik.kartu(ticket).no_antrean_pcare for ticket in ids} == numbers
    periksa.buku_bersih(klinik, a_sekali=False)
    periksa.semua_hijau(klinik)
