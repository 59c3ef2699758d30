# SPDX-License-Identifier: GPL-2.0-or-later
"""One configured instance: what its id in the address stands for."""

from __future__ import annotations

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

    layers: tuple[Layer, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", list_layers(self.sources))
