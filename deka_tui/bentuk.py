"""What goes through the door between screen and services, beside the records both know."""

from __future__ import annotations

from dataclasses import field, replace

from shared.domain.records import Kartu, Kesehatan
from shared.domain.records import Saring as Saring
from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Lembar:
    """One page of the board, read at once. ``fokus`` is the index in ``ids`` of the cursor, -1 if empty.

    ``per_ruangan`` has id, name and waiting tickets of each room; ``waktu_db`` is in Unix milliseconds.
    """

    ids: tuple[int, ...]
    mulai: int
    kartu: tuple[Kartu, ...]
    fokus: int
    per_ruangan: tuple[tuple[int, str, int], ...] = ()
    kesehatan: Kesehatan = field(default_factory=lambda: Kesehatan(0, None))
    waktu_db: int = 0

    def looks_like(self, other: Lembar) -> bool:
        """Tell whether both show the same: moments that move by themselves do not count."""
        return self._still() == other._still()

    def _still(self) -> Lembar:
        return replace(self, waktu_db=0, kesehatan=replace(self.kesehatan, pekerja_umur=None))


@dataclass(frozen=True, slots=True)
class HasilBatal:
    """A cancelled ticket; ``sudah``: somebody had cancelled it before."""

    kartu: Kartu
    jobs: tuple[int, ...] = ()
    sudah: bool = False


@dataclass(frozen=True, slots=True)
class HasilResend:
    """What a resend started: pairs of part (``P`` or ``A``) and job id."""

    kartu: Kartu
    jobs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pendaftaran:
    """A filled-in registration form; room and doctor by their ``kode``."""

    norm: str
    ruangan: str
    dokter: str | None = None
    penjamin_id: int | None = None
    jam: str | None = None
