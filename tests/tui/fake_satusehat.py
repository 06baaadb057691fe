"""The door of the page Satu Sehat with a scripted clinic behind it: rare states on demand, no storage."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from shared.domain.beda import rapi
from shared.domain.pantau import BarisPantau
from shared.domain.records import Gerbang, JobRingkas
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.domain.sumber import JENIS, Kandidat, Tanya, Tipe
from shared.domain.sumber_tampil import (
    BarisRegenerasi,
    Dasbor,
    DetailSumber,
    HasilRegenerasi,
    KartuSumber,
    Pertanyaan,
    TemuanLint,
)
from shared.services.errors import Bentrok, TidakSah
from shared.texts_satusehat import TANYA
from tests.tui.fake_monitor import NAMES, FakeMonitor

S = StatusJob
OUTCOME = json.dumps(
    {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error", "code": "value",
                "details": {"text": "Element not found: Encounter.diagnosis. Rule Number: 10457"},
                "expression": ["Encounter.diagnosis"],
            },
            {
                "severity": "error", "code": "value",
                "details": {"text": "Invalid date time value: Encounter.period.end. Rule: 10121"},
                "expression": ["Encounter.period.end"],
            },
        ],
    }
)  # fmt: skip
BODY = json.dumps(
    {
        "resourceType": "Encounter",
        "identifier": [{"system": "http://sys-ids.kemkes.go.id/encounter/10000004", "value": "R-0007"}],
        "status": "finished",
        "subject": {"reference": "Patient/000129", "display": "SITI CONTOH"},
        "period": {"start": "2026-11-20T01:00:00+00:00", "end": "2026-11-20T00:30:00+00:00"},
    }
)
LINT = (
    TemuanLint("diagnosis", "wajib diisi", 10457),
    TemuanLint("period.end", "harus sesudah start", 10173, berat=True),
)
_COUNTS: dict[Tipe, tuple[int, int, int, int]] = {
    # sent, under way, failed, not yet
    Tipe.ORGANIZATION: (3, 0, 0, 0), Tipe.LOCATION: (4, 0, 0, 0), Tipe.PRACTITIONER: (5, 0, 1, 0),
    Tipe.PATIENT: (188, 6, 4, 2), Tipe.ENCOUNTER: (150, 12, 7, 31), Tipe.CONDITION: (310, 25, 3, 60),
    Tipe.OBSERVATION: (1_240, 90, 0, 270), Tipe.PROCEDURE: (44, 0, 0, 6), Tipe.COMPOSITION: (120, 9, 1, 70),
    Tipe.ALLERGY_INTOLERANCE: (12, 0, 0, 0), Tipe.CLINICAL_IMPRESSION: (90, 4, 0, 16),
    Tipe.SERVICE_REQUEST: (0, 0, 0, 0), Tipe.MEDICATION: (31, 0, 0, 9),
    Tipe.MEDICATION_REQUEST: (80, 3, 2, 25),
    Tipe.MEDICATION_DISPENSE: (71, 3, 2, 34), Tipe.IMMUNIZATION: (6, 0, 0, 1),
}  # fmt: skip


def encounter(number: int, day: date, now: int, **values: object) -> BarisPantau:
    """An Encounter that was sent, unless *values* say otherwise."""
    base = BarisPantau(
        id=number, jenis=JenisJob.SS_ENCOUNTER, status=S.TERKIRIM, tanggal=day, norm=f"{122 + number:06d}",
        nama=NAMES[number % len(NAMES)], http=201, percobaan=1, layanan="satusehat", dibuat=now, diubah=now,
        dicoba=now - number * 30_000, lokal=f"R-{number:04d}", ihs=f"aaaaaaaa-0000-4000-8000-{number:012d}",
        no_registrasi=f"R-{number:04d}", poli="Poli Umum", dokter="dr. Andi Wijaya", status_remote="finished",
        waktu="2026-11-20T01:00:00+00:00",
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]


def refused(number: int, day: date, now: int, **values: object) -> BarisPantau:
    """One that SatuSehat refused."""
    wrong = {
        "status": S.GAGAL, "http": 400, "kode": "10457", "kelas": Kelas.DATA, "dari_bpjs": True, "ihs": "",
        "pesan": "Element not found: Encounter.diagnosis. Rule Number: 10457",
    }  # fmt: skip
    return encounter(number, day, now, **{**wrong, **values})


def clinic_day(day: date, now: int, count: int = 30) -> list[BarisPantau]:
    """Encounters of every state, newest first 530 and down."""
    rows = {500 + n: encounter(500 + n, day, now) for n in range(1, count + 1)}
    unsent = {"ihs": "", "http": None, "percobaan": 0, "dicoba": None}
    rows[530] = refused(530, day, now)
    rows[529] = encounter(529, day, now, status=S.TERTAHAN, menunggu="Patient", **unsent)
    rows[528] = encounter(528, day, now, status=S.TERTAHAN, menunggu="KFA", **unsent)
    rows[527] = encounter(527, day, now, status=S.MENUNGGU, **unsent)
    rows[526] = encounter(526, day, now, status=S.PROSES, ihs="", http=None)
    rows[525] = refused(
        525, day, now, http=500, kelas=Kelas.SEMENTARA, sebab="gangguan", dari_bpjs=False, kode=None,
        pesan="SatuSehat sedang terganggu dan tidak menjawab dengan benar.",
    )  # fmt: skip
    rows[501] = encounter(501, day - timedelta(days=1), now)
    return list(rows.values())


def questions(now: int) -> tuple[Pertanyaan, ...]:
    """One with two candidates, one with none."""
    two = (
        Kandidat("P00000000001", "SITI CONTOH", "1992-03-04, female"),
        Kandidat("P00000000002", "SITI CONTOHWATI", "1990-01-31, female"),
    )
    return (
        Pertanyaan(
            1, Tipe.PATIENT, "000129", "SITI CONTOH", Tanya.GANDA, TANYA[Tanya.GANDA], two, False, 601, now
        ),
        Pertanyaan(
            2, Tipe.PATIENT, "000130", "BUDI SANTOSO", Tanya.TIDAK_DITEMUKAN, TANYA[Tanya.TIDAK_DITEMUKAN],
            (), True, 602, now,
        ),
    )  # fmt: skip


class FakeSatuSehat:
    """Keeps cards and questions in memory; the rows are the monitor's. ``fail`` fails calls."""

    def __init__(self, now: int, today: date, monitor: FakeMonitor, poke: Callable[[], None]) -> None:
        self.now, self.today, self.monitor, self._poke = now, today, monitor, poke
        self.cards: dict[Tipe, KartuSumber] = {t: KartuSumber(t, *_COUNTS[t]) for t in Tipe}
        self.lingkungan = "stg"
        self.gerbang: Gerbang | None = None
        self.asked: list[Pertanyaan] = list(questions(now))
        self.lint: tuple[TemuanLint, ...] = LINT
        self.fail: dict[str, Exception] = {}
        self.calls: list[tuple[str, object]] = []
        self.answered: list[tuple[int, str]] = []
        self.results: tuple[BarisRegenerasi, ...] = ()
        self.hold = threading.Event()
        self.hold.set()

    # -------------------------------------------------------------- scripting --
    def put(self, tipe: Tipe, *counts: int) -> None:
        """The worker has sent something."""
        self.cards[tipe] = KartuSumber(tipe, *counts)
        self._poke()

    def gate(self, gate: Gerbang | None) -> None:
        """Shut the gate, or open it."""
        self.gerbang = gate
        self._poke()

    def rows(self) -> None:
        """Let there be Encounters to list."""
        for row in clinic_day(self.today, self.now):
            self.monitor.jobs[row.id] = row
            self.monitor.bodies[row.id] = BODY

    def outcome(self, *rows: BarisRegenerasi) -> None:
        """How a regeneration stands."""
        self.results = rows
        self._poke()

    def _enter(self, name: str, what: object = None) -> None:
        self.calls.append((name, what))
        if name in self.fail:
            raise self.fail[name]

    # ---------------------------------------------------------------- the port --
    def dasbor(self, tanggal: date | None) -> Dasbor:
        self._enter("dasbor", tanggal)
        cards = tuple(
            card if tanggal in (None, self.today) else KartuSumber(card.tipe, 0, 0, 0, 0)
            for card in self.cards.values()
        )
        return Dasbor(cards, self.lingkungan, self.gerbang, len(self.asked))

    def detail(self, job_id: int) -> DetailSumber:
        self._enter("detail", job_id)
        base = self.monitor.detail(job_id)
        row = base.job
        failed = row.status is S.GAGAL
        tries = tuple(
            replace(one, request=BODY, response=OUTCOME if failed else BODY) for one in base.attempts
        )
        waits = ("Patient/000129",) if row.menunggu == "Patient" else ()
        asked = next((one.id for one in self.asked if one.job_id == job_id), None)
        return DetailSumber(
            replace(base, attempts=tries, versi=()), Tipe.ENCOUNTER, rapi(BODY),
            self.lint if row.status is not S.TERKIRIM else (), waits, asked, None,
        )  # fmt: skip

    def periksa(self, job_id: int, isi: str) -> tuple[TemuanLint, ...]:
        self._enter("periksa", (job_id, isi))
        return () if '"diagnosis"' in isi else self.lint

    def verifikasi(self, job_id: int) -> JobRingkas:
        self._enter("verifikasi", job_id)
        row = self.monitor.jobs[job_id]
        if row.status is S.PROSES:
            raise Bentrok("satusehat_masih_proses", nama=row.lokal)
        self.monitor.change(job_id, status=S.TAK_PASTI)
        return JobRingkas(job_id, row.jenis, S.TAK_PASTI, None, "", False)

    def regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        self._enter("regenerasi", tipe)
        self.hold.wait(10)
        running = sum(1 for row in self.results if row.hasil == "proses")
        return HasilRegenerasi(tipe, len(self.results), 1, running, self.results)

    def hasil_regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        self._enter("hasil_regenerasi", tipe)
        running = sum(1 for row in self.results if row.hasil == "proses")
        return HasilRegenerasi(tipe, 0, 0, running, self.results)

    def pertanyaan(self, tipe: Tipe | None = None) -> tuple[Pertanyaan, ...]:
        self._enter("pertanyaan", tipe)
        return tuple(one for one in self.asked if tipe in (None, one.tipe))

    def jawab(self, pertanyaan_id: int, jawaban: str) -> JobRingkas:
        self._enter("jawab", (pertanyaan_id, jawaban))
        one = next(one for one in self.asked if one.id == pertanyaan_id)
        if jawaban == "salah":
            raise TidakSah("satusehat_jawaban_salah", nilai=jawaban, tipe=one.tipe)
        self.answered.append((pertanyaan_id, jawaban))
        self.asked.remove(one)
        self._poke()
        return JobRingkas(one.job_id, JENIS[one.tipe], S.TAK_PASTI, None, "", False)


def row(number: int, hasil: str, pesan: str = "", tanya: int | None = None) -> BarisRegenerasi:
    """One result of a regeneration."""
    ihs = f"P{number:011d}" if hasil in ("tertaut", "dibuat", "diperiksa") else ""
    return BarisRegenerasi(
        600 + number, f"{128 + number:06d}", NAMES[number % len(NAMES)], hasil, ihs, pesan, tanya
    )
