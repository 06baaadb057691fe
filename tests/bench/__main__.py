"""``python -m tests.bench``: measure, print the table, write ``var/bench.json``."""
# ruff: noqa: T201 - printing is what it is for

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.bench import browser, codec, keys, kfa, live, report, rows, sehat, sends, soak, start
from tests.bench.harness import Bench, Figure, Session
from tests.support.processes import ROOT, own_place

BENCHES: dict[str, Bench] = {
    "mulai": start.bench,
    "tombol": keys.bench,
    "segar": live.bench,
    "diam": live.idle,
    "sehari": soak.bench,
    "utas": sends.threads,
    "seketika": sends.instant,
    "kabel": sends.wire,
    "lz": codec.bench,
    "baris": rows.bench,
    "kfa": kfa.bench,
    "sehat": sehat.bench,
    "peramban": browser.bench,
}


def session(folder: Path, *, small: bool, full: bool) -> Session:
    """How big a run is: a look whether everything works, the usual one, or all of it."""
    if small:
        return Session(
            folder, rounds=1, samples=3, cards=(20, 60), seconds=2.0, rows=(400, 800), sends=1, threads=(4,),
            day=(20, 3),
        )  # fmt: skip
    rows = (10_000, 100_000, 1_000_000) if full else (10_000, 100_000)
    return Session(folder, full=full, rows=rows, day=(100_000, 1_000) if full else (5_000, 50))


def run(chosen: Session, names: list[str]) -> tuple[list[Figure], list[str]]:
    """Run the named benchmarks, one after the other; returns the figures and the names that failed."""
    figures: list[Figure] = []
    failed: list[str] = []
    for name in names:
        begun = time.monotonic()
        print(f"── {name} …", file=sys.stderr, flush=True)
        try:
            for figure in BENCHES[name](chosen):
                figures.append(figure)
                print("   " + "  ".join(report.cells(figure)), file=sys.stderr, flush=True)
        except Exception:
            failed.append(name)
            chosen.note(f"Pengukuran {name} gagal dan tidak lengkap.")
            traceback.print_exc()
        print(f"   {time.monotonic() - begun:.0f} detik", file=sys.stderr, flush=True)
    return figures, failed


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for; a missed goal is told, not an error."""
    parser = argparse.ArgumentParser(prog="make bench", description="Tolok ukur Deka.")
    parser.add_argument("nama", nargs="*", metavar="NAMA", help=f"yang diukur: {', '.join(BENCHES)}")
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--kecil", action="store_true", help="ukuran terkecil: hanya memeriksa bahwa semua jalan"
    )
    size.add_argument("--penuh", action="store_true", help="juga 1 juta baris, sehari penuh dan Chromium")
    parser.add_argument("--hasil", action="store_true", help="tulis juga tests/bench/HASIL.md")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json", help="berkas hasil")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.nama if name not in BENCHES]:
        parser.error(f"tidak dikenal: {', '.join(unknown)}; ada: {', '.join(BENCHES)}")
    own_place()
    machine = report.facts()
    with tempfile.TemporaryDirectory(prefix="deka-bench-") as folder:
        chosen = session(Path(folder), small=options.kecil, full=options.penuh)
        figures, failed = run(chosen, options.nama or [*BENCHES])
    print("\n".join(f"{name}: {value}" for name, value in machine.items()), "", sep="\n")
    print(report.table(figures))
    remarks = [f"{figure.nama}: {figure.catatan}" for figure in figures if figure.catatan] + chosen.notes
    print("", *remarks, sep="\n")
    report.write_json(figures, options.json)
    if options.hasil:
        page = report.markdown(figures, machine, chosen.notes)
        (Path(__file__).parent / "HASIL.md").write_text(page, encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
