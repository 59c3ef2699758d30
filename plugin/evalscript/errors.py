# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong with an evalscript, for callers and inside the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

KINDS = ("parse", "setup", "runtime", "unsupported", "stopped")


class EvalscriptError(Exception):
    """An evalscript cannot be read, or its run ended early."""

    def __init__(self, line: int, column: int, message: str, kind: str) -> None:
        """Keep where and why.

        :param line: 1-based line in the script as given; 0 when unknown.
        :param column: 1-based column; 0 when unknown.
        :param message: plain English, without the line.
        :param kind: one of :data:`KINDS`.
        """
        super().__init__(line, column, message, kind)
        self.line = line
        self.column = column
        self.message = message
        self.kind = kind

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


class Fault(Exception):
    """Travels inside the engine until the boundary turns it into an :class:`EvalscriptError`."""

    kind = "runtime"

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def locate(self, line: int, column: int) -> None:
        """Remember the innermost position; later, outer ones are ignored."""
        if not self.line:
            self.line, self.column = line, column

    def to_error(self) -> EvalscriptError:
        """The public form of this fault."""
        return EvalscriptError(self.line, self.column, self.message, self.kind)


class ParseFault(Fault):
    """The text is not JavaScript as this engine knows it."""

    kind = "parse"


class SetupFault(Fault):
    """The text is no Evalscript V3, or its setup() returns something unusable."""

    kind = "setup"


class Refusal(Fault):
    """Correct JavaScript that cannot be run for all pixels at once."""

    kind = "unsupported"


class CarriedState(Refusal):
    """A pixel may see what another pixel has written."""


class Stop(Fault):
    """A limit was reached or the caller cancelled."""

    kind = "stopped"


class JsThrow(Fault):
    """A JavaScript exception, thrown by the script or by a built-in."""

    kind = "runtime"

    def __init__(self, message: str, name: str = "TypeError", value: object = None, lanes: object = "unknown") -> None:
        """Describe the exception.

        :param name: the JavaScript error class, when ``value`` is not given.
        :param value: what the script threw; None lets ``catch`` build an error object.
        :param lanes: mask of the lanes that throw, ``"unknown"`` when not determined.
        """
        super().__init__(message)
        self.name = name
        self.value = value
        self.lanes = lanes


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what happens inside an engine into :class:`EvalscriptError`."""
    try:
        with np.errstate(all="ignore"):
            yield
    except Fault as fault:
        raise fault.to_error() from fault
    except RecursionError as error:
        raise EvalscriptError(0, 0, "Maximum call stack size exceeded", "runtime") from error
    except MemoryError as error:
        raise EvalscriptError(0, 0, "the script needs more memory than there is", "stopped") from error
