"""The tab *Monitoring*."""

from __future__ import annotations

from deka_tui.screens.pane import Pane


class PaneMonitoring(Pane):
    """Tab *Monitoring* of the page BPJS FKTP."""
