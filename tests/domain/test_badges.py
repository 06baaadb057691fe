"""What the card shows: the badges P and A, the badge PCare, and for whom they are drawn."""

from __future__ import annotations

import pytest

from shared.domain.badges import Badge, Keadaan, Warna, ada_nomor, badge, badge_pcare, badges, keadaan
from shared.domain.status import StatusJob
from tests.domain.builders import BPJS, UMUM, a_job, kartu, p_job

# status of the job, word, colour
ROWS = [
    (None, "N/A", "abu"),
    ("menunggu", "processing", "kuning"),
    ("proses", "processing", "kuning"),
    ("tak_pasti", "processing", "kuning"),
    ("terkirim", "OK", "hijau"),
    ("gagal", "Gagal", "merah"),
    ("kedaluwarsa", "Gagal", "merah"),
    ("dibatalkan", "N/A", "abu"),
    ("tertahan", "N/A", "abu"),
]
IDS = [str(row[0]) for row in ROWS]


@pytest.mark.parametrize(("status", "word", "colour"), ROWS, ids=IDS)
def test_badge_p(status: str | None, word: str, colour: str) -> None:
    assert badge("P", p_job(status)) == Badge(f"P: {word}", Warna(colour))


@pytest.mark.parametrize(("status", "word", "colour"), ROWS, ids=IDS)
def test_badge_a(status: str | None, word: str, colour: str) -> None:
    assert badge("A", a_job(status)) == Badge(f"A: {word}", Warna(colour))


def test_the_table_has_every_status() -> None:
    assert {row[0] for row in ROWS} == {None, *(status.value for status in StatusJob)}


def test_a_badge_reads_the_same_without_colour() -> None:
    words = {badge("P", p_job(status)).teks for status, _word, _colour in ROWS}
    assert words == {"P: N/A", "P: processing", "P: OK", "P: Gagal"}
    assert {state.value for state in Keadaan} == {"N/A", "processing", "OK", "Gagal"}


@pytest.mark.parametrize(
    ("payer", "setting", "drawn"),
    [
        pytest.param(2, 2, True, id="payer-2-default-setting"),
        pytest.param(1, 2, False, id="payer-1-default-setting"),
        pytest.param(3, 2, False, id="payer-3-default-setting"),
        pytest.param(5, 5, True, id="payer-5-setting-5"),
        pytest.param(2, 5, False, id="payer-2-setting-5"),
        pytest.param(0, 2, False, id="payer-0-default-setting"),
    ],
)
@pytest.mark.parametrize("jenis_kunjungan", [1, 2], ids=["rawat-jalan", "other-room"])
def test_badges_only_for_the_bpjs_payer(payer: int, setting: int, drawn: bool, jenis_kunjungan: int) -> None:
    card = kartu("gagal", "terkirim", penjamin_id=payer, jenis_kunjungan=jenis_kunjungan)
    expected = (Badge("P: Gagal", Warna.MERAH), Badge("A: OK", Warna.HIJAU)) if drawn else ()
    assert badges(card, setting) == expected
    assert (badge_pcare(card, setting) is not None) is drawn


# P's status, stored number, badge
PCARE = [
    pytest.param("terkirim", "A12", "PCare: A12", "hijau", id="sent-with-number"),
    pytest.param("terkirim", "0", "PCare: 0", "merah", id="sent-number-zero"),
    pytest.param("terkirim", "", "PCare: 0", "merah", id="sent-number-empty"),
    pytest.param("terkirim", None, "PCare: 0", "merah", id="sent-no-number"),
    pytest.param("gagal", None, "PCare: 0", "merah", id="failed"),
    pytest.param("gagal", "0", "PCare: 0", "merah", id="failed-number-zero"),
    pytest.param("kedaluwarsa", None, "PCare: 0", "merah", id="expired"),
    pytest.param("menunggu", None, None, None, id="waiting-not-drawn"),
    pytest.param("proses", None, None, None, id="in-flight-not-drawn"),
    pytest.param("tak_pasti", None, None, None, id="unknown-not-drawn"),
    pytest.param("tak_pasti", "A12", None, None, id="unknown-with-number-not-drawn"),
    pytest.param(None, None, None, None, id="no-job-not-drawn"),
    pytest.param(None, "0", None, None, id="no-job-number-zero-not-drawn"),
    pytest.param("dibatalkan", None, None, None, id="dropped-not-drawn"),
]


@pytest.mark.parametrize(("status", "number", "text", "colour"), PCARE)
@pytest.mark.parametrize("a", [None, "terkirim", "gagal"], ids=lambda a: f"A-{a}")
def test_badge_pcare(
    status: str | None, number: str | None, text: str | None, colour: str | None, a: str | None
) -> None:
    card = kartu(status, a, no_antrean_pcare=number)
    expected = None if text is None else Badge(text, Warna(colour))
    assert badge_pcare(card, BPJS) == expected
    assert badge_pcare(kartu(status, a, no_antrean_pcare=number, penjamin_id=UMUM), BPJS) is None


@pytest.mark.parametrize(
    ("number", "there"),
    [("A1", True), ("C9999", True), ("0", False), ("", False), (None, False)],
    ids=["A1", "C9999", "zero", "empty", "none"],
)
def test_ada_nomor(number: str | None, there: bool) -> None:
    assert ada_nomor(number) is there


@pytest.mark.parametrize(("status", "word", "_colour"), ROWS, ids=IDS)
def test_keadaan(status: str | None, word: str, _colour: str) -> None:
    assert keadaan(p_job(status)) is Keadaan(word)
