"""The registry: bindings, help, key card and reasons come from it and from nowhere else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deka_tui import actions, texts
from deka_tui.actions import BY_ID, Scene
from shared.domain.records import Kartu, Pelaku
from shared.domain.status import JenisJob, StatusAntrean, StatusJob
from tests.tui.fake_port import BPJS, PETUGAS, failed_a, job, ticket

KEY_CARD = Path(__file__).parents[2] / "config" / "kartu-tombol.txt"


def reason(name: str, kartu: Kartu | None, pelaku: Pelaku = PETUGAS, **values: object) -> str | None:
    return BY_ID[name].refusal(Scene(kartu, pelaku, BPJS, **values))  # type: ignore[arg-type]


def test_keys_and_ids_are_unique() -> None:
    assert max(Counter(action.id for action in actions.ACTIONS).values()) == 1
    assert max(Counter(key for action in actions.ACTIONS for key in action.keys).values()) == 1
    assert {action.id for action in actions.ACTIONS if action.words is None} == set(texts.AKSI)


def test_the_grave_action_is_marked() -> None:
    assert [action.id for action in actions.ACTIONS if action.dangerous] == ["batal"]


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("panggil", {}, None),
        ("panggil", {"status": StatusAntrean.DITERIMA}, "Tidak bisa memanggil: antrean sudah diterima"),
        ("terima", {"status": StatusAntrean.BATAL}, "Tidak bisa menerima: antrean sudah dibatalkan"),
        ("batal", {"panggilan": 2}, None),
        ("batal", {"status": StatusAntrean.DILEWATI}, None),
        ("batal", {"status": StatusAntrean.DITERIMA}, "Tidak bisa membatalkan: antrean sudah diterima"),
        ("batal", {"status": StatusAntrean.SELESAI}, "Tidak bisa membatalkan: antrean sudah selesai"),
        ("lewati", {"status": StatusAntrean.DILEWATI}, "Tidak bisa melewati: antrean sudah dilewati"),
        ("selesai", {}, "Tidak bisa menyelesaikan: antrean belum diterima"),
        ("selesai", {"status": StatusAntrean.DITERIMA}, None),
        ("resend", {"a": failed_a(1)}, None),
        ("resend", {}, "Tidak bisa Resend PCare: P dan A sudah OK"),
        ("resend", {"penjamin_id": 1}, "Tidak bisa Resend PCare: penjamin pasien bukan BPJS"),
        ("resend", {"jenis_kunjungan": 3}, "Tidak bisa Resend PCare: ruangan ini bukan rawat jalan"),
        (
            "resend",
            {"p": job(1, JenisJob.PENDAFTARAN, StatusJob.PROSES)},
            "Tidak bisa Resend PCare: masih diproses, tunggu hasilnya",
        ),
        (
            "resend",
            {"status": StatusAntrean.BATAL, "a": failed_a(1)},
            "Tidak bisa Resend PCare: antrean sudah dibatalkan",
        ),
        ("rincian", {"status": StatusAntrean.BATAL}, None),
    ],
)
def test_a_key_that_does_nothing_says_why(name: str, values: dict[str, Any], why: str | None) -> None:
    assert reason(name, ticket(1, **values)) == why


def test_without_a_card_and_without_a_right() -> None:
    assert reason("panggil", None) == "Tidak ada antrean yang dipilih"
    assert reason("daftar", None) is None
    nobody = replace(PETUGAS, izin=frozenset())
    assert reason("batal", ticket(1), nobody) == (
        "Anda tidak memiliki hak “cancel antrean”; minta admin bila memang diperlukan."
    )
    assert reason("resend", ticket(1, a=failed_a(1)), resending=frozenset({1})) == (
        "Tidak bisa Resend PCare: masih diproses, tunggu hasilnya"
    )


def test_what_is_not_allowed_is_not_in_strip_and_help() -> None:
    nobody = replace(PETUGAS, izin=frozenset())
    assert "batal" not in {action.id for action in actions.strip(nobody)}
    assert "Batalkan" not in actions.help_text(nobody)
    assert "Batalkan" in actions.help_text(PETUGAS)


def test_the_printed_key_card_is_up_to_date() -> None:
    """After a change: ``python -m deka_tui.actions > config/kartu-tombol.txt``."""
    assert KEY_CARD.read_text(encoding="utf-8") == actions.key_card()


def test_the_key_card_fits_a5() -> None:
    lines = actions.key_card().splitlines()
    assert len(lines) <= 44
    assert max(map(len, lines)) <= 72
