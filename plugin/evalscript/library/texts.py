# SPDX-License-Identifier: GPL-2.0-or-later
"""Text methods and ``String``."""

from __future__ import annotations

import math
from typing import Any, Callable
from urllib.parse import quote, unquote

import numpy as np

from ..budget import check_items, check_text
from ..engine.conversion import WHITE_SPACE, to_number, to_text
from ..engine.lanes import Lanes
from ..engine.lanewise import each_case
from ..engine.methods import TEXT_METHODS, argument, method
from ..engine.operators import to_int32
from ..engine.values import UNDEFINED, HostFunction, JsObject
from ..errors import JsThrow, Refusal
from ..parser.tokens import to_utf16
from .arrays import repeat_text, whole_number
from .objects import from_utf16
from .regexes import is_regex, replace_matches, split_by_regex


def _text_argument(arguments: list, position: int, lanes: Lanes) -> str:
    value = argument(arguments, position)
    if isinstance(value, JsObject) and value.kind == "RegExp":
        raise JsThrow("First argument must not be a regular expression", lanes=lanes)
    text = to_text(value, lanes)
    if not isinstance(text, str):
        raise Refusal("the argument of a text method differs from pixel to pixel")
    return text


def _index(value: Any, length: int, from_end: bool) -> int:
    position = whole_number(value, "a position in a text")
    if position < 0 and from_end:
        position += length
    return max(0, min(position, length))


def _plain(names: tuple[str, ...], operation: Callable[[str], Any]) -> None:
    """A method without arguments."""

    def run(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
        result = operation(text)
        check_text(len(result))
        return result

    for name in names:
        TEXT_METHODS[name] = run


@method(TEXT_METHODS, "lastIndexOf")
def text_last_index_of(runtime: Any, lanes: Lanes, text: str, arguments: list) -> float:
    """The last position of a part, or -1."""
    part, last = _text_argument(arguments, 0, lanes), to_number(argument(arguments, 1, math.nan))
    end = len(text) if last != last else int(max(0.0, min(float(last), len(text))))
    return float(text.rfind(part, 0, end + len(part)))


@method(TEXT_METHODS, "endsWith")
def text_ends_with(runtime: Any, lanes: Lanes, text: str, arguments: list) -> bool:
    """Does the text end with a part?"""
    return text[: _index(argument(arguments, 1, float(len(text))), len(text), False)].endswith(
        _text_argument(arguments, 0, lanes)
    )


_plain(("toString", "valueOf"), lambda text: text)
_plain(("toUpperCase", "toLocaleUpperCase"), str.upper)
_plain(("toLowerCase", "toLocaleLowerCase"), str.lower)
_plain(("trim",), lambda text: text.strip(WHITE_SPACE))
_plain(("trimStart", "trimLeft"), lambda text: text.lstrip(WHITE_SPACE))
_plain(("trimEnd", "trimRight"), lambda text: text.rstrip(WHITE_SPACE))


@method(TEXT_METHODS, "includes")
def text_includes(runtime: Any, lanes: Lanes, text: str, arguments: list) -> bool:
    """Is a part in the text?"""
    return text.find(_text_argument(arguments, 0, lanes), _index(argument(arguments, 1, 0.0), len(text), False)) >= 0


@method(TEXT_METHODS, "indexOf")
def text_index_of(runtime: Any, lanes: Lanes, text: str, arguments: list) -> float:
    """The first position of a part, or -1."""
    start = _index(argument(arguments, 1, 0.0), len(text), False)
    return float(text.find(_text_argument(arguments, 0, lanes), start))


@method(TEXT_METHODS, "startsWith")
def text_starts_with(runtime: Any, lanes: Lanes, text: str, arguments: list) -> bool:
    """Does the text begin with a part?"""
    start = _index(argument(arguments, 1, 0.0), len(text), False)
    return text.startswith(_text_argument(arguments, 0, lanes), start)


@method(TEXT_METHODS, "split")
def text_split(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
    """The pieces between separators."""
    if argument(arguments, 0) is UNDEFINED:
        return runtime.new_array([text], lanes)
    limit = argument(arguments, 1)
    most = None if limit is UNDEFINED else to_int32(limit) & 0xFFFFFFFF
    if is_regex(arguments[0]):
        return split_by_regex(runtime, lanes, text, arguments[0].origin, most)
    separator = _text_argument(arguments, 0, lanes)
    check_items(text.count(separator) + 1 if separator else len(text))
    pieces: list[Any] = text.split(separator) if separator else list(text)
    return runtime.new_array(pieces[:most], lanes)


@method(TEXT_METHODS, "slice")
def text_slice(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """A part; negative positions count from the end."""
    start = _index(argument(arguments, 0, 0.0), len(text), True)
    return text[start : _index(argument(arguments, 1, float(len(text))), len(text), True)]


@method(TEXT_METHODS, "substring")
def text_substring(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """A part; the smaller position comes first."""
    start = _index(argument(arguments, 0, 0.0), len(text), False)
    end = _index(argument(arguments, 1, float(len(text))), len(text), False)
    return text[min(start, end) : max(start, end)]


@method(TEXT_METHODS, "substr")
def text_substr(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """A part by position and length."""
    start = _index(argument(arguments, 0, 0.0), len(text), True)
    length = whole_number(argument(arguments, 1, math.inf), "the length of a text")
    return text[start : start + max(0, length)]


@method(TEXT_METHODS, "at")
def text_at(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
    """One character; negative positions count from the end."""
    position = whole_number(argument(arguments, 0, 0.0), "a position in a text")
    position += len(text) if position < 0 else 0
    return text[position] if 0 <= position < len(text) else UNDEFINED


@method(TEXT_METHODS, "charAt")
def text_char_at(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """One character."""
    position = whole_number(argument(arguments, 0, 0.0), "a position in a text")
    return text[position] if 0 <= position < len(text) else ""


@method(TEXT_METHODS, "charCodeAt", "codePointAt")
def text_char_code_at(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
    """The code of one character; NaN outside the text."""
    number = to_number(argument(arguments, 0, 0.0))
    if isinstance(number, np.ndarray):
        codes = np.array([float(ord(c)) for c in text] + [math.nan])
        inside = (number >= 0) & (number < len(text))
        return codes[np.where(inside, number, len(text)).astype(np.intp)]
    position = whole_number(number, "a position in a text")
    return float(ord(text[position])) if 0 <= position < len(text) else math.nan


@method(TEXT_METHODS, "repeat")
def text_repeat(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """The text several times."""
    return repeat_text(text, max(0, whole_number(argument(arguments, 0, 0.0), "the count of repeat")))


def _pad(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    length = whole_number(argument(arguments, 0, 0.0), "the length of a text")
    filler = " " if argument(arguments, 1) is UNDEFINED else _text_argument(arguments, 1, lanes)
    check_text(length)
    missing = length - len(text)
    if missing <= 0 or not filler:
        return ""
    return (filler * (missing // len(filler) + 1))[:missing]


TEXT_METHODS["padStart"] = lambda rt, lanes, text, a: _pad(rt, lanes, text, a) + text
TEXT_METHODS["padEnd"] = lambda rt, lanes, text, a: text + _pad(rt, lanes, text, a)


TEXT_METHODS["replace"] = lambda rt, lanes, text, a: replace_matches(rt, lanes, text, a, False)
TEXT_METHODS["replaceAll"] = lambda rt, lanes, text, a: replace_matches(rt, lanes, text, a, True)


@method(TEXT_METHODS, "concat")
def text_concat(runtime: Any, lanes: Lanes, text: str, arguments: list) -> str:
    """The text with more behind it."""
    for position in range(len(arguments)):
        text += _text_argument(arguments, position, lanes)
        check_text(len(text))
    return text


@method(TEXT_METHODS, "localeCompare")
def text_compare(runtime: Any, lanes: Lanes, text: str, arguments: list) -> float:
    """Order of two texts by their characters."""
    other = _text_argument(arguments, 0, lanes)
    return float(_collation(text) > _collation(other)) - float(_collation(text) < _collation(other))


def _collation(text: str) -> tuple:
    """Rough dictionary order: letters before their case, as ICU sorts them."""
    for char in text:
        if not char.isascii() or not (char.isalnum() or char in " _-"):
            raise Refusal("localeCompare() of texts with other characters than letters and digits")
    ranks = [(" _-".find(c) if c in " _-" else 10 + ord(c.lower())) for c in text]
    return ranks, [c.isupper() for c in text]


def _string(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    if not arguments:
        return ""
    return to_text(arguments[0], lanes)


def _from_char_code(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> str:
    return "".join(chr(whole_number(code, "a character code") & 0xFFFF) for code in arguments)


def string_namespace() -> HostFunction:
    """``String``."""
    return HostFunction("String", _string, None, {"fromCharCode": HostFunction("fromCharCode", _from_char_code)})


_UNESCAPED = "!'()*-._~"


def _coder(name: str, kept: str, decodes: bool) -> HostFunction:
    """``encodeURIComponent`` and its kin."""

    def convert(text: str) -> str:
        try:
            if decodes:
                return to_utf16(unquote(text, errors="strict"))
            return quote(from_utf16(text), safe=kept)
        except UnicodeError as error:
            raise JsThrow("URI malformed", "URIError", lanes="unknown") from error

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        return each_case(runtime, lanes, [to_text(argument(arguments, 0), lanes)], convert)

    return HostFunction(name, run)


def text_globals() -> dict[str, HostFunction]:
    """Functions that turn texts into parts of addresses and back."""
    return {
        "encodeURIComponent": _coder("encodeURIComponent", _UNESCAPED, False),
        "encodeURI": _coder("encodeURI", _UNESCAPED + ";/?:@&=+$,#", False),
        "decodeURIComponent": _coder("decodeURIComponent", "", True),
    }
