"""PCare: participants, registrations and the frame its other operations stand in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response

from worker.sandbox import auth, breakage, envelope, forms, reference, rules, tables, texts, visits
from worker.sandbox.envelope import Reply, Style
from worker.sandbox.ledger import Registration
from worker.sandbox.reference import page
from worker.sandbox.service import Call, Operation, Service, nothing
from worker.sandbox.world import World

_CONTENT_TYPES: Final = ("text/plain", "application/json", "application/x-www-form-urlencoded")


def _participant_by_card(world: World, call: Call) -> Reply:
    person = world.participant(call.params["no_kartu"])
    return envelope.ok(person.as_dict(world.settings.nama)) if person else nothing(world)


def _participant_by_kind(world: World, call: Call) -> Reply:
    number = call.params["nomor"]
    if call.params["jenis"].lower() == "nik":
        person = world.people.by_nik(number, world.switches.peserta_ketat)
    else:
        person = world.participant(number)
    return envelope.ok(person.as_dict(world.settings.nama)) if person else nothing(world)


def _register(world: World, call: Call) -> Reply:
    body = call.body
    bad = rules.registration_faults(body)
    if "kdPoli" not in bad and not world.has_poli(body["kdPoli"]):
        bad.append("kdPoli")
    person = world.participant(body["noKartu"]) if "noKartu" not in bad else None
    if person is None and "noKartu" not in bad:
        bad.append("noKartu")
    foreign = person and not rules.provider_matches(body, person, world.settings.kode)
    if foreign and "kdProviderPeserta" not in bad:
        bad.append("kdProviderPeserta")
    if bad or person is None:
        return envelope.refused(*((name, texts.NOT_IN_REFERENCE) for name in bad))
    if not person.aktif:
        inactive = world.switches.teks_tidak_aktif.replace("{ket}", person.ket_aktif)
        return envelope.refused(("noKartu", inactive))
    if person.srk:
        return Reply(401, texts.SCREENING)
    key = (body["noKartu"], body["kdPoli"], forms.to_pcare_date(body["tglDaftar"]))
    if world.ledger.registration(key) and world.switches.duplikat != "terima":
        world.ledger.refused_double("pendaftaran")
        return _duplicate(world)
    entry = world.ledger.register(key, body)
    return envelope.created({"field": "noUrut", "message": entry.no_urut})


def _duplicate(world: World) -> Reply:
    if world.switches.duplikat == "412":
        return envelope.refused(("noKartu", texts.DUPLICATE))
    return Reply(int(world.switches.duplikat), texts.DUPLICATE)


def _read(world: World, call: Call) -> Reply:
    day = forms.pcare_date(call.params["tanggal"])
    entry = world.ledger.by_number(day, call.params["no_urut"]) if day else None
    return envelope.ok(_as_dict(world, entry, in_list=False)) if entry else nothing(world)


def _list(world: World, call: Call) -> Reply:
    day = forms.pcare_date(call.params["tanggal"])
    entries = world.ledger.on_day(day) if day else []
    if not entries:
        return nothing(world)
    cut = page(entries, call.params)
    cut["list"] = [_as_dict(world, entry, in_list=True) for entry in cut["list"]]
    return envelope.ok(cut)


def _as_dict(world: World, entry: Registration, *, in_list: bool) -> dict[str, Any]:
    no_kartu, kd_poli, day = entry.key
    person = world.people.known(no_kartu)
    body = entry.body
    document = {
        "noUrut": entry.no_urut,
        "tgldaftar": day.strftime("%d-%m-%Y"),
        "providerPelayanan": {"kdProvider": entry.kd_provider, "nmProvider": world.settings.nama},
        "peserta": person.in_list() if in_list else person.as_dict(world.settings.nama),
        "poli": world.clinic.poli(kd_poli).as_dict(),
        "keluhan": body.get("keluhan"),
        "kunjSakit": bool(body["kunjSakit"]),
        "status": "Sudah dilayani" if entry.visit else "Baru",
        **{name: body[name] for name in ("sistole", "diastole", "beratBadan", "tinggiBadan")},
        **{name: body[name] for name in ("respRate", "heartRate")},
        "tkp": {"kdTkp": body["kdTkp"], "nmTkp": tables.TKP[body["kdTkp"]]},
    }
    if not in_list:
        del document["kunjSakit"]
    return document


def _unregister(world: World, call: Call) -> Reply:
    day: date | None = forms.pcare_date(call.params["tanggal"])
    entry = world.ledger.by_number(day, call.params["no_urut"]) if day else None
    kd_poli = call.params.get("kd_poli")
    if entry is None or entry.key[0] != call.params["no_kartu"] or kd_poli not in (None, entry.key[1]):
        return visits.already_gone(world, "noUrut", "")
    if entry.visit is not None:
        return envelope.refused(("noUrut", texts.ALREADY_SERVED))
    world.ledger.unregister(entry)
    return Reply(200, "OK", "")


def _guard(world: World, headers: Headers) -> Reply | None:
    user_key = world.settings.pcare_user_key
    return auth.consumer(world, headers, user_key) or auth.account(world, headers)


def _body(world: World, headers: Headers, text: str) -> dict[str, Any] | Reply:
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    allowed = _CONTENT_TYPES[:1] if world.switches.ketat_text_plain else _CONTENT_TYPES
    if media not in allowed:
        return Reply(500, texts.WRONG_CONTENT_TYPE, [])
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    return body if isinstance(body, dict) else Reply(500, texts.NOT_AN_OBJECT, [])


def _render(world: World, headers: Headers, reply: Reply, style: Style) -> Response:
    timestamp = headers.get("x-timestamp", "")
    return envelope.render(reply, envelope.PCARE, style, world.settings, timestamp)


def _unknown(_world: World, path: str) -> Reply | Response:
    # A known word with the wrong parts behind it is a bad path; anything else is not subscribed to.
    return breakage.request_error() if path.split("/")[1] in _WORDS else Reply(404, texts.NOT_REGISTERED)


_ROW: Final = "/pendaftaran/peserta/{no_kartu}/tglDaftar/{tanggal}/noUrut/{no_urut}"

OPERATIONS: Final = (
    Operation("pendaftaran.tambah", "POST", "/pendaftaran", _register),
    Operation("pendaftaran.daftar", "GET", "/pendaftaran/tglDaftar/{tanggal}/{start:int}/{limit:int}", _list),
    Operation("pendaftaran.baca", "GET", "/pendaftaran/noUrut/{no_urut}/tglDaftar/{tanggal}", _read),
    Operation("pendaftaran.hapus", "DELETE", f"{_ROW}/kdPoli/{{kd_poli}}", _unregister),
    Operation("pendaftaran.hapus", "DELETE", _ROW, _unregister),
    Operation("peserta.baca", "GET", "/peserta/{no_kartu}", _participant_by_card),
    Operation("peserta.baca", "GET", "/peserta/{jenis}/{nomor}", _participant_by_kind),
    *visits.OPERATIONS,
    *reference.OPERATIONS,
)

# Of these three the simulator has only a part; the rest is as if the consumer had no right to it.
_WORDS: Final = frozenset(operation.path.split("/")[1] for operation in OPERATIONS) - {
    "kunjungan",
    "obat",
    "tindakan",
}

SERVICE: Final = Service(
    name="pcare",
    bases=("/pcare-rest", "/pcare-rest-dev"),
    operations=OPERATIONS,
    guard=_guard,
    read=_body,
    render=_render,
    unknown=_unknown,
)
