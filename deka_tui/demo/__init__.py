"""``deka demo``: a lively clinic day on one screen, with everything it needs and nothing left behind."""

from __future__ import annotations


def main() -> int:
    """Play the demo until its screen is left; returns the exit status."""
    from deka_tui.demo.stage import main as play

    return play()
