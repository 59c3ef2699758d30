# SPDX-License-Identifier: GPL-2.0-or-later
"""What an engine must be able to do; the block engine and the Qt engine both do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from .budget import Budget
from .model import Setup
from .request import Block, BlockAnswer, Request

HOOKS = (
    "setup", "evaluatePixel", "preProcessScenes", "filterScenes", "updateOutput", "updateOutputMetadata",
)  # fmt: skip


class Environment(Protocol):
    """A loaded script with its own variables; it belongs to the thread that made it.

    Every method raises a :class:`~.errors.Fault`; ``Refusal`` means that this engine cannot run the script.
    """

    def select(self, hook: str, request: Request, budget: Budget) -> list[list[int]]:
        """Call preProcessScenes or filterScenes: the positions of the scenes to use, per source."""

    def count_bands(self, request: Request, bands: Mapping[str, int], budget: Budget) -> dict[str, object]:
        """Call updateOutput: what it leaves in ``bands`` of each output, as plain data."""

    def evaluate(self, block: Block, budget: Budget) -> BlockAnswer:
        """Call evaluatePixel for every pixel of a block."""

    def describe(self, request: Request, user_data: object, budget: Budget) -> object:
        """Call updateOutputMetadata: what it leaves in ``userData``, which is ``user_data`` before, as plain data."""


class Engine(Protocol):
    """A compiled script."""

    name: str
    setup: Setup
    functions: frozenset[str]
    pixel_memory: tuple[int, str] | None
    """Line and name of a variable that pixels change and updateOutputMetadata reads, if this engine cannot tell it."""

    def load(self, budget: Budget, is_tracing: bool = False) -> Environment:
        """An environment in which the top level of the script and ``setup()`` have run."""
