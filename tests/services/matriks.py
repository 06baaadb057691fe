"""The one table of who may call what: every public function that opens a storage has its row here.

What takes no ``ctx`` cannot, and what takes a ``conn`` is part of a deed that has been asked for.
A row is either a call and the roles that may make it, or the reason why nobody has to be asked. What the
roles are called is that of the rules; what they hold is in :data:`shared.security.permissions.ROLES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.domain.massal import Rencana
from shared.domain.records import Pelaku
from shared.domain.referensi import JenisReferensi
from shared.domain.sumber import Tipe
from shared.security import segel as segel_berkas
from shared.services import (
    anjungan,
    antrean,
    audit,
    cadangan,
    cetak,
    ekspor,
    jobs,
    kfa,
    kfa_berkas,
    kfa_massal,
    kfa_sinkron,
    kunci,
    kunjungan,
    massal,
    master,
    monitoring,
    papan,
    papan_umum,
    pasien,
    pemetaan,
    pendaftaran,
    pengguna,
    penyuntingan,
    peserta,
    referensi,
    satusehat,
    satusehat_dasar,
)
from shared.services.audit import SaringAudit
from shared.services.jobs import SaringJob
from shared.services.konteks import Konteks
from shared.services.papan import Saring
from shared.storage import tables as t
from tests.services.clinic import HARI, Clinic, card_number, norm

COUNTER = frozenset({"superadmin", "admin", "supervisor", "petugas"})
REGISTER = COUNTER | {"kiosk"}
ADMINS = frozenset({"superadmin", "admin"})
AUDITORS = frozenset({"superadmin", "auditor"})
SUPER = frozenset({"superadmin"})
BOARD = COUNTER | {"papan"}

PEKERJA = "the worker's own: it acts for nobody, and no person can call it"
DIRI = "about the actor alone, who proves to be that with a password or a PIN"
MASUK = "comes before there is an actor"
PEMILIK = "for whoever owns storage and configuration, before anybody can sign in"
TERBUKA = "nobody's secret: whether workers live, gates are shut, settings are there"

Panggilan = Callable[[Clinic, Pelaku, Path], Any]


@dataclass(frozen=True)
class Baris:
    """A call; who may make it; the name of its refusal in the trail; what that is about."""

    panggil: Panggilan
    boleh: frozenset[str]
    aksi: str
    objek: str = ""
    integrasi: bool = False


def tiket(clinic: Clinic) -> int:
    """The one ticket there is."""
    return int(clinic.rows(sa.select(t.antrean.c.id))[0][0])


def job(clinic: Clinic) -> int:
    """The first job there is; it has failed."""
    return int(clinic.rows(sa.select(t.job.c.id).order_by(t.job.c.id))[0][0])


def _integrasi(panggil: Panggilan, aksi: str, objek: str = "") -> Baris:
    return Baris(panggil, ADMINS, aksi, objek, integrasi=True)


POLI = JenisReferensi.POLI


def _own_key(c: Clinic, folder: Path) -> Konteks:
    """The clinic with a copy of its key file, which may be changed."""
    file = folder.with_name(f"{folder.name}-kunci") / "kunci-isi"
    segel_berkas.tulis_berkas(file, segel_berkas.baca_berkas(c.ctx.settings.keamanan.kunci))
    return c.station(keamanan=replace(c.ctx.settings.keamanan, berkas_kunci=str(file)))


MATRIKS: dict[str, Baris | str] = {
    # ── the queue ──
    "antrean.panggil": Baris(
        lambda c, p, _: antrean.panggil(c.ctx, p, tiket(c)), COUNTER, "antrean.panggil", "antrean"
    ),
    "antrean.lewati": Baris(
        lambda c, p, _: antrean.lewati(c.ctx, p, tiket(c)), COUNTER, "antrean.lewati", "antrean"
    ),
    "antrean.terima": Baris(
        lambda c, p, _: antrean.terima(c.ctx, p, tiket(c), tetap=True), COUNTER, "antrean.terima", "antrean"
    ),
    "antrean.selesai": Baris(
        lambda c, p, _: antrean.selesai(c.ctx, p, tiket(c)), COUNTER, "antrean.selesai", "antrean"
    ),
    "antrean.resend_pcare": Baris(
        lambda c, p, _: antrean.resend_pcare(c.ctx, p, tiket(c)), COUNTER, "antrean.resend_pcare", "antrean"
    ),
    "antrean.batal": Baris(
        lambda c, p, _: antrean.batal(c.ctx, p, tiket(c), alasan="salah_data"),
        COUNTER, "antrean.batal", "antrean",
    ),
    "pendaftaran.daftar": Baris(
        lambda c, p, _: pendaftaran.daftar(
            c.ctx, p, norm=norm(2), ruangan="UMUM", dokter="D1", tanggal=HARI
        ),
        REGISTER, "antrean.daftar",
    ),
    "papan.muat": Baris(lambda c, p, _: papan.muat(c.ctx, p, Saring(HARI)), COUNTER, "antrean.lihat"),
    "papan.satu": Baris(lambda c, p, _: papan.satu(c.ctx, p, tiket(c)), COUNTER, "antrean.lihat", "antrean"),
    "papan.semua": Baris(lambda c, p, _: papan.semua(c.ctx, p, Saring(HARI)), COUNTER, "antrean.lihat"),
    "papan.kesehatan": TERBUKA,
    "pasien.cari": Baris(lambda c, p, _: pasien.cari(c.ctx, p, "Pasien"), COUNTER, "pasien.cari"),
    "pasien.impor_csv": Baris(
        lambda c, p, f: pasien.impor_csv(c.ctx, p, f / "tidak-ada"), COUNTER, "pasien.impor"
    ),
    # ── stations for patients ──
    "papan_umum.layar": Baris(lambda c, p, _: papan_umum.layar(c.ctx, p), BOARD, "papan.lihat"),
    "anjungan.temukan": Baris(
        lambda c, p, _: anjungan.temukan(c.ctx, p, card_number(1)), REGISTER, "anjungan.temukan"
    ),
    "anjungan.pilihan": Baris(lambda c, p, _: anjungan.pilihan(c.ctx, p), REGISTER, "anjungan.pilihan"),
    "anjungan.tiket_loket": Baris(
        lambda c, p, _: anjungan.tiket_loket(c.ctx, p), REGISTER, "anjungan.tiket_loket"
    ),
    "anjungan.daftar_loket": Baris(
        lambda c, p, _: anjungan.daftar_loket(c.ctx, p), COUNTER, "anjungan.daftar_loket"
    ),
    "anjungan.ambil_loket": Baris(
        lambda c, p, _: anjungan.ambil_loket(c.ctx, p, 1), COUNTER, "anjungan.ambil_loket", "anjungan",
    ),
    "anjungan.selesai_loket": Baris(
        lambda c, p, _: anjungan.selesai_loket(c.ctx, p, 1), COUNTER, "anjungan.selesai_loket", "anjungan",
    ),
    "anjungan.panggil_loket": Baris(
        lambda c, p, _: anjungan.panggil_loket(c.ctx, p), COUNTER, "anjungan.panggil_loket"
    ),
    "peserta.minta": Baris(
        lambda c, p, _: peserta.minta(c.ctx, p, card_number(1)), REGISTER, "peserta.minta"
    ),
    "peserta.jawaban": Baris(lambda c, p, _: peserta.jawaban(c.ctx, p, 1), REGISTER, "peserta.minta"),
    "cetak.mulai": Baris(lambda c, p, _: cetak.mulai(c.ctx, p, tiket(c)), REGISTER, "cetak.mulai", "cetak"),
    "cetak.mulai_loket": Baris(
        lambda c, p, _: cetak.mulai_loket(c.ctx, p, tiket(c)), REGISTER, "cetak.mulai", "cetak"
    ),
    "cetak.selesai": Baris(lambda c, p, _: cetak.selesai(c.ctx, p, 1), REGISTER, "cetak.selesai"),
    "cetak.tanpa_kertas": Baris(
        lambda c, p, _: cetak.tanpa_kertas(c.ctx, p, tiket(c)), REGISTER, "cetak.selesai", "cetak"
    ),
    "master.ruangan": Baris(lambda c, p, _: master.ruangan(c.ctx, p), REGISTER, "master.lihat"),
    "master.dokter": Baris(lambda c, p, _: master.dokter(c.ctx, p), REGISTER, "master.lihat"),
    "master.penjamin": Baris(lambda c, p, _: master.penjamin(c.ctx, p), REGISTER, "master.lihat"),
    "master.impor": Baris(lambda c, p, f: master.impor(c.ctx, p, f / "tidak-ada"), ADMINS, "master.impor"),
    # ── jobs ──
    "jobs.hasil": Baris(lambda c, p, _: jobs.hasil(c.ctx, p, (job(c),)), REGISTER, "job.lihat"),
    "jobs.urung": Baris(lambda c, p, _: jobs.urung(c.ctx, p, tiket(c)), COUNTER, "antrean.lihat", "antrean"),
    "jobs.detail": Baris(lambda c, p, _: jobs.detail(c.ctx, p, job(c)), COUNTER, "job.lihat", "job"),
    "jobs.resend": Baris(lambda c, p, _: jobs.resend(c.ctx, p, job(c)), COUNTER, "job.resend", "job"),
    "jobs.buka_gerbang": _integrasi(lambda c, p, _: jobs.buka_gerbang(c.ctx, p, "pcare"), "gerbang.buka"),
    "jobs.gerbang": TERBUKA,
    # ── monitoring ──
    "monitoring.muat": _integrasi(lambda c, p, _: monitoring.muat(c.ctx, p, SaringJob()), "monitoring.lihat"),
    "monitoring.baris": _integrasi(
        lambda c, p, _: monitoring.baris(c.ctx, p, (job(c),)), "monitoring.lihat"
    ),
    "monitoring.daftar": _integrasi(
        lambda c, p, _: monitoring.daftar(c.ctx, p, SaringJob()), "monitoring.lihat"
    ),
    "monitoring.hitung": _integrasi(
        lambda c, p, _: monitoring.hitung(c.ctx, p, SaringJob()), "monitoring.lihat"
    ),
    "monitoring.detail": _integrasi(
        lambda c, p, _: monitoring.detail(c.ctx, p, job(c)), "monitoring.detail", "monitoring"
    ),
    "monitoring.buka_identitas": Baris(
        lambda c, p, _: monitoring.buka_identitas(c.ctx, p, job(c)),
        SUPER, "identitas.buka", "identitas", integrasi=True,
    ),
    "monitoring.kelompok": _integrasi(
        lambda c, p, _: monitoring.kelompok(c.ctx, p, SaringJob()), "monitoring.lihat"
    ),
    "monitoring.saring_kelompok": _integrasi(
        lambda c, p, _: monitoring.saring_kelompok(c.ctx, p, SaringJob(), "x"), "monitoring.lihat"
    ),
    "monitoring.sekilas": _integrasi(lambda c, p, _: monitoring.sekilas(c.ctx, p), "monitoring.lihat"),
    "ekspor.ekspor": _integrasi(
        lambda c, p, f: ekspor.ekspor(c.ctx, p, SaringJob(), f / "job.csv"), "monitoring.ekspor"
    ),
    "penyuntingan.mulai_edit": _integrasi(
        lambda c, p, _: penyuntingan.mulai_edit(c.ctx, p, job(c)), "job.edit", "job"
    ),
    "penyuntingan.buang_edit": _integrasi(
        lambda c, p, _: penyuntingan.buang_edit(c.ctx, p, job(c)), "job.edit", "job"
    ),
    "penyuntingan.periksa": _integrasi(
        lambda c, p, _: penyuntingan.periksa(c.ctx, p, job(c), "{}"), "job.edit", "job"
    ),
    "penyuntingan.kirim_ulang": _integrasi(
        lambda c, p, _: penyuntingan.kirim_ulang(c.ctx, p, job(c)), "job.resend", "job"
    ),
    "massal.rencana": _integrasi(lambda c, p, _: massal.rencana(c.ctx, p, ids=()), "job.massal"),
    "massal.jalankan": _integrasi(
        lambda c, p, _: massal.jalankan(c.ctx, p, Rencana((), {}, {}, {})), "job.massal"
    ),
    "massal.lepas_kelompok": _integrasi(
        lambda c, p, _: massal.lepas_kelompok(c.ctx, p, SaringJob(), "x"), "monitoring.lihat"
    ),
    "kunjungan.impor": _integrasi(
        lambda c, p, f: kunjungan.impor(c.ctx, p, f / "tidak-ada"), "kunjungan.impor"
    ),
    "kunjungan.daftar": _integrasi(lambda c, p, _: kunjungan.daftar(c.ctx, p), "kunjungan.lihat"),
    "kunjungan.hapus": _integrasi(
        lambda c, p, _: kunjungan.hapus(c.ctx, p, 1), "kunjungan.hapus", "kunjungan"
    ),
    # ── references and mapping ──
    "referensi.minta_sinkron": _integrasi(
        lambda c, p, _: referensi.minta_sinkron(c.ctx, p, POLI), "referensi.sinkron"
    ),
    "referensi.minta_jadwal": _integrasi(
        lambda c, p, _: referensi.minta_jadwal(c.ctx, p), "referensi.sinkron"
    ),
    "referensi.batalkan": _integrasi(
        lambda c, p, _: referensi.batalkan(c.ctx, p, POLI), "referensi.batal"
    ),
    "referensi.status": _integrasi(lambda c, p, _: referensi.status(c.ctx, p, 1), "referensi.lihat"),
    "referensi.keadaan": _integrasi(lambda c, p, _: referensi.keadaan(c.ctx, p), "referensi.lihat"),
    "referensi.cari": _integrasi(lambda c, p, _: referensi.cari(c.ctx, p, POLI, ""), "referensi.lihat"),
    "referensi.satu": _integrasi(lambda c, p, _: referensi.satu(c.ctx, p, POLI, "x"), "referensi.lihat"),
    "referensi.perubahan": _integrasi(
        lambda c, p, _: referensi.perubahan(c.ctx, p, POLI), "referensi.lihat"
    ),
    "referensi.jadwal": _integrasi(lambda c, p, _: referensi.jadwal(c.ctx, p), "referensi.lihat"),
    "pemetaan.daftar": _integrasi(lambda c, p, _: pemetaan.daftar(c.ctx, p), "pemetaan.lihat"),
    "pemetaan.belum_dipetakan": _integrasi(
        lambda c, p, _: pemetaan.belum_dipetakan(c.ctx, p), "pemetaan.lihat"
    ),
    "pemetaan.petakan_ruangan": _integrasi(
        lambda c, p, _: pemetaan.petakan_ruangan(c.ctx, p, "UMUM", "001"), "pemetaan.ruangan"
    ),
    "pemetaan.petakan_dokter": _integrasi(
        lambda c, p, _: pemetaan.petakan_dokter(c.ctx, p, "D1", kodedokter=9001), "pemetaan.dokter"
    ),
    "pemetaan.jam_bpjs": _integrasi(lambda c, p, _: pemetaan.jam_bpjs(c.ctx, p, "D1", 1), "pemetaan.lihat"),
    "pemetaan.saran_ruangan": _integrasi(
        lambda c, p, _: pemetaan.saran_ruangan(c.ctx, p, "UMUM"), "pemetaan.lihat"
    ),
    "pemetaan.saran_dokter": _integrasi(
        lambda c, p, _: pemetaan.saran_dokter(c.ctx, p, "D1"), "pemetaan.lihat"
    ),
    "pemetaan.saran_dokter_pcare": _integrasi(
        lambda c, p, _: pemetaan.saran_dokter_pcare(c.ctx, p, "D1"), "pemetaan.lihat"
    ),
    # ── SatuSehat ──
    "satusehat.impor": _integrasi(
        lambda c, p, f: satusehat.impor(c.ctx, p, f / "tidak-ada"), "satusehat.impor"
    ),
    "satusehat.dasbor": _integrasi(lambda c, p, _: satusehat.dasbor(c.ctx, p), "satusehat.lihat"),
    "satusehat.daftar": _integrasi(
        lambda c, p, _: satusehat.daftar(c.ctx, p, Tipe.PATIENT), "monitoring.lihat"
    ),
    "satusehat.detail": _integrasi(
        lambda c, p, _: satusehat.detail(c.ctx, p, job(c)), "satusehat.lihat", "satusehat"
    ),
    "satusehat.periksa": _integrasi(
        lambda c, p, _: satusehat.periksa(c.ctx, p, job(c), "{}"), "satusehat.lihat", "satusehat"
    ),
    "satusehat.kirim_ulang": _integrasi(
        lambda c, p, _: satusehat.kirim_ulang(c.ctx, p, job(c)), "satusehat.kirim_ulang", "satusehat"
    ),
    "satusehat.verifikasi": _integrasi(
        lambda c, p, _: satusehat.verifikasi(c.ctx, p, job(c)), "satusehat.verifikasi", "satusehat"
    ),
    "satusehat_dasar.regenerasi": _integrasi(
        lambda c, p, _: satusehat_dasar.regenerasi(c.ctx, p, Tipe.PATIENT), "satusehat.regenerasi"
    ),
    "satusehat_dasar.hasil_regenerasi": _integrasi(
        lambda c, p, _: satusehat_dasar.hasil_regenerasi(c.ctx, p, Tipe.PATIENT), "satusehat.lihat"
    ),
    "satusehat_dasar.daftar_pertanyaan": _integrasi(
        lambda c, p, _: satusehat_dasar.daftar_pertanyaan(c.ctx, p), "satusehat.lihat"
    ),
    "satusehat_dasar.jawab": _integrasi(
        lambda c, p, _: satusehat_dasar.jawab(c.ctx, p, 1, "x"), "satusehat.jawab", "satusehat"
    ),
    # ── KFA ──
    "kfa.statistik": _integrasi(lambda c, p, _: kfa.statistik(c.ctx, p), "kfa.lihat"),
    "kfa.keadaan": _integrasi(lambda c, p, _: kfa.keadaan(c.ctx, p), "kfa.lihat"),
    "kfa.cari": _integrasi(lambda c, p, _: kfa.cari(c.ctx, p, "pct"), "kfa.lihat"),
    "kfa.saran": _integrasi(lambda c, p, _: kfa.saran(c.ctx, p, "P1"), "kfa.lihat"),
    "kfa.produk": _integrasi(lambda c, p, _: kfa.produk(c.ctx, p, "P1"), "kfa.lihat"),
    "kfa.detail": _integrasi(lambda c, p, _: kfa.detail(c.ctx, p, "93900001"), "kfa.lihat"),
    "kfa.belum_dipetakan": _integrasi(lambda c, p, _: kfa.belum_dipetakan(c.ctx, p), "kfa.lihat"),
    "kfa.sudah_dipetakan": _integrasi(lambda c, p, _: kfa.sudah_dipetakan(c.ctx, p), "kfa.lihat"),
    "kfa.petakan": _integrasi(lambda c, p, _: kfa.petakan(c.ctx, p, "P1", "93900001"), "kfa.petakan"),
    "kfa.ubah": _integrasi(lambda c, p, _: kfa.ubah(c.ctx, p, "P1", "93900001"), "kfa.petakan"),
    "kfa.hapus": _integrasi(lambda c, p, _: kfa.hapus(c.ctx, p, "P1"), "kfa.hapus"),
    "kfa.urungkan": _integrasi(lambda c, p, _: kfa.urungkan(c.ctx, p), "kfa.urungkan"),
    "kfa_massal.tinjau": _integrasi(lambda c, p, _: kfa_massal.tinjau(c.ctx, p), "kfa.lihat"),
    "kfa_massal.terima": _integrasi(lambda c, p, _: kfa_massal.terima(c.ctx, p, []), "kfa.terima"),
    "kfa_massal.terima_saran": _integrasi(lambda c, p, _: kfa_massal.terima_saran(c.ctx, p), "kfa.lihat"),
    "kfa_berkas.simpan_produk": _integrasi(
        lambda c, p, _: kfa_berkas.simpan_produk(c.ctx, p, "P1", "Produk"), "kfa.produk"
    ),
    "kfa_berkas.impor_produk": _integrasi(
        lambda c, p, folder: kfa_berkas.impor_produk(c.ctx, p, folder / "x.csv"), "kfa.impor_produk"
    ),
    "kfa_berkas.impor_pemetaan": _integrasi(
        lambda c, p, folder: kfa_berkas.impor_pemetaan(c.ctx, p, folder / "x.csv"), "kfa.impor_pemetaan"
    ),
    "kfa_berkas.ekspor_pemetaan": _integrasi(
        lambda c, p, folder: kfa_berkas.ekspor_pemetaan(c.ctx, p, folder / "x.csv"), "kfa.ekspor_pemetaan"
    ),
    "kfa_sinkron.minta": _integrasi(lambda c, p, _: kfa_sinkron.minta(c.ctx, p), "kfa.sinkron"),
    "kfa_sinkron.batalkan": _integrasi(lambda c, p, _: kfa_sinkron.batalkan(c.ctx, p), "kfa.batal"),
    # ── keys and secrets ──
    "kunci.daftar": Baris(lambda c, p, _: kunci.daftar(c.ctx, p), SUPER, "kunci.daftar"),
    "kunci.putar": Baris(lambda c, p, f: kunci.putar(_own_key(c, f), p), SUPER, "kunci.putar"),
    "kunci.buang": Baris(lambda c, p, _: kunci.buang(c.ctx, p, "x"), SUPER, "kunci.buang"),
    "kunci.daftar_rahasia": Baris(lambda c, p, _: kunci.daftar_rahasia(c.ctx, p), SUPER, "rahasia.daftar"),
    "kunci.simpan_rahasia": Baris(
        lambda c, p, _: kunci.simpan_rahasia(c.ctx, p, "x", "y"), SUPER, "rahasia.set"
    ),
    "kunci.hapus_rahasia": Baris(
        lambda c, p, _: kunci.hapus_rahasia(c.ctx, p, "x"), SUPER, "rahasia.hapus"
    ),
    "kunci.brankas": PEMILIK,
    "cadangan.buat": Baris(
        lambda c, p, f: cadangan.buat(c.ctx, p, f / "x.deka", "pendek"), SUPER, "cadangan.buat"
    ),
    "cadangan.rapikan": Baris(lambda c, p, _: cadangan.rapikan(c.ctx, p), SUPER, "cadangan.rapikan"),
    "cadangan.nama_baku": PEMILIK,
    "cadangan.periksa": PEMILIK,
    "cadangan.pulihkan": PEMILIK,
    # ── people and the trail ──
    "pengguna.tambah": Baris(
        lambda c, p, _: pengguna.tambah(c.ctx, p, "budi", "petugas", "sandi-contoh"),
        ADMINS, "pengguna.tambah",
    ),
    "pengguna.ubah": Baris(lambda c, p, _: pengguna.ubah(c.ctx, p, "siti"), ADMINS, "pengguna.ubah"),
    "pengguna.sandi": Baris(
        lambda c, p, _: pengguna.sandi(c.ctx, p, "siti", "sandi-contoh"), ADMINS, "pengguna.sandi"
    ),
    "pengguna.daftar": Baris(lambda c, p, _: pengguna.daftar(c.ctx, p), ADMINS, "pengguna.daftar"),
    "pengguna.ganti_sandi": DIRI,
    "pengguna.ganti_sandi_sementara": MASUK,
    "pengguna.ganti_pin": DIRI,
    "masuk.masuk": MASUK,
    "masuk.perlu_masuk": MASUK,
    "masuk.sistem": PEMILIK,
    "masuk.loket": MASUK,
    "masuk.keluar": DIRI,
    "masuk.punya_pin": DIRI,
    "masuk.buka_kunci": DIRI,
    "masuk.buktikan": DIRI,
    "masuk.segarkan": DIRI,
    "audit.muat": Baris(lambda c, p, _: audit.muat(c.ctx, p, SaringAudit()), AUDITORS, "audit.lihat"),
    "audit.aksi": Baris(lambda c, p, _: audit.aksi(c.ctx, p), AUDITORS, "audit.lihat"),
    "audit.periksa": Baris(lambda c, p, _: audit.periksa(c.ctx, p), AUDITORS, "audit.periksa"),
    "audit.ekspor": Baris(
        lambda c, p, f: audit.ekspor(c.ctx, p, SaringAudit(), f / "audit.csv"), AUDITORS, "audit.ekspor"
    ),
    # ── no actor ──
    "satusehat.perlu_diatur": TERBUKA,
    "konteks.buka": PEMILIK,
    "konteks.siapkan": PEMILIK,
    "konteks.beri_hak": PEMILIK,
    "periksa.penyimpanan": PEMILIK,
    "segel.periksa": PEMILIK,
    **{
        f"kirim.{name}": PEKERJA
        for name in (
            "batas", "klaim", "kembalikan", "selesaikan", "menyerah", "jalur_putus", "salahkan_jalur",
            "jatuh_tempo", "rawat", "perlu_rawat", "sisa_waktu",
        )
    },
    **{
        f"pekerja.{name}": PEKERJA
        for name in (
            "daftar", "detak", "kubur", "pamit", "kredensial_baru", "sisa_waktu", "utas_hidup", "hidup",
            "tahan_satusehat",
        )
    },
    **{f"peserta.{name}": PEKERJA for name in ("ambil", "terima", "bersihkan")},
    **{
        f"sinkron.{name}": PEKERJA
        for name in ("ambil", "boleh", "terima", "lepas", "menyerah", "sisa_waktu")
    },
    **{
        f"kfa_sinkron.{name}": PEKERJA
        for name in ("terjadwal", "boleh", "terima", "tanpa_sambungan")
    },
    "kfa_sinkron.terhubung": TERBUKA,
}  # fmt: skip
