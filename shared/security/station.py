"""Which machine and which user of it somebody sits at: what attempts to sign in are counted by."""

from __future__ import annotations

import os
import socket


def station() -> str:
    """Name this place: machine, its user, and over SSH the machine one comes from."""
    user = str(os.geteuid()) if hasattr(os, "geteuid") else os.environ.get("USERNAME", "")
    origin = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    return "/".join(part[:100] for part in (socket.gethostname(), user, origin) if part)
