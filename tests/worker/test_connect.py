"""Connections from settings, and the real senders against the simulator in a thread."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.config import BpjsSettings, FaskesSettings, KonfigurasiSalah, Rahasia, Settings
from shared.domain.status import JenisJob, Kelas, Periksa
from shared.services.kirim import Hasil, Tugas
from tests.worker.bahan import klaim
from worker.connect import Sambungan, periksa, sambung
from worker.sandbox.app import create
from worker.sandbox.server import running
from worker.sandbox.world import World
from worker.senders import semua


def settings(base: str) -> Settings:
    return Settings(
        faskes=FaskesSettings(kode="00000001"),
        bpjs=BpjsSettings(
            cons_id="98765",
            secret_key=Rahasia("SIMSECRET0"),
            pcare_url=f"{base}/pcare-rest/",
            pcare_user_key=Rahasia("simkunci-pcare"),
            pcare_username="klinik.uji",
            pcare_password=Rahasia("Sandi#Uji1"),
            antrean_url=f"{base}/antreanfktp",
            antrean_user_key=Rahasia("simkunci-antrean"),
        ),
    )


@pytest.fixture(scope="module")
def base() -> Iterator[tuple[World, str]]:
    world = World()
    with running(create(world)) as url:
        yield world, url


@pytest.fixture
def world(base: tuple[World, str]) -> World:
    """The simulator's world, empty, strict about the Content-Type of PCare's writes."""
    world = base[0]
    world.clear_books()
    world.clear_faults()
    world.reset_switches()
    world.switches.ketat_text_plain = True
    return world


@pytest.fixture
def sambungan(base: tuple[World, str], world: World) -> Iterator[Sambungan]:
    made = sambung(settings(base[1]), 2)
    yield made
    made.tutup()


def kirim(
    sambungan: Sambungan, jenis: JenisJob, *, periksa: Periksa = Periksa.KIRIM, **changes: object
) -> Hasil:
    """Build and send one job as the worker does."""
    sender = next(one for one in semua(sambungan.saluran) if one.jenis is jenis)
    claim = klaim(jenis, periksa=periksa, kd_provider="00000001", **changes)
    return sender.kirim(Tugas(claim, sender.susun(claim)))


def test_the_life_of_a_ticket_at_bpjs(sambungan: Sambungan, world: World) -> None:
    """Every sender once, in order, against a service that checks signature, keys, bodies and paths."""
    made = kirim(sambungan, JenisJob.PENDAFTARAN)
    assert (made.vonis.kelas, made.vonis.nomor, made.vonis.kode) == (None, "A1", "201")
    assert json.loads(made.response)["response"]["message"] == "A1", "kept in clear"
    assert kirim(sambungan, JenisJob.TAMBAH_ANTREAN).vonis.ok
    assert kirim(sambungan, JenisJob.PANGGIL_ANTREAN, parameter={"status": 1}).vonis.ok
    found = kirim(sambungan, JenisJob.PENDAFTARAN, periksa=Periksa.HASIL)
    assert found.bacaan is not None and (found.bacaan.ada, found.bacaan.nomor) == (True, "A1")
    assert kirim(sambungan, JenisJob.BATAL_ANTREAN).vonis.ok
    assert kirim(sambungan, JenisJob.HAPUS_PENDAFTARAN, no_antrean_pcare="A1").vonis.ok
    gone = kirim(sambungan, JenisJob.HAPUS_PENDAFTARAN, periksa=Periksa.HASIL)
    assert gone.bacaan is not None and gone.bacaan.ada is True, "for a deletion, gone is done"
    page = world.ledger.page(brief=True)
    assert page["jumlah"] == {"pendaftaran": 0, "kunjungan": 0, "antrean": 0, "tulis": 5}


def test_everything_sent_twice_is_called_done_already(sambungan: Sambungan, world: World) -> None:
    for jenis in (JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN):
        assert kirim(sambungan, jenis).vonis.ok
    again = kirim(sambungan, JenisJob.PENDAFTARAN).vonis
    assert (again.kelas, again.sudah) == (Kelas.DUPLIKAT, True)
    queued = kirim(sambungan, JenisJob.TAMBAH_ANTREAN).vonis
    assert (queued.kelas, queued.sudah) == (None, True)
    for _ in range(2):
        assert kirim(sambungan, JenisJob.BATAL_ANTREAN).vonis.ok
        assert kirim(sambungan, JenisJob.HAPUS_PENDAFTARAN, no_antrean_pcare="A1").vonis.ok
    assert world.ledger.page(brief=True)["ganda"] == []


def test_a_long_list_is_read_page_by_page(sambungan: Sambungan, world: World) -> None:
    """Real pages, encrypted as BPJS does it."""
    from worker.sandbox import forms

    day = forms.to_pcare_date("04-03-2099")
    for number in range(130):
        card = f"{5000 + number:013d}"
        world.participant(card)
        body = {
            "kdTkp": "10", "kunjSakit": True, "sistole": 0, "diastole": 0, "beratBadan": 0, "tinggiBadan": 0,
            "respRate": 0, "heartRate": 0,
        }  # fmt: skip
        world.ledger.register((card, "001", day), body)
    found = kirim(sambungan, JenisJob.PENDAFTARAN, periksa=Periksa.HASIL, no_kartu=f"{5129:013d}")
    assert found.bacaan is not None and (found.bacaan.ada, found.bacaan.nomor) == (True, "A130")
    assert world.journal.calls["pendaftaran.daftar"] == 2
    absent = kirim(sambungan, JenisJob.PENDAFTARAN, periksa=Periksa.HASIL)
    assert absent.bacaan is not None and absent.bacaan.ada is False


@pytest.mark.parametrize("key", ["cons_id", "secret_key", "pcare_url", "pcare_password", "antrean_user_key"])
def test_a_missing_credential_is_named(key: str) -> None:
    whole = settings("http://bpjs.invalid")
    lacking = replace(whole, bpjs=replace(whole.bpjs, **{key: type(getattr(whole.bpjs, key))()}))
    with pytest.raises(KonfigurasiSalah) as refusal:
        periksa(lacking)
    assert f"bpjs.{key}" in str(refusal.value)


def test_the_fingerprint_changes_with_every_credential_of_its_service_and_shows_none() -> None:
    """Guard: a worker that starts with other credentials opens the gate, one with the same does not."""
    whole = settings("http://bpjs.invalid")

    def marks(**changes: str) -> dict[str, str]:
        made = sambung(replace(whole, bpjs=replace(whole.bpjs, **changes)), 1)  # type: ignore[arg-type]
        made.tutup()
        return made.sidik

    usual = marks()
    assert marks() == usual
    assert marks(pcare_password=Rahasia("lain"))["pcare"] != usual["pcare"]
    assert marks(pcare_user_key=Rahasia("lain")) | {"pcare": ""} == usual | {"pcare": ""}
    assert marks(antrean_user_key=Rahasia("lain"))["antrean"] != usual["antrean"]
    for changes in ({"cons_id": "1"}, {"secret_key": Rahasia("lain")}):
        other = marks(**changes)
        assert other["pcare"] != usual["pcare"] and other["antrean"] != usual["antrean"]
    assert all("Sandi" not in mark and "SIMSECRET" not in mark for mark in usual.values())
