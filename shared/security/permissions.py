"""Roles and the permissions they carry. What is not listed is refused."""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.records import Pelaku

CANCEL = "cancel antrean"
SATUSEHAT = "satusehat"
RESEND = "resend pcare"
ACCEPT = "terima antrean"
CALL = "panggil antrean"
REGISTER = "daftar antrean"
VIEW = "lihat antrean"
USERS = "kelola pengguna"
AUDIT = "lihat audit"
UNMASK = "lihat identitas"
KEYS = "kelola kunci"
"""Keys of bodies, the store of secrets, copies of the whole storage."""
BOARD = "lihat papan"
"""The public board: numbers and rooms, never a name."""

COUNTER = frozenset({VIEW, RESEND, ACCEPT, CALL, REGISTER, BOARD})

ROLES: dict[str, frozenset[str]] = {
    "superadmin": COUNTER | {CANCEL, SATUSEHAT, USERS, AUDIT, UNMASK, KEYS},
    "admin": COUNTER | {CANCEL, SATUSEHAT, USERS},
    "supervisor": COUNTER | {CANCEL},
    "petugas": COUNTER | {CANCEL},
    "kiosk": frozenset({REGISTER}),
    "papan": frozenset({BOARD}),
    "auditor": frozenset({AUDIT}),
}
"""Permissions each role is seeded with; a user's own list adds to them."""

ALL: frozenset[str] = frozenset().union(*ROLES.values())
"""Every permission there is."""

INTEGRATION_ROLES = frozenset({"admin", "superadmin"})
"""Roles that, together with the permission ``satusehat``, open the integration pages."""

SYSTEM = Pelaku("sistem", "superadmin", ROLES["superadmin"])
"""The operating-system user that owns the storage, acting without a sign-in."""

TAMU = Pelaku("", "")
"""Who acts while nobody has signed in: nobody, with no right at all."""

WORKER = Pelaku("worker", "sistem", frozenset())
"""The worker, as it stands in the audit trail."""


def of_user(peran: str, izin: Iterable[str]) -> frozenset[str]:
    """The permissions of a user: the role's and the user's own; what is no permission counts for nothing."""
    return ROLES.get(peran, frozenset()) | (ALL & frozenset(izin))


def may_give(pelaku: Pelaku, izin: frozenset[str]) -> bool:
    """Tell whether an actor may hand these permissions to somebody, or take them away: only what one has."""
    return izin <= pelaku.izin


def may_open_integration(pelaku: Pelaku) -> bool:
    """Tell whether an actor may use the integration pages: role **and** permission."""
    return pelaku.peran in INTEGRATION_ROLES and SATUSEHAT in pelaku.izin
