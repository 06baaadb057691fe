"""Sentences of the integration pages: monitoring, editing and resending, visits, bulk runs, export."""

from __future__ import annotations

PANTAU: dict[str, str] = {
    "bukan_integrasi": "{nama} tidak dapat membuka halaman Integrasi; perlu peran admin atau superadmin dengan hak \"{izin}\".",
}  # fmt: skip
"""Merged into :data:`shared.texts.SENTENCES`."""
