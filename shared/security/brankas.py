"""The store of secrets: a file beside the key, each value sealed for its own name.

Names and moments are readable without the key, values are not. Without the key file it opens nowhere.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.security.segel import GagalSegel, Gelang, tulis_rahasia

_MARK = "deka-rahasia"


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """One secret of the store: its name and when it was set (Unix seconds). Never its value."""

    nama: str
    waktu: int


class Brankas:
    """The store in a file; every method reads the file anew."""

    def __init__(self, berkas: Path, gelang: Gelang) -> None:
        self.berkas = berkas
        self._ring = gelang

    def ada(self) -> bool:
        """Tell whether there is a store at all."""
        return self.berkas.is_file()

    def daftar(self) -> tuple[Tersimpan, ...]:
        """List what is kept, by name; raises :class:`GagalSegel` for a file that is none of ours."""
        return tuple(Tersimpan(name, int(row["waktu"])) for name, row in sorted(self._rows().items()))

    def ambil(self, nama: str) -> str | None:
        """Open one secret, ``None`` when it is not kept; raises :class:`GagalSegel`."""
        row = self._rows().get(nama)
        if row is None:
            return None
        try:
            data = base64.b64decode(row["data"], validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise GagalSegel("rahasia_rusak", berkas=self.berkas) from error
        return self._ring.buka(f"rahasia:{nama}", data)

    def simpan(self, nama: str, nilai: str) -> None:
        """Keep a secret in the place of the one of that name; raises :class:`GagalSegel`."""
        self._write(self._rows() | {nama: self._sealed(nama, nilai, int(time.time()))})

    def hapus(self, nama: str) -> bool:
        """Forget a secret; tell whether it was kept."""
        rows = self._rows()
        if rows.pop(nama, None) is None:
            return False
        self._write(rows)
        return True

    def segel_ulang(self) -> int:
        """Seal every secret with the key in use; returns how many."""
        rows = self._rows()
        opened = {name: self.ambil(name) or "" for name in rows}
        if rows:
            self._write(
                {name: self._sealed(name, opened[name], int(row["waktu"])) for name, row in rows.items()}
            )
        return len(rows)

    def _sealed(self, name: str, value: str, when: int) -> dict[str, Any]:
        return {"waktu": when, "data": base64.b64encode(self._ring.tutup(f"rahasia:{name}", value)).decode()}

    def _rows(self) -> dict[str, Any]:
        try:
            data = json.loads(self.berkas.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise GagalSegel("kunci_isi_tak_terbaca", berkas=self.berkas) from error
        except ValueError as error:
            raise GagalSegel("rahasia_rusak", berkas=self.berkas) from error
        rows = data.get("isi") if isinstance(data, dict) and data.get(_MARK) == 1 else None
        good = isinstance(rows, dict) and all(
            isinstance(r, dict) and {"waktu", "data"} <= set(r) for r in rows.values()
        )
        if not isinstance(rows, dict) or not good:
            raise GagalSegel("rahasia_rusak", berkas=self.berkas)
        return rows

    def _write(self, rows: dict[str, Any]) -> None:
        tulis_rahasia(self.berkas, (json.dumps({_MARK: 1, "isi": rows}, indent=1) + "\n").encode())


def _whole(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("waktu"), int) and isinstance(row.get("data"), str)
