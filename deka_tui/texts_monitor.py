"""Words of the tab Monitoring. The documents' own labels stand here letter by letter."""

from __future__ import annotations

from typing import Final

from shared.domain.pantau import Lencana, SaringStatus
from shared.domain.status import Kelas

AKSI: Final[dict[str, tuple[str, str, str]]] = {
    "turun": ("↓ j", "Turun", "Baris berikutnya"),
    "naik": ("↑ k", "Naik", "Baris sebelumnya"),
    "maju": ("PgDn", "Maju", "Halaman berikutnya"),
    "mundur": ("PgUp", "Mundur", "Halaman sebelumnya"),
    "awal": ("Home", "Awal", "Halaman pertama: yang terbaru"),
    "akhir": ("End", "Akhir", "Baris terakhir halaman ini"),
    "tanda": ("Spasi", "Tandai", "Tandai baris untuk kirim massal"),
    "detail": ("Enter", "Detail", "Detail job: percobaan, request, response"),
    "resend": ("r", "Resend", "Kirim ulang job gagal ini"),
    "kirim_ulang": ("r", "Kirim Ulang", "Kirim ulang job gagal ini"),
    "massal": ("b", "Massal", "Kirim ulang banyak: yang ditandai, atau semua yang cocok"),
    "kelompok": ("s", "Sebab", "Kelompok kegagalan menurut sebab"),
    "sekilas": ("l", "Sekilas", "Sehari sekilas: kiriman dan kegagalan tiap 15 menit"),
    "ekspor": ("e", "Ekspor", "Ekspor hasil saringan ke CSV atau XLSX"),
    "jenis": ("p", "Jenis", "Pilih jenis job"),
    "tanggal": ("t", "Tanggal", "Ganti tanggal"),
    "hari_depan": ("→", "Besok", "Sehari sesudahnya"),
    "hari_balik": ("←", "Kemarin", "Sehari sebelumnya"),
    "semua_tanggal": ("h", "Semua tgl", "Hapus tanggal: semua tanggal; tekan lagi untuk hari ini"),
    "cari": ("/", "Cari Norm", "Cari nomor rekam medis; 1.000+ di kartu: sedikitnya 1.000"),
    "status": ("f", "Status", "Ganti status: Semua, Tidak Terkirim, Belum Diproses, Terkirim"),
    "kartu_total": ("1", "Total", "Kartu Total: semua job"),
    "kartu_menunggu": ("2", "Menunggu", "Kartu Menunggu: yang belum diproses"),
    "kartu_berhasil": ("3", "Berhasil", "Kartu Berhasil: yang terkirim"),
    "kartu_gagal": ("4", "Gagal", "Kartu Gagal: yang tidak terkirim"),
    "reset": ("z", "Reset Filter", "Reset Filter: semua saringan ke semula"),
    "muat": ("F5 g", "Perbarui Data", "Perbarui Data: baca ulang sekarang"),
    "identitas": ("u", "Identitas", "Tampilkan nomor kartu dan NIK job ini; dicatat"),
    # detail
    "percobaan_maju": ("]", "Percobaan", "Percobaan berikutnya"),
    "percobaan_balik": ("[", "Percobaan", "Percobaan sebelumnya"),
    "bagian": ("Spasi", "Request/Response", "Pindah antara Request dan Response"),
    "lipat": ("Enter", "Lipat", "Lipat atau buka bagian JSON"),
    "buka_lipat": ("→", "Buka", "Buka bagian JSON"),
    "tutup_lipat": ("←", "Tutup", "Lipat bagian JSON"),
    "salin": ("c", "Salin", "Salin JSON yang tampak"),
    "beda": ("d", "Beda", "Bandingkan percobaan ini dengan percobaan lain"),
    "edit": ("e", "Edit", "Edit request lalu kirim ulang"),
    "versi": ("v", "Versi", "Versi isi: siapa mengubah apa, kapan dan mengapa"),
}
"""Each action: the key as people read it, one word, one line."""

SEMUA_JENIS: Final = "Semua jenis"
SEMUA_TANGGAL: Final = "semua tanggal"
PILIH_JENIS: Final = "Jenis Monitoring"
CARI_NORM: Final = "Cari Norm"


def sedikitnya(angka: str) -> str:
    """A count of a search that was not counted to its end."""
    return f"{angka}+"


JUDUL_TANGGAL: Final = "Tanggal"
TANYA_TANGGAL: Final = "Tanggal pengiriman: hh-bb-tttt, hh-bb, atau kosong untuk semua tanggal."
TANGGAL_SALAH: Final = "Tanggal tidak dikenali; contoh: 20-11-2026."
SARING_STATUS: Final = {
    SaringStatus.SEMUA: "Semua",
    SaringStatus.TIDAK_TERKIRIM: "Tidak Terkirim",
    SaringStatus.BELUM_DIPROSES: "Belum Diproses",
    SaringStatus.TERKIRIM: "Terkirim",
}
LENCANA: Final = {
    Lencana.TERKIRIM: "Terkirim",
    Lencana.GAGAL: "Gagal",
    Lencana.MENUNGGU: "Menunggu",
    Lencana.PROSES: "Proses",
    Lencana.DIBATALKAN: "Dibatalkan",
}
KARTU: Final = ("Total", "Menunggu", "Berhasil", "Gagal")
KELOMPOK_SEMPIT: Final = "satu sebab"
JUDUL_PENDEK: Final = {
    "norm": "Norm", "nama": "Nama Pasien", "percobaan": "Coba", "dicoba": "Dicoba", "tiket": "Antrean",
    "no_urut": "Urut", "no_kunjungan": "No. Kunjungan", "jam": "Jam",
}  # fmt: skip
"""Heads of columns where the full one does not fit a screen."""

MEMUAT: Final = "Memuat job…"
KOSONG: Final = (
    "Tidak ada job pada saringan ini.",
    "z mengembalikan semua filter, h menampilkan semua tanggal.",
)
GAGAL_BACA: Final = "penyimpanan tidak terjawab, mencoba lagi"
BUKAN_GAGAL: Final = "Hanya job gagal yang dapat dikirim ulang; job ini {status}."
TIDAK_ADA_JOB: Final = "Tidak ada job yang dipilih."
DISUNTING: Final = "diedit {siapa}"
TANPA_MASALAH: Final = "Tidak ada masalah pada job ini."
MASIH_BERJALAN: Final = "Masih diproses; hasilnya tampil sendiri."
ARTI: Final = "Artinya"
SIAPA: Final = "Siapa"
TEKAN: Final = "Tekan"
DIKIRIM_ULANG: Final = "{jenis} #{id} dikirim ulang; hasilnya tampil sendiri."
TANYA_RESEND: Final = "Kirim ulang {jenis} untuk {nama}?"
TANYA_HAPUS: Final = "{jenis} menghapus data di BPJS. Yakin kirim ulang?"
JUDUL_RESEND: Final = "Kirim Ulang"
YA_KIRIM: Final = "Kirim Ulang"
YA_HAPUS: Final = "Ya, hapus di BPJS"
BATAL: Final = "Batal"

# ---------------------------------------------------------------- detail ----
DETAIL: Final = "Detail"
TANGGAL: Final = "Tanggal"
STATUS: Final = "Status"
HTTP_CODE: Final = "HTTP Code"
KODE: Final = "Kode"
PERCOBAAN: Final = "Percobaan"
REQUEST: Final = "Request"
RESPONSE: Final = "Response"
BELUM_ADA: Final = "Belum ada percobaan."
TANPA_ISI: Final = "(tanpa isi)"
BUKAN_JSON: Final = "bukan JSON"
IDENTITAS_TERBUKA: Final = "identitas tampil"
SATU_PERCOBAAN: Final = "Belum ada percobaan lain untuk dibandingkan."
JUDUL_BEDA: Final = "Beda percobaan"
TANPA_BEDA: Final = "Tidak ada beda."
JUDUL_VERSI: Final = "Versi isi"
PILIH_BANDING: Final = "Bandingkan percobaan {no} dengan"
KELAS: Final[dict[str, str]] = {
    "berhasil": "berhasil",
    Kelas.SEMENTARA: "gangguan sementara",
    Kelas.TAK_PASTI: "tak pasti",
    Kelas.DUPLIKAT: "sudah ada",
    Kelas.KREDENSIAL: "kredensial",
    Kelas.DATA: "data",
    Kelas.PEMETAAN: "pemetaan",
    Kelas.PESERTA: "peserta",
    Kelas.URUTAN: "urutan",
    "": "kedaluwarsa",
}
ASAL: Final[dict[str, str]] = {
    "awal": "pertama", "ulang": "diulang sendiri", "resend": "resend", "edit": "edit", "periksa": "dibaca balik",
}  # fmt: skip


# ------------------------------------------------------------------ edit ----
JUDUL_EDIT: Final = "Edit Request"
EDIT_KAKI: Final = "Ctrl+S Kirim Ulang  Esc selesai  Ctrl+K kunci  F8 rapikan  F9 identitas"
JSON_SAH: Final = "JSON benar"
TERKUNCI: Final = "terkunci"
KUNCI_DIBUKA: Final = "KUNCI DIBUKA"
KUNCI_TERTUTUP: Final = "kolom kunci terkunci"
TANYA_KUNCI: Final = "Buka kunci kolom {kolom}? Data bisa tercatat pada pasien, tanggal atau poli lain."
YA_BUKA: Final = "Buka kunci"
TETAP_KUNCI: Final = "Tetap terkunci"
TANYA_BUANG: Final = "Buang hasil edit ini? Job kembali seperti semula."
YA_BUANG: Final = "Buang edit"
LANJUT_EDIT: Final = "Lanjut edit"
TANPA_UBAHAN: Final = "Isi belum diubah."
TANYA_ALASAN: Final = "Alasan mengubah isi (wajib; tersimpan bersama versi ini)"
ALASAN_KOSONG: Final = "Tulis alasan mengubah isi lebih dahulu."
TANYA_AMBIL: Final = "{pesan} Ambil alih edit ini?"
YA_AMBIL: Final = "Ambil alih"
WAJIB: Final = "wajib"
BOLEH_NULL: Final = "boleh null"
LEGENDA: Final = "# terkunci   ! periksa"
TIDAK_DIKENAL: Final = "tidak dikenal layanan ini"
RAGU: Final = "Perhatian"
UBAHAN: Final = "Ubahan"
KARTU_KUNCI: Final = "Kolom kunci berubah: {kolom}"


def json_salah(baris: int, kolom: int, galat: str) -> str:
    """Where JSON first goes wrong."""
    return f"JSON salah di baris {baris}, kolom {kolom}: {galat}"


GALAT_JSON: Final = {
    "Expecting ',' delimiter": "kurang koma, atau kurung belum ditutup",
    "Expecting property name enclosed in double quotes": "nama kolom harus dalam tanda kutip",
    "Expecting ':' delimiter": "kurang titik dua sesudah nama kolom",
    "Expecting value": "nilai tidak ada atau tidak dikenal",
    "Unterminated string starting at": "tanda kutip belum ditutup",
    "Invalid control character at": "karakter kendali dalam teks",
    "Extra data": "ada isi sesudah penutup",
    "Invalid \\escape": "tanda \\ tidak dikenal",
}
KOMA_LEBIH: Final = "koma berlebih sebelum {tutup}"
GALAT_LAIN: Final = "tulisan tidak dikenal"

# ---------------------------------------------------------------- massal ----
JUDUL_MASSAL: Final = "Kirim Ulang Massal"
MENGHITUNG: Final = "Menghitung…"
AKAN_DIKIRIM: Final = "{banyak} job akan dikirim ulang"
TIDAK_ADA_KIRIM: Final = "Tidak ada job yang dapat dikirim ulang."
DILEWATI: Final = "{banyak} dilewati:"
KETIK_JUMLAH: Final = "Ketik {banyak} untuk memastikan, lalu Enter"
ENTER_MULAI: Final = "Enter mulai"
LAJU: Final = "Kecepatan"
PER_DETIK: Final = "{laju} per detik"
SEGERA: Final = "secepatnya"
MASSAL_KAKI: Final = "← → kecepatan   Enter mulai   Esc batal"
MASSAL_KOSONG_KAKI: Final = "Esc kembali"
MASSAL_HAPUS: Final = "y sertakan job hapus"
JALAN_KAKI: Final = "Spasi jeda/lanjut   x hentikan"
HASIL_KAKI: Final = "↑↓ gulir   Esc tutup"
DIJEDA: Final = "dijeda"
BERJALAN: Final = "berjalan"
DIHENTIKAN: Final = "dihentikan sebelum selesai"
TERKIRIM: Final = "{banyak} dikirim ulang"
DITOLAK: Final = "{banyak} ditolak"
SISA: Final = "sisa {detik} detik"
KOLOM_HASIL: Final = ("Job", "Norm", "Nama Pasien", "Hasil")
SEMULA: Final = "semula:"
OK: Final = "dikirim ulang"
JUMLAH_SALAH: Final = "Jumlah tidak sama; ketik {banyak}."
PASTI_HAPUS: Final = "Job hapus disertakan: data di BPJS akan dihapus."

# -------------------------------------------------------------- kelompok ----
JUDUL_KELOMPOK: Final = "Sebab kegagalan"
KELOMPOK_KOSONG: Final = ("Tidak ada job gagal pada saringan ini.", "Esc kembali ke tabel.")
KELOMPOK_KAKI: Final = "Enter buka kelompok   r perbaiki & lepas   Esc kembali"
KOLOM_KELOMPOK: Final = {"jumlah": "Jumlah", "kelas": "Kelas", "teks": "Sebab", "jenis": "Jenis"}
JENIS_CAMPUR: Final = "{banyak} jenis"

# --------------------------------------------------------------- sekilas ----
JUDUL_SEKILAS: Final = "Sehari sekilas"
KIRIMAN: Final = "kiriman"
KEGAGALAN: Final = "gagal"
TUTUP: Final = "gerbang"
SEKILAS_KOSONG: Final = "Belum ada kiriman pada tanggal ini."
SEKILAS_KAKI: Final = "← → ganti hari   Esc kembali"
SEKILAS_TUTUP: Final = "× gerbang tertutup"
PUNCAK: Final = "puncak {banyak}/15 mnt"

# ---------------------------------------------------------------- ekspor ----
JUDUL_EKSPOR: Final = "Ekspor"
TANYA_EKSPOR: Final = "Nama berkas (.csv atau .xlsx)"
EKSPOR_SAMAR: Final = "Nomor kartu dan NIK disamarkan."
EKSPOR_BUKA: Final = "Ekspor dengan nomor kartu dan NIK terbuka? Tindakan ini dicatat."
YA_BUKA_IDENTITAS: Final = "Terbuka"
SAMARKAN: Final = "Samarkan"
DIEKSPOR: Final = "{baris} baris ditulis ke {berkas}"
SEDANG_EKSPOR: Final = "Mengekspor…"
IDENTITAS_DIBUKA: Final = "Nomor kartu dan NIK ditampilkan; tercatat pada audit."
PROMPT_KAKI: Final = "Enter lanjut   Esc batal"


def berkas_usul(jenis: str, tanggal: str) -> str:
    """The file name that is proposed."""
    return f"monitoring-{jenis}-{tanggal}.csv"
