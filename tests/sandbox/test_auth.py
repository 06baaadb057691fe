from __future__ import annotations

import base64
import time

import pytest

from tests.sandbox.client import CARD, DAY, ISO_DAY, Client, registration

REFUSALS = [
    ({"X-cons-id": "11111"}, 401, "Unauthorized! Consumer ID tidak terdaftar."),
    ({"X-signature": "bm90IHRoZSByaWdodCBvbmU="}, 401, "Unauthorized! Signature tidak sesuai."),
    ({"user_key": "simkunci-antrean"}, 404, "Unauthorized! You are not registered for this service!"),
    ({"X-authorization": None}, 400, "StartIndex cannot be less than zero."),
    (
        {"X-authorization": base64.b64encode(b"klinik.uji:Sandi#Uji1:095").decode()},
        400,
        "StartIndex cannot be less than zero.",
    ),
    (
        {"X-authorization": "Basic " + base64.b64encode(b"klinik.uji:lama:095").decode()},
        401,
        "Username atau Password salah",
    ),
]


@pytest.mark.parametrize(("headers", "status", "message"), REFUSALS)
def test_pcare_refuses(sandbox: Client, headers: dict[str, str | None], status: int, message: str) -> None:
    heard = sandbox.send("pcare", "GET", f"peserta/{CARD}", headers=headers)
    assert (heard.http, heard.code, heard.message) == (status, status, message)


@pytest.mark.parametrize("away", [-400, 400])
def test_a_wrong_clock_is_expired(sandbox: Client, away: int) -> None:
    stamp = str(int(time.time()) + away)
    heard = sandbox.send("pcare", "GET", f"peserta/{CARD}", timestamp=stamp)
    assert (heard.http, heard.message) == (401, "Service Expired")
    sandbox.control("sakelar", {"drift_detik": 500})
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}", timestamp=stamp).http == 200


def test_milliseconds_are_expired(sandbox: Client) -> None:
    stamp = str(int(time.time() * 1000))
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}", timestamp=stamp).message == "Service Expired"


def test_antrean_says_no_with_http_200(sandbox: Client) -> None:
    heard = sandbox.send("antrean", "GET", f"ref/poli/tanggal/{ISO_DAY}", timestamp="1")
    assert (heard.http, heard.code, heard.message) == (200, 401, "Service Expired")
    assert "metadata" in heard.raw
    wrong = sandbox.send("antrean", "GET", f"ref/poli/tanggal/{ISO_DAY}", headers={"user_key": "x"})
    assert wrong.code == 404


def test_header_names_in_any_case(sandbox: Client) -> None:
    headers = {name.upper(): value for name, value in sandbox.headers("pcare").items()}
    assert sandbox.http.get(f"/pcare-rest/peserta/{CARD}", headers=headers).status_code == 200


def test_a_refused_write_is_not_written(sandbox: Client) -> None:
    sandbox.send("pcare", "POST", "pendaftaran", registration(), headers={"X-signature": "x"})
    assert sandbox.books()["jumlah"]["pendaftaran"] == 0
    assert sandbox.books()["panggilan"] == {"pendaftaran.tambah": 1}


@pytest.mark.parametrize("base", ["/pcare-rest", "/pcare-rest-dev"])
def test_both_pcare_bases(sandbox: Client, base: str) -> None:
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}", base=base).data["noKartu"] == CARD


@pytest.mark.parametrize("base", ["/antreanfktp", "/antreanfktp_dev"])
def test_both_antrean_bases(sandbox: Client, base: str) -> None:
    assert sandbox.send("antrean", "GET", f"ref/poli/tanggal/{ISO_DAY}", base=base).code == 1


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded"]
)
def test_content_types(sandbox: Client, content_type: str) -> None:
    body = registration()
    assert sandbox.send("pcare", "POST", "pendaftaran", body, content_type=content_type).http == 201


def test_strict_content_type(sandbox: Client) -> None:
    sandbox.control("sakelar", {"ketat_text_plain": True})
    refused = sandbox.send("pcare", "POST", "pendaftaran", registration(), content_type="application/json")
    assert (refused.http, refused.data) == (500, [])
    assert sandbox.register().http == 201


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("dokter/satu/10", 400),
        ("dokter", 400),
        (f"pendaftaran/tglDaftar/{DAY}", 400),
        ("apotek/stok", 404),
        ("kunjungan/v2/x", 404),
        ("", 404),
    ],
)
def test_paths_nobody_has(sandbox: Client, path: str, status: int) -> None:
    heard = sandbox.send("pcare", "GET", path)
    assert heard.http == status
    assert ("Request Error" in heard.text) == (status == 400)


def test_antrean_path_nobody_has(sandbox: Client) -> None:
    assert sandbox.send("antrean", "GET", "ref/kamar").code == 404


def test_a_body_that_is_not_an_object(sandbox: Client) -> None:
    assert sandbox.send("pcare", "POST", "pendaftaran", "{").http == 500
    assert sandbox.send("pcare", "POST", "pendaftaran", []).http == 500
    assert sandbox.queue("add", "nihil").code == 201
