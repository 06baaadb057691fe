"""A clinic for end-to-end tests: its storage, the simulator of BPJS, and its worker processes.

Nothing in here asserts; ``periksa`` has the judgements that several tests and the campaigns share.
"""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import httpx
import sqlalchemy as sa

from shared.config import load
from shared.domain.records import JobRingkas, Kartu, Pelaku
from shared.domain.status import LIVE_JOB
from shared.security.permissions import ROLES
from shared.services import antrean, jobs, konteks, master, monitoring, papan, pasien
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from tests.support.processes import Proc
from tests.support.waiting import TooLate

T = TypeVar("T")

HARI = date(2099, 3, 4)
"""The business day of every ticket: one that does not end while a test runs."""

BPJS: Mapping[str, str] = {
    "CONS_ID": "98765",
    "SECRET_KEY": "SIMSECRET0",
    "KD_APLIKASI": "095",
    "PCARE_USER_KEY": "simkunci-pcare",
    "PCARE_USERNAME": "klinik.uji",
    "PCARE_PASSWORD": "Sandi#Uji1",
    "ANTREAN_USER_KEY": "simkunci-antrean",
}
"""The invented credentials the simulator knows."""

POLI = {"UMUM": "001", "GIGI": "002", "KIA": "003"}

MASTER = "".join(
    f"""
[[ruangan]]
kode = "{kode}"
nama = "Poli {kode.title()}"
jenis_kunjungan = 1
prefix = "{prefix}"
kd_poli = "{POLI[kode]}"

[[dokter]]
kode = "D{prefix}"
nama = "dr. Contoh {prefix}"
ruangan = "{kode}"
kd_dokter = "10{number}"
kodedokter = 900{number}
jam = ["07:00-12:00", "13:00-20:00"]
"""
    for number, (kode, prefix) in enumerate(zip(POLI, "ABC", strict=True), start=1)
)

PETUGAS = Pelaku("petugas-uji", "petugas", ROLES["petugas"], "1")
ADMIN = Pelaku("admin-uji", "superadmin", ROLES["superadmin"], "9")


def loket(nomor: int) -> Pelaku:
    """A person at one counter."""
    return Pelaku(f"petugas-{nomor}", "petugas", ROLES["petugas"], str(nomor))


def norm(number: int) -> str:
    return f"{number:06d}"


def kartu_bpjs(number: int) -> str:
    return f"{number:013d}"


class Simulator:
    """A ``deka-sandbox`` process, and its control door."""

    def __init__(self, port: int = 0, env: Mapping[str, str] | None = None) -> None:
        """Start it and wait until it serves."""
        self.proc = Proc(["-m", "worker.sandbox", "--port", str(port)], name="sandbox", env=env)
        self.url: str = self.proc.wait_line(r"siap di (http://\S+)")[1]
        self._http = httpx.Client(base_url=f"{self.url}/_sandbox", timeout=30, trust_env=False)

    def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        answer = self._http.request(method, f"/{path}", json=body)
        if answer.status_code != 200:
            raise RuntimeError(f"/_sandbox/{path}: {answer.text}")
        return answer.json()

    def gangguan(self, **order: Any) -> str:
        """Order a fault; returns its id."""
        return str(self.control("gangguan", order)["id"])

    def tolak(self, kali: int, pesan: str = "Ditolak") -> None:
        """Refuse the next creates of each service for good, with a text in a list."""
        for operasi in ("pendaftaran.tambah", "antrean.tambah"):
            self.gangguan(jenis="kode", kode=412, pesan=pesan, tempat="daftar", operasi=operasi, kali=kali)

    def kena(self) -> int:
        """How often the faults in force have struck."""
        return sum(row["kena"] for row in self.control("gangguan", method="GET"))

    def pulih(self, fault_id: str = "") -> None:
        """Take one fault back, or all."""
        self.control(f"gangguan/{fault_id}" if fault_id else "gangguan", method="DELETE")

    def sakelar(self, **wanted: Any) -> None:
        self.control("sakelar", wanted)

    def peserta(self, number: int, **facts: Any) -> None:
        """Tell the simulator about one participant."""
        self.control("peserta", {"no_kartu": kartu_bpjs(number)} | facts)

    def buku(self) -> Any:
        return self.control("buku", method="GET")

    def panggilan(self, operasi: str) -> int:
        """How often an operation was called."""
        calls = self.control("buku?ringkas=1", method="GET")["panggilan"]
        return int(calls.get(operasi, 0))

    def permintaan(self, operasi: str = "") -> list[dict[str, Any]]:
        """The requests seen so far, of one operation or of all."""
        rows = self.control("permintaan", method="GET")
        return [row for row in rows if operasi in ("", row["operasi"])]

    def reset(self) -> None:
        """As good as new."""
        self.control("reset", dict.fromkeys(("buku", "gangguan", "peserta", "master", "sakelar"), True))

    def close(self) -> None:
        self._http.close()
        self.proc.close()


@dataclass(slots=True)
class Klinik:
    """One clinic: settings, open storage, simulator, and the processes that were started for it."""

    folder: Path
    simulator: Simulator
    env: dict[str, str]
    ctx: Konteks
    started: list[Proc] = field(default_factory=list)
    hari: tuple[date, ...] = (HARI,)
    """The days its tickets are for."""

    # ── processes ─────────────────────────────────────────────────────────────

    def pekerja(self, *words: str, tempo: float = 0.0, siap: bool = True, **settings: object) -> Proc:
        """Start a worker process and wait until it says that it is ready.

        ``tempo`` 0.05 makes its pauses (back-off, read-back, breaker, heartbeat) twenty times shorter; 0
        is the untouched ``python -m worker``. *settings* are environment variables without ``DEKA_``.
        """
        env = self.env | {f"DEKA_{name}": str(value) for name, value in settings.items()}
        module = "worker"
        if tempo:
            module, env["DEKA_UJI_TEMPO"] = "tests.e2e.tempo", str(tempo)
        proc = Proc(["-m", module, *words], env=env, name=f"worker {' '.join(words)}")
        self.started.append(proc)
        if siap:
            proc.wait_line("Pekerja siap", 30)
        return proc

    def sekali(self, *, tempo: float = 0.0, timeout: float = 60.0, **settings: object) -> Proc:
        """Run ``deka-worker --sekali`` to its end."""
        proc = self.pekerja("--sekali", tempo=tempo, siap=False, **settings)
        status = proc.wait(timeout)
        if status != 0:
            raise RuntimeError(f"--sekali ended with {status}\n{proc.output}")
        return proc

    def tutup(self) -> None:
        """End the processes at once: what a kind end does is tested where it is the subject."""
        for proc in reversed(self.started):
            proc.kill()
            proc.close()
        self.ctx.tutup()

    def bekukan(self, proc: Proc) -> None:
        """Freeze a process at a moment when it is not inside a write transaction.

        Inside one it would hold on to what it has locked: SQLite's file, or rows of PostgreSQL until that
        ends the session by itself.
        """
        with self.ctx.tulis() as conn:
            if not self.ctx.storage.is_sqlite:
                conn.execute(sa.text("LOCK TABLE job, pekerja, gerbang, antrean IN EXCLUSIVE MODE"))
            proc.freeze()

    def buka_ulang(self) -> None:
        """Open the storage anew with the settings as they are by now."""
        self.ctx.tutup()
        self.ctx = konteks.buka(load(None, self.env))

    # ── the counter ───────────────────────────────────────────────────────────

    def daftar(
        self, number: int, ruangan: str = "UMUM", pelaku: Pelaku = PETUGAS, hari: date = HARI
    ) -> Kartu:
        """Register one patient."""
        return antrean.daftar(self.ctx, pelaku, norm=norm(number), ruangan=ruangan, tanggal=hari)

    def daftar_semua(self, numbers: Sequence[int], ruangan: str = "UMUM") -> list[int]:
        """Register several patients; returns the ids of their tickets."""
        return [self.daftar(number, ruangan).id for number in numbers]

    def kartu(self, antrean_id: int) -> Kartu:
        return papan.satu(self.ctx, ADMIN, antrean_id)

    def semua(self) -> tuple[Kartu, ...]:
        """Every ticket there is."""
        return tuple(k for day in self.hari for k in papan.semua(self.ctx, ADMIN, papan.Saring(tanggal=day)))

    def hidup(self) -> int:
        """How many jobs are alive; cheaper than reading every ticket."""
        saring = jobs.SaringJob(semua_tanggal=True, status=frozenset(LIVE_JOB))
        return monitoring.hitung(self.ctx, ADMIN, saring).total

    def job(self, antrean_id: int, jenis: str) -> JobRingkas:
        """The newest job of one type of a ticket."""
        found = [job for job in self.kartu(antrean_id).jobs if job.jenis == jenis]
        return max(found, key=lambda job: job.id)

    def percobaan(self, job: JobRingkas) -> tuple[Any, ...]:
        return jobs.detail(self.ctx, ADMIN, job.id).attempts

    # ── waiting ───────────────────────────────────────────────────────────────

    def tunggu(self, predicate: Callable[[], T], timeout: float = 30.0, what: str = "the condition") -> T:
        """Ask *predicate* whenever the storage changes, until its answer is true; return that.

        What happens outside the storage (the simulator's books) is looked at ten times a second.
        """
        feed = self.ctx.perubahan(0.02)
        deadline = time.monotonic() + timeout
        try:
            while True:
                last: Exception | None = None
                try:
                    answer = predicate()
                    if answer:
                        return answer
                    feed.tunggu(0.1)
                except PenyimpananGagal as error:
                    last = error
                    threading.Event().wait(0.1)
                if time.monotonic() > deadline:
                    state = "storage away" if last else self.keadaan()
                    raise TooLate(f"waited {timeout:g} s for {what}\n{state}") from last
        finally:
            feed.tutup()

    def keadaan(self) -> str:
        """The tickets that are not done, for the report of a test that fails."""
        lines = []
        for kartu in self.semua():
            if any(job.status in LIVE_JOB or job.status == "gagal" for job in kartu.jobs):
                parts = [
                    f"{j.jenis}={j.status}/{j.kelas}/{j.percobaan} {j.http} {j.pesan[:60]}"
                    for j in kartu.jobs
                ]
                lines.append(f"{kartu.tiket} {kartu.status}: " + "; ".join(parts))
        lines += [repr(gate) for gate in jobs.gerbang(self.ctx)]
        return "\n".join(lines[:40])

    def tenang(self, timeout: float = 60.0) -> tuple[Kartu, ...]:
        """Wait until no job is alive any more; returns every ticket."""
        self.tunggu(lambda: self.hidup() == 0, timeout, "every job to be over")
        return self.semua()


def hidup(kartu: Kartu) -> bool:
    """Whether any job of a ticket is alive."""
    return any(job.status in LIVE_JOB for job in kartu.jobs)


def lingkungan(folder: Path, url: str, base: str, **settings: object) -> dict[str, str]:
    """The settings of a clinic as environment variables; BPJS is at *base*."""
    config = folder / "deka.toml"
    config.write_text("", encoding="utf-8")
    return {
        "DEKA_CONFIG": str(config),
        "DEKA_FASKES__KODE": "00000001",
        "DEKA_FASKES__NAMA": "Klinik Uji",
        "DEKA_PENYIMPANAN__URL": url,
        "DEKA_BPJS__PCARE_URL": f"{base}/pcare-rest",
        "DEKA_BPJS__ANTREAN_URL": f"{base}/antreanfktp",
        "DEKA_WORKER__UTAS": "4",
        "DEKA_WORKER__TENGGAT": "5",
        **{f"DEKA_BPJS__{name}": value for name, value in BPJS.items()},
        **{f"DEKA_{name}": str(value) for name, value in settings.items()},
    }


def isi(folder: Path, url: str, patients: int) -> None:
    """Make a storage with a clinic, its rooms and doctors, and so many patients."""
    ctx, _ = konteks.siapkan(load(None, lingkungan(folder, url, "http://127.0.0.1:9")))
    rooms = folder / "master.toml"
    rooms.write_text(MASTER, encoding="utf-8")
    master.impor(ctx, ADMIN, rooms)
    people = folder / "pasien.csv"
    with people.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(pasien.HEADER)
        for number in range(1, patients + 1):
            named = norm(number), f"Peserta Rekaan {number}", f"{number:016d}", kartu_bpjs(number)
            rows.writerow([*named, "081200000000", "LP"[number % 2], "1990-01-31", "00000001", 2])
    pasien.impor_csv(ctx, ADMIN, people)
    ctx.tutup()


def buka(folder: Path, url: str, simulator: Simulator, *, lewat: str = "", **settings: object) -> Klinik:
    """Open a clinic that :func:`isi` has made; *lewat* is where its worker finds BPJS, if not there."""
    env = lingkungan(folder, url, lewat or simulator.url, **settings)
    return Klinik(folder, simulator, env, konteks.buka(load(None, env)))


def buka_lagi(env: Mapping[str, str]) -> Konteks:
    """Open a clinic's storage from the environment of one of its processes."""
    return konteks.buka(load(None, env))
