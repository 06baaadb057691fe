"""The card under the mouse: its parts are no widgets, and answer as if they were."""

from __future__ import annotations

import pytest

from deka_tui.presenters.kartu import BUTTONS
from deka_tui.widgets.card import Card
from tests.tui.fake_port import SKRINING, FakePintu
from tests.tui.robot import LARGE, SMALL, Loket


def underlined(card: Card) -> str:
    """What of a card is underlined."""
    return "".join(
        segment.text
        for y in range(Card.HEIGHT)
        for segment in card.render_line(y)
        if segment.style is not None and segment.style.underline
    ).strip()


async def over(loket: Loket, card: Card, part: str) -> None:
    slot = card.slots[part]
    await loket.pilot.hover(card, offset=(slot.x + 1, slot.y))
    await loket.tenang()


async def test_a_failed_badge_says_why_and_a_button_is_underlined() -> None:
    async with Loket(FakePintu()) as loket:
        card = loket.kartu("A-002").card
        await over(loket, card, "badge_p")
        assert SKRINING in str(card.tooltip)
        assert underlined(card) == ""
        await over(loket, card, "panggil")
        assert card.tooltip is None or SKRINING not in str(card.tooltip)
        assert underlined(card) == loket.kartu("A-002").part("panggil")
        other = loket.kartu("A-001").card
        await over(loket, other, "terima")
        assert underlined(card) == ""
        assert card.tooltip is None
        assert underlined(other) == loket.kartu("A-001").part("terima")


async def test_beside_its_parts_a_click_makes_it_the_current_card_and_no_more() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        card = loket.kartu("A-003").card
        for place in ((card.size.width - 1, 2), (0, 0), (1, 1), (5, 3)):
            await loket.tekan("home")
            await loket.pilot.click(card, offset=place)
            await loket.tenang()
            assert loket.kini.tiket == "A-003", place
        assert loket.modal is None
        assert not [call for call in pintu.calls if call[0] in BUTTONS]


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 20)], ids=["80x24", "120x40", "60x20"])
async def test_every_row_is_as_wide_as_the_card(size: tuple[int, int]) -> None:
    async with Loket(FakePintu(), size) as loket:
        for kartu in loket.kartu_semua:
            width = kartu.card.size.width
            assert [kartu.card.render_line(y).cell_length for y in range(Card.HEIGHT)] == [width] * 4


async def test_an_empty_place_is_blank() -> None:
    async with Loket(FakePintu(), LARGE) as loket:
        cards = loket.layar.cards
        cards.show((), ())
        for card in cards.cards:
            card.mark(False)
            assert "".join(card.render_line(y).text for y in range(Card.HEIGHT)).strip() == ""
            assert card.texts == ()
