"""Reference lists end to end: real worker processes read the simulator's lists, die, and are stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.domain.referensi import PCARE, JenisReferensi, StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.services import jobs, pemetaan, referensi
from tests.e2e.peralatan import ADMIN, HARI, Klinik, Simulator, buka
from tests.e2e.pintu import Pintu

POLI, DIAGNOSA = JenisReferensi.POLI, JenisReferensi.DIAGNOSA
CEPAT = 0.05


def status(klinik: Klinik, one: Sinkron) -> Sinkron:
    return referensi.status(klinik.ctx, ADMIN, one.id)


def akhir(klinik: Klinik, *asked: Sinkron) -> list[Sinkron]:
    """Wait until synchronisations are over; returns how they ended."""

    def over() -> list[Sinkron]:
        found = [status(klinik, one) for one in asked]
        return [] if any(one.hidup for one in found) else found

    return klinik.tunggu(over, 60, "the synchronisations to be over")


def kode(klinik: Klinik, jenis: JenisReferensi) -> list[str]:
    return [row.kode for row in referensi.cari(klinik.ctx, ADMIN, jenis, batas=1000).baris]


def diminta(klinik: Klinik) -> Counter[str]:
    """How often each page of a list was asked for."""
    return Counter(row["jalur"] for row in klinik.simulator.permintaan("referensi"))


def poli_banyak(klinik: Klinik, count: int) -> list[str]:
    """Tell the simulator of many polis; returns the codes it has then."""
    klinik.simulator.control("poli", [{"kode": f"X{n:04d}", "nama": f"POLI {n}"} for n in range(count)])
    return [f"X{n:04d}" for n in range(count)]


def test_every_list_once(klinik: Klinik) -> None:
    asked = referensi.minta_sinkron(klinik.ctx, ADMIN)
    schedule = referensi.minta_jadwal(klinik.ctx, ADMIN, HARI)
    klinik.pekerja()
    ended = akhir(klinik, *asked, schedule)
    assert {one.status for one in ended} == {StatusSinkron.SELESAI}
    rows = {state.jenis: state.baris for state in referensi.keadaan(klinik.ctx, ADMIN)}
    assert rows == {
        JenisReferensi(name): count
        for name, count in {
            "diagnosa": 14, "dokter": 3, "kesadaran": 4, "poli": 8, "provider": 1, "status_pulang": 3,
            "status_pulang_inap": 5, "alergi_makanan": 6, "alergi_udara": 4, "alergi_obat": 6,
            "prognosa": 5, "obat": 5, "tindakan_10": 3, "tindakan_20": 2, "tindakan_50": 1,
            "spesialis": 3, "subspesialis": 4, "sarana": 3, "khusus": 10,
        }.items()
    }  # fmt: skip
    assert list(rows) == list(PCARE)
    found = referensi.cari(klinik.ctx, ADMIN, DIAGNOSA, "acute").baris
    assert [row.kode for row in found] == ["J00", "J06.9"]
    day = referensi.jadwal(klinik.ctx, ADMIN, HARI)
    assert len(day.poli) == 8
    assert {len(poli.dokter) for poli in day.poli} == {1}
    assert [slot.kapasitas for slot in day.poli[0].dokter[0].slot] == [40, 40, 40]


def test_killed_in_the_middle_it_goes_on_at_its_page(klinik_berpintu: Klinik, pintu: Pintu) -> None:
    klinik = klinik_berpintu
    klinik.simulator.gangguan(jenis="tunda", operasi="referensi", detik=0.1)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, DIAGNOSA)
    worker = klinik.pekerja(WORKER__TENGGAT=300)
    klinik.tunggu(lambda: status(klinik, one).halaman >= 5, 30, "some pages")
    pintu.keluar.clear()
    pintu.tunggu_tertahan()
    worker.kill()
    pintu.putuskan()
    pintu.keluar.set()
    died = status(klinik, one)
    assert died.status is StatusSinkron.JALAN
    assert 5 <= died.halaman < 26
    klinik.simulator.pulih()
    klinik.pekerja(WORKER__TENGGAT=300)
    (done,) = akhir(klinik, one)
    assert (done.status, done.halaman, done.tambah, done.hilang) == (StatusSinkron.SELESAI, 26, 14, 0)
    assert len(kode(klinik, DIAGNOSA)) == 14
    pages = diminta(klinik)
    assert len(pages) == 26
    assert sorted(pages.values())[-2:] == [1, 2], "only the page that was lost is asked for again"


def test_killed_again_and_again_nothing_is_lost_or_believed_gone(
    klinik_berpintu: Klinik, pintu: Pintu
) -> None:
    """Guard: a row is gone only after a reading that saw everything."""
    klinik = klinik_berpintu
    codes = poli_banyak(klinik, 450)
    (first,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    klinik.pekerja()
    akhir(klinik, first)
    everything = kode(klinik, POLI)
    assert set(codes) < set(everything)
    klinik.started[-1].terminate()
    assert klinik.started[-1].wait(30) == 0
    klinik.simulator.control("reset", {"master": True})
    codes = poli_banyak(klinik, 440)
    pintu.keluar.clear()
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    for _ in range(3):
        held = pintu.tertahan
        worker = klinik.pekerja(WORKER__TENGGAT=300)
        pintu.tunggu_tertahan(held + 1)
        worker.kill()
        pintu.putuskan()
        assert kode(klinik, POLI) == everything
    pintu.keluar.set()
    klinik.pekerja(WORKER__TENGGAT=300)
    (done,) = akhir(klinik, one)
    assert (done.status, done.baris, done.tambah, done.ubah, done.hilang) == (
        StatusSinkron.SELESAI, 448, 0, 0, 10,
    )  # fmt: skip
    assert set(everything) - set(kode(klinik, POLI)) == {f"X{n:04d}" for n in range(440, 450)}


def test_stopped_in_the_middle_and_gone_on_with(klinik_berpintu: Klinik, pintu: Pintu) -> None:
    klinik = klinik_berpintu
    klinik.simulator.gangguan(jenis="tunda", operasi="referensi", detik=0.1)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, DIAGNOSA)
    klinik.pekerja()
    klinik.tunggu(lambda: status(klinik, one).halaman >= 3, 30, "some pages")
    pintu.keluar.clear()
    pintu.tunggu_tertahan()
    stopped = referensi.batalkan(klinik.ctx, ADMIN, DIAGNOSA)
    pintu.keluar.set()
    # The worker is free again: it does the next thing it is asked for, and keeps nothing of that page.
    (other,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    akhir(klinik, other)
    after = status(klinik, one)
    assert (after.status, after.halaman) == (StatusSinkron.DIBATALKAN, stopped.halaman)
    klinik.simulator.pulih()
    (again,) = referensi.minta_sinkron(klinik.ctx, ADMIN, DIAGNOSA)
    assert again.id == one.id
    (done,) = akhir(klinik, again)
    assert (done.status, done.halaman, done.tambah) == (StatusSinkron.SELESAI, 26, 14)


def test_a_worker_told_to_end_hands_its_reading_back(klinik: Klinik) -> None:
    klinik.simulator.gangguan(jenis="tunda", operasi="referensi", detik=0.1)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, DIAGNOSA)
    worker = klinik.pekerja()
    klinik.tunggu(lambda: status(klinik, one).halaman >= 2, 30, "some pages")
    worker.terminate()
    assert worker.wait(30) == 0
    left = status(klinik, one)
    assert left.status is StatusSinkron.MENUNGGU
    klinik.simulator.pulih()
    klinik.sekali()
    assert status(klinik, one).status is StatusSinkron.SELESAI
    assert set(diminta(klinik).values()) == {1}, "no page was asked for twice"


def test_an_outage_is_waited_out_and_the_breaker_respected(klinik: Klinik) -> None:
    klinik.simulator.gangguan(jenis="tolak_sebelum", cara="502_html", operasi="referensi", kali=6)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    klinik.pekerja(tempo=CEPAT)
    (done,) = akhir(klinik, one)
    assert (done.status, done.pesan) == (StatusSinkron.SELESAI, "")
    assert klinik.simulator.panggilan("referensi") == 7


def test_refused_credentials_stop_it_with_bpjs_own_words(klinik: Klinik) -> None:
    klinik.simulator.gangguan(jenis="sandi_kedaluwarsa", pesan="Password expired")
    asked = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI, DIAGNOSA)
    klinik.pekerja()
    ended = akhir(klinik, *asked)
    assert {(one.status, one.pesan, one.dari_bpjs) for one in ended} == {
        (StatusSinkron.GAGAL, "Password expired", True)
    }
    assert klinik.simulator.panggilan("referensi") == 1, "the first refusal is the last question"
    assert {gate.layanan: gate.status for gate in jobs.gerbang(klinik.ctx)} == {
        "pcare": "kredensial", "antrean": "normal",
    }  # fmt: skip
    klinik.simulator.pulih()
    jobs.buka_gerbang(klinik.ctx, ADMIN, "pcare")
    (again,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    assert akhir(klinik, again)[0].status is StatusSinkron.SELESAI


def test_a_list_bpjs_has_not_opened_stops_nothing_else(klinik: Klinik) -> None:
    closed = "Unauthorized! You are not registered for this service!"
    klinik.simulator.gangguan(jenis="kode", kode=404, pesan=closed, operasi="referensi", kali=1)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    klinik.pekerja()
    assert akhir(klinik, one)[0].pesan == closed
    ticket = klinik.daftar(1)
    klinik.tenang()
    assert klinik.job(ticket.id, JenisJob.PENDAFTARAN).status is StatusJob.TERKIRIM


def test_what_was_fetched_is_searched_with_bpjs_away(tmp_path: Path, url_sqlite: str) -> None:
    simulator = Simulator()
    klinik = buka(tmp_path, url_sqlite, simulator)
    try:
        asked = referensi.minta_sinkron(klinik.ctx, ADMIN, DIAGNOSA, POLI)
        klinik.sekali()
        simulator.close()
        assert {status(klinik, one).status for one in asked} == {StatusSinkron.SELESAI}
        found = referensi.cari(klinik.ctx, ADMIN, DIAGNOSA, "hypertension").baris
        assert [row.kode for row in found] == ["I10"]
        assert referensi.satu(klinik.ctx, ADMIN, POLI, "003").nama == "POLI KIA"
    finally:
        klinik.tutup()
        simulator.close()


def test_mapping_a_doctor_sends_what_waited_for_it(klinik: Klinik) -> None:
    """The clinic's number for a doctor is not BPJS': a refusal, the schedule, a mapping, and it goes."""
    klinik.simulator.control(
        "dokter",
        {
            "kodedokter": 34567,
            "namadokter": "CONTOH A",
            "kodepoli": "001",
            "jam": ["07:00-12:00", "13:00-20:00"],
        },
    )
    klinik.pekerja()
    tickets = klinik.daftar_semua([1, 2])
    klinik.tenang()
    for ticket in tickets:
        refused = klinik.job(ticket, JenisJob.TAMBAH_ANTREAN)
        assert (refused.status, refused.kelas) == (StatusJob.GAGAL, Kelas.PEMETAAN)
    akhir(klinik, referensi.minta_jadwal(klinik.ctx, ADMIN, HARI))
    (best, *_) = pemetaan.saran_dokter(klinik.ctx, ADMIN, "DA")
    assert best.kode == "34567"
    done = pemetaan.petakan_dokter(klinik.ctx, ADMIN, "DA", int(best.kode))
    assert (done.berubah, done.dilepas, done.peringatan) == (True, 2, ())
    klinik.tenang()
    assert {klinik.job(ticket, JenisJob.TAMBAH_ANTREAN).status for ticket in tickets} == {StatusJob.TERKIRIM}
    assert {row["kodedokter"] for row in klinik.simulator.buku()["antrean"]} == {34567}


@pytest.mark.parametrize("redis", [False, True])
def test_with_and_without_redis(
    klinik_baru: Callable[..., Klinik], url_sqlite: str, redis: bool, request: pytest.FixtureRequest
) -> None:
    more = {"BROKER__REDIS_URL": request.getfixturevalue("redis_url")} if redis else {}
    klinik = klinik_baru(url_sqlite, **more)
    (one,) = referensi.minta_sinkron(klinik.ctx, ADMIN, POLI)
    klinik.pekerja()
    assert akhir(klinik, one)[0].status is StatusSinkron.SELESAI
