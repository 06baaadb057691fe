"""Who may act as ``sistem``: the operating-system user that owns the storage."""

from __future__ import annotations

import os
from pathlib import Path

from shared.config import Settings


def owned_file(settings: Settings) -> str:
    """Name the file whose owner may act as ``sistem``, ``""`` when there is none.

    Of an SQLite storage that is its file; of a PostgreSQL storage the configuration file that holds
    its address, or, when the address came from the environment, nothing: whoever could set it may.
    """
    return settings.penyimpanan.berkas or (str(settings.berkas) if settings.berkas else "")


def owns(file: str) -> bool:
    """Tell whether this process runs as the owner of *file*; ``""`` belongs to everybody."""
    if not file or not hasattr(os, "geteuid"):
        return True
    try:
        return Path(file).stat().st_uid == os.geteuid()
    except OSError:
        return False
