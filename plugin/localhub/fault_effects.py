# SPDX-License-Identifier: GPL-2.0-or-later
"""What the faults of :mod:`.faults` do to answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from email.utils import formatdate
from time import time

from .answers import HTML_TYPE, Answer, Delivery, Refusal, json_refusal, page_refusal
from .coverage_query import TIFF
from .faults import FaultRule
from .refusals import refuse_bearer, refuse_capacity, refuse_quota, refuse_rate
from .spoiled_images import lose_a_band, lose_an_edge, shift_dates
from .tarball import TAR, read_tar, write_tar

_NOT_A_TIFF = b"II*\x00" + b"\xffthis is not the image that you are looking for\x00" * 40
_SIGN_IN_PAGE = "<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>"

_FAULT = Refusal("Something went wrong.", 500, "COMMON_EXCEPTION")


def refuse_instead(rule: FaultRule) -> Answer | None:
    """The answer that takes the place of the true one, which is then not computed and costs nothing.

    :returns: None for kinds that spoil the true answer.
    """
    make = _INSTEAD.get(rule.kind)
    return make(rule) if make else None


def spoil(rule: FaultRule, answer: Answer, days: Collection[int]) -> Answer:
    """The true answer with a fault.

    :param days: numbers of the days that date bands may hold.
    """
    change = _SPOILED.get(rule.kind)
    if change is not None:
        return change(rule, answer)
    lie = _LIES.get(rule.kind)
    if lie is not None and answer.status == 200:
        return _in_tiffs(answer, lambda body: lie(rule, body, days))
    return answer


def _refuse(status: int, message: str) -> Callable[[FaultRule], Answer]:
    return lambda rule: json_refusal(Refusal(message, status, "COMMON_EXCEPTION"))


def _page(status: int) -> Callable[[FaultRule], Answer]:
    return lambda rule: page_refusal(status)


def _broken(ends: str) -> Callable[[FaultRule], Answer]:
    return lambda rule: Answer(b"", HTML_TYPE, delivery=Delivery(share=-1.0, ends=ends, hang_s=rule.hang_s))


def _cut(ends: str) -> Callable[[FaultRule, Answer], Answer]:
    return lambda rule, answer: replace(answer, delivery=Delivery(share=rule.share, ends=ends, hang_s=rule.hang_s))


_INSTEAD: Mapping[str, Callable[[FaultRule], Answer]] = {
    "429": lambda rule: json_refusal(refuse_rate(rule.wait_s, rule.retry_after)),
    "500": _refuse(500, "Internal Server Error"),
    "502": _page(502),
    "503": _refuse(503, "Service is temporarily unavailable."),
    "504": _page(504),
    "stall": _broken("hang"),
    "drop": _broken("drop"),
    "html": lambda rule: Answer(_SIGN_IN_PAGE.encode(), HTML_TYPE),
    "json_error": lambda rule: replace(json_refusal(_FAULT), status=200),
    "garbage": lambda rule: Answer(_NOT_A_TIFF, TIFF),
    "expired": lambda rule: json_refusal(refuse_bearer()),
    "quota": lambda rule: json_refusal(refuse_quota()),
    "over_capacity": lambda rule: json_refusal(refuse_capacity(False)),
    "new_limit": lambda rule: json_refusal(refuse_capacity(True)),
}  # fmt: skip

_SPOILED: Mapping[str, Callable[[FaultRule, Answer], Answer]] = {
    "stall_within": _cut("hang"),
    "drop_within": _cut("drop"),
    "truncate": _cut("close"),
    "slow": lambda rule, answer: replace(answer, delivery=Delivery(delay_s=rule.delay_s)),
    "clock_skew": lambda rule, answer: replace(
        answer, headers={**answer.headers, "Date": formatdate(time() + rule.skew_s, usegmt=True)}
    ),
}

_LIES: Mapping[str, Callable[[FaultRule, bytes, Collection[int]], bytes]] = {
    "truncate_tiff": lambda rule, body, days: body[: int(len(body) * rule.share)],
    "wrong_size": lambda rule, body, days: lose_an_edge(body),
    "wrong_bands": lambda rule, body, days: lose_a_band(body),
    "wrong_dates": lambda rule, body, days: shift_dates(body, days, rule.days),
}


def _in_tiffs(answer: Answer, change: Callable[[bytes], bytes]) -> Answer:
    """The answer with its TIFF changed, or all those in its tar."""
    if answer.content_type == TIFF:
        return replace(answer, body=change(answer.body))
    if answer.content_type == TAR:
        members = read_tar(answer.body)
        return replace(answer, body=write_tar({n: change(b) if n.endswith(".tif") else b for n, b in members.items()}))
    return answer
