# SPDX-License-Identifier: GPL-2.0-or-later
"""Series at a click straight from a service, with nothing downloaded before.

A block of pixels around the click costs the same as one pixel, so the block is fetched, kept in memory and on disk, and
every other point in it is free. Scenes are listed once for a neighbourhood of blocks.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from .bridge.block_cache import BlockCache
from .bridge.ogc_service import OgcService
from .bridge.profile_reader import ProfileReader
from .bridge.stack_file import StackWriter
from .core.dates import UTC
from .core.errors import FileProblem, ServiceError
from .core.fetch import fetch_stack, is_unknown_type
from .core.kept_lists import KeptLists
from .core.live_block import LiveBlock
from .core.part_fetch import PartPool
from .core.ports import CoverageService
from .core.profile import Profile
from .core.progress import Progress, SilentProgress
from .core.stack import StackInfo
from .core.stack_description import describe_stack
from .core.stack_request import SceneSelection
from .core.timeline import ORBIT
from .core.turns import Turns
from .estimates import to_degrees
from .live_place import LiveOrder, LivePlace, LivePrice, open_place, recognise_place
from .service_runs import kept_parts, run_on_service

_LOG = logging.getLogger(__name__)
_MOST_READERS, _MOST_PRICES = 12, 500
_LOOK_AGAIN_S = 5.0
"""Folders may gain scenes, and connections other secrets, while QGIS runs."""

_FRESH_DAYS = 14
"""Scenes of so many last days may still come in."""

_DAY_S = 86400.0
_SHORT_S, _LONG_S = _DAY_S, 30 * _DAY_S
_LIST_S = 3600.0
"""How long a list of scenes of the last days is used."""

Told = Callable[[LivePrice], None]


@dataclass(frozen=True, eq=False)
class LiveAnswer:
    """A series, and what it has cost."""

    profile: Profile
    info: StackInfo
    """Of the block that it was read from."""

    units_spent: float
    """0 where the block was held."""


class LiveProfiles:
    """Series of one connection, collection, time range and set of bands. Methods may be called from any thread."""

    def __init__(
        self,
        connection: str,
        collection: str,
        bands: Sequence[str],
        start: date,
        end: date,
        *,
        mosaicking: str = ORBIT,
        max_cloud_cover_pct: float = 100.0,
        resolution: float = 0.0,
        layer: str = "",
        cache: BlockCache | None = None,
    ) -> None:
        """
        :param connection: a saved name, ``demo``, a folder of scenes, or a service address.
        :param collection: empty for what the connection holds.
        :param start: first UTC day, inclusive; :param end: last UTC day, inclusive.
        :param resolution: metres; 0 for that of the collection.
        :param cache: None for the user's own.
        :raises InvalidRequest: for what cannot be. Nobody is asked, no folder is opened.
        """
        selection = SceneSelection(collection or "any", start, end, mosaicking, max_cloud_cover_pct)
        self._order = LiveOrder(connection, collection, tuple(bands), selection, resolution, layer)
        self._place = recognise_place(self._order)
        self._opened_at_s: float | None = None
        self._cache = cache or BlockCache()
        self._lock = threading.Lock()
        self._turns = Turns()
        self._readers: OrderedDict[str, ProfileReader] = OrderedDict()
        self._lists = self._new_lists(self._place)
        self._prices: dict[tuple[LivePlace, LiveBlock, bool], LivePrice] = {}
        self._layer = ""
        self._spent = 0.0

    @property
    def spent_units(self) -> float:
        """Processing units that all answers so far have cost, failures and lists of scenes included."""
        return self._spent

    @property
    def is_charged(self) -> bool:
        """False for scenes on this computer: nobody pays."""
        return self._place.is_charged

    @property
    def info(self) -> StackInfo:
        """What the answers will hold, without their time steps; the grid is that of some block."""
        place = self._place
        request = place.request(LiveBlock("EPSG:32631", place.resolution or 10.0, 0, 0))
        return describe_stack(request, (), place.connection.name, "")

    def block(self, x: float, y: float, crs: str) -> LiveBlock | None:
        """The block of a point; None for a folder that has not been opened yet. At once.

        :raises InvalidRequest: for a point without a place on the earth.
        """
        located = self._place.locate(x, y, crs)
        return located[0] if located else None

    def is_held(self, x: float, y: float, crs: str) -> bool:
        """Whether a point's block is here, so that its series is free. At once."""
        place = self._place
        block = self.block(x, y, crs)
        return block is not None and bool(place.identity) and self._find_reader(place.key(block)) is not None

    def price(self, x: float, y: float, crs: str) -> LivePrice:
        """What the series of a point would cost now: 0 when its block is held. At once, asking nobody.

        It is exact where the scenes of the neighbourhood have been listed already.

        :raises InvalidRequest: for a point without a place on the earth.
        """
        place, block = self._place, self.block(x, y, crs)
        if block is None:
            return LivePrice(None, True, place.is_charged)
        if self.is_held(x, y, crs):
            return LivePrice(0.0, False, place.is_charged)
        lists, kind = self._lists, _kind(place.connection.address is not None)
        known = (place, block, lists.knows(block, kind))
        price = self._prices.get(known)
        if price is None:
            price = place.price(block, lists.find(block, kind, to_degrees))
            with self._lock:
                if len(self._prices) >= _MOST_PRICES:
                    self._prices.clear()
                self._prices[known] = price
        return price

    def open(self, progress: Progress = SilentProgress()) -> None:
        """Have the connection ready; done by :meth:`read` as well. May take long.

        :raises TimestackError: when it cannot be.
        """
        self._open(progress)

    def read_point(self, x: float, y: float, crs: str, progress: Progress = SilentProgress()) -> Profile:
        """The series of the pixel under a point; the rest as :meth:`read`."""
        return self.read(x, y, crs, progress).profile

    def read(
        self, x: float, y: float, crs: str, progress: Progress = SilentProgress(), told: Told = lambda price: None
    ) -> LiveAnswer:
        """The series of the pixel under a point, values as :class:`.bridge.profile_reader.ProfileReader` gives them.

        :param told: hears the exact price as soon as the scenes are listed, before the pixels are asked for.
        :raises NoAcquisitions: when there are no scenes.
        :raises Cancelled: within a second of the wish; what has arrived is kept for the next time.
        :raises TimestackError: one of :mod:`.core.errors`.
        """
        place = self._open(progress)
        located = place.locate(x, y, crs)
        if located is None:
            raise ValueError("an open place knows its resolution")
        block, column, row = located
        key, units = place.key(block), 0.0
        reader = self._find_reader(key)
        if reader is None:
            with self._turns.take(key, progress):
                reader = self._find_reader(key)
                if reader is None:
                    path, units = self._fetch(place, block, key, progress, told)
                    reader = self._open_reader(key, path)
        try:
            return LiveAnswer(reader.read_pixel(column, row), reader.stack.info, units)
        except FileProblem:
            self._forget(key)
            raise

    def close(self) -> None:
        """Let go of every file; blocks stay on disk."""
        with self._lock:
            readers, self._readers = list(self._readers.values()), OrderedDict()
        for reader in readers:
            reader.close()

    def _open(self, progress: Progress) -> LivePlace:
        with self._turns.take("place", progress):
            now = time.monotonic()
            if self._opened_at_s is not None and now - self._opened_at_s < _LOOK_AGAIN_S:
                return self._place
            place = open_place(self._order)
            if place.identity != self._place.identity:
                self._lists, self._layer = self._new_lists(place), ""
            self._place, self._opened_at_s = place, now
            return place

    # -- blocks that are held -----------------------------------------------------------------------------------

    def _find_reader(self, key: str) -> ProfileReader | None:
        with self._lock:
            reader = self._readers.get(key)
            if reader is not None and not reader.is_outdated:
                self._readers.move_to_end(key)
                return reader
        path = self._cache.find(key)
        if path is None:
            return None
        try:
            return self._open_reader(key, path)
        except FileProblem as error:
            _LOG.info("a kept block cannot be used: %s", error.reason)
            self._cache.drop(key)
            return None

    def _open_reader(self, key: str, path: Path) -> ProfileReader:
        reader = ProfileReader(path)
        with self._lock:
            self._readers[key] = reader
            self._readers.move_to_end(key)
            while len(self._readers) > _MOST_READERS:
                self._readers.popitem(last=False)
        return reader

    def _forget(self, key: str) -> None:
        with self._lock:
            self._readers.pop(key, None)
        self._cache.drop(key)

    # -- blocks that are asked for ------------------------------------------------------------------------------

    def _fetch(
        self, place: LivePlace, block: LiveBlock, key: str, progress: Progress, told: Told
    ) -> tuple[Path, float]:
        """Where a block is now, and what it has cost."""
        target, costs = self._cache.new_target(), [0.0]

        def run(service: CoverageService) -> None:
            before = service.units_spent
            try:
                self._fetch_from(service, place, block, key, target, progress, told)
            finally:
                costs[0] += service.units_spent - before
                with self._lock:
                    self._spent += service.units_spent - before

        layer = place.order.layer or self._layer
        try:
            run_on_service(place.connection, place.selection.collection, layer, progress, run)
            return self._cache.keep(key, target, _LONG_S if _is_settled(place) else _SHORT_S), costs[0]
        except ServiceError:
            self._layer = ""  # it may be gone
            raise
        finally:
            target.unlink(missing_ok=True)

    def _fetch_from(
        self,
        service: CoverageService,
        place: LivePlace,
        block: LiveBlock,
        key: str,
        target: Path,
        progress: Progress,
        told: Told,
    ) -> None:
        if isinstance(service, OgcService):
            self._layer = service.coverage
        request = place.request(block)
        listed = self._lists.service_for(service, block, _kind(isinstance(service, OgcService)))
        if listed.can_list(place.selection.collection, place.selection.mosaicking):
            try:
                scenes = listed.find_acquisitions(place.selection, request.grid, progress)
                price = place.price(block, scenes)
                told(replace(price, units=(price.units or 0.0) + service.units_spent))
            except ServiceError as error:
                if not is_unknown_type(error):
                    raise
        with kept_parts(self._cache.parts_target(), place.connection, service, key, progress) as parts:
            fetch_stack(
                request, listed, lambda info: StackWriter(target, info), progress, place.limits, PartPool(parts)
            )

    @staticmethod
    def _new_lists(place: LivePlace) -> KeptLists:
        return KeptLists(place.selection, math.inf if _is_settled(place) else _LIST_S)


def _is_settled(place: LivePlace) -> bool:
    """Whether no more scenes are to be expected."""
    return (datetime.now(UTC).date() - place.selection.end).days > _FRESH_DAYS


def _kind(is_ogc: bool) -> str:
    """Services list the same scenes under names of their own."""
    return "ogc" if is_ogc else "process"
