"""The filters of job lists: ``--jenis``, ``--tanggal``, ``--semua-tanggal``, ``--norm``, ``--status``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from deka_tui import cli_texts
from deka_tui.commands.click_id import TANGGAL, TEKS, SalahSatu, pilihan
from shared.domain.status import JENIS_BPJS, JenisJob, StatusJob
from shared.services import jobs

_FILTERS = ("tidak-terkirim", "belum-diproses", "terkirim")


def pilihan_saring(function: Callable[..., None]) -> Callable[..., None]:
    """Declare the filters of the lists; handed over as *saring*."""

    @wraps(function)  # what click keeps on a function comes along
    def filtered(
        *args: Any,
        jenis: str | None,
        tanggal: date | None,
        semua_tanggal: bool,
        norm: str,
        status: str | None,
        **kwargs: Any,
    ) -> None:
        saring = jobs.SaringJob(
            jenis=JenisJob(jenis) if jenis else None,
            tanggal=tanggal,
            semua_tanggal=semua_tanggal,
            norm=norm,
            status=jobs.saring_status(status) if status else None,
        )
        function(*args, saring=saring, **kwargs)

    kinds = SalahSatu(kind.value for kind in JENIS_BPJS)
    own = (StatusJob.TERKIRIM, StatusJob.TERTAHAN)  # a filter's word, and SatuSehat's alone
    states = SalahSatu([*_FILTERS, *(s.value for s in StatusJob if s not in own)])
    for option in (
        pilihan("--status", type=states, metavar="STATUS", help=cli_texts.P_STATUS_JOB),
        pilihan("--norm", type=TEKS, default="", metavar="NORM", help=cli_texts.P_NORM_MUAT),
        pilihan("--semua-tanggal", is_flag=True, help=cli_texts.P_SEMUA_TANGGAL),
        pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts.P_TANGGAL),
        pilihan("--jenis", type=kinds, metavar="JENIS", help=cli_texts.P_JENIS),
    ):
        filtered = option(filtered)
    return filtered
