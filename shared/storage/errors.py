"""What storage says when it cannot be used."""

from __future__ import annotations


class StorageFailure(Exception):
    """The storage cannot be used. ``kode`` picks the sentence, ``fakta`` fill it in."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        self.fakta = fakta
        super().__init__(kode)


def code_of(words: str, *, cut_off: bool) -> str | None:
    """Tell which sentence a driver's words deserve, ``None`` if they tell of a bug of ours.

    *cut_off*: the driver blames the connection or the database's operation, not the statement.
    """
    text = words.lower()
    if "readonly" in text or "read-only" in text or "disk is full" in text or "disk i/o" in text:
        return "penyimpanan_hanya_baca"
    if "not a database" in text or "malformed" in text:
        return "penyimpanan_rusak"
    if "locked" in text or "lock timeout" in text or "deadlock" in text:
        return "penyimpanan_sibuk"
    if "unable to open" in text:
        return "penyimpanan_tak_terjangkau"
    if cut_off and "no such" not in text:
        return "penyimpanan_tak_terjangkau"
    return None
