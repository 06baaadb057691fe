"""Products of the KFA catalogue: reading the service's rows, and what of them is searched and compared.

Field names are the service's own, as in KFA GET products/all and GET products.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.domain.kfa_kekuatan import Kuat, tanda, tulis
from shared.domain.kfa_lafal import lafal
from shared.domain.kfa_leksikon import BUNYI, GARAM, IKATAN, SINGKATAN
from shared.domain.kfa_sediaan import Bentuk
from shared.domain.kfa_urai import Urai, urai
from shared.domain.masking import clean

KODE: Final = re.compile(r"[0-9]{8}", re.ASCII)
FARMASI: Final = "farmasi"
ALKES: Final = "alkes"
UMUM: Final = "qumum"
"""Token of the index: a product of no brand."""
_UNBRANDED: Final = frozenset(("umum", "generik", "generic", "ogb", "non", "merek"))
_LONGEST: Final = 300
_USELESS: Final = ("tidak dipakai", "jangan dipakai", "nonaktif")
_KEPT: Final = (
    "rxterm", "generik", "produksi_buatan", "dose_per_unit", "net_weight", "net_weight_uom_name", "volume",
    "volume_uom_name", "fix_price", "het_price", "fornas", "klasifikasi_izin",
)  # fmt: skip
_NAMED: Final = ("uom", "controlled_drug", "rute_pemberian")


@dataclass(frozen=True, slots=True)
class BarisKfa:
    """One product as it is kept.

    ``jenis`` is the service's ``product_type``; ``sah`` its state ``valid``; ``zat`` pairs of substance and
    strength; ``isi`` further fields; ``diperbarui`` the service's ``updated_at``, which is UTC.
    """

    kode: str
    nama: str
    jenis: str = FARMASI
    tipe: str = ""
    bentuk: str = ""
    kekuatan: str = ""
    produsen: str = ""
    nie: str = ""
    merek: str = ""
    template: str = ""
    nama_template: str = ""
    aktif: bool = True
    sah: bool = True
    ganti_kode: str = ""
    ganti_nama: str = ""
    ganti_alasan: str = ""
    zat: tuple[tuple[str, str], ...] = ()
    isi: dict[str, Any] = field(default_factory=dict)
    diperbarui: str = ""


@dataclass(frozen=True, slots=True)
class Takar:
    """What a product is compared by; keys are those of :func:`shared.domain.kfa_lafal.lafal`.

    ``zat`` holds each substance's keys without salts, ``nama`` those of further words of the name.
    """

    zat: tuple[frozenset[str], ...] = ()
    garam: frozenset[str] = frozenset()
    nama: frozenset[str] = frozenset()
    merek: frozenset[str] = frozenset()
    pabrik: frozenset[str] = frozenset()
    kekuatan: tuple[Kuat, ...] = ()
    bentuk: tuple[Bentuk, ...] = ()
    isi: float | None = None
    umum: bool = False


def _text(value: object, limit: int = _LONGEST) -> str:
    """Read a text; the service says ``false`` and ``null`` for nothing."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text.strip()  # most are harmless, and a catalogue is long
    return clean(text, limit).strip()


def _member(row: dict[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def daftar(data: object) -> tuple[list[dict[str, Any]], int | None] | None:
    """Read a page of products/all: its rows and the total; ``None`` when it is no such page.

    ``items`` is an object with ``data`` or the bare array.
    """
    if not isinstance(data, dict):
        return None
    items = data.get("items")
    if isinstance(items, dict):
        items = items.get("data")
    if not isinstance(items, list):
        return None
    total = data.get("total")
    known = total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
    return [row for row in items if isinstance(row, dict)], known


def baca(row: dict[str, Any], jenis: str) -> BarisKfa | None:
    """Read one row; ``None`` for drafts without a code and for what is no product."""
    kode, nama = _text(row.get("kfa_code"), 20), _text(row.get("name"))
    if not KODE.fullmatch(kode) or not nama:
        return None
    template, ganti = _member(row, "product_template"), _member(_member(row, "replacement"), "product")
    zat = _substances(row.get("active_ingredients"))
    parsed = urai(nama)
    retired = any(words in nama.lower() for words in _USELESS)
    return BarisKfa(
        kode=kode,
        nama=nama,
        jenis=_kind(row, kode, jenis),
        tipe=_text(_member(row, "farmalkes_type").get("code"), 40),
        bentuk=_text(_member(row, "dosage_form").get("name")),
        kekuatan=_strength(zat, parsed),
        produsen=_text(row.get("manufacturer")) or _text(row.get("registrar")),
        nie=_text(row.get("nie"), 60),
        merek=_text(row.get("nama_dagang")),
        template=_text(template.get("kfa_code"), 20),
        nama_template=_text(template.get("name")),
        aktif=row.get("active") is not False and not retired,
        sah=_text(row.get("state")).lower() in ("valid", ""),
        ganti_kode=_text(ganti.get("kfa_code"), 20),
        ganti_nama=_text(ganti.get("name")),
        ganti_alasan=_text(ganti.get("reason")),
        zat=zat,
        isi=_more(row),
        diperbarui=_text(row.get("updated_at"), 30),
    )


def _kind(row: dict[str, Any], kode: str, asked: str) -> str:
    """Tell medicine from device: what the row says, then its code, then the list it stood in."""
    group = _text(_member(row, "farmalkes_type").get("group")).lower()
    if group in (FARMASI, ALKES):
        return group
    return FARMASI if kode[0] == "9" else ALKES if kode[0] in "38" else asked


def _substances(value: object) -> tuple[tuple[str, str], ...]:
    rows = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    pairs = ((_text(one.get("zat_aktif")), _text(one.get("kekuatan_zat_aktif"), 80)) for one in rows[:40])
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0]))


def _strength(zat: tuple[tuple[str, str], ...], parsed: Urai) -> str:
    """Say the strength: substance and amount; a volume that only the name tells is added."""
    parts = []
    volume = next((one for one in parsed.kekuatan if one.per), None)
    for name, amount in zat:
        shown = amount
        if amount and "/" not in amount and "%" not in amount and volume is not None:
            size = "" if volume.per == 1 else f"{volume.per:g} ".replace(".", ",")
            shown = f"{amount}/{size}{'mL' if volume.per_satuan == 'ml' else volume.per_satuan}"
        parts.append(f"{name} {shown}".strip())
    return "; ".join(parts) or " / ".join(tulis(one) for one in parsed.kekuatan)


def _more(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: _text(row.get(name), 200) for name in _KEPT}
    if row.get("generik") is True:
        found["generik"] = "ya"
    found |= {name: _text(_member(row, name).get("name"), 200) for name in _NAMED}
    packs = row.get("packaging_ids")
    names = (
        [_text(one.get("name"), 200) for one in packs if isinstance(one, dict)]
        if isinstance(packs, list)
        else []
    )
    found["kemasan"] = "; ".join(dict.fromkeys(filter(None, names)))[:_LONGEST]
    return {name: value for name, value in found.items() if value}


def kunci(word: str) -> str:
    """Return the key of one word of a name, other words of the same meaning folded together."""
    if word.startswith("vit "):
        return "vit" + word[4:]
    return lafal(IKATAN.get(word, word))


_SALTS: Final = frozenset(key for word in GARAM for key in (kunci(word), lafal(word)))
_NOISE: Final = frozenset(filter(None, (lafal(word) for word in BUNYI))) | BUNYI


def garam(key: str) -> bool:
    """Tell whether a key is that of a salt."""
    return key in _SALTS


def bunyi(word: str) -> bool:
    """Tell whether a word says nothing about the medicine."""
    return word in _NOISE or (len(word) == 1 and not word.isdigit())


def _keys(words: Iterable[str]) -> list[str]:
    """Keys of words; a vitamin is known by its letter and by its substance."""
    found: dict[str, None] = {}
    for word in words:
        if bunyi(word):
            continue
        found[kunci(word)] = None
        if word.startswith("vit "):
            for meaning in SINGKATAN.get(word, ())[:1]:
                found |= dict.fromkeys(kunci(part) for part in meaning.split() if part != "vitamin")
    found.pop("", None)
    return list(found)


def takar(baris: BarisKfa) -> Takar:
    """Work out what a product is compared by."""
    parsed = urai(baris.nama)
    forms = urai("x " + baris.bentuk).bentuk if baris.bentuk else ()
    said = parsed.bentuk
    if forms and said and not {one.golongan for one in forms} & {one.golongan for one in said}:
        forms = (*forms, *said)
    elif forms and said and all(not one.jenis for one in forms):
        forms = said
    strengths = parsed.kekuatan
    if not strengths:
        strengths = tuple(one for _, amount in baris.zat for one in urai(f"x {amount}").kekuatan)
    zat: list[frozenset[str]] = []
    salts: set[str] = set()
    for name, _ in baris.zat:
        keys = _keys(urai(name).kata)
        salts |= {key for key in keys if garam(key)}
        zat.append(frozenset([key for key in keys if not garam(key)] or keys))
    words = _keys(parsed.kata)
    salts |= {key for key in words if garam(key)}
    held = frozenset(key for one in zat for key in one)
    rest = [key for key in words if not garam(key) and key not in held]
    if not zat:
        zat, rest = [frozenset(rest or words)], []
    brand = _keys(urai(baris.merek).kata)
    inside = [key for key in _keys(parsed.sisipan) if key not in _UNBRANDED]
    maker = _keys(urai(baris.produsen).kata)
    brand += [key for key in inside if key not in maker]
    return Takar(
        zat=tuple(one for one in zat if one),
        garam=frozenset(salts),
        nama=frozenset(rest),
        merek=frozenset(brand),
        pabrik=frozenset(maker),
        kekuatan=tuple(strengths),
        bentuk=tuple(forms or said),
        isi=parsed.isi,
        umum=not brand,
    )


def token(ukuran: Takar) -> tuple[str, ...]:
    """Return every token of the index a product is found by."""
    found: dict[str, None] = {}
    for keys in (*ukuran.zat, ukuran.nama, ukuran.merek, ukuran.pabrik, ukuran.garam):
        found |= dict.fromkeys(sorted(keys))
    found |= dict.fromkeys(tanda(ukuran.kekuatan))
    found |= dict.fromkeys(f"f{form.golongan}" for form in ukuran.bentuk)
    if ukuran.umum:
        found[UMUM] = None
    return tuple(found)


def tulis_takar(ukuran: Takar) -> str:
    """Write what a product is compared by as JSON."""
    return json.dumps(
        [
            [sorted(one) for one in ukuran.zat], sorted(ukuran.garam), sorted(ukuran.nama),
            sorted(ukuran.merek), sorted(ukuran.pabrik), [[k.nilai, k.satuan, k.per,
            k.per_satuan] for k in ukuran.kekuatan],
            [[*form] for form in ukuran.bentuk], ukuran.isi, ukuran.umum,
        ],
        separators=(",", ":"),
    )  # fmt: skip


def baca_takar(text: str) -> Takar:
    """Read what :func:`tulis_takar` wrote; raises ``ValueError``."""
    zat, salts, nama, merek, pabrik, kekuatan, bentuk, isi, umum = json.loads(text)
    return Takar(
        tuple(map(frozenset, zat)), frozenset(salts), frozenset(nama), frozenset(merek),
        frozenset(pabrik),
        tuple(Kuat(*one) for one in kekuatan), tuple(Bentuk(*one) for one in bentuk), isi, umum,
    )  # fmt: skip


def tingkat(kode: str) -> str:
    """Name the level of a code by its prefix: BZA, POV, POA, POAK, alkes."""
    return {"91": "BZA", "92": "POV", "93": "POA", "94": "POAK"}.get(kode[:2], "alkes" if kode else "")


def kata_kosakata(ukuran: Takar) -> Sequence[tuple[str, int]]:
    """List the words a product adds to the vocabulary: 1 substance or name, 2 brand, 4 maker."""
    found: dict[str, int] = {}
    for bit, keys in (
        (1, [key for one in ukuran.zat for key in one] + [*ukuran.nama, *ukuran.garam]),
        (2, [*ukuran.merek]),
        (4, [*ukuran.pabrik]),
    ):
        for key in keys:
            found[key] = found.get(key, 0) | bit
    return [*found.items()]
