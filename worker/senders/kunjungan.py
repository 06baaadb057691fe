"""PCare visits: POST kunjungan, DELETE kunjungan, and reading them back in the participant's history.

The history has visits of other clinics too: only those of this clinic, date and poli are ours.
"""

from __future__ import annotations

import json
import re
from typing import Any

from shared.domain.answers import Answer, Layanan, Request
from shared.domain.failures import Operasi, Sebab, Vonis, classify
from shared.domain.isian import KunciBpjs
from shared.domain.records import JobKlaim, Kunjungan
from shared.domain.retries import Bacaan
from shared.domain.status import JenisJob, Kelas, Periksa
from shared.services.kirim import Hasil, TidakTersusun, Tugas
from worker.senders.base import Pengirim, bpjs_key, ddmmyyyy, segment, told, written

_NUMBER = re.compile(r"[A-Za-z0-9]{8}[0-9]{4}Y[0-9]{6}")


class _VisitSender(Pengirim):
    def _key(self, klaim: JobKlaim) -> KunciBpjs:
        """Return what the visit is known by: as its body says, else as it was imported."""
        if klaim.muatan is not None and klaim.jenis is JenisJob.KUNJUNGAN:
            return bpjs_key(klaim)
        visit = _visit(klaim)
        return KunciBpjs(visit.tanggal, visit.no_kartu, visit.kd_poli)

    def _history(self, key: KunciBpjs) -> tuple[Vonis, str, list[dict[str, Any]] | None, float | None]:
        """Read the visits of a key: verdict, text to keep, rows (``None``: could not be read), drift."""
        answer = self.saluran.pcare.send(Request(Layanan.PCARE, "GET", _history_path(key)))
        vonis = classify(Layanan.PCARE, Operasi.KUNJUNGAN_RIWAYAT, answer, self.saluran.kebijakan)
        if not vonis.ok:
            return vonis, told(answer), None, answer.drift
        mine = [row for row in _rows(answer) if self._matches(row, key)]
        shown = json.dumps(mine[-1] if mine else {"ditemukan": 0}, ensure_ascii=False)
        return vonis, shown, mine, answer.drift

    def _matches(self, row: dict[str, Any], key: KunciBpjs) -> bool:
        own = _inner(row, "providerPelayanan", "kdProvider").lower() == self.saluran.kode_faskes.lower()
        same_poli = not key.kd_poli or _inner(row, "poli", "kdPoli") == key.kd_poli
        return own and same_poli and str(row.get("tglKunjungan") or "").strip() == ddmmyyyy(key.tanggal)

    def _read(self, klaim: JobKlaim, *, gone_is_done: bool) -> Hasil:
        vonis, shown, mine, drift = self._history(self._key(klaim))
        if mine is None:
            return Hasil(vonis, shown, Bacaan(None), drift)
        known = klaim.kunjungan.no_kunjungan if klaim.kunjungan is not None else None
        if gone_is_done and known:
            mine = [row for row in mine if _number(row) == known]
        number = _number(mine[-1]) if mine else None
        return Hasil(vonis, shown, Bacaan(bool(mine) is not gone_is_done, number), drift)


class TambahKunjungan(_VisitSender):
    """Adds a visit: PCare POST kunjungan/v1 with the body as it was imported, or edited since."""

    jenis = JenisJob.KUNJUNGAN

    def susun(self, klaim: JobKlaim) -> Request:
        """Build the visit, or the reading of the history when the outcome is unknown."""
        if klaim.periksa is not Periksa.KIRIM:
            return Request(Layanan.PCARE, "GET", _history_path(self._key(klaim)))
        if klaim.muatan is None:
            raise TidakTersusun(Kelas.DATA, "isi kunjungan tidak ada")
        return Request(Layanan.PCARE, "POST", self.saluran.bpjs.kunjungan_jalur, klaim.muatan)

    def kirim(self, tugas: Tugas) -> Hasil:
        """Post the visit, or look for it in the history.

        PCare has been seen to refuse a visit as *not in the reference* and to have it all the same:
        that refusal is believed only when the history has no such visit.
        """
        if tugas.klaim.periksa is not Periksa.KIRIM:
            return self._read(tugas.klaim, gone_is_done=False)
        answer = self.saluran.pcare.send(tugas.bpjs)
        refused = self.judge(Operasi.KUNJUNGAN_TAMBAH, Layanan.PCARE, answer)
        if refused.vonis.sebab is not Sebab.REFERENSI:
            return refused
        _, shown, mine, _ = self._history(self._key(tugas.klaim))
        number = _number(mine[-1]) if mine else None
        if number is None:
            return refused
        there = Vonis(None, Sebab.SUDAH_ADA, nomor=number, http=answer.http, kode=answer.code, sudah=True)
        return Hasil(there, shown, drift=answer.drift)


class HapusKunjungan(_VisitSender):
    """Deletes a visit: PCare DELETE kunjungan/{noKunjungan}."""

    jenis = JenisJob.HAPUS_KUNJUNGAN

    def susun(self, klaim: JobKlaim) -> Request:
        """Build the deletion, or the reading of the history when number or outcome is unknown."""
        if klaim.periksa is not Periksa.KIRIM:
            return Request(Layanan.PCARE, "GET", _history_path(self._key(klaim)))
        number = written(klaim, "noKunjungan") or _visit(klaim).no_kunjungan or ""
        if not number:
            raise TidakTersusun(Kelas.DATA, "nomor kunjungan PCare tidak diketahui")
        return Request(Layanan.PCARE, "DELETE", f"kunjungan/{segment(number)}")

    def kirim(self, tugas: Tugas) -> Hasil:
        """Delete the visit, or read back whether it is gone."""
        if tugas.klaim.periksa is not Periksa.KIRIM:
            return self._read(tugas.klaim, gone_is_done=True)
        answer = self.saluran.pcare.send(tugas.bpjs)
        return self.judge(Operasi.KUNJUNGAN_HAPUS, Layanan.PCARE, answer)


def _history_path(key: KunciBpjs) -> str:
    return f"kunjungan/peserta/{segment(key.no_kartu)}"


def _visit(klaim: JobKlaim) -> Kunjungan:
    if klaim.kunjungan is None:
        raise TidakTersusun(Kelas.DATA, "kunjungan tidak ada")
    return klaim.kunjungan


def _rows(answer: Answer) -> list[dict[str, Any]]:
    """Take the visits out of ``{count, list}`` or a bare list; no content is no visits."""
    data = answer.data.get("list") if isinstance(answer.data, dict) else answer.data
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []


def _inner(row: dict[str, Any], name: str, code: str) -> str:
    inner = row.get(name)
    return str(inner.get(code) or "").strip() if isinstance(inner, dict) else ""


def _number(row: dict[str, Any]) -> str | None:
    number = str(row.get("noKunjungan") or "").strip()
    return number if _NUMBER.fullmatch(number) else None
