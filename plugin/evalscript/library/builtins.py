# SPDX-License-Identifier: GPL-2.0-or-later
"""The outermost scope of every script."""

from __future__ import annotations

from typing import Any

from ..engine.lanes import Lanes
from ..engine.methods import ARRAY_METHODS, OBJECT_METHODS, TEXT_METHODS, Method
from ..engine.scopes import Scope
from ..engine.values import HostFunction, JsObject
from ..errors import Refusal
from . import array_callbacks as _array_callbacks  # noqa: F401  enters its methods
from . import sorting as _sorting  # noqa: F401  enters its method
from .array_namespace import array_namespace
from .dates import date_namespace
from .helpers import helper_globals
from .numbers import math_namespace, number_globals
from .objects import object_globals
from .texts import string_namespace
from .visualizers import visualizer_globals

_REFUSED = (
    "eval", "Function", "RegExp", "Promise", "Symbol", "Proxy", "Reflect", "WeakMap", "WeakSet", "Intl", "BigInt",
    "ArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
    "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "setTimeout", "toUTMZone",
)  # fmt: skip


def _refuse(name: str) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise Refusal(f"{name} is not supported")

    return HostFunction(name, run, run)


def _prototype(table: dict[str, Method]) -> JsObject:
    """So that ``Array.prototype.slice.call(x)`` works."""
    return JsObject({name: HostFunction(name, call) for name, call in table.items()}, None, True, "Prototype")


def make_builtins() -> Scope:
    """A scope with everything a script finds without declaring it."""
    scope = Scope(None, None, False)
    names = scope.names
    names.update({name: _refuse(name) for name in _REFUSED})
    names.update(number_globals())
    names.update(object_globals())
    names.update(helper_globals())
    names.update(visualizer_globals())
    names.update(Math=math_namespace(), Array=array_namespace(), String=string_namespace(), Date=date_namespace())
    for name, table in (("Array", ARRAY_METHODS), ("String", TEXT_METHODS), ("Object", OBJECT_METHODS)):
        names[name].props["prototype"] = _prototype(table)
    return scope
