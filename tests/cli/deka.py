"""Running ``deka`` inside the test process, where a hundred runs cost no more than a few real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Result:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    def done(self) -> Result:
        """Insist that all went well and in silence on standard error."""
        assert (self.code, self.err) == (0, ""), self
        return self

    def refused(self, *words: str, code: int = 1) -> Result:
        """Insist on an exit status and one line on standard error that has all the words."""
        assert self.code == code, self
        assert_sentence(self.err, *words)
        return self


Run = Callable[..., Result]


def assert_sentence(text: str, *words: str) -> None:
    """Insist on one line, without escape sequences or a trace, that has all the words."""
    assert text.endswith("\n"), text
    assert text.count("\n") == 1, text
    assert text.strip(), text
    assert "Traceback" not in text
    assert text.rstrip("\n").isprintable(), text
    for word in words:
        assert word in text, text


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """Make the function that runs ``deka`` with words."""

    def run(*words: object) -> Result:
        from deka_tui.cli import main

        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run
