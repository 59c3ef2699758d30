# SPDX-License-Identifier: GPL-2.0-or-later
"""The price of what a dialog says, half of it now and half of it in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

from ..plugin.core.estimate import Estimate
from ..plugin.core.progress import Progress
from ..plugin.estimates import estimate_quickly
from . import selection_parameters as selection
from .stack_parameters import read_order


def prepare_estimate(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Callable[[Progress], Estimate]:
    """Read the parameters now, on the main thread; what is returned makes the estimate in any thread.

    Nothing is asked over the network, now or then.

    :raises TimestackError: for parameters that cannot be.
    """
    order = read_order(algorithm, parameters, context, is_check=True)
    connection = algorithm.parameterAsString(parameters, selection.CONNECTION, context)
    collection = algorithm.parameterAsString(parameters, selection.COLLECTION, context).strip()
    return lambda progress: estimate_quickly(order, connection, collection, progress)
