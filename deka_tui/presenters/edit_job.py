"""Editing a body: what the check says, what each field is, what has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deka_tui import texts_monitor
from deka_tui.presenters import json_pohon
from deka_tui.presenters.pieces import Line, Piece, Role, crop, cut, outside, wrap
from shared.domain.beda import Ubahan
from shared.domain.isian import Isian, SalahIsi, baca_isi, cocok, periksa_isi
from shared.domain.masking import mask_numbers
from shared.domain.status import JenisJob
from shared.domain.suntingan import Pemeriksaan
from shared.texts_pantau import ARTI_ISIAN, PANTAU, PERINGATAN, SALAH_KUNJUNGAN

Tersamar = Mapping[str, tuple[str, str]]
"""By a value's path: as it is shown, and as it is."""


def samarkan(text: str) -> tuple[str, Tersamar]:
    """Mask cards and NIK in a body that is to be edited, so that it can be read over a shoulder."""
    hidden: dict[str, tuple[str, str]] = {}

    def hide(path: str, value: str) -> str:
        shown = mask_numbers(value)
        if shown != value:
            hidden[path] = (shown, value)
        return shown

    return json.dumps(_each(json.loads(text), "", hide), ensure_ascii=False, indent=2), hidden


def pulihkan(text: str, hidden: Tersamar) -> str:
    """Put back what was masked and is untouched; raises :class:`SalahIsi` for what is no sound body."""

    def back(path: str, value: str) -> str:
        shown, real = hidden.get(path, ("", value))
        return real if value == shown else value

    return json.dumps(_each(baca_isi(text), "", back), ensure_ascii=False, indent=2)


def _each(value: Any, path: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _each(inner, f"{path}.{name}", change) for name, inner in value.items()}
    if isinstance(value, list):
        return [_each(inner, f"{path}[{at}]", change) for at, inner in enumerate(value)]
    return change(path, value) if isinstance(value, str) else value


def periksa(
    jenis: JenisJob, text: str, asli: dict[str, Any], hidden: Tersamar, *, buka: bool
) -> tuple[bool, Line]:
    """Check a body while it is being typed: whether it may be sent, and what to say about it."""
    wrong = json_pohon.galat_json(text)
    if wrong is not None:
        words = texts_monitor.json_salah(wrong.baris, wrong.kolom, wrong.galat)
        return False, (Piece(words, Role.BAD),)
    try:
        found = periksa_isi(jenis, pulihkan(text, hidden), asli, buka_kunci=buka)
    except SalahIsi as error:
        return False, (Piece(kalimat(error), Role.BAD),)
    line: Line = (Piece(texts_monitor.JSON_SAH, Role.GOOD),)
    if found.dibuka:
        said = texts_monitor.KARTU_KUNCI.format(kolom=", ".join(found.dibuka))
        line += (Piece(f"  {said}", Role.BAD),)
    elif found.peringatan:
        one = found.peringatan[0]
        doubt = PERINGATAN[one.sebab].format(nama=outside(one.nama, 60), harus=one.harus)
        line += (Piece(f"  {texts_monitor.RAGU}: {doubt}", Role.WARN),)
    return True, line


def kalimat(error: SalahIsi) -> str:
    """A refusal in one sentence."""
    sentence = PANTAU.get(error.kode)
    facts = {name: outside(str(value), 120) for name, value in error.fakta.items()}
    if sentence is None:
        return facts.get("galat", texts_monitor.GALAT_LAIN)
    return sentence.format(**facts).replace(" (--buka-kunci)", " (Ctrl+K)")


def kolom_di(text: str, row: int) -> str:
    """The name of the field that is written on a row of the text, ``""`` when none is."""
    rows = text.split("\n")
    line = rows[row].strip() if 0 <= row < len(rows) else ""
    if not line.startswith('"'):
        return ""
    try:
        name, _ = json.JSONDecoder().raw_decode(line)
    except ValueError:
        return ""
    return name if isinstance(name, str) else ""


def petunjuk(kolom: Sequence[Isian], now: str, data: Any, width: int, height: int) -> tuple[Line, ...]:
    """The field table: the field under the cursor in full, then every field with type and lock."""
    lines: list[Line] = []
    known = {field.nama: field for field in kolom}
    field = known.get(now)
    if now:
        lines.append((Piece(cut(outside(now, 60), width), Role.STRONG),))
        if field is None:
            lines.append((Piece(texts_monitor.TIDAK_DIKENAL, Role.WARN),))
        else:
            lines.append((Piece(cut(sifat(field), width), Role.MUTED),))
            meaning = ARTI_ISIAN.get(now, "")
            lines += [(Piece(row),) for row in wrap(meaning, width, 2)]
        lines.append(())
    values = data if isinstance(data, dict) else {}
    height -= 1
    room = height - len(lines)
    names = list(known)
    start = 0
    if now in known and len(names) > room > 0:
        start = max(0, min(names.index(now) - room // 2, len(names) - room))
    for name in names[start : start + max(0, room)]:
        one = known[name]
        bad = name not in values and one.wajib
        value = values.get(name)
        if name in values:
            bad = not one.boleh_null if value is None else not cocok(one.tipe, value)
        sign = "!" if bad else "#" if one.kunci else " "
        role = Role.BAD if bad else Role.WARN if one.kunci else Role.MUTED
        here = Role.STRONG if name == now else Role.PLAIN
        lines.append(
            crop((Piece(f"{sign} ", role), Piece(name, here), Piece(f"  {one.tipe}", Role.MUTED)), width)
        )
    lines = lines[:height] + [()] * (height - len(lines))
    return (*lines, (Piece(cut(texts_monitor.LEGENDA, width), Role.MUTED),))


def sifat(field: Isian) -> str:
    """What a field has to be."""
    parts = [str(field.tipe)]
    if field.wajib:
        parts.append(texts_monitor.WAJIB)
    if field.boleh_null:
        parts.append(texts_monitor.BOLEH_NULL)
    if field.kunci:
        parts.append(texts_monitor.TERKUNCI)
    return ", ".join(parts)


_SIGN = {Ubahan.TAMBAH: "+", Ubahan.HAPUS: "-", Ubahan.UBAH: "~"}


def ubahan(found: Pemeriksaan, width: int, rows: int = 10) -> tuple[Line, ...]:
    """What an edited body changes, and what is doubtful about it, before it is sent."""
    lines: list[Line] = [(Piece(f"{texts_monitor.UBAHAN}:", Role.MUTED),)]
    for one in found.beda[:rows]:
        old, new = (mask_numbers(outside(text, 200)) for text in (one.lama, one.baru))
        told = f" {old} → {new}" if one.ubahan is Ubahan.UBAH else f" {new or old}"
        line: Line = (Piece(f"{_SIGN[one.ubahan]} {outside(one.jalur, 60)}", Role.STRONG), Piece(told))
        lines.append(crop(line, width))
    if len(found.beda) > rows:
        lines.append((Piece(f"… {len(found.beda) - rows}", Role.MUTED),))
    if found.dibuka:
        said = texts_monitor.KARTU_KUNCI.format(kolom=", ".join(found.dibuka))
        lines.append(crop((Piece(said, Role.BAD),), width))
    doubts = [PERINGATAN[d.sebab].format(nama=outside(d.nama, 60), harus=d.harus) for d in found.peringatan]
    doubts += [
        f"{outside(w.kolom, 60)}: {SALAH_KUNJUNGAN[w.sebab].format(**dict(w.fakta))}" for w in found.kunjungan
    ]
    for doubt in list(dict.fromkeys(doubts))[:5]:
        lines.append(crop((Piece(f"{texts_monitor.RAGU}: {doubt}", Role.WARN),), width))
    return tuple(lines)
