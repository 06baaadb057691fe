"""PCare's reference data: GET diagnosa, dokter, poli/fktp and the other small tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from worker.sandbox import envelope, tables
from worker.sandbox.envelope import Reply
from worker.sandbox.service import Call, Operation, nothing
from worker.sandbox.tables import Row
from worker.sandbox.world import World

Source = Callable[[World, Call], Sequence[Row]]


def page(rows: Sequence[Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Cut `{start}` and `{limit}` out of rows; `count` is the number of all of them."""
    start, limit = int(params["start"]), int(params["limit"])
    return {"count": len(rows), "list": rows[start : start + limit]}


def _paged(path: str, source: Source) -> Operation:
    def answer(world: World, call: Call) -> Reply:
        rows = source(world, call)
        return envelope.ok(page(rows, call.params)) if rows else nothing(world)

    return Operation("referensi", "GET", f"{path}/{{start:int}}/{{limit:int}}", answer)


def _whole(path: str, source: Source, *, counted: bool = True) -> Operation:
    def answer(world: World, call: Call) -> Reply:
        rows = source(world, call)
        if not rows:
            return nothing(world)
        return envelope.ok({"count": len(rows), "list": rows} if counted else {"list": rows})

    return Operation("referensi", "GET", path, answer)


def _named(rows: Sequence[Row], wanted: str) -> Sequence[Row]:
    """Search code and name; diagnosis codes are written with and without their dot."""
    plain = wanted.strip().lower().replace(".", "")
    return [
        row
        for row in rows
        if any(plain in str(text).lower().replace(".", "") for text in list(row.values())[:2])
    ]


def _searched(path: str, rows: Sequence[Row]) -> Operation:
    return _paged(f"{path}/{{kata}}", lambda _world, call: _named(rows, call.params["kata"]))


def _fixed(path: str, rows: Sequence[Row], *, counted: bool = True) -> Operation:
    return _whole(path, lambda _world, _call: rows, counted=counted)


def _polis(world: World, _call: Call) -> Sequence[Row]:
    return [poli.as_dict() for poli in world.clinic.polis.values()]


def _providers(world: World, _call: Call) -> Sequence[Row]:
    return [{"kdProvider": world.settings.kode, "nmProvider": world.settings.nama}]


def _discharge(_world: World, call: Call) -> Sequence[Row]:
    inpatient = call.params["rawat_inap"].lower() == "true"
    return tables.STATUS_PULANG_INAP if inpatient else tables.STATUS_PULANG


def _stock(_world: World, call: Call) -> Sequence[Row]:
    return [
        {"kdObat": row["kdObat"], "nmObat": row["nmObat"], "sediaan": "tab", "stok": 100}
        for row in _named(tables.OBAT, call.params["kata"])
    ]


def _referrals(_world: World, _call: Call) -> Sequence[Row]:
    return tables.RUJUKAN


_SPECIALTY: Final = "/spesialis/rujuk"

OPERATIONS: Final = (
    _searched("/diagnosa", tables.DIAGNOSA),
    _paged("/dokter", lambda _world, _call: tables.DOKTER),
    _fixed("/kesadaran", tables.KESADARAN),
    _paged("/poli/fktp", _polis),
    _paged("/provider", _providers),
    _whole("/statuspulang/rawatInap/{rawat_inap}", _discharge),
    _whole(
        "/alergi/jenis/{jenis}",
        lambda _world, call: tables.ALERGI.get(call.params["jenis"], ()),
        counted=False,
    ),
    _fixed("/prognosa", tables.PROGNOSA, counted=False),
    _searched("/obat/dpho", tables.OBAT),
    _paged("/dpho/kdppk/{kdppk}/{kata}", _stock),
    _paged("/tindakan/kdTkp/{tkp}", lambda _world, call: tables.TINDAKAN.get(call.params["tkp"], ())),
    _fixed("/spesialis", tables.SPESIALIS),
    _fixed("/spesialis/sarana", tables.SARANA),
    _fixed("/spesialis/khusus", tables.KHUSUS),
    _whole(
        "/spesialis/{kode}/subspesialis",
        lambda _world, call: tables.SUBSPESIALIS.get(call.params["kode"], ()),
    ),
    _whole(f"{_SPECIALTY}/subspesialis/{{kode}}/sarana/{{sarana}}/tglEstRujuk/{{tanggal}}", _referrals),
    _whole(f"{_SPECIALTY}/khusus/{{khusus}}/noKartu/{{no_kartu}}/tglEstRujuk/{{tanggal}}", _referrals),
    _whole(
        f"{_SPECIALTY}/khusus/{{khusus}}/subspesialis/{{kode}}/noKartu/{{no_kartu}}/tglEstRujuk/{{tanggal}}",
        _referrals,
    ),
)
