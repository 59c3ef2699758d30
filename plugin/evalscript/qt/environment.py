# SPDX-License-Identifier: GPL-2.0-or-later
"""A QJSEngine with the prelude, the service's helpers and one script, behind JSON and two buffers."""

from __future__ import annotations

import json
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..budget import Budget
from ..errors import Fault, JsThrow, ParseFault, Refusal, Stop
from ..interface import HOOKS
from .bindings import Bindings, load_bindings
from .messages import in_usual_words
from .watchdog import Watchdog

_SCRIPT_NAME = "evalscript.js"
_PLACE = re.compile(rf"{re.escape(_SCRIPT_NAME)}:(\d+)\s*$", re.MULTILINE)
_KINDS: dict[str, type[Fault]] = {"unsupported": Refusal, "stopped": Stop}


@cache
def _source(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


class JsEnvironment:
    """One script, loaded; it belongs to the thread that made it.

    JavaScript is always started by ``QJSEngine.evaluate``, which lets other Python threads run meanwhile;
    ``QJSValue.call`` would not, and then nobody could stop a script.
    """

    def __init__(self, text: str, budget: Budget) -> None:
        """Run the top level of a script.

        :raises Fault: when it cannot be read, throws or is stopped.
        """
        bindings = load_bindings()
        if bindings is None:
            raise Refusal("QtQml is not installed")
        self._bindings: Bindings = bindings
        self._engine = bindings.qml.QJSEngine()
        self._bridge = bindings.bridge_class()
        self._bridge.setParent(self._engine)  # or the engine would own and delete it
        self._runner = self._prepare()
        self.functions: tuple[str, ...] = self._load(text, budget)

    def _prepare(self) -> Any:
        tools = self._own(self._evaluate(_source("prelude.js"), "prelude.js")).call([self._engine.globalObject()])
        self._own(tools)
        self._own(self._evaluate(_source("service.js"), "service.js"))
        runner = self._own(self._evaluate(_source("runner.js"), "runner.js"))
        return self._own(runner.call([self._engine.globalObject(), tools, self._engine.newQObject(self._bridge)]))

    @staticmethod
    def _own(value: Any) -> Any:
        """A result of our own code, in which a fault is ours."""
        if value.isError():
            raise RuntimeError(
                f"{value.property('fileName').toString()}:{value.property('lineNumber').toInt()}: {value.toString()}"
            )
        return value

    def _evaluate(self, text: str, name: str) -> Any:
        result = self._engine.evaluate(text, name)
        return result[0] if isinstance(result, tuple) else result  # PyQt6 gives the stack beside it

    def _load(self, text: str, budget: Budget) -> tuple[str, ...]:
        mark = secrets.token_hex(8)
        found = ", ".join(f"{name}: typeof {name} === 'function' ? {name} : undefined" for name in HOOKS)
        captured = self._watched(f"{text}\n;({{'{mark}': 1, {found}}});", budget)
        if not captured.isObject() or not captured.hasProperty(mark):
            thrown = JsThrow(captured.toString())
            thrown.locate(self._engine.globalObject().property("__thrown_at").toInt(), 0)
            raise thrown
        self._start({"call": "capture"}, budget, captured)
        return tuple(name for name in HOOKS if captured.property(name).isCallable())

    def _watched(self, text: str, budget: Budget) -> Any:
        """Run JavaScript under the limits of a budget.

        :raises Fault: when it throws an error, or is stopped.
        """
        with Watchdog(self._engine, budget) as watchdog:
            result = self._evaluate(text, _SCRIPT_NAME)
        if watchdog.stop is not None:
            raise watchdog.stop
        if result.isError():
            raise self._fault(result)
        return result

    def _fault(self, error: Any) -> Fault:
        name, line = error.property("name").toString(), error.property("lineNumber").toInt()
        message = error.property("message").toString() or name
        stack = error.property("stack").toString()
        ended = self._own(self._runner.property("end"))
        if ended.property("kind").toString():
            kind = _KINDS[ended.property("kind").toString()]
            return kind(ended.property("message").toString(), _line_in(ended.property("stack").toString()))
        if name == "SyntaxError" and "%entry" not in stack:  # thrown before any code ran
            return ParseFault(message, line, 1)
        fault = JsThrow(in_usual_words(message), name)
        fault.locate(_line_in(stack) or line, 0)
        return fault

    def _start(self, call: dict[str, Any], budget: Budget, captured: Any = None) -> Any:
        token = f"run_{secrets.token_hex(8)}"
        root = self._engine.globalObject()
        root.setProperty(token, self._runner)
        more = ""
        if captured is not None:
            root.setProperty(f"{token}_", captured)
            more = f", {token}_"
        text = json.dumps(json.dumps(call))
        result = self._watched(f"{token}('{token}', {text}{more})", budget)
        root.deleteProperty(f"{token}_")
        return result.toString()

    def call(self, call: dict[str, Any], budget: Budget) -> Any:
        """Let the runner do something, and read its answer.

        :raises Fault: when the script throws, uses what is not there, or is stopped.
        """
        answer = json.loads(self._start(call, budget))
        if "failed" in answer:
            failed = answer["failed"]
            kind, line = _KINDS.get(failed["kind"], JsThrow), _line_in(failed["stack"])
            fault = kind(in_usual_words(failed["message"]))
            fault.locate(line, 0)
            raise fault
        return answer["result"]

    def evaluate(
        self, call: dict[str, Any], columns: list[np.ndarray], rows: int, budget: Budget
    ) -> tuple[dict[str, Any], np.ndarray]:
        """Run pixels.

        :param columns: float64 arrays (lanes,) of every band of every sample.
        :returns: the runner's answer, and float64 (rows, lanes).
        """
        lanes = call["lanes"]
        array = self._bindings.core.QByteArray
        given, made = (array(8 * lanes * max(1, count), b"\0") for count in (len(columns), rows))
        view = np.frombuffer(given, np.float64)
        for k, column in enumerate(columns):
            view[k * lanes : (k + 1) * lanes] = column
        output = np.frombuffer(made, np.float64)
        output[:] = np.nan
        self._bridge.buffers = {"input": given, "output": made}
        try:
            answer = self.call(call, budget)
        finally:
            self._bridge.buffers = {}
        return answer, output.reshape(rows, lanes).copy()


def _line_in(stack: str) -> int:
    """The innermost line of the script in a stack; 0 when there is none."""
    return next((int(line) for line in _PLACE.findall(stack) if int(line)), 0)
