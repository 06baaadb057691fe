"""Living with others: a badge another process changed, how soon it is painted, and what idling costs."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, median, p95, rest
from tests.bench.lean_pty import LeanTerm, Silent, program
from tests.bench.pipes import Helper
from tests.bench.procfs import cpu_seconds
from tests.bench.start import last_name, opened


def bench(session: Session) -> Iterator[Figure]:
    """One badge of many changes under the eyes of a screen and of a mere listener."""
    board = clinic.board(session.folder, session.cards[1])
    card = clinic.visible(board, 4)[2]
    chance = random.Random(3)
    painted: list[float] = []
    noticed: list[float] = []
    sizes: list[float] = []
    firsts: list[float] = []
    with ExitStack() as stack:
        term = stack.enter_context(opened(board, last_name(board)))
        listener = stack.enter_context(Helper([*program("pendengar"), board.config]))
        writer = stack.enter_context(Helper([*program("penulis"), board.config]))
        listener.wait_line("siap")
        writer.wait_line("siap")
        for index in range(session.samples + 2):
            rest(chance.uniform(0.0, 0.1))
            term.quiet(0.2)
            while listener.line(0) is not None:
                pass
            mark = term.mark()
            writer.tell(f"{card.a.id} {'terkirim' if index % 2 else 'menunggu'}")
            committed = float((writer.line() or "0 nan").split()[1])
            term.wait_for("A: OK" if index % 2 else "A: processing", 5, since=mark)
            term.quiet(0.12)
            told = listener.line(2)
            if told is None:
                raise Silent("the change feed never told of a commit")
            if index < 2:
                continue
            chunks = term.since(mark)
            painted.append((chunks[-1][0] - committed) * 1000)
            firsts.append((chunks[0][0] - committed) * 1000)
            noticed.append((float(told) - committed) * 1000)
            sizes.append(sum(len(piece) for _, piece in chunks))
        writer.tell(f"{card.a.id} terkirim")
        writer.line()
    note = f"median {median(painted):.0f} ms, kabar penyimpanan {median(noticed):.0f} ms"
    yield Figure(
        f"1 dari {session.cards[1]} baris berubah di proses lain → tampil (p95) − kabar perubahan",
        p95(painted), "ms", p95(noticed), Goal(30, "selisih"), note,
    )  # fmt: skip
    yield Figure("bita lencana berubah (dengan umur data)", median(sizes), "B", None, Goal(150, "nilai"))


def idle(session: Session) -> Iterator[Figure]:
    """A screen nobody touches, without and with a worker that has nothing to do."""
    board = clinic.copy(clinic.board(session.folder, session.cards[0]), session.folder, "diam")
    clinic.settle_all(board)
    with opened(board, last_name(board)) as term:
        term.watch(1.0)
        cpu, size, bursts = _watch(session, term)
        yield Figure("diam: prosesor", cpu, "%", None, Goal(0.5, "nilai"))
        words = "hanya jam (≤ 1 semburan/menit)"
        note = f"{bursts:.1f} semburan per menit"
        ok = Goal(1.0, "nilai", words=words)
        yield Figure("diam: semburan tulisan per menit", bursts, "kali", None, ok)
        yield Figure("diam: bita per menit", size, "B", None, None, note)
        with Helper(["-m", "worker", "--config", board.config]) as worker:
            worker.wait_line("Pekerja siap")
            term.watch(3.0)
            cpu, size, bursts = _watch(session, term)
            assert worker.process.poll() is None
        yield Figure("diam, pekerja hidup: prosesor layar", cpu, "%", None, Goal(0.5, "nilai"))
        note = f"{bursts:.1f} semburan per menit"
        yield Figure("diam, pekerja hidup: bita per menit", size, "B", None, None, note)


def _watch(session: Session, term: LeanTerm) -> tuple[float, float, float]:
    term.drain()
    begun, spent = time.perf_counter(), cpu_seconds(term.pid)
    seen = term.watch(session.seconds)
    took = time.perf_counter() - begun
    busy = cpu_seconds(term.pid) - spent
    gaps = [b[0] - a[0] for a, b in pairwise(seen)]
    bursts = (1 + sum(gap > 0.2 for gap in gaps)) if seen else 0
    minutes = took / 60
    # The clock strikes once a minute, wherever in the minute the watch began.
    return busy / took * 100, sum(len(p) for _, p in seen) / minutes, bursts / max(minutes, 1.0)
