"""A keeper between the suite and every process it starts: nothing the suite starts outlives it.

Run as a program (``python -I -S leash.py …``; standard library only, so it starts in a few milliseconds). It
starts the real program as its child, tells the suite the child's process id and later its exit, and holds one
end of a pipe whose other end only the suite has. However the suite ends, even by ``kill -9``, that pipe
closes; then the keeper kills every descendant, stopped or not (after a last word, where one helps it to tidy
up), and removes the folders it was given.

It is a process of its own and not a ``preexec_fn`` because the suite has threads, because a frozen server has
many processes in sessions of their own (a parent-death signal reaches only one), and because a program that
detaches from its parent is adopted by the keeper (sub-reaper, Linux) and so can still be seen and ended.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def descendants(root: int) -> list[int]:
    """Process ids of everything below ``root``, parents before children; zombies are left out."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    queue = [root]
    while queue:
        below = children.get(queue.pop(0), [])
        found += below
        queue += below
    return found


def _parents() -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    proc = Path("/proc")
    if (proc / "self" / "stat").exists():
        for entry in proc.iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):  # it may end while we look
                    # The name in parentheses may itself hold spaces and parentheses.
                    fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
                    if fields[0] not in (b"Z", b"X"):
                        pairs.append((int(entry.name), int(fields[1])))
        return pairs
    listing = subprocess.run(["ps", "-axo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        pid, parent, state = line.split()[:3]
        if not state.startswith("Z"):
            pairs.append((int(pid), int(parent)))
    return pairs


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _become(options: argparse.Namespace, keeper: int) -> None:
    """Make the freshly forked child ready for the wanted program."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    if options.tty:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if options.uid is not None:
        os.setgroups([])
        os.setgid(options.gid)
        os.setuid(options.uid)
    # After the change of user: changing credentials clears the parent-death signal.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        os._exit(127)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of one keeper."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--life", type=int, required=True)
    parser.add_argument("--report", type=int, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("--tty", action="store_true")
    parser.add_argument("--remove", action="append", default=[])
    parser.add_argument("--last-word", type=int)
    parser.add_argument("argv", nargs="+")
    return parser.parse_args(words)


def main() -> None:
    """Keep one program on the leash until the suite lets go."""
    options = parse(sys.argv[1:])
    if in_child(options):
        try:
            os.execvp(options.argv[0], options.argv)
        except BaseException as problem:
            os.write(2, f"{options.argv[0]}: {problem}\n".encode())
        finally:
            os._exit(127)


def in_child(options: argparse.Namespace) -> bool:
    """Fork. True at once in the child that is to become the program; False in the keeper when all is over."""
    os.set_inheritable(options.life, False)
    os.set_inheritable(options.report, False)

    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)

    keeper = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            _become(options, keeper)
            for number in (woken, wake, options.life, options.report):
                os.close(number)
        except BaseException as problem:
            os.write(2, f"{options.argv[0]}: {problem}\n".encode())
            os._exit(127)
        return True

    # The keeper must not hold the program's pipes or terminal open: their end is how others notice its exit.
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    _tell(options.report, f"pid {child}")

    while True:
        ready, _, _ = select.select([options.life, woken], [], [])
        if woken in ready:
            _drain(woken)
            _reap(child, options.report)
        if options.life in ready:
            break
    keep_folders = os.read(options.life, 1) == b"k"
    if options.last_word and not keep_folders:
        _last_word(options.last_word, keeper, child, woken)
    while True:
        _reap(child, options.report)
        family = descendants(keeper)
        if not family:
            break
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        select.select([woken], [], [], 0.05)
        _drain(woken)
    _reap(child, options.report)
    if not keep_folders:
        for folder in options.remove:
            shutil.rmtree(folder, ignore_errors=True)
    return False


def _last_word(number: int, keeper: int, child: int, woken: int) -> None:
    """Wake the family, signal the child and give it three seconds."""
    for pid in descendants(keeper):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
            if pid == child:
                os.kill(pid, number)
    deadline = time.monotonic() + 3
    while descendants(keeper) and (left := deadline - time.monotonic()) > 0:
        select.select([woken], [], [], min(left, 0.1))
        _drain(woken)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def _reap(child: int, report: int) -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            if pid == child:
                _tell(report, f"exit {os.waitstatus_to_exitcode(status)}")


def _tell(report: int, line: str) -> None:
    with contextlib.suppress(OSError):  # the suite may be gone already
        os.write(report, f"{line}\n".encode())


def _drain(fd: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.read(fd, 4096):
            pass


if __name__ == "__main__":
    main()
