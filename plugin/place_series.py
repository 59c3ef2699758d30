# SPDX-License-Identifier: GPL-2.0-or-later
"""Time series of points and polygons straight from the service; no stack is kept.

Places near each other share questions. Which scenes a filter by periods picks is decided for each place by itself, so
that a series does not depend on what else is asked for.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from qgis.core import QgsProcessingUtils

from .bridge.areas import Area
from .bridge.place_pixels import LocatedPlace, Place, locate_places
from .bridge.place_sampler import PlaceGroup, sample_group
from .bridge.projection import is_geographic
from .bridge.stack_file import StackWriter
from .bridge.stack_reader import StackFile
from .connections import Connection
from .core.errors import InvalidRequest, NoAcquisitions
from .core.fetch import fetch_stack
from .core.footprints import TouchTest, box_ring
from .core.grid import PixelGrid
from .core.part_fetch import PartPool
from .core.part_jobs import PartStore
from .core.place_groups import group_boxes
from .core.place_sampling import PlaceSeries
from .core.plan import PlanLimits
from .core.ports import CoverageService
from .core.price import DATA_MASK
from .core.progress import Progress, SilentProgress, check_cancelled
from .core.selection import select_steps
from .core.shared_listing import SharedListings
from .core.stack_request import SceneSelection, StackRequest
from .core.timeline import build_timeline
from .core.weather import OVERNIGHT
from .service_runs import kept_parts, limits_of, run_on_service
from .stacks import StackOrder, prepare_request

_WORKERS = 4
_POLL_S = 0.1
_NEAR_M, _NEAR_DEGREES = 20_000.0, 0.2
"""Side of a neighbourhood whose places share a list of scenes."""

_FEW_GROUPS = 8
_CHATTER = ("part ", "layer ")
"""What each fetch says of itself is left out where there are many."""


@dataclass(frozen=True)
class SeriesOrder:
    """What a user asks for, in the user's own terms."""

    connection: Connection
    selection: SceneSelection
    places: tuple[Place, ...]
    places_crs: str
    bands: tuple[str, ...]
    units: str = "DN"
    sample_type: str = "UINT16"
    resolution: float = 10.0
    crs: str = ""
    """CRS of the pixels; empty for the UTM zone of each place."""

    resampling: str = "NEAREST"
    layer: str = ""

    @property
    def band_names(self) -> tuple[str, ...]:
        """Bands of the table."""
        return tuple(band.strip() for band in self.bands if band.strip())


@dataclass(frozen=True)
class SeriesOutcome:
    """All series, in the order of their places, and what they cost."""

    bands: tuple[str, ...]
    series: tuple[PlaceSeries, ...]
    unusable: tuple[str, ...]
    """Names of places without a usable geometry."""

    without_data: tuple[int, ...]
    """Places (by index) that no scene has data of."""

    groups: int
    units_spent: float
    requests_made: int


def check_series(order: SeriesOrder, anywhere: tuple[float, float]) -> None:
    """What can be found wrong without reading the places.

    :param anywhere: a point near the places, in their CRS.
    :raises InvalidRequest: naming the parameter.
    """
    x, y = (float(number) for number in anywhere)
    place = Place("", f"POINT ({x!r} {y!r})")
    located, _ = locate_places([place], order.places_crs, order.crs, order.resolution)
    for one in located:
        _request(order, one.box.grid(one.crs, order.resolution), order.selection)


def fetch_series(order: SeriesOrder, progress: Progress, limits: PlanLimits = PlanLimits()) -> SeriesOutcome:
    """Ask for every place and sum up.

    :raises NoAcquisitions: when there is no scene of any place.
    :raises TimestackError: one of :mod:`.core.errors`.
    """
    located, unusable = locate_places(order.places, order.places_crs, order.crs, order.resolution)
    if unusable:
        progress.tell(f"left out, without a usable geometry: {', '.join(unusable[:50])}")
    if not located:
        raise InvalidRequest("INPUT", "no_places")
    groups = _group(located, order.resolution, limits)
    progress.tell(f"{len(located)} places in {len(groups)} groups")

    def run(service: CoverageService) -> SeriesOutcome:
        # Never read or written; for Processing's temporary folder the parts go where they outlive QGIS.
        target = Path(QgsProcessingUtils.tempFolder()) / "series.tif"
        keeping = kept_parts(target, order.connection, service, repr(_essence(order)), progress)
        with tempfile.TemporaryDirectory(prefix="timestack_series_") as folder, keeping as parts:
            crew = _Crew(order, service, limits_of(order.connection, limits), parts, Path(folder), groups)
            series = crew.run(progress)
        if not series:
            selection = order.selection
            raise NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)
        served = {one.place for one in series}
        silent = tuple(sorted({one.place for one in located} - served))
        if silent:
            names = ", ".join(order.places[place].name for place in silent[:50])
            progress.tell(f"{len(silent)} places without data: {names}")
        ordered = tuple(sorted(series, key=lambda one: one.place))
        return SeriesOutcome(
            order.band_names, ordered, tuple(unusable), silent, len(groups), service.units_spent, service.requests_made
        )

    return run_on_service(order.connection, order.selection.collection, order.layer, progress, run)


def _group(located: Sequence[LocatedPlace], resolution: float, limits: PlanLimits) -> list[PlaceGroup]:
    groups = []
    for crs in sorted({one.crs for one in located}):
        own = [one for one in located if one.crs == crs]
        for members in group_boxes([one.box for one in own], limits.side_px):
            box = own[members[0]].box
            for member in members[1:]:
                box = box.joined(own[member].box)
            members_here = tuple(own[member] for member in members)
            groups.append(PlaceGroup(box.grid(crs, resolution), box, members_here))
    return groups


def _request(order: SeriesOrder, grid: PixelGrid, selection: SceneSelection) -> StackRequest:
    bands = order.band_names
    return prepare_request(
        StackOrder(
            connection=order.connection,
            selection=selection,
            area=Area(grid.bounds, grid.crs),
            bands=bands if DATA_MASK in bands or not bands else (*bands, DATA_MASK),
            units=order.units,
            sample_type=order.sample_type,
            resolution=order.resolution,
            crs=grid.crs,
            resampling=order.resampling,
            layer=order.layer,
        )
    )


def _essence(order: SeriesOrder) -> tuple[object, ...]:
    return (order.selection, order.places, order.places_crs, order.bands, order.units, order.sample_type,
            order.resolution, order.crs, order.resampling)  # fmt: skip


class _Crew:
    """Fetches groups, several at once, and sums their places up."""

    def __init__(
        self,
        order: SeriesOrder,
        service: CoverageService,
        limits: PlanLimits,
        parts: PartStore,
        folder: Path,
        groups: Sequence[PlaceGroup],
    ) -> None:
        self._order, self._limits, self._folder, self._groups = order, limits, folder, groups
        self._listings = {
            crs: SharedListings(
                service, order.selection, [group.grid for group in groups if group.grid.crs == crs],
                _NEAR_DEGREES if is_geographic(crs) else _NEAR_M,
            )
            for crs in {group.grid.crs for group in groups}
        }  # fmt: skip
        self._pool = PartPool(parts, max(1, _WORKERS // len(groups)), OVERNIGHT)
        self._is_quiet = len(groups) > _FEW_GROUPS
        self._messages: SimpleQueue[str] = SimpleQueue()
        self._stopping = threading.Event()
        self._progress: Progress = SilentProgress()

    def run(self, progress: Progress) -> list[PlaceSeries]:
        """:raises TimestackError: the first failure of any group."""
        self._progress, groups = progress, self._groups
        series: list[PlaceSeries] = []
        with ThreadPoolExecutor(min(_WORKERS, len(groups)), "timestack-places") as executor:
            pending = {executor.submit(self._work, number, group) for number, group in enumerate(groups)}
            try:
                while pending:
                    done, pending = wait(pending, _POLL_S, FIRST_COMPLETED)
                    self._pass_on(progress)
                    check_cancelled(progress)
                    for future in done:
                        series += future.result()
                    progress.report(1.0 - len(pending) / len(groups))
            except BaseException:
                self._stop(pending)
                raise
        self._pass_on(progress)
        return series

    def _stop(self, pending: set[Future[list[PlaceSeries]]]) -> None:
        self._stopping.set()
        for future in pending:
            future.cancel()

    def _pass_on(self, progress: Progress) -> None:
        """Messages of the workers go out on the thread that the progress belongs to."""
        while not self._messages.empty():
            progress.tell(self._messages.get())

    # -- what follows runs in the workers -----------------------------------------------------------------------

    def tell(self, message: str) -> None:
        """Progress as the workers see it."""
        if not self._is_quiet or not (message.startswith(_CHATTER) or "found" in message or "time steps," in message):
            self._messages.put(message)

    def report(self, done: float) -> None:
        """Shares of single groups are of no interest."""

    def is_cancelled(self) -> bool:
        """Whether the work is over."""
        return self._stopping.is_set() or self._progress.is_cancelled()

    def _work(self, number: int, group: PlaceGroup) -> list[PlaceSeries]:
        check_cancelled(self)
        path = self._folder / f"{number}.tif"
        service = self._listings[group.grid.crs].service_for(group.grid)
        try:
            days = self._choose_days(group, service)
            selection = self._selection(days)
            if selection is None:
                return []
            request = _request(self._order, group.grid, selection)
            fetch_stack(request, service, lambda info: StackWriter(path, info), self, self._limits, self._pool)
        except NoAcquisitions:
            return []
        try:
            with StackFile(path) as stack:
                found = [
                    self._own_steps(series, days.get(index) if days is not None else None)
                    for index, series in enumerate(sample_group(stack, group, self._order.band_names, self))
                ]
        finally:
            path.unlink(missing_ok=True)
        return [series for series in found if series.steps]

    def _choose_days(self, group: PlaceGroup, service: CoverageService) -> dict[int, set[date]] | None:
        """For each place of a group the days that the filter picks of its own scenes; None where all are taken."""
        selection = self._order.selection
        if selection.scenes == "all" or not service.can_list(selection.collection):
            return None
        found = service.find_acquisitions(selection, group.grid, self)
        days = {}
        for index, one in enumerate(group.places):
            bounds = one.box.grid(one.crs, self._order.resolution).bounds
            test = TouchTest(box_ring(bounds, one.crs, service.to_longitude_latitude))
            own = [scene for scene in found if test.touches(scene.footprint)]
            steps = select_steps(build_timeline(own, selection.mosaicking), selection)
            days[index] = {step.time.date() for step in steps}
        return days

    def _selection(self, days: dict[int, set[date]] | None) -> SceneSelection | None:
        """What to fetch for a group: all that its places want together; None for nothing."""
        selection = self._order.selection
        if days is None:
            return replace(selection, scenes="all")
        every = tuple(sorted(set().union(*days.values())))
        return replace(selection, scenes="all", months=(), dates=every) if every else None

    def _own_steps(self, series: PlaceSeries, days: set[date] | None) -> PlaceSeries:
        """Without the steps that only other places of the group want."""
        if days is None:
            wanted = set(select_steps(series.steps, self._order.selection))
        else:
            wanted = {step for step in series.steps if step.time.date() in days}
        kept = [number for number, step in enumerate(series.steps) if step in wanted]
        return replace(series, steps=tuple(series.steps[number] for number in kept), values=series.values[kept])
