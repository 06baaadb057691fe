"""Sentences that services and worker say to people, and the field's own words for states and fields.

The screen's labels live with the screen; what is here is shared by screen, command line and worker.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from shared.domain.registration import Kolom, Tolakan
from shared.domain.status import JENIS_SATUSEHAT, JenisJob, StatusAntrean, StatusJob

SENTENCES: dict[str, str] = {
    # settings
    "konfigurasi_tidak_ada": "Berkas konfigurasi {berkas} tidak ditemukan; periksa --config atau DEKA_CONFIG.",
    "konfigurasi_tidak_terbaca": "Berkas konfigurasi {berkas} tidak dapat dibaca; periksa hak aksesnya.",
    "konfigurasi_bukan_toml": "Berkas konfigurasi {berkas} bukan TOML yang benar ({galat}); perbaiki lalu jalankan lagi.",
    "konfigurasi_tabel": "Tabel [{tabel}] tidak dikenal dalam konfigurasi; yang ada: {ada}.",
    "konfigurasi_kunci": "Pengaturan {kunci} tidak dikenal; yang ada: {ada}.",
    "konfigurasi_jenis": "Pengaturan {kunci} harus berupa {jenis}; perbaiki lalu jalankan lagi.",
    "konfigurasi_rahasia": "Rahasia {kunci} tidak dapat dibaca dari {berkas}; periksa berkas dan hak aksesnya.",
    "konfigurasi_zona": "Zona waktu {nilai} tidak dikenal; pilih salah satu: {ada}.",
    "konfigurasi_penyimpanan": "Pengaturan penyimpanan.url harus diawali sqlite:/// atau postgresql+psycopg://.",
    "konfigurasi_rentang": "Pengaturan {kunci} harus antara {dari} dan {sampai}.",
    "konfigurasi_url": "Pengaturan {kunci} harus berupa alamat http:// atau https://.",
    "konfigurasi_pilihan": "Pengaturan {kunci} harus salah satu dari: {ada}.",
    "bpjs_belum_diatur": "Kredensial BPJS belum lengkap ({kunci}); isi tabel [bpjs] lalu jalankan lagi pekerja.",
    # storage
    "penyimpanan_tidak_ada": "Penyimpanan belum dibuat di {tempat}; jalankan dulu: deka init.",
    "penyimpanan_tak_terjangkau": "Penyimpanan {tempat} tidak dapat dihubungi; periksa server atau jaringan lalu coba lagi.",
    "penyimpanan_hanya_baca": "Penyimpanan {tempat} tidak dapat ditulis; periksa hak akses dan sisa ruang disk.",
    "penyimpanan_rusak": "Berkas {tempat} bukan penyimpanan Deka yang utuh; pulihkan dari cadangan.",
    "penyimpanan_skema_lama": "Penyimpanan memakai skema {ada}, program ini memerlukan {perlu}; jalankan: deka init.",
    "penyimpanan_skema_asing": "Penyimpanan dibuat oleh Deka yang lebih baru (skema {ada}); perbarui program di komputer ini.",
    "penyimpanan_jaringan": "Berkas SQLite tidak boleh berada di folder jaringan ({tempat}); pakai PostgreSQL untuk banyak komputer.",
    "penyimpanan_alamat": "Alamat pada penyimpanan.url tidak terbaca; perbaiki seperti postgresql+psycopg://pengguna:sandi@server/deka.",
    "penyimpanan_sibuk": "Penyimpanan sedang sibuk; coba lagi sebentar.",
    "faskes_tidak_ada": "Faskes {nilai} belum ada di penyimpanan; jalankan: deka init.",
    # people and rights
    "tidak_berhak": "{nama} tidak memiliki hak \"{izin}\"; minta admin bila memang diperlukan.",
    "sistem_bukan_pemilik": "Hanya pemilik penyimpanan yang boleh bertindak sebagai sistem; pakai --sebagai NAMA.",
    "pengguna_tidak_ada": "Nama pengguna atau sandi tidak cocok; periksa lalu coba lagi.",
    "pengguna_sudah_ada": "Pengguna {nama} sudah ada; pakai nama lain.",
    "nama_pengguna_salah": "Nama pengguna belum diisi; ketik nama tanpa tanda khusus.",
    "peran_tidak_dikenal": "Peran {peran} tidak dikenal; pilih: {ada}.",
    "sandi_pendek": "Sandi minimal {panjang} karakter; isi sandi yang lebih panjang.",
    "sandi_panjang": "Sandi paling panjang {panjang} karakter; isi sandi yang lebih pendek.",
    "sandi_mudah": "Sandi terlalu mudah ditebak; jangan pakai nama sendiri atau karakter berurutan.",
    "sandi_sama": "Sandi baru sama dengan yang lama; isi sandi lain.",
    "sandi_sementara": "Sandi {nama} dari admin harus diganti dulu; jalankan: deka pengguna sandi {nama} --sebagai {nama}.",
    "masuk_ditahan": "Terlalu banyak percobaan masuk; tunggu {detik} detik lalu coba lagi.",
    "pin_bentuk": "PIN harus {dari} sampai {sampai} angka; isi lagi.",
    "pin_mudah": "PIN terlalu mudah ditebak; jangan pakai angka yang sama atau berurutan.",
    "pin_salah": "PIN salah, sisa {sisa} kali; setelah itu hanya sandi yang membuka.",
    "pin_habis": "PIN salah terlalu sering; buka dengan sandi.",
    "sesi_berakhir": "Akun ini tidak dapat dipakai lagi; masuk dengan akun lain atau hubungi admin.",
    "nama_pengguna_program": "Nama {nama} dipakai program sendiri; pakai nama lain.",
    "pengguna_tidak_dikenal": "Pengguna {nama} tidak ditemukan; lihat daftar: deka pengguna daftar.",
    "pengguna_terakhir": "{nama} satu-satunya yang dapat mengelola pengguna; tambah admin lain dulu.",
    "izin_tidak_dikenal": "Hak {izin} tidak dikenal; pilih: {ada}.",
    "bukan_pengguna": "{nama} bukan pengguna dengan sandi; masuk sebagai pengguna dulu.",
    "peran_basisdata_tidak_ada": "Peran PostgreSQL {peran} tidak ada; buat dulu dengan CREATE ROLE, lalu ulangi.",
    "peran_bukan_postgresql": "Peran aplikasi hanya ada pada PostgreSQL; penyimpanan ini SQLite.",
    # the audit trail
    "audit_kepala": "Kepala rantai {nilai} tidak terbaca; salin dari hasil pemeriksaan sebelumnya, seperti 120:9f3c….",
    "audit_ekspor_jenis": "Nama berkas ekspor audit harus berakhiran .jsonl atau .csv.",
    "sandi_perlu": "Sandi diperlukan; ketik saat diminta atau isi DEKA_SANDI_FILE dengan nama berkasnya.",
    # tickets
    "antrean_tidak_ada": "Antrean dengan id {id} tidak ditemukan; lihat daftar: deka antrean daftar.",
    "antrean_bentrok": "Antrean #{tiket} sudah diproses {siapa}, {jam}.",
    "antrean_tidak_bisa": "Antrean #{tiket} tidak dapat di{aksi}: statusnya sudah {status}.",
    "terima_perlu_konfirmasi": "Antrean #{tiket} belum tercatat penuh di BPJS ({keadaan}); kirim ulang dulu, atau terima dengan --tetap.",
    "resend_tidak_perlu": "Antrean #{tiket} tidak memerlukan Resend PCare.",
    "resend_masih_proses": "Data PCare antrean #{tiket} masih diproses; tunggu hasilnya.",
    "alasan_kosong": "Alasan pembatalan belum diisi; pilih atau ketik alasannya.",
    "pendaftaran_ditolak": "Pendaftaran ditolak: {rinci}",
    "pasien_tidak_ada": "Pasien dengan nomor RM {norm} tidak ditemukan; impor atau tambah pasiennya dulu.",
    "ruangan_tidak_ada": "Ruangan {nilai} tidak dikenal; yang ada: {ada}.",
    "dokter_tidak_ada": "Dokter {nilai} tidak dikenal di ruangan {ruangan}; yang ada: {ada}.",
    "penjamin_tidak_ada": "Penjamin {id} tidak dikenal; yang ada: {ada}.",
    "jam_tidak_ada": "Jam praktik {jam} tidak ada pada hari itu; yang ada: {ada}.",
    "tanggal_salah": "Tanggal {nilai} tidak terbaca; tulis seperti 2026-01-31.",
    # jobs
    "job_tidak_ada": "Job dengan id {id} tidak ditemukan; lihat daftar: deka job daftar.",
    "status_tidak_dikenal": "Status {nilai} tidak dikenal; pilih: {ada}.",
    "job_bukan_gagal": "Job {id} berstatus {status}; hanya job yang gagal dapat dikirim ulang.",
    "isi_bukan_json": "Isi yang diedit bukan JSON yang benar ({galat}); perbaiki lalu kirim lagi.",
    # imports
    "berkas_tidak_ada": "Berkas {berkas} tidak dapat dibaca; periksa nama dan hak aksesnya.",
    "berkas_bukan_utf8": "Berkas {berkas} bukan teks UTF-8; simpan ulang sebagai CSV UTF-8.",
    "impor_kepala": "Baris kepala {berkas} harus: {harus}.",
    "impor_baris": "baris {baris}: {sebab}",
    "impor_ditolak": "{jumlah} baris salah, tidak ada yang dimasukkan. {rinci}",
    "master_salah": "Berkas master {berkas} ditolak: {rinci}",
    # worker
    "pekerja_sudah_ada": "Pekerja untuk penyimpanan ini sudah berjalan (pid {pid}).",
    "redis_tak_terjangkau": "Redis tidak dapat dihubungi; pekerja tetap berjalan tanpa pemberitahuan cepat.",
    # our own words where BPJS said nothing
    "deka_jalur_klinik": "Internet klinik terputus; periksa modem atau hubungi penyedia jaringan.",
    "deka_jalur": "Tidak tersambung ke BPJS; periksa jaringan klinik.",
    "deka_gangguan": "Layanan BPJS sedang terganggu dan tidak menjawab dengan benar.",
    "deka_jawaban_hilang": "Jawaban BPJS tidak diterima; hasilnya sedang diperiksa.",
    "deka_tidak_tercatat": "Pendaftaran tidak ditemukan di daftar PCare hari itu.",
    "deka_kedaluwarsa": "Hari pelayanan sudah lewat sebelum antrean terkirim.",
    "deka_digantikan": "Tidak dikirim: pendaftaran di BPJS sudah dipakai antrean #{tiket} milik pasien yang sama.",
    "deka_dibatalkan": "Tidak dikirim: antrean sudah dibatalkan.",
    "deka_sandi": "BPJS menolak kredensial klinik.",
    "deka_ditolak": "BPJS menolak tanpa keterangan (HTTP {http}).",
    "deka_isi": "Data antrean tidak lengkap untuk dikirim: {rinci}.",
    "deka_galat": "Kesalahan program saat menyiapkan kiriman ({jenis}).",
    "terminal_bodoh": "Terminal ini (TERM={term}) tidak dapat menampilkan layar Deka; pakai terminal lain atau perintah: deka antrean daftar.",
    "bukan_terminal": "Layar Deka memerlukan terminal; untuk skrip pakai perintah: deka antrean daftar --json.",
}  # fmt: skip
_PAGES = ("pantau", "referensi", "satusehat", "kfa", "keamanan", "kios")
"""Rooms with further sentences: ``shared.texts_<room>.<ROOM>``, read when one of them is wanted."""


@cache
def sentences() -> dict[str, str]:
    """Every sentence, by its code; no code may stand in two rooms."""
    found = dict(SENTENCES)
    for room in _PAGES:
        more: dict[str, str] = getattr(import_module(f"shared.texts_{room}"), room.upper())
        found |= more
    return found


def sentence(kode: str, **fakta: object) -> str:
    """Fill in the sentence of a code; raises ``KeyError`` for a code or fact that is not there."""
    template = SENTENCES.get(kode)
    return (sentences()[kode] if template is None else template).format(**fakta)


NAMA_JOB: dict[JenisJob, str] = {
    JenisJob.PENDAFTARAN: "Tambah Pendaftaran",
    JenisJob.TAMBAH_ANTREAN: "Tambah Antrean",
    JenisJob.PANGGIL_ANTREAN: "Panggil Antrean",
    JenisJob.BATAL_ANTREAN: "Batal Antrean",
    JenisJob.KUNJUNGAN: "Tambah Kunjungan",
    JenisJob.HAPUS_PENDAFTARAN: "Hapus Pendaftaran",
    JenisJob.HAPUS_KUNJUNGAN: "Hapus Kunjungan",
    # FHIR's own names, as everybody calls the resources.
    **{jenis: jenis.name.removeprefix("SS_").title().replace("_", "") for jenis in JENIS_SATUSEHAT},
}
"""Names of the job types, as the monitoring pages list them."""

NAMA_STATUS: dict[StatusAntrean, str] = {
    StatusAntrean.MENUNGGU: "menunggu",
    StatusAntrean.DILEWATI: "dilewati",
    StatusAntrean.DITERIMA: "diterima",
    StatusAntrean.SELESAI: "selesai",
    StatusAntrean.BATAL: "dibatalkan",
    StatusAntrean.DIALIHKAN: "dialihkan",
    StatusAntrean.TIDAK_HADIR: "ditandai tidak hadir",
}
NAMA_STATUS_JOB: dict[StatusJob, str] = {
    StatusJob.MENUNGGU: "Menunggu",
    StatusJob.PROSES: "Proses",
    StatusJob.TAK_PASTI: "Proses",
    StatusJob.TERKIRIM: "Terkirim",
    StatusJob.GAGAL: "Gagal",
    StatusJob.DIBATALKAN: "Dibatalkan",
    StatusJob.KEDALUWARSA: "Kedaluwarsa",
    StatusJob.TERTAHAN: "Belum Terkirim",
}

ALASAN: dict[str, str] = {
    "tidak_hadir": "Pasien tidak hadir",
    "daftar_ulang": "Pasien mendaftar ulang",
    "salah_data": "Kesalahan data pendaftaran",
}
"""Reasons of a cancellation that can be picked; the words are what BPJS gets as ``alasan``."""

_TOLAKAN: dict[tuple[Kolom, str], str] = {
    (Kolom.NORM, "kosong"): "nomor RM belum diisi",
    (Kolom.NAMA, "kosong"): "nama pasien belum diisi",
    (Kolom.NIK, "kosong"): "NIK belum diisi, lengkapi data pasien",
    (Kolom.NIK, "panjang"): "NIK harus 16 digit, sekarang {nilai}; perbaiki data pasien",
    (Kolom.NO_HP, "kosong"): "nomor HP belum diisi, lengkapi data pasien",
    (Kolom.NO_HP, "bentuk"): "nomor HP harus 8 sampai 15 digit; perbaiki data pasien",
    (Kolom.NO_KARTU, "kosong"): "nomor kartu BPJS belum diisi; lengkapi atau daftarkan sebagai umum",
    (Kolom.NO_KARTU, "panjang"): "nomor kartu BPJS harus 13 digit, sekarang {nilai}; perbaiki data pasien",
    (Kolom.RUANGAN, "belum_dipetakan"): "ruangan {nilai} belum dipetakan ke poli BPJS; minta admin memetakannya",
    (Kolom.DOKTER, "kosong"): "dokter belum dipilih",
    (Kolom.DOKTER, "belum_dipetakan"): "dokter {nilai} belum dipetakan ke kode BPJS; minta admin memetakannya",
    (Kolom.DOKTER, "bukan_ruangan"): "dokter {nilai} tidak praktik di ruangan ini; pilih dokter lain",
    (Kolom.JADWAL, "kosong"): "dokter {nilai} tidak punya jadwal pada tanggal itu; pilih dokter lain",
    (Kolom.TANGGAL, "lewat"): "tanggal {nilai} sudah lewat",
    (Kolom.TIKET, "sudah_ada"): "pasien sudah punya antrean {nilai} di poli ini pada tanggal itu",
}  # fmt: skip


def refusal(tolakan: Tolakan) -> str:
    """Say one refusal of a registration: the field and what to do."""
    return _TOLAKAN[tolakan.kolom, tolakan.sebab].format(nilai=tolakan.nilai)
