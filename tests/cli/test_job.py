"""``deka job``: lists, counts, attempts with their bodies, gates."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from shared.domain.answers import Layanan, Request
from shared.domain.failures import Vonis
from shared.domain.records import JobKlaim
from shared.domain.status import Kelas
from shared.services import kirim, pekerja
from tests.cli.deka import Run
from tests.services.clinic import A_OK, HARI, OFFLINE, PASSWORD, REFUSED, Clinic, ids, norm

CARD, NIK = "0001234567890", "3201010101010017"
DAY = ("--tanggal", HARI)


def attempted(clinic: Clinic, job_id: int, request: str, response: str, vonis: Vonis = REFUSED) -> None:
    """Let a job have one attempt with these bodies."""

    def build(_klaim: JobKlaim) -> Request:
        return Request(Layanan.PCARE, "POST", "pendaftaran", request)

    task = kirim.klaim(clinic.ctx, job_id, "uji", 60_000, build)
    assert task is not None
    kirim.selesaikan(clinic.ctx, task.klaim, kirim.Hasil(vonis, response=response))


def test_the_list_its_shape_and_its_filters(deka: Run, clinic: Clinic) -> None:
    first, second = clinic.registered(1, p=REFUSED), clinic.register(2)

    def found(*words: object) -> list[int]:
        return [item["id"] for item in deka("job", "daftar", *DAY, *words, "--json").done().json]

    rows = deka("job", "daftar", *DAY, "--json").done().json
    assert [list(item) for item in rows] == [
        ["id", "jenis", "status", "tanggal", "norm", "nama", "http", "percobaan"]
    ] * 4
    p1, a1 = ids(first)
    p2, a2 = ids(second)
    failed = next(item for item in rows if item["id"] == p1)
    assert failed == {
        "id": p1, "jenis": "pendaftaran_pcare", "status": "gagal", "tanggal": HARI.isoformat(),
        "norm": norm(1), "nama": "Pasien 01", "http": 412, "percobaan": 1,
    }  # fmt: skip
    assert found() == [a2, p2, a1, p1]
    assert found("--jenis", "pendaftaran_pcare") == [p2, p1]
    assert found("--norm", norm(2)) == [a2, p2]
    assert found("--status", "tidak-terkirim") == [p1]
    assert found("--status", "Belum Diproses") == [a2, p2]
    assert found("--status", "terkirim") == [a1]
    assert found("--status", "gagal") == [p1]
    assert found("--batas", "1") == [a2]
    assert deka("job", "daftar", "--json").done().json == []
    assert len(deka("job", "daftar", "--semua-tanggal", "--json").done().json) == 4
    table = deka("job", "daftar", *DAY).done().out.splitlines()
    assert len(table) == 5
    assert "Tambah Pendaftaran" in table[-1]
    assert "Gagal" in table[-1]
    assert deka("job", "daftar").done().out == "Tidak ada job yang cocok.\n"


def test_counts_always_add_up(deka: Run, clinic: Clinic) -> None:
    clinic.registered(1, p=REFUSED)
    clinic.register(2)
    counts = deka("job", "hitung", *DAY, "--json").done().json
    assert counts == {"total": 4, "menunggu": 2, "berhasil": 1, "gagal": 1}
    assert deka("job", "hitung", *DAY).done().out.split() == [
        "TOTAL",
        "MENUNGGU",
        "BERHASIL",
        "GAGAL",
        *"4211",
    ]


def test_details_have_every_attempt_with_its_bodies_masked(deka: Run, clinic: Clinic) -> None:
    p, _ = ids(clinic.register(1))
    request = json.dumps({"noKartu": CARD, "nik": NIK, "tglDaftar": "04-03-2099"}, indent=1)
    attempted(clinic, p, request, f"\x1b[31m{{'kartu': '{CARD}'}}\x07")
    shape = deka("job", "detail", p, "--json").done().json
    assert list(shape) == ["id", "jenis", "status", "tanggal", "percobaan", "attempts"]
    assert (shape["id"], shape["status"], shape["percobaan"]) == (p, "gagal", 1)
    (attempt,) = shape["attempts"]
    assert list(attempt) == [
        "no", "asal", "mulai", "selesai", "http", "kode", "pesan", "kelas", "request", "response"
    ]  # fmt: skip
    assert (attempt["no"], attempt["http"], attempt["kode"], attempt["kelas"]) == (1, 412, "412", "data")
    assert attempt["pesan"] == "Nomor kartu tidak ditemukan"
    assert json.loads(attempt["request"]) == {
        "noKartu": "****7890",
        "nik": "****0017",
        "tglDaftar": "04-03-2099",
    }
    assert attempt["response"] == "{'kartu': '****7890'}"
    for key in ("mulai", "selesai"):
        offset = datetime.fromisoformat(attempt[key]).utcoffset()
        assert offset is not None
        assert offset.total_seconds() == 7 * 3600
    text = deka("job", "detail", p).done().out
    assert "****7890" in text
    assert "Percobaan 1" in text
    assert not {CARD, NIK} & {*text.replace('"', " ").replace("'", " ").split()}
    assert "\x1b" not in text


def test_numbers_in_the_words_of_bpjs_are_masked_too(deka: Run, clinic: Clinic) -> None:
    made = clinic.register(1)
    p, _ = ids(made)
    attempted(
        clinic, p, "{}", "{}", Vonis(Kelas.DATA, pesan=f"Peserta {CARD} tidak aktif", http=412, kode="412")
    )
    assert deka("job", "detail", p, "--json").json["attempts"][0]["pesan"] == "Peserta ****7890 tidak aktif"
    refused = deka("antrean", "terima", made.id)
    refused.refused("Peserta ****7890 tidak aktif")


def test_a_job_without_attempts_and_one_there_is_not(deka: Run, clinic: Clinic) -> None:
    p, _ = ids(clinic.register(1))
    assert deka("job", "detail", p, "--json").done().json["attempts"] == []
    assert "Belum ada percobaan." in deka("job", "detail", p).done().out
    deka("job", "detail", 987654).refused("987654", "deka job daftar")
    deka("job", "resend", 987654).refused("987654", "deka job daftar")


def test_a_failed_job_goes_again(deka: Run, clinic: Clinic, tmp_path: Path) -> None:
    p, a = ids(clinic.registered(1, p=REFUSED))
    deka("job", "resend", a).refused("Terkirim", "hanya job yang gagal")
    assert deka("job", "resend", p, "--json").done().json == {
        "id": p, "jenis": "pendaftaran_pcare", "status": "menunggu",
    }  # fmt: skip
    deka("job", "resend", p).refused("Menunggu")
    clinic.send(p, REFUSED)
    body = tmp_path / "isi.json"
    body.write_text('{"keluhan": "demam"', encoding="utf-8")
    deka("job", "resend", p, "--isi", body, "--alasan", "keluhan").refused("bukan JSON")
    deka("job", "resend", p, "--isi", tmp_path / "tidak.json", "--alasan", "keluhan").refused("tidak.json")
    body.write_text('{"keluhan": "demam"}', encoding="utf-8")
    assert "dikirim ulang" in deka("job", "resend", p, "--isi", body, "--alasan", "keluhan").done().out


def test_a_resend_that_is_not_over_in_time(deka: Run, clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    result = deka("job", "resend", p, "--tunggu", "0.1", "--json")
    result.refused("[P] masih diproses")
    assert result.json["status"] == "menunggu"


def test_gates_are_shown_and_opened(deka: Run, clinic: Clinic) -> None:
    assert deka("job", "gerbang", "--json").done().json == []
    assert "Belum ada gerbang" in deka("job", "gerbang").done().out
    p, _ = ids(clinic.register(1))
    clinic.send(p, PASSWORD)
    (gate,) = deka("job", "gerbang", "--json").done().json
    assert list(gate) == [
        "layanan", "status", "penyebab", "selisih_detik", "sejak", "coba_lagi", "menunggu", "pesan"
    ]  # fmt: skip
    assert (gate["layanan"], gate["status"], gate["penyebab"]) == ("pcare", "kredensial", "kredensial")
    assert datetime.fromisoformat(gate["sejak"]).tzinfo is not None
    assert "kredensial" in deka("job", "gerbang").done().out
    assert "dibuka" in deka("job", "gerbang", "--buka", "pcare").done().out
    assert "tidak tertutup" in deka("job", "gerbang", "--buka", "pcare").done().out
    assert deka("job", "gerbang", "--json").done().json[0]["status"] == "normal"


def test_whose_fault_it_is_that_jobs_wait(deka: Run, clinic: Clinic) -> None:
    def gate(layanan: str) -> dict[str, object]:
        rows = deka("job", "gerbang", "--json").done().json
        return next(row for row in rows if row["layanan"] == layanan)

    first, a = ids(clinic.register(1))
    clinic.register(2)
    pekerja.daftar(clinic.ctx, "uji", "mesin", 1, "", 1)
    for _ in range(kirim.BREAK_AFTER):
        clinic.elapse(first)
        clinic.settle(clinic.claim(first), OFFLINE)
    assert gate("pcare")["penyebab"] == "bpjs"
    kirim.salahkan_jalur(clinic.ctx, "pcare")
    assert gate("pcare")["penyebab"] == "jalur"
    assert "jalur klinik" in deka("job", "gerbang").done().out
    clinic.settle(clinic.claim(a), kirim.Hasil(A_OK, response="{}", drift=95.4))
    assert (gate("antrean")["penyebab"], gate("antrean")["selisih_detik"]) == ("", 95)
    pekerja.pamit(clinic.ctx, "uji")
    assert (gate("antrean")["penyebab"], gate("antrean")["menunggu"]) == ("worker", 1)


@pytest.mark.parametrize("words", [("daftar",), ("hitung",), ("detail", 1), ("gerbang",)])
def test_without_a_storage_everything_says_what_to_do(bare: Run, words: tuple[object, ...]) -> None:
    bare("job", *words, "--json").refused("belum dibuat", "deka init")
