"""Several stations do something to the same ticket at the very same moment.

Guards: the version in every move, the read and the write of a use case in one transaction with the ticket
held, and one live job per ticket and type.
"""

from __future__ import annotations

import itertools
import json
import socket
import time
from collections import Counter
from typing import IO, Any

import sqlalchemy as sa

from shared.domain.status import LIVE_JOB, JenisJob, StatusAntrean
from shared.storage import tables as t
from tests.e2e import periksa
from tests.e2e.kampanye.arena import Hasil, adili, arena
from tests.e2e.peralatan import Klinik
from tests.support.processes import Proc

RACES = (
    ("terima", "terima"),
    ("terima", "batal"),
    ("batal", "batal"),
    ("resend", "resend"),
    ("resend", "batal"),
    ("resend", "terima"),
)


class Lintasan:
    """The starting line: all racers hear of a race at once."""

    def __init__(self, klinik: Klinik, racers: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        for number in range(1, racers + 1):
            words = ["-m", "tests.e2e.kampanye.pembalap", str(port), str(number)]
            klinik.started.append(Proc(words, env=klinik.env, name=f"pembalap {number}"))
        self._talks: dict[str, IO[str]] = {}
        self._listener.settimeout(60)
        for _ in range(racers):
            link, _ = self._listener.accept()
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            talk = link.makefile("rw", encoding="utf-8", newline="\n")
            self._talks[talk.readline().strip()] = talk

    def lomba(self, orders: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Give each racer its order and return their answers, by the number of the counter."""
        start = time.monotonic() + 0.003
        for number, order in orders.items():
            self._talks[number].write(json.dumps(order | {"pada": start}) + "\n")
        for number in orders:
            self._talks[number].flush()
        return {number: json.loads(self._talks[number].readline()) for number in orders}

    def tutup(self) -> None:
        for talk in self._talks.values():
            talk.close()
        self._listener.close()


def gagalkan(klinik: Klinik, ticket: int) -> None:
    """Make both jobs of a ticket failed ones, as after a refusal."""
    with klinik.ctx.tulis() as conn:
        conn.execute(
            sa.update(t.job)
            .where(t.job.c.antrean_id == ticket)
            .values(status="gagal", kelas="data", pesan="Ditolak", dari_bpjs=True)
        )


def keluhan_lomba(
    klinik: Klinik, ticket: int, orders: dict[str, dict[str, Any]], answers: dict[str, dict[str, Any]]
) -> str:
    """What is wrong with the outcome of one race, or nothing."""
    kinds = {order["aksi"] for order in orders.values()}
    won = [number for number, answer in answers.items() if answer["menang"]]
    lost = {number: answer["pesan"] for number, answer in answers.items() if not answer["menang"]}
    kartu = klinik.kartu(ticket)
    live = Counter(job.jenis for job in kartu.jobs if job.status in LIVE_JOB)
    if any(count > 1 for count in live.values()):
        return f"{ticket}: dua job hidup {live}"
    if kinds <= {"terima", "batal"}:
        if len(won) != 1:
            return f"{ticket}: {len(won)} pemenang {answers}"
        told = f"loket {won[0]}"
        for number, text in lost.items():
            second_cancel = text == "sudah" and orders[number]["aksi"] == "batal"
            if not second_cancel and not (text.startswith("Bentrok") and told in text):
                return f"{ticket}: yang kalah tidak diberi tahu siapa: {text}"
        wanted = {"terima": StatusAntrean.DITERIMA, "batal": StatusAntrean.BATAL}[orders[won[0]]["aksi"]]
        return "" if kartu.status is wanted else f"{ticket}: {kartu.status}"
    if kinds == {"resend"}:
        fine = len(won) == 1 and all(text.startswith("Bentrok") for text in lost.values())
        return "" if fine else f"{ticket}: {answers}"
    if "batal" in kinds:
        forward = {JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN} & set(live)
        fine = kartu.status is StatusAntrean.BATAL and not forward
        return "" if fine else f"{ticket}: batal kalah dari resend: {kartu.status} {forward}"
    fine = kartu.status is StatusAntrean.DITERIMA and len(live) == 2
    return "" if fine else f"{ticket}: {kartu.status} {live} {answers}"


def jalankan(modus: str, kecil: bool) -> Hasil:
    """1,000 races in full."""
    races, racers = (32, 2) if kecil else (1_000, 3)
    days = 1 if kecil else 10
    with arena(modus, fsync=not kecil, pasien=races // days, hari=days) as place:
        klinik = place.klinik
        track = Lintasan(klinik, racers)
        wrong: list[str] = []
        winners: Counter[str] = Counter()
        kinds = itertools.cycle(RACES)
        for day in klinik.hari:
            for patient in range(1, races // days + 1):
                pair = next(kinds)
                kartu = klinik.daftar(patient, hari=day)
                if "resend" in pair:
                    gagalkan(klinik, kartu.id)
                # Everybody gets to be the one who is written to first.
                order = [str(1 + (patient + k) % racers) for k in range(racers)]
                orders = {
                    number: {"id": kartu.id, "aksi": pair[k % 2], "versi": kartu.versi}
                    for k, number in enumerate(order)
                }
                answers = track.lomba(orders)
                winners.update(
                    f"ke-{order.index(n) + 1}" for n, answer in answers.items() if answer["menang"]
                )
                if complaint := keluhan_lomba(klinik, kartu.id, orders, answers):
                    wrong.append(complaint)
        track.tutup()
        klinik.pekerja(WORKER__UTAS=16)
        klinik.tenang(timeout=300)
        keluhan = adili(lambda: periksa.buku_bersih(klinik), lambda: periksa.semua_hijau(klinik))
        return Hasil(
            f"balapan ({modus})",
            f"{races} lomba, {racers} proses",
            "satu pemenang, yang kalah diberi tahu siapa",
            keluhan or (f"{len(wrong)} salah: {wrong[0]}" if wrong else f"0 salah; pemenang {dict(winners)}"),
            not keluhan and not wrong,
        )
