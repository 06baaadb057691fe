"""The keys that every table has, for the registries of the pages that show one."""

from __future__ import annotations

from deka_tui.actions import Action
from deka_tui.texts_halaman import AKSI_TABEL

GERAK: tuple[Action, ...] = tuple(
    Action(name, keys, group="tabel", words=AKSI_TABEL[name])
    for name, keys in (
        ("turun", ("down", "j")),
        ("naik", ("up", "k")),
        ("maju", ("pagedown", "right")),
        ("mundur", ("pageup", "left")),
        ("awal", ("home",)),
        ("akhir", ("end",)),
    )
)
"""Moves, by the names of :meth:`deka_tui.widgets.paged_table.PagedTable.go`."""
