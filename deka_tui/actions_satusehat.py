"""What can be done on the page Satu Sehat: bindings, key strip and help come from here."""

from __future__ import annotations

from deka_tui.actions import Action
from deka_tui.actions_monitor import DETAIL, TABEL
from deka_tui.texts_satusehat import AKSI_DASBOR, AKSI_SUMBER


def _d(name: str, *keys: str, group: str = "tabel", strip: int = 0) -> Action:
    return Action(name, keys, group=group, strip=strip, words=AKSI_DASBOR[name])


def _s(name: str, *keys: str, group: str = "job", strip: int = 0) -> Action:
    return Action(name, keys, group=group, strip=strip, words=AKSI_SUMBER[name])


DASBOR: tuple[Action, ...] = (
    _d("turun", "down", "j"),
    _d("naik", "up", "k"),
    _d("kiri", "left"),
    _d("kanan", "right"),
    _d("awal", "home"),
    _d("akhir", "end"),
    _d("buka", "enter", group="job", strip=4),
    _d("regenerate", "r", group="job", strip=5),
    _d("jawab", "a", group="job", strip=6),
    _d("tanggal", "t", group="saring", strip=7),
    _d("hari_balik", "left_square_bracket", group="saring"),
    _d("hari_depan", "right_square_bracket", group="saring"),
    _d("semua_tanggal", "h", group="saring", strip=9),
    _d("cari", "slash", group="saring", strip=10),
    _d("muat", "f5", "g", group="saring", strip=8),
)
"""Actions of the dashboard, in the order of the help."""

_LEFT_OUT = frozenset({"jenis", "sekilas"})


def _own(actions: tuple[Action, ...], left_out: frozenset[str] = frozenset()) -> tuple[Action, ...]:
    """The actions of a table of jobs in this page's words."""
    return tuple(_s(a.id, *a.keys, group=a.group, strip=a.strip) for a in actions if a.id not in left_out)


SUMBER: tuple[Action, ...] = (
    *_own(TABEL, _LEFT_OUT),
    _s("verifikasi", "i", strip=8),
    _s("jawab", "a", strip=9),
)
"""Actions of the table of one type."""

RINCI: tuple[Action, ...] = (
    *_own(DETAIL),
    _s("ragu", "f7", strip=6),
    _s("verifikasi", "i", strip=10),
    _s("jawab", "a", strip=5),
)
"""Actions of a row in full."""
