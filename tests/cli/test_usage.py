"""Wrong usage is one Indonesian sentence and exit status 2; help is Indonesian throughout."""

from __future__ import annotations

import re

import pytest

from tests.cli.deka import Run

WRONG = [
    ("antren", "Perintah antren tidak dikenal", "mungkin maksud Anda antrean", "deka --help"),
    ("zzz", "Perintah zzz tidak dikenal; lihat: deka --help"),
    ("antrean", "Perintah belum lengkap", "tambah, daftar", "deka antrean --help"),
    ("antrean tamba", "mungkin maksud Anda tambah"),
    ("antrean tambah", "--norm belum diisi", "deka antrean tambah --help"),
    ("antrean tambah --norm 1", "--ruangan belum diisi"),
    ("antrean tambah --norm", "--norm memerlukan nilai", "deka antrean tambah --help"),
    ("antrean tambah --nrm 1", "Pilihan --nrm tidak dikenal", "maksud Anda --norm"),
    ("antrean daftar --json=1", "--json tidak memerlukan nilai"),
    ("antrean panggil", "ID belum diisi"),
    ("antrean panggil x", "Nilai ID", "'x' bukan bilangan bulat"),
    ("antrean panggil 9223372036854775808", "bukan bilangan bulat"),
    ("antrean panggil 1 2", "Tidak mengerti maksud 2"),
    ("antrean panggil 1 --tunggu lama", "'lama' bukan banyak detik"),
    ("antrean panggil 1 --tunggu nan", "bukan banyak detik"),
    ("antrean batal 1", "--alasan belum diisi"),
    ("antrean daftar --tanggal 2026-13-01", "2026-13-01", "2026-01-31"),
    ("antrean daftar --tanggal 20260101", "tidak terbaca"),
    ("antrean daftar --status menungu", "mungkin maksud Anda menunggu"),
    ("antrean tambah --norm 1 --ruangan U --penjamin bpjs", "--penjamin", "bukan bilangan bulat"),
    ("job daftar --jenis pendaftaran", "--jenis", "pendaftaran_pcare"),
    ("job daftar --status aneh", "--status", "tidak-terkirim, belum-diproses, terkirim"),
    ("job resend 1 --isi x.json", "alasan"),
    ("job gerbang --buka pos", "--buka", "pcare"),
    ("pengguna tambah budi", "--peran belum diisi"),
    ("pengguna tambah budi --peran bos", "--peran", "superadmin"),
    ("pasien impor", "FILE belum diisi"),
    ("--config", "--config memerlukan nilai", "deka --help"),
    ("--konfig x", "Pilihan --konfig tidak dikenal", "--config"),
    ("--", "Perintah belum lengkap"),
    ("demo 3", "Tidak mengerti maksud 3"),
    ("demo --hari 2", "Pilihan --hari tidak dikenal", "deka demo --help"),
]


@pytest.mark.parametrize(
    ("line", "words"), [(line, words) for line, *words in WRONG], ids=[w[0] for w in WRONG]
)
def test_wrong_usage(bare: Run, line: str, words: list[str]) -> None:
    result = bare(*line.split())
    result.refused(*words, code=2)
    assert result.out == ""


def test_bytes_that_are_no_text_are_refused(bare: Run) -> None:
    bare("antrean", "tambah", "--norm", "\udcff", "--ruangan", "U").refused("bukan teks UTF-8", code=2)


def test_escape_sequences_in_arguments_do_not_reach_the_terminal(bare: Run) -> None:
    bare("antrean", "\x1b[31mmerah\x1b]0;x\x07").refused("Perintah merah tidak dikenal", code=2)


HELP = [
    "", "antrean", "antrean tambah", "antrean daftar", "antrean panggil", "antrean lewati", "antrean terima",
    "antrean selesai", "antrean resend-pcare", "antrean batal", "job", "job daftar", "job hitung",
    "job detail", "job resend", "job gerbang", "master", "master impor", "pasien", "pasien impor", "pengguna",
    "pengguna tambah", "pengguna daftar", "init", "doctor", "demo",
]  # fmt: skip
ENGLISH = re.compile(r"\b(usage|options?|commands?|show|required|exit|message|arguments?|default)\b", re.I)


@pytest.mark.parametrize("line", HELP)
def test_help_is_indonesian_and_fits_80_columns(bare: Run, line: str) -> None:
    result = bare(*line.split(), "--help").done()
    assert result.out.startswith(f"Cara pakai: deka{f' {line}' if line else ''} [PILIHAN]")
    assert "\nPilihan:\n" in result.out
    assert "Tampilkan bantuan ini." in result.out
    assert ENGLISH.findall(result.out) == []
    assert max(len(row) for row in result.out.splitlines()) <= 80


def test_every_command_of_the_help_is_there(bare: Run) -> None:
    from deka_tui.cli_texts import PERINTAH_DEKA

    for name in PERINTAH_DEKA:
        bare(name, "--help").done()


def test_version(bare: Run) -> None:
    assert re.fullmatch(r"deka \d+\.\d+\.\d+\n", bare("--version").done().out)
