"""``deka antrean``: the shapes scripts read, and every refusal in one sentence."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from shared.domain.failures import Vonis
from shared.domain.status import JenisJob, Kelas
from tests.cli.deka import Run
from tests.services.clinic import (
    A_OK,
    HARI,
    LOST,
    OFFLINE,
    P_OK,
    REFUSED,
    Clinic,
    card_number,
    ids,
    job_of,
    norm,
)
from tests.support.waiting import until

ADD = ("antrean", "tambah", "--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D1", "--tanggal", HARI)
LIST = ("antrean", "daftar", "--tanggal", HARI)
ROW_KEYS = [
    "id", "tiket", "norm", "nama", "penjamin_id", "ruangan", "status", "badge_p", "badge_a", "pcare",
    "no_antrean_pcare", "resend", "jobs",
]  # fmt: skip


def row(deka: Run, number: int) -> dict[str, Any]:
    """One ticket of the list."""
    found: dict[str, Any] = next(item for item in deka(*LIST, "--json").done().json if item["id"] == number)
    return found


def test_a_registration_answers_with_its_jobs(deka: Run) -> None:
    made = deka(*ADD, "--json").done().json
    assert list(made) == ["id", "tiket", "status", "versi", "jobs"]
    assert (made["tiket"], made["status"], made["versi"]) == ("A-001", "menunggu", 1)
    assert [list(job) for job in made["jobs"]] == [["id", "jenis", "status"]] * 2
    assert [(job["jenis"], job["status"]) for job in made["jobs"]] == [
        ("pendaftaran_pcare", "menunggu"),
        ("tambah_antrean_fktp", "menunggu"),
    ]


def test_a_registration_in_words(deka: Run) -> None:
    said = deka(*ADD).done().out
    assert "#A-001" in said
    assert "Poli Umum" in said
    assert re.search(r"\(id \d+\)", said)
    assert "P: processing A: processing" in said


def test_the_list_has_the_badges_as_on_the_card(deka: Run, clinic: Clinic) -> None:
    waiting, good, bad = clinic.register(1), clinic.registered(2), clinic.registered(3, p=REFUSED, a=OFFLINE)
    general = clinic.register(4, penjamin_id=1)
    rows = {item["id"]: item for item in deka(*LIST, "--json").done().json}
    assert all(list(item) == ROW_KEYS for item in rows.values())
    seen = {
        key: tuple(item[k] for k in ("badge_p", "badge_a", "pcare", "resend")) for key, item in rows.items()
    }
    assert seen == {
        waiting.id: ("P: processing", "A: processing", None, False),
        good.id: ("P: OK", "A: OK", "PCare: A12", False),
        bad.id: ("P: Gagal", "A: processing", "PCare: 0", True),
        general.id: (None, None, None, False),
    }
    one = rows[good.id]
    assert (one["norm"], one["ruangan"], one["penjamin_id"]) == (norm(2), "UMUM", 2)
    assert (one["no_antrean_pcare"], one["status"]) == ("A12", "menunggu")
    assert [list(job) for job in one["jobs"]] == [["id", "jenis", "status"]] * 2
    assert rows[general.id]["jobs"] == []


def test_the_list_filters(deka: Run, clinic: Clinic) -> None:
    first, second = clinic.register(1), clinic.register(2, "GIGI", "D2")
    clinic.cancel(first.id)
    skipped = clinic.register(3, "GIGI", "D2")
    deka("antrean", "lewati", skipped.id).done()

    def found(*words: str) -> list[int]:
        return [item["id"] for item in deka(*LIST, *words, "--json").done().json]

    assert found() == [first.id, second.id, skipped.id]
    assert found("--ruangan", "gigi") == [second.id, skipped.id]
    assert found("--status", "batal") == [first.id]
    assert found("--status", "Batal", "--status", "dilewati") == [first.id, skipped.id]
    assert found("--status", "aktif") == [second.id, skipped.id]
    assert found("--cari", "pasien 02") == [second.id]
    assert found("--cari", "%") == []
    assert deka("antrean", "daftar", "--tanggal", "2098-01-01", "--json").done().json == []
    assert (
        deka("antrean", "daftar", "--tanggal", "2098-01-01").done().out == "Tidak ada antrean yang cocok.\n"
    )


def test_the_table_is_aligned_and_shows_no_card(deka: Run, clinic: Clinic) -> None:
    clinic.registered(1)
    clinic.register(2, "GIGI", "D2")
    head, *rows = deka(*LIST).done().out.splitlines()
    assert head.split() == ["ID", "TIKET", "RM", "NAMA", "RUANG", "STATUS", "BPJS", "PCARE"]
    assert len(rows) == 2
    assert {line.index("menunggu") for line in rows} == {head.index("STATUS")}
    assert "P: OK A: OK" in rows[0]
    assert rows[0].endswith("A12")
    assert card_number(1) not in "".join(rows)


REFUSALS = [
    (("--norm", "999999", "--ruangan", "UMUM"), ["999999", "tidak ditemukan"]),
    (("--norm", norm(1), "--ruangan", "BEDAH"), ["BEDAH", "UMUM, GIGI"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D9"), ["D9", "D1"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D2"), ["drg. Contoh Dua", "ruangan ini"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D4"), ["jadwal"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D3"), ["dr. Belum Dipetakan", "kode BPJS"]),
    (("--norm", norm(1), "--ruangan", "KIA"), ["belum dipetakan"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--penjamin", "77"), ["77", "BPJS Kesehatan"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D1", "--jam", "01:00-02:00"), ["07:00-12:00"]),
    (("--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D1", "--tanggal", "2001-01-01"), ["sudah lewat"]),
    (("--norm", "KURANG", "--ruangan", "UMUM", "--dokter", "D1"), ["13 digit, sekarang 12"]),
    (("--norm", "KOSONG", "--ruangan", "UMUM", "--dokter", "D1"), ["nomor kartu BPJS belum diisi"]),
]


@pytest.mark.parametrize(("words", "said"), REFUSALS, ids=[" ".join(r[0][1:]) for r in REFUSALS])
def test_a_registration_that_cannot_be(
    deka: Run, clinic: Clinic, words: tuple[str, ...], said: list[str]
) -> None:
    clinic.patient("KURANG", no_kartu="000999000000")
    clinic.patient("KOSONG", no_kartu="")
    day = () if "--tanggal" in words else ("--tanggal", HARI)
    result = deka("antrean", "tambah", *words, *day, "--json")
    result.refused(*said)
    assert result.out == ""
    assert deka(*LIST, "--json").json == []


def test_unknown_rooms_of_a_list_are_refused(deka: Run) -> None:
    deka(*LIST, "--ruangan", "BEDAH").refused("BEDAH", "UMUM")


def test_a_morning_of_one_ticket(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1)
    called = deka("--loket", "2", "antrean", "panggil", made.id).done().out
    assert "dipanggil" in called
    assert "Loket 2" in called
    assert "2×" in deka("antrean", "panggil", made.id, "--loket", "2").done().out
    assert deka("antrean", "terima", made.id, "--json").done().json["status"] == "diterima"
    assert deka("antrean", "selesai", made.id, "--json").done().json["status"] == "selesai"
    deka("antrean", "panggil", made.id).refused("A-001", "statusnya sudah selesai")


@pytest.mark.parametrize("aksi", ["panggil", "lewati", "terima", "selesai", "resend-pcare"])
def test_a_ticket_there_is_not(deka: Run, aksi: str) -> None:
    deka("antrean", aksi, 987654).refused("987654", "deka antrean daftar")


def test_a_cancelled_ticket_is_not_accepted(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1)
    deka("antrean", "batal", made.id, "--alasan", "salah data").done()
    deka("antrean", "terima", made.id, "--tetap").refused("A-001", "dibatalkan")


def test_accepting_in_spite_of_a_failure_must_be_said(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, p=REFUSED)
    deka("antrean", "terima", made.id).refused("--tetap", "P: Gagal", "[P] Nomor kartu tidak ditemukan")
    assert row(deka, made.id)["status"] == "menunggu"
    assert deka("antrean", "terima", made.id, "--tetap", "--json").done().json["status"] == "diterima"


def test_a_cancellation_twice_and_its_reasons(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1)
    first = deka("antrean", "batal", made.id, "--alasan", "pasien pulang", "--json").done().json
    assert first["status"] == "batal"
    assert {job["jenis"] for job in first["jobs"]} >= {"hapus_pendaftaran_pcare", "batal_antrean_fktp"}
    assert deka("antrean", "batal", made.id, "--alasan", "lagi", "--json").done().json == first
    assert "sebelumnya" in deka("antrean", "batal", made.id, "--alasan", "lagi").done().out
    deka("antrean", "batal", made.id, "--alasan", " ").refused("Alasan")


def test_resend_when_there_is_nothing_to_send_or_it_is_under_way(deka: Run, clinic: Clinic) -> None:
    good, alive = clinic.registered(1), clinic.register(2)
    deka("antrean", "resend-pcare", good.id).refused("tidak memerlukan")
    deka("antrean", "resend-pcare", alive.id).refused("masih diproses")


# ── waiting ───────────────────────────────────────────────────────────────────


def settled_meanwhile(clinic: Clinic, jenis: JenisJob, *verdicts: Any) -> threading.Thread:
    """Settle the newest job of a type as soon as there is one, from the side, as a worker does."""
    station = Clinic(clinic.station(), clinic.url)

    def work() -> None:
        def there() -> int | None:
            waiting = [i for i in station.due() if station.row(i).jenis == jenis.value]
            return waiting[-1] if waiting else None

        station.send(until(there, 20, f"a job {jenis.value}") or 0, *verdicts)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_waiting_ends_with_the_jobs_and_prints_them_as_they_are_then(deka: Run, clinic: Clinic) -> None:
    workers = [
        settled_meanwhile(clinic, JenisJob.PENDAFTARAN, P_OK),
        settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, A_OK),
    ]
    made = deka(*ADD, "--tunggu", "30", "--json").done().json
    for worker in workers:
        worker.join(30)
    assert [job["status"] for job in made["jobs"]] == ["terkirim", "terkirim"]


def test_waiting_says_what_bpjs_said(deka: Run, clinic: Clinic) -> None:
    workers = [
        settled_meanwhile(clinic, JenisJob.PENDAFTARAN, P_OK),
        settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, REFUSED),
    ]
    result = deka(*ADD, "--tunggu", "30", "--json")
    for worker in workers:
        worker.join(30)
    result.refused("INFO RESPON DARI BPJS: [A] Nomor kartu tidak ditemukan")
    assert [job["status"] for job in result.json["jobs"]] == ["terkirim", "gagal"]


@pytest.mark.parametrize("seconds", ["0", "0.2"])
def test_waiting_too_short_says_what_is_still_under_way(deka: Run, seconds: str) -> None:
    result = deka(*ADD, "--tunggu", seconds, "--json")
    result.refused("[P] masih diproses", "[A] masih diproses")
    assert [job["status"] for job in result.json["jobs"]] == ["menunggu", "menunggu"]


def test_waiting_for_a_ticket_without_jobs_ends_at_once(deka: Run) -> None:
    made = deka(*ADD, "--penjamin", "1", "--tunggu", "60", "--json").done().json
    assert made["jobs"] == []


def test_a_resend_waited_for(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, a=REFUSED)
    worker = settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, A_OK)
    said = deka("antrean", "resend-pcare", made.id, "--tunggu", "30").done().out
    worker.join(30)
    assert said.startswith("Data PCare berhasil dikirim ulang\n")
    assert "A: OK" in said


def test_a_resend_that_fails_again(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, a=REFUSED)
    worker = settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, REFUSED)
    result = deka("antrean", "resend-pcare", made.id, "--tunggu", "30")
    worker.join(30)
    result.refused("INFO RESPON DARI BPJS: [A] Nomor kartu tidak ditemukan")
    assert "berhasil" not in result.out


def test_a_resend_that_fails_without_a_word_of_bpjs(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, a=REFUSED)
    worker = settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, Vonis(Kelas.DATA, http=412, kode="412"))
    result = deka("antrean", "resend-pcare", made.id, "--tunggu", "30")
    worker.join(30)
    result.refused("Tidak dapat mengirim ulang data PCare: [A] ", "(bukan dari BPJS)")


def test_a_cancellation_waited_for(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1)
    workers = [
        settled_meanwhile(clinic, JenisJob.HAPUS_PENDAFTARAN, A_OK),
        settled_meanwhile(clinic, JenisJob.BATAL_ANTREAN, A_OK),
    ]
    said = deka("antrean", "batal", made.id, "--alasan", "salah data", "--tunggu", "30").done().out
    for worker in workers:
        worker.join(30)
    assert said.startswith("Antrean berhasil dibatalkan\n")


def test_a_cancellation_bpjs_refuses_or_does_not_hear_of_in_time(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1)
    slow = deka("antrean", "batal", made.id, "--alasan", "salah data", "--tunggu", "0.2")
    slow.refused("sinkronisasi BPJS masih berjalan")
    undo = job_of(clinic.card(made.id), JenisJob.HAPUS_PENDAFTARAN)
    assert undo is not None
    clinic.send(undo.id, REFUSED)
    bad = deka("antrean", "batal", made.id, "--alasan", "salah data", "--tunggu", "0.2")
    bad.refused("Pembatalan berhasil, namun terjadi masalah sinkronisasi dengan BPJS.")


def test_accepting_waits_for_what_is_under_way_first(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, a=None)
    deka("antrean", "terima", made.id).refused("A: processing")
    worker = settled_meanwhile(clinic, JenisJob.TAMBAH_ANTREAN, A_OK)
    assert deka("antrean", "terima", made.id, "--tunggu", "30", "--json").done().json["status"] == "diterima"
    worker.join(30)


def test_an_unknown_outcome_counts_as_under_way(deka: Run, clinic: Clinic) -> None:
    made = clinic.registered(1, p=LOST)
    assert row(deka, made.id)["badge_p"] == "P: processing"
    assert clinic.row(ids(made)[0]).status == "tak_pasti"


# ── hostile data ──────────────────────────────────────────────────────────────


def test_hostile_names_stay_data(deka: Run, clinic: Clinic) -> None:
    name = 'A\x1b[2J\x1b]0;judul\x07 "B"\u202e\u200b\r\n[bold]C[/bold] \U0001f600'
    clinic.patient("JAHAT", nama=name, no_kartu="0009990000077")
    said = deka(
        "antrean", "tambah", "--norm", "JAHAT", "--ruangan", "UMUM", "--dokter", "D1", "--tanggal", HARI
    )
    assert "\x1b" not in said.done().out
    assert said.out.count("\n") == 2
    table = deka(*LIST).done().out
    raw = deka(*LIST, "--json").done()
    for text in (table, raw.out):
        assert not set(text) & set("\x1b\x07\r\u202e\u200b")
    assert len(table.splitlines()) == 2
    assert raw.out.count("\n") == 1
    assert raw.json[0]["nama"] == 'A "B" [bold]C[/bold] \U0001f600'
