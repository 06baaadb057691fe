"""Words of ``deka kunci``, ``deka rahasia``, ``deka backup`` and ``deka restore``."""

from __future__ import annotations

from typing import Final

KUNCI_DAFTAR: Final = "Tampilkan kunci isi dan berapa isi yang disegelnya."
KUNCI_PUTAR: Final = "Pakai kunci baru; isi lama disegel ulang oleh pekerja sedikit demi sedikit."
KUNCI_BUANG: Final = "Buang kunci yang tidak menyegel apa pun lagi."
P_SEKARANG: Final = "Segel ulang semua isi sekarang juga, tanpa menunggu pekerja."
KEPALA_KUNCI: Final = ("KUNCI", "DIBUAT", "DI BERKAS", "DIPAKAI", "ISI")
TANPA_KUNCI: Final = "(tidak disegel)"
SEDANG_SEGEL: Final = "Isi lama masih disegel ulang oleh pekerja."

RAHASIA_SET: Final = "Simpan rahasia; nilainya diketik saat diminta atau dibaca dari masukan standar."
RAHASIA_DAFTAR: Final = "Tampilkan nama rahasia yang tersimpan, tanpa nilainya."
RAHASIA_HAPUS: Final = "Hapus rahasia yang tersimpan."
KEPALA_RAHASIA: Final = ("NAMA", "DISIMPAN")
RAHASIA_KOSONG: Final = "Belum ada rahasia yang tersimpan."

BACKUP: Final = "Buat cadangan terenkripsi, juga saat loket bekerja. Tanpa BERKAS: ke folder pengaturan."
RESTORE: Final = "Pulihkan penyimpanan dari BERKAS; tidak ada yang dikirim sebelum diperiksa di BPJS."
P_SANDI_CADANGAN: Final = (
    "Baca sandi cadangan dari baris pertama FILE; tanpa ini cadangan.sandi, lalu ditanyakan."
)
P_TIMPA: Final = "Ganti penyimpanan yang sudah berisi; yang lama dicadangkan dulu di samping BERKAS."
P_PERIKSA: Final = "Hanya periksa keutuhan BERKAS, tidak menulis apa pun."
TANYA_CADANGAN: Final = "Sandi cadangan: "
TANYA_CADANGAN_LAGI: Final = "Sandi cadangan sekali lagi: "


def cadangan_dibuat(berkas: str, baris: int, byte: int) -> str:
    """A copy was made."""
    size = f"{baris} baris, {max(byte // 1024, 1)} KB"
    return f"Cadangan {berkas} dibuat dan diperiksa: {size}. Simpan di tempat lain."


def cadangan_utuh(berkas: str, dibuat: str, baris: int) -> str:
    """A copy is whole."""
    return f"Cadangan {berkas} utuh: dibuat {dibuat}, {baris} baris."


def dipulihkan(dibuat: str, baris: int, dibaca: int) -> str:
    """A copy was put back."""
    return (
        f"Dipulihkan dari cadangan {dibuat}: {baris} baris. {dibaca} kiriman diperiksa dulu di BPJS sebelum "
        "dikirim; nomor antrean dilanjutkan setelah jeda."
    )


def menunggu_orang(gagal: int) -> str:
    """Failed jobs that nothing sends again by itself after a restore."""
    return (
        f"{gagal} kiriman gagal tidak dikirim ulang sendiri: periksa dengan deka job daftar --semua-tanggal "
        "--status gagal, lalu deka job resend ID."
    )


def disimpan_sebelumnya(berkas: str) -> str:
    """Where the storage of before is."""
    return f"Isi penyimpanan sebelumnya dicadangkan di {berkas} dengan sandi yang sama."


def init_kunci(berkas: str) -> str:
    """Where the key is."""
    return f"Kunci isi: {berkas}; simpan salinannya di tempat lain yang aman."


def kunci_diputar(kunci: str, berkas: str) -> str:
    """A new key is in use."""
    return f"Kunci {kunci} dipakai mulai sekarang; simpan salinan {berkas} di tempat lain yang aman."


def kunci_dibuang(kunci: str) -> str:
    """A key is gone."""
    return f"Kunci {kunci} dibuang dari berkas kunci."


def tanya_rahasia(nama: str) -> str:
    """Ask for a secret."""
    return f"Nilai {nama}: "


def rahasia_disimpan(nama: str) -> str:
    """A secret is kept."""
    return f"Rahasia {nama} tersimpan; berlaku saat pekerja dijalankan lagi."


def rahasia_dihapus(nama: str) -> str:
    """A secret is forgotten."""
    return f"Rahasia {nama} dihapus dari simpanan."


# ----------------------------------------------------------------- doctor ----
KUNCI: Final = "kunci isi"
RAHASIA: Final = "rahasia"


def kunci_baik(kunci: str, berkas: str) -> str:
    """The key file is in order."""
    return f"{kunci}, {berkas}"


def kunci_sefolder(berkas: str) -> str:
    """The key lies where the storage lies."""
    return (
        f"{berkas} sefolder dengan penyimpanan; pindahkan agar salinan folder itu tidak ikut membawa kuncinya"
    )


def rahasia_baik(ada: bool) -> str:
    """The store is in order, or there is none."""
    return "simpanan dapat dibuka" if ada else "tidak ada yang tersimpan; dari konfigurasi atau lingkungan"


def rahasia_terkunci(nama: str) -> str:
    """Secrets that cannot be opened here."""
    return f"tidak dapat dibuka di sini: {nama}; pekerja memerlukan berkas kuncinya"
