"""Words of the page Pemetaan Obat KFA, its mapping sheet, its bulk review and its dialogs."""

from __future__ import annotations

from typing import Final

# ------------------------------------------------------------------ statistics ----
KARTU: Final = ("Total Produk", "Sudah Dipetakan", "Belum Dipetakan", "Progres")
KARTU_PENDEK: Final = ("Total", "Sudah", "Belum", "Progres")
MUAT_ULANG: Final = "Muat Ulang"
TOMBOL_MUAT: Final = "F5"
MEMUAT: Final = "Memuat produk…"

# ------------------------------------------------------------------- catalogue ----
KATALOG: Final = "Katalog KFA"
KATALOG_KOSONG: Final = "belum ada; tekan s untuk mengambilnya dari KFA"
TANPA_PEKERJA: Final = "tidak ada worker yang berjalan; jalankan deka-worker"
MENUNGGU: Final = "menunggu"
MEMBACA: Final = "membaca"


def katalog_isi(obat: str, alkes: str) -> str:
    """What the mirror holds."""
    return f"{obat} obat, {alkes} alkes"


def katalog_usang(banyak: str) -> str:
    """How many codes are in use no more."""
    return f"{banyak} tidak dipakai lagi"


def umur(menit: int) -> str:
    """How old the mirror is."""
    if menit < 1:
        return "baru saja"
    if menit < 60:
        return f"{menit} menit lalu"
    if menit < 48 * 60:
        return f"{menit // 60} jam lalu"
    return f"{menit // (24 * 60)} hari lalu"


def katalog_saat(umur_: str) -> str:
    """When the mirror was read last."""
    return f"disinkronkan {umur_}"


def katalog_dibaca(baris: str, halaman: str) -> str:
    """How far a reading is."""
    return f"{baris} baris, {halaman} halaman"


def terhenti(persen: int) -> str:
    """A reading that was stopped."""
    return f"terhenti di {persen}%; s melanjutkan"


def katalog_gagal(sebab: str) -> str:
    """A reading that failed."""
    return f"sinkronisasi gagal: {sebab}"


def diminta(*, pekerja: bool) -> str:
    """A reading that was asked for."""
    if pekerja:
        return "Sinkronisasi katalog KFA diminta; berjalan di latar."
    return f"Sinkronisasi katalog KFA diminta, tetapi {TANPA_PEKERJA}."


def selesai(baris: str, perubahan: str) -> str:
    """A reading that came to its end."""
    return f"Katalog KFA selesai disinkronkan: {baris} baris dibaca, {perubahan}."


def dihentikan(baris: str) -> str:
    """A reading that was stopped."""
    return f"Sinkronisasi katalog KFA dihentikan setelah {baris} baris; tekan s untuk melanjutkan."


def gagal(sebab: str) -> str:
    """A reading that failed while it was looked at."""
    return f"Sinkronisasi katalog KFA gagal: {sebab}"


TIDAK_JALAN: Final = "Sinkronisasi katalog KFA tidak sedang berjalan; tidak ada yang dihentikan."
JUDUL_HENTI: Final = "Hentikan sinkronisasi"
TANYA_HENTI: Final = "Hentikan sinkronisasi katalog KFA?"
DAMPAK_HENTI: Final = "Yang sudah dibaca tersimpan; sinkronisasi berikutnya melanjutkan dari sana."
YA_HENTI: Final = "Ya, Hentikan"

# ------------------------------------------------------------------------ tabs ----
TAB: Final = {"belum": "Produk Belum Dipetakan", "sudah": "Produk Sudah Dipetakan"}
TAB_PENDEK: Final = {"belum": "Belum Dipetakan", "sudah": "Sudah Dipetakan"}
KEPALA_BELUM: Final = ("Nama Produk", "Bentuk", "Kekuatan", "Kode", "Resep")
KEPALA_SUDAH: Final = ("Nama Produk", "  Kode KFA", "Nama KFA", "Tanda", "Aksi")
AKSI_BARIS: Final = "e Ubah  d Hapus"
CARI: Final = "/ Cari nama atau kode…"
HANYA_BERTANDA: Final = "hanya yang bertanda"
KOSONG_AWAL: Final = ("Belum ada produk.", "Tekan i untuk mengimpor CSV, atau n untuk menambah satu.")
KOSONG_BELUM: Final = ("Semua produk sudah dipetakan.",)
KOSONG_SUDAH: Final = (
    "Belum ada produk yang dipetakan.",
    "Pindah tab dengan Tab, lalu Enter untuk memetakan.",
)
KOSONG_TANDA: Final = ("Tidak ada pemetaan yang bertanda.", "Tekan t untuk melihat semuanya.")
KOSONG_CARI: Final = ("Tidak ada produk yang cocok.", "Esc menghapus pencarian.")


def resep_menunggu(banyak: int) -> str:
    """How many prescriptions wait for a product."""
    return f"{banyak} resep menunggu"


TANPA_RESEP: Final = "tidak ada resep menunggu"


def pengganti(kode: str, nama: str) -> str:
    """What takes the place of a retired code."""
    return f"pengganti: {kode} {nama} — tekan e"


def dipetakan_oleh(oleh: str, saat: str) -> str:
    """Who mapped a product, and when."""
    return f"dipetakan {oleh} {saat}"


# --------------------------------------------------------------------- mapping ----
JUDUL_PETAKAN: Final = "Petakan ke KFA"
JUDUL_UBAH: Final = "Ubah pemetaan KFA"
CARI_KFA: Final = "ketik nama obat atau kode KFA"
SARAN: Final = "Saran"
HASIL_CARI: Final = "Hasil pencarian"
MENCARI: Final = "Mencari…"
MEMBACA_RINCI: Final = "Membaca rincian…"
TUNGGU_RINCI: Final = "Rincian belum tampil; tunggu sebentar, lalu Enter."
TANPA_SARAN: Final = "Tidak ada saran; ketik nama generiknya."
TANPA_HASIL: Final = "Tidak ada yang cocok; coba nama generik atau kode 8 angka."
PILIH_DULU: Final = "Saran ini kurang pasti: pilih dahulu dengan panah bawah, lalu Enter."
BELUM_DIPILIH: Final = "(pilih yang sesuai)"
SEKARANG: Final = "sekarang"
PENGGANTI: Final = "pengganti"
MENYIMPAN: Final = "Menyimpan…"
ISI_RINCI: Final = "Pindahkan panah ke satu baris untuk melihat rinciannya."
KAKI_PETAKAN: Final = "↑↓ pilih   Enter petakan   Tab rincian lengkap   Esc batal"
TIDAK_BERLAKU: Final = "tidak dipakai lagi"
KONFLIK: Final = "Berbeda"
COCOK: Final = "Kekuatan dan bentuk tidak bertentangan dengan produk."
RINCI: Final = {
    "kode": "Kode KFA",
    "nama": "Nama Obat",
    "bentuk": "Bentuk Sediaan",
    "kekuatan": "Kekuatan",
    "produsen": "Produsen",
    "merek": "Merek",
    "nie": "NIE",
    "zat": "Zat aktif",
    "template": "Kelompok",
    "tingkat": "Tingkat",
    "jenis": "Jenis",
    "keadaan": "Keadaan",
    "ganti": "Pengganti",
    "ganti_alasan": "Alasan diganti",
    "diperbarui": "Diperbarui KFA",
    "rxterm": "Rxterm",
    "generik": "Generik",
    "produksi_buatan": "Produksi",
    "dose_per_unit": "Dosis per unit",
    "net_weight": "Berat bersih",
    "net_weight_uom_name": "Satuan berat",
    "volume": "Volume",
    "volume_uom_name": "Satuan volume",
    "fix_price": "Harga tetap",
    "het_price": "HET",
    "fornas": "Fornas",
    "klasifikasi_izin": "Klasifikasi izin",
    "uom": "Satuan",
    "controlled_drug": "Golongan",
    "rute_pemberian": "Rute pemberian",
    "kemasan": "Kemasan",
}
"""Labels of a product of the catalogue; what is not here is shown by the service's own name."""
BERLAKU: Final = "berlaku"
NONAKTIF: Final = "tidak dipakai lagi"
DRAF: Final = "masih draf"
HILANG: Final = "tidak ada lagi di katalog"
JUDUL_DETAIL: Final = "Detail Kode KFA"

JUDUL_YAKIN: Final = "Kekuatan atau bentuk berbeda"
YA_YAKIN: Final = "Ya, Tetap Petakan"
DAMPAK_YAKIN: Final = "Pemetaan yang salah membuat data obat di SatuSehat tidak akurat."


def tanya_yakin(produk: str, kode: str) -> str:
    """The second question where product and code contradict."""
    return f"Tetap petakan {produk} ke {kode}?"


def dilepas(banyak: int) -> str:
    """What goes on because of a mapping."""
    return f"{banyak} Medication yang menunggu dilepas" if banyak else "tidak ada Medication yang menunggu"


def dipetakan(produk: str, kode: str, banyak: int, *, berubah: bool) -> str:
    """A product that was mapped, and what goes on because of it."""
    done = f"{produk} dipetakan ke {kode}" if berubah else f"Pemetaan {produk} tidak berubah"
    return f"{done}; {dilepas(banyak)}."


JUDUL_HAPUS: Final = "Hapus pemetaan"
YA_HAPUS: Final = "Ya, Hapus"
DAMPAK_HAPUS: Final = (
    "Medication berikutnya menunggu sampai dipetakan lagi; yang sudah terkirim tetap terkirim."
)


def tanya_hapus(produk: str, kode: str) -> str:
    """The question before a mapping is taken away."""
    return f"Hapus pemetaan {produk} dari {kode}?"


def dihapus(produk: str) -> str:
    """A mapping that was taken away."""
    return f"Pemetaan {produk} dihapus; u mengurungkan."


def diurungkan(produk: tuple[str, ...], banyak: int) -> str:
    """What an undo took back."""
    what = f"Pemetaan {produk[0]}" if len(produk) == 1 else f"{len(produk)} pemetaan"
    return f"{what} diurungkan; {dilepas(banyak)}."


# ------------------------------------------------------------------------ bulk ----
JUDUL_TINJAU: Final = "Terima saran kuat"
KAKI_TINJAU: Final = "Enter petakan  spasi tandai  a semua  v rincian  Esc batal"
KAKI_CARI: Final = "Esc batal"
KAKI_HASIL: Final = "↑↓ baris   Esc kembali"
KAKI_MEMETAKAN: Final = "x hentikan"
KEPALA_TINJAU: Final = ("Nama Produk", "Kode KFA", "Nama KFA", "Skor", "Resep")
KEPALA_HASIL: Final = ("Kode", "Nama Produk", "Sebab tidak dipetakan")
TANPA_KUAT: Final = (
    "Tidak ada saran yang cukup kuat.", "Petakan satu per satu dengan Enter pada tabel produk.",
)  # fmt: skip
TANPA_TANDA: Final = "Tidak ada yang ditandai; spasi menandai baris."
TANPA_DITOLAK: Final = (
    "Semua yang ditandai sudah dipetakan.",
    "Esc kembali; u mengurungkan semuanya sekaligus.",
)
TERHENTI: Final = (
    "Dihentikan: sisanya belum dipetakan.", "Esc kembali; b meninjau sisanya, u mengurungkan yang sudah.",
)  # fmt: skip
JUDUL_TERIMA: Final = "Petakan sekaligus"
YA_TERIMA: Final = "Ya, Petakan"
DAMPAK_TERIMA: Final = "Satu kali u mengurungkan semuanya."


def meninjau(dilihat: str, dari: str) -> str:
    """How far the look for strong suggestions is."""
    return f"Mencari saran: {dilihat} dari {dari} produk"


def memetakan(lewat: str, dari: str) -> str:
    """How far mapping them is."""
    return f"Memetakan: {lewat} dari {dari} produk"


def ditinjau(kuat: str, ragu: str, ditandai: str) -> str:
    """What the look found."""
    return f"{ditandai} dari {kuat} saran kuat ditandai   {ragu} perlu dilihat sendiri"


def tanya_terima(banyak: str) -> str:
    """The question before many are mapped."""
    return f"Petakan {banyak} produk yang ditandai?"


def hasil_terima(banyak: int, lepas: int, ditolak: int, sisa: int = 0) -> str:
    """What mapping many did; *sisa*: not come to, for it was stopped."""
    more = f"; {ditolak} tidak dipetakan" if ditolak else ""
    left = f", {sisa} belum (dihentikan)" if sisa else ""
    return f"{banyak} produk dipetakan{left}; {dilepas(lepas)}{more}."


# ----------------------------------------------------------------------- files ----
JUDUL_IMPOR: Final = "Impor CSV"
PILIH_IMPOR: Final = {"pemetaan": ("Pemetaan", "kode,kode_kfa"), "produk": (
    "Produk", "kode,nama,bentuk,kekuatan,jumlah_resep")}  # fmt: skip
TANYA_IMPOR: Final = {"pemetaan": "Berkas CSV pemetaan", "produk": "Berkas CSV produk"}
CATATAN_IMPOR: Final = {
    "pemetaan": "Kolom: kode,kode_kfa. Satu baris salah menolak seluruh berkas.",
    "produk": "Kolom: kode,nama,bentuk,kekuatan,jumlah_resep. Pemetaan yang ada tetap.",
}
USUL_IMPOR: Final = {"pemetaan": "pemetaan-kfa.csv", "produk": "produk.csv"}
JUDUL_EKSPOR: Final = "Ekspor pemetaan"
TANYA_EKSPOR: Final = "Nama berkas CSV"
CATATAN_EKSPOR: Final = "Semua produk dengan pemetaannya; dapat dibuka di lembar kerja dan diimpor lagi."
USUL_EKSPOR: Final = "pemetaan-kfa.csv"
NAMA_BERKAS: Final = "Tulis nama berkasnya."
SEDANG_IMPOR: Final = "Mengimpor…"
SEDANG_EKSPOR: Final = "Mengekspor…"
JUDUL_DITOLAK: Final = "Baris yang tidak dipetakan"
JUDUL_IMPOR_GAGAL: Final = "Impor ditolak"
YA_SEMUA: Final = "Ya, Petakan Juga"


def ada_berkas(berkas: str) -> str:
    """The question before a file is written over."""
    return f"Berkas {berkas} sudah ada. Timpa?"


YA_TIMPA: Final = "Ya, Timpa"


def diimpor_produk(baris: str, berubah: str) -> str:
    """What an import of products did."""
    return f"{baris} produk dibaca; {berubah} baru atau berubah."


def diimpor_pemetaan(baris: str, berubah: str, banyak: int) -> str:
    """What an import of mappings did."""
    return f"{baris} pemetaan dibaca; {berubah} berubah; {dilepas(banyak)}."


def tanya_ditolak(banyak: int) -> str:
    """The question about rows that contradict."""
    return f"{banyak} baris berbeda kekuatan atau bentuk dan belum dipetakan. Petakan juga?"


def diekspor(baris: str, berkas: str) -> str:
    """What an export wrote."""
    return f"{baris} baris ditulis ke {berkas}."


# --------------------------------------------------------------------- product ----
JUDUL_TAMBAH: Final = "Tambah produk"
JUDUL_SUNTING: Final = "Ubah produk"
ISIAN: Final = {
    "kode": ("Kode", "kode produk di klinik"),
    "nama": ("Nama Produk", "mis. Amoxicillin 500 mg kapsul"),
    "bentuk": ("Bentuk Sediaan", "mis. kapsul; boleh kosong"),
    "kekuatan": ("Kekuatan", "mis. 500 mg; boleh kosong"),
    "jumlah_resep": ("Resep menunggu", "bilangan; kosong berarti 0"),
}
KAKI_ISIAN: Final = "Tab Enter lanjut   Ctrl+S simpan   Esc batal"
SIMPAN: Final = "Simpan"
BUKAN_BILANGAN: Final = "Resep menunggu harus bilangan 0 atau lebih."


def produk_disimpan(nama: str) -> str:
    """A product that was added or changed by hand."""
    return f"Produk {nama} disimpan."


# --------------------------------------------------------------------- actions ----
AKSI: Final[dict[str, tuple[str, str, str]]] = {
    "petakan": ("Enter", "Petakan", "Pilih kode KFA untuk produk ini"),
    "detail": ("Enter", "Detail", "Rincian kode KFA yang dipetakan"),
    "ubah": ("e", "Ubah", "Ganti kode KFA produk ini"),
    "hapus": ("d Del", "Hapus", "Hapus pemetaan produk ini"),
    "bertanda": ("t", "Bertanda", "Hanya yang kodenya perlu dilihat lagi"),
    "urung": ("u", "Urungkan", "Urungkan pemetaan Anda yang terakhir"),
    "terima": ("b", "Saran", "Tinjau dan terima semua saran kuat sekaligus"),
    "cari": ("/", "Cari", "Cari nama atau kode produk"),
    "tambah": ("n", "Tambah", "Tambah produk dengan tangan"),
    "sunting": ("p", "Ubah produk", "Ubah nama, bentuk, atau kekuatan produk ini"),
    "impor": ("i", "Impor", "Impor pemetaan atau produk dari CSV"),
    "ekspor": ("o", "Ekspor", "Ekspor semua pemetaan ke CSV"),
    "sinkron": ("s", "Sinkron", "Sinkronkan katalog KFA; yang terhenti dilanjutkan"),
    "hentikan": ("x", "Hentikan", "Hentikan sinkronisasi katalog"),
    "muat": ("F5 g", MUAT_ULANG, "Baca ulang statistik dan daftar"),
}
