"""JSON Patch (RFC 6902) as far as the platform goes: `replace`, `add` and `test`."""

from __future__ import annotations

import copy
from typing import Any

from worker.sandbox.satusehat import texts


class PatchError(Exception):
    """A patch that cannot be applied; the text is the server's."""


def apply(document: dict[str, Any], operations: object) -> dict[str, Any]:
    """Return a patched copy; raises PatchError and then nothing has changed."""
    if not isinstance(operations, list):
        raise PatchError(texts.BAD_JSON)
    result = copy.deepcopy(document)
    for operation in operations:
        if not isinstance(operation, dict) or not isinstance(operation.get("path"), str):
            raise PatchError(texts.BAD_JSON)
        _one(result, str(operation.get("op")), operation["path"], operation.get("value"))
    return result


def _one(document: dict[str, Any], op: str, path: str, value: Any) -> None:
    if op not in ("replace", "add", "test"):
        raise PatchError(texts.PATCH_OPERATION.format(op=op))
    keys = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    if not keys or not path.startswith("/"):
        raise PatchError(texts.PATCH_PATH.format(path=path))
    if keys[:2] == ["operationalStatus", "system"]:
        raise PatchError(texts.PATCH_WHOLE)
    place: Any = document
    for key in keys[:-1]:
        place = _member(place, key, path)
    last = keys[-1]
    if op == "test":
        if _member(place, last, path) != value:
            raise PatchError(texts.PATCH_TEST.format(path=path))
    elif isinstance(place, dict):
        if op == "replace" and last not in place:
            raise PatchError(texts.PATCH_PATH.format(path=path))
        place[last] = value
    elif isinstance(place, list) and op == "add":
        place.insert(len(place) if last == "-" else _number(place, last, path, 1), value)
    elif isinstance(place, list):
        place[_number(place, last, path, 0)] = value
    else:
        raise PatchError(texts.PATCH_PATH.format(path=path))


def _member(place: Any, key: str, path: str) -> Any:
    if isinstance(place, dict) and key in place:
        return place[key]
    if isinstance(place, list):
        return place[_number(place, key, path, 0)]
    raise PatchError(texts.PATCH_PATH.format(path=path))


def _number(place: list[Any], key: str, path: str, beyond: int) -> int:
    if key.isascii() and key.isdigit() and int(key) < len(place) + beyond:
        return int(key)
    raise PatchError(texts.PATCH_PATH.format(path=path))
