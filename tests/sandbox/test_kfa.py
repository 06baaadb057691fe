"""KFA in the simulator, and the client of it over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.answers import Sent
from shared.domain.kfa_jawaban import VonisKfa, nilai
from tests.sandbox.client import Client
from worker.clients.http import Wire
from worker.clients.kfa import KfaClient
from worker.clients.satusehat_token import MemoryTokenStore, SatuSehatCredentials, TokenSource
from worker.sandbox.settings import Settings

OWN = Settings()


def client(url: str, secret: str = OWN.client_secret) -> tuple[KfaClient, Wire]:
    wire = Wire(connections=1, deadline=5.0)
    credentials = SatuSehatCredentials(OWN.client_id, secret)
    tokens = TokenSource(f"{url}/oauth2/v1", credentials, wire, MemoryTokenStore())
    return KfaClient(f"{url}/kfa-v2", tokens, wire), wire


@pytest.fixture
def kfa(sandbox: Client, sandbox_url: str) -> Iterator[KfaClient]:
    sandbox.control("sakelar", {"kfa_farmasi": 700, "kfa_alkes": 90})
    made, wire = client(sandbox_url)
    yield made
    wire.close()


def rows(data: Any) -> list[dict[str, Any]]:
    items = data["items"]
    found: list[dict[str, Any]] = items["data"] if isinstance(items, dict) else items
    return found


def test_a_list_in_both_shapes_sorted_by_name(kfa: KfaClient, sandbox: Client) -> None:
    path = "products/all?page=1&size=100&product_type=farmasi"
    first = kfa.ambil(path)
    assert (first.http, nilai(first)) == (200, VonisKfa.OK)
    assert isinstance(first.data, dict)
    assert isinstance(first.data["items"], dict)
    sandbox.control("sakelar", {"kfa_items": "larik"})
    second = kfa.ambil(path)
    assert isinstance(second.data, dict)
    assert isinstance(second.data["items"], list)
    assert rows(first.data) == rows(second.data)
    names = [row["name"] for row in rows(first.data)]
    assert names == sorted(names)
    assert (first.data["total"], len(names)) == (700, 100)


def test_every_page_together_is_the_whole(kfa: KfaClient, sandbox: Client) -> None:
    sandbox.control("sakelar", {"kfa_farmasi": 1600})
    found = []
    for page in range(1, 18):
        found += rows(kfa.ambil(f"products/all?page={page}&size=100&product_type=farmasi").data)
    assert len(found) == 1600
    codes = [row["kfa_code"] for row in found if row["kfa_code"] != "/"]
    assert len(codes) == len(set(codes)) < 1600, "drafts have no code"
    assert all(code.startswith("939") for code in codes)
    assert any(not row["active"] for row in found)
    assert any(row["replacement"]["product"]["kfa_code"] for row in found)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("size=10&product_type=farmasi", "page"),
        ("page=1&product_type=farmasi", "size"),
        ("page=1&size=10", "product_type"),
        ("page=x&size=10&product_type=farmasi", "page"),
        ("page=1&size=5000&product_type=farmasi", "size"),
        ("page=1&size=10&product_type=obat", "product_type"),
    ],
)
def test_a_wrong_question_is_refused_as_fastapi_does(kfa: KfaClient, query: str, field: str) -> None:
    said = kfa.ambil(f"products/all?{query}")
    assert (said.http, nilai(said)) == (422, VonisKfa.UKURAN)
    assert f"query.{field}" in said.pesan


def test_several_words_are_alternatives(kfa: KfaClient) -> None:
    def total(words: str) -> int:
        data = kfa.ambil(f"products/all?page=1&size=1&product_type=farmasi&keyword={words}").data
        assert isinstance(data, dict)
        return int(data["total"])

    one, other, both = total("paracetamol"), total("cefixime"), total("paracetamol+cefixime")
    assert one and other
    assert both == one + other


def test_a_template_or_unknown_code_has_no_detail(kfa: KfaClient) -> None:
    code = next(
        row["kfa_code"]
        for row in rows(kfa.ambil("products/all?page=1&size=5&product_type=farmasi").data)
        if row["kfa_code"] != "/"
    )
    found = kfa.produk(code).data
    assert isinstance(found, dict)
    assert found["result"]["kfa_code"] == code
    assert found["search_identifier"] == "kfa"
    for kode in ("92900001", "93999999"):
        assert kfa.produk(kode).data == {"search_code": kode, "search_identifier": "-", "result": None}


def test_a_changed_row_is_found_by_its_day(kfa: KfaClient, sandbox: Client) -> None:
    sandbox.control(
        "kfa", {"kfa_code": "93999001", "name": "Baru 1 mg Tablet", "updated_at": "2999-01-02 00:00:00"}
    )
    data = kfa.ambil("products/all?page=1&size=10&product_type=farmasi&from_date=2999-01-01").data
    assert [row["kfa_code"] for row in rows(data)] == ["93999001"]
    sandbox.control("kfa", {"kfa_code": "93999001", "hapus": True})


def test_faults_are_ordered_like_any_other(kfa: KfaClient, sandbox: Client) -> None:
    sandbox.fault(jenis="tolak_sebelum", cara="502_html", operasi="kfa.daftar", kali=1)
    said = kfa.ambil("products/all?page=1&size=1&product_type=farmasi")
    assert (said.http, nilai(said)) == (502, VonisKfa.SEMENTARA)
    sandbox.fault(jenis="jawaban_hilang", cara="reset", operasi="kfa.daftar", kali=1)
    said = kfa.ambil("products/all?page=1&size=1&product_type=farmasi")
    assert (said.sent, nilai(said)) == (Sent.MAYBE, VonisKfa.SEMENTARA)
    assert nilai(kfa.ambil("products/all?page=1&size=1&product_type=farmasi")) is VonisKfa.OK


def test_a_spoiled_token_is_renewed_once_and_wrong_credentials_say_so(
    kfa: KfaClient, sandbox: Client, sandbox_url: str
) -> None:
    path = "products/all?page=1&size=1&product_type=alkes"
    assert nilai(kfa.ambil(path)) is VonisKfa.OK
    sandbox.control("token", method="DELETE")
    assert nilai(kfa.ambil(path)) is VonisKfa.OK
    wrong, wire = client(sandbox_url, "salah")
    said = wrong.ambil(path)
    wire.close()
    assert (nilai(said), said.token) == (VonisKfa.KREDENSIAL, True)
