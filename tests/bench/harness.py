"""Figures, goals and alternating rounds: what every benchmark is written with."""

from __future__ import annotations

import math
import statistics
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Of = Literal["rasio", "nilai", "selisih"]


def rest(seconds: float) -> None:
    """Let *seconds* pass while what is measured goes on by itself; benchmarks only, never tests."""
    threading.Event().wait(seconds)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should come to: a bound on its ratio, on its value or on its distance."""

    limit: float
    of: Of = "rasio"
    least: bool = False
    """Whether the figure shall be at least that much."""
    words: str = ""
    """Said instead of the number."""

    def text(self, satuan: str) -> str:
        """As the table has it: ``≤ 1,25×``."""
        if self.words:
            return self.words
        sign = "≥" if self.least else "≤"
        if self.of == "rasio":
            return f"{sign} {number(self.limit)}×"
        return f"{sign} {'+' if self.of == 'selisih' else ''}{number(self.limit)} {satuan}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. ``pembanding`` is the yardstick's own value in the same unit."""

    nama: str
    nilai: float
    satuan: str
    pembanding: float | None = None
    goal: Goal | None = None
    catatan: str = ""

    @property
    def rasio(self) -> float | None:
        """The figure divided by its yardstick."""
        return self.nilai / self.pembanding if self.pembanding else None

    @property
    def lolos(self) -> bool | None:
        """Whether the goal is reached; ``None`` without one."""
        if self.goal is None:
            return None
        base = self.pembanding or 0.0
        value = {"rasio": self.rasio, "nilai": self.nilai, "selisih": self.nilai - base}[self.goal.of]
        if value is None or math.isnan(value):
            return False
        return value >= self.goal.limit if self.goal.least else value <= self.goal.limit

    def record(self) -> dict[str, Any]:
        """The figure as ``var/bench.json`` has it."""
        return {
            "nama": self.nama,
            "nilai": _tidy(self.nilai),
            "satuan": self.satuan,
            "pembanding": _tidy(self.pembanding),
            "rasio": _tidy(self.rasio),
            "sasaran": self.goal.text(self.satuan) if self.goal else None,
            "lolos": self.lolos,
        }


@dataclass(slots=True)
class Session:
    """One run: where it works, how big it is, and what it has to say beside the figures."""

    folder: Path
    rounds: int = 7
    samples: int = 40
    """How often a short event (a key, a registration) is looked at."""
    cards: tuple[int, int] = (200, 5000)
    seconds: float = 60.0
    """How long the idle screen is watched."""
    rows: tuple[int, ...] = (10_000, 100_000)
    sends: int = 8
    """Seconds for which a worker's sends are counted."""
    threads: tuple[int, ...] = (16, 32, 64)
    day: tuple[int, int] = (5_000, 50)
    """Badge changes and screens opened that stand for a long day's work."""
    full: bool = False
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep a remark for the end of the table."""
        if text not in self.notes:
            self.notes.append(text)


Bench = Callable[[Session], Iterator[Figure]]


def alternate(
    rounds: int, sides: dict[str, Callable[[], dict[str, float] | float]]
) -> dict[str, dict[str, list[float]]]:
    """Run all sides once a round, in turn and beginning with another one each round."""
    found: dict[str, dict[str, list[float]]] = {name: {} for name in sides}
    names = list(sides)
    for index in range(rounds):
        at = index % len(names)
        for name in names[at:] + names[:at]:
            values = sides[name]()
            for key, value in (values if isinstance(values, dict) else {"": values}).items():
                found[name].setdefault(key, []).append(value)
    return found


def median(values: Sequence[float]) -> float:
    """The median; not a number when there is nothing."""
    return statistics.median(values) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)] if ordered else math.nan


def number(value: float | None) -> str:
    """A number as Indonesians write it, with three significant digits below a thousand."""
    if value is None:
        return "–"
    if math.isnan(value):
        return "?"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", ".")
    text = f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"
    return (text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text).replace(".", ",")


def _tidy(value: float | None) -> float | None:
    if value is None or math.isnan(value):
        return None
    return round(value, 4)
