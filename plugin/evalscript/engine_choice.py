# SPDX-License-Identifier: GPL-2.0-or-later
"""Which engine runs a script: the block engine, and Qt's JavaScript where that refuses."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Callable, TypeVar

from .block_engine import BlockEngine
from .budget import Budget
from .errors import EvalscriptError, engine_errors
from .interface import Engine
from .model import Note

Answer = TypeVar("Answer")
ENGINES = ("auto", "block", "qt")


class EngineChoice:
    """The engine of a script, which may change once."""

    def __init__(self, text: str, known_bands: Sequence[str] | None, budget: Budget, wanted: str) -> None:
        """Compile with the wanted engine, or with the first that can.

        :param wanted: one of :data:`ENGINES`.
        :raises EvalscriptError: when the text cannot be read or ``setup()`` fails.
        """
        if wanted not in ENGINES:
            raise ValueError(f"{wanted} is no engine; it is one of {', '.join(ENGINES)}")
        self._text = text
        self._known_bands = known_bands
        self._may_change = wanted == "auto"
        self._lock = threading.Lock()
        self.notes: tuple[Note, ...] = ()
        self.engine: Engine
        if wanted == "qt":
            self.engine = self._compile_qt(budget)
            return
        try:
            with engine_errors():
                self.engine = BlockEngine(text, known_bands, budget)
        except EvalscriptError as error:
            if not self._may_change or error.kind not in ("unsupported", "parse"):
                raise
            self.engine = self._replace(error, budget)

    def attempt(self, action: Callable[[Engine, Budget], Answer], budget: Budget) -> Answer:
        """Run with the present engine, and again with the other one when it refuses.

        Errors of the script and limits that stop it are the same in both engines, so they never change it.

        :raises EvalscriptError: when the script fails.
        """
        engine = self.engine
        try:
            with engine_errors():
                return action(engine, budget)
        except EvalscriptError as error:
            if error.kind != "unsupported" or engine.name != "block" or not self._may_change:
                raise
            with self._lock:
                if self.engine is engine:
                    self.engine = self._replace(error, budget)
        with engine_errors():
            return action(self.engine, budget)

    def demand_memory(self, budget: Budget) -> None:
        """Take the engine that can tell what pixels left in variables, if the user data depends on that.

        Where there is none, a note says that there will be no user data.
        """
        memory = self.engine.pixel_memory
        if memory is None:
            return
        line, name = memory
        error = EvalscriptError(
            line, 0, f"updateOutputMetadata() reads {name}, which every pixel changes", "unsupported"
        )
        if self._may_change:
            with self._lock:
                try:
                    self.engine = self._replace(error, budget)
                    return
                except EvalscriptError as other:
                    error = other
        self.notes = (*self.notes, Note("user_data", error.line, error.message))

    def _compile_qt(self, budget: Budget) -> Engine:
        from .qt import QtEngine

        with engine_errors():
            return QtEngine(self._text, self._known_bands, budget)

    def _replace(self, error: EvalscriptError, budget: Budget) -> Engine:
        """The Qt engine, because the block engine refused.

        :raises EvalscriptError: the refusal when Qt's JavaScript is not there, or cannot read the script either.
        """
        from .qt import missing_part

        missing = missing_part()
        if missing:
            if error.kind == "parse":
                raise error
            message = f"{error.message}; {missing}, or write it in another way"
            raise EvalscriptError(error.line, error.column, message, error.kind) from error
        try:
            engine = self._compile_qt(budget)
        except EvalscriptError as other:
            if other.kind != "parse":
                raise
            if error.kind == "parse":
                raise error from other
            message = (
                f"{error.message}; Qt's JavaScript engine, which would, does not know the syntax of line {other.line}"
            )
            raise EvalscriptError(error.line, error.column, message, error.kind) from other
        message = f"{error.message}; so the slower JavaScript engine of Qt runs this script"
        self.notes = (*self.notes, Note("engine", error.line, message))
        return engine
