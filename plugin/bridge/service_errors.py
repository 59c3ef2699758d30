# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading what a service says when it refuses: XML exception reports, JSON errors, HTML pages."""

from __future__ import annotations

import html
import json
import re

from ..core.errors import ServiceError

_XML_TEXT = re.compile(
    rb"<(?:\w+:)?(?:ServiceException|ExceptionText|Message)\b([^>]*)>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</",
    re.S | re.I,
)
_XML_CODE = re.compile(rb"(?:exception)?code\s*=\s*[\"']([\w.]+)[\"']", re.I)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|title|body)\b", re.I)
_TITLE = re.compile(rb"<title>(.*?)</title>", re.S | re.I)


def read_service_error(status: int, body: bytes | None, retry_after: str = "") -> ServiceError:
    """The error in an answer's body, whatever dress it wears; its text is shortened to 500 characters.

    :param status: of HTTP; an error that came with 200 keeps the status that it tells of itself.
    :param retry_after: the header of that name.
    """
    body = (body or b"")[:65536]
    status = _inner_status(body) or status if status == 200 else status
    found = _from_json(body) or _from_xml(body)
    is_page = found is None and _PAGE.search(body[:1024]) is not None
    detail, code = found or (_from_html(body), "")
    return ServiceError(status, re.sub(r"\s+", " ", detail).strip()[:500], code, retry_after, is_page)


def check_refusal(body: bytes) -> None:
    """:raises ServiceError: when a text is a refusal in JSON after all, whatever its status was."""
    if len(body) <= 65536 and _inner_status(body):
        raise read_service_error(200, body)


def _inner_status(body: bytes) -> int:
    """The status that an error in JSON tells of itself, 0 where there is none."""
    try:
        content = json.loads(body)
        status = content["error"]["status"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return status if isinstance(status, int) and 400 <= status < 600 else 0


def looks_like_refusal(beginning: bytes) -> bool:
    """Whether a body that should be an image begins like text of some kind."""
    return beginning.lstrip()[:1] in (b"<", b"{")


def _from_json(body: bytes) -> tuple[str, str] | None:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    inner = content.get("error", content)
    if not isinstance(inner, dict):  # OAuth: a code, and a description beside it
        return str(content.get("error_description") or inner), str(inner)[:80]
    detail = inner.get("message") or inner.get("description") or inner.get("reason") or ""
    return str(detail), str(inner.get("code") or "")


def _from_xml(body: bytes) -> tuple[str, str] | None:
    match = _XML_TEXT.search(body)
    if match is None:
        return None
    text = match[2] if match[2] is not None else html.unescape(match[3].decode("utf-8", "replace")).encode()
    code = _XML_CODE.search(match[1])
    return text.decode("utf-8", "replace"), code[1].decode() if code else ""


def _from_html(body: bytes) -> str:
    title = _TITLE.search(body)
    text = title[1] if title else re.sub(rb"<[^>]*>", b" ", body)
    return html.unescape(text.decode("utf-8", "replace"))
