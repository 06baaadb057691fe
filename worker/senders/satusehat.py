"""SatuSehat: creates and replaces resources, and looks for them before anything is created twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from shared.domain.records import JobKlaim
from shared.domain.satusehat_jawaban import (
    FhirAnswer,
    FhirRequest,
    Temuan,
    create,
    read,
    replace,
    search,
    temuan,
)
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir, classify
from shared.domain.status import JenisJob, Kelas, Periksa
from shared.domain.sumber import DICARI, JENIS, TANPA_CARI, Sumber, Tipe
from shared.domain.sumber_isi import nama, pencarian, sama, susun
from shared.domain.sumber_langkah import HasilFhir, kandidat
from shared.services.kirim import TidakTersusun, Tugas

_PAGES = 20
_SHOWN = 50


class FhirClient(Protocol):
    """The client of SatuSehat."""

    def send(self, request: FhirRequest) -> FhirAnswer:
        """Send one call; failures are told in the answer."""


class PengirimSumber:
    """Sender of one type of resource. Shared by the worker's threads; keeps no state."""

    def __init__(self, tipe: Tipe, client: FhirClient | None, organization_id: str) -> None:
        """Take the connection, ``None`` where SatuSehat is not configured."""
        self.jenis: JenisJob = JENIS[tipe]
        self._client = client
        self._org = organization_id

    def _body(self, klaim: JobKlaim, sumber: Sumber) -> dict[str, Any]:
        edited = None
        if klaim.muatan is not None:
            found = json.loads(klaim.muatan)
            edited = found if isinstance(found, dict) else None
        return susun(sumber, self._org, edited)

    def susun(self, klaim: JobKlaim) -> FhirRequest:
        """Build the request of this attempt: POST, PUT, or a look; raises :class:`TidakTersusun`."""
        sumber = _sumber(klaim)
        if self._client is None:
            raise TidakTersusun(Kelas.DATA, "SatuSehat belum diatur")
        body = self._body(klaim, sumber)
        tipe = sumber.tipe
        if klaim.periksa is not Periksa.KIRIM:
            return self._look(sumber, body)
        if tipe is Tipe.PRACTITIONER:
            raise TidakTersusun(Kelas.DATA, "Practitioner tidak dapat dibuat lewat SatuSehat")
        if sumber.remote_id:
            if tipe is Tipe.PATIENT:
                return read(tipe, sumber.remote_id)
            return replace(tipe, sumber.remote_id, _text(body))
        return create(tipe, _text(body))

    def _look(self, sumber: Sumber, body: dict[str, Any]) -> FhirRequest:
        tipe = sumber.tipe
        if sumber.remote_id:
            pending = not sumber.mode and sumber.tahap > sumber.tahap_terkirim and tipe not in DICARI
            # A replacement may be sent any number of times: that is surer than looking.
            return replace(tipe, sumber.remote_id, _text(body)) if pending else read(tipe, sumber.remote_id)
        if tipe in TANPA_CARI:
            # Its identifier guards it: a second one is refused as a duplicate, and nothing is created.
            return create(tipe, _text(body))
        params = pencarian(tipe, body)
        if params is None:
            raise TidakTersusun(Kelas.DATA, "tidak ada identifier untuk mencarinya di SatuSehat")
        return search(tipe, params)

    def kirim(self, tugas: Tugas) -> HasilFhir:
        """Send what was built and read what came of it."""
        request, sumber = tugas.request, _sumber(tugas.klaim)
        assert isinstance(request, FhirRequest) and self._client is not None  # noqa: S101 - built above
        answer = self._client.send(request)
        vonis = classify(request, answer)
        if not vonis.ok or not request.cari:
            return HasilFhir(vonis, told(answer), drift=answer.drift, request_id=answer.request_id)
        return self._found(request, answer, vonis, tugas.klaim, sumber)

    def _found(
        self, request: FhirRequest, answer: FhirAnswer, vonis: VonisFhir, klaim: JobKlaim, sumber: Sumber
    ) -> HasilFhir:
        ours = self._body(klaim, sumber)
        seen = total = hidden = 0
        mine: list[dict[str, Any]] = []
        for page in self._pages(request, answer):
            seen += len(page.resources)
            total, hidden = max(total, page.total), hidden + page.disembunyikan
            mine += [one for one in page.resources if sama(sumber.tipe, ours, one)]
        made = HasilFhir(vonis, told(answer), drift=answer.drift, request_id=answer.request_id)
        count = max(len(mine), total) if sumber.tipe in DICARI else len(mine)
        if count == 0 and hidden:
            return _with(made, vonis=VonisFhir(KelasFhir.PRIVASI, SebabFhir.PERSETUJUAN, http=vonis.http))
        if count == 0 and seen + hidden < total:
            # Not read to its end: what was not seen may be there all the same.
            return _with(made, vonis=VonisFhir(KelasFhir.SEMENTARA, SebabFhir.LAIN, http=vonis.http))
        if count == 1 == len(mine):
            return _with(made, ditemukan=1, remote_id=str(mine[0]["id"]), nama=nama(mine[0]))
        return _with(made, ditemukan=count, kandidat=tuple(kandidat(one) for one in mine[:_SHOWN]))

    def _pages(self, request: FhirRequest, answer: FhirAnswer) -> Iterator[Temuan]:
        assert self._client is not None  # noqa: S101 - asked above
        for _ in range(_PAGES):
            page = temuan(answer, request.jenis)
            if page is None:
                return
            yield page
            query = _next(answer)
            if not query:
                return
            answer = self._client.send(
                FhirRequest("GET", request.jenis, f"{request.jenis}?{query}", cari=True)
            )
            if not classify(request, answer).ok:
                return


def _with(made: HasilFhir, **values: Any) -> HasilFhir:
    from dataclasses import replace as changed

    return changed(made, **values)


def _next(answer: FhirAnswer) -> str:
    """Read the query of the next page; of an address only that is taken, never the host."""
    links = (answer.resource or {}).get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"].partition("?")[2])
    return ""


def _sumber(klaim: JobKlaim) -> Sumber:
    if klaim.sumber is None:
        raise TidakTersusun(Kelas.DATA, "resource tidak ada")
    return klaim.sumber


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def told(answer: FhirAnswer) -> str:
    """Text kept as an attempt's response: the body, or, without one, why there is none."""
    if answer.raw:
        return answer.raw
    note = {"masalah": str(answer.problem) if answer.problem else None, "keterangan": answer.detail}
    return json.dumps({key: value for key, value in note.items() if value}, ensure_ascii=False)
