"""The reference lists as rows: how each stands, what it holds, what has changed, one row in full."""

from __future__ import annotations

import json
from collections.abc import Iterable

from deka_tui import texts
from deka_tui import texts_referensi as words
from deka_tui.presenters import symbols, times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside
from shared.domain.masking import clean_block
from shared.domain.records import Gerbang, Kesehatan
from shared.domain.referensi import Perubahan, StatusSinkron
from shared.domain.sinkron import Keadaan, Referensi, Sinkron
from shared.texts_referensi import NAMA_PERUBAHAN, NAMA_REFERENSI, NAMA_STATUS_SINKRON

Cells = tuple[Line, ...]
"""The cells of one table row."""
BAR = 8
"""Cells of a progress bar."""
_ROLE = {Perubahan.TAMBAH: Role.GOOD, Perubahan.UBAH: Role.WARN, Perubahan.HILANG: Role.BAD}


def number(value: int) -> str:
    """Write a number the Indonesian way: ``12.345``."""
    return f"{value:,}".replace(",", ".")


def bar(part: float, width: int = BAR) -> Line:
    """Draw a progress bar; *part* is 0 to 1. What is begun shows, what is not done is never full."""
    full = min(int(part * width), width - 1) if part < 1 else width
    full = max(full, 1) if part > 0 else 0
    return (Piece(symbols.FULL * full, Role.MARK), Piece(symbols.SHADE * (width - full), Role.RULE))


def gate(kesehatan: Kesehatan, layanan: str) -> Gerbang | None:
    """The gate of a service when it is shut."""
    return next((g for g in kesehatan.gerbang if g.layanan == layanan and g.status != "normal"), None)


def moment(millis: int, now: int, zona: str) -> str:
    """Say when: the clock for today, the date with it for this year, else date and year."""
    day = times.day(millis, zona)
    clock = times.clock(millis, zona)
    if day == times.day(now, zona):
        return clock
    date, _, year = day.partition(" ")[2].rpartition(" ")
    this = times.day(now, zona).rpartition(" ")[2]
    return f"{date} {clock}" if year == this else f"{date} {year}"


def short_state(one: Sinkron | None, kesehatan: Kesehatan | None, layanan: str) -> Line:
    """How a synchronisation stands, for a narrow column: nothing when all is well."""
    if one is None or one.status is StatusSinkron.SELESAI:
        return ()
    if one.status is StatusSinkron.GAGAL:
        return (Piece(NAMA_STATUS_SINKRON[one.status], Role.BAD),)
    percent = words.persen(int(one.bagian * 100))
    if one.status is StatusSinkron.DIBATALKAN:
        return (Piece(f"{NAMA_STATUS_SINKRON[one.status]} {percent}", Role.MUTED),)
    if kesehatan is not None and not kesehatan.pekerja_hidup:
        return (Piece(words.MENUNGGU_PEKERJA, Role.BAD),)
    if kesehatan is not None and gate(kesehatan, layanan) is not None:
        return (Piece(words.MENUNGGU_LAYANAN, Role.BAD),)
    if one.status is StatusSinkron.MENUNGGU:
        return (Piece(NAMA_STATUS_SINKRON[one.status], Role.WARN),)
    return (*bar(one.bagian), Piece(f" {percent}", Role.STRONG))


def changes(one: Sinkron) -> Line:
    """What a synchronisation changed, in a few cells."""
    if not (one.tambah or one.ubah or one.hilang):
        return (Piece(words.TETAP, Role.MUTED),)
    pieces: list[Piece] = []
    for sign, count, role in (
        ("+", one.tambah, Role.GOOD), ("~", one.ubah, Role.WARN), ("-", one.hilang, Role.BAD),
    ):  # fmt: skip
        if count:
            pieces.append(Piece(f"{' ' if pieces else ''}{sign}{number(count)}", role))
    return tuple(pieces)


def rak_row(one: Keadaan, kesehatan: Kesehatan, now: int, zona: str) -> Cells:
    """One list: name, rows, vanished rows, last synchronisation, what that changed, state now."""
    done = one.terakhir
    when = moment(done.selesai, now, zona) if done is not None and done.selesai is not None else ""
    return (
        (Piece(one.nama, Role.STRONG if one.baris else Role.PLAIN),),
        (Piece(number(one.baris)),),
        (Piece(number(one.hilang) if one.hilang else "", Role.WARN),),
        (Piece(when or words.BELUM_PERNAH, Role.PLAIN if when else Role.MUTED),),
        changes(done) if done is not None else (),
        short_state(one.sekarang, kesehatan, "pcare"),
    )


def summary(states: Iterable[Keadaan], kesehatan: Kesehatan, zona: str, width: int) -> Line:
    """All lists in one line; what keeps synchronisations from going on stands there first."""
    lists = tuple(states)
    alive = [one.berjalan for one in lists if one.berjalan is not None]
    trouble = hindrance(kesehatan, "pcare", zona, waiting=len(alive))
    if trouble:
        return crop((Piece(" "), *trouble), width)
    rows, gone = (sum(one.baris for one in lists), sum(one.hilang for one in lists))
    line: Line = (Piece(f" {words.ringkasan(len(lists), number(rows), number(gone))}", Role.MUTED),)
    if alive:
        running = sum(one.status is StatusSinkron.JALAN for one in alive)
        text = words.ringkasan_jalan(running, len(alive) - running)
        line = (*line, Piece("   "), Piece(text, Role.STRONG))
    return crop(line, width)


def hindrance(kesehatan: Kesehatan, layanan: str, zona: str, *, waiting: int) -> Line:
    """Why synchronisations do not go on: no worker, or a shut gate; nothing when they do."""
    if waiting and not kesehatan.pekerja_hidup:
        return (Piece(words.menunggu_tanpa_pekerja(waiting), Role.BAD),)
    shut = gate(kesehatan, layanan)
    if shut is None:
        return ()
    name = texts.LAYANAN[layanan]
    if shut.coba_lagi is None:
        return (Piece(words.gerbang_kredensial(name), Role.BAD),)
    return (Piece(words.gerbang_putus(name, times.clock(shut.sejak, zona)), Role.BAD),)


def told(one: Sinkron) -> str:
    """What a synchronisation changed, in words."""
    counts = ((words.BARU, one.tambah), (words.BERUBAH, one.ubah), (words.HILANG, one.hilang))
    return ", ".join(f"{number(count)} {name}" for name, count in counts if count) or words.TIDAK_BERUBAH


def said(one: Sinkron) -> str:
    """Why a synchronisation failed or waits, BPJS' own words marked as such."""
    text = outside(one.pesan)
    return f"{texts.BPJS}: {text}" if one.dari_bpjs and text else text


def progress(one: Sinkron) -> Line:
    """How far a synchronisation is: bar, percentage, rows, pages, time left."""
    rows = (
        words.baris_dari(number(one.baris), number(one.total))
        if one.total is not None and one.total >= one.baris
        else words.baris(number(one.baris))
    )
    parts = [rows, words.halaman(number(one.halaman))]
    if one.sisa is not None:
        parts.append(words.sisa(max(0, round(one.sisa / 1000))))
    return (
        *bar(one.bagian, 2 * BAR),
        Piece(f" {words.persen(int(one.bagian * 100))} ", Role.STRONG),
        Piece(f"{symbols.MIDDOT} " + f" {symbols.MIDDOT} ".join(parts), Role.MUTED),
    )


def note(one: Sinkron | None, done: Sinkron | None, kesehatan: Kesehatan, now: int, zona: str) -> Line:
    """What there is to say about the newest synchronisation of a list."""
    if one is None or one.status is StatusSinkron.SELESAI:
        if done is None or done.selesai is None:
            return (Piece(words.BELUM_SINKRON, Role.MUTED),)
        when = words.terakhir(moment(done.selesai, now, zona))
        return (Piece(f"{when}: ", Role.MUTED), Piece(told(done)))
    ended = one.selesai if one.selesai is not None else one.diminta
    if one.status is StatusSinkron.GAGAL:
        text = words.gagal(moment(ended, now, zona), said(one))
        return (Piece(text, Role.BAD),)
    if one.status is StatusSinkron.DIBATALKAN:
        who, when = outside(one.dihentikan_oleh, 40), moment(ended, now, zona)
        return (Piece(words.dihentikan(who, when, number(one.baris)), Role.WARN),)
    if one.status is StatusSinkron.JALAN and kesehatan.pekerja_hidup:
        return progress(one)
    why = said(one) or words.diminta(outside(one.diminta_oleh, 40), moment(one.diminta, now, zona))
    if not kesehatan.pekerja_hidup:
        why = words.TANPA_PEKERJA
    return (
        Piece(f"{NAMA_STATUS_SINKRON[StatusSinkron.MENUNGGU]}: ", Role.WARN),
        Piece(why),
    )


def rak_note(one: Keadaan, kesehatan: Kesehatan, now: int, zona: str, width: int) -> tuple[Line, ...]:
    """The lines below the lists: the list under the cursor, and its synchronisation."""
    head: Line = (Piece(one.nama, Role.STRONG), Piece(f"  {words.baris(number(one.baris))}", Role.MUTED))
    if one.hilang:
        head = (*head, Piece(f", {number(one.hilang)} {words.HILANG}", Role.WARN))
    return crop(head, width), crop(note(one.sekarang, one.terakhir, kesehatan, now, zona), width)


# ── one list ──────────────────────────────────────────────────────────────────


def row(one: Referensi, *, changed: bool) -> Cells:
    """One stored row: code, name, parent, and what there is to remark."""
    remark: Line = ()
    if changed:
        remark = (Piece(NAMA_PERUBAHAN[one.perubahan], _ROLE[one.perubahan]),)
    elif one.hilang:
        remark = (Piece(words.HILANG, Role.BAD),)
    quiet = one.hilang and not changed
    return (
        (Piece(outside(one.kode, 100), Role.MUTED if quiet else Role.ACCENT),),
        (Piece(outside(one.nama), Role.MUTED if quiet else Role.PLAIN),),
        (Piece(outside(one.induk, 100), Role.MUTED),),
        remark,
    )


def in_full(one: Referensi) -> str:
    """One row as JSON text: what the service gave, under the service's own names, and what we know."""
    try:
        rest = json.loads(one.isi)
    except ValueError:
        rest = {}
    known = {
        "kode": one.kode, "nama": one.nama, **({"induk": one.induk} if one.induk else {}),
        **(rest if isinstance(rest, dict) else {"isi": rest}),
    }  # fmt: skip
    return clean_block(json.dumps(known, ensure_ascii=False, indent=2))


def remarks(one: Referensi, zona: str) -> str:
    """Whether BPJS still lists a row, since when it is stored, and when it changed last."""
    when = [f"{times.day(at, zona)} {times.clock(at, zona)}" for at in (one.baru, one.diubah)]
    state = words.HILANG if one.hilang else words.ADA
    return f"{state}; {words.tersimpan(when[0])}" + (
        f"; {NAMA_PERUBAHAN[one.perubahan]} {when[1]}" if one.diubah != one.baru else ""
    )


def title(one: Sinkron) -> str:
    """Name what a synchronisation is of."""
    return f"{NAMA_REFERENSI[one.jenis]} {one.kunci}".strip()


def ended(one: Sinkron) -> tuple[str, bool]:
    """Say how a synchronisation ended, and whether well."""
    if one.status is StatusSinkron.SELESAI:
        return words.selesai_toast(title(one), f"{words.dibaca(number(one.baris))}, {told(one)}"), True
    return words.gagal_toast(title(one), said(one) or NAMA_STATUS_SINKRON[one.status]), False
