"""The door to signing in, locking and one's own account; every call may block and is made in a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from shared.domain.records import Pelaku

if TYPE_CHECKING:
    from shared.services.konteks import Konteks


class PintuMasuk(Protocol):
    """Refusals and failures are raised as :class:`shared.services.errors.DekaError`."""

    def perlu(self) -> bool:
        """Whether somebody could sign in, so that one has to."""

    def loket(self) -> tuple[str, ...]:
        """The counters that have been in use lately."""

    def masuk(self, nama: str, sandi: str, loket: str) -> Pelaku:
        """Sign in."""

    def masuk_pertama(self, nama: str, lama: str, baru: str, loket: str) -> Pelaku:
        """Put a password of one's own in the place of the admin's, and sign in with it."""

    def sistem(self, loket: str) -> Pelaku:
        """Act as ``sistem``, where nobody can sign in; only the storage's owner may."""

    def keluar(self) -> None:
        """Sign out."""

    def punya_pin(self) -> bool:
        """Whether the actor has a PIN that still unlocks."""

    def buka_kunci(self, rahasia: str) -> Pelaku:
        """Unlock with PIN or password; returns the actor with the rights of today."""

    def segarkan(self) -> Pelaku:
        """The actor with the rights of today; raises ``Ditolak`` for one who may not sign in any more."""

    def ganti_sandi(self, lama: str, baru: str) -> None:
        """Change the actor's password."""

    def ganti_pin(self, sandi: str, pin: str) -> None:
        """Change the actor's PIN; ``""`` takes it away."""


class MasukServices:
    """The real door."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks, self._pelaku = konteks, pelaku

    def perlu(self) -> bool:
        """See :meth:`PintuMasuk.perlu`."""
        from shared.services import masuk

        return masuk.perlu_masuk(self._konteks())

    def loket(self) -> tuple[str, ...]:
        """See :meth:`PintuMasuk.loket`."""
        from shared.services import masuk

        return masuk.loket(self._konteks())

    def masuk(self, nama: str, sandi: str, loket: str) -> Pelaku:
        """See :meth:`PintuMasuk.masuk`."""
        from shared.services import masuk

        return masuk.masuk(self._konteks(), nama, sandi, loket=loket)

    def masuk_pertama(self, nama: str, lama: str, baru: str, loket: str) -> Pelaku:
        """See :meth:`PintuMasuk.masuk_pertama`."""
        from shared.services import pengguna

        return pengguna.ganti_sandi_sementara(self._konteks(), nama, lama, baru, loket=loket)

    def sistem(self, loket: str) -> Pelaku:
        """See :meth:`PintuMasuk.sistem`."""
        from shared.services import masuk

        return masuk.sistem(self._konteks(), loket=loket)

    def keluar(self) -> None:
        """See :meth:`PintuMasuk.keluar`."""
        from shared.services import masuk

        masuk.keluar(self._konteks(), self._pelaku)

    def punya_pin(self) -> bool:
        """See :meth:`PintuMasuk.punya_pin`."""
        from shared.services import masuk

        return masuk.punya_pin(self._konteks(), self._pelaku)

    def buka_kunci(self, rahasia: str) -> Pelaku:
        """See :meth:`PintuMasuk.buka_kunci`."""
        from shared.services import masuk

        return masuk.buka_kunci(self._konteks(), self._pelaku, rahasia)

    def segarkan(self) -> Pelaku:
        """See :meth:`PintuMasuk.segarkan`."""
        from shared.services import masuk

        return masuk.segarkan(self._konteks(), self._pelaku)

    def ganti_sandi(self, lama: str, baru: str) -> None:
        """See :meth:`PintuMasuk.ganti_sandi`."""
        from shared.services import pengguna

        pengguna.ganti_sandi(self._konteks(), self._pelaku, lama, baru)

    def ganti_pin(self, sandi: str, pin: str) -> None:
        """See :meth:`PintuMasuk.ganti_pin`."""
        from shared.services import pengguna

        pengguna.ganti_pin(self._konteks(), self._pelaku, sandi, pin)
