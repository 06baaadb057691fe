"""The day at a glance: sends and failures per quarter hour as bars, also where there are only letters."""

from __future__ import annotations

from dataclasses import dataclass

from deka_tui import texts, texts_monitor
from deka_tui.presenters import times
from deka_tui.presenters.pieces import Line, Piece, Role, crop
from deka_tui.presenters.symbols import TIMES, Charset
from shared.domain.pantau import Sekilas, Tutup

QUARTERS = 96
QUARTER_MS = 900_000
_BLOCKS = " ▁▂▃▄▅▆▇█"
_CONSOLE = " ░░▒▒▓▓██"
_ASCII = " .:-=+*%#"
LABEL = 10


@dataclass(frozen=True, slots=True)
class Skala:
    """What is drawn: quarters ``awal`` to before ``akhir``, ``tiap`` of them a bar of ``lebar`` cells."""

    awal: int
    akhir: int
    tiap: int
    lebar: int


def jangkauan(day: Sekilas, width: int) -> Skala:
    """Choose the scale: the hours in which something happened, at least six of them.

    Several quarters share a bar where the width is short, a bar is up to four cells wide where it is not.
    """
    busy = [quarter.urutan for quarter in day.perempat if 0 <= quarter.urutan < QUARTERS]
    busy += [_quarter(day, moment) for shut in day.tutup for moment in (shut.dari, shut.sampai) if moment]
    first = (min(busy, default=28) // 4) * 4
    last = min(QUARTERS, (max(busy, default=63) // 4 + 1) * 4)
    last = min(QUARTERS, max(last, first + 24))
    first = max(0, min(first, last - 24))
    room = max(6, width - LABEL)
    each = max(1, -(-(last - first) // room))
    return Skala(first, last, each, max(1, min(4, room // -(-(last - first) // each))))


def _quarter(day: Sekilas, moment: int) -> int:
    return min(max((moment - day.mulai) // QUARTER_MS, 0), QUARTERS - 1)


def batang(counts: list[int], most: int, rows: int, charset: Charset) -> tuple[str, ...]:
    """Bars *rows* rows high, the top row first; anything above zero is seen."""
    signs = {Charset.UTF8: _BLOCKS, Charset.CONSOLE: _CONSOLE, Charset.ASCII: _ASCII}[charset]
    steps = len(signs) - 1
    heights = [0 if not n else max(1, round(n * steps * rows / max(most, 1))) for n in counts]
    return tuple(
        "".join(signs[min(steps, max(0, high - steps * row))] for high in heights)
        for row in reversed(range(rows))
    )


def _columns(values: tuple[int, ...], scale: Skala) -> list[int]:
    return [
        sum(values[at : min(at + scale.tiap, scale.akhir)])
        for at in range(scale.awal, scale.akhir, scale.tiap)
    ]


def _wide(bars: str, scale: Skala) -> str:
    return "".join(char * scale.lebar for char in bars)


def _shut_line(day: Sekilas, shuts: list[Tutup], scale: Skala, now: int) -> str:
    marks = []
    for at in range(scale.awal, scale.akhir, scale.tiap):
        start = day.mulai + at * QUARTER_MS
        end = day.mulai + min(at + scale.tiap, scale.akhir) * QUARTER_MS
        on = any(shut.dari < end and (shut.sampai or now) > start for shut in shuts)
        marks.append(TIMES if on else " ")
    return _wide("".join(marks), scale)


def sumbu(scale: Skala) -> str:
    """The hours below the bars."""
    line = [" "] * ((scale.akhir - scale.awal) // scale.tiap * scale.lebar + 6)
    free = 0
    for quarter in range(scale.awal, scale.akhir, 4):
        at = (quarter - scale.awal) // scale.tiap * scale.lebar
        if at >= free:
            line[at : at + 2] = f"{quarter // 4:02d}"
            free = at + 3
    return "".join(line).rstrip()


def gambar(day: Sekilas, width: int, height: int, charset: Charset, zona: str, now: int) -> tuple[Line, ...]:
    """The whole picture: per service its sends, its failures, and when its gate was shut."""
    if not day.perempat and not day.tutup:
        return ((Piece(texts_monitor.SEKILAS_KOSONG, Role.MUTED),),)
    scale = jangkauan(day, width)
    names = {*(q.layanan for q in day.perempat), *(s.layanan for s in day.tutup)}
    shut_rows = 2 * len({s.layanan for s in day.tutup})
    rows = 2 if height >= len(names) * 7 + shut_rows else 1
    rows = 4 if height >= len(names) * 10 + shut_rows else rows
    lines: list[Line] = []
    for name in sorted(names):
        series = day.deret(name)
        sent = _columns(tuple(n for n, _ in series), scale)
        bad = _columns(tuple(n for _, n in series), scale)
        most = max(max(sent, default=0), 1)
        total, failed = sum(n for n, _ in series), sum(n for _, n in series)
        head: Line = (
            Piece(f"{texts.LAYANAN.get(name, name):<{LABEL}}", Role.STRONG),
            Piece(f"{total} {texts_monitor.KIRIMAN}  ", Role.GOOD),
            Piece(f"{failed} {texts_monitor.KEGAGALAN}  ", Role.BAD if failed else Role.MUTED),
            Piece(texts_monitor.PUNCAK.format(banyak=most), Role.MUTED),
        )
        lines.append(crop(head, width))
        for at, bars in enumerate(batang(sent, most, rows, charset)):
            label = texts_monitor.KIRIMAN if at == rows - 1 else ""
            lines.append(_row(label, _wide(bars, scale), Role.GOOD))
        for bars in batang(bad, most, 1, charset):
            lines.append(_row(texts_monitor.KEGAGALAN, _wide(bars, scale), Role.BAD))
        shuts = [shut for shut in day.tutup if shut.layanan == name]
        if shuts:
            lines.append(_row(texts_monitor.TUTUP, _shut_line(day, shuts, scale, now), Role.WARN))
        lines.append(_row("", sumbu(scale), Role.MUTED))
        if shuts:
            spans = ", ".join(
                f"{times.clock(s.dari, zona)}–{times.clock(s.sampai, zona) if s.sampai else '…'}"
                for s in shuts
            )
            lines.append(crop(_row("", f"{texts_monitor.SEKILAS_TUTUP} {spans}", Role.WARN), width))
        lines.append(())
    return tuple(lines[:-1])


def _row(name: str, bars: str, role: Role) -> Line:
    return (Piece(f"{name:>{LABEL - 1}} ", Role.MUTED), Piece(bars, role))
