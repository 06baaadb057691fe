"""The tab *Referensi Antrean*."""

from __future__ import annotations

from deka_tui.screens.pane import Pane


class PaneReferensiAntrean(Pane):
    """Tab *Referensi Antrean* of the page BPJS FKTP."""
