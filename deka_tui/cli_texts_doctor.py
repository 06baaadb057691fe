"""The words of ``deka doctor``."""

from __future__ import annotations

from typing import Final

OK: Final = "OK"
PERHATIAN: Final = "PERHATIAN"
GAGAL: Final = "GAGAL"

KONFIGURASI: Final = "konfigurasi"
ZONA: Final = "zona waktu"
TERMINAL: Final = "terminal"
PENYIMPANAN: Final = "penyimpanan"
SQLITE: Final = "sqlite"
MASTER: Final = "data master"
PEKERJA: Final = "pekerja"
GERBANG: Final = "gerbang"
BPJS: Final = "bpjs"
TANPA_BERKAS: Final = "tidak ada berkas; dipakai nilai baku dan variabel lingkungan"
BPJS_LENGKAP: Final = "kredensial lengkap"
BPJS_KOSONG: Final = "belum diisi; isi tabel [bpjs] bila klinik melayani BPJS"
GERBANG_BAIK: Final = "tidak ada yang tertutup"
TERMINAL_BUKAN: Final = "bukan terminal; layar tidak dapat dibuka di sini, perintah tetap berjalan"


def gagal(banyak: int) -> str:
    """The verdict when something is broken."""
    return f"{banyak} pemeriksaan gagal; perbaiki yang bertanda GAGAL lalu jalankan lagi: deka doctor."


def penyimpanan(jenis: str, versi: str, tempat: str, skema: str) -> str:
    """A storage in order."""
    return f"{jenis} {versi}, skema {skema}, {tempat}"


def sqlite(versi: str) -> str:
    """An SQLite with a known weakness."""
    return (
        f"versi {versi} dapat kehilangan tulisan saat log WAL dimulai ulang (diperbaiki di 3.51.3, 3.50.7, "
        "3.44.6); kunci berkas Deka mencegahnya, jangan membuka berkasnya dengan program lain"
    )


def sqlite_baik(versi: str) -> str:
    """An SQLite in order."""
    return f"versi {versi}"


def zona(setelan: str, tersimpan: str) -> str:
    """The zones of settings and storage differ."""
    return f"konfigurasi {setelan}, penyimpanan {tersimpan}; samakan dengan: deka init"


def master(ruangan: int, dokter: int) -> str:
    """What was imported."""
    return f"{ruangan} ruangan, {dokter} dokter"


def master_kosong() -> str:
    """Nothing was imported."""
    return "belum ada ruangan; jalankan: deka master impor FILE.toml"


def pekerja(banyak: int, detik: int) -> str:
    """Workers are alive."""
    return f"{banyak} hidup, detak terakhir {detik} detik lalu"


def pekerja_mati(detik: int | None, otomatis: bool) -> str:
    """No worker is alive."""
    sejak = "belum pernah ada" if detik is None else f"detak terakhir {detik} detik lalu"
    saran = "dimulai sendiri saat layar dibuka, atau jalankan" if otomatis else "jalankan"
    return f"tidak ada yang hidup ({sejak}); {saran}: deka-worker"


def gerbang(layanan: str, status: str, menunggu: int, pesan: str) -> str:
    """A gate that is shut."""
    return f"{layanan} {status}, {menunggu} menunggu" + (f": {pesan}" if pesan else "")


def bpjs_kurang(kunci: str) -> str:
    """Some credentials are missing."""
    return f"belum lengkap: {kunci}"


def terminal(term: str, kolom: int, baris: int) -> str:
    """A terminal in order."""
    return f"{term or '?'}, {kolom}×{baris}"


def terminal_kecil(kolom: int, baris: int) -> str:
    """A terminal that is too small."""
    return f"{kolom}×{baris}, minimal 60×20; perbesar jendelanya"


def terminal_enkoding(enkoding: str) -> str:
    """A terminal without UTF-8."""
    return f"enkoding {enkoding or '?'} bukan UTF-8; layar memakai tanda ASCII"
