"""Sentences of the integration pages: monitoring, editing and resending, visits, bulk runs, export."""

from __future__ import annotations

PANTAU: dict[str, str] = {
    "bukan_integrasi": "{nama} tidak dapat membuka halaman Integrasi; perlu peran admin atau superadmin dengan hak \"{izin}\".",
    # editing
    "isi_bukan_objek": "Isi yang diedit harus satu objek JSON {{…}}; perbaiki lalu kirim lagi.",
    "isi_ganda": "Kolom {kolom} ditulis dua kali dalam isi; hapus salah satu lalu kirim lagi.",
    "isi_kendali": "Isi yang diedit memuat karakter kendali; hapus lalu ketik ulang bagian itu.",
    "isi_terlalu_besar": "Isi yang diedit lebih dari {batas} KB; perpendek lalu kirim lagi.",
    "isi_terkunci": "Kolom kunci {kolom} tidak boleh diubah; kembalikan nilainya, atau buka kunci dengan sengaja (--buka-kunci).",
    "alasan_edit_kosong": "Alasan mengubah isi belum diisi; tulis alasannya lalu kirim lagi.",
    "job_disunting": "Job {id} sedang diedit oleh {siapa}; tunggu sampai dikirim atau dibuang.",
    "job_tidak_disunting": "Job {id} tidak sedang Anda edit.",
    "percobaan_tidak_ada": "Job {id} tidak punya percobaan nomor {no}; lihat: deka job detail {id}.",
    "job_hapus_perlu_yakin": "{jenis} menghapus data di BPJS; pastikan dulu, lalu ulangi dengan --yakin.",
    # groups, bulk
    "kelompok_tidak_ada": "Kelompok {kunci} tidak ditemukan pada saringan ini; lihat daftar: deka job kelompok.",
    "massal_kosong": "Tidak ada job yang dapat dikirim ulang pada pilihan ini.",
    "massal_laju": "Kecepatan kirim massal harus antara 0 dan {sampai} per detik.",
    # export
    "ekspor_jenis": "Nama berkas ekspor harus berakhiran .csv atau .xlsx.",
    "ekspor_gagal": "Berkas {berkas} tidak dapat ditulis; periksa folder, hak akses dan sisa ruang.",
    "ekspor_terlalu_banyak": "Hasil saringan {jumlah} baris, berkas XLSX hanya memuat {batas}; persempit saringan atau pakai .csv.",
    # visits
    "kunjungan_bukan_json": "Berkas {berkas} bukan JSON yang benar ({galat}); perbaiki lalu impor lagi.",
    "kunjungan_bentuk": "Berkas {berkas} harus berisi satu kunjungan atau daftar kunjungan.",
    "kunjungan_ditolak": "{jumlah} kesalahan, tidak ada kunjungan yang dimasukkan. {rinci}",
    "kunjungan_sudah_ada": "Kunjungan kartu berakhiran {akhir} pada {tanggal} di poli itu sudah ada; edit dan kirim ulang job-nya.",
    "kunjungan_tidak_ada": "Kunjungan dengan id {id} tidak ditemukan; lihat daftar: deka kunjungan daftar.",
    "kunjungan_belum_terkirim": "Kunjungan {id} belum ada di PCare ({status}); tidak ada yang perlu dihapus.",
    "kunjungan_masih_proses": "Kunjungan {id} masih diproses; tunggu hasilnya lalu hapus.",
    "kunjungan_sudah_dihapus": "Kunjungan {id} sudah dihapus dari PCare.",
    "kunjungan_kunci_rusak": "Nomor kartu dan tanggal daftar harus ada dan benar dalam isi kunjungan.",
}  # fmt: skip
"""Part of :func:`shared.texts.sentences`."""

SALAH_KUNJUNGAN: dict[str, str] = {
    "tidak_dikenal": "kolom tidak dikenal",
    "tidak_ada": "kolom wajib tidak ada",
    "teks": "harus teks yang terisi",
    "teks_null": "harus teks yang terisi atau null",
    "kartu": "harus teks 13 digit",
    "tanggal": "harus tanggal hh-bb-tttt yang benar",
    "pilihan": "harus salah satu dari: {ada}",
    "rentang": "harus bilangan bulat 0 atau {dari} sampai {sampai}",
    "diagnosa": "harus kode diagnosa seperti A09 atau E11.9",
    "kode2": "harus teks dua digit",
    "suhu": "harus teks dengan koma desimal, seperti \"36,4\"",
    "provider": "harus kode faskes 8 huruf atau angka",
    "objek": "harus objek",
    "harus_null": "harus null",
    "sebelum_daftar": "sebelum tanggal daftar",
    "perlu_pulang": "wajib diisi bila kdStatusPulang {pulang}",
    "hanya_pulang": "hanya boleh diisi bila kdStatusPulang {pulang}",
    "satu_rujukan": "isi tepat satu: subSpesialis atau khusus",
    "tacc_diagnosa": "harus kode dan nama diagnosa, seperti \"E11.9 - Diabetes\"",
    "objek_kunjungan": "setiap kunjungan harus objek",
    "ganda": "kunjungan yang sama sudah ada di baris {baris}",
}  # fmt: skip
"""What is wrong with a field of an imported visit."""

PERINGATAN: dict[str, str] = {
    "tidak_dikenal": "{nama} tidak dikenal layanan ini",
    "tidak_ada": "{nama} tidak ada",
    "null": "{nama} tidak boleh null",
    "tipe": "{nama} seharusnya {harus}",
}
"""Doubts about a field of an edited body."""

LEWAT_MASSAL: dict[str, str] = {
    "bukan_gagal": "bukan job gagal",
    "disunting": "sedang diedit orang lain",
    "perlu_yakin": "menghapus data di BPJS, belum dipastikan",
    "antrean_batal": "antreannya sudah dibatalkan",
    "hari_lewat": "hari pelayanannya sudah lewat",
    "tidak_ada": "job tidak ditemukan",
}
"""Why a bulk run passes a job over."""

JUDUL_KOLOM: dict[str, str] = {
    "id": "ID",
    "tanggal": "Tanggal",
    "norm": "Norm",
    "nama": "Nama Pasien",
    "status": "Status",
    "percobaan": "Percobaan",
    "jenis": "Jenis",
    "tiket": "No. Antrean",
    "no_urut": "No. Urut PCare",
    "poli": "Poli",
    "dokter": "Dokter",
    "jam": "Jam Praktik",
    "kehadiran": "Kehadiran",
    "alasan": "Alasan",
    "no_kunjungan": "No. Kunjungan",
    "no_kartu": "No. Kartu",
    "nik": "NIK",
    "http": "HTTP",
    "kode": "Kode",
    "pesan": "Pesan",
    "dicoba": "Terakhir Dicoba",
    "lokal": "Kode Lokal",
    "ihs": "IHS ID",
    "menunggu": "Menunggu",
    "judul": "Nama",
    "no_registrasi": "No. Registrasi",
    "kode_klinis": "Kode",
    "nilai": "Nilai",
    "peran": "Peran",
    "waktu": "Waktu",
    "induk": "Induk / Unit",
    "status_remote": "Status Kunjungan",
    "hasil": "Hasil Cari",
    "kfa": "Kode KFA",
    "jumlah": "Jumlah",
}
"""Heads of the monitoring tables' columns."""

NAMA_KEHADIRAN: dict[int, str] = {1: "Hadir", 2: "Tidak hadir"}

ARTI_ISIAN: dict[str, str] = {
    "kdProviderPeserta": "faskes tempat peserta terdaftar",
    "tglDaftar": "tanggal pendaftaran",
    "noKartu": "nomor kartu BPJS, 13 digit",
    "kdPoli": "kode poli PCare",
    "keluhan": "keluhan pasien",
    "kunjSakit": "true: kunjungan sakit, false: kunjungan sehat",
    "sistole": "tekanan darah atas, mmHg",
    "diastole": "tekanan darah bawah, mmHg",
    "beratBadan": "berat badan, kg",
    "tinggiBadan": "tinggi badan, cm",
    "respRate": "napas per menit",
    "lingkarPerut": "lingkar perut, cm",
    "heartRate": "denyut nadi per menit",
    "rujukBalik": "1: program rujuk balik, 0: bukan",
    "kdTkp": "tempat kunjungan: 10 rawat jalan, 20 rawat inap, 50 promotif",
    "nomorkartu": "nomor kartu BPJS, 13 digit",
    "nik": "NIK, 16 digit",
    "nohp": "nomor telepon",
    "kodepoli": "kode poli",
    "namapoli": "nama poli",
    "norm": "nomor rekam medis",
    "tanggalperiksa": "tanggal periksa",
    "kodedokter": "kode dokter HFIS, angka",
    "namadokter": "nama dokter",
    "jampraktek": "jam praktik, seperti 07:00-12:00",
    "nomorantrean": "nomor antrean, seperti A12",
    "angkaantrean": "angka antrean",
    "keterangan": "keterangan, boleh kosong",
    "status": "1 hadir, 2 tidak hadir",
    "waktu": "waktu panggil, milidetik Unix",
    "alasan": "alasan pembatalan",
    "noKunjungan": "nomor kunjungan PCare",
    "noUrut": "nomor urut PCare, seperti A12",
    "anamnesa": "anamnesa",
    "kdSadar": "kesadaran: 01 sampai 04",
    "kdStatusPulang": "3 berobat jalan, 4 rujuk lanjut, 5 rujuk internal",
    "tglPulang": "tanggal pulang",
    "kdDokter": "kode dokter PCare",
    "kdDiag1": "diagnosa utama",
    "kdDiag2": "diagnosa kedua",
    "kdDiag3": "diagnosa ketiga",
    "kdPoliRujukInternal": "poli tujuan rujuk internal",
    "rujukLanjut": "rujukan: tglEstRujuk, kdppk, dan satu dari subSpesialis atau khusus",
    "kdTacc": "-1 tanpa TACC, 1 waktu, 2 umur, 3 komplikasi, 4 komorbid",
    "alasanTacc": "alasan TACC",
    "alergiMakan": "alergi makanan, 00 tidak ada",
    "alergiUdara": "alergi udara, 00 tidak ada",
    "alergiObat": "alergi obat, 00 tidak ada",
    "kdPrognosa": "prognosa: 01 sampai 05",
    "terapiObat": "terapi obat",
    "terapiNonObat": "terapi non obat",
    "bmhp": "bahan medis habis pakai",
    "suhu": "suhu tubuh dengan koma, seperti 36,4",
}
"""Meaning of each field of a body, for the hints beside the editor."""

PENJELASAN: dict[str, tuple[str, str, str]] = {
    "layanan_tertutup": (
        "Kredensial klinik belum diberi akses ke layanan ini, atau alamat layanannya keliru.",
        "Admin klinik bersama kantor cabang BPJS.",
        "Periksa alamat dan user key, lalu buka gerbang; job yang menunggu berjalan lagi.",
    ),
    "jam": (
        "BPJS menolak karena jam komputer klinik terlalu jauh dari jam BPJS.",
        "Admin klinik.",
        "Samakan jam komputer (NTP); pengiriman dicoba lagi sendiri.",
    ),
    "otorisasi": (
        "Header otorisasi PCare salah bentuk: nama pengguna, sandi atau kode aplikasi belum benar.",
        "Admin klinik.",
        "Periksa pengaturan PCare, lalu buka gerbang.",
    ),
    "skrining": (
        "Peserta belum mengisi skrining kesehatan tahun ini.",
        "Pasien, dibantu petugas pendaftaran.",
        "Minta pasien mengisi Skrining Kesehatan di Mobile JKN; job dicoba lagi sendiri tiap 30 menit, atau tekan Kirim Ulang.",
    ),
    "sudah_ada": (
        "BPJS sudah memiliki data ini; nomornya sedang atau sudah dicari.",
        "Tidak perlu siapa pun.",
        "Tekan Kirim Ulang bila nomornya belum tampil.",
    ),
    "belum_daftar": (
        "Pendaftaran PCare pasien ini pada poli dan tanggal itu belum ada.",
        "Petugas pendaftaran.",
        "Kirim ulang Tambah Pendaftaran lebih dulu; job ini menyusul sendiri.",
    ),
    "referensi": (
        "Satu isian tidak ada dalam referensi BPJS; nama kolomnya ada pada jawaban.",
        "Admin klinik.",
        "Sinkronkan referensi, perbaiki kolom itu lewat Edit, lalu Kirim Ulang.",
    ),
    "bentuk_rujukan": (
        "Bagian rujukLanjut salah bentuk.",
        "Admin klinik.",
        "Edit rujukLanjut: isi tepat satu dari subSpesialis atau khusus, lalu Kirim Ulang.",
    ),
    "faskes_lain": (
        "Peserta tidak ditemukan atau terdaftar di faskes lain.",
        "Petugas pendaftaran.",
        "Periksa nomor kartu dan faskes peserta, perbaiki data pasien, lalu Kirim Ulang.",
    ),
    "tabrakan": (
        "Nomor kunjungan bertabrakan di PCare karena dua kunjungan masuk bersamaan.",
        "Tidak perlu siapa pun.",
        "Dicoba lagi sendiri; tekan Kirim Ulang bila tetap gagal.",
    ),
    "jadwal": (
        "Jadwal dokter di HFIS tidak cocok dengan jam praktik yang dikirim.",
        "Admin klinik.",
        "Perbarui jadwal pada Referensi Antrean dan pemetaan dokter; job yang menunggu dilepas saat disimpan.",
    ),
    "kuota": (
        "Kuota dokter pada jam itu sudah penuh.",
        "Admin klinik.",
        "Tambah kuota di HFIS atau pilih jam lain, lalu Kirim Ulang.",
    ),
    "tidak_aktif": (
        "Kepesertaan BPJS pasien tidak aktif.",
        "Pasien.",
        "Beri tahu pasien untuk mengurus kepesertaannya; layani sebagai umum atau Kirim Ulang sesudah aktif.",
    ),
    "bergantung": (
        "BPJS menolak karena data yang menjadi syaratnya belum ada.",
        "Admin klinik.",
        "Periksa urutan pendaftaran dan kunjungan pasien ini, lalu Kirim Ulang.",
    ),
    "sandi": (
        "Nama pengguna atau sandi PCare ditolak; sandi PCare harus diganti berkala.",
        "Admin klinik.",
        "Perbarui sandi di pengaturan, lalu buka gerbang; jangan mencoba berulang kali.",
    ),
    "kredensial": (
        "BPJS menolak kredensial klinik.",
        "Admin klinik.",
        "Periksa cons id, secret key dan user key, lalu buka gerbang.",
    ),
    "antrean_tidak_ada": (
        "BPJS tidak mengenal antrean ini.",
        "Petugas pendaftaran.",
        "Kirim ulang Tambah Antrean lebih dulu.",
    ),
    "sudah_dilayani": (
        "Pendaftaran tidak dapat dihapus karena pasien sudah dilayani.",
        "Admin klinik.",
        "Hapus kunjungannya lebih dulu, lalu Kirim Ulang.",
    ),
    "waktu": (
        "BPJS menolak waktu panggil.",
        "Admin klinik.",
        "Periksa jam komputer; perbaiki kolom waktu lewat Edit, lalu Kirim Ulang.",
    ),
    "panjang_nomor": (
        "Nomor kartu atau NIK kurang atau lebih digit.",
        "Petugas pendaftaran.",
        "Perbaiki data pasien, lalu Kirim Ulang.",
    ),
    "pemetaan": (
        "Ruangan atau dokter belum dipetakan ke kode BPJS.",
        "Admin klinik.",
        "Simpan pemetaan pada Referensi Antrean; job yang menunggu dilepas sendiri.",
    ),
    "jalur": (
        "Klinik tidak tersambung ke BPJS.",
        "Petugas atau penyedia internet.",
        "Periksa jaringan; pengiriman dicoba lagi sendiri.",
    ),
    "gangguan": (
        "Layanan BPJS sedang terganggu.",
        "BPJS.",
        "Tunggu; pengiriman dicoba lagi sendiri. Tekan Kirim Ulang bila sudah pulih.",
    ),
    "jawaban_hilang": (
        "Jawaban BPJS tidak sampai, jadi belum pasti data sudah masuk atau belum.",
        "Tidak perlu siapa pun.",
        "Tekan Kirim Ulang: hasilnya dibaca dulu di BPJS, tidak dikirim dua kali.",
    ),
    "data": (
        "BPJS menolak isi data ini.",
        "Admin klinik.",
        "Baca pesan BPJS, perbaiki lewat Edit atau pada data pasien, lalu Kirim Ulang.",
    ),
    "tak_tersusun": (
        "Pesan ini dari Deka, bukan dari BPJS: kiriman belum dapat disusun dan belum sampai ke BPJS.",
        "Admin klinik; kesalahan program: pembuat Deka.",
        "Lengkapi data yang disebut, lalu Kirim Ulang. Pada kesalahan program simpan log dan laporkan.",
    ),
    "tidak_tercatat": (
        "Sudah diperiksa oleh Deka: pendaftaran ini tidak ada di daftar PCare hari itu.",
        "Admin klinik.",
        "Kirim Ulang untuk mendaftarkannya lagi.",
    ),
    "peserta": (
        "Ada syarat kepesertaan yang belum dipenuhi pasien.",
        "Pasien, dibantu petugas pendaftaran.",
        "Baca pesan BPJS, beri tahu pasien, lalu Kirim Ulang.",
    ),
    "kedaluwarsa": (
        "Hari pelayanan sudah lewat sebelum job ini terkirim.",
        "Admin klinik.",
        "Biasanya tidak perlu dikirim lagi; Kirim Ulang hanya bila BPJS memintanya.",
    ),
    "lain": (
        "Penyebabnya belum dikenal.",
        "Admin klinik.",
        "Buka Detail, baca jawaban BPJS, lalu Kirim Ulang atau Edit.",
    ),
}  # fmt: skip
"""For each known cause: what it means, who fixes it, what to press."""
