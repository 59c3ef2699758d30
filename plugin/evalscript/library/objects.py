# SPDX-License-Identifier: GPL-2.0-or-later
"""``Object``, ``JSON``, ``Map``, ``Set``, ``Error`` and the methods of functions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..engine.changes import is_whole, write
from ..engine.compile_calls import RaggedSpread, as_array, call_by_length
from ..engine.compile_expressions import copy_properties_of
from ..engine.conversion import to_key, to_text
from ..engine.keys import has_property, is_index, own_keys
from ..engine.lanes import DEAD, Lanes, narrow
from ..engine.lanewise import each_case
from ..engine.merging import distribute, fill_holes
from ..engine.methods import FUNCTION_METHODS, OBJECT_METHODS, argument, method
from ..engine.properties import read
from ..engine.scopes import read_name, write_name
from ..engine.values import (
    HOLE,
    UNDEFINED,
    Choice,
    HostFunction,
    JsArray,
    JsObject,
    is_nullish,
)
from ..errors import Refusal
from .json_text import MAX_JSON_DEPTH, from_plain, from_utf16, json_namespace, to_plain
from .tables import make_table
from .typed_arrays import ARRAY_FROM

__all__ = ["MAX_JSON_DEPTH", "from_plain", "from_utf16", "object_globals", "to_plain"]


def _assign(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    target = argument(arguments, 0)
    for source in arguments[1:]:
        if isinstance(source, Choice):
            distribute(lanes, source, lambda one, part: copy_properties_of(runtime, target, one, part))
        else:
            copy_properties_of(runtime, target, source, lanes)
        if isinstance(target, JsObject) and isinstance(source, JsObject) and target.origin is None:
            target.origin = source.origin
    return target


def _from_entries(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    made: JsObject = runtime.new_object({}, lanes)
    pairs = as_array(runtime, argument(arguments, 0), lanes)
    for position, pair in enumerate(pairs.items):
        part = lanes if pairs.count is None else narrow(lanes, pairs.count > position)
        if part is not DEAD:
            key = to_key(read(runtime, pair, 0, part), part)
            write(runtime, made, key, read(runtime, pair, 1, part), part)
    return made


def _listing(what: str) -> Any:
    """``Object.keys``, ``values`` and ``entries``."""

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
        value = argument(arguments, 0)
        names = own_keys(runtime, value, lanes)
        items: list[Any] = []
        for position, name in enumerate(names.items):
            part = lanes if names.count is None else narrow(lanes, names.count > position)
            if part is DEAD:
                items.append(HOLE)
                continue
            item = name if what == "keys" else read(runtime, value, _as_key(name), part)
            items.append(runtime.new_array([name, item], lanes) if what == "entries" else item)
        made: JsArray = runtime.new_array(items, lanes)
        made.count = names.count
        return made

    return run


def _as_key(name: Any) -> Any:
    return int(name) if isinstance(name, str) and is_index(name) else name


def _freeze(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, (JsObject, JsArray)) and not value.frozen:
        if not is_whole(value, lanes) or (runtime.in_pixel and value.shared):
            raise Refusal("an object is frozen for some pixels only")
        value.frozen = True
    return value


def _seal(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    raise Refusal("Object.seal and Object.preventExtensions are not supported")


def _create(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    above = argument(arguments, 0)
    if len(arguments) > 1 and arguments[1] is not UNDEFINED:
        raise Refusal("Object.create with property descriptions is not supported")
    if above is not None and not isinstance(above, JsObject):
        raise Refusal("an object cannot be made from this prototype")
    made: JsObject = runtime.new_object({}, lanes, "Null" if above is None else "Object")
    if above is not None and above.kind != "Prototype":
        made.proto = above
        made.partial = None if above.partial is None else {}
    return made


def _prototype_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, JsObject) and value.proto is not None:
        return value.proto
    if isinstance(value, Choice):
        return distribute(lanes, value, lambda one, part: _prototype_of(runtime, part, this, [one]))
    if is_nullish(value) or (isinstance(value, JsObject) and value.kind == "Null"):
        raise Refusal("the prototype of this value is not known")
    return read(runtime, runtime.constructor_of(value), "prototype", lanes)


def _is_same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return (a != a and b != b) or (a == b and math.copysign(1.0, a) == math.copysign(1.0, b))
    return a is b or (type(a) is type(b) and isinstance(a, (str, bool)) and a == b)


def _define_property(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    target, description = argument(arguments, 0), argument(arguments, 2)
    name = to_key(argument(arguments, 1), lanes)
    if not isinstance(description, JsObject) or not isinstance(name, (str, int)):
        raise Refusal("this use of Object.defineProperty is not supported")
    if "value" not in description.props or description.props.get("enumerable") is not True:
        raise Refusal("Object.defineProperty with getters or hidden properties is not supported")
    write(runtime, target, name, description.props["value"], lanes)
    return target


def object_namespace() -> HostFunction:
    """``Object``."""

    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        if not arguments or is_nullish(arguments[0]):
            return runtime.new_object({}, lanes)
        if isinstance(arguments[0], (str, float, bool, np.ndarray)):
            raise Refusal("Object(value) is not supported")
        return arguments[0]

    props: dict[str, Any] = {
        "keys": _listing("keys"),
        "values": _listing("values"),
        "entries": _listing("entries"),
        "getOwnPropertyNames": _listing("keys"),
        "assign": _assign,
        "freeze": _freeze,
        "isFrozen": lambda rt, lanes, this, a: getattr(argument(a, 0), "frozen", True),
        "seal": _seal,
        "preventExtensions": _seal,
        "fromEntries": _from_entries,
        "create": _create,
        "getPrototypeOf": _prototype_of,
        "defineProperty": _define_property,
        "is": lambda rt, lanes, this, a: each_case(rt, lanes, [argument(a, 0), argument(a, 1)], _is_same),
    }
    return HostFunction("Object", make, make, {name: HostFunction(name, call) for name, call in props.items()})


@method(OBJECT_METHODS, "hasOwnProperty")
def has_own_property(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Does an object have a property itself?"""
    return has_property(this, to_key(argument(arguments, 0), lanes), lanes, False)


@method(OBJECT_METHODS, "isPrototypeOf", "propertyIsEnumerable")
def is_prototype_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Not offered."""
    raise Refusal("isPrototypeOf() and propertyIsEnumerable() are not supported")


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
    values, owner = argument(arguments, 1), argument(arguments, 0)
    if is_nullish(values):
        return runtime.call(this, owner, [], lanes)
    if isinstance(values, JsObject) and values.kind == "Object":
        values = ARRAY_FROM[0](runtime, lanes, this, [values])
    array = as_array(runtime, values, lanes)
    if array.count is None:
        return runtime.call(this, owner, [fill_holes(item) for item in array.items], lanes)
    return call_by_length(
        runtime, [RaggedSpread(array)], lanes, lambda plain, part: runtime.call(this, owner, plain, part)
    )


@method(FUNCTION_METHODS, "bind")
def function_bind(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> HostFunction:
    """A function with ``this`` and first arguments fixed."""
    owner, first = argument(arguments, 0), arguments[1:]
    return HostFunction("bound", lambda rt, part, _, rest: rt.call(this, owner, first + rest, part))


def _make_error(name: str) -> HostFunction:
    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        message = to_text(argument(arguments, 0, ""), lanes)
        props = {"name": name, "message": message, "stack": name}
        made: JsObject = runtime.new_object(props, lanes, "Error")
        made.origin = name
        return made

    return HostFunction(name, make, make)


def _with_error_prototype(error: HostFunction) -> HostFunction:
    error.props["prototype"] = JsObject({}, None, True, "ErrorPrototype")
    return error


class GlobalObject:
    """``globalThis``: the script's global variables as properties."""

    def read_property(self, runtime: Any, key: Any, lanes: Lanes) -> Any:
        """A global variable, undefined when there is none."""
        if not isinstance(key, str) or runtime.globals.holder(key) is None:
            return UNDEFINED
        return read_name(runtime, runtime.globals, key, lanes)

    def write_property(self, runtime: Any, key: Any, value: Any, lanes: Lanes) -> None:
        """Set a global variable."""
        if not isinstance(key, str):
            raise Refusal("this property of globalThis cannot be set")
        write_name(runtime, runtime.globals, key, value, lanes)


def object_globals() -> dict[str, Any]:
    """Everything this module offers to scripts."""
    errors = ("Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")
    found: dict[str, Any] = {name: _with_error_prototype(_make_error(name)) for name in errors}
    found.update(Object=object_namespace(), JSON=json_namespace(), globalThis=GlobalObject())
    found.update({name: make_table(name) for name in ("Map", "Set", "WeakMap", "WeakSet")})
    silent = HostFunction("log", lambda rt, lanes, this, a: UNDEFINED)
    names = (
        "log",
        "info",
        "warn",
        "error",
        "debug",
        "trace",
        "time",
        "timeEnd",
        "table",
        "assert",
        "group",
        "groupEnd",
    )
    found["console"] = JsObject(dict.fromkeys(names, silent), None, True)
    return found
