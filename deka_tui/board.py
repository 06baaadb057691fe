"""Where the cursor is and which page is on screen: the state of the card list, without any widget."""

from __future__ import annotations

from dataclasses import replace

from deka_tui.port import Lembar, Saring
from shared.domain.records import Kartu
from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """The page that has to be read next."""

    saring: Saring
    mulai: int
    banyak: int
    fokus_id: int | None
    pindah: bool = False
    """Whether the cursor goes where the page says, instead of staying on its ticket."""


class Board:
    """A window of ``size`` cards over a list of ticket ids.

    A move inside the page on screen happens at once. A move beyond it only notes the wanted index;
    the cursor follows when that page has been read, so that a failed read leaves everything as it was.
    """

    def __init__(self, size: int = 4) -> None:
        self.size = size
        self.saring = Saring()
        self.page: Lembar | None = None
        self.cursor = 0
        self._target: int | None = None
        self._from_top = False
        self.vanished: int | None = None
        """Ticket that left the list under the cursor with the page read last; another one is there now."""

    @property
    def count(self) -> int:
        """How many tickets the list has."""
        return len(self.page.ids) if self.page else 0

    @property
    def start(self) -> int:
        """Index of the first card on screen."""
        return self.page.mulai if self.page else 0

    @property
    def cards(self) -> tuple[Kartu, ...]:
        """The cards on screen."""
        return self.page.kartu if self.page else ()

    @property
    def place(self) -> int:
        """The cursor's place on screen, from zero; -1 when nothing is there."""
        place = self.cursor - self.start
        return place if 0 <= place < len(self.cards) else -1

    @property
    def current(self) -> Kartu | None:
        """The card under the cursor."""
        return self.cards[self.place] if self.place >= 0 else None

    def move_to(self, index: int) -> bool:
        """Go to a list index, cut to the list; tell whether a page has to be read for it."""
        if not self.count:
            return False
        index = min(max(index, 0), self.count - 1)
        if self.start <= index < self.start + len(self.cards):
            self.cursor, self._target = index, None
            return False
        self._target = index
        return True

    def move(self, step: int) -> bool:
        """Go *step* cards on; see :meth:`move_to`."""
        return self.move_to((self.cursor if self._target is None else self._target) + step)

    def turn(self, pages: int) -> bool:
        """Go *pages* pages on, to the same place of the page; see :meth:`move_to`."""
        return self.move(pages * self.size)

    def want(self) -> Want:
        """Say which page to read: the one moved to, or the cursor's own again."""
        index = self.cursor if self._target is None else self._target
        ids = self.page.ids if self.page else ()
        fokus_id = ids[index] if 0 <= index < len(ids) else None
        mulai = 0 if self._from_top else index
        return Want(self.saring, mulai, self.size, fokus_id, self._target is not None)

    def take(self, want: Want, page: Lembar) -> bool:
        """Take over a page that was read; tell whether another one has to be read now.

        A page for another filter or another size is not taken. The cursor stays on its ticket, also
        when it was moved while the page was being read.
        """
        if want.saring != self.saring or want.banyak != self.size:
            return True
        here = self.current
        self.page, self._from_top = page, False
        self.vanished = None
        if want.pindah or here is None:
            self.cursor = max(page.fokus, 0)
            if self._target is None or want.mulai == self._target or want.fokus_id is None:
                self._target = None
            return self._target is not None
        if any(card.id == here.id for card in page.kartu):
            self.cursor = page.ids.index(here.id)
            return self._target is not None
        lost = here.id in page.ids
        self.vanished = None if lost else here.id
        self.cursor = page.ids.index(here.id) if lost else max(page.fokus, 0)
        return lost or self._target is not None

    def give_up(self) -> None:
        """Forget a wanted page that could not be read."""
        self._target = None

    def filter(self, saring: Saring) -> bool:
        """Show something else, from the top unless the current ticket is there; tell if it differs."""
        if saring == self.saring:
            return False
        self.saring = saring
        self._target = None
        self._from_top = True
        return True

    def patch(self, kartu: Kartu) -> None:
        """Put one fresher card in the place of the same ticket on screen."""
        if self.page is not None:
            cards = tuple(kartu if old.id == kartu.id else old for old in self.page.kartu)
            self.page = replace(self.page, kartu=cards)

    def follow(self, antrean_id: int) -> Want:
        """Ask for the page that holds a ticket which may not be in the list yet."""
        self._target = None
        return Want(self.saring, self.cursor, self.size, antrean_id, pindah=True)
