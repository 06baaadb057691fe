"""Failures by their cause: texts folded until equal causes are equal, and which explanation fits.

The explanations' words are :data:`shared.texts_pantau.PENJELASAN`, by the codes returned here.
"""

from __future__ import annotations

import hashlib
import re

from shared.domain.failures import Sebab, fold
from shared.domain.status import Kelas

_QUOTED = re.compile(r"\([^()]*\d[^()]*\)|'[^']*'|\"[^\"]*\"")
_CODE = re.compile(r"\b(?=[\w./-]*\d)[\w./-]+\b")
_SPACES = re.compile(r"\s+")


def teks_kelompok(pesan: str) -> str:
    """Fold a message until only its cause is left: numbers, dates, ids and quoted names become ``#``."""
    text = _CODE.sub("#", _QUOTED.sub("#", fold(pesan)))
    return _SPACES.sub(" ", re.sub(r"#(?:[\s,;:]*#)+", "#", text)).strip()


def kunci_kelompok(kelas: str, pesan: str) -> str:
    """Make the short, stable key of a group: its class and its folded text."""
    basis = f"{kelas}|{teks_kelompok(pesan)}".encode()
    return hashlib.sha256(basis).hexdigest()[:10]


_TEXTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("not registered for this service",), "layanan_tertutup"),
    (("service expired",), "jam"),
    (("startindex cannot be less than zero",), "otorisasi"),
    (("skrining kesehatan", "belum melakukan skrining"), "skrining"),
    (("sudah di-entri", "sudah dientri", "sudah terdaftar"), "sudah_ada"),
    (("belum melakukan pendaftaran",), "belum_daftar"),
    (("tidak sesuai dengan referensi",), "referensi"),
    (("cannot access child value",), "bentuk_rujukan"),
    (("terdaftar di faskes lain",), "faskes_lain"),
    (("pk_datkunjungan", "duplicate key"), "tabrakan"),
    (("jadwal dokter",), "jadwal"),
    (("kuota penuh",), "kuota"),
    (("tidak aktif", "nonaktif", "non aktif", "non-aktif"), "tidak_aktif"),
    (("failed_dependency",), "bergantung"),
    (("password", "username", "sandi"), "sandi"),
    (("signature", "consumer id", "cons id"), "kredensial"),
    (("antrean tidak ditemukan",), "antrean_tidak_ada"),
    (("sudah dilayani",), "sudah_dilayani"),
    (("waktu tidak valid",), "waktu"),
    (("harus 13 digit", "harus 16 digit"), "panjang_nomor"),
    (("belum dipetakan",), "pemetaan"),
    (("tidak ditemukan di daftar pcare",), "tidak_tercatat"),
)
_UNEXPLAINED = "tanpa keterangan"
"""Of our own words only these tell of a refusal by BPJS."""
_CAUSES: dict[str, str] = {
    Sebab.SUDAH_ADA: "sudah_ada",
    Sebab.SKRINING: "skrining",
    Sebab.TIDAK_AKTIF: "tidak_aktif",
    Sebab.BELUM_DAFTAR: "belum_daftar",
    Sebab.REFERENSI: "referensi",
    Sebab.SANDI: "sandi",
    Sebab.JAM: "jam",
    Sebab.LAYANAN_TERTUTUP: "layanan_tertutup",
    Sebab.JALUR: "jalur",
    Sebab.GANGGUAN: "gangguan",
    Sebab.JADWAL: "jadwal",
    Sebab.JAWABAN_HILANG: "jawaban_hilang",
    Sebab.TABRAKAN: "tabrakan",
}
_CLASSES: dict[str, str] = {
    Kelas.SEMENTARA: "gangguan",
    Kelas.TAK_PASTI: "jawaban_hilang",
    Kelas.DUPLIKAT: "sudah_ada",
    Kelas.KREDENSIAL: "kredensial",
    Kelas.DATA: "data",
    Kelas.PEMETAAN: "pemetaan",
    Kelas.PESERTA: "peserta",
    Kelas.URUTAN: "belum_daftar",
}
KODE = frozenset(
    {
        *(kode for _, kode in _TEXTS), *_CAUSES.values(), *_CLASSES.values(), "lain", "kedaluwarsa",
        "tak_tersusun",
    }
)  # fmt: skip
"""Every code :func:`jelaskan` can return."""


def jelaskan(kelas: str, sebab: str, pesan: str, *, kedaluwarsa: bool = False, dari_bpjs: bool = True) -> str:
    """Choose the explanation of a failure: by its text, else by its cause, else by its class.

    With *dari_bpjs* false the text is ours: what could not be made ready never reached BPJS.
    """
    if kedaluwarsa:
        return "kedaluwarsa"
    words = fold(pesan)
    for texts, kode in _TEXTS:
        if any(text in words for text in texts):
            return kode
    ours = not dari_bpjs and kelas in ("", Kelas.DATA) and _UNEXPLAINED not in words
    if ours and words and sebab not in _CAUSES:
        return "tak_tersusun"
    return _CAUSES.get(sebab) or _CLASSES.get(kelas) or "lain"
