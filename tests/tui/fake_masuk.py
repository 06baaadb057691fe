"""A door to signing in with two invented people behind it."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.records import Pelaku
from shared.security.permissions import ROLES, SYSTEM, TAMU
from shared.services.errors import Ditolak, TidakSah


class FakeMasuk:
    """``people`` are by name; ``secrets`` are name to password, ``pins`` name to PIN."""

    def __init__(self) -> None:
        self.people = {
            "sari": Pelaku("sari", "petugas", ROLES["petugas"], pengguna_id=1),
            "tono": Pelaku("tono", "auditor", ROLES["auditor"], pengguna_id=2),
        }
        self.secrets = {"sari": "sandi-sari-1", "tono": "sandi-tono-1"}
        self.pins: dict[str, str] = {}
        self.given: set[str] = set()
        """Whose password is the admin's."""
        self.counters: tuple[str, ...] = ("1", "2", "3")
        self.pelaku = TAMU
        self.log: list[tuple[str, ...]] = []
        self.gone = False

    def perlu(self) -> bool:
        return bool(self.people)

    def loket(self) -> tuple[str, ...]:
        return self.counters

    def masuk(self, nama: str, sandi: str, loket: str) -> Pelaku:
        self.log.append(("masuk", nama, loket))
        if sandi == "ditahan":
            raise Ditolak("masuk_ditahan", detik=8)
        if self.secrets.get(nama) != sandi:
            raise Ditolak("pengguna_tidak_ada")
        if nama in self.given:
            raise Ditolak("sandi_sementara", nama=nama)
        return replace(self.people[nama], loket=loket)

    def masuk_pertama(self, nama: str, lama: str, baru: str, loket: str) -> Pelaku:
        if self.secrets.get(nama) != lama:
            raise Ditolak("pengguna_tidak_ada")
        self.secrets[nama] = baru
        self.given.discard(nama)
        return self.masuk(nama, baru, loket)

    def sistem(self, loket: str) -> Pelaku:
        if self.gone:
            raise Ditolak("sistem_bukan_pemilik")
        return replace(SYSTEM, loket=loket)

    def keluar(self) -> None:
        self.log.append(("keluar", self.pelaku.nama))

    def punya_pin(self) -> bool:
        return self.pelaku.nama in self.pins

    def buka_kunci(self, rahasia: str) -> Pelaku:
        name = self.pelaku.nama
        if rahasia not in (self.secrets[name], self.pins.get(name)):
            raise Ditolak("pin_salah", sisa=4)
        return self.segarkan()

    def segarkan(self) -> Pelaku:
        if self.gone:
            raise Ditolak("sesi_berakhir")
        return replace(self.people[self.pelaku.nama], loket=self.pelaku.loket)

    def ganti_sandi(self, lama: str, baru: str) -> None:
        self._check(lama)
        if len(baru) < 8:
            raise TidakSah("sandi_pendek", panjang=8)
        self.secrets[self.pelaku.nama] = baru

    def ganti_pin(self, sandi: str, pin: str) -> None:
        self._check(sandi)
        if pin:
            self.pins[self.pelaku.nama] = pin
        else:
            self.pins.pop(self.pelaku.nama, None)

    def _check(self, sandi: str) -> None:
        if self.secrets[self.pelaku.nama] != sandi:
            raise Ditolak("pengguna_tidak_ada")
