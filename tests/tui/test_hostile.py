"""Names and messages from outside are data: no markup, no control sequence, no broken line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from shared.domain.records import Gerbang, Kartu, Pasien
from tests.tui.fake_port import NOW, FakePintu, failed_a, failed_p, ticket
from tests.tui.robot import LARGE, SMALL, Loket

NASTY = {
    "markup": "[bold]SITI[/bold] [/] [@click=app.quit]x[/]",
    "escape": "SITI\x1b[2J\x1b]0;owned\x07 CONTOH",
    "controls": "SITI\r\nCONTOH\tX\x00\x08\x9b31m",
    "directions": "\u202eITIS \u200b\u2066C\u2069",
    "marks": "Z" + "\u0301" * 50 + "ALGO",
    "wide": "山田太郎" * 20,
    "emoji": "☎\ufe0f👩\u200d👩\u200d👧 SITI",
    "templates": "$secret {0} %s ${x} \\[",
    "nothing": "",
    "space": " ",
    "long": "A" * 5000,
}
# With more room the same parts show more: there what may be drawn too wide, and the others several in one.
ROOMY = {
    "controls": NASTY["escape"] + NASTY["controls"],
    "signs": NASTY["emoji"] + NASTY["marks"] + NASTY["directions"],
    "markup": NASTY["templates"] + NASTY["markup"],
    **{name: NASTY[name] for name in ("wide", "nothing", "long")},
}
CASES = [
    pytest.param(text, size, id=f"{size[0]}x{size[1]}-{name}")
    for size, texts in ((SMALL, NASTY), (LARGE, ROOMY))
    for name, text in texts.items()
]
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def hostile(text: str) -> list[Kartu]:
    """Tickets with *text* in every place it could come from."""
    return [
        ticket(
            1,
            text,
            dokter=text,
            ruangan=text,
            penjamin=text,
            no_kartu=text,
            norm=text,
            jenis_kelamin=text,
            loket=text,
            panggilan=1,
            p=failed_p(10, text),
            a=replace(failed_a(11, text), kode=text),
            no_antrean_pcare=text,
        ),
        ticket(2),
    ]


@pytest.mark.parametrize(("text", "size"), CASES)
async def test_hostile_text_everywhere(text: str, size: tuple[int, int]) -> None:
    pintu = FakePintu(hostile(text))
    pintu.patients = [Pasien(1, text or "1", f"siti {text}", text, text, text, text, None, text, 2)]
    pintu.gates(Gerbang(text, "putus", NOW, None, text), Gerbang("pcare", "putus", NOW, NOW, text))
    async with Loket(pintu, size) as loket:
        seen = [loket.teks()]
        for keys in (("enter",), ("escape",), ("x",), ("escape",), ("t",), ("escape",), ("p",), ("n",)):
            await loket.tekan(*keys)
            seen.append(loket.teks())
        await loket.ketik("siti")
        form = loket.formulir
        assert form is not None
        await loket.sampai(lambda: form.patient is not None)
        await loket.tekan("escape", "r", "y")
        await loket.sampai(lambda: loket.dialog is None)
        pintu.settle(1, p=failed_p(10, text), a=failed_a(11, text))
        await loket.sampai(lambda: any("INFO RESPON" in t or "Tidak dapat" in t for t in loket.toast))
        seen += [loket.teks(), *loket.toast]
        for shown in seen:
            assert not CONTROL.search(shown), repr(shown)
        assert [kartu.card.marked for kartu in loket.kartu_semua] == [True, False]
        assert loket.app.is_running


async def test_markup_is_shown_as_it_is() -> None:
    async with Loket(FakePintu([ticket(1, "[red]SITI[/]", a=failed_a(11, "[b]penuh[/b]"))])) as loket:
        assert "[red]SITI[/]" in loket.kini.judul
        assert "A: Gagal — BPJS: [b]penuh[/b]" in loket.panel
        await loket.tekan("p")
        await loket.sampai(lambda: loket.toast)
        assert "[red]SITI[/] dipanggil" in loket.toast[0]


async def test_ascii_profile_draws_nothing_else() -> None:
    pintu = FakePintu([ticket(1, "SÍTI 山", a=failed_a(11)), ticket(2)])
    async with Loket(pintu, ascii=True) as loket:
        for keys in ((), ("x",), ("escape", "enter"), ("escape", "n"), ("escape", "question_mark")):
            await loket.tekan(*keys)
            frame = loket.terlihat.splitlines()
            assert all(line.isascii() for line in frame), [line for line in frame if not line.isascii()]
