"""The command ``deka`` itself: it finds the others and loads only the one that is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from deka_tui import cli_texts
from deka_tui.cli import INTERRUPTED, REFUSED, refuse
from deka_tui.commands.click_id import Kelompok, Pilihan
from deka_tui.commands.session import Gagal, Sesi
from deka_tui.commands.usage import explain

WRONG_USAGE = 2


class Akar(Kelompok):
    """The group of all commands; each lives as ``perintah`` in the module of its name."""

    root = True

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands without loading one."""
        del ctx
        return [*cli_texts.PERINTAH_DEKA]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name not in cli_texts.PERINTAH_DEKA:
            return None
        found: Any = import_module(f"deka_tui.commands.{cmd_name}").perintah
        return found if isinstance(found, click.Command) else None

    def short_helps(self, ctx: click.Context) -> list[tuple[str, str]]:
        """List the commands with their help without loading one."""
        del ctx
        return [*cli_texts.PERINTAH_DEKA.items()]


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"deka {version('deka')}")
        ctx.exit()


_VERSION = Pilihan(
    ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help=cli_texts.BANTUAN_VERSI,
)  # fmt: skip

akar = Akar(name="deka", help=cli_texts.BANTUAN_DEKA, params=[_VERSION])


def run(args: list[str], sesi: Sesi) -> int:
    """Run the command in *args* and return the exit code; services' refusals are for the caller."""
    try:
        with akar.make_context("deka", args, obj=sesi) as ctx:
            akar.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.UsageError as error:
        return refuse(explain(error), WRONG_USAGE)
    except click.ClickException as error:
        return refuse(error.format_message())
    except Gagal as error:
        return refuse(str(error), REFUSED)
    return 0
