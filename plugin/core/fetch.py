# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job: from a request to a stack whose every date is proved."""

from __future__ import annotations

from .errors import ServiceError
from .fetch_own_script import fetch_own_script_stack
from .fetch_self_described import fetch_self_described_stack
from .fetch_slots import fetch_slot_stack
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
) -> FetchResult:
    """Fetch a stack in the way that fits the request and the service.

    A user's own script runs day by day; where scenes can be listed, the generated script carries the list; where
    they cannot, the script writes the dates and they are read from the pixels.

    :raises NoAcquisitions: when nothing matches.
    :raises DateMismatch: when an answer's own dates are not the announced ones; nothing is left behind then.
    :raises Cancelled: when the user stops it; nothing is left behind.
    """
    if request.evalscript:
        return fetch_own_script_stack(request, service, open_sink, progress, limits)
    if service.can_list(request.selection.collection):
        try:
            return fetch_slot_stack(request, service, open_sink, progress, limits)
        except ServiceError as error:
            if not _is_unknown_type(error):
                raise
            progress.tell("the service cannot list scenes of this collection; the dates are read from the pixels")
    return fetch_self_described_stack(request, service, open_sink, progress, limits)


def _is_unknown_type(error: ServiceError) -> bool:
    return "typename" in error.detail.lower() and "not found" in error.detail.lower()
