"""The door to the audit trail; every call may block and is made in a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from shared.domain.audit import HalamanAudit, HasilPeriksa, SaringAudit
from shared.domain.records import Pelaku

if TYPE_CHECKING:
    from shared.services.konteks import Konteks


class PintuAudit(Protocol):
    """Refusals and failures are raised as :class:`shared.services.errors.DekaError`."""

    def muat(
        self, saring: SaringAudit, *, sebelum: int | None, sesudah: int | None, banyak: int
    ) -> HalamanAudit:
        """Read a page: the newest, or the one beside the row of an id."""

    def aksi(self) -> tuple[str, ...]:
        """Read which actions there are."""

    def periksa(self) -> HasilPeriksa:
        """Verify the whole chain."""


class AuditServices:
    """The real door."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks, self._pelaku = konteks, pelaku

    def muat(
        self, saring: SaringAudit, *, sebelum: int | None, sesudah: int | None, banyak: int
    ) -> HalamanAudit:
        """See :meth:`PintuAudit.muat`."""
        from shared.services import audit

        return audit.muat(
            self._konteks(), self._pelaku, saring, sebelum=sebelum, sesudah=sesudah, banyak=banyak
        )

    def aksi(self) -> tuple[str, ...]:
        """See :meth:`PintuAudit.aksi`."""
        from shared.services import audit

        return audit.aksi(self._konteks(), self._pelaku)

    def periksa(self) -> HasilPeriksa:
        """See :meth:`PintuAudit.periksa`."""
        from shared.services import audit

        return audit.periksa(self._konteks(), self._pelaku)
