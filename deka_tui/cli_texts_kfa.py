"""Words of ``deka kfa``."""

from __future__ import annotations

from collections.abc import Sequence

SINKRON = "Sinkronkan katalog KFA; pekerja membacanya di belakang layar."
STATUS = "Tampilkan keadaan katalog yang tersimpan."
BATAL = "Hentikan sinkronisasi yang berjalan."
IMPOR_PRODUK = "Impor produk klinik dari CSV (kode,nama,bentuk,kekuatan,jumlah_resep)."
TAMBAH = "Tambah atau ubah satu produk klinik."
CARI = "Cari produk KFA di katalog tersimpan."
SARAN = "Sarankan kode KFA untuk satu produk klinik."
DETAIL = "Tampilkan rincian satu kode KFA."
PETAKAN = "Petakan satu produk klinik ke kode KFA."
HAPUS = "Hapus pemetaan satu produk."
URUNGKAN = "Urungkan pemetaan terakhir Anda."
BELUM = "Daftar produk belum dipetakan, resep terbanyak dulu."
SUDAH = "Daftar produk sudah dipetakan."
STATISTIK = "Hitung produk: total, sudah, belum, persen."
TINJAU = "Tampilkan saran yang cukup kuat untuk diterima sekaligus."
TERIMA = "Terima semua saran kuat."
IMPOR = "Impor pemetaan dari CSV (kode,kode_kfa)."
EKSPOR = "Ekspor semua produk dan pemetaannya ke CSV."

P_PENUH = "baca seluruh katalog, bukan hanya perubahan"
P_DARI_AWAL = "mulai dari awal, jangan lanjutkan yang terhenti"
P_BATAS = "paling banyak N baris"
P_SEMUA = "juga yang tidak dipakai lagi"
P_YAKIN = "petakan meski kekuatan atau bentuk berbeda"
P_BENTUK = "bentuk sediaan"
P_KEKUATAN = "kekuatan"
P_RESEP = "jumlah resep yang menunggu"
P_BERTANDA = "hanya yang kode KFA-nya bermasalah"
P_PRODUK = "bandingkan dengan produk klinik ini"

KEPALA_HASIL = ("Kode", "Nama", "Bentuk", "Kekuatan", "Produsen", "Skor", "Alasan")
KEPALA_PRODUK = ("Kode", "Nama", "Bentuk", "Kekuatan", "Resep")
KEPALA_PETA = ("Kode", "Nama Produk", "Kode KFA", "Nama KFA", "Tanda")
KEPALA_USULAN = ("Kode", "Nama Produk", "Kode KFA", "Nama KFA", "Skor")

KOSONG = "Tidak ada produk KFA yang cocok; coba nama generik atau kurangi kata."
TIDAK_ADA = "Tidak ada produk."
TANPA_USULAN = "Tidak ada saran yang cukup kuat untuk diterima sekaligus."
BELUM_PERNAH = "belum pernah"
DIMINTA = "Sinkronisasi katalog KFA diminta; lihat kemajuannya dengan: deka kfa status."

RINCI = {
    "kode": "Kode KFA",
    "nama": "Nama Obat",
    "bentuk": "Bentuk Sediaan",
    "kekuatan": "Kekuatan",
    "produsen": "Produsen",
    "nie": "NIE",
    "merek": "Nama Dagang",
    "tingkat": "Tingkat",
    "template": "Kelompok",
    "status": "Status",
    "ganti": "Pengganti",
    "diperbarui": "Diperbarui",
    "kemasan": "Kemasan",
}
AKTIF, TIDAK_AKTIF = "dipakai", "tidak dipakai lagi"


def keadaan(obat: int, alkes: int, usang: int, kapan: str) -> str:
    """Say how the mirror stands."""
    return f"Katalog KFA: {obat} obat, {alkes} alkes, {usang} tidak dipakai lagi; terakhir lengkap: {kapan}."


def diimpor(baris: int, berubah: int) -> str:
    """Say what an import of products did."""
    return f"{baris} produk dibaca, {berubah} baru atau berubah."


def dipetakan(kode: str, kfa: str, nama: str, dilepas: int) -> str:
    """Say that a product is mapped and what goes on because of it."""
    more = f" {dilepas} data obat yang menunggu dikirim lagi." if dilepas else ""
    return f"{kode} dipetakan ke {kfa} {nama}.{more}"


def dihapus(kode: str) -> str:
    """Say that a mapping is gone."""
    return f"Pemetaan {kode} dihapus."


def diurungkan(codes: Sequence[str], dilepas: int) -> str:
    """Say what was taken back."""
    shown = ", ".join(codes[:5]) + (f" dan {len(codes) - 5} lain" if len(codes) > 5 else "")
    more = f" {dilepas} data obat yang menunggu dikirim lagi." if dilepas else ""
    return f"Pemetaan diurungkan: {shown}.{more}"


def statistik(total: int, sudah: int, belum: int, persen: float) -> str:
    """Say the four figures."""
    share = f"{persen:g}".replace(".", ",")
    return f"Total Produk {total}, Sudah Dipetakan {sudah}, Belum Dipetakan {belum}, Progres {share} %."


def diterima(dipetakan_: int, dilepas: int, ditolak: int) -> str:
    """Say what accepting did."""
    more = f", {dilepas} data obat dikirim lagi" if dilepas else ""
    left = f"; {ditolak} dilewati" if ditolak else ""
    return f"{dipetakan_} produk dipetakan{more}{left}."


def peringatan(text: str) -> str:
    """Say a warning."""
    return f"Dilewati: {text}"


def diekspor(baris: int, berkas: str) -> str:
    """Say what was written."""
    return f"{baris} produk ditulis ke {berkas}."


def masih_ada(batas: int) -> str:
    """Say that there is more."""
    return f"Hanya {batas} pertama yang tampil; perkecil dengan kata cari atau besarkan --batas."


def perlu_yakin(konflik: Sequence[str]) -> str:
    """Ask for the second yes."""
    return f"Belum dipetakan, {'; '.join(konflik)}; bila memang benar, ulangi dengan --yakin."
