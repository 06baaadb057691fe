"""PCare's riddles: every known text, code and broken body becomes the class that decides what happens next.

The texts are the ones seen in the field, verbatim. *Where* is the place a text was found in: ``meta`` for the
envelope's own message, ``list`` for the items of a 412.
"""

from __future__ import annotations

import pytest

from shared.domain.answers import Answer, Layanan, Problem, Sent
from shared.domain.failures import (
    READS,
    Operasi,
    Sebab,
    Vonis,
    classify,
    created_number,
    fold,
)
from shared.domain.status import Kelas
from tests.domain.builders import answer

ADD = Operasi.PENDAFTARAN_TAMBAH
DELETE = Operasi.PENDAFTARAN_HAPUS
VISIT = Operasi.KUNJUNGAN_TAMBAH
VISIT_DELETE = Operasi.KUNJUNGAN_HAPUS
LIST = Operasi.PENDAFTARAN_DAFTAR
HISTORY = Operasi.KUNJUNGAN_RIWAYAT
MEMBER = Operasi.PESERTA
REFERENCE = Operasi.REFERENSI

PCARE_WRITES = [ADD, DELETE, VISIT, VISIT_DELETE]
PCARE_READS = [LIST, HISTORY, MEMBER, REFERENCE]

DUPLICATE = "Peserta sudah di-entri di poli yang sama pada hari yang sama."
SCREENING = (
    "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu "
    "pada menu Skrining Kesehatan."
)
NO_REGISTRATION = "Belum melakukan pendaftaran pada poli tersebut."
NOT_REGISTERED = "Unauthorized! You are not registered for this service!"
CHILD_VALUE = "Cannot access child value on Newtonsoft.Json.Linq.JValue."


def pcare(operasi: Operasi, got: Answer) -> Vonis:
    return classify(Layanan.PCARE, operasi, got)


def at_412(text: str, field: str = "noKartu") -> Answer:
    return answer(412, "PRECONDITION_FAILED", items=((field, text),))


# operation, answer, class, cause (None: any)
TEXTS = [
    pytest.param(ADD, at_412(DUPLICATE), "duplikat", Sebab.SUDAH_ADA, id="add-duplicate-412-list"),
    pytest.param(ADD, at_412(DUPLICATE[:-1]), "duplikat", Sebab.SUDAH_ADA, id="add-duplicate-no-final-dot"),
    pytest.param(VISIT, at_412(DUPLICATE), "duplikat", Sebab.SUDAH_ADA, id="visit-duplicate-412-list"),
    pytest.param(ADD, answer(401, DUPLICATE), "duplikat", Sebab.SUDAH_ADA, id="add-duplicate-401-meta"),
    pytest.param(VISIT, answer(401, DUPLICATE), "duplikat", Sebab.SUDAH_ADA, id="visit-duplicate-401-meta"),
    pytest.param(
        ADD, answer(428, DUPLICATE + ".."), "duplikat", Sebab.SUDAH_ADA, id="add-duplicate-428-three-dots"
    ),
    pytest.param(
        ADD,
        at_412("Peserta sudah di-entri pada hari yang sama", field=""),
        "duplikat",
        Sebab.SUDAH_ADA,
        id="add-duplicate-older-text",
    ),
    pytest.param(
        ADD, answer(412, "Peserta sudah terdaftar"), "duplikat", Sebab.SUDAH_ADA, id="add-already-registered"
    ),
    pytest.param(ADD, answer(401, SCREENING), "peserta", Sebab.SKRINING, id="add-screening-401-meta"),
    pytest.param(ADD, at_412(SCREENING), "peserta", Sebab.SKRINING, id="add-screening-412-list"),
    pytest.param(
        VISIT, at_412(NO_REGISTRATION), "urutan", Sebab.BELUM_DAFTAR, id="visit-without-registration"
    ),
    pytest.param(
        VISIT,
        answer(
            412,
            "PRECONDITION_FAILED",
            items=(
                ("noKartu", NO_REGISTRATION),
                ("", "noKartu, belum melakukan pendaftaran pada poli tersebut."),
            ),
        ),
        "urutan",
        Sebab.BELUM_DAFTAR,
        id="visit-without-registration-two-items",
    ),
    pytest.param(
        VISIT,
        at_412("noKartu, belum melakukan pendaftaran pada poli tersebut."),
        "urutan",
        Sebab.BELUM_DAFTAR,
        id="visit-without-registration-second-form",
    ),
    *[
        pytest.param(
            operation,
            at_412("Tidak sesuai dengan referensi sistem.", field),
            "data",
            Sebab.REFERENSI,
            id=f"{operation.value}-reference-{field}",
        )
        for operation in (ADD, VISIT)
        for field in ("kdPoli", "kdProviderPeserta", "clubId")
    ],
    pytest.param(
        ADD,
        answer(500, "kdPoli Tidak sesuai dengan referensi sistem"),
        "data",
        Sebab.REFERENSI,
        id="add-reference-500-meta",
    ),
    pytest.param(ADD, answer(412, "PRECONDITION_FAILED"), "data", None, id="412-without-details"),
    pytest.param(ADD, at_412("Tulisan baru dari BPJS"), "data", None, id="412-unknown-text"),
    pytest.param(VISIT, answer(424, "FAILED_DEPENDENCY"), "data", None, id="424"),
    pytest.param(ADD, answer(404, NOT_REGISTERED), "kredensial", Sebab.LAYANAN_TERTUTUP, id="404-closed"),
    pytest.param(
        VISIT, answer(404, NOT_REGISTERED), "kredensial", Sebab.LAYANAN_TERTUTUP, id="visit-path-closed"
    ),
    pytest.param(
        MEMBER, answer(404, NOT_REGISTERED), "kredensial", Sebab.LAYANAN_TERTUTUP, id="read-path-closed"
    ),
    pytest.param(ADD, answer(401, "Service Expired"), "kredensial", Sebab.JAM, id="clock"),
    pytest.param(LIST, answer(401, "Service Expired"), "kredensial", Sebab.JAM, id="clock-on-a-read"),
    pytest.param(ADD, answer(401, "Username atau Password salah"), "kredensial", Sebab.SANDI, id="password"),
    pytest.param(ADD, answer(401, "Invalid signature"), "kredensial", Sebab.SANDI, id="signature"),
    pytest.param(ADD, answer(401, "Unauthorized"), "kredensial", Sebab.SANDI, id="401-unauthorized"),
    pytest.param(ADD, answer(401, ""), "kredensial", Sebab.SANDI, id="401-silent"),
    pytest.param(MEMBER, answer(401, "Unauthorized"), "kredensial", Sebab.SANDI, id="401-on-a-read"),
    pytest.param(ADD, answer(403, "Forbidden"), "kredensial", None, id="403"),
    pytest.param(
        ADD,
        answer(401, "Peserta belum dapat dilayani di faskes ini"),
        "data",
        None,
        id="401-about-the-participant",
    ),
    pytest.param(
        ADD, answer(412, "Peserta tidak aktif"), "peserta", Sebab.TIDAK_AKTIF, id="inactive-participant"
    ),
    pytest.param(
        ADD,
        answer(400, "StartIndex cannot be less than zero."),
        "kredensial",
        Sebab.SANDI,
        id="400-authorization-malformed",
    ),
    pytest.param(VISIT, answer(500, CHILD_VALUE, data=[]), "data", None, id="500-body-shape"),
    pytest.param(
        VISIT,
        answer(
            500,
            "Violation of PRIMARY KEY constraint 'PK_DatKunjungan'. Cannot insert duplicate key in object.",
        ),
        "tak_pasti",
        None,
        id="visit-number-collision",
    ),
    pytest.param(
        VISIT, answer(500, "Cannot insert duplicate key row"), "tak_pasti", None, id="visit-duplicate-key"
    ),
    pytest.param(ADD, answer(408, "REQUEST_TIMEOUT"), "tak_pasti", Sebab.JAWABAN_HILANG, id="408-on-a-write"),
    pytest.param(LIST, answer(408, "REQUEST_TIMEOUT"), "sementara", Sebab.JAWABAN_HILANG, id="408-on-a-read"),
    pytest.param(ADD, answer(500, "Object reference not set"), "tak_pasti", None, id="500-unknown-write"),
    pytest.param(LIST, answer(500, "Object reference not set"), "sementara", None, id="500-unknown-read"),
    pytest.param(ADD, answer(400, "Bad Request"), "data", None, id="400-unknown-text"),
    pytest.param(ADD, answer(404, "Not Found"), "data", None, id="404-unknown-text"),
    pytest.param(ADD, answer(429, "Too Many Requests"), "sementara", None, id="rate-limit-on-a-write"),
    pytest.param(LIST, answer(429, "Too Many Requests"), "sementara", None, id="rate-limit-on-a-read"),
]


@pytest.mark.parametrize(("operation", "got", "kelas", "cause"), TEXTS)
def test_text(operation: Operasi, got: Answer, kelas: str, cause: Sebab | None) -> None:
    verdict = pcare(operation, got)
    assert verdict.kelas is Kelas(kelas)
    assert not verdict.ok
    if cause is not None:
        assert verdict.sebab is cause


@pytest.mark.parametrize(("operation", "got", "kelas", "cause"), TEXTS)
def test_the_verdict_keeps_the_words_and_the_codes(
    operation: Operasi, got: Answer, kelas: str, cause: Sebab | None
) -> None:
    verdict = pcare(operation, got)
    assert verdict.pesan == got.message
    assert verdict.http == got.http
    assert verdict.kode == got.code


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(str.upper, id="upper-case"),
        pytest.param(str.lower, id="lower-case"),
        pytest.param(lambda text: "  " + text + " \r\n", id="white-space-around"),
        pytest.param(lambda text: text.replace(" ", "  \t"), id="white-space-inside"),
        pytest.param(lambda text: text.rstrip("."), id="no-final-dot"),
        pytest.param(lambda text: text + "..", id="more-final-dots"),
        pytest.param(lambda text: "noKartu: " + text + " (1)", id="contained"),
    ],
)
@pytest.mark.parametrize(
    ("operation", "text", "kelas"),
    [
        pytest.param(ADD, DUPLICATE, "duplikat", id="duplicate"),
        pytest.param(ADD, SCREENING, "peserta", id="screening"),
        pytest.param(VISIT, NO_REGISTRATION, "urutan", id="order"),
        pytest.param(ADD, NOT_REGISTERED, "kredensial", id="closed"),
    ],
)
def test_texts_are_compared_folded(operation: Operasi, text: str, kelas: str, changed: object) -> None:
    written = changed(text)  # type: ignore[operator]
    assert pcare(operation, at_412(written)).kelas is Kelas(kelas)
    assert pcare(operation, answer(401, written)).kelas is Kelas(kelas)


# -- success ------------------------------------------------------------------


def created(number: str, name: str = "noUrut") -> Answer:
    return answer(201, "CREATED", items=((name, number),))


def test_created_registration_carries_its_number() -> None:
    verdict = pcare(ADD, created("A12"))
    assert verdict.ok
    assert verdict.nomor == "A12"
    assert verdict.sudah is False


@pytest.mark.parametrize("name", ["noUrut", "nourut", "NOURUT"])
def test_the_field_name_in_any_case(name: str) -> None:
    assert created_number(Operasi.PENDAFTARAN_TAMBAH, created("B7", name)) == "B7"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("A1", True),
        ("B12", True),
        ("C22", True),
        ("Z9999", True),
        ("A0", True),
        ("A12345", False),
        ("AA1", False),
        ("a1", False),
        ("A", False),
        ("1", False),
        ("A-1", False),
        (" A1", False),
        ("null", False),
        ("", False),
        ("Peserta belum dapat dilayani", False),
    ],
    ids=lambda value: repr(value),
)
def test_no_urut(text: str, valid: bool) -> None:
    verdict = pcare(ADD, created(text))
    assert verdict.ok is valid
    if not valid:
        assert verdict.kelas is Kelas.TAK_PASTI
        assert verdict.nomor is None


def test_a_known_refusal_in_place_of_the_number_is_believed() -> None:
    assert pcare(ADD, created(DUPLICATE)).kelas is Kelas.DUPLIKAT
    assert pcare(ADD, created(SCREENING)).kelas is Kelas.PESERTA


# operation, answer: success
DONE = [
    pytest.param(LIST, answer(200, "OK", data={"count": 0, "list": []}), id="list-200"),
    pytest.param(MEMBER, answer(200, "OK", data={}), id="member-200"),
    pytest.param(HISTORY, answer(200, "OK", data=[]), id="history-200"),
    pytest.param(REFERENCE, answer(200, "OK", data={"count": 0, "list": []}), id="reference-200"),
    pytest.param(LIST, answer(204, "NO_CONTENT"), id="list-204-no-data"),
    pytest.param(MEMBER, answer(204, "NO_CONTENT"), id="member-204-not-found"),
    pytest.param(HISTORY, answer(204, http=204), id="history-204"),
    pytest.param(DELETE, answer(200, "OK", data=""), id="delete-200-empty-text"),
    pytest.param(VISIT_DELETE, answer(200, "OK"), id="visit-delete-200-null"),
    pytest.param(
        VISIT,
        answer(201, "CREATED", items=(("noKunjungan", "000000010331Y000001"),)),
        id="visit-201",
    ),
]


@pytest.mark.parametrize(("operation", "got"), DONE)
def test_success(operation: Operasi, got: Answer) -> None:
    verdict = pcare(operation, got)
    assert verdict.ok
    assert verdict.sudah is False


@pytest.mark.parametrize("operation", [DELETE, VISIT_DELETE], ids=lambda o: o.value)
@pytest.mark.parametrize(
    "got",
    [
        pytest.param(answer(None, http=304, problem=Problem.EMPTY), id="304-empty"),
        pytest.param(answer(None, http=304), id="304"),
        pytest.param(answer(304, "NOT_MODIFIED"), id="304-envelope"),
        pytest.param(answer(304, "NOT_MODIFIED", http=200), id="304-only-in-the-envelope"),
    ],
)
def test_deleting_what_is_gone_is_done(operation: Operasi, got: Answer) -> None:
    verdict = pcare(operation, got)
    assert verdict.ok
    assert verdict.sudah is True


@pytest.mark.parametrize("operation", [DELETE, VISIT_DELETE], ids=lambda o: o.value)
def test_a_duplicate_text_is_no_success_of_a_deletion(operation: Operasi) -> None:
    assert not pcare(operation, at_412(DUPLICATE)).ok
    assert pcare(operation, at_412(DUPLICATE)).kelas is not Kelas.DUPLIKAT


# -- codes --------------------------------------------------------------------

# code, message: class on a write, class on a read (None: done)
CODES = [
    pytest.param(400, "Bad Request", "data", "data", id="400"),
    pytest.param(401, "", "kredensial", "kredensial", id="401"),
    pytest.param(403, "", "kredensial", "kredensial", id="403"),
    pytest.param(404, NOT_REGISTERED, "kredensial", "kredensial", id="404"),
    pytest.param(408, "REQUEST_TIMEOUT", "tak_pasti", "sementara", id="408"),
    pytest.param(412, "PRECONDITION_FAILED", "data", "data", id="412"),
    pytest.param(424, "FAILED_DEPENDENCY", "data", "data", id="424"),
    pytest.param(428, DUPLICATE, "duplikat", "data", id="428"),
    pytest.param(500, "Internal Server Error", "tak_pasti", "sementara", id="500"),
    pytest.param(502, "", "tak_pasti", "sementara", id="502"),
    pytest.param(503, "", "tak_pasti", "sementara", id="503"),
    pytest.param(504, "", "tak_pasti", "sementara", id="504"),
    pytest.param(204, "NO_CONTENT", "tak_pasti", None, id="204"),
    pytest.param(201, "CREATED", "tak_pasti", None, id="201-without-number"),
    pytest.param(200, "OK", "tak_pasti", None, id="200-without-number"),
]


@pytest.mark.parametrize(("code", "message", "on_write", "on_read"), CODES)
@pytest.mark.parametrize("http", ["same", "200"])
def test_code(code: int, message: str, on_write: str, on_read: str | None, http: str) -> None:
    """The inner code is the verdict, whether or not the HTTP status repeats it."""
    got = answer(code, message, http=code if http == "same" else 200)
    assert pcare(ADD, got).kelas is Kelas(on_write)
    assert pcare(LIST, got).kelas is (None if on_read is None else Kelas(on_read))


@pytest.mark.parametrize(("code", "message", "on_write", "on_read"), CODES)
def test_without_an_inner_code_the_http_status_counts(
    code: int, message: str, on_write: str, on_read: str | None
) -> None:
    got = answer(None, message, http=code)
    assert pcare(ADD, got).kelas is Kelas(on_write)
    assert pcare(LIST, got).kelas is (None if on_read is None else Kelas(on_read))


# -- bodies that are not an envelope --------------------------------------------

# HTTP status, problem: class on a write, class on a read
BODIES = [
    pytest.param(200, Problem.EMPTY, "tak_pasti", "sementara", id="200-empty"),
    pytest.param(504, Problem.EMPTY, "tak_pasti", "sementara", id="504-empty"),
    pytest.param(502, Problem.HTML, "tak_pasti", "sementara", id="502-gateway-page"),
    pytest.param(503, Problem.HTML, "tak_pasti", "sementara", id="503-gateway-page"),
    pytest.param(504, Problem.HTML, "tak_pasti", "sementara", id="504-gateway-page"),
    pytest.param(500, Problem.HTML, "tak_pasti", "sementara", id="500-runtime-error-page"),
    pytest.param(400, Problem.HTML, "data", "data", id="400-request-error-page"),
    pytest.param(200, Problem.HTML, "tak_pasti", "sementara", id="200-page"),
    pytest.param(200, Problem.NOT_JSON, "tak_pasti", "sementara", id="200-not-json"),
    pytest.param(200, Problem.NO_ENVELOPE, "tak_pasti", "sementara", id="200-no-envelope"),
    pytest.param(201, Problem.UNDECRYPTABLE, "tak_pasti", "sementara", id="201-cannot-decrypt"),
    pytest.param(200, Problem.UNDECRYPTABLE, "tak_pasti", "sementara", id="200-cannot-decrypt"),
    pytest.param(200, Problem.TOO_LARGE, "tak_pasti", "sementara", id="200-too-large"),
    pytest.param(429, Problem.HTML, "sementara", "sementara", id="429-page"),
    pytest.param(401, Problem.EMPTY, "kredensial", "kredensial", id="401-empty"),
    pytest.param(403, Problem.HTML, "kredensial", "kredensial", id="403-page"),
    pytest.param(404, Problem.HTML, "kredensial", "kredensial", id="404-page"),
    pytest.param(408, Problem.EMPTY, "tak_pasti", "sementara", id="408-empty"),
]


@pytest.mark.parametrize(("http", "problem", "on_write", "on_read"), BODIES)
def test_body(http: int, problem: Problem, on_write: str, on_read: str) -> None:
    got = answer(None, http=http, problem=problem)
    for operation in (ADD, VISIT):
        assert pcare(operation, got).kelas is Kelas(on_write)
    for operation in PCARE_READS:
        assert pcare(operation, got).kelas is Kelas(on_read)


# created, but without the number: response missing, null, "" or [], or with a null in it
@pytest.mark.parametrize(
    "got",
    [
        pytest.param(answer(201, "CREATED"), id="no-response"),
        pytest.param(answer(201, "CREATED", data=""), id="empty-text"),
        pytest.param(answer(201, "CREATED", data=[]), id="empty-list"),
        pytest.param(created("null"), id="null-as-text"),
        pytest.param(created(""), id="null"),
        pytest.param(answer(201, "CREATED", items=(("noKunjungan", "A1"),)), id="another-field"),
    ],
)
def test_created_without_a_number_is_read_back(got: Answer) -> None:
    assert pcare(ADD, got).kelas is Kelas.TAK_PASTI


# -- small ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Peserta   Sudah\r\nDi-entri... ", "peserta sudah di-entri"),
        ("A. B.", "a. b"),
        ("...", ""),
        ("", ""),
        ("OK", "ok"),
        ("a . . .", "a"),
    ],
    ids=lambda value: repr(value),
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_the_operations_that_only_read() -> None:
    assert set(READS) == set(PCARE_READS)
    assert not set(READS) & set(PCARE_WRITES)


@pytest.mark.parametrize("operation", PCARE_WRITES, ids=lambda o: o.value)
def test_an_answer_without_a_status_is_no_answer(operation: Operasi) -> None:
    assert pcare(operation, Answer(sent=Sent.YES)).kelas is Kelas.TAK_PASTI
