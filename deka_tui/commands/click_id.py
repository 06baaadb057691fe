"""click in Indonesian: headings, options of the whole program on every command, and the types of values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from deka_tui import cli_texts
from deka_tui.commands.session import Sesi
from shared.texts import sentence

_LARGEST = 2**63 - 1
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Pilihan(click.Option):
    """An option whose help says *wajib* where click says *required*."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """See :meth:`click.Option.get_help_extra`."""
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = cli_texts.WAJIB
        return extra


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    sesi = ctx.find_object(Sesi)
    if value is not None and sesi is not None and param.name:
        setattr(sesi, param.name, value)


def _of_the_program(*, hidden: bool) -> list[click.Parameter]:
    """Make the options of the whole program; scripts may write them after the command, too."""
    return [
        Pilihan([name], metavar=metavar, help=text, hidden=hidden, expose_value=False, callback=_remember)
        for name, (metavar, text) in cli_texts.PILIHAN_UMUM.items()
    ]


class SalahPakai(click.UsageError):
    """Wrong usage that is explained in Indonesian already."""


class _Kata:
    """The words of help; mixed into commands and groups."""

    root = False

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; every complaint knows which command it is about."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = ctx.command.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=cli_texts.CARA_PAKAI)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and of a group the commands."""
        command = ctx.command
        rows = [
            row
            for param in command.get_params(ctx)
            if not isinstance(param, click.Argument) and (row := param.get_help_record(ctx)) is not None
        ]
        if rows:
            with formatter.section(cli_texts.PILIHAN):
                formatter.write_dl(rows)
        if isinstance(command, Kelompok):
            with formatter.section(cli_texts.PERINTAH):
                formatter.write_dl(command.short_helps(ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Make the option ``--help``."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = cli_texts.TAMPILKAN_BANTUAN
        return option  # type: ignore[no-any-return]


class Perintah(_Kata, click.Command):
    """A command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", cli_texts.METAVAR_PILIHAN)
        super().__init__(*args, **kwargs)
        self.params += _of_the_program(hidden=True)


class Kelompok(_Kata, click.Group):
    """A group of commands."""

    command_class = Perintah

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", cli_texts.METAVAR_PILIHAN)
        kwargs.setdefault("subcommand_metavar", cli_texts.METAVAR_PERINTAH)
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)
        self.params += _of_the_program(hidden=not self.root)

    def short_helps(self, ctx: click.Context) -> list[tuple[str, str]]:
        """List the commands, each with one line of help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, command.get_short_help_str(200)) for name, command in found if command is not None]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands as they were written, the usual ones first."""
        del ctx
        return [*self.commands]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; raises :class:`click.NoSuchCommand` with those that look alike."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.NoSuchCommand(name, possibilities=self.list_commands(ctx), ctx=ctx)
        return super().resolve_command(ctx, args)


def pilihan(*names: str, **attrs: Any) -> Callable[[Any], Any]:
    """Declare an option, with help in Indonesian."""
    return click.option(*names, cls=Pilihan, **attrs)


def pilihan_json(function: Any) -> Any:
    """Declare ``--json``, handed over as *as_json*."""
    return pilihan("--json", "as_json", is_flag=True, help=cli_texts.BANTUAN_JSON)(function)


def pilihan_tunggu(function: Any) -> Any:
    """Declare ``--tunggu S``."""
    return pilihan("--tunggu", type=DETIK, metavar="S", help=cli_texts.BANTUAN_TUNGGU)(function)


class Teks(click.ParamType[Any]):
    """A text that can be stored: no bytes that are no text."""

    name = "teks"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See :meth:`click.ParamType.convert`."""
        text = str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail(cli_texts.BUKAN_UTF8, param, ctx)
        return text


class Angka(click.ParamType[Any]):
    """A whole number, not negative."""

    name = "angka"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """See :meth:`click.ParamType.convert`."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST):
            self.fail(cli_texts.bukan_angka(text), param, ctx)
        return int(text)


class Detik(click.ParamType[Any]):
    """A time to wait in seconds, up to an hour."""

    name = "detik"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """See :meth:`click.ParamType.convert`."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds <= 3600:
            self.fail(cli_texts.bukan_detik(str(value)), param, ctx)
        return seconds


class Tanggal(click.ParamType[Any]):
    """A date, ``YYYY-MM-DD`` and nothing else."""

    name = "tanggal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """See :meth:`click.ParamType.convert`."""
        text = str(value).strip()
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        return self.fail(sentence("tanggal_salah", nilai=text), param, ctx)


class SalahSatu(click.ParamType[Any]):
    """One of some words; capitals, blanks and hyphens do not matter."""

    name = "pilihan"

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {self._fold(word): word for word in words}

    @staticmethod
    def _fold(word: str) -> str:
        return word.strip().lower().replace("-", "_").replace(" ", "_")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See :meth:`click.ParamType.convert`."""
        word = self._words.get(self._fold(str(value)))
        if word is None:
            near = get_close_matches(str(value), self._words.values(), n=1)
            self.fail(cli_texts.bukan_salah_satu(str(value), [*self._words.values()], near), param, ctx)
        return word


TEKS, ANGKA, DETIK, TANGGAL = Teks(), Angka(), Detik(), Tanggal()
