# SPDX-License-Identifier: GPL-2.0-or-later
"""The Process API: images, and what the script tells beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from .answers import JSON_TYPE, Answer, Refusal
from .coverage_query import JPEG, PNG, TIFF
from .image_files import encode_image, units_header
from .instance import Instance
from .process_body import read_process_body
from .process_query import JSON, USER_DATA, ProcessQuestion, Wanted, read_process_question
from .question import Question
from .render import Rendering, render
from .tarball import TAR, write_tar

_ENDINGS: Mapping[str, str] = {TIFF: ".tif", PNG: ".png", JPEG: ".jpg", JSON: ".json"}
_TAR_NAMES = (TAR, "application/x-tar")


def answer_process(question: Question, instance: Instance) -> Answer:
    """Serve one question.

    :raises Refusal: when it cannot be served.
    """
    if question.method != "POST":
        raise Refusal("Method Not Allowed", 405, "COMMON_METHOD_NOT_ALLOWED")
    asked = read_process_question(read_process_body(question), instance)
    wants_tar, asked = _heed_accept(question.headers.get("accept", ""), asked)
    with instance.image_slots:
        rendering = render(asked.coverage, instance)
        files = {_name(one): _encode(one, rendering, asked) for one in asked.responses}
    headers = units_header(rendering.processing_units)
    if wants_tar:
        return Answer(write_tar(files), TAR, headers=headers)
    media_type = asked.responses[0].media_type
    return Answer(next(iter(files.values())), JSON_TYPE if media_type == JSON else media_type, headers=headers)


def _heed_accept(accept: str, asked: ProcessQuestion) -> tuple[bool, ProcessQuestion]:
    """Whether a tar is wanted, and the question; the header outranks the format in the body."""
    names = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    if any(name in _TAR_NAMES for name in names):
        return True, asked
    if len(asked.responses) > 1:
        raise Refusal(f"Several responses need the header Accept: {TAR}.")
    only = asked.responses[0]
    if names[0] in (TIFF, PNG, JPEG) and only.media_type != JSON:
        return False, replace(asked, responses=(replace(only, media_type=names[0]),))
    return False, asked


def _name(one: Wanted) -> str:
    if "/" in one.identifier or "\\" in one.identifier or not one.identifier.isprintable() or len(one.identifier) > 80:
        raise Refusal("Invalid request: output.responses has an identifier that cannot name a file.")
    return one.identifier + _ENDINGS[one.media_type]


def _encode(one: Wanted, rendering: Rendering, asked: ProcessQuestion) -> bytes:
    if one.identifier == USER_DATA:
        content = {} if rendering.user_data is None else rendering.user_data
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return encode_image(rendering.images[one.identifier], asked.coverage.grid, one.media_type, one.quality)
