"""BPJS' own words, letter by letter, and the few this simulator had to choose itself."""

from __future__ import annotations

from typing import Final

# PCare and Antrean FKTP, as seen on the wire.
SERVICE_EXPIRED: Final = "Service Expired"
NOT_REGISTERED: Final = "Unauthorized! You are not registered for this service!"
START_INDEX: Final = "StartIndex cannot be less than zero."
DUPLICATE: Final = "Peserta sudah di-entri di poli yang sama pada hari yang sama."
NO_REGISTRATION: Final = "Belum melakukan pendaftaran pada poli tersebut."
NO_REGISTRATION_LONG: Final = "noKartu, belum melakukan pendaftaran pada poli tersebut."
NOT_IN_REFERENCE: Final = "Tidak sesuai dengan referensi sistem."
SCREENING: Final = (
    "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu "
    "pada menu Skrining Kesehatan."
)
NESTING: Final = "Cannot access child value on Newtonsoft.Json.Linq.JValue."
KEY_COLLISION: Final = (
    "Violation of PRIMARY KEY constraint 'PK_DatKunjungan'. Cannot insert duplicate key in object "
    "'dbo.DatKunjungan'. The duplicate key value is ({number})."
)
QUEUE_DUPLICATE: Final = "Peserta sudah terdaftar di poli tersebut pada hari ini"
QUEUE_MISSING: Final = "Antrean tidak ditemukan"
QUEUE_CANCELLED: Final = "Antrean sudah dibatalkan !"
NO_SCHEDULE: Final = "Jadwal Dokter tidak ditemukan"
NO_DATA: Final = "Data tidak ditemukan"
CARD_DIGITS: Final = "Nomor kartu harus 13 digit"
NIK_DIGITS: Final = "NIK harus 16 digit"
ISO_DATE: Final = "Format Tanggal Tidak Sesuai, format yang benar adalah yyyy-mm-dd"
NO_SUCH_POLI: Final = "Poli Tidak Ditemukan"

# No source quotes these; the wording is ours, the codes follow the documented ones.
WRONG_CONSUMER: Final = "Unauthorized! Consumer ID tidak terdaftar."
WRONG_SIGNATURE: Final = "Unauthorized! Signature tidak sesuai."
WRONG_PASSWORD: Final = "Username atau Password salah"  # noqa: S105 - a message
PASSWORD_EXPIRED: Final = "Password sudah kedaluwarsa, silakan ganti password PCare."  # noqa: S105 - a message
ALREADY_SERVED: Final = "Pendaftaran tidak dapat dihapus, peserta sudah dilayani."
NOT_AN_OBJECT: Final = "Error reading JObject from JsonReader. Current JsonReader item is not an object."
WRONG_CONTENT_TYPE: Final = "Object reference not set to an instance of an object."
QUEUE_FIELD: Final = "{field} tidak sesuai"
QUEUE_TIME: Final = "waktu tidak valid"
