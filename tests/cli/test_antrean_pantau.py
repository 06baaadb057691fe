"""``deka antrean daftar --pantau``: one line a change, and an end in good order."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from deka_tui.commands import antrean_pantau
from deka_tui.commands.antrean_pantau import Pemantau
from shared.domain.records import Kartu
from shared.security import permissions
from shared.services import antrean, papan
from shared.services.errors import Ditolak, PenyimpananGagal
from tests.cli.deka import Run
from tests.services.clinic import HARI, P_OK, PETUGAS, REFUSED, Clinic, ids
from tests.support.processes import Proc, clean_env
from tests.support.waiting import until

FOLLOW = ["-m", "deka_tui", "antrean", "daftar", "--tanggal", str(HARI), "--pantau"]


class Buku:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, list[str]]] = []

    def daftar(self, kartu: Sequence[Kartu]) -> None:
        self.told.append(("daftar", "", [k.tiket for k in kartu]))

    def berubah(self, kartu: Kartu, peristiwa: str, kata: Sequence[str]) -> None:
        self.told.append((peristiwa, kartu.tiket, [*kata]))

    def catatan(self, peristiwa: str, kata: str) -> None:
        self.told.append((peristiwa, "", [kata]))

    def since(self) -> list[tuple[str, str, list[str]]]:
        told, self.told = self.told, []
        return told


class Umpan:
    """A change feed in the hand of the test."""

    def __init__(self) -> None:
        self.error: PenyimpananGagal | None = None

    def tunggu(self, timeout: float) -> bool:
        del timeout
        if self.error is not None:
            raise self.error
        return True

    def tutup(self) -> None: ...


def follower(clinic: Clinic, **saring: Any) -> tuple[Pemantau, Buku, Callable[[], Any]]:
    buku, umpan = Buku(), Umpan()
    pemantau = Pemantau(clinic.ctx, PETUGAS, papan.Saring(tanggal=HARI, **saring), buku)
    pemantau.mulai()
    turn = lambda: (pemantau.putaran(umpan), buku.since())[1]  # type: ignore[arg-type]  # noqa: E731
    return pemantau, buku, turn


def test_each_change_is_told_once_in_words(clinic: Clinic) -> None:
    first = clinic.register(1)
    _, buku, turn = follower(clinic)
    assert buku.since() == [("daftar", "", ["A-001"])]
    assert turn() == []
    second = clinic.register(2)
    (event,) = turn()
    assert event[:2] == ("baru", "A-002")
    assert event[2] == [f"masuk daftar: {second.nama}, {second.ruangan}"]
    p, a = ids(first)
    clinic.send(p, P_OK)
    clinic.send(a, REFUSED)
    (event,) = turn()
    assert event[:2] == ("berubah", "A-001")
    number = papan.satu(clinic.ctx, PETUGAS, first.id).no_antrean_pcare
    assert event[2][0] == f"PCare berhasil, nomor PCare {number}"
    assert event[2][1].startswith("Antrean gagal: ")
    assert "bukan dari BPJS" not in event[2][1]
    antrean.panggil(clinic.ctx, PETUGAS, first.id)
    antrean.terima(clinic.ctx, PETUGAS, first.id, tetap=True)
    assert turn() == [
        ("berubah", "A-001", [f"diterima oleh {PETUGAS.nama}, Loket 1", "dipanggil 1× loket 1"])
    ]
    assert turn() == []


def test_what_leaves_the_filter_says_why(clinic: Clinic) -> None:
    kartu = clinic.register(1)
    waiting = papan.satu(clinic.ctx, PETUGAS, kartu.id).status
    _, buku, turn = follower(clinic, status=frozenset({waiting}))
    buku.since()
    antrean.lewati(clinic.ctx, PETUGAS, kartu.id)
    ((event, ticket, words),) = turn()
    assert (event, ticket) == ("keluar", "A-001")
    assert [word.partition(" oleh")[0] for word in words] == ["dilewati", "keluar dari daftar"]


def test_a_storage_that_is_away_is_told_once_and_once_when_it_is_back(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(antrean_pantau, "_SLICE", 0.0)
    buku, umpan = Buku(), Umpan()
    pemantau = Pemantau(clinic.ctx, PETUGAS, papan.Saring(tanggal=HARI), buku)
    pemantau.mulai()
    buku.since()
    umpan.error = PenyimpananGagal("penyimpanan_tak_terjangkau", tempat="x")
    for _ in range(3):
        assert not pemantau.putaran(umpan, 0)  # type: ignore[arg-type]
    assert [told[0] for told in buku.since()] == ["terputus"]
    clinic.register(1)
    umpan.error = None
    for _ in range(2):
        assert pemantau.putaran(umpan, 0)  # type: ignore[arg-type]
    assert [told[0] for told in buku.since()] == ["tersambung", "baru"]


def test_rights_that_are_gone_end_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    buku, umpan = Buku(), Umpan()
    with pytest.raises(Ditolak):
        Pemantau(
            clinic.ctx, replace(PETUGAS, izin=PETUGAS.izin - {permissions.VIEW}), papan.Saring(), buku
        ).mulai()
    pemantau = Pemantau(clinic.ctx, PETUGAS, papan.Saring(tanggal=HARI), buku)
    pemantau.mulai()
    monkeypatch.setattr(antrean_pantau, "_RIGHTS", -1.0)
    monkeypatch.setattr(antrean_pantau.masuk, "segarkan", _refuse)
    with pytest.raises(Ditolak):
        pemantau.putaran(umpan, 0)  # type: ignore[arg-type]


def _refuse(*_: object) -> None:
    raise Ditolak("sesi_berakhir")


def test_refused_before_it_begins(deka: Run) -> None:
    deka("antrean", "daftar", "--pantau", "--ruangan", "XX").refused("XX")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_lines_as_they_come_and_an_end_in_good_order(
    start_process: Callable[..., Proc], clinic: Clinic, number: signal.Signals
) -> None:
    as_json = number is signal.SIGTERM
    clinic.register(1)
    words = FOLLOW + (["--json"] if as_json else [])
    proc = start_process(words, env={"DEKA_PENYIMPANAN__URL": clinic.url})
    until(lambda: ("siap" if as_json else "Ctrl+C") in proc.stdout, 30, "the list")
    clinic.register(2)
    until(lambda: "masuk daftar" in proc.stdout, 15, "the change")
    proc.send_signal(number)
    assert proc.wait(10) == 0
    assert proc.stderr == ""
    assert "\x1b" not in proc.stdout
    if as_json:
        lines = [json.loads(line) for line in proc.stdout.splitlines()]
        assert [(line["peristiwa"], line.get("tiket")) for line in lines] == [
            ("ada", "A-001"), ("siap", None), ("baru", "A-002"),
        ]  # fmt: skip
        assert all(re.search(r"[+-]\d\d:\d\d$", line["waktu"]) for line in lines)
        assert lines[2]["berita"][0].startswith("masuk daftar: ")
    else:
        assert re.search(r"^\d\d:\d\d:\d\d A-002 masuk daftar: ", proc.stdout, re.MULTILINE)


def test_a_reader_that_goes_ends_it_though_nothing_happens(clinic: Clinic) -> None:
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, *FOLLOW],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=clean_env({"DEKA_PENYIMPANAN__URL": clinic.url}),
    ) as proc:
        try:
            os.close(writing)
            with os.fdopen(reading, encoding="utf-8") as lines:
                assert next(line for line in lines if "Ctrl+C" in line)
            assert proc.wait(10) == 0
            assert proc.stderr is not None
            assert proc.stderr.read() == b""
        finally:
            proc.kill()
