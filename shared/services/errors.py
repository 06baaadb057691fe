"""Refusals and failures of the services, each with a code, its facts and one clear sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.texts import sentence

if TYPE_CHECKING:
    from shared.domain.accept import Terima
    from shared.domain.records import Kartu
    from shared.domain.registration import Tolakan


class DekaError(Exception):
    """Something a person has to be told. ``kode`` picks the sentence, ``fakta`` fill it in."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        self.fakta = fakta
        super().__init__(sentence(kode, **fakta))

    @property
    def pesan(self) -> str:
        """One Indonesian sentence that says what is wrong and what to do."""
        return str(self)


class Ditolak(DekaError):
    """The actor lacks a permission."""


class TidakDitemukan(DekaError):
    """What was asked for is not there."""


class TidakSah(DekaError):
    """The input is refused. ``tolakan`` names each field."""

    def __init__(self, kode: str, tolakan: tuple[Tolakan, ...] = (), **fakta: object) -> None:
        self.tolakan = tolakan
        super().__init__(kode, **fakta)


class Bentrok(DekaError):
    """Somebody else was first. ``kartu`` is the ticket as it stands now."""

    def __init__(self, kode: str, kartu: Kartu | None = None, **fakta: object) -> None:
        self.kartu = kartu
        super().__init__(kode, **fakta)


class PerluKonfirmasi(DekaError):
    """Accepting needs a person's *yes*. ``terima`` is the verdict, ``kartu`` the ticket it is about."""

    def __init__(self, terima: Terima, kartu: Kartu, **fakta: object) -> None:
        self.terima = terima
        self.kartu = kartu
        super().__init__("terima_perlu_konfirmasi", **fakta)


class PenyimpananGagal(DekaError):
    """The storage cannot be used just now, or not at all."""
