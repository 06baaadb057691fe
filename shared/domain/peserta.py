"""What BPJS says of a member, as far as a counter or a kiosk needs it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.domain.answers import Answer, Layanan
from shared.domain.failures import Operasi, classify
from shared.domain.masking import clean
from shared.domain.status import Kelas

CARD, NIK = 13, 16


class HasilPeserta(StrEnum):
    """How a question about a member came out."""

    AKTIF = "aktif"
    TIDAK_AKTIF = "tidak_aktif"
    TIDAK_ADA = "tidak_ada"
    TAK_TERJAWAB = "tak_terjawab"
    """BPJS could not be asked in time; nothing is known."""


@dataclass(frozen=True, slots=True)
class JawabanPeserta:
    """A member as PCare GET peserta tells: ``ketAktif``, ``tunggakan`` in months, ``kdProviderPst``."""

    hasil: HasilPeserta
    keterangan: str = ""
    tunggakan: int = 0
    kd_provider: str = ""
    nm_provider: str = ""


TAK_TERJAWAB = JawabanPeserta(HasilPeserta.TAK_TERJAWAB)


@dataclass(frozen=True, slots=True)
class KueriPeserta:
    """A question a worker has taken; ``nomor`` is a card (13 digits) or a NIK (16)."""

    id: int
    nomor: str

    @property
    def jalur(self) -> str:
        """Path of PCare GET peserta."""
        return f"peserta/{self.nomor}" if len(self.nomor) == CARD else f"peserta/nik/{self.nomor}"


def nomor_sah(nomor: str) -> bool:
    """Tell whether a text is a card number or a NIK by its length."""
    return nomor.isascii() and nomor.isdigit() and len(nomor) in (CARD, NIK)


def baca_peserta(answer: Answer) -> tuple[JawabanPeserta, Kelas | None]:
    """Read an answer of PCare GET peserta, and of which class a failure is.

    ``aktif`` decides, ``ketAktif`` only explains. A member that is not known is 204, or 200 with null.
    """
    vonis = classify(Layanan.PCARE, Operasi.REFERENSI, answer)
    if not vonis.ok:
        if vonis.kelas is Kelas.DATA:
            return JawabanPeserta(HasilPeserta.TIDAK_ADA, clean(vonis.pesan or answer.message, 120)), None
        return TAK_TERJAWAB, vonis.kelas
    if answer.data is None or answer.data == "":
        return JawabanPeserta(HasilPeserta.TIDAK_ADA), None
    data: Any = answer.data
    if not isinstance(data, dict) or not isinstance(data.get("aktif"), bool):
        return TAK_TERJAWAB, None
    provider = data.get("kdProviderPst")
    provider = provider if isinstance(provider, dict) else {}
    owed = data.get("tunggakan")
    months = min(max(owed, 0), 9999) if isinstance(owed, int) and not isinstance(owed, bool) else 0
    return (
        JawabanPeserta(
            HasilPeserta.AKTIF if data["aktif"] else HasilPeserta.TIDAK_AKTIF,
            _text(data.get("ketAktif")),
            months,
            _text(provider.get("kdProvider"), 20),
            _text(provider.get("nmProvider")),
        ),
        None,
    )


def _text(value: object, limit: int = 120) -> str:
    return clean(value, limit) if isinstance(value, str) else ""
