# SPDX-License-Identifier: GPL-2.0-or-later
"""A Sentinel Hub service without an instance: discovery by the Catalog, pixels by the Process API."""

from __future__ import annotations

from urllib.parse import urlsplit

import numpy as np

from ..core.acquisitions import Acquisition
from ..core.catalog_search import CatalogSearch, outline_points, read_items
from ..core.catalogue import load_catalogue
from ..core.coverage_request import CoverageRequest
from ..core.credentials import UNKNOWN_LIMITS, AccountLimits, Credentials
from ..core.deployments import ServiceRoots
from ..core.errors import BadAnswer, InvalidRequest
from ..core.grid import PixelGrid
from ..core.process_request import TIFF, process_body
from ..core.progress import Progress, check_cancelled
from ..core.rate_limiter import limiter_of
from ..core.stack_request import SceneSelection
from ..core.timeline import ORBIT, TILE
from ..core.weather import Patience
from .answer_image import AnswerImage
from .http import NetworkSettings
from .oauth import TokenSource
from .projection import transform_points
from .remote_service import MAX_PAGES, Question, RemoteService

_SEARCH = "catalog/1.0.0/search"
_SCHEME = "Bearer "
_DECIMALS = 9
"""Of degrees in an outline: a tenth of a millimetre."""


class ProcessService(RemoteService):
    """Implements :class:`..core.ports.CoverageService` over the APIs that want a token."""

    def __init__(
        self,
        name: str,
        roots: ServiceRoots,
        credentials: Credentials,
        collection: str,
        settings: NetworkSettings,
        limits: AccountLimits = UNKNOWN_LIMITS,
        patience: Patience = Patience(),
    ) -> None:
        """
        :param name: name of the connection.
        :param collection: collection id, which is what is asked for.
        :param limits: of the account; all services of one client share its pace.
        :param patience: with lists of scenes.
        """
        limiter = limiter_of(account_key(roots, credentials), limits.requests_per_minute, limits.units_per_minute)
        secrets = (credentials.client_secret, credentials.client_id, credentials.instance_id)
        super().__init__(name, collection, settings, limiter, patience, secrets)
        self._api_root = roots.api_root
        self._tokens = TokenSource(roots.token_url, credentials.client_id, credentials.client_secret, self._gateway)

    def can_list(self, collection: str, mosaicking: str = ORBIT) -> bool:
        """Whether scenes can be listed by what scripts know them by.

        That is the day with ORBIT. With TILE it is the data path, which the Catalog does not tell as scripts see it
        (on CDSE ``s3://….SAFE`` here and ``creo://…/GRANULE/…`` there); then scripts write the dates into the pixels.
        """
        catalogued = load_catalogue().get(collection)
        return mosaicking != TILE and (catalogued is None or mosaicking in catalogued.mosaicking)

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """All pages of a Catalog search; the same scene met on two pages counts once.

        :raises BadAnswer: when the pages lead in a circle.
        """
        search = CatalogSearch(
            selection.collection, _outline(grid), selection.start, selection.end, selection.max_cloud_cover_pct
        )
        units = self._listing_units(selection, grid)
        found: dict[Acquisition, None] = {}
        next_page: object = None
        seen = set()
        for _ in range(MAX_PAGES):
            check_cancelled(progress)
            items, next_page = self._search(search, next_page, units, progress)
            found.update((item, None) for item in items if search.wants(item))
            if next_page is None:
                break
            if next_page in seen:
                raise BadAnswer("the next page of the list of scenes", "one that was there before")
            seen.add(next_page)
        progress.tell(f"{len(found)} source tiles found")
        return list(found)

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> AnswerImage:
        """Ask once, wait, and open the answer."""
        question = self._question("process", process_body(request), TIFF, progress)
        return self._fetch_image(question, request.units, progress)

    def url_bytes(self, request: CoverageRequest) -> int:
        """0: the question travels in the body."""
        return 0

    def _search(
        self, search: CatalogSearch, next_page: object, units: float, progress: Progress
    ) -> tuple[list[Acquisition], object]:
        body = search.body(next_page)
        return self._fetch_text(
            lambda: self._question(_SEARCH, body, "application/geo+json, application/json", progress),
            units,
            progress,
            read_items,
        )

    def _question(self, path: str, body: bytes, accept: str, progress: Progress) -> Question:
        address = f"{self._api_root}/{path}"
        headers = {
            "Authorization": f"{_SCHEME}{self._tokens.token(progress)}",
            "Content-Type": "application/json",
            "Accept": accept,
        }
        return Question(address, address, headers, body)

    def _drop_token(self, question: Question) -> None:
        self._tokens.drop(question.headers["Authorization"][len(_SCHEME) :])


def account_key(roots: ServiceRoots, credentials: Credentials) -> str:
    """What tells the account apart from others: the place, and the client or the instance. A secret."""
    return f"{urlsplit(roots.api_root).netloc} {credentials.client_id or credentials.instance_id}"


def _outline(grid: PixelGrid) -> tuple[tuple[float, float], ...]:
    """The grid's outline in degrees, longitude first.

    :raises InvalidRequest: when a part of it has no place on the earth.
    """
    xs, ys = transform_points(*outline_points(grid.bounds), grid.crs, "EPSG:4326")
    if not (np.isfinite(xs).all() and np.isfinite(ys).all()):
        raise InvalidRequest("EXTENT", "area_too_large", crs=grid.crs)
    return tuple((round(float(x), _DECIMALS), round(float(y), _DECIMALS)) for x, y in zip(xs, ys))
