"""The gate before Terima: the whole table of P against A, and the tickets that have no gate."""

from __future__ import annotations

from itertools import product

import pytest

from shared.domain.accept import Fokus, Palang, nilai_terima
from tests.domain.builders import BPJS, a_job, kartu, p_job

WORDS = {
    "OK": ("terkirim",),
    "Gagal": ("gagal", "kedaluwarsa"),
    "processing": ("menunggu", "proses", "tak_pasti"),
    "N/A": (None, "dibatalkan"),
}
THROUGH, SOFT, WARN, STRONG = "lurus", "lunak", "peringatan", "keras"

# (P, A): how much is in the way, the button the dialog opens on where the rule names one, whose errors
TABLE: dict[tuple[str, str], tuple[str, str | None, str]] = {
    ("OK", "OK"): (THROUGH, None, ""),
    ("OK", "Gagal"): (WARN, "tetap", "A"),
    ("OK", "processing"): (SOFT, None, ""),
    ("OK", "N/A"): (SOFT, None, ""),
    ("Gagal", "OK"): (WARN, "resend", "P"),
    ("Gagal", "Gagal"): (STRONG, "resend", "PA"),
    ("Gagal", "processing"): (WARN, None, "P"),
    ("Gagal", "N/A"): (WARN, None, "P"),
    ("processing", "OK"): (SOFT, None, ""),
    ("processing", "Gagal"): (WARN, None, "A"),
    ("processing", "processing"): (SOFT, None, ""),
    ("processing", "N/A"): (SOFT, None, ""),
    ("N/A", "OK"): (SOFT, None, ""),
    ("N/A", "Gagal"): (WARN, None, "A"),
    ("N/A", "processing"): (SOFT, None, ""),
    ("N/A", "N/A"): (SOFT, None, ""),
}


def _cases() -> list[object]:
    found = []
    for (p, a), (gate, focus, errors) in TABLE.items():
        for p_status, a_status in product(WORDS[p], WORDS[a]):
            name = f"P-{p}-{p_status}--A-{a}-{a_status}"
            found.append(pytest.param(p_status, a_status, gate, focus, errors, id=name))
    return found


@pytest.mark.parametrize(("p", "a", "gate", "focus", "errors"), _cases())
def test_gate(p: str | None, a: str | None, gate: str, focus: str | None, errors: str) -> None:
    verdict = nilai_terima(kartu(p, a), BPJS)
    assert verdict.palang is Palang(gate)
    if focus is not None:
        assert verdict.fokus is Fokus(focus)
    wanted = {"P": p_job(p), "A": a_job(a)}
    assert verdict.gagal == tuple(wanted[part] for part in errors)
    assert verdict.belum is (p in WORDS["N/A"] or a in WORDS["N/A"])


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(product(WORDS, WORDS))


@pytest.mark.parametrize(
    ("payer", "jenis", "setting"),
    [
        pytest.param(1, 1, 2, id="other-payer"),
        pytest.param(2, 2, 2, id="bpjs-other-room"),
        pytest.param(1, 2, 2, id="other-payer-other-room"),
        pytest.param(2, 1, 7, id="payer-2-setting-7"),
    ],
)
@pytest.mark.parametrize("state", ["gagal", "menunggu", "terkirim", None], ids=str)
def test_no_gate(payer: int, jenis: int, setting: int, state: str | None) -> None:
    verdict = nilai_terima(kartu(state, state, penjamin_id=payer, jenis_kunjungan=jenis), setting)
    assert verdict.palang is Palang.LURUS
    assert verdict.gagal == ()
    assert verdict.belum is False


def test_the_gate_follows_the_setting() -> None:
    assert nilai_terima(kartu("gagal", "gagal", penjamin_id=7), 7).palang is Palang.KERAS


def test_a_soft_gate_never_opens_on_a_button_that_sends() -> None:
    for (p, a), (gate, _focus, _errors) in TABLE.items():
        if gate == SOFT:
            assert nilai_terima(kartu(WORDS[p][0], WORDS[a][0]), BPJS).fokus is not Fokus.RESEND
