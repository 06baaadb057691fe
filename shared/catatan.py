"""Logs by allow-list: a line holds an event's constant words and fields that are known to be harmless.

What is not on the list does not get through: no bodies, cards, names or tokens, not even in the text of an
exception, of which only the types and the places in the program are written. Messages of libraries are
reduced to who said something and where.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from typing import IO, Any, Final

NAME: Final = "deka"
_KEY: Final = "deka_bidang"
_EVENT = re.compile(r"[A-Za-z][A-Za-z ,:-]{0,79}")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,24}")
_LONG_NUMBER = re.compile(r"\d{9,}")
_DEEPEST = 40


def _number(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _seconds(value: object) -> str | None:
    return f"{value:.1f}" if isinstance(value, float | int) else None


def _flag(value: object) -> str | None:
    return ("ya" if value else "tidak") if isinstance(value, bool) else None


def _word(value: object) -> str | None:
    return _fits(_WORD, value)


def _code(value: object) -> str | None:
    return _fits(_CODE, value)


def _fits(pattern: re.Pattern[str], value: object) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if pattern.fullmatch(text) and not _LONG_NUMBER.search(text) else None


BIDANG: Final = {
    "job": _number,
    "percobaan": _number,
    "banyak": _number,
    "halaman": _number,
    "http": _number,
    "detik": _seconds,
    "terlambat": _flag,
    "jenis": _word,
    "kelas": _word,
    "layanan": _word,
    "galat": _word,
    "kode": _code,
}
"""The fields that get through, each with the shape its value must have. ``job`` is our own row's id."""


def bidang(**fields: object) -> dict[str, Any]:
    """Make the ``extra`` of a log call from named fields."""
    return {_KEY: fields}


class Penyaring(logging.Formatter):
    """Formats records: time, level, logger, event, fields; of an exception its types and places."""

    def format(self, record: logging.LogRecord) -> str:
        """See :meth:`logging.Formatter.format`; never raises for what a record holds."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        words = [stamp, record.levelname, record.name if _fits(_WORD, record.name) else "-"]
        ours = record.name == NAME or record.name.startswith(NAME + ".")
        event = record.msg if isinstance(record.msg, str) else ""
        if ours and not record.args and _EVENT.fullmatch(event):
            words.append(event)
        else:
            words.append(f"(pesan tidak dicatat) {record.module}:{record.lineno}")
        fields = getattr(record, _KEY, None)
        if isinstance(fields, Mapping):
            words += [f"{name}={_shown(name, value)}" for name, value in fields.items() if value is not None]
        if record.exc_info and record.exc_info[1] is not None:
            words.append("\n" + jejak(record.exc_info[1]))
        return " ".join(words)


def _shown(name: str, value: object) -> str:
    check = BIDANG.get(name)
    shown = None if check is None else check(value)
    return "?" if shown is None else shown


def jejak(error: BaseException) -> str:
    """Write an exception and what caused it as types and places, without a word of their texts."""
    lines: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen and len(lines) < 200:
        seen.add(id(at))
        lines.append(f"{type(at).__module__}.{type(at).__name__}")
        frames = traceback.extract_tb(at.__traceback__)[-_DEEPEST:]
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        at = at.__cause__ or at.__context__
    return "\n".join(lines)


def pasang(level: str, stream: IO[str] | None = None) -> None:
    """Let every log line of this process, and every uncaught exception, go through the allow-list."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(Penyaring())
    root = logging.getLogger()
    for old in [*root.handlers]:
        root.removeHandler(old)
    root.addHandler(handler)
    known = logging.getLevelNamesMapping()
    root.setLevel(known.get(level.upper(), logging.INFO))
    # A record that cannot be written must not be shown with its arguments instead.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    log = logging.getLogger(NAME)

    def hook(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("galat tak tertangani", exc_info=(kind, error, trace))

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook
