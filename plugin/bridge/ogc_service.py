# SPDX-License-Identifier: GPL-2.0-or-later
"""A Sentinel Hub OGC service: discovery by WFS, pixels by WCS."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..core.acquisitions import Acquisition
from ..core.catalogue import load_catalogue
from ..core.coverage_request import CoverageRequest
from ..core.discovery import PAGE_SIZE, FeatureRequest, read_features
from ..core.grid import PixelGrid
from ..core.progress import Progress, check_cancelled
from ..core.stack_request import SceneSelection
from .answer_image import AnswerImage
from .http import HttpGateway, NetworkSettings
from .layer_list import LAYERS_QUERY, choose_layer, read_layers
from .projection import transform_points
from .service_address import ServiceAddress

_MAX_PAGES = 1000


class OgcService:
    """Implements :class:`..core.image.CoverageService` over HTTP."""

    def __init__(
        self, name: str, address: ServiceAddress, collection: str, settings: NetworkSettings, coverage: str = ""
    ) -> None:
        """
        :param name: name of the connection.
        :param collection: collection id, for choosing the layer.
        :param coverage: layer id; empty looks for a layer of the collection when it is first needed.
        """
        self.name, self.coverage = name, coverage
        self._address, self._collection = address, collection
        self._gateway = HttpGateway(settings)
        self._folder = tempfile.TemporaryDirectory(prefix="timestack_")
        self._answers = Path(self._folder.name)
        self._numbers = itertools.count(1)
        self._units_spent = 0.0
        self._requests_made = 0

    def keep_answers_in(self, folder: Path) -> None:
        """Have answers written where they can stay, instead of the system's temporary folder."""
        self._answers = folder

    def close(self) -> None:
        """Remove everything temporary."""
        self._folder.cleanup()

    def __enter__(self) -> OgcService:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def units_spent(self) -> float:
        """Processing units that the answers so far have told of."""
        return self._units_spent

    @property
    def requests_made(self) -> int:
        """Questions asked so far, discovery included."""
        return self._requests_made

    def can_list(self, collection: str) -> bool:
        """Whether the collection has a WFS type name."""
        return _typename(collection) is not None

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """All pages of WFS GetFeature; the same scene met on two pages counts once."""
        found: dict[Acquisition, None] = {}
        for page in range(_MAX_PAGES):
            check_cancelled(progress)
            request = FeatureRequest(
                _typename(selection.collection) or selection.collection, grid.bounds, grid.crs, selection.start,
                selection.end, selection.max_cloud_cover_pct, page * PAGE_SIZE,
            )  # fmt: skip
            features = read_features(self._ask("wfs", request.query(), progress))
            found.update(dict.fromkeys(features))
            if len(features) < PAGE_SIZE:
                break
        progress.tell(f"{len(found)} source tiles found")
        return list(found)

    def find_coverage(self, progress: Progress) -> str:
        """The layer to ask for: the one that was named, or the first that the service lists for the collection.

        :raises InvalidRequest: when the instance has no layer of the collection.
        """
        if self.coverage:
            return self.coverage
        layers = read_layers(self._ask("wms", LAYERS_QUERY, progress))
        self.coverage = choose_layer(layers, self._collection)
        progress.tell(f"layer {self.coverage}")
        return self.coverage

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> AnswerImage:
        """Ask, wait, and open the answer."""
        target = self._answers / f"answer-{next(self._numbers):05d}.tif"
        self._requests_made += 1
        headers = self._gateway.download(
            self._address.url("wcs", request.query()), self._address.public("wcs"), target, progress
        )
        self._units_spent += _number(headers.get("x-processingunits-spent"))
        return AnswerImage(target)

    def url_bytes(self, request: CoverageRequest) -> int:
        """Length of the whole address."""
        return len(self._address.url("wcs", request.query()))

    def to_longitude_latitude(self, crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of a CRS in degrees, longitude first."""
        xs, ys = transform_points([x for x, _ in points], [y for _, y in points], crs, "EPSG:4326")
        return [(float(x), float(y)) for x, y in zip(xs, ys)]

    def _ask(self, service: str, query: str, progress: Progress) -> bytes:
        self._requests_made += 1
        return self._gateway.fetch_bytes(self._address.url(service, query), self._address.public(service), progress)


def _typename(collection: str) -> str | None:
    if collection.startswith(("byoc-", "batch-")):
        return collection
    catalogued = load_catalogue().get(collection)
    if catalogued is None:
        return f"byoc-{collection}"
    return catalogued.wfs_typename


def _number(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
