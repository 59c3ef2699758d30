# SPDX-License-Identifier: GPL-2.0-or-later
"""From a question to its answer: find the service, meet the fault, know who asks, keep the account."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..core.dates import UTC, day_number
from ..core.errors import FileProblem
from .account import Account, Visit
from .answers import Answer, Refusal, catalog_refusal, json_refusal, page_refusal, xml_refusal
from .catalog import answer_catalog
from .configuration import answer_configuration
from .control import answer_control
from .fault_effects import refuse_instead, spoil
from .faults import FaultPlan, FaultRule, Faults
from .instance import Instance
from .parameters import Parameters
from .process import answer_process
from .question import CATALOG, CONFIGURATION, CONTROL, PROCESS, SIGN_IN, WCS, WFS, WMS, Question, Route
from .question_record import record
from .sign_in import BearerTokens, OAuthRefusal
from .wcs import answer_wcs
from .wfs import answer_wfs
from .wms import answer_wms

_LOG = logging.getLogger(__name__)
_OGC: Mapping[str, Callable[[Parameters, Instance, str], Answer]] = {
    WCS: answer_wcs, WFS: answer_wfs, WMS: answer_wms,
}  # fmt: skip
_WITH_BEARER = (PROCESS, CATALOG, CONFIGURATION)


@dataclass(frozen=True)
class Offer:
    """What a hub has to offer."""

    instances: Mapping[str, Instance]
    everything: Instance
    """The sources of all instances, for the services that know no instance."""

    tokens: BearerTokens
    address: Callable[[], str]
    has_control: bool = False


class Desk:
    """Answers questions. Called from all threads of the hub."""

    def __init__(self, offer: Offer, account: Account, plan: FaultPlan = FaultPlan()) -> None:
        self.account, self.faults = account, Faults(plan)
        self._offer, self._lock = offer, threading.Lock()
        self._days: frozenset[int] | None = None

    def set_faults(self, plan: FaultPlan) -> None:
        """Follow another plan from now on; its counts start at 0."""
        self.faults = Faults(plan)

    def answer(self, question: Question) -> Answer:
        """What the hub says. Never raises: what was not foreseen is logged and told as a fault."""
        route = question.route
        if route is None or (route.service == CONTROL and not self._offer.has_control):
            return json_refusal(Refusal("Not Found", 404, "COMMON_NOT_FOUND"))
        if route.service == CONTROL:
            return self._guard(question, route, lambda: answer_control(self, question, route.rest))
        visit = self.account.arrive(route.service)
        rule = self.faults.draw(route.service, question)
        answer = self._guard(question, route, lambda: self._meet(question, route, visit, rule))
        if not 200 <= answer.status < 300:
            visit.release()
        kind = rule.kind if rule else ""
        self.account.keep(record(question, route.service, visit.number, visit.owner, answer, visit.units, kind))
        return answer

    def _meet(self, question: Question, route: Route, visit: Visit, rule: FaultRule | None) -> Answer:
        """The true answer, unless there is a fault."""
        if rule is None:
            return self._serve(question, route, visit)
        if rule.kind == "expired":
            self._offer.tokens.end(question)
        instead = refuse_instead(rule)
        if instead is not None:
            return instead
        skew_s = rule.skew_s if rule.kind == "clock_skew" else 0.0
        answer = self._guard(question, route, lambda: self._serve(question, route, visit, skew_s))
        return spoil(rule, answer, self._scene_days())

    def _serve(self, question: Question, route: Route, visit: Visit, skew_s: float = 0.0) -> Answer:
        offer = self._offer
        if route.service in _OGC:
            return self._serve_ogc(question, route, visit)
        if route.service in _WITH_BEARER:
            is_open = route.service == CATALOG and question.method == "GET" and route.rest in ((), ("conformance",))
            visit.owner = "" if is_open else offer.tokens.check(question)
        self.account.let_in(route.service)
        if route.service == SIGN_IN:
            answer, visit.owner = offer.tokens.issue(question, skew_s)
            return answer
        everything = offer.everything.watch(question.is_gone, visit.admit)
        if route.service == PROCESS:
            return answer_process(question, everything)
        if route.service == CATALOG:
            return answer_catalog(question, route.rest, everything, f"{offer.address()}/api/v1/catalog/1.0.0")
        return answer_configuration(question, route.rest, offer.instances, offer.address())

    def _serve_ogc(self, question: Question, route: Route, visit: Visit) -> Answer:
        instance_id = visit.owner = route.rest[0]
        instance = self._offer.instances.get(instance_id)
        if instance is None:
            raise Refusal(f"Invalid instance id: {instance_id[:80]}", 404, "COMMON_NOT_FOUND")
        if question.method != "GET":
            raise Refusal("Method Not Allowed", 405, "COMMON_METHOD_NOT_ALLOWED")
        self.account.let_in(route.service)
        parameters = Parameters(question.query)
        named = parameters.need("SERVICE")
        if named.lower() != route.service:
            raise Refusal(f"Invalid value '{named[:80]}' of parameter SERVICE! Should be {route.service.upper()}.")
        address = f"{self._offer.address()}/ogc/{route.service}/{instance_id}"
        return _OGC[route.service](parameters, instance.watch(question.is_gone, visit.admit), address)

    @staticmethod
    def _guard(question: Question, route: Route, work: Callable[[], Answer]) -> Answer:
        """The answer, or what went wrong in the form of the service."""
        try:
            return work()
        except OAuthRefusal as refusal:
            return refusal.answer
        except Refusal as refusal:
            return _dress(refusal, route.service)
        except FileProblem as problem:
            _LOG.warning("%s", problem)
            message = f"Illegal request to {os.path.basename(problem.path)}. {problem.reason}"
            return json_refusal(Refusal(message, 500, "RENDERER_EXCEPTION"))
        except Exception:  # noqa: BLE001 - whoever asks gets an answer, the log gets the traceback
            _LOG.exception("no answer from %s", route.service)
            fault = Refusal("The answer could not be computed; the log says why.", 500, "RENDERER_EXCEPTION")
            return json_refusal(fault)

    def _scene_days(self) -> frozenset[int]:
        """Numbers of all days with a scene."""
        with self._lock:
            if self._days is None:
                records = [record for source in self._offer.everything.sources for record in source.records()]
                self._days = frozenset(day_number(record.time.astimezone(UTC).date()) for record in records)
            return self._days


def _dress(refusal: Refusal, service: str) -> Answer:
    """A refusal as the service, or the gateway before it, says it."""
    if refusal.status == 504:
        return page_refusal(504)
    if refusal.status in (401, 403, 405, 429) or refusal.status >= 500:
        return json_refusal(refusal)
    if service in _OGC:
        return xml_refusal(refusal)
    return catalog_refusal(refusal) if service == CATALOG else json_refusal(refusal)
