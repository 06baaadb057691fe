"""Telling a broken line from a broken BPJS: is anybody else to be reached."""

from __future__ import annotations

import socket

_PATIENCE = 3.0


def reachable(address: str) -> bool:
    """Tell whether a TCP connection to ``host:port`` comes about within three seconds."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE):
            return True
    except OSError:
        return False
