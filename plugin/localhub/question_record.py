# SPDX-License-Identifier: GPL-2.0-or-later
"""The few words about a question that the account keeps of it; nothing here can refuse it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from .account import Entry
from .answers import Answer, Refusal
from .coverage_query import decode_script
from .json_body import parse_json
from .process_body import read_process_body
from .question import CATALOG, PROCESS, Question

_LONGEST = 200
_MAX_PAIRS = 200


def record(
    question: Question, service: str, number: int, owner: str, answer: Answer, units: float, fault: str
) -> Entry:
    """A question and its answer in short."""
    words = _json_words(question, service) if service in (PROCESS, CATALOG) else _query_words(question.query)
    sent = answer.delivery.share
    return Entry(
        number=number,
        service=service,
        owner=owner[:_LONGEST],
        key=question.key,
        status=0 if sent is not None and sent < 0 else answer.status,
        units=units,
        fault=fault,
        sent_bytes=len(answer.body) if sent is None else int(len(answer.body) * max(sent, 0.0)),
        **{name: words.get(name, "")[:_LONGEST] for name in ("request", "bbox", "size", "time", "script")},
    )


def _query_words(query: str) -> dict[str, str]:
    try:
        given = {key.upper(): value for key, value in parse_qsl(query, max_num_fields=_MAX_PAIRS, errors="replace")}
    except ValueError:
        return {}
    script = given.get("EVALSCRIPT", "")
    with suppress(Refusal):
        script = decode_script(script) if script else ""
    return {
        "request": given.get("REQUEST", ""),
        "bbox": given.get("BBOX") or given.get("BOUNDINGBOX") or given.get("GEOMETRY", ""),
        "size": _size(given.get("WIDTH"), given.get("HEIGHT"), given.get("RESX"), given.get("RESY")),
        "time": given.get("TIME", ""),
        "script": _hash(script),
    }


def _json_words(question: Question, service: str) -> dict[str, str]:
    """What a body of the Process API or the Catalog says; nothing for bodies that are neither."""
    try:
        content = read_process_body(question) if service == PROCESS else parse_json(question.body)
    except Refusal:
        return {}
    bounds, output = _inside(content, "input", "bounds"), _inside(content, "output")
    data = _inside(content, "input").get("data")
    period = _inside(data[0] if isinstance(data, list) and data else {}, "dataFilter", "timeRange")
    asked = _inside(content)
    script = asked.get("evalscript")
    box = bounds.get("bbox") or asked.get("bbox") or bounds.get("geometry") or asked.get("intersects")
    return {
        "bbox": ",".join(map(str, box)) if isinstance(box, list) else json.dumps(box) if box else "",
        "size": _size(output.get("width"), output.get("height"), output.get("resx"), output.get("resy")),
        "time": f"{period.get('from')}/{period.get('to')}" if period else str(asked.get("datetime", "")),
        "script": _hash(script) if isinstance(script, str) else "",
    }


def _inside(content: Any, *names: str) -> Mapping[str, Any]:
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    return content if isinstance(content, dict) else {}


def _size(width: object, height: object, step_x: object, step_y: object) -> str:
    if width or height:
        return f"{width or ''}x{height or ''}"
    return f"{step_x or ''}x{step_y or ''}" if step_x or step_y else ""


def _hash(script: str) -> str:
    return hashlib.sha256(script.encode("utf-8", "replace")).hexdigest()[:16] if script else ""
