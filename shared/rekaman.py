"""Records that cost nothing until one of them is made.

``dataclasses`` writes and compiles half a dozen functions a class: 0.5 ms each on a good machine, and a
start reads some seventy classes of which it uses a third. Here the class is made with its slots at once,
and the rest when the first instance is, or somebody looks at its fields. All else is as in ``dataclasses``.
"""

from __future__ import annotations

import dataclasses
import inspect
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Any:
        """Stand in for ``dataclasses.dataclass(frozen=True, slots=True)``; there is no other kind here."""
        assert frozen and slots  # noqa: S101 - the words are said so that type checkers know them
        return _slotted


_lock = threading.RLock()
_unfinished: dict[type, dict[str, Any]] = {}
_LIKE = ("__repr__", "__eq__", "__hash__")
_MADE = (*_LIKE, "__match_args__", "__dataclass_params__", "__dataclass_fields__")


class _Fields:
    """In the place of ``__dataclass_fields__`` until somebody looks."""

    def __get__(self, _instance: object, cls: Any) -> Any:
        for ancestor in cls.__mro__:
            _finish(ancestor)
        return cls.__dataclass_fields__


def _slotted(cls: type) -> type:
    names = list(inspect.get_annotations(cls))
    space = {key: value for key, value in cls.__dict__.items() if key not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    taken = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    space["__slots__"] = tuple(name for name in names if name not in taken)
    space["__dataclass_fields__"] = _Fields()
    made: Any = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__

    def init(self: Any, *values: Any, **named: Any) -> None:
        _finish(made)
        made.__init__(self, *values, **named)

    made.__init__ = init
    made.__getstate__, made.__setstate__ = _state, _set_state
    _unfinished[made] = defaults
    return made  # type: ignore[no-any-return]


def _finish(cls: Any) -> None:
    """Give a class what ``dataclasses`` gives; another thread finds all of it or none."""
    with _lock:
        defaults = _unfinished.get(cls)
        if defaults is None:
            return
        space = {"__annotations__": inspect.get_annotations(cls), "__module__": cls.__module__}
        space |= {name: cls.__dict__[name] for name in _LIKE if name in cls.__dict__}
        like: Any = dataclasses.dataclass(frozen=True)(type(cls.__name__, cls.__bases__, space | defaults))
        for name in _MADE:
            setattr(cls, name, like.__dict__[name])
        cls.__setattr__, cls.__delattr__ = _frozen, _frozen
        cls.__init__ = like.__init__
        del _unfinished[cls]


def _frozen(_self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, values: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)
