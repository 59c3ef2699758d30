# SPDX-License-Identifier: GPL-2.0-or-later
"""One configured instance: what its id in the address stands for."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .layers import Layer, list_layers
from .limits import HubLimits
from .source import SceneSource


@dataclass(frozen=True)
class Instance:
    """An instance with everything that its services need."""

    id: str
    sources: Sequence[SceneSource]
    limits: HubLimits
    is_stopping: Callable[[], bool]
    image_slots: threading.Semaphore
    """Taken while an image is computed."""

    admit: Callable[[float], None] = lambda units: None
    """Takes units off the account before the work is done; raises :class:`.answers.Refusal` when there are too few."""

    layers: tuple[Layer, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", list_layers(self.sources))

    def watch(self, is_gone: Callable[[], bool], admit: Callable[[float], None]) -> Instance:
        """The same instance for one question, whose work also ends when whoever asked has gone."""
        twin = copy.copy(self)
        object.__setattr__(twin, "is_stopping", lambda: self.is_stopping() or is_gone())
        object.__setattr__(twin, "admit", admit)
        return twin
