"""The wire and its surroundings: proxies, certificates, the environment, the log."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.domain.answers import Problem, Sent
from tests.clients.peer import Peer, answering, response, saying
from tests.clients.probe import exchange, outcome
from worker.clients.http import Wire


def test_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert exchange(answering(response(b"{}"))).status == 200


@pytest.mark.parametrize(
    ("serve", "problem"),
    [
        (saying(), Problem.RESET),
        (saying(hold=True), Problem.TIMEOUT),
        (saying(response(b"", "407 Proxy Authentication Required")), Problem.CONNECT),
        (saying(b"HTTP/1.1 200 OK\r\n\r\n", b"not TLS", pause=0.05), Problem.TLS),
    ],
    ids=["closes", "silent", "refuses", "no TLS behind it"],
)
def test_a_proxy_that_fails_proves_the_request_unsent(
    serve: Callable[[Peer, socket.socket], None], problem: Problem
) -> None:
    with (
        Peer(serve) as peer,
        closing(Wire(proxy=f"http://op:rahasia@127.0.0.1:{peer.port}", deadline=0.4)) as wire,
    ):
        reply = wire.send("POST", "https://bpjs.invalid/x", headers={}, body=b"{}")
    assert outcome(reply) == (Sent.NO, None, problem)
    assert "rahasia" not in reply.detail
    assert peer.requests[0].startswith(b"CONNECT bpjs.invalid:443 ")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "deka test")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "peer.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls_peer(certificate: Path) -> Iterator[Peer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Peer(answering(response(b"{}")), context) as peer:
        yield peer


def test_an_unknown_certificate_is_refused(tls_peer: Peer) -> None:
    with closing(Wire()) as wire:
        reply = wire.send("POST", tls_peer.url, headers={}, body=b"{}")
    assert outcome(reply) == (Sent.NO, None, Problem.TLS)
    assert "CERTIFICATE_VERIFY_FAILED" in reply.detail


def test_a_certificate_from_a_file_is_trusted(tls_peer: Peer, certificate: Path) -> None:
    with closing(Wire(ca_file=certificate)) as wire:
        for _ in range(2):
            assert outcome(wire.send("POST", tls_peer.url, headers={}, body=b"{}")) == (Sent.YES, 200, None)
    assert tls_peer.connections == 1


def test_addresses_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with Peer(answering(response(b"{}"))) as peer, closing(Wire()) as wire:
        wire.send("GET", peer.url + "/peserta/0000000000017", headers={})
    assert "0000000000017" not in caplog.text


def test_bad_settings(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Wire(ca_file=tmp_path / "missing.pem")
    with pytest.raises(ValueError):
        Wire(proxy="gopher://127.0.0.1")


def test_a_closed_wire() -> None:
    wire = Wire()
    wire.close()
    with pytest.raises(RuntimeError):
        wire.send("GET", "http://127.0.0.1:1/", headers={})
