"""``deka demo``: handed on, untouched."""

from __future__ import annotations

from importlib import import_module

import click

from deka_tui import cli_texts
from deka_tui.commands.click_id import Perintah


@click.command(
    "demo",
    cls=Perintah,
    help=cli_texts.PERINTAH_DEKA["demo"],
    add_help_option=False,
    context_settings={
        "ignore_unknown_options": True,
        "allow_extra_args": True,
        "allow_interspersed_args": False,
    },
)
@click.pass_context
def perintah(ctx: click.Context) -> None:
    """Open the demo."""
    ctx.exit(int(import_module("deka_tui.demo").main([*ctx.args])))
