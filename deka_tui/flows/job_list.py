"""The monitoring table's reading: a page, the page beside it, the same again; one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from deka_tui.messages import Then
from deka_tui.port import Pintu
from deka_tui.widgets.paged_table import Letak
from shared.domain.pantau import BarisPantau, HitungJob, Kursor, Layar, SaringJob
from shared.domain.status import FAILED_JOB, LIVE_JOB, StatusJob

Errand = Callable[[Callable[[], object], Then], None]


@dataclass(frozen=True, slots=True)
class Minta:
    """A page that is asked for: 0 the first, 1 the next, -1 the one before, ``None`` the same again."""

    langkah: int | None
    letak: Letak = Letak.TETAP


@dataclass(frozen=True, slots=True)
class _Jawab:
    layar: Layar | None
    baris: tuple[BarisPantau, ...]
    hitung: HitungJob


class DaftarJob:
    """What the table shows: a filter, a page of rows, the counts; and what is asked for next.

    The first page follows what is new. Where that would push the current row away, and on any later
    page, the rows stay and only their contents follow; ``baru`` then says how many rows have come.
    """

    def __init__(self, errand: Errand, pintu: Callable[[], Pintu], tampil: Callable[[Letak], None],
                 gagal: Callable[[Exception], None]) -> None:  # fmt: skip
        self._errand, self._pintu = errand, pintu
        self._tampil, self._gagal = tampil, gagal
        self.saring = SaringJob()
        self.baris: tuple[BarisPantau, ...] = ()
        self.hitung: HitungJob | None = None
        self.ada_baru = self.ada_lama = False
        self.nomor = 1
        self.baru = 0
        self.kini: int | None = None
        """Id of the row under the cursor, set by the screen."""
        self.banyak = 0
        """Rows of a page, set by the screen."""
        self._total = 0
        self._berjalan: Minta | None = None
        self._berikut: Minta | None = None
        self.dibaca = False

    def dari(self, job_id: int | None) -> BarisPantau | None:
        """A row of the page by its id."""
        return next((row for row in self.baris if row.id == job_id), None)

    def saring_jadi(self, saring: SaringJob) -> bool:
        """Show something else from its first page; tell whether it is anything else."""
        if saring == self.saring:
            return False
        self.saring = saring
        self.baca(Minta(0, Letak.ATAS))
        return True

    def mulai(self, saring: SaringJob) -> None:
        """Begin anew with other jobs; nothing is read yet."""
        self.saring, self.baris, self.hitung = saring, (), None
        self.ada_baru = self.ada_lama = self.dibaca = False
        self.nomor, self.baru, self.kini, self._total = 1, 0, None, 0

    def baca(self, minta: Minta | None = None) -> None:
        """Read; while a page is under way the wish is kept, and a page wins over reading the same again."""
        minta = minta or Minta(None)
        if not self.banyak:
            return
        if self._berjalan is not None:
            if self._berikut is None or minta.langkah is not None:
                self._berikut = minta
            return
        self._berjalan = minta
        saring, banyak, ids, kini = self.saring, self.banyak, tuple(r.id for r in self.baris), self.kini
        first = self.nomor == 1 or not self.baris
        pintu = self._pintu

        def work() -> _Jawab:
            door = pintu().monitor
            if minta.langkah is None and not first:
                rows = door.baris(ids)
                return _Jawab(None, rows, door.hitung(saring).setidaknya(row.status for row in rows))
            kursor: Kursor | None = None
            if minta.langkah == 1 and self.baris:
                kursor = self.baris[-1].kursor
            elif minta.langkah == -1 and self.baris:
                kursor = self.baris[0].kursor
            page = door.muat(saring, kursor=kursor, baru=minta.langkah == -1, banyak=banyak)
            still: tuple[BarisPantau, ...] = ()
            pushed = kini is not None and all(row.id != kini for row in page.halaman.baris)
            if minta.langkah is None and pushed and page.halaman.ada_lama:
                still = door.baris(ids)
            return _Jawab(page, still, page.hitung)

        def then(value: _Jawab | None, error: Exception | None) -> None:
            self._berjalan = None
            if value is None:
                if error is not None:
                    self._gagal(error)
            elif saring == self.saring:
                self._ambil(minta, value)
            again, self._berikut = self._berikut, None
            if again is not None:
                self.baca(again)
            elif saring != self.saring:
                self.baca(Minta(0, Letak.ATAS))

        self._errand(work, then)

    def _ambil(self, minta: Minta, jawab: _Jawab) -> None:
        self.hitung, self.dibaca = jawab.hitung, True
        stays = any(row.id == self.kini and self._cocok(row) for row in jawab.baris)
        if jawab.layar is None or stays:
            found = {row.id: row for row in jawab.baris}
            self.baris = tuple(found.get(row.id, row) for row in self.baris)
            self.baru = max(0, self._panjang() - self._total)
            self.ada_baru = self.ada_baru or bool(self.baru)
        else:
            page = jawab.layar.halaman
            self.baris, self.ada_baru, self.ada_lama = page.baris, page.ada_baru, page.ada_lama
            self.nomor = max(1, self.nomor + (minta.langkah or 0)) if self.ada_baru else 1
            if minta.langkah == 0:
                self.nomor = 1
            if self.nomor == 1 or minta.langkah:
                self.baru, self._total = 0, self._panjang()
        self._tampil(minta.letak)

    def _cocok(self, row: BarisPantau) -> bool:
        """Whether a row still belongs into the list by its status."""
        return self.saring.status is None or row.status in self.saring.status

    def _panjang(self) -> int:
        """How many rows the whole list has; 0 where the counts do not tell: narrower, or not counted out."""
        found = self.hitung
        if found is None or found.sedikitnya or self.saring.teks is not None:
            return 0
        if self.saring.status is None:
            return found.total
        parts = 0
        for counted, states in zip((found.menunggu, found.berhasil, found.gagal), _PARTS, strict=True):
            parts += counted if self.saring.status in (states, states | _HELD) else 0
        return parts

    def ulang(self, **beda: object) -> SaringJob:
        """The filter with some of it changed; a group of one cause is left with that."""
        clean = replace(self.saring, kelas=None, teks=None)
        return replace(clean, **beda)  # type: ignore[arg-type]


_PARTS = (LIVE_JOB, frozenset({StatusJob.TERKIRIM}), FAILED_JOB)
"""The statuses behind the counts Menunggu, Berhasil and Gagal."""
_HELD = frozenset({StatusJob.TERTAHAN})
"""SatuSehat's rows that wait for another are counted with those that wait."""
