# SPDX-License-Identifier: GPL-2.0-or-later
"""Qt's error messages in the words of the engine that the service uses, and of the block engine."""

from __future__ import annotations

import re

_RULES = (
    (
        r"Cannot read property '(?P<k>[^']*)' of (?P<o>null|undefined)",
        r"Cannot read properties of \g<o> (reading '\g<k>')",
    ),
    (
        r"Cannot call method '(?P<k>[^']*)' of (?P<o>null|undefined)",
        r"Cannot read properties of \g<o> (reading '\g<k>')",
    ),
    (r"Property '(?P<k>[^']*)' of object .* is not a function", r"\g<k> is not a function"),
    (
        r"Value is (?:null|undefined) and could not be converted to an object",
        "Cannot convert undefined or null to object",
    ),
    (r"Maximum call stack size exceeded\.", "Maximum call stack size exceeded"),
    (r"-?[\d.e+]+ out of range", "Invalid array length"),
    (r"(?:Type error|TypeError)?", "the value cannot be used in this way"),
)


def in_usual_words(message: str) -> str:
    """A message as V8 words it, where it is known."""
    for pattern, words in _RULES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(words)
    return message
