"""Looking into a resource by the dotted paths the rules are written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

MISSING: Final = object()


def each(value: Any, path: str, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value at a path with the place it stands at, such as `participant[0].individual`.

    A list is entered by itself; a member that is not there, is null or is an empty list gives
    :data:`MISSING` at the rest of the path.
    """
    head, _, rest = path.partition(".")
    if not head:
        yield at, value
        return
    place = f"{at}.{head}" if at else head
    inner = value.get(head) if isinstance(value, dict) else None
    if inner is None or inner in ([], {}):
        yield (f"{place}.{rest}" if rest else place), MISSING
        return
    if not isinstance(inner, list):
        yield from each(inner, rest, place)
        return
    for number, item in enumerate(inner):
        yield from each(item, rest, f"{place}[{number}]")


def first(value: Any, path: str) -> Any:
    """Return the first value at a path, or :data:`MISSING`."""
    return next((found for _, found in each(value, path)), MISSING)


def codings(concept: Any) -> list[tuple[str, str]]:
    """Return the (system, code) pairs of a CodeableConcept, or of a bare Coding or Quantity."""
    if not isinstance(concept, dict):
        return []
    given = concept.get("coding") if "coding" in concept else [concept]
    return [
        (str(item.get("system", "")), str(item.get("code", "")))
        for item in (given if isinstance(given, list) else [])
        if isinstance(item, dict)
    ]
