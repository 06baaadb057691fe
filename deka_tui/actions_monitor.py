"""What can be done on the tab Monitoring: bindings, key strip and help come from here."""

from __future__ import annotations

from deka_tui.actions import Action
from deka_tui.texts_monitor import AKSI as WORDS


def _a(name: str, *keys: str, group: str = "tabel", strip: int = 0, words: str = "") -> Action:
    return Action(name, keys, group=group, strip=strip, words=WORDS[words or name])


TABEL: tuple[Action, ...] = (
    _a("turun", "down", "j"),
    _a("naik", "up", "k"),
    _a("maju", "pagedown"),
    _a("mundur", "pageup"),
    _a("awal", "home"),
    _a("akhir", "end"),
    _a("detail", "enter", group="job", strip=4),
    _a("resend", "r", group="job", strip=5),
    _a("tanda", "space", group="job"),
    _a("massal", "b", group="job", strip=6),
    _a("kelompok", "s", group="job", strip=7),
    _a("sekilas", "l", group="job", strip=8),
    _a("ekspor", "e", group="job", strip=10),
    _a("kartu_total", "1", group="saring"),
    _a("kartu_menunggu", "2", group="saring"),
    _a("kartu_berhasil", "3", group="saring"),
    _a("kartu_gagal", "4", group="saring"),
    _a("jenis", "p", group="saring"),
    _a("tanggal", "t", group="saring"),
    _a("hari_balik", "left", group="saring"),
    _a("hari_depan", "right", group="saring"),
    _a("semua_tanggal", "h", group="saring"),
    _a("cari", "slash", group="saring", strip=11),
    _a("status", "f", group="saring"),
    _a("reset", "z", group="saring", strip=12),
    _a("muat", "f5", "g", group="saring"),
)
"""Actions of the table, in the order of the help."""

DETAIL: tuple[Action, ...] = (
    _a("resend", "r", group="job", strip=4, words="kirim_ulang"),
    _a("edit", "e", group="job", strip=5),
    _a("beda", "d", group="job", strip=6),
    _a("versi", "v", group="job", strip=9),
    _a("identitas", "u", group="job", strip=10),
    _a("percobaan_balik", "left_square_bracket", group="isi"),
    _a("percobaan_maju", "right_square_bracket", group="isi", strip=7),
    _a("bagian", "space", group="isi", strip=8),
    _a("turun", "down", "j", group="isi"),
    _a("naik", "up", "k", group="isi"),
    _a("maju", "pagedown", group="isi"),
    _a("mundur", "pageup", group="isi"),
    _a("awal", "home", group="isi"),
    _a("akhir", "end", group="isi"),
    _a("lipat", "enter", group="isi"),
    _a("buka_lipat", "right", group="isi"),
    _a("tutup_lipat", "left", group="isi"),
    _a("salin", "c", group="isi", strip=11),
)
"""Actions of a job in full."""
