"""Keeping resources: new ones, changed ones, and what each of them waits for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from shared.domain.masking import clean
from shared.domain.status import LIVE_JOB, Kelas, Periksa, StatusJob
from shared.domain.sumber import DICARI, DILIHAT_DULU, Acuan, Tanya, Tipe, acuan, jauh
from shared.domain.sumber_isi import identitas, produk, tahap_akhir
from shared.domain.sumber_klinik import tulis
from shared.domain.sumber_ringkas import ringkas
from shared.services.konteks import Konteks
from shared.storage import kode_kfa, pertanyaan
from shared.storage import sumber as rows
from shared.texts import sentence


class Simpanan(StrEnum):
    """What keeping a resource did."""

    BARU = "baru"
    BERUBAH = "berubah"
    SAMA = "sama"
    DILEWATI = "dilewati"
    """Left alone: a person has edited it by hand."""


@dataclass(slots=True)
class Penyimpan:
    """Keeps the resources of one transaction; :meth:`lepas` sets going what waits for nothing.

    ``kini`` are the local ids, ``Type/local-id``, that come in the same transaction.
    """

    ctx: Konteks
    conn: Any
    oleh: str = ""
    kini: frozenset[str] = frozenset()
    ids: list[int] = field(default_factory=list)
    _known: dict[str, bool] = field(default_factory=dict)

    def mulai(self) -> None:
        """Keep other transactions from adding resources until this one ends."""
        rows.lock(self.conn, self.ctx.faskes.id)

    def _needs(self, ref: Acuan) -> bool:
        """Whether a reference is to be waited for: it is a row's, or nobody knows what it is."""
        name = ref.nama
        if name in self.kini:
            return True
        if name not in self._known:
            local, remote = rows.known(self.conn, self.ctx.faskes.id, ref.tipe, ref.kunci)
            self._known[name] = local or not (remote or jauh(ref.tipe, ref.kunci))
        return self._known[name]

    def _refs(self, tipe: Tipe, body: dict[str, Any]) -> list[Acuan]:
        org = self.ctx.settings.satusehat.organization_id
        return [ref for ref in acuan(tipe, body, org) if self._needs(ref)]

    def simpan(
        self,
        tipe: Tipe,
        kunci: str,
        body: dict[str, Any],
        *,
        asal: str,
        tanggal: date,
        pasien_id: int | None = None,
        antrean_id: int | None = None,
        timpa: bool = False,
    ) -> tuple[int, Simpanan]:
        """Keep a resource under its local id; returns its id and what that did.

        One whose body a person has edited by hand is left alone unless *timpa*.
        """
        text = tulis(body)
        row = rows.find(self.conn, self.ctx.faskes.id, tipe, kunci)
        if row is None:
            return self._new(tipe, kunci, body, text, asal, tanggal, pasien_id, antrean_id), Simpanan.BARU
        if row.isi == text:
            return int(row.id), Simpanan.SAMA
        if row.muatan_id is not None and not timpa:
            return int(row.id), Simpanan.DILEWATI
        rows.hold_job(self.conn, row.job_id)
        row = rows.find(self.conn, self.ctx.faskes.id, tipe, kunci)
        assert row is not None  # noqa: S101 - resources are never deleted
        self._change(row, tipe, body, text)
        return int(row.id), Simpanan.BERUBAH

    def _product(self, tipe: Tipe, body: dict[str, Any]) -> tuple[str, bool]:
        code = produk(tipe, body)
        mapped = not code or kode_kfa.kfa(self.conn, self.ctx.faskes.id, code) is not None
        return code, not mapped

    def _new(
        self,
        tipe: Tipe,
        kunci: str,
        body: dict[str, Any],
        text: str,
        asal: str,
        tanggal: date,
        pasien_id: int | None,
        antrean_id: int | None,
    ) -> int:
        code, blocked = self._product(tipe, body)
        number = rows.add(
            self.conn, self.ctx.faskes.id, tipe, kunci, asal=asal, isi=text, acuan=self._refs(tipe, body),
            tanggal=tanggal, tahap=tahap_akhir(tipe, body), ringkas=ringkas(tipe, body), produk=code,
            tertahan_produk=blocked, pasien_id=pasien_id, antrean_id=antrean_id, oleh=self.oleh,
        )  # fmt: skip
        if tipe in DICARI and identitas(tipe, body) is None:
            self._without_number(number, tipe, body)
        else:
            self.ids.append(number)
        return number

    def _without_number(self, number: int, tipe: Tipe, body: dict[str, Any]) -> None:
        """Nobody can be found without a NIK: a newborn is created, everybody else is a question."""
        if tipe is Tipe.PATIENT and "nik-ibu" in json.dumps(body.get("identifier")):
            rows.begin_with(self.conn, number, Periksa.KIRIM)
            self.ids.append(number)
            return
        words = sentence("deka_satusehat_nik_kosong")
        rows.fail(self.conn, number, Kelas.DATA, "tanya", words)
        rows.arrived(self.conn, number, hasil="nik_kosong")
        pertanyaan.ask(self.conn, self.ctx.faskes.id, number, Tanya.NIK_KOSONG, ())

    def _change(self, row: Any, tipe: Tipe, body: dict[str, Any], text: str) -> None:
        there = row.remote_id is not None
        code, blocked = self._product(tipe, body)
        values: dict[str, Any] = {"produk": code or None, "tertahan_produk": blocked and not there}
        if tipe in DICARI and identitas(tipe, json.loads(row.isi)) != identitas(tipe, body):
            # Another number is another person: what was linked is not theirs.
            rows.unlink(self.conn, row.id)
            pertanyaan.settle(self.conn, row.id, "", self.oleh)
            there = False
        wanted = tahap_akhir(tipe, body)
        if tipe in DICARI:
            wanted = row.tahap
        elif row.pernah_post or there:
            wanted = max(wanted, row.tahap_terkirim + 1, 2)
        rows.change(
            self.conn, row, isi=text, acuan=self._refs(tipe, body), tahap=wanted,
            ringkas=ringkas(tipe, body), **values,
        )  # fmt: skip
        status = StatusJob(row.status)
        if tipe in DICARI and identitas(tipe, body) is None and not there:
            self._without_number(int(row.id), tipe, body)
            return
        rests = status not in LIVE_JOB and not (there and status is StatusJob.TERKIRIM)
        if rests:
            look = there or row.pernah_post or tipe in DILIHAT_DULU
            rows.hold_back(self.conn, row.job_id, Periksa.HASIL if look else Periksa.KIRIM)
        self.ids.append(int(row.id))

    def lepas(self) -> int:
        """Set going what waits for nothing, of all that was kept; returns how many."""
        released = 0
        for start in range(0, len(self.ids), 500):
            part = self.ids[start : start + 500]
            rows.hold_parents(self.conn, part)
            released += rows.release(self.conn, self.ctx.faskes.id, ids=part)
        return released


def sebutan(row: Any) -> str:
    """Name a row for a sentence: ``Patient/pasien-1``."""
    return clean(f"{row.tipe}/{row.kunci}", 100)
