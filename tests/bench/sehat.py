"""The page Satu Sehat as the resources grow: its dashboard and a list opened on the real services."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from deka_tui.app import DekaApp
from deka_tui.screens.satusehat import SatuSehatScreen
from shared.config import SatusehatSettings, Settings
from shared.domain.records import Pelaku
from shared.domain.status import StatusJob
from shared.domain.sumber import JENIS, Tipe
from shared.security.permissions import ROLES
from shared.services import konteks
from shared.storage import tables as t
from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, alternate, median
from tests.support.waiting import TooLate

SIZES = (1_000, 100_000)
A_DAY = 3_000
"""Resources of a day of 200 visits."""
_CHUNK = 5_000
_WIDE = (120, 40)
_ADMIN = Pelaku("ratih", "admin", ROLES["admin"], loket="1")
_STATES = (*[StatusJob.TERKIRIM] * 17, StatusJob.GAGAL, StatusJob.TERTAHAN, StatusJob.MENUNGGU)


def filled(session: Session, count: int) -> Settings:
    """A storage with *count* resources of all types, over as many days as it takes."""
    made = clinic.configure(session.folder, f"sehat{count}")
    with clinic.unsafe_commits():
        ctx = clinic.open_with_patients(made, 50, all_bpjs=True)
        with ctx.baca() as conn:
            today = ctx.hari_ini(conn)
            people = conn.execute(sa.select(t.pasien.c.id)).scalars().all()
        types = list(Tipe)
        for start in range(1, count + 1, _CHUNK):
            jobs, rows = [], []
            for n in range(start, min(start + _CHUNK, count + 1)):
                tipe, at = types[n % len(types)], 1_700_000_000_000 + n
                jobs.append(
                    {
                        "id": n, "faskes_id": ctx.faskes.id, "pasien_id": people[n % len(people)],
                        "jenis": JENIS[tipe].value, "layanan": "satusehat",
                        "status": _STATES[n % len(_STATES)].value,
                        "tanggal": today - timedelta(days=(count - n) // A_DAY), "jatuh_tempo": at,
                        "dibuat": at, "diubah": at, "percobaan": 1,
                    }
                )  # fmt: skip
                rows.append(
                    {
                        "id": n, "faskes_id": ctx.faskes.id, "job_id": n, "tipe": tipe.value,
                        "kunci": f"k{n}", "asal": "impor", "ringkas": json.dumps({"judul": f"Baris {n}"}),
                        "dibuat": at,
                        "diubah": at,
                    }
                )  # fmt: skip
            with ctx.tulis() as conn:
                conn.execute(sa.insert(t.job), jobs)
                conn.execute(sa.insert(t.sumber), rows)
        ctx.tutup()
    sehat = SatusehatSettings(
        auth_url="http://127.0.0.1:9/oauth2/v1", fhir_url="http://127.0.0.1:9/fhir-r4/v1",
        organization_id="10000004",
    )  # fmt: skip
    return replace(made.settings, satusehat=sehat)


async def _until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise TooLate("the page")
        with suppress(TimeoutError):  # gives threads a turn
            await asyncio.wait_for(asyncio.Event().wait(), 0.0005)


async def _opened(settings: Settings) -> dict[str, float]:
    """Milliseconds from opening the page to its cards, and from Enter to the rows of a type."""
    app = DekaApp(settings, _ADMIN)
    async with app.run_test(size=_WIDE) as pilot:
        await _until(lambda: app.is_open)
        await pilot.pause()
        took: dict[str, list[float]] = {"dasbor": [], "daftar": []}
        for _ in range(3):
            page = SatuSehatScreen()
            begun = time.perf_counter()
            app.push_screen(page)
            await _until(lambda page=page: page.is_mounted and page.dasbor.isi is not None)  # type: ignore[misc]
            await pilot.pause()
            took["dasbor"].append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            page.dasbor.do("buka")
            await _until(lambda page=page: page.sumber.daftar.dibaca)  # type: ignore[misc]
            await pilot.pause()
            took["daftar"].append((time.perf_counter() - begun) * 1000)
            page.tutup()
            await _until(lambda page=page: app.screen is not page)  # type: ignore[misc]
        return {name: min(values) for name, values in took.items()}


def bench(session: Session) -> Iterator[Figure]:
    """Both sizes in turn."""
    small, large = (100, 300) if session.rounds == 1 else SIZES
    stores = {str(size): filled(session, size) for size in (small, large)}
    for settings in stores.values():
        konteks.buka(settings).tutup()
    found = alternate(
        min(session.rounds, 5),
        {name: lambda own=own: asyncio.run(_opened(own)) for name, own in stores.items()},  # type: ignore[misc]
    )
    least, most = (f"{size:,}".replace(",", ".") for size in (small, large))
    for name, words in (("dasbor", "dasbor SatuSehat terbuka"), ("daftar", "daftar satu jenis terbuka")):
        value, base = median(found[str(large)][name]), median(found[str(small)][name])
        yield Figure(f"{words}, {most} resource ÷ {least}", value, "ms", base, Goal(2))
