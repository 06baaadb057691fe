"""Hostile words at the command line: echoed, listed and printed as JSON without commanding the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import sqlalchemy as sa

from deka_tui import cli_texts
from deka_tui.commands.root import akar
from shared.storage import tables as t
from tests.cli.deka import Result, Run
from tests.services.clinic import Clinic, sqlite_clinic, sqlite_template
from tests.support.isi_jahat import audit_jahat, isi, kata, obat_jahat, sumber_jahat
from tests.support.jahat import CONTROL, JAHAT, storable

__all__ = ["sqlite_clinic", "sqlite_template"]

ALL_AT_ONCE = (
    "\x1b[2J\x1b]52;c;eA==\x07\x1b]8;;http://contoh.invalid\x1b\\\x9b31m\u202e[red][@click=app.quit]{0}%s"
    + "\u0301" * 40
    + "\u200b\ufeff\r\n\udcff../../x"
)
"""Every kind of poison in one word; ``\\udcff`` is what Python makes of a byte that is no text."""
AWAY = frozenset({"demo"})
"""It starts programs of its own."""


def leaves(command: click.Command = akar, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that does something."""
    if not isinstance(command, click.Group):
        yield path
        return
    ctx = click.Context(command, info_name="deka")
    for name in command.list_commands(ctx):
        found = command.get_command(ctx, name)
        if name not in AWAY and found is not None:
            yield from leaves(found, (*path, name))


LEAVES = list(leaves())


def harmless(said: Result, what: object) -> None:
    for text in (said.out, said.err):
        assert not CONTROL.search(text), (what, repr(text[:300]))
        assert "Traceback" not in text, what
    assert said.code in (0, 1, 2), what


def parameters(path: tuple[str, ...]) -> tuple[int, list[str]]:
    """How many words a command needs, and its options that take a value."""
    command: click.Command = akar
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    words = sum(isinstance(one, click.Argument) for one in command.params)
    options = [one for one in command.params if isinstance(one, click.Option) and not one.is_flag]
    return words, [one.opts[0] for one in options]


def test_all_commands_are_here() -> None:
    assert {path[0] for path in LEAVES} == set(cli_texts.PERINTAH_DEKA) - AWAY


def test_what_a_command_is_given_comes_back_harmlessly(
    deka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    phrase = tmp_path / "kalimat"
    phrase.write_text("kalimat sandi untuk uji", encoding="utf-8")
    monkeypatch.setenv("DEKA_SANDI_FILE", str(phrase))
    for path in LEAVES:
        words, options = parameters(path)
        given = [ALL_AT_ONCE] * words
        harmless(deka(*path, *given), path)
        for option in options:
            harmless(deka(*path, *given, option, ALL_AT_ONCE), (path, option))
            harmless(deka(*path, *given, f"{option}={ALL_AT_ONCE}"), (path, option))
    for option in ("--config", "--sebagai", "--loket"):
        harmless(deka(option, ALL_AT_ONCE, "antrean", "daftar"), option)


def test_five_hundred_words_as_command_option_and_value(deka: Run) -> None:
    for bad in JAHAT:
        for words in ((bad,), ("antrean", bad), ("antrean", "terima", bad), ("job", "daftar", f"--{bad}")):
            said = deka(*words)
            harmless(said, words)
            assert said.code or bad in ("", "--help"), words
            assert said.err.count("\n") <= 1, "one sentence"


LISTS = [
    ("antrean", "daftar"), ("job", "daftar", "--semua-tanggal"), ("job", "detail", "1"),
    ("pengguna", "daftar"), ("audit", "daftar", "--batas", "1000"), ("satusehat", "daftar", "Condition"),
    ("kfa", "belum"), ("satusehat", "dasbor"), ("pemetaan", "daftar"), ("doctor",),
]  # fmt: skip


def test_five_hundred_words_in_every_list_and_json(deka: Run, clinic: Clinic) -> None:
    isi(clinic, JAHAT)
    audit_jahat(clinic, JAHAT)
    sumber_jahat(clinic, JAHAT)
    obat_jahat(clinic, JAHAT)
    with clinic.ctx.storage.write() as conn:
        for number, bad in enumerate(JAHAT):
            row = {"nama": f"{storable(bad)}{number}", "peran": storable(bad), "dibuat": 1}
            conn.execute(sa.insert(t.pengguna).values(**row))
    for start in (0, 250):
        kata(clinic, JAHAT[start : start + 250])
        for words in LISTS:
            plain = deka(*words)
            harmless(plain, words)
            assert len(plain.out) > 20, words
            as_json = deka(*words, "--json")
            harmless(as_json, words)
            assert as_json.json, words
            assert as_json.out.count("\n") == 1
