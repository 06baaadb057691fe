"""The one list of what can be done: bindings, key strip, help and the printed key card come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deka_tui import halaman, texts, texts_warta
from deka_tui.texts_halaman import AKSI_HALAMAN, KELOMPOK
from deka_tui.texts_masuk import AKSI_AKUN
from shared.domain.records import Kartu, Pelaku
from shared.domain.resend import RAWAT_JALAN, masih_diproses, resend_tampil
from shared.domain.status import WAITING_TICKET, StatusAntrean
from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """What an action is judged by: the current card, who acts, and what is under way."""

    kartu: Kartu | None
    pelaku: Pelaku
    penjamin_bpjs: int
    resending: frozenset[int] = frozenset()
    """Ids of tickets whose resend this screen waits for."""


Judge = Callable[[Scene, Kartu], str | None]
"""Says in one sentence why an action cannot be done to a card now; ``None`` when it can."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. ``keys`` are Textual key names, the first is the one shown."""

    id: str
    keys: tuple[str, ...]
    permission: str | None = None
    dangerous: bool = False
    judge: Judge | None = None
    """Set for actions on the current card."""
    group: str = "kartu"
    strip: int = 0
    """Rank in the key strip, 1 being the last to give way when room is short; 0: not in the strip."""
    words: tuple[str, str, str] | None = None
    """Key as people read it, one word, one line; ``None``: those of :data:`deka_tui.texts.AKSI`."""
    who: Callable[[Pelaku], bool] | None = None
    """Set where more than one permission decides; such an action is not on the counters' key card."""

    @property
    def key_label(self) -> str:
        """The key or keys as people read them."""
        return (self.words or texts.AKSI[self.id])[0]

    @property
    def label(self) -> str:
        """One word for strips and buttons."""
        return (self.words or texts.AKSI[self.id])[1]

    @property
    def description(self) -> str:
        """One line for help and key card."""
        return (self.words or texts.AKSI[self.id])[2]

    def allowed(self, pelaku: Pelaku) -> bool:
        """Tell whether *pelaku* may do this at all."""
        if self.who is not None and not self.who(pelaku):
            return False
        return self.permission is None or self.permission in pelaku.izin

    def refusal(self, scene: Scene) -> str | None:
        """Say why the action cannot be done now, or ``None``."""
        if not self.allowed(scene.pelaku):
            return texts.tidak_berhak(self.permission or halaman.HAK)
        if self.judge is None:
            return None
        if scene.kartu is None:
            return texts.TIDAK_ADA_KARTU
        return self.judge(scene, scene.kartu)


def _waiting(aksi: str) -> Judge:
    def judge(_scene: Scene, kartu: Kartu) -> str | None:
        if kartu.status in WAITING_TICKET:
            return None
        return texts.tidak_bisa(aksi, texts.SEBAB_STATUS[kartu.status])

    return judge


def _skip(_scene: Scene, kartu: Kartu) -> str | None:
    if kartu.status is StatusAntrean.MENUNGGU:
        return None
    return texts.tidak_bisa("lewati", texts.SEBAB_STATUS[kartu.status])


def _finish(_scene: Scene, kartu: Kartu) -> str | None:
    if kartu.status is StatusAntrean.DITERIMA:
        return None
    sebab = texts.SEBAB_BELUM_DITERIMA if kartu.status in WAITING_TICKET else texts.SEBAB_STATUS[kartu.status]
    return texts.tidak_bisa("selesai", sebab)


def _resend(scene: Scene, kartu: Kartu) -> str | None:
    if kartu.id in scene.resending or masih_diproses(kartu, scene.penjamin_bpjs):
        return texts.tidak_bisa("resend", texts.SEBAB_MASIH_DIPROSES)
    if resend_tampil(kartu, scene.penjamin_bpjs):
        return None
    if kartu.penjamin_id != scene.penjamin_bpjs:
        sebab = texts.SEBAB_BUKAN_BPJS
    elif kartu.jenis_kunjungan != RAWAT_JALAN:
        sebab = texts.SEBAB_BUKAN_RAWAT_JALAN
    elif kartu.status is StatusAntrean.BATAL:
        sebab = texts.SEBAB_STATUS[kartu.status]
    else:
        sebab = texts.SEBAB_SUDAH_OK
    return texts.tidak_bisa("resend", sebab)


def _any(_scene: Scene, _kartu: Kartu) -> str | None:
    return None


ACTIONS: tuple[Action, ...] = (
    Action("panggil", ("p",), "panggil antrean", judge=_waiting("panggil"), strip=8),
    Action("terima", ("t",), "terima antrean", judge=_waiting("terima"), strip=9),
    Action("resend", ("r",), "resend pcare", judge=_resend, strip=10),
    Action("batal", ("x",), "cancel antrean", dangerous=True, judge=_waiting("batal"), strip=11),
    Action("lewati", ("l",), "panggil antrean", judge=_skip, strip=12),
    Action("selesai", ("s",), "terima antrean", judge=_finish),
    Action("rincian", ("enter",), judge=_any, strip=6),
    Action("cetak", ("c",), "daftar antrean", judge=_any, words=AKSI_HALAMAN["cetak"]),
    Action("daftar", ("n",), "daftar antrean", group="daftar", strip=3),
    Action("panggil_loket", ("o",), "panggil antrean", group="daftar", words=AKSI_HALAMAN["panggil_loket"]),
    Action("daftar_loket", ("d",), "panggil antrean", group="daftar", words=AKSI_HALAMAN["daftar_loket"]),
    Action("cari", ("slash",), group="daftar", strip=4),
    Action("filter", ("f",), group="daftar", strip=5),
    Action("muat", ("f5", "g"), group="daftar"),
    Action("turun", ("down", "j"), group="pindah"),
    Action("naik", ("up", "k"), group="pindah"),
    Action("halaman_depan", ("pagedown", "right"), group="pindah"),
    Action("halaman_balik", ("pageup", "left"), group="pindah"),
    Action("awal", ("home",), group="pindah"),
    Action("akhir", ("end",), group="pindah"),
    Action("ruangan", tuple("123456789"), group="pindah", strip=7),
    Action("ruangan_maju", ("tab",), group="pindah"),
    Action("ruangan_mundur", ("shift+tab",), group="pindah"),
    Action("menu", ("m",), group="lain", strip=7, words=AKSI_HALAMAN["menu"], who=halaman.ada),
    Action("akun", ("u",), group="lain", words=AKSI_AKUN),
    Action("bantuan", ("question_mark",), group="lain", strip=2),
    Action("bersih", ("escape",), group="lain"),
    Action("keluar", ("ctrl+q",), group="lain", strip=1),
)
"""Every action of the queue screen, in the order of the key card."""

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def strip(pelaku: Pelaku) -> tuple[Action, ...]:
    """The actions of the key strip for *pelaku*; what is not allowed is not there."""
    return tuple(action for action in ACTIONS if action.strip and action.allowed(pelaku))


def staying(actions: Iterable[Action], terkunci: bool) -> tuple[Action, ...]:
    """Leave out what leaves the program where that is not done: at a locked station."""
    return tuple(action for action in actions if not terkunci or action.id != "keluar")


def grouped(actions: Iterable[Action] = ACTIONS) -> dict[str, list[Action]]:
    """The actions by group, groups and actions in the order of the list."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.group, []).append(action)
    return groups


def help_text(
    pelaku: Pelaku | None = None, actions: Iterable[Action] = ACTIONS, *, lisan: bool = False
) -> str:
    """The help: each group with its keys; with *pelaku* what is allowed, else what any counter has.

    With *lisan* the arrow keys are words, as one hears them.
    """
    allowed = [a for a in actions if (a.allowed(pelaku) if pelaku is not None else a.who is None)]
    blocks = []
    for group, members in grouped(allowed).items():
        keys = [texts_warta.lisan(action.key_label) if lisan else action.key_label for action in members]
        wide = max(11, *(len(key) + 2 for key in keys)) if lisan else 11
        rows = [f"  {key:<{wide}}{a.description}" for key, a in zip(keys, members, strict=True)]
        blocks.append("\n".join([KELOMPOK.get(group, texts.KELOMPOK.get(group, group)).upper(), *rows]))
    return "\n\n".join(blocks)


def key_card() -> str:
    """The key card to print, one A5 page of plain text."""
    title = texts.KARTU_TOMBOL_JUDUL
    return f"{title}\n{'=' * len(title)}\n\n{help_text()}\n\n{texts.KARTU_TOMBOL_KAKI}\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(key_card())
