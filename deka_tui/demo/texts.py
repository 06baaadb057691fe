"""Words of ``deka demo`` before and after its screen."""

from __future__ import annotations

from typing import Final

MENYIAPKAN: Final = "Menyiapkan hari klinik rekaan…"
MEMBERESKAN: Final = "Menutup demo…"
BUKAN_MILIK_DEMO: Final = "Folder {folder} berisi berkas lain; kosongkan dulu atau jalankan dari folder lain."
SANDBOX_GAGAL: Final = "Simulator BPJS tidak dapat dijalankan; lihat {log}."
