"""The door of reference lists, schedules and mapping with a scripted clinic behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from deka_tui.port_referensi import PAGE, Calon, Papan, Rak
from shared.domain.pemetaan import HasilPemetaan, Pemetaan, PetaDokter, PetaRuangan, Saran, Slot
from shared.domain.records import Kesehatan
from shared.domain.referensi import PCARE, JenisReferensi, Perubahan, StatusSinkron
from shared.domain.sinkron import (
    DokterHari,
    HalamanReferensi,
    JadwalHari,
    Keadaan,
    Kursor,
    PoliHari,
    Referensi,
    Sinkron,
    SlotHari,
)
from shared.texts_referensi import NAMA_REFERENSI

J = JenisReferensi
ROWS = {J.DIAGNOSA: 14, J.DOKTER: 3, J.KESADARAN: 4, J.POLI: 8, J.OBAT: 2_345}
MORNING: tuple[Slot, ...] = ((None, "07:00-12:00"),)


def sync(
    jenis: JenisReferensi, now: int, status: StatusSinkron = StatusSinkron.SELESAI, **more: object
) -> Sinkron:
    """A synchronisation that is done, unless *more* says otherwise."""
    over = status not in (StatusSinkron.JALAN, StatusSinkron.MENUNGGU)
    base = Sinkron(
        id=list(J).index(jenis) + 1, jenis=jenis, kunci="", status=status, baris=14, halaman=3, total=None,
        bagian=1.0, sisa=None, tambah=14, ubah=0, hilang=0, pesan="", dari_bpjs=False, diminta_oleh="sari",
        dihentikan_oleh="", diminta=now - 120_000, mulai=now - 110_000,
        selesai=now - 60_000 if over else None, lama=50_000,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def row(kode: str, nama: str, now: int, **more: object) -> Referensi:
    """A stored row."""
    base = Referensi(kode, nama, '{"nonSpesialis":true}', "", False, now, now, Perubahan.TAMBAH)
    return replace(base, **more)  # type: ignore[arg-type]


class FakeReferensi:
    """Keeps lists, schedule and mapping in memory; ``changed`` wakes the change feed."""

    def __init__(
        self, now: int, today: date, kesehatan: Callable[[], Kesehatan], changed: Callable[[], None]
    ) -> None:
        self.now, self.today = now, today
        self._kesehatan, self._changed = kesehatan, changed
        self.fail: dict[str, Exception] = {}
        self.calls: list[tuple[str, object]] = []
        self.states = {jenis: self._state(jenis) for jenis in PCARE}
        self.rows: dict[JenisReferensi, list[Referensi]] = {
            J.DIAGNOSA: [
                row("A00.1", "Cholera due to Vibrio cholerae 01, biovar eltor", now),
                row("A09", "Diarrhoea and gastroenteritis", now, perubahan=Perubahan.UBAH),
                row("B99", "Other infectious diseases", now, hilang=True, perubahan=Perubahan.HILANG),
                row("J00", "Acute nasopharyngitis [common cold]", now),
                row("J06.9", "Acute upper respiratory infection, unspecified", now),
            ],
            J.OBAT: [row(f"99{n:07d}", f"Obat Rekaan {n} tab", now) for n in range(1, 2_346)],
        }
        self.schedule = {
            today: (
                PoliHari("001", "POLI UMUM", (
                    DokterHari(90001, "dr. CENDANA REKAAN", (
                        SlotHari("07:00-12:00", 40), SlotHari("13:00-16:00", 25),
                    )),
                    DokterHari(90004, "dr. MERBAU REKAAN", (SlotHari("07:00-12:00", 30),)),
                )),
                PoliHari("002", "POLI GIGI & MULUT", (
                    DokterHari(90002, "drg. KENANGA REKAAN", (SlotHari("08:00-12:00", 15),)),
                )),
                PoliHari("003", "POLI KIA", ()),
            ),
        }  # fmt: skip
        self.schedules: dict[date, Sinkron] = {today: sync(J.JADWAL, now, kunci=today.isoformat(), baris=4)}
        self.mapping = Pemetaan(
            (
                PetaRuangan("UMUM", "Poli Umum", "001", "POLI UMUM", 2, True),
                PetaRuangan("GIGI", "Poli Gigi", "002", "POLI GIGI & MULUT", 0, True),
                PetaRuangan("KIA", "Poli KIA", None, None, 0, True),
                PetaRuangan("APOTEK", "Apotek", None, None, 0, False),
            ),
            (
                PetaDokter("D1", "dr. Cendana Rekaan", "Poli Umum", 90001, "900001", MORNING, 0, True),
                PetaDokter("D4", "dr. Merbau Rekaan", "Poli Umum", None, None, (), 2, True),
                PetaDokter("D2", "drg. Kenanga Rekaan", "Poli Gigi", 90002, None, MORNING, 0, True),
            ),
        )
        self.warnings: tuple[str, ...] = ()

    def _state(self, jenis: JenisReferensi) -> Keadaan:
        count = ROWS.get(jenis, 0)
        done = sync(jenis, self.now, baris=count, tambah=count) if count else None
        gone = 1 if jenis is J.DIAGNOSA else 0
        return Keadaan(jenis, NAMA_REFERENSI[jenis], count, gone, done, done)

    def put(self, jenis: JenisReferensi, one: Sinkron | None) -> None:
        """The worker, or somebody, changes how a synchronisation stands."""
        before = self.states[jenis]
        done = one if one is not None and one.status is StatusSinkron.SELESAI else before.terakhir
        self.states[jenis] = replace(before, sekarang=one, terakhir=done)
        self._changed()

    def _enter(self, name: str, what: object = None) -> None:
        self.calls.append((name, what))
        if error := self.fail.get(name):
            raise error

    # ---------------------------------------------------------------- the port --
    def rak(self) -> Rak:
        self._enter("rak")
        return Rak(tuple(self.states.values()), self._kesehatan())

    def cari(
        self,
        jenis: JenisReferensi,
        teks: str = "",
        *,
        setelah: Kursor | None = None,
        batas: int = PAGE,
        hilang: bool = False,
    ) -> HalamanReferensi:
        self._enter("cari", (jenis, teks, setelah, batas, hilang))
        wanted = [
            one
            for one in self.rows.get(jenis, [])
            if (hilang or not one.hilang) and teks.lower() in f"{one.kode} {one.nama}".lower()
        ]
        return self._page(wanted, setelah, batas)

    @staticmethod
    def _page(rows: list[Referensi], after: Kursor | None, batas: int) -> HalamanReferensi:
        start = 0 if after is None else int(after.kunci)
        more = Kursor(0, "", str(start + batas), "") if start + batas < len(rows) else None
        return HalamanReferensi(tuple(rows[start : start + batas]), more)

    def perubahan(
        self, jenis: JenisReferensi, *, setelah: Kursor | None = None, batas: int = PAGE
    ) -> HalamanReferensi:
        self._enter("perubahan", jenis)
        changed = [one for one in self.rows.get(jenis, []) if one.perubahan is not Perubahan.TAMBAH]
        return self._page(changed, setelah, batas)

    def sinkron(self, jenis: Sequence[JenisReferensi], *, dari_awal: bool = False) -> tuple[Sinkron, ...]:
        self._enter("sinkron", (tuple(jenis), dari_awal))
        made = tuple(
            sync(one, self.now, StatusSinkron.MENUNGGU, bagian=0.0, baris=0) for one in jenis or PCARE
        )
        for one in made:
            self.put(one.jenis, one)
        return made

    def ambil_jadwal(self, tanggal: date) -> Sinkron:
        self._enter("ambil_jadwal", tanggal)
        key = tanggal.isoformat()
        self.schedules[tanggal] = sync(
            J.JADWAL, self.now, StatusSinkron.MENUNGGU, kunci=key, bagian=0.0, baris=0
        )
        self._changed()
        return self.schedules[tanggal]

    def hentikan(self, jenis: JenisReferensi, tanggal: date | None = None) -> Sinkron:
        self._enter("hentikan", (jenis, tanggal))
        one = self.schedules.get(tanggal) if tanggal else self.states[jenis].sekarang
        assert one is not None
        stopped = replace(
            one, status=StatusSinkron.DIBATALKAN, selesai=self.now, dihentikan_oleh="sari", bagian=0.4
        )
        if tanggal:
            self.schedules[tanggal] = stopped
            self._changed()
        else:
            self.put(jenis, stopped)
        return stopped

    def papan(self, tanggal: date | None) -> Papan:
        self._enter("papan", tanggal)
        day = tanggal or self.today
        last = self.schedules.get(day)
        done = last if last is not None and last.status is StatusSinkron.SELESAI else None
        found = JadwalHari(day, self.schedule.get(day, ()), done, last)
        return Papan(found, self.mapping, self._kesehatan())

    def calon_ruangan(self, kode: str) -> Calon:
        self._enter("calon_ruangan", kode)
        polis = [(poli.kode, poli.nama) for poli in self.schedule[self.today]]
        best = (Saran("003", "POLI KIA", 100),)
        return Calon(best, lain=tuple(Saran(k, n, 0) for k, n in polis if k != "003"))

    def calon_dokter(self, kode: str) -> Calon:
        self._enter("calon_dokter", kode)
        return Calon(
            (Saran("90004", "dr. MERBAU REKAAN", 100), Saran("90001", "dr. CENDANA REKAAN", 48)),
            (Saran("900002", "dr. RANGGA CONTOH", 41),),
            (Saran("90002", "drg. KENANGA REKAAN", 0),),
            (Saran("900001", "dr. MELATI UJI", 0),),
        )

    def jam(self, kode: str, kodedokter: int) -> tuple[Slot, ...]:
        self._enter("jam", (kode, kodedokter))
        return MORNING if kodedokter == 90004 else ()

    def petakan_ruangan(self, kode: str, kd_poli: str | None) -> HasilPemetaan:
        self._enter("petakan_ruangan", (kode, kd_poli))
        names = {poli.kode: poli.nama for poli in self.schedule[self.today]}
        released = sum(one.menunggu for one in self.mapping.ruangan if one.kode == kode)
        rooms = tuple(
            replace(one, kd_poli=kd_poli, nm_poli=names.get(kd_poli or ""), menunggu=0)
            if one.kode == kode
            else one
            for one in self.mapping.ruangan
        )
        self.mapping = replace(self.mapping, ruangan=rooms)
        self._changed()
        return HasilPemetaan(True, released if kd_poli else 0, self.warnings)

    def petakan_dokter(
        self, kode: str, kodedokter: int | None, *, kd_dokter: str | None, jam: Sequence[Slot] | None
    ) -> HasilPemetaan:
        self._enter("petakan_dokter", (kode, kodedokter, kd_dokter, jam))
        released = sum(one.menunggu for one in self.mapping.dokter if one.kode == kode)
        doctors = tuple(
            replace(
                one, kodedokter=kodedokter, kd_dokter=kd_dokter or one.kd_dokter, menunggu=0,
                jam=tuple(jam or ()) or MORNING,
            )
            if one.kode == kode
            else one
            for one in self.mapping.dokter
        )  # fmt: skip
        self.mapping = replace(self.mapping, dokter=doctors)
        self._changed()
        return HasilPemetaan(True, released if kodedokter else 0, self.warnings)
