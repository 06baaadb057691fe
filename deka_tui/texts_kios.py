"""What patients read: at the kiosk, on the public board, on paper. Short sentences, no words of ours."""

from __future__ import annotations

from typing import Final

LANJUT: Final = "Enter lanjut   Backspace hapus   Esc ulang"
SELAMAT_DATANG: Final = "Selamat datang di"
KETIK_NOMOR: Final = "Ketik nomor kartu BPJS (13 angka) atau NIK (16 angka)"
NOMOR_SALAH: Final = "Nomor kartu ada 13 angka, NIK 16 angka. Periksa lalu ketik lagi."
SEBENTAR: Final = "Sebentar…"
MENYIAPKAN: Final = "Anjungan sedang disiapkan…"
TIDAK_SIAP: Final = "Anjungan belum dapat dipakai. Silakan ke loket pendaftaran."
PILIH_POLI: Final = "Pilih poli dengan menekan angkanya"
PILIH_KAKI: Final = "Esc ulang dari awal"
PILIH_LAGI: Final = "0 berikutnya   Esc ulang dari awal"
PERIKSA_PILIHAN: Final = "Sudah benar?"
NAMA: Final = "Nama"
POLI: Final = "Poli"
DOKTER: Final = "Dokter"
BPJS: Final = "BPJS"
AMBIL: Final = "Enter ambil tiket   Esc batal"
AMBIL_KERTAS: Final = "Enter ambil dan cetak tiket   0 tanpa kertas   Esc batal"
MEMERIKSA: Final = "sedang diperiksa…"
NOMOR_ANDA: Final = "Nomor antrean Anda"
KE_LOKET: Final = "Silakan tunggu panggilan ke Loket Pendaftaran."
KE_POLI: Final = "Silakan tunggu panggilan."
SELESAI: Final = "Tekan tombol apa saja untuk selesai"
SEDANG_CETAK: Final = "Tiket sedang dicetak…"
TERCETAK: Final = "Tiket sudah dicetak. Silakan diambil."
CETAK_GAGAL: Final = "Tiket belum tercetak. Catat atau foto nomor ini; nomornya tetap berlaku."
TAWARI_LOKET: Final = "Enter ambil nomor Loket Pendaftaran   Esc ulang"
BELUM_TERDAFTAR: Final = "Nomor ini belum terdaftar di klinik. Petugas loket akan membantu."
TIDAK_ADA_POLI: Final = "Tidak ada poli yang buka sekarang. Petugas loket akan membantu."
TIDAK_BISA: Final = "Pendaftaran di sini belum berhasil. Petugas loket akan membantu."
GAGAL: Final = "Belum berhasil. Coba lagi, atau langsung ke loket pendaftaran."

AKTIF: Final = "aktif"
TIDAK_AKTIF: Final = "tidak aktif"
TIDAK_ADA: Final = "nomor tidak ditemukan di BPJS"
TAK_TERJAWAB: Final = "belum dapat diperiksa"
PROVIDER_SENDIRI: Final = "terdaftar di klinik ini"
ALASAN_LOKET: Final = {
    "tidak_aktif": "Kepesertaan BPJS tidak aktif. Petugas loket akan membantu.",
    "tidak_ada": "Nomor tidak ditemukan di BPJS. Petugas loket akan membantu.",
    "tak_terjawab": "BPJS sedang tidak dapat diperiksa. Petugas loket akan membantu.",
}


def menunggu(banyak: int) -> str:
    """How many wait in a room."""
    return f"{banyak} menunggu"


def sebelum_anda(banyak: int) -> str:
    """How many go before."""
    return f"{banyak} orang sebelum Anda" if banyak else "Anda yang berikutnya"


def angka_terketik(banyak: int) -> str:
    """How many digits are there so far."""
    return f"{banyak} angka"


def tunggakan(bulan: int) -> str:
    """Arrears as PCare tells them."""
    return f"tunggakan {bulan} bulan" if bulan else "tanpa tunggakan"


def provider(nama: str) -> str:
    """Where the member is registered, when that is elsewhere."""
    return f"terdaftar di {nama}"


# --------------------------------------------------------------------- board ----
PAPAN_JUDUL: Final = "PANGGILAN ANTREAN"
PAPAN_KOSONG: Final = "Belum ada panggilan hari ini"
PAPAN_PUTUS: Final = "menyambung kembali…"


def ke_loket(loket: str) -> str:
    """Where the bearer of a number is to go."""
    bare = loket.lower().removeprefix("loket").strip()
    return f"Loket {bare}" if bare else ""


def papan_menunggu(banyak: int) -> str:
    """How many wait in the whole clinic."""
    return f"{banyak} antrean menunggu"


def papan_data(jam: str) -> str:
    """How old what is shown is, when it is not of now."""
    return f"data per {jam} — {PAPAN_PUTUS}"


# --------------------------------------------------------------------- paper ----
CETAK_JUDUL: Final = "NOMOR ANTREAN"
CETAK_ULANG: Final = "(cetak ulang)"
CETAK_KAKI: Final = "Simpan tiket ini sampai dipanggil."
CETAK_DICETAK: Final = "Dicetak"
CETAK_SEBELUM: Final = "Menunggu sebelum Anda"


def belum_siap(sebab: str) -> str:
    """Why a kiosk cannot be used, for whoever looks after it."""
    return f"({sebab})"


# ------------------------------------------------------------------- counter ----
LOKET_KOSONG: Final = "Tidak ada yang menunggu di Loket Pendaftaran"


TANPA_NOMOR: Final = "tanpa nomor"
TINDAKAN_LOKET: Final = {
    "daftarkan": "Panggil dan daftarkan",
    "panggil": "Panggil saja",
    "selesai": "Selesai tanpa pendaftaran",
    "tidak_hadir": "Tidak hadir",
}


def nomor_loket(menunggu: int) -> str:
    """Head of the list of the counter's numbers."""
    return f"Loket Pendaftaran: {menunggu} menunggu"


def sejak(jam: str, loket: str, *, menunggu: bool) -> str:
    """Since when a number waits, or when it was called to which counter."""
    if menunggu:
        return f"menunggu sejak {jam}"
    return f"dipanggil {jam} {ke_loket(loket)}".strip()


def dipanggil_lagi(tiket: str, loket: str) -> str:
    """A number of the list was called."""
    return f"#{tiket} dipanggil ke {ke_loket(loket)}" if ke_loket(loket) else f"#{tiket} dipanggil"


def berakhir(tiket: str, *, hadir: bool) -> str:
    """A number of the registration counter has ended."""
    return f"#{tiket} selesai" if hadir else f"#{tiket} tidak hadir"


def tercetak(tiket: str) -> str:
    """A ticket came out of the printer."""
    return f"Tiket #{tiket} tercetak"


def dipanggil_loket(tiket: str, loket: str, sisa: int) -> str:
    """A number of the registration counter was called."""
    where = f" ke {ke_loket(loket)}" if ke_loket(loket) else ""
    return f"#{tiket} dipanggil{where}, {sisa} masih menunggu"
