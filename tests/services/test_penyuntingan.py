"""Editing a failed job: what is refused, what is locked, what is kept, and what stays still meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.answers import Layanan, Request
from shared.domain.records import JobKlaim
from shared.domain.status import JenisJob, Kelas
from shared.services import antrean, kirim, penyuntingan
from shared.services.errors import Bentrok, TidakSah
from shared.storage import jobs as rows
from shared.storage import tables as t
from tests.services.clinic import (
    ADMIN,
    HARI,
    P_OK,
    PETUGAS,
    REFUSED,
    SCREENING,
    UNMAPPED,
    Clinic,
    actor,
    card_number,
    ids,
    job_of,
    race,
)

OTHER = actor("admin", "admin-lain")
BODY: dict[str, Any] = {
    "tglDaftar": "04-03-2099", "noKartu": card_number(1), "kdPoli": "001", "keluhan": None, "sistole": 0,
}  # fmt: skip


def failed(clinic: Clinic, body: dict[str, Any] | None = None, vonis: kirim.Vonis = REFUSED) -> int:
    """A failed registration whose body was this."""
    p, _ = ids(clinic.registered(1, p=None))

    def build(_klaim: JobKlaim) -> Request:
        return Request(Layanan.PCARE, "POST", "pendaftaran", json.dumps(body or BODY))

    task = kirim.klaim(clinic.ctx, p, "uji", 60_000, build)
    assert task is not None
    clinic.settle(task, vonis)
    return p


def edited(**changes: Any) -> str:
    return json.dumps(BODY | changes)


# ── the body ──────────────────────────────────────────────────────────────────


def test_an_edit_starts_from_the_newest_body(clinic: Clinic) -> None:
    p = failed(clinic)
    first = penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    assert json.loads(first.isi) == BODY
    assert first.isi.count("\n") == len(BODY) + 1
    assert "noKartu" in {field.nama for field in first.kolom if field.kunci}
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(keluhan="pusing"), alasan="lupa")
    clinic.send(p, REFUSED)
    assert json.loads(penyuntingan.mulai_edit(clinic.ctx, ADMIN, p).isi)["keluhan"] == "pusing"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "bukan JSON"),
        ("[]", "objek JSON"),
        ('{"a":"\\u001b[2J"}', "karakter kendali"),
        (json.dumps({"a": "x" * 300 * 1024}), "200 KB"),
        (edited(noKartu=card_number(2)), "kunci noKartu"),
        (edited(tglDaftar="05-03-2099", kdPoli="002"), "kunci tglDaftar, kdPoli"),
        ("{}", "kunci tglDaftar, noKartu, kdPoli"),
        ('{"keluhan":1,"keluhan":2}', "dua kali"),
    ],
)
def test_a_body_that_must_not_be_sent_is_refused_and_changes_nothing(
    clinic: Clinic, body: str, words: str
) -> None:
    p = failed(clinic)
    before, versions = clinic.row(p), clinic.rows(sa.select(t.muatan))
    for deed in (
        lambda: penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=body, alasan="uji"),
        lambda: penyuntingan.periksa(clinic.ctx, ADMIN, p, body),
    ):
        with pytest.raises(TidakSah, match=words):
            deed()
    assert (clinic.row(p), clinic.rows(sa.select(t.muatan))) == (before, versions)
    assert clinic.audit("job.resend") == []


def test_an_edit_needs_a_reason(clinic: Clinic) -> None:
    p = failed(clinic)
    with pytest.raises(TidakSah, match="Alasan mengubah isi"):
        penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(), alasan=" ")


def test_unlocking_on_purpose_sends_another_key_and_is_written_down(clinic: Clinic) -> None:
    p = failed(clinic)
    body = edited(noKartu=card_number(2))
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=body, alasan="salah kartu", buka_kunci=True)
    assert json.loads(clinic.claim(p).klaim.muatan or "") == json.loads(body)
    (row,) = clinic.audit("job.resend")
    told = json.loads(row.rincian)
    assert (told["kunci_dibuka"], told["alasan"], told["diedit"]) == (["noKartu"], "salah kartu", True)
    (version,) = clinic.rows(sa.select(t.muatan).where(t.muatan.c.asal == "edit"))
    assert (version.oleh, version.alasan, version.versi) == (ADMIN.nama, "salah kartu", 2)


def test_what_an_edit_would_do_is_shown_before(clinic: Clinic) -> None:
    p = failed(clinic)
    seen = penyuntingan.periksa(clinic.ctx, ADMIN, p, edited(sistole="x", noKartu="1"), buka_kunci=True)
    assert {d.jalur for d in seen.beda} == {"sistole", "noKartu"}
    assert seen.dibuka == ("noKartu",)
    assert ("sistole", "tipe") in {(d.nama, d.sebab) for d in seen.peringatan}
    assert clinic.row(p).status == "gagal"


def test_a_job_that_never_had_a_body_keeps_the_keys_of_its_ticket(clinic: Clinic) -> None:
    p, a = ids(clinic.register(1))
    clinic.sql(sa.update(t.job).values(status="gagal"))
    queue = json.loads(penyuntingan.mulai_edit(clinic.ctx, ADMIN, a).isi)
    assert queue == {
        "tanggalperiksa": HARI.isoformat(), "kodepoli": "001", "nomorkartu": card_number(1), "norm": "000001",
    }  # fmt: skip
    with pytest.raises(TidakSah, match="kunci noKartu"):
        penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(noKartu=card_number(9)), alasan="uji")


def test_a_deletion_is_edited_by_the_parts_of_its_path(clinic: Clinic) -> None:
    card = clinic.registered(1)
    clinic.cancel(card.id)
    job = job_of(clinic.card(card.id), JenisJob.HAPUS_PENDAFTARAN)
    assert job is not None
    clinic.send(job.id, REFUSED)
    # build() of these tests has a body even for a deletion; the real sender has none.
    clinic.sql(sa.update(t.percobaan).where(t.percobaan.c.job_id == job.id).values(muatan_id=None))
    clinic.sql(sa.delete(t.muatan).where(t.muatan.c.job_id == job.id))
    body = json.loads(penyuntingan.mulai_edit(clinic.ctx, ADMIN, job.id).isi)
    assert body == {"noKartu": card_number(1), "tglDaftar": "04-03-2099", "kdPoli": "001", "noUrut": "A12"}
    changed = json.dumps(body | {"noUrut": "A13"})
    with pytest.raises(TidakSah, match="--yakin"):
        penyuntingan.kirim_ulang(clinic.ctx, ADMIN, job.id, isi=changed, alasan="nomor lain")
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, job.id, isi=changed, alasan="nomor lain", yakin=True)
    assert clinic.row(job.id).status == "menunggu"


# ── the hold ──────────────────────────────────────────────────────────────────


def screening(clinic: Clinic) -> int:
    """A failed job whose slow retry is due."""
    p = failed(clinic, vonis=SCREENING)
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(ulang_pada=1))
    return p


def test_what_is_being_edited_does_not_go_by_itself(clinic: Clinic) -> None:
    p = screening(clinic)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    assert not kirim.perlu_rawat(clinic.ctx)
    kirim.rawat(clinic.ctx)
    assert clinic.row(p).status == "gagal"
    penyuntingan.buang_edit(clinic.ctx, ADMIN, p)
    assert kirim.perlu_rawat(clinic.ctx)
    kirim.rawat(clinic.ctx)
    assert clinic.row(p).status == "menunggu"


def test_a_release_waits_for_the_edit_to_be_dropped(clinic: Clinic) -> None:
    p, a = ids(clinic.registered(1, a=None))
    clinic.send(a, UNMAPPED)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, a)
    with clinic.ctx.tulis() as conn:
        assert rows.release(conn, clinic.ctx.faskes.id, Kelas.PEMETAAN) == 0
    assert clinic.row(a).status == "gagal"
    penyuntingan.buang_edit(clinic.ctx, ADMIN, a)
    kirim.rawat(clinic.ctx)
    assert clinic.row(a).status == "menunggu"
    assert clinic.row(p).status == "terkirim"


def test_a_hold_is_forgotten_after_an_hour_without_a_sign(clinic: Clinic) -> None:
    p = screening(clinic)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    clinic.sql(sa.update(t.job).values(ditahan_sejak=t.job.c.ditahan_sejak - rows.HOLD_MS - 1))
    kirim.rawat(clinic.ctx)
    assert clinic.row(p).status == "menunggu"


def test_sending_ends_the_hold(clinic: Clinic) -> None:
    p = failed(clinic)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(keluhan="x"), alasan="uji")
    assert (clinic.row(p).ditahan_oleh, clinic.row(p).ditahan_sejak) == (None, None)


def test_one_edits_at_a_time(clinic: Clinic) -> None:
    p = failed(clinic)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)  # again: the hold is renewed
    for deed in (
        lambda: penyuntingan.mulai_edit(clinic.ctx, OTHER, p),
        lambda: penyuntingan.kirim_ulang(clinic.ctx, OTHER, p),
        lambda: penyuntingan.buang_edit(clinic.ctx, OTHER, p),
    ):
        with pytest.raises(Bentrok, match=f"sedang diedit oleh {ADMIN.nama}"):
            deed()
    penyuntingan.mulai_edit(clinic.ctx, OTHER, p, ambil_alih=True)
    with pytest.raises(Bentrok, match="admin-lain"):
        penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p)
    penyuntingan.buang_edit(clinic.ctx, OTHER, p)
    penyuntingan.buang_edit(clinic.ctx, OTHER, p)
    assert [row.aksi for row in clinic.audit("job.edit", "job.buang_edit")] == [
        "job.edit", "job.edit", "job.buang_edit",
    ]  # fmt: skip
    assert json.loads(clinic.audit("job.edit")[1].rincian)["diambil_dari"] == ADMIN.nama


def test_the_counter_may_send_what_an_admin_is_editing(clinic: Clinic) -> None:
    """Only retries of its own are held back: a person at the counter has a patient in front of him."""
    card = clinic.registered(1, p=REFUSED)
    p, _ = ids(card)
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, p)
    antrean.resend_pcare(clinic.ctx, PETUGAS, card.id)
    assert clinic.row(p).status == "menunggu"
    with pytest.raises(Bentrok, match="Menunggu"):
        penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(), alasan="uji")


def test_two_who_begin_at_once(clinic: Clinic) -> None:
    p = failed(clinic)
    found = race(
        lambda: penyuntingan.mulai_edit(clinic.ctx, ADMIN, p),
        lambda: penyuntingan.mulai_edit(clinic.ctx, OTHER, p),
    )
    assert sorted(type(one).__name__ for one in found) == ["Bentrok", "Suntingan"]


@pytest.mark.parametrize("status", ["menunggu", "proses", "tak_pasti", "terkirim", "dibatalkan"])
def test_only_what_failed_is_edited(clinic: Clinic, status: str) -> None:
    p = failed(clinic)
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(status=status))
    for deed in (penyuntingan.mulai_edit, penyuntingan.kirim_ulang):
        with pytest.raises((Bentrok, TidakSah), match="hanya job yang gagal"):
            deed(clinic.ctx, ADMIN, p)


def test_an_edited_body_that_is_unknown_is_read_back_first(clinic: Clinic) -> None:
    p = failed(clinic)
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(kelas="tak_pasti"))
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=edited(keluhan="x"), alasan="uji")
    assert clinic.row(p).status == "tak_pasti"


def test_the_undo_of_an_edited_registration_knows_what_was_sent(clinic: Clinic) -> None:
    p = failed(clinic)
    body = edited(noKartu=card_number(2))
    penyuntingan.kirim_ulang(clinic.ctx, ADMIN, p, isi=body, alasan="kartu", buka_kunci=True)
    clinic.send(p, P_OK)
    card = clinic.card(int(clinic.row(p).antrean_id))
    clinic.cancel(card.id)
    undo = job_of(clinic.card(card.id), JenisJob.HAPUS_PENDAFTARAN)
    assert undo is not None
    assert json.loads(clinic.claim(undo.id).klaim.muatan_asal or "")["noKartu"] == card_number(2)
