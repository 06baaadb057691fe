from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.sandbox.client import CARD, Client, registration

CONFIG = """
[faskes]
kode = "0000u777"
nama = "KLINIK CONTOH"
[bpjs]
cons_id = "98765"
secret_key = "file:{secret}"
pcare_user_key = "kunci-lain"
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `deka-sandbox` with arguments; what still runs is killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **environ: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "worker.sandbox.cli", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environ,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Sandbox BPJS siap di http://127.0.0.1:"), line
    return line.split()[-1]


def test_stops_at_once_and_cleanly(start: Start) -> None:
    process = start("--port", "0")
    client = Client(url_of(process))
    client.fault(jenis="tunda", detik=60)
    url = httpx.URL(client.url)
    with socket.create_connection((url.host, url.port or 0)) as waiting:
        head = "".join(f"{name}: {value}\r\n" for name, value in client.headers("pcare").items())
        waiting.sendall(f"GET /pcare-rest/peserta/{CARD} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
        while not client.control("permintaan", method="GET"):
            pass
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        assert time.monotonic() - asked < 2
    assert process.communicate() == ("", "")
    client.http.close()


def test_follows_its_parent(start: Start) -> None:
    process = start("--port", "0", "--ikut-induk")
    url_of(process)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(5) == 0


def test_config_environment_and_data(start: Start, tmp_path: Path) -> None:
    secret, config, data = tmp_path / "rahasia", tmp_path / "deka.toml", tmp_path / "data.json"
    secret.write_text("SIMSECRET0\n", "utf-8")
    config.write_text(CONFIG.format(secret=secret), "utf-8")
    data.write_text(
        json.dumps(
            {
                "peserta": [{"no_kartu": CARD, "nama": "SITI REKAAN"}],
                "dokter": [{"kodedokter": 5, "kodepoli": "001", "jam": ["08:00-09:00"]}],
                "poli": [{"kode": "U0010", "nama": "POLI UTAMA"}],
                "gangguan": [{"jenis": "html_500", "operasi": "pendaftaran.tambah", "kali": 1}],
                "sakelar": {"peserta_ketat": True},
            }
        ),
        "utf-8",
    )
    process = start(
        "--port", "0", "--config", str(config), "--data", str(data), DEKA_BPJS__PCARE_PASSWORD="Sandi:Baru"
    )
    client = Client(url_of(process))
    keys: dict[str, str | None] = {"user_key": "kunci-lain"}
    assert client.send("pcare", "GET", f"peserta/{CARD}", headers=keys).http == 401
    keys["X-authorization"] = "Basic a2xpbmlrLnVqaTpTYW5kaTpCYXJ1OjA5NQ=="
    person = client.send("pcare", "GET", f"peserta/{CARD}", headers=keys).data
    assert (person["nama"], person["kdProviderPst"]["kdProvider"]) == ("SITI REKAAN", "0000u777")
    body = registration(kdPoli="U0010", kdProviderPeserta="0000u777")
    assert client.send("pcare", "POST", "pendaftaran", body, headers=keys).http == 500
    assert client.send("pcare", "POST", "pendaftaran", body, headers=keys).http == 201
    assert client.books()["pendaftaran"][0]["kd_provider"] == "0000u777"
    assert client.control("dokter", method="GET")[0]["kodedokter"] == 5
    client.http.close()


def test_the_client_of_satusehat_is_that_of_the_settings(start: Start, tmp_path: Path) -> None:
    config, secret, data = tmp_path / "deka.toml", tmp_path / "rahasia", tmp_path / "data.json"
    secret.write_text("rahasia-berkas\n", "utf-8")
    config.write_text(
        f'[satusehat]\nclient_id = "klien"\nclient_secret = "file:{secret}"\norganization_id = "10000099"\n',
        "utf-8",
    )
    nurse = {"peran": "nakes", "nik": "3171010101800001", "ihs": "10099999999"}
    data.write_text(json.dumps({"identitas": [nurse], "sakelar": {"token_umur_detik": 77}}), "utf-8")
    client = Client(url_of(start("--port", "0", "--config", str(config), "--data", str(data))))
    form = {"client_id": "klien", "client_secret": "rahasia-berkas"}
    answer = client.http.post("/oauth2/v1/accesstoken?grant_type=client_credentials", data=form)
    assert (answer.status_code, answer.json()["expires_in"]) == (200, "77")
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    for path in ("Organization/10000099", "Practitioner/10099999999"):
        assert client.http.get(f"/fhir-r4/v1/{path}", headers=headers).status_code == 200
    client.http.close()


def test_says_why_it_cannot_start(start: Start, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.toml"
    broken.write_text("[bpjs]\ncons_id = 98765\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, said in (
            (("--port", port), f"127.0.0.1:{port}"),
            (("--config", str(tmp_path / "tiada.toml")), "tiada.toml"),
            (("--config", str(broken)), "cons_id harus teks"),
        ):
            process = start(*arguments)
            out, err = process.communicate(timeout=10)
            assert (process.returncode, out) == (1, "")
            assert err.startswith("deka-sandbox: ")
            assert said in err
            assert err.count("\n") == 1


def test_help_is_indonesian(start: Start) -> None:
    out, _ = start("--help").communicate(timeout=10)
    assert out.startswith("pemakaian: deka-sandbox")
    assert "pilihan:" in out
    assert "--ikut-induk" in out


def test_wrong_usage(start: Start) -> None:
    process = start("--port", "delapan")
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("deka-sandbox: pilihan tidak sah")
