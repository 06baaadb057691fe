"""What an attempt at SatuSehat does to its job: properties that no answer can break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir
from shared.domain.status import Periksa, StatusJob, may_move_job
from shared.domain.sumber import Sumber, Tanya, Tipe
from shared.domain.sumber_langkah import LIHAT, HasilFhir, Putusan, putuskan
from tests.domain.builders import MANY

VERDICTS = st.builds(
    VonisFhir,
    kelas=st.none() | st.sampled_from(KelasFhir),
    sebab=st.sampled_from(SebabFhir),
    remote_id=st.sampled_from(["", "R-1"]),
    jeda=st.none() | st.floats(0, 3600),
    ditahan=st.none() | st.integers(0, 10_000_000),
)
ROWS = st.builds(
    Sumber,
    id=st.just(1),
    tipe=st.sampled_from(Tipe),
    kunci=st.just("k"),
    asal=st.sampled_from(["impor", "klinik"]),
    isi=st.just({}),
    ids=st.just({}),
    remote_id=st.none() | st.just("R-1"),
    tahap=st.integers(1, 4),
    tahap_terkirim=st.integers(0, 3),
    pernah_post=st.booleans(),
    mode=st.sampled_from(["", "verifikasi", "regenerasi"]),
    boleh_buat=st.booleans(),
    kfa=st.none(),
)
OUTCOMES = st.builds(
    HasilFhir,
    vonis=VERDICTS,
    response=st.just(""),
    ditemukan=st.none() | st.integers(0, 3),
    remote_id=st.sampled_from(["", "R-1"]),
    kandidat=st.just(()),
    nama=st.just(""),
    drift=st.none(),
    request_id=st.just(""),
)


def decide(row: Sumber, outcome: HasilFhir, *, look: bool, **more: int | bool) -> Putusan:
    counts = {"tries": 1, "baca": 1, "absen": 0, "duplikat": False, "acak": 0.5, "kini": 0} | more
    return putuskan(row, outcome, periksa=Periksa.HASIL if look else Periksa.KIRIM, **counts)  # type: ignore[arg-type]


@MANY
@given(
    row=ROWS, outcome=OUTCOMES, look=st.booleans(), tries=st.integers(1, 60), baca=st.integers(0, 60),
    absen=st.integers(0, 9), duplikat=st.booleans(),
)  # fmt: skip
def test_every_step_is_a_legal_move_with_a_wait_that_is_none_or_more(
    row: Sumber, outcome: HasilFhir, look: bool, tries: int, baca: int, absen: int, duplikat: bool
) -> None:
    made = decide(row, outcome, look=look, tries=tries, baca=baca, absen=absen, duplikat=duplikat)
    assert may_move_job(StatusJob.PROSES, made.langkah.status)
    assert made.langkah.tunda >= 0
    if made.tanya is not None:
        assert made.langkah.status is StatusJob.GAGAL
    if made.langkah.status is StatusJob.TERKIRIM and outcome.vonis.kelas is not None:
        assert made.remote_id, "a failure that counts as sent has the id it was adopted by"


@MANY
@given(row=ROWS, outcome=OUTCOMES, tries=st.integers(1, 60))
def test_after_a_lost_answer_nothing_is_sent_before_a_look(
    row: Sumber, outcome: HasilFhir, tries: int
) -> None:
    lost = HasilFhir(VonisFhir(KelasFhir.TAK_PASTI, outcome.vonis.sebab))
    step = decide(row, lost, look=False, tries=tries).langkah
    assert step.periksa is Periksa.HASIL


@MANY
@given(row=ROWS, absen=st.integers(0, 9), duplikat=st.booleans())
def test_what_may_be_there_is_not_posted_before_enough_looks(row: Sumber, absen: int, duplikat: bool) -> None:
    made = decide(row, HasilFhir(VonisFhir(None), ditemukan=0), look=True, absen=absen, duplikat=duplikat)
    posts = made.langkah.status is StatusJob.MENUNGGU
    if posts and row.pernah_post:
        assert absen + 1 >= LIHAT
    assert not (posts and duplikat), "what is known to be there is never posted"
    assert not (posts and row.tipe is Tipe.PRACTITIONER and not row.pernah_post)


@MANY
@given(row=ROWS, count=st.integers(2, 30))
def test_of_several_none_is_taken(row: Sumber, count: int) -> None:
    made = decide(row, HasilFhir(VonisFhir(None), ditemukan=count), look=True)
    assert (made.tanya, made.remote_id) == (Tanya.GANDA, "")


@MANY
@given(row=ROWS, outcome=OUTCOMES, look=st.booleans())
def test_refused_credentials_wait_a_minute_and_stay_due(row: Sumber, outcome: HasilFhir, look: bool) -> None:
    refused = HasilFhir(VonisFhir(KelasFhir.KREDENSIAL, ditahan=outcome.vonis.ditahan))
    step = decide(row, refused, look=look).langkah
    assert step.status in (StatusJob.MENUNGGU, StatusJob.TAK_PASTI)
    assert step.tunda >= 60_000
