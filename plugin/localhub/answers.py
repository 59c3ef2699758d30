# SPDX-License-Identifier: GPL-2.0-or-later
"""What the hub answers: bodies, and refusals in the service's own dress."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

XML_TYPE = "text/xml;charset=UTF-8"
JSON_TYPE = "application/json;charset=UTF-8"

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_REPORT = """<?xml version='1.0' encoding="UTF-8"?>
<ServiceExceptionReport version="1.2.0"
	xmlns="http://www.opengis.net/ogc"
	xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
	xsi:schemaLocation="http://www.opengis.net/ogc http://schemas.opengis.net/wcs/1.0.0/OGC-exception.xsd">
	<ServiceException>
		<![CDATA[ {text} ]]>
	</ServiceException>
</ServiceExceptionReport>
"""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A question that is not served; the text goes to whoever asked."""

    def __init__(self, message: str, status: int = 400, code: str = "COMMON_BAD_PAYLOAD") -> None:
        """
        :param code: the service's short id of the kind of error, seen in JSON answers only.
        """
        super().__init__(message)
        self.message, self.status, self.code = message, status, code


def xml_answer(document: str) -> Answer:
    """A well-formed XML document."""
    return Answer(document.encode("utf-8"), XML_TYPE)


def json_answer(content: object, status: int = 200) -> Answer:
    """Anything that JSON can say."""
    return Answer(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"), JSON_TYPE, status)


def xml_refusal(refusal: Refusal) -> Answer:
    """The OGC services' form of a refusal."""
    text = _UNPRINTABLE.sub("?", refusal.message).replace("]]>", "]]]]><![CDATA[>")
    return Answer(_REPORT.replace("{text}", text).encode("utf-8", "replace"), XML_TYPE, refusal.status)


def json_refusal(refusal: Refusal) -> Answer:
    """The other services' form of a refusal, and that of every fault of the hub itself."""
    try:
        reason = HTTPStatus(refusal.status).phrase
    except ValueError:
        reason = ""
    error = {"status": refusal.status, "reason": reason, "message": refusal.message, "code": refusal.code}
    return json_answer({"error": error}, refusal.status)
