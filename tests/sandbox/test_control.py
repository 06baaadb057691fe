from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.client import CARD, OTHER_CARD, Client
from worker.sandbox import control
from worker.sandbox.world import World


def test_health(sandbox: Client) -> None:
    assert sandbox.control("sehat", method="GET") == {"ok": True}


def test_books_in_short(sandbox: Client) -> None:
    sandbox.register()
    sandbox.send("pcare", "GET", f"peserta/{CARD}")
    page = sandbox.control("buku?ringkas=1", method="GET")
    assert page == {
        "jumlah": {"pendaftaran": 1, "kunjungan": 0, "antrean": 0, "tulis": 1},
        "riwayat": {"pendaftaran_dibuat": 1},
        "ganda": [],
        "fhir": {
            "jumlah": {},
            "riwayat": {},
            "ganda": [],
            "permintaan": 0,
            "token": {},
            "pasien_dibuat": 0,
        },
        "panggilan": {"pendaftaran.tambah": 1, "peserta.baca": 1},
    }


def test_one_row_for_every_accepted_write(sandbox: Client) -> None:
    sandbox.register()
    sandbox.register()
    sandbox.enqueue()
    rows = sandbox.books()["tulis"]
    assert [(row["urut"], row["layanan"], row["operasi"], row["kunci"], row["hasil"]) for row in rows] == [
        (1, "pcare", "pendaftaran.tambah", f"{CARD}|001|2025-11-20", "A1"),
        (2, "antrean", "antrean.tambah", f"{CARD}|001|2025-11-20", "A-12"),
    ]
    assert rows[0]["waktu"] <= rows[1]["waktu"]


def test_requests_are_remembered(sandbox: Client) -> None:
    sandbox.register()
    sandbox.register()
    first, second = sandbox.control("permintaan", method="GET")
    assert (first["layanan"], first["operasi"], first["metode"]) == ("pcare", "pendaftaran.tambah", "POST")
    assert (first["jalur"], first["http"], first["kode"]) == ("/pcare-rest/pendaftaran", 201, 201)
    assert json.loads(first["isi"])["noKartu"] == CARD
    assert first["jawaban"]["response"] == {"field": "noUrut", "message": "A1"}
    assert (second["http"], second["jawaban"]["message"]) == (412, "PRECONDITION_FAILED")
    assert sandbox.control(f"permintaan?sejak={first['urut']}", method="GET") == [second]


def test_only_the_last_requests_are_remembered(sandbox: Client) -> None:
    for _ in range(2005):
        sandbox.http.get("/antreanfktp/x")
    entries = sandbox.control("permintaan", method="GET")
    assert len(entries) == 2000
    assert sandbox.books()["panggilan"] == {"tak_dikenal": 2005}


def test_reset_takes_what_it_is_told(sandbox: Client) -> None:
    sandbox.control("peserta", {"no_kartu": CARD, "srk": True})
    sandbox.register(OTHER_CARD)
    sandbox.fault(jenis="html_500")
    sandbox.control("reset", {"buku": True})
    assert sandbox.books()["tulis"] == []
    assert sandbox.books()["panggilan"] == {}
    assert sandbox.register(OTHER_CARD).http == 500
    sandbox.control("reset", {"gangguan": True})
    assert sandbox.register(OTHER_CARD).data["message"] == "A1"
    assert sandbox.register(CARD).http == 401
    sandbox.control("reset", {})
    assert sandbox.books()["jumlah"]["pendaftaran"] == 0


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "reset", {"semua": True}),
        ("POST", "peserta", {"nama": "TANPA KARTU"}),
        ("POST", "peserta", {"no_kartu": CARD, "umur": 3}),
        ("POST", "peserta", {"no_kartu": CARD, "aktif": "ya"}),
        ("POST", "peserta", {"no_kartu": CARD, "nik": "1"}),
        ("POST", "peserta", {"no_kartu": CARD, "tgl_lahir": "kemarin"}),
        ("POST", "peserta", ["17"]),
        ("POST", "poli", {"nama": "TANPA KODE"}),
        ("POST", "poli", {"kode": "001", "sakit": "ya"}),
        ("POST", "dokter", {"kodedokter": "1", "kodepoli": "001"}),
        ("POST", "dokter", {"kodedokter": 1}),
        ("POST", "dokter", {"kodedokter": 1, "kodepoli": "001", "jam": ["pagi"]}),
        ("POST", "dokter", {"kodedokter": 1, "kodepoli": "001", "kapasitas": "9"}),
        ("DELETE", "gangguan/99", None),
        ("GET", "permintaan?sejak=kemarin", None),
    ],
)
def test_wrong_requests_say_why(sandbox: Client, method: str, path: str, body: Any) -> None:
    answer = sandbox.http.request(method, f"/_sandbox/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["kesalahan"]


def test_a_request_that_is_not_json(sandbox: Client) -> None:
    answer = sandbox.http.post("/_sandbox/sakelar", content="{")
    assert answer.json() == {"kesalahan": "isi permintaan bukan JSON"}


def test_several_faults_at_once(sandbox: Client) -> None:
    orders = [{"jenis": "tunda", "detik": 0.01}, {"jenis": "html_500", "kali": 1}]
    assert len(sandbox.control("gangguan", orders)) == 2
    assert sandbox.register().http == 500


def test_preload_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="kamar tidak dikenal"):
        control.preload(World(), {"kamar": []})
