# SPDX-License-Identifier: GPL-2.0-or-later
"""What an order will cost: asked of the service, or guessed without asking anybody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from .bridge.own_script import OwnScript
from .bridge.projection import transform_points
from .connections import Connection, resolve_connection
from .core.coverage_request import CoverageRequest
from .core.credentials import USUAL_LIMITS, AccountLimits
from .core.errors import ServiceError
from .core.estimate import Estimate, EstimateTerms, estimate_stack
from .core.fetch import is_unknown_type
from .core.guessed_scenes import guess_scenes
from .core.known_scenes import KnownScenes
from .core.plan import PlanLimits
from .core.progress import Progress, SilentProgress
from .core.stack_request import StackRequest
from .stacks import StackOrder, prepare_request

_USUAL_ADDRESS_BYTES = 90
"""Host, path and instance id, where no address is known yet."""


def estimate_order(order: StackOrder, progress: Progress, limits: PlanLimits = PlanLimits()) -> Estimate:
    """Ask for the list of scenes, fetch nothing, and tell what the fetch will cost.

    Where the service has no list of scenes, their number is guessed.

    :raises TimestackError: as the fetch would, before its first part.
    """
    request = prepare_request(order)
    with order.connection.open_service(order.selection.collection, order.layer, progress) as service:
        terms = _terms(order, limits, lookups=service.requests_made)
        try:
            if service.can_list(request.selection.collection):
                found = service.find_acquisitions(request.selection, request.grid, progress)
                scenes = KnownScenes.of(service, request.selection, found)
                return estimate_stack(request, scenes, terms, _read_script(request, order), progress)
        except ServiceError as error:
            if not is_unknown_type(error):
                raise
        progress.tell("the service cannot list scenes of this collection; their number is guessed")
    return _guess(order, request, limits, False, progress)


def estimate_unasked(
    order: StackOrder, progress: Progress = SilentProgress(), limits: PlanLimits = PlanLimits()
) -> Estimate:
    """The same without network: as many time steps as the collection's revisit time makes likely.

    :raises InvalidRequest: for an order that cannot be, or a collection of which nobody knows the revisit time.
    """
    return _guess(order, prepare_request(order), limits, True, progress)


def estimate_quickly(order: StackOrder, connection: str, collection: str, progress: Progress) -> Estimate:
    """Exact where the scenes are on this computer, guessed where asking would need the network; in any thread.

    :param order: may be of a connection that is not open.
    :param connection: what CONNECTION says. :param collection: what COLLECTION says, empty for any.
    :raises TimestackError: for an order that cannot be.
    """
    if not is_local(order.connection):
        return estimate_unasked(order, progress)
    place = resolve_connection(connection)
    selection = replace(order.selection, collection=place.choose_collection(collection))
    return estimate_order(replace(order, connection=place, selection=selection), progress)


def is_local(connection: Connection) -> bool:
    """Whether its scenes are on this computer."""
    return connection.roots is None


def _guess(
    order: StackOrder, request: StackRequest, limits: PlanLimits, has_list: bool, progress: Progress
) -> Estimate:
    connection = order.connection
    is_posted = connection.address is None and connection.credentials.has_client
    place = len(connection.address.url("wcs", "")) if connection.address is not None else _USUAL_ADDRESS_BYTES

    def measure(question: CoverageRequest) -> int:
        return 0 if is_posted else place + len(question.query())

    scenes = KnownScenes(
        connection.name, order.layer or request.selection.collection, guess_scenes(request, to_degrees), measure,
        to_degrees, has_list,
    )  # fmt: skip
    terms = _terms(order, limits, lookups=0 if order.layer else 1)
    return estimate_stack(request, scenes, replace(terms, is_guess=True), _read_script(request, order), progress)


def _terms(order: StackOrder, limits: PlanLimits, lookups: int) -> EstimateTerms:
    """Parts as the fetch would cut them; the usual account where nobody told of another."""
    account = order.connection.limits
    limits = order.fit(limits)
    if math.isinf(account.requests_per_minute) or math.isinf(account.units_per_minute):
        account = AccountLimits(
            min(account.requests_per_minute, USUAL_LIMITS.requests_per_minute),
            min(account.units_per_minute, USUAL_LIMITS.units_per_minute),
        )
    return EstimateTerms(limits, account, lookups)


def to_degrees(crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of a CRS in degrees, longitude first."""
    xs, ys = transform_points([x for x, _ in points], [y for _, y in points], crs, "EPSG:4326")
    return [(float(x), float(y)) for x, y in zip(xs, ys)]


def _read_script(request: StackRequest, order: StackOrder) -> OwnScript | None:
    return OwnScript(request.evalscript, order.connection.bands) if request.evalscript else None
