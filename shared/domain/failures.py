"""Reading BPJS' riddles: an answer becomes a verdict, and the verdict's class decides what follows.

Texts are compared after folding (trimmed, lower case, white space squeezed, final dots dropped) and
by *contains*; the verbatim text stays in the verdict for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from shared.domain.answers import Answer, Layanan, Problem, Sent
from shared.domain.status import Kelas

_NO_URUT = re.compile(r"[A-Z][0-9]{1,4}")
_LISTED = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9./-]{0,9}")
_NO_KUNJUNGAN = re.compile(r"[A-Za-z0-9]{8}[0-9]{4}Y[0-9]{6}")


class Operasi(StrEnum):
    """A call to BPJS, by what it is for."""

    PENDAFTARAN_TAMBAH = "pendaftaran.tambah"
    PENDAFTARAN_HAPUS = "pendaftaran.hapus"
    PENDAFTARAN_DAFTAR = "pendaftaran.daftar"
    ANTREAN_TAMBAH = "antrean.tambah"
    ANTREAN_PANGGIL = "antrean.panggil"
    ANTREAN_BATAL = "antrean.batal"
    KUNJUNGAN_TAMBAH = "kunjungan.tambah"
    KUNJUNGAN_HAPUS = "kunjungan.hapus"
    KUNJUNGAN_RIWAYAT = "kunjungan.riwayat"
    PESERTA = "peserta.baca"
    REFERENSI = "referensi"


READS = frozenset({Operasi.PENDAFTARAN_DAFTAR, Operasi.KUNJUNGAN_RIWAYAT, Operasi.PESERTA, Operasi.REFERENSI})
_DELETES = frozenset({Operasi.PENDAFTARAN_HAPUS, Operasi.KUNJUNGAN_HAPUS})


class Sebab(StrEnum):
    """A known cause, for hints and for grouping; finer than the class."""

    SUDAH_ADA = "sudah_ada"
    SKRINING = "skrining"
    TIDAK_AKTIF = "tidak_aktif"
    BELUM_DAFTAR = "belum_daftar"
    REFERENSI = "referensi"
    SANDI = "sandi"
    JAM = "jam"
    LAYANAN_TERTUTUP = "layanan_tertutup"
    JALUR = "jalur"
    GANGGUAN = "gangguan"
    JADWAL = "jadwal"
    JAWABAN_HILANG = "jawaban_hilang"
    TABRAKAN = "tabrakan"
    LAIN = "lain"


@dataclass(frozen=True, slots=True)
class Vonis:
    """What an answer means. ``kelas`` is ``None`` when the call did what it was for.

    ``pesan`` is BPJS' own words, or ``""`` when it said nothing; ``nomor`` is the number a
    registration was given. ``sudah`` marks a success that an earlier attempt had brought about.
    """

    kelas: Kelas | None
    sebab: Sebab = Sebab.LAIN
    pesan: str = ""
    nomor: str | None = None
    http: int | None = None
    kode: str | None = None
    sudah: bool = False

    @property
    def ok(self) -> bool:
        """Whether the call did what it was for."""
        return self.kelas is None

    @property
    def terganggu(self) -> bool:
        """Whether the answer, or its absence, looks as if the service were not itself.

        A write that was called a success is not that, even if its number cannot be read, nor is a
        collision of numbers.
        """
        done = self.kelas is Kelas.TAK_PASTI and self.kode in ("200", "201")
        failed = self.kelas in (Kelas.SEMENTARA, Kelas.TAK_PASTI)
        return failed and not done and self.sebab is not Sebab.TABRAKAN


@dataclass(frozen=True, slots=True)
class Kebijakan:
    """Readings that BPJS' own papers leave uncertain, as settings.

    ``batal_tak_ada_selesai``: whether antrean/batal of an unknown queue counts as done.
    """

    batal_tak_ada_selesai: bool = True


def fold(text: str) -> str:
    """Fold a text for comparison: trim, lower case, squeeze white space, drop final dots."""
    return " ".join(text.lower().split()).rstrip(". ")


def stale_timestamp(answer: Answer) -> bool:
    """Tell whether a call was refused because its X-timestamp is too old: 401 *Service Expired*."""
    return answer.code == "401" and "service expired" in fold(answer.message)


_DUPLICATE = ("sudah di-entri", "sudah dientri", "sudah terdaftar")
_SCREENING = ("skrining kesehatan", "belum melakukan skrining")
_INACTIVE = ("tidak aktif", "nonaktif", "non aktif", "non-aktif", "pesertatidakaktif")
_CREDENTIAL = (
    "user", "password", "sandi", "signature", "kredensial", "unauthor", "authoriz", "consid",
    "cons id", "cons-id", "token", "login", "akses", "access", "kadaluarsa", "kedaluwarsa", "expired",
)  # fmt: skip
_PERSON = ("peserta", "pasien", "kartu", "noka", "nik ")

# (any of these texts, class, cause); the first that fits wins.
_PCARE_TEXTS: tuple[tuple[tuple[str, ...], Kelas, Sebab], ...] = (
    (("not registered for this service",), Kelas.KREDENSIAL, Sebab.LAYANAN_TERTUTUP),
    (("service expired",), Kelas.KREDENSIAL, Sebab.JAM),
    (("startindex cannot be less than zero",), Kelas.KREDENSIAL, Sebab.SANDI),
    (_SCREENING, Kelas.PESERTA, Sebab.SKRINING),
    (("belum melakukan pendaftaran",), Kelas.URUTAN, Sebab.BELUM_DAFTAR),
    (_INACTIVE, Kelas.PESERTA, Sebab.TIDAK_AKTIF),
    (("tidak sesuai dengan referensi sistem",), Kelas.DATA, Sebab.REFERENSI),
    (("cannot access child value",), Kelas.DATA, Sebab.LAIN),
    (("terdaftar di faskes lain",), Kelas.DATA, Sebab.LAIN),
    (("pk_datkunjungan", "duplicate key"), Kelas.TAK_PASTI, Sebab.TABRAKAN),
    (("request_timeout",), Kelas.TAK_PASTI, Sebab.JAWABAN_HILANG),
)
_ANTREAN_TEXTS: tuple[tuple[tuple[str, ...], Kelas, Sebab], ...] = (
    (("not registered for this service",), Kelas.KREDENSIAL, Sebab.LAYANAN_TERTUTUP),
    (("service expired",), Kelas.KREDENSIAL, Sebab.JAM),
    (_SCREENING, Kelas.PESERTA, Sebab.SKRINING),
    (_INACTIVE, Kelas.PESERTA, Sebab.TIDAK_AKTIF),
    (("jadwal dokter",), Kelas.PEMETAAN, Sebab.JADWAL),
)


def _words(answer: Answer) -> str:
    plain = answer.data if isinstance(answer.data, str) else ""
    return fold(" ".join([answer.message, plain, *(item.message for item in answer.fields)]))


def classify(layanan: Layanan, operasi: Operasi, answer: Answer, kebijakan: Kebijakan | None = None) -> Vonis:
    """Judge the answer of one call to PCare or Antrean FKTP."""
    policy = kebijakan or Kebijakan()
    verdict = _transport(operasi, answer)
    if verdict is None:
        judge = _pcare if layanan is Layanan.PCARE else _antrean
        verdict = judge(operasi, answer, policy)
    return replace(verdict, pesan=answer.message, http=answer.http, kode=answer.code)


def _unknown(operasi: Operasi, sebab: Sebab) -> Vonis:
    """No usable answer: a read changed nothing, a write may have."""
    return Vonis(Kelas.SEMENTARA if operasi in READS else Kelas.TAK_PASTI, sebab)


def _transport(operasi: Operasi, answer: Answer) -> Vonis | None:
    """Judge what needs no envelope: no answer, a broken one, a gateway's page."""
    if answer.sent is Sent.NO:
        return Vonis(Kelas.SEMENTARA, Sebab.JALUR)
    if answer.http is None or answer.sent is Sent.MAYBE:
        return _unknown(operasi, Sebab.JAWABAN_HILANG)
    http, problem = answer.http, answer.problem
    if http == 304 and operasi in _DELETES:
        return Vonis(None, Sebab.SUDAH_ADA, sudah=True)
    if http == 204 and operasi in _DELETES:
        return Vonis(None)
    if problem is None or problem is Problem.UNDECRYPTABLE:
        return None
    if http == 204 and operasi in READS:
        return Vonis(None)
    if http == 429:
        return Vonis(Kelas.SEMENTARA, Sebab.GANGGUAN)
    if http in (401, 403, 404):
        return Vonis(Kelas.KREDENSIAL, Sebab.LAYANAN_TERTUTUP)
    if http == 408 or http >= 500 or http < 400:
        return _unknown(operasi, Sebab.GANGGUAN)
    return Vonis(Kelas.DATA)


def _by_text(
    table: tuple[tuple[tuple[str, ...], Kelas, Sebab], ...], operasi: Operasi, words: str
) -> Vonis | None:
    for texts, kelas, sebab in table:
        if any(text in words for text in texts):
            if kelas is Kelas.TAK_PASTI:
                return _unknown(operasi, sebab)
            return Vonis(kelas, sebab)
    return None


def _refused(words: str) -> Vonis:
    """A 401 or 403 is about the clinic's credentials unless its text speaks of the participant."""
    if any(text in words for text in _CREDENTIAL) or not any(text in words for text in _PERSON):
        return Vonis(Kelas.KREDENSIAL, Sebab.SANDI)
    return Vonis(Kelas.DATA)


def _by_code(operasi: Operasi, code: int, words: str) -> Vonis:
    """Judge an envelope whose text is not known, by its code."""
    if code in (401, 403):
        return _refused(words)
    if code == 429:
        return Vonis(Kelas.SEMENTARA, Sebab.GANGGUAN)
    if code == 408 or code >= 500 or code < 400:
        return _unknown(operasi, Sebab.GANGGUAN)
    return Vonis(Kelas.DATA)


def _code(answer: Answer, *, http_says: int) -> int:
    """Read the envelope's code; where there is none, an HTTP status from *http_says* on stands in."""
    code = answer.code or ""
    if code.isascii() and code.isdigit() and len(code) <= 6:
        return int(code)
    http = answer.http or 0
    return http if http >= http_says else 0


def _pcare(operasi: Operasi, answer: Answer, _policy: Kebijakan) -> Vonis:
    code, words = _code(answer, http_says=100), _words(answer)
    if operasi not in READS and operasi not in _DELETES and any(text in words for text in _DUPLICATE):
        return Vonis(Kelas.DUPLIKAT, Sebab.SUDAH_ADA, sudah=True)
    known = _by_text(_PCARE_TEXTS, operasi, words)
    if known is not None:
        return known
    if code in (200, 201):
        if operasi in _NUMBERED:
            number = created_number(operasi, answer)
            return Vonis(None, nomor=number) if number else _unknown(operasi, Sebab.JAWABAN_HILANG)
        if answer.problem is Problem.UNDECRYPTABLE:
            return _unknown(operasi, Sebab.JAWABAN_HILANG)
        return Vonis(None)
    if code == 204:
        return Vonis(None) if operasi in READS else _unknown(operasi, Sebab.JAWABAN_HILANG)
    if code == 304 and operasi in _DELETES:
        return Vonis(None, Sebab.SUDAH_ADA, sudah=True)
    return _by_code(operasi, code, words)


def _antrean(operasi: Operasi, answer: Answer, policy: Kebijakan) -> Vonis:
    # Antrean FKTP answers every verdict with HTTP 200: that alone says nothing.
    code, words = _code(answer, http_says=400), _words(answer)
    verdict = 0 < code < 300
    if operasi is Operasi.ANTREAN_TAMBAH and verdict and any(text in words for text in _DUPLICATE):
        return Vonis(None, Sebab.SUDAH_ADA, sudah=True)
    if operasi is Operasi.ANTREAN_BATAL and verdict:
        gone = "sudah dibatalkan" in words or "sudah batal" in words
        if gone or ("tidak ditemukan" in words and policy.batal_tak_ada_selesai):
            return Vonis(None, Sebab.SUDAH_ADA, sudah=True)
    if code in (1, 200):
        unread = answer.problem is Problem.UNDECRYPTABLE
        return _unknown(operasi, Sebab.JAWABAN_HILANG) if unread else Vonis(None)
    known = _by_text(_ANTREAN_TEXTS, operasi, words)
    if known is not None:
        return known
    if code == 201:
        if operasi is Operasi.REFERENSI:
            return Vonis(Kelas.PEMETAAN, Sebab.JADWAL)
        return Vonis(Kelas.DATA)
    return _by_code(operasi, code, words)


_NUMBERED: dict[Operasi, tuple[str, re.Pattern[str]]] = {
    Operasi.PENDAFTARAN_TAMBAH: ("nourut", _NO_URUT),
    Operasi.KUNJUNGAN_TAMBAH: ("nokunjungan", _NO_KUNJUNGAN),
}


def created_number(operasi: Operasi, answer: Answer) -> str | None:
    """Read the number out of a created registration or visit, or ``None`` when it is none.

    A success whose message is null, or a sentence, is not trusted: PCare POST pendaftaran has
    been seen to answer 201 with an error text in place of the number.
    """
    field, pattern = _NUMBERED[operasi]
    for item in answer.fields:
        if item.field.lower() == field:
            return item.message if pattern.fullmatch(item.message) else None
    return None


def listed_no_urut(value: object) -> str | None:
    """Read the ``noUrut`` of a row of PCare's day list, or ``None`` when it is none.

    The row is the registration, so its number is taken in any form: DELETE pendaftaran needs it. In the
    answer to a POST an error text may stand in its place; there only :func:`created_number` is trusted.
    """
    number = str(value or "").strip()
    return number if _LISTED.fullmatch(number) and number.strip("0") else None
