"""Ways in which real installations differ from each other, set with `POST /_sandbox/sakelar`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kode_jenis": ("angka", "string", "campur"),
    "duplikat": ("412", "401", "428", "terima"),
    "hapus_hilang": ("304", "412", "200"),
    "kunjungan_jalur": ("v1", "keduanya"),
    "kunjungan_jawaban": ("daftar", "objek"),
    "tidak_ditemukan": ("204", "200_null"),
}


@dataclass(slots=True)
class Switches:
    """Every switch with its default.

    ``drift_detik`` is the tolerated clock difference in seconds; ``plain_satu_dari_n`` sends every
    n-th sealed answer unsealed (0 = never). ``duplikat = "terima"`` makes the service forget its own
    uniqueness rule, which is how a blind second POST becomes visible in the ledger.
    ``tidak_ditemukan`` is the answer of a PCare read that finds nothing.
    """

    drift_detik: int = 300
    kode_jenis: str = "angka"
    ketat_text_plain: bool = False
    duplikat: str = "412"
    hapus_hilang: str = "304"
    tidak_ditemukan: str = "204"
    kunjungan_jalur: str = "v1"
    kunjungan_jawaban: str = "daftar"
    tabrakan_kunjungan: bool = True
    peserta_ketat: bool = False
    poli_bebas: bool = False
    dokter_bebas: bool = True
    plain_satu_dari_n: int = 0
    teks_tidak_aktif: str = "Peserta tidak aktif. {ket}"
    benih: int = 1

    def update(self, wanted: Mapping[str, object]) -> None:
        """Set the named switches, all or none; raises ValueError with an Indonesian sentence."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"sakelar {name} tidak dikenal")
            if type(value) is not known[name]:
                raise ValueError(f"sakelar {name} harus {_KINDS[known[name]]}")
            if name in _CHOICES and value not in _CHOICES[name]:
                raise ValueError(f"sakelar {name} harus salah satu dari {', '.join(_CHOICES[name])}")
        for name, value in wanted.items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, object]:
        """Return every switch by name."""
        return asdict(self)


_KINDS: Final[Mapping[type, str]] = {int: "bilangan bulat", bool: "true atau false", str: "teks"}
