"""What came back from one call over the wire, as a plain record.

The clients fill it in; the rules in :mod:`shared.domain.failures` read it. Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Layanan(StrEnum):
    """The outside service a call goes to."""

    PCARE = "pcare"
    ANTREAN = "antrean"
    SATUSEHAT = "satusehat"
    KFA = "kfa"


class Sent(StrEnum):
    """What is known about the request having reached the other side.

    ``NO`` is proven (pool or connect error, local protocol error, body not completely written);
    ``MAYBE`` is everything else that ended without an answer; ``YES`` means an answer was read.
    """

    NO = "tidak"
    MAYBE = "mungkin"
    YES = "ya"


class Problem(StrEnum):
    """Why an answer could not be read as the service's own envelope."""

    CONNECT = "tidak_tersambung"
    POOL = "antrean_koneksi"
    TIMEOUT = "waktu_habis"
    RESET = "terputus"
    PROTOCOL = "protokol"
    TLS = "tls"
    EMPTY = "kosong"
    HTML = "html"
    NOT_JSON = "bukan_json"
    NO_ENVELOPE = "tanpa_amplop"
    UNDECRYPTABLE = "gagal_dekripsi"
    TOO_LARGE = "terlalu_besar"


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """One ``{field, message}`` item of a 412 list or of a created answer."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Request:
    """One call as it will be sent, without its headers.

    ``path`` is relative to the service's base address, ``body`` is the exact text of the body
    (empty for reads). Headers hold secrets and are made, used and forgotten by the client.
    """

    layanan: Layanan
    method: str
    path: str
    body: str = ""

    @property
    def writes(self) -> bool:
        """Whether the call changes something on the other side."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one call.

    ``code`` is the envelope's own code as digits (``"201"``), whatever its JSON type was, or
    ``None``. ``message`` holds the service's own words verbatim, or ``""``; the text of an HTML
    page is never put there. ``data`` is the decoded (and decrypted) ``response`` member. ``raw``
    is the body as received, cut at 256 KiB, with an encrypted ``response`` replaced by its
    plaintext where that succeeded. Times are Unix milliseconds, ``drift`` is our clock minus the
    ``Date`` header, in seconds.
    """

    sent: Sent
    http: int | None = None
    code: str | None = None
    message: str = ""
    fields: tuple[FieldMessage, ...] = ()
    data: object = None
    raw: str = ""
    problem: Problem | None = None
    detail: str = ""
    started: int = 0
    finished: int = 0
    drift: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
