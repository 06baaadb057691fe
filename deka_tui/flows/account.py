"""One's own account: lock, change user, password, PIN."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from deka_tui import texts_masuk as words
from deka_tui.widgets.chooser import Chooser, Entry

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen


def ask(screen: LiveScreen[Any]) -> None:
    """Show what one may do with one's account over *screen*."""
    deka = screen.deka
    choices = words.AKUN_PILIHAN if deka.pelaku.pengguna_id is not None else {"ganti": words.AKUN_MASUK}
    entries = tuple(Entry(name, label) for name, label in choices.items())

    def chosen(name: str | None) -> None:
        if name == "kunci":
            deka.session.lock()
        elif name == "ganti":
            deka.sign_out()
        elif name is not None:
            _change(screen, name)

    title = f"{words.AKUN} {deka.pelaku.nama}".strip()
    screen.ask(Chooser(title, entries), chosen)


def _change(screen: LiveScreen[Any], what: str) -> None:
    from deka_tui.widgets.secrets_dialog import SecretsDialog

    door = screen.pintu.masuk
    password = what == "sandi"
    change = door.ganti_sandi if password else door.ganti_pin
    labels = words.LABEL_SANDI if password else words.LABEL_PIN
    dialog = SecretsDialog(
        words.AKUN_PILIHAN[what], labels, lambda old, new: partial(change, old, new), empty=not password
    )

    def done(new: str | None) -> None:
        if new is None:
            return
        text = words.SANDI_DIGANTI if password else words.PIN_DIPASANG if new else words.PIN_DICABUT
        screen.toast(text)

    screen.ask(dialog, done)
