"""Telling what was found: the table, ``var/bench.json`` and ``HASIL.md``."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.harness import Figure, number

HEADINGS = ("Ukuran", "Nilai", "Pembanding", "Rasio", "Sasaran", "Lolos")
_LIBRARIES = ("textual", "sqlalchemy", "httpx", "dramatiq", "psycopg")


def facts() -> dict[str, str]:
    """The machine, as far as a reader needs it to judge the figures."""
    cpu = platform.machine()
    memory = ""
    info = Path("/proc/cpuinfo")
    if info.exists() and (model := re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE)):
        cpu = model[1]
    info = Path("/proc/meminfo")
    if info.exists() and (total := re.search(r"^MemTotal:\s+(\d+)", info.read_text(), re.MULTILINE)):
        memory = f"{int(total[1]) / 1024 / 1024:.0f} GB"
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    return {
        "Tanggal": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z"),
        "Mesin": f"{os.cpu_count()} × {cpu}" + (f", {memory}" if memory else ""),
        "Sistem": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Pustaka": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "Beban saat mulai": load,
    }


def cells(figure: Figure) -> tuple[str, ...]:
    """One row of the table."""
    mark = {True: "ya", False: "TIDAK", None: "–"}[figure.lolos]
    unit = figure.satuan
    return (
        figure.nama,
        f"{number(figure.nilai)} {unit}",
        f"{number(figure.pembanding)} {unit}" if figure.pembanding is not None else "–",
        f"{number(figure.rasio)}×" if figure.rasio is not None else "–",
        figure.goal.text(unit) if figure.goal else "–",
        mark,
    )


def table(figures: Sequence[Figure]) -> str:
    """The table for a terminal."""
    rows = [HEADINGS, *(cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def markdown(figures: Sequence[Figure], machine: dict[str, str], notes: Sequence[str]) -> str:
    """The same as a page to keep."""
    lines = [
        "# Hasil pengukuran",
        "",
        "Dibuat oleh `make bench ARGS=--hasil`. Setiap angka diukur bergantian",
    ]
    lines += ["dengan pembandingnya dalam satu jalan; nilai adalah median kecuali tertulis p95.", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    lines += ["", "| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    lines += ["| " + " | ".join(cells(figure)) + " |" for figure in figures]
    remarks = [f"{figure.nama}: {figure.catatan}" for figure in figures if figure.catatan]
    if remarks or notes:
        lines += ["", "## Catatan", "", *(f"- {text}" for text in (*remarks, *notes))]
    return "\n".join(lines) + "\n"


def write_json(figures: Sequence[Figure], file: Path) -> None:
    """The list that programs read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([figure.record() for figure in figures], ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
