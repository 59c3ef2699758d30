# SPDX-License-Identifier: GPL-2.0-or-later
"""From an order as people give it to composites on disk, computed by the service."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from .bridge.composite_file import CompositeWriter, composite_stack, open_composite_stack
from .core.composite_request import CompositeRequest
from .core.compositing import ALL
from .core.errors import InvalidRequest
from .core.fetch_composite import CompositeInfo, CompositeSink, fetch_composite
from .core.plan import PlanLimits
from .core.ports import CoverageService
from .core.progress import Progress
from .core.script_builder import ScriptRecipe
from .core.stack import StackInfo
from .core.timeline import TimeStep
from .service_runs import kept_parts, limits_of, run_on_service
from .stacks import StackOrder, check_space, check_target, prepare_request


@dataclass(frozen=True)
class CompositeOrder:
    """What a user asks for, in the user's own terms."""

    stack: StackOrder
    """The scenes, bands and pixels; its sample type may be empty (one that fits), its own script is not used."""

    method: str = "median"
    percentile: float = 50.0
    cloud_mask: str = "auto"
    mask_classes: tuple[int, ...] = ()
    cloud_probability_pct: float = 40.0
    period: str = ALL
    """``all`` for one image; ``month``, ``10 days``, ``season``, ``year``, ``16 days`` … for a stack with one each."""

    @property
    def is_stack(self) -> bool:
        """Whether the result has dates."""
        return self.period.strip().lower() != ALL


@dataclass(frozen=True)
class CompositeOutcome:
    """Composites on disk and what they cost."""

    path: Path
    steps: tuple[TimeStep, ...]
    """The scenes used."""

    info: StackInfo
    """Of the images; a single step, where they are no stack."""

    units_spent: float
    requests_made: int


def prepare_composite(order: CompositeOrder) -> CompositeRequest:
    """The request behind an order; all that can be found wrong without asking anybody is found here.

    :raises InvalidRequest: naming the parameter.
    """
    stack = order.stack
    try:
        recipe = ScriptRecipe(
            collection=stack.selection.collection,
            bands=stack.bands,
            units=stack.units,
            sample_type=stack.sample_type,
            mosaicking=stack.selection.mosaicking,
            product="composite",
            method=order.method,
            percentile=order.percentile,
            mask=order.cloud_mask,
            mask_classes=order.mask_classes,
            cloud_probability_pct=order.cloud_probability_pct,
            nodata=stack.nodata,
        )
    except InvalidRequest as error:
        raise _with_our_key(error) from error
    offered, mask = stack.connection.bands, recipe.cloud_mask.band
    if offered and mask and mask not in offered:
        raise InvalidRequest(
            "CLOUD_MASK", "not_offered", value=mask, collection=stack.connection.name, choices="none",
        )  # fmt: skip
    # Place and pixels as for a stack; values need not fit there, because a composite scales them.
    request = prepare_request(replace(stack, units="DN", sample_type="FLOAT32", nodata=None, evalscript=""))
    return CompositeRequest(stack.selection, request.grid, recipe, stack.resampling, request.mask_wkt, order.period)


def fetch_composite_to_file(
    order: CompositeOrder, target: Path, progress: Progress, limits: PlanLimits = PlanLimits()
) -> CompositeOutcome:
    """Have composites computed and write them; under its name the file is whole or not there.

    Answers are kept beside the target until it is written, so that the same order goes on after a cancel or a crash.

    :raises TimestackError: one of :mod:`.core.errors`.
    """
    request = prepare_composite(order)
    check_target(target)
    stack = order.stack

    def run(service: CoverageService) -> CompositeOutcome:
        with kept_parts(target, stack.connection, service, repr(request), progress) as parts:

            def open_sink(info: CompositeInfo) -> AbstractContextManager[CompositeSink]:
                if request.period == ALL:
                    return CompositeWriter(target, info)
                check_space(composite_stack(info), target)
                return open_composite_stack(target, info, parts.folder)

            info = fetch_composite(request, service, open_sink, progress, fitting, stack.pool(parts))
        return CompositeOutcome(target, info.steps, composite_stack(info), service.units_spent, service.requests_made)

    fitting = limits_of(stack.connection, limits)
    return run_on_service(stack.connection, stack.selection.collection, stack.layer, progress, run)


def _with_our_key(error: InvalidRequest) -> InvalidRequest:
    """``MASK`` is the mask of the area here."""
    parameter = "CLOUD_MASK" if error.parameter == "MASK" else error.parameter
    return InvalidRequest(parameter, error.rule, **error.details)
