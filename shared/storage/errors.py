"""What storage says when it cannot be used."""

from __future__ import annotations


class StorageFailure(Exception):
    """The storage cannot be used. ``kode`` picks the sentence, ``fakta`` fill it in."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        self.fakta = fakta
        super().__init__(kode)
