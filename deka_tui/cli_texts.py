"""Every word of the command line. What screen and services say too stands in their own texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# ------------------------------------------------------------------- help ----
CARA_PAKAI: Final = "Cara pakai: "
PILIHAN: Final = "Pilihan"
PERINTAH: Final = "Perintah"
METAVAR_PILIHAN: Final = "[PILIHAN]"
METAVAR_PERINTAH: Final = "PERINTAH [ISI]..."
WAJIB: Final = "wajib"
TAMPILKAN_BANTUAN: Final = "Tampilkan bantuan ini."
BANTUAN_VERSI: Final = "Tampilkan versi program."
BANTUAN_JSON: Final = "Cetak satu dokumen JSON."
BANTUAN_TUNGGU: Final = "Tunggu hasil dari BPJS, paling lama S detik."

PILIHAN_UMUM: Final = {
    "--config": (
        "FILE",
        "Berkas konfigurasi; tanpa ini DEKA_CONFIG, lalu config/deka.toml, "
        "~/.config/deka/deka.toml, /etc/deka/deka.toml.",
    ),
    "--sebagai": (
        "NAMA",
        "Bertindak sebagai pengguna ini; tanpa ini DEKA_PENGGUNA, lalu sistem. "
        "Sandi diminta, atau dibaca dari berkas dalam DEKA_SANDI_FILE.",
    ),
    "--loket": ("L", "Nama loket ini; tanpa ini pengaturan layar.loket."),
}

BANTUAN_DEKA: Final = "Deka: loket klinik di terminal. Tanpa perintah: membuka layar antrean."
PERINTAH_DEKA: Final = {
    "antrean": "Antrean: mendaftarkan, memanggil, menerima, membatalkan.",
    "job": "Kiriman ke BPJS: melihat dan mengirim ulang.",
    "kunjungan": "Kunjungan PCare: mengimpor, mengirim, menghapus.",
    "pasien": "Data pasien.",
    "master": "Ruangan, dokter dan jadwal.",
    "satusehat": "SatuSehat: mengimpor, memantau, mengirim ulang, meregenerasi.",
    "referensi": "Referensi BPJS: menyinkronkan dan mencari.",
    "pemetaan": "Pemetaan ruangan dan dokter ke BPJS.",
    "kfa": "KFA: katalog, produk klinik, dan pemetaannya.",
    "pengguna": "Orang yang memakai Deka.",
    "audit": "Jejak audit: membaca, memeriksa, mengekspor.",
    "backup": "Cadangan seluruh penyimpanan, terenkripsi.",
    "restore": "Pulihkan penyimpanan dari cadangan.",
    "kunci": "Kunci yang menyegel isi kiriman.",
    "rahasia": "Rahasia pengaturan: menyimpan, menghapus.",
    "init": "Buat penyimpanan, atau perbarui.",
    "doctor": "Periksa pemasangan.",
    "demo": "Hari klinik tiruan di layar ini.",
}
"""The commands in the order of the help, each with one line."""

ANTREAN_TAMBAH: Final = "Daftarkan pasien: antrean baru."
ANTREAN_DAFTAR: Final = "Tampilkan antrean satu hari."
DEMO: Final = (
    "Hari klinik tiruan di layar ini, dengan simulator BPJS, pekerja dan loket lain; tanpa jaringan. "
    "Memakai konfigurasi dan folder var/demo sendiri; Ctrl+Q menutup semuanya."
)
ANTREAN_PANGGIL: Final = "Panggil antrean, atau panggil ulang."
ANTREAN_LEWATI: Final = "Lewati antrean yang pasiennya belum datang."
ANTREAN_TERIMA: Final = "Terima antrean; status BPJS diperiksa lebih dahulu."
ANTREAN_SELESAI: Final = "Tandai antrean yang sudah diterima sebagai selesai."
ANTREAN_RESEND: Final = "Kirim ulang data BPJS yang gagal."
ANTREAN_BATAL: Final = "Batalkan antrean, juga di BPJS (permanen)."
JOB_DAFTAR: Final = "Tampilkan kiriman, terbaru lebih dahulu."
JOB_HITUNG: Final = "Hitung kiriman: total, menunggu, berhasil, gagal."
JOB_DETAIL: Final = "Tampilkan satu kiriman dengan semua percobaannya."
JOB_RESEND: Final = "Kirim ulang kiriman yang gagal."
JOB_GERBANG: Final = "Tampilkan gerbang tiap layanan BPJS."
PENGGUNA_TAMBAH: Final = (
    "Tambah pengguna. Sandi diminta dua kali, atau dibaca dari --sandi-file; "
    "saat bertindak sebagai sistem juga dari DEKA_SANDI_FILE."
)
PENGGUNA_DAFTAR: Final = "Tampilkan pengguna."
MASTER_IMPOR: Final = "Masukkan ruangan, dokter dan jadwal dari FILE TOML."
PASIEN_IMPOR: Final = "Masukkan pasien dari FILE CSV."
INIT: Final = "Buat penyimpanan, atau perbarui. Dijalankan dua kali tidak mengubah apa-apa."
DOCTOR: Final = "Periksa konfigurasi, penyimpanan, pekerja, BPJS dan terminal."

P_NORM: Final = "Nomor rekam medis pasien."
P_RUANGAN: Final = "Kode ruangan."
P_DOKTER: Final = "Kode dokter; boleh kosong bila ruangan punya satu dokter."
P_PENJAMIN: Final = "Id penjamin; tanpa ini penjamin pasien sendiri."
P_TANGGAL: Final = "Tanggal pelayanan, seperti 2026-01-31; tanpa ini hari ini."
P_JAM: Final = "Jam praktik, seperti 07:00-12:00; tanpa ini yang sedang atau akan berjalan."
P_STATUS_ANTREAN: Final = "Hanya status ini; boleh diulang. aktif = menunggu dan dilewati."
P_PANTAU: Final = "Lalu satu baris per perubahan, sampai dihentikan; dengan --json NDJSON."
P_CARI: Final = "Cari nama, nomor RM, tiket atau nomor PCare."
P_TETAP: Final = "Terima walaupun data BPJS belum tercatat."
P_ALASAN: Final = "Alasan: tidak hadir, daftar ulang, salah data, atau kalimat lain."
P_JENIS: Final = "Hanya jenis ini, seperti pendaftaran_pcare."
P_SEMUA_TANGGAL: Final = "Semua tanggal, bukan satu hari."
P_NORM_MUAT: Final = "Hanya pasien yang nomor RM-nya memuat angka ini."
P_STATUS_JOB: Final = "tidak-terkirim, belum-diproses, terkirim, atau satu status."
P_BATAS: Final = "Paling banyak N kiriman."
P_ISI: Final = "Kirim isi dari berkas JSON ini; isi lama tetap disimpan."
P_ALASAN_ISI: Final = "Alasan isi diubah; wajib bersama --isi."
P_BUKA: Final = "Buka gerbang yang tertutup karena kredensial, setelah kredensial diperbaiki."
P_PERAN: Final = "Peran pengguna."
P_SANDI_FILE: Final = "Berkas yang baris pertamanya sandi pengguna baru."


# ------------------------------------------------------------ wrong usage ----
KATA_PERINTAH: Final = "Perintah"
KATA_PILIHAN: Final = "Pilihan"
PEMAKAIAN_SALAH: Final = "Cara pakai tidak benar"
BUKAN_UTF8: Final = "bukan teks UTF-8"


def lihat_bantuan(perintah: str) -> str:
    """Where to read on."""
    return f"lihat: {perintah} --help."


def tak_dikenal(kata: str, nama: str, mirip: Sequence[str]) -> str:
    """A command or an option there is not, and the one that looks most like it."""
    saran = f", mungkin maksud Anda {mirip[0]}" if mirip else ""
    return f"{kata} {nama} tidak dikenal{saran}"


def belum_diisi(nama: str) -> str:
    """A value that is needed."""
    return f"{nama} belum diisi"


def nilai_salah(nama: str, sebab: str) -> str:
    """A value that cannot be used."""
    return f"Nilai {nama} tidak dapat dipakai: {sebab}"


def perlu_nilai(nama: str) -> str:
    """An option without its value."""
    return f"Pilihan {nama} memerlukan nilai"


def tanpa_nilai(nama: str) -> str:
    """An option with a value it does not take."""
    return f"Pilihan {nama} tidak memerlukan nilai"


def kata_lebih(kata: str) -> str:
    """Words nobody asked for."""
    return f"Tidak mengerti maksud {kata}"


def perintah_kurang(ada: Sequence[str]) -> str:
    """A group without a command."""
    return f"Perintah belum lengkap, lanjutkan dengan salah satu dari: {', '.join(ada)}"


def bukan_angka(nilai: str) -> str:
    """No whole number."""
    return f"{nilai!r} bukan bilangan bulat"


def bukan_detik(nilai: str) -> str:
    """No time to wait."""
    return f"{nilai!r} bukan banyak detik antara 0 dan 3600"


def bukan_salah_satu(nilai: str, ada: Sequence[str], mirip: Sequence[str]) -> str:
    """None of the words."""
    saran = f"mungkin maksud Anda {mirip[0]}; " if mirip else ""
    return f"{nilai!r} tidak dikenal, {saran}pilih: {', '.join(ada)}"


# --------------------------------------------------------------- failures ----
def galat(jenis: str, berkas: str) -> str:
    """A mistake of the program."""
    return f"Terjadi kesalahan program ({jenis}); catatannya ada di {berkas}, sampaikan kepada administrator."


def galat_tanpa_catatan(jenis: str) -> str:
    """A mistake of the program that could not be written down."""
    return f"Terjadi kesalahan program ({jenis}); jalankan lagi dengan DEKA_DEBUG=1 untuk melihat rinciannya."


SANDI_BERBEDA: Final = "Kedua sandi tidak sama; ulangi dan ketik sandi yang sama dua kali."
SANDI_FILE_PERLU: Final = (
    "Sandi pengguna baru diperlukan; pakai --sandi-file, karena DEKA_SANDI_FILE berisi sandi Anda sendiri."
)
TANYA_SANDI_LAGI: Final = "Ulangi sandi: "
ALASAN_ISI_PERLU: Final = 'Isi yang diubah memerlukan alasan; tambahkan --alasan "…".'


def tanya_sandi(nama: str) -> str:
    """The prompt for the password of the one who acts."""
    return f"Sandi {nama}: "


def tanya_sandi_baru(nama: str) -> str:
    """The prompt for a new password."""
    return f"Sandi baru untuk {nama}: "


def sandi_berkas(berkas: str) -> str:
    """The file with the password cannot be read."""
    return f"Berkas sandi {berkas} tidak dapat dibaca; periksa nama dan hak aksesnya."


def berkas_isi(berkas: str) -> str:
    """The file with the edited body cannot be read."""
    return f"Berkas {berkas} tidak dapat dibaca sebagai teks UTF-8; periksa nama dan isinya."


# ---------------------------------------------------------------- antrean ----
KEPALA_ANTREAN: Final = ("ID", "TIKET", "RM", "NAMA", "RUANG", "STATUS", "BPJS", "PCARE")
ANTREAN_KOSONG: Final = "Tidak ada antrean yang cocok."
SUDAH_BATAL: Final = "Antrean ini sudah dibatalkan sebelumnya"
BUKAN_DARI_BPJS: Final = "bukan dari BPJS"
MASIH_DIPROSES: Final = "masih diproses"
TIDAK_DIKIRIM: Final = "tidak dikirim"
TANPA_KETERANGAN: Final = "tanpa keterangan"


def resend_dimulai(tiket: str) -> str:
    """A resend that nobody waited for."""
    return f"Pengiriman ulang data PCare #{tiket} dimulai"


def dengan_id(kalimat: str, nomor: int) -> str:
    """A sentence with the id other commands want."""
    return f"{kalimat} (id {nomor})"


def bagian(nama: str, pesan: str) -> str:
    """One part of a ticket and what became of it: ``[A] …``."""
    return f"[{nama}] {pesan}"


def belum_tercatat(tiket: str, rinci: str) -> str:
    """A registration that is not at BPJS, for a reason that is not BPJS'."""
    return f"Data antrean #{tiket} belum tercatat di BPJS: {rinci}"


def masih_berjalan(rinci: str) -> str:
    """What the time to wait was too short for."""
    return f"Belum selesai, periksa lagi nanti: {rinci}"


# ---------------------------------------------------------- job, gerbang ----
KEPALA_JOB: Final = ("ID", "JENIS", "STATUS", "TANGGAL", "RM", "NAMA", "HTTP", "COBA")
KEPALA_HITUNG: Final = ("TOTAL", "MENUNGGU", "BERHASIL", "GAGAL")
KEPALA_GERBANG: Final = ("LAYANAN", "STATUS", "PENYEBAB", "SEJAK", "COBA LAGI", "MENUNGGU", "PESAN")
PENYEBAB: Final = {
    "": "-",
    "bpjs": "BPJS",
    "jalur": "jalur klinik",
    "kredensial": "kredensial",
    "worker": "worker mati",
}
JOB_KOSONG: Final = "Tidak ada job yang cocok."
GERBANG_KOSONG: Final = "Belum ada gerbang: belum ada kiriman ke BPJS."
TANPA_PERCOBAAN: Final = "Belum ada percobaan."
BELUM_SELESAI: Final = "belum selesai"
KIRIM: Final = "Kirim:"
JAWAB: Final = "Jawab:"


def job_terpotong(batas: int) -> str:
    """The list does not show all."""
    return f"Hanya {batas} terbaru yang ditampilkan; persempit pilihannya atau pakai --batas N."


def kepala_job(nomor: int, jenis: str, status: str, tanggal: str, percobaan: int) -> str:
    """The first line of a job's details."""
    return f"Job {nomor}: {jenis}, {status}, {tanggal}, {percobaan} percobaan"


def kepala_percobaan(no: int, asal: str, mulai: str, selesai: str) -> str:
    """The first line of an attempt."""
    return f"Percobaan {no} ({asal}), {mulai} sampai {selesai}"


def hasil_percobaan(http: str, kode: str, kelas: str, pesan: str) -> str:
    """What came of an attempt."""
    return f"HTTP {http}, kode {kode}, {kelas}: {pesan}"


def job_dikirim(nomor: int, jenis: str) -> str:
    """A job that goes again."""
    return f"Job {nomor} ({jenis}) dikirim ulang"


def job_belum(nomor: int, rinci: str) -> str:
    """A job that did not get through, for a reason that is not BPJS'."""
    return f"Job {nomor} belum terkirim: {rinci}"


def gerbang_dibuka(layanan: str, banyak: int) -> str:
    """A gate that was opened."""
    return f"Gerbang {layanan} dibuka; {banyak} job dikirim ulang."


def gerbang_tidak_tertutup(layanan: str) -> str:
    """A gate that need not be opened."""
    return f"Gerbang {layanan} tidak tertutup karena kredensial; tidak ada yang diubah."


# ------------------------------------------------- imports, people, storage ----
KEPALA_PENGGUNA: Final = ("NAMA", "PERAN", "AKTIF")
YA: Final = "ya"
TIDAK: Final = "tidak"


def master_diimpor(ruangan: int, dokter: int, berubah: int, dilepas: int) -> str:
    """What an import of rooms and doctors did, and how many jobs it set going again."""
    ubah = f"{berubah} baru atau berubah" if berubah else "tidak ada yang berubah"
    lepas = f" {dilepas} kiriman yang menunggu pemetaan dilanjutkan." if dilepas else ""
    return f"{ruangan} ruangan dan {dokter} dokter dibaca, {ubah}.{lepas}"


def pasien_diragukan(peringatan: tuple[str, ...], tampil: int = 5) -> str:
    """Numbers that went in and will be refused at registration."""
    lain = f"; dan {len(peringatan) - tampil} lagi" if len(peringatan) > tampil else ""
    return f"Sudah masuk, tetapi perbaiki sebelum didaftarkan: {'; '.join(peringatan[:tampil])}{lain}."


def pasien_diimpor(baris: int, berubah: int) -> str:
    """What an import of patients did."""
    ubah = f"{berubah} baru atau berubah" if berubah else "tidak ada yang berubah"
    return f"{baris} pasien dibaca, {ubah}."


def pengguna_ditambah(nama: str, peran: str) -> str:
    """A new user."""
    return f"Pengguna {nama} ditambahkan dengan peran {peran}."


def init_dibuat(tempat: str, faskes: str, skema: str) -> str:
    """A new storage."""
    return (
        f"Penyimpanan dibuat di {tempat} untuk {faskes} (skema {skema}). "
        "Berikutnya: deka master impor FILE.toml."
    )


def init_diperbarui(tempat: str, lama: str, skema: str) -> str:
    """A storage that was brought up to date."""
    return f"Penyimpanan {tempat} diperbarui dari skema {lama} ke {skema}."


def init_sudah(tempat: str, skema: str) -> str:
    """A storage that was ready already."""
    return f"Penyimpanan {tempat} sudah siap (skema {skema}); tidak ada yang diubah."
