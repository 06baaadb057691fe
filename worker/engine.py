"""The engine: broker, actor and worker threads put together; start, drain, stop."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from typing import TYPE_CHECKING

from shared.catatan import bidang
from shared.services import pekerja, sinkron
from shared.services.konteks import Konteks

if TYPE_CHECKING:
    from worker.rediswake import Penerus

from worker.connect import Sambungan, sambung, sambung_kfa, sambung_peserta
from worker.perapi import Petugas
from worker.peserta import Penjawab
from worker.relay import Perawat
from worker.senders import semua
from worker.sync import Penyinkron

log = logging.getLogger("deka.worker")

_GRACE_MS = 15_000
"""What a lease is longer than the longest send; the heartbeat prolongs it all the while."""
_DRAIN_HORIZON = 60_000
"""How far ahead ``--sekali`` waits for a job that falls due, in milliseconds."""
_DRAIN_LOOK = 0.2
_IDLE_MS = 500
_REDIS_IDLE_MS = 40
"""How long Dramatiq lets an idle Redis queue rest between looks; what a registration waits for."""
_SPARE = 4
"""One thread more for so many sends at a time: it claims the next job, or settles the last, meanwhile."""


class Mesin:
    """One worker process at work for one clinic's storage."""

    def __init__(self, ctx: Konteks) -> None:
        self._ctx = ctx
        self._threads = ctx.settings.worker.utas
        import dramatiq

        from worker.actors import Pelaksana, declare
        from worker.outbox import OutboxBroker

        self.id = uuid.uuid4().hex
        lease = int(ctx.settings.worker.tenggat * 1000) + _GRACE_MS
        # One connection more than threads: reading a reference list takes none away from a send.
        self._sambungan: Sambungan = sambung(ctx.settings, self._threads + 1, ctx.toko_token())
        self._pelaksana = Pelaksana(
            ctx, semua(self._sambungan.saluran), pekerja=self.id, sewa=lease, sidik=self._sambungan.sidik,
            serentak=self._threads,
        )  # fmt: skip
        url = ctx.settings.broker.redis_url
        self._broker: dramatiq.Broker
        self._penerus: Penerus | None = None
        if url:
            from worker.rediswake import Penerus, WakeBroker

            self._broker = WakeBroker(ctx, url)
            self._penerus = Penerus(ctx, declare(self._broker, self._pelaksana), ctx.giliran_penerus())
        else:
            self._broker = OutboxBroker(ctx)
            declare(self._broker, self._pelaksana)
        idle = _REDIS_IDLE_MS if url else _IDLE_MS
        spare = max(1, self._threads // _SPARE)
        self._worker = dramatiq.Worker(
            self._broker, worker_threads=self._threads + spare, worker_timeout=idle
        )
        self._perawat = Perawat(ctx, self.id, lease, utas=self._threads)
        self._perapi = Petugas(ctx)
        self._peserta = sambung_peserta(ctx.settings)
        self._penjawab = Penjawab(ctx, self._peserta[0], self._sambungan.sidik)
        self._kfa = sambung_kfa(ctx.settings, ctx.toko_token())
        self._penyinkron = Penyinkron(
            ctx,
            self._sambungan.saluran,
            pekerja=self.id,
            sewa=lease,
            sidik=self._sambungan.sidik,
            kfa=self._kfa[0] if self._kfa else None,
        )

    def mulai(self) -> None:
        """Make the worker known, take over from dead ones, and begin."""
        if lost := self._perawat.daftar():
            log.warning("job pekerja yang mati: hasilnya diperiksa kembali", extra=bidang(banyak=lost))
        for layanan in pekerja.kredensial_baru(self._ctx, self._sambungan.sidik):
            log.info("kredensial berubah: pengiriman dibuka kembali", extra=bidang(layanan=layanan))
        if pekerja.tahan_satusehat(self._ctx):
            log.warning("SatuSehat belum diatur: kirimannya menunggu")
        self._perawat.start()
        self._worker.start()
        self._penyinkron.start()
        self._perapi.start()
        self._penjawab.start()
        if self._penerus is not None:
            self._penerus.start()

    def kosongkan(self, batal: threading.Event) -> None:
        """Work until nothing is under way and nothing falls due within a minute, or *batal* is set."""
        feed = self._ctx.perubahan()
        try:
            while not batal.is_set():
                waits = pekerja.sisa_waktu(self._ctx, self.id), sinkron.sisa_waktu(self._ctx, self.id)
                if all(due is None or due > _DRAIN_HORIZON for due in waits):
                    return
                feed.tunggu(_DRAIN_LOOK)
        finally:
            feed.tutup()

    def berhenti(self) -> None:
        """Stop claiming, let sends end inside their deadline, then say goodbye."""
        self._pelaksana.berhenti()
        self._penyinkron.berhenti()
        if self._penerus is not None:
            self._penerus.akhiri()
        begun = time.monotonic()
        self._worker.stop(timeout=int(self._ctx.settings.worker.tenggat * 1000) + 2_000)
        self._broker.close()
        self._penyinkron.akhiri()
        self._perapi.akhiri()
        self._penjawab.akhiri()
        self._peserta[1].close()
        self._perawat.akhiri()
        self._sambungan.tutup()
        if self._kfa:
            self._kfa[1].close()
        log.info("berhenti setelah", extra=bidang(detik=time.monotonic() - begun))
