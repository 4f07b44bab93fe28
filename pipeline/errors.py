"""Every way the line can stop.

TolkError                the message says where, what, and what to do
├── UsageError      2    an option's value makes no sense
├── InputError      3    a document cannot be read
│   └── GlossaryError    a glossary file is malformed
├── OutputError     3    a result cannot be written
└── EngineError     4    an engine or model is unknown, missing or broken

The number is the exit code of a command that stops with it. Code 1 means findings and
code 5 that some episodes failed while the others were written; neither is an error here.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_ENGINE = 4
EXIT_PARTIAL = 5
EXIT_STOPPED = 128
"""Plus the number of the signal: 130 for Ctrl-C, 143 for SIGTERM."""


class TolkError(Exception):
    """The run cannot continue.

    Attributes:
        where: The file, option or model at fault, as the user knows it.
        problem: What is wrong with it, one clause.
        remedy: What to do about it, one clause; may be empty.
        line: 1-based line of the fault, 0 where there is none.
    """

    exit_code: ClassVar[int] = EXIT_INPUT

    def __init__(self, where: str, problem: str, *, remedy: str = "", line: int = 0) -> None:
        self.where, self.problem, self.remedy, self.line = where, problem, remedy, line
        place = f"{where}:{line}" if line else where
        super().__init__(f"{place}: {problem}" + (f"; {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes whole."""
        return _again, (type(self), self.where, self.problem, self.remedy, self.line)


class UsageError(TolkError):
    """An option's value makes no sense."""

    exit_code = EXIT_USAGE


class InputError(TolkError):
    """A document cannot be read."""

    exit_code = EXIT_INPUT


class GlossaryError(InputError):
    """A glossary file is malformed."""


class OutputError(TolkError):
    """A result cannot be written."""

    exit_code = EXIT_INPUT


class EngineError(TolkError):
    """An engine or model is unknown, missing or broken."""

    exit_code = EXIT_ENGINE


def internal(error: BaseException) -> str:
    """Return words for a fault of ours, with the place in the code that it came from."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    words = f"internal error, please report: {error!r}"
    if trace is None:
        return words
    file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{words} in {file}:{trace.tb_lineno}"


def _again(kind: type[TolkError], where: str, problem: str, remedy: str, line: int) -> TolkError:
    return kind(where, problem, remedy=remedy, line=line)
