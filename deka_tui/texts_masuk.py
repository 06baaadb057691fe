"""Words of signing in, of a locked station, and of one's own account."""

from __future__ import annotations

from typing import Final

MASUK: Final = "Masuk"
NAMA: Final = "Nama"
SANDI: Final = "Sandi"
LOKET: Final = "Loket"
LOKET_PILIH: Final = "↑↓"
MASUK_KAKI: Final = "Enter masuk   Tab pindah   Ctrl+Q keluar"
MASUK_KAKI_TERKUNCI: Final = "Enter masuk   Tab pindah"
MEMERIKSA: Final = "Memeriksa…"
MENYIAPKAN: Final = "Membuka penyimpanan…"
ISI_NAMA: Final = "Ketik nama pengguna dan sandi Anda."
NAMA_KOSONG: Final = "Nama pengguna belum diisi."
SANDI_KOSONG: Final = "Sandi belum diisi."
LOKET_KOSONG: Final = "Loket belum diisi; ketik nomor atau nama loket ini."

TERKUNCI: Final = "Layar terkunci"
KUNCI_PIN: Final = "PIN"
KUNCI_KAKI: Final = "Enter buka   F2 ganti pengguna   Ctrl+Q keluar"
KUNCI_KAKI_TERKUNCI: Final = "Enter buka   F2 ganti pengguna"
KUNCI_PETUNJUK_PIN: Final = "Ketik PIN atau sandi untuk membuka."
KUNCI_PETUNJUK: Final = "Ketik sandi untuk membuka."

AKSI_AKUN: Final = ("u", "Akun", "Kunci layar, ganti pengguna, ganti sandi atau PIN")
AKUN: Final = "Akun"
AKUN_PILIHAN: Final = {
    "kunci": "Kunci layar",
    "ganti": "Keluar dan ganti pengguna",
    "sandi": "Ganti sandi",
    "pin": "Pasang atau ganti PIN",
}
AKUN_MASUK: Final = "Masuk sebagai pengguna"
LABEL_SANDI: Final = ("Sandi sekarang", "Sandi baru", "Sandi baru sekali lagi")
LABEL_SANDI_PERTAMA: Final = ("Sandi dari admin", "Sandi baru", "Sandi baru sekali lagi")
SANDI_PERTAMA: Final = "Ganti sandi dari admin"
LABEL_PIN: Final = ("Sandi sekarang", "PIN baru (4 sampai 8 angka; kosong: cabut)", "PIN baru sekali lagi")
ISIAN_KAKI: Final = "Enter lanjut   Tab pindah   Esc batal"
TIDAK_SAMA: Final = "Keduanya tidak sama; ketik lagi."
SANDI_DIGANTI: Final = "Sandi diganti; PIN lama, bila ada, dicabut."
PIN_DIPASANG: Final = "PIN dipasang."
PIN_DICABUT: Final = "PIN dicabut."
HAK_BERUBAH: Final = "Hak akses Anda diubah admin; silakan masuk lagi."
TANPA_PAPAN: Final = ("Akun ini tidak membuka antrean.", "m menu   u akun")


def siapa(nama: str, loket: str) -> str:
    """Who had signed in, and where."""
    return f"{nama}, loket {loket}" if loket else nama


def gagal_buka(terkunci: bool) -> str:
    """What to do while the storage cannot be opened; a locked station has no way out."""
    otherwise = "; bila tetap begini, panggil admin" if terkunci else ", atau Ctrl+Q untuk keluar"
    return f"Tekan F5 untuk mencoba lagi{otherwise}."
