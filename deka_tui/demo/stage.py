"""Setting the demo up and taking it down: storage, sandbox, worker, the other counters, the screen."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from deka_tui.demo import obat, sehat, texts
from deka_tui.demo.people import FASKES, MASTER, READ_AT_FIRST, bpjs_orders, patients
from shared.config import Settings, load
from shared.domain.records import Pelaku

FOLDER = Path("var/demo")
_MARK = ".demo-deka"
_PATIENCE = 8.0


def main(folder: Path = FOLDER) -> int:
    """Play the demo until the screen is left; returns the exit status. No process outlives it."""
    print(texts.MENYIAPKAN, flush=True)  # noqa: T201 - before there is a screen
    _clear(folder)
    with contextlib.ExitStack() as stage:
        log = stage.enter_context((folder / "proses.log").open("ab"))
        url = stage.enter_context(_sandbox(folder, log))
        settings = _storage(folder, url)
        config = str(folder / "deka.toml")
        stage.enter_context(_child(["-m", "worker", "--config", config, "--ikut-induk"], log))
        stage.enter_context(_child(["-m", "deka_tui.demo.day", config], log))
        from deka_tui.app import run
        from shared.security.permissions import ROLES

        # An admin at the counter: the queue and the pages of the menu are there to be seen.
        status = run(settings, Pelaku("loket satu", "admin", ROLES["admin"], loket="1"))
        print(texts.MEMBERESKAN, flush=True)  # noqa: T201
    return status


def _clear(folder: Path) -> None:
    """Begin with an empty folder, but never empty one that is not the demo's own."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise SystemExit(texts.BUKAN_MILIK_DEMO.format(folder=folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _clean_environment() -> dict[str, str]:
    """Return the environment without settings of another installation, which would win over the demo's."""
    return {key: value for key, value in os.environ.items() if not key.startswith("DEKA_")}


@contextlib.contextmanager
def _child(arguments: list[str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours that ends when its standard input does, also when this process is killed."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if "worker.sandbox" in arguments else log,
        stderr=log,
        env=_clean_environment(),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _sandbox(folder: Path, log: IO[bytes]) -> Iterator[str]:
    """Run the BPJS simulator; yields its address once it listens."""
    lines, parts = patients()
    orders = folder / "bpjs.json"
    orders.write_text(
        bpjs_orders(parts, sehat.identitas(lines), sehat.gangguan(), obat.KATALOG), encoding="utf-8"
    )
    arguments = ["-m", "worker.sandbox", "--port", "0", "--data", str(orders), "--ikut-induk"]
    with _child(arguments, log) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        line = process.stdout.readline().decode(errors="replace").strip()
        if "http://" not in line:
            raise SystemExit(texts.SANDBOX_GAGAL.format(log=folder / "proses.log"))
        yield line[line.index("http://") :]


def _storage(folder: Path, url: str) -> Settings:
    """Write the configuration, make the storage, and import the clinic."""
    file = folder / "deka.toml"
    file.write_text(_config(folder, url), encoding="utf-8")
    settings = load(str(file), env={})
    from shared.domain.referensi import JenisReferensi
    from shared.security.permissions import SYSTEM
    from shared.services import master, pasien, referensi
    from shared.services.konteks import siapkan

    ctx, _ = siapkan(settings)
    (folder / "master.toml").write_text(MASTER, encoding="utf-8")
    lines, _ = patients()
    (folder / "pasien.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    master.impor(ctx, SYSTEM, folder / "master.toml")
    pasien.impor_csv(ctx, SYSTEM, folder / "pasien.csv")
    # Some lists are there when one looks, the others wait for a key.
    referensi.minta_sinkron(ctx, SYSTEM, *(JenisReferensi(name) for name in READ_AT_FIRST))
    referensi.minta_jadwal(ctx, SYSTEM)
    obat.isi(ctx, SYSTEM)
    ctx.tutup()
    return settings


def _config(folder: Path, url: str) -> str:
    return f"""\
# Dibuat oleh deka demo; semua kredensial dan orang di sini rekaan.
[faskes]
kode = "{FASKES[0]}"
nama = "{FASKES[1]}"
zona = "Asia/Jakarta"

[penyimpanan]
url = "sqlite:///{(folder / "deka.db").resolve()}"

[keamanan]
berkas_kunci = "{(folder / "kunci-isi").resolve()}"

[bpjs]
cons_id = "98765"
secret_key = "SIMSECRET0"
kd_aplikasi = "095"
pcare_url = "{url}/pcare-rest"
pcare_user_key = "simkunci-pcare"
pcare_username = "klinik.uji"
pcare_password = "Sandi#Uji1"
antrean_url = "{url}/antreanfktp"
antrean_user_key = "simkunci-antrean"

{sehat.TABEL.format(url=url, organisasi=sehat.ORGANISASI)}
[worker]
utas = 8
otomatis = false

[layar]
loket = "1"
"""
