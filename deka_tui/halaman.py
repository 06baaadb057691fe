"""The pages beside the queue: one list, from which the menu is made, with who may open each."""

from __future__ import annotations

from collections.abc import Callable

from deka_tui.texts_halaman import HALAMAN as WORDS
from shared.domain.records import Pelaku
from shared.rekaman import dataclass
from shared.security.permissions import AUDIT, SATUSEHAT, may_open_integration

HAK = SATUSEHAT
"""The permission named where the menu is refused."""


@dataclass(frozen=True, slots=True)
class Halaman:
    """A page of the menu. ``boleh`` says who sees it; the services ask again for themselves.

    The screen that goes with it is listed in :mod:`deka_tui.flows.menu`.
    """

    id: str
    boleh: Callable[[Pelaku], bool]

    @property
    def grup(self) -> str:
        """The menu's group it stands in."""
        return WORDS[self.id][0]

    @property
    def nama(self) -> str:
        """Its name."""
        return WORDS[self.id][1]


HALAMAN: tuple[Halaman, ...] = (
    Halaman("bpjs_fktp", may_open_integration),
    Halaman("satusehat", may_open_integration),
    Halaman("kfa", may_open_integration),
    Halaman("audit", lambda pelaku: AUDIT in pelaku.izin),
)
"""Every page, in the order of the menu."""


def terbuka(pelaku: Pelaku) -> tuple[Halaman, ...]:
    """The pages that are open to *pelaku*."""
    return tuple(page for page in HALAMAN if page.boleh(pelaku))


def ada(pelaku: Pelaku) -> bool:
    """Tell whether any page is open to *pelaku*, so that there is a menu."""
    return bool(terbuka(pelaku))
