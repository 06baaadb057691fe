"""The patient register behind `Patient`: it answers in many shapes, and says no with HTTP 200."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from worker.sandbox.envelope import Reply
from worker.sandbox.satusehat import texts
from worker.sandbox.satusehat.identities import NIK, NIK_MOTHER, Identity, patient_document
from worker.sandbox.satusehat.outcome import not_found, outcome, plain, refused
from worker.sandbox.satusehat.patch import PatchError, apply
from worker.sandbox.satusehat.paths import MISSING, first
from worker.sandbox.satusehat.rules import check
from worker.sandbox.satusehat.store import identifiers
from worker.sandbox.service import Call
from worker.sandbox.world import World

_NIK: Final = re.compile(r"[0-9]{16}", re.ASCII)
_NEWBORN: Final = timedelta(days=60)
_TESTED: Final = ("name", "gender", "birthDate")


def create(world: World, call: Call, organization: str) -> Reply:
    """Answer `POST /Patient`."""
    body = call.body
    issues = check(world, "Patient", body, organization)
    if issues:
        return outcome(400, issues)
    if world.switches.fhir_pasien_jawaban == "500":
        return refused(texts.INTERNAL, 500, "exception")
    numbers = dict(identifiers(body))
    if NIK in numbers:
        return _citizen(world, body, numbers[NIK])
    if NIK_MOTHER in numbers:
        return _newborn(world, body, numbers[NIK_MOTHER])
    return _no(texts.CITIZEN)


def patch(world: World, call: Call) -> Reply:
    """Answer `PATCH /Patient/<id>`, which wants to be told what it is about before it changes anything."""
    register = world.satusehat.identities.patients
    entry = register.get(call.params["id"])
    if entry is None:
        return not_found("Patient", call.params["id"])
    tested = {
        str(each.get("path", "")).split("/")[1]
        for each in (call.body if isinstance(call.body, list) else [])
        if isinstance(each, dict) and each.get("op") == "test" and "/" in str(each.get("path", ""))
    }
    if not tested.issuperset(_TESTED):
        return refused(texts.PATCH_TESTS_MISSING)
    known = {
        "name": [{"use": "official", "text": entry.nama}],
        "gender": entry.gender,
        "birthDate": entry.lahir,
    }
    try:
        changed = apply({**entry.isi, **known}, call.body)
    except PatchError as problem:
        return refused(str(problem))
    name = first(changed, "name.text")
    entry = replace(
        entry,
        nama=str(name) if name is not MISSING else entry.nama,
        gender=str(changed["gender"]),
        lahir=str(changed["birthDate"]),
        isi=changed if entry.isi else {},
    )
    register.put(entry)
    world.satusehat.store.note("Patient.tambal", "Patient", entry.id, entry.nik)
    data = {"Patient_Id": entry.id}
    return plain(200, {"code": 200, "error": False, "message": texts.PATIENT_PATCHED, "data": data})


def read(world: World, call: Call) -> Reply:
    """Answer `GET /Patient/<id>`."""
    entry = world.satusehat.identities.patients.get(call.params["id"])
    return plain(200, patient_document(entry)) if entry else not_found("Patient", call.params["id"])


def _citizen(world: World, body: Mapping[str, Any], nik: str) -> Reply:
    identities = world.satusehat.identities
    there = identities.patients.by_nik(nik)
    if there:
        world.satusehat.store.history["Patient.ditolak_ganda"] += 1
        return _no(texts.PATIENT_THERE, {"resourceID": there[0].id})
    if not _NIK.fullmatch(nik) or nik in identities.no_citizens:
        return _no(texts.CITIZEN)
    return _made(world, _entry(world, body, nik=nik))


def _newborn(world: World, body: Mapping[str, Any], nik_ibu: str) -> Reply:
    identities = world.satusehat.identities
    mothers = identities.patients.by_nik(nik_ibu)
    if not mothers:
        return _no(texts.CITIZEN)
    if mothers[0].gender != "female":
        return refused(texts.MOTHER, code="exception")
    born = date.fromisoformat(str(body["birthDate"]))
    if datetime.now(UTC).date() - born > _NEWBORN:
        return _no(texts.CITIZEN)
    order = body.get("multipleBirthInteger")
    for entry in identities.patients:
        known = (entry.nik_ibu, entry.lahir, entry.isi.get("multipleBirthInteger"))
        if known == (nik_ibu, born.isoformat(), order):
            world.satusehat.store.history["Patient.ditolak_ganda"] += 1
            return _no(texts.PATIENT_THERE, {"resourceID": entry.id})
    return _made(world, _entry(world, body, nik_ibu=nik_ibu))


def _entry(world: World, body: Mapping[str, Any], nik: str = "", nik_ibu: str = "") -> Identity:
    id = world.satusehat.identities.new_patient_id()
    name = str(first(body, "name.text"))
    return Identity(id, nik, name, str(body["gender"]), str(body["birthDate"]), nik_ibu, dict(body))


def _made(world: World, entry: Identity) -> Reply:
    state = world.satusehat
    state.identities.patients.put(entry)
    state.store.note("Patient.tambah", "Patient", entry.id, entry.nik or f"{entry.nik_ibu}|{entry.lahir}")
    head: dict[str, Any] = {"success": True, "message": texts.PATIENT_CREATED}
    match world.switches.fhir_pasien_jawaban:
        case "fhir":
            return plain(201, patient_document(entry))
        case "titik_dua":
            return plain(200, head | {"data": {"Patient ID:": entry.id}})
        case "bersarang":
            nested = head | {"data": {"patient_id": entry.id}}
            other = {"success": True, "message": "OK", "data": {}}
            return plain(
                200,
                {
                    "create_patient": nested,
                    "create_related_patient": other,
                    "update_link_patient": other,
                    "log_time": {"create_patient": "0.21s"},
                },
            )
        case _:
            return plain(200, head | {"data": {"patient_id": entry.id}})


def _no(message: str, data: object = None) -> Reply:
    document: dict[str, Any] = {"success": False, "message": message}
    return plain(200, document if data is None else document | {"data": data})
