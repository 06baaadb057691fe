"""The ``deka`` command: without a command it opens the screen, with one it calls a service.

Nothing but the standard library is imported until it is clear which of the two is wanted.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence

REFUSED, INTERRUPTED, PIPE_CLOSED = 1, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``deka`` and return the exit code: 0 done, 1 refused or failed, 2 wrong usage."""
    try:
        code = _guarded(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        drop_stdout()
        return PIPE_CLOSED
    except OSError:
        drop_stdout()
        return REFUSED
    return code


def _guarded(args: list[str]) -> int:
    from deka_tui import terminal

    gc.disable()  # importing leaves nothing to collect, and looking for it takes a tenth of the start
    from deka_tui.commands.session import Sesi
    from shared.config import KonfigurasiSalah
    from shared.services.errors import DekaError

    plain = terminal.choose(False, os.environ, replaced=bool(sys.flags.utf8_mode)) == "ascii"
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
            if plain:
                terminal.ascii_only(stream)
    sesi = Sesi()
    try:
        if _only_globals(args, sesi):
            from deka_tui.commands.screen import open_screen

            return open_screen(sesi)
        gc.enable()
        from deka_tui.commands.root import run

        return run(args, sesi)
    except (KonfigurasiSalah, DekaError) as error:
        return refuse(str(error))
    except BrokenPipeError:
        raise
    except Exception as error:
        from deka_tui.commands.crash import report

        return refuse(report(error, sesi))
    finally:
        sesi.tutup()


def refuse(sentence: str, code: int = REFUSED) -> int:
    """Write one sentence to standard error, harmless and on one line, and return the exit code."""
    from shared.domain.masking import clean

    sys.stderr.write(clean(sentence, 4000) + "\n")
    return code


def _only_globals(args: list[str], sesi: object) -> bool:
    """Tell whether nothing but options of the whole program was given, and keep their values.

    Whatever is odd about them is left to the real parser to explain.
    """
    found: dict[str, str] = {}
    words = iter(args)
    for word in words:
        name, given, value = word.partition("=")
        if name not in ("--config", "--sebagai", "--loket"):
            return False
        if not given:
            following = next(words, None)
            if following is None:
                return False
            value = following
        found[name[2:]] = value
    for key, value in found.items():
        setattr(sesi, key, value)
    return True


def drop_stdout() -> None:
    """Point standard output nowhere, so that the interpreter's last flush has nothing to complain of."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
