"""Every word a person sees on the screen. Sentences of refusals come from :mod:`shared.texts`.

Labels, dialogs and toasts quoted in the product documents stand here letter by letter.
"""

from __future__ import annotations

from typing import Final

from shared.domain.status import Kelas, StatusAntrean

APP: Final = "DEKA"
HARI: Final = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
BULAN: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def umur_tahun(banyak: int) -> str:
    """An age in years."""
    return f"{banyak} th"


def umur_bulan(banyak: int) -> str:
    """An age in months."""
    return f"{banyak} bl"


def umur_hari(banyak: int) -> str:
    """An age in days."""
    return f"{banyak} hr"


def menit(banyak: int) -> str:
    """A wait under an hour."""
    return f"{banyak} mnt"


def jam_menit(jam: int, sisa: int) -> str:
    """A wait of an hour and more."""
    return f"{jam} j {sisa:02d}"


def loket(nama: str) -> str:
    """A counter as the header names it: ``Loket 2``."""
    return nama if not nama or nama.lower().startswith("loket") else f"Loket {nama}"


# ---------------------------------------------------------------- header ----
WORKER: Final = "worker"
WORKER_MATI: Final = "worker mati"
WORKER_MATI_RINCI: Final = "worker mati — kiriman ke BPJS menunggu, jalankan deka-worker"
LAYANAN: Final = {"pcare": "PCare", "antrean": "Antrean", "satusehat": "SatuSehat", "kfa": "KFA"}
JALUR: Final = "internet klinik"
JAM_BERBEDA: Final = "jam komputer salah"


def jam_berbeda(detik: int) -> str:
    """Our clock is too far from BPJS' own; its signatures are about to be refused."""
    return f"jam komputer berbeda {detik} detik dari BPJS — betulkan jamnya"


def gangguan(layanan: str, sejak: str, menunggu: int) -> str:
    """A service that is away for now; what waits is sent by itself."""
    tunggu = f" — {menunggu} menunggu, dikirim otomatis" if menunggu else " — dikirim otomatis nanti"
    return f"{layanan} gangguan sejak {sejak}{tunggu}"


def berhenti(layanan: str, sejak: str) -> str:
    """A service that is stopped until an administrator mends the credentials."""
    return f"{layanan} berhenti sejak {sejak} — hubungi administrator"


def berhenti_singkat(layanan: str, sejak: str) -> str:
    """The same in fewer words."""
    return f"{layanan} berhenti sejak {sejak}"


def gangguan_sedang(layanan: str, sejak: str, menunggu: int) -> str:
    """The same in fewer words."""
    return f"{layanan} gangguan sejak {sejak}" + (f" — {menunggu} menunggu" if menunggu else "")


def gangguan_singkat(layanan: str) -> str:
    """The same where there is no room."""
    return f"{layanan} gangguan"


# ----------------------------------------------------- tabs and status line ----
SEMUA: Final = "Semua"
FILTER: Final = ("Aktif", "Diterima", "Batal", "Semua")
CARI: Final = "/ Cari…"
PENYIMPANAN_DIAM: Final = "penyimpanan tidak terjawab, mencoba lagi"


def rentang(awal: int, akhir: int, banyak: int) -> str:
    """Which cards are on screen, counted from one."""
    return f"{awal}–{akhir} dari {banyak}" if banyak else "0 antrean"


def data_per(jam: str) -> str:
    """How old the data is."""
    return f"data per {jam}"


MEMUAT: Final = "Memuat antrean…"
KOSONG_AKTIF: Final = ("Tidak ada antrean yang menunggu.", "Tekan n untuk mendaftarkan pasien.")
KOSONG_SARING: Final = ("Tidak ada antrean pada pilihan ini.", "f mengganti filter, angka memilih ruangan.")


def kosong_cari(teks: str) -> tuple[str, str]:
    """Nothing fits the search."""
    return f"Tidak ada yang cocok dengan “{teks}”.", "Esc menghapus pencarian."


TERLALU_KECIL: Final = "layar terlalu kecil (minimal 60×20)"


# ----------------------------------------------------------------- cards ----
RM: Final = "RM"
MENGIRIM: Final = "mengirim ulang…"
"""Beside the spinner, where the button was."""


def menunggu(lama: str) -> str:
    """A ticket that waits."""
    return f"menunggu {lama}"


def dipanggil(kali: int, nama_loket: str) -> str:
    """A ticket that was called."""
    tempat = nama_loket.lower().removeprefix("loket").strip()
    return f"dipanggil {kali}×" + (f" loket {tempat}" if tempat else "")


STATUS: Final = {
    StatusAntrean.MENUNGGU: "menunggu",
    StatusAntrean.DILEWATI: "dilewati",
    StatusAntrean.DITERIMA: "diterima",
    StatusAntrean.SELESAI: "selesai",
    StatusAntrean.BATAL: "batal",
    StatusAntrean.DIALIHKAN: "dialihkan",
    StatusAntrean.TIDAK_HADIR: "tidak hadir",
}


# ---------------------------------------------------------- detail panel ----
BPJS: Final = "BPJS"
NIK: Final = "NIK"
BUKAN_BPJS: Final = "(bukan dari BPJS)"
TANPA_PESAN: Final = "tidak ada keterangan"
PANEL_KOSONG: Final = "Pilih kartu untuk melihat rinciannya."
UMUM_TANPA_JOB: Final = "Penjamin bukan BPJS: tidak ada data yang dikirim."
BUKAN_RAWAT_JALAN: Final = "Bukan rawat jalan: pendaftaran PCare tidak diperlukan."
BATAL_URUNG: Final = "Antrean batal. Kiriman ke BPJS dibatalkan juga."
BATAL_GAGAL: Final = "Antrean batal, tetapi pembatalan di BPJS gagal. Hubungi administrator."
BATAL_BERJALAN: Final = "Antrean batal. Sinkronisasi pembatalan ke BPJS masih berjalan."
RINCIAN: Final = "Rincian"
BELUM_ADA_PERCOBAAN: Final = "belum ada percobaan"
MEMUAT_RINCI: Final = "memuat rincian…"

SARAN_OK: Final = "Terima antrean seperti biasa."
SARAN_P: Final = "Coba Resend PCare terlebih dahulu. Jika tetap gagal, hubungi administrator."
SARAN_A: Final = "Terima antrean dengan konfirmasi. Antrean FKTP dapat ditangani manual."
SARAN_PA: Final = "Coba Resend PCare. Jika gagal, konsultasikan dengan administrator sebelum menerima."
SARAN_PROSES: Final = "Tunggu beberapa saat. Job sedang dalam antrian proses."
SARAN_NA: Final = "Belum terkirim ke BPJS. Coba Resend PCare."
SARAN_NOMOR: Final = "Terkirim tanpa nomor antrean PCare. Resend PCare akan mencari nomornya."
SARAN_SKRINING: Final = "Minta pasien mengisi skrining kesehatan di Mobile JKN, lalu Resend PCare."
SARAN_TIDAK_AKTIF: Final = "Kepesertaan bermasalah: sarankan pasien ke kantor BPJS, atau daftar sebagai umum."
SARAN_KELAS: Final = {
    Kelas.SEMENTARA: "Gangguan sementara: pastikan internet stabil, lalu Resend PCare.",
    Kelas.TAK_PASTI: "Hasilnya belum pasti. Resend PCare memeriksa dulu, tidak mengirim dua kali.",
    Kelas.KREDENSIAL: "Bukan salah data pasien: akun BPJS klinik ditolak. Hubungi administrator.",
    Kelas.DATA: "Periksa data pasien, perbaiki, lalu Resend PCare. Jika tetap gagal, hubungi administrator.",
    Kelas.PEMETAAN: "Poli, dokter atau jadwal belum dipetakan ke BPJS. Hubungi administrator.",
    Kelas.PESERTA: "Masalah pada kepesertaan pasien; beri tahu pasien, lalu Resend PCare.",
    Kelas.URUTAN: "Data sebelumnya belum tercatat. Resend PCare mengirim keduanya.",
}


def terdaftar_pada(jam: str) -> str:
    """When a ticket was taken."""
    return f"Daftar {jam}"


def banyak_percobaan(banyak: int) -> str:
    """How often a job was tried."""
    return f"{banyak} percobaan"


def gagal_bpjs(huruf: str, pesan: str) -> str:
    """What BPJS said of a failed job."""
    return f"{huruf}: Gagal — {BPJS}: {pesan}"


def gagal_kami(huruf: str, pesan: str) -> str:
    """A failure that is not BPJS' word."""
    return f"{huruf}: Gagal — {pesan} {BUKAN_BPJS}"


MASIH_BERJALAN: Final = "sedang berjalan"


# --------------------------------------------------------------- dialogs ----
YA_KIRIM_ULANG: Final = "Ya, Kirim Ulang"
BATAL: Final = "Batal"
YA: Final = "Ya"
TIDAK: Final = "Tidak"
TETAP_TERIMA: Final = "Tetap terima"
RESEND_PCARE: Final = "Resend PCare"
TUNGGU: Final = "Tunggu"
MUAT_ULANG: Final = "Muat ulang"
JUDUL_RESEND: Final = "Resend PCare"
JUDUL_BATAL: Final = "Batalkan"
JUDUL_TERIMA: Final = "Terima"
ALASAN: Final = "Alasan"
ALASAN_LAIN: Final = "Alasan lain"
ALASAN_KETIK: Final = "tulis alasan"


def tanya_resend(tiket: str) -> str:
    """The question before a resend."""
    return f"Apakah anda yakin ingin mengirim ulang data PCare untuk antrean #{tiket}?"


def tanya_batal(tiket: str) -> str:
    """The question before a cancellation."""
    return f"Apakah anda yakin membatalkan antrean nomor tiket #{tiket}?"


BATAL_PERMANEN: Final = "Pembatalan bersifat permanen."


def tanya_terima_gagal(tiket: str) -> str:
    """The warning before a ticket is accepted whose data BPJS refused."""
    return f"Data BPJS antrean #{tiket} belum tercatat. Tetap melanjutkan penerimaan?"


def tanya_terima_lunak(tiket: str) -> str:
    """The question before a ticket is accepted whose jobs are still under way or were never sent."""
    return f"Data BPJS antrean #{tiket} belum selesai dikirim. Tunggu sebentar?"


DAMPAK_KERAS: Final = "Klaim BPJS dapat ditolak. Konsultasikan dengan administrator sebelum menerima."
DAMPAK: Final = "Klaim BPJS dapat tidak diproses. Disarankan Resend PCare lebih dahulu."


# ---------------------------------------------------------------- toasts ----
RESEND_BERHASIL: Final = "Data PCare berhasil dikirim ulang"
RESEND_GAGAL: Final = "Tidak dapat mengirim ulang data PCare"
INFO_BPJS: Final = "INFO RESPON DARI BPJS:"
SEDANG_MEMBATALKAN: Final = "Sedang membatalkan antrean, harap tunggu..."
BATAL_BERHASIL: Final = "Antrean berhasil dibatalkan"
BATAL_TIDAK_DAPAT: Final = "Tidak dapat membatalkan antrean"
BATAL_PERINGATAN: Final = (
    "Pembatalan berhasil, namun terjadi masalah sinkronisasi dengan BPJS. "
    "Silakan hubungi administrator jika diperlukan."
)
SINKRONISASI_BERJALAN: Final = "sinkronisasi BPJS masih berjalan"
KELUAR_PETUNJUK: Final = "Keluar dengan Ctrl+Q"
DISALIN: Final = "Disalin; bila terminal tidak mendukung, papan klip tidak berubah."
GALAT: Final = "Terjadi kesalahan pada aplikasi; coba lagi atau hubungi administrator."
BELUM_TERSAMBUNG: Final = "Penyimpanan belum tersambung; tunggu sebentar."


def info_bpjs(bagian: list[tuple[str, str]]) -> str:
    """BPJS' own words on each part that failed, as ``[A] …``."""
    return " ".join([INFO_BPJS, *(f"[{huruf}] {pesan}" for huruf, pesan in bagian)])


def resend_berjalan(tiket: str) -> str:
    """The outcome did not come in time."""
    return f"Pengiriman ulang #{tiket} masih berjalan; kartu diperbarui bila selesai."


def batal_berjalan() -> str:
    """Cancelled here, not yet at BPJS."""
    return f"{BATAL_BERHASIL}; {SINKRONISASI_BERJALAN}"


def batal_tidak_dapat(sebab: str) -> str:
    """A cancellation that failed, and why."""
    return f"{BATAL_TIDAK_DAPAT}: {sebab}" if sebab else BATAL_TIDAK_DAPAT


def dipanggil_toast(tiket: str, nama: str, kali: int, nama_loket: str) -> str:
    """A call, or a recall."""
    ke = f" ke {loket(nama_loket)}" if nama_loket else ""
    return f"#{tiket} {nama} dipanggil{f' lagi ({kali}×)' if kali > 1 else ''}{ke}"


def pindah_toast(tiket: str, nama: str, jadi: str) -> str:
    """A ticket that was accepted, skipped or finished."""
    return f"#{tiket} {nama} {jadi}"


def terdaftar_toast(tiket: str, nama: str, ruangan: str) -> str:
    """A new ticket."""
    return f"#{tiket} {nama} terdaftar di {ruangan}"


# --------------------------------------------------- registration form ----
DAFTAR_JUDUL: Final = "Daftar antrean baru"
DAFTAR_PASIEN: Final = "Pasien"
DAFTAR_CARI: Final = "nomor RM, nama, NIK atau nomor kartu"
DAFTAR_RUANGAN: Final = "Ruangan"
DAFTAR_DOKTER: Final = "Dokter"
DAFTAR_PENJAMIN: Final = "Penjamin"
DAFTARKAN: Final = "Daftarkan"
DAFTAR_KETIK: Final = "Ketik minimal 2 huruf atau angka untuk mencari."
DAFTAR_TIDAK_ADA: Final = "Tidak ada pasien yang cocok; periksa ejaan atau nomornya."
DAFTAR_TANPA_DOKTER: Final = "tanpa dokter"
DAFTAR_TANPA_JADWAL: Final = "tidak ada jadwal hari ini"
DAFTAR_PILIH_PASIEN: Final = "Pilih pasien lebih dahulu: ketik namanya, lalu Enter."
DAFTAR_PILIH_RUANGAN: Final = "Pilih ruangan lebih dahulu."
DAFTAR_MENDAFTAR: Final = "Mendaftarkan…"
DAFTAR_TOMBOL: Final = "Enter lanjut   Shift+Tab kembali   ↑↓ pilih   Ctrl+S daftarkan   Esc batal"
TOLAKAN_KOLOM: Final = {
    "norm": "Pasien", "nama": "Pasien", "nik": "NIK", "no_hp": "Nomor HP", "no_kartu": "Nomor kartu",
    "ruangan": "Ruangan", "dokter": "Dokter", "jadwal": "Jadwal", "tanggal": "Tanggal", "tiket": "Antrean",
    "penjamin": "Penjamin",
}  # fmt: skip


# ----------------------------------------------------------------- modals ----
BANTUAN: Final = "Bantuan tombol"
MODAL_KAKI: Final = "↑↓ gulir   c salin   tombol lain menutup"
KARTU_TOMBOL_JUDUL: Final = "DEKA — KARTU TOMBOL LOKET"
KARTU_TOMBOL_KAKI: Final = "Tombol yang tidak berlaku menjelaskan sebabnya saat ditekan."


# ---------------------------------------------------------------- actions ----
KELOMPOK: Final = {"kartu": "Antrean", "daftar": "Daftar", "pindah": "Pindah", "lain": "Lain"}
AKSI: Final[dict[str, tuple[str, str, str]]] = {
    "panggil": ("p", "Panggil", "Panggil pasien ke loket; tekan lagi untuk ulang"),
    "terima": ("t", "Terima", "Terima antrean; status BPJS diperiksa lebih dahulu"),
    "resend": ("r", "Resend PCare", "Resend PCare: kirim ulang data BPJS yang gagal"),
    "batal": ("x", "Batalkan", "Batalkan antrean (permanen)"),
    "lewati": ("l", "Lewati", "Lewati antrean yang pasiennya belum datang"),
    "selesai": ("s", "Selesai", "Tandai antrean yang sudah diterima sebagai selesai"),
    "rincian": ("Enter", "Rincian", "Semua job, percobaan dan pesan BPJS kartu ini"),
    "daftar": ("n", "Daftar", "Daftarkan pasien: antrean baru"),
    "cari": ("/", "Cari", "Cari nama, RM, tiket atau nomor PCare"),
    "filter": ("f", "Filter", "Ganti filter: Aktif, Diterima, Batal, Semua"),
    "muat": ("F5 g", "Muat ulang", "Baca ulang data sekarang"),
    "turun": ("↓ j", "Turun", "Kartu berikutnya"),
    "naik": ("↑ k", "Naik", "Kartu sebelumnya"),
    "halaman_depan": ("PgDn →", "Maju", "Halaman berikutnya"),
    "halaman_balik": ("PgUp ←", "Mundur", "Halaman sebelumnya"),
    "awal": ("Home", "Awal", "Kartu pertama"),
    "akhir": ("End", "Akhir", "Kartu terakhir"),
    "ruangan": ("1–9", "Ruangan", "Pilih ruangan; 1 untuk semua ruangan"),
    "ruangan_maju": ("Tab", "Ruangan", "Ruangan berikutnya"),
    "ruangan_mundur": ("Shift+Tab", "Ruangan", "Ruangan sebelumnya"),
    "bantuan": ("?", "Bantuan", "Daftar tombol ini"),
    "bersih": ("Esc", "Bersihkan", "Hapus pencarian; menutup dialog"),
    "keluar": ("Ctrl+Q", "Keluar", "Keluar dari DEKA"),
}
"""Each action: the key as people read it, one word, one line."""
STRIP_PENDEK: Final = {"resend": "Resend"}
"""Shorter words for the key strip."""


# --------------------------------------------------- refused keys (reasons) ----
TIDAK_ADA_KARTU: Final = "Tidak ada antrean yang dipilih"
ALASAN_TIDAK_BISA: Final = {
    "panggil": "Tidak bisa memanggil",
    "terima": "Tidak bisa menerima",
    "resend": "Tidak bisa Resend PCare",
    "batal": "Tidak bisa membatalkan",
    "lewati": "Tidak bisa melewati",
    "selesai": "Tidak bisa menyelesaikan",
    "daftar": "Tidak bisa mendaftar",
}
SEBAB_STATUS: Final = {
    StatusAntrean.MENUNGGU: "antrean belum diterima",
    StatusAntrean.DILEWATI: "antrean sudah dilewati",
    StatusAntrean.DITERIMA: "antrean sudah diterima",
    StatusAntrean.SELESAI: "antrean sudah selesai",
    StatusAntrean.BATAL: "antrean sudah dibatalkan",
    StatusAntrean.DIALIHKAN: "antrean sudah dialihkan",
    StatusAntrean.TIDAK_HADIR: "pasien ditandai tidak hadir",
}
SEBAB_BUKAN_BPJS: Final = "penjamin pasien bukan BPJS"
SEBAB_BUKAN_RAWAT_JALAN: Final = "ruangan ini bukan rawat jalan"
SEBAB_MASIH_DIPROSES: Final = "masih diproses, tunggu hasilnya"
KARTU_BERGANTI: Final = "Kartu ini baru berganti karena loket lain; periksa dulu, lalu tekan lagi."
SEBAB_SUDAH_OK: Final = "P dan A sudah OK"
SEBAB_BELUM_DITERIMA: Final = "antrean belum diterima"


def tidak_bisa(aksi: str, sebab: str) -> str:
    """Why a key does nothing just now."""
    return f"{ALASAN_TIDAK_BISA[aksi]}: {sebab}"


def tidak_berhak(izin: str) -> str:
    """A key the user may not use."""
    return f"Anda tidak memiliki hak “{izin}”; minta admin bila memang diperlukan."
