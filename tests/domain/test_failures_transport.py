"""No answer, half an answer, any answer: what is never sent twice blindly, and that judging never fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.answers import Answer, FieldMessage, Layanan, Problem, Sent
from shared.domain.failures import Operasi, Vonis, classify, fold
from shared.domain.status import Kelas
from tests.domain.builders import MANY

BPJS = (Layanan.PCARE, Layanan.ANTREAN)
READS = ("pendaftaran.daftar", "kunjungan.riwayat", "peserta.baca", "referensi")
WRITES = tuple(one for one in Operasi if one.value not in READS)

EVERY = pytest.mark.parametrize(
    ("layanan", "operation"),
    [
        pytest.param(layanan, operation, id=f"{layanan.value}-{operation.value}")
        for layanan in BPJS
        for operation in Operasi
    ],
)

# how it ended, whether the request may have arrived
ENDINGS = [
    pytest.param(Sent.NO, Problem.CONNECT, id="refused-or-no-such-name"),
    pytest.param(Sent.NO, Problem.TLS, id="tls-failed"),
    pytest.param(Sent.NO, Problem.POOL, id="no-free-connection"),
    pytest.param(Sent.NO, Problem.PROTOCOL, id="local-protocol-error"),
    pytest.param(Sent.NO, Problem.RESET, id="body-not-completely-written"),
    pytest.param(Sent.NO, None, id="not-sent"),
    pytest.param(Sent.MAYBE, Problem.TIMEOUT, id="no-answer-in-time"),
    pytest.param(Sent.MAYBE, Problem.RESET, id="reset-after-the-body"),
    pytest.param(Sent.MAYBE, Problem.PROTOCOL, id="broken-answer"),
    pytest.param(Sent.MAYBE, None, id="no-answer"),
    pytest.param(Sent.YES, Problem.RESET, id="answer-cut-before-its-status"),
]


@EVERY
@pytest.mark.parametrize(("sent", "problem"), ENDINGS)
def test_no_answer(layanan: Layanan, operation: Operasi, sent: Sent, problem: Problem | None) -> None:
    verdict = classify(layanan, operation, Answer(sent=sent, problem=problem))
    nothing_happened = sent is Sent.NO or operation.value in READS
    assert verdict.kelas is (Kelas.SEMENTARA if nothing_happened else Kelas.TAK_PASTI)
    assert (verdict.pesan, verdict.nomor, verdict.http, verdict.kode) == ("", None, None, None)


@EVERY
@pytest.mark.parametrize("http", [200, 201, 204, 304, 401, 404, 412, 429, 500, 504])
def test_a_status_does_not_prove_an_answer(layanan: Layanan, operation: Operasi, http: int) -> None:
    """A status line was read, but not the rest: the outcome is as unknown as without it."""
    verdict = classify(layanan, operation, Answer(sent=Sent.MAYBE, http=http, problem=Problem.TIMEOUT))
    assert verdict.kelas is (Kelas.SEMENTARA if operation.value in READS else Kelas.TAK_PASTI)


@EVERY
@pytest.mark.parametrize("http", [500, 501, 502, 503, 504, 520, 599])
@pytest.mark.parametrize("problem", [None, Problem.HTML, Problem.EMPTY, Problem.NOT_JSON], ids=str)
def test_a_servers_trouble(layanan: Layanan, operation: Operasi, http: int, problem: Problem | None) -> None:
    verdict = classify(layanan, operation, Answer(sent=Sent.YES, http=http, problem=problem))
    assert verdict.kelas is (Kelas.SEMENTARA if operation.value in READS else Kelas.TAK_PASTI)


# -- properties -----------------------------------------------------------------

TEXTS = [
    "Peserta sudah di-entri di poli yang sama pada hari yang sama.",
    "Peserta sudah terdaftar di poli tersebut pada hari ini",
    "Anda belum melakukan skrining kesehatan.",
    "Belum melakukan pendaftaran pada poli tersebut.",
    "Tidak sesuai dengan referensi sistem.",
    "Service Expired",
    "Unauthorized! You are not registered for this service!",
    "Cannot access child value on Newtonsoft.Json.Linq.JValue.",
    "PK_DatKunjungan",
    "REQUEST_TIMEOUT",
    "Antrean Tidak Ditemukan",
    "Jadwal Dokter tidak ditemukan",
    "OK",
    "CREATED",
    "A1",
    "null",
    "",
]
words = st.sampled_from(TEXTS) | st.text(max_size=30)
items = st.lists(
    st.builds(
        FieldMessage, field=st.sampled_from(["noUrut", "noKartu", "kdPoli", ""]) | words, message=words
    ),
    max_size=3,
).map(tuple)
CODES = [
    1,
    200,
    201,
    202,
    204,
    301,
    302,
    304,
    400,
    401,
    403,
    404,
    408,
    409,
    412,
    424,
    428,
    429,
    500,
    502,
    503,
    504,
]
statuses = st.sampled_from(CODES) | st.integers(100, 599)
codes = st.none() | statuses.map(str) | st.text(alphabet="0123456789", max_size=6)
layanans = st.sampled_from(BPJS)
problems = st.none() | st.sampled_from(Problem)


def answers(
    sent: st.SearchStrategy[Sent] = st.sampled_from(Sent),  # noqa: B008
    http: st.SearchStrategy[int | None] = st.none() | statuses,  # noqa: B008
    code: st.SearchStrategy[str | None] = codes,
) -> st.SearchStrategy[Answer]:
    data = st.none() | st.just([]) | words
    return st.builds(
        Answer, sent=sent, http=http, code=code, message=words, fields=items, data=data, problem=problems
    )


@MANY
@given(layanan=layanans, operation=st.sampled_from(Operasi), got=answers())
def test_judging_never_fails(layanan: Layanan, operation: Operasi, got: Answer) -> None:
    verdict = classify(layanan, operation, got)
    assert isinstance(verdict, Vonis)
    assert (verdict.pesan, verdict.http, verdict.kode) == (got.message, got.http, got.code)
    assert verdict.ok is (verdict.kelas is None)
    if verdict.nomor is not None:
        assert verdict.ok
        assert operation is Operasi.PENDAFTARAN_TAMBAH


@MANY
@given(
    layanan=layanans,
    operation=st.sampled_from(Operasi),
    got=answers(sent=st.sampled_from([Sent.NO, Sent.MAYBE])),
)
def test_no_answer_is_never_a_success(layanan: Layanan, operation: Operasi, got: Answer) -> None:
    verdict = classify(layanan, operation, got)
    assert not verdict.ok
    assert verdict.kelas in (Kelas.SEMENTARA, Kelas.TAK_PASTI)
    assert verdict.sudah is False


@MANY
@given(layanan=layanans, operation=st.sampled_from(WRITES), got=answers(sent=st.just(Sent.MAYBE)))
def test_a_write_that_may_have_arrived_is_read_back(
    layanan: Layanan, operation: Operasi, got: Answer
) -> None:
    assert classify(layanan, operation, got).kelas is Kelas.TAK_PASTI


@MANY
@given(
    layanan=layanans,
    operation=st.sampled_from(WRITES),
    got=answers(
        sent=st.just(Sent.YES),
        http=st.integers(500, 599),
        code=st.none() | st.integers(500, 599).map(str),
    ),
)
def test_a_write_that_met_a_servers_trouble_is_never_simply_sent_again(
    layanan: Layanan, operation: Operasi, got: Answer
) -> None:
    assert classify(layanan, operation, got).kelas is not Kelas.SEMENTARA


@MANY
@given(layanan=layanans, operation=st.sampled_from(Operasi), got=answers(sent=st.just(Sent.NO)))
def test_what_was_not_sent_can_be_sent(layanan: Layanan, operation: Operasi, got: Answer) -> None:
    assert classify(layanan, operation, got).kelas is Kelas.SEMENTARA


@MANY
@given(text=st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
