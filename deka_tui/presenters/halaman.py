"""Pages of a list that is read by keyset: which one is shown, and where it begins."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")


class Halaman(Generic[K]):
    """Where each page up to the one shown begins; a list read by keyset can only go back where it was."""

    def __init__(self) -> None:
        self._starts: list[K | None] = [None]

    @property
    def setelah(self) -> K | None:
        """The key after which the page shown begins, ``None`` for the first."""
        return self._starts[-1]

    @property
    def ke(self) -> int:
        """Number of the page shown, from 1."""
        return len(self._starts)

    def ulang(self) -> None:
        """Go to the first page."""
        self._starts = [None]

    def mundur(self) -> bool:
        """Go one page back; tell whether there was one."""
        if self.ke == 1:
            return False
        self._starts.pop()
        return True

    def balik(self, langkah: int, berikut: K | None) -> bool:
        """Turn as :class:`PagedTable.Turn` asks, to what follows at *berikut*; tell whether to read."""
        if langkah > 0:
            if berikut is None:
                return False
            self._starts.append(berikut)
        elif langkah == 0 or not self.mundur():
            self.ulang()
        return True
