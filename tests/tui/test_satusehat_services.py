"""The page Satu Sehat on the real services and a real SQLite file; the worker's hands are the tests' own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from deka_tui.messages import Changed
from deka_tui.screens.edit_sumber import EditSumberScreen
from deka_tui.screens.regenerasi import RegenerasiScreen
from deka_tui.screens.tanya_sumber import TanyaScreen
from deka_tui.widgets.prompt import Prompt
from shared.domain.records import Pelaku
from shared.domain.satusehat_vonis import KelasFhir
from shared.domain.status import StatusJob
from shared.domain.sumber import Tipe
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import satusehat, satusehat_dasar
from shared.storage import tables as t
from tests.services import sehat
from tests.services.clinic import ADMIN, Clinic, settings_for, sqlite_clinic, sqlite_template
from tests.services.sehat import Sehat, condition, encounter, found, no, ok, patient
from tests.tui.robot import LARGE, Loket
from tests.tui.sehat import Sehat as Halaman
from tests.tui.sehat import masuk

__all__ = ["sqlite_clinic", "sqlite_template"]
BODY = (
    '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":'
    '{"text":"Element not found: Encounter.class. Rule Number: 10001"},"expression":["Encounter.class"]}]}'
)
WRONG = replace(
    no(KelasFhir.DATA, pesan="Element not found: Encounter.class", aturan=(10001,)), response=BODY
)


@pytest.fixture
def klinik(sqlite_clinic: Clinic, tmp_path: Path) -> Iterator[Sehat]:
    """A clinic that SatuSehat is configured for."""
    made = Sehat(sqlite_clinic, sqlite_clinic.station(satusehat=sehat.SETTINGS), tmp_path)
    made.impor(patient("p1"), encounter("e1", status="finished", diagnosis="Condition/c1"), condition("c1"))
    yield made


def stasiun(klinik: Sehat, pelaku: Pelaku = ADMIN) -> Loket:
    own = replace(settings_for(klinik.clinic.url), satusehat=sehat.SETTINGS)
    return Loket(None, LARGE, pelaku=pelaku, clock=time.time, settings_=own)


def hitungan(p: Halaman, tipe: Tipe) -> tuple[int, int, int, int]:
    """Sent, under way, failed and not yet, as the card has it."""
    card = next(card for card in p.dasbor.grid.cards if card.tipe is tipe)
    return card.terkirim, card.proses, card.gagal, card.belum


async def test_the_cards_follow_what_the_worker_does(klinik: Sehat) -> None:
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        assert hitungan(p, Tipe.PATIENT) == (0, 1, 0, 0)
        assert hitungan(p, Tipe.ENCOUNTER) == (0, 0, 0, 1)
        klinik.send("Patient/p1", found("P00000000001"))
        await p.sampai(lambda: hitungan(p, Tipe.PATIENT) == (1, 0, 0, 0))
        await p.sampai(lambda: hitungan(p, Tipe.ENCOUNTER) == (0, 1, 0, 0), "the Encounter is let go")
        told = {one.tipe: one for one in satusehat.dasbor(klinik.ctx, ADMIN).kartu}
        assert {card.tipe: card for card in p.dasbor.grid.cards} == told


async def test_a_refused_row_is_explained_mended_and_sent_again(klinik: Sehat) -> None:
    klinik.send("Patient/p1", found("P00000000001"))
    klinik.send("Encounter/e1", WRONG)
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        await p.daftar()
        job = klinik.row("Encounter/e1").job_id
        assert p.sel(job, "status") == "✗ Tidak Terkirim 400"
        await p.rincian(job)
        seen = " ".join(p.rinci.split())
        assert "Element not found: Encounter.class" in seen
        assert "Siapa: Dokter atau perawat" in seen
        await p.tekan("f7")
        assert "Keraguan 1/" in p.rinci
        await p.tekan("e")
        await p.sampai(lambda: isinstance(loket.app.screen, EditSumberScreen))
        screen = loket.app.screen
        assert isinstance(screen, EditSumberScreen)
        await p.sampai(lambda: screen.temuan)
        assert "class" in [one.jalur for one in screen.temuan]
        before = len(screen.temuan)
        mended = '"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}, '
        screen.area.text = screen.area.text.replace('"resourceType"', f'{mended}"resourceType"')
        await p.sampai(lambda: len(screen.temuan) == before - 1)
        await p.tekan("ctrl+s")
        await p.sampai(lambda: isinstance(loket.app.screen, Prompt))
        await loket.ketik("lengkapi kelas")
        await p.tekan("enter")
        await p.sampai(lambda: loket.app.screen is p.halaman)
        assert klinik.status("Encounter/e1") is StatusJob.MENUNGGU
        klinik.send("Encounter/e1", ok("aaaa-1"))
        await p.sampai(lambda: p.sel(job, "status") in ("● Terkirim", "→ Dalam Proses"))


async def test_what_waits_names_its_parent_until_that_is_there(klinik: Sehat) -> None:
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        await p.daftar(Tipe.CONDITION)
        job = klinik.row("Condition/c1").job_id
        assert p.sel(job, "status") == "… Belum Terkirim"
        assert p.sel(job, "pesan").startswith("menunggu ")
        assert "Patient" in p.sel(job, "pesan")
        await p.rincian(job)
        assert "Patient/p1" in p.rinci
        assert "Encounter/e1" in p.rinci


async def test_verify_has_the_worker_look(klinik: Sehat) -> None:
    klinik.send("Patient/p1", found("P00000000001"))
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        await p.daftar(Tipe.PATIENT)
        job = klinik.row("Patient/p1").job_id
        await p.baris(job)
        await p.tekan("i")
        await p.sampai(lambda: any("Verifikasi p1 diminta" in said for said in loket.toast))
        assert klinik.row("Patient/p1").mode == "verifikasi"
        assert klinik.clinic.audit("satusehat.verifikasi")


async def test_regenerate_ends_in_a_question_that_is_answered_by_a_key(klinik: Sehat) -> None:
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        await p.ke(Tipe.PATIENT)
        await p.tekan("r", "y")
        await p.sampai(lambda: isinstance(loket.app.screen, RegenerasiScreen))
        screen = loket.app.screen
        assert isinstance(screen, RegenerasiScreen)
        await p.sampai(lambda: screen.hasil is not None and screen.hasil.proses > 1, "everybody is looked up")
        klinik.send("Patient/p1", found("P00000000001", "P00000000002"))
        assert screen.hasil is not None
        await p.sampai(lambda: any(r.pertanyaan_id for r in screen.hasil.baris))  # type: ignore[union-attr]
        await p.tekan("a")
        await p.sampai(lambda: isinstance(loket.app.screen, TanyaScreen))
        await p.sampai(lambda: "P00000000002" in loket.terlihat)
        await p.tekan("2", "y")
        await p.sampai(lambda: loket.app.screen is screen)
        assert klinik.row("Patient/p1").remote_id == "P00000000002"
        assert satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN) == ()


async def test_refused_credentials_stand_above_the_cards(klinik: Sehat) -> None:
    klinik.send("Patient/p1", sehat.TOKEN)
    async with stasiun(klinik) as loket:
        p = await masuk(loket)
        await p.sampai(lambda: "Kredensial ditolak" in loket.terlihat)
        assert "dicoba lagi" in loket.terlihat
        with klinik.ctx.tulis() as conn:
            conn.execute(sa.update(t.gerbang).values(status="normal", coba_lagi=None))
        loket.app.post_message(Changed())
        await p.sampai(lambda: "Kredensial ditolak" not in loket.terlihat)


@pytest.mark.parametrize("peran", ["petugas", "auditor", "supervisor"])
async def test_the_services_refuse_even_where_a_screen_would_not(klinik: Sehat, peran: str) -> None:
    from deka_tui.screens.satusehat import SatuSehatScreen

    pelaku = Pelaku("sari", peran, ROLES["petugas"] | {SATUSEHAT}, loket="2")
    async with stasiun(klinik, pelaku) as loket:
        page = SatuSehatScreen()
        loket.layar.ask(page, lambda _: None)
        await loket.sampai(lambda: loket.app.screen is page and page.is_mounted)
        await loket.sampai(lambda: "halaman Integrasi" in loket.terlihat)
        assert page.dasbor.isi is None
    assert klinik.clinic.audit("satusehat.lihat")
