"""What an attempt at SatuSehat does to its job: sent, looked for again, waiting, or a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.domain.masking import clean
from shared.domain.retries import BUDGET, SECOND, Langkah, backoff, read_back_delay
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir
from shared.domain.status import Kelas, Periksa, StatusJob
from shared.domain.sumber import DICARI, TANPA_CARI, Kandidat, Sumber, Tanya, Tipe
from shared.domain.sumber_isi import nama

TUNGGU_KREDENSIAL: Final = 60 * SECOND
"""After a refused token nothing is sent for at least this long."""
_LAG: Final = (2, 6, 12, 20, 30, 30)
"""Seconds between looks: what was just written is not found by a search at once."""
LIHAT: Final = 4
"""Looks that must agree a resource is not there before it is posted a second time."""
_LIHAT_DUPLIKAT: Final = 6
"""Looks for a resource SatuSehat has called a duplicate before a person is asked."""
_TRIES: Final = 5
"""5xx and lost answers before a person looks at it; so it goes for a parent that is not known there yet."""


@dataclass(frozen=True, slots=True)
class HasilFhir:
    """What one attempt came to.

    ``ditemukan`` is what a look found (``None``: it was no look, or could not be done). ``nama`` and
    ``kandidat`` are of what was found. ``post``: it was the creation of a new resource.
    """

    vonis: VonisFhir
    response: str = ""
    ditemukan: int | None = None
    remote_id: str = ""
    kandidat: tuple[Kandidat, ...] = ()
    nama: str = ""
    drift: float | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Putusan:
    """What becomes of a job: its next step, its class, and what is kept of the resource.

    ``remote_id`` is set when it is linked now; ``lepas_tautan`` when the one it had is not known there.
    ``tanya`` is the question a person has to answer, ``hasil`` the outcome of a base resource.
    """

    langkah: Langkah
    kelas: Kelas | None = None
    absen: int = 0
    remote_id: str = ""
    lepas_tautan: bool = False
    tanya: Tanya | None = None
    hasil: str = ""


def kandidat(resource: Mapping[str, Any]) -> Kandidat:
    """Make a candidate of a resource: its id, its name, and what tells two of one name apart."""
    facts = [resource.get("birthDate"), resource.get("gender")]
    meta = resource.get("meta")
    facts.append(meta.get("lastUpdated") if isinstance(meta, dict) else None)
    told = ", ".join(clean(text, 40) for text in facts if isinstance(text, str))
    return Kandidat(str(resource.get("id") or ""), clean(nama(resource), 120), told)


def _kelas(vonis: VonisFhir) -> Kelas | None:
    return None if vonis.kelas is None else Kelas(vonis.kelas.value)


def _least(delay: int, vonis: VonisFhir, kini: int) -> int:
    """Wait at least as long as the server asked for, or until the next token may be asked for."""
    asked = int((vonis.jeda or 0) * 1000)
    held = (vonis.ditahan - kini) if vonis.ditahan is not None else 0
    return max(delay, asked, held)


def putuskan(
    sumber: Sumber,
    hasil: HasilFhir,
    *,
    periksa: Periksa,
    tries: int,
    baca: int,
    absen: int,
    duplikat: bool,
    acak: float,
    kini: int,
) -> Putusan:
    """Decide what an attempt does to its job.

    *tries* counts its sends and *baca* its looks since a person last asked, this one included; *absen*
    the looks before this one that found nothing; *duplikat*: SatuSehat has said that it is there. *kini* is
    Unix ms.
    """
    vonis = hasil.vonis
    kelas = vonis.kelas
    look = periksa is Periksa.HASIL
    if kelas is None:
        if hasil.ditemukan is None:
            made = "diperiksa" if sumber.mode else ("diperbarui" if sumber.remote_id else "dibuat")
            return Putusan(Langkah(StatusJob.TERKIRIM), remote_id=vonis.remote_id, hasil=made)
        return _looked(sumber, hasil, absen=absen, duplikat=duplikat, acak=acak)
    again = Periksa.HASIL if look else Periksa.KIRIM
    waits = StatusJob.TAK_PASTI if look else StatusJob.MENUNGGU
    if kelas is KelasFhir.DUPLIKAT:
        return _duplicate(sumber, vonis)
    if kelas is KelasFhir.TAK_PASTI:
        if tries >= _TRIES and vonis.sebab is SebabFhir.GANGGUAN:
            return Putusan(Langkah(StatusJob.GAGAL, Periksa.HASIL), Kelas.TAK_PASTI)
        delay = _least(read_back_delay(0, acak), vonis, kini)
        return Putusan(Langkah(StatusJob.TAK_PASTI, Periksa.HASIL, delay), Kelas.TAK_PASTI)
    if kelas is KelasFhir.SEMENTARA:
        spent = baca if look else tries
        if spent >= BUDGET[Kelas.SEMENTARA]:
            return Putusan(Langkah(StatusJob.GAGAL, again), Kelas.TAK_PASTI if look else Kelas.SEMENTARA)
        delay = _least(backoff(max(spent - 1, 0), acak), vonis, kini)
        return Putusan(Langkah(waits, again, delay), Kelas.SEMENTARA)
    if kelas is KelasFhir.KREDENSIAL:
        # It stays due: otherwise nobody would ask again when the pause is over.
        return Putusan(Langkah(waits, again, _least(TUNGGU_KREDENSIAL, vonis, kini)), Kelas.KREDENSIAL)
    if kelas is KelasFhir.TAUTAN:
        if sumber.mode == "verifikasi":
            return Putusan(Langkah(StatusJob.GAGAL), Kelas.TAUTAN, lepas_tautan=True)
        return Putusan(Langkah(StatusJob.TAK_PASTI, Periksa.HASIL), Kelas.TAUTAN, lepas_tautan=True)
    if kelas is KelasFhir.INDUK and vonis.sebab is SebabFhir.INDUK_TIDAK_ADA and tries < _TRIES:
        return Putusan(Langkah(waits, again, backoff(tries, acak)), Kelas.INDUK)
    return Putusan(Langkah(StatusJob.GAGAL), _kelas(vonis), hasil="gagal")


def _duplicate(sumber: Sumber, vonis: VonisFhir) -> Putusan:
    if vonis.remote_id:
        return Putusan(Langkah(StatusJob.TERKIRIM), remote_id=vonis.remote_id, hasil="tertaut")
    if sumber.tipe in TANPA_CARI:
        return Putusan(Langkah(StatusJob.GAGAL, Periksa.HASIL), Kelas.DUPLIKAT, tanya=Tanya.TANPA_ID)
    return Putusan(Langkah(StatusJob.TAK_PASTI, Periksa.HASIL), Kelas.DUPLIKAT)


def _looked(sumber: Sumber, hasil: HasilFhir, *, absen: int, duplikat: bool, acak: float) -> Putusan:
    found = hasil.ditemukan
    if found == 1 and hasil.remote_id:
        return Putusan(Langkah(StatusJob.TERKIRIM), remote_id=hasil.remote_id, hasil="tertaut")
    if found:
        return Putusan(Langkah(StatusJob.GAGAL, Periksa.HASIL), Kelas.DATA, tanya=Tanya.GANDA, hasil="ganda")
    if sumber.tipe in DICARI and not sumber.pernah_post and not duplikat:
        creates = sumber.tipe is Tipe.PATIENT and (sumber.asal == "impor" or sumber.boleh_buat)
        if creates:
            return Putusan(Langkah(StatusJob.MENUNGGU))
        return Putusan(
            Langkah(StatusJob.GAGAL, Periksa.HASIL),
            Kelas.DATA,
            tanya=Tanya.TIDAK_DITEMUKAN,
            hasil="tidak_ditemukan",
        )
    absent = absen + 1
    if not sumber.pernah_post and not duplikat:
        return Putusan(Langkah(StatusJob.MENUNGGU))
    if duplikat and absent >= _LIHAT_DUPLIKAT:
        return Putusan(Langkah(StatusJob.GAGAL, Periksa.HASIL), Kelas.DUPLIKAT, absent, tanya=Tanya.TANPA_ID)
    if not duplikat and absent >= LIHAT:
        return Putusan(Langkah(StatusJob.MENUNGGU), Kelas.TAK_PASTI)
    delay = int(_LAG[min(absent - 1, len(_LAG) - 1)] * SECOND * (0.75 + acak / 2))
    return Putusan(
        Langkah(StatusJob.TAK_PASTI, Periksa.HASIL, delay),
        Kelas.DUPLIKAT if duplikat else Kelas.TAK_PASTI,
        absent,
    )
