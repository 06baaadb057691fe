"""Settling an attempt at SatuSehat: attempt, job, gate, resource, and what waited for it, all at once."""

from __future__ import annotations

import random
from typing import Any

from shared.domain.failures import Vonis
from shared.domain.records import JobKlaim, JobRingkas
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir
from shared.domain.status import Kelas, Periksa, StatusJob
from shared.domain.sumber import DICARI, Sumber, Tanya, Tipe
from shared.domain.sumber_isi import nama, tahap_kirim
from shared.domain.sumber_langkah import TUNGGU_KREDENSIAL, HasilFhir, Putusan, putuskan
from shared.services.errors import TidakSah
from shared.storage import attempts, claims, gates, pertanyaan
from shared.storage import sumber as rows
from shared.storage.clock import now
from shared.texts import sentence

SERVICE = "satusehat"
BREAK_AFTER = 5
BREAK_MS = 60_000
"""A gate breaks after five disturbances in a row, and is tried again after a minute."""

_ASKED = {
    Tanya.TIDAK_DITEMUKAN: "deka_satusehat_tidak_ditemukan",
    Tanya.GANDA: "deka_satusehat_ganda",
    Tanya.TANPA_ID: "deka_satusehat_tanpa_id",
    Tanya.NIK_KOSONG: "deka_satusehat_nik_kosong",
}


def dari_umum(vonis: Vonis) -> HasilFhir:
    """Take over an outcome that the engine itself has made, after a fault of ours."""
    kelas = KelasFhir(vonis.kelas.value) if vonis.kelas is not None else KelasFhir.TAK_PASTI
    return HasilFhir(VonisFhir(kelas, SebabFhir.JAWABAN_HILANG))


def menunggu(conn: Any, klaim: JobKlaim, method: str) -> bool:
    """Put a claimed write back whose resource waits again, because it was given a later state meanwhile.

    It goes as soon as the last of what it refers to has arrived: whoever settles that looks at it again.
    """
    sumber = klaim.sumber
    if sumber is None or method not in ("POST", "PUT") or not rows.waits_for(conn, [sumber.id]):
        return False
    claims.hand_back(conn, klaim, 0)
    rows.rest(conn, klaim.id, arrived=sumber.remote_id is not None and klaim.kelas is None)
    return True


def akan_kirim(conn: Any, klaim: JobKlaim, method: str) -> None:
    """Write down, before the first byte leaves, that a resource may be there from now on."""
    if klaim.sumber is not None and method == "POST" and not klaim.sumber.pernah_post:
        rows.posting(conn, klaim.sumber.id)


def kata(hasil: HasilFhir, putusan: Putusan) -> tuple[str, bool]:
    """Words for the row, and whether they are SatuSehat's own."""
    vonis = hasil.vonis
    if putusan.langkah.status is StatusJob.TERKIRIM:
        return "", False
    if putusan.tanya is not None:
        return sentence(_ASKED[putusan.tanya]), False
    if vonis.kelas is KelasFhir.TAUTAN:
        return sentence("deka_satusehat_tautan"), False
    if vonis.pesan:
        return vonis.pesan, True
    if vonis.kelas is KelasFhir.KREDENSIAL:
        return sentence("deka_satusehat_sandi"), False
    by_cause = {
        SebabFhir.JALUR: "deka_satusehat_jalur",
        SebabFhir.GANGGUAN: "deka_satusehat_gangguan",
        SebabFhir.TOKEN_GANGGUAN: "deka_satusehat_gangguan",
        SebabFhir.JAWABAN_HILANG: "deka_satusehat_jawaban_hilang",
    }
    if vonis.sebab in by_cause:
        return sentence(by_cause[vonis.sebab]), False
    return (sentence("deka_satusehat_ditolak", http=vonis.http or "-") if vonis.kelas else ""), False


def selesaikan(conn: Any, klaim: JobKlaim, hasil: HasilFhir, sidik: str = "") -> bool:
    """Write an attempt's outcome; ``False`` when a later attempt has the job by now."""
    sumber = klaim.sumber
    assert sumber is not None  # noqa: S101 - asked by the caller
    # Resources refer to each other in circles (Encounter and its Condition): two that are settled side by
    # side, each setting the other going, would wait for each other for ever.
    rows.lock(conn, klaim.faskes_id)
    at = now(conn)
    vonis = hasil.vonis
    putusan = putuskan(
        sumber, hasil, periksa=klaim.periksa, tries=klaim.anggaran, baca=klaim.baca, absen=klaim.absen,
        duplikat=klaim.kelas is Kelas.DUPLIKAT, acak=random.random(), kini=at,  # noqa: S311 - jitter
    )  # fmt: skip
    words, theirs = kata(hasil, putusan)
    rules = ",".join(str(rule) for rule in vonis.aturan) or None
    begun = attempts.end_attempt(
        conn, klaim.id, klaim.fence, http=vonis.http, kode=rules, pesan=words or vonis.pesan,
        kelas=str(vonis.kelas or "berhasil"), response=hasil.response, id_permintaan=hasil.request_id,
    )  # fmt: skip
    held = claims.settle(
        conn, klaim, putusan.langkah, absen=putusan.absen, kelas=putusan.kelas, sebab=_cause(hasil, putusan),
        http=vonis.http, kode=rules, pesan=words, dari_bpjs=theirs,
    )  # fmt: skip
    _gate(conn, klaim.faskes_id, hasil, words, sidik, begun, at)
    if held:
        _keep(conn, klaim, sumber, hasil, putusan, at)
    return held


def _cause(hasil: HasilFhir, putusan: Putusan) -> str:
    return "tanya" if putusan.tanya is not None else str(hasil.vonis.sebab)


def _gate(
    conn: Any, faskes_id: int, hasil: HasilFhir, words: str, sidik: str, begun: int | None, at: int
) -> None:
    vonis = hasil.vonis
    if vonis.kelas is KelasFhir.KREDENSIAL:
        held = (vonis.ditahan or 0) - at
        gates.refuse_credentials(
            conn, faskes_id, SERVICE, pesan=words, sidik=sidik, tunda=max(TUNGGU_KREDENSIAL, held)
        )
    elif vonis.sebab is SebabFhir.BATAS_LAJU:
        pause = int((vonis.jeda or 60) * 1000)
        gates.pause(conn, faskes_id, SERVICE, tunda=pause, pesan=words, penyebab="satusehat")
    elif vonis.kelas in (KelasFhir.SEMENTARA, KelasFhir.TAK_PASTI) and vonis.sebab is not SebabFhir.TABRAKAN:
        gates.failed(
            conn, faskes_id, SERVICE, batas=BREAK_AFTER, tunda=BREAK_MS, pesan=words, penyebab="satusehat"
        )
    else:
        gates.answered(conn, faskes_id, SERVICE, begun)


def _keep(conn: Any, klaim: JobKlaim, sumber: Sumber, hasil: HasilFhir, putusan: Putusan, at: int) -> None:
    """Keep what the attempt found out about the resource, and set going what waited for it."""
    step = putusan.langkah
    if putusan.lepas_tautan:
        rows.unlink(conn, sumber.id)
    if putusan.tanya is not None:
        pertanyaan.ask(conn, klaim.faskes_id, sumber.id, putusan.tanya, hasil.kandidat)
    values: dict[str, Any] = {}
    if putusan.hasil:
        values["hasil"] = putusan.hasil
    if step.status is StatusJob.GAGAL:
        values["mode"] = ""
    if step.status is StatusJob.TERKIRIM:
        values |= {"mode": "", "diperiksa": at, "boleh_buat": False}
        linked = putusan.remote_id or sumber.remote_id
        if putusan.remote_id and putusan.remote_id != sumber.remote_id:
            values["remote_id"] = putusan.remote_id
        if not sumber.mode or sumber.remote_id is None:
            values["tahap_terkirim"] = max(_stage(sumber, hasil), sumber.tahap_terkirim)
        if hasil.ditemukan == 1 and _renamed(sumber, hasil):
            values["tahap"] = sumber.tahap + 1
        if linked is not None:
            pertanyaan.settle(conn, sumber.id, linked, "worker")
    if values:
        rows.arrived(conn, sumber.id, **values)
    if "remote_id" in values or (sumber.mode and step.status is StatusJob.TERKIRIM):
        rows.release(conn, klaim.faskes_id, induk=(sumber.tipe, sumber.kunci))
    if step.status is StatusJob.TERKIRIM:
        rows.release(conn, klaim.faskes_id, ids=[sumber.id])


def _stage(sumber: Sumber, hasil: HasilFhir) -> int:
    """The state that is there now: what was sent, or, of an Encounter that was found, its arrival."""
    if hasil.ditemukan is None:
        return tahap_kirim(sumber)
    return 1 if sumber.tipe is Tipe.ENCOUNTER else sumber.tahap


def _renamed(sumber: Sumber, hasil: HasilFhir) -> bool:
    """Tell whether a place that was found is called otherwise there: then it is replaced by ours."""
    named = sumber.tipe in (Tipe.ORGANIZATION, Tipe.LOCATION)
    return named and bool(hasil.nama) and hasil.nama != nama(sumber.isi)


def ulangi(conn: Any, faskes_id: int, job: JobRingkas) -> Periksa:
    """Return what a resource that is sent again begins with: a look where it may be there already.

    Raises :class:`TidakSah` while something it refers to is not known there.
    """
    row = rows.one(conn, faskes_id, job.id)
    assert row is not None  # noqa: S101 - every job of SatuSehat has one
    waiting = rows.waits_for(conn, [row.id]).get(row.id)
    if waiting:
        raise TidakSah("satusehat_tertahan", (), nama=f"{row.tipe}/{row.kunci}", induk=", ".join(waiting))
    unsure = job.kelas in (Kelas.TAK_PASTI, Kelas.DUPLIKAT, Kelas.TAUTAN)
    lookup = row.tipe in DICARI and row.remote_id is None
    return Periksa.HASIL if unsure or lookup else Periksa.KIRIM
