"""When a registration is valid, checked without asking anybody outside."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from shared.domain.records import Dokter, Pasien, Ruangan
from shared.domain.resend import RAWAT_JALAN
from shared.rekaman import dataclass


class Kolom(StrEnum):
    """The field a refusal is about."""

    NORM = "norm"
    NAMA = "nama"
    NIK = "nik"
    NO_HP = "no_hp"
    NO_KARTU = "no_kartu"
    RUANGAN = "ruangan"
    DOKTER = "dokter"
    JADWAL = "jadwal"
    TANGGAL = "tanggal"
    TIKET = "tiket"
    PENJAMIN = "penjamin"


@dataclass(frozen=True, slots=True)
class Tolakan:
    """One reason why a registration is refused: the field, a reason code and the facts to tell."""

    kolom: Kolom
    sebab: str
    nilai: str = ""


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def periksa_identitas(pasien: Pasien, *, bpjs: bool) -> tuple[Tolakan, ...]:
    """Check the patient's own fields: norm, name, NIK 16 digits, phone, and for BPJS card 13 digits."""
    found: list[Tolakan] = []
    if not pasien.norm.strip():
        found.append(Tolakan(Kolom.NORM, "kosong"))
    if not pasien.nama.strip():
        found.append(Tolakan(Kolom.NAMA, "kosong"))
    if not _digits(pasien.nik, 16):
        found.append(Tolakan(Kolom.NIK, "kosong" if not pasien.nik else "panjang", str(len(pasien.nik))))
    phone = pasien.no_hp.replace(" ", "").replace("-", "").removeprefix("+")
    if not (phone.isascii() and phone.isdigit() and 8 <= len(phone) <= 15):
        found.append(Tolakan(Kolom.NO_HP, "kosong" if not pasien.no_hp else "bentuk"))
    if bpjs and not _digits(pasien.no_kartu, 13):
        reason = "kosong" if not pasien.no_kartu else "panjang"
        found.append(Tolakan(Kolom.NO_KARTU, reason, str(len(pasien.no_kartu))))
    return tuple(found)


def periksa_pendaftaran(
    pasien: Pasien,
    ruangan: Ruangan,
    dokter: Dokter | None,
    *,
    bpjs: bool,
    tanggal: date,
    hari_ini: date,
) -> tuple[Tolakan, ...]:
    """Check a registration before a ticket is issued; an empty tuple means it is valid.

    Room and doctor must be mapped only where BPJS has to hear of the ticket: BPJS payer in an
    outpatient room.
    """
    found = list(periksa_identitas(pasien, bpjs=bpjs))
    if tanggal < hari_ini:
        found.append(Tolakan(Kolom.TANGGAL, "lewat", tanggal.isoformat()))
    if dokter is not None and dokter.ruangan_id != ruangan.id:
        found.append(Tolakan(Kolom.DOKTER, "bukan_ruangan", dokter.nama))
    if bpjs and ruangan.jenis_kunjungan == RAWAT_JALAN:
        if not ruangan.kd_poli:
            found.append(Tolakan(Kolom.RUANGAN, "belum_dipetakan", ruangan.nama))
        if dokter is None:
            found.append(Tolakan(Kolom.DOKTER, "kosong"))
        else:
            if dokter.kodedokter is None:
                found.append(Tolakan(Kolom.DOKTER, "belum_dipetakan", dokter.nama))
            if not dokter.jam:
                found.append(Tolakan(Kolom.JADWAL, "kosong", dokter.nama))
    return tuple(found)
