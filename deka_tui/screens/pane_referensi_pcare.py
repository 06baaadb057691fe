"""The tab *Referensi PCare*."""

from __future__ import annotations

from deka_tui.screens.pane import Pane


class PaneReferensiPCare(Pane):
    """Tab *Referensi PCare* of the page BPJS FKTP."""
