"""Each sender builds the documented request, field by field, or says what the ticket lacks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.answers import Layanan, Request
from shared.domain.status import JenisJob, Kelas, Periksa
from shared.services.kirim import TidakTersusun
from tests.worker.bahan import klaim, saluran
from worker.senders import Pengirim, semua

P, A = JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN
CALL, CANCEL, DELETE = JenisJob.PANGGIL_ANTREAN, JenisJob.BATAL_ANTREAN, JenisJob.HAPUS_PENDAFTARAN


def pengirim(jenis: JenisJob, **settings: Any) -> Pengirim:
    return next(sender for sender in semua(saluran(**settings)) if sender.jenis is jenis)


def susun(jenis: JenisJob, *, settings: dict[str, Any] | None = None, **changes: Any) -> Request:
    return pengirim(jenis, **(settings or {})).susun(klaim(jenis, **changes))


def typed(value: Any) -> Any:
    """A JSON value with the type of each leaf, for 1, True and 1.0 are equal."""
    if isinstance(value, dict):
        return {key: typed(member) for key, member in value.items()}
    return type(value).__name__, value


def same(request: Request, fields: dict[str, object]) -> None:
    assert typed(json.loads(request.body)) == typed(fields)


def test_every_type_of_the_seeds_has_one_sender() -> None:
    assert {sender.jenis for sender in semua(saluran())} >= {P, A, CALL, CANCEL, DELETE}


def test_a_registration() -> None:
    request = susun(P)
    assert (request.layanan, request.method, request.path) == (Layanan.PCARE, "POST", "pendaftaran")
    same(
        request,
        {
            "kdProviderPeserta": "0123U001",
            "tglDaftar": "04-03-2099",
            "noKartu": "0000000000017",
            "kdPoli": "001",
            "keluhan": None,
            "kunjSakit": True,
            "sistole": 0,
            "diastole": 0,
            "beratBadan": 0,
            "tinggiBadan": 0,
            "respRate": 0,
            "lingkarPerut": 0,
            "heartRate": 0,
            "rujukBalik": 0,
            "kdTkp": "10",
        },
    )


@pytest.mark.parametrize(
    ("settings", "kd_provider", "sent"),
    [
        ({}, "0123U001", "0123U001"),
        ({}, "", "00000001"),
        ({"kd_provider_peserta": "faskes"}, "0123U001", "00000001"),
        ({"kd_provider_peserta": "faskes"}, "", "00000001"),
    ],
)
def test_whose_provider_a_registration_names(settings: dict[str, Any], kd_provider: str, sent: str) -> None:
    request = susun(P, settings=settings, kd_provider=kd_provider)
    assert json.loads(request.body)["kdProviderPeserta"] == sent


def test_the_place_of_care_is_a_setting() -> None:
    assert json.loads(susun(P, settings={"kd_tkp": "50"}).body)["kdTkp"] == "50"


@pytest.mark.parametrize("jenis", [P, DELETE])
@pytest.mark.parametrize("periksa", [Periksa.HASIL, Periksa.NOMOR])
def test_an_unknown_outcome_is_a_reading_and_nothing_else(jenis: JenisJob, periksa: Periksa) -> None:
    request = susun(jenis, periksa=periksa)
    assert (request.method, request.path, request.body) == (
        "GET",
        "pendaftaran/tglDaftar/04-03-2099/0/100",
        "",
    )


def test_a_deletion_names_card_date_number_and_poli_in_its_path() -> None:
    request = susun(DELETE, no_antrean_pcare="A12")
    assert (request.layanan, request.method, request.body) == (Layanan.PCARE, "DELETE", "")
    assert request.path == ("pendaftaran/peserta/0000000000017/tglDaftar/04-03-2099/noUrut/A12/kdPoli/001")


@pytest.mark.parametrize("number", [None, "", "0"])
def test_a_deletion_without_a_number_is_not_sent(number: str | None) -> None:
    with pytest.raises(TidakTersusun) as refusal:
        susun(DELETE, no_antrean_pcare=number)
    assert refusal.value.kelas is Kelas.DATA


def test_adding_to_the_queue() -> None:
    request = susun(A)
    assert (request.layanan, request.method, request.path) == (Layanan.ANTREAN, "POST", "antrean/add")
    same(
        request,
        {
            "nomorkartu": "0000000000017",
            "nik": "9990000000000017",
            "nohp": "081200000000",
            "kodepoli": "001",
            "namapoli": "POLI UMUM",
            "norm": "000123",
            "tanggalperiksa": "2099-03-04",
            "kodedokter": 9001,
            "namadokter": "dr. Contoh",
            "jampraktek": "07:00-12:00",
            "nomorantrean": "A12",
            "angkaantrean": 12,
            "keterangan": "",
        },
    )


@pytest.mark.parametrize("periksa", [Periksa.KIRIM, Periksa.HASIL])
def test_the_queue_has_no_reading_its_unknown_outcome_is_the_same_call_again(periksa: Periksa) -> None:
    assert susun(A, periksa=periksa) == susun(A)


def test_a_call_tells_the_moment_of_the_call_in_milliseconds() -> None:
    request = susun(CALL, parameter={"status": 1, "waktu": 1_700_000_111_222})
    assert (request.method, request.path) == ("POST", "antrean/panggil")
    same(
        request,
        {
            "tanggalperiksa": "2099-03-04",
            "kodepoli": "001",
            "nomorkartu": "0000000000017",
            "status": 1,
            "waktu": 1_700_000_111_222,
        },
    )


def test_an_absence_without_a_moment_of_its_own_has_the_jobs() -> None:
    fields = json.loads(susun(CALL, parameter={"status": 2}).body)
    assert typed({key: fields[key] for key in ("status", "waktu")}) == typed(
        {"status": 2, "waktu": 1_700_000_000_123}
    )


def test_a_cancellation_gives_the_reason_in_words() -> None:
    request = susun(CANCEL)
    assert (request.method, request.path) == ("POST", "antrean/batal")
    same(
        request,
        {
            "tanggalperiksa": "2099-03-04",
            "kodepoli": "001",
            "nomorkartu": "0000000000017",
            "alasan": "Salah data",
        },
    )


def test_a_cancellation_without_words_still_has_some() -> None:
    assert json.loads(susun(CANCEL, alasan_batal="").body)["alasan"]


@pytest.mark.parametrize("jenis", [P, A, CALL, CANCEL, DELETE])
@pytest.mark.parametrize("number", ["", "000000000017", "00000000000170", "00000000000a7", "٠٠٠٠٠٠٠٠٠٠٠١٧"])
def test_a_wrong_card_is_wrong_data(jenis: JenisJob, number: str) -> None:
    with pytest.raises(TidakTersusun) as refusal:
        susun(jenis, no_kartu=number, no_antrean_pcare="A1")
    assert refusal.value.kelas is Kelas.DATA
    assert "13 digit" in refusal.value.rinci


@pytest.mark.parametrize("jenis", [P, A, CALL, CANCEL, DELETE])
@pytest.mark.parametrize("kd_poli", [None, ""])
def test_an_unmapped_room_waits_for_its_mapping(jenis: JenisJob, kd_poli: str | None) -> None:
    with pytest.raises(TidakTersusun) as refusal:
        susun(jenis, kd_poli=kd_poli, no_antrean_pcare="A1")
    assert refusal.value.kelas is Kelas.PEMETAAN


@pytest.mark.parametrize("lack", [{"kodedokter": None}, {"jam": ""}])
def test_an_unmapped_doctor_or_one_without_a_slot_waits_for_its_mapping(lack: dict[str, Any]) -> None:
    with pytest.raises(TidakTersusun) as refusal:
        susun(A, **lack)
    assert refusal.value.kelas is Kelas.PEMETAAN
    susun(P, **lack)  # PCare does not ask for a doctor yet


@pytest.mark.parametrize("jenis", [P, A, CALL, CANCEL])
def test_an_edited_body_is_sent_as_it_is(jenis: JenisJob) -> None:
    text = '{"noKartu": "0000000000017",  "sistole":120, "keluhan":"batuk ñ"}'
    assert susun(jenis, muatan=text).body == text


def test_a_name_that_is_not_ascii_is_sent_as_it_is_written() -> None:
    assert "dr. Señora" in susun(A, nama_dokter="dr. Señora").body
