"""Words of the menu and of what all pages beside the queue share."""

from __future__ import annotations

from typing import Final

AKSI_HALAMAN: Final[dict[str, tuple[str, str, str]]] = {
    "menu": ("m", "Menu", "Menu halaman: Integrasi dan lainnya"),
    "tab_maju": ("Tab", "Pindah tab", "Tab berikutnya"),
    "tab_mundur": ("Shift+Tab", "Tab", "Tab sebelumnya"),
    "bantuan": ("?", "Bantuan", "Daftar tombol halaman ini"),
    "kembali": ("Esc", "Kembali", "Kembali; di tingkat paling atas ke layar antrean"),
    "keluar": ("Ctrl+Q", "Keluar", "Keluar dari DEKA"),
    "cetak": ("c", "Cetak", "Cetak tiket ini, atau cetak ulang"),
    "daftar_loket": ("d", "Nomor", "Nomor Loket Pendaftaran: siapa menunggu, panggil, daftarkan"),
    "panggil_loket": ("o", "Loket", "Panggil nomor Loket Pendaftaran berikutnya"),
}
"""Each action: the key as people read it, one word, one line."""
AKSI_TABEL: Final[dict[str, tuple[str, str, str]]] = {
    "turun": ("↓ j", "Turun", "Baris berikutnya"),
    "naik": ("↑ k", "Naik", "Baris sebelumnya"),
    "maju": ("PgDn →", "Maju", "Halaman berikutnya"),
    "mundur": ("PgUp ←", "Mundur", "Halaman sebelumnya"),
    "awal": ("Home", "Awal", "Baris pertama"),
    "akhir": ("End", "Akhir", "Baris terakhir halaman ini"),
}
KELOMPOK: Final = {"halaman": "Halaman", "tabel": "Tabel", "saring": "Saringan", "job": "Job", "isi": "Isi",
                   "produk": "Produk", "katalog": "Katalog KFA"}  # fmt: skip
"""Heads of the help's groups."""

MENU: Final = "Menu"
INTEGRASI: Final = "Integrasi"
PENGAWASAN: Final = "Pengawasan"
SATU_SEHAT: Final = "Integrasi → Satu Sehat"
HALAMAN: Final[dict[str, tuple[str, str]]] = {
    "bpjs_fktp": (INTEGRASI, "BPJS FKTP"),
    "satusehat": (SATU_SEHAT, "Dashboard"),
    "kfa": (SATU_SEHAT, "Pemetaan Obat KFA"),
    "audit": (PENGAWASAN, "Audit"),
}
"""Each page of the menu: the group it stands in, and its name."""
TAB_FKTP: Final = {
    "referensi_pcare": "Referensi PCare",
    "referensi_antrean": "Referensi Antrean",
    "monitoring": "Monitoring",
}
"""The tabs of the page BPJS FKTP, in order."""
PILIH_KAKI: Final = "↑↓ pilih   Enter buka   Esc tutup"


# ----------------------------------------------------------------- tables ----
TABEL_MEMUAT: Final = "Memuat…"
TABEL_KOSONG: Final = "Tidak ada data."
TABEL_GAGAL: Final = "Penyimpanan tidak terjawab; dicoba lagi sendiri, atau tekan F5."


def halaman_ke(nomor: int) -> str:
    """Which page of a table is shown."""
    return f"hal. {nomor}"


def baris_baru(banyak: int) -> str:
    """Rows that have come above the page on screen."""
    return f"{banyak} baris baru — Home"


def ditandai(banyak: int) -> str:
    """Rows that are marked."""
    return f"{banyak} ditandai"
