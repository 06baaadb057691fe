"""Run campaigns, print their table and write ``var/kampanye.json``; exit 1 if any failed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from tests.e2e.kampanye.arena import Hasil
from tests.e2e.kampanye.daftar import KAMPANYE
from tests.support.processes import ROOT, forget, own_place, reports

_TO = ROOT / "var" / "kampanye.json"


def _say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _run(name: str, kecil: bool) -> Hasil:
    forget()
    try:
        return KAMPANYE[name](kecil)
    except Exception as error:  # the others shall still run
        for title, output in list(reports())[-8:]:
            _say(f"── {title}\n{output[-1500:]}")
        return Hasil(name, "-", "-", f"{type(error).__name__}: {error}"[:2000], False)


def _table(rows: list[tuple[Hasil, float]]) -> None:
    _say()
    _say("| Kampanye | Ukuran | Wajib | Hasil | Vonis | detik |")
    _say("|---|---|---|---|---|---|")
    for row, seconds in rows:
        verdict = "lolos" if row.lolos else "GAGAL"
        _say(f"| {row.kampanye} | {row.ukuran} | {row.wajib} | {row.hasil} | {verdict} | {seconds:.0f} |")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.kampanye")
    parser.add_argument("nama", nargs="*", choices=[*KAMPANYE, []], help="which; without any, all")
    parser.add_argument("--kecil", action="store_true", help="the size of CI")
    parser.add_argument("--ke", type=Path, default=_TO, help="where the JSON goes")
    args = parser.parse_args()
    own_place()
    rows: list[tuple[Hasil, float]] = []
    for name in args.nama or KAMPANYE:
        _say(f"{name} ...")
        begun = time.monotonic()
        row = _run(name, args.kecil)
        rows.append((row, time.monotonic() - begun))
        _say(f"{name}: {'lolos' if row.lolos else 'GAGAL'} - {row.hasil}")
    _table(rows)
    args.ke.parent.mkdir(parents=True, exist_ok=True)
    found = [row.as_dict() | {"detik": round(seconds, 1)} for row, seconds in rows]
    args.ke.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(row.lolos for row, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
