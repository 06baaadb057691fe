"""The cursor and the page, without any widget."""

from __future__ import annotations

from dataclasses import replace

from deka_tui.board import Board, Want
from deka_tui.port import Lembar, Saring
from tests.tui.fake_port import ticket

CARDS = {number: ticket(number) for number in range(1, 41)}


def page(want: Want, ids: tuple[int, ...] = tuple(range(1, 11))) -> Lembar:
    """What storage would answer."""
    fokus = ids.index(want.fokus_id) if want.fokus_id in ids else min(max(want.mulai, 0), len(ids) - 1)
    first = max(fokus, 0) // want.banyak * want.banyak
    return Lembar(ids, first, tuple(CARDS[i] for i in ids[first : first + want.banyak]), fokus)


def board(ids: tuple[int, ...] = tuple(range(1, 11))) -> Board:
    made = Board(4)
    want = made.want()
    assert not made.take(want, page(want, ids))
    return made


def here(made: Board) -> int:
    assert made.current is not None
    return made.current.id


def test_moves_inside_the_page_need_no_page() -> None:
    made = board()
    assert here(made) == 1
    assert not made.move(1)
    assert here(made) == 2
    assert not made.move(-5)
    assert here(made) == 1


def test_a_move_past_the_edge_asks_for_the_page_and_the_cursor_follows_it() -> None:
    made = board()
    made.move(3)
    assert made.move(1)
    assert here(made) == 4, "nothing moves before the page is there"
    want = made.want()
    assert want.fokus_id == 5
    assert not made.take(want, page(want))
    assert (here(made), made.start) == (5, 4)


def test_moves_while_a_page_is_read_add_up() -> None:
    made = board()
    made.move(3)
    made.move(1)
    first = made.want()
    made.move(1)
    assert made.take(first, page(first)), "another page is wanted by now"
    want = made.want()
    assert want.fokus_id == 6
    assert not made.take(want, page(want))
    assert here(made) == 6


def test_a_failed_read_leaves_everything_as_it_was() -> None:
    made = board()
    made.turn(1)
    made.give_up()
    assert here(made) == 1
    assert made.want().fokus_id == 1


def test_page_turns_stop_at_the_ends() -> None:
    made = board()
    made.turn(5)
    want = made.want()
    made.take(want, page(want))
    assert here(made) == 10
    assert not made.turn(1)
    assert not made.move(1)
    assert here(made) == 10


def test_a_refresh_keeps_the_cursor_on_its_ticket() -> None:
    made = board()
    made.move(2)
    want = made.want()
    assert not made.take(want, page(want, (40, 1, 2, 3, 4)))
    assert here(made) == 3
    assert made.cursor == 3


def test_a_move_while_a_refresh_is_read_is_kept() -> None:
    made = board()
    want = made.want()
    made.move(2)
    assert not made.take(want, page(want))
    assert here(made) == 3


def test_when_the_ticket_leaves_the_next_one_takes_its_place() -> None:
    made = board()
    made.move(1)
    want = made.want()
    assert not made.take(want, page(want, (1, 3, 4, 5)))
    assert here(made) == 3


def test_when_the_last_one_leaves_the_one_before_it_is_current() -> None:
    made = board((1, 2))
    made.move(1)
    want = made.want()
    made.take(want, page(want, (1,)))
    assert here(made) == 1
    want = made.want()
    made.take(want, page(want, ()))
    assert made.current is None
    assert made.place == -1
    assert not made.move(1)


def test_a_page_of_another_filter_is_not_taken() -> None:
    made = board()
    old = made.want()
    assert made.filter(Saring(ruangan_id=2))
    assert not made.filter(Saring(ruangan_id=2))
    assert made.take(old, page(old))
    want = made.want()
    assert (want.mulai, want.saring) == (0, Saring(ruangan_id=2))


def test_another_filter_starts_at_the_top_unless_the_ticket_is_there() -> None:
    made = board()
    made.move(3)
    made.filter(Saring(teks="x"))
    want = made.want()
    made.take(want, page(want, (7, 8, 9)))
    assert here(made) == 7


def test_follow_goes_to_a_ticket_that_was_not_there() -> None:
    made = board()
    want = made.follow(30)
    assert not made.take(want, page(want, (*range(1, 11), 30)))
    assert here(made) == 30
    assert made.start == 8


def test_patch_changes_one_card_and_nothing_else() -> None:
    made = board()
    made.patch(replace(CARDS[2], panggilan=5))
    assert [card.panggilan for card in made.cards] == [0, 5, 0, 0]
    made.patch(ticket(39))
    assert len(made.cards) == 4


def test_another_size_asks_anew() -> None:
    made = board()
    made.move(2)
    old = made.want()
    made.size = 2
    assert made.take(old, page(old))
    want = made.want()
    made.take(want, page(want))
    assert (here(made), made.start, len(made.cards)) == (3, 2, 2)
