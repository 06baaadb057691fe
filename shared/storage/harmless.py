"""Texts made harmless: no name and no answer of BPJS may stop a write, no wildcard in a search find all.

PostgreSQL has no NUL in a text, and neither database has halves of a surrogate pair; escapes in JSON make
both of harmless bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_UNHEARD_OF = re.compile("[\x00\ud800-\udfff]")


def _mended(value: Any) -> Any:
    if type(value) is not str or _UNHEARD_OF.search(value) is None:
        return value
    # Pairs of surrogates become the letter they stand for, lone ones the sign for what is no letter.
    return value.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _suspicious(values: Any) -> bool:
    for value in values:
        # Most texts are ASCII, and that is told without looking at each letter.
        if type(value) is str and not (value.isascii() and "\0" not in value) and _UNHEARD_OF.search(value):
            return True
    return False


def mend(parameters: Any) -> Any:
    """Return the parameters of one statement as a database can hold them; the same object if it can."""
    if isinstance(parameters, Mapping):
        if not _suspicious(parameters.values()):
            return parameters
        return {key: _mended(value) for key, value in parameters.items()}
    if not _suspicious(parameters):
        return parameters
    return tuple(map(_mended, parameters))


def like(text: str) -> str:
    """Make a ``contains`` pattern of a text, its own wildcards taken literally (escape ``!``)."""
    for char in "!%_":
        text = text.replace(char, "!" + char)
    return f"%{text}%"


def before_execute(
    _conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool
) -> tuple[str, Any]:
    """Mend what a statement is about to be sent with; SQLAlchemy's ``before_cursor_execute``."""
    if executemany:
        return statement, [mend(row) for row in parameters]
    return statement, mend(parameters) if parameters else parameters
