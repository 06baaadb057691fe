"""Words of the page Audit."""

from __future__ import annotations

from typing import Final

from deka_tui.texts_halaman import AKSI_TABEL

AKSI: Final[dict[str, tuple[str, str, str]]] = {
    **AKSI_TABEL,
    "maju": ("PgDn", "Maju", "Halaman berikutnya"),
    "mundur": ("PgUp", "Mundur", "Halaman sebelumnya"),
    "rincian": ("Enter", "Rincian", "Baris ini selengkapnya"),
    "periksa": ("v", "Verifikasi", "Periksa rantai jejak audit dari awal"),
    "tanggal": ("t", "Tanggal", "Pilih tanggal; kosong: semua"),
    "hari_balik": ("←", "Hari", "Hari sebelumnya"),
    "hari_depan": ("→", "Hari", "Hari berikutnya"),
    "semua_tanggal": ("h", "Semua hari", "Semua tanggal, atau hari ini lagi"),
    "aksi": ("a", "Aksi", "Saring aksi, misalnya antrean atau antrean.batal"),
    "pelaku": ("p", "Pelaku", "Saring nama pelaku"),
    "hasil": ("f", "Hasil", "Semua, ditolak saja, atau ok saja"),
    "reset": ("z", "Semula", "Saringan semula"),
    "muat": ("F5", "Muat", "Baca lagi"),
}
JUDUL: Final = "Audit"
KEPALA: Final = ("Waktu", "Pelaku", "Loket", "Aksi", "Objek", "Hasil", "Rincian")
SEMUA: Final = "Semua"
TANYA_AKSI: Final = "Aksi atau kelompoknya; kosong: semua. Yang ada:"
TANYA_PELAKU: Final = "Nama pelaku; kosong: semua."
KOSONG: Final = ("Tidak ada baris audit yang cocok.", "z saringan semula   h semua hari")
MEMERIKSA: Final = "Memeriksa rantai…"
HASIL: Final = {"": SEMUA, "ditolak": "Ditolak", "ok": "OK"}
"""The filter of outcomes, in the order the key goes through."""
_NAMES: Final = ("Tanggal", "Aksi", "Pelaku", "Hasil")


def saringan(tanggal: str, aksi: str, pelaku: str, hasil: str) -> tuple[tuple[str, str], ...]:
    """The filter as pairs of name and value."""
    values = (tanggal, aksi or SEMUA, pelaku or SEMUA, hasil)
    return tuple(zip(_NAMES, values, strict=True))


def rincian_judul(urut: int, nomor: int) -> str:
    """Title of a row in full."""
    return f"Audit {nomor}, urutan {urut}" if urut else f"Audit {nomor}, tanpa segel"


RINCIAN: Final = {
    "waktu": "Waktu",
    "pelaku": "Pelaku",
    "peran": "Peran",
    "stasiun": "Loket",
    "aksi": "Aksi",
    "objek": "Objek",
    "hasil": "Hasil",
    "segel": "Segel",
}
