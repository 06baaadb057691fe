"""Colours: one calm dark and one light theme, and what stands for them where there are only sixteen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from textual.theme import Theme

_STYLES = Path(__file__).parent / "styles"


def sheets(*names: str) -> list[str | PurePath]:
    """Name the style sheets of an app or screen, to be read when it is first shown."""
    return [_STYLES / f"{name}.tcss" for name in names]


PAGES = sheets("integrasi", "referensi", "satusehat", "kfa")
"""The sheets of the pages for admins, and of what they open."""


DARK = Theme(
    name="deka",
    primary="#5aa9e6",
    secondary="#7f9cc0",
    accent="#63c7b2",
    success="#5fbf87",
    warning="#e0b24c",
    error="#ef6a6a",
    foreground="#d6dce6",
    background="#10151d",
    surface="#161d28",
    panel="#1c2532",
    dark=True,
    variables={
        "deka-muted": "#8f9bad",
        "deka-grey": "#76839a",
        "deka-ticket": "#7cc4ff",
        "deka-key": "#7f9cc0",
        "deka-mark": "#63b3ff",
        "deka-good": "#5fbf87",
        "deka-warn": "#e0b24c",
        "deka-bad": "#ef6a6a",
        "deka-chosen": "#8fb8e0",
        "deka-band": "#19212d",
        "deka-rule": "#2b3646",
        "deka-dialog": "#1a2330",
        "deka-button": "#2a384b",
        "border": "#4c6a8c",
        "border-blurred": "#2b3646",
        "block-cursor-background": "#8fb8e0",
        "block-cursor-foreground": "#10151d",
        "block-cursor-text-style": "none",
        "input-cursor-background": "#d6dce6",
        "input-cursor-foreground": "#10151d",
        "input-selection-background": "#2f4f73",
    },
)
LIGHT = Theme(
    name="deka-terang",
    primary="#1f6fb2",
    secondary="#4a6484",
    accent="#12806a",
    success="#1c7a45",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#1b2430",
    background="#f6f7f9",
    surface="#eceff3",
    panel="#e2e6ec",
    dark=False,
    variables={
        "deka-muted": "#55617a",
        "deka-grey": "#6b7689",
        "deka-ticket": "#1f5f9e",
        "deka-key": "#3f5f86",
        "deka-mark": "#1f6fd0",
        "deka-good": "#1c7a45",
        "deka-warn": "#8a5a00",
        "deka-bad": "#b3261e",
        "deka-chosen": "#1f5f9e",
        "deka-band": "#e6eaf0",
        "deka-rule": "#c8d0db",
        "deka-dialog": "#ffffff",
        "deka-button": "#dde3ea",
        "border": "#6f8db0",
        "border-blurred": "#c8d0db",
        "block-cursor-background": "#1f5f9e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "input-cursor-background": "#1b2430",
        "input-cursor-foreground": "#f6f7f9",
        "input-selection-background": "#b9d4f0",
    },
)
SIXTEEN = "ansi-dark"
"""The theme where the terminal has sixteen colours: elsewhere waiting and failed would be the same red."""

_ANSI = {
    "deka-muted": "ansi_white",
    "deka-grey": "ansi_white",
    "deka-ticket": "ansi_bright_cyan",
    "deka-key": "ansi_cyan",
    "deka-mark": "ansi_bright_cyan",
    "deka-good": "ansi_green",
    "deka-warn": "ansi_yellow",
    "deka-bad": "ansi_red",
    "deka-chosen": "ansi_cyan",
    "deka-band": "ansi_default",
    "deka-rule": "ansi_blue",
    "deka-dialog": "ansi_default",
    "deka-button": "ansi_default",
}


def defaults(theme: Theme) -> dict[str, str]:
    """Our own variables where *theme* does not set them, made from its colours."""
    if theme.ansi:
        return _ANSI
    own = DARK if theme.dark else LIGHT
    taken = {
        "deka-ticket": theme.primary,
        "deka-key": theme.accent or theme.primary,
        "deka-good": theme.success or "",
        "deka-warn": theme.warning or "",
        "deka-bad": theme.error or "",
        "deka-chosen": theme.primary,
        "deka-band": theme.panel or theme.surface or "",
        "deka-dialog": theme.surface or "",
    }
    return {**own.variables, **{name: value for name, value in taken.items() if value}}


def choose(wanted: str, color_system: str | None, known: set[str]) -> str:
    """Pick the theme before anything is mounted: the wanted one if it can be shown, else the fitting one."""
    if wanted in known:
        return wanted
    return SIXTEEN if color_system in (None, "standard", "windows") else DARK.name


def colourless(wanted: str, env: Mapping[str, str]) -> bool:
    """Tell whether nothing is to be coloured: ``NO_COLOR`` is there and no theme was asked for.

    A theme that was asked for is shown in shades of grey.
    """
    return "NO_COLOR" in env and not wanted
