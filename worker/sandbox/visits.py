"""PCare kunjungan: add, edit, delete, history and referral."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from worker.sandbox import envelope, forms, rules, tables, texts
from worker.sandbox.envelope import Reply
from worker.sandbox.ledger import Registration, Visit
from worker.sandbox.service import Call, Operation, nothing
from worker.sandbox.world import World

# The real service reads the last number and inserts the next one in two steps; two visits that
# meet in between get the same number.
_NUMBERING_SECONDS: Final = 0.02


def already_gone(world: World, field: str, success: object) -> Reply:
    """Answer a DELETE of something that is not there, as the switch `hapus_hilang` says."""
    if world.switches.hapus_hilang == "412":
        return envelope.refused((field, texts.NOT_IN_REFERENCE))
    if world.switches.hapus_hilang == "200":
        return Reply(200, "OK", success)
    return Reply(304, "NOT_MODIFIED", empty=True)


async def _add(world: World, call: Call) -> Reply:
    found = _registration_for(world, call.body)
    if isinstance(found, Reply):
        return found
    if world.switches.tabrakan_kunjungan:
        collides = world.visits_in_flight > 0
        world.visits_in_flight += 1
        try:
            await asyncio.sleep(_NUMBERING_SECONDS)
        finally:
            world.visits_in_flight -= 1
        if collides:
            number = world.ledger.next_visit_number(found.key[2])
            return Reply(500, texts.KEY_COLLISION.format(number=number), [])
        found = _registration_for(world, call.body)
        if isinstance(found, Reply):
            return found
    visit = world.ledger.add_visit(found, dict(call.body))
    made = {"field": "noKunjungan", "message": visit.no_kunjungan}
    return envelope.created([made] if world.switches.kunjungan_jawaban == "daftar" else made)


async def _add_without_version(world: World, call: Call) -> Reply:
    if world.switches.kunjungan_jalur == "v1":
        return Reply(404, texts.NOT_REGISTERED)
    return await _add(world, call)


def _registration_for(world: World, body: Mapping[str, Any]) -> Registration | Reply:
    refusal = _wrong_body(body, new=True)
    if refusal is not None:
        return refusal
    candidates = world.ledger.on_day(forms.to_pcare_date(body["tglDaftar"]))
    kd_poli = body.get("kdPoli")
    for entry in candidates:
        if entry.key[0] == body["noKartu"] and kd_poli in (None, "", entry.key[1]):
            if entry.visit is None:
                return entry
            world.ledger.refused_double("kunjungan")
            return envelope.refused(("noKartu", texts.DUPLICATE))
    return envelope.refused(("noKartu", texts.NO_REGISTRATION), ("noKartu", texts.NO_REGISTRATION_LONG))


def _wrong_body(body: Mapping[str, Any], *, new: bool) -> Reply | None:
    if not rules.referral_is_nested_right(body):
        return Reply(500, texts.NESTING, [])
    bad = rules.visit_faults(body, new=new)
    return envelope.refused(*((name, texts.NOT_IN_REFERENCE) for name in bad)) if bad else None


def _change(world: World, call: Call) -> Reply:
    visit = world.ledger.visit(str(call.body.get("noKunjungan")))
    if visit is None:
        return envelope.refused(("noKunjungan", texts.NOT_IN_REFERENCE))
    refusal = _wrong_body(call.body, new=False)
    if refusal is not None:
        return refusal
    if call.body["noKartu"] != visit.key[0]:
        return envelope.refused(("noKartu", texts.NOT_IN_REFERENCE))
    world.ledger.change_visit(visit, call.body)
    return envelope.ok([{"field": "noKunjungan", "message": visit.no_kunjungan}])


def _remove(world: World, call: Call) -> Reply:
    visit = world.ledger.visit(call.params["no_kunjungan"])
    if visit is None:
        return already_gone(world, "noKunjungan", None)
    world.ledger.remove_visit(visit)
    return Reply(200, "OK", None)


def _history(world: World, call: Call) -> Reply:
    found = world.ledger.visits_of(call.params["no_kartu"])
    if not found:
        return nothing(world)
    return envelope.ok({"count": len(found), "list": [_as_dict(world, visit) for visit in found]})


def _as_dict(world: World, visit: Visit) -> dict[str, Any]:
    body = visit.body
    no_kartu, kd_poli, day = visit.key
    blank = dict.fromkeys(world.people.known(no_kartu).in_list())
    provider = {"kdProvider": visit.kd_provider, "nmProvider": world.settings.nama}
    return {
        "noKunjungan": visit.no_kunjungan,
        "tglKunjungan": day.strftime("%d-%m-%Y"),
        "providerPelayanan": provider,
        "peserta": blank | {"noKartu": no_kartu, "aktif": False},
        "poli": world.clinic.poli(kd_poli).as_dict(),
        "progProlanis": {"kdProgram": None, "nmProgram": None},
        "keluhan": body["keluhan"],
        **{f"diagnosa{number}": _diagnosis(body.get(f"kdDiag{number}")) for number in (1, 2, 3)},
        "kesadaran": _row(tables.KESADARAN, body["kdSadar"]),
        **{name: body[name] for name in ("sistole", "diastole", "beratBadan", "tinggiBadan")},
        **{name: body[name] for name in ("respRate", "heartRate", "lingkarPerut")},
        "catatan": None,
        "rujukBalik": 0,
        "providerAsalRujuk": provider,
        "providerRujukLanjut": {"kdProvider": _referred_to(visit), "nmProvider": None},
        "pemFisikLain": None,
        "dokter": _row(tables.DOKTER, body["kdDokter"]),
        "statusPulang": _row(tables.STATUS_PULANG + tables.STATUS_PULANG_INAP, body["kdStatusPulang"]),
        "tkp": {"kdTkp": visit.kd_tkp, "nmTkp": tables.TKP[visit.kd_tkp]},
        "poliRujukInternal": {"kdPoli": body.get("kdPoliRujukInternal"), "nmPoli": None, "poliSakit": False},
        "poliRujukLanjut": {"kdPoli": None, "nmPoli": None, "poliSakit": False},
        "tglPulang": body["tglPulang"],
    }


def _row(rows: tuple[tables.Row, ...], code: object) -> dict[str, Any]:
    """Return the row of a code, or its shape with only the code in it."""
    for row in rows:
        if next(iter(row.values())) == code:
            return dict(row)
    first, *others = rows[0]
    return {first: code} | dict.fromkeys(others)


def _diagnosis(code: object) -> dict[str, Any]:
    if not code:
        return dict.fromkeys(tables.DIAGNOSA[0])
    return _row(tables.DIAGNOSA, code)


def _referred_to(visit: Visit) -> str | None:
    referral = visit.body.get("rujukLanjut")
    return referral["kdppk"] if referral else None


def _referral(world: World, call: Call) -> Reply:
    visit = world.ledger.visit(call.params["no_kunjungan"])
    if visit is None or not visit.body.get("rujukLanjut"):
        return nothing(world)
    person = world.people.known(visit.key[0])
    history = _as_dict(world, visit)
    office = {"alamat": "JL. CONTOH NO. 1", "telp": None, "fax": None}
    return envelope.ok(
        {
            "noRujukan": visit.no_kunjungan,
            "ppk": {
                "kdPPK": visit.kd_provider,
                "nmPPK": world.settings.nama,
                "alamat": "JL. CONTOH NO. 2",
                "kc": {
                    "kdKC": "0000",
                    "nmKC": "CABANG UJI",
                    **office,
                    "dati": {"kdProp": "00", "kdDati": "0000", "nmDati": "KOTA UJI"},
                    "kdKR": {"kdKR": "00", "nmKR": "WILAYAH UJI", **office},
                },
            },
            "tglKunjungan": history["tglKunjungan"],
            "poli": history["poli"],
            "nokaPst": person.no_kartu,
            "nmPst": person.nama,
            "tglLahir": person.tgl_lahir,
            "pisa": "1",
            "ketPisa": "PESERTA",
            "sex": person.sex,
            **{
                f"diag{number}": history[f"diagnosa{number}"] if visit.body.get(f"kdDiag{number}") else None
                for number in (1, 2, 3)
            },
            "catatan": None,
            "dokter": history["dokter"],
            "tacc": {"nmTacc": None, "alasanTacc": visit.body.get("alasanTacc")},
            "infoDenda": None,
        }
    )


# The version is written in either case; without one it is a path most consumers may not use.
OPERATIONS: Final = (
    *(Operation("kunjungan.tambah", "POST", f"/kunjungan/{version}", _add) for version in ("v1", "V1")),
    Operation("kunjungan.tambah", "POST", "/kunjungan", _add_without_version),
    *(Operation("kunjungan.ubah", "PUT", f"/kunjungan{tail}", _change) for tail in ("", "/v1", "/V1")),
    Operation("kunjungan.riwayat", "GET", "/kunjungan/peserta/{no_kartu}", _history),
    Operation("kunjungan.rujukan", "GET", "/kunjungan/rujukan/{no_kunjungan}", _referral),
    Operation("kunjungan.hapus", "DELETE", "/kunjungan/{no_kunjungan}", _remove),
)
