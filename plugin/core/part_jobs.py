# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts as work: a question, what its answer must be, and how it is halved when it turns out too large."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from .coverage_request import CoverageRequest
from .ports import Image


class PartJob(Protocol):
    """One part that is to be fetched."""

    @property
    def question(self) -> CoverageRequest:
        """What to ask."""
        ...

    @property
    def description(self) -> str:
        """The part in a few words."""
        ...

    @property
    def weight(self) -> int:
        """Pixels times time steps."""
        ...

    def check(self, image: Image) -> None:
        """Hold an answer against the question.

        :raises BadAnswer: when it is not what was asked for.
        :raises DateMismatch: when it is of other dates.
        """
        ...

    def halve(self) -> Sequence[PartJob]:
        """Smaller parts that together are this one; none when it cannot be made smaller."""
        ...


class PartStore(Protocol):
    """Answers that are kept until the stack is written; they outlive a crash. Safe from any thread."""

    def find(self, key: str) -> Image | None:
        """A kept answer whose bytes are what they were."""
        ...

    def keep(self, key: str, image: Image) -> Image:
        """Keep an answer that was checked; the returned image takes the place of the given one."""
        ...

    def drop(self, key: str) -> None:
        """Forget an answer that cannot be trusted."""
        ...

    def is_halved(self, key: str) -> bool:
        """Whether this part was too large once, and its halves were asked for instead."""
        ...

    def mark_halved(self, key: str) -> None:
        """Remember that a part was too large."""
        ...


class NoStore:
    """Keeps nothing: answers live until they are copied."""

    def find(self, key: str) -> Image | None:
        """Nothing."""
        return None

    def keep(self, key: str, image: Image) -> Image:
        """The same image."""
        return image

    def drop(self, key: str) -> None:
        """Nothing to do."""

    def is_halved(self, key: str) -> bool:
        """Never."""
        return False

    def mark_halved(self, key: str) -> None:
        """Nothing to do."""


Job = TypeVar("Job", bound=PartJob)


@dataclass(frozen=True)
class FetchedPart(Generic[Job]):
    """A part whose answer is there and checked."""

    job: Job
    image: Image
    is_new: bool
    """Asked for just now, not found among kept answers."""


def question_key(question: CoverageRequest) -> str:
    """What an answer is kept by: all that the question says, and nothing of who asks whom."""
    return hashlib.sha256(repr(question.parameters()).encode("utf-8")).hexdigest()[:32]
