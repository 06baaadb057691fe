"""The token of SatuSehat as all workers share it, and the penalty after one was refused."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol

HUKUMAN_MS: Final = 60_000
"""Each failed token request costs a wait of one minute."""
LEBIH_AWAL_MS: Final = 60_000
"""A token is renewed this long before it ends, or a tenth of its life if that is shorter."""


@dataclass(frozen=True, slots=True)
class KeadaanToken:
    """What is known about the token of one client. All times are Unix milliseconds.

    ``kunci`` is a fingerprint of address and credentials: a state with another one is of no use.
    ``diambil`` and ``berakhir`` bound the life of ``token``. Until ``ditahan`` no token may be asked for,
    because the last request for one failed; ``ditolak`` tells a refusal of the credentials from a
    disturbance, ``http`` and ``pesan`` say what the token server answered.
    """

    kunci: str = ""
    token: str = field(default="", repr=False)
    diambil: int = 0
    berakhir: int = 0
    ditahan: int = 0
    ditolak: bool = False
    http: int | None = None
    pesan: str = ""

    def berlaku(self, now: int) -> bool:
        """Whether the token may still be used."""
        return bool(self.token) and now < self.berakhir

    def segar(self, now: int) -> bool:
        """Whether the token may be used and need not be renewed yet."""
        ahead = min(LEBIH_AWAL_MS, (self.berakhir - self.diambil) // 10)
        return self.berlaku(now) and now < self.berakhir - ahead

    def tertahan(self, now: int) -> bool:
        """Whether asking for a token is barred; a clock set back does not bar it for long."""
        return now < self.ditahan <= now + 100 * HUKUMAN_MS


class TokenStore(Protocol):
    """Where all workers keep the one state of one client (one environment, one client id)."""

    def get(self) -> KeadaanToken:
        """Return the state, an empty one when there is none."""
        ...

    def put(self, keadaan: KeadaanToken) -> None:
        """Replace the state."""
        ...

    def lock(self) -> AbstractContextManager[bool]:
        """Try to be the only worker that asks for a token; gives at once whether it is so.

        A lock that is not given back, because its worker died, ends by itself: a minute is enough.
        """
        ...
