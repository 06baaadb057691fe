"""What an edited body must keep to."""

from __future__ import annotations

import contextlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.isian import (
    ISIAN,
    MOST_BYTES,
    KunciBpjs,
    Peringatan,
    SalahIsi,
    baca_isi,
    kunci_dari_isi,
    kunci_isian,
    periksa_isi,
)
from shared.domain.status import JenisJob
from shared.texts_pantau import ARTI_ISIAN, PERINGATAN

P = JenisJob.PENDAFTARAN
BODY = {
    "kdProviderPeserta": "00000001", "tglDaftar": "04-03-2099", "noKartu": "0001234567890",
    "kdPoli": "001", "keluhan": None, "kunjSakit": True, "sistole": 0, "diastole": 0, "beratBadan": 0,
    "tinggiBadan": 0, "respRate": 0, "lingkarPerut": 0, "heartRate": 0, "rujukBalik": 0, "kdTkp": "10",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kode"),
    [
        ("", "isi_bukan_json"),
        ("{", "isi_bukan_json"),
        ("{'a':1}", "isi_bukan_json"),
        ('{"a":NaN}', "isi_bukan_json"),
        ('{"a":-Infinity}', "isi_bukan_json"),
        ("[" * 100_000, "isi_bukan_json"),
        ('{"a":' * 50_000, "isi_terlalu_besar"),
        ('{"a":' * 30_000, "isi_bukan_json"),
        ("1" * 5000, "isi_bukan_json"),
        ("[]", "isi_bukan_objek"),
        ("null", "isi_bukan_objek"),
        ('"a"', "isi_bukan_objek"),
        ('{"a":1,"a":2}', "isi_ganda"),
        ('{"x":{"a":1,"a":1}}', "isi_ganda"),
        ('{"a":"\x1b[31m"}', "isi_kendali"),
        ('{"a":"\\u001b[31m"}', "isi_kendali"),
        ('{"a":"\\u0000"}', "isi_kendali"),
        ('{"a\\u0007":1}', "isi_kendali"),
        ('{"a":["\\ud800"]}', "isi_kendali"),
        ('{"a":"\x9b31m"}', "isi_kendali"),
        ('{"a":"\ud800"}', "isi_kendali"),
        (json.dumps({"a": "x" * (300 * 1024)}), "isi_terlalu_besar"),
        ('{"a":"' + "é" * (MOST_BYTES // 2) + '"}', "isi_terlalu_besar"),
    ],
)
def test_what_is_never_sent(text: str, kode: str) -> None:
    with pytest.raises(SalahIsi) as caught:
        baca_isi(text)
    assert caught.value.kode == kode


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b" 2}', "salah tulis di baris 2 kolom 6"),
        ("{", "salah tulis di baris 1 kolom 2"),
        ("1" * 5000, "angka terlalu panjang"),
        ("[" * 100_000, "terlalu bersarang"),
    ],
)
def test_where_a_text_stops_being_json_is_said_in_a_persons_words(text: str, words: str) -> None:
    with pytest.raises(SalahIsi) as caught:
        baca_isi(text)
    assert caught.value.fakta["galat"] == words


def test_line_breaks_in_texts_are_no_control_characters() -> None:
    assert baca_isi('{\n\t"a": "x\\ny"}\r\n') == {"a": "x\ny"}


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SalahIsi):
        assert isinstance(baca_isi(data.decode("latin-1")), dict)


@pytest.mark.parametrize("name", kunci_isian(P))
@pytest.mark.parametrize("how", ["changed", "left out", "other type"])
def test_locked_fields_stay_unless_they_are_unlocked(name: str, how: str) -> None:
    edited = dict(BODY)
    if how == "left out":
        del edited[name]
    else:
        edited[name] = "x" if how == "changed" else ["x"]
    with pytest.raises(SalahIsi) as caught:
        periksa_isi(P, json.dumps(edited), BODY)
    assert (caught.value.kode, caught.value.fakta) == ("isi_terkunci", {"kolom": name})
    assert periksa_isi(P, json.dumps(edited), BODY, buka_kunci=True).dibuka == (name,)


def test_other_fields_change_freely_and_the_order_does_not_matter() -> None:
    edited = dict(reversed((BODY | {"keluhan": "pusing"}).items()))
    found = periksa_isi(P, json.dumps(edited), BODY)
    assert (found.dibuka, found.peringatan) == ((), ())
    assert json.loads(found.isi) == edited


def test_doubts_are_told_and_do_not_stop() -> None:
    edited = BODY | {"sistole": "120", "kunjSakit": None, "baru": 1, "kdTkp": 10}
    del edited["rujukBalik"]
    assert set(periksa_isi(P, json.dumps(edited), BODY).peringatan) == {
        Peringatan("baru", "tidak_dikenal"),
        Peringatan("sistole", "tipe", "bilangan bulat"),
        Peringatan("kunjSakit", "null"),
        Peringatan("rujukBalik", "tidak_ada"),
        Peringatan("kdTkp", "tipe", "teks"),
    }


def test_true_is_no_number() -> None:
    assert periksa_isi(P, json.dumps(BODY | {"sistole": True}), BODY).peringatan == (
        Peringatan("sistole", "tipe", "bilangan bulat"),
    )


def test_every_field_has_a_meaning_and_every_doubt_words() -> None:
    assert {field.nama for fields in ISIAN.values() for field in fields} == set(ARTI_ISIAN)
    assert set(ISIAN) == set(JenisJob)
    assert set(PERINGATAN) == {"tidak_dikenal", "tidak_ada", "null", "tipe"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (json.dumps(BODY), KunciBpjs(date(2099, 3, 4), "0001234567890", "001")),
        (
            '{"tanggalperiksa":"2099-03-04","nomorkartu":"1","kodepoli":"002"}',
            KunciBpjs(date(2099, 3, 4), "1", "002"),
        ),
        ('{"tglDaftar":"31-02-2099","noKartu":"1","kdPoli":"2"}', None),
        ('{"tglDaftar":"04-03-2099","noKartu":"","kdPoli":"2"}', None),
        ('{"tglDaftar":"04-03-2099","noKartu":"1","kdPoli":null}', KunciBpjs(date(2099, 3, 4), "1", "")),
        ("[]", None),
        ("", None),
        (None, None),
    ],
)
def test_the_key_is_read_from_bodies_of_both_services(text: str | None, key: KunciBpjs | None) -> None:
    assert kunci_dari_isi(text) == key
