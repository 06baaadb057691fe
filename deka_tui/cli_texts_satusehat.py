"""Words of ``deka satusehat``."""

from __future__ import annotations

from typing import Final

IMPOR: Final = "Masukkan resource FHIR dari berkas JSON (rujukan lokal sebagai Jenis/id-lokal)."
DASBOR: Final = "Tampilkan jumlah terkirim per jenis resource."
DAFTAR: Final = "Tampilkan baris satu jenis resource, terbaru lebih dahulu."
DETAIL: Final = "Tampilkan satu baris: isi, keraguan, semua percobaan."
REGENERASI: Final = "Buat ulang Organization, Location, Practitioner atau Patient."
RESEND: Final = "Kirim ulang baris yang gagal, bila perlu dengan isi yang diedit."
VERIFIKASI: Final = "Periksa baris yang terkirim di SatuSehat menurut id-nya."
PERTANYAAN: Final = "Tampilkan pertanyaan yang harus dijawab orang."
JAWAB: Final = 'Jawab pertanyaan: id SatuSehat, "buat", atau "cari".'
P_TANGGAL: Final = "Hanya tanggal ini; tanpa ini semua tanggal."
P_STATUS: Final = "Saring status: terkirim, tidak-terkirim, belum-terkirim."
P_ISI: Final = "Berkas JSON berisi resource yang diedit."
P_BATAS: Final = "Paling banyak baris yang ditampilkan."

KEPALA_DASBOR: Final = ("Jenis", "Terkirim", "Total", "Proses", "Gagal", "Belum")
KEPALA_DAFTAR: Final = ("ID", "Lokal", "Nama", "Status", "HTTP", "IHS ID", "Tanggal")
KEPALA_REGENERASI: Final = ("ID", "Lokal", "Nama", "Hasil", "IHS ID", "Tanya")
KEPALA_TANYA: Final = ("ID", "Jenis", "Lokal", "Nama", "Pertanyaan", "Calon")
KOSONG: Final = "Tidak ada baris."
TANPA_PERTANYAAN: Final = "Tidak ada pertanyaan yang terbuka."


def diimpor(baru: int, berubah: int, sama: int, dilepas: int) -> str:
    """Say what an import did."""
    return f"{baru} baru, {berubah} berubah, {sama} sudah ada; {dilepas} siap dikirim."


def dikirim(job_id: int, nama: str, status: str) -> str:
    """Say that a row goes again."""
    return f"Baris {job_id} ({nama}): {status}"


def belum(job_id: int, rinci: str) -> str:
    """Say that a row did not arrive."""
    return f"Baris {job_id} belum terkirim: {rinci}"


def kepala(tipe: str, lokal: str, status: str, ihs: str) -> str:
    """Head of a row in full."""
    return f"{tipe}/{lokal}: {status}" + (f", id {ihs}" if ihs else "")


def keraguan(jalur: str, pesan: str, aturan: int) -> str:
    """Say one doubt."""
    return f"{jalur}: {pesan}" + (f" (aturan {aturan})" if aturan else "")


def regenerasi(mulai: int, proses: int, dilewati: int) -> str:
    """Say how far a regeneration is."""
    passed = f"; {dilewati} dilewati karena diedit manual" if dilewati else ""
    return f"{mulai} dimulai, {proses} masih diproses{passed}."


def calon(id: str, nama: str, rinci: str) -> str:
    """Name one candidate."""
    return f"{id} {nama}" + (f" ({rinci})" if rinci else "")
