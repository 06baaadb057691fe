"""Checking a resource's body offline: doubts with their paths, and what keeps it from being sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.isian import IsiSah, SalahIsi, baca_isi
from shared.domain.records import JobRingkas
from shared.domain.sumber import Sumber, acuan
from shared.domain.sumber_lint import Lint, periksa_isi_fhir
from shared.domain.sumber_tampil import TemuanLint
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import sumber as rows
from shared.storage.clock import now
from shared.texts_satusehat import LINT


def kata_lint(lint: Lint) -> TemuanLint:
    """Say one doubt."""
    return TemuanLint(lint.jalur, LINT[lint.sebab].format(**dict(lint.fakta)), lint.aturan, lint.berat)


def periksa(ctx: Konteks, conn: Any, sumber: Sumber, body: Mapping[str, Any]) -> tuple[TemuanLint, ...]:
    """Check a body of a resource as it stands; the doubts that stop it come first."""
    sehat = ctx.settings.satusehat
    unsent = frozenset(
        ref.nama for ref in acuan(sumber.tipe, body, sehat.organization_id) if ref.nama not in sumber.ids
    )
    waiting = frozenset(rows.waits_for(conn, [sumber.id]).get(sumber.id, ()))
    found = periksa_isi_fhir(
        sumber.tipe, body, organization_id=sehat.organization_id,
        kini=datetime.fromtimestamp(now(conn) / 1000, tz=UTC), terawal=sehat.tanggal_terawal,
        belum_terkirim=unsent & waiting, remote_id=sumber.remote_id, tahap_terkirim=sumber.tahap_terkirim,
    )  # fmt: skip
    return tuple(kata_lint(one) for one in found)


_HEAVY = frozenset({"jenis", "id_lain", "mundur", "acuan"})


def isi_sah(conn: Any, job: JobRingkas, isi: str) -> IsiSah:
    """Read an edited body that may be sent; raises :class:`SalahIsi`, or :class:`TidakSah` with the path."""
    data = baca_isi(isi)
    sumber = rows.of_job(conn, job.id)
    found = periksa_isi_fhir(
        sumber.tipe, data, organization_id="", kini=datetime.max.replace(tzinfo=UTC), terawal="",
        remote_id=sumber.remote_id, tahap_terkirim=sumber.tahap_terkirim,
    )  # fmt: skip
    heavy = [kata_lint(one) for one in found if one.berat and one.sebab in _HEAVY]
    if heavy:
        told = "; ".join(f"{one.jalur}: {one.pesan}" for one in heavy[:5])
        raise TidakSah("satusehat_isi_ditolak", (), rinci=f"{told}.")
    return IsiSah(json.dumps(data, ensure_ascii=False))


__all__ = ["IsiSah", "SalahIsi", "TemuanLint", "isi_sah", "kata_lint", "periksa"]
