"""Sentences about keys, sealed bodies, secrets and copies."""

from __future__ import annotations

KEAMANAN: dict[str, str] = {
    "kunci_isi_tidak_ada": "Kunci isi tidak ada di {berkas}; salin dari komputer yang menjalankan deka init, atau pulihkan dari cadangan.",
    "kunci_isi_lain": "Berkas {berkas} tidak memuat kunci {kunci} yang dipakai penyimpanan ini; salin berkas kunci yang terbaru.",
    "kunci_isi_mode": "Berkas kunci {berkas} dapat dibaca orang lain; jalankan: chmod 600 {berkas}.",
    "kunci_isi_pemilik": "Berkas kunci {berkas} milik pengguna lain; jalankan Deka sebagai pemiliknya atau ubah pemiliknya.",
    "kunci_isi_rusak": "Berkas {berkas} bukan berkas kunci Deka yang utuh; pulihkan dari salinannya.",
    "kunci_isi_tak_terbaca": "Berkas kunci {berkas} tidak dapat dibaca; periksa hak aksesnya.",
    "kunci_isi_tak_tertulis": "Berkas {berkas} tidak dapat ditulis; periksa hak akses foldernya dan sisa ruang disk.",
    "isi_tersegel": "Isi ini disegel dengan kunci {kunci} yang tidak ada di {berkas}; salin berkas kunci yang terbaru.",
    "isi_rusak": "Isi yang tersimpan tidak utuh dan tidak dapat dibuka; pulihkan dari cadangan atau susun ulang isinya.",
    "isi_dihapus": "Isi ini sudah dihapus sesuai masa simpan; susun ulang isinya.",
    "kunci_tidak_dikenal": "Kunci {kunci} tidak ada di berkas kunci; lihat daftar: deka kunci daftar.",
    "kunci_masih_aktif": "Kunci {kunci} sedang dipakai dan tidak dapat dibuang; ganti dulu: deka kunci putar.",
    "kunci_masih_dipakai": "Kunci {kunci} masih menyegel {banyak} isi; biarkan pekerja menyegel ulang, lalu coba lagi.",
    "rahasia_tidak_dikenal": "Rahasia {nama} tidak dikenal; yang ada: {ada}.",
    "rahasia_tidak_ada": "Rahasia {nama} tidak tersimpan; lihat daftar: deka rahasia daftar.",
    "rahasia_nilai": "Nilai rahasia {nama} kosong, lebih dari {batas} karakter, atau memuat tanda kendali; ketik ulang.",
    "rahasia_rusak": "Berkas rahasia {berkas} tidak utuh; pulihkan dari cadangan atau hapus lalu isi ulang dengan deka rahasia set.",
    "rahasia_terkunci": "Rahasia {nama} tidak dapat dibuka di sini; salin berkas kunci yang terbaru.",
    "cadangan_sandi": "Sandi cadangan tidak cocok, atau berkas {berkas} rusak di awalnya; periksa sandinya.",
    "cadangan_rusak": "Berkas cadangan {berkas} tidak utuh; pakai cadangan lain.",
    "cadangan_asing": "Berkas {berkas} bukan cadangan Deka yang dikenal; periksa namanya.",
    "cadangan_sandi_pendek": "Sandi cadangan minimal {panjang} karakter; pakai kalimat sandi yang lebih panjang.",
    "cadangan_sudah_ada": "Berkas {berkas} sudah ada; pilih nama lain.",
    "cadangan_tak_tertulis": "Cadangan tidak dapat ditulis ke {berkas}; periksa folder, hak akses dan sisa ruang disk.",
    "cadangan_tak_terbaca": "Berkas cadangan {berkas} tidak dapat dibaca; periksa nama dan hak aksesnya.",
    "pulih_terisi": "Penyimpanan {tempat} sudah berisi data; bila memang akan diganti, jalankan lagi dengan --timpa.",
    "pulih_pekerja": "Masih ada pekerja yang hidup ({banyak}); hentikan pekerja dan tutup layar, lalu coba lagi.",
    "pulih_skema_lama": "Penyimpanan yang akan diganti memakai skema {ada}; jalankan deka init dulu agar dapat dicadangkan.",
}  # fmt: skip
"""Part of :func:`shared.texts.sentences`."""

ISI_TAK_TERBACA: dict[str, str] = {
    "dihapus": "isi sudah dihapus sesuai masa simpan",
    "terkunci": "isi disegel; kuncinya tidak ada di komputer ini",
    "rusak": "isi tidak utuh dan tidak dapat dibuka",
}
"""What stands in place of a body that cannot be read."""
