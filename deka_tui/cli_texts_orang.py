"""Words of ``deka pengguna``, ``deka audit`` and of the first admin that ``deka init`` makes."""

from __future__ import annotations

from typing import Final

from shared.domain.audit import Cacat

UBAH: Final = "Ubah peran, hak tambahan, atau aktif tidaknya pengguna."
NONAKTIF: Final = "Nonaktifkan pengguna; riwayatnya tetap ada."
AKTIF: Final = "Aktifkan kembali pengguna."
SANDI: Final = "Beri pengguna sandi baru, atau ganti sandi sendiri."
PIN: Final = "Pasang PIN sendiri untuk membuka layar terkunci; --hapus mencabutnya."
P_IZIN: Final = "Hak tambahan di luar peran, boleh berulang."
P_CABUT: Final = "Hak tambahan yang dicabut, boleh berulang."
P_HAPUS_PIN: Final = "Cabut PIN."
P_SEMENTARA: Final = (
    "Wajib diganti saat masuk pertama, atau tidak. Bawaan: wajib bila diketik, tidak bila dari berkas; "
    "akun kiosk dan papan tidak pernah."
)
P_PERAN_BARU: Final = "Peran baru."

AUDIT_DAFTAR: Final = "Tampilkan jejak audit, terbaru lebih dahulu."
AUDIT_VERIFIKASI: Final = "Periksa rantai jejak audit dari awal; gagal bila ada yang diubah atau hilang."
AUDIT_EKSPOR: Final = "Tulis jejak audit ke FILE .jsonl atau .csv, tertua lebih dahulu."
P_DARI: Final = "Mulai tanggal ini (YYYY-MM-DD)."
P_SAMPAI: Final = "Sampai tanggal ini, termasuk."
P_TANGGAL: Final = "Hanya tanggal ini."
P_PELAKU: Final = "Nama pelaku."
P_AKSI: Final = "Aksi, atau kelompoknya: antrean.batal, antrean."
P_OBJEK: Final = "Objek, boleh dengan id: antrean, antrean:12."
P_HASIL: Final = "Hasil: ok atau ditolak."
P_BATAS: Final = "Paling banyak N baris."
P_KEPALA: Final = "Kepala rantai yang dicatat dari pemeriksaan sebelumnya (URUT:SEGEL)."
AUDIT_KOSONG: Final = "Tidak ada baris audit yang cocok."
KEPALA_AUDIT: Final = ("WAKTU", "PELAKU", "STASIUN", "AKSI", "OBJEK", "HASIL", "RINCIAN")
TANGGAL_GANDA: Final = "--tanggal tidak dipakai bersama --dari atau --sampai."
OBJEK_SALAH: Final = "Objek ditulis seperti antrean atau antrean:12."

P_ADMIN: Final = "Nama admin pertama; sandinya diminta, atau dibaca dari DEKA_SANDI_FILE."
P_PERAN_APLIKASI: Final = "PostgreSQL: beri peran ini hak menjalankan Deka tanpa hak mengubah jejak audit."
TANYA_ADMIN: Final = "Nama admin pertama (kosong: nanti)"
TANYA_PIN: Final = "PIN baru (4 sampai 8 angka): "
TANYA_PIN_LAGI: Final = "PIN baru sekali lagi: "
PIN_BERBEDA: Final = "Kedua PIN tidak sama; ulangi."
PIN_DIPASANG: Final = "PIN dipasang; dipakai untuk membuka layar yang terkunci."
PIN_DIHAPUS: Final = "PIN dicabut; layar terkunci dibuka dengan sandi."
PERLU_SEBAGAI: Final = "Perintah ini untuk diri sendiri; pakai --sebagai NAMA."
TANPA_ADMIN: Final = (
    "Belum ada yang dapat masuk. Buat admin: deka pengguna tambah NAMA --peran superadmin, "
    "atau ulangi deka init dengan --admin NAMA."
)


def diubah(nama: str, berubah: bool) -> str:
    """A user was changed, or was so already."""
    return f"Pengguna {nama} diubah." if berubah else f"Pengguna {nama} sudah begitu; tidak ada yang diubah."


def sandi_diganti(nama: str) -> str:
    """A password was changed."""
    return f"Sandi {nama} diganti; PIN-nya, bila ada, dicabut."


def harus_diganti(nama: str) -> str:
    """A password must be changed by its owner."""
    return f"Saat masuk pertama, {nama} diminta mengganti sandi ini."


def admin_dibuat(nama: str) -> str:
    """The first admin was made."""
    return f"Admin pertama {nama} dibuat dengan peran superadmin."


def hak_diberikan(peran: str) -> str:
    """A PostgreSQL role may run the program now."""
    return f"Peran {peran} boleh menjalankan Deka; jejak audit hanya dapat dibaca dan ditambahnya."


def utuh(baris: int, kepala: str) -> str:
    """The chain is whole."""
    return f"Jejak audit utuh: {baris} baris. Catat kepala rantai ini di tempat lain: {kepala}"


_CACAT: Final = {
    Cacat.DIUBAH: "baris audit {id} (urutan {urut}) diubah",
    Cacat.HILANG: "baris audit {id} (urutan {urut}) dihapus",
    Cacat.LONCAT: "baris dengan urutan {urut} dihapus",
    Cacat.TANPA_SEGEL: "baris audit {id} tidak bersegel: disisipkan, atau segelnya dihapus",
    Cacat.KEPALA: "rantai tidak memuat kepala yang dicatat (urutan {urut}): ekor dipotong atau dibuat ulang",
}


def rusak(cacat: Cacat, urut: int | None, audit_id: int | None, baris: int) -> str:
    """The chain is broken: where, and how much before it fits."""
    what = _CACAT[cacat].format(urut=urut, id=audit_id)
    return f"Jejak audit rusak: {what}. {baris} baris sebelumnya utuh; simpan penyimpanan ini dan selidiki."


def diekspor(baris: int, berkas: str) -> str:
    """An export was written."""
    return f"{baris} baris audit ditulis ke {berkas}."
