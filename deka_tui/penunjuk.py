"""Where the terminal's own cursor rests: on what is current, for screen readers, braille and magnifiers.

A widget or screen that has something current says where in a property ``titik``: an offset on the
screen, ``None`` for nothing. What has the focus comes first.
"""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

HOME = Offset(0, 0)


def titik(screen: Screen[Any]) -> Offset:
    """Find the place of what is current on *screen*, its left top corner where nothing is."""
    for found in (
        _own(screen),
        _focused(screen.focused),
        _within(screen) if screen.focused is None else None,
    ):
        if found is not None:
            return found
    box = screen.query_one_optional("#kotak", Widget)
    inner = (
        next((child for child in box.displayed_children if child.region), None) if box is not None else None
    )
    return HOME if inner is None else inner.content_region.offset


def _own(node: Widget) -> Offset | None:
    found = getattr(node, "titik", None)
    return found if isinstance(found, Offset) else None


def _focused(node: Widget | None) -> Offset | None:
    if node is None or not node.region:
        return None
    if isinstance(node, Input):
        typed = node.value[: node.cursor_position]
        # Textual's own is a column too far at the end of the text.
        at = node.cursor_position if node.password else cell_len(typed)
        return node.content_region.offset + Offset(at - int(node.scroll_offset.x), 0)
    caret = getattr(node, "cursor_screen_offset", None)  # that of a TextArea
    if isinstance(caret, Offset):
        return caret
    if (own := _own(node)) is not None:
        return own
    return _within(node) or node.content_region.offset


def _within(node: Widget) -> Offset | None:
    for child in node.walk_children(Widget):
        if child.region and (found := _own(child)) is not None:
            return found
    return None
