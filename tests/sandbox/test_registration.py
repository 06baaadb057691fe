from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.client import CARD, DAY, OTHER_CARD, Client, registration

DUPLICATE = "Peserta sudah di-entri di poli yang sama pada hari yang sama."
NOT_IN_REFERENCE = "Tidak sesuai dengan referensi sistem."


def test_life_of_a_registration(sandbox: Client) -> None:
    made = sandbox.register(keluhan="pusing")
    assert (made.http, made.code, made.message) == (201, 201, "CREATED")
    assert made.data == {"field": "noUrut", "message": "A1"}
    assert isinstance(made.raw["response"], str)

    read = sandbox.send("pcare", "GET", f"pendaftaran/noUrut/A1/tglDaftar/{DAY}").data
    assert (read["noUrut"], read["tgldaftar"], read["status"]) == ("A1", DAY, "Baru")
    assert read["peserta"]["aktif"] is True
    assert (read["poli"]["kdPoli"], read["tkp"]["kdTkp"], read["keluhan"]) == ("001", "10", "pusing")

    (row,) = sandbox.books()["pendaftaran"]
    assert (row["no_kartu"], row["kd_poli"], row["tanggal"]) == (CARD, "001", "2025-11-20")
    assert (row["no_urut"], row["kd_provider"]) == ("A1", "00000001")

    gone = sandbox.unregister("A1")
    assert (gone.http, gone.code, gone.raw["response"]) == (200, 200, "")
    assert sandbox.send("pcare", "GET", f"pendaftaran/noUrut/A1/tglDaftar/{DAY}").http == 204
    assert sandbox.books()["pendaftaran"] == []

    assert sandbox.register().data["message"] == "A2"
    books = sandbox.books()
    assert books["riwayat"] == {"pendaftaran_dibuat": 2, "pendaftaran_dihapus": 1}
    assert [row["operasi"] for row in books["tulis"]] == [
        "pendaftaran.tambah",
        "pendaftaran.hapus",
        "pendaftaran.tambah",
    ]
    assert books["ganda"] == []


def test_delete_without_the_poli_part(sandbox: Client) -> None:
    sandbox.register()
    assert sandbox.unregister("A1", tail="/kdPoli/002").http == 304
    assert sandbox.unregister("A1", no_kartu=OTHER_CARD).http == 304
    assert sandbox.unregister("A1", tail="").http == 200


@pytest.mark.parametrize(("switch", "status"), [("304", 304), ("412", 412), ("200", 200)])
def test_delete_of_nothing(sandbox: Client, switch: str, status: int) -> None:
    sandbox.control("sakelar", {"hapus_hilang": switch})
    heard = sandbox.unregister("A9")
    assert heard.http == status
    assert (heard.text == "") == (status == 304)


def test_numbers_are_unique_within_a_day(sandbox: Client) -> None:
    polis = ["001", "002", "003", "999", "020", "001"]
    numbers = [
        sandbox.register(f"{index:013d}", kdPoli=poli).data["message"] for index, poli in enumerate(polis)
    ]
    assert len(set(numbers)) == len(polis)
    assert numbers[-1] == "A2"
    assert sandbox.register(tglDaftar="21-11-2025").data["message"] == "A1"


def test_duplicate_is_a_list_of_messages(sandbox: Client) -> None:
    sandbox.register()
    heard = sandbox.register()
    assert (heard.http, heard.message) == (412, "PRECONDITION_FAILED")
    assert heard.data == [{"field": "noKartu", "message": DUPLICATE}]
    assert sandbox.register(kdPoli="002").http == 201
    assert sandbox.books()["riwayat"]["pendaftaran_ditolak_ganda"] == 1


@pytest.mark.parametrize("code", [401, 428])
def test_duplicate_in_the_older_builds(sandbox: Client, code: int) -> None:
    sandbox.control("sakelar", {"duplikat": str(code)})
    sandbox.register()
    heard = sandbox.register()
    assert (heard.http, heard.code, heard.message) == (code, code, DUPLICATE)


def test_the_ledger_tells_of_a_duplicate_that_got_through(sandbox: Client) -> None:
    sandbox.control("sakelar", {"duplikat": "terima"})
    assert [sandbox.register().http for _ in range(2)] == [201, 201]
    assert [sandbox.enqueue().code for _ in range(2)] == [200, 200]
    assert sandbox.books()["ganda"] == [
        f"pendaftaran|{CARD}|001|2025-11-20",
        f"antrean|{CARD}|001|2025-11-20",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kdProviderPeserta", "123"),
        ("kdProviderPeserta", None),
        ("tglDaftar", "2025-11-20"),
        ("tglDaftar", "31-02-2025"),
        ("tglDaftar", 20112025),
        ("noKartu", "123"),
        ("noKartu", 17),
        ("kdPoli", "777"),
        ("kdPoli", 1),
        ("keluhan", 5),
        ("kunjSakit", "true"),
        ("sistole", "120"),
        ("diastole", 80.5),
        ("beratBadan", True),
        ("tinggiBadan", -1),
        ("rujukBalik", "N"),
        ("kdTkp", "30"),
        ("kdTkp", 10),
    ],
)
def test_bad_members_are_named(sandbox: Client, field: str, value: Any) -> None:
    heard = sandbox.register(**{field: value})
    assert (heard.http, heard.data) == (412, [{"field": field, "message": NOT_IN_REFERENCE}])
    assert sandbox.books()["tulis"] == []


def test_missing_members_are_named(sandbox: Client) -> None:
    body = registration()
    del body["heartRate"], body["kdProviderPeserta"], body["keluhan"]
    heard = sandbox.send("pcare", "POST", "pendaftaran", body)
    assert [item["field"] for item in heard.data] == ["kdProviderPeserta", "heartRate"]


def test_participants_are_invented_the_same_way_every_time(sandbox: Client) -> None:
    person = sandbox.send("pcare", "GET", f"peserta/{CARD}").data
    assert (person["noKartu"], person["aktif"], person["ketAktif"]) == (CARD, True, "AKTIF")
    assert person["kdProviderPst"]["kdProvider"] == "00000001"
    assert len(person["noKTP"]) == 16
    assert sandbox.send("pcare", "GET", f"peserta/nik/{person['noKTP']}").data == person
    assert sandbox.send("pcare", "GET", f"peserta/noka/{CARD}").data == person
    sandbox.control("reset", {"peserta": True})
    assert sandbox.send("pcare", "GET", f"peserta/nik/{person['noKTP']}").data == person


def test_told_participants(sandbox: Client) -> None:
    told = {"no_kartu": CARD, "nama": "SITI REKAAN", "nik": "9999000000000001", "kd_provider": "00000002"}
    sandbox.control("peserta", told | {"sex": "P", "tgl_lahir": "1999-12-31", "tunggakan": 3})
    person = sandbox.send("pcare", "GET", "peserta/nik/9999000000000001").data
    assert (person["noKartu"], person["nama"], person["sex"]) == (CARD, "SITI REKAAN", "P")
    assert (person["tglLahir"], person["tunggakan"]) == ("31-12-1999", 3)
    foreign = sandbox.register(kdProviderPeserta="00000003")
    assert foreign.data == [{"field": "kdProviderPeserta", "message": NOT_IN_REFERENCE}]
    assert sandbox.register(kdProviderPeserta="00000002").http == 201
    assert sandbox.register(OTHER_CARD, kdProviderPeserta="0000u003").http == 201


def test_strict_participants(sandbox: Client) -> None:
    sandbox.control("sakelar", {"peserta_ketat": True})
    sandbox.control("peserta", [{"no_kartu": CARD}])
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}").http == 200
    unknown = sandbox.send("pcare", "GET", f"peserta/{OTHER_CARD}")
    assert (unknown.http, unknown.text) == (204, "")
    assert sandbox.send("pcare", "GET", "peserta/nik/9999000000000009").http == 204
    assert sandbox.register(OTHER_CARD).data == [{"field": "noKartu", "message": NOT_IN_REFERENCE}]
    assert sandbox.enqueue(OTHER_CARD).code == 201
    sandbox.control("sakelar", {"tidak_ditemukan": "200_null"})
    other = sandbox.send("pcare", "GET", f"peserta/{OTHER_CARD}")
    assert (other.http, other.code, other.raw["response"]) == (200, 200, None)


def test_inactive_participant(sandbox: Client) -> None:
    sandbox.control("peserta", {"no_kartu": CARD, "aktif": False})
    assert sandbox.send("pcare", "GET", f"peserta/{CARD}").data["ketAktif"] == "PREMI"
    assert sandbox.register().data == [{"field": "noKartu", "message": "Peserta tidak aktif. PREMI"}]
    sandbox.control("sakelar", {"teks_tidak_aktif": "Status peserta {ket}"})
    sandbox.control("peserta", {"no_kartu": CARD, "aktif": False, "ket_aktif": "MENINGGAL"})
    assert sandbox.register().data[0]["message"] == "Status peserta MENINGGAL"


def test_missing_screening(sandbox: Client) -> None:
    sandbox.control("peserta", {"no_kartu": CARD, "srk": True})
    heard = sandbox.register()
    assert (heard.http, heard.code) == (401, 401)
    assert heard.message and heard.message.startswith("Anda belum melakukan skrining kesehatan.")
    queued = sandbox.enqueue()
    assert (queued.http, queued.code, queued.message) == (200, 201, heard.message)
    sandbox.control("peserta", {"no_kartu": CARD, "srk": False})
    assert sandbox.register().http == 201


def test_polis_told_or_free(sandbox: Client) -> None:
    assert sandbox.register(kdPoli="777").http == 412
    sandbox.control("poli", [{"kode": "777", "nama": "POLI SANTAI", "sakit": False}])
    assert sandbox.register(kdPoli="777").http == 201
    sandbox.control("sakelar", {"poli_bebas": True})
    assert sandbox.register(kdPoli="888").http == 201
    assert sandbox.register(kdPoli="8888").http == 412


def test_list_of_a_day_is_paged(sandbox: Client) -> None:
    assert sandbox.send("pcare", "GET", f"pendaftaran/tglDaftar/{DAY}/0/10").http == 204
    cards = [f"{number:013d}" for number in range(1, 126)]
    for card in cards:
        sandbox.register(card)
    seen: list[str] = []
    for start in range(0, 150, 60):
        page = sandbox.send("pcare", "GET", f"pendaftaran/tglDaftar/{DAY}/{start}/60").data
        assert page["count"] == 125
        seen += [row["peserta"]["noKartu"] for row in page["list"]]
    assert seen == cards
    row = page["list"][0]
    assert (row["tgldaftar"], row["status"], row["kunjSakit"]) == (DAY, "Baru", True)
    assert row["peserta"]["aktif"] is False
    assert row["peserta"]["kdProviderPst"] is None
    beyond = sandbox.send("pcare", "GET", f"pendaftaran/tglDaftar/{DAY}/125/60").data
    assert beyond == {"count": 125, "list": []}


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("diagnosa/A001/0/10", 1),
        ("diagnosa/a00.1/0/10", 1),
        ("diagnosa/headache/0/10", 1),
        ("dokter/0/2", 3),
        ("poli/fktp/0/100", 8),
        ("provider/0/10", 1),
        ("kesadaran", 4),
        ("statuspulang/rawatInap/false", 3),
        ("obat/dpho/tab 500/0/10", 3),
        ("dpho/kdppk/0000R001/amlodipin/0/10", 1),
        ("tindakan/kdTkp/10/0/10", 3),
        ("spesialis", 3),
        ("spesialis/INT/subspesialis", 2),
        ("spesialis/sarana", 3),
        ("spesialis/khusus", 10),
        ("spesialis/rujuk/subspesialis/3/sarana/1/tglEstRujuk/21-11-2025", 1),
        (f"spesialis/rujuk/khusus/HDL/noKartu/{CARD}/tglEstRujuk/21-11-2025", 1),
        (f"spesialis/rujuk/khusus/THA/subspesialis/3/noKartu/{CARD}/tglEstRujuk/21-11-2025", 1),
    ],
)
def test_reference_data(sandbox: Client, path: str, count: int) -> None:
    heard = sandbox.send("pcare", "GET", path)
    assert (heard.http, heard.data["count"]) == (200, count)
    assert len(heard.data["list"]) <= count
    assert sandbox.books()["panggilan"] == {"referensi": 1}


@pytest.mark.parametrize("path", ["alergi/jenis/01", "prognosa"])
def test_lists_without_a_count(sandbox: Client, path: str) -> None:
    assert list(sandbox.send("pcare", "GET", path).data) == ["list"]


@pytest.mark.parametrize("path", ["alergi/jenis/09", "diagnosa/tidakada/0/10"])
def test_reference_data_that_is_not_there(sandbox: Client, path: str) -> None:
    assert sandbox.send("pcare", "GET", path).http == 204
