"""The same cards as an HTML page in headless Chromium, where there is one. Only with ``--penuh``."""

from __future__ import annotations

import html
import http.server
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, alternate, median, rest
from tests.bench.lean_pty import Silent
from tests.bench.procfs import pss_mb
from tests.bench.start import deka, last_name
from tests.support import leash

CHROMIUM = Path("/usr/bin/chromium")
_WORDS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions")
_PAINTED = "requestAnimationFrame(()=>requestAnimationFrame(()=>fetch('/tampil')))"


def page(board: clinic.Clinic) -> bytes:
    """The board's cards as a plain page."""
    cards = json.loads(clinic.cards_file(board).read_text(encoding="utf-8"))
    body = "".join(
        "<pre class=k>"
        + "\n".join(html.escape("".join(text for text, _ in row)) for row in card[:3])
        + "</pre>"
        for card in cards
    )
    style = "body{font:14px sans-serif}.k{border:1px solid #999;border-radius:4px;padding:6px;margin:4px}"
    return f"<!doctype html><style>{style}</style>{body}<script>{_PAINTED}</script>".encode()


class _Site:
    def __init__(self, body: bytes) -> None:
        site = self
        self.painted = threading.Event()
        self.at = 0.0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/tampil":
                    site.at = time.perf_counter()
                    site.painted.set()
                shown = body if self.path == "/" else b""
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(shown)))
                self.end_headers()
                self.wfile.write(shown)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


def bench(session: Session) -> Iterator[Figure]:
    """Both shown once a round, in turn."""
    if not session.full:
        return
    if not CHROMIUM.exists():
        session.note(f"Chromium tidak ada di {CHROMIUM}: baris peramban tidak diukur.")
        return
    board = clinic.board(session.folder, session.cards[0])
    marker = last_name(board)
    site = _Site(page(board))
    profile = session.folder / "chromium"

    def chromium() -> dict[str, float]:
        site.painted.clear()
        begun = time.perf_counter()
        words = [str(CHROMIUM), *_WORDS, f"--user-data-dir={profile}", "--remote-debugging-port=0", site.url]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not site.painted.wait(30):
                raise Silent("Chromium never painted the page")
            rest(1.0)
            return {"ms": (site.at - begun) * 1000, "mb": pss_mb(process.pid)}
        finally:
            family = leash.descendants(process.pid)
            process.terminate()
            process.wait(10)
            for pid in family:
                subprocess.run(["kill", "-9", str(pid)], stderr=subprocess.DEVNULL, check=False)

    def ours() -> dict[str, float]:
        with deka(board.config) as term:
            at = term.wait_for(marker)
            term.quiet(0.6)
            return {"ms": (at - term.started) * 1000, "mb": pss_mb(term.pid)}

    chromium()
    found = alternate(session.rounds, {"ours": ours, "chromium": chromium})
    site.server.shutdown()
    mine, other = ({key: median(v) for key, v in found[side].items()} for side in ("ours", "chromium"))
    count = session.cards[0]
    goal = Goal(1 / 6, words="≤ 1/6")
    yield Figure(f"memori (PSS), {count} kartu ÷ Chromium", mine["mb"], "MB", other["mb"], goal)
    yield Figure(f"mulai → tampil, {count} kartu ÷ Chromium", mine["ms"], "ms", other["ms"], Goal(0.9))
