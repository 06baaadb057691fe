from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sandbox.client import CARD, DAY, OTHER_CARD, Client, visit

NUMBER = "000000011125Y000001"
REFERRAL = {
    "tglEstRujuk": "22-11-2025",
    "kdppk": "0000R001",
    "subSpesialis": {"kdSubSpesialis1": "3", "kdSarana": None},
    "khusus": None,
}


def test_life_of_a_visit(sandbox: Client) -> None:
    sandbox.register(kdTkp="50")
    made = sandbox.visit()
    assert (made.http, made.code) == (201, 201)
    assert made.data == [{"field": "noKunjungan", "message": NUMBER}]
    listed = sandbox.send("pcare", "GET", f"pendaftaran/tglDaftar/{DAY}/0/10").data["list"]
    assert listed[0]["status"] == "Sudah dilayani"
    assert sandbox.unregister("A1").http == 412

    changed = visit(noKunjungan=NUMBER, kdDiag1="I10")
    del changed["tglDaftar"]
    assert sandbox.send("pcare", "PUT", "kunjungan", changed).http == 200
    assert sandbox.send("pcare", "PUT", "kunjungan/v1", changed | {"noKunjungan": "x"}).http == 412
    assert sandbox.send("pcare", "PUT", "kunjungan/v1", changed | {"noKartu": OTHER_CARD}).http == 412

    history = sandbox.send("pcare", "GET", f"kunjungan/peserta/{CARD}").data
    (row,) = history["list"]
    assert (row["noKunjungan"], row["tglKunjungan"]) == (NUMBER, DAY)
    assert row["providerPelayanan"]["kdProvider"] == "00000001"
    assert row["diagnosa1"]["nmDiag"].startswith("Essential")
    assert row["diagnosa2"] == {"kdDiag": None, "nmDiag": None, "nonSpesialis": None}
    assert row["tkp"] == {"kdTkp": "50", "nmTkp": "Promotif"}

    assert sandbox.books()["kunjungan"][0]["no_kunjungan"] == NUMBER
    gone = sandbox.send("pcare", "DELETE", f"kunjungan/{NUMBER}")
    assert (gone.http, gone.raw["response"]) == (200, None)
    assert sandbox.send("pcare", "DELETE", f"kunjungan/{NUMBER}").http == 304
    assert sandbox.send("pcare", "GET", f"kunjungan/peserta/{CARD}").http == 204
    assert sandbox.unregister("A1").http == 200
    assert sandbox.books()["riwayat"] == {
        "pendaftaran_dibuat": 1,
        "kunjungan_dibuat": 1,
        "kunjungan_diubah": 1,
        "kunjungan_dihapus": 1,
        "pendaftaran_dihapus": 1,
    }


@pytest.mark.parametrize("changes", [{}, {"kdPoli": "002"}, {"tglDaftar": "21-11-2025"}])
def test_no_visit_without_a_registration(sandbox: Client, changes: dict[str, str]) -> None:
    if changes:
        sandbox.register()
    heard = sandbox.visit(**changes)
    assert heard.http == 412
    assert [item["message"] for item in heard.data] == [
        "Belum melakukan pendaftaran pada poli tersebut.",
        "noKartu, belum melakukan pendaftaran pada poli tersebut.",
    ]
    assert {item["field"] for item in heard.data} == {"noKartu"}


def test_the_poli_may_be_null(sandbox: Client) -> None:
    sandbox.register(kdPoli="003")
    assert sandbox.visit(kdPoli=None).http == 201


def test_a_second_visit_is_a_duplicate(sandbox: Client) -> None:
    sandbox.register()
    assert sandbox.visit().http == 201
    assert sandbox.visit().data[0]["message"].startswith("Peserta sudah di-entri")
    assert sandbox.books()["ganda"] == []


def test_path_without_a_version(sandbox: Client) -> None:
    sandbox.register()
    refused = sandbox.send("pcare", "POST", "kunjungan", visit())
    assert refused.http == 404
    assert refused.message == "Unauthorized! You are not registered for this service!"
    sandbox.control("sakelar", {"kunjungan_jalur": "keduanya", "kunjungan_jawaban": "objek"})
    assert sandbox.send("pcare", "POST", "kunjungan", visit()).data["message"] == NUMBER


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kdSadar", "09"),
        ("anamnesa", ""),
        ("sistole", 120.5),
        ("kdDiag1", "sakit kepala"),
        ("kdDiag2", "x"),
        ("kdTacc", "1"),
        ("alergiMakan", None),
        ("kdPrognosa", "99"),
        ("suhu", "panas"),
        ("tglPulang", "2025-11-20"),
    ],
)
def test_bad_members_are_named(sandbox: Client, field: str, value: Any) -> None:
    sandbox.register()
    heard = sandbox.visit(**{field: value})
    assert (heard.http, [item["field"] for item in heard.data]) == (412, [field])


def test_discharge_needs_its_companion(sandbox: Client) -> None:
    sandbox.register()
    assert sandbox.visit(kdStatusPulang="4").data[0]["field"] == "rujukLanjut"
    assert sandbox.visit(kdStatusPulang="5").data[0]["field"] == "kdPoliRujukInternal"


@pytest.mark.parametrize(
    "referral",
    ["0000R001", {}, REFERRAL | {"khusus": {"kdKhusus": "HDL"}}, REFERRAL | {"subSpesialis": "3"}],
)
def test_wrong_nesting(sandbox: Client, referral: Any) -> None:
    sandbox.register()
    heard = sandbox.visit(kdStatusPulang="4", rujukLanjut=referral)
    assert (heard.http, heard.data) == (500, [])
    assert heard.message == "Cannot access child value on Newtonsoft.Json.Linq.JValue."


def test_referral(sandbox: Client) -> None:
    sandbox.register()
    assert sandbox.visit(kdStatusPulang="4", rujukLanjut=REFERRAL).http == 201
    letter = sandbox.send("pcare", "GET", f"kunjungan/rujukan/{NUMBER}").data
    assert (letter["noRujukan"], letter["nokaPst"]) == (NUMBER, CARD)
    assert letter["diag2"] is None


def _send_together(sandbox: Client, count: int) -> list[int]:
    cards = [f"{number:013d}" for number in range(1, count + 1)]
    for card in cards:
        sandbox.register(card)
    with ThreadPoolExecutor(count) as pool:
        heard = list(pool.map(sandbox.visit, cards))
    assert all("PK_DatKunjungan" in (one.message or "") for one in heard if one.http == 500)
    return sorted(one.http for one in heard)


def test_parallel_visits_collide(sandbox: Client) -> None:
    statuses = _send_together(sandbox, 6)
    assert set(statuses) == {201, 500}
    assert sandbox.books()["jumlah"]["kunjungan"] == statuses.count(201)


def test_parallel_visits_without_the_collision(sandbox: Client) -> None:
    sandbox.control("sakelar", {"tabrakan_kunjungan": False})
    assert _send_together(sandbox, 6) == [201] * 6
    numbers = {row["no_kunjungan"] for row in sandbox.books()["kunjungan"]}
    assert len(numbers) == 6
