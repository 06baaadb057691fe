"""A job in full, editing it, bulk runs, failures by cause, the day: what the tab Monitoring opens."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deka_tui.presenters import json_pohon
from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.edit_job import EditJobScreen
from deka_tui.screens.kelompok import KelompokScreen
from deka_tui.screens.massal import MassalScreen
from deka_tui.screens.sekilas import SekilasScreen
from deka_tui.widgets.prompt import Prompt
from shared.domain.isian import MOST_BYTES
from shared.domain.status import FAILED_JOB, StatusJob
from shared.services.errors import Ditolak
from tests.tui.fake_monitor import BODY, CARD, FakeMonitor, failed
from tests.tui.fake_port import DAY, NOW
from tests.tui.pantau import ADMIN, SUPER, Pantau, pantau
from tests.tui.robot import LARGE, SMALL

# What stands in the least and in the most room; the pictures show both also as most terminals have them.
ENDS = pytest.mark.parametrize("size", [(60, 20), LARGE], ids=["60x20", "120x40"])
SIZES = pytest.mark.parametrize("size", [(60, 20), SMALL, LARGE], ids=["60x20", "80x24", "120x40"])


# ── detail ────────────────────────────────────────────────────────────────────
@SIZES
async def test_the_detail_says_what_is_wrong_and_shows_both_bodies(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        await p.tekan("enter")
        await p.sampai(lambda: "Percobaan [ 2/2 ]" in p.rinci)
        for words in ("Tambah Pendaftaran #40", "HTTP Code 412", "Kode 412", "Percobaan 2", "20-11-2026"):
            assert words in p.rinci
        assert "Artinya: " in p.rinci
        assert "Tekan: " in p.rinci
        assert "response: [" in p.rinci, "a failure is opened on BPJS' answer"
        await p.tekan("space")
        assert 'tglDaftar: "20-11-2026"' in p.rinci
        assert 'noKartu: "****0017"' in p.rinci
        await p.tekan("left_square_bracket")
        assert "Percobaan [ 1/2 ]" in p.rinci
        assert (40 in p.ids) is True
        narrow = size[0] < 100
        assert ("Cari Norm" not in p.loket.terlihat) is narrow, "beside the table only where there is room"
        await p.tekan("escape")
        assert not p.pane.detail.terbuka
        assert p.loket.app.focused is p.pane


async def test_json_folds_by_keys_and_copies() -> None:
    async with pantau(LARGE) as p:
        await p.tekan("enter")
        await p.sampai(lambda: "response: [" in p.rinci)
        await p.tekan("down", "left")
        assert "response: [1]" in p.rinci
        assert "noKartu" not in p.pane.detail.json.text
        await p.tekan("right")
        assert "noKartu" in p.pane.detail.json.text
        await p.tekan("down", "down", "left", "left")
        assert "response: [1]" not in p.rinci, "left of a value goes to what it stands in, then folds that"
        await p.tekan("home", "enter")
        assert p.pane.detail.json.text.strip() == "▌▸ {2}"
        await p.tekan("c")
        assert json.loads(p.loket.app.clipboard)["metaData"]["code"] == 412


async def test_the_difference_of_two_attempts() -> None:
    async with pantau() as p:
        await p.tekan("enter")
        await p.sampai(lambda: "Percobaan [ 2/2 ]" in p.rinci)
        await p.tekan("d")
        assert "Beda percobaan 1 → 2" in p.rinci
        assert [row.strip() for row in p.pane.detail.json.text.splitlines()] == [
            "▌  ~ sistole",
            "- 0",
            "+ 120",
        ]
        await p.tekan("space")
        assert "Tidak ada beda." in p.rinci
        await p.tekan("d")
        assert "Beda percobaan" not in p.rinci


async def test_with_three_attempts_one_chooses_which() -> None:
    async with pantau() as p:
        p.monitor.change(40, percobaan=3)
        await p.tekan("enter")
        await p.sampai(lambda: "Percobaan [ 3/3 ]" in p.rinci)
        await p.tekan("d", "1")
        await p.sampai(lambda: "Beda percobaan 1 → 3" in p.rinci)


async def test_the_detail_is_live_and_keeps_its_place() -> None:
    async with pantau() as p:
        await p.tekan("enter")
        await p.sampai(lambda: "Percobaan [ 2/2 ]" in p.rinci)
        p.monitor.change(40, status=StatusJob.TERKIRIM, percobaan=3, http=201)
        await p.sampai(lambda: "Percobaan [ 3/3 ]" in p.rinci)
        assert "Terkirim" in p.rinci
        assert "Kirim Ulang" not in p.loket.terlihat


async def test_showing_identity_takes_the_right_and_is_written_down() -> None:
    async with pantau(pelaku=SUPER) as p:
        await p.tekan("enter")
        await p.sampai(lambda: "****0017" in p.rinci)
        await p.tekan("u")
        await p.sampai(lambda: CARD in p.rinci)
        assert p.monitor.audit == [("identitas.buka", 40)]
        await p.tekan("u")
        assert CARD not in p.rinci
        await p.tekan("u", "escape", "enter")
        await p.sampai(lambda: "****0017" in p.rinci, "masked again with the next job")
    async with pantau(pelaku=ADMIN) as p:
        p.monitor.fail["buka_identitas"] = Ditolak("tidak_berhak", nama="ratih", izin="lihat identitas")
        await p.tekan("enter")
        await p.sampai(lambda: "****0017" in p.rinci)
        await p.tekan("u")
        await p.sampai(lambda: p.loket.toast)
        assert CARD not in p.rinci


async def test_hostile_and_endless_bodies_are_only_shown() -> None:
    evil = {"a\x1b[2J": "\x1b]0;x\x07[red]b[/] \u202e", "deep": [[[[["x"]]]]], "n": 10**400, "k": CARD}
    nodes = json_pohon.pohon(json.dumps(evil))
    text = "\n".join(f"{node.kunci}: {node.nilai}" for node in nodes)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert CARD not in text
    assert "[red]b[/]" in text
    assert json_pohon.pohon("[" * 100_000)[0].nilai.startswith("[")
    assert json_pohon.pohon("bukan json\x1b[31m\nbaris")[1].nilai == "baris"
    big = json.dumps({f"kolom{n}": "x" * 300 for n in range(1000)})
    assert len(big) > 300_000
    async with pantau() as p:
        p.monitor.bodies[40] = big
        await p.tekan("enter")
        await p.sampai(lambda: "response: [" in p.rinci)
        await p.tekan("space", "end")
        await p.sampai(lambda: "}" in p.pane.detail.json.text)
        assert "kolom999" in p.pane.detail.json.text


# ── editing ───────────────────────────────────────────────────────────────────
async def edit(p: Pantau, job_id: int = 40) -> EditJobScreen:
    """Open the editor of a job."""
    await p.ke(job_id)
    await p.tekan("enter")
    await p.sampai(lambda: p.pane.detail.isi is not None)
    await p.tekan("e")
    await p.sampai(lambda: isinstance(p.loket.app.screen, EditJobScreen))
    screen = p.loket.app.screen
    assert isinstance(screen, EditJobScreen)
    return screen


async def put(p: Pantau, screen: EditJobScreen, text: str) -> str:
    """Type another body; returns what the check says."""
    screen.area.text = text
    screen._check()
    await p.loket.tenang()
    return p.loket.terlihat.splitlines()[-2].strip()


@ENDS
async def test_an_edited_body_is_sent_with_its_reason(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        screen = await edit(p)
        assert p.monitor.jobs[40].ditahan_oleh == "ratih", "held while it is edited"
        assert "noKartu" in p.loket.terlihat
        assert (
            await put(p, screen, screen.area.text.replace('"sistole": 0', '"sistole": 120')) == "JSON benar"
        )
        await p.tekan("ctrl+s")
        await p.sampai(lambda: isinstance(p.loket.app.screen, Prompt))
        assert "~ sistole 0 → 120" in p.loket.terlihat
        await p.tekan("enter")
        assert "Tulis alasan mengubah isi lebih dahulu." in p.loket.terlihat
        await p.loket.ketik("tensi salah")
        await p.tekan("enter")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))
        sent = [call for name, call in p.monitor.calls if name == "kirim_ulang"]
        assert len(sent) == 1
        job_id, body, reason, unlocked, sure = sent[0]  # type: ignore[misc]
        assert (job_id, reason, unlocked, sure) == (40, "tensi salah", False, False)
        assert json.loads(body)["sistole"] == 120
        await p.sampai(lambda: p.sel(40, "status") == "Menunggu")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"a": 1,}', "JSON salah di baris 1, kolom 8: koma berlebih sebelum }"),
        ('{"a": }', "JSON salah di baris 1, kolom 7: nilai tidak ada atau tidak dikenal"),
        ('{\n"a": 1\n"b": 2}', "JSON salah di baris 3, kolom 1: kurang koma"),
        ("[1]", "harus satu objek JSON"),
        ('{"a": 1, "a": 2}', "Kolom a ditulis dua kali"),
        ('{"a": "\\u001b[2J"}', "karakter kendali"),
        (BODY.replace(CARD, "0000000000025"), "Kolom kunci noKartu tidak boleh diubah"),
        ("{" + '"a": "' + "x" * MOST_BYTES + '"}', "lebih dari 200 KB"),
    ],
    ids=["comma", "no value", "two rows", "list", "twice", "control", "locked", "300 KB"],
)
async def test_what_must_not_be_sent_is_not_sent(body: str, said: str) -> None:
    async with pantau(LARGE) as p:
        screen = await edit(p)
        assert said in await put(p, screen, body)
        await p.tekan("ctrl+s")
        assert p.loket.app.screen is screen
        assert not any(name in ("periksa", "kirim_ulang") for name, _ in p.monitor.calls)


async def test_locked_fields_are_unlocked_on_purpose() -> None:
    async with pantau(LARGE) as p:
        screen = await edit(p)
        await put(p, screen, BODY.replace(CARD, "0000000000025"))
        await p.tekan("ctrl+k", "escape")
        assert not screen.sah
        await p.tekan("ctrl+k", "y")
        assert "KUNCI DIBUKA" in p.loket.terlihat
        assert screen.sah
        assert "Kolom kunci berubah: noKartu" in p.loket.terlihat
        await p.tekan("ctrl+s")
        await p.sampai(lambda: isinstance(p.loket.app.screen, Prompt))
        assert "0000000000025" not in p.loket.terlihat, "cards are masked in what is asked"
        await p.loket.ketik("kartu salah ketik")
        await p.tekan("enter")
        await p.sampai(lambda: any(name == "kirim_ulang" for name, _ in p.monitor.calls))
        assert next(call[3] for name, call in p.monitor.calls if name == "kirim_ulang") is True  # type: ignore[index]


async def test_identity_is_masked_in_the_editor_and_sent_as_it_is() -> None:
    async with pantau(pelaku=SUPER) as p:
        screen = await edit(p)
        assert CARD not in screen.area.text
        assert '"noKartu": "****0017"' in screen.area.text
        await put(p, screen, screen.area.text.replace('"sistole": 0', '"sistole": 121'))
        assert screen.sah
        await p.tekan("ctrl+s")
        await p.sampai(lambda: isinstance(p.loket.app.screen, Prompt))
        await p.tekan("escape")
        body = next(call[1] for name, call in p.monitor.calls if name == "periksa")  # type: ignore[index]
        assert json.loads(body)["noKartu"] == CARD
        await p.tekan("f9")
        await p.sampai(lambda: CARD in screen.area.text)
        assert p.monitor.audit == [("identitas.buka", 40)]
        assert '"sistole": 121' in screen.area.text


async def test_leaving_drops_the_hold_and_never_what_was_typed_by_accident() -> None:
    async with pantau() as p:
        screen = await edit(p)
        await p.tekan("escape")
        await p.sampai(lambda: p.monitor.jobs[40].ditahan_oleh == "", "the hold is dropped")
        screen = await edit(p)
        await put(p, screen, '{"a": 1}')
        await p.tekan("escape")
        assert p.loket.tanya == "Buang hasil edit ini? Job kembali seperti semula."
        await p.tekan("escape")
        assert screen.area.text == '{"a": 1}'
        await p.tekan("escape", "y")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))
        assert p.monitor.jobs[40].ditahan_oleh == ""
        assert p.monitor.jobs[40].status in FAILED_JOB


async def test_somebody_elses_edit_is_taken_over_only_when_meant() -> None:
    async with pantau() as p:
        await p.ke(35)
        await p.tekan("enter")
        await p.sampai(lambda: p.pane.detail.isi is not None)
        await p.tekan("e")
        await p.sampai(lambda: p.loket.dialog)
        assert "sedang diedit oleh budi" in p.loket.tanya
        await p.tekan("escape")
        assert p.monitor.jobs[35].ditahan_oleh == "budi"
        await p.tekan("e")
        await p.sampai(lambda: p.loket.dialog)
        await p.tekan("y")
        await p.sampai(lambda: isinstance(p.loket.app.screen, EditJobScreen))
        assert p.monitor.jobs[35].ditahan_oleh == "ratih"


async def test_hints_follow_the_cursor() -> None:
    async with pantau(LARGE) as p:
        await edit(p)
        await p.tekan("down", "down", "down")
        await p.sampai(lambda: "nomor kartu BPJS, 13 digit" in p.loket.terlihat)
        assert "teks, wajib, terkunci" in p.loket.terlihat


# ── bulk ──────────────────────────────────────────────────────────────────────
async def bulk(p: Pantau) -> MassalScreen:
    """Open a bulk run over all that match."""
    await p.tekan("b")
    await p.sampai(lambda: isinstance(p.loket.app.screen, MassalScreen))
    screen = p.loket.app.screen
    assert isinstance(screen, MassalScreen)
    await p.sampai(lambda: screen.rencana is not None)
    await p.loket.tenang()
    return screen


async def test_a_plan_of_nothing_names_no_key_that_begins_it() -> None:
    async with pantau() as p:
        p.monitor.jobs = {n: replace(one, status=StatusJob.TERKIRIM) for n, one in p.monitor.jobs.items()}
        await bulk(p)
        await p.sampai(lambda: "Tidak ada job yang dapat dikirim ulang." in p.loket.terlihat)
        assert "Enter mulai" not in p.loket.terlihat
        assert "Esc kembali" in p.loket.terlihat


async def test_the_strip_says_what_the_seed_says() -> None:
    """In the table it is the button Resend, in a job in full Kirim Ulang."""
    async with pantau(LARGE) as p:
        assert "r Resend" in p.loket.terlihat
        await p.tekan("enter")
        await p.sampai(lambda: "Percobaan [ 2/2 ]" in p.rinci)
        assert "r Kirim Ulang" in p.loket.terlihat


@ENDS
async def test_a_bulk_run_is_planned_with_reasons_and_told_at_its_end(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        await bulk(p)
        seen = p.loket.terlihat
        assert "5 job akan dikirim ulang" in seen
        assert "35 dilewati:" in seen
        assert "bukan job gagal" in seen
        assert "sedang diedit orang lain" in seen
        assert "menghapus data di BPJS, belum dipastikan" in seen
        await p.tekan("y")
        await p.sampai(lambda: "6 job akan dikirim ulang" in p.loket.terlihat)
        assert "Job hapus disertakan" in p.loket.terlihat
        await p.tekan("y")
        await p.sampai(lambda: "5 job akan dikirim ulang" in p.loket.terlihat)
        p.monitor.fail["refuse"] = Ditolak("tidak_berhak", nama="ratih", izin="resend pcare")
        await p.tekan("right", "enter")
        await p.sampai(lambda: "4 dikirim ulang" in p.loket.terlihat)
        assert "1 ditolak" in p.loket.terlihat
        assert p.monitor.hands is not None
        assert p.monitor.hands.laju == 10
        await p.sampai(lambda: "#32" in p.loket.terlihat, "the refused one is listed first")
        job = p.monitor.jobs[32]
        await p.sampai(lambda: job.norm in p.loket.terlihat, "whose job it is")
        if size == LARGE:
            assert job.nama in p.loket.terlihat
        await p.tekan("down")
        await p.sampai(
            lambda: f"semula: {p.monitor.jobs[33].pesan[:30]}" in p.loket.terlihat, "in full below"
        )
        await p.tekan("escape")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))


async def test_above_twenty_the_number_is_typed() -> None:
    monitor = FakeMonitor(NOW, DAY, lambda: None)
    monitor.jobs = {n: failed(n, DAY, NOW) for n in range(1, 26)}
    async with pantau(monitor=monitor) as p:
        screen = await bulk(p)
        assert "Ketik 25 untuk memastikan" in p.loket.terlihat
        await p.tekan("enter")
        await p.loket.ketik("24")
        await p.tekan("enter")
        assert "Jumlah tidak sama; ketik 25." in p.loket.terlihat
        assert screen.kendali is None
        await p.tekan("backspace")
        await p.loket.ketik("5")
        await p.tekan("enter")
        await p.sampai(lambda: "25 dikirim ulang" in p.loket.terlihat)


async def test_a_run_pauses_goes_on_and_stops() -> None:
    async with pantau() as p:
        p.monitor.auto = False
        screen = await bulk(p)
        await p.tekan("enter")
        await p.sampai(lambda: p.monitor.hands)
        hands = p.monitor.hands
        assert hands is not None
        hands.steps.release()
        await p.sampai(lambda: "1/5" in p.loket.terlihat)
        await p.tekan("space")
        assert hands.dijeda
        assert "dijeda" in p.loket.terlihat
        await p.tekan("space")
        assert not hands.dijeda
        await p.tekan("escape")
        await p.sampai(lambda: "dihentikan sebelum selesai" in p.loket.terlihat)
        assert not screen.berjalan
        assert "1 dikirim ulang" in p.loket.terlihat


# ── causes ────────────────────────────────────────────────────────────────────
@SIZES
async def test_a_cause_is_opened_and_left(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        await p.tekan("s")
        await p.sampai(lambda: "7 gagal · 5 sebab" in p.loket.terlihat)
        assert isinstance(p.loket.app.screen, KelompokScreen)
        assert "Siapa: Pasien, dibantu petugas pendaftaran." in p.loket.terlihat
        await p.tekan("enter")
        await p.sampai(lambda: p.ids == [40, 35, 33])
        assert "satu sebab" in p.loket.terlihat
        await p.tekan("escape")
        await p.sampai(lambda: p.ids[:2] != [40, 35])
        assert p.pane.daftar.saring.teks is None


async def test_a_cause_is_released_with_one_key() -> None:
    async with pantau() as p:
        await p.tekan("s")
        await p.sampai(lambda: "5 sebab" in p.loket.terlihat)
        await p.tekan("r")
        await p.sampai(lambda: "2 job akan dikirim ulang" in p.loket.terlihat)
        assert "sedang diedit orang lain" in p.loket.terlihat
        await p.tekan("enter")
        await p.sampai(lambda: "2 dikirim ulang" in p.loket.terlihat)
        assert p.monitor.jobs[40].status is StatusJob.MENUNGGU


# ── the day ───────────────────────────────────────────────────────────────────
@SIZES
async def test_the_day_at_a_glance(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        await p.tekan("l")
        await p.sampai(lambda: "gerbang tertutup 07:00–07:30" in p.loket.terlihat)
        assert isinstance(p.loket.app.screen, SekilasScreen)
        assert "××" in p.loket.terlihat
        assert "44 kiriman" in p.loket.terlihat
        await p.tekan("left")
        await p.sampai(lambda: "Belum ada kiriman pada tanggal ini." in p.loket.terlihat)
        await p.tekan("escape")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))


async def test_without_letters_beyond_ascii_everything_still_reads() -> None:
    async with pantau(ascii=True) as p:
        for key, word in (("enter", "Request"), ("escape", "hal. 1"), ("s", "sebab"), ("escape", "hal. 1"),
                          ("l", "gerbang tertutup"), ("escape", "hal. 1"), ("b", "job akan")):  # fmt: skip
            await p.tekan(key)
            await p.sampai(lambda word=word: word in p.loket.terlihat, word)  # type: ignore[misc]
            assert p.loket.terlihat.isascii(), key
