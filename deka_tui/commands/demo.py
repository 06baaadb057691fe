"""``deka demo``: the lively clinic day; it takes nothing but the options of the whole program."""

from __future__ import annotations

from importlib import import_module

import click

from deka_tui import cli_texts
from deka_tui.commands.click_id import Perintah


@click.command("demo", cls=Perintah, help=cli_texts.DEMO)
@click.pass_context
def perintah(ctx: click.Context) -> None:
    """Open the demo."""
    ctx.exit(int(import_module("deka_tui.demo").main()))
