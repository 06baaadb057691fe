"""Keys: how long until the last byte, and how many bytes a move, a page and a toast take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, median
from tests.bench.lean_pty import Burst, LeanTerm, program
from tests.bench.start import PAGE, last_name, opened


def _option_list(board: clinic.Clinic) -> LeanTerm:
    term = LeanTerm([*program("daftar_pilihan"), clinic.cards_file(board)])
    term.wait_for("RM 000004", 60)
    term.quiet(0.6)
    return term


class _Walker:
    """Moves a cursor down and up within the first page, so that nothing scrolls and no page turns."""

    def __init__(self, term: LeanTerm) -> None:
        self._term = term
        self._step = 0
        self.bursts: list[Burst] = []

    def move(self) -> None:
        name = "down" if self._step % (2 * PAGE - 2) < PAGE - 1 else "up"
        self._step += 1
        self.bursts.append(self._term.key(name, 0.35))

    @property
    def milliseconds(self) -> float:
        """Until the last byte of the move itself; what follows the cursor later is another part."""
        return median([burst.parts[0][1] for burst in self.bursts])

    @property
    def size(self) -> float:
        return median([burst.parts[0][2] for burst in self.bursts])


def bench(session: Session) -> Iterator[Figure]:
    """Deka and the OptionList alive side by side, a key to each in turn."""
    baseline = None
    for count in session.cards:
        board = clinic.board(session.folder, count)
        with ExitStack() as stack:
            ours = stack.enter_context(opened(board, last_name(board)))
            theirs = stack.enter_context(_option_list(board))
            walkers = [_Walker(ours), _Walker(theirs)]
            for index in range(max(2, session.samples // 2)):
                for walker in walkers if index % 2 else reversed(walkers):
                    walker.move()
            mine, other = walkers
            yield Figure(
                f"tombol → byte terakhir, geser kursor, {count} kartu ÷ OptionList",
                mine.milliseconds, "ms", other.milliseconds, Goal(1.2),
            )  # fmt: skip
            if count != session.cards[0]:
                continue
            baseline = other.size
            yield Figure("bita geser kursor ÷ OptionList", mine.size, "B", baseline, Goal(300, "nilai"))
            yield from _panel(session, ours, baseline)
            yield from _pages(session, ours, baseline)
            yield from _toast(session, ours, baseline)


def _panel(session: Session, term: LeanTerm, baseline: float) -> Iterator[Figure]:
    """Onto a card that has failed and off again: the panel with the reason follows the cursor."""
    term.press("home")  # writes nothing when the cursor is there already
    term.quiet(0.6)
    term.key("pagedown", 0.35)
    term.key("down", 0.35)
    moves = [term.key("up" if turn % 2 else "down", 0.35) for turn in range(max(2, session.rounds))]
    term.key("pageup", 0.35)
    size = median([move.total for move in moves])
    note = f"byte terakhir setelah {median([move.last for move in moves]):.0f} ms; panel menunggu 100 ms"
    yield Figure(
        "bita geser kursor dengan panel alasan yang berganti ÷ OptionList", size, "B", baseline, None, note
    )


def _pages(session: Session, term: LeanTerm, baseline: float) -> Iterator[Figure]:
    turns = [term.key("pagedown", 0.35) for _ in range(max(2, session.rounds))]
    turns += [term.key("pageup", 0.35) for _ in range(max(2, session.rounds))]
    size = median([turn.total for turn in turns])
    yield Figure("bita balik halaman ÷ OptionList", size, "B", baseline, Goal(3000, "nilai"))
    yield Figure("tombol → byte terakhir, balik halaman", median([turn.parts[0][1] for turn in turns]), "ms")


def _toast(session: Session, term: LeanTerm, baseline: float) -> Iterator[Figure]:
    """A refused key: the toast comes, and later it goes."""
    comes, goes = [], []
    for _ in range(min(3, session.rounds)):
        comes.append(term.key("s", 0.8).total)
        mark = term.mark()
        term.watch(8.0)
        goes.append(sum(len(piece) for _, piece in term.since(mark)))
    size = median(comes)
    note = f"saat hilang lagi: {median(goes):.0f} B"
    yield Figure("bita toast muncul ÷ OptionList", size, "B", baseline, Goal(4000, "nilai"), note)
