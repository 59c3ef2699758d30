# SPDX-License-Identifier: GPL-2.0-or-later
"""A Sentinel Hub OGC service: discovery by WFS, pixels by WCS."""

from __future__ import annotations

from ..core.acquisitions import Acquisition
from ..core.catalogue import load_catalogue
from ..core.coverage_request import CoverageRequest
from ..core.discovery import PAGE_SIZE, FeatureRequest, read_features
from ..core.grid import PixelGrid
from ..core.progress import Progress, check_cancelled
from ..core.rate_limiter import RateLimiter
from ..core.stack_request import SceneSelection
from ..core.timeline import ORBIT
from ..core.weather import Patience
from .answer_image import AnswerImage
from .http import NetworkSettings
from .layer_list import LAYERS_QUERY, choose_layer, read_layers
from .remote_service import FREE_UNITS, MAX_PAGES, Question, RemoteService
from .service_address import ServiceAddress


class OgcService(RemoteService):
    """Implements :class:`..core.ports.CoverageService` over OGC services."""

    def __init__(
        self,
        name: str,
        address: ServiceAddress,
        collection: str,
        settings: NetworkSettings,
        coverage: str = "",
        limiter: RateLimiter | None = None,
        patience: Patience = Patience(),
    ) -> None:
        """
        :param name: name of the connection.
        :param collection: collection id, for choosing the layer.
        :param coverage: layer id; empty looks for a layer of the collection when it is first needed.
        :param limiter: of the account.
        :param patience: with lists of scenes and layers.
        """
        super().__init__(name, coverage, settings, limiter, patience, (address.instance_id,))
        self._address, self._collection = address, collection

    def can_list(self, collection: str, mosaicking: str = ORBIT) -> bool:
        """Whether the collection has a WFS type name."""
        return _typename(collection) is not None

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """All pages of WFS GetFeature; the same scene met on two pages counts once."""
        units = self._listing_units(selection, grid)
        found: dict[Acquisition, None] = {}
        for page in range(MAX_PAGES):
            check_cancelled(progress)
            request = FeatureRequest(
                _typename(selection.collection) or selection.collection, grid.bounds, grid.crs, selection.start,
                selection.end, selection.max_cloud_cover_pct, page * PAGE_SIZE,
            )  # fmt: skip
            question = self._question("wfs", request.query())
            features = self._fetch_text(lambda asked=question: asked, units, progress, read_features)
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
        question = self._question("wms", LAYERS_QUERY)
        layers = self._fetch_text(lambda: question, FREE_UNITS, progress, read_layers)
        self.coverage = choose_layer(layers, self._collection)
        progress.tell(f"layer {self.coverage}")
        return self.coverage

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> AnswerImage:
        """Ask once, wait, and open the answer."""
        return self._fetch_image(self._question("wcs", request.query()), request.units, progress)

    def url_bytes(self, request: CoverageRequest) -> int:
        """Length of the whole address."""
        return len(self._address.url("wcs", request.query()))

    def _question(self, service: str, query: str) -> Question:
        return Question(self._address.url(service, query), self._address.public(service))


def _typename(collection: str) -> str | None:
    if collection.startswith(("byoc-", "batch-")):
        return collection
    catalogued = load_catalogue().get(collection)
    if catalogued is None:
        return f"byoc-{collection}"
    return catalogued.wfs_typename
