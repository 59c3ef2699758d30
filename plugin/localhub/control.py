# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub's own address, over which another process sets faults and reads the account (see :mod:`.faults`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from .account import Account
from .answers import Answer, Refusal, json_answer
from .faults import FaultPlan, Faults, read_plan
from .json_body import parse_json
from .question import Question


class Controlled(Protocol):
    """What the control address needs of a hub."""

    account: Account

    @property
    def faults(self) -> Faults:
        """The plan at work."""
        ...

    def set_faults(self, plan: FaultPlan) -> None:
        """Follow another plan from now on."""
        ...


def answer_control(hub: Controlled, question: Question, rest: Sequence[str]) -> Answer:
    """Serve one question.

    :raises Refusal: when it cannot be served.
    """
    actions: dict[tuple[str, tuple[str, ...]], Callable[[], Answer]] = {
        ("GET", ("faults",)): lambda: json_answer(hub.faults.describe()),
        ("POST", ("faults",)): lambda: _set_faults(hub, question.body),
        ("GET", ("account",)): lambda: json_answer(hub.account.describe()),
        ("POST", ("reset",)): lambda: _reset(hub),
    }
    action = actions.get((question.method, tuple(rest)))
    if action is None:
        raise Refusal("Not Found", 404, "COMMON_NOT_FOUND")
    return action()


def _set_faults(hub: Controlled, body: bytes) -> Answer:
    try:
        hub.set_faults(read_plan(parse_json(body)))
    except ValueError as error:
        raise Refusal(f"Faults: {error}") from error
    return json_answer(hub.faults.describe())


def _reset(hub: Controlled) -> Answer:
    hub.set_faults(hub.faults.plan)
    hub.account.forget()
    return json_answer(hub.account.describe())
