"""Decoding: the LZ-String inside a large BPJS answer."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.harness import Figure, Goal, Session, alternate, median
from tests.bench.yardsticks import lz_rujukan
from worker.clients.lzstring import compress, decompress

SIZE = 200_000


def _row(number: int) -> dict[str, Any]:
    card = {"noKartu": f"{number * 7919:013d}", "nama": f"PESERTA REKAAN {number}", "sex": "LP"[number % 2]}
    pressure = f"tensi {100 + number * 37 % 80}/{60 + number * 17 % 40}"
    return {
        "noUrut": f"A{number}",
        "tgldaftar": "04-03-2099",
        "peserta": card,
        "poli": {"kdPoli": f"00{number % 9}", "nmPoli": "POLI UMUM", "poliSakit": True},
        "keluhan": f"Pusing sejak {number % 13} hari, {pressure}",
        "status": "Sudah dilayani" if number % 3 else "Belum dilayani",
    }


def _answer() -> str:
    """About 200 KB of JSON such as a list of registrations."""
    rows: list[dict[str, Any]] = []
    text = ""
    while len(text) < SIZE:
        start = len(rows)
        rows += [_row(number) for number in range(start, start + 100)]
        text = json.dumps({"count": len(rows), "list": rows})
    return text


def _yardstick() -> tuple[str, Callable[[str], str]]:
    if importlib.util.find_spec("lzstring"):
        from lzstring import LZString  # type: ignore[import-not-found, unused-ignore]

        return "paket PyPI lzstring", LZString().decompressFromEncodedURIComponent
    return "dekoder rujukan sendiri", lz_rujukan.decompress


def bench(session: Session) -> Iterator[Figure]:
    """Both decode the same text; the ratio is how many times ours is faster."""
    text = _answer()
    packed = compress(text)
    name, slow = _yardstick()
    if name.startswith("dekoder"):
        session.note(
            "Paket lzstring tidak terpasang; pembanding LZ adalah dekoder rujukan sendiri, bit demi bit."
        )

    def timed(decode: Callable[[str], str]) -> Callable[[], float]:
        def once() -> float:
            begun = time.perf_counter()
            plain = decode(packed)
            took = time.perf_counter() - begun
            if plain != text:
                raise RuntimeError("a decoder is wrong")
            return len(text) / took / 1e6

        return once

    found = alternate(session.rounds, {"ours": timed(decompress), "slow": timed(slow)})
    yield Figure(
        f"dekode LZ jawaban {len(text) // 1000} KB ÷ {name}",
        median(found["ours"][""]), "MB/s", median(found["slow"][""]), Goal(10, least=True),
    )  # fmt: skip
