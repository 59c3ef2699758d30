# SPDX-License-Identifier: GPL-2.0-or-later
"""The body of a Process question: JSON, or a form of several parts with the script apart."""

from __future__ import annotations

import email.parser
import email.policy
from typing import Any

from .answers import Refusal
from .json_body import parse_json
from .question import Question

_JSON = "application/json"
_FORM = "multipart/form-data"
_PARTS = ("request", "evalscript")


def read_process_body(question: Question) -> Any:
    """What was asked, with the script in it.

    :raises Refusal: for a body that cannot be read.
    """
    kind = question.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == _JSON:
        return parse_json(question.body)
    if kind != _FORM:
        raise Refusal("Unsupported Media Type", 415, "COMMON_UNSUPPORTED_MEDIA_TYPE")
    parts = _split(question)
    content = parse_json(parts["request"])
    if isinstance(content, dict):
        if "evalscript" in content:
            raise Refusal("Invalid request: evalscript is given twice.")
        try:
            content["evalscript"] = str(parts["evalscript"], "utf-8")
        except UnicodeDecodeError as error:
            raise Refusal("Invalid request: evalscript should be UTF-8 text.") from error
    return content


def _split(question: Question) -> dict[str, bytes]:
    """The parts by name, exactly the two that there should be."""
    head = f"Content-Type: {question.headers['content-type']}\r\n\r\n".encode("ascii", "replace")
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + question.body)
    parts: dict[str, bytes] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if name not in _PARTS or name in parts or not isinstance(content, bytes):
            raise Refusal(f"Invalid request: should have the parts {' and '.join(_PARTS)}, each once.")
        parts[str(name)] = content
    for name in _PARTS:
        if name not in parts:
            raise Refusal(f"Invalid request: part {name} is missing.")
    return parts
