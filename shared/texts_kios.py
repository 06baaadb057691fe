"""Sentences about stations for patients and about printing."""

from __future__ import annotations

from typing import Final

LOKET_PENDAFTARAN: Final = "Loket Pendaftaran"

KIOS: dict[str, str] = {
    "nomor_peserta": "Nomor kartu BPJS harus 13 angka atau NIK 16 angka; ketik lagi.",
    "kueri_peserta_tidak_ada": "Pertanyaan ke BPJS itu sudah tidak ada; ulangi dari awal.",
    "tiket_loket_tidak_ada": "Nomor loket dengan id {id} tidak ditemukan; ambil nomor baru di anjungan.",
    "tiket_loket_diambil": "Nomor {tiket} sudah dipanggil ke loket {loket}, {jam}; pilih nomor lain.",
    "tiket_loket_berakhir": "Nomor {tiket} sudah dilayani atau tidak hadir; pilih nomor lain.",
    "cetak_belum_diatur": "Printer belum diatur; isi tabel [cetak] dalam konfigurasi.",
    "cetak_pustaka": "Pustaka printer belum terpasang; jalankan: pip install 'deka[cetak]'.",
    "cetak_gagal": "Tiket {tiket} belum tercetak: printer tidak menjawab; periksa kertas, kabel dan [cetak] alamat lalu cetak ulang.",
    "cetak_alamat": "Pengaturan cetak.alamat salah untuk jenis {jenis}; isi seperti {contoh}.",
    "layar_terkunci": "Profil {profil} harus dijalankan di terminal sendiri; lihat config/kios.md.",
}
"""Part of :func:`shared.texts.sentences`."""
