# SPDX-License-Identifier: GPL-2.0-or-later
"""The outermost scope of every script."""

from __future__ import annotations

from typing import Any

from ..engine.compile_calls import ITERATOR_KEY, as_array
from ..engine.compile_text import make_function
from ..engine.lanes import Lanes
from ..engine.merging import distribute
from ..engine.methods import (
    ARRAY_METHODS,
    DATE_METHODS,
    FUNCTION_METHODS,
    NUMBER_METHODS,
    OBJECT_METHODS,
    REGEX_METHODS,
    TEXT_METHODS,
    Method,
)
from ..engine.runtime import constructor_name
from ..engine.scopes import Scope
from ..engine.values import Choice, HostFunction, JsArray, JsObject, JsSymbol, is_nullish
from ..errors import Refusal
from . import array_callbacks as _array_callbacks  # noqa: F401  enters its methods
from . import array_search as _array_search  # noqa: F401  enters its methods
from . import sorting as _sorting  # noqa: F401  enters its method
from .array_namespace import array_namespace
from .dates import date_namespace
from .helpers import helper_globals
from .numbers import math_namespace, number_globals
from .objects import object_globals
from .regexes import regexp_namespace
from .texts import string_namespace, text_globals
from .typed_arrays import typed_namespaces
from .visualizers import visualizer_globals

_REFUSED = (
    "eval", "Promise", "Symbol", "Proxy", "Reflect", "Intl", "BigInt", "ArrayBuffer", "DataView",
    "SharedArrayBuffer", "setTimeout", "setInterval", "structuredClone", "escape", "unescape", "toUTMZone", "require",
)  # fmt: skip


def _refuse(name: str) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise Refusal(f"{name} is not supported")

    return HostFunction(name, run, run)


def _prototype(owner: str, table: dict[str, Method]) -> JsObject:
    """So that ``Array.prototype.slice.call(x)`` works."""
    made = JsObject(
        {name: HostFunction(name, _on_receiver(call)) for name, call in table.items()}, None, True, "Prototype"
    )
    made.origin = owner
    return made


def _on_receiver(method: Method) -> Method:
    """A method taken from a prototype may be called on anything; arrays are asked of strings too."""

    is_array_method = method in ARRAY_METHODS.values()

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        if is_array_method and not isinstance(this, JsArray):
            if isinstance(this, Choice) and any(isinstance(option, JsObject) for option in this.options):
                return distribute(lanes, this, lambda one, part: run(runtime, part, one, arguments))
            if isinstance(this, JsObject):
                raise Refusal("an array method is called on something that is no array")
            this = as_array(runtime, this, lanes)
        return method(runtime, lanes, this, arguments)

    return run


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
    names.update(typed_namespaces())
    names["Function"] = HostFunction("Function", make_function, make_function)
    names["RegExp"] = regexp_namespace()
    names["Symbol"].props["iterator"] = JsSymbol(ITERATOR_KEY)
    names.update(text_globals())
    prototypes = (
        ("Array", ARRAY_METHODS), ("String", TEXT_METHODS), ("Object", OBJECT_METHODS), ("Number", NUMBER_METHODS),
        ("Date", DATE_METHODS), ("Function", FUNCTION_METHODS), ("RegExp", REGEX_METHODS),
    )  # fmt: skip
    for name, table in prototypes:
        names[name].props["prototype"] = _prototype(name, table)
    names["Object"].props["prototype"].props["toString"] = HostFunction("toString", _tag_text)
    return scope


def _tag_text(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """``Object.prototype.toString.call(value)``."""
    if isinstance(this, Choice):
        return distribute(lanes, this, lambda one, part: _tag_text(runtime, part, one, arguments))
    if is_nullish(this):
        return "[object Null]" if this is None else "[object Undefined]"
    return f"[object {constructor_name(this)}]"
