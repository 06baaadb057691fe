"""A small invented clinic in a real storage, and the hands of a worker that never leaves the room.

Time is moved by changing rows (``elapse``, ``expire``), never by waiting: every moment in storage is the
database's, so a row whose moment lies in the past is a row whose time has come.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.domain.answers import Layanan, Request
from shared.domain.failures import Sebab, Vonis
from shared.domain.records import JobKlaim, JobRingkas, Kartu, Pelaku
from shared.domain.retries import Bacaan
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.security.permissions import ROLES
from shared.services import antrean, kirim, konteks, master, papan
from shared.services.konteks import Konteks
from shared.storage import people
from shared.storage import tables as t
from tests.support.servers import PostgresServer

T = TypeVar("T")

HARI = date(2099, 3, 4)
"""A day that is never over while the tests run."""
LAMA = date(2001, 3, 4)
"""A day that was over long ago."""

MASTER = """
[[ruangan]]
kode = "UMUM"
nama = "Poli Umum"
jenis_kunjungan = 1
prefix = "A"
kd_poli = "001"

[[ruangan]]
kode = "GIGI"
nama = "Poli Gigi"
jenis_kunjungan = 1
prefix = "B"
kd_poli = "002"

[[ruangan]]
kode = "LANSIA"
nama = "Poli Lansia"
jenis_kunjungan = 1
prefix = "L"
kd_poli = "001"

[[ruangan]]
kode = "KIA"
nama = "Poli KIA"
jenis_kunjungan = 1
prefix = "C"

[[ruangan]]
kode = "APOTEK"
nama = "Apotek"
jenis_kunjungan = 3
prefix = "F"

[[dokter]]
kode = "D1"
nama = "dr. Contoh Satu"
ruangan = "UMUM"
kd_dokter = "1001"
kodedokter = 9001
jam = ["07:00-12:00", "13:00-16:00"]

[[dokter]]
kode = "D2"
nama = "drg. Contoh Dua"
ruangan = "GIGI"
kd_dokter = "1002"
kodedokter = 9002
jam = ["08:00-12:00"]

[[dokter]]
kode = "D3"
nama = "dr. Belum Dipetakan"
ruangan = "UMUM"
jam = ["07:00-12:00"]

[[dokter]]
kode = "D4"
nama = "dr. Tanpa Jadwal"
ruangan = "UMUM"
kd_dokter = "1004"
kodedokter = 9004

[[dokter]]
kode = "D5"
nama = "dr. Lansia"
ruangan = "LANSIA"
kd_dokter = "1005"
kodedokter = 9005
jam = ["07:00-12:00"]

[[dokter]]
kode = "D6"
nama = "dr. Anak"
ruangan = "KIA"
kd_dokter = "1006"
kodedokter = 9006
jam = ["07:00-12:00"]
"""

PATIENTS = 40


def norm(n: int) -> str:
    """The record number of patient *n*, who is complete and has BPJS."""
    return f"{n:06d}"


def card_number(n: int) -> str:
    return f"{n:013d}"


def actor(role: str = "petugas", name: str = "", loket: str = "1") -> Pelaku:
    """A signed-in person with exactly the rights of a role."""
    return Pelaku(name or f"{role}-uji", role, ROLES[role], loket)


PETUGAS = actor()
ADMIN = actor("superadmin")

# ── what BPJS may say ─────────────────────────────────────────────────────────

P_OK = Vonis(None, nomor="A12", http=201, kode="201")
A_OK = Vonis(None, http=200, kode="200")
DONE = Vonis(None, http=200, kode="200")
REFUSED = Vonis(Kelas.DATA, pesan="Nomor kartu tidak ditemukan", http=412, kode="412")
OFFLINE = Vonis(Kelas.SEMENTARA, Sebab.JALUR)
LOST = Vonis(Kelas.TAK_PASTI, Sebab.JAWABAN_HILANG)
DUPLICATE = Vonis(Kelas.DUPLIKAT, Sebab.SUDAH_ADA, "Peserta sudah di-entri", http=412, kode="412", sudah=True)
PASSWORD = Vonis(Kelas.KREDENSIAL, Sebab.SANDI, "Password expired", http=401, kode="401")
UNMAPPED = Vonis(Kelas.PEMETAAN, Sebab.JADWAL, "Jadwal dokter tidak tersedia", http=200, kode="201")
SCREENING = Vonis(Kelas.PESERTA, Sebab.SKRINING, "belum melakukan skrining kesehatan", http=412, kode="412")

READ = Vonis(None, http=200, kode="200")
FOUND = kirim.Hasil(READ, bacaan=Bacaan(True, "A12"))
FOUND_NO_NUMBER = kirim.Hasil(READ, bacaan=Bacaan(True))
ABSENT = kirim.Hasil(READ, bacaan=Bacaan(False))
UNREAD = kirim.Hasil(OFFLINE, bacaan=Bacaan(None))


def build(klaim: JobKlaim) -> Request:
    """A request of no meaning for any job."""
    service = Layanan(kirim.layanan(klaim.jenis))
    return Request(service, "POST", klaim.jenis.value, f'{{"job":{klaim.id}}}')


def race(*deeds: Callable[[], T]) -> list[T | Exception]:
    """Run deeds in threads that all start at once; what each returned or raised, in order."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> T | Exception:
        gate.wait(30)
        try:
            return deed()
        except Exception as problem:
            return problem

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


_BEGINS_WITH = (t.ruangan, t.dokter, t.jadwal, t.pasien)
Beginning = dict[sa.Table, Sequence[sa.Row[Any]]]


@dataclass
class Clinic:
    """One open clinic and short words for what tests do with it."""

    ctx: Konteks
    url: str
    opened: list[Konteks] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        return self.ctx.storage.is_sqlite

    def station(self, **settings: Any) -> Konteks:
        """The same storage opened once more, as another program would."""
        ctx = konteks.buka(replace(self.ctx.settings, **settings))
        self.opened.append(ctx)
        return ctx

    # Rows.

    def sql(self, statement: sa.Executable) -> None:
        with self.ctx.storage.write() as conn:
            conn.execute(statement)

    def rows(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with self.ctx.storage.read() as conn:
            return conn.execute(statement).all()

    def row(self, job_id: int) -> Any:
        """The whole row of a job."""
        return self.rows(sa.select(t.job).where(t.job.c.id == job_id))[0]

    def audit(self, *actions: str) -> list[Any]:
        """Audit rows, oldest first; of some actions or of all."""
        query = sa.select(t.audit).order_by(t.audit.c.id)
        if actions:
            query = query.where(t.audit.c.aksi.in_(actions))
        return list(self.rows(query))

    def gate(self, layanan: str) -> Any:
        query = sa.select(t.gerbang).where(t.gerbang.c.layanan == layanan)
        return next(iter(self.rows(query)), None)

    def patient(self, number: str, **values: Any) -> str:
        """Add a patient who lacks something; returns the record number."""
        whole = {"nama": "Pasien Contoh", "nik": "3201010101010001", "no_hp": "081200000000"}
        whole |= {"no_kartu": "0009990000001", "penjamin_id": 2}
        with self.ctx.storage.write() as conn:
            people.save_pasien(conn, self.ctx.faskes.id, number, whole | values)
        return number

    def empty(self) -> None:
        """Take away everything the clinic did not begin with."""
        keep = {t.faskes: 1, t.pasien: PATIENTS, t.ruangan: 5, t.dokter: 6, t.jadwal: 6, t.penjamin: 2}
        with self.ctx.storage.write() as conn:
            forget_trail(conn)
            for table in reversed(t.metadata.sorted_tables):
                if table in TRAIL or table is t.norm_ujung:  # that one follows the patients
                    continue
                rows = sa.delete(table)
                if table is not t.kunci_isi:
                    conn.execute(rows.where(table.c.id > keep[table]) if table in keep else rows)
            first = sa.select(sa.func.min(t.kunci_isi.c.dipakai)).scalar_subquery()
            conn.execute(sa.delete(t.kunci_isi).where(t.kunci_isi.c.dipakai > first))
            conn.execute(sa.delete(t.hitung_job))  # once more: deleting jobs has counted them down

    def beginning(self) -> Beginning:
        """The rows the clinic begins with, to be put back when a test has changed them."""
        return {table: self.rows(sa.select(table).order_by(table.c.id)) for table in _BEGINS_WITH}

    def restore(self, began: Beginning) -> None:
        """Put rooms, doctors, slots and patients back as they were; nothing refers to them any more."""
        if self.beginning() == began:
            return
        with self.ctx.storage.write() as conn:
            for table in reversed(_BEGINS_WITH):
                conn.execute(sa.delete(table))
            for table in _BEGINS_WITH:
                conn.execute(sa.insert(table), [dict(row._mapping) for row in began[table]])

    # Time.

    def elapse(self, *job_ids: int) -> None:
        """Let the waiting time of jobs be over."""
        self.sql(sa.update(t.job).where(t.job.c.id.in_(job_ids)).values(jatuh_tempo=0))

    def expire(self, job_id: int) -> None:
        """Let a lease be over."""
        self.sql(sa.update(t.job).where(t.job.c.id == job_id).values(sewa_sampai=1))

    def gate_due(self, layanan: str) -> None:
        """Let the pause of a gate be over."""
        self.sql(sa.update(t.gerbang).where(t.gerbang.c.layanan == layanan).values(coba_lagi=1))

    # People.

    def register(self, n: int = 1, ruangan: str = "UMUM", dokter: str | None = "D1", **more: Any) -> Kartu:
        more = {"tanggal": HARI, "penjamin_id": 2} | more
        return antrean.daftar(self.ctx, PETUGAS, norm=norm(n), ruangan=ruangan, dokter=dokter, **more)

    def card(self, antrean_id: int) -> Kartu:
        return papan.satu(self.ctx, ADMIN, antrean_id)

    def cancel(self, antrean_id: int, alasan: str = "salah_data", **more: Any) -> antrean.HasilBatal:
        return antrean.batal(self.ctx, PETUGAS, antrean_id, alasan=alasan, **more)

    # The worker.

    def due(self) -> tuple[int, ...]:
        return kirim.jatuh_tempo(self.ctx, 1000)

    def claim(self, job_id: int, pekerja: str = "uji", *, sewa: int = 60_000) -> kirim.Tugas:
        task = kirim.klaim(self.ctx, job_id, pekerja, sewa, build)
        assert task is not None, self.row(job_id)
        return task

    def settle(self, task: kirim.Tugas, what: Vonis | kirim.Hasil, **more: Any) -> bool:
        outcome = what if isinstance(what, kirim.Hasil) else kirim.Hasil(what, response="{}")
        return kirim.selesaikan(self.ctx, task.klaim, outcome, **more)

    def send(self, job_id: int, *whats: Vonis | kirim.Hasil) -> StatusJob:
        """Let attempts of a job come to these ends, one after the other, waiting out every delay."""
        for what in whats:
            self.elapse(job_id)
            assert self.settle(self.claim(job_id), what)
        return StatusJob(self.row(job_id).status)

    def registered(self, n: int = 1, *, p: Vonis | None = P_OK, a: Vonis | None = A_OK, **more: Any) -> Kartu:
        """A ticket whose jobs P and A have come to some end; ``None`` leaves one waiting."""
        made = self.register(n, **more)
        for job, verdict in ((made.p, p), (made.a, a)):
            assert job is not None
            if verdict is not None:
                self.send(job.id, verdict)
        return self.card(made.id)


TRAIL = (t.audit_segel, t.audit)


def forget_trail(conn: sa.Connection) -> None:
    """Empty the audit trail, which nothing in the product can: its guards are put away for a moment."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for table in TRAIL:
            conn.execute(sa.delete(table))
        conn.execute(sa.text("SET LOCAL session_replication_role = origin"))
        return
    named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
    guards = conn.execute(sa.text(named)).all()
    for guard in guards:
        conn.execute(sa.text(f"DROP TRIGGER {guard.name}"))
    for table in TRAIL:
        conn.execute(sa.delete(table))
    for guard in guards:
        conn.execute(sa.text(guard.sql))


def job_of(kartu: Kartu, jenis: JenisJob) -> JobRingkas | None:
    """The newest job of a type."""
    return next((job for job in reversed(kartu.jobs) if job.jenis is jenis), None)


def ids(kartu: Kartu) -> tuple[int, int]:
    """The ids of P and A."""
    assert kartu.p is not None
    assert kartu.a is not None
    return kartu.p.id, kartu.a.id


def settings_for(url: str) -> Settings:
    return Settings(
        faskes=FaskesSettings("00000001", "Klinik Contoh", "Asia/Jakarta"),
        penyimpanan=PenyimpananSettings(url),
    )


def fill(url: str, folder: Path) -> None:
    """Make a storage with the product's own hands: schema, rooms, doctors, patients."""
    ctx, _ = konteks.siapkan(settings_for(url))
    file = folder / "master.toml"
    file.write_text(MASTER, encoding="utf-8")
    master.impor(ctx, ADMIN, file)
    with ctx.storage.write() as conn:
        for n in range(1, PATIENTS + 1):
            values: dict[str, Any] = {"nama": f"Pasien {n:02d}", "nik": f"32010101010{n:05d}"}
            values |= {"no_kartu": card_number(n), "no_hp": "081234567890", "penjamin_id": 2}
            values |= {"jenis_kelamin": "L", "tanggal_lahir": date(1990, 1, 31)}
            people.save_pasien(conn, ctx.faskes.id, norm(n), values)
        forget_trail(conn)
    ctx.tutup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("klinik")
    fill(f"sqlite:///{folder / 'deka.db'}", folder)
    return folder / "deka.db"


@pytest.fixture(scope="session")
def postgres_home(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """One database for all tests of a process: emptying it is a hundred times cheaper than copying it."""
    url = postgres.create_database()
    fill(url, tmp_path_factory.mktemp("klinik"))
    return url


@pytest.fixture
def sqlite_clinic(sqlite_template: Path, tmp_path: Path) -> Iterator[Clinic]:
    """The clinic in a SQLite file of its own."""
    file = tmp_path / "deka.db"
    shutil.copyfile(sqlite_template, file)
    yield from _opened(f"sqlite:///{file}")


@pytest.fixture
def postgres_clinic(postgres_home: str) -> Iterator[Clinic]:
    """The clinic in a PostgreSQL database that holds nothing else."""
    yield from _opened(postgres_home)


_warm: dict[str, Konteks] = {}
"""Open PostgreSQL storages by URL: new connections, which know no table yet, cost more than most tests."""


def _opened(url: str) -> Iterator[Clinic]:
    made = Clinic(_warm.pop(url, None) or konteks.buka(settings_for(url)), url)
    ctx = made.ctx
    began = None if made.is_sqlite else made.beginning()
    yield made
    if began is not None:
        made.empty()
        made.restore(began)
        _warm[url] = ctx
    for other in (*made.opened, *([] if url in _warm else [ctx]), *([] if made.ctx is ctx else [made.ctx])):
        other.tutup()


@pytest.fixture(params=["sqlite", "postgresql"])
def clinic(request: pytest.FixtureRequest) -> Clinic:
    """A clinic with rooms, doctors and patients, once on each kind of storage."""
    name = "sqlite_clinic" if request.param == "sqlite" else "postgres_clinic"
    made: Clinic = request.getfixturevalue(name)
    return made
