# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job: from a request to a stack whose every date is proved."""

from __future__ import annotations

from .errors import ServiceError
from .fetch_own_script import fetch_own_script_stack
from .fetch_self_described import fetch_self_described_stack
from .fetch_slots import fetch_slot_stack
from .part_fetch import PartPool
from .plan import PlanLimits
from .ports import CoverageService, FetchResult, OpenSink
from .progress import Progress
from .stack_request import StackRequest


def fetch_stack(
    request: StackRequest,
    service: CoverageService,
    open_sink: OpenSink,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
    pool: PartPool = PartPool(),
) -> FetchResult:
    """Fetch a stack in the way that fits the request and the service.

    A user's own script runs day by day; where scenes can be listed, the generated script carries the list; where
    they cannot, the script writes the dates and they are read from the pixels.

    :param pool: how parts are fetched, and where they are kept until the stack is written.
    :raises NoAcquisitions: when nothing matches.
    :raises DateMismatch: when an answer's own dates are not the announced ones; no stack is made then.
    :raises Cancelled: when the user stops it; no stack is made, the pool keeps what has arrived.
    """
    if request.evalscript:
        return fetch_own_script_stack(request, service, open_sink, progress, limits, pool)
    if service.can_list(request.selection.collection, request.selection.mosaicking):
        try:
            return fetch_slot_stack(request, service, open_sink, progress, limits, pool)
        except ServiceError as error:
            if not is_unknown_type(error):
                raise
            progress.tell("the service cannot list scenes of this collection; the dates are read from the pixels")
    return fetch_self_described_stack(request, service, open_sink, progress, limits, pool)


def is_unknown_type(error: ServiceError) -> bool:
    """Whether a service has no list of scenes of the collection that was asked for."""
    return "typename" in error.detail.lower() and "not found" in error.detail.lower()
