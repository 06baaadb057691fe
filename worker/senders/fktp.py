"""Antrean FKTP: antrean/add, antrean/panggil, antrean/batal.

The service has no reading back: after an unknown outcome the same call is sent again, and its
*already* is the answer. Its key is card, poli and date.
"""

from __future__ import annotations

from shared.domain.answers import Layanan, Request
from shared.domain.failures import Operasi
from shared.domain.records import JobKlaim
from shared.domain.status import JenisJob, Kelas
from shared.domain.tickets import tiket_bpjs
from shared.services.kirim import Hasil, TidakTersusun, Tugas
from worker.senders.base import Pengirim, body, bpjs_key, card_number, poli, ticket


class _FktpSender(Pengirim):
    operasi: Operasi

    def kirim(self, tugas: Tugas) -> Hasil:
        """Send the call and judge its answer."""
        return self.judge(self.operasi, Layanan.ANTREAN, self.saluran.antrean.send(tugas.bpjs))


def _key(klaim: JobKlaim) -> dict[str, object]:
    key = bpjs_key(klaim)
    return {
        "tanggalperiksa": key.tanggal.isoformat(),
        "kodepoli": key.kd_poli,
        "nomorkartu": key.no_kartu,
    }


class TambahAntrean(_FktpSender):
    """Adds a ticket to the queue BPJS shows in Mobile JKN."""

    jenis = JenisJob.TAMBAH_ANTREAN
    operasi = Operasi.ANTREAN_TAMBAH

    def susun(self, klaim: JobKlaim) -> Request:
        """Build antrean/add; the doctor must be mapped and have a slot."""
        if klaim.muatan is not None:
            return Request(Layanan.ANTREAN, "POST", "antrean/add", klaim.muatan)
        about = ticket(klaim)
        if about.kodedokter is None:
            raise TidakTersusun(Kelas.PEMETAAN, "dokter belum dipetakan ke kode BPJS")
        if not about.jam:
            raise TidakTersusun(Kelas.PEMETAAN, "jadwal dokter tidak ada pada tanggal itu")
        fields: dict[str, object] = {
            "nomorkartu": card_number(about),
            "nik": about.nik,
            "nohp": about.no_hp,
            "kodepoli": poli(about),
            "namapoli": about.nm_poli,
            "norm": about.norm,
            "tanggalperiksa": about.tanggal.isoformat(),
            "kodedokter": about.kodedokter,
            "namadokter": about.nama_dokter,
            "jampraktek": about.jam,
            "nomorantrean": tiket_bpjs(about.prefix, about.angka),
            "angkaantrean": about.angka,
            "keterangan": "",
        }
        return Request(Layanan.ANTREAN, "POST", "antrean/add", body(klaim, fields))


class PanggilAntrean(_FktpSender):
    """Tells the queue that a patient was called and is there (status 1) or is not (status 2)."""

    jenis = JenisJob.PANGGIL_ANTREAN
    operasi = Operasi.ANTREAN_PANGGIL

    def susun(self, klaim: JobKlaim) -> Request:
        """Build antrean/panggil; ``waktu`` is Unix milliseconds of the call itself."""
        fields = _key(klaim) | {
            "status": klaim.parameter.get("status", 1),
            "waktu": klaim.parameter.get("waktu", klaim.dibuat),
        }
        return Request(Layanan.ANTREAN, "POST", "antrean/panggil", body(klaim, fields))


class BatalAntrean(_FktpSender):
    """Takes a ticket off the queue."""

    jenis = JenisJob.BATAL_ANTREAN
    operasi = Operasi.ANTREAN_BATAL

    def susun(self, klaim: JobKlaim) -> Request:
        """Build antrean/batal with the reason the counter gave."""
        fields = _key(klaim) | {"alasan": ticket(klaim).alasan_batal or "Dibatalkan"}
        return Request(Layanan.ANTREAN, "POST", "antrean/batal", body(klaim, fields))
