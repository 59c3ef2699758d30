# SPDX-License-Identifier: GPL-2.0-or-later
"""What the hub answers: bodies, and refusals in the service's own dress."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import MappingProxyType

HTML_TYPE = "text/html"
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


_PAGE = """<html>
<head><title>{status} {reason}</title></head>
<body>
<center><h1>{status} {reason}</h1></center>
<hr><center>timestack hub</center>
</body>
</html>
"""


@dataclass(frozen=True)
class Delivery:
    """How an answer travels. The default is the only way that does not harm it."""

    delay_s: float = 0.0
    """Before its first byte."""

    share: float | None = None
    """Share of the body's bytes that are sent, 0 to 1; None for all, below 0 not even the status line goes out."""

    ends: str = "close"
    """What follows where not all was sent: ``close`` the connection in good order, ``drop`` it, or ``hang``."""

    hang_s: float = 600.0
    """Longest time that a hanging connection stays open; it also ends with the other side, and with the hub."""


WHOLE = Delivery()


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery = WHOLE


class Refusal(Exception):
    """A question that is not served; the text goes to whoever asked."""

    def __init__(
        self,
        message: str,
        status: int = 400,
        code: str = "COMMON_BAD_PAYLOAD",
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """
        :param code: the service's short id of the kind of error, seen in JSON answers only.
        """
        super().__init__(message)
        self.message, self.status, self.code, self.headers = message, status, code, headers


def xml_answer(document: str) -> Answer:
    """A well-formed XML document."""
    return Answer(document.encode("utf-8"), XML_TYPE)


def json_answer(content: object, status: int = 200) -> Answer:
    """Anything that JSON can say."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Answer(text.encode("utf-8", "replace"), JSON_TYPE, status)  # questions may hold lone surrogates


def xml_refusal(refusal: Refusal) -> Answer:
    """The OGC services' form of a refusal."""
    text = _UNPRINTABLE.sub("?", refusal.message).replace("]]>", "]]]]><![CDATA[>")
    body = _REPORT.replace("{text}", text).encode("utf-8", "replace")
    return Answer(body, XML_TYPE, refusal.status, refusal.headers)


def json_refusal(refusal: Refusal) -> Answer:
    """The other services' form of a refusal, and that of every fault of the hub itself."""
    error = {
        "status": refusal.status,
        "reason": reason_phrase(refusal.status),
        "message": refusal.message,
        "code": refusal.code,
    }
    return replace(json_answer({"error": error}, refusal.status), headers=refusal.headers)


def catalog_refusal(refusal: Refusal) -> Answer:
    """The Catalog's form of a refusal."""
    content = {"code": refusal.status, "description": refusal.message}
    return replace(json_answer(content, refusal.status), headers=refusal.headers)


def page_refusal(status: int) -> Answer:
    """The web page of a gateway between the service and whoever asked."""
    text = _PAGE.format(status=status, reason=reason_phrase(status))
    return Answer(text.encode("ascii"), HTML_TYPE, status)


def reason_phrase(status: int) -> str:
    """The words that belong to a status, empty where there are none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
