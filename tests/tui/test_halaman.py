"""Pages by keyset: forward only where something follows, back where one has been."""

from __future__ import annotations

from deka_tui.presenters.halaman import Halaman


def test_pages_are_turned_and_never_lost() -> None:
    here: Halaman[str] = Halaman()
    assert (here.ke, here.setelah) == (1, None)
    assert not here.balik(1, None), "nothing follows"
    assert here.balik(1, "a")
    assert here.balik(1, "b")
    assert (here.ke, here.setelah) == (3, "b")
    assert here.balik(-1, "c")
    assert (here.ke, here.setelah) == (2, "a")
    assert here.balik(0, "c"), "to the top"
    assert (here.ke, here.setelah) == (1, None)
    assert here.balik(-1, "c"), "the first page is read anew"
    assert here.ke == 1
    assert not here.mundur()
