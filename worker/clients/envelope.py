"""The envelope of a BPJS answer: ``metaData`` or ``metadata``, and ``response``.

Reads every shape that PCare and Antrean FKTP are known to answer with, without judging it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from shared.domain.answers import FieldMessage, Problem
from worker.clients.crypto import DecryptError

RAW_LIMIT: Final = 256 * 1024

# Codes of success over both services: the reference calls of Antrean FKTP use 1.
_SUCCESS: Final = frozenset({"1", "200", "201"})
# HTTP statuses that come without a body by right.
_BODILESS: Final = frozenset({204, 304})

_NUMBER: Final = re.compile(r"([0-9]{1,9})(?:\.0*)?")
# PRECONDITION_FAILED, FAILED_DEPENDENCY: the name of a status, which tells a person nothing.
_STATUS_NAME: Final = re.compile(r"[A-Z]+(_[A-Z]+)*")
# The least that AES gives is 24 characters of base64. Sentences have blanks, numbers of BPJS are shorter.
_CIPHERTEXT: Final = re.compile(r"[A-Za-z0-9+/\r\n]{22,}={0,2}\s*")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one body says; the members are those of the Answer it becomes."""

    code: str | None = None
    message: str = ""
    fields: tuple[FieldMessage, ...] = ()
    data: object = None
    raw: str = ""
    problem: Problem | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A ``response`` string as it was meant: its value, its JSON text if it was encrypted, or why not."""

    data: object
    plaintext: str | None = None
    damage: str = ""


def read_envelope(
    body: bytes, status: int, content_type: str, decrypt: Callable[[str], str], *, needs_data: bool
) -> Envelope:
    """Return what a complete body says.

    ``decrypt`` opens a ``response`` string or raises DecryptError. ``problem`` of the result is EMPTY, HTML,
    NOT_JSON or NO_ENVELOPE when there is no code to go by, and UNDECRYPTABLE when the code is one of success
    and ``needs_data`` says that it is worth nothing without the data, which cannot be read. Raises nothing
    of its own.
    """
    text = text_of(body)
    if not text.strip():
        if status in _BODILESS:
            return Envelope(code=str(status))
        return Envelope(problem=Problem.EMPTY)
    raw = cap(text)
    try:
        document = loads(text)
    except (ValueError, RecursionError):
        html = text.lstrip().startswith("<") or "html" in content_type.lower()
        return Envelope(raw=raw, problem=Problem.HTML if html else Problem.NOT_JSON)
    meta = _member(document, "metadata")
    if not isinstance(meta, dict):
        return Envelope(raw=raw, problem=Problem.NO_ENVELOPE)
    code = _code(_member(meta, "code"))
    message = _words(_member(meta, "message"))
    response = _member(document, "response")
    opened = _open(response, decrypt) if isinstance(response, str) else _Opened(response)
    if opened.plaintext is not None:
        raw = cap(_with_plaintext(text, document, str(response), opened.plaintext))
    succeeded = code in _SUCCESS
    fields = tuple(field_messages(opened.data) if succeeded or opened.damage else _reasons(opened.data))
    if not succeeded and (code == "412" or not message or _STATUS_NAME.fullmatch(message)):
        message = "; ".join(each.message for each in fields if each.message) or message
    problem = None
    if code is None:
        problem = Problem.NO_ENVELOPE
    elif succeeded and needs_data and opened.damage:
        problem = Problem.UNDECRYPTABLE
    return Envelope(code, message, fields, opened.data, raw, problem, opened.damage if problem else "")


def field_messages(data: object) -> Iterator[FieldMessage]:
    """Yield the ``{field, message}`` items of a decoded ``response``: one object, or a list of them."""
    for item in _items(data):
        if isinstance(item, dict):
            names = {name.lower() for name in item}
            if {"field", "message"} <= names:
                yield FieldMessage(_words(_member(item, "field")), _words(_member(item, "message")))


def _reasons(data: object) -> Iterator[FieldMessage]:
    """Yield why a call was refused: items with or without a field, or bare texts."""
    for item in _items(data):
        if isinstance(item, str):
            text = _words(item)
            if text:
                yield FieldMessage("", text)
        elif isinstance(item, dict) and any(name.lower() == "message" for name in item):
            yield FieldMessage(_words(_member(item, "field")), _words(_member(item, "message")))


def text_of(body: bytes) -> str:
    """Return a body as text that any storage can hold: no byte order mark, no NUL, bad bytes marked."""
    return body.decode("utf-8-sig", "replace").replace("\0", "\ufffd")


def cap(text: str) -> str:
    """Return as much of ``text`` as fits into 256 KiB of UTF-8."""
    if 4 * len(text) <= RAW_LIMIT:
        return text
    return text.encode()[:RAW_LIMIT].decode("utf-8", "ignore")


def _open(response: str, decrypt: Callable[[str], str]) -> _Opened:
    if not response.strip():
        return _Opened(response)
    try:
        plaintext = decrypt(response).replace("\0", "\ufffd")
    except DecryptError as error:
        if response.lstrip().startswith(("{", "[")):
            try:
                return _Opened(loads(response))
            except (ValueError, RecursionError):
                return _Opened(response)
        return _Opened(response, damage=str(error) if _CIPHERTEXT.fullmatch(response) else "")
    try:
        return _Opened(loads(plaintext), plaintext)
    except (ValueError, RecursionError):
        damage = "the decrypted text is not complete JSON" if plaintext.startswith(("{", "[")) else ""
        return _Opened(plaintext, json.dumps(plaintext, ensure_ascii=False), damage)


def _with_plaintext(text: str, document: Any, response: str, plaintext: str) -> str:
    """Return the body with the encrypted member replaced, and every other character as it came."""
    for literal in (f'"{response}"', '"' + response.replace("/", "\\/") + '"'):
        if literal in text:
            return text.replace(literal, plaintext, 1)
    opened = {name: loads(plaintext) if value == response else value for name, value in document.items()}
    return json.dumps(opened, ensure_ascii=False)


def loads(text: str) -> Any:
    """Parse JSON; raises ValueError or RecursionError. Control characters in strings are let through."""
    value = json.loads(text, strict=False, parse_constant=_no_constant)
    if "\\u0000" in text or "\\ud" in text or "\\uD" in text:
        return _storable(value)
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _storable(value: Any) -> Any:
    """Replace what JSON can spell but a database cannot hold: NUL and lone surrogates."""
    if isinstance(value, str):
        units = value.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def _member(value: Any, name: str) -> Any:
    """Return a member of an object whatever the case of its name, or ``None``."""
    if isinstance(value, dict):
        return next((item for key, item in value.items() if key.lower() == name), None)
    return None


def _items(data: Any) -> list[Any]:
    """Return a list that came bare, as ``{list}``, or as its only item."""
    wrapped = _member(data, "list")
    if isinstance(wrapped, list):
        return wrapped
    return data if isinstance(data, list) else [data]


def _code(value: Any) -> str | None:
    """Return a code as digits: ``200``, ``"200"`` and ``200.0`` are one; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    found = _NUMBER.fullmatch(str(value).strip())
    return str(int(found[1])) if found else None


def _words(value: Any) -> str:
    """Return what a member says as text, a list of texts or of ``{field, message}`` as one, trimmed."""
    said = (_said(item) for item in (value if isinstance(value, list) else [value]))
    return "; ".join(text for text in said if text)


def _said(item: Any) -> str:
    text = item if (found := _member(item, "message")) is None else found
    if text is None:
        return ""
    return (text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)).strip()
