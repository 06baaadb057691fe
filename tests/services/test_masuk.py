"""Signing in, waiting after wrong passwords, PINs, and changing people."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import masuk as aturan
from shared.domain.records import Pelaku
from shared.security import passwords
from shared.security.permissions import ROLES, SYSTEM
from shared.services import masuk, pengguna
from shared.services.errors import DekaError, Ditolak, TidakDitemukan, TidakSah
from shared.storage import tables as t
from tests.services.clinic import ADMIN, Clinic, actor, race

SANDI = "sandi-contoh-7"


@pytest.fixture
def budi(clinic: Clinic) -> Pelaku:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    return masuk.masuk(clinic.ctx, "budi", SANDI, loket="2")


def kode(deed: Any) -> str:
    with pytest.raises(DekaError) as caught:
        deed()
    return caught.value.kode


def later(clinic: Clinic, millis: int) -> None:
    """Let time pass for attempts: their moments move into the past."""
    c = t.percobaan_masuk.c
    clinic.sql(sa.update(t.percobaan_masuk).values(terakhir=c.terakhir - millis, sampai=c.sampai - millis))


# ── the rules ─────────────────────────────────────────────────────────────────


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [aturan.jeda(n, 3) for n in range(1, 16)]
    assert waits[:6] == [0, 0, 2_000, 4_000, 8_000, 16_000]
    assert waits == sorted(waits)
    assert waits[-1] == aturan.TERLAMA < aturan.LUPA
    assert aturan.jeda(2**40, 3) == aturan.TERLAMA


@pytest.mark.parametrize(
    ("sandi", "said"),
    [
        ("pendek7", "sandi_pendek"), ("x" * 201, "sandi_panjang"), ("aaaaaaaa", "sandi_mudah"),
        ("12345678", "sandi_mudah"), ("hgfedcba", "sandi_mudah"), ("budi-budi", "sandi_mudah"),
        ("sandi-contoh-7", ""), ("🌧🌧🌩🌧🌧🌩🌧🌧", ""),
    ],
)  # fmt: skip
def test_what_a_password_must_be(sandi: str, said: str) -> None:
    assert aturan.salah_sandi("budi-budi", sandi) == said


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("123", "pin_bentuk"), ("123456789", "pin_bentuk"), ("12a4", "pin_bentuk"), ("١٢٣٥", "pin_bentuk"),
        ("1234", "pin_mudah"), ("9876", "pin_mudah"), ("0000", "pin_mudah"), ("2580", ""), ("13579135", ""),
    ],
)  # fmt: skip
def test_what_a_pin_must_be(pin: str, said: str) -> None:
    assert aturan.salah_pin(pin) == said


@given(st.text(max_size=80))
def test_any_name_is_folded_to_itself_and_judged(name: str) -> None:
    folded = aturan.nama_pengguna(name)
    assert aturan.salah_nama(folded) in ("", "nama_pengguna_salah", "nama_pengguna_program")
    if not aturan.salah_nama(folded):
        assert folded.isprintable()
        assert folded not in ("sistem", "worker", "")


def test_a_hash_that_fits_nobody_is_written_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name costs one hash like a wrong password: not two, not none."""
    counted: list[str] = []
    real = passwords._hasher

    class Counting:
        def __getattr__(self, name: str) -> Any:
            if name in ("hash", "verify"):
                counted.append(name)
            return getattr(real, name)

    monkeypatch.setattr("shared.security.passwords._hasher", Counting())
    stored = real.hash(SANDI)
    assert not passwords.verify(None, SANDI)
    assert counted == ["verify"]
    assert not passwords.verify(stored, "salah")
    assert counted == ["verify"] * 2
    assert passwords.verify(stored, SANDI)
    assert not passwords.verify("bukan hash", SANDI)
    assert not passwords.verify(stored, "\ud800")


def test_a_real_hash_costs_what_the_library_recommends() -> None:
    spec = importlib.util.find_spec(passwords.__name__)
    assert spec is not None
    assert spec.loader is not None
    untouched = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(untouched)
    used, wanted = extract_parameters(untouched.hash_password(SANDI)), RFC_9106_LOW_MEMORY
    assert (used.type, used.version) == (wanted.type, wanted.version)
    assert (used.memory_cost, used.time_cost, used.parallelism) == (64 * 1024, 3, 4)
    assert (used.hash_len, used.salt_len) == (32, 16)


def test_a_hash_with_older_costs_is_made_anew(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    before = clinic.rows(sa.select(t.pengguna.c.sandi))[0][0]
    dearer = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr("shared.security.passwords._hasher", dearer)
    masuk.masuk(clinic.ctx, "budi", SANDI)
    after = clinic.rows(sa.select(t.pengguna.c.sandi))[0][0]
    assert "t=1" in before
    assert "t=2" in after
    masuk.masuk(clinic.ctx, "budi", SANDI)
    assert clinic.rows(sa.select(t.pengguna.c.sandi))[0][0] == after


# ── wrong passwords ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["budi", "tidak-ada"])
def test_wrong_passwords_are_held_back_longer_and_longer(clinic: Clinic, name: str) -> None:
    """An unknown name is held back exactly like a known one."""
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    said = [kode(lambda: masuk.masuk(clinic.ctx, name, "salah", stasiun="s1")) for _ in range(4)]
    assert said == ["pengguna_tidak_ada"] * 3 + ["masuk_ditahan"]
    waits = []
    for _ in range(4):
        with pytest.raises(Ditolak) as caught:
            masuk.masuk(clinic.ctx, name, SANDI, stasiun="s1")
        waits.append(caught.value.fakta["detik"])
        later(clinic, waits[-1] * 1000)
        assert kode(lambda: masuk.masuk(clinic.ctx, name, "salah", stasiun="s1")) == "pengguna_tidak_ada"
    assert waits == [2, 4, 8, 16]
    rows = clinic.audit("pengguna.masuk")
    assert {(row.pelaku, row.hasil) for row in rows} == {(name, "ditolak")}
    assert {json.loads(row.rincian)["sebab"] for row in rows} == {"ditahan", "tidak_cocok"}


def test_the_right_password_waits_too_and_then_all_is_forgotten(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    for _ in range(3):
        kode(lambda: masuk.masuk(clinic.ctx, "budi", "salah", stasiun="s1"))
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="s1")) == "masuk_ditahan"
    assert masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="s2").nama == "budi", "elsewhere nobody waits"
    for _ in range(3):
        kode(lambda: masuk.masuk(clinic.ctx, "budi", "salah", stasiun="s1"))
        later(clinic, 60_000)
    assert masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="s1").nama == "budi"
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", "salah", stasiun="s1")) == "pengguna_tidak_ada"


def test_a_name_is_held_back_everywhere_and_a_station_for_every_name(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    for n in range(10):
        kode(lambda n=n: masuk.masuk(clinic.ctx, "budi", "salah", stasiun=f"s{n}"))
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="baru")) == "masuk_ditahan"
    clinic.sql(sa.delete(t.percobaan_masuk))
    for n in range(15):
        kode(lambda n=n: masuk.masuk(clinic.ctx, f"orang{n}", "salah", stasiun="s1"))
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="s1")) == "masuk_ditahan"


def test_a_quiet_hour_forgets_and_a_quiet_day_sweeps(clinic: Clinic) -> None:
    for _ in range(3):
        kode(lambda: masuk.masuk(clinic.ctx, "x", "salah", stasiun="s1"))
    later(clinic, aturan.LUPA + 1000)
    assert [kode(lambda: masuk.masuk(clinic.ctx, "x", "salah", stasiun="s1")) for _ in range(2)] == [
        "pengguna_tidak_ada",
        "pengguna_tidak_ada",
    ]
    later(clinic, 25 * aturan.LUPA)
    kode(lambda: masuk.masuk(clinic.ctx, "y", "salah", stasiun="s2"))
    keys = {row.kunci for row in clinic.rows(sa.select(t.percobaan_masuk))}
    assert keys == {"n:y", "p:y@s2", "s:s2"}


def test_many_guesses_at_once_are_as_many_guesses(clinic: Clinic) -> None:
    """The right one among them is not let in on the shoulders of the others."""
    for _ in range(8):
        guesses = [lambda: masuk.masuk(clinic.ctx, "x", "salah", stasiun="s1")] * 4
        assert all(isinstance(end, Ditolak) for end in race(*guesses))
    (row,) = clinic.rows(sa.select(t.percobaan_masuk).where(t.percobaan_masuk.c.kunci == "n:x"))
    assert row.gagal >= 3
    assert kode(lambda: masuk.masuk(clinic.ctx, "x", "salah", stasiun="s1")) == "masuk_ditahan"


def test_people_may_sign_in_at_many_counters_at_once(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    ends = race(*[lambda: masuk.masuk(clinic.ctx, "budi", SANDI, stasiun="s1")] * 6)
    assert [end.nama for end in ends if isinstance(end, Pelaku)] == ["budi"] * 6


@pytest.mark.parametrize("name", ["\x00", "a\x1b[2J", "x" * 9999, "' OR 1=1 --", "\ud800", "🌧", ""])
def test_hostile_names_are_just_wrong(clinic: Clinic, name: str) -> None:
    assert kode(lambda: masuk.masuk(clinic.ctx, name, "\x00' --", stasiun="s1")) == "pengguna_tidak_ada"


# ── locking ───────────────────────────────────────────────────────────────────


def test_a_pin_unlocks_and_never_signs_in(clinic: Clinic, budi: Pelaku) -> None:
    assert not masuk.punya_pin(clinic.ctx, budi)
    pengguna.ganti_pin(clinic.ctx, budi, SANDI, "2580")
    assert masuk.punya_pin(clinic.ctx, budi)
    assert masuk.buka_kunci(clinic.ctx, budi, "2580") == budi
    assert masuk.buka_kunci(clinic.ctx, budi, SANDI) == budi
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", "2580")) == "pengguna_tidak_ada"
    ways = [json.loads(row.rincian)["cara"] for row in clinic.audit("pengguna.buka_kunci")]
    assert ways == ["pin", "sandi"]
    (stored,) = clinic.rows(sa.select(t.pengguna.c.pin))[0]
    assert stored.startswith("$argon2id$")


def test_five_wrong_pins_and_only_the_password_is_left(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.ganti_pin(clinic.ctx, budi, SANDI, "2580")
    said = [kode(lambda: masuk.buka_kunci(clinic.ctx, budi, "1111")) for _ in range(5)]
    assert said == ["pin_salah"] * 4 + ["pin_habis"]
    assert not masuk.punya_pin(clinic.ctx, budi)
    assert kode(lambda: masuk.buka_kunci(clinic.ctx, budi, "2580")) == "pengguna_tidak_ada"
    assert masuk.buka_kunci(clinic.ctx, budi, SANDI) == budi
    assert masuk.buka_kunci(clinic.ctx, budi, "2580") == budi


def test_a_locked_station_of_somebody_who_was_sent_away_stays_locked(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.ganti_pin(clinic.ctx, budi, SANDI, "2580")
    assert masuk.segarkan(clinic.ctx, budi) == budi
    pengguna.tambah(clinic.ctx, ADMIN, "siti", "admin", SANDI)
    pengguna.ubah(clinic.ctx, ADMIN, "budi", aktif=False)
    for secret in ("2580", SANDI):
        assert kode(lambda secret=secret: masuk.buka_kunci(clinic.ctx, budi, secret)) == "pengguna_tidak_ada"
    assert kode(lambda: masuk.segarkan(clinic.ctx, budi)) == "sesi_berakhir"
    assert masuk.segarkan(clinic.ctx, SYSTEM) == SYSTEM


def test_unlocking_brings_the_rights_of_today(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "siti", "admin", SANDI)
    pengguna.ubah(clinic.ctx, ADMIN, "budi", peran="kiosk", izin=["cancel antrean"])
    fresh = masuk.buka_kunci(clinic.ctx, budi, SANDI)
    assert (fresh.peran, fresh.izin, fresh.loket) == ("kiosk", ROLES["kiosk"] | {"cancel antrean"}, "2")


def test_who_has_to_sign_in(clinic: Clinic) -> None:
    assert not masuk.perlu_masuk(clinic.ctx)
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI)
    assert masuk.perlu_masuk(clinic.ctx)
    clinic.sql(sa.update(t.pengguna).values(aktif=False))
    assert not masuk.perlu_masuk(clinic.ctx)


# ── changing people ───────────────────────────────────────────────────────────


def test_a_change_is_written_down_with_before_and_after(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "siti", "admin", SANDI)
    assert pengguna.ubah(clinic.ctx, ADMIN, " BUDI ", peran="supervisor", izin=["lihat audit"])
    assert not pengguna.ubah(clinic.ctx, ADMIN, "budi", peran="supervisor", izin=["lihat audit"])
    assert pengguna.ubah(clinic.ctx, ADMIN, "budi", cabut=["lihat audit"])
    rows = clinic.audit("pengguna.ubah")
    assert [json.loads(row.rincian)["sebelum"] for row in rows] == [
        {"aktif": True, "izin": [], "peran": "petugas"},
        {"aktif": True, "izin": ["lihat audit"], "peran": "supervisor"},
    ]
    assert json.loads(rows[-1].rincian)["sesudah"] == {"aktif": True, "izin": [], "peran": "supervisor"}
    assert {row.objek_id for row in rows} == {budi.pengguna_id}


def test_nobody_gives_what_one_does_not_hold(clinic: Clinic) -> None:
    ctx, admin = clinic.ctx, actor("admin")
    pengguna.tambah(ctx, ADMIN, "kepala", "superadmin", SANDI)
    pengguna.tambah(ctx, ADMIN, "budi", "petugas", SANDI)
    deeds = [
        lambda: pengguna.tambah(ctx, admin, "x", "superadmin", SANDI),
        lambda: pengguna.tambah(ctx, admin, "x", "petugas", SANDI, ("lihat audit",)),
        lambda: pengguna.ubah(ctx, admin, "budi", peran="superadmin"),
        lambda: pengguna.ubah(ctx, admin, "budi", izin=["lihat identitas"]),
        lambda: pengguna.ubah(ctx, admin, "kepala", peran="petugas"),
        lambda: pengguna.ubah(ctx, admin, "kepala", aktif=False),
        lambda: pengguna.sandi(ctx, admin, "kepala", "sandi-curian-1"),
    ]
    for deed in deeds:
        before = len(clinic.audit())
        assert kode(deed) == "tidak_berhak"
        assert clinic.audit()[before:][0].hasil == "ditolak"
    assert pengguna.ubah(ctx, admin, "budi", peran="supervisor")


def test_the_last_who_may_manage_users_stays(clinic: Clinic) -> None:
    ctx = clinic.ctx
    pengguna.tambah(ctx, ADMIN, "satu", "superadmin", SANDI)
    for change in ({"aktif": False}, {"peran": "petugas"}):
        assert kode(lambda change=change: pengguna.ubah(ctx, ADMIN, "satu", **change)) == "pengguna_terakhir"
    pengguna.tambah(ctx, ADMIN, "dua", "admin", SANDI)
    assert pengguna.ubah(ctx, ADMIN, "satu", aktif=False)
    assert kode(lambda: pengguna.ubah(ctx, ADMIN, "dua", aktif=False)) == "pengguna_terakhir"


def test_two_admins_do_not_send_each_other_away(clinic: Clinic) -> None:
    ctx, other = clinic.ctx, clinic.station()
    pengguna.tambah(ctx, ADMIN, "satu", "superadmin", SANDI)
    pengguna.tambah(ctx, ADMIN, "dua", "superadmin", SANDI)
    ends = race(
        lambda: pengguna.ubah(ctx, ADMIN, "satu", aktif=False),
        lambda: pengguna.ubah(other, ADMIN, "dua", aktif=False),
    )
    assert sorted(getattr(end, "kode", "diubah") for end in ends) == ["diubah", "pengguna_terakhir"]


def test_changing_ones_own_password(clinic: Clinic, budi: Pelaku) -> None:
    ctx = clinic.ctx
    pengguna.ganti_pin(ctx, budi, SANDI, "2580")
    assert kode(lambda: pengguna.ganti_sandi(ctx, budi, "salah", "sandi-baru-77")) == "pengguna_tidak_ada"
    assert kode(lambda: pengguna.ganti_sandi(ctx, budi, SANDI, SANDI)) == "sandi_sama"
    assert kode(lambda: pengguna.ganti_sandi(ctx, budi, SANDI, "pendek")) == "sandi_pendek"
    pengguna.ganti_sandi(ctx, budi, SANDI, "sandi-baru-77")
    assert not masuk.punya_pin(ctx, budi)
    assert masuk.masuk(ctx, "budi", "sandi-baru-77").nama == "budi"
    assert kode(lambda: masuk.masuk(ctx, "budi", SANDI)) == "pengguna_tidak_ada"
    assert kode(lambda: pengguna.ganti_sandi(ctx, SYSTEM, "", "sandi-baru-77")) == "bukan_pengguna"
    assert kode(lambda: pengguna.ganti_pin(ctx, budi, "sandi-baru-77", "12")) == "pin_bentuk"
    pengguna.ganti_pin(ctx, budi, "sandi-baru-77", "")
    for row in clinic.audit():
        assert "sandi-baru-77" not in row.rincian
        assert "2580" not in row.rincian


def test_an_admin_gives_a_new_password(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.sandi(clinic.ctx, actor("admin"), "budi", "sandi-baru-77")
    assert masuk.masuk(clinic.ctx, "budi", "sandi-baru-77").pengguna_id == budi.pengguna_id
    with pytest.raises(TidakDitemukan):
        pengguna.sandi(clinic.ctx, ADMIN, "siapa", "sandi-baru-77")


@pytest.mark.parametrize("name", ["sistem", "SISTEM", "worker", "x" * 65, "a\u202eb", "\ufeff"])
def test_names_that_are_not_for_people(clinic: Clinic, name: str) -> None:
    with pytest.raises(TidakSah):
        pengguna.tambah(clinic.ctx, ADMIN, name, "petugas", SANDI)


def test_permissions_that_are_none(clinic: Clinic, budi: Pelaku) -> None:
    with pytest.raises(TidakSah, match="Hak terbang tidak dikenal"):
        pengguna.ubah(clinic.ctx, ADMIN, "budi", izin=["terbang"])
    clinic.sql(sa.update(t.pengguna).values(izin='["terbang", "lihat audit"]'))
    assert masuk.segarkan(clinic.ctx, budi).izin == ROLES["petugas"] | {"lihat audit"}


# ── passwords that somebody else has chosen ───────────────────────────────────

BARU = "sandi-sendiri-9"


def test_a_password_of_the_admin_opens_nothing_but_its_own_change(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI, sementara=True)
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI)) == "sandi_sementara"
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", "salah-salah")) == "pengguna_tidak_ada"
    change = pengguna.ganti_sandi_sementara
    assert kode(lambda: change(clinic.ctx, "budi", "salah-salah", BARU)) == "pengguna_tidak_ada"
    assert kode(lambda: change(clinic.ctx, "budi", SANDI, SANDI)) == "sandi_sama"
    assert kode(lambda: change(clinic.ctx, "budi", SANDI, "pendek")) == "sandi_pendek"
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI)) == "sandi_sementara"
    who = change(clinic.ctx, " BUDI ", SANDI, BARU, loket="2")
    assert (who.nama, who.loket, who.izin) == ("budi", "2", ROLES["petugas"])
    assert masuk.masuk(clinic.ctx, "budi", BARU).izin == ROLES["petugas"]
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI)) == "pengguna_tidak_ada"
    told = [(r.aksi, r.hasil, json.loads(r.rincian).get("sebab")) for r in clinic.audit()]
    assert ("pengguna.masuk", "ditolak", "sandi_sementara") in told
    assert ("pengguna.ganti_sandi", "ok", None) in told


def test_guessing_is_held_back_at_the_change_as_well(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", SANDI, sementara=True)
    said = [
        kode(lambda: pengguna.ganti_sandi_sementara(clinic.ctx, "budi", "salah-salah", BARU))
        for _ in range(4)
    ]
    assert said == ["pengguna_tidak_ada"] * 3 + ["masuk_ditahan"]
    assert kode(lambda: masuk.masuk(clinic.ctx, "budi", SANDI)) == "masuk_ditahan"


def test_a_reset_ends_what_is_open(clinic: Clinic, budi: Pelaku) -> None:
    pengguna.ganti_pin(clinic.ctx, budi, SANDI, "2580")
    pengguna.sandi(clinic.ctx, ADMIN, "budi", BARU, sementara=True)
    assert kode(lambda: masuk.segarkan(clinic.ctx, budi)) == "sesi_berakhir"
    assert kode(lambda: masuk.buka_kunci(clinic.ctx, budi, BARU)) == "sesi_berakhir"
    assert kode(lambda: masuk.buka_kunci(clinic.ctx, budi, "2580")) == "pengguna_tidak_ada"
    again = pengguna.ganti_sandi_sementara(clinic.ctx, "budi", BARU, SANDI)
    assert masuk.segarkan(clinic.ctx, again) == again


@pytest.mark.parametrize("peran", ["kiosk", "papan"])
def test_machines_keep_the_password_they_were_given(sqlite_clinic: Clinic, peran: str) -> None:
    pengguna.tambah(sqlite_clinic.ctx, ADMIN, "stasiun", peran, SANDI, sementara=True)
    assert masuk.masuk(sqlite_clinic.ctx, "stasiun", SANDI).peran == peran
