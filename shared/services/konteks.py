"""The open storage of one clinic, which every use case is handed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from shared.config import Settings
from shared.domain.records import Faskes, Pelaku
from shared.domain.tickets import business_date
from shared.rekaman import dataclass
from shared.security.permissions import SATUSEHAT, may_open_integration
from shared.services.errors import Ditolak, PenyimpananGagal, TidakSah
from shared.storage import papan
from shared.storage.alamat import Alamat
from shared.storage.errors import StorageFailure
from shared.storage.feed import Feed, open_feed
from shared.storage.langsung import Bacaan, Langsung

# The database library is imported by whoever first needs more than the board: see shared.storage.langsung.
if TYPE_CHECKING:
    from shared.storage.engine import Storage
    from shared.storage.token import SimpananToken
    from shared.storage.turns import Giliran

T = TypeVar("T")


class Perubahan:
    """The change feed as screens and workers use it; one thread waits, any may close."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def tunggu(self, timeout: float) -> bool:
        """Wait up to *timeout* seconds; tell whether something may have changed.

        Raises :class:`PenyimpananGagal` when the storage does not answer; the next call tries anew.
        """
        with diterjemahkan():
            return self._feed.wait(timeout)

    def tutup(self) -> None:
        """Stop waiting at once."""
        self._feed.close()


@contextmanager
def diterjemahkan() -> Iterator[None]:
    """Let a failure of the storage be one of the services'."""
    try:
        yield
    except StorageFailure as error:
        raise PenyimpananGagal(error.kode, **error.fakta) from error


class _Gudang:
    """The storage with all it can do, opened when it is first needed; any thread may be the first."""

    def __init__(self, settings: Settings, storage: Storage | None = None) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._storage = storage

    def buka(self) -> Storage:
        """Return the storage; raises :class:`StorageFailure`."""
        with self._lock:
            if self._storage is None:
                from shared.storage.engine import Storage

                self._storage = Storage(self._settings.penyimpanan.url, self._settings.keamanan.kunci)
            return self._storage

    def tutup(self) -> None:
        """Close the storage if it was opened."""
        with self._lock:
            if self._storage is not None:
                self._storage.dispose()


@dataclass(frozen=True, slots=True)
class Konteks:
    """Settings, storage and clinic of one running program."""

    settings: Settings
    faskes: Faskes
    _langsung: Langsung = field(repr=False)
    _gudang: _Gudang = field(repr=False)

    @property
    def storage(self) -> Storage:
        """The storage; the database library is imported for it."""
        with diterjemahkan():
            return self._gudang.buka()

    @property
    def penjamin_bpjs(self) -> int:
        """The payer id that means BPJS."""
        return self.settings.bpjs.penjamin_id

    @contextmanager
    def tulis(self) -> Iterator[Any]:
        """Run one write transaction; raises :class:`PenyimpananGagal`."""
        with diterjemahkan(), self.storage.write() as conn:
            yield conn

    def bersama(self, perbuatan: Callable[[Any], T]) -> T:
        """Run *perbuatan(conn)* in a write transaction, on SQLite one with others that wait for it.

        For what many threads of one program write at once; it must not call :meth:`tulis` itself.
        Raises :class:`PenyimpananGagal`, and what *perbuatan* raises.
        """
        with diterjemahkan():
            return self.storage.together(perbuatan)

    @contextmanager
    def baca(self) -> Iterator[Any]:
        """Lend a connection for short reads; raises :class:`PenyimpananGagal`."""
        with diterjemahkan(), self.storage.read() as conn:
            yield conn

    @contextmanager
    def lihat(self) -> Iterator[Bacaan]:
        """Lend a connection for what :mod:`shared.storage.papan` reads; raises :class:`PenyimpananGagal`."""
        with diterjemahkan(), self._langsung.read() as baca:
            yield baca

    def hari_ini(self, conn: Any) -> date:
        """Today on the clinic's wall, by the database's clock; *conn* is one of any kind."""
        if isinstance(conn, Bacaan):
            return business_date(papan.now(conn), self.faskes.zona)
        from shared.storage.clock import now

        return business_date(now(conn), self.faskes.zona)

    def perubahan(self, poll: float = 0.1) -> Perubahan:
        """Open a change feed; *poll* is the interval in seconds where the storage must be polled."""
        return Perubahan(open_feed(self._langsung.alamat, poll))

    def giliran_penerus(self) -> Giliran:
        """Make the turn of the relay, which one worker of this clinic holds at a time."""
        from shared.storage.turns import Giliran

        return Giliran(self.storage, "penerus", self.faskes.id)

    def toko_token(self) -> SimpananToken:
        """Make the store in which all workers of this clinic share SatuSehat's token."""
        from shared.storage.token import SimpananToken

        return SimpananToken(self.storage, self.faskes.id)

    def giliran_perapi(self) -> Giliran:
        """Make the turn of tidying, which one worker of the whole storage holds at a time."""
        from shared.storage.turns import Giliran

        return Giliran(self.storage, "perapi", 0)

    def izinkan(self, pelaku: Pelaku, izin: str, aksi: str, objek_id: int | None = None) -> None:
        """Raise :class:`Ditolak`, and write the refusal down, unless the actor has a permission."""
        if izin not in pelaku.izin:
            self._tolak(pelaku, izin, aksi, objek_id)

    def izinkan_salah_satu(self, pelaku: Pelaku, izin: tuple[str, ...], aksi: str) -> None:
        """Raise :class:`Ditolak`, and write it down, unless the actor has one of some permissions."""
        if not pelaku.izin.intersection(izin):
            self._tolak(pelaku, izin[0], aksi, None)

    def izinkan_integrasi(self, pelaku: Pelaku, aksi: str, objek_id: int | None = None) -> None:
        """Raise :class:`Ditolak`, and write it down, unless the integration pages are open to the actor.

        That takes the role admin or superadmin **and** the permission ``satusehat``.
        """
        if not may_open_integration(pelaku):
            self._tolak(pelaku, SATUSEHAT, aksi, objek_id, kode="bukan_integrasi")

    def _tolak(
        self, pelaku: Pelaku, izin: str, aksi: str, objek_id: int | None, kode: str = "tidak_berhak"
    ) -> NoReturn:
        from shared.storage.audit import add_audit

        with self.tulis() as conn:
            add_audit(
                conn,
                pelaku,
                aksi,
                faskes_id=self.faskes.id,
                objek=aksi.partition(".")[0] if objek_id is not None else "",
                objek_id=objek_id,
                hasil="ditolak",
                izin=izin,
            )
        raise Ditolak(kode, nama=pelaku.nama, izin=izin)

    def tutup(self) -> None:
        """Close the storage."""
        self._langsung.dispose()
        self._gudang.tutup()


def buka(settings: Settings) -> Konteks:
    """Open the storage of the settings for its clinic.

    Raises :class:`PenyimpananGagal` when it cannot be reached, was never made, or has a schema
    this program does not know.
    """
    with diterjemahkan():
        alamat = Alamat(settings.penyimpanan.url)
        langsung = Langsung(alamat)
        papan.there(alamat)
        with langsung.read() as baca:
            papan.check(baca, alamat)
            faskes = papan.find_faskes(baca, settings.faskes.kode)
    if faskes is None:
        langsung.dispose()
        raise PenyimpananGagal("faskes_tidak_ada", nilai=settings.faskes.kode)
    return Konteks(settings, faskes, langsung, _Gudang(settings))


def siapkan(settings: Settings) -> tuple[Konteks, str | None]:
    """Make the storage, or bring it up to date, with its clinic and the two payers.

    Returns the open storage and the schema revision it had before (``None``: it is new). Doing it
    twice changes nothing.
    """
    from shared.storage import master, schema, sealing
    from shared.storage.engine import Storage

    with diterjemahkan():
        storage = Storage(settings.penyimpanan.url, settings.keamanan.kunci)
        langsung = Langsung(Alamat(settings.penyimpanan.url))
        if storage.is_sqlite:
            from pathlib import Path

            try:
                file = Path(storage.path)
                file.parent.mkdir(parents=True, exist_ok=True)
                # Patients' data: nobody but the owner and the group of the counters reads it.
                file.touch(mode=0o660)
            except OSError as error:
                raise StorageFailure("penyimpanan_hanya_baca", tempat=storage.place) from error
        before = schema.upgrade(storage)
        f = settings.faskes
        with storage.write() as conn:
            faskes = master.save_faskes(conn, f.kode, f.nama, f.zona)
            if not master.all_penjamin(conn):
                master.save_penjamin(conn, [(1, "Umum"), (settings.bpjs.penjamin_id, "BPJS Kesehatan")])
        sealing.provide_key(storage)
    return Konteks(settings, faskes, langsung, _Gudang(settings, storage)), before


def beri_hak(ctx: Konteks, peran: str) -> None:
    """Let a PostgreSQL role that owns nothing run the program; the audit trail it may only read and add to.

    To be done by the tables' owner after every migration. Raises :class:`TidakSah` for an unknown role,
    or a storage that has none.
    """
    from shared.storage import schema

    if ctx.storage.is_sqlite:
        raise TidakSah("peran_bukan_postgresql")
    with ctx.tulis() as conn:
        if not schema.grant(conn, peran):
            raise TidakSah("peran_basisdata_tidak_ada", peran=peran)
