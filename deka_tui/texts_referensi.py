"""Words of the tabs Referensi PCare and Referensi Antrean, and of the mapping screens."""

from __future__ import annotations

from typing import Final

# ------------------------------------------------------------ Referensi PCare ----
JUDUL_PCARE: Final = "Referensi PCare"
JUDUL_ANTREAN: Final = "Referensi Antrean"
KEPALA_RAK: Final = ("Referensi", "Baris", "Hilang", "Terakhir", "Perubahan", "Keadaan")
BELUM_PERNAH: Final = "belum pernah"
BELUM_SINKRON: Final = "belum pernah disinkronkan; tekan s untuk mengambilnya dari BPJS"
MEMUAT: Final = "Memuat referensi…"
TANPA_PEKERJA: Final = "tidak ada worker yang berjalan; jalankan deka-worker"
MENUNGGU_PEKERJA: Final = "tunggu worker"
MENUNGGU_LAYANAN: Final = "layanan putus"
BARU: Final = "baru"
BERUBAH: Final = "berubah"
TIDAK_BERUBAH: Final = "tanpa perubahan"
TETAP: Final = "tetap"
SEMUA_LAMA: Final = "semua"
SINKRONISASI: Final = "Sinkronisasi"


def ringkasan(daftar: int, baris: str, hilang: str) -> str:
    """All lists together."""
    gone = f" · {hilang} tidak ada lagi" if hilang != "0" else ""
    return f"{daftar} referensi · {baris} baris tersimpan{gone}"


def ringkasan_jalan(jalan: int, menunggu: int) -> str:
    """How many synchronisations are alive."""
    parts = [f"{jalan} berjalan"] if jalan else []
    parts += [f"{menunggu} menunggu"] if menunggu else []
    return f"{SINKRONISASI}: {', '.join(parts)}"


def menunggu_tanpa_pekerja(banyak: int) -> str:
    """Synchronisations that nobody carries out."""
    return f"{banyak} sinkronisasi menunggu: {TANPA_PEKERJA}"


def gerbang_putus(layanan: str, jam: str) -> str:
    """A service that is away: what waits goes on by itself."""
    return f"{layanan} gangguan sejak {jam} — sinkronisasi dilanjutkan sendiri setelah pulih"


def gerbang_kredensial(layanan: str) -> str:
    """A service that refuses the clinic's credentials."""
    return f"{layanan} menolak kredensial klinik — perbaiki [bpjs], lalu: deka job gerbang --buka"


def persen(angka: int) -> str:
    """How much is done."""
    return f"{angka}%"


def sisa(detik: int) -> str:
    """Time left."""
    return f"sisa {detik} dtk" if detik < 90 else f"sisa {round(detik / 60)} mnt"


def baris(banyak: str) -> str:
    """So many rows."""
    return f"{banyak} baris"


def dibaca(banyak: str) -> str:
    """So many rows were read; a row that several searches find is read several times."""
    return f"{banyak} baris dibaca"


def baris_dari(banyak: str, total: str) -> str:
    """Rows read of those there are."""
    return f"{banyak} dari {total} baris"


def halaman(banyak: str) -> str:
    """So many pages."""
    return f"{banyak} halaman"


def terakhir(saat: str) -> str:
    """When a list was read to its end last."""
    return f"sinkron terakhir {saat}"


def diminta(oleh: str, jam: str) -> str:
    """Who asked for a synchronisation, and when."""
    return f"diminta {oleh} {jam}"


def dihentikan(oleh: str, hari: str, baris_: str) -> str:
    """Who stopped it, and how far it was."""
    return f"dihentikan {oleh} {hari} setelah {baris_} baris; tekan s untuk melanjutkan"


def gagal(saat: str, sebab: str) -> str:
    """A synchronisation that failed, and why."""
    return f"gagal {saat} — {sebab}"


def diminta_toast(banyak: int, nama: str, *, pekerja: bool) -> str:
    """Synchronisations that were asked for."""
    what = f"{SINKRONISASI} {nama}" if banyak == 1 else f"{banyak} sinkronisasi"
    if pekerja:
        return f"{what} diminta; berjalan di latar."
    return f"{what} diminta, tetapi {TANPA_PEKERJA}."


def dibatalkan_toast(nama: str, baris_: str) -> str:
    """A synchronisation that was stopped."""
    return f"{SINKRONISASI} {nama} dihentikan setelah {baris_} baris; tekan s untuk melanjutkan."


def selesai_toast(nama: str, rinci: str) -> str:
    """A synchronisation that came to its end while it was looked at."""
    return f"{SINKRONISASI} {nama} selesai: {rinci}."


def gagal_toast(nama: str, sebab: str) -> str:
    """A synchronisation that failed while it was looked at."""
    return f"{SINKRONISASI} {nama} gagal: {sebab}"


def banyak_selesai(selesai: int, gagal_: int) -> str:
    """Several synchronisations that came to their end."""
    return f"{selesai} sinkronisasi selesai" + (f", {gagal_} gagal." if gagal_ else ".")


JUDUL_SEMUA: Final = "Sinkronisasi semua"
TANYA_SEMUA: Final = "Ambil semua referensi PCare dari BPJS?"
DAMPAK_SEMUA: Final = (
    "Diagnosa dan obat dapat memakan waktu beberapa menit; kiriman pasien tetap didahulukan."
)
YA_SINKRON: Final = "Ya, Sinkronkan"
JUDUL_HENTI: Final = "Hentikan sinkronisasi"
YA_HENTI: Final = "Ya, Hentikan"
DAMPAK_HENTI: Final = "Yang sudah dibaca tersimpan; sinkronisasi berikutnya melanjutkan dari sana."
DAMPAK_AWAL: Final = "Yang terhenti tidak dilanjutkan: semua halaman dibaca lagi."
JUDUL_AWAL: Final = "Sinkronisasi dari awal"


def tanya_henti(nama: str) -> str:
    """The question before a synchronisation is stopped."""
    return f"Hentikan sinkronisasi {nama}?"


def tanya_awal(nama: str) -> str:
    """The question before a list is read from its beginning."""
    return f"Baca {nama} dari awal?"


def tidak_jalan(nama: str) -> str:
    """There is nothing to stop."""
    return f"{SINKRONISASI} {nama} tidak sedang berjalan; tidak ada yang dihentikan."


# ------------------------------------------------------------------ one list ----
KEPALA_DAFTAR: Final = ("Kode", "Nama", "Induk", "Keterangan")
CARI: Final = "/ Cari kode atau nama…"
HILANG: Final = "tidak ada lagi"
ISI_DAFTAR: Final = "Isi"
ISI_PERUBAHAN: Final = "Perubahan terakhir"
DENGAN_HILANG: Final = "termasuk yang hilang"
TIDAK_COCOK: Final = ("Tidak ada yang cocok di data yang tersimpan.", "Esc menghapus pencarian.")
BELUM_ADA: Final = ("Referensi ini belum pernah disinkronkan.", "Tekan s untuk mengambilnya dari BPJS.")
TIDAK_ADA_BARIS: Final = ("BPJS tidak punya baris untuk referensi ini.", "Tekan s untuk menyinkronkan lagi.")
TANPA_PERUBAHAN: Final = (
    "Tidak ada yang berubah pada sinkronisasi terakhir.", "Tekan b untuk kembali ke seluruh isi.",
)  # fmt: skip
KOLOM_KODE: Final = "Kode"
KOLOM_NAMA: Final = "Nama"
KOLOM_INDUK: Final = "Induk"
KOLOM_KEADAAN: Final = "Keadaan"
KAKI_BARIS: Final = "↑↓ baris   spasi lipat   c salin   tombol lain menutup"
ADA: Final = "ada di BPJS"


def tersimpan(saat: str) -> str:
    """Since when a row is known."""
    return f"tersimpan {saat}"


def halaman_ke(nomor: int, awal: int, akhir: int, *, lagi: bool) -> str:
    """Which rows are on screen."""
    if akhir < awal:
        return "0 baris"
    return f"hlm {nomor} · {awal}–{akhir}{' dari lebih' if lagi else ''}"


# ------------------------------------------------------------ Referensi Antrean ----
KEPALA_JADWAL: Final = ("Poli", "Nama poli", "Kode", "Dokter", "Jam praktik", "Kapasitas")
JADWAL: Final = "Jadwal"
JADWAL_BELUM: Final = ("Jadwal tanggal ini belum diambil.", "Tekan a untuk mengambilnya dari BPJS.")
JADWAL_KOSONG: Final = (
    "BPJS tidak punya jadwal pada tanggal ini.",
    "Pilih tanggal lain dengan [ dan ] atau t.",
)
TANPA_DOKTER: Final = "tidak ada dokter"
HARI_INI: Final = "Hari ini"
HARI_LAIN: Final = "[ ] hari lain   0 hari ini"
DIAMBIL_BELUM: Final = "belum diambil"
JUDUL_TANGGAL: Final = "Pilih tanggal"
TANYA_TANGGAL: Final = "Tanggal jadwal"
PETUNJUK_TANGGAL: Final = "25, 25-11, 25-11-2026, 2026-11-25, besok, +3"
TANGGAL_SALAH: Final = "Tanggal tidak terbaca; tulis seperti 25-11-2026, besok, atau +3."
BESOK: Final = ("besok",)
KEMARIN: Final = ("kemarin",)
SEKARANG: Final = ("", "hari ini", "sekarang", "0")
TANGGAL_KAKI: Final = "↑↓ hari   PgUp PgDn minggu   Enter pilih   Esc batal"


def jadwal_diambil(jam: str) -> str:
    """When the schedule was fetched."""
    return f"diambil {jam}"


def jadwal_isi(poli: int, dokter: int, kapasitas: str) -> str:
    """What a day has."""
    return f"{poli} poli · {dokter} dokter · {kapasitas} tempat"


def jadwal_nama(hari: str) -> str:
    """A synchronisation of a schedule, by its name."""
    return f"jadwal {hari}"


def jadwal_henti(nama: str) -> str:
    """Fetching a schedule was stopped."""
    return f"{SINKRONISASI} {nama} dihentikan; tekan a untuk mengambilnya lagi."


def jumlah_pasien(banyak: int) -> str:
    """The capacity of a slot."""
    return f"{banyak} pasien"


# --------------------------------------------------------------------- mapping ----
JUDUL_PETA: Final = "Pemetaan BPJS"
KEPALA_RUANGAN: Final = ("Ruangan", "Nama", "kdPoli", "Nama poli BPJS", "Menunggu", "Keadaan")
KEPALA_DOKTER: Final = ("Dokter", "Nama", "kodedokter", "kdDokter", "Jam", "Menunggu", "Keadaan")
RUANGAN: Final = "Ruangan"
DOKTER: Final = "Dokter"
BELUM_DIPETAKAN: Final = "belum dipetakan"
BELUM_KODE: Final = "tanpa kodedokter"
BELUM_PCARE: Final = "tanpa kdDokter"
BELUM_JAM: Final = "tanpa jam"
PERIKSA_LAGI: Final = "periksa lagi"
LENGKAP: Final = "lengkap"
TIDAK_PERLU: Final = "tidak perlu"
PETA_KOSONG: Final = ("Belum ada data.", "Impor data master: deka master impor FILE.")
JUDUL_PETA_RUANGAN: Final = "Petakan ruangan ke poli BPJS"
JUDUL_PETA_DOKTER: Final = "Petakan dokter ke BPJS"
PILIH_POLI: Final = "Poli BPJS (kdPoli)"
PILIH_KODEDOKTER: Final = "Antrean FKTP (kodedokter)"
PILIH_KDDOKTER: Final = "PCare (kdDokter)"
KETIK_KODE: Final = "ketik nama atau kode"
JAM_PRAKTIK: Final = "Jam praktik"
JAM_KETIK: Final = "kosong: dari jadwal BPJS; atau: senin 07:00-12:00, 13:00-15:00"
JAM_TIDAK_TERBACA: Final = "Jam praktik tidak terbaca; tulis seperti senin 07:00-12:00, dipisah koma."
TANPA_CALON_POLI: Final = "Poli BPJS belum ada: sinkronkan Poli FKTP atau ambil jadwal, lalu buka lagi."
TANPA_CALON_DOKTER: Final = "Belum ada: ambil jadwal."
TANPA_CALON_PCARE: Final = "Belum ada: sinkronkan Dokter."
PILIH_DULU: Final = "Pilih atau ketik kodenya lebih dahulu."
KODE_BUKAN_ANGKA: Final = "kodedokter harus berupa angka; pilih dari jadwal BPJS."
KODE_LANGSUNG: Final = "pakai kode ini"
BELUM_DIPILIH: Final = "belum dipilih"
MENJADI: Final = "Menjadi:"
MENYIMPAN: Final = "Menyimpan…"
SIMPAN: Final = "Simpan"
KOSONGKAN: Final = "Kosongkan"
TOMBOL_PETA: Final = "↑↓ pilih   Enter lanjut   Ctrl+S simpan   Ctrl+K kosongkan   Esc batal"
SEKARANG_INI: Final = "sekarang"
HARI: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
HARI_SINGKAT: Final = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")
SETIAP_HARI: Final = "setiap hari"
TANPA_JAM: Final = "tidak ada jam praktik"
JUDUL_KOSONGKAN: Final = "Kosongkan pemetaan"
YA_KOSONGKAN: Final = "Ya, Kosongkan"
DAMPAK_KOSONGKAN: Final = "Pendaftaran berikutnya akan ditolak sampai dipetakan lagi."


def tanya_kosongkan(nama: str) -> str:
    """The question before a mapping is taken away."""
    return f"Kosongkan pemetaan {nama}?"


def menunggu(banyak: int) -> str:
    """Jobs that wait for a mapping."""
    return f"{banyak} kiriman menunggu"


def belum(banyak: int) -> str:
    """How many lack a mapping."""
    return f"{banyak} belum" if banyak else LENGKAP


def pemetaan_ringkas(ruangan: int, dokter: int, menunggu: int) -> str:
    """What is missing, in one line of the tab."""
    if not ruangan and not dokter and not menunggu:
        return "Pemetaan lengkap."
    parts = [f"{ruangan} ruangan"] if ruangan else []
    parts += [f"{dokter} dokter"] if dokter else []
    text = f"Belum dipetakan: {' dan '.join(parts)}" if parts else "Pemetaan lengkap"
    return text + (f" · {menunggu} kiriman menunggu" if menunggu else "") + " — tekan m"


def disimpan(nama: str, dilepas: int, *, berubah: bool) -> str:
    """A mapping that was saved, and what goes again because of it."""
    saved = f"Pemetaan {nama} disimpan" if berubah else f"Pemetaan {nama} tidak berubah"
    if not dilepas:
        return f"{saved}; tidak ada kiriman yang menunggu."
    return f"{saved}; {dilepas} kiriman yang menunggu dikirim lagi."


def dikosongkan(nama: str) -> str:
    """A mapping that was taken away."""
    return f"Pemetaan {nama} dikosongkan."


def perhatian(kalimat: str) -> str:
    """What could not be checked about a mapping."""
    return f"Perhatian: {kalimat}."


# --------------------------------------------------------------------- actions ----
KELOMPOK: Final = {"referensi": "Referensi", "pindah": "Pindah", "lain": "Lain"}
AKSI: Final[dict[str, tuple[str, str, str]]] = {
    "buka": ("Enter", "Buka", "Buka isi referensi"),
    "sinkron": ("s", "Sinkron", "Ambil referensi ini dari BPJS; yang terhenti dilanjutkan"),
    "sinkron_semua": ("S", "Semua", "Sinkronisasi semua referensi PCare"),
    "dari_awal": ("d", "Dari awal", "Sinkronisasi dari awal, bukan melanjutkan"),
    "hentikan": ("x", "Hentikan", "Hentikan sinkronisasi yang berjalan"),
    "berubah": ("b", "Berubah", "Yang berubah sejak sinkronisasi terakhir"),
    "muat": ("F5 g", "Muat ulang", "Baca ulang data sekarang"),
    "hilang": ("h", "Hilang", "Tampilkan juga yang tidak ada lagi di BPJS"),
    "rinci": ("Enter", "Rincian", "Semua kolom baris ini"),
    "cari": ("/", "Cari", "Cari kode atau nama dalam data tersimpan"),
    "ambil": ("a", "Ambil", "Ambil jadwal tanggal ini dari BPJS"),
    "tanggal": ("t", "Tanggal", "Pilih tanggal jadwal"),
    "kemarin": ("[", "Kemarin", "Satu hari sebelumnya"),
    "besok": ("]", "Besok", "Satu hari sesudahnya"),
    "hari_ini": ("0", "Hari ini", "Kembali ke hari ini"),
    "peta": ("m", "Pemetaan", "Petakan ruangan dan dokter ke BPJS"),
    "petakan": ("Enter", "Petakan", "Pilih padanan di BPJS"),
    "kelompok": ("r", "Ruangan/Dokter", "Pindah antara ruangan dan dokter"),
    "kembali": ("Esc", "Kembali", "Kembali ke halaman sebelumnya"),
}
