"""Words of the commands that watch and mend many jobs at once, and of visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.texts import NAMA_JOB
from shared.texts_pantau import LEWAT_MASSAL

JOB_BEDA: Final = "Bandingkan permintaan dan jawaban dua percobaan."
JOB_KELOMPOK: Final = "Kelompokkan kegagalan menurut sebabnya, atau lepas satu kelompok."
JOB_EKSPOR: Final = "Tulis kiriman yang cocok ke FILE .csv atau .xlsx."
JOB_MASSAL: Final = "Kirim ulang banyak kiriman yang gagal; tanpa --jalankan hanya menghitung."
JOB_SEKILAS: Final = "Tampilkan kiriman dan kegagalan satu hari per seperempat jam."
KUNJUNGAN_IMPOR: Final = "Masukkan kunjungan dari FILE JSON, satu atau satu daftar, lalu kirim."
KUNJUNGAN_DAFTAR: Final = "Tampilkan kunjungan yang diimpor."
KUNJUNGAN_HAPUS: Final = "Hapus satu kunjungan dari PCare."

P_BUKA_KUNCI: Final = "Izinkan kolom kunci (kartu, norm, tanggal, poli) diubah."
P_YAKIN: Final = "Pastikan: data di BPJS memang akan dihapus."
P_LEPAS: Final = "Kirim ulang seluruh kelompok ini."
P_IDENTITAS: Final = "Tulis nomor kartu dan NIK lengkap; perlu hak lihat identitas."
P_JALANKAN: Final = "Kirim sungguh-sungguh."
P_PASTI: Final = "Jumlah yang akan dikirim, sebagai kepastian; wajib di atas 20 tanpa terminal."
P_ID: Final = "Hanya job ini; boleh diulang."
P_LAJU: Final = "Paling banyak N per detik; 0 tanpa batas, tanpa ini 5."
P_ALASAN_MASSAL: Final = "Alasan kirim ulang, untuk jejak audit."

KEPALA_KELOMPOK: Final = ("KUNCI", "JUMLAH", "KELAS", "SEBAB", "PESAN")
KEPALA_BEDA: Final = ("BAGIAN", "KOLOM", "LAMA", "BARU")
KEPALA_SEKILAS: Final = ("JAM", "LAYANAN", "KIRIM", "GAGAL")
KEPALA_KUNJUNGAN: Final = ("ID", "TANGGAL", "RM", "NAMA", "POLI", "NO. KUNJUNGAN", "JOB", "STATUS")
TANPA_KELOMPOK: Final = "Tidak ada kegagalan yang cocok."
TANPA_BEDA: Final = "Kedua percobaan sama."
TANPA_SEKILAS: Final = "Tidak ada kiriman pada hari itu."
TANPA_KUNJUNGAN: Final = "Tidak ada kunjungan yang diimpor."
PERMINTAAN: Final = "permintaan"
JAWABAN: Final = "jawaban"
PASTI_SALAH: Final = "Jumlah tidak sama; tidak ada yang dikirim."
LAYANAN_TUTUP: Final = "Gerbang tertutup:"


def tanya_pasti(banyak: int) -> str:
    """Ask for the typed confirmation."""
    return f"{banyak} job akan dikirim ulang. Ketik {banyak} untuk melanjutkan: "


def pasti_perlu(banyak: int) -> str:
    """A confirmation that nobody can type."""
    return f"{banyak} job akan dikirim ulang; pastikan dengan --pasti {banyak}."


def tanya_yakin(jenis: str) -> str:
    """Ask once more before a deletion is sent."""
    return f"{jenis} menghapus data di BPJS. Lanjutkan? [y/T] "


def rencana(banyak: int, jenis: Mapping[str, int], dilewati: Mapping[str, int]) -> list[str]:
    """What a bulk run would do."""
    kinds = {kind.value: name for kind, name in NAMA_JOB.items()}
    lines = [f"{banyak} job akan dikirim ulang."]
    lines += [f"  {kinds[kind]}: {count}" for kind, count in sorted(jenis.items())]
    if dilewati:
        lines.append(f"{sum(dilewati.values())} dilewati:")
        lines += [f"  {LEWAT_MASSAL[reason]}: {count}" for reason, count in sorted(dilewati.items())]
    return lines


def hasil_massal(terkirim: int, ditolak: int, banyak: int, dihentikan: bool) -> str:
    """What a bulk run came to."""
    end = " Dihentikan sebelum selesai." if dihentikan else ""
    return f"{terkirim} dari {banyak} job dikirim ulang, {ditolak} ditolak.{end}"


def butir_ditolak(nomor: int, pesan: str) -> str:
    """An item that was refused."""
    return f"  {nomor}: {pesan}"


def diekspor(baris: int, berkas: str, disamarkan: bool) -> str:
    """What was written where."""
    how = "nomor disamarkan" if disamarkan else "nomor lengkap"
    return f"{baris} baris ditulis ke {berkas} ({how})."


def kunjungan_diimpor(baru: int, sudah: int) -> str:
    """What an import of visits did."""
    there = f", {sudah} sudah ada" if sudah else ""
    return f"{baru} kunjungan dimasukkan dan akan dikirim{there}."


def kunjungan_dihapus(nomor: int, job: int) -> str:
    """A deletion that was started."""
    return f"Kunjungan {nomor} akan dihapus dari PCare (job {job})"


def peringatan_isi(kata: str) -> str:
    """A doubt about an edited body."""
    return f"Perhatikan: {kata}."
