"""Storages to measure on: tickets registered through the services, as a counter does."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deka_tui.actions import Scene
from deka_tui.demo.people import FASKES, MASTER
from deka_tui.presenters.kartu import CardView, card_view
from deka_tui.presenters.pieces import Line, Piece, Role, crop
from shared.config import Settings, load
from shared.domain.records import Pelaku
from shared.domain.status import StatusAntrean
from shared.security.permissions import SYSTEM
from shared.services import antrean, master, papan, pasien
from shared.services.konteks import Konteks, siapkan
from tests.support.processes import scratch

ROOMS = ("UMUM", "GIGI", "KIA")
POLI = {"UMUM": "001", "GIGI": "002", "KIA": "003"}
SECRETS = {"cons_id": "98765", "secret_key": "SIMSECRET0", "user": "klinik.uji", "password": "Sandi#Uji1"}

_NAMES = (
    "MELATI",
    "CEMPAKA",
    "BUNGUR",
    "SERUNI",
    "TERATAI",
    "MERBAU",
    "KAMBOJA",
    "MERANTI",
    "DAHLIA",
    "JATI",
)
_STYLE = {
    Role.STRONG: "bold", Role.MUTED: "dim", Role.ACCENT: "bold cyan", Role.RULE: "dim", Role.KEY: "bold",
    Role.GOOD: "green", Role.WARN: "yellow", Role.BAD: "red", Role.BADGE_GREEN: "black on green",
    Role.BADGE_RED: "white on red", Role.BADGE_YELLOW: "black on yellow", Role.BADGE_GREY: "black on white",
    Role.BADGE_BLUE: "white on blue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clinic:
    """One prepared storage and the file that opens it."""

    config: Path
    settings: Settings

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return Path(self.settings.penyimpanan.berkas)


def config_text(storage_url: str, bpjs_url: str = "http://127.0.0.1:9", redis_url: str = "") -> str:
    """The configuration of a station and its worker; no screen starts a worker by itself."""
    return f"""\
[faskes]
kode = "{FASKES[0]}"
nama = "{FASKES[1]}"
zona = "Asia/Jakarta"

[penyimpanan]
url = "{storage_url}"

[broker]
redis_url = "{redis_url}"

[keamanan]
berkas_kunci = "{scratch() / "kunci-isi"}"

[bpjs]
cons_id = "{SECRETS["cons_id"]}"
secret_key = "{SECRETS["secret_key"]}"
pcare_url = "{bpjs_url}/pcare"
pcare_user_key = "kunci-pcare"
pcare_username = "{SECRETS["user"]}"
pcare_password = "{SECRETS["password"]}"
antrean_url = "{bpjs_url}/antrean"
antrean_user_key = "kunci-antrean"

[worker]
otomatis = false

[layar]
loket = "1"
"""


def configure(
    folder: Path,
    name: str,
    *,
    storage_url: str = "",
    bpjs_url: str = "http://127.0.0.1:9",
    redis_url: str = "",
) -> Clinic:
    """Write a configuration for the storage ``name`` of a folder, or for another one."""
    folder.mkdir(parents=True, exist_ok=True)
    url = storage_url or f"sqlite:///{folder / name}.db"
    file = folder / f"{name}.toml"
    file.write_text(config_text(url, bpjs_url, redis_url), encoding="utf-8")
    return Clinic(file, load(str(file), env={}))


def card_number(number: int) -> str:
    """An invented card."""
    return f"{number:013d}"


def open_with_patients(clinic: Clinic, patients: int, *, all_bpjs: bool = False) -> Konteks:
    """Make the storage with rooms, doctors and patients."""
    ctx, _ = siapkan(clinic.settings)
    folder = clinic.config.parent
    rooms = folder / "master.toml"
    rooms.write_text(MASTER, encoding="utf-8")
    master.impor(ctx, SYSTEM, rooms)
    lines = ["norm,nama,nik,no_kartu,no_hp,jenis_kelamin,tanggal_lahir,kd_provider,penjamin_id"]
    for number in range(1, patients + 1):
        bpjs = all_bpjs or number % 5 != 0
        name = f"{_NAMES[number % 10]} {_NAMES[number // 10 % 10]} CONTOH {number}"
        born = f"{1950 + number % 60}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        lines.append(
            f"{number:06d},{name},99{number:014d},{card_number(number) if bpjs else ''},0800000{number:05d},"
            f"{'LP'[number % 2]},{born},{FASKES[0]},{2 if bpjs else 1}"
        )
    people = folder / "pasien.csv"
    people.write_text("\n".join(lines) + "\n", encoding="utf-8")
    pasien.impor_csv(ctx, SYSTEM, people)
    return ctx


def register(ctx: Konteks, number: int, pelaku: Pelaku = SYSTEM) -> int:
    """Register one patient; returns the ticket's id."""
    return antrean.daftar(ctx, pelaku, norm=f"{number:06d}", ruangan=ROOMS[number % len(ROOMS)]).id


def board(folder: Path, tickets: int) -> Clinic:
    """A storage with a morning of tickets: most are sent, one in ten has failed, the newest wait."""
    clinic = configure(folder, f"papan{tickets}")
    if clinic.database.exists():
        return clinic
    ctx = open_with_patients(clinic, tickets)
    ctx.tutup()
    # The journal's safety is of no use to a storage nobody has written a word into yet.
    with unsafe_commits():
        ctx, _ = siapkan(clinic.settings)
        for number in range(1, tickets + 1):
            register(ctx, number)
        ctx.tutup()
    with closing(sqlite3.connect(clinic.database, isolation_level=None)) as db:
        db.execute("begin")
        db.execute(
            "update job set status = 'terkirim', percobaan = 1 where antrean_id <= ?", (tickets * 9 // 10,)
        )
        db.execute(
            "update job set status = 'gagal', kelas = 'data', http = 412, kode = '412', dari_bpjs = 1,"
            " pesan = 'noKartu: Tidak sesuai dengan referensi sistem.'"
            " where antrean_id % 10 = 7 and jenis = 'pendaftaran_pcare' and antrean_id <= ?",
            (tickets * 9 // 10,),
        )
        db.execute(
            "update antrean set no_antrean_pcare = 'A' || id where exists (select 1 from job"
            " where job.antrean_id = antrean.id"
            " and job.jenis = 'pendaftaran_pcare' and job.status = 'terkirim')"
        )
        db.execute("commit")
    return clinic


class unsafe_commits:  # noqa: N801 - a context manager that reads like a function
    """Within it, new SQLite connections do not wait for the disk: for filling storages only."""

    def __enter__(self) -> None:
        from shared.storage import engine

        self._engine: Any = engine
        self._before: Any = engine._pragmas

        def pragmas(dbapi: Any, record: Any) -> None:
            self._before(dbapi, record)
            dbapi.execute("PRAGMA synchronous=OFF")

        engine._pragmas = pragmas

    def __exit__(self, *_: object) -> None:
        self._engine._pragmas = self._before


def copy(clinic: Clinic, folder: Path, name: str, **changes: str) -> Clinic:
    """A copy of a storage with a configuration of its own."""
    other = configure(folder, name, **changes)
    for old in (other.database, *other.database.parent.glob(f"{other.database.name}-*")):
        old.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(clinic.database)) as source,
        closing(sqlite3.connect(other.database)) as target,
    ):
        source.backup(target)
    os.chmod(other.database, 0o660)  # noqa: PTH101
    return other


def _rows(view: CardView, width: int) -> list[list[tuple[str, str]]]:
    def row(*lines: Line) -> list[tuple[str, str]]:
        pieces = crop(tuple(piece for line in lines for piece in (*line, Piece(" "))), width)
        return [(piece.text, _STYLE.get(piece.role, "")) for piece in pieces]

    return [
        row(view.title, view.state, view.pcare),
        row(view.detail, view.badge_p, view.badge_a),
        row(*(button.line for button in view.buttons if button.line)),
        [("─" * width, "dim")],
    ]


def cards_file(clinic: Clinic, width: int = 72) -> Path:
    """The cards of a storage's board as rows of text and style, for the yardsticks."""
    file = clinic.config.with_suffix(".kartu.json")
    if not file.exists():
        ctx, _ = siapkan(clinic.settings)
        waiting = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
        cards = papan.semua(ctx, SYSTEM, papan.Saring(status=waiting))
        now = papan.muat(ctx, SYSTEM, papan.Saring(), banyak=1).waktu_db
        rows = [
            _rows(card_view(Scene(card, SYSTEM, 2), card, width=width, now=now, zona="Asia/Jakarta"), width)
            for card in cards
        ]
        ctx.tutup()
        file.write_text(json.dumps(rows), encoding="utf-8")
    return file


def visible(clinic: Clinic, count: int) -> Sequence[Any]:
    """The first cards of the board."""
    ctx, _ = siapkan(clinic.settings)
    try:
        waiting = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
        return papan.muat(ctx, SYSTEM, papan.Saring(status=waiting), banyak=count).kartu
    finally:
        ctx.tutup()


def settle_all(clinic: Clinic) -> None:
    """Leave a worker nothing to do."""
    with closing(sqlite3.connect(clinic.database)) as db, db:
        db.execute("update job set status = 'terkirim' where status = 'menunggu'")
