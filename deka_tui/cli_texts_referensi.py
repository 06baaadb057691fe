"""The words of ``deka referensi`` and ``deka pemetaan``."""

from __future__ import annotations

from typing import Final

SINKRON: Final = "Ambil referensi dari BPJS lewat pekerja; JENIS semua berarti semua referensi PCare."
DAFTAR: Final = "Tampilkan tiap referensi: banyak baris dan sinkronisasi terakhir."
CARI: Final = "Cari kode atau nama dalam referensi yang tersimpan."
BATAL: Final = "Batalkan sinkronisasi yang menunggu atau berjalan."
BERUBAH: Final = "Tampilkan yang berubah pada sinkronisasi terakhir."
JADWAL: Final = "Tampilkan jadwal poli dan dokter BPJS satu hari."
PETA_RUANGAN: Final = "Petakan ruangan ke poli BPJS; yang menunggu pemetaan dikirim lagi."
PETA_DOKTER: Final = "Petakan dokter ke kode dokter BPJS; yang menunggu pemetaan dikirim lagi."
PETA_DAFTAR: Final = "Tampilkan ruangan dan dokter dengan pemetaannya."
PETA_SARAN: Final = "Sarankan padanan BPJS menurut nama."

P_DARI_AWAL: Final = "Baca dari awal, bukan melanjutkan yang terhenti."
P_TANGGAL: Final = "Tanggal jadwal, seperti 2026-01-31; tanpa ini hari ini."
P_BATAS: Final = "Paling banyak N baris."
P_HILANG: Final = "Juga yang tidak ada lagi di BPJS."
P_NAMA: Final = "Nama poli; tanpa ini nama dari referensi."
P_KD_DOKTER: Final = "Kode dokter PCare."
P_JAM: Final = "Jam praktik seperti 07:00-12:00, atau dengan hari: senin 07:00-12:00; boleh diulang."
P_TANPA_JADWAL: Final = "Jangan ambil jam praktik dari jadwal BPJS yang tersimpan."
P_BELUM: Final = "Hanya yang belum lengkap."

SEMUA: Final = "semua"
KEPALA_DAFTAR: Final = ("REFERENSI", "BARIS", "HILANG", "TERAKHIR", "BARU", "BERUBAH", "KEADAAN")
KEPALA_CARI: Final = ("KODE", "NAMA", "INDUK", "KETERANGAN")
KEPALA_JADWAL: Final = ("POLI", "NAMA POLI", "KODE", "DOKTER", "JAM", "KAPASITAS")
KEPALA_RUANGAN: Final = ("RUANGAN", "NAMA", "POLI BPJS", "NAMA POLI", "MENUNGGU")
KEPALA_DOKTER: Final = ("DOKTER", "NAMA", "RUANGAN", "KODE BPJS", "KODE PCARE", "JAM", "MENUNGGU")
KEPALA_SARAN: Final = ("KODE", "NAMA", "COCOK")
KOSONG: Final = "Tidak ada yang cocok."
TIDAK_BERUBAH: Final = "Tidak ada yang berubah pada sinkronisasi terakhir."
JADWAL_BELUM: Final = "Jadwal hari itu belum diambil; jalankan: deka referensi sinkron jadwal."
JADWAL_KOSONG: Final = "BPJS tidak punya jadwal pada hari itu."
SEMUA_LENGKAP: Final = "Semua ruangan dan dokter sudah dipetakan."
BELUM_PERNAH: Final = "belum pernah"
TIDAK_ADA_LAGI: Final = "tidak ada lagi"
HARI: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


def diminta(nama: str) -> str:
    """A synchronisation that nobody waits for."""
    return f"Sinkronisasi {nama} diminta; pekerja menjalankannya di latar."


def selesai(nama: str, baris: int, tambah: int, ubah: int, hilang: int) -> str:
    """A synchronisation that is done."""
    return (
        f"Sinkronisasi {nama} selesai: {baris} baris dibaca, {tambah} baru, {ubah} berubah, {hilang} hilang."
    )


def gagal(nama: str, pesan: str) -> str:
    """A synchronisation that failed."""
    return f"Sinkronisasi {nama} gagal: {pesan}"


def dibatalkan(nama: str, baris: int) -> str:
    """A synchronisation that was stopped."""
    return f"Sinkronisasi {nama} dibatalkan setelah {baris} baris."


def berjalan(nama: str, keadaan: str) -> str:
    """A synchronisation the time to wait was too short for."""
    return f"Sinkronisasi {nama} belum selesai ({keadaan}); periksa lagi: deka referensi daftar."


def kemajuan(status: str, persen: int, baris: int, sisa: int | None) -> str:
    """How far a synchronisation is; *sisa* in seconds."""
    left = "" if sisa is None else f", sisa {sisa} detik"
    return f"{status} {persen}%, {baris} baris{left}"


def masih_ada(batas: int) -> str:
    """The list does not show all."""
    return f"Hanya {batas} yang ditampilkan; persempit carinya atau pakai --batas N."


def dipetakan(apa: str, dilepas: int) -> str:
    """A mapping that was saved."""
    return f"Pemetaan {apa} disimpan; {dilepas} kiriman yang menunggu dilanjutkan."


def peringatan(kalimat: str) -> str:
    """What could not be checked about a mapping."""
    return f"Perhatian: {kalimat}."


def hari_jam(hari: int | None, jam: str) -> str:
    """A slot with its weekday, without one when it is of every day."""
    return jam if hari is None else f"{HARI[hari]} {jam}"
