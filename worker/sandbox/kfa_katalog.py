"""An invented KFA catalogue of any size: rows that look Indonesian, with codes that do not exist."""

from __future__ import annotations

import random
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from worker.sandbox.kfa_zat import ALKES, OBAT

_MOST_MEDICINES: Final = 24_500
_DRAFT, _RETIRED = 12, 60
"""One row in so many is a draft without a code, is retired."""
_SYLLABLES: Final = [
    "al",
    "ba",
    "ca",
    "da",
    "fi",
    "ga",
    "in",
    "ka",
    "la",
    "mi",
    "na",
    "or",
    "pa",
    "ra",
    "sa",
    "ti",
    "va",
    "xi",
    "zo",
    "be",
    "ko",
    "du",
    "lo",
    "me",
    "nu",
    "po",
    "ri",
    "so",
    "tra",
    "vi",
    "bre",
    "cla",
    "den",
    "fer",
    "gra",
    "hex",
    "lor",
    "mex",
    "nor",
    "pro",
    "quin",
    "ral",
    "sim",
    "tri",
    "ver",
    "zin",
]
_ENDS: Final = [
    "mol",
    "cin",
    "xil",
    "zol",
    "pin",
    "dex",
    "vit",
    "san",
    "gen",
    "fen",
    "lin",
    "tan",
    "rex",
    "cort",
    "plus",
    "med",
    "sin",
    "tab",
    "forte",
    "don",
]
_MAKERS: Final = tuple(
    f"{one} {two}"
    for one in ("Sinar", "Bintang", "Mustika", "Cakra", "Tirta", "Nusa", "Graha", "Surya", "Bumi", "Kencana")
    for two in ("Farma Contoh", "Medika Contoh", "Labora Contoh", "Husada Contoh")
)
_GENERIC_MAKERS: Final = _MAKERS[:6]
_DAY: Final = "2026-09-01 03:00:00"
_FORM_CODES: Final[dict[str, str]] = {}


@dataclass(frozen=True, slots=True, order=True)
class _Row:
    """What a row is made of; the whole of it is made when it is asked for."""

    name: str
    code: str
    template: str
    form: str = field(compare=False)
    parts: tuple[tuple[str, str], ...] = field(compare=False)
    brand: str = field(compare=False)
    maker: str = field(compare=False)
    state: str = field(compare=False, default="valid")
    active: bool = field(compare=False, default=True)
    heir: str = field(compare=False, default="")
    group: str = field(compare=False, default="farmasi")


def _templates() -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Every medicine: its name without brand, its form, its substances with their strengths."""
    for line in filter(None, OBAT.splitlines()):
        names, _, forms = line.partition("|")
        substances = [name.strip() for name in names.split("+")]
        for part in forms.split(";"):
            form, strengths = _form(part.strip())
            for strength in strengths or [""]:
                yield _template(substances, form, strength)


def _form(text: str) -> tuple[str, list[str]]:
    words = text.split()
    cut = next((at for at, word in enumerate(words) if word[0].isdigit()), len(words))
    return " ".join(words[:cut]), [one.strip() for one in " ".join(words[cut:]).split(",") if one.strip()]


def _template(
    substances: list[str], form: str, strength: str
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    if not strength:
        return f"{' / '.join(substances)} {form}", form, tuple((name, "") for name in substances)
    head, _, volume = strength.partition("/")
    amounts = [one.strip() for one in head.split("+")]
    named = " / ".join(f"{name} {amount}" for name, amount in zip(substances, amounts, strict=True))
    tail = f" / {volume.removeprefix('1 ')}" if volume else ""
    per = f"/{volume}" if volume and len(substances) == 1 else ""
    parts = tuple((name, f"{amount}{per}") for name, amount in zip(substances, amounts, strict=True))
    return f"{named}{tail} {form}", form, parts


class Katalog:
    """All rows in the order of their names, as the service lists them."""

    def __init__(self, farmasi: int, alkes: int, benih: int) -> None:
        """Invent so many medicines and devices."""
        self._random = random.Random(benih)  # noqa: S311 - invented names
        self._told: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, list[_Row]] = {
            "farmasi": sorted(self._medicines(min(farmasi, _MOST_MEDICINES))),
            "alkes": sorted(self._devices(alkes)),
        }
        self._by_code = {row.code: row for rows in self.rows.values() for row in rows if row.code != "/"}

    def _brand(self) -> str:
        parts = self._random.sample(_SYLLABLES, self._random.choice((1, 2, 2)))
        return ("".join(parts) + self._random.choice(_ENDS)).upper()

    def _medicines(self, count: int) -> Iterator[_Row]:
        templates = [*_templates()]
        made = 0
        for turn in range(1 + count // len(templates) * 2):
            for index, (name, form, parts) in enumerate(templates):
                if made >= count:
                    return
                code = f"{93900000 + made + 1:08d}"
                template = f"{92900000 + index + 1:08d}"
                maker = self._random.choice(_MAKERS)
                brand = "" if turn == 0 else self._brand()
                if turn and turn % 4 == 0:
                    brand, maker = "", self._random.choice(_GENERIC_MAKERS)
                inside = brand or ("Umum" if turn == 0 else maker.upper())
                state, active, heir = self._fate(code, turn)
                yield _Row(
                    f"{name} ({inside})", code if state == "valid" else "/", template, form, parts, brand,
                    "" if turn == 0 else maker, state, active, heir,
                )  # fmt: skip
                made += 1

    def _fate(self, code: str, turn: int) -> tuple[str, bool, str]:
        """Say what a row is: of the first of each medicine all are in use."""
        if turn and self._random.randrange(_DRAFT) == 0:
            return "draft", True, ""
        if turn and self._random.randrange(_RETIRED) == 0:
            heir = f"{int(code) - 1:08d}" if self._random.random() < 0.5 else ""
            return "valid", False, heir
        return "valid", True, ""

    def _devices(self, count: int) -> Iterator[_Row]:
        words = {name: [one.strip() for one in text.split("|")] for name, text in ALKES.items()}
        choose = self._random.choice
        for number in range(count):
            thing = choose(words["benda"])
            name = f"{thing} {choose(words['sifat'])} {choose(words['ukuran'])}"
            brand, maker = self._brand(), choose(_MAKERS)
            state = "draft" if self._random.randrange(40) == 0 else "valid"
            code = f"{83900000 + number + 1:08d}" if state == "valid" else "/"
            yield _Row(
                f"{name} ({brand})", code, f"{82900000 + number // 12 + 1:08d}", "", (), brand, maker, state,
                group="alkes",
            )  # fmt: skip

    def page(
        self, jenis: str, page: int, size: int, *, sejak: str = "", kata: str = "", template: str = ""
    ) -> tuple[int, list[dict[str, Any]]]:
        """Return the total and one page. Several words of *kata* are alternatives; ``sejak`` is a date."""
        rows = self.rows[jenis]
        if sejak or kata or template:
            words = kata.lower().split()
            rows = [
                row
                for row in rows
                if (not sejak or str(self.whole(row)["updated_at"])[:10] >= sejak)
                and (not words or any(word in row.name.lower() for word in words))
                and template in ("", row.template)
            ]
        start = (page - 1) * size
        return len(rows), [self.whole(row) for row in rows[start : start + size]]

    def find(self, code: str) -> dict[str, Any] | None:
        """Return one product by its code; a template has none."""
        row = self._by_code.get(code)
        return None if row is None else self.whole(row)

    def by_nie(self, nie: str) -> dict[str, Any] | None:
        """Return the product of a licence number."""
        wanted = nie.strip().upper()
        for row in self._by_code.values():
            whole = self.whole(row)
            if whole["nie"] == wanted:
                return whole
        return None

    def tell(self, data: Mapping[str, object]) -> None:
        """Add a row or change one, by ``kfa_code``; raises ValueError with an Indonesian sentence."""
        code, name = data.get("kfa_code"), data.get("name")
        if not isinstance(code, str) or not code:
            raise ValueError("kfa_code harus diisi")
        old = self._by_code.get(code)
        group = str(data.get("product_type") or (old.group if old else "farmasi"))
        if group not in self.rows:
            raise ValueError("product_type harus farmasi atau alkes")
        if old is None and not isinstance(name, str):
            raise ValueError("name harus diisi")
        if data.get("hapus") is True:
            if old is not None:
                self._remove(old)
            return
        base = self.whole(old) if old is not None else {}
        told = {key: value for key, value in data.items() if key not in ("product_type", "hapus")}
        self._told[code] = base | {"updated_at": "2026-11-20 03:00:00"} | told
        row = _Row(str(name or (old.name if old else "")), code, "", "", (), "", "", group=group)
        if old is not None:
            self._remove(old, keep=True)
        insort(self.rows[group], row)
        self._by_code[code] = row

    def _remove(self, row: _Row, *, keep: bool = False) -> None:
        rows = self.rows[row.group]
        at = bisect_left(rows, row)
        while rows[at].code != row.code:
            at += 1
        del rows[at]
        del self._by_code[row.code]
        if not keep:
            self._told.pop(row.code, None)

    def whole(self, row: _Row) -> dict[str, Any]:
        """Return a row with every member the service has in a list."""
        if row.code in self._told:
            return self._told[row.code]
        medicine = row.group == "farmasi"
        serial = row.code if row.code != "/" else "00000000"
        nothing = {"name": None, "reason": None, "kfa_code": None}
        heir = self._by_code.get(row.heir) if row.heir else None
        ganti = {"name": heir.name, "reason": "Duplikat", "kfa_code": heir.code} if heir else nothing
        base_name = row.name.rpartition(" (")[0]
        return {
            "name": row.name,
            "kfa_code": row.code,
            "active": row.active,
            "state": row.state,
            "image": None,
            "updated_at": _DAY,
            "farmalkes_type": {
                "code": "medicine" if medicine else "device",
                "name": "Obat" if medicine else "Alat Kesehatan",
                "group": row.group,
            },
            "dosage_form": {"code": _code(row.form) or False, "name": row.form or False},
            "uom": {"name": row.form.split()[0] if row.form else "Pcs"},
            "produksi_buatan": "lokal",
            "nie": None if not row.maker else f"{'DKL' if medicine else 'AKD'}{serial}43A1",
            "nama_dagang": row.brand or None,
            "manufacturer": row.maker.upper() or None,
            "registrar": row.maker.upper() or None,
            "generik": True if medicine and not row.brand else None,
            "rxterm": base_name.lower(),
            "dose_per_unit": 1,
            "fix_price": None,
            "het_price": None,
            "net_weight": None,
            "net_weight_uom_name": "g",
            "volume": None,
            "volume_uom_name": "mL",
            "product_template": {
                "kfa_code": row.template, "name": base_name, "display_name": base_name, "state": "valid",
                "active": True, "updated_at": _DAY,
            },
            "active_ingredients": [
                {
                    "kfa_code": f"{91900000 + sum(map(ord, name)) :08d}",
                    "zat_aktif": name.upper() if index % 2 else name,
                    "kekuatan_zat_aktif": amount,
                    "active": True,
                    "state": "valid",
                }
                for index, (name, amount) in enumerate(row.parts)
            ],
            "replacement": {"product": ganti, "template": nothing},
            "tags": [],
        }  # fmt: skip


def _code(form: str) -> str:
    if not form:
        return ""
    return _FORM_CODES.setdefault(form, f"BS{len(_FORM_CODES) + 1:03d}")
