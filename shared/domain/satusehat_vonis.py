"""Reading SatuSehat's answers: the class of a failure decides what follows.

Judged by HTTP status, ``issue.code`` and rule number, and by whole sentences of ``details.text`` where the
server gives no number; never by words inside ``diagnostics``, which may echo anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from shared.domain.answers import Problem, Sent
from shared.domain.failures import fold
from shared.domain.satusehat_jawaban import FhirAnswer, FhirIssue, FhirRequest, valid_id

JEDA_BATAS: Final = 60.0
"""Seconds to wait after 408 and 429 without Retry-After."""
JEDA_TERPANJANG: Final = 3600.0
"""The most seconds a Retry-After is followed."""
ATURAN_DUPLIKAT: Final = 20002
ATURAN_IZIN: Final = frozenset({20003, 20004, 20016})
ATURAN_KREDENSIAL: Final = frozenset({20009, 20010})
ATURAN_TIDAK_ADA: Final = 20007


class KelasFhir(StrEnum):
    """Why an attempt at SatuSehat did not end well; values shared with BPJS jobs are spelled the same."""

    SEMENTARA = "sementara"
    """Nothing was written, or writing it again does no harm: again, later."""
    TAK_PASTI = "tak_pasti"
    """A write may have arrived: search first."""
    DUPLIKAT = "duplikat"
    """It is there already: find it by its identifier and adopt it."""
    KREDENSIAL = "kredensial"
    """The client or the address is wrong: stop everything, one alarm."""
    IZIN = "izin"
    """This client may not send this type: park the whole type."""
    PRIVASI = "privasi"
    """Withheld for consent or privacy: do not retry."""
    INDUK = "induk"
    """A resource it refers to is not known there: resolve the parent, then this."""
    TAUTAN = "tautan"
    """The stored remote id is not known there: clear it and resolve anew."""
    PESERTA = "peserta"
    """The population register refuses the patient: a person looks at the identity."""
    DATA = "data"
    """The body is refused: stop until it or its source changes."""


class SebabFhir(StrEnum):
    """A known cause, finer than the class."""

    SUDAH_ADA = "sudah_ada"
    JALUR = "jalur"
    JAWABAN_HILANG = "jawaban_hilang"
    GANGGUAN = "gangguan"
    BATAS_LAJU = "batas_laju"
    TOKEN_DITOLAK = "token_ditolak"  # noqa: S105 - the name of a cause
    TOKEN_GANGGUAN = "token_gangguan"  # noqa: S105
    SESI_DITOLAK = "sesi_ditolak"
    ALAMAT = "alamat"
    AKSES = "akses"
    PERSETUJUAN = "persetujuan"
    INDUK_TIDAK_ADA = "induk_tidak_ada"
    INDUK_KOSONG = "induk_kosong"
    TIDAK_ADA = "tidak_ada"
    KEPENDUDUKAN = "kependudukan"
    TABRAKAN = "tabrakan"
    ATURAN = "aturan"
    LAIN = "lain"


@dataclass(frozen=True, slots=True)
class VonisFhir:
    """What an answer means. ``kelas`` is ``None`` when the call did what it was for.

    ``pesan`` is the server's own words, ``aturan`` its rule numbers, ``jalur`` the paths they are about.
    ``remote_id`` is the id of the written resource, or of the one that was there already where the answer
    says it. ``induk`` names the missing parent as ``Type/id``. ``jeda`` is the least wait in seconds the
    server asks for, ``ditahan`` (Unix milliseconds) when a token may be asked for again.
    """

    kelas: KelasFhir | None
    sebab: SebabFhir = SebabFhir.LAIN
    pesan: str = ""
    http: int | None = None
    aturan: tuple[int, ...] = ()
    jalur: tuple[str, ...] = ()
    remote_id: str = ""
    versi: str = ""
    induk: str = ""
    jeda: float | None = None
    ditahan: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the call did what it was for."""
        return self.kelas is None

    @property
    def kunci(self) -> str:
        """What failures of one cause have in common: ``10457:Encounter.diagnosis``; indexes are left out."""
        if self.kelas is None:
            return ""
        path = _INDEX.sub("", self.jalur[0]) if self.jalur else ""
        if self.aturan:
            return f"{self.aturan[0]}:{path}"
        return f"{self.kelas}:{self.sebab}:{self.http or 0}"


_INDEX: Final = re.compile(r"\[[^\]]*\]")
_PATH: Final = re.compile(
    r"\b[A-Z][A-Za-z]+\.[a-z][A-Za-z]*(?:\[[\w]*\])?(?:\.[a-z][A-Za-z]*(?:\[[\w]*\])?)*"
)
_PARENT: Final = re.compile(r"reference target\(s\) not found: ?([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})?.*")
_EMPTY: Final = re.compile(r"wrong reference id format: ?([A-Za-z]+/?)?.*", re.IGNORECASE)
_UNKNOWN: Final = re.compile(r"resource not found:? ?([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})?.*", re.IGNORECASE)
# Whole sentences that come without a rule number and without a code of their own.
_DENIED: Final = frozenset({"resource cannot be accessed due to business rule"})
_PRIVATE: Final = frozenset(
    {
        "privacy: one or more codes not allowed by access rules",
        "the operation did not return any information due to consent or privacy rules",
    }
)


def classify(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    """Judge the answer of one call to the FHIR server."""
    verdict = _judge(request, answer)
    return replace(
        verdict,
        pesan=answer.message,
        http=answer.http,
        aturan=answer.rules,
        jalur=_paths(answer.issues),
        versi=answer.version if verdict.ok else "",
        ditahan=answer.held_until,
    )


def _judge(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    if answer.token:
        if answer.refused:
            return VonisFhir(KelasFhir.KREDENSIAL, SebabFhir.TOKEN_DITOLAK)
        waited = answer.problem is Problem.POOL
        reached = answer.http is not None or answer.held_until is not None or waited
        cause = SebabFhir.TOKEN_GANGGUAN if reached else SebabFhir.JALUR
        return VonisFhir(KelasFhir.SEMENTARA, cause, jeda=_pause(answer.retry_after))
    if answer.sent is Sent.NO:
        return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.JALUR)
    http = answer.http
    if http is None or answer.sent is Sent.MAYBE:
        return _unknown(request, SebabFhir.JAWABAN_HILANG)
    if http < 300:
        return _success(request, answer)
    if http < 400:
        # Never followed. A gateway of the building's network answers so, too.
        return _unknown(request, SebabFhir.JALUR)
    if http in (408, 429):
        return _throttled(request, http, answer.retry_after)
    if http >= 500:
        return replace(_unknown(request, SebabFhir.GANGGUAN), jeda=_pause(answer.retry_after))
    return _refusal(request, answer, http)


def _unknown(request: FhirRequest, sebab: SebabFhir) -> VonisFhir:
    """No usable answer: a read or a replace may be repeated, any other write may have been done."""
    return VonisFhir(KelasFhir.SEMENTARA if request.repeatable else KelasFhir.TAK_PASTI, sebab)


def _throttled(request: FhirRequest, http: int, retry_after: float | None) -> VonisFhir:
    pause = JEDA_BATAS if retry_after is None else _pause(retry_after)
    if http == 408:
        return replace(_unknown(request, SebabFhir.BATAS_LAJU), jeda=pause)
    return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.BATAS_LAJU, jeda=pause)


def _pause(seconds: float | None) -> float | None:
    return None if seconds is None else min(max(seconds, 0.0), JEDA_TERPANJANG)


def _success(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    if answer.success is False:
        return _refused_patient(request, answer)
    if any(issue.severity in ("error", "fatal", "invalid") for issue in answer.issues):
        return _refusal(request, answer, 400)
    if answer.problem is not None:
        return _unknown(request, SebabFhir.JAWABAN_HILANG)
    resource = answer.resource
    if request.cari:
        bundle = resource is not None and resource.get("resourceType") == "Bundle"
        return VonisFhir(None) if bundle else VonisFhir(KelasFhir.SEMENTARA, SebabFhir.JAWABAN_HILANG)
    if request.method == "GET":
        return _read(request, answer)
    if request.jenis == "Bundle":
        if resource is not None and resource.get("resourceType") == "Bundle":
            return VonisFhir(None)
        return _unknown(request, SebabFhir.JAWABAN_HILANG)
    if not valid_id(answer.remote_id) or (request.id and answer.remote_id != request.id):
        return _unknown(request, SebabFhir.JAWABAN_HILANG)
    return VonisFhir(None, remote_id=answer.remote_id)


def _read(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    resource = answer.resource
    if resource is not None and resource.get("resourceType") == request.jenis:
        if resource.get("id") == request.id:
            return VonisFhir(None, remote_id=request.id)
        return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.JAWABAN_HILANG)
    if any(issue.code == "suppressed" for issue in answer.issues):
        return VonisFhir(KelasFhir.PRIVASI, SebabFhir.PERSETUJUAN)
    return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.JAWABAN_HILANG)


def _refused_patient(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    """``success:false`` is a refusal whatever the status; an id in it is of the one that is there already."""
    if request.method == "POST" and valid_id(answer.remote_id):
        return VonisFhir(KelasFhir.DUPLIKAT, SebabFhir.SUDAH_ADA, remote_id=answer.remote_id)
    if request.jenis == "Patient":
        return VonisFhir(KelasFhir.PESERTA, SebabFhir.KEPENDUDUKAN)
    return VonisFhir(KelasFhir.DATA, SebabFhir.LAIN)


def _refusal(request: FhirRequest, answer: FhirAnswer, http: int) -> VonisFhir:
    issues, rules = answer.issues, frozenset(answer.rules)
    if http == 401:
        return VonisFhir(KelasFhir.KREDENSIAL, SebabFhir.SESI_DITOLAK)
    if request.method == "POST" and answer.success is False and valid_id(answer.remote_id):
        return VonisFhir(KelasFhir.DUPLIKAT, SebabFhir.SUDAH_ADA, remote_id=answer.remote_id)
    if ATURAN_DUPLIKAT in rules or any(issue.code == "duplicate" for issue in issues):
        # A replace that meets a stranger with its identifier must not become that stranger.
        kelas = KelasFhir.DUPLIKAT if request.method == "POST" else KelasFhir.DATA
        return VonisFhir(kelas, SebabFhir.SUDAH_ADA)
    if http in (409, 412):
        if request.method == "POST":
            return VonisFhir(KelasFhir.DUPLIKAT, SebabFhir.SUDAH_ADA)
        return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.TABRAKAN)
    if rules & ATURAN_KREDENSIAL:
        return VonisFhir(KelasFhir.KREDENSIAL, SebabFhir.TOKEN_DITOLAK)
    if any(issue.code == "suppressed" or fold(issue.text) in _PRIVATE for issue in issues):
        return VonisFhir(KelasFhir.PRIVASI, SebabFhir.PERSETUJUAN)
    if http == 403 and answer.problem is Problem.HTML:
        # The page of a firewall: no word of the FHIR server, neither about the type nor about the body.
        return VonisFhir(KelasFhir.SEMENTARA, SebabFhir.GANGGUAN)
    if http == 403 or rules & ATURAN_IZIN or fold(answer.message) in _DENIED:
        return VonisFhir(KelasFhir.IZIN, SebabFhir.AKSES)
    if http in (404, 410) or ATURAN_TIDAK_ADA in rules:
        return _missing(request, answer)
    parent = _parent(issues)
    if parent is not None:
        return parent
    if request.jenis == "Patient" and request.writes:
        exception = any(issue.code == "exception" and issue.rule is None for issue in issues)
        if answer.success is False or exception:
            return VonisFhir(KelasFhir.PESERTA, SebabFhir.KEPENDUDUKAN)
    return VonisFhir(KelasFhir.DATA, SebabFhir.ATURAN if rules else SebabFhir.LAIN)


def _missing(request: FhirRequest, answer: FhirAnswer) -> VonisFhir:
    """Judge "not there": our resource, the parent of a new one, or a path that no FHIR server has."""
    named = next((found[1] for i in answer.issues if (found := _UNKNOWN.fullmatch(i.words)) and found[1]), "")
    own = f"{request.jenis}/{request.id}"
    if not answer.issues and answer.success is None:
        return VonisFhir(KelasFhir.KREDENSIAL, SebabFhir.ALAMAT)
    if named and named != own and request.writes:
        return VonisFhir(KelasFhir.INDUK, SebabFhir.INDUK_TIDAK_ADA, induk=named)
    if request.id:
        return VonisFhir(KelasFhir.TAUTAN, SebabFhir.TIDAK_ADA)
    return _parent(answer.issues) or VonisFhir(KelasFhir.DATA, SebabFhir.TIDAK_ADA)


def _parent(issues: tuple[FhirIssue, ...]) -> VonisFhir | None:
    """Judge by the missing parent when nothing but parents is missing; else the body has to change anyway."""
    named, cause = "", SebabFhir.INDUK_TIDAK_ADA
    for issue in issues:
        gone, empty = _PARENT.fullmatch(issue.words), _EMPTY.fullmatch(issue.words)
        found = gone or empty
        if found is None:
            return None
        if not named:
            named = (found[1] or "").rstrip("/")
            cause = SebabFhir.INDUK_TIDAK_ADA if gone else SebabFhir.INDUK_KOSONG
    return VonisFhir(KelasFhir.INDUK, cause, induk=named) if issues else None


def _paths(issues: tuple[FhirIssue, ...]) -> tuple[str, ...]:
    """The paths of all issues, each once: as the server gives them, else as its sentence names them."""
    found: dict[str, None] = {}
    for issue in issues:
        if issue.expression:
            found.update(dict.fromkeys(issue.expression))
        elif named := _PATH.search(issue.text):
            found[named[0]] = None
    return tuple(found)
