"""A bulk run as lines: what it would do and what it passes over, how far it is, what it came to."""

from __future__ import annotations

from deka_tui import texts_monitor
from deka_tui.presenters import pantau
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside
from deka_tui.presenters.symbols import Charset
from deka_tui.presenters.tabel import Baris, Kolom
from shared.domain.massal import Butir, Hasil, Kemajuan, Rencana
from shared.domain.pantau import DELETES, BarisPantau
from shared.texts import NAMA_JOB
from shared.texts_pantau import LEWAT_MASSAL


def kolom() -> tuple[Kolom, ...]:
    """The columns of the results."""
    job, norm, name, said = texts_monitor.KOLOM_HASIL
    return (
        Kolom("job", job, 9, urutan=0, kanan=True),
        Kolom("norm", norm, 8, urutan=1),
        Kolom("nama", name, 14, urutan=2, lentur=1, paling=24),
        Kolom("hasil", said, 20, urutan=0, lentur=3),
    )


def baris(item: Butir, job: BarisPantau | None = None) -> Baris:
    """What became of one job, whose it is, and what it had failed of, in the words of who refused it."""
    said: Line = (Piece(outside(item.galat, 300), Role.BAD),)
    if not item.galat:
        said = (Piece(texts_monitor.OK, Role.GOOD),)
        if job is not None and job.pesan:
            said += (Piece(f"  {texts_monitor.SEMULA} ", Role.MUTED), Piece(outside(job.pesan, 300)))
    cells: dict[str, Line] = {"job": (Piece(f"#{item.id}", Role.ACCENT),), "hasil": said}
    if job is not None:
        cells |= {"norm": (Piece(outside(job.norm, 20)),), "nama": (Piece(outside(job.nama, 80)),)}
    return Baris(item.id, cells)


def catatan(item: Butir, job: BarisPantau | None) -> Line:
    """The result under the cursor in full: why it was refused, or what it had failed of."""
    if item.galat:
        return (Piece(f" {outside(item.galat, 300)}", Role.BAD),)
    said = outside(job.pesan, 300) if job is not None else ""
    return (Piece(f" {texts_monitor.SEMULA} ", Role.MUTED), Piece(said)) if said else ()


def laju(pace: float) -> str:
    """A pace in words."""
    return texts_monitor.PER_DETIK.format(laju=f"{pace:g}") if pace else texts_monitor.SEGERA


def rencana(plan: Rencana, pace: float, wrong: str, width: int, *, yakin: bool) -> tuple[Line, ...]:
    """The plan: how many of which type, how many are passed over and why, the pace, what to press."""
    lines: list[Line] = [()]
    if plan.ids:
        words = texts_monitor.AKAN_DIKIRIM.format(banyak=pantau.ribuan(plan.banyak))
        lines.append((Piece(words, Role.STRONG),))
        for kind, count in sorted(plan.jenis.items(), key=lambda item: -item[1]):
            lines.append((Piece(f"  {pantau.ribuan(count):>7}  "), Piece(NAMA_JOB[kind])))
    else:
        lines.append((Piece(texts_monitor.TIDAK_ADA_KIRIM, Role.WARN),))
    if plan.lewat:
        lines += [(), (Piece(texts_monitor.DILEWATI.format(banyak=pantau.ribuan(plan.lewat)), Role.WARN),)]
        for reason, count in sorted(plan.dilewati.items(), key=lambda item: -item[1]):
            lines.append(
                (Piece(f"  {pantau.ribuan(count):>7}  "), Piece(LEWAT_MASSAL.get(reason, reason), Role.MUTED))
            )
    if "perlu_yakin" in plan.dilewati:
        lines += [(), (Piece(texts_monitor.MASSAL_HAPUS, Role.KEY),)]
    if yakin and any(kind in DELETES for kind in plan.jenis):
        lines += [(), (Piece(texts_monitor.PASTI_HAPUS, Role.BAD),)]
    if plan.ids:
        lines += [
            (),
            (
                Piece(f"{texts_monitor.LAJU}  ", Role.MUTED),
                Piece("← ", Role.KEY),
                Piece(laju(pace), Role.STRONG),
                Piece(" →", Role.KEY),
            ),
            (),
        ]  # fmt: skip
        ask = texts_monitor.KETIK_JUMLAH.format(banyak=plan.banyak)
        lines.append((Piece(ask if plan.perlu_ketik else texts_monitor.ENTER_MULAI, Role.ACCENT),))
        if wrong:
            lines.append((Piece(wrong, Role.BAD),))
    return tuple(crop(line, width) for line in lines)


def bilah(done: int, count: int, width: int, charset: Charset) -> str:
    """A progress bar of *width* cells."""
    full, empty = ("#", ".") if charset is Charset.ASCII else ("█", "░")
    filled = width if not count else done * width // count
    return full * filled + empty * (width - filled)


def kemajuan(
    far: Kemajuan | None, result: Hasil | None, width: int, charset: Charset, *, dijeda: bool
) -> tuple[Line, ...]:
    """How far a run is; or, with *result*, what it came to."""
    if result is not None:
        done, count, failed, left = len(result.butir), result.banyak, len(result.gagal), None
    else:
        assert far is not None  # noqa: S101 - a run has one or the other
        done, count, failed, left = far.selesai, far.banyak, far.gagal, far.sisa
    bar = bilah(done, count, max(10, min(60, width - 20)), charset)
    state: list[Piece] = [Piece(texts_monitor.TERKIRIM.format(banyak=done - failed), Role.GOOD)]
    if failed:
        state.append(Piece(f"   {texts_monitor.DITOLAK.format(banyak=failed)}", Role.BAD))
    if result is not None and result.dihentikan:
        state.append(Piece(f"   {texts_monitor.DIHENTIKAN}", Role.WARN))
    elif result is None:
        word = texts_monitor.DIJEDA if dijeda else texts_monitor.BERJALAN
        state.append(Piece(f"   {word}", Role.WARN if dijeda else Role.MUTED))
        if left is not None:
            state.append(Piece(f"   {texts_monitor.SISA.format(detik=round(left))}", Role.MUTED))
    count_words = f"{pantau.ribuan(done)}/{pantau.ribuan(count)}"
    lines: tuple[Line, ...] = (
        (),
        (Piece(bar, Role.ACCENT), Piece(f"  {count_words}", Role.STRONG)),
        tuple(state),
        (),
    )
    return tuple(crop(line, width) for line in lines)
