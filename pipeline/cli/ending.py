"""How a command may be ended from outside: closed streams, a full disk behind a pipe, signals."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.cli import console

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """A signal asked this process to stop. Not an Exception: nothing on the way catches it.

    Attributes:
        number: Of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def open_streams() -> None:
    """Make sure that there are three streams, and that any text can be written to them.

    A stream that whoever started us has closed is opened on nothing. Otherwise the next file
    to be opened, such as the translation memory, would get its number and our words with it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        # A lone surrogate in a title, or a terminal that is not UTF-8, must not end a run.
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn signals into `Stopped` while it lasts; one that is ignored (`nohup`) stays so."""

    def stop(number: int, frame: object) -> None:
        del frame
        raise Stopped(number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def notices_said() -> Iterator[None]:
    """Print what the library logs as warnings, one line each, while it lasts."""
    handler = _Saying(logging.WARNING)
    logger = logging.getLogger("tolk")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Saying(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        console.say(f"tolk: {record.getMessage()}")
