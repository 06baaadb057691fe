"""The door of the monitoring page with scripted jobs behind it: rare states on demand, no storage."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from deka_tui.port_monitor import Kendali
from shared.domain.beda import beda, rapi
from shared.domain.isian import ISIAN, SalahIsi, periksa_isi
from shared.domain.massal import Butir, Hasil, Kemajuan, Rencana
from shared.domain.pantau import (
    DELETES,
    BarisPantau,
    DetailPantau,
    HalamanJob,
    HitungJob,
    Kelompok,
    Kursor,
    Layar,
    Perempat,
    SaringJob,
    Sekilas,
    Tutup,
)
from shared.domain.penjelasan import kunci_kelompok, teks_kelompok
from shared.domain.records import JobRingkas, Percobaan, VersiMuatan
from shared.domain.status import FAILED_JOB, JENIS_SATUSEHAT, LIVE_JOB, JenisJob, Kelas, StatusJob
from shared.domain.suntingan import Pemeriksaan, Suntingan
from shared.services.errors import Bentrok, TidakSah
from shared.services.monitoring import jelas

J, S = JenisJob, StatusJob
CARD = "0000000000017"
SKRINING = (
    "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu "
    "pada menu Skrining Kesehatan."
)
NAMES = (
    "SITI CONTOH", "BUDI SANTOSO", "NI LUH PUTU AYU LESTARI", "MUHAMMAD RIZKY", "DEWI LESTARI",
    "AGUS SETIAWAN", "RATNA SARI", "I MADE WIRAWAN", "FITRI HANDAYANI", "JOKO PURNOMO",
)  # fmt: skip
BODY = (
    '{"kdProviderPeserta":"00000001","tglDaftar":"20-11-2026","noKartu":"0000000000017","kdPoli":"001",'
    '"keluhan":null,"kunjSakit":true,"sistole":0,"diastole":0,"beratBadan":0,"tinggiBadan":0,"respRate":0,'
    '"lingkarPerut":0,"heartRate":0,"rujukBalik":0,"kdTkp":"10"}'
)
ANSWER = (
    '{"response":[{"field":"noKartu","message":"Anda belum melakukan skrining kesehatan."}],'
    '"metaData":{"message":"PRECONDITION_FAILED","code":412}}'
)


def job(number: int, day: date, now: int, **values: object) -> BarisPantau:
    """A job that was sent, unless *values* say otherwise."""
    name = NAMES[number % len(NAMES)]
    kinds = list(J)
    base = BarisPantau(
        id=number, jenis=kinds[number % 2], status=S.TERKIRIM, tanggal=day, norm=f"{122 + number:06d}",
        nama=name, http=201, kode="201", percobaan=1, layanan="pcare", dibuat=now - number * 60_000,
        diubah=now, dicoba=now - number * 30_000, antrean_id=number, tiket=f"A-{number:03d}",
        no_urut=f"A{number}", poli="Poli Umum", dokter="dr. Andi Wijaya", jam="07:00-12:00", no_kartu=CARD,
        nik="3201010101010017",
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]


def failed(number: int, day: date, now: int, pesan: str = SKRINING, **values: object) -> BarisPantau:
    """A job that BPJS refused."""
    wrong = {
        "status": S.GAGAL, "pesan": pesan, "dari_bpjs": True, "kelas": Kelas.PESERTA, "http": 412,
        "kode": "412", "percobaan": 2,
    }  # fmt: skip
    return job(number, day, now, **{**wrong, **values})


def working_day(day: date, now: int, count: int = 40) -> list[BarisPantau]:
    """A morning with every kind of row."""
    rows = [job(n, day, now) for n in range(1, count + 1)]
    special = {
        40: failed(40, day, now, jenis=J.PENDAFTARAN),
        39: job(39, day, now, status=S.MENUNGGU, percobaan=0, http=None, kode=None, dicoba=None),
        38: failed(
            38, day, now, "Kuota dokter penuh", jenis=J.TAMBAH_ANTREAN, kelas=Kelas.DATA, http=200, kode="201"
        ),
        37: job(37, day, now, status=S.PROSES, http=None, kode=None),
        36: failed(36, day, now, jenis=J.HAPUS_PENDAFTARAN, kelas=Kelas.DATA, pesan="Pasien sudah dilayani."),
        35: failed(35, day, now, jenis=J.PENDAFTARAN, ditahan_oleh="budi"),
        34: failed(
            34, day, now, "Tidak tersambung ke BPJS; periksa jaringan klinik.", kelas=Kelas.SEMENTARA,
            dari_bpjs=False, http=None, kode=None,
        ),
        33: failed(33, day, now, jenis=J.PENDAFTARAN),
        32: failed(32, day, now, "", status=S.KEDALUWARSA, kelas=None, jenis=J.TAMBAH_ANTREAN),
    }  # fmt: skip
    return [special.get(row.id, row) for row in rows]


class FakeKendali:
    """Hands whose run waits for :meth:`satu`."""

    def __init__(self, laju: float, kemajuan: Callable[[Kemajuan], None]) -> None:
        self.laju, self.kemajuan = laju, kemajuan
        self.dijeda = False
        self.stopped = False
        self.steps = threading.Semaphore(0)

    def jeda(self) -> None:
        self.dijeda = True

    def lanjut(self) -> None:
        self.dijeda = False

    def henti(self) -> None:
        self.stopped = True
        self.steps.release()


class FakeMonitor:
    """Keeps the jobs in memory. ``fail`` makes the next calls of a name fail."""

    def __init__(self, now: int, today: date, poke: Callable[[], None]) -> None:
        self.now, self.today, self._poke = now, today, poke
        self.jobs: dict[int, BarisPantau] = {row.id: row for row in working_day(today, now)}
        self.bodies: dict[int, str] = {}
        self.fail: dict[str, Exception] = {}
        self.calls: list[tuple[str, object]] = []
        self.audit: list[tuple[str, int]] = []
        self.hands: FakeKendali | None = None
        self.auto = True
        """Whether a bulk run goes by itself; else each item waits for ``hands.steps``."""

    # -------------------------------------------------------------- scripting --
    def put(self, row: BarisPantau) -> None:
        """The worker or somebody else changes a job."""
        self.jobs[row.id] = row
        self._poke()

    def change(self, job_id: int, **values: object) -> None:
        """Change some of a job."""
        self.put(replace(self.jobs[job_id], **values))  # type: ignore[arg-type]

    def _enter(self, name: str, what: object = None) -> None:
        self.calls.append((name, what))
        if name in self.fail:
            raise self.fail[name]

    def _fits(self, row: BarisPantau, saring: SaringJob) -> bool:
        day = saring.day or (None if saring.semua_tanggal else self.today)
        wanted = saring.status if saring.status is not None else frozenset(S) - {S.DIBATALKAN}
        return (
            (row.jenis is saring.jenis if saring.jenis else row.jenis not in JENIS_SATUSEHAT)
            and (day is None or row.tanggal == day)
            and row.status in wanted
            and saring.digits in row.norm
            and (saring.kelas is None or str(row.kelas or "") == saring.kelas)
            and (saring.teks is None or row.pesan in saring.teks)
        )

    def _rows(self, saring: SaringJob) -> list[BarisPantau]:
        rows = [row for row in self.jobs.values() if self._fits(row, saring)]
        return sorted(rows, key=lambda row: (row.tanggal, row.id), reverse=True)

    # ---------------------------------------------------------------- the port --
    def muat(self, saring: SaringJob, *, kursor: Kursor | None, baru: bool, banyak: int) -> Layar:
        self._enter("muat", (saring, kursor, baru, banyak))
        rows = self._rows(saring)
        start = 0
        if kursor is not None:
            here = (kursor.tanggal, kursor.id)
            older = [at for at, row in enumerate(rows) if (row.tanggal, row.id) < here]
            if baru:
                newer = [at for at, row in enumerate(rows) if (row.tanggal, row.id) > here]
                start = max(0, len(newer) - banyak)
            else:
                start = older[0] if older else len(rows)
        shown = tuple(rows[start : start + banyak])
        page = HalamanJob(shown, ada_baru=start > 0, ada_lama=start + banyak < len(rows))
        resolved = saring if saring.tanggal or saring.semua_tanggal else saring.on(self.today)
        return Layar(resolved, page, self.count(saring), self.now)

    def count(self, saring: SaringJob) -> HitungJob:
        rows = self._rows(replace(saring, status=None)) if saring.teks is None else self._rows(saring)
        return HitungJob(
            sum(row.status in LIVE_JOB | {S.TERTAHAN} for row in rows),
            sum(row.status is S.TERKIRIM for row in rows),
            sum(row.status in FAILED_JOB for row in rows),
        )

    def baris(self, ids: tuple[int, ...]) -> tuple[BarisPantau, ...]:
        self._enter("baris", ids)
        return tuple(self.jobs[number] for number in ids if number in self.jobs)

    def hitung(self, saring: SaringJob) -> HitungJob:
        self._enter("hitung", saring)
        return self.count(saring)

    def detail(self, job_id: int) -> DetailPantau:
        self._enter("detail", job_id)
        row = self.jobs[job_id]
        body = self.bodies.get(job_id, BODY)
        first = (row.dicoba or self.now) - 60_000
        good = '{"response":{"message":"A12"},"metaData":{"code":201}}'
        tries = tuple(
            Percobaan(
                no, "otomatis" if no == 1 else "resend", "" if no == 1 else "ratih", first + no * 5_000,
                first + no * 5_000 + 1_000, row.http, row.kode, row.pesan, str(row.kelas or ""),
                body if no == 1 else body.replace('"sistole":0', f'"sistole":{118 + no}'),
                ANSWER if row.status in FAILED_JOB else good,
                1 if no == 1 else 2,
            )
            for no in range(1, row.percobaan + 1)
        )  # fmt: skip
        versions = (
            VersiMuatan(1, 1, body, "tiket", "", "", self.now - 90_000),
            VersiMuatan(
                2, 2, body.replace('"sistole":0', '"sistole":120'), "edit", "ratih", "tensi salah", self.now
            ),
        )[: max(1, row.percobaan)]
        words = None
        if row.status in FAILED_JOB:
            words = jelas(
                str(row.kelas or ""), row.sebab, row.pesan, kedaluwarsa=row.status is S.KEDALUWARSA,
                sehat=row.jenis in JENIS_SATUSEHAT,
            )  # fmt: skip
        return DetailPantau(row, tries, versions, words, ISIAN[row.jenis])

    def buka_identitas(self, job_id: int) -> None:
        self._enter("buka_identitas", job_id)
        self.audit.append(("identitas.buka", job_id))

    def kirim_ulang(
        self,
        job_id: int,
        *,
        isi: str | None = None,
        alasan: str = "",
        buka_kunci: bool = False,
        yakin: bool = False,
    ) -> JobRingkas:
        self._enter("kirim_ulang", (job_id, isi, alasan, buka_kunci, yakin))
        row = self.jobs[job_id]
        if row.status not in FAILED_JOB:
            raise Bentrok("job_bukan_gagal", id=job_id, status="Proses")
        if row.jenis in DELETES and not yakin:
            raise TidakSah("job_hapus_perlu_yakin", jenis="Hapus Pendaftaran")
        if isi is not None:
            self.periksa(job_id, isi, buka_kunci=buka_kunci)
            self.bodies[job_id] = isi
        self.change(job_id, status=S.MENUNGGU, ditahan_oleh="")
        return self._short(self.jobs[job_id])

    @staticmethod
    def _short(row: BarisPantau) -> JobRingkas:
        return JobRingkas(row.id, row.jenis, row.status, row.kelas, row.pesan, row.dari_bpjs)

    def mulai_edit(self, job_id: int, *, ambil_alih: bool = False) -> Suntingan:
        self._enter("mulai_edit", (job_id, ambil_alih))
        row = self.jobs[job_id]
        if row.ditahan_oleh not in ("", "ratih") and not ambil_alih:
            raise Bentrok("job_disunting", id=job_id, siapa=row.ditahan_oleh)
        self.change(job_id, ditahan_oleh="ratih")
        return Suntingan(self._short(row), rapi(self.bodies.get(job_id, BODY)), ISIAN[row.jenis])

    def buang_edit(self, job_id: int) -> None:
        self._enter("buang_edit", job_id)
        self.change(job_id, ditahan_oleh="")

    def periksa(self, job_id: int, isi: str, *, buka_kunci: bool = False) -> Pemeriksaan:
        self._enter("periksa", (job_id, isi, buka_kunci))
        import json

        old = self.bodies.get(job_id, BODY)
        try:
            sah = periksa_isi(self.jobs[job_id].jenis, isi, json.loads(old), buka_kunci=buka_kunci)
        except SalahIsi as error:
            raise TidakSah(error.kode, **error.fakta) from error
        return Pemeriksaan(beda(old, sah.isi), sah.dibuka, sah.peringatan)

    def kelompok(self, saring: SaringJob) -> tuple[Kelompok, ...]:
        self._enter("kelompok", saring)
        groups: dict[str, list[BarisPantau]] = {}
        for row in self._rows(replace(saring, status=frozenset(FAILED_JOB))):
            groups.setdefault(kunci_kelompok(str(row.kelas or ""), row.pesan), []).append(row)
        made = []
        for key, rows in groups.items():
            row = rows[0]
            told = jelas(
                str(row.kelas or ""), row.sebab, row.pesan, kedaluwarsa=row.status is S.KEDALUWARSA,
                sehat=row.jenis in JENIS_SATUSEHAT,
            )  # fmt: skip
            made.append(
                Kelompok(
                    key, str(row.kelas or ""), teks_kelompok(row.pesan), row.pesan, row.dari_bpjs, len(rows),
                    tuple(sorted({r.jenis for r in rows})), row.id, told,
                )
            )  # fmt: skip
        return tuple(sorted(made, key=lambda group: (-group.jumlah, group.kunci)))

    def saring_kelompok(self, saring: SaringJob, kunci: str) -> SaringJob:
        self._enter("saring_kelompok", (saring, kunci))
        group = next(g for g in self.kelompok(saring) if g.kunci == kunci)
        return replace(saring, status=frozenset(FAILED_JOB), kelas=group.kelas, teks=(group.contoh,))

    def rencana(
        self, *, saring: SaringJob | None = None, ids: tuple[int, ...] | None = None, yakin: bool = False
    ) -> Rencana:
        self._enter("rencana", (saring, ids, yakin))
        rows = [self.jobs[number] for number in ids] if ids is not None else self._rows(saring or SaringJob())
        skipped: dict[str, int] = {}
        chosen: list[int] = []
        kinds: dict[JenisJob, int] = {}
        for row in rows:
            reason = ""
            if row.status not in FAILED_JOB:
                reason = "bukan_gagal"
            elif row.ditahan_oleh not in ("", "ratih"):
                reason = "disunting"
            elif row.jenis in DELETES and not yakin:
                reason = "perlu_yakin"
            if reason:
                skipped[reason] = skipped.get(reason, 0) + 1
            else:
                chosen.append(row.id)
                kinds[row.jenis] = kinds.get(row.jenis, 0) + 1
        return Rencana(tuple(sorted(chosen)), skipped, {}, kinds)

    def kendali(self, laju: float, kemajuan: Callable[[Kemajuan], None]) -> Kendali:
        self.hands = FakeKendali(laju, kemajuan)
        return self.hands

    def jalankan(self, rencana: Rencana, kendali: Kendali, *, alasan: str, yakin: bool) -> Hasil:
        self._enter("jalankan", (rencana.ids, alasan, yakin))
        assert isinstance(kendali, FakeKendali)
        done: list[Butir] = []
        for number in rencana.ids:
            if not self.auto:
                kendali.steps.acquire(timeout=10)
            if kendali.stopped:
                break
            refused = "refuse" in self.fail and number == rencana.ids[0]
            done.append(Butir(number, str(self.fail["refuse"]) if refused else ""))
            if not refused:
                self.change(number, status=S.MENUNGGU)
            bad = sum(1 for item in done if item.galat)
            kendali.kemajuan(
                Kemajuan(len(done), rencana.banyak, bad, float(rencana.banyak - len(done)), done[-1])
            )
        return Hasil(tuple(done), rencana.banyak, len(done) < rencana.banyak)

    def sekilas(self, tanggal: date | None) -> Sekilas:
        self._enter("sekilas", tanggal)
        day = tanggal or self.today
        start = self.now - (8 * 60 + 14) * 60_000
        quarters = tuple(
            Perempat(name, at, (at * step) % 11 + 1, (at * step) % 4 if at > 30 else 0)
            for name, step in (("antrean", 3), ("pcare", 5))
            for at in range(26, 34)
        )
        hour = 3_600_000
        shut = (Tutup("pcare", start + 7 * hour, start + 7 * hour + 1_800_000, "layanan"),)
        return Sekilas(day, start, quarters if day == self.today else (), shut if day == self.today else ())

    def ekspor(self, saring: SaringJob, berkas: Path, *, buka: bool) -> tuple[str, int, bool]:
        self._enter("ekspor", (saring, str(berkas), buka))
        return str(berkas), len(self._rows(saring)), not buka
