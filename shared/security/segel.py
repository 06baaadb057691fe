"""Sealing bodies: authenticated encryption with a key from a file only its owner can read.

A sealed text is ``format (1 byte) | key id (4) | nonce (12) | ciphertext and tag``; format 2 is deflated
first. Format 0 is a text from before there was sealing. The place a text belongs to is authenticated with
it: sealed bytes that are moved to another row or column do not open there.
"""

from __future__ import annotations

import base64
import binascii
import os
import threading
import time
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

PLAIN, SEALED, DEFLATED = 0, 1, 2
ID_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32
_HEAD = 1 + ID_BYTES
_DEFLATE_FROM = 128
"""Bytes below which deflating saves nothing."""
_SHORT = 1024
_LARGEST = 8 * 1024 * 1024
_MARK = "deka-kunci 1"
_INTRO = (
    "# Kunci isi Deka: tanpa berkas ini isi kiriman tidak dapat dibaca. Simpan salinannya di tempat lain.\n"
)


class GagalSegel(Exception):
    """A text cannot be sealed or opened, or the key file be used. ``kode`` picks the sentence."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        self.fakta = fakta
        super().__init__(kode)


@dataclass(frozen=True)
class Kunci:
    """One key. ``id`` is public and names it; ``dibuat`` is a Unix time in seconds."""

    id: str
    dibuat: int
    bahan: bytes = field(repr=False)

    @cached_property
    def _bodies(self) -> Any:
        return self.turunan("isi")

    def turunan(self, guna: str) -> Any:
        """Derive the cipher for one purpose (HKDF-SHA256, then AES-256-GCM)."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"deka {guna}".encode()).derive(self.bahan)
        return AESGCM(derived)

    def tutup(self, tempat: str, text: str) -> bytes:
        """Seal a text for one place, such as ``muatan.isi:17:1``."""
        data = text.encode("utf-8", "surrogatepass")
        form = SEALED
        if len(data) >= _DEFLATE_FROM:
            small = _deflate(data)
            if len(small) < len(data):
                data, form = small, DEFLATED
        head = bytes((form,)) + bytes.fromhex(self.id)
        nonce = os.urandom(NONCE_BYTES)
        return head + nonce + bytes(self._bodies.encrypt(nonce, data, head + tempat.encode()))

    def buka(self, tempat: str, data: bytes) -> str:
        """Open what was sealed with this key for this place; raises :class:`GagalSegel`."""
        from cryptography.exceptions import InvalidTag

        head, nonce, rest = data[:_HEAD], data[_HEAD : _HEAD + NONCE_BYTES], data[_HEAD + NONCE_BYTES :]
        try:
            opened = bytes(self._bodies.decrypt(nonce, rest, head + tempat.encode()))
            if data[0] == DEFLATED:
                unpack = zlib.decompressobj()
                opened = unpack.decompress(opened, _LARGEST)
            return opened.decode("utf-8", "surrogatepass")
        except (InvalidTag, ValueError, zlib.error) as error:
            raise GagalSegel("isi_rusak") from error


def _deflate(data: bytes) -> bytes:
    """Deflate a text; a short one with a small window, which costs less to set up than the text to read."""
    bits, memory = (10, 3) if len(data) <= _SHORT else (zlib.MAX_WBITS, 8)
    packer = zlib.compressobj(6, zlib.DEFLATED, bits, memory)
    return packer.compress(data) + packer.flush()


def kunci_baru() -> Kunci:
    """Make a key from the system's randomness."""
    return Kunci(os.urandom(ID_BYTES).hex(), int(time.time()), os.urandom(KEY_BYTES))


def polos(text: str) -> bytes:
    """Write a text in the format that is not sealed."""
    return bytes((PLAIN,)) + text.encode("utf-8", "surrogatepass")


def kunci_dari(data: bytes) -> str | None:
    """Name the key a text is sealed with, ``None`` when it is not sealed."""
    return data[1:_HEAD].hex() if data and data[0] in (SEALED, DEFLATED) else None


class Gelang:
    """The keys of a file; the last one seals. Read when it is first needed, again when it changes.

    Safe to share between threads. Without a file nothing can be sealed, and only what is not sealed be read.
    """

    def __init__(self, berkas: Path | None) -> None:
        self.berkas = berkas
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._keys: dict[str, Kunci] = {}
        self._looked = 0.0

    def _now(self) -> tuple[int, int, int] | None:
        try:
            found = self.berkas.stat() if self.berkas is not None else None
        except OSError:
            return None
        return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)

    def semua(self) -> tuple[Kunci, ...]:
        """Return every key, oldest first; empty without a file. Raises :class:`GagalSegel`."""
        with self._lock:
            if self._keys and time.monotonic() - self._looked < 1.0:
                return tuple(self._keys.values())
            stamp = self._now()
            # A file that goes away does not take the keys from a program that has read it.
            if stamp is not None and stamp != self._stamp:
                assert self.berkas is not None  # noqa: S101 - there is a stamp
                self._keys = {key.id: key for key in baca_berkas(self.berkas)}
                self._stamp = stamp
            self._looked = time.monotonic()
            return tuple(self._keys.values())

    def segarkan(self) -> None:
        """Look at the file again at the next use."""
        with self._lock:
            self._looked, self._stamp = 0.0, None
            self._keys = {}

    def aktif(self) -> Kunci:
        """Return the key that seals; raises :class:`GagalSegel` when there is none here."""
        keys = self.semua()
        if not keys:
            raise GagalSegel("kunci_isi_tidak_ada", berkas=self.berkas or "-")
        return keys[-1]

    def tutup(self, tempat: str, text: str) -> bytes:
        """Seal a text for one place with the key in use."""
        return self.aktif().tutup(tempat, text)

    def buka(self, tempat: str, data: bytes) -> str:
        """Open the text of one place, sealed or not; raises :class:`GagalSegel`."""
        if not data:
            return ""
        if data[0] == PLAIN:
            return data[1:].decode("utf-8", "surrogatepass")
        name = kunci_dari(data)
        if name is None or len(data) < _HEAD + NONCE_BYTES:
            raise GagalSegel("isi_rusak")
        for key in self.semua():
            if key.id == name:
                return key.buka(tempat, data)
        raise GagalSegel("isi_tersegel", kunci=name, berkas=self.berkas or "-")


def masalah_hak(berkas: Path) -> str | None:
    """Tell what is wrong with a key file's owner or mode: ``pemilik``, ``mode`` or nothing (``None``)."""
    found = berkas.stat()
    if hasattr(os, "geteuid") and found.st_uid not in (os.geteuid(), 0):
        return "pemilik"
    return "mode" if found.st_mode & 0o077 else None


def baca_berkas(berkas: Path) -> tuple[Kunci, ...]:
    """Read a key file; raises :class:`GagalSegel` for one that is open to others or no key file."""
    try:
        if (wrong := masalah_hak(berkas)) is not None:
            raise GagalSegel(f"kunci_isi_{wrong}", berkas=berkas)
        return baca_teks(berkas.read_text(encoding="ascii"))
    except OSError as error:
        raise GagalSegel("kunci_isi_tak_terbaca", berkas=berkas) from error
    except ValueError as error:
        raise GagalSegel("kunci_isi_rusak", berkas=berkas) from error


def baca_teks(text: str) -> tuple[Kunci, ...]:
    """Read the keys of a key file's text; raises ``ValueError``."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or " ".join(lines[0]) != _MARK:
        raise ValueError("no key file")
    keys = []
    for parts in lines[1:]:
        if len(parts) != 3:
            raise ValueError("no key")
        try:
            material = base64.b64decode(parts[2], validate=True)
        except binascii.Error as error:
            raise ValueError("no key") from error
        if len(bytes.fromhex(parts[0])) != ID_BYTES or len(material) != KEY_BYTES:
            raise ValueError("no key")
        keys.append(Kunci(parts[0].lower(), int(parts[1]), material))
    if not keys or len({key.id for key in keys}) != len(keys):
        raise ValueError("no keys")
    return tuple(keys)


def tulis_teks(keys: tuple[Kunci, ...]) -> str:
    """Write keys as a key file's text; the last is the one that seals."""
    rows = [f"{key.id} {key.dibuat} {base64.b64encode(key.bahan).decode()}\n" for key in keys]
    return _INTRO + _MARK + "\n" + "".join(rows)


def tulis_berkas(berkas: Path, keys: tuple[Kunci, ...]) -> None:
    """Write a key file, mode 0600, whole or not at all; raises :class:`GagalSegel`."""
    tulis_rahasia(berkas, tulis_teks(keys).encode("ascii"))


def tulis_rahasia(berkas: Path, data: bytes, *, baru: bool = False) -> bool:
    """Write a file only its owner can read, durably, whole or not at all; raises :class:`GagalSegel`.

    With *baru* a file that is there stays as it is, and ``False`` is returned.
    """
    try:
        berkas.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = berkas.with_name(f".{berkas.name}.{os.getpid()}.{threading.get_ident()}.baru")
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if baru:
                try:
                    os.link(part, berkas)
                except FileExistsError:
                    return False
            else:
                part.replace(berkas)
        finally:
            part.unlink(missing_ok=True)
        folder = os.open(berkas.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise GagalSegel("kunci_isi_tak_tertulis", berkas=berkas) from error
    return True
