"""Copies of the whole storage: made while all work, sealed with a passphrase, checked, put back with care.

A copy carries the keys of bodies and the store of secrets: with the passphrase it is all that is needed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from shared.config import Settings
from shared.domain.records import Pelaku
from shared.security import owner, permissions, peti, segel
from shared.security.segel import GagalSegel
from shared.services.errors import Bentrok, Ditolak, PenyimpananGagal, TidakSah
from shared.services.konteks import Konteks, diterjemahkan
from shared.storage import master, salinan, schema, sealing, workers
from shared.storage.audit import add_audit
from shared.storage.engine import Storage
from shared.storage.errors import StorageFailure

MIN_LENGTH = 12
"""Characters of a passphrase."""
GAP = 100
"""Queue numbers left out after a copy was put back: paper with the next ones may be in patients' hands."""
SUFFIX = ".deka"


@dataclass(frozen=True, slots=True)
class Cadangan:
    """A copy: its file, when (ISO 8601, UTC) and of what it was made, rows by table, bytes on disk."""

    berkas: Path
    dibuat: str
    skema: str
    faskes: str
    baris: int
    ukuran: int


@dataclass(frozen=True, slots=True)
class Pulih:
    """What was put back: the copy, jobs read back first, jobs for a person, the storage of before."""

    cadangan: Cadangan
    dibaca_ulang: int
    gagal: int
    sebelumnya: str


@contextmanager
def _told(berkas: Path) -> Iterator[None]:
    try:
        with diterjemahkan():
            yield
    except GagalSegel as error:
        raise PenyimpananGagal(error.kode, **({"berkas": berkas} | error.fakta)) from error
    except salinan.SalinanRusak as error:
        raise PenyimpananGagal("cadangan_rusak", berkas=berkas) from error


def _passphrase(sandi: str) -> None:
    if len(sandi) < MIN_LENGTH:
        raise TidakSah("cadangan_sandi_pendek", panjang=MIN_LENGTH)


def nama_baku(ctx: Konteks) -> Path:
    """Name the file of a copy made now, in the folder of the settings."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return Path(ctx.settings.cadangan.folder or ".").expanduser() / f"deka-{ctx.faskes.kode}-{now}{SUFFIX}"


def buat(ctx: Konteks, pelaku: Pelaku, berkas: Path, sandi: str) -> Cadangan:
    """Make a copy and read it back to its end; only then it gets its name. Nothing there is replaced.

    Raises :class:`TidakSah` for a short passphrase, :class:`Bentrok` for a file that is there.
    """
    ctx.izinkan(pelaku, permissions.KEYS, "cadangan.buat")
    _passphrase(sandi)
    if berkas.exists():
        raise Bentrok("cadangan_sudah_ada", berkas=berkas)
    made = _write(ctx.settings, ctx.storage, ctx.faskes.kode, berkas, sandi)
    with ctx.tulis() as conn:
        add_audit(
            conn, pelaku, "cadangan.buat", faskes_id=ctx.faskes.id, baris=made.baris, berkas=berkas.name
        )
    return made


def _write(settings: Settings, storage: Storage, faskes: str, berkas: Path, sandi: str) -> Cadangan:
    head = {
        "dibuat": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": _version(),
        "skema": schema.HEAD,
        "faskes": faskes,
        "jenis": "SQLite" if storage.is_sqlite else "PostgreSQL",
    }
    part = berkas.with_name(f".{berkas.name}.{os.getpid()}.baru")
    with _told(berkas):
        try:
            berkas.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fd = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(fd, "w+b") as file:
                writer = peti.Penulis(file, sandi, head)
                writer.tulis(_keys(settings))
                for line in salinan.snapshot(storage):
                    writer.tulis(line)
                writer.tutup()
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                counts = salinan.check(_rows(file, sandi))
                size = os.fstat(file.fileno()).st_size
            os.link(part, berkas)
        except FileExistsError as error:
            raise Bentrok("cadangan_sudah_ada", berkas=berkas) from error
        except OSError as error:
            raise PenyimpananGagal("cadangan_tak_tertulis", berkas=berkas) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return Cadangan(berkas, str(head["dibuat"]), schema.HEAD, faskes, sum(counts.values()), size)


def _version() -> str:
    try:
        return version("deka")
    except PackageNotFoundError:
        return ""


def _keys(settings: Settings) -> bytes:
    """Read key file and store of secrets as the first line of a copy."""
    keys, secrets = settings.keamanan.kunci, settings.keamanan.rahasia
    found = {
        "kunci": segel.tulis_teks(segel.baca_berkas(keys)) if keys.is_file() else "",
        "rahasia": secrets.read_text(encoding="utf-8") if secrets.is_file() else "",
    }
    return json.dumps(found).encode() + b"\n"


def _lines(file: IO[bytes], sandi: str) -> Iterator[bytes]:
    held = b""
    for piece in peti.baca(file, sandi):
        *whole, held = (held + piece).split(b"\n")
        yield from whole
    if held:
        raise salinan.SalinanRusak("end")


def _rows(file: IO[bytes], sandi: str) -> Iterator[bytes]:
    lines = _lines(file, sandi)
    next(lines, None)
    return lines


def rapikan(ctx: Konteks, pelaku: Pelaku) -> int:
    """Remove the oldest copies of this clinic from the folder of the settings; returns how many."""
    ctx.izinkan(pelaku, permissions.KEYS, "cadangan.rapikan")
    settings = ctx.settings.cadangan
    if not settings.folder or not settings.simpan:
        return 0
    found = sorted(Path(settings.folder).expanduser().glob(f"deka-{ctx.faskes.kode}-????????-??????{SUFFIX}"))
    old = found[: -settings.simpan]
    for file in old:
        with contextlib.suppress(OSError):
            file.unlink()
    return len(old)


def periksa(settings: Settings, berkas: Path, sandi: str) -> Cadangan:
    """Read a copy to its end without putting it anywhere; raises :class:`PenyimpananGagal`."""
    del settings
    with _told(berkas), _opened(berkas) as file:
        head, _ = peti.baca_kepala(file)
        file.seek(0)
        counts = salinan.check(_rows(file, sandi))
        size = os.fstat(file.fileno()).st_size
    return _described(berkas, head, counts, size)


def _described(berkas: Path, head: dict[str, Any], counts: dict[str, int], size: int) -> Cadangan:
    words = [str(head.get(name, "")) for name in ("dibuat", "skema", "faskes")]
    return Cadangan(berkas, words[0], words[1], words[2], sum(counts.values()), size)


@contextmanager
def _opened(berkas: Path) -> Iterator[IO[bytes]]:
    try:
        with berkas.open("rb") as file:
            yield file
    except OSError as error:
        raise PenyimpananGagal("cadangan_tak_terbaca", berkas=berkas) from error


def pulihkan(settings: Settings, berkas: Path, sandi: str, *, timpa: bool = False) -> Pulih:
    """Put a copy into the storage of the settings; all of it, or nothing.

    What is there is replaced only with *timpa*, and is kept beside it. Nothing is sent on the word of a copy:
    what was waiting is read back first. Raises :class:`Bentrok`, :class:`Ditolak`, :class:`PenyimpananGagal`.
    """
    copy = periksa(settings, berkas, sandi)
    with _told(berkas):
        storage = Storage(settings.penyimpanan.url, settings.keamanan.kunci)
    try:
        with _told(berkas):
            return _put_back(settings, storage, copy, sandi, timpa=timpa)
    finally:
        storage.dispose()


def _put_back(settings: Settings, storage: Storage, copy: Cadangan, sandi: str, *, timpa: bool) -> Pulih:
    kept = ""
    there = salinan.occupied(storage)
    if there:
        if not owner.owns(owner.owned_file(settings)):
            raise Ditolak("sistem_bukan_pemilik")
        if not timpa:
            raise Bentrok("pulih_terisi", tempat=storage.place)
        kept = _keep(settings, storage, copy.berkas.parent, sandi)
    elif storage.is_sqlite:
        _touch(storage)
    told: dict[str, int] = {}

    def after(conn: Any, counts: dict[str, int]) -> None:
        day = date.fromisoformat(copy.dibuat[:10]) if copy.dibuat else date.min
        told.update(salinan.distrust(conn, day, GAP))
        rows = sum(counts.values())
        clinic = master.find_faskes(conn, copy.faskes)
        if clinic is not None:
            add_audit(
                conn, permissions.SYSTEM, "cadangan.pulihkan", faskes_id=clinic.id, baris=rows,
                dibaca_ulang=told["dibaca_ulang"],
            )  # fmt: skip

    with _opened(copy.berkas) as file:
        lines = _lines(file, sandi)
        _take_keys(settings, storage, next(lines, b"{}"))
        salinan.restore(storage, copy.skema, lines, timpa=there, lalu=after)
    sealing.provide_key(storage)
    return Pulih(copy, told["dibaca_ulang"], told["gagal"], kept)


def _touch(storage: Storage) -> None:
    try:
        file = Path(storage.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o660)
    except OSError as error:
        raise StorageFailure("penyimpanan_hanya_baca", tempat=storage.place) from error


def _keep(settings: Settings, storage: Storage, folder: Path, sandi: str) -> str:
    """Keep what is about to be replaced as a copy of its own, sealed with the same passphrase."""
    found = schema.current(storage)
    if found != schema.HEAD:
        raise TidakSah("pulih_skema_lama", ada=found or "-")
    with storage.read() as conn:
        alive = workers.alive(conn)[0]
    if alive:
        raise Bentrok("pulih_pekerja", banyak=alive)
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    file = folder / f"sebelum-pulih-{now}{SUFFIX}"
    return str(_write(settings, storage, settings.faskes.kode, file, sandi).berkas)


def _take_keys(settings: Settings, storage: Storage, line: bytes) -> None:
    """Add the copy's keys to the file, below the one in use here; take its secrets where there are none."""
    try:
        data = json.loads(line)
        theirs = segel.baca_teks(data["kunci"]) if data.get("kunci") else ()
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise salinan.SalinanRusak("keys") from error
    file, secrets = settings.keamanan.kunci, settings.keamanan.rahasia
    mine = segel.baca_berkas(file) if file.is_file() else ()
    more = tuple(key for key in theirs if key.id not in {own.id for own in mine})
    if more:
        segel.tulis_berkas(file, (*more, *mine))
    if data.get("rahasia"):
        segel.tulis_rahasia(secrets, str(data["rahasia"]).encode(), baru=True)
    storage.segel.segarkan()


__all__ = ["Cadangan", "Pulih", "buat", "nama_baku", "periksa", "pulihkan", "rapikan"]
