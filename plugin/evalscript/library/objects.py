# SPDX-License-Identifier: GPL-2.0-or-later
"""``Object``, ``JSON``, ``Map``, ``Set``, ``Error`` and the methods of functions."""

from __future__ import annotations

import json
import math
from typing import Any, Callable

from ..budget import check_text
from ..engine.calendar import iso_text
from ..engine.changes import write
from ..engine.compile_calls import iterate
from ..engine.compile_loops import sort_keys
from ..engine.conversion import to_text
from ..engine.lanes import Lanes
from ..engine.methods import FUNCTION_METHODS, OBJECT_METHODS, argument, method
from ..engine.properties import read
from ..engine.values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray, JsDate, JsObject, is_nullish
from ..errors import JsThrow, Refusal
from .arrays import by_length
from .tables import make_table

MAX_JSON_DEPTH = 40


def own_keys(value: Any, lanes: Lanes) -> list[str]:
    """``Object.keys``."""
    if isinstance(value, JsObject):
        if value.partial:
            raise Refusal("the properties of an object differ from pixel to pixel")
        return sort_keys(value.props)
    if isinstance(value, (JsArray, str)):
        return [str(k) for k in range(len(iterate(value, lanes)))]
    if isinstance(value, Choice):
        keys = [own_keys(option, lanes) for option in value.options if not is_nullish(option)]
        if keys and all(k == keys[0] for k in keys):
            return keys[0]
        raise Refusal("the properties of an object differ from pixel to pixel")
    if is_nullish(value):
        raise JsThrow("Cannot convert undefined or null to object", lanes=lanes)
    return []


def _pairs(runtime: Any, lanes: Lanes, value: Any) -> list[tuple[str, Any]]:
    names = own_keys(value, lanes)
    return [
        (name, read(runtime, value, int(name) if isinstance(value, (JsArray, str)) else name, lanes)) for name in names
    ]


def _assign(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    target = argument(arguments, 0)
    for source in arguments[1:]:
        if is_nullish(source):
            continue
        for name, value in _pairs(runtime, lanes, source):
            write(runtime, target, name, value, lanes)
        if isinstance(target, JsObject) and isinstance(source, JsObject) and target.origin is None:
            target.origin = source.origin
    return target


def _from_entries(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    made = runtime.new_object({}, lanes)
    for pair in iterate(argument(arguments, 0), lanes):
        name = to_text(read(runtime, pair, 0, lanes), lanes)
        write(runtime, made, name, read(runtime, pair, 1, lanes), lanes)
    return made


def object_namespace() -> HostFunction:
    """``Object``."""

    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        return arguments[0] if arguments and not is_nullish(arguments[0]) else runtime.new_object({}, lanes)

    def listing(pick: Callable[[Any, Any, str, Any], Any]) -> Any:
        def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
            pairs = _pairs(runtime, lanes, argument(arguments, 0))
            return runtime.new_array([pick(runtime, lanes, name, value) for name, value in pairs], lanes)

        return run

    props: dict[str, Any] = {
        "keys": listing(lambda rt, lanes, name, value: name),
        "values": listing(lambda rt, lanes, name, value: value),
        "entries": listing(lambda rt, lanes, name, value: rt.new_array([name, value], lanes)),
        "assign": _assign,
        "freeze": lambda rt, lanes, this, a: argument(a, 0),
        "seal": lambda rt, lanes, this, a: argument(a, 0),
        "fromEntries": _from_entries,
    }
    return HostFunction("Object", make, make, {name: HostFunction(name, call) for name, call in props.items()})


@method(OBJECT_METHODS, "hasOwnProperty")
def has_own_property(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Does an object have a property itself?"""
    name = to_text(argument(arguments, 0), lanes)
    if not isinstance(name, str):
        raise Refusal("hasOwnProperty() with a name that differs from pixel to pixel")
    if isinstance(this, JsObject):
        return this.partial[name] if this.partial and name in this.partial else name in this.props
    if isinstance(this, JsArray):
        return name.isdigit() and int(name) < len(iterate(this, lanes)) and this.items[int(name)] is not HOLE
    return False


@method(OBJECT_METHODS, "toString", "toLocaleString")
def object_to_string(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """The object as text."""
    return to_text(this, lanes)


@method(OBJECT_METHODS, "valueOf")
def object_value_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """The object."""
    return this


@method(FUNCTION_METHODS, "call")
def function_call(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Call with a chosen ``this``."""
    return runtime.call(this, argument(arguments, 0), arguments[1:], lanes)


@method(FUNCTION_METHODS, "apply")
def function_apply(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Call with an array of arguments."""
    values = argument(arguments, 1)
    if is_nullish(values):
        return runtime.call(this, argument(arguments, 0), [], lanes)
    if not isinstance(values, JsArray):
        return runtime.call(this, argument(arguments, 0), iterate(values, lanes), lanes)
    return by_length(
        runtime,
        values,
        lanes,
        lambda plain, part: runtime.call(this, argument(arguments, 0), iterate(plain, part), part),
    )


@method(FUNCTION_METHODS, "bind")
def function_bind(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> HostFunction:
    """A function with ``this`` and first arguments fixed."""
    owner, first = argument(arguments, 0), arguments[1:]
    return HostFunction("bound", lambda rt, part, _, rest: rt.call(this, owner, first + rest, part))


def to_plain(value: Any, depth: int = 0) -> Any:
    """A script's value as plain Python, as JSON would carry it; undefined becomes :data:`UNDEFINED`.

    :raises Refusal: when it differs from pixel to pixel or is nested too deeply.
    """
    if depth > MAX_JSON_DEPTH:
        raise Refusal("the data is nested too deeply")
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, JsDate):
        return None if value.time != value.time else iso_text(value.time)
    if isinstance(value, JsArray) and value.count is None:
        items = [to_plain(item, depth + 1) for item in value.items]
        return [None if item is UNDEFINED else item for item in items]
    if isinstance(value, JsObject) and not value.partial:
        pairs = ((name, to_plain(value.props[name], depth + 1)) for name in sort_keys(value.props))
        return {name: item for name, item in pairs if item is not UNDEFINED}
    if value is UNDEFINED or value is HOLE or isinstance(value, (Function, HostFunction)):
        return UNDEFINED
    raise Refusal("data that differs from pixel to pixel cannot be written as text")


def from_plain(runtime: Any, value: Any, lanes: Lanes) -> Any:
    """Plain Python data as a script's value."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, dict):
        return runtime.new_object({str(k): from_plain(runtime, v, lanes) for k, v in value.items()}, lanes)
    if isinstance(value, (list, tuple)):
        return runtime.new_array([from_plain(runtime, v, lanes) for v in value], lanes)
    raise Refusal("this kind of data cannot be given to a script")


def _stringify(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    plain = to_plain(argument(arguments, 0))
    if plain is UNDEFINED:
        return UNDEFINED
    indent = argument(arguments, 2, None)
    if argument(arguments, 1, None) is not None:
        raise Refusal("JSON.stringify with a replacer")
    layout: Any = int(indent) if isinstance(indent, float) else indent
    text = json.dumps(plain, ensure_ascii=False, indent=layout or None, separators=None if layout else (",", ":"))
    check_text(len(text))
    return text


def _parse_json(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    text = to_text(argument(arguments, 0), lanes)
    if not isinstance(text, str):
        raise Refusal("JSON.parse of a text that differs from pixel to pixel")
    try:
        return from_plain(runtime, json.loads(text), lanes)
    except ValueError as error:
        raise JsThrow("the text is not valid JSON", "SyntaxError", lanes=lanes) from error


def json_namespace() -> JsObject:
    """``JSON``."""
    return JsObject(
        {"stringify": HostFunction("stringify", _stringify), "parse": HostFunction("parse", _parse_json)}, None, True
    )


def _make_error(name: str) -> HostFunction:
    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        message = to_text(argument(arguments, 0, ""), lanes)
        return runtime.new_object({"name": name, "message": message}, lanes, "Error")

    return HostFunction(name, make, make)


def object_globals() -> dict[str, Any]:
    """Everything this module offers to scripts."""
    errors = ("Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")
    found: dict[str, Any] = {name: _make_error(name) for name in errors}
    found.update(Object=object_namespace(), JSON=json_namespace(), Map=make_table(True), Set=make_table(False))
    silent = HostFunction("log", lambda rt, lanes, this, a: UNDEFINED)
    found["console"] = JsObject(dict.fromkeys(("log", "info", "warn", "error", "debug"), silent), None, True)
    return found
