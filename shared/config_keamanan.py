"""Settings of keys, and the folder of what belongs to an operating-system user."""

from __future__ import annotations

import os
from pathlib import Path

from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class KeamananSettings:
    """Where the keys are, and how many days bodies are kept (0: for ever)."""

    berkas_kunci: str = ""
    berkas_rahasia: str = ""
    simpan_isi_hari: int = 180

    @property
    def kunci(self) -> Path:
        """File with the keys bodies are sealed with."""
        return Path(self.berkas_kunci).expanduser() if self.berkas_kunci else rumah() / "kunci-isi"

    @property
    def rahasia(self) -> Path:
        """File with the store of secrets; by default beside the keys."""
        return (
            Path(self.berkas_rahasia).expanduser() if self.berkas_rahasia else self.kunci.with_name("rahasia")
        )


def rumah() -> Path:
    """Folder of what belongs to this operating-system user: ``$XDG_CONFIG_HOME/deka``, ``~/.config/deka``."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "deka"
