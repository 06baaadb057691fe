"""Help of the commands for tickets on paper and numbers of the registration counter."""

from __future__ import annotations

from typing import Final

ANTREAN_CETAK: Final = "Cetak tiket di printer stasiun ini, atau cetak ulang."
ANTREAN_PANGGIL_LOKET: Final = "Panggil nomor Loket Pendaftaran berikutnya dari anjungan."
