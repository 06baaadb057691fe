"""The change feed: nobody's change is missed, and whoever waits can be stopped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.services import antrean, konteks
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Perubahan
from shared.storage import feed as feeds
from shared.storage import inotify
from shared.storage.alamat import Alamat
from tests.services.clinic import PETUGAS, Clinic, fill, settings_for
from tests.support.processes import Proc
from tests.support.servers import PostgresServer
from tests.support.waiting import until

LONG = 30.0
"""Far longer than anything takes: a test that waits this out fails."""


@pytest.fixture
def feed(clinic: Clinic) -> Iterator[Perubahan]:
    """A feed that has seen everything so far."""
    made = clinic.ctx.perubahan(0.02)
    assert made.tunggu(0) is True  # what was there before was not seen
    yield made
    made.tutup()


def test_nothing_happened(feed: Perubahan) -> None:
    assert feed.tunggu(0) is False
    assert feed.tunggu(0.05) is False


def test_a_change_of_this_program_is_noticed(clinic: Clinic, feed: Perubahan) -> None:
    clinic.register(1)
    assert feed.tunggu(LONG) is True
    assert feed.tunggu(0) is False


def test_many_changes_are_one_wake_up(clinic: Clinic, feed: Perubahan) -> None:
    for n in range(1, 6):
        clinic.register(n)
    assert feed.tunggu(LONG) is True
    until(lambda: not feed.tunggu(0), 10, "the feed to be quiet")


def test_a_change_of_another_process_is_noticed(clinic: Clinic, feed: Perubahan) -> None:
    card = clinic.register(1)
    assert feed.tunggu(LONG) is True
    script = """
import sys
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.security.permissions import SYSTEM
from shared.services import antrean, konteks
ctx = konteks.buka(Settings(FaskesSettings("00000001", "Klinik"), PenyimpananSettings(sys.argv[1])))
antrean.lewati(ctx, SYSTEM, int(sys.argv[2]))
"""
    with Proc(["-c", script, clinic.url, str(card.id)], name="other station") as other:
        assert feed.tunggu(LONG) is True
        assert clinic.card(card.id).status.value == "dilewati"
        assert other.wait() == 0


def test_a_change_that_failed_is_none(clinic: Clinic, feed: Perubahan) -> None:
    with pytest.raises(RuntimeError), clinic.ctx.tulis():
        raise RuntimeError("broken on the way")
    assert feed.tunggu(0.05) is False


def test_a_reader_is_no_change(clinic: Clinic, feed: Perubahan) -> None:
    with clinic.ctx.baca() as conn:
        clinic.ctx.hari_ini(conn)
    assert feed.tunggu(0.05) is False


def test_whoever_waits_can_be_stopped_from_another_thread(feed: Perubahan) -> None:
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(feed.tunggu(LONG)))
    waiting.start()
    feed.tutup()
    waiting.join(LONG / 2)
    assert not waiting.is_alive()
    assert answers == [False]
    assert feed.tunggu(LONG) is False  # for good


def test_every_waiter_is_woken(clinic: Clinic, feed: Perubahan) -> None:
    other = clinic.station().perubahan(0.02)
    other.tunggu(0)
    clinic.register(1)
    assert feed.tunggu(LONG) is True
    assert other.tunggu(LONG) is True
    other.tutup()


def test_a_closed_feed_leaves_no_connection(postgres: PostgresServer, postgres_clinic: Clinic) -> None:
    database = postgres_clinic.url.rpartition("/")[2]
    count = (
        "select count(*) from pg_stat_activity where application_name = 'deka-kabar' "
        f"and datname = '{database}'"
    )
    made = postgres_clinic.ctx.perubahan()
    assert made.tunggu(0) is True
    assert postgres.execute(count) == [(1,)]
    made.tutup()
    assert made.tunggu(0) is False
    until(lambda: postgres.execute(count) == [(0,)], 10, "the connection to go")


def test_listening_goes_on_after_the_server_was_restarted(
    own_postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = own_postgres.create_database()
    fill(url, tmp_path_factory.mktemp("klinik"))
    ctx = konteks.buka(settings_for(url))
    clinic = Clinic(ctx, url)
    feed = ctx.perubahan()
    assert feed.tunggu(0) is True

    own_postgres.stop()
    with pytest.raises(PenyimpananGagal) as caught:
        feed.tunggu(1)
    assert caught.value.kode == "penyimpanan_tak_terjangkau"
    with pytest.raises(PenyimpananGagal, match="tidak dapat dihubungi"):
        clinic.register(1)

    own_postgres.start()
    # The first look after it counts as a change: whatever happened meanwhile has not been seen.
    assert until(lambda: feed.tunggu(0.1), 20, "the feed", forgive=(PenyimpananGagal,)) is True
    card = until(lambda: clinic.register(1), 20, "the storage", forgive=(PenyimpananGagal,))
    assert feed.tunggu(LONG) is True
    until(lambda: not feed.tunggu(0), 10, "the feed to be quiet")
    antrean.lewati(ctx, PETUGAS, card.id)
    assert feed.tunggu(LONG) is True
    feed.tutup()
    ctx.tutup()


def test_a_file_that_is_gone_is_missed_and_not_made_anew(sqlite_clinic: Clinic) -> None:
    feed = sqlite_clinic.ctx.perubahan(0.02)
    path = Path(sqlite_clinic.ctx.storage.path)
    sqlite_clinic.ctx.tutup()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    with pytest.raises(PenyimpananGagal):
        feed.tunggu(0)
    assert not path.exists()
    feed.tutup()


@pytest.fixture
def hearing(sqlite_clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[Perubahan]:
    """A feed that would not look by itself within this test, and has nothing to hear any more."""
    made = sqlite_clinic.ctx.perubahan(0.02)
    assert made.tunggu(0) is True
    monkeypatch.setattr(feeds, "_STIR", 0.0)
    monkeypatch.setattr(feeds, "_LOOK", 2 * LONG)
    yield made
    made.tutup()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")
def test_linux_tells_of_a_commit(
    sqlite_clinic: Clinic, hearing: Perubahan, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested = threading.Event()
    real = inotify.rest
    monkeypatch.setattr(inotify, "rest", lambda fds, seconds: (rested.set(), real(fds, seconds)))
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(hearing.tunggu(LONG)))
    waiting.start()
    assert rested.wait(LONG)
    monkeypatch.setattr(feeds, "_STIR", 2.0)
    sqlite_clinic.register(1)
    waiting.join(LONG)
    assert answers == [True]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")
def test_whoever_listens_to_linux_can_be_stopped(hearing: Perubahan, monkeypatch: pytest.MonkeyPatch) -> None:
    rested = threading.Event()
    real = inotify.rest
    monkeypatch.setattr(inotify, "rest", lambda fds, seconds: (rested.set(), real(fds, seconds)))
    waiting = threading.Thread(target=lambda: hearing.tunggu(LONG))
    waiting.start()
    assert rested.wait(LONG)
    hearing.tutup()
    waiting.join(LONG / 2)
    assert not waiting.is_alive()


def test_a_file_system_that_tells_nothing_is_looked_at_again_and_again(
    sqlite_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(inotify.Watch, "heard", lambda _: False)
    monkeypatch.setattr(inotify, "rest", lambda _, seconds: rests.append(seconds))
    monkeypatch.setattr(feeds, "_STIR", 0.0)
    feed = sqlite_clinic.ctx.perubahan(0.02)
    assert feed.tunggu(0) is True
    assert feed.tunggu(0.1) is False
    if sys.platform.startswith("linux"):
        assert rests, "it listens"
    monkeypatch.setattr(feeds, "_TRUST", 0.0)
    sqlite_clinic.register(1)
    assert feed.tunggu(LONG) is True  # a look that needs no word finds it
    rests.clear()
    assert feed.tunggu(0.05) is False
    assert rests == [], "it trusts no more"
    sqlite_clinic.register(2)
    assert feed.tunggu(LONG) is True
    feed.tutup()


def test_without_watches_the_file_is_looked_at_again_and_again(
    sqlite_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inotify.sys, "platform", "plan9")
    feed = sqlite_clinic.ctx.perubahan(0.02)
    assert feed.tunggu(0) is True
    waiting = threading.Thread(target=lambda: feed.tunggu(LONG))
    waiting.start()
    sqlite_clinic.register(1)
    waiting.join(LONG / 2)
    assert not waiting.is_alive()
    feed.tutup()


def test_only_writes_to_the_storage_are_heard(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("inotify is Linux's")
    watch = inotify.Watch(tmp_path / "deka.db")
    assert watch.heard() is False
    (tmp_path / "deka.log").write_text("lain")
    assert watch.heard() is False
    (tmp_path / "deka.db-wal").write_text("isi")
    assert watch.heard() is True
    assert watch.heard() is False
    watch.close()
    watch.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")
def test_a_storage_behind_a_link_is_heard(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    """SQLite keeps its log beside the file itself, not beside the link."""
    link = tmp_path / "tautan.db"
    link.symlink_to(sqlite_clinic.ctx.storage.path)
    feed = feeds.SqliteFeed(Alamat(f"sqlite:///{link}"))
    assert feed.wait(0) is True
    feed._listen()
    assert feed._watch is not None
    sqlite_clinic.register(1)
    assert feed._watch.heard() is True
    feed.close()
