"""Where a storage is, and what is to be known of the place, without the database library."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from shared.storage.errors import StorageFailure

CHANNEL = "deka"
"""Name of the PostgreSQL notification channel; a notification carries no payload."""
BUSY_SECONDS = 10.0
"""How long an SQLite connection waits for another one's lock."""
PG_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=8000 -c statement_timeout=20000"
    " -c idle_in_transaction_session_timeout=30000"
)
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs"}


class Alamat:
    """The address of a storage, as an SQLAlchemy address: ``sqlite:///FILE`` or ``postgresql+psycopg://…``.

    ``path`` is the file of an SQLite storage, ``""`` otherwise; ``libpq`` the address as PostgreSQL's own
    library takes it, password included.
    """

    __slots__ = ("is_sqlite", "libpq", "path", "place")

    def __init__(self, url: str) -> None:
        scheme, _, rest = url.partition("://")
        self.is_sqlite = scheme.partition("+")[0] == "sqlite"
        self.path = unquote(rest.partition("?")[0].removeprefix("/")) if self.is_sqlite else ""
        self.libpq = "" if self.is_sqlite else f"postgresql://{rest}"
        hidden = re.sub(r"^([^/?]*?):[^/?]*@", r"\1:***@", rest)
        self.place = self.path if self.is_sqlite else f"{scheme}://{hidden}"
        """Where the storage is, without its password, for sentences and logs."""

    def check_place(self) -> None:
        """Raise :class:`StorageFailure` for what is no address, or a file that cannot be or not be shared."""
        if not self.is_sqlite:
            try:
                urlsplit(self.libpq).port  # noqa: B018 - reading it checks it
            except ValueError:
                # The address may hold a password: it is not repeated.
                raise StorageFailure("penyimpanan_alamat") from None
            return
        if not self.path or self.path == ":memory:":
            raise StorageFailure("penyimpanan_tidak_ada", tempat=self.path or "?")
        folder = Path(self.path).parent
        if (kind := filesystem(folder)) in _NETWORK:
            raise StorageFailure("penyimpanan_jaringan", tempat=f"{folder}, {kind}")


def filesystem(folder: Path) -> str:
    """Name the file system a folder is on, ``""`` where the system does not tell."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    real = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind
