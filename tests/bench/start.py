"""Starting: first frame, cards painted, memory, size of the first screen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, alternate, median, rest
from tests.bench.lean_pty import Burst, LeanTerm, program
from tests.bench.procfs import cpu_seconds, rss_mb

FRAME = "Keluar"
"""The last word of the first frame: the key strip."""
PAGE = 4
"""Cards on a screen of 80×24."""


def deka(config: object) -> LeanTerm:
    """Start the real program."""
    return LeanTerm(["-m", "deka_tui", "--config", str(config)])


def last_name(board: clinic.Clinic) -> str:
    """The end of the name on the last card of the first page."""
    return (
        str(clinic.visible(board, PAGE)[-1].nama).split()[-2]
        + " "
        + str(clinic.visible(board, PAGE)[-1].nama).split()[-1]
    )


def opened(board: clinic.Clinic, marker: str) -> LeanTerm:
    """Start it and wait until the cards are there and everything is quiet."""
    term = deka(board.config)
    try:
        term.wait_for(marker)
        term.quiet(0.6)
    except BaseException:
        term.close()
        raise
    return term


def bench(session: Session) -> Iterator[Figure]:
    """Start Deka with few and many cards beside the bare app, in turn."""
    few, many = (clinic.board(session.folder, count) for count in session.cards)
    markers = {board.config: last_name(board) for board in (few, many)}

    def bare() -> dict[str, float]:
        with LeanTerm(program("kosong")) as term:
            shown = term.wait_for("tampil")
            term.quiet(0.5)
            rest(0.2)
            return {
                "frame": (shown - term.started) * 1000,
                "cpu": cpu_seconds(term.pid) * 1000,
                "rss": rss_mb(term.pid),
            }

    def ours(board: clinic.Clinic) -> dict[str, float]:
        with deka(board.config) as term:
            frame = term.wait_for(FRAME)
            cards = term.wait_for(markers[board.config])
            term.quiet(0.8)
            whole = Burst.of(term.started, term.chunks)
            return {
                "frame": (frame - term.started) * 1000,
                "cards": (cards - term.started) * 1000,
                "bytes": whole.total,
                "cpu": cpu_seconds(term.pid) * 1000,
                "rss": rss_mb(term.pid),
            }

    bare(), ours(few)  # byte-code and files
    found = alternate(session.rounds, {"bare": bare, "few": lambda: ours(few), "many": lambda: ours(many)})
    base = {key: median(values) for key, values in found["bare"].items()}
    few_m, many_m = ({key: median(v) for key, v in found[side].items()} for side in ("few", "many"))
    small, large = session.cards
    one = "aplikasi Textual kosong"
    yield Figure(f"mulai → bingkai pertama ÷ {one}", few_m["frame"], "ms", base["frame"], Goal(1.25))
    yield Figure(f"mulai → {small} kartu tampil ÷ {one}", few_m["cards"], "ms", base["frame"], Goal(1.9))
    yield Figure(f"mulai → {large} kartu tampil ÷ {one}", many_m["cards"], "ms", base["frame"])
    yield Figure(f"waktu prosesor sampai tenang, {small} kartu ÷ {one}", few_m["cpu"], "ms", base["cpu"])
    yield Figure(f"RSS setelah mulai, {small} kartu ÷ {one}", few_m["rss"], "MB", base["rss"], Goal(1.6))
    yield Figure(f"RSS setelah mulai, {large} kartu ÷ {one}", many_m["rss"], "MB", base["rss"], Goal(1.8))
    yield Figure("bita layar pertama sampai tenang", few_m["bytes"], "B", None, Goal(25_000, "nilai"))
