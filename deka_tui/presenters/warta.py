"""What is new about a ticket, in words: two cards become short sentences, one a change."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from deka_tui import texts, texts_warta
from deka_tui.presenters.pieces import outside
from shared.domain.badges import Keadaan, ada_nomor, keadaan
from shared.domain.masking import mask_numbers
from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import JenisJob
from shared.texts import NAMA_JOB


class Berita(NamedTuple):
    """One change; ``buruk`` tells that somebody has to do something about it."""

    teks: str
    buruk: bool = False


class Halaman(Protocol):
    """One page of a list: the ids of all of it, the cards of the page."""

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids of the whole list."""

    @property
    def kartu(self) -> tuple[Kartu, ...]:
        """The cards of the page."""


def _gagal(layanan: str, job: JobRingkas) -> Berita:
    pesan = mask_numbers(outside(job.pesan, 4000)) or texts_warta.TANPA_KETERANGAN
    return Berita(texts_warta.gagal(layanan, pesan, job.dari_bpjs or not job.pesan), True)


def _sama(lama: JobRingkas | None, baru: JobRingkas | None) -> bool:
    state = keadaan(baru)
    if keadaan(lama) is not state:
        return False
    if state is not Keadaan.GAGAL or lama is None or baru is None:
        return True
    # It went out again and failed again, however quickly.
    return (lama.id, lama.percobaan, lama.pesan) == (baru.id, baru.percobaan, baru.pesan)


def _utama(huruf: str, lama: JobRingkas | None, baru: JobRingkas | None, nomor: str | None) -> Berita | None:
    if _sama(lama, baru):
        return None
    layanan, state = texts_warta.LAYANAN[huruf], keadaan(baru)
    if state is Keadaan.GAGAL and baru is not None:
        return _gagal(layanan, baru)
    if state is Keadaan.OK:
        if huruf == "A":
            return Berita(texts_warta.sukses(layanan))
        if nomor is None:
            return Berita(texts_warta.sukses(layanan, texts_warta.TANPA_NOMOR), True)
        return Berita(texts_warta.sukses(layanan, texts_warta.nomor(nomor)))
    word = texts_warta.DIPROSES if state is Keadaan.PROSES else texts_warta.TIDAK_DIKIRIM
    return Berita(f"{layanan} {word}")


def _lain(lama: JobRingkas | None, baru: JobRingkas) -> Berita | None:
    if _sama(lama, baru):
        return None
    name, state = NAMA_JOB[baru.jenis], keadaan(baru)
    if state is Keadaan.GAGAL:
        return _gagal(name, baru)
    # A call that BPJS has noted is no news to anybody.
    if state is Keadaan.OK and baru.jenis is not JenisJob.PANGGIL_ANTREAN:
        return Berita(texts_warta.sukses(name))
    return None


def berita(lama: Kartu | None, baru: Kartu, penjamin_bpjs: int) -> tuple[Berita, ...]:
    """Say what of *baru* is not as it was in *lama*; ``None``: the ticket was not in the list.

    Of a new ticket only what is settled is told beside its coming. Waits and ages are no changes.
    """
    if lama == baru:
        return ()
    found: list[Berita | None] = []
    if lama is None:
        found.append(Berita(texts_warta.baru(outside(baru.nama, 60), outside(baru.ruangan, 40))))
    elif lama.status is not baru.status:
        who, where = outside(baru.diubah_oleh, 40), texts.loket(outside(baru.diubah_loket, 16))
        found.append(Berita(texts_warta.oleh(texts.STATUS[baru.status], who, where)))
    if baru.panggilan > (lama.panggilan if lama is not None else 0):
        found.append(Berita(texts.dipanggil(baru.panggilan, outside(baru.loket, 16))))
    if baru.penjamin_id == penjamin_bpjs:
        number = outside(baru.no_antrean_pcare or "", 24) if ada_nomor(baru.no_antrean_pcare) else None
        p_lama, a_lama = (lama.p, lama.a) if lama is not None else (None, None)
        for huruf, before, after in (("P", p_lama, baru.p), ("A", a_lama, baru.a)):
            if lama is not None or keadaan(after) in (Keadaan.OK, Keadaan.GAGAL):
                found.append(_utama(huruf, before, after, number))
        if lama is not None and _sama(lama.p, baru.p) and number and lama.no_antrean_pcare != number:
            found.append(Berita(texts_warta.nomor(number)))
        known = {job.id: job for job in lama.lain} if lama is not None else {}
        found += [_lain(known.get(job.id), job) for job in baru.lain]
    return tuple(item for item in found if item is not None)


def siaran(lama: Halaman, baru: Halaman, penjamin_bpjs: int) -> list[Berita]:
    """Say what happened between two readings of one list; cards that were not on the page are not known.

    Both must be readings with the same filter.
    """
    known = {kartu.id: kartu for kartu in lama.kartu}
    came = set(baru.ids) - set(lama.ids)
    found: list[Berita] = []
    for number, kartu in known.items():
        if number not in baru.ids:
            found.append(Berita(texts_warta.warta(outside(kartu.tiket, 12), texts_warta.KELUAR)))
    for kartu in baru.kartu:
        if kartu.id in known or kartu.id in came:
            came.discard(kartu.id)
            ticket = outside(kartu.tiket, 12)
            news = berita(known.get(kartu.id), kartu, penjamin_bpjs)
            found += [Berita(texts_warta.warta(ticket, one.teks), one.buruk) for one in news]
    if came:
        found.append(Berita(texts_warta.masuk(len(came))))
    return found
