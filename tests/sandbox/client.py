"""A small client of the simulator, with its own decoder: nothing of the product is trusted here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$"
CONS_ID, SECRET = "98765", "SIMSECRET0"
CARD, OTHER_CARD = "0000000000017", "0000000000028"
DAY, ISO_DAY = "20-11-2025", "2025-11-20"


def lz_decode(text: str) -> str:
    """The reference LZ-String decoder, written for clarity."""
    bits = "".join(f"{ALPHABET.index(symbol):06b}" for symbol in text)
    position, width, room, before = 0, 2, 2, ""
    words: list[str] = ["", "", ""]
    out: list[str] = []

    def spend() -> None:
        nonlocal width, room
        room -= 1
        if room == 0:
            room = 1 << width
            width += 1

    def take(count: int) -> int:
        nonlocal position
        value = int(bits[position : position + count][::-1], 2)
        position += count
        return value

    while True:
        code = take(width)
        if code == 2:
            raw = "".join(out)
            return raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if code in (0, 1):
            words.append(chr(take(16 if code else 8)))
            code = len(words) - 1
            spend()
        word = words[code] if code < len(words) else before + before[0]
        out.append(word)
        if before:
            words.append(before + word[0])
        spend()
        before = word


def decrypt(sealed: str, timestamp: str) -> Any:
    key = hashlib.sha256(f"{CONS_ID}{SECRET}{timestamp}".encode()).digest()
    cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
    padded = cipher.update(base64.b64decode(sealed)) + cipher.finalize()
    return json.loads(lz_decode(padded[: -padded[-1]].decode("ascii")))


@dataclass
class Heard:
    """One answer: HTTP status, code and message of the envelope, response decrypted."""

    http: int
    code: int | str | None = None
    message: str | None = None
    data: Any = None
    raw: dict[str, Any] = field(default_factory=dict)
    text: str = ""


class Client:
    """Speaks to one running simulator as a clinic would, and through its control door."""

    def __init__(self, url: str, timeout: float = 5.0) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=timeout, trust_env=False)

    def headers(self, service: str, timestamp: str | None = None, **changes: str | None) -> dict[str, str]:
        stamp = timestamp or str(int(time.time()))
        digest = hmac.digest(SECRET.encode(), f"{CONS_ID}&{stamp}".encode(), "sha256")
        headers: dict[str, str | None] = {
            "X-cons-id": CONS_ID,
            "X-timestamp": stamp,
            "X-signature": base64.b64encode(digest).decode(),
            "user_key": f"simkunci-{service}",
        }
        if service == "pcare":
            account = base64.b64encode(b"klinik.uji:Sandi#Uji1:095").decode()
            headers["X-authorization"] = f"Basic {account}"
        headers |= changes
        return {name: value for name, value in headers.items() if value is not None}

    def send(
        self,
        service: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        content_type: str = "text/plain",
        timestamp: str | None = None,
        base: str | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> Heard:
        base = base or {"pcare": "/pcare-rest", "antrean": "/antreanfktp"}[service]
        sent = self.headers(service, timestamp, **(headers or {}))
        content = None
        if body is not None:
            content = body if isinstance(body, str) else json.dumps(body)
            sent["Content-Type"] = content_type
        answer = self.http.request(method, f"{base}/{path}", content=content, headers=sent)
        return self.heard(answer, next((v for k, v in sent.items() if k.lower() == "x-timestamp"), ""))

    def heard(self, answer: httpx.Response, timestamp: str) -> Heard:
        try:
            raw = answer.json()
            head = raw.get("metaData") or raw.get("metadata")
            data = raw.get("response")
        except (ValueError, AttributeError):
            return Heard(answer.status_code, text=answer.text)
        if isinstance(data, str) and data and head["code"] in (1, 200, 201, "1", "200", "201"):
            data = decrypt(data, timestamp)
        return Heard(answer.status_code, head["code"], head["message"], data, raw, answer.text)

    # What a clinic does

    def register(self, no_kartu: str = CARD, **changes: Any) -> Heard:
        return self.send("pcare", "POST", "pendaftaran", registration(no_kartu, **changes))

    def unregister(self, no_urut: str, no_kartu: str = CARD, tail: str = "/kdPoli/001") -> Heard:
        path = f"pendaftaran/peserta/{no_kartu}/tglDaftar/{DAY}/noUrut/{no_urut}{tail}"
        return self.send("pcare", "DELETE", path)

    def visit(self, no_kartu: str = CARD, **changes: Any) -> Heard:
        return self.send("pcare", "POST", "kunjungan/v1", visit(no_kartu, **changes))

    def enqueue(self, nomorkartu: str = CARD, **changes: Any) -> Heard:
        return self.queue("add", queue_entry(nomorkartu, **changes))

    def queue(self, verb: str, body: Any) -> Heard:
        return self.send("antrean", "POST", f"antrean/{verb}", body, content_type="application/json")

    # The control door

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = self.http.request(method, f"/_sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, **order: Any) -> str:
        fault_id: str = self.control("gangguan", order)["id"]
        return fault_id

    def books(self) -> Any:
        return self.control("buku", method="GET")


def registration(no_kartu: str = CARD, **changes: Any) -> dict[str, Any]:
    return {
        "kdProviderPeserta": "00000001",
        "tglDaftar": DAY,
        "noKartu": no_kartu,
        "kdPoli": "001",
        "keluhan": None,
        "kunjSakit": True,
        "sistole": 0,
        "diastole": 0,
        "beratBadan": 0,
        "tinggiBadan": 0,
        "respRate": 0,
        "lingkarPerut": 0,
        "heartRate": 0,
        "rujukBalik": 0,
        "kdTkp": "10",
    } | changes


def visit(no_kartu: str = CARD, **changes: Any) -> dict[str, Any]:
    return {
        "noKunjungan": None,
        "noKartu": no_kartu,
        "tglDaftar": DAY,
        "kdPoli": "001",
        "keluhan": "batuk",
        "anamnesa": "batuk dua hari",
        "kdSadar": "01",
        "sistole": 120,
        "diastole": 80,
        "beratBadan": 60,
        "tinggiBadan": 165,
        "respRate": 18,
        "heartRate": 80,
        "lingkarPerut": 80,
        "kdStatusPulang": "3",
        "tglPulang": DAY,
        "kdDokter": "900001",
        "kdDiag1": "J00",
        "kdDiag2": None,
        "kdDiag3": None,
        "kdPoliRujukInternal": None,
        "rujukLanjut": None,
        "kdTacc": -1,
        "alasanTacc": None,
        "alergiMakan": "00",
        "alergiUdara": "00",
        "alergiObat": "00",
        "kdPrognosa": "02",
        "terapiObat": "parasetamol",
        "terapiNonObat": "istirahat",
        "bmhp": "tidak ada",
        "suhu": "36,4",
    } | changes


def queue_entry(nomorkartu: str = CARD, **changes: Any) -> dict[str, Any]:
    return {
        "nomorkartu": nomorkartu,
        "nik": "9990000000000017",
        "nohp": "081200000000",
        "kodepoli": "001",
        "namapoli": "POLI UMUM",
        "norm": "000017",
        "tanggalperiksa": ISO_DAY,
        "kodedokter": 12345,
        "namadokter": "dr. Melati Uji",
        "jampraktek": "07:00-12:00",
        "nomorantrean": "A-12",
        "angkaantrean": 12,
        "keterangan": "",
    } | changes


def queue_key(**changes: Any) -> dict[str, Any]:
    return {"tanggalperiksa": ISO_DAY, "kodepoli": "001", "nomorkartu": CARD} | changes
