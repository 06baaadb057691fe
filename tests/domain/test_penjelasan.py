"""Failures of one cause are one group, and every cause has its words."""

from __future__ import annotations

import pytest

from shared.domain.failures import Sebab
from shared.domain.penjelasan import KODE, jelaskan, kunci_kelompok, teks_kelompok
from shared.domain.status import Kelas
from shared.texts import sentence
from shared.texts_pantau import PENJELASAN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Peserta 0001234567890 tidak ditemukan.", "peserta  0009999999999 TIDAK ditemukan"),
        ("PK_DatKunjungan (000000011125Y000001)", "PK_DatKunjungan (000000010126Y000999)"),
        ("Nama 'BUDI' salah", "Nama 'SITI AMINAH' salah"),
        ("Kuota 07:00-12:00 penuh pada 2026-01-31", "Kuota 13:00-16:00 penuh pada 2026-02-01"),
    ],
)
def test_texts_of_one_cause_are_one_group(one: str, other: str) -> None:
    assert teks_kelompok(one) == teks_kelompok(other)
    assert kunci_kelompok("data", one) == kunci_kelompok("data", other)
    assert kunci_kelompok("data", one) != kunci_kelompok("peserta", one)


def test_texts_of_different_causes_are_not() -> None:
    assert kunci_kelompok("data", "Nomor kartu salah") != kunci_kelompok("data", "NIK salah")


def test_every_cause_has_an_explanation_and_none_is_left_over() -> None:
    assert set(PENJELASAN) == KODE
    for words in PENJELASAN.values():
        assert all(word.endswith(".") and word.isprintable() for word in words)
    for sebab in Sebab:
        assert jelaskan("", sebab, "") in PENJELASAN
    for kelas in Kelas:
        assert jelaskan(kelas, "", "") in PENJELASAN


@pytest.mark.parametrize(
    ("kelas", "sebab", "pesan", "kode"),
    [
        ("peserta", "", "Anda belum melakukan skrining kesehatan. Mohon …", "skrining"),
        ("urutan", "belum_daftar", "Belum melakukan pendaftaran pada poli tersebut.", "belum_daftar"),
        ("data", "lain", "noKartu: Tidak sesuai dengan referensi sistem.", "referensi"),
        ("kredensial", "", "Unauthorized! You are not registered for this service!", "layanan_tertutup"),
        ("tak_pasti", "gangguan", "Violation of PRIMARY KEY constraint 'PK_DatKunjungan'", "tabrakan"),
        ("data", "lain", "sesuatu yang baru", "data"),
        ("", "", "", "lain"),
    ],
)
def test_explanations_go_by_text_then_cause_then_class(kelas: str, sebab: str, pesan: str, kode: str) -> None:
    assert jelaskan(kelas, sebab, pesan) == kode


def test_what_was_too_late_is_explained_as_that() -> None:
    assert jelaskan("data", "", "Hari pelayanan", kedaluwarsa=True) == "kedaluwarsa"


@pytest.mark.parametrize(
    ("pesan", "dari_bpjs", "kode"),
    [
        (sentence("deka_galat", jenis="tambah_antrean_fktp"), False, "tak_tersusun"),
        (sentence("deka_isi", rinci="nomor kartu BPJS harus 13 digit"), False, "panjang_nomor"),
        (sentence("deka_isi", rinci="isi kunjungan tidak ada"), False, "tak_tersusun"),
        (sentence("deka_tidak_tercatat"), False, "tidak_tercatat"),
        (sentence("deka_ditolak", http=412), False, "data"),
        ("Tidak Sesuai", True, "data"),
    ],
)
def test_a_fault_of_ours_is_never_told_as_a_refusal_by_bpjs(pesan: str, dari_bpjs: bool, kode: str) -> None:
    assert jelaskan(Kelas.DATA, "", pesan, dari_bpjs=dari_bpjs) == kode
    if kode == "tak_tersusun":
        assert "bukan dari BPJS" in PENJELASAN[kode][0]
        assert "menolak" not in " ".join(PENJELASAN[kode])
