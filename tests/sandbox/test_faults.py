from __future__ import annotations

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.sandbox.client import CARD, ISO_DAY, OTHER_CARD, Client, registration

TORN = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


def live(sandbox: Client) -> int:
    count: int = sandbox.books()["jumlah"]["pendaftaran"]
    return count


def last(sandbox: Client) -> Any:
    return sandbox.control("permintaan", method="GET")[-1]


@pytest.mark.parametrize("kind", ["jawaban_hilang", "tolak_sebelum"])
@pytest.mark.parametrize(
    ("way", "status", "text"),
    [
        ("502_html", 502, "502 Bad Gateway"),
        ("503_html", 503, "503 Service Unavailable"),
        ("504_html", 504, "504 Gateway Time-out"),
        ("html_500", 500, "Runtime Error"),
        ("kosong_200", 200, ""),
        ("kosong_502", 502, ""),
        ("kosong_504", 504, ""),
    ],
)
def test_other_answers(sandbox: Client, kind: str, way: str, status: int, text: str) -> None:
    sandbox.fault(operasi="pendaftaran.tambah", jenis=kind, cara=way, kali=1)
    heard = sandbox.register()
    assert heard.http == status
    assert heard.code is None
    assert text in heard.text
    assert bool(heard.text) == bool(text)
    written = kind == "jawaban_hilang"
    assert live(sandbox) == int(written)
    assert last(sandbox)["http"] == status
    assert sandbox.register().http == (412 if written else 201)


@pytest.mark.parametrize(
    ("kind", "way", "written"),
    [
        ("jawaban_hilang", "reset", 1),
        ("jawaban_hilang", "reset_tengah", 1),
        ("tolak_sebelum", "reset", 0),
        ("tolak_sebelum", "reset_awal", 0),
    ],
)
def test_torn_connections(sandbox: Client, kind: str, way: str, written: int) -> None:
    sandbox.fault(layanan="pcare", operasi="pendaftaran.tambah", jenis=kind, cara=way, kali=1)
    with pytest.raises(TORN):
        sandbox.register()
    assert live(sandbox) == written
    assert last(sandbox)["http"] is None
    assert sandbox.books()["ganda"] == []


def _raw(sandbox: Client, body: bytes, promised: int | None = None) -> tuple[socket.socket, bytes]:
    url = urlsplit(sandbox.url)
    lines = ["POST /pcare-rest/pendaftaran HTTP/1.1", f"Host: {url.netloc}", "Content-Type: text/plain"]
    lines += [f"{name}: {value}" for name, value in sandbox.headers("pcare").items()]
    lines += [f"Content-Length: {promised or len(body)}", "", ""]
    assert url.hostname and url.port
    return socket.create_connection((url.hostname, url.port), timeout=5), "\r\n".join(lines).encode()


def test_the_reset_is_a_real_one(sandbox: Client) -> None:
    body = httpx.Request("POST", "http://x", json=registration()).content
    sandbox.fault(jenis="jawaban_hilang", cara="reset", kali=1)
    connection, head = _raw(sandbox, body)
    with connection:
        connection.sendall(head + body)
        # An orderly close would read as b"".
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    assert live(sandbox) == 1


def test_the_early_reset_does_not_wait_for_the_body(sandbox: Client) -> None:
    sandbox.fault(jenis="tolak_sebelum", cara="reset_awal", kali=1)
    connection, head = _raw(sandbox, b"", promised=5000)
    with connection:
        connection.sendall(head)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    assert live(sandbox) == 0


def test_half_an_answer_and_a_reset(sandbox: Client) -> None:
    body = httpx.Request("POST", "http://x", json=registration()).content
    sandbox.fault(jenis="jawaban_hilang", cara="reset_tengah", kali=1)
    connection, head = _raw(sandbox, body)
    received = b""
    with connection:
        connection.sendall(head + body)
        with pytest.raises(ConnectionResetError):
            while chunk := connection.recv(4096):
                received += chunk
    assert b"metaData" not in received
    assert live(sandbox) == 1


@pytest.mark.parametrize("way", ["tunda_lama", "tetes"])
@pytest.mark.parametrize(("kind", "written"), [("jawaban_hilang", 1), ("tolak_sebelum", 0)])
def test_answers_that_outlast_the_client(sandbox: Client, way: str, kind: str, written: int) -> None:
    sandbox.fault(operasi="pendaftaran.tambah", jenis=kind, cara=way, detik=30, kali=1)
    impatient = Client(sandbox.url, timeout=0.3)
    with pytest.raises(httpx.ReadTimeout):
        impatient.register()
    impatient.http.close()
    assert live(sandbox) == written


@pytest.mark.parametrize("way", ["tunda_lama", "tetes"])
def test_a_patient_client_gets_the_slow_answer(sandbox: Client, way: str) -> None:
    sandbox.fault(operasi="pendaftaran.tambah", jenis="jawaban_hilang", cara=way, detik=0.001)
    assert sandbox.register().data["message"] == "A1"
    assert last(sandbox)["http"] == 201


@pytest.mark.parametrize("when", ["sebelum", "sesudah"])
def test_delay(sandbox: Client, when: str) -> None:
    sandbox.fault(operasi="pendaftaran.tambah", jenis="tunda", detik=0.2, kapan=when)
    started = time.monotonic()
    assert sandbox.register().http == 201
    assert time.monotonic() - started >= 0.2


def test_a_delayed_write_lands_after_the_client_has_gone(sandbox: Client) -> None:
    sandbox.fault(operasi="pendaftaran.tambah", jenis="tunda", detik=0.5, kali=1)
    impatient = Client(sandbox.url, timeout=0.1)
    with pytest.raises(httpx.ReadTimeout):
        impatient.register()
    impatient.http.close()
    assert live(sandbox) == 0
    # Faults only delay their own operation, so this one waits for the late write.
    sandbox.fault(operasi="peserta.baca", jenis="tunda", detik=0.8)
    sandbox.send("pcare", "GET", f"peserta/{CARD}")
    assert live(sandbox) == 1


def test_delays_do_not_queue_up(sandbox: Client) -> None:
    sandbox.fault(jenis="tunda", detik=0.5)
    many = Client(sandbox.url, timeout=20)
    many.http.close()
    many.http = httpx.Client(base_url=sandbox.url, timeout=20, limits=httpx.Limits(max_connections=64))
    cards = [f"{number:013d}" for number in range(1, 65)]
    started = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        statuses = {heard.http for heard in pool.map(many.register, cards)}
    many.http.close()
    assert statuses == {201}
    # One after the other they would take 32 seconds.
    assert time.monotonic() - started < 10
    assert live(sandbox) == 64


def test_expired_password(sandbox: Client) -> None:
    fault_id = sandbox.fault(layanan="pcare", jenis="sandi_kedaluwarsa")
    heard = sandbox.register()
    assert (heard.http, heard.code, live(sandbox)) == (401, 401, 0)
    assert sandbox.enqueue().code == 200
    sandbox.control(f"gangguan/{fault_id}", method="DELETE")
    assert sandbox.register().http == 201


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("meta", {"response": None, "metaData": {"message": "kdPoli salah", "code": 424}}),
        (
            "daftar",
            {
                "response": [{"field": "kdPoli", "message": "kdPoli salah"}],
                "metaData": {"message": "PRECONDITION_FAILED", "code": 424},
            },
        ),
        ("str", {"response": "kdPoli salah", "metaData": {"message": "PRECONDITION_FAILED", "code": 424}}),
    ],
)
def test_any_code_anywhere(sandbox: Client, place: str, expected: dict[str, Any]) -> None:
    sandbox.fault(jenis="kode", kode=424, pesan="kdPoli salah", tempat=place, field="kdPoli")
    heard = sandbox.register()
    assert (heard.http, heard.raw) == (424, expected)
    assert live(sandbox) == 0


def test_a_code_with_another_status_and_the_write_done(sandbox: Client) -> None:
    sandbox.fault(jenis="kode", http=200, kode=412, pesan="x", tempat="daftar", tertulis=True)
    heard = sandbox.register()
    assert (heard.http, heard.code, live(sandbox)) == (200, 412, 1)


def test_antrean_codes_keep_http_200(sandbox: Client) -> None:
    sandbox.fault(layanan="antrean", jenis="kode", kode=201, pesan="Kuota penuh")
    heard = sandbox.enqueue()
    assert (heard.http, heard.raw) == (200, {"metadata": {"message": "Kuota penuh", "code": 201}})


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [("html_500", 500, "Runtime Error"), ("kosong", 200, ""), ("bukan_json", 200, "OK")],
)
def test_bodies_that_are_no_envelope(sandbox: Client, kind: str, status: int, text: str) -> None:
    sandbox.fault(jenis=kind)
    heard = sandbox.register()
    assert (heard.http, heard.code) == (status, None)
    assert text in heard.text
    assert live(sandbox) == 0


def test_odd_envelopes(sandbox: Client) -> None:
    read: Callable[[], Any] = lambda: sandbox.send("pcare", "GET", f"peserta/{CARD}")  # noqa: E731
    for kind in ("plain", "kode_string", "amplop_lain"):
        sandbox.fault(jenis=kind, kali=1)
        heard = read()
        assert isinstance(heard.raw["response"], dict if kind == "plain" else str)
        assert heard.code == ("200" if kind == "kode_string" else 200)
        assert ("metadata" in heard.raw) == (kind == "amplop_lain")
        assert heard.data["noKartu"] == CARD
    sandbox.fault(layanan="antrean", jenis="amplop_lain")
    assert "metaData" in sandbox.send("antrean", "GET", f"ref/poli/tanggal/{ISO_DAY}").raw


@pytest.mark.parametrize("written", [True, False])
def test_created_without_a_number(sandbox: Client, written: bool) -> None:
    sandbox.fault(jenis="201_null", tertulis=written)
    heard = sandbox.register()
    assert (heard.http, heard.data) == (201, {"field": "noUrut", "message": None})
    assert live(sandbox) == int(written)
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}").data["noKartu"] == CARD


def test_filters_and_counts(sandbox: Client) -> None:
    order = {"operasi": "pendaftaran.*", "jenis": "html_500", "no_kartu": CARD, "kali": 2}
    fault_id = sandbox.fault(**order)
    assert sandbox.register(OTHER_CARD).http == 201
    assert sandbox.enqueue().code == 200
    assert [sandbox.register().http for _ in range(3)] == [500, 500, 201]
    (row,) = sandbox.control("gangguan", method="GET")
    assert (row["id"], row["kena"], row["sisa"]) == (fault_id, 2, 0)
    assert [entry["gangguan"] for entry in sandbox.control("permintaan", method="GET")][-3:] == [
        [fault_id],
        [fault_id],
        [],
    ]
    sandbox.control("gangguan", method="DELETE")
    assert sandbox.control("gangguan", method="GET") == []


def test_early_reset_of_one_card(sandbox: Client) -> None:
    sandbox.fault(jenis="tolak_sebelum", cara="reset_awal", no_kartu=CARD)
    assert sandbox.register(OTHER_CARD).http == 201
    with pytest.raises(TORN):
        sandbox.register()
    with pytest.raises(TORN):
        sandbox.send("pcare", "GET", f"peserta/{CARD}")
    assert live(sandbox) == 1


def test_the_dice_are_the_same_for_the_same_seed(sandbox: Client) -> None:
    def throw() -> list[int]:
        sandbox.control("reset", {"buku": True, "gangguan": True})
        sandbox.control("sakelar", {"benih": 7})
        sandbox.fault(jenis="kode", kode=503, peluang=0.5)
        return [sandbox.register(f"{number:013d}").http for number in range(1, 31)]

    first = throw()
    assert set(first) == {201, 503}
    assert throw() == first


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"jenis": "lupa"},
        {"jenis": "tunda", "detik": "2"},
        {"jenis": "tunda", "lama": 2},
        {"jenis": "tunda", "operasi": "pendaftaran.ubah"},
        {"jenis": "tunda", "peluang": 1.5},
        {"jenis": "tunda", "kali": 0},
        {"jenis": "kode", "http": 99},
        {"jenis": "jawaban_hilang", "cara": "reset_awal"},
        {"jenis": "tolak_sebelum", "cara": "reset_tengah"},
    ],
)
def test_orders_are_checked(sandbox: Client, order: dict[str, Any]) -> None:
    answer = sandbox.http.post("/_sandbox/gangguan", json=order)
    assert answer.status_code == 400
    assert answer.json()["kesalahan"].startswith("gangguan:")


def test_switches_for_codes_and_sealing(sandbox: Client) -> None:
    sandbox.control("sakelar", {"kode_jenis": "string"})
    assert sandbox.register().code == "201"
    sandbox.control("sakelar", {"kode_jenis": "campur", "plain_satu_dari_n": 3})
    heard = [sandbox.send("pcare", "GET", f"peserta/{CARD}") for _ in range(30)]
    assert {type(one.code) for one in heard} == {int, str}
    assert [isinstance(one.raw["response"], dict) for one in heard].count(True) == 10


@pytest.mark.parametrize(
    "wanted", [{"drift": 1}, {"drift_detik": "1"}, {"duplikat": "500"}, {"peserta_ketat": 1}, []]
)
def test_switches_are_checked(sandbox: Client, wanted: Any) -> None:
    answer = sandbox.http.post("/_sandbox/sakelar", json=wanted)
    assert (answer.status_code, list(answer.json())) == (400, ["kesalahan"])
