"""Making the clinic's connections from its settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from shared.config import KonfigurasiSalah, Settings
from shared.domain.answers import Layanan
from shared.domain.satusehat_token import TokenStore
from worker.clients.bpjs import BpjsClient, BpjsCredentials
from worker.clients.http import Wire
from worker.clients.kfa import KfaClient
from worker.clients.satusehat import SatuSehatClient
from worker.clients.satusehat_token import MemoryTokenStore, SatuSehatCredentials, TokenSource
from worker.senders import Saluran

_NEEDED = (
    "cons_id", "secret_key", "pcare_url", "pcare_user_key", "pcare_username", "pcare_password",
    "antrean_url", "antrean_user_key",
)  # fmt: skip


PATIENCE = 6.0
"""Seconds a question about a member may take in all."""


@dataclass(frozen=True, slots=True)
class Sambungan:
    """Open connections, and the fingerprint of the credentials behind each service."""

    saluran: Saluran
    sidik: dict[str, str]
    wires: tuple[Wire, ...]

    def tutup(self) -> None:
        """Close every connection."""
        for wire in self.wires:
            wire.close()


def periksa(settings: Settings) -> None:
    """Raise :class:`KonfigurasiSalah` that names the first credential that is missing."""
    missing = [key for key in _NEEDED if not getattr(settings.bpjs, key)]
    locked = [key for key in missing if f"bpjs.{key}" in settings.terkunci or "*" in settings.terkunci]
    if locked:
        raise KonfigurasiSalah("rahasia_terkunci", nama=", ".join(f"bpjs.{key}" for key in locked))
    if missing:
        raise KonfigurasiSalah("bpjs_belum_diatur", kunci=", ".join(f"bpjs.{key}" for key in missing))


def sambung(settings: Settings, threads: int, token: TokenStore | None = None) -> Sambungan:
    """Open one set of connections a service, as many as there are threads to use them.

    *token* is where the token of SatuSehat is shared with other workers.
    """
    periksa(settings)
    bpjs = settings.bpjs

    def wire() -> Wire:
        return Wire(
            connections=threads,
            deadline=settings.worker.tenggat,
            proxy=bpjs.proksi or None,
            ca_file=Path(bpjs.berkas_ca) if bpjs.berkas_ca else None,
        )

    def credentials(user_key: str) -> BpjsCredentials:
        return BpjsCredentials(
            bpjs.cons_id,
            bpjs.secret_key,
            user_key,
            bpjs.pcare_username,
            bpjs.pcare_password,
            bpjs.kd_aplikasi,
        )

    wires: tuple[Wire, ...] = (wire(), wire())
    pcare = BpjsClient(
        Layanan.PCARE,
        bpjs.pcare_url,
        credentials(bpjs.pcare_user_key),
        wires[0],
        content_type_write=bpjs.jenis_isi_pcare,
    )
    antrean = BpjsClient(
        Layanan.ANTREAN,
        bpjs.antrean_url,
        credentials(bpjs.antrean_user_key),
        wires[1],
        content_type_write=bpjs.jenis_isi_antrean,
        authorize=bpjs.antrean_otorisasi,
    )
    sidik = {
        Layanan.PCARE.value: _fingerprint(
            bpjs.pcare_url, bpjs.cons_id, bpjs.secret_key, bpjs.pcare_user_key,
            bpjs.pcare_username, bpjs.pcare_password, bpjs.kd_aplikasi,
        ),
        Layanan.ANTREAN.value: _fingerprint(
            bpjs.antrean_url, bpjs.cons_id, bpjs.secret_key, bpjs.antrean_user_key,
            bpjs.pcare_username, bpjs.pcare_password,
        ),
    }  # fmt: skip
    sehat, client = settings.satusehat, None
    if sehat.diatur:
        wires = (*wires, wire())
        credentials_fhir = SatuSehatCredentials(sehat.client_id, sehat.client_secret)
        client = SatuSehatClient(
            sehat.fhir_url, sehat.auth_url, credentials_fhir, wires[-1], token or MemoryTokenStore()
        )
        sidik[Layanan.SATUSEHAT.value] = _fingerprint(
            sehat.auth_url, sehat.fhir_url, sehat.client_id, sehat.client_secret, sehat.organization_id
        )
    saluran = Saluran(pcare, antrean, bpjs, settings.faskes.kode, client, sehat.organization_id)
    return Sambungan(saluran, sidik, wires)


def sambung_peserta(settings: Settings) -> tuple[BpjsClient, Wire]:
    """Open the connection on which questions about members go: a person waits for the answer."""
    bpjs = settings.bpjs
    wire = Wire(
        connections=1,
        deadline=min(PATIENCE, settings.worker.tenggat),
        proxy=bpjs.proksi or None,
        ca_file=Path(bpjs.berkas_ca) if bpjs.berkas_ca else None,
    )
    credentials = BpjsCredentials(
        bpjs.cons_id, bpjs.secret_key, bpjs.pcare_user_key, bpjs.pcare_username, bpjs.pcare_password,
        bpjs.kd_aplikasi,
    )  # fmt: skip
    client = BpjsClient(
        Layanan.PCARE, bpjs.pcare_url, credentials, wire, content_type_write=bpjs.jenis_isi_pcare
    )
    return client, wire


def sambung_kfa(settings: Settings, store: TokenStore) -> tuple[KfaClient, Wire] | None:
    """Open connections to KFA; ``None`` while the settings do not say where it is and who asks.

    *store* keeps the token that all workers share with SatuSehat.
    """
    own = settings.satusehat
    if not (own.kfa_url and own.auth_url and own.client_id and own.client_secret):
        return None
    wire = Wire(
        connections=2,
        deadline=settings.worker.tenggat,
        proxy=settings.bpjs.proksi or None,
        ca_file=Path(settings.bpjs.berkas_ca) if settings.bpjs.berkas_ca else None,
    )
    credentials = SatuSehatCredentials(own.client_id, own.client_secret)
    return KfaClient(own.kfa_url, TokenSource(own.auth_url, credentials, wire, store), wire), wire


def _fingerprint(*parts: str) -> str:
    """Tell one set of credentials from another without keeping any of it."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
