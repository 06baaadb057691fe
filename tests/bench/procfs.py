"""What the kernel says of a process: memory and time on a processor. Linux only."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from tests.support import leash


def rss_mb(pid: int) -> float:
    """Resident memory of one process."""
    found = re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def pss_mb(root: int) -> float:
    """Memory of a process and all its descendants, shared pages counted once."""
    total = 0
    for pid in (root, *leash.descendants(root)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += sum(int(number) for number in re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE))
    return total / 1024


def cpu_seconds(pid: int) -> float:
    """Time that all threads of a process have had a processor."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9
