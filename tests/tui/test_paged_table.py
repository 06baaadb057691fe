"""The paged table on its own: columns that fit, moves of two cells, rows that change by their cells only."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from deka_tui import theme
from deka_tui.presenters import tabel
from deka_tui.presenters.pieces import Piece, Role, length, plain
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.widgets.paged_table import Letak, PagedTable

COLUMNS = (
    Kolom("no", "No", 4, urutan=0, kanan=True),
    Kolom("nama", "Nama", 10, urutan=0, lentur=1, paling=30),
    Kolom("status", "Status", 10, urutan=1),
    Kolom("pesan", "Pesan", 12, urutan=3, lentur=2),
)


def row(number: int, status: str = "Gagal", pesan: str = "") -> Baris:
    return Baris(
        number,
        {
            "no": (Piece(str(number)),),
            "nama": (Piece(f"Pasien {number}"),),
            "status": tabel.lencana(status, Role.BADGE_RED),
            "pesan": (Piece(pesan),),
        },
    )


class Stage(App[None]):
    """A table, and what it asked for."""

    CSS = "Screen { layers: default catatan penutup; }"

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(theme.DARK)
        self.theme = "deka"
        self.asked: list[tuple[int, Letak]] = []
        self.table = PagedTable(COLUMNS)

    def compose(self) -> ComposeResult:
        yield self.table

    def on_paged_table_turn(self, message: PagedTable.Turn) -> None:
        self.asked.append((message.step, message.letak))


@pytest.mark.parametrize("width", range(20, 130, 7))
def test_columns_never_leave_the_width(width: int) -> None:
    places = tabel.tata(COLUMNS, width)
    assert places[-1].x + places[-1].lebar <= width
    assert length(tabel.baris(row(1, pesan="x" * 300), places)) <= width - tabel.MARGIN
    assert length(tabel.kepala(places)) <= width


def test_the_least_important_column_goes_first() -> None:
    names = [[p.kolom.nama for p in tabel.tata(COLUMNS, width)] for width in (60, 38, 24)]
    assert names == [["no", "nama", "status", "pesan"], ["no", "nama", "status"], ["no", "nama"]]


def test_numbers_stand_at_the_right_and_wide_letters_count_twice() -> None:
    places = tabel.tata(COLUMNS, 38)
    assert plain(tabel.isi_sel((Piece("7"),), places[0])) == "   7"
    assert length(tabel.isi_sel((Piece("病院病院病院病院病院病院病院"),), places[1])) == places[1].lebar


async def test_moving_marking_and_asking_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Stage()
    async with app.run_test(size=(60, 8)) as pilot:
        table = app.table
        assert table.fit == 6
        table.show([row(n) for n in range(1, 7)], older=True)
        await pilot.pause()
        drawn: list[Region] = []
        refresh = table.refresh

        def spy(*regions: Region, **kwargs: Any) -> Any:
            drawn.extend(regions)
            return refresh(*regions, **kwargs)

        monkeypatch.setattr(table, "refresh", spy)
        table.move(1)
        assert table.current == 2
        assert sum(region.area for region in drawn) == 2, "a move draws two cells"
        drawn.clear()
        table.show([row(n, "Terkirim" if n == 4 else "Gagal") for n in range(1, 7)], older=True)
        assert len(drawn) == 1
        assert drawn[0].y == 4
        assert drawn[0].width == 10, "a changed badge draws its own cells"
        drawn.clear()
        table.show([row(n, "Terkirim" if n == 4 else "Gagal") for n in range(1, 7)], older=True)
        assert not drawn, "the same again draws nothing"

        table.toggle_mark()
        assert (table.marks, table.current) == ({2}, 3)
        table.turn(1)
        table.move_to(5)
        table.move(1)
        table.home()
        await pilot.pause()
        assert app.asked == [(1, Letak.TEMPAT), (1, Letak.ATAS)]
        assert table.current == 1
        table.show([row(n) for n in range(7, 13)], newer=True, letak=Letak.ATAS)
        table.move(-1)
        table.turn(-1)
        table.home()
        await pilot.pause()
        assert app.asked[2:] == [(-1, Letak.BAWAH), (-1, Letak.TEMPAT), (0, Letak.ATAS)]
        assert "* 2" not in table.text
        table.show([row(n) for n in range(1, 7)], older=True, letak=Letak.ATAS)
        assert "*" in table.text.splitlines()[2]


async def test_the_cursor_stays_on_its_row() -> None:
    app = Stage()
    async with app.run_test(size=(60, 8)):
        table = app.table
        table.show([row(n) for n in (9, 8, 7)])
        table.move_to(1)
        table.show([row(n) for n in (10, 9, 8, 7)])
        assert table.current == 8
        table.show([row(n) for n in (10, 9, 7)])
        assert table.current == 7, "gone: the same place"
        table.say("Tidak ada data.", "Tekan z.")
        assert table.current is None
        assert "Tidak ada data." in table.text
        table.show([row(1)])
        assert table.current == 1
        assert table.note == ""


async def test_foot_and_hints() -> None:
    app = Stage()
    async with app.run_test(size=(60, 8)):
        app.table.foot((Piece("hal. 2"),), (Piece("data per 08:14"),))
        last = app.table.text.splitlines()[-1]
        assert last.startswith("hal. 2")
        assert last.endswith("data per 08:14")
