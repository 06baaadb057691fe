"""Wrong usage, said in one Indonesian sentence."""

from __future__ import annotations

import re

import click

from deka_tui import cli_texts
from deka_tui.commands.click_id import SalahPakai

_IN_BRACKETS = re.compile(r"\((.*)\)", re.DOTALL)


def explain(error: click.UsageError) -> str:
    """Say what is wrong with a command line and where to look."""
    where = error.ctx.command_path if error.ctx is not None else "deka"
    return f"{_what(error).rstrip('.')}; {cli_texts.lihat_bantuan(where)}"


def _what(error: click.UsageError) -> str:
    if isinstance(error, SalahPakai):
        return error.message
    if isinstance(error, click.NoSuchCommand):
        return cli_texts.tak_dikenal(cli_texts.KATA_PERINTAH, error.command_name, error.possibilities or [])
    if isinstance(error, click.NoSuchOption):
        return cli_texts.tak_dikenal(cli_texts.KATA_PILIHAN, error.option_name, error.possibilities or [])
    if isinstance(error, click.MissingParameter):
        return cli_texts.belum_diisi(_name(error.param))
    if isinstance(error, click.BadParameter):
        return cli_texts.nilai_salah(_name(error.param), error.message)
    if isinstance(error, click.BadOptionUsage):
        flag = _is_flag(error)
        return cli_texts.tanpa_nilai(error.option_name) if flag else cli_texts.perlu_nilai(error.option_name)
    if extra := _IN_BRACKETS.search(error.message):
        return cli_texts.kata_lebih(extra[1])
    if isinstance(error.ctx and error.ctx.command, click.Group):
        assert error.ctx is not None and isinstance(error.ctx.command, click.Group)  # noqa: S101 - said above
        return cli_texts.perintah_kurang(error.ctx.command.list_commands(error.ctx))
    return cli_texts.PEMAKAIAN_SALAH


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "?"
    return param.opts[0] if isinstance(param, click.Option) else (param.metavar or param.opts[0].upper())


def _is_flag(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx is not None else []
    found = (p for p in params if isinstance(p, click.Option) and error.option_name in p.opts)
    return any(param.is_flag for param in found)
