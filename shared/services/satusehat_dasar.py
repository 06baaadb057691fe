"""The four base resources: regenerating them, and the questions that come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from shared.domain.pantau import BarisPantau
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.satusehat_jawaban import valid_id
from shared.domain.status import LIVE_JOB, StatusJob
from shared.domain.sumber import DASAR, JENIS, Kandidat, Tanya, Tipe, jauh
from shared.domain.sumber_tampil import BarisRegenerasi, HasilRegenerasi, Pertanyaan
from shared.services import satusehat, sumber_klinik
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.services.sumber_klinik import KLINIK, Baris
from shared.services.sumber_simpan import Penyimpan
from shared.storage import jobs, klinik, monitor, pertanyaan
from shared.storage import sumber as rows
from shared.storage.audit import add_audit
from shared.texts_satusehat import TANYA

_CHUNK = 100
MOST_SHOWN = 1000
BUAT, CARI = "buat", "cari"
"""Answers that are no id: create it all the same, and look again."""


def _chunks(ctx: Konteks, conn: Any, tipe: Tipe) -> Iterator[list[Baris]]:
    """The clinic's own rows of a type, some at a time."""
    org, clinic = ctx.settings.satusehat.organization_id, ctx.faskes.id
    if tipe is Tipe.PATIENT:
        last = 0
        while people := klinik.patients(conn, clinic, last, _CHUNK):
            yield [sumber_klinik.orang(one) for one in people]
            last = people[-1].id
    elif tipe is Tipe.PRACTITIONER:
        yield list(sumber_klinik.tenaga(conn, clinic))
    else:
        yield list(sumber_klinik.tempat(conn, clinic, org, tipe))


def regenerasi(ctx: Konteks, pelaku: Pelaku, tipe: Tipe) -> HasilRegenerasi:
    """Make a base resource anew from the clinic's rows, and have every one looked at.

    Organization and Location are written where they lack or differ; Practitioner and Patient are looked up
    by NIK, and none or several is a question. Bodies edited by hand are passed over. The worker does it:
    :func:`hasil_regenerasi` tells how far it is.
    """
    ctx.izinkan_integrasi(pelaku, "satusehat.regenerasi")
    if tipe not in DASAR:
        raise TidakSah("satusehat_bukan_dasar", nilai=tipe, ada=", ".join(DASAR))
    satusehat.perlu_diatur(ctx)
    started = passed = 0
    with ctx.baca() as conn:
        parts = list(_chunks(ctx, conn, tipe))
    needs = (Tipe.ORGANIZATION,) if tipe is Tipe.LOCATION else ()
    for kind in needs:
        with ctx.baca() as conn:
            above = list(_chunks(ctx, conn, kind))
        for part in above:
            _keep(ctx, pelaku, part)
    for part in parts:
        passed += _keep(ctx, pelaku, part)
    last = 0
    while True:
        with ctx.tulis() as conn:
            some = rows.of_type(conn, ctx.faskes.id, tipe, last, _CHUNK)
            for row in some:
                if row.muatan_id is not None:
                    continue
                started += satusehat.lihat(conn, row, "regenerasi", pelaku.nama)
        if not some:
            break
        last = some[-1].id
    with ctx.tulis() as conn:
        add_audit(
            conn, pelaku, "satusehat.regenerasi", faskes_id=ctx.faskes.id, jenis=tipe, mulai=started,
            dilewati=passed,
        )  # fmt: skip
    return _told(ctx, tipe, started, passed)


def _keep(ctx: Konteks, pelaku: Pelaku, part: Iterable[Baris]) -> int:
    """Keep some of the clinic's rows; returns how many are edited by hand and left alone."""
    passed = 0
    with ctx.tulis() as conn:
        keep = Penyimpan(ctx, conn, pelaku.nama)
        keep.mulai()
        today = ctx.hari_ini(conn)
        for tipe, key, body, patient in part:
            _, what = keep.simpan(tipe, key, body, asal=KLINIK, tanggal=today, pasien_id=patient)
            passed += what.value == "dilewati"
        keep.lepas()
    return passed


def hasil_regenerasi(ctx: Konteks, pelaku: Pelaku, tipe: Tipe) -> HasilRegenerasi:
    """Read how far the regeneration of a type is, what needs a person first."""
    ctx.izinkan_integrasi(pelaku, "satusehat.lihat")
    return _told(ctx, tipe, 0, 0)


def _told(ctx: Konteks, tipe: Tipe, started: int, passed: int) -> HasilRegenerasi:
    with ctx.baca() as conn:
        ids = rows.newest(conn, ctx.faskes.id, tipe, MOST_SHOWN)
        found = monitor.rows_of(conn, ids)
        asked = pertanyaan.of_job(conn, ids)
    told = [_outcome(row, asked.get(row.id)) for row in found]
    order = {"gagal": 0, "tidak_ditemukan": 0, "ganda": 0, "nik_kosong": 0, "proses": 1, "menunggu": 1}
    told.sort(key=lambda one: order.get(one.hasil, 2))
    running = sum(1 for one in told if one.hasil == "proses")
    return HasilRegenerasi(tipe, started, passed, running, tuple(told))


def _outcome(row: BarisPantau, question: int | None) -> BarisRegenerasi:
    outcome = row.hasil or ("tertaut" if row.status is StatusJob.TERKIRIM else "gagal")
    if row.status in LIVE_JOB:
        outcome = "proses"
    elif row.status is StatusJob.TERTAHAN:
        outcome = "menunggu"
    elif row.status is not StatusJob.TERKIRIM and outcome not in ("tidak_ditemukan", "ganda", "nik_kosong"):
        outcome = "gagal"
    return BarisRegenerasi(row.id, row.lokal, row.judul, outcome, row.ihs, row.pesan, question)


def daftar_pertanyaan(ctx: Konteks, pelaku: Pelaku, tipe: Tipe | None = None) -> tuple[Pertanyaan, ...]:
    """List the open questions, oldest first."""
    ctx.izinkan_integrasi(pelaku, "satusehat.lihat")
    with ctx.baca() as conn:
        found = pertanyaan.open_ones(conn, ctx.faskes.id, None if tipe is None else tipe.value)
    return tuple(_question(row) for row in found)


def _question(row: Any) -> Pertanyaan:
    kind = Tanya(row.alasan)
    tipe = Tipe(row.tipe)
    name = json.loads(row.ringkas).get("judul", "")
    creatable = tipe is Tipe.PATIENT and kind is Tanya.TIDAK_DITEMUKAN
    candidates = tuple(Kandidat(**one) for one in json.loads(row.kandidat))
    return Pertanyaan(
        row.id, tipe, row.kunci, name, kind, TANYA[kind], candidates, creatable, row.job_id, row.dibuat
    )


_BY_TYPE = re.compile(r"\d{11,12}|N1\d{6,8}|P\d{11}", re.ASCII)


def _fits(tipe: Tipe, answer: str, question: Pertanyaan) -> bool:
    if any(one.id == answer for one in question.kandidat):
        return True
    if tipe in (Tipe.PATIENT, Tipe.PRACTITIONER):
        return jauh(tipe, answer) or _BY_TYPE.fullmatch(answer) is not None
    return valid_id(answer)


def jawab(ctx: Konteks, pelaku: Pelaku, pertanyaan_id: int, jawaban: str) -> JobRingkas:
    """Answer a question: with the id it has at SatuSehat, ``buat`` (a Patient), or ``cari`` again.

    An id is read there before the row counts as sent. Raises :class:`TidakDitemukan`, :class:`TidakSah`.
    """
    ctx.izinkan_integrasi(pelaku, "satusehat.jawab", pertanyaan_id)
    answer = jawaban.strip()
    with ctx.tulis() as conn:
        found = pertanyaan.open_one(conn, ctx.faskes.id, pertanyaan_id)
        if found is None:
            raise TidakDitemukan("satusehat_pertanyaan_tidak_ada", id=pertanyaan_id)
        question = _question(found)
        tipe = question.tipe
        if answer == BUAT and not question.boleh_buat:
            raise TidakSah("satusehat_tidak_bisa_buat", tipe=tipe)
        if answer not in (BUAT, CARI) and not _fits(tipe, answer, question):
            raise TidakSah("satusehat_jawaban_salah", nilai=answer[:70], tipe=tipe)
        row = rows.one(conn, ctx.faskes.id, question.job_id)
        mode = "" if answer in (BUAT, CARI) else "verifikasi"
        if not satusehat.lihat(conn, row, mode, pelaku.nama):
            raise Bentrok("satusehat_masih_proses", nama=f"{tipe}/{question.lokal}")
        if answer == BUAT:
            rows.arrived(conn, found.sumber_id, boleh_buat=True)
        elif mode:
            rows.arrived(conn, found.sumber_id, remote_id=answer, tahap_terkirim=1)
        pertanyaan.settle(conn, found.sumber_id, answer, pelaku.nama)
        add_audit(
            conn, pelaku, "satusehat.jawab", faskes_id=ctx.faskes.id, objek="job", objek_id=question.job_id,
            pertanyaan=pertanyaan_id, jawaban=answer, calon=len(question.kandidat),
        )  # fmt: skip
        return jobs.outcomes(conn, [question.job_id])[0]


__all__ = [
    "BUAT", "CARI", "JENIS", "BarisRegenerasi", "HasilRegenerasi", "Pertanyaan", "daftar_pertanyaan",
    "hasil_regenerasi", "jawab", "regenerasi",
]  # fmt: skip
