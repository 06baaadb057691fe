"""Every shape of answer that the BPJS client reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.answers import FieldMessage, Layanan, Problem, Sent
from tests.clients.canned import NO_URUT, OWN, enveloped, read, sealed
from worker.clients import crypto
from worker.clients.bpjs import created

# The envelope.


@pytest.mark.parametrize("meta", ["metaData", "metadata", "MetaData", "METADATA"])
@pytest.mark.parametrize("code", ["200", '"200"', "200.0", '"200.0"', '" 200 "', '"0200"', "2e2"])
def test_spellings_of_the_envelope(meta: str, code: str) -> None:
    for body in (
        f'{{"{meta}":{{"message":"OK","code":{code}}},"response":null}}',
        f'{{"response":null,"{meta}":{{"code":{code},"message":"OK"}}}}',
        f'\ufeff\r\n{{"Response":null,"{meta}":{{"Code":{code},"Message":"\\r\\n OK "}}}}\r\n',
    ):
        answer = read(body)
        assert (answer.code, answer.message, answer.data, answer.problem) == ("200", "OK", None, None)


@pytest.mark.parametrize(
    "code", ["null", "true", '""', '"OK"', "-1", "200.5", "{}", "[200]", "1e999", '"\u0662\u0660\u0660"']
)
def test_a_code_that_is_none(code: str) -> None:
    answer = read(f'{{"metaData":{{"message":"Ok","code":{code}}}}}')
    assert (answer.code, answer.message, answer.problem) == (None, "Ok", Problem.NO_ENVELOPE)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("null", ""),
        ('"null"', "null"),
        ('""', ""),
        ("17", "17"),
        ('"  Object reference\\r\\nnot set.\\r\\n"', "Object reference\r\nnot set."),
        ('"a\\u001b[31mb"', "a\x1b[31mb"),
        ('"a\tb"', "a\tb"),
        ('"a\\u0000b\\ud83d"', "a\ufffdb\ufffd"),
        ('"\\ud83d\\ude00"', "\U0001f600"),
    ],
)
def test_the_message_is_verbatim(message: str, expected: str) -> None:
    answer = read(f'{{"metaData":{{"message":{message},"code":500}},"response":[]}}', 500)
    assert (answer.code, answer.message, answer.problem) == ("500", expected, None)


@pytest.mark.parametrize(
    ("response", "data"),
    [
        (None, None),
        ("", ""),
        ([], []),
        ({}, {}),
        ({"count": 1, "list": [{"kdPoli": "001"}]}, {"count": 1, "list": [{"kdPoli": "001"}]}),
        ('{"count":0,"list":[]}', {"count": 0, "list": []}),
        ("Berhasil dihapus", "Berhasil dihapus"),
        ("{bukan json", "{bukan json"),
        ("OK", "OK"),
    ],
)
@pytest.mark.parametrize("code", [200, 201, 1])
def test_a_response_that_is_not_encrypted(response: Any, data: Any, code: int) -> None:
    body = enveloped(response, code)
    answer = read(body)
    assert (answer.code, answer.message, answer.data) == (str(code), "OK", data)
    assert (answer.problem, answer.raw, answer.fields) == (None, body, ())


def test_an_envelope_without_a_response() -> None:
    answer = read('{"metadata":{"message":"Ok","code":200}}', layanan=Layanan.ANTREAN)
    assert (answer.code, answer.message, answer.data, answer.problem) == ("200", "Ok", None, None)


# Encrypted responses.


@pytest.mark.parametrize("code", [1, 200, 201, "201", 412])
@pytest.mark.parametrize(
    "plaintext",
    ["null", "[]", "{}", NO_URUT, '{"list":[{"nama":"Ren\u00e9e \U0001f600"}]}', '"Berhasil"', "17"],
)
def test_an_encrypted_response(code: object, plaintext: str) -> None:
    answer = read(enveloped(sealed(plaintext), code))
    assert (answer.code, answer.data, answer.problem) == (str(code), json.loads(plaintext), None)
    assert answer.raw == enveloped("@", code).replace('"@"', plaintext)


@pytest.mark.parametrize(("plain", "escaped"), [("/", "\\/"), ("+", "\\u002b")])
def test_raw_shows_the_plaintext_however_the_server_escapes(plain: str, escaped: str) -> None:
    n = next(n for n in range(1000) if plain in sealed(f'"{n}"'))
    body = enveloped(sealed(f'"{n}"')).replace(plain, escaped)
    assert json.loads(read(body).raw) == json.loads(enveloped(str(n)))


def test_the_response_is_opened_with_the_timestamp_of_its_request() -> None:
    other = crypto.encrypt(NO_URUT, OWN.cons_id, OWN.secret_key, "1761955201")
    answer = read(enveloped(other, 201, "CREATED"))
    assert (answer.problem, answer.code, answer.message) == (Problem.UNDECRYPTABLE, "201", "CREATED")
    assert (answer.data, answer.fields) == (other, ())
    assert answer.detail


@pytest.mark.parametrize(
    "damaged",
    [
        sealed(NO_URUT)[:40],
        sealed(NO_URUT)[:-8],
        sealed(NO_URUT).replace("=", ""),
        sealed('{"count":2,"list":[{"noUrut":'),
    ],
)
@pytest.mark.parametrize(
    ("code", "problem"),
    [(200, Problem.UNDECRYPTABLE), (1, Problem.UNDECRYPTABLE), (500, None), (412, None)],
)
def test_a_response_that_cannot_be_opened(damaged: str, code: int, problem: Problem | None) -> None:
    answer = read(enveloped(damaged, code, "PRECONDITION_FAILED"))
    assert (answer.problem, answer.message, answer.fields) == (problem, "PRECONDITION_FAILED", ())
    assert bool(answer.detail) is bool(problem)


@pytest.mark.parametrize(
    ("layanan", "method", "code", "problem"),
    [
        (Layanan.PCARE, "POST", 201, Problem.UNDECRYPTABLE),
        (Layanan.PCARE, "PUT", 200, None),
        (Layanan.PCARE, "DELETE", 200, None),
        (Layanan.ANTREAN, "GET", 1, Problem.UNDECRYPTABLE),
        (Layanan.ANTREAN, "POST", 200, None),
        (Layanan.ANTREAN, "POST", 201, None),
    ],
)
def test_data_that_nobody_needs_may_be_unreadable(
    layanan: Layanan, method: str, code: int, problem: Problem | None
) -> None:
    answer = read(enveloped(sealed(NO_URUT)[:40], code), layanan=layanan, method=method)
    assert (answer.code, answer.problem) == (str(code), problem)


def test_an_encrypted_sentence() -> None:
    answer = read(enveloped(sealed("Data \0 tersimpan")))
    assert (answer.data, answer.problem) == ("Data \ufffd tersimpan", None)
    assert json.loads(answer.raw)["response"] == "Data \ufffd tersimpan"


def test_a_plaintext_above_the_limit() -> None:
    body = enveloped(sealed(json.dumps("0" * 10_000)))
    assert read(body).problem is None
    assert read(body, decrypt_limit=1000).problem is Problem.UNDECRYPTABLE


# Refusals.

ENTERED = "Peserta sudah di-entri di poli yang sama pada hari yang sama."


@pytest.mark.parametrize(
    ("response", "message", "fields"),
    [
        ([{"field": "noKartu", "message": ENTERED}], ENTERED, [("noKartu", ENTERED)]),
        ({"field": "noKartu", "message": ENTERED}, ENTERED, [("noKartu", ENTERED)]),
        ([{"Field": "noKartu", "Message": ENTERED + "\r\n"}], ENTERED, [("noKartu", ENTERED)]),
        ([{"message": ENTERED}], ENTERED, [("", ENTERED)]),
        ([{"field": None, "message": ENTERED}], ENTERED, [("", ENTERED)]),
        (ENTERED, ENTERED, [("", ENTERED)]),
        ([ENTERED], ENTERED, [("", ENTERED)]),
        (
            [{"field": "kdPoli", "message": "Satu."}, {"field": "kdTkp", "message": "Dua."}],
            "Satu.; Dua.",
            [("kdPoli", "Satu."), ("kdTkp", "Dua.")],
        ),
        ({"list": [{"field": "kdPoli", "message": "Satu."}]}, "Satu.", [("kdPoli", "Satu.")]),
        ([{"field": "kdPoli", "message": None}], "PRECONDITION_FAILED", [("kdPoli", "")]),
        ([{"field": "kdPoli"}], "PRECONDITION_FAILED", []),
        ([7, None], "PRECONDITION_FAILED", []),
        ([], "PRECONDITION_FAILED", []),
        (None, "PRECONDITION_FAILED", []),
        ("", "PRECONDITION_FAILED", []),
    ],
)
def test_412(response: Any, message: str, fields: list[tuple[str, str]]) -> None:
    for body in (
        enveloped(response, 412, "PRECONDITION_FAILED"),
        enveloped(response, "412", "PRECONDITION_FAILED"),
    ):
        answer = read(body, 412)
        assert (answer.http, answer.code, answer.problem) == (412, "412", None)
        assert (answer.message, answer.fields) == (message, tuple(FieldMessage(*each) for each in fields))


@pytest.mark.parametrize(
    ("code", "meta", "response", "message"),
    [
        (424, "FAILED_DEPENDENCY", [{"field": "kdDokter", "message": "Tidak ada."}], "Tidak ada."),
        (428, "PRECONDITION_REQUIRED", ENTERED, ENTERED),
        (400, None, "Salah.", "Salah."),
        (412, "Data tidak lengkap", [{"field": "a", "message": "Wajib."}], "Wajib."),
        (401, "Service Expired", "lainnya", "Service Expired"),
        (401, ENTERED, None, ENTERED),
        (404, "Unauthorized! You are not registered for this service!", None, None),
        (408, "REQUEST_TIMEOUT", None, None),
        (500, "Cannot access child value on Newtonsoft.Json.Linq.JValue.", [], None),
        (204, "NO_CONTENT", None, None),
    ],
)
def test_other_refusals(code: int, meta: str | None, response: Any, message: str | None) -> None:
    answer = read(enveloped(response, code, meta), code)
    assert (answer.code, answer.problem) == (str(code), None)
    assert answer.message == (meta if message is None else message)


def test_a_refusal_of_antrean_in_an_http_200() -> None:
    text = "Peserta sudah terdaftar di poli tersebut pada hari ini"
    answer = read(json.dumps({"metadata": {"message": text, "code": 201}}), layanan=Layanan.ANTREAN)
    assert (answer.http, answer.code, answer.message, answer.problem) == (200, "201", text, None)


# Created.


@pytest.mark.parametrize(
    ("plaintext", "expected"),
    [
        (NO_URUT, [FieldMessage("noUrut", "A1")]),
        (f"[{NO_URUT}]", [FieldMessage("noUrut", "A1")]),
        (
            '[{"field":"noKunjungan","message":"000000011125Y000001"},{"field":"x","message":7}]',
            [FieldMessage("noKunjungan", "000000011125Y000001"), FieldMessage("x", "7")],
        ),
        ('{"field":"noUrut","message":null}', [FieldMessage("noUrut", "")]),
        ('{"field":"noUrut","message":"null"}', [FieldMessage("noUrut", "null")]),
        ('{"noUrut":"A1"}', []),
        ('"A1"', []),
        ("null", []),
    ],
)
@pytest.mark.parametrize("encrypted", [True, False])
def test_created(plaintext: str, expected: list[FieldMessage], encrypted: bool) -> None:
    content = sealed(plaintext) if encrypted else json.loads(plaintext)
    answer = read(enveloped(content, 201, "CREATED"), 201)
    assert (answer.code, answer.message) == ("201", "CREATED")
    assert created(answer) == expected
    assert answer.fields == tuple(expected)


# Bodies that are no envelope.

GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>"


@pytest.mark.parametrize(
    ("status", "body", "content_type", "code", "problem"),
    [
        (200, "", "", None, Problem.EMPTY),
        (200, " \r\n", "", None, Problem.EMPTY),
        (504, "", "text/html", None, Problem.EMPTY),
        (302, "", "", None, Problem.EMPTY),
        (204, "", "", "204", None),
        (304, "", "", "304", None),
        (502, GATEWAY, "text/html", None, Problem.HTML),
        (500, "\ufeff\r\n<!DOCTYPE html><title>Runtime Error</title>", "text/html", None, Problem.HTML),
        (400, GATEWAY, "application/json", None, Problem.HTML),
        (503, "Service Unavailable", "text/html; charset=us-ascii", None, Problem.HTML),
        (504, "Gateway Timeout", "text/plain", None, Problem.NOT_JSON),
        (200, '{"metaData":{"code":200', "application/json", None, Problem.NOT_JSON),
        (200, '{"metaData":{"code":NaN}}', "application/json", None, Problem.NOT_JSON),
        (200, "[" * 100_000, "application/json", None, Problem.NOT_JSON),
        (200, b"\xff\xfe\x00\x01", "application/json", None, Problem.NOT_JSON),
        (200, "null", "application/json", None, Problem.NO_ENVELOPE),
        (200, "[]", "application/json", None, Problem.NO_ENVELOPE),
        (200, '"OK"', "application/json", None, Problem.NO_ENVELOPE),
        (500, '{"Message":"An error has occurred."}', "application/json", None, Problem.NO_ENVELOPE),
        (200, '{"metaData":null,"response":{}}', "application/json", None, Problem.NO_ENVELOPE),
        (200, '{"metaData":{}}', "application/json", None, Problem.NO_ENVELOPE),
    ],
)
def test_no_envelope(
    status: int, body: str | bytes, content_type: str, code: str | None, problem: Problem | None
) -> None:
    answer = read(body, status, content_type=content_type)
    assert (answer.sent, answer.http, answer.code, answer.problem) == (Sent.YES, status, code, problem)
    assert (answer.message, answer.fields, answer.data) == ("", (), None)


def test_an_envelope_sent_as_html_is_read() -> None:
    assert read(enveloped(None, 404, "Tidak ada"), 404, content_type="text/html").code == "404"


def test_raw_is_capped_and_storable() -> None:
    answer = read("\u00e9\0" * 300_000)
    assert answer.problem is Problem.NOT_JSON
    assert "\0" not in answer.raw
    assert 256 * 1024 - 4 < len(answer.raw.encode()) <= 256 * 1024
    assert answer.raw.startswith("\u00e9\ufffd\u00e9")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (["Kartu salah", " Poli salah. "], "Kartu salah; Poli salah."),
        ([{"field": "kdPoli", "message": "Poli salah"}, None, ""], "Poli salah"),
        ({"message": "Kartu salah"}, "Kartu salah"),
        ({"kode": 7}, '{"kode": 7}'),
        ([], ""),
        (412, "412"),
    ],
)
def test_a_message_that_is_no_text_is_read_as_one(message: object, words: str) -> None:
    assert read(enveloped(None, 400, message), 400).message == words
