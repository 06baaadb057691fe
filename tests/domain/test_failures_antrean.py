"""Antrean FKTP's riddles: the verdict is the inner code, 201 is a refusal, and its text says of what kind."""

from __future__ import annotations

import pytest

from shared.domain.answers import Answer, Layanan, Problem
from shared.domain.failures import Kebijakan, Operasi, Sebab, Vonis, classify
from shared.domain.status import Kelas
from tests.domain.builders import answer

ADD = Operasi.ANTREAN_TAMBAH
CALL = Operasi.ANTREAN_PANGGIL
CANCEL = Operasi.ANTREAN_BATAL
REFERENCE = Operasi.REFERENSI
WRITES = [ADD, CALL, CANCEL]

DUPLICATE = "Peserta sudah terdaftar di poli tersebut pada hari ini"
SCREENING = (
    "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu "
    "pada menu Skrining Kesehatan."
)


def antrean(operasi: Operasi, got: Answer, kebijakan: Kebijakan | None = None) -> Vonis:
    return classify(Layanan.ANTREAN, operasi, got, kebijakan)


def said(code: int, message: str) -> Answer:
    """HTTP 200 whatever the verdict: that is how this service answers."""
    return answer(code, message, http=200)


DONE = [
    pytest.param(ADD, said(200, "Ok"), False, id="add-200"),
    pytest.param(ADD, said(200, "OK"), False, id="add-200-upper-case"),
    pytest.param(CALL, said(200, "Ok"), False, id="call-200"),
    pytest.param(CANCEL, said(200, "Ok"), False, id="cancel-200"),
    pytest.param(REFERENCE, said(1, "OK"), False, id="ref-1"),
    pytest.param(REFERENCE, said(200, "OK"), False, id="ref-200"),
    pytest.param(ADD, said(201, DUPLICATE), True, id="add-already-there"),
    pytest.param(ADD, said(201, DUPLICATE.upper() + "."), True, id="add-already-there-folded"),
    pytest.param(CANCEL, said(201, "Antrean sudah dibatalkan !"), True, id="cancel-already-cancelled"),
    pytest.param(CANCEL, said(201, "Antrean Tidak Ditemukan"), True, id="cancel-unknown-queue"),
]


@pytest.mark.parametrize(("operation", "got", "before"), DONE)
def test_success(operation: Operasi, got: Answer, before: bool) -> None:
    verdict = antrean(operation, got)
    assert verdict.ok
    assert verdict.sudah is before
    assert verdict.nomor is None


REFUSED = [
    pytest.param(ADD, said(201, SCREENING), "peserta", Sebab.SKRINING, id="add-screening"),
    pytest.param(REFERENCE, said(201, "No Content"), "pemetaan", Sebab.JADWAL, id="ref-no-content"),
    pytest.param(
        REFERENCE, said(201, "Data tidak ditemukan"), "pemetaan", Sebab.JADWAL, id="ref-data-not-found"
    ),
    pytest.param(CALL, said(201, "Waktu tidak valid"), "data", None, id="call-invalid-waktu"),
    pytest.param(ADD, said(201, "Kuota penuh"), "data", None, id="add-quota"),
    pytest.param(ADD, said(201, "Alasan yang belum dikenal"), "data", None, id="add-other-201"),
    pytest.param(CALL, said(201, "Alasan yang belum dikenal"), "data", None, id="call-other-201"),
    pytest.param(CANCEL, said(201, "Alasan yang belum dikenal"), "data", None, id="cancel-other-201"),
    pytest.param(ADD, said(201, ""), "data", None, id="add-201-silent"),
    pytest.param(CALL, said(201, DUPLICATE), "data", None, id="call-is-never-already-there"),
    pytest.param(CALL, said(201, "Antrean Tidak Ditemukan"), "data", None, id="call-unknown-queue"),
    *[
        pytest.param(
            operation, said(401, "Service Expired"), "kredensial", Sebab.JAM, id=f"{operation.value}-clock"
        )
        for operation in (*WRITES, REFERENCE)
    ],
    *[
        pytest.param(
            operation,
            said(401, "Invalid signature"),
            "kredensial",
            Sebab.SANDI,
            id=f"{operation.value}-signature",
        )
        for operation in (*WRITES, REFERENCE)
    ],
    pytest.param(ADD, answer(401, "Unauthorized"), "kredensial", Sebab.SANDI, id="401-in-both-places"),
    pytest.param(ADD, said(401, ""), "kredensial", Sebab.SANDI, id="401-silent"),
    pytest.param(ADD, said(403, ""), "kredensial", None, id="403"),
    pytest.param(
        ADD,
        answer(404, "Unauthorized! You are not registered for this service!"),
        "kredensial",
        Sebab.LAYANAN_TERTUTUP,
        id="404-closed",
    ),
    pytest.param(ADD, said(201, "Peserta tidak aktif"), "peserta", Sebab.TIDAK_AKTIF, id="add-inactive"),
    pytest.param(ADD, said(400, "Format Tanggal Tidak Sesuai"), "data", None, id="add-400"),
    pytest.param(ADD, said(429, "Too Many Requests"), "sementara", None, id="add-rate-limit"),
    pytest.param(ADD, said(500, "Internal Server Error"), "tak_pasti", None, id="add-500-inside-a-200"),
    pytest.param(REFERENCE, said(500, "Internal Server Error"), "sementara", None, id="ref-500-inside-a-200"),
    pytest.param(ADD, said(408, "REQUEST_TIMEOUT"), "tak_pasti", None, id="add-408"),
    pytest.param(REFERENCE, said(408, "REQUEST_TIMEOUT"), "sementara", None, id="ref-408"),
]


@pytest.mark.parametrize(("operation", "got", "kelas", "cause"), REFUSED)
def test_refusal(operation: Operasi, got: Answer, kelas: str, cause: Sebab | None) -> None:
    verdict = antrean(operation, got)
    assert verdict.kelas is Kelas(kelas)
    if cause is not None:
        assert verdict.sebab is cause
    assert (verdict.pesan, verdict.http, verdict.kode) == (got.message, got.http, got.code)


@pytest.mark.parametrize("operation", WRITES, ids=lambda o: o.value)
def test_201_is_a_refusal_here_and_a_success_in_pcare(operation: Operasi) -> None:
    got = answer(201, "CREATED", http=201)
    assert not antrean(operation, got).ok
    assert classify(Layanan.PCARE, Operasi.KUNJUNGAN_HAPUS, got).ok


@pytest.mark.parametrize(
    ("policy", "done"),
    [
        pytest.param(None, True, id="default"),
        pytest.param(Kebijakan(batal_tak_ada_selesai=True), True, id="counts-as-done"),
        pytest.param(Kebijakan(batal_tak_ada_selesai=False), False, id="is-a-refusal"),
    ],
)
def test_cancelling_an_unknown_queue_is_a_setting(policy: Kebijakan | None, done: bool) -> None:
    verdict = antrean(CANCEL, said(201, "Antrean Tidak Ditemukan"), policy)
    assert verdict.ok is done
    assert antrean(CANCEL, said(201, "Antrean sudah dibatalkan !"), policy).ok


BODIES = [
    pytest.param(200, Problem.EMPTY, "tak_pasti", "sementara", id="200-empty"),
    pytest.param(504, Problem.EMPTY, "tak_pasti", "sementara", id="504-empty"),
    pytest.param(502, Problem.HTML, "tak_pasti", "sementara", id="502-page"),
    pytest.param(503, Problem.HTML, "tak_pasti", "sementara", id="503-page"),
    pytest.param(500, Problem.HTML, "tak_pasti", "sementara", id="500-page"),
    pytest.param(200, Problem.NOT_JSON, "tak_pasti", "sementara", id="200-not-json"),
    pytest.param(200, Problem.NO_ENVELOPE, "tak_pasti", "sementara", id="200-no-envelope"),
    pytest.param(400, Problem.HTML, "data", "data", id="400-page"),
    pytest.param(429, Problem.HTML, "sementara", "sementara", id="429-page"),
    pytest.param(401, Problem.EMPTY, "kredensial", "kredensial", id="401-empty"),
]


@pytest.mark.parametrize(("http", "problem", "on_write", "on_read"), BODIES)
def test_body(http: int, problem: Problem, on_write: str, on_read: str) -> None:
    got = answer(None, http=http, problem=problem)
    for operation in WRITES:
        assert antrean(operation, got).kelas is Kelas(on_write)
    assert antrean(REFERENCE, got).kelas is Kelas(on_read)
