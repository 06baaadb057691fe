"""A bare Textual app with one Static: the least any Textual program can start in."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Kosong(App[None]):
    """One text."""

    def compose(self) -> ComposeResult:
        yield Static("tampil")


if __name__ == "__main__":
    Kosong().run()
