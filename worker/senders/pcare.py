"""PCare registrations: POST pendaftaran, DELETE pendaftaran, and reading the list of a day back."""

from __future__ import annotations

from shared.domain.answers import Layanan, Request
from shared.domain.badges import ada_nomor
from shared.domain.failures import Operasi
from shared.domain.records import JobKlaim
from shared.domain.retries import Bacaan
from shared.domain.status import JenisJob, Kelas, Periksa
from shared.services.kirim import Hasil, TidakTersusun, Tugas
from worker.senders.base import (
    Pengirim,
    Saluran,
    body,
    bpjs_key,
    card_number,
    ddmmyyyy,
    poli,
    segment,
    ticket,
    written,
)
from worker.senders.daylist import DayList, page_path


class _PcareSender(Pengirim):
    def __init__(self, saluran: Saluran) -> None:
        super().__init__(saluran)
        self._days = DayList.of(saluran)

    def _read(self, klaim: JobKlaim, *, gone_is_done: bool) -> Hasil:
        """Look for the ticket's registration in PCare's list of its day."""
        key = bpjs_key(klaim)
        found = self._days.find(key.tanggal, key.no_kartu, key.kd_poli)
        done = None if found.ada is None else found.ada is not gone_is_done
        return Hasil(found.vonis, found.shown, Bacaan(done, found.no_urut))


class Pendaftaran(_PcareSender):
    """Registers a ticket: PCare POST pendaftaran, with the vital signs still at zero."""

    jenis = JenisJob.PENDAFTARAN

    def susun(self, klaim: JobKlaim) -> Request:
        """Build the registration, or the reading of the day's list when the outcome is unknown."""
        if klaim.periksa is not Periksa.KIRIM:
            return Request(Layanan.PCARE, "GET", page_path(bpjs_key(klaim).tanggal, 0))
        if klaim.muatan is not None:
            return Request(Layanan.PCARE, "POST", "pendaftaran", klaim.muatan)
        about = ticket(klaim)
        card, room = card_number(about), poli(about)
        own = self.saluran.bpjs.kd_provider_peserta == "faskes" or not about.kd_provider
        fields: dict[str, object] = {
            "kdProviderPeserta": self.saluran.kode_faskes
            if own or not about.kd_provider
            else about.kd_provider,
            "tglDaftar": ddmmyyyy(about.tanggal),
            "noKartu": card,
            "kdPoli": room,
            "keluhan": None,
            "kunjSakit": True,
            "sistole": 0,
            "diastole": 0,
            "beratBadan": 0,
            "tinggiBadan": 0,
            "respRate": 0,
            "lingkarPerut": 0,
            "heartRate": 0,
            "rujukBalik": 0,
            "kdTkp": self.saluran.bpjs.kd_tkp,
        }
        return Request(Layanan.PCARE, "POST", "pendaftaran", body(klaim, fields))

    def kirim(self, tugas: Tugas) -> Hasil:
        """Post the registration, or read back whether it is there and under which number."""
        if tugas.klaim.periksa is not Periksa.KIRIM:
            return self._read(tugas.klaim, gone_is_done=False)
        answer = self.saluran.pcare.send(tugas.bpjs)
        return self.judge(Operasi.PENDAFTARAN_TAMBAH, Layanan.PCARE, answer)


class HapusPendaftaran(_PcareSender):
    """Deletes a registration: PCare DELETE pendaftaran/peserta/…/noUrut/…/kdPoli/…."""

    jenis = JenisJob.HAPUS_PENDAFTARAN

    def susun(self, klaim: JobKlaim) -> Request:
        """Build the deletion, or the reading of the day's list when number or outcome is unknown."""
        key = bpjs_key(klaim)
        if klaim.periksa is not Periksa.KIRIM:
            return Request(Layanan.PCARE, "GET", page_path(key.tanggal, 0))
        number = written(klaim, "noUrut") or ticket(klaim).no_antrean_pcare or ""
        if not ada_nomor(number):
            raise TidakTersusun(Kelas.DATA, "nomor antrean PCare tidak diketahui")
        path = (
            f"pendaftaran/peserta/{segment(key.no_kartu)}/tglDaftar/{ddmmyyyy(key.tanggal)}"
            f"/noUrut/{segment(number)}/kdPoli/{segment(key.kd_poli)}"
        )
        return Request(Layanan.PCARE, "DELETE", path)

    def kirim(self, tugas: Tugas) -> Hasil:
        """Delete the registration, or read back whether it is gone."""
        if tugas.klaim.periksa is not Periksa.KIRIM:
            return self._read(tugas.klaim, gone_is_done=True)
        answer = self.saluran.pcare.send(tugas.bpjs)
        return self.judge(Operasi.PENDAFTARAN_HAPUS, Layanan.PCARE, answer)
