# SPDX-License-Identifier: GPL-2.0-or-later
"""What series at a click are asked of: a connection, scenes and bands; and what a block of pixels there costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .bridge.areas import Area
from .bridge.auth_store import can_read_silently
from .bridge.projection import is_geographic, transform_point
from .connections import DEMO, Connection, recognise_connection, resolve_connection
from .core.acquisitions import Acquisition
from .core.catalogue import load_catalogue
from .core.coverage_request import CoverageRequest
from .core.discovery import PAGE_SIZE
from .core.errors import InvalidRequest, NoAcquisitions
from .core.grid import utm_crs
from .core.guessed_scenes import guess_scenes
from .core.known_scenes import KnownScenes
from .core.listing_price import page_units
from .core.live_block import LiveBlock, choose_sample_type, locate_block
from .core.plan import PlanLimits
from .core.priced_questions import price_stack
from .core.stack_request import SceneSelection, StackRequest
from .estimates import is_local, to_degrees
from .scene_sources import describe_scenes, open_scenes
from .service_runs import limits_of
from .stacks import StackOrder, prepare_request

_KEY_VERSION = 1
_USUAL_RESOLUTION_M = 10.0
_METRES_PER_DEGREE = 111_320.0
_USUAL_ADDRESS_BYTES = 90
"""Host, path and instance id, where no address is known."""


@dataclass(frozen=True)
class LiveOrder:
    """What a user asks for, in the user's own terms."""

    connection: str
    """A saved name, ``demo``, a folder of scenes, or a service address."""

    collection: str
    """Empty for what the connection holds."""

    bands: tuple[str, ...]
    selection: SceneSelection
    """Of which the collection is filled in from what the connection holds."""

    resolution: float = 0.0
    """Metres; 0 for that of the collection."""

    layer: str = ""


@dataclass(frozen=True)
class LivePrice:
    """What a series costs."""

    units: float | None
    """Processing units, the list of scenes included where it is needed; None where nobody can say."""

    is_guess: bool = False
    """The number of scenes is guessed from the collection's revisit time; nobody was asked."""

    is_charged: bool = True
    """False for scenes on this computer, of which the figure only says what a service would charge."""


@dataclass(frozen=True)
class LivePlace:
    """A connection, as far as it is known, and the pixels and scenes that are asked of it."""

    order: LiveOrder
    connection: Connection
    selection: SceneSelection
    sample_type: str
    resolution: float | None
    """Metres; None for a folder that has not been opened."""

    identity: str
    """What tells the place and its state from any other, empty until that is known; goes into digests only."""

    @property
    def is_charged(self) -> bool:
        """Whether somebody pays."""
        return not is_local(self.connection)

    @property
    def limits(self) -> PlanLimits:
        """Of single questions."""
        return limits_of(self.connection, PlanLimits())

    def locate(self, x: float, y: float, crs: str) -> tuple[LiveBlock, int, int] | None:
        """Block, column and row of the pixel under a point; None where the resolution is not known yet.

        :raises InvalidRequest: for a point without a place on the earth.
        """
        if self.resolution is None:
            return None
        longitude, latitude = transform_point(x, y, crs, "EPSG:4326")
        if not -90 <= latitude <= 90:
            raise InvalidRequest("POINT", "not_transformable", value=f"{x:g}, {y:g}", crs="EPSG:4326")
        zone = utm_crs(longitude, latitude)
        easting, northing = transform_point(x, y, crs, zone)
        return locate_block(easting, northing, zone, self.resolution)

    def request(self, block: LiveBlock) -> StackRequest:
        """The stack of a block.

        :raises InvalidRequest: as any fetch.
        """
        grid = block.grid
        return prepare_request(
            StackOrder(
                connection=self.connection, selection=self.selection, area=Area(grid.bounds, grid.crs),
                bands=self.order.bands, sample_type=self.sample_type, resolution=block.resolution, crs=grid.crs,
                layer=self.order.layer,
            )
        )  # fmt: skip

    def key(self, block: LiveBlock) -> str:
        """What tells a block from all others."""
        return json.dumps([_KEY_VERSION, self.identity, self.order.layer, self.request(block).to_json()])

    def price(self, block: LiveBlock, scenes: Sequence[Acquisition] | None) -> LivePrice:
        """What a block costs.

        :param scenes: of its neighbourhood, None where they have not been listed.
        """
        request = self.request(block)
        try:
            found = guess_scenes(request, to_degrees) if scenes is None else tuple(scenes)
            known = KnownScenes(self.connection.name, self.order.layer or self.selection.collection, found,
                                self._measure, to_degrees)  # fmt: skip
            units = price_stack(request, known, self.limits).units
        except NoAcquisitions:
            units = 0.0
        except InvalidRequest:
            return LivePrice(None, True, self.is_charged)
        if scenes is None:
            units += self._listing_units(block, len(found))
        return LivePrice(units, scenes is None, self.is_charged)

    def _listing_units(self, block: LiveBlock, scenes: int) -> float:
        return (scenes // PAGE_SIZE + 1) * page_units(self.selection, block.neighbourhood_grid, to_degrees)

    def _measure(self, question: CoverageRequest) -> int:
        address = self.connection.address
        if address is None and self.connection.credentials.has_client:
            return 0
        return (len(address.url("wcs", "")) if address is not None else _USUAL_ADDRESS_BYTES) + len(question.query())


def recognise_place(order: LiveOrder) -> LivePlace:
    """A place as far as it is known at once, without opening a folder or asking anybody; for the main thread.

    :raises InvalidRequest: for an order that cannot be.
    """
    connection = recognise_connection(order.connection)
    saved = connection.saved
    if saved is not None and not saved.is_local and can_read_silently():
        connection = resolve_connection(order.connection)
    return _make_place(order, connection)


def open_place(order: LiveOrder) -> LivePlace:
    """A place that can be asked; may take long, and QGIS may ask for the master password.

    :raises TimestackError: when it cannot be opened, or does not hold what is wanted.
    """
    connection = resolve_connection(order.connection)
    place = _make_place(order, connection)
    if place.resolution is None:
        place = replace(place, resolution=_native_resolution(order))
    return place


def _make_place(order: LiveOrder, connection: Connection) -> LivePlace:
    is_demo = order.connection.strip().lower() == DEMO
    collection = connection.choose_collection(order.collection)
    selection = replace(order.selection, collection=collection)
    catalogued = load_catalogue().get(collection)
    resolution: float | None = order.resolution or None
    if resolution is None and (is_demo or not is_local(connection)):
        resolution = (catalogued.native_resolution_m if catalogued else None) or _USUAL_RESOLUTION_M
    sample_type = choose_sample_type(catalogued, order.bands)
    place = LivePlace(order, connection, selection, sample_type, resolution, _identify(connection, is_demo))
    place.request(LiveBlock("EPSG:32631", resolution or _USUAL_RESOLUTION_M, 0, 0))  # finds what is wrong with bands
    return place


def _identify(connection: Connection, is_demo: bool) -> str:
    """As :mod:`.service_runs` tells parts apart; empty where it is not known yet."""
    if is_demo:
        return DEMO
    if not connection.is_open:
        return ""
    if connection.source_state:
        return connection.source_state
    address = connection.address.url("", "") if connection.address else connection.credentials.client_id
    return f"{address} {connection.roots!r}"


def _native_resolution(order: LiveOrder) -> float:
    """Of the scenes in a folder, in metres."""
    saved = recognise_connection(order.connection).saved
    folder = saved.folder if saved is not None else order.connection.strip()
    info = describe_scenes(open_scenes(str(Path(folder).resolve())))
    return info.resolution * (_METRES_PER_DEGREE if is_geographic(info.crs) else 1.0)
