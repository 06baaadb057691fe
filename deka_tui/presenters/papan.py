"""The board around the cards: header with health, room tabs, filter, range and the age of the data."""

from __future__ import annotations

from collections.abc import Iterable

from deka_tui import texts
from deka_tui.actions import Action
from deka_tui.presenters import symbols, times
from deka_tui.presenters.kartu import Slot
from deka_tui.presenters.pieces import Line, Piece, Role, cells, crop, cut, length, outside, right
from shared.domain.records import Gerbang, Kesehatan
from shared.rekaman import dataclass

GATE_OPEN = "normal"
LINE = "jalur"
SERVICES = ("pcare", "antrean")
"""The services whose health the counter sees."""
CLOCK = 5


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The header: what stands left of the clock, the clock, what stands right of it."""

    left: Line
    clock: str
    right: Line
    clock_x: int


def _gate(kesehatan: Kesehatan, layanan: str) -> Gerbang | None:
    found = (gate for gate in kesehatan.gerbang if gate.layanan == layanan and gate.status != GATE_OPEN)
    return next(found, None)


def _troubles(kesehatan: Kesehatan, zona: str) -> list[tuple[str, str, str]]:
    """Each trouble in full, in fewer words, and in short."""
    found: list[tuple[str, str, str]] = []
    if not kesehatan.pekerja_hidup:
        found.append((texts.WORKER_MATI_RINCI, texts.WORKER_MATI, texts.WORKER_MATI))
    gates = {name: gate for name in SERVICES if (gate := _gate(kesehatan, name))}
    for stopped in (False, True):
        same = {name: gate for name, gate in gates.items() if (gate.coba_lagi is None) is stopped}
        if not same:
            continue
        line_down = not stopped and all(gate.penyebab == LINE for gate in same.values())
        names = texts.JALUR if line_down else " + ".join(texts.LAYANAN[name] for name in same)
        since = times.clock(min(gate.sejak for gate in same.values()), zona)
        waiting = sum(gate.menunggu for gate in same.values())
        if stopped:
            short = texts.berhenti_singkat(names, since)
            found.append((texts.berhenti(names, since), short, short))
        else:
            found.append(
                (
                    texts.gangguan(names, since, waiting),
                    texts.gangguan_sedang(names, since, waiting),
                    texts.gangguan_singkat(names),
                )
            )
    drift = max((gate.selisih or 0 for gate in kesehatan.gerbang), key=abs, default=0)
    if drift:
        found.append((texts.jam_berbeda(abs(drift)), texts.JAM_BERBEDA, texts.JAM_BERBEDA))
    return found


def health(kesehatan: Kesehatan | None, zona: str) -> list[Line]:
    """Ways to tell the health, the fullest first. Trouble is told in words, not only in colour."""
    names = (texts.WORKER, *(texts.LAYANAN[name] for name in SERVICES))
    if kesehatan is None:
        unknown = f"  {symbols.CIRCLE} ".join(names)
        return [(Piece(f"{symbols.CIRCLE} {unknown}", Role.MUTED),)]
    troubles = _troubles(kesehatan, zona)
    dots: list[Piece] = []
    states = (bool(kesehatan.pekerja_hidup), *(_gate(kesehatan, name) is None for name in SERVICES))
    for name, good in zip(names, states, strict=True):
        if good:
            dots += [Piece(symbols.DOT, Role.GOOD), Piece(f" {name}  ", Role.MUTED)]
    if dots:
        dots[-1] = Piece(dots[-1].text.rstrip(), Role.MUTED)
    if not troubles:
        return [tuple(dots)]
    told: list[Line] = []
    for length_ in range(3):
        words = (Piece(", ".join(trouble[length_] for trouble in troubles), Role.BAD),)
        told += [(*words, Piece("  "), *dots), words] if dots else [words]
    return told


def header_view(
    *, width: int, faskes: str, loket: str, now: int, zona: str, kesehatan: Kesehatan | None
) -> HeaderView:
    """Fit the header into *width* cells: health first, then counter and clock, then date and clinic."""
    brand = Piece(f" {texts.APP} ", Role.BRAND)
    name = outside(faskes, 60)
    station = texts.loket(outside(loket, 16))
    full_day = times.day(now, zona)
    short_day = full_day.rpartition(" ")[0]
    for told in health(kesehatan, zona):
        for least, when, where in (
            (24, full_day, station),
            (12, short_day, station),
            (8, "", station),
            (0, "", ""),
        ):
            tail: Line = (Piece(f"  {where}"),) if where else ()
            tail = (*tail, Piece("   "), *told) if told else tail
            head = 2 + (len(when) + 1 if when else 0)
            room = width - length((brand,)) - 2 - head - CLOCK - length(tail)
            if room < min(least, cells(name)):
                continue
            middle: Line = (Piece("  "), Piece(cut(name, room), Role.STRONG)) if least else ()
            left = (brand, *middle, Piece(f"  {when} " if when else "  ", Role.MUTED))
            at = length(left)
            return HeaderView(left, times.clock(now, zona), right(tail, width - at - CLOCK), at)
    at = length((brand,)) + 2
    shortest = crop((Piece("  "), *health(kesehatan, zona)[-1]), width - at - CLOCK)
    return HeaderView((brand, Piece("  ")), times.clock(now, zona), right(shortest, width - at - CLOCK), at)


@dataclass(frozen=True, slots=True)
class Tab:
    """A room tab and the columns it takes, end excluded."""

    ruangan_id: int | None
    start: int
    end: int


def tabs_view(
    rooms: Iterable[tuple[int, str, int]], chosen: int | None, width: int
) -> tuple[Line, tuple[Tab, ...]]:
    """Draw the room tabs: number key, name, waiting tickets. Names give way when room is short."""
    entries: list[tuple[int | None, str, int]] = [(None, texts.SEMUA, 0)]
    entries += [(key, outside(name, 40), count) for key, name, count in rooms]
    entries[0] = (None, texts.SEMUA, sum(count for _, _, count in entries))
    for limit in (40, *range(20, 4, -1)):
        line, tabs = _tabs(entries, chosen, limit)
        if length(line) <= width:
            return line, tabs
    # Too many rooms: leave out from the left until the chosen one is in sight.
    first = 0
    while first < len(entries) - 1:
        line, tabs = _tabs(entries, chosen, 7, first)
        if any(tab.ruangan_id == chosen and tab.end <= width for tab in tabs):
            break
        first += 1
    return crop(line, width), tuple(tab for tab in tabs if tab.end <= width)


def _tabs(
    entries: list[tuple[int | None, str, int]], chosen: int | None, limit: int, first: int = 0
) -> tuple[Line, tuple[Tab, ...]]:
    line: list[Piece] = []
    tabs: list[Tab] = []
    at = 0
    for number, (key, name, count) in enumerate(entries, 1):
        if number <= first:
            continue
        if line:
            line.append(Piece(symbols.MIDDOT, Role.MUTED))
            at += 1
        digit = f"{number} " if number <= 9 else ""
        label = f"{digit}{cut(name, limit)} {count}"
        size = cells(label) + 2
        if key == chosen:
            line.append(Piece(f" {label} ", Role.CHOSEN))
        else:
            line += [Piece(f" {digit}", Role.KEY), Piece(f"{cut(name, limit)} {count} ", Role.MUTED)]
        tabs.append(Tab(key, at, at + size))
        at += size
    return tuple(line), tuple(tabs)


def status_slots(width: int, failing: bool) -> dict[str, Slot]:
    """Lay out the line of search, filter, range and age; a failed read needs room for its words."""
    if failing:
        search = max(8, width - 62)
        return {
            "search": Slot(1, 0, search - 1),
            "filter": Slot(0, 0, 0),
            "range": Slot(0, 0, 0),
            "age": Slot(search, 0, width - search),
        }
    age, span, sift = 18, (16 if width >= 70 else 14), 13
    search = width - age - span - sift - 1
    return {
        "search": Slot(1, 0, search),
        "filter": Slot(1 + search, 0, sift),
        "range": Slot(1 + search + sift, 0, span),
        "age": Slot(width - age, 0, age),
    }


def filter_line(name: str) -> Line:
    """The filter and its key."""
    return (Piece("[f]", Role.KEY), Piece(f" {name}"))


def range_line(start: int, shown: int, count: int, width: int) -> Line:
    """Which of *count* cards are on screen, the first being number *start* from zero."""
    text = texts.rentang(start + 1, start + shown, count)
    return right((Piece(text, Role.MUTED),), width)


def age_line(read_at: int | None, zona: str, failing: bool, width: int) -> Line:
    """How old the data is, and whether reading it fails just now."""
    when = texts.data_per(times.clock(read_at, zona, seconds=True)) if read_at is not None else ""
    if not failing:
        return right((Piece(when, Role.MUTED),), width)
    link = f" {symbols.DASH} " if when else ""
    return right((Piece(when, Role.MUTED), Piece(link + texts.PENYIMPANAN_DIAM, Role.BAD)), width)


def strip_line(actions: Iterable[Action], width: int) -> Line:
    """The key strip: what fits by rank, in the order of the registry."""
    shown = list(actions)
    while True:
        for gap in ("   ", "  "):
            line: list[Piece] = [Piece(" ")]
            for index, action in enumerate(shown):
                label = action.label
                if action.words is None:
                    label = texts.STRIP_PENDEK.get(action.id, label)
                line += [Piece(gap)] if index else []
                line += [Piece(action.key_label, Role.KEY), Piece(f" {label}", Role.MUTED)]
            if length(tuple(line)) < width or len(shown) <= 1:
                return crop(tuple(line), width)
        shown.remove(max(shown, key=lambda action: action.strip))
