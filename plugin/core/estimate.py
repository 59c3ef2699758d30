# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fetch will cost before anything is fetched: units, requests, bytes, minutes, and how it could be cheaper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .credentials import USUAL_LIMITS, AccountLimits
from .discovery import PAGE_SIZE
from .errors import InvalidRequest, NoAcquisitions
from .footprints import box_ring
from .grid import snap_grid
from .known_scenes import KnownScenes
from .listing_price import page_units
from .plan import PlanLimits
from .price import DATA_MASK
from .priced_questions import ScriptUse, price_stack
from .progress import Progress, SilentProgress, check_cancelled
from .stack_request import StackRequest

_LOWER_CLOUD_LIMITS_PCT = (20.0, 10.0, 5.0)
_METRES_PER_DEGREE = 111_226.26
"""Of latitude, as the service counts."""


@dataclass(frozen=True)
class Saving:
    """A change of the request that makes it cheaper."""

    kind: str
    """``fewer_bands``, ``scene_per_month``, ``lower_cloud_limit``, ``coarser`` or ``integers``."""

    units: float
    """What the fetch would cost then."""

    saved_units: float
    details: Mapping[str, object] = field(default_factory=dict)
    """``bands`` of which one may go; ``limit_pct``; ``resolution``; ``steps`` that stay."""


@dataclass(frozen=True)
class Estimate:
    """What a fetch will cost."""

    units: float
    """Processing units, the list of scenes included."""

    discovery_units: float
    """The share of the list of scenes."""

    requests: int
    """Everything that is asked: the layer, the list of scenes, the parts."""

    parts: int
    largest_units: float
    """Of the dearest part."""

    wire_bytes: int
    """Of all answers before compression."""

    stack_bytes: int
    """Of the stack before compression."""

    labels: tuple[str, ...]
    """Of the time steps."""

    account: AccountLimits = USUAL_LIMITS
    is_guess: bool = False
    """The time steps are guessed from the collection's revisit time; nobody was asked."""

    ignores_clouds: bool = False
    """A guess that could not look at the cloud limit: it is the most that it can be."""

    savings: tuple[Saving, ...] = ()
    """The largest first."""

    @property
    def steps(self) -> int:
        """Number of time steps."""
        return len(self.labels)

    @property
    def disk_bytes(self) -> int:
        """Room on the disk while the fetch runs: all parts and the stack."""
        return self.wire_bytes + self.stack_bytes

    @property
    def minutes(self) -> float:
        """The least that the account's limits leave, with questions spread evenly."""
        return max(self.requests / self.account.requests_per_minute, self.units / self.account.units_per_minute)

    @property
    def exceeds_minute(self) -> bool:
        """Whether a part costs more than the account has in a minute, and so could never be answered."""
        return self.largest_units > self.account.units_per_minute


@dataclass(frozen=True)
class EstimateTerms:
    """What an estimate is made for, besides the request."""

    limits: PlanLimits = field(default_factory=PlanLimits)
    account: AccountLimits = USUAL_LIMITS
    lookups: int = 0
    """Questions before the list of scenes: which layers there are."""

    is_guess: bool = False


def estimate_stack(
    request: StackRequest,
    scenes: KnownScenes,
    terms: EstimateTerms = EstimateTerms(),
    script: ScriptUse | None = None,
    progress: Progress = SilentProgress(),
) -> Estimate:
    """What the fetch of a request costs.

    :param scenes: every acquisition of the request's area, days and cloud limit.
    :param script: must be given for a request with a script of its own.
    :raises NoAcquisitions: when nothing matches.
    :raises InvalidRequest: when not even one time step fits into an address.
    :raises Cancelled: when nobody wants to know any more.
    """
    stack = price_stack(request, scenes, terms.limits, script)
    pages = len(scenes.acquisitions) // PAGE_SIZE + 1 if scenes.has_list else 0
    discovery = pages * page_units(request.selection, request.grid, scenes.to_degrees)
    return Estimate(
        units=stack.units + discovery,
        discovery_units=discovery,
        requests=terms.lookups + pages + len(stack.questions),
        parts=len(stack.questions),
        largest_units=max(question.price.units for question in stack.questions),
        wire_bytes=sum(question.byte_count for question in stack.questions),
        stack_bytes=stack.stack_bytes,
        labels=tuple(step.label for step in stack.steps),
        account=terms.account,
        is_guess=terms.is_guess,
        ignores_clouds=terms.is_guess and request.selection.max_cloud_cover_pct < 100,
        savings=_savings(request, scenes, terms, script, stack.units, discovery, progress),
    )


def _savings(
    request: StackRequest,
    scenes: KnownScenes,
    terms: EstimateTerms,
    script: ScriptUse | None,
    now: float,
    discovery: float,
    progress: Progress,
) -> tuple[Saving, ...]:
    """Every change that can be made and does save something, the largest saving first.

    :param now: units of all answers as they are asked for. :param discovery: units of the list of scenes.
    """
    found = []
    for kind, changed, details in _changes(request, scenes):
        check_cancelled(progress)
        try:
            stack = price_stack(changed, scenes, terms.limits, script)
        except (InvalidRequest, NoAcquisitions):
            continue
        saved = now - stack.units
        if saved > now * 1e-6:
            found.append(Saving(kind, stack.units + discovery, saved, {**details, "steps": len(stack.steps)}))
    return tuple(sorted(found, key=lambda saving: saving.units))


def _changes(request: StackRequest, scenes: KnownScenes) -> Iterator[tuple[str, StackRequest, dict[str, object]]]:
    """Requests for less that can be made."""
    selection = request.selection
    if selection.scenes in ("all", "clearest_of_10_days"):
        yield "scene_per_month", replace(request, selection=replace(selection, scenes="clearest_of_month")), {}
    limit = next((limit for limit in _LOWER_CLOUD_LIMITS_PCT if limit < selection.max_cloud_cover_pct), None)
    if limit is not None and any(scene.cloud_cover_pct is not None for scene in scenes.acquisitions):
        clearer = replace(selection, max_cloud_cover_pct=limit)
        yield "lower_cloud_limit", replace(request, selection=clearer), {"limit_pct": limit}
    coarser = _coarsen(request, scenes)
    if coarser is not None:
        yield "coarser", coarser, {"resolution": coarser.grid.pixel_width}
    if request.evalscript:
        return
    charged = [band for band in request.bands if band != DATA_MASK]
    if len(charged) > 1:
        fewer = tuple(band for band in request.bands if band != charged[-1])
        yield "fewer_bands", replace(request, bands=fewer), {"bands": tuple(charged)}
    integers = _as_integers(request)
    if integers is not None:
        yield "integers", integers, {}


def _coarsen(request: StackRequest, scenes: KnownScenes) -> StackRequest | None:
    """Pixels of twice the side, None where the collection does not allow that, or one pixel is left already."""
    grid = request.grid
    limit = request.collection.max_resolution_m_per_px if request.collection else None
    ring = box_ring(grid.bounds, grid.crs, scenes.to_degrees)
    latitudes = [latitude for _, latitude in ring]
    if limit is not None and latitudes:
        size_m = (max(latitudes) - min(latitudes)) * _METRES_PER_DEGREE / grid.height
        if 2 * size_m > limit:
            return None
    if max(grid.width, grid.height) < 2:
        return None
    return replace(request, grid=snap_grid(grid.bounds, grid.crs, 2 * grid.pixel_width, 2 * grid.pixel_height))


def _as_integers(request: StackRequest) -> StackRequest | None:
    """DN in 16 bit instead of 32-bit floats, None where the bands have no such numbers."""
    if request.sample_type != "FLOAT32":
        return None
    try:
        return replace(request, sample_type="UINT16", units="DN", nodata=None)
    except InvalidRequest:
        return None
