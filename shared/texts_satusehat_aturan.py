"""SatuSehat's numbered rules in plain words: which field a rule is about, what is wrong, who mends it."""

from __future__ import annotations

import re

from shared.domain.masking import clean
from shared.domain.satusehat_isu import jenis_isu
from shared.domain.satusehat_jawaban import FhirIssue

_REKAM_MEDIS = "Dokter atau perawat yang mengisi rekam medis."
_DAFTAR = "Petugas pendaftaran."
_OBAT = "Petugas farmasi."
_ADMIN = "Admin klinik."

ATURAN: dict[int, str] = {
    # Organization, Location
    10089: "jenis unit", 10090: "jenis kontak unit", 10091: "pemakaian kontak unit", 10092: "pemakaian alamat unit",
    10093: "jenis alamat unit", 10094: "tujuan kontak unit", 10446: "kode unit (identifier)",
    10095: "status ruangan", 10096: "status operasional ruangan", 10097: "mode ruangan", 10098: "jenis kontak ruangan",
    10099: "pemakaian kontak ruangan", 10100: "pemakaian alamat ruangan", 10101: "jenis alamat ruangan",
    10102: "bentuk fisik ruangan", 10163: "kelas ruangan", 10171: "status operasional ruangan", 10172: "jenis ruangan",
    10447: "kode ruangan (identifier)",
    # Patient
    10166: "NIK atau identitas pasien", 10167: "urutan kelahiran", 10168: "nama pasien", 10333: "alamat pasien",
    10397: "tanggal lahir pasien", 10413: "jenis kelamin pasien",
    # Encounter
    10001: "jenis kunjungan", 10002: "jenis kunjungan", 10117: "nomor registrasi kunjungan (identifier)",
    10118: "pasien kunjungan", 10119: "dokter kunjungan", 10120: "ruangan kunjungan", 10121: "waktu kunjungan",
    10122: "riwayat status kunjungan", 10123: "waktu mulai kunjungan", 10124: "faskes kunjungan",
    10173: "waktu selesai kunjungan", 10290: "waktu masuk ruangan", 10291: "waktu keluar ruangan",
    10317: "peran diagnosis", 10318: "cara pulang", 10336: "dokter kunjungan", 10457: "diagnosis kunjungan",
    10782: "alasan kunjungan", 10839: "lama kunjungan", 10840: "satuan lama kunjungan",
    # Condition
    10003: "kode diagnosis", 10006: "status klinis diagnosis", 10007: "kategori diagnosis", 10125: "pasien diagnosis",
    10126: "kunjungan diagnosis", 10170: "status verifikasi diagnosis", 10402: "waktu mulai keluhan",
    10403: "waktu pencatatan diagnosis", 10444: "nomor diagnosis (identifier)", 10678: "pencatat diagnosis",
    # Observation
    10008: "status pemeriksaan", 10009: "kategori pemeriksaan", 10010: "kode pemeriksaan", 10011: "bagian tubuh",
    10012: "satuan hasil", 10129: "pasien pemeriksaan", 10130: "kunjungan pemeriksaan", 10295: "waktu pemeriksaan",
    10296: "waktu hasil keluar", 10297: "kode hasil", 10331: "nilai hasil", 10332: "nilai hasil", 10383: "pemeriksa",
    10398: "penafsiran hasil", 10434: "kode bagian pemeriksaan", 10441: "nomor pemeriksaan (identifier)",
    # Procedure
    10013: "kategori tindakan", 10015: "kode tindakan", 10016: "bagian tubuh", 10018: "alasan tindakan",
    10019: "status tindakan", 10127: "pasien tindakan", 10128: "kunjungan tindakan", 10399: "pelaksana tindakan",
    10400: "waktu mulai tindakan", 10401: "waktu selesai tindakan", 10425: "permintaan dasar tindakan",
    10442: "nomor tindakan (identifier)",
    # AllergyIntolerance
    10075: "kategori alergi", 10076: "status klinis alergi", 10077: "tingkat bahaya alergi", 10078: "penyebab alergi",
    10079: "status verifikasi alergi", 10147: "pasien alergi", 10358: "waktu pencatatan alergi",
    10374: "kunjungan alergi", 10375: "pencatat alergi", 10443: "nomor alergi (identifier)",
    # ServiceRequest
    10059: "bagian tubuh", 10060: "kode permintaan", 10063: "maksud permintaan", 10064: "alasan permintaan",
    10065: "status permintaan", 10066: "prioritas permintaan", 10141: "pasien permintaan",
    10142: "kunjungan permintaan", 10360: "waktu pelaksanaan permintaan", 10361: "waktu permintaan dibuat",
    10376: "peminta", 10377: "pelaksana permintaan", 10415: "nomor permintaan (identifier)",
    10462: "kategori permintaan",
    # Medication, MedicationRequest, MedicationDispense
    10024: "kode KFA obat", 10025: "bentuk sediaan", 10026: "status obat", 10027: "satuan kekuatan obat",
    10028: "satuan pembagi kekuatan", 10030: "bahan obat", 10031: "jenis obat (racikan atau bukan)",
    10309: "nomor bets", 10310: "kedaluwarsa bets", 10334: "kekuatan obat", 10335: "pembagi kekuatan",
    10391: "produsen obat",
    10032: "status resep", 10033: "maksud resep", 10034: "kategori resep", 10035: "alasan resep", 10038: "rute pemberian",
    10039: "jenis dosis", 10135: "obat pada resep", 10136: "pasien resep", 10337: "waktu resep",
    10340: "urutan aturan pakai", 10341: "frekuensi pakai", 10342: "periode pakai", 10343: "takaran",
    10344: "takaran", 10345: "selang pengeluaran", 10346: "ulangan resep", 10347: "jumlah obat", 10348: "lama pasokan",
    10349: "jumlah obat", 10388: "nomor resep (identifier)", 10453: "apotek pelaksana", 10454: "kunjungan resep",
    10455: "penulis resep",
    10048: "kategori penyerahan obat", 10049: "status penyerahan obat", 10050: "satuan jumlah obat",
    10051: "satuan lama pasokan", 10056: "rute pemberian", 10138: "obat yang diserahkan", 10139: "pasien penerima obat",
    10350: "lama pasokan", 10351: "waktu obat disiapkan", 10352: "waktu obat diserahkan",
    10389: "nomor resep (identifier)", 10390: "kunjungan penyerahan obat", 10392: "petugas penyerah obat",
    10393: "tempat penyerahan obat", 10394: "resep dasar penyerahan",
    # Immunization
    10103: "kode vaksin", 10104: "peran pelaksana imunisasi", 10105: "alasan imunisasi", 10107: "status imunisasi",
    10155: "pasien imunisasi", 10156: "waktu imunisasi", 10292: "sumber data imunisasi", 10293: "kunjungan imunisasi",
    10294: "pelaksana imunisasi", 10305: "tempat imunisasi", 10306: "nomor lot vaksin", 10307: "kedaluwarsa vaksin",
    10450: "dosis ke berapa", 10451: "waktu pencatatan imunisasi", 10456: "dosis ke berapa",
    # ClinicalImpression
    10080: "status penilaian klinis", 10081: "kode pemeriksaan penilaian", 10082: "temuan", 10083: "prognosis",
    10148: "pasien penilaian", 10149: "kunjungan penilaian", 10417: "waktu penilaian", 10418: "nomor penilaian (identifier)",
    10419: "tanggal penilaian", 10420: "penilai", 10421: "masalah", 10845: "kode penilaian",
    # Composition
    10020: "status resume medis", 10021: "jenis resume medis", 10022: "kategori resume medis",
    10023: "kode bagian resume", 10853: "kode bagian resume", 10131: "pasien resume medis", 10132: "tanggal resume medis",
    10133: "penulis resume medis", 10134: "judul resume medis", 10464: "nomor resume (identifier)",
    # Specimen, DiagnosticReport
    10069: "status spesimen", 10070: "jenis spesimen", 10143: "pasien spesimen", 10396: "pengambil spesimen",
    10440: "permintaan spesimen", 10071: "kode laporan", 10072: "status laporan", 10073: "kategori laporan",
    10144: "pasien laporan", 10145: "kunjungan laporan", 10359: "waktu laporan", 10384: "pelaksana laporan",
    10385: "hasil laporan", 10386: "spesimen laporan", 10387: "permintaan laporan", 10432: "nomor laporan (identifier)",
    # gateway
    20002: "data yang sama", 20003: "hak kirim", 20004: "hak kirim", 20005: "isi kiriman", 20006: "isi kiriman",
    20007: "data yang dituju", 20008: "isi kiriman", 20009: "client id", 20010: "client id", 20011: "isi Bundle",
    20012: "isi kiriman", 20013: "isi kiriman", 20014: "pencarian", 20016: "hak mengubah pasien", 20017: "alamat di Bundle",
    20018: "alamat di Bundle", 20019: "alamat di Bundle", 20020: "alamat di Bundle", 20021: "alamat di Bundle",
}  # fmt: skip
"""Rule number -> the field it is about, after the *Kamus Validasi* of SATUSEHAT."""

_BAGIAN: dict[str, str] = {
    "Organization": "unit", "Location": "ruangan", "Patient": "pasien", "Encounter": "kunjungan",
    "Condition": "diagnosis", "Observation": "pemeriksaan", "Procedure": "tindakan",
    "AllergyIntolerance": "alergi", "ServiceRequest": "permintaan", "Medication": "obat",
    "MedicationRequest": "resep", "MedicationDispense": "penyerahan obat", "Immunization": "imunisasi",
    "ClinicalImpression": "penilaian klinis", "Composition": "resume medis", "Specimen": "spesimen",
    "DiagnosticReport": "laporan", "Practitioner": "tenaga kesehatan",
}  # fmt: skip

ISU: dict[str, tuple[str, str, str]] = {
    "duplikat": (
        "Data yang sama sudah ada di SatuSehat.", "Tidak perlu siapa pun.",
        "Tunggu: id-nya dicari sendiri dan dipakai.",
    ),
    "wajib": ("{kolom} belum diisi.", "{siapa}", "Lengkapi {kolom_kecil}, lalu Kirim Ulang."),
    "rujukan_wajib": (
        "{kolom} belum terhubung ke SatuSehat.", "{siapa}",
        "Hubungkan {kolom_kecil} lebih dulu, lalu Kirim Ulang.",
    ),
    "kode": (
        "{kolom}: kode {nilai} tidak dikenal SatuSehat.", "{siapa}",
        "Ganti dengan kode yang ada di daftar Kemenkes, lalu Kirim Ulang.",
    ),
    "sistem": (
        "{kolom}: sistem kode {nilai} tidak diterima.", _ADMIN,
        "Perbaiki alamat \"system\" lewat Edit, lalu Kirim Ulang.",
    ),
    "tanggal_bentuk": (
        "{kolom}: bentuk tanggal {nilai} salah.", _ADMIN,
        "Tulis seperti 2026-09-14T01:05:00+00:00 (UTC) lewat Edit, lalu Kirim Ulang.",
    ),
    "tanggal_nilai": (
        "{kolom}: {nilai} di masa depan atau terlalu lama.", "{siapa}",
        "Periksa jam komputer dan tanggalnya, lalu Kirim Ulang.",
    ),
    "identitas": (
        "{kolom}: alamat identifier {nilai} salah.", _ADMIN,
        "Perbaiki identifier.system lewat Edit; akhirannya harus organization_id klinik.",
    ),
    "organisasi": (
        "Organization id pada isi bukan milik klinik ini ({nilai}).", _ADMIN,
        "Periksa organization_id di pengaturan: harus pasangan client id ini.",
    ),
    "rujukan_kosong": (
        "Rujukan {nilai} kosong: datanya belum terhubung ke SatuSehat.", _ADMIN,
        "Kirim atau regenerasi data itu dulu; baris ini menyusul.",
    ),
    "rujukan_hilang": (
        "{nilai} tidak dikenal di SatuSehat lingkungan ini.", _ADMIN,
        "Verifikasi data itu, kirim ulang, lalu Kirim Ulang baris ini.",
    ),
    "angka": ("{kolom}: harus angka, bukan teks.", _ADMIN, "Hapus tanda kutip pada angkanya lewat Edit, lalu Kirim Ulang."),
    "kosong": ("{kolom} kosong.", "{siapa}", "Isi {kolom_kecil}, lalu Kirim Ulang."),
    "pelaksana": (
        "Peran pelaksana imunisasi harus {nilai}.", _REKAM_MEDIS,
        "AP atau OP bila disuntik di sini, EP bila hanya dicatat; perbaiki lalu Kirim Ulang.",
    ),
    "riwayat_status": (
        "Setiap status kunjungan harus punya waktu mulai dan selesai.", _REKAM_MEDIS,
        "Selesaikan kunjungan dengan lengkap, lalu Kirim Ulang.",
    ),
    "pencarian": ("Pencarian kurang {nilai}.", _ADMIN, "Laporkan ke pengembang; datanya sendiri tidak salah."),
    "kelas_akses": (
        "Klinik tidak diberi hak mengirim jenis data ini.", "Admin klinik, bersama Kemenkes.",
        "Minta hak aksesnya di DFO, lalu Kirim Ulang.",
    ),
    "faskes_lain": (
        "Data milik faskes lain, atau client id bukan pasangan organization_id.", _ADMIN,
        "Periksa client id dan organization_id di pengaturan.",
    ),
    "json": ("Isi kiriman bukan JSON yang benar.", _ADMIN, "Perbaiki lewat Edit, lalu Kirim Ulang."),
    "ibu": (
        "NIK ibu tercatat bukan perempuan di data induk pasien.", _DAFTAR,
        "Periksa NIK ibu, lalu Kirim Ulang.",
    ),
    "gangguan": (
        "Galat di dalam SatuSehat; bukan putusan atas data ini.", "SatuSehat.",
        "Tunggu; dicari dulu lalu dicoba lagi sendiri.",
    ),
    "tidak_ada": (
        "Id ini tidak dikenal di SatuSehat.", _ADMIN,
        "Tekan Kirim Ulang: dicari kembali lewat identifier.",
    ),
    "persetujuan": (
        "Ditahan karena persetujuan pasien atau aturan privasi.", _ADMIN,
        "Jangan dikirim berulang; pastikan persetujuan pasien.",
    ),
    "tambalan": ("Bagian ini harus diganti seutuhnya, tidak sepotong.", _ADMIN, "Ganti seluruh objeknya lewat Edit, lalu Kirim Ulang."),
    "lain": ("{kolom} ditolak.", "{siapa}", "Baca pesan SatuSehat, perbaiki lewat Edit, lalu Kirim Ulang."),
}  # fmt: skip
"""For each kind of issue: what it means, who mends it, what to do."""

_OBAT_JENIS = ("Medication", "MedicationRequest", "MedicationDispense")
_MASTER = ("Organization", "Location", "Practitioner")
_INDEX = re.compile(r"\[\w*\]")


def nama_kolom(isu: FhirIssue, jenis: str = "") -> str:
    """Name the field an issue is about: by its rule, else by its path, else by the resource."""
    known = ATURAN.get(isu.rule or 0)
    if known:
        return known
    path = isu.expression[0] if isu.expression else ""
    head, _, rest = _INDEX.sub("", path).partition(".")
    part = _BAGIAN.get(head) or _BAGIAN.get(jenis)
    if rest and part:
        return f"{clean(rest, 60)} pada {part}"
    return f"isi {part}" if part else "isi data"


def jelaskan_isu(isu: FhirIssue, jenis: str = "") -> tuple[str, str, str]:
    """Explain one issue of a resource of type *jenis*: what it means, who mends it, what to do."""
    kind, about = jenis_isu(isu)
    column = nama_kolom(isu, jenis)
    path = _INDEX.sub("", isu.expression[0]) if isu.expression else about
    head = path.partition(".")[0]
    resource = head if head in _BAGIAN else jenis
    facts = {
        "kolom": column[:1].upper() + column[1:],
        "kolom_kecil": column,
        "nilai": clean(about, 80) or "(kosong)",
        "siapa": _siapa(resource, kind),
    }
    what, who, todo = ISU[kind]
    return what.format(**facts), who.format(**facts), todo.format(**facts)


def _siapa(jenis: str, kind: str) -> str:
    if jenis in _MASTER or kind == "rujukan_wajib":
        return _ADMIN
    if jenis == "Patient":
        return _DAFTAR
    if jenis in _OBAT_JENIS:
        return _OBAT
    return _REKAM_MEDIS if jenis else _ADMIN
