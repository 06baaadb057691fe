"""A door to a short invented audit trail."""

from __future__ import annotations

import json

from shared.domain.audit import BarisAudit, Cacat, HalamanAudit, HasilPeriksa, SaringAudit

DEEDS = (
    ("sari", "petugas", "antrean.panggil", "antrean", {"sebelum": "menunggu", "sesudah": "menunggu"}),
    ("sari", "petugas", "antrean.terima", "antrean", {"sebelum": "menunggu", "sesudah": "diterima"}),
    ("budi", "kiosk", "antrean.batal", "antrean", {"izin": "cancel antrean"}),
    ("kepala", "superadmin", "pengguna.ubah", "pengguna", {"nama": "budi", "sebelum": {"peran": "petugas"},
     "sesudah": {"peran": "kiosk"}}),
    ("jahat\x1b[2J", "-", "pengguna.masuk", "", {"catatan": "kartu 0001234567890\x1b]8;;x"}),
)  # fmt: skip


class FakeAudit:
    """Rows newest first; ``asked`` are the filters it was read with."""

    def __init__(self, now: int, many: int = 60) -> None:
        rows = []
        for n in range(1, many + 1):
            who, role, what, about, details = DEEDS[n % len(DEEDS)]
            refused = what in ("antrean.batal", "pengguna.masuk")
            rows.append(
                BarisAudit(
                    n, now - (many - n) * 61_000, 1, who, role, "2", what, about, n if about else None,
                    "ditolak" if refused else "ok", json.dumps(details), n, f"{n:064x}",
                )
            )  # fmt: skip
        self.rows = rows[::-1]
        self.asked: list[SaringAudit] = []
        self.broken = False

    def muat(
        self, saring: SaringAudit, *, sebelum: int | None, sesudah: int | None, banyak: int
    ) -> HalamanAudit:
        self.asked.append(saring)
        rows = [
            row
            for row in self.rows
            if saring.pelaku in ("", row.pelaku)
            and row.aksi.startswith(saring.aksi)
            and saring.hasil in ("", row.hasil)
        ]
        if sebelum is not None:
            start = next((at for at, row in enumerate(rows) if row.id < sebelum), len(rows))
        elif sesudah is not None:
            start = max(0, len([row for row in rows if row.id > sesudah]) - banyak)
        else:
            start = 0
        page = rows[start : start + banyak]
        return HalamanAudit(tuple(page), start > 0, start + banyak < len(rows))

    def aksi(self) -> tuple[str, ...]:
        return tuple(sorted({row.aksi for row in self.rows}))

    def periksa(self) -> HasilPeriksa:
        if self.broken:
            return HasilPeriksa(11, 11, "0" * 64, Cacat.DIUBAH, 12, 12)
        return HasilPeriksa(60, 60, "ab" * 32)
