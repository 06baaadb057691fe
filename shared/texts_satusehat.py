"""Sentences and words of the SatuSehat pages."""

from __future__ import annotations

from shared.domain.sumber import Keadaan, Tanya

SATUSEHAT: dict[str, str] = {
    "satusehat_belum_diatur": "SatuSehat belum diatur ({kunci}); isi tabel [satusehat] lalu coba lagi.",
    "satusehat_bukan_json": "Berkas {berkas} bukan JSON yang benar ({galat}); perbaiki lalu impor lagi.",
    "satusehat_bentuk": "Berkas {berkas} harus berisi satu resource FHIR atau daftar resource.",
    "satusehat_terlalu_besar": "Berkas {berkas} lebih dari {batas} MB; bagi menjadi beberapa berkas lalu impor satu per satu.",
    "satusehat_ditolak": "{jumlah} kesalahan, tidak ada resource yang dimasukkan. {rinci}",
    "satusehat_sudah_terkirim": "{nama} sudah ada dengan isi lain dan sudah pernah dikirim; edit dan kirim ulang barisnya, atau beri id lain.",
    "satusehat_bukan_resource": "setiap resource harus objek JSON dengan resourceType.",
    "satusehat_id_salah": "id {nilai} tidak dapat dipakai; pakai huruf, angka, titik, garis, paling banyak 64.",
    "satusehat_ganda": "{nama} ada dua kali dengan isi berbeda.",
    "satusehat_jenis": "Jenis {nilai} tidak dikenal; pilih: {ada}.",
    "satusehat_bukan_dasar": "{nilai} tidak dapat diregenerasi; pilih: {ada}.",
    "satusehat_tidak_ada": "Baris SatuSehat dengan id {id} tidak ditemukan; lihat daftar: deka satusehat daftar JENIS.",
    "satusehat_belum_ada_id": "{nama} belum punya id SatuSehat, jadi belum ada yang dapat diverifikasi; kirim dulu.",
    "satusehat_masih_proses": "{nama} masih diproses; tunggu hasilnya.",
    "satusehat_tertahan": "{nama} menunggu {induk}; kirim itu dulu, baris ini menyusul sendiri.",
    "satusehat_pertanyaan_tidak_ada": "Pertanyaan {id} tidak ada atau sudah dijawab; lihat daftar: deka satusehat pertanyaan.",
    "satusehat_jawaban_salah": "Jawaban {nilai} bukan id SatuSehat untuk {tipe}; salin id dari calon yang benar.",
    "satusehat_tidak_bisa_buat": "{tipe} tidak dapat dibuat lewat SatuSehat; jawab dengan id yang benar.",
    "satusehat_isi_ditolak": "Isi tidak dapat dikirim. {rinci}",
    "deka_satusehat_jalur": "Tidak tersambung ke SatuSehat; periksa jaringan klinik.",
    "deka_satusehat_gangguan": "SatuSehat sedang terganggu dan tidak menjawab dengan benar.",
    "deka_satusehat_jawaban_hilang": "Jawaban SatuSehat tidak diterima; hasilnya sedang dicari.",
    "deka_satusehat_sandi": "SatuSehat menolak kredensial klinik.",
    "deka_satusehat_ditolak": "SatuSehat menolak tanpa keterangan (HTTP {http}).",
    "deka_satusehat_isi": "Data belum lengkap untuk dikirim: {rinci}.",
    "deka_satusehat_tautan": "Id yang tersimpan tidak dikenal lagi di SatuSehat; kirim ulang untuk mencarinya kembali.",
    "deka_satusehat_tidak_ditemukan": "Tidak ditemukan di SatuSehat; jawab pertanyaannya.",
    "deka_satusehat_ganda": "Ada beberapa yang cocok di SatuSehat; pilih yang benar.",
    "deka_satusehat_tanpa_id": "Sudah ada di SatuSehat, tetapi id-nya tidak dapat dicari; isi id-nya.",
    "deka_satusehat_nik_kosong": "NIK belum diisi atau bukan 16 digit; lengkapi data atau isi id SatuSehat.",
}  # fmt: skip
"""Part of :func:`shared.texts.sentences`."""

NAMA_KEADAAN: dict[Keadaan, str] = {
    Keadaan.TERKIRIM: "Terkirim",
    Keadaan.GAGAL: "Tidak Terkirim",
    Keadaan.PROSES: "Dalam Proses",
    Keadaan.SIAP: "Belum Terkirim",
    Keadaan.MENUNGGU: "Belum Terkirim",
    Keadaan.TERTAHAN: "Belum Terkirim",
}
"""Badges of the detail table."""


def rinci_keadaan(keadaan: Keadaan, menunggu: str) -> str:
    """Say what a row that is not sent waits for: *menunggu Patient*."""
    if keadaan is Keadaan.TERTAHAN:
        return "produk belum dipetakan ke KFA"
    if keadaan is Keadaan.MENUNGGU:
        return f"menunggu {menunggu}" if menunggu else "menunggu"
    return "siap dikirim" if keadaan is Keadaan.SIAP else ""


NAMA_HASIL: dict[str, str] = {
    "tertaut": "tertaut",
    "dibuat": "dibuat",
    "diperbarui": "diperbarui",
    "diperiksa": "masih cocok",
    "gagal": "gagal",
    "tidak_ditemukan": "tidak ditemukan",
    "ganda": "ganda",
    "nik_kosong": "NIK kosong",
    "menunggu": "menunggu induk",
    "proses": "sedang diproses",
    "dilewati": "dilewati: diedit manual",
}
"""Outcomes of regenerating a base resource."""

TANYA: dict[Tanya, str] = {
    Tanya.TIDAK_DITEMUKAN: "Tidak ditemukan di SatuSehat. Periksa NIK dan nama, lalu isi id yang benar atau minta dibuat.",
    Tanya.GANDA: "Lebih dari satu yang cocok. Pilih yang benar.",
    Tanya.NIK_KOSONG: "NIK kosong, jadi tidak dapat dicari. Lengkapi data atau isi id SatuSehat.",
    Tanya.TANPA_ID: "Sudah tercatat di SatuSehat, tetapi id-nya tidak dapat dicari. Isi id-nya.",
}  # fmt: skip

JELAS_SATUSEHAT: dict[str, tuple[str, str, str]] = {
    "jalur": (
        "Klinik tidak tersambung ke SatuSehat.", "Petugas atau penyedia internet.",
        "Periksa jaringan; pengiriman dicoba lagi sendiri.",
    ),
    "gangguan": (
        "Layanan SatuSehat sedang terganggu (HTTP 5xx).", "SatuSehat.",
        "Tunggu; pengiriman dicoba lagi sendiri. Tekan Kirim Ulang bila sudah pulih.",
    ),
    "tak_pasti": (
        "Jawaban SatuSehat tidak sampai; belum pasti data sudah masuk.", "Tidak perlu siapa pun.",
        "Tekan Kirim Ulang: dicari dulu di SatuSehat, tidak dikirim dua kali.",
    ),
    "kredensial": (
        "SatuSehat menolak kredensial klinik.", "Admin klinik.",
        "Periksa client id, client secret dan alamat; pengiriman dicoba lagi tiap menit.",
    ),
    "izin": (
        "Klinik tidak diizinkan mengirim jenis ini atau data faskes lain.", "Admin klinik, bersama Kemenkes.",
        "Periksa hak akses API dan organization_id, lalu Kirim Ulang.",
    ),
    "privasi": (
        "Ditahan karena persetujuan pasien atau aturan privasi.", "Admin klinik.",
        "Jangan dikirim berulang; pastikan persetujuan pasien.",
    ),
    "induk": (
        "Data yang dirujuk tidak dikenal di SatuSehat.", "Admin klinik.",
        "Verifikasi baris induknya, lalu Kirim Ulang.",
    ),
    "tautan": (
        "Id yang tersimpan tidak dikenal lagi di SatuSehat.", "Admin klinik.",
        "Tekan Kirim Ulang: dicari kembali, dan dibuat bila memang tidak ada.",
    ),
    "peserta": (
        "Data kependudukan pasien tidak cocok dengan Dukcapil.", "Petugas pendaftaran.",
        "Periksa NIK, nama, tanggal lahir dan jenis kelamin, lalu Kirim Ulang.",
    ),
    "tanya": (
        "SatuSehat memberi nol atau beberapa calon; orang yang harus memutuskan.", "Admin klinik.",
        "Buka pertanyaannya, pilih calon yang benar atau isi id-nya.",
    ),
    "data": (
        "SatuSehat menolak isi data ini (biasanya HTTP 400).", "Admin klinik.",
        "Baca nomor aturan dan jalurnya, perbaiki lewat Edit, lalu Kirim Ulang.",
    ),
}  # fmt: skip
"""For each cause: what it means, who fixes it, what to press."""

LINT: dict[str, str] = {
    "jenis": "harus {harus}, sama dengan jenis barisnya",
    "id_lain": "harus {harus}, sama dengan id di SatuSehat",
    "mundur": "tidak boleh mundur; di SatuSehat sudah {ada}",
    "wajib": "wajib diisi",
    "objek": "harus satu objek, bukan daftar",
    "daftar": "harus daftar, bukan satu objek",
    "organisasi": "harus memakai organization_id klinik, {harus}",
    "acuan": "{nilai} bukan rujukan; tulis seperti Patient/id",
    "induk": "{nilai} belum terkirim",
    "tanggal": "harus seperti 2026-01-31T01:00:00+00:00",
    "utc": "tulis dalam UTC, diakhiri +00:00",
    "masa_depan": "tidak boleh di masa depan",
    "terlalu_lama": "tidak boleh sebelum {batas}",
    "angka": "harus angka, bukan teks",
    "sistem_kosong": "system belum diisi",
    "berakhir_dulu": "harus sesudah start",
    "icd10": "harus kode ICD-10 seperti J06.9",
    "kfa": "harus kode KFA 8 angka yang diawali 91 sampai 94",
    "tingkat_kfa": "zat aktif (91) dan kemasan (94) tidak dipakai di sini; pakai 92 atau 93",
    "selesai": "start dan end wajib diisi bila kunjungan selesai",
}  # fmt: skip
"""Doubts about a body, each said after its path."""
