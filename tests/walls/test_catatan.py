"""Logs let through what is on the list, and nothing else."""

from __future__ import annotations

import ast
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import catatan
from shared.catatan import BIDANG, Penyaring, bidang, jejak
from tests.support.processes import ROOT, Proc

CARD, NIK, NAME, TOKEN = "0001234567890", "3201010101010001", "Budi Rekaan", "eyJhbGciOi.rahasia-sekali"
SECRETS = (CARD, NIK, NAME, TOKEN)


@pytest.fixture
def lines() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of ours that writes through the allow-list."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Penyaring())
    log = logging.getLogger("deka.uji")
    log.propagate = False
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield log, stream
    log.removeHandler(handler)
    log.propagate = True


def test_a_line_holds_its_event_and_its_fields(lines: tuple[logging.Logger, io.StringIO]) -> None:
    log, out = lines
    fields = bidang(job=7, jenis="pendaftaran_pcare", http=412, kode="412", detik=1.25, terlambat=True)
    log.info("percobaan selesai", extra=fields)
    assert out.getvalue().endswith(
        "INFO deka.uji percobaan selesai job=7 jenis=pendaftaran_pcare http=412 kode=412 detik=1.2"
        " terlambat=ya\n"
    )


@pytest.mark.parametrize("secret", SECRETS)
def test_no_way_of_logging_lets_a_secret_through(
    lines: tuple[logging.Logger, io.StringIO], secret: str
) -> None:
    log, out = lines
    log.info("isi %s", secret)
    log.info(f"isi {secret}1")
    log.info({"isi": secret})
    log.info("isi", extra=bidang(isi=secret, pesan=secret, nama=secret))
    for name in BIDANG:
        if secret not in (NAME, TOKEN):
            log.info("isi", extra=bidang(**{name: secret}))
    log.info("isi", extra=bidang(kode=f"x {secret}", kelas=f"{secret}\nlagi", jenis=f"{secret} "))
    log.info("isi", extra=bidang(job=int(secret) if secret.isdigit() and len(secret) == 99 else None))
    try:
        try:
            raise ValueError(secret)
        except ValueError as cause:
            raise RuntimeError(f"{secret} {secret}") from cause
    except RuntimeError:
        log.exception("galat")
        log.info("dengan %s", secret, exc_info=True)
    library = logging.LogRecord("sqlalchemy.engine", logging.INFO, __file__, 1, "SELECT %s", (secret,), None)
    out.write(Penyaring().format(library))
    assert secret not in out.getvalue()
    assert "RuntimeError" in out.getvalue()
    assert "ValueError" in out.getvalue()


@given(
    st.text(), st.dictionaries(st.sampled_from([*BIDANG, "lain"]), st.text() | st.integers() | st.booleans())
)
def test_whatever_is_logged_is_one_harmless_line(message: str, fields: dict[str, object]) -> None:
    record = logging.LogRecord("deka.uji", logging.INFO, __file__, 1, message, (), None)
    record.__dict__.update(bidang(**fields))
    line = Penyaring().format(record)
    assert line.isprintable()
    assert "lain=" not in line.replace("lain=?", "")


def test_a_trace_ends_even_if_errors_cause_each_other() -> None:
    first, second = ValueError(CARD), KeyError(NIK)
    first.__cause__, second.__cause__ = second, first
    assert jejak(first).split() == ["builtins.ValueError", "builtins.KeyError"]


CRASH = f"""
import logging, threading, warnings
from shared import catatan
catatan.pasang("INFO")
warnings.warn("{CARD}")
logging.getLogger("lain").warning("token %s", "{TOKEN}")
logging.getLogger("deka.x").warning("salah %d", "{NAME}")
thread = threading.Thread(target=lambda: {{}}["{NIK}"])
thread.start(); thread.join()
raise RuntimeError("{CARD} {NAME}")
"""


def test_an_uncaught_exception_shows_where_and_not_what() -> None:
    with Proc(["-c", CRASH]) as proc:
        assert proc.wait() == 1
        out = proc.stderr
    for secret in SECRETS:
        assert secret not in out
    assert out.count("galat tak tertangani") == 2
    assert "builtins.RuntimeError" in out
    assert "builtins.KeyError" in out


def test_our_own_log_calls_have_constant_words_and_fields_of_the_list() -> None:
    found = 0
    for room in ("shared", "worker", "deka_tui"):
        for file in sorted(Path(ROOT, room).rglob("*.py")):
            if "sandbox" in file.parts or file.name == "catatan.py":
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                holder = node.func.value
                if not (isinstance(holder, ast.Name) and holder.id == "log"):
                    continue
                found += 1
                where = f"{file}:{node.lineno}"
                assert len(node.args) == 1, where
                assert isinstance(node.args[0], ast.Constant), where
                assert catatan._EVENT.fullmatch(str(node.args[0].value)), where
                for part in ast.walk(node):
                    if (
                        isinstance(part, ast.Call)
                        and isinstance(part.func, ast.Name)
                        and part.func.id == "bidang"
                    ):
                        assert {word.arg for word in part.keywords} <= set(BIDANG), where
    assert found > 15
