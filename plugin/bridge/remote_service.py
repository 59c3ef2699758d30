# SPDX-License-Identifier: GPL-2.0-or-later
"""What all ways of asking a remote service share: connections, the account's pace, counting, answers on disk."""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..core.errors import BadAnswer, ServiceError
from ..core.grid import PixelGrid
from ..core.listing_price import page_units
from ..core.progress import Progress
from ..core.rate_limiter import USUAL_UNITS, RateLimiter
from ..core.stack_request import SceneSelection
from ..core.weather import Patience, is_over_capacity, persist, read_retry_after_s
from .answer_image import AnswerImage
from .http import HttpGateway, NetworkSettings
from .projection import transform_points
from .service_errors import check_refusal

Content = TypeVar("Content")
Service = TypeVar("Service", bound="RemoteService")

MAX_PAGES = 1000
"""Of a list of scenes."""

_USUAL_PAUSE_S = 2.0
"""For all workers, when one is sent away without a word for how long; that one waits longer."""


@dataclass(frozen=True)
class Question:
    """One question as HTTP has it."""

    url: str = field(repr=False)
    public: str
    """The address without its secrets."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    """Makes it a POST."""


FREE_UNITS = 1e-9
"""What capabilities cost: nothing; zero would stand for an unknown price."""


class RemoteService:
    """The half of :class:`..core.ports.CoverageService` that does not depend on how a service is asked."""

    def __init__(
        self,
        name: str,
        coverage: str,
        settings: NetworkSettings,
        limiter: RateLimiter | None = None,
        patience: Patience = Patience(),
        secrets: Sequence[str] = (),
    ) -> None:
        """
        :param name: name of the connection.
        :param coverage: what to ask for.
        :param limiter: of the account; None asks as fast as answers come.
        :param patience: with lists of scenes; whoever asks for pixels has patience of its own.
        :param secrets: what no message may hold, even if the service's own text does.
        """
        self.name, self.coverage = name, coverage
        self._gateway = HttpGateway(settings)
        self._limiter = limiter or RateLimiter()
        self._patience = patience
        self._secrets = tuple(secret for secret in secrets if secret)
        self._folder = tempfile.TemporaryDirectory(prefix="timestack_")
        self._answers = Path(self._folder.name)
        self._numbers = itertools.count(1)
        self._count_lock = threading.Lock()
        self._units_spent = 0.0
        self._requests_made = 0

    def keep_answers_in(self, folder: Path) -> None:
        """Have answers written where they can stay, instead of the system's temporary folder."""
        self._answers = folder

    def close(self) -> None:
        """Remove everything temporary."""
        self._gateway.close()
        self._folder.cleanup()

    def __enter__(self: Service) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def units_spent(self) -> float:
        """Processing units that the answers so far have cost: as they tell, else as the published formula says."""
        return self._units_spent

    @property
    def requests_made(self) -> int:
        """Questions asked so far, discovery included."""
        return self._requests_made

    def to_longitude_latitude(self, crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of a CRS in degrees, longitude first."""
        xs, ys = transform_points([x for x, _ in points], [y for _, y in points], crs, "EPSG:4326")
        return [(float(x), float(y)) for x, y in zip(xs, ys)]

    def _listing_units(self, selection: SceneSelection, grid: PixelGrid) -> float:
        """What a page of a list of scenes costs."""
        return page_units(selection, grid, self.to_longitude_latitude)

    def _fetch_image(self, question: Question, units: float, progress: Progress) -> AnswerImage:
        """Ask once for pixels.

        :param units: expected price, 0 where that is not known.
        """
        target = self._answers / f"answer-{next(self._numbers):05d}.tif"

        def download() -> tuple[Mapping[str, str], None]:
            told = self._gateway.download(
                question.url, question.public, target, progress, question.headers, question.body
            )
            return told, None

        self._ask(question, units, progress, download)
        with self._without_secrets():
            return AnswerImage(target)

    def _fetch_text(
        self, ask: Callable[[], Question], units: float, progress: Progress, read: Callable[[bytes], Content]
    ) -> Content:
        """Ask for a text and read it, as often as it takes.

        :param ask: makes the question, anew for each attempt: tokens end.
        """

        def once() -> Content:
            question = ask()
            body = self._ask(
                question,
                units,
                progress,
                lambda: self._gateway.fetch(question.url, question.public, progress, question.headers, question.body),
            )
            with self._without_secrets():
                check_refusal(body)
                return read(body)

        return persist(once, progress, self._patience, can_split=False)

    def _ask(
        self,
        question: Question,
        units: float,
        progress: Progress,
        call: Callable[[], tuple[Mapping[str, str], Content]],
    ) -> Content:
        """Ask once, at the account's pace; whoever is sent away makes all others of the account wait."""
        expected = units or USUAL_UNITS
        self._limiter.acquire(expected, progress.is_cancelled)
        with self._count_lock:
            self._requests_made += 1
        try:
            with self._without_secrets():
                headers, content = call()
        except ServiceError as error:
            self._limiter.learn({}, expected, error.status)
            if error.status == 401:
                self._drop_token(question)
            if is_over_capacity(error):
                self._limiter.learn_too_dear(units)
            elif error.status == 429:
                self._limiter.pause(read_retry_after_s(error.retry_after, _USUAL_PAUSE_S))
            raise
        self._limiter.learn(headers, expected)
        told = headers.get("x-processingunits-spent")
        with self._count_lock:  # lists of scenes cost as well, and tell nothing of it
            self._units_spent += (units if units > FREE_UNITS else 0.0) if told is None else _number(told)
        return content

    def _drop_token(self, question: Question) -> None:
        """The service did not accept the token of a question; nothing to do where there are none."""

    @contextmanager
    def _without_secrets(self) -> Iterator[None]:
        """Errors that a service words may repeat what it was asked with."""
        try:
            yield
        except ServiceError as error:
            raise ServiceError(
                error.status, self._hide(error.detail), self._hide(error.code), error.retry_after, error.is_page
            ) from None
        except BadAnswer as error:
            raise BadAnswer(error.expected, self._hide(error.found)) from None

    def _hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def _number(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
