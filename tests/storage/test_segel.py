"""Bodies at rest: sealed, bound to their place, readable across a change of keys, gone after their time."""

from __future__ import annotations

import json
import os
import stat
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from shared.config import KeamananSettings
from shared.domain.status import JenisJob, StatusJob
from shared.domain.sumber import Tipe
from shared.security import segel
from shared.security.segel import GagalSegel, Gelang, kunci_baru
from shared.services import jobs as job_services
from shared.services import konteks, monitoring
from shared.services import segel as layanan
from shared.services.errors import PenyimpananGagal
from shared.storage import attempts, bodies, sealing, sumber
from shared.storage import tables as t
from shared.storage.errors import StorageFailure
from tests.services.clinic import ADMIN, HARI, OFFLINE, P_OK, REFUSED, Clinic, ids

HARI_MS = 86_400_000


def file_with(folder: Path, *keys: segel.Kunci) -> Path:
    file = folder / "kunci"
    segel.tulis_berkas(file, keys)
    return file


# ── the seal itself ───────────────────────────────────────────────────────────


@given(st.text(), st.text(min_size=1))
def test_what_is_sealed_opens_at_its_place_and_nowhere_else(text: str, place: str) -> None:
    key = kunci_baru()
    data = key.tutup(place, text)
    assert key.buka(place, data) == text
    with pytest.raises(GagalSegel, match="isi_rusak"):
        key.buka(place + "x", data)


@given(st.binary(min_size=1, max_size=400), st.integers(0, 10_000))
def test_a_changed_byte_is_noticed(noise: bytes, where: int) -> None:
    key = kunci_baru()
    data = bytearray(key.tutup("a", noise.hex()))
    at = where % len(data)
    data[at] ^= 1
    ring = Gelang(None)
    ring._keys = {key.id: key}
    ring._looked = float("inf")
    # The format and the key's name are authenticated, too; a body marked as not sealed is only what it says.
    if at == 0 and data[0] == segel.PLAIN:
        return
    with pytest.raises(GagalSegel):
        ring.buka("a", bytes(data))


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    key = kunci_baru()
    assert len({key.tutup("a", "sama") for _ in range(100)}) == 100


def test_a_body_of_bpjs_gets_smaller() -> None:
    body = json.dumps({f"kolom{n}": None for n in range(40)})
    assert len(kunci_baru().tutup("a", body)) < len(body) / 2


def test_a_key_does_not_show_itself() -> None:
    key = kunci_baru()
    assert key.bahan.hex() not in repr(key)
    assert repr(key.bahan) not in repr(key)


# ── the file ──────────────────────────────────────────────────────────────────


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    key = kunci_baru()
    file = file_with(tmp_path / "baru", key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert segel.baca_berkas(file) == (key,)
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        with pytest.raises(GagalSegel, match="kunci_isi_mode"):
            segel.baca_berkas(file)


def test_a_key_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = file_with(tmp_path, kunci_baru())
    before = file.read_bytes()
    assert not segel.tulis_rahasia(file, b"lain", baru=True)
    assert file.read_bytes() == before
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize(
    "text",
    ["", "bukan kunci", "deka-kunci 1\n", "deka-kunci 1\nzz 1 AAAA\n", "deka-kunci 1\n01020304 1 AAAA\n"],
)
def test_what_is_no_key_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kunci"
    segel.tulis_rahasia(file, text.encode())
    with pytest.raises(GagalSegel, match="kunci_isi_rusak"):
        Gelang(file).aktif()


def test_a_ring_notices_a_new_key_and_keeps_what_it_has_when_the_file_goes(tmp_path: Path) -> None:
    old, new = kunci_baru(), kunci_baru()
    ring = Gelang(file_with(tmp_path, old))
    data = ring.tutup("a", "isi")
    file_with(tmp_path, old, new)
    ring._looked = 0.0
    assert ring.aktif() == new
    assert ring.buka("a", data) == "isi"
    (tmp_path / "kunci").unlink()
    ring._looked = 0.0
    assert ring.aktif() == new


def test_many_threads_share_a_ring(tmp_path: Path) -> None:
    ring = Gelang(file_with(tmp_path, kunci_baru()))
    wrong: list[object] = []

    def work(number: int) -> None:
        for turn in range(50):
            if turn % 10 == 0:
                ring.segarkan()
            text = f"{number}-{turn}"
            if ring.buka(text, ring.tutup(text, text)) != text:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# ── in the storage ────────────────────────────────────────────────────────────

_BODY = '{"noKartu": "0001234567890", "nik": "3201010101010001"}'


def raw(clinic: Clinic) -> bytes:
    """Every byte the storage keeps of bodies."""
    found = b""
    for place in sealing._PLACES:
        found += b"\n".join(
            bytes(row[0]) for row in clinic.rows(sa.select(place.table.c[place.column])) if row[0] is not None
        )
    return found


def with_bodies(clinic: Clinic) -> int:
    """A job with an attempt, whose bodies hold a card."""
    p, _ = ids(clinic.register(1))
    task = clinic.claim(p)
    with clinic.ctx.storage.write() as conn:
        attempts.add_payload(conn, p, _BODY, asal="edit", oleh="admin", alasan="uji")
    from shared.services.kirim import Hasil

    clinic.settle(task, Hasil(REFUSED, response=_BODY))
    return p


def test_no_body_is_readable_without_the_key(clinic: Clinic) -> None:
    p = with_bodies(clinic)
    assert b"0001234567890" not in raw(clinic)
    assert b"noKartu" not in raw(clinic)
    detail = monitoring.detail(clinic.ctx, ADMIN, p)
    assert detail.attempts[-1].response == _BODY
    assert detail.versi[-1].isi == _BODY


def test_a_station_without_the_key_works_and_says_why_it_shows_no_body(
    clinic: Clinic, tmp_path: Path
) -> None:
    p = with_bodies(clinic)
    other = clinic.station(keamanan=KeamananSettings(berkas_kunci=str(tmp_path / "tidak" / "ada")))
    seen = job_services.detail(other, ADMIN, p)
    assert seen.attempts[-1].response == "isi disegel; kuncinya tidak ada di komputer ini"
    assert monitoring.detail(other, ADMIN, p).versi[-1].isi == seen.attempts[-1].response
    with pytest.raises(PenyimpananGagal, match="Kunci isi tidak ada di"):
        layanan.periksa(other)
    with pytest.raises(StorageFailure, match="kunci_isi_tidak_ada"), other.storage.write() as conn:
        attempts.add_payload(conn, p, "{}", asal="edit")
    assert not (tmp_path / "tidak").exists()


def test_a_key_of_another_storage_is_not_taken_for_ours(clinic: Clinic, tmp_path: Path) -> None:
    with_bodies(clinic)
    other = clinic.station(keamanan=KeamananSettings(berkas_kunci=str(file_with(tmp_path, kunci_baru()))))
    with pytest.raises(PenyimpananGagal, match="tidak memuat kunci"):
        layanan.periksa(other)


def test_a_copy_of_a_storage_in_which_nothing_is_sealed_yet_gets_a_key(
    sqlite_clinic: Clinic, tmp_path: Path
) -> None:
    settings = KeamananSettings(berkas_kunci=str(tmp_path / "kunci-salinan"))
    other = sqlite_clinic.station(keamanan=settings)
    made = layanan.periksa(other)
    assert segel.baca_berkas(settings.kunci)[-1].id == made
    with other.storage.read() as conn:
        assert [key.id for key in sealing.registered(conn)] == [made]


def test_init_makes_one_key_and_keeps_it(storage_url: str, tmp_path: Path) -> None:
    from tests.services.clinic import settings_for

    settings = replace(
        settings_for(storage_url), keamanan=KeamananSettings(berkas_kunci=str(tmp_path / "k" / "kunci"))
    )
    ctx, _ = konteks.siapkan(settings)
    ctx.tutup()
    first = settings.keamanan.kunci.read_bytes()
    ctx, _ = konteks.siapkan(settings)
    assert layanan.periksa(ctx) == segel.baca_berkas(settings.keamanan.kunci)[-1].id
    ctx.tutup()
    assert settings.keamanan.kunci.read_bytes() == first


def test_a_body_moved_to_another_row_does_not_open(clinic: Clinic) -> None:
    first, second = with_bodies(clinic), None
    q, _ = ids(clinic.register(2))
    clinic.settle(clinic.claim(q), P_OK)
    second = q
    c = t.percobaan.c
    theirs = clinic.rows(sa.select(c.id).where(c.job_id == first))[0][0]
    ours = clinic.rows(sa.select(c.id).where(c.job_id == second))[0][0]
    b = t.percobaan_isi.c
    data = clinic.rows(sa.select(b.response).where(b.percobaan_id == theirs))[0][0]
    clinic.sql(sa.update(t.percobaan_isi).where(b.percobaan_id == ours).values(response=data))
    assert job_services.detail(clinic.ctx, ADMIN, second).attempts[-1].response.startswith("isi tidak utuh")


def test_an_edited_body_that_cannot_be_opened_ends_its_job_with_a_clear_word(clinic: Clinic) -> None:
    from shared.services import kirim
    from worker.actors import Pelaksana

    p, _ = ids(clinic.register(1))
    with clinic.ctx.storage.write() as conn:
        kept = attempts.add_payload(conn, p, _BODY, asal="edit", oleh="admin")
        conn.execute(sa.update(t.job).where(t.job.c.id == p).values(muatan_id=kept))
        conn.execute(sa.update(t.muatan).where(t.muatan.c.id == kept).values(isi=b"\x01" + bytes(60)))
    Pelaksana(clinic.ctx, (), pekerja="uji", sewa=60_000, sidik={}, serentak=1).jalankan(p)
    row = clinic.row(p)
    assert row.status == StatusJob.GAGAL.value
    assert row.pesan.startswith("Isi ini disegel dengan kunci 00000000")
    assert kirim.jatuh_tempo(clinic.ctx, 100) != (p,)


def test_numbers_in_the_words_of_an_answer_are_masked_in_the_rows_that_stay(clinic: Clinic) -> None:
    p, _ = ids(clinic.register(1))
    told = replace(REFUSED, pesan="Peserta 0001234567890 (NIK 3201010101010001) tidak aktif")
    clinic.send(p, told)
    (attempt,) = clinic.rows(sa.select(t.percobaan).where(t.percobaan.c.job_id == p))
    assert clinic.row(p).pesan == attempt.pesan == "Peserta ****7890 (NIK ****0001) tidak aktif"


# ── a change of keys ──────────────────────────────────────────────────────────


@pytest.fixture
def own(clinic: Clinic, tmp_path: Path) -> Any:
    """The clinic with a key file of its own, which the test may change."""
    file = tmp_path / "kunci-sendiri"
    ring = segel.baca_berkas(clinic.ctx.settings.keamanan.kunci)
    segel.tulis_berkas(file, ring)
    return clinic.station(keamanan=KeamananSettings(berkas_kunci=str(file)))


def rotate(ctx: konteks.Konteks) -> str:
    made = kunci_baru()
    file = ctx.settings.keamanan.kunci
    segel.tulis_berkas(file, (*segel.baca_berkas(file), made))
    ctx.storage.segel.segarkan()
    with ctx.storage.write() as conn:
        sealing.register(conn, made.id)
    return made.id


def test_all_bodies_follow_a_new_key_in_batches_and_stay_readable(
    clinic: Clinic, own: konteks.Konteks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layanan, "BATCH", 2)
    jobs = [with_bodies(clinic)]
    for number in range(2, 8):
        p, _ = ids(clinic.register(number))
        clinic.send(p, OFFLINE, REFUSED)
        jobs.append(p)
    made = rotate(own)
    before = [monitoring.detail(own, ADMIN, job) for job in jobs]
    tidy, steps = layanan.Perapi(own), 0
    while tidy.segel():
        steps += 1
        # Killed and started anew on the way: nothing is lost by it.
        if steps == 4:
            tidy = layanan.Perapi(own)
        assert [monitoring.detail(own, ADMIN, job) for job in jobs] == before
    assert steps > 8
    with own.storage.read() as conn:
        assert set(sealing.counts(conn)) == {made}
        assert sealing.unfinished(conn) is None
    assert not tidy.segel()


def test_bodies_of_before_there_were_keys_are_sealed(clinic: Clinic) -> None:
    p = with_bodies(clinic)
    c = t.muatan.c
    clinic.sql(sa.update(t.muatan).where(c.asal == "edit").values(isi=segel.polos(_BODY)))
    clinic.sql(sa.update(t.kunci_isi).values(tuntas=None))
    assert b"0001234567890" in raw(clinic)
    assert monitoring.detail(clinic.ctx, ADMIN, p).versi[-1].isi == _BODY
    layanan.Perapi(clinic.ctx).semua()
    assert b"0001234567890" not in raw(clinic)
    assert monitoring.detail(clinic.ctx, ADMIN, p).versi[-1].isi == _BODY


def test_a_body_that_cannot_be_opened_holds_nothing_up(clinic: Clinic, own: konteks.Konteks) -> None:
    p = with_bodies(clinic)
    broken = b"\x01" + bytes(60)
    clinic.sql(sa.update(t.muatan).where(t.muatan.c.asal == "edit").values(isi=broken))
    made = rotate(own)
    layanan.Perapi(own).semua()
    with own.storage.read() as conn:
        assert sealing.unfinished(conn) is None
        assert set(sealing.counts(conn)) == {made, "00000000"}
    assert monitoring.detail(own, ADMIN, p).versi[-1].isi.startswith("isi disegel")


def test_a_body_written_meanwhile_is_not_overwritten(clinic: Clinic, own: konteks.Konteks) -> None:
    p = with_bodies(clinic)
    rotate(own)
    with own.storage.read() as conn:
        found = sealing.to_reseal(conn, own.storage.segel_aktif() or "", sealing.Posisi(tempat=2), 10)
    assert found.rows
    with own.storage.write() as conn:
        newer = bodies.seal(conn, bodies.Tempat.MUATAN, p, 2, text='{"baru": 1}')
        conn.execute(
            sa.update(t.muatan).where(t.muatan.c.job_id == p, t.muatan.c.versi == 2).values(isi=newer)
        )
    with own.storage.write() as conn:
        sealing.reseal(conn, found)
    assert monitoring.detail(own, ADMIN, p).versi[-1].isi == '{"baru": 1}'


# ── after their time ──────────────────────────────────────────────────────────


def age(clinic: Clinic, days: int) -> None:
    """Let everything there is be so many days older."""
    clinic.sql(sa.update(t.percobaan).values(mulai=t.percobaan.c.mulai - days * HARI_MS))
    clinic.sql(sa.update(t.muatan).values(dibuat=t.muatan.c.dibuat - days * HARI_MS))
    clinic.sql(sa.update(t.kunjungan).values(dibuat=t.kunjungan.c.dibuat - days * HARI_MS))


def test_bodies_go_after_their_time_and_the_rows_stay(clinic: Clinic) -> None:
    p = with_bodies(clinic)
    young, _ = ids(clinic.register(3))
    clinic.send(young, REFUSED)
    age(clinic, 200)
    fresh, _ = ids(clinic.register(2))
    clinic.send(fresh, REFUSED)
    before = clinic.row(p)
    layanan.Perapi(clinic.ctx).semua()
    gone = monitoring.detail(clinic.ctx, ADMIN, p)
    assert {a.request for a in gone.attempts} == {"isi sudah dihapus sesuai masa simpan"}
    assert {v.isi for v in gone.versi} == {"isi sudah dihapus sesuai masa simpan"}
    assert gone.attempts[-1].pesan == REFUSED.pesan
    assert clinic.row(p) == before
    assert "job" in monitoring.detail(clinic.ctx, ADMIN, fresh).attempts[-1].request


def test_what_is_still_needed_does_not_go(clinic: Clinic) -> None:
    live, _ = ids(clinic.register(1))
    clinic.send(live, OFFLINE)
    failed, _ = ids(clinic.register(2))
    clinic.send(failed, REFUSED)
    with clinic.ctx.storage.write() as conn:
        kept = attempts.add_payload(conn, failed, _BODY, asal="edit", oleh="admin")
        conn.execute(sa.update(t.job).where(t.job.c.id == failed).values(muatan_id=kept))
    age(clinic, 5000)
    layanan.Perapi(clinic.ctx).semua()
    assert "job" in monitoring.detail(clinic.ctx, ADMIN, live).attempts[-1].request
    assert [v.isi for v in monitoring.detail(clinic.ctx, ADMIN, failed).versi] == [
        "isi sudah dihapus sesuai masa simpan",
        _BODY,
    ]
    task = None
    clinic.sql(sa.update(t.job).where(t.job.c.id == failed).values(status="menunggu", jatuh_tempo=0))
    task = clinic.claim(failed)
    assert task.klaim.muatan == _BODY


@pytest.mark.parametrize(
    ("tipe", "status", "days", "goes"),
    [
        (Tipe.ENCOUNTER, "terkirim", 200, True),
        (Tipe.CONDITION, "dibatalkan", 200, True),
        (Tipe.ENCOUNTER, "terkirim", 100, False),
        (Tipe.CONDITION, "gagal", 200, False),
        (Tipe.CONDITION, "tertahan", 200, False),
        (Tipe.PATIENT, "terkirim", 200, False),
    ],
)
def test_bodies_of_old_visits_go_and_their_resources_stay(
    clinic: Clinic, tipe: Tipe, status: str, days: int, goes: bool
) -> None:
    with clinic.ctx.storage.write() as conn:
        number = sumber.add(
            conn, 1, tipe, "lokal-1", asal="impor", isi='{"id": "rekaan"}', acuan=(), tanggal=HARI, tahap=1,
            ringkas='{"judul": "x"}',
        )  # fmt: skip
        sumber.arrived(conn, number, remote_id="abc", mode="verifikasi")
        job = conn.execute(sa.select(t.sumber.c.job_id)).scalar_one()
        conn.execute(sa.update(t.job).values(status=status))
        conn.execute(sa.update(t.sumber).values(diubah=t.sumber.c.diubah - days * HARI_MS))
    layanan.Perapi(clinic.ctx).semua()
    with clinic.ctx.baca() as conn:
        kept = sumber.find(conn, 1, tipe, "lokal-1")
        assert kept is not None
        assert (kept.isi == "") is goes
        assert (kept.remote_id, kept.ringkas) == ("abc", '{"judul": "x"}')
        assert (sumber.of_job(conn, job).isi == {}) is goes, "it can still be looked at there"
    if goes:
        clinic.sql(sa.update(t.sumber).values(mode=""))
        with clinic.ctx.baca() as conn, pytest.raises(StorageFailure, match="isi_dihapus"):
            sumber.of_job(conn, job)


def test_nothing_goes_where_bodies_are_kept_for_ever(clinic: Clinic) -> None:
    p = with_bodies(clinic)
    age(clinic, 30_000)
    for_ever = clinic.station(keamanan=replace(clinic.ctx.settings.keamanan, simpan_isi_hari=0))
    layanan.Perapi(for_ever).semua()
    assert monitoring.detail(clinic.ctx, ADMIN, p).attempts[-1].response == _BODY


def test_a_purge_goes_in_batches(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layanan, "BATCH", 3)
    for number in range(1, 9):
        p, _ = ids(clinic.register(number))
        clinic.send(p, REFUSED)
    age(clinic, 200)
    tidy, batches = layanan.Perapi(clinic.ctx), []
    while many := tidy.hapus():
        batches.append(many)
    assert len(batches) >= 3
    assert max(batches) <= 9
    assert clinic.rows(sa.select(t.percobaan_isi)) == []


def test_a_key_file_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_with(tmp_path, kunci_baru())
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    if file.stat().st_uid != 0:
        with pytest.raises(GagalSegel, match="kunci_isi_pemilik"):
            segel.baca_berkas(file)
    else:
        assert len(segel.baca_berkas(file)) == 1  # root's file may be handed to a service


def test_jobs_of_every_kind_are_claimed_and_settled_with_sealed_bodies(clinic: Clinic) -> None:
    card = clinic.registered(1)
    assert card.p is not None
    assert card.p.jenis is JenisJob.PENDAFTARAN
    assert card.p.status is StatusJob.TERKIRIM


_OLD = ["", "{}", '{"nama": "Siti Ñ 漢字 \U0001f600"}', "\x01bukan segel", "\x02\x03 juga bukan", "a" * 5000]


def test_bodies_of_an_older_schema_come_along_and_are_sealed_later(storage_url: str, tmp_path: Path) -> None:
    from shared.storage import schema
    from shared.storage.engine import Storage
    from tests.services.clinic import settings_for

    storage = Storage(storage_url)
    with storage.write() as conn:
        schema.upgrade_to(conn, "0006")
        for statement in (
            "INSERT INTO faskes (id, kode, nama, zona) VALUES (1, '00000001', 'Klinik', 'Asia/Jakarta')",
            "INSERT INTO job (id, faskes_id, jenis, layanan, status, tanggal, jatuh_tempo, dibuat, diubah) "
            "VALUES (1, 1, 'pendaftaran_pcare', 'pcare', 'terkirim', '2099-03-04', 1, 1, 1)",
        ):
            conn.execute(sa.text(statement))
        for number, text in enumerate(_OLD, start=1):
            row = {"n": number, "isi": text}
            for table, columns, values in (
                ("muatan", "id, job_id, versi, isi, asal, dibuat", ":n, 1, :n, :isi, 'edit', 1"),
                ("percobaan", "id, job_id, no, asal, pekerja, mulai", ":n, 1, :n, 'x', 'w', :n"),
                ("percobaan_isi", "percobaan_id, request, response", ":n, :isi, :isi"),
            ):
                conn.execute(sa.text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)
    storage.dispose()
    settings = replace(
        settings_for(storage_url), keamanan=KeamananSettings(str(tmp_path / "k" / "kunci"), simpan_isi_hari=0)
    )
    ctx, before = konteks.siapkan(settings)
    try:
        assert before == "0006"

        def texts() -> list[list[str]]:
            with ctx.baca() as conn:
                tries = attempts.attempts(conn, 1)
                kept = attempts.versions(conn, 1)
            return [[a.request for a in tries], [a.response for a in tries], [v.isi for v in kept]]

        assert texts() == [_OLD] * 3
        with ctx.baca() as conn:
            assert set(sealing.counts(conn)) == {""}
        layanan.Perapi(ctx).semua()
        assert texts() == [_OLD] * 3
        with ctx.baca() as conn:
            assert set(sealing.counts(conn)) == {layanan.periksa(ctx)}
    finally:
        ctx.tutup()
