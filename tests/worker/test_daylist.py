"""PCare's list of a day: shared by those who ask at once, and never older than the question."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from shared.domain.answers import Answer, Problem, Request, Sent
from shared.domain.status import Kelas
from tests.support.waiting import until
from tests.worker.bahan import HARI, Lawan, jawab, saluran
from worker.senders import daylist
from worker.senders.daylist import PAGE, DayList, Found, page_path

CARD = "0000000000017"


def row(number: int, card: str = "", poli: str = "001", **more: Any) -> dict[str, Any]:
    fields = {
        "noUrut": f"A{number}",
        "peserta": {"noKartu": card or f"{number:013d}"},
        "poli": {"kdPoli": poli},
    }
    return fields | more


def pages(rows: list[dict[str, Any]], shape: str = "count") -> Callable[[Request], Answer]:
    """A PCare that has these rows and answers in one of the shapes that have been seen."""

    def answer(request: Request) -> Answer:
        start = int(request.path.split("/")[-2])
        part = rows[start : start + PAGE]
        if not part and shape == "204":
            return Answer(Sent.YES, http=204, problem=Problem.EMPTY)
        shapes: dict[str, object] = {
            "count": {"count": len(rows), "list": part},
            "text count": {"count": str(len(rows)), "list": part},
            "list": {"list": part},
            "bare": part,
            "204": {"count": len(rows), "list": part},
        }
        return jawab(200, shapes[shape])

    return answer


def find(server: Lawan, card: str = CARD, poli: str = "001", day: date = HARI) -> Found:
    return DayList(server).find(day, card, poli)


# ── what a list says ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("shape", ["count", "text count", "list", "bare", "204"])
@pytest.mark.parametrize("others", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 50])
def test_every_shape_is_read_to_its_end(shape: str, others: int) -> None:
    rows = [row(number) for number in range(1000, 1000 + others)]
    absent = Lawan(pages(rows, shape))
    assert find(absent).ada is False
    present = Lawan(pages([*rows, row(77, CARD)], shape))
    found = find(present)
    assert (found.ada, found.no_urut) == (True, "A77")
    starts = [int(request.path.split("/")[-2]) for request in present.permintaan]
    assert starts == [PAGE * k for k in range(len(starts))]
    assert {request.method for request in present.permintaan} == {"GET"}
    assert "1000" not in found.shown, "only the own row is kept"


def test_the_path_of_a_page() -> None:
    assert page_path(date(2099, 3, 4), 200) == f"pendaftaran/tglDaftar/04-03-2099/200/{PAGE}"


@pytest.mark.parametrize("cap", [1, 30, PAGE // 2, PAGE - 1])
def test_a_server_that_gives_fewer_rows_than_asked_for_is_read_on_where_it_stopped(cap: int) -> None:
    """Guard: the next page begins after the rows that came, not after the rows that were asked for."""
    rows = [row(number) for number in range(1000, 1000 + PAGE + 60)] + [row(77, CARD)]
    rows.insert(cap, row(78, "0000000000028"))

    def answer(request: Request) -> Answer:
        start = int(request.path.split("/")[-2])
        return jawab(200, {"count": len(rows), "list": rows[start : start + cap]})

    assert find(Lawan(answer)).ada is True
    assert find(Lawan(answer), "0000000000028").ada is True


def test_a_full_page_is_read_past_whatever_the_count_says() -> None:
    """A count of the page instead of the day must not hide the rest."""
    rows = [row(number) for number in range(1000, 1000 + PAGE)] + [row(77, CARD)]

    def answer(request: Request) -> Answer:
        part = rows[int(request.path.split("/")[-2]) :][:PAGE]
        return jawab(200, {"count": len(part), "list": part})

    assert find(Lawan(answer)).ada is True


def test_another_poli_and_another_card_are_not_it() -> None:
    rows = [row(1, CARD, "002"), row(2, "0000000000028", "001")]
    assert find(Lawan(pages(rows))).ada is False


def test_rows_of_an_older_spelling_and_with_blanks_are_known() -> None:
    old = {"noUrut": " B3 ", "noKartu": f" {CARD} ", "kdPoli": "001 "}
    found = find(Lawan(pages([old])))
    assert (found.ada, found.no_urut) == (True, "B3")


def test_of_two_registrations_the_newest_counts() -> None:
    assert find(Lawan(pages([row(1, CARD), row(2, CARD)]))).no_urut == "A2"


@pytest.mark.parametrize("number", ["12", "001", "AB1", "A-12", "a5", "A12345", 12])
def test_a_listed_number_is_known_whatever_its_form(number: object) -> None:
    """Its form is BPJS' own; without it the registration could not be deleted any more."""
    assert find(Lawan(pages([row(1, CARD, noUrut=number)]))).no_urut == str(number)


@pytest.mark.parametrize(
    "number", [None, "", "0", "000", "null", "A", "12345678901", "Peserta sudah di-entri", {}]
)
def test_a_number_that_is_none_is_not_kept(number: object) -> None:
    found = find(Lawan(pages([row(1, CARD, noUrut=number)])))
    assert (found.ada, found.no_urut) == (True, None)


@pytest.mark.parametrize("junk", [None, "kosong", 7, {"list": "x"}, {"list": None}, [None, 3, "x"], {}])
def test_junk_in_place_of_a_list_is_no_row(junk: object) -> None:
    assert find(Lawan(lambda _request: jawab(200, junk))).ada is not True


@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_page_that_cannot_be_read_leaves_the_question_open(page: int) -> None:
    whole = pages([row(number) for number in range(1000, 1000 + 3 * PAGE)])

    def answer(request: Request) -> Answer:
        if f"/{page * PAGE}/" in request.path:
            return Answer(Sent.YES, http=504, problem=Problem.HTML, raw="<html>")
        return whole(request)

    found = find(Lawan(answer))
    assert found.ada is None
    assert found.vonis.kelas is Kelas.SEMENTARA
    assert found.shown == "<html>"


def test_a_list_without_end_is_left_one_day_and_says_nothing_of_absence() -> None:
    endless = Lawan(lambda _request: jawab(200, [row(number) for number in range(1000, 1000 + PAGE)]))
    found = find(endless)
    assert (found.ada, found.vonis.kelas) == (None, Kelas.SEMENTARA)
    assert len(endless.permintaan) <= 1000


def test_a_client_that_breaks_leaves_nobody_waiting() -> None:
    """Guard: a reading is always ended, whoever waits for it."""

    def broken(_request: Request) -> Answer:
        raise RuntimeError("a bug")

    reader = DayList(Lawan(broken))
    with pytest.raises(RuntimeError):
        reader.find(HARI, CARD, "001")
    with pytest.raises(RuntimeError):
        reader.find(HARI, CARD, "001")


# ── sharing ───────────────────────────────────────────────────────────────────


class Terhitung(threading.Event):
    """An event that knows how many wait for it."""

    waiting = 0

    def wait(self, timeout: float | None = None) -> bool:
        type(self).waiting += 1
        return super().wait(timeout)


class Tertahan:
    """A PCare whose every reading waits to be let go; its rows can change meanwhile."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.begun = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.readings = 0

    def send(self, request: Request) -> Answer:
        self.readings += 1
        seen = list(self.rows)
        self.begun.release()
        assert self.go.acquire(timeout=20)
        return pages(seen)(request)


@pytest.fixture
def waiters(monkeypatch: pytest.MonkeyPatch) -> type[Terhitung]:
    """Count the threads that share a reading."""
    monkeypatch.setattr(Terhitung, "waiting", 0)
    monkeypatch.setattr(daylist, "threading", SimpleNamespace(Event=Terhitung, Lock=threading.Lock))
    return Terhitung


def test_however_many_ask_at_once_cause_two_readings(waiters: type[Terhitung]) -> None:
    """Guard: all who ask while one reads share the next reading."""
    server, count = Tertahan(), 40
    server.rows = [row(number) for number in range(1, count + 1)]
    reader = DayList(server)
    with ThreadPoolExecutor(count) as pool:
        asked: list[Future[Found]] = [pool.submit(reader.find, HARI, f"{1:013d}", "001")]
        assert server.begun.acquire(timeout=10)
        asked += [pool.submit(reader.find, HARI, f"{number:013d}", "001") for number in range(2, count + 1)]
        # One of them will read for all the others, who wait.
        until(lambda: waiters.waiting == count - 2, what="everybody to have asked")
        server.go.release(2)
        found = [future.result(20) for future in asked]
    assert server.readings == 2
    assert [one.no_urut for one in found] == [f"A{number}" for number in range(1, count + 1)]


def test_a_reading_begun_before_the_question_does_not_answer_it() -> None:
    """Guard: freshness. What is written after the reading began is not in it."""
    server = Tertahan()
    reader = DayList(server)
    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(reader.find, HARI, CARD, "001")
        assert server.begun.acquire(timeout=10)
        server.rows = [row(5, CARD)]
        late = pool.submit(reader.find, HARI, CARD, "001")
        server.go.release()
        assert early.result(20).ada is False
        assert server.begun.acquire(timeout=10), "the late one has a reading of its own"
        server.go.release()
        assert late.result(20).no_urut == "A5"


def test_days_do_not_wait_for_each_other() -> None:
    server = Tertahan()
    reader = DayList(server)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(reader.find, HARI + timedelta(days=n), CARD, "001") for n in range(2)]
        assert server.begun.acquire(timeout=10)
        assert server.begun.acquire(timeout=10)
        server.go.release(2)
        assert [future.result(20).ada for future in both] == [False, False]


def test_the_senders_of_one_clinic_share_their_lists() -> None:
    one, other = saluran(), saluran()
    assert DayList.of(one) is DayList.of(one)
    assert DayList.of(one) is not DayList.of(other)
