"""Sentences of the KFA catalogue and of mapping products to it; and why a product was found."""

from __future__ import annotations

from shared.domain.kfa_nilai import Alasan, Cara, JenisAlasan, Konflik
from shared.domain.kfa_peta import Tanda

KFA: dict[str, str] = {
    "kfa_belum_diatur": "KFA belum diatur; isi [satusehat] auth_url, kfa_url, client_id dan client_secret.",
    "kfa_tidak_jalan": "Sinkronisasi katalog KFA tidak sedang berjalan; tidak ada yang dibatalkan.",
    "kfa_bentuk": "Berhenti: jawaban KFA bukan daftar produk yang dapat dibaca.",
    "kfa_kosong": "Berhenti: KFA tidak mengirim satu produk pun; katalog yang tersimpan dipertahankan.",
    "kfa_gangguan": "KFA sedang terganggu; dilanjutkan sendiri setelah pulih.",
    "kfa_kredensial": "Berhenti: KFA menolak kredensial klinik; periksa pengaturan [satusehat] lalu sinkronkan lagi.",
    "kfa_ditolak": "Berhenti: KFA menolak permintaan (HTTP {http}).",
    "kfa_katalog_kosong": "Katalog KFA belum ada di sini; jalankan dulu: deka kfa sinkron.",
    "kfa_kode_salah": "Kode KFA {nilai} harus 8 angka; cari kodenya dengan: deka kfa cari.",
    "kfa_kode_tidak_ada": "Kode KFA {nilai} tidak ada di katalog; cari yang lain atau sinkronkan katalog dulu.",
    "kfa_kode_usang": "Kode KFA {nilai} sudah tidak dipakai{ganti}; pilih kode lain.",
    "kfa_kode_draf": "Kode KFA {nilai} masih draf di katalog; pilih kode lain.",
    "kfa_kode_template": "Kode {nilai} adalah kelompok obat (tingkat 92), bukan produk; pilih produk 93 di dalamnya.",
    "kfa_produk_tidak_ada": "Produk {nilai} tidak ada; impor dulu dengan: deka kfa impor-produk FILE.csv.",
    "kfa_produk_salah": "Produk tidak disimpan: {rinci}.",
    "kfa_produk_berubah": "Pemetaan produk {nilai} baru saja diubah orang lain; muat ulang lalu ulangi.",
    "kfa_belum_dipetakan": "Produk {nilai} belum dipetakan; tidak ada yang dihapus.",
    "kfa_perlu_konfirmasi": "{rinci}; pastikan benar, lalu ulangi dengan konfirmasi kedua.",
    "kfa_tak_ada_urungan": "Tidak ada pemetaan Anda yang dapat diurungkan.",
    "kfa_urung_berubah": "Tidak diurungkan: pemetaan {nilai} sudah diubah lagi sesudahnya.",
    "kfa_impor_kepala": "Kepala berkas {berkas} harus: {harus}.",
}  # fmt: skip
"""Part of :func:`shared.texts.sentences`."""

NAMA_TANDA: dict[Tanda, str] = {
    Tanda.DIGANTI: "diganti",
    Tanda.TIDAK_AKTIF: "tidak dipakai lagi",
    Tanda.HILANG: "tidak ada lagi di katalog",
    Tanda.DRAF: "masih draf",
    Tanda.BERUBAH: "kekuatan atau bentuk berubah",
    Tanda.TIDAK_ADA: "tidak ada di katalog",
}

NAMA_ALASAN: dict[JenisAlasan, str] = {
    JenisAlasan.KODE: "kode",
    JenisAlasan.NIE: "NIE",
    JenisAlasan.ZAT: "zat aktif",
    JenisAlasan.NAMA: "nama",
    JenisAlasan.MEREK: "merek",
    JenisAlasan.PRODUSEN: "produsen",
    JenisAlasan.KEKUATAN: "kekuatan",
    JenisAlasan.BENTUK: "bentuk",
    JenisAlasan.ISI: "isi",
}

_CARA: dict[Cara, str] = {
    Cara.TEPAT: "",
    Cara.SINGKATAN: "singkatan",
    Cara.MEREK: "merek dari zat ini",
    Cara.AWALAN: "awal kata",
    Cara.MIRIP: "ejaan mirip",
}


def alasan(one: Alasan) -> str:
    """Say one reason of a hit: ``zat aktif: pct (singkatan)``."""
    how = f" ({_CARA[one.cara]})" if _CARA[one.cara] else ""
    return f"{NAMA_ALASAN[one.jenis]}: {one.asal}{how}" if one.asal else NAMA_ALASAN[one.jenis]


def konflik(one: Konflik) -> str:
    """Say one contradiction: ``kekuatan berbeda: produk 500 mg, KFA 250 mg``."""
    return f"{NAMA_ALASAN[one.jenis]} berbeda: produk {one.kita}, KFA {one.kfa or '-'}"


def ganti(kode: str, nama: str) -> str:
    """Name what takes the place of a retired code."""
    return f", diganti {kode} {nama}".rstrip() if kode else ""
