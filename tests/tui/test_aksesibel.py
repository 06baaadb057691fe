"""Where a screen reader listens: the cursor on what is current, one line for news, no ornament."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.geometry import Offset

from deka_tui import actions
from deka_tui.penyiar import Penyiar
from deka_tui.presenters import symbols
from deka_tui.presenters.warta import Berita, berita, siaran
from deka_tui.widgets.confirm import ReasonRow
from deka_tui.widgets.pick_list import PickList
from shared.config import load
from shared.domain.records import Pelaku
from shared.domain.status import JenisJob, StatusAntrean, StatusJob
from shared.security.permissions import ROLES
from tests.tui.fake_port import PETUGAS, FakePintu, clinic_day, failed_a, failed_p, job, ticket
from tests.tui.robot import LARGE, SMALL, Loket

ART = set("│─┌┐└┘▌█░●○·→↻✗|")
P, A = JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN
ADMIN = Pelaku("ratih", "admin", ROLES["admin"], loket="1")


def cursor(loket: Loket) -> str:
    """What stands where the terminal's cursor rests."""
    at = loket.app.cursor_position
    return loket.terlihat.split("\n")[at.y][at.x :]


def news(loket: Loket) -> str:
    """The line for news."""
    return loket.terlihat.split("\n")[-1].strip()


async def test_the_cursor_rests_on_what_is_current_everywhere() -> None:
    async with Loket(FakePintu(clinic_day(34)), aksesibel=True) as loket:
        assert len(loket.kartu_semua) == 4
        assert cursor(loket).startswith("A-001")
        await loket.tekan("j")
        assert cursor(loket).startswith("A-002")
        await loket.tekan("pagedown")
        await loket.sampai(lambda: cursor(loket).startswith("A-006"))
        await loket.tekan("x")
        assert loket.dialog is not None
        assert cursor(loket).split()[0] == "Tidak"
        await loket.tekan("down")
        assert cursor(loket).startswith("2 * Pasien mendaftar ulang")
        await loket.tekan("tab")
        assert cursor(loket).split()[0] == "Ya"
        await loket.tekan("4")
        assert loket.dialog.query(ReasonRow)[3].text.strip().startswith("4")
        await loket.ketik("abc")
        assert cursor(loket) == ""
        assert loket.terlihat.split("\n")[loket.app.cursor_position.y].endswith("abc")
        await loket.tekan("escape")
        assert cursor(loket).startswith("A-006")
        await loket.tekan("slash")
        assert loket.app.cursor_position == Offset(1, 2)
        await loket.tekan("escape", "n")
        form = loket.formulir
        assert form is not None
        focused = form.focused
        assert focused is not None
        assert focused.region.contains_point(loket.app.cursor_position)
        await loket.tekan("escape")
        await loket.tekan("question_mark")
        assert cursor(loket).startswith("ANTREAN")


async def test_pages_and_menus_have_the_cursor_too() -> None:
    async with Loket(FakePintu(clinic_day(9)), aksesibel=True, pelaku=ADMIN) as loket:
        await loket.tekan("m")
        assert cursor(loket).startswith("1 BPJS FKTP")
        await loket.tekan("enter")
        await loket.sampai(lambda: "Norm" in loket.terlihat and cursor(loket).startswith("000"))
        first = loket.app.cursor_position
        await loket.tekan("j")
        assert loket.app.cursor_position == first + Offset(0, 1)
        assert "[Monitoring]" in loket.terlihat
        assert not ART & set(loket.terlihat)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_nothing_only_draws(size: tuple[int, int]) -> None:
    async with Loket(FakePintu(clinic_day(9)), size, aksesibel=True) as loket:
        seen = loket.terlihat
        for keys in (("x",), ("escape", "question_mark"), ("escape", "n"), ("escape", "enter")):
            await loket.tekan(*keys)
            seen += loket.terlihat
        assert not ART & set(seen), sorted(ART & set(seen))
        assert "[1 Semua 9]" in seen
        assert "Batalkan" in seen
        assert "panah bawah j" in actions.help_text(PETUGAS, lisan=True)


async def test_news_come_in_one_line_and_no_toast_covers_a_card() -> None:
    pintu = FakePintu(clinic_day(9))
    async with Loket(pintu, aksesibel=True) as loket:
        assert news(loket) == ""
        await loket.tekan("p")
        await loket.sampai(lambda: "dipanggil" in news(loket))
        assert loket.toast == []
        second = pintu.cards[2]
        assert second.a is not None
        failed = replace(second.a, status=StatusJob.GAGAL, pesan="Kuota penuh 0001234567890", dari_bpjs=True)
        pintu.put(replace(second, a=failed))
        told = await loket.sampai(lambda: "gagal" in news(loket) and news(loket))
        assert told.startswith("A-002 Antrean gagal: Kuota penuh ")
        assert "0001234567890" not in told


async def test_the_minute_draws_nothing() -> None:
    async with Loket(FakePintu(clinic_day(9)), aksesibel=True) as loket:
        before = loket.terlihat
        assert "sejak 08:02" in before
        assert "08:14 " not in before.split("\n")[0]
        loket.app._clock = lambda: 4_000_000_000.0
        loket.app._minute()
        await loket.tenang()
        assert loket.terlihat == before


async def test_news_in_a_burst_are_gathered_and_a_locked_screen_says_none() -> None:
    async with Loket(FakePintu(clinic_day(9)), aksesibel=True) as loket:
        now = 100.0
        teller = Penyiar(loket.app, lambda: now)
        teller.siarkan([Berita("A-001 diterima")])
        await loket.tenang()
        assert news(loket) == "A-001 diterima"
        teller.siarkan([Berita("A-002 PCare gagal: x", True)])
        teller.siarkan([Berita("A-003 diterima"), Berita("A-004 diterima")])
        await loket.tenang()
        assert news(loket) == "A-001 diterima"
        teller._gathered()
        await loket.tenang()
        assert news(loket) == "A-002 PCare gagal: x (+2 perubahan lain)"
        loket.app.session.locked = True
        now = 200.0
        teller.siarkan([Berita("A-005 diterima")])
        teller.jawab("A-006")
        await loket.tenang()
        assert "A-002" in news(loket)


def test_what_is_new_about_a_ticket() -> None:
    before = ticket(1, p=job(1, P, StatusJob.PROSES), a=job(2, A, StatusJob.PROSES), no_antrean_pcare=None)
    done = replace(before, p=job(1, P), no_antrean_pcare="A7")
    said = [one.teks for one in berita(before, done, 2)]
    assert said == ["PCare berhasil, nomor PCare A7"]
    assert berita(done, done, 2) == ()
    assert berita(before, replace(before, versi=9), 2) == ()
    (one,) = berita(before, replace(before, p=failed_p(1)), 2)
    assert one.buruk
    assert one.teks.startswith("PCare gagal: ")
    again = replace(failed_a(2), percobaan=failed_a(2).percobaan + 1)
    assert len(berita(replace(before, a=failed_a(2)), replace(before, a=again), 2)) == 1
    own = replace(failed_a(2), dari_bpjs=False)
    assert "(bukan dari BPJS)" in berita(before, replace(before, a=own), 2)[0].teks
    assert berita(before, replace(before, p=failed_p(1)), 99) == ()


def test_between_two_readings() -> None:
    class Page:
        def __init__(self, *cards: object, ids: tuple[int, ...] = ()) -> None:
            self.kartu = tuple(cards)
            self.ids = ids or tuple(card.id for card in cards)  # type: ignore[attr-defined]

    one, two, three = ticket(1), ticket(2), ticket(3)
    old = Page(one, two, ids=(1, 2, 3))
    accepted = replace(one, status=StatusAntrean.DITERIMA, diubah_oleh="sari", diubah_loket="2")
    said = siaran(old, Page(accepted, three, ids=(1, 3, 4, 5)), 2)  # type: ignore[arg-type]
    assert [item.teks for item in said] == [
        "A-002 keluar dari daftar", "A-001 diterima oleh sari, Loket 2", "2 antrean baru",
    ]  # fmt: skip
    assert siaran(old, Page(two, three, ids=(1, 2, 3)), 2) == []  # type: ignore[arg-type]


def test_help_and_key_card_list_the_same_in_every_set_of_signs() -> None:
    rows = {a.description for a in actions.ACTIONS if a.allowed(ADMIN)}
    for text in (
        actions.help_text(ADMIN),
        symbols.translate(actions.help_text(ADMIN), symbols.Charset.ASCII),
        symbols.translate(actions.help_text(ADMIN, lisan=True), symbols.Charset.POLOS),
    ):
        assert {row for row in rows if row not in text} == set()
        assert all(a.key_label.split()[-1] in text for a in actions.ACTIONS if a.key_label.isascii())
    card = symbols.translate(actions.key_card(), symbols.Charset.ASCII)
    assert card.isascii()
    counter = [a for a in actions.ACTIONS if a.who is None]
    assert all(a.description in card for a in counter)
    spoken = actions.help_text(ADMIN, lisan=True)
    assert not set("↑↓←→") & set(spoken)


def test_the_setting_goes_with_every_profile_and_comes_from_the_environment() -> None:
    for profil in ("bebas", "loket", "anjungan", "papan"):
        env = {"DEKA_LAYAR__AKSESIBEL": "1", "DEKA_LAYAR__PROFIL": profil, "DEKA_CONFIG": ""}
        assert load(None, env).layar.aksesibel


async def test_without_colours_the_line_picked_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with Loket(FakePintu(clinic_day(9))) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("siti")
        await loket.sampai(lambda: form.patient_list.option_count == 2)
        await loket.tekan("enter")

        def looks(pick: PickList) -> list[set[str]]:
            found = []
            for y in range(2):
                styles = [segment.style for segment in pick.render_line(y) if segment.style is not None]
                found.append({w for s in styles for w in ("reverse", "underline") if getattr(s, w)})
            return found

        lists = list(form.query(PickList))
        assert {tuple(map(tuple, looks(pick))) for pick in lists if pick.has_focus} == {(("reverse",), ())}
        assert any(looks(pick) == [{"underline"}, set()] for pick in lists if not pick.has_focus)
