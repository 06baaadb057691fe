"""A door with a scripted clinic day behind it: rare states on demand, no storage, no real time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from deka_tui.port import HasilBatal, HasilResend, Lembar, Pendaftaran, Saring
from shared.domain.accept import Palang, nilai_terima
from shared.domain.records import (
    Dokter,
    Faskes,
    Gerbang,
    JobRingkas,
    Kartu,
    Kesehatan,
    Pasien,
    Pelaku,
    Percobaan,
    Ruangan,
)
from shared.domain.resend import rencana_resend
from shared.domain.status import WAITING_TICKET, JenisJob, Kelas, StatusAntrean, StatusJob
from shared.services.errors import DekaError, PenyimpananGagal, PerluKonfirmasi
from tests.tui.fake_audit import FakeAudit
from tests.tui.fake_kfa import FakeKfa
from tests.tui.fake_masuk import FakeMasuk
from tests.tui.fake_monitor import FakeMonitor
from tests.tui.fake_referensi import FakeReferensi
from tests.tui.fake_satusehat import FakeSatuSehat
from tests.tui.fake_stasiun import FakeStasiun

NOW = 1_795_137_240_000
"""Jum 20 Nov 2026 08:14:00 WIB, in Unix milliseconds."""
DAY = date(2026, 11, 20)
BPJS = 2
IZIN = frozenset(
    {"cancel antrean", "resend pcare", "terima antrean", "panggil antrean", "daftar antrean", "lihat antrean"}
)
PETUGAS = Pelaku("sari", "petugas", IZIN, loket="2")
ROOMS = (
    Ruangan(1, "UMUM", "Poli Umum", 1, "A", "001"),
    Ruangan(2, "GIGI", "Poli Gigi", 1, "B", "002"),
    Ruangan(3, "KIA", "KIA", 1, "C", "003"),
    Ruangan(4, "APOTEK", "Apotek", 3, "F"),
)
DOCTORS = (
    Dokter(1, "D1", "dr. Andi Wijaya", 1, "11", 101, ("07:00-12:00",)),
    Dokter(2, "D2", "dr. Bunga Citra", 1, "12", 102, ("12:00-16:00",)),
    Dokter(3, "D3", "drg. Cahya Dewi", 2, "13", 103, ("08:00-12:00", "13:00-15:00")),
    Dokter(4, "D4", "Bd. Dian Eka", 3, "14", 104, ()),
)
SKRINING = (
    "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu "
    "pada menu Skrining Kesehatan."
)


def job(
    number: int,
    jenis: JenisJob,
    status: StatusJob = StatusJob.TERKIRIM,
    pesan: str = "",
    *,
    bpjs: bool = True,
    kelas: Kelas | None = None,
    http: int | None = None,
    kode: str | None = None,
    percobaan: int = 1,
) -> JobRingkas:
    """Make a job."""
    return JobRingkas(number, jenis, status, kelas, pesan, bpjs and bool(pesan), http, kode, percobaan)


def ticket(number: int, nama: str = "SITI CONTOH", **values: object) -> Kartu:
    """Make a ticket of Poli Umum for a BPJS patient whose jobs are OK; *values* replace what differs."""
    room = next(r for r in ROOMS if r.id == values.get("ruangan_id", 1))
    base = Kartu(
        id=number,
        versi=1,
        tiket=f"{room.prefix}-{number:03d}",
        angka=number,
        tanggal=DAY,
        status=StatusAntrean.MENUNGGU,
        ruangan_id=room.id,
        ruangan=room.nama,
        jenis_kunjungan=room.jenis_kunjungan,
        norm=f"{122 + number:06d}",
        nama=nama,
        penjamin_id=BPJS,
        penjamin="BPJS",
        no_kartu=f"000000000{number + 16:04d}",
        jenis_kelamin="P",
        tanggal_lahir=date(1992, 3, 4),
        dokter="dr. Andi Wijaya",
        jam="07:00-12:00",
        dibuat=NOW - (number * 3 + 9) * 60_000,
        no_antrean_pcare=f"A{number + 11}",
        p=job(number * 10, JenisJob.PENDAFTARAN),
        a=job(number * 10 + 1, JenisJob.TAMBAH_ANTREAN),
    )
    return replace(base, **values)  # type: ignore[arg-type]


def failed_a(number: int, pesan: str = "Kuota penuh") -> JobRingkas:
    """A failed *Tambah Antrean* in BPJS' own words."""
    return job(
        number, JenisJob.TAMBAH_ANTREAN, StatusJob.GAGAL, pesan, kelas=Kelas.DATA, http=200, kode="201"
    )


def failed_p(number: int, pesan: str = SKRINING, kelas: Kelas = Kelas.PESERTA) -> JobRingkas:
    """A failed *Tambah Pendaftaran* in BPJS' own words."""
    return job(
        number, JenisJob.PENDAFTARAN, StatusJob.GAGAL, pesan, kelas=kelas, http=401, kode="401", percobaan=2
    )


NAMES = (
    "SITI CONTOH", "BUDI SANTOSO", "NI LUH PUTU AYU LESTARI", "MUHAMMAD RIZKY", "DEWI LESTARI",
    "AGUS SETIAWAN", "RATNA SARI", "I MADE WIRAWAN", "FITRI HANDAYANI", "JOKO PURNOMO",
)  # fmt: skip


def clinic_day(count: int = 10) -> list[Kartu]:
    """A morning with every kind of card: sent, failed, in process, called, skipped, not BPJS."""
    cards = [ticket(n, NAMES[(n - 1) % len(NAMES)]) for n in range(1, count + 1)]
    changes: dict[int, dict[str, object]] = {
        1: {"a": failed_a(11)},
        2: {"p": failed_p(20), "no_antrean_pcare": None, "jenis_kelamin": "L"},
        3: {
            "panggilan": 2, "loket": "1", "dipanggil": NOW - 120_000, "tanggal_lahir": date(2026, 3, 1),
        },
        4: {
            "p": job(40, JenisJob.PENDAFTARAN, StatusJob.PROSES, percobaan=0),
            "a": job(41, JenisJob.TAMBAH_ANTREAN, StatusJob.MENUNGGU, percobaan=0),
            "no_antrean_pcare": None, "jenis_kelamin": "L",
        },
        5: {
            "penjamin_id": 1, "penjamin": "Umum", "no_kartu": "", "p": None, "a": None,
            "no_antrean_pcare": None, "ruangan_id": 2, "ruangan": "Poli Gigi", "tiket": "B-001",
            "dokter": "drg. Cahya Dewi",
        },
        6: {
            "p": failed_p(60, "Tidak tersambung ke BPJS; periksa jaringan klinik.", Kelas.SEMENTARA),
            "a": failed_a(61), "no_antrean_pcare": None, "jenis_kelamin": "L",
        },
        7: {"status": StatusAntrean.DILEWATI},
        8: {"dibuat": NOW - 75 * 60_000, "jenis_kelamin": "L"},
    }  # fmt: skip
    for number, change in changes.items():
        if number <= count:
            card = replace(cards[number - 1], **change)  # type: ignore[arg-type]
            if number == 6 and card.p is not None:
                card = replace(card, p=replace(card.p, dari_bpjs=False))
            cards[number - 1] = card
    return cards


class FakePintu:
    """Keeps the tickets in memory. ``fail`` makes the next calls fail; ``gate`` holds calls back."""

    def __init__(self, cards: list[Kartu] | None = None) -> None:
        self.cards = {card.id: card for card in (clinic_day() if cards is None else cards)}
        self.kesehatan = Kesehatan(1, 300)
        self.fail: dict[str, Exception] = {}
        self.calls: list[tuple[str, object]] = []
        self.now: Callable[[], int] = lambda: NOW
        self.hold = threading.Event()
        self.hold.set()
        self.on_resend: Callable[[Kartu], Kartu] | None = None
        self.on_cancel: Callable[[Kartu], Kartu] | None = None
        self.patients = [
            Pasien(1, "000123", "SITI CONTOH", "3201010101010017", "0000000000017", "081200000001", "P",
                   date(1992, 3, 4), "00000001", BPJS),
            Pasien(2, "000200", "SITI AMINAH", "3201010101010021", "", "081200000002", "P",
                   date(2001, 7, 9), "", 1),
            Pasien(3, "000301", "BUDI BARU", "3201010101010031", "0000000000031", "081200000003", "L",
                   date(1980, 1, 2), "00000001", BPJS),
        ]  # fmt: skip
        self.masuk = FakeMasuk()
        self.stasiun = FakeStasiun()
        self.audit = FakeAudit(NOW)
        self.monitor = FakeMonitor(NOW, DAY, self.poke)
        self.satusehat = FakeSatuSehat(NOW, DAY, self.monitor, self.poke)
        self.referensi = FakeReferensi(NOW, DAY, lambda: self.kesehatan, self.poke)
        self._changed = threading.Event()
        self.kfa = FakeKfa(NOW, lambda: self.kesehatan, self.poke)
        self._closed = threading.Event()
        self._lock = threading.Lock()

    # -------------------------------------------------------------- scripting --
    def put(self, card: Kartu) -> None:
        """Another station or the worker changes a ticket."""
        with self._lock:
            self.cards[card.id] = card
        self.poke()

    def poke(self) -> None:
        """Wake the change feed."""
        self._changed.set()

    def gates(self, *gates: Gerbang, workers: int = 1) -> None:
        """Set whether workers live and which gates are shut."""
        self.kesehatan = Kesehatan(workers, 300 if workers else None, gates)
        self.poke()

    def _enter(self, name: str, what: object = None) -> None:
        self.calls.append((name, what))
        self.hold.wait(10)
        error = self.fail.get(name)
        if error is not None:
            raise error

    def _store(self, card: Kartu) -> Kartu:
        card = replace(card, versi=card.versi + 1)
        self.put(card)
        return card

    # ---------------------------------------------------------------- the port --
    def sebagai(self, pelaku: Pelaku) -> FakePintu:
        self.masuk.pelaku = pelaku
        return self

    def buka(self) -> Faskes:
        self._enter("buka")
        return Faskes(1, "00000001", "Klinik Contoh Sehat", "Asia/Jakarta")

    def tutup(self) -> None:
        self._closed.set()
        self.hold.set()
        self._changed.set()

    def tunggu(self, timeout: float) -> bool:
        woken = self._changed.wait(timeout)
        self._changed.clear()
        if "tunggu" in self.fail:
            raise self.fail["tunggu"]
        return woken and not self._closed.is_set()

    def muat(self, saring: Saring, *, mulai: int, banyak: int, fokus_id: int | None) -> Lembar:
        self._enter("muat", (saring, mulai, banyak, fokus_id))
        with self._lock:
            cards = list(self.cards.values())
        shown = [c for c in cards if self._fits(c, saring)]
        ids = tuple(c.id for c in shown)
        focus = ids.index(fokus_id) if fokus_id in ids else min(max(mulai, 0), len(ids) - 1)
        first = max(focus, 0) // banyak * banyak
        rooms = tuple(
            (r.id, r.nama, sum(c.ruangan_id == r.id and c.status in WAITING_TICKET for c in cards))
            for r in ROOMS
        )
        return Lembar(
            ids, first, tuple(shown[first : first + banyak]), focus, rooms, self.kesehatan, self.now()
        )

    @staticmethod
    def _fits(card: Kartu, saring: Saring) -> bool:
        if saring.ruangan_id is not None and card.ruangan_id != saring.ruangan_id:
            return False
        if saring.status is not None and card.status not in saring.status:
            return False
        text = saring.teks.lower()
        return not text or any(
            text in value.lower() for value in (card.nama, card.norm, card.tiket, card.no_antrean_pcare or "")
        )

    def satu(self, antrean_id: int) -> Kartu:
        return self.cards[antrean_id]

    def panggil(self, kartu: Kartu) -> Kartu:
        self._enter("panggil", kartu.id)
        now = self.cards[kartu.id]
        return self._store(
            replace(now, panggilan=now.panggilan + 1, loket="2", dipanggil=NOW, status=StatusAntrean.MENUNGGU)
        )

    def lewati(self, kartu: Kartu) -> Kartu:
        self._enter("lewati", kartu.id)
        return self._store(replace(self.cards[kartu.id], status=StatusAntrean.DILEWATI))

    def selesai(self, kartu: Kartu) -> Kartu:
        self._enter("selesai", kartu.id)
        return self._store(replace(self.cards[kartu.id], status=StatusAntrean.SELESAI, diubah=NOW))

    def terima(self, kartu: Kartu, *, tetap: bool = False) -> Kartu:
        self._enter("terima", (kartu.id, tetap))
        now = self.cards[kartu.id]
        gate = nilai_terima(now, BPJS)
        if gate.palang is not Palang.LURUS and not tetap:
            raise PerluKonfirmasi(gate, now, tiket=now.tiket, keadaan="")
        return self._store(replace(now, status=StatusAntrean.DITERIMA, diubah=NOW))

    def batal(self, kartu: Kartu, *, alasan: str, teks: str = "") -> HasilBatal:
        self._enter("batal", (kartu.id, alasan, teks))
        card = replace(self.cards[kartu.id], status=StatusAntrean.BATAL, diubah=NOW)
        card = self.on_cancel(card) if self.on_cancel else card
        card = self._store(card)
        return HasilBatal(card, tuple(j.id for j in card.lain))

    def resend(self, kartu: Kartu) -> HasilResend:
        self._enter("resend", kartu.id)
        now = self.cards[kartu.id]
        plan = rencana_resend(now, BPJS)
        parts = tuple((part.bagian.value, part.job_id or 0) for part in plan)
        alive = {letter: StatusJob.PROSES for letter, _ in parts}
        card = now
        if "P" in alive and now.p is not None:
            card = replace(card, p=replace(now.p, status=StatusJob.PROSES, pesan=""))
        if "A" in alive and now.a is not None:
            card = replace(card, a=replace(now.a, status=StatusJob.PROSES, pesan=""))
        card = self._store(card)
        return HasilResend(card, parts)

    def settle(self, number: int, *, p: JobRingkas | None = None, a: JobRingkas | None = None) -> None:
        """The worker settles jobs of a ticket."""
        card = self.cards[number]
        self.put(replace(card, p=p or card.p, a=a or card.a))

    def siap(self) -> None:
        pass

    def hasil(self, ids: tuple[int, ...]) -> tuple[JobRingkas, ...]:
        self._enter("hasil", ids)
        return tuple(j for c in self.cards.values() for j in c.jobs if j.id in ids)

    def urung(self, antrean_id: int) -> tuple[JobRingkas, ...]:
        self._enter("urung", antrean_id)
        return self.cards[antrean_id].lain

    def percobaan(self, job_id: int) -> tuple[Percobaan, ...]:
        self._enter("percobaan", job_id)
        found = next(j for c in self.cards.values() for j in c.jobs if j.id == job_id)
        return tuple(
            Percobaan(n, "worker", "worker-1", NOW - 300_000 + n * 60_000, NOW - 299_000 + n * 60_000,
                      found.http, found.kode, found.pesan, found.kelas, "{}", "{}")
            for n in range(1, found.percobaan + 1)
        )  # fmt: skip

    def cari_pasien(self, teks: str, batas: int = 20) -> tuple[Pasien, ...]:
        self._enter("cari_pasien", teks)
        text = teks.lower()
        return tuple(p for p in self.patients if text in p.nama.lower() or text in p.norm or text in p.nik)[
            :batas
        ]

    def ruangan(self) -> tuple[Ruangan, ...]:
        self._enter("ruangan")
        return ROOMS

    def dokter(self, ruangan_id: int) -> tuple[Dokter, ...]:
        self._enter("dokter", ruangan_id)
        return tuple(d for d in DOCTORS if d.ruangan_id == ruangan_id)

    def penjamin(self) -> tuple[tuple[int, str], ...]:
        self._enter("penjamin")
        return ((1, "Umum"), (2, "BPJS Kesehatan"))

    def daftar(self, isian: Pendaftaran) -> Kartu:
        self._enter("daftar", isian)
        patient = next(p for p in self.patients if p.norm == isian.norm)
        room = next(r for r in ROOMS if r.kode == isian.ruangan)
        number = max(self.cards, default=0) + 1
        payer = isian.penjamin_id or patient.penjamin_id
        card = ticket(
            number,
            patient.nama,
            ruangan_id=room.id,
            norm=patient.norm,
            penjamin_id=payer,
            penjamin="BPJS" if payer == BPJS else "Umum",
            dibuat=NOW,
            no_antrean_pcare=None,
            p=job(number * 10, JenisJob.PENDAFTARAN, StatusJob.MENUNGGU, percobaan=0)
            if payer == BPJS
            else None,
            a=job(number * 10 + 1, JenisJob.TAMBAH_ANTREAN, StatusJob.MENUNGGU, percobaan=0)
            if payer == BPJS
            else None,
        )
        self.put(card)
        return card


def storage_gone() -> DekaError:
    """The error of a storage that does not answer."""
    return PenyimpananGagal("penyimpanan_tak_terjangkau", tempat="var/deka.db")
