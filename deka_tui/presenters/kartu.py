"""The queue card: a ticket becomes the few cells and buttons a counter works with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from deka_tui import texts, texts_warta
from deka_tui.actions import BY_ID, Scene
from deka_tui.presenters import symbols, times
from deka_tui.presenters.pieces import BADGE_ROLE, Line, Piece, Role, cells, crop, cut, join, outside, right
from shared.domain.badges import Badge, badge_pcare, badges
from shared.domain.masking import mask
from shared.domain.records import Kartu
from shared.domain.resend import resend_tampil
from shared.domain.status import WAITING_TICKET, StatusAntrean
from shared.rekaman import dataclass

LONG_WAIT = 60
"""Minutes from which a wait is shown as a warning."""
BADGE_SLOT = 15
"""Cells of a badge's place, wide enough for the longest word, so that a new word moves nothing."""
STATE_SLOT = 22
NARROW = 70
"""Cards of fewer cells than this have a shorter state and no *Lewati* button."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a part of the card stands: column and row from the card's left top, and its cells."""

    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the action row; an empty line means that it does not apply."""

    action: str
    line: Line
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything a card shows, part by part, so that only the parts that differ are drawn again."""

    title: Line
    state: Line
    pcare: Line
    detail: Line
    badge_p: Line
    badge_a: Line
    buttons: tuple[Button, ...]
    error_p: str = ""
    error_a: str = ""
    """What a hover over a failed badge shows."""


BUTTONS = ("panggil", "terima", "resend", "batal", "lewati")
"""Places of the action row; *selesai* stands where *terima* did."""
_BUTTON_WIDTH = {"panggil": 11, "terima": 11, "resend": 18, "batal": 14, "lewati": 10}


@lru_cache(maxsize=16)
def slots(width: int) -> Mapping[str, Slot]:
    """Lay out the parts of a card of *width* cells; the bar in column 0 and the rule in row 3 are none."""
    left = 2
    state = STATE_SLOT if width >= NARROW else 16
    badge = BADGE_SLOT
    text = max(8, width - left - badge - state)
    places = {
        "title": Slot(left, 0, text - 1),
        "state": Slot(left + text - 1, 0, state),
        "pcare": Slot(width - badge, 0, badge),
        "detail": Slot(left, 1, max(8, width - left - 2 * badge - 2)),
        "badge_p": Slot(width - 2 * badge - 1, 1, badge),
        "badge_a": Slot(width - badge, 1, badge),
    }
    gap, x = (2 if width >= 66 else 1), left
    for action in BUTTONS:
        size = _BUTTON_WIDTH[action]
        places[action] = Slot(x, 2, size if x + size <= width else 0)
        x += size + gap
    return places


def umur_kelamin(kartu: Kartu) -> str:
    """Age and sex as ``34 th/P``; ``""`` when neither is known."""
    return "/".join(
        filter(None, [times.age(kartu.tanggal_lahir, kartu.tanggal), outside(kartu.jenis_kelamin, 8)])
    )


def penjamin_kartu(kartu: Kartu) -> str:
    """Payer with the masked card number: ``BPJS ****0017``; there is no room for its full name."""
    payer = outside(kartu.penjamin, 24)
    payer = texts.BPJS if payer.startswith(f"{texts.BPJS} ") else payer
    return " ".join(filter(None, [payer, mask(outside(kartu.no_kartu, 24))]))


def _title(kartu: Kartu, width: int) -> Line:
    ticket, who = outside(kartu.tiket, 12), umur_kelamin(kartu)
    used = cells(ticket) + 2 + (cells(who) + 2 if who else 0)
    line = [
        Piece(ticket, Role.ACCENT),
        Piece("  "),
        Piece(cut(outside(kartu.nama), max(6, width - used)), Role.STRONG),
    ]
    if who:
        line += [Piece("  "), Piece(who, Role.MUTED)]
    return crop(tuple(line), width)


def state(kartu: Kartu, now: int, zona: str, *, short: bool = False, diam: bool = False) -> Piece:
    """Say where the ticket stands: how long it waits, how often it was called, when it was accepted.

    With *diam* a wait is told by its beginning, which no minute changes.
    """
    if kartu.status not in WAITING_TICKET:
        role = {StatusAntrean.DITERIMA: Role.GOOD, StatusAntrean.BATAL: Role.BAD}.get(
            kartu.status, Role.MUTED
        )
        when = f" {times.clock(kartu.diubah, zona)}" if kartu.diubah else ""
        return Piece(texts.STATUS[kartu.status] + when, role)
    if kartu.status is StatusAntrean.DILEWATI:
        return Piece(texts.STATUS[kartu.status], Role.WARN)
    if kartu.panggilan:
        return Piece(texts.dipanggil(kartu.panggilan, "" if short else outside(kartu.loket, 12)), Role.ACCENT)
    # By the clock on the screen, so that an idle screen writes once a minute and not once more for each wait.
    waited = times.minutes_between(kartu.dibuat, now - now % 60_000)
    words = (
        texts_warta.sejak(times.clock(kartu.dibuat, zona)) if diam else texts.menunggu(times.duration(waited))
    )
    return Piece(words, Role.WARN if waited >= LONG_WAIT else Role.MUTED)


def badge_line(badge: Badge | None) -> Line:
    """Draw a badge as its word in reverse video between two blanks."""
    return (
        () if badge is None else (Piece(f" {outside(badge.teks, BADGE_SLOT - 2)} ", BADGE_ROLE[badge.warna]),)
    )


def _error(letter: str, kartu: Kartu, badge: Badge | None) -> str:
    job = kartu.p if letter == "P" else kartu.a
    if job is None or badge is None or BADGE_ROLE[badge.warna] is not Role.BADGE_RED:
        return ""
    message = outside(job.pesan) or texts.TANPA_PESAN
    return texts.gagal_bpjs(letter, message) if job.dari_bpjs else texts.gagal_kami(letter, message)


def _key(action: str) -> Piece:
    return Piece(f"[{BY_ID[action].key_label}]", Role.KEY)


def _buttons(scene: Scene, kartu: Kartu) -> tuple[Button, ...]:
    made = []
    for place in BUTTONS:
        action = place
        if place == "terima" and kartu.status is StatusAntrean.DITERIMA:
            action = "selesai"
        offered = BY_ID[action].refusal(scene) is None
        if place == "resend":
            offered = BY_ID[action].allowed(scene.pelaku) and resend_tampil(kartu, scene.penjamin_bpjs)
        made.append(
            Button(action, _button(action), texts.AKSI[action][2 if action != "resend" else 1])
            if offered
            else Button(action, ())
        )
    return tuple(made)


def _button(action: str) -> Line:
    label = BY_ID[action].label
    if action == "resend":
        return (_key(action), Piece(" "), Piece(f"{symbols.RESEND} {label}", Role.WARN))
    if action == "batal":
        return (_key(action), Piece(" "), Piece(symbols.CANCEL, Role.BAD), Piece(f" {label}", Role.MUTED))
    return (_key(action), Piece(f" {label}", Role.MUTED))


def card_view(scene: Scene, kartu: Kartu, *, width: int, now: int, zona: str, diam: bool = False) -> CardView:
    """Make the view of one card. *now* is in Unix milliseconds, *width* in cells; *diam* as in :func:`state`.

    ``scene.kartu`` is not looked at: every card is judged as if it were the current one.
    """
    places = slots(width)
    pair = badges(kartu, scene.penjamin_bpjs)
    p, a = pair if len(pair) == 2 else (None, None)
    parts = [
        f"{texts.RM} {outside(kartu.norm, 16)}",
        penjamin_kartu(kartu),
        outside(kartu.dokter, 40),
        outside(kartu.ruangan, 40),
    ]
    own = Scene(kartu, scene.pelaku, scene.penjamin_bpjs, scene.resending)
    detail = join(parts, f" {symbols.MIDDOT} ", places["detail"].width)
    return CardView(
        title=_title(kartu, places["title"].width),
        state=right((state(kartu, now, zona, short=width < NARROW, diam=diam),), places["state"].width),
        pcare=badge_line(badge_pcare(kartu, scene.penjamin_bpjs)),
        detail=(Piece(detail, Role.MUTED),),
        badge_p=badge_line(p),
        badge_a=badge_line(a),
        buttons=_buttons(own, kartu),
        error_p=_error("P", kartu, p),
        error_a=_error("A", kartu, a),
    )
