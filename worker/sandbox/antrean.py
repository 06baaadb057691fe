"""Antrean FKTP, the services a clinic calls: polis and doctors of a day, add, call and cancel."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response

from worker.sandbox import auth, envelope, forms, texts
from worker.sandbox.envelope import Reply, Style, rejected
from worker.sandbox.ledger import Key, QueueEntry, now_ms
from worker.sandbox.service import Call, Operation, Service
from worker.sandbox.world import World

# The real rule for `waktu` is not known; a clock a little ahead is no reason to refuse a call.
_AHEAD_MS: Final = 10 * 60 * 1000
# Seconds instead of milliseconds would be a day in January 1970.
_OLDEST_MS: Final = 1_000_000_000_000

_OK: Final = Reply(200, "Ok", bare=True)


def _polis(world: World, call: Call) -> Reply:
    if forms.iso_date(call.params["tanggal"]) is None:
        return rejected(texts.ISO_DATE)
    rows = [{"namapoli": poli.nama, "kodepoli": poli.kode} for poli in world.clinic.polis.values()]
    return Reply(1, "OK", {"list": rows}, sealed=True)


def _doctors(world: World, call: Call) -> Reply:
    if forms.iso_date(call.params["tanggal"]) is None:
        return rejected(texts.ISO_DATE)
    doctors = world.clinic.doctors(call.params["kodepoli"], world.switches.dokter_bebas)
    rows = [row for doctor in doctors for row in doctor.as_rows()]
    if not rows:
        return rejected(texts.NO_SCHEDULE)
    return Reply(1, "OK", {"list": rows}, sealed=True)


def _add(world: World, call: Call) -> Reply:
    body = call.body
    problem = _problem(world, body)
    if problem is not None:
        return rejected(problem)
    nomorkartu = body["nomorkartu"]
    person = world.participant(nomorkartu) if nomorkartu else None
    if nomorkartu and person is None:
        return rejected(texts.NO_DATA)
    if person is not None and person.srk:
        return rejected(texts.SCREENING)
    key = _key(body)
    if world.ledger.queued(key) and world.switches.duplikat != "terima":
        world.ledger.refused_double("antrean")
        return rejected(texts.QUEUE_DUPLICATE)
    world.ledger.enqueue(
        QueueEntry(
            key=key,
            nomorantrean=body["nomorantrean"],
            angkaantrean=body["angkaantrean"],
            kodedokter=forms.whole_number(body["kodedokter"]) or 0,
            jampraktek=body["jampraktek"],
            norm=body["norm"],
            dibuat=now_ms(),
        )
    )
    return _OK


def _problem(world: World, body: Mapping[str, Any]) -> str | None:
    """Return the first thing wrong with a queue entry, in the words of the service."""
    # An empty card is a patient without insurance, who is queued but can never be called.
    if body.get("nomorkartu") != "" and not forms.is_card(body.get("nomorkartu")):
        return texts.CARD_DIGITS
    if not forms.is_nik(body.get("nik")):
        return texts.NIK_DIGITS
    for name in ("nohp", "namapoli", "norm", "namadokter", "nomorantrean"):
        if not forms.is_text(body.get(name)):
            return texts.QUEUE_FIELD.format(field=name)
    if not forms.is_count(body.get("angkaantrean")):
        return texts.QUEUE_FIELD.format(field="angkaantrean")
    if not isinstance(body.get("keterangan"), str):
        return texts.QUEUE_FIELD.format(field="keterangan")
    if forms.iso_date(body.get("tanggalperiksa")) is None:
        return texts.ISO_DATE
    kodepoli = body.get("kodepoli")
    if not isinstance(kodepoli, str) or not world.has_poli(kodepoli):
        return texts.NO_SUCH_POLI
    # Working clients send the doctor's number as text, too.
    kodedokter = forms.whole_number(body.get("kodedokter"))
    if kodedokter is None:
        return texts.QUEUE_FIELD.format(field="kodedokter")
    if not world.clinic.practises(kodepoli, kodedokter, body.get("jampraktek"), world.switches.dokter_bebas):
        return texts.NO_SCHEDULE
    return None


def _call(world: World, call: Call) -> Reply:
    found = _entry(world, call.body)
    if isinstance(found, Reply):
        return found
    status = forms.whole_number(call.body.get("status"))
    waktu = forms.whole_number(call.body.get("waktu"))
    if status not in (1, 2):
        return rejected(texts.QUEUE_FIELD.format(field="status"))
    if waktu is None or not _OLDEST_MS <= waktu <= time.time() * 1000 + _AHEAD_MS:
        return rejected(texts.QUEUE_TIME)
    world.ledger.call(found, status, waktu)
    return _OK


def _cancel(world: World, call: Call) -> Reply:
    found = _entry(world, call.body)
    if isinstance(found, Reply):
        return found
    if not isinstance(call.body.get("alasan"), str):
        return rejected(texts.QUEUE_FIELD.format(field="alasan"))
    world.ledger.dequeue(found)
    return _OK


def _entry(world: World, body: Mapping[str, Any]) -> QueueEntry | Reply:
    if forms.iso_date(body.get("tanggalperiksa")) is None:
        return rejected(texts.ISO_DATE)
    if not isinstance(body.get("kodepoli"), str):
        return rejected(texts.NO_SUCH_POLI)
    if not forms.is_card(body.get("nomorkartu")):
        return rejected(texts.QUEUE_MISSING if body.get("nomorkartu") == "" else texts.CARD_DIGITS)
    key = _key(body)
    entry = world.ledger.queued(key)
    if entry is not None:
        return entry
    return rejected(texts.QUEUE_CANCELLED if world.ledger.was_cancelled(key) else texts.QUEUE_MISSING)


def _key(body: Mapping[str, Any]) -> Key:
    return body["nomorkartu"], body["kodepoli"], forms.to_iso_date(body["tanggalperiksa"])


def _guard(world: World, headers: Headers) -> Reply | None:
    return auth.consumer(world, headers, world.settings.antrean_user_key)


def _body(_world: World, _headers: Headers, text: str) -> dict[str, Any] | Reply:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    return body if isinstance(body, dict) else rejected(texts.NOT_AN_OBJECT)


def _render(world: World, headers: Headers, reply: Reply, style: Style) -> Response:
    timestamp = headers.get("x-timestamp", "")
    return envelope.render(reply, envelope.ANTREAN, style, world.settings, timestamp)


def _unknown(_world: World, _path: str) -> Reply:
    return rejected(texts.NOT_REGISTERED, 404)


SERVICE: Final = Service(
    name="antrean",
    bases=("/antreanfktp", "/antreanfktp_dev"),
    operations=(
        Operation("antrean.tambah", "POST", "/antrean/add", _add),
        Operation("antrean.panggil", "POST", "/antrean/panggil", _call),
        Operation("antrean.batal", "POST", "/antrean/batal", _cancel),
        Operation("ref.poli", "GET", "/ref/poli/tanggal/{tanggal}", _polis),
        Operation("ref.dokter", "GET", "/ref/dokter/kodepoli/{kodepoli}/tanggal/{tanggal}", _doctors),
    ),
    guard=_guard,
    read=_body,
    render=_render,
    unknown=_unknown,
)
