"""Records made late are what ``dataclasses`` makes of them at once."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import threading
from dataclasses import field
from typing import Any

import pytest

from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Titik:
    """A point."""

    x: int
    y: int = 2
    tanda: tuple[str, ...] = field(default_factory=tuple)
    diam: str = field(default="s", repr=False, compare=False)

    @property
    def jumlah(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Ruang(Titik):
    z: int = 3

    def __repr__(self) -> str:
        return "ruang"


@dataclasses.dataclass(frozen=True, slots=True)
class Biasa:
    """A point."""

    x: int
    y: int = 2
    tanda: tuple[str, ...] = field(default_factory=tuple)
    diam: str = field(default="s", repr=False, compare=False)


def test_it_behaves_as_a_data_class() -> None:
    one = Titik(1)
    assert (one.x, one.y, one.tanda, one.diam, one.jumlah) == (1, 2, (), "s", 3)
    assert repr(one) == repr(Biasa(1)).replace("Biasa", "Titik")
    assert one == Titik(1, diam="lain") != Titik(1, 3)
    assert hash(one) == hash(Titik(1)) == hash(Biasa(1))
    assert one != Biasa(1)
    assert dataclasses.replace(one, y=9) == Titik(1, 9)
    assert dataclasses.asdict(one) == dataclasses.asdict(Biasa(1))
    assert [f.name for f in dataclasses.fields(Titik)] == ["x", "y", "tanda", "diam"]
    assert Titik.__match_args__ == Biasa.__match_args__
    assert Titik.__doc__ == "A point."
    assert not hasattr(one, "__dict__")
    for deed in (lambda: setattr(one, "x", 2), lambda: delattr(one, "x"), lambda: setattr(one, "w", 2)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            deed()
    for wrong in ((), (1, 2, (), "s", 5)):
        with pytest.raises(TypeError):
            Titik(*wrong)
    with pytest.raises(TypeError):
        Titik(x=1, w=2)  # type: ignore[call-arg]


def test_it_is_copied_and_pickled() -> None:
    one = Titik(1, tanda=("a",))
    assert copy.deepcopy(one) == copy.copy(one) == pickle.loads(pickle.dumps(one)) == one


def test_the_first_may_come_out_of_a_pickle() -> None:
    @dataclass(frozen=True, slots=True)
    class Baru:
        a: int

    one = Baru.__new__(Baru)
    one.__setstate__([7])  # type: ignore[attr-defined]
    assert one == Baru(7)


def test_one_made_from_another() -> None:
    assert [f.name for f in dataclasses.fields(Ruang)] == ["x", "y", "tanda", "diam", "z"]
    one = Ruang(1, z=4)
    assert (one.x, one.y, one.z, one.jumlah) == (1, 2, 4, 3)
    assert repr(one) == "ruang"
    assert dataclasses.replace(one, x=2) == Ruang(2, z=4)
    match one:
        case Titik(x, y):
            assert (x, y) == (1, 2)


def test_fields_can_be_looked_at_before_there_is_one() -> None:
    @dataclass(frozen=True, slots=True)
    class Baru:
        a: int = 1

    assert dataclasses.is_dataclass(Baru)
    assert [f.default for f in dataclasses.fields(Baru)] == [1]
    assert Baru() == Baru(1)


def test_threads_that_make_the_first_at_once() -> None:
    for _ in range(20):

        @dataclass(frozen=True, slots=True)
        class Baru:
            a: int
            b: str = "b"

        found: list[Any] = []
        gate = threading.Barrier(4)

        def work(made: Any = Baru, found: list[Any] = found, gate: threading.Barrier = gate) -> None:
            gate.wait()
            found.append(made(1))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [Baru(1)] * 4
