"""Sentences of the reference lists, their synchronisation and the mapping; and the lists' names."""

from __future__ import annotations

from shared.domain.referensi import JenisReferensi, Perubahan, StatusSinkron

REFERENSI: dict[str, str] = {
    "referensi_tidak_dikenal": "Referensi {nilai} tidak dikenal; pilih: {ada}.",
    "referensi_tidak_ada": "Kode {nilai} tidak ada di referensi {nama}; sinkronkan dulu atau cari dengan kata lain.",
    "sinkron_tidak_ada": "Sinkronisasi dengan id {id} tidak ditemukan; lihat daftar: deka referensi daftar.",
    "sinkron_tidak_jalan": "Sinkronisasi {nama} tidak sedang berjalan; tidak ada yang dibatalkan.",
    "sinkron_gerbang": "Menunggu: layanan BPJS sedang terganggu; dilanjutkan sendiri setelah pulih.",
    "sinkron_kredensial": "Berhenti: BPJS menolak kredensial klinik; perbaiki pengaturan [bpjs] lalu sinkronkan lagi.",
    "sinkron_tertutup": "Berhenti: layanan ini belum dibuka BPJS untuk klinik; minta aksesnya kepada BPJS.",
    "sinkron_bentuk": "Berhenti: jawaban BPJS bukan daftar yang dapat dibaca.",
    "sinkron_kosong": "Berhenti: BPJS tidak mengirim satu baris pun; data yang tersimpan dipertahankan.",
    "sinkron_tanpa_akhir": "Berhenti: BPJS terus mengirim halaman tanpa akhir ({halaman} halaman).",
    "sinkron_galat": "Berhenti: kesalahan program saat membaca jawaban ({jenis}).",
    "peta_ruangan_tidak_ada": "Ruangan {nilai} tidak dikenal; yang ada: {ada}.",
    "peta_dokter_tidak_ada": "Dokter {nilai} tidak dikenal; yang ada: {ada}.",
    "peta_poli_tidak_ada": "Poli {nilai} tidak ada di referensi BPJS; pilih dari daftar poli atau sinkronkan dulu.",
    "peta_kd_dokter_tidak_ada": "Dokter PCare {nilai} tidak ada di referensi BPJS; pilih dari daftar dokter atau sinkronkan dulu.",
    "peta_kodedokter_salah": "Kode dokter BPJS {nilai} harus berupa angka; pilih dari jadwal BPJS.",
    "peta_jam_salah": "Jam praktik {nilai} tidak terbaca; tulis seperti 07:00-12:00.",
    "peta_poli_belum_diperiksa": "kode poli {nilai} belum dapat diperiksa: referensi poli belum disinkronkan",
    "peta_dokter_belum_diperiksa": "kode dokter {nilai} belum dapat diperiksa: referensi dokter belum disinkronkan",
    "peta_dokter_tanpa_jadwal": "dokter {nilai} tidak ada pada jadwal BPJS yang tersimpan; jam praktik tidak diubah",
}  # fmt: skip
"""Part of :func:`shared.texts.sentences`."""

_J = JenisReferensi
NAMA_REFERENSI: dict[JenisReferensi, str] = {
    _J.DIAGNOSA: "Diagnosa",
    _J.DOKTER: "Dokter",
    _J.KESADARAN: "Kesadaran",
    _J.POLI: "Poli FKTP",
    _J.PROVIDER: "Provider",
    _J.STATUS_PULANG: "Status Pulang (rawat jalan)",
    _J.STATUS_PULANG_INAP: "Status Pulang (rawat inap)",
    _J.ALERGI_MAKANAN: "Alergi Makanan",
    _J.ALERGI_UDARA: "Alergi Udara",
    _J.ALERGI_OBAT: "Alergi Obat",
    _J.PROGNOSA: "Prognosa",
    _J.OBAT: "Obat DPHO",
    _J.TINDAKAN_10: "Tindakan RJTP (10)",
    _J.TINDAKAN_20: "Tindakan RITP (20)",
    _J.TINDAKAN_50: "Tindakan Promotif (50)",
    _J.SPESIALIS: "Spesialis",
    _J.SUBSPESIALIS: "Subspesialis",
    _J.SARANA: "Sarana",
    _J.KHUSUS: "Khusus",
    _J.JADWAL: "Jadwal Antrean",
    _J.KFA: "Katalog KFA",
}
"""Names of the lists, as the tabs Referensi PCare and Referensi Antrean show them."""

NAMA_STATUS_SINKRON: dict[StatusSinkron, str] = {
    StatusSinkron.MENUNGGU: "Menunggu",
    StatusSinkron.JALAN: "Berjalan",
    StatusSinkron.SELESAI: "Selesai",
    StatusSinkron.GAGAL: "Gagal",
    StatusSinkron.DIBATALKAN: "Dibatalkan",
}

NAMA_PERUBAHAN: dict[Perubahan, str] = {
    Perubahan.TAMBAH: "baru",
    Perubahan.UBAH: "berubah",
    Perubahan.HILANG: "tidak ada lagi",
}
