"""Words of the page Satu Sehat. The document's own labels stand here letter by letter."""

from __future__ import annotations

from typing import Final

from deka_tui.texts_monitor import AKSI as AKSI_MONITOR
from shared.domain.sumber import Keadaan

JUDUL: Final = "Satu Sehat"

# ------------------------------------------------------------- dashboard ----
AKSI_DASBOR: Final[dict[str, tuple[str, str, str]]] = {
    "turun": ("↓ j", "Turun", "Kartu di bawahnya"),
    "naik": ("↑ k", "Naik", "Kartu di atasnya"),
    "kiri": ("←", "Kiri", "Kartu di kirinya"),
    "kanan": ("→", "Kanan", "Kartu di kanannya"),
    "awal": ("Home", "Awal", "Kartu pertama"),
    "akhir": ("End", "Akhir", "Kartu terakhir"),
    "buka": ("Enter", "Daftar", "Daftar detail pengiriman jenis ini"),
    "regenerate": ("r", "Regenerate", "Regenerate: buat ulang resource dasar dari data klinik"),
    "jawab": ("a", "Jawab", "Jawab pertanyaan yang terbuka"),
    "tanggal": ("t", "Tanggal", "Pilih tanggal dari kalender"),
    "hari_balik": ("[", "Kemarin", "Sehari sebelumnya"),
    "hari_depan": ("]", "Besok", "Sehari sesudahnya"),
    "semua_tanggal": ("h", "Semua tgl", "Hapus tanggal: seluruh data"),
    "cari": ("/", "Cari", "Cari tipe resource"),
    "muat": ("F5 g", "Perbarui", "Perbarui: baca ulang sekarang"),
}
"""Each action: the key as people read it, one word, one line."""
AKSI_SUMBER: Final[dict[str, tuple[str, str, str]]] = {
    **AKSI_MONITOR,
    "detail": ("Enter", "Detail", "Detail: keadaan, Request dan Response tiap percobaan"),
    "resend": ("r", "Kirim Ulang", "Kirim ulang baris yang gagal"),
    "verifikasi": ("i", "Verifikasi", "Baca kembali di SatuSehat menurut id-nya"),
    "jawab": ("a", "Jawab", "Jawab pertanyaan baris ini"),
    "tanggal": ("t", "Tanggal", "Pilih tanggal dari kalender"),
    "status": ("f", "Status", "Ganti status: Semua, Tidak Terkirim, Belum Terkirim, Terkirim"),
    "kartu_total": ("1", "Total", "Semua baris"),
    "kartu_menunggu": ("2", "Belum", "Yang Belum Terkirim"),
    "kartu_berhasil": ("3", "Terkirim", "Yang Terkirim"),
    "kartu_gagal": ("4", "Gagal", "Yang Tidak Terkirim"),
    "muat": ("F5 g", "Perbarui", "Perbarui: baca ulang sekarang"),
    "ragu": ("F7", "Keraguan", "Loncat ke jalur berikutnya yang diragukan atau ditolak"),
    "edit": ("e", "Edit", "Edit request body, lalu Kirim Ulang"),
}

LINGKUNGAN: Final = {"dev": "DEV", "stg": "STG", "prod": "PRODUKSI", "lain": "LAIN"}
LINGKUNGAN_KATA: Final = {
    "dev": "data uji Kemenkes", "stg": "data uji Kemenkes", "prod": "data sungguhan", "lain": "",
}  # fmt: skip
SEMUA_TANGGAL: Final = "semua tanggal"
CARI: Final = "Cari tipe resource"
MEMUAT: Final = "Memuat…"
TERKIRIM: Final = "terkirim"
DALAM_PROSES: Final = "Dalam proses"
GAGAL: Final = "gagal"
BELUM: Final = "belum"
BELUM_ADA: Final = "belum ada data"
REGENERATE: Final = "Regenerate"
MEMPROSES: Final = "memproses…"
TIDAK_COCOK: Final = ("Tidak ada tipe resource yang cocok.", "Esc di kolom cari mengembalikan semua.")
BELUM_DIATUR: Final = "SatuSehat belum diatur; isi tabel [satusehat] di berkas pengaturan."
BUKAN_DASAR: Final = "Regenerate hanya untuk Organization, Location, Practitioner dan Patient."
TANPA_PERTANYAAN: Final = "Tidak ada pertanyaan yang terbuka."
GAGAL_BACA: Final = "penyimpanan tidak terjawab, mencoba lagi"
GERBANG: Final = {
    "terputus": "SatuSehat terganggu; pengiriman ditunda",
    "menguji": "SatuSehat sedang diuji dengan satu kiriman",
    "kredensial": "Kredensial ditolak; pengiriman berhenti. Periksa client id dan client secret",
}
DICOBA: Final = "dicoba lagi {waktu}"
SEGERA: Final = "segera"


def pertanyaan(banyak: int) -> str:
    """How many questions are open."""
    return f"{banyak} pertanyaan"


def menunggu(banyak: int) -> str:
    """How many rows wait behind a shut gate."""
    return f"{banyak} menunggu"


def ringkas(terkirim: str, total: str) -> str:
    """All types together."""
    return f"{terkirim}/{total} terkirim"


def kartu_ke(pertama: int, terakhir: int, banyak: int) -> str:
    """Which cards are seen."""
    return f"kartu {pertama}-{terakhir} dari {banyak}"


def dalam_proses(banyak: str) -> str:
    """How many are under way."""
    return f"{DALAM_PROSES} {banyak}"


# ---------------------------------------------------------------- kalender ----
JUDUL_KALENDER: Final = "Tanggal"
HARI_KALENDER: Final = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")
BULAN: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
KALENDER_KAKI: Final = ("←→↑↓ hari  PgUp PgDn bulan", "t hari ini  h semua  Enter pilih")
HARI_INI: Final = "hari ini"

# ------------------------------------------------------------------- tabel ----
KARTU: Final = ("Total", "Belum Terkirim", "Terkirim", "Tidak Terkirim")
KARTU_PENDEK: Final = ("Total", "Belum", "Terkirim", "Gagal")
SARING: Final = ("Semua", "Tidak Terkirim", "Belum Terkirim", "Terkirim")
TANDA: Final = {
    Keadaan.TERKIRIM: "●",
    Keadaan.GAGAL: "✗",
    Keadaan.PROSES: "→",
    Keadaan.SIAP: "○",
    Keadaan.MENUNGGU: "…",
    Keadaan.TERTAHAN: "!",
}
"""The sign in each badge, which tells them apart without colour."""
TANDA_TANYA: Final = "?"
"""The sign of a failed row about which a person is asked."""
KOSONG: Final = (
    "Tidak ada baris pada saringan ini.",
    "z mengembalikan semua filter, h menampilkan semua tanggal.",
)
SATUSEHAT: Final = "SatuSehat"
DEKA: Final = "DEKA"
JUDUL_PENDEK: Final = {
    "status_remote": "Kunjungan", "no_registrasi": "Registrasi", "dicoba": "Dicoba", "hasil": "Hasil",
    "nama": "Nama Pasien", "induk": "Induk",
}  # fmt: skip
MENYUSUL: Final = "Dikirim sendiri begitu itu terkirim."
PETAKAN: Final = "Petakan produknya ke kode KFA; sesudah itu terkirim sendiri."
SIAP: Final = "Sebentar lagi dikirim; hasilnya tampil sendiri."
PROSES: Final = "Sedang dikirim; hasilnya tampil sendiri."
SUDAH: Final = "Terkirim"
TERTAUT: Final = "id SatuSehat"
VERIFIKASI_DIMINTA: Final = "Verifikasi {nama} diminta; hasilnya tampil sendiri."
TANPA_ID: Final = "Baris ini belum punya id SatuSehat; belum ada yang dapat diverifikasi."
TANPA_TANYA: Final = "Tidak ada pertanyaan untuk baris ini."

# ------------------------------------------------------------------ detail ----
ATURAN: Final = "aturan"
MENUNGGU: Final = "Menunggu"
KERAGUAN: Final = "Keraguan"
TANPA_KERAGUAN: Final = "Tidak ada keraguan pada isi ini."
ISI_SEKARANG: Final = "Isi sekarang"
LAKUKAN: Final = "Lakukan"
ADA_TANYA: Final = "tekan a untuk menjawab."
LOKAL: Final = "Lokal"
IHS: Final = "IHS ID"
DIPERIKSA: Final = "diperiksa"


def keraguan_ke(nomor: int, banyak: int) -> str:
    """Which doubt is shown."""
    return f"{KERAGUAN} {nomor}/{banyak}"


def keraguan(banyak: int) -> str:
    """How many doubts there are."""
    return f"{banyak} keraguan, F7 melompat"


# -------------------------------------------------------------------- edit ----
EDIT_KAKI: Final = "Ctrl+S periksa & Kirim Ulang   F7 keraguan berikut   F8 rapikan   Esc selesai"
CEK_BERJALAN: Final = "memeriksa…"
CEK_GAGAL: Final = "belum dapat diperiksa"
BERAT: Final = "menghalangi pengiriman"

# -------------------------------------------------------------- regenerate ----
TANYA_REGENERATE: Final = "Regenerate {jenis}?"
TANYA_REGENERATE_RINCI: Final = {
    "tulis": "Data klinik ditulis ke SatuSehat di tempat yang belum ada atau berbeda.",
    "cari": "Setiap orang dicari kembali menurut NIK; nol atau beberapa calon menjadi pertanyaan.",
}
SEBAIKNYA: Final = "Hanya bila diperlukan, misalnya setelah perubahan data master yang signifikan."
YA_REGENERATE: Final = "Regenerate"
BATAL: Final = "Batal"
JUDUL_REGENERATE: Final = "Regenerate"
REGENERATE_KAKI: Final = "↑↓ gulir   a jawab pertanyaan   Esc tutup (proses berjalan terus)"
MENYIAPKAN: Final = "Menyiapkan data klinik…"
REGENERATE_KOSONG: Final = (
    "Tidak ada data klinik untuk jenis ini.",
    "Isi master data atau pasien lebih dahulu.",
)
KOLOM_HASIL: Final = {
    "lokal": "Kode Lokal", "nama": "Nama", "hasil": "Hasil", "ihs": "IHS ID", "pesan": "Pesan",
}  # fmt: skip


def kemajuan(selesai: str, semua: str, dilewati: int, tanya: int) -> str:
    """How far a regeneration is."""
    passed = f"   {dilewati} dilewati: diedit manual" if dilewati else ""
    asked = f"   {tanya} perlu dijawab" if tanya else ""
    return f"{selesai} dari {semua} selesai{passed}{asked}"


# -------------------------------------------------------------- pertanyaan ----
JUDUL_TANYA: Final = "Pertanyaan"
DI_KLINIK: Final = "Di klinik"
DI_SATUSEHAT: Final = "Calon {nomor}"
NAMA: Final = "Nama"
ID: Final = "Id"
RINCI: Final = "Rinci"
TANPA_CALON: Final = "Tidak ada calon."
SAMA: Final = "nama sama"
BEDA: Final = "nama berbeda"
PILIH_CALON: Final = "pilih calon"
ISI_ID: Final = "isi id"
BUAT: Final = "minta dibuat"
CARI_LAGI: Final = "cari lagi"
LAINNYA: Final = "pertanyaan lain"
TUTUP: Final = "tutup"
TANYA_TAUTKAN: Final = "Tautkan {lokal} ke {calon}?"
TANYA_BUAT: Final = "Minta SatuSehat membuat {lokal}?"
YA_TAUTKAN: Final = "Ya, tautkan"
YA_BUAT: Final = "Ya, buat"
TAUTKAN_RINCI: Final = "Data klinik orang ini selanjutnya masuk ke rekam medis calon tersebut."
TANYA_ID: Final = "Id SatuSehat (IHS) yang benar untuk {nama}"
ID_KOSONG: Final = "Tulis id-nya lebih dahulu."
DIJAWAB: Final = "Jawaban disimpan; hasilnya tampil sendiri."


def pertanyaan_ke(nomor: int, banyak: int) -> str:
    """Which question is shown."""
    return f"{nomor} dari {banyak}"
