"""Words for what has changed: the announcements of the screen and the lines of ``--pantau``."""

from __future__ import annotations

from typing import Final

LAYANAN: Final = {"P": "PCare", "A": "Antrean"}
"""What a person calls the two jobs of a ticket."""
DIPROSES: Final = "diproses"
TIDAK_DIKIRIM: Final = "tidak dikirim"
BERHASIL: Final = "berhasil"
TANPA_NOMOR: Final = "tanpa nomor antrean PCare"
TANPA_KETERANGAN: Final = "tanpa keterangan"
KELUAR: Final = "keluar dari daftar"
PUTUS: Final = "penyimpanan tidak terjawab, mencoba lagi"
PULIH: Final = "penyimpanan terjawab lagi"
MEMANTAU: Final = "Memantau perubahan; Ctrl+C mengakhiri."
HARI_BARU: Final = "hari berganti"


def nomor(nomor_pcare: str) -> str:
    """The queue number PCare gave."""
    return f"nomor PCare {nomor_pcare}"


def sukses(layanan: str, tambahan: str = "") -> str:
    """A job that is done."""
    return f"{layanan} {BERHASIL}" + (f", {tambahan}" if tambahan else "")


def gagal(layanan: str, pesan: str, dari_bpjs: bool) -> str:
    """A job that has failed, in BPJS' own words where there are any."""
    return f"{layanan} gagal: {pesan}" if dari_bpjs else f"{layanan} gagal: {pesan} (bukan dari BPJS)"


def baru(nama: str, ruangan: str) -> str:
    """A ticket that was not in the list before."""
    return f"masuk daftar: {nama}, {ruangan}"


def oleh(kata: str, siapa: str, loket: str) -> str:
    """What became of a ticket, and by whose hand."""
    return kata + (f" oleh {siapa}" if siapa else "") + (f", {loket}" if loket else "")


def warta(tiket: str, berita: str) -> str:
    """One change of one ticket."""
    return f"{tiket} {berita}"


def lagi(teks: str, lain: int) -> str:
    """An announcement, and how many there were beside it."""
    return f"{teks} (+{lain} perubahan lain)" if lain else teks


PANAH: Final = {"↑": "panah atas", "↓": "panah bawah", "←": "panah kiri", "→": "panah kanan"}


def lisan(tombol: str) -> str:
    """A key as one says it: *panah bawah j* for *↓ j*."""
    return " ".join(PANAH.get(kata, kata) for kata in tombol.split(" "))


def masuk(banyak: int) -> str:
    """Tickets that came and are not on the page that is shown."""
    return f"{banyak} antrean baru"


def sejak(jam: str) -> str:
    """A wait by its beginning."""
    return f"sejak {jam}"
