"""Signing in, a screen that locks itself, and one's own account."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

import deka_tui
from deka_tui.app import DekaApp
from deka_tui.screens.antrean import AntreanScreen
from deka_tui.screens.kunci import KunciScreen
from deka_tui.screens.masuk import MasukScreen
from deka_tui.widgets.chooser import Chooser
from deka_tui.widgets.confirm import Confirm
from deka_tui.widgets.secret_input import SecretInput
from deka_tui.widgets.secrets_dialog import SecretsDialog
from shared.domain.records import Pelaku
from tests.tui.fake_port import NOW, FakePintu, storage_gone
from tests.tui.robot import Loket, settings


class Pintu(Loket):
    """A robot before a screen nobody has signed in at."""

    def __init__(self, pintu: FakePintu | None = None, *, tanya: bool = True, **layar: object) -> None:
        door = pintu or FakePintu()
        super().__init__(door, wait=False, **layar)  # type: ignore[arg-type]
        self.app = DekaApp(settings(**layar), None, door, clock=lambda: NOW / 1000, tanya=tanya)

    @property
    def form(self) -> MasukScreen:
        screen = self.app.screen
        assert isinstance(screen, MasukScreen), screen
        return screen

    async def siap(self) -> None:
        await self.sampai(
            lambda: self.app.screen.query("#pesan") and "Ketik nama" in self.form.pesan, "the form"
        )

    async def masuk(self, nama: str = "sari", sandi: str = "sandi-sari-1", loket: str = "2") -> None:
        await self.siap()
        form = self.form
        form.nama.value, form.sandi.value, form.loket.value = nama, sandi, loket
        form.loket.focus()
        await self.tekan("enter")
        await self.sampai(lambda: isinstance(self.app.screen, AntreanScreen), "the queue")
        await self.tenang()


async def locked(loket: Loket) -> KunciScreen:
    loket.app.session.lock()
    await loket.sampai(lambda: isinstance(loket.app.screen, KunciScreen), "the lock")
    await loket.tenang()
    screen = loket.app.screen
    assert isinstance(screen, KunciScreen)
    return screen


# ── signing in ────────────────────────────────────────────────────────────────


async def test_one_signs_in_with_name_password_and_counter() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        assert loket.fokus == "nama"
        await loket.siap()
        for text in ("sari", "sandi-sari-1", "2"):
            await loket.ketik(text)
            await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen), "the queue")
        await loket.sampai(lambda: loket.tiket, "cards")
        assert pintu.masuk.log == [("masuk", "sari", "2")]
        assert "loket 2" in loket.kepala.lower()
        assert loket.app.pelaku.nama == "sari"
        assert "Panggil" in loket.terlihat


async def test_the_counter_of_the_settings_is_there_and_arrows_choose_another() -> None:
    async with Pintu(loket="2") as loket:
        await loket.siap()
        await loket.sampai(lambda: loket.form._counters)
        assert loket.form.loket.value == "2"
        assert "↑↓ 1  2  3" in loket.terlihat
        loket.form.loket.focus()
        await loket.tekan("down")
        assert loket.form.loket.value == "3"
        await loket.tekan("down", "down", "up")
        assert loket.form.loket.value == "1"
        await loket.tekan("up")
        assert loket.form.loket.value == "3"


async def test_a_wrong_password_is_told_and_forgotten() -> None:
    async with Pintu(loket="2") as loket:
        await loket.siap()
        await loket.ketik("sari")
        await loket.tekan("tab")
        await loket.ketik("salah")
        assert "salah" not in loket.terlihat
        assert "*****" in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: "tidak cocok" in loket.form.pesan)
        assert loket.form.sandi.value == ""
        assert loket.fokus == "sandi"
        await loket.ketik("ditahan")
        await loket.tekan("enter")
        await loket.sampai(lambda: "tunggu 8 detik" in " ".join(loket.form.pesan.split()))
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen))


async def test_what_is_empty_is_named() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.siap()
        await loket.tekan("enter", "enter", "enter")
        assert "Nama pengguna belum diisi" in loket.form.pesan
        assert loket.fokus == "nama"
        await loket.ketik("sari")
        await loket.tekan("shift+tab", "enter")
        assert "Sandi belum diisi" in loket.form.pesan
        await loket.ketik("x")
        await loket.tekan("enter")
        assert loket.fokus == "loket"
        await loket.tekan("enter")
        assert "Loket belum diisi" in loket.form.pesan
        assert pintu.masuk.log == []


async def test_a_burst_of_keys_types_no_password_where_it_shows() -> None:
    """As it comes over a slow line, or from a program that types: everything at once."""
    pintu = FakePintu()
    async with Pintu(pintu, loket="2") as loket:
        await loket.siap()
        await loket.pilot.press(*"sari", "tab", *"sandi", "minus", *"sari", "minus", "1", "enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen), "the queue")
        assert pintu.masuk.log == [("masuk", "sari", "2")]


async def test_a_burst_of_keys_is_corrected_where_it_was_typed() -> None:
    """As from a scanner, or over a slow line: a backspace takes the letter before it, not one after it."""
    async with Pintu(FakePintu()) as loket:
        form = loket.form
        for field in (form.nama, form.sandi):
            field.focus()
            await loket.tenang()
            for key in ("x", "b", "backspace", "c", "home", "delete", "a", "end", "d"):
                loket.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await loket.tenang()
            assert field.value == "acd"


def test_every_field_is_of_that_kind() -> None:
    for file in Path(deka_tui.__file__).parent.rglob("*.py"):
        if file.name != "isian.py":
            assert not re.search(r"= Input\(|class \w+\(Input\)", file.read_text(encoding="utf-8")), file


async def test_where_nobody_can_sign_in_the_owner_goes_on() -> None:
    pintu = FakePintu()
    pintu.masuk.people = {}
    async with Pintu(pintu, tanya=False, loket="4") as loket:
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen), "the queue")
        assert (loket.app.pelaku.nama, loket.app.pelaku.loket) == ("sistem", "4")


async def test_where_somebody_can_sign_in_nobody_else_goes_on() -> None:
    async with Pintu(tanya=False) as loket:
        await loket.siap()
        assert loket.app.pelaku.izin == frozenset()
    pintu = FakePintu()
    pintu.masuk.people = {}
    pintu.masuk.gone = True
    async with Pintu(pintu, tanya=False) as loket:
        await loket.sampai(lambda: "Hanya pemilik" in loket.form.pesan)


async def test_a_storage_that_is_gone_is_told() -> None:
    pintu = FakePintu()
    pintu.fail["buka"] = storage_gone()
    async with Pintu(pintu, loket="1") as loket:
        await loket.sampai(lambda: "tidak dapat dihubungi" in " ".join(loket.form.pesan.split()))
        await loket.ketik("sari")
        await loket.tekan("enter")
        await loket.ketik("x")
        await loket.tekan("enter", "enter")
        assert pintu.masuk.log == []


@pytest.mark.parametrize("text", ["[bold]x[/]", "\u202esari", "x" * 80])
async def test_hostile_names_stay_in_their_field(text: str) -> None:
    async with Pintu(loket="1") as loket:
        await loket.siap()
        loket.form.nama.value = text
        loket.form.sandi.value = "salah"
        loket.form.loket.focus()
        await loket.tekan("enter")
        await loket.sampai(lambda: "tidak cocok" in loket.form.pesan)


async def test_before_anybody_signs_in_there_are_no_keys_of_the_queue() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.siap()
        await loket.tekan("escape", "p", "x", "n", "m", "u", "f2", "ctrl+p")
        assert isinstance(loket.app.screen, MasukScreen)
        assert [name for name, _ in pintu.calls if name not in ("buka", "tunggu")] == []


async def test_who_may_not_see_the_queue_is_told_and_asks_for_nothing() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk("tono", "sandi-tono-1")
        assert "Akun ini tidak membuka antrean." in loket.terlihat
        pintu.poke()
        await loket.tenang()
        assert "muat" not in {name for name, _ in pintu.calls}


# ── locking ───────────────────────────────────────────────────────────────────


async def test_a_locked_screen_shows_nothing_and_a_pin_opens_it() -> None:
    pintu = FakePintu()
    pintu.masuk.pins["sari"] = "2580"
    async with Pintu(pintu) as loket:
        await loket.masuk()
        await loket.tekan("j", "x")
        assert loket.dialog is not None
        screen = await locked(loket)
        assert "SITI" not in loket.terlihat
        assert "Layar terkunci" in loket.terlihat
        assert "sari, loket 2" in loket.terlihat
        await loket.sampai(lambda: "PIN" in screen.pesan)
        await loket.tekan("escape", "y", "enter")
        assert isinstance(loket.app.screen, KunciScreen)
        await loket.ketik("9999")
        await loket.tekan("enter")
        await loket.sampai(lambda: "PIN salah, sisa 4" in screen.pesan)
        await loket.ketik("2580")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, Confirm), "the dialog again")


async def test_a_screen_locks_itself_when_nobody_is_there() -> None:
    async with Pintu(kunci_menit=5) as loket:
        await loket.masuk()
        session = loket.app.session
        session._touched -= 299
        await loket.tekan("j")
        session._touched -= 299
        session.watch()
        assert not session.locked, "a key was pressed meanwhile"
        session._touched -= 2
        session.watch()
        await loket.sampai(lambda: isinstance(loket.app.screen, KunciScreen), "the lock")
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen), "the queue")


async def test_nothing_is_said_or_asked_over_a_locked_screen() -> None:
    async with Pintu() as loket:
        await loket.masuk()
        screen = await locked(loket)
        queue = loket.layar
        queue.toast("SITI CONTOH sudah dipanggil")
        queue.ask(Chooser("Menu", ()), lambda _: None)
        await loket.tenang()
        assert loket.app.screen is screen
        assert loket.toast == []
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, Chooser), "what was put off")


async def test_another_user_may_take_over_a_locked_screen() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        await loket.tekan("x")
        await locked(loket)
        await loket.tekan("f2")
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))
        assert len(loket.app.screen_stack) == 1
        await loket.sampai(lambda: len(pintu.masuk.log) > 1)
        await loket.masuk("tono", "sandi-tono-1")
        assert loket.app.pelaku.nama == "tono"


async def test_sistem_is_never_locked() -> None:
    async with Loket(FakePintu(), kunci_menit=0.001) as loket:
        loket.app.session.lock()
        loket.app.session.watch()
        await loket.tenang()
        assert isinstance(loket.app.screen, AntreanScreen)


async def test_rights_that_changed_meanwhile_ask_for_a_new_sign_in() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        loket.app._minute()
        await loket.tenang()
        assert loket.app.pelaku.nama == "sari"
        pintu.masuk.people["sari"] = replace(pintu.masuk.people["sari"], peran="kiosk", izin=frozenset())
        loket.app._minute()
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))
        await loket.sampai(lambda: "diubah admin" in loket.form.pesan)


async def test_somebody_who_was_sent_away_is_out_within_a_minute() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        pintu.masuk.gone = True
        loket.app._minute()
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))
        await loket.sampai(lambda: "tidak dapat dipakai lagi" in " ".join(loket.form.pesan.split()))
        assert loket.app.pelaku.izin == frozenset()


# ── one's own account ─────────────────────────────────────────────────────────


async def test_changing_the_password() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        await loket.tekan("u", "3")
        dialog = loket.app.screen
        assert isinstance(dialog, SecretsDialog)
        for text in ("sandi-sari-1", "sandi-baru-9", "sandi-lain-9"):
            await loket.ketik(text)
            await loket.tekan("enter")
        assert "tidak sama" in dialog.pesan
        for text in ("pendek", "pendek"):
            await loket.ketik(text)
            await loket.tekan("enter")
        await loket.sampai(lambda: "minimal 8" in dialog.pesan)
        assert [field.value for field in dialog.query(SecretInput)] == ["sandi-sari-1", "", ""]
        for text in ("sandi-baru-9", "sandi-baru-9"):
            await loket.ketik(text)
            await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen))
        assert pintu.masuk.secrets["sari"] == "sandi-baru-9"
        assert loket.toast[-1].startswith("Sandi diganti")


async def test_a_password_of_the_admin_is_changed_before_anything_else() -> None:
    pintu = FakePintu()
    pintu.masuk.given.add("sari")
    async with Pintu(pintu) as loket:
        await loket.ketik("sari")
        await loket.tekan("enter")
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.tekan("2", "enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, SecretsDialog))
        assert loket.app.pelaku.izin == frozenset()
        await loket.tekan("escape")
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))
        assert loket.app.pelaku.izin == frozenset()
        assert loket.form.sandi.value == ""
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, SecretsDialog))
        for text in ("sandi-baru-9", "sandi-baru-9"):
            await loket.ketik(text)
            await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen))
        assert (loket.app.pelaku.nama, loket.app.pelaku.loket) == ("sari", "2")
        assert pintu.masuk.secrets["sari"] == "sandi-baru-9"


async def test_a_pin_is_set_and_taken_away() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        for pin, left in (("2580", {"sari": "2580"}), ("", {})):
            await loket.tekan("u", "4")
            for text in ("sandi-sari-1", pin, pin):
                await loket.ketik(text)
                await loket.tekan("enter")
            await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen))
            assert pintu.masuk.pins == left


async def test_the_account_locks_and_signs_out() -> None:
    pintu = FakePintu()
    async with Pintu(pintu) as loket:
        await loket.masuk()
        await loket.tekan("u", "1")
        await loket.sampai(lambda: isinstance(loket.app.screen, KunciScreen))
        await loket.ketik("sandi-sari-1")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, AntreanScreen))
        await loket.tekan("u", "2")
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))
        await loket.sampai(lambda: pintu.masuk.log[-1][0] == "keluar", "the sign-out to be noted")


async def test_who_has_not_signed_in_may() -> None:
    async with Loket(
        FakePintu(), pelaku=Pelaku("sistem", "superadmin", frozenset({"lihat antrean"}))
    ) as loket:
        await loket.tekan("u")
        menu = loket.app.screen
        assert isinstance(menu, Chooser)
        assert [entry.label for entry in menu.entries] == ["Masuk sebagai pengguna"]
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, MasukScreen))


def test_a_secret_is_never_drawn() -> None:
    field = SecretInput()
    assert isinstance(field, Input)
    assert field.password
