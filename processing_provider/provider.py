# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider: the list of algorithms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..plugin.bridge.version import plugin_version
from .build_evalscript import BuildEvalscriptAlgorithm
from .check_evalscript import CheckEvalscriptAlgorithm
from .composite_stack import CompositeStackAlgorithm
from .estimate_cost import EstimateCostAlgorithm
from .example_models import EXAMPLE_MODELS
from .export_cube import ExportCubeAlgorithm
from .extend_stack import ExtendStackAlgorithm
from .fetch_composite import FetchCompositeAlgorithm
from .fetch_temporal_stack import FetchTemporalStackAlgorithm
from .fetch_time_series import FetchTimeSeriesAlgorithm
from .index_stack import IndexStackAlgorithm
from .list_acquisitions import ListAcquisitionsAlgorithm
from .load_stack import LoadStackAlgorithm
from .mask_stack import MaskStackAlgorithm
from .phenology_stack import PhenologyStackAlgorithm
from .regularise_stack import RegulariseStackAlgorithm
from .run_evalscript import RunEvalscriptAlgorithm
from .sample_stack import SampleStackAlgorithm
from .smooth_stack import SmoothStackAlgorithm
from .split_stack import SplitStackAlgorithm
from .stack_from_rasters import StackFromRastersAlgorithm
from .trend_stack import TrendStackAlgorithm
from .zonal_time_series import ZonalTimeSeriesAlgorithm

ALGORITHMS = (
    BuildEvalscriptAlgorithm,
    CheckEvalscriptAlgorithm,
    CompositeStackAlgorithm,
    EstimateCostAlgorithm,
    ExportCubeAlgorithm,
    ExtendStackAlgorithm,
    FetchCompositeAlgorithm,
    FetchTemporalStackAlgorithm,
    FetchTimeSeriesAlgorithm,
    IndexStackAlgorithm,
    ListAcquisitionsAlgorithm,
    LoadStackAlgorithm,
    MaskStackAlgorithm,
    RegulariseStackAlgorithm,
    RunEvalscriptAlgorithm,
    SampleStackAlgorithm,
    SmoothStackAlgorithm,
    SplitStackAlgorithm,
    StackFromRastersAlgorithm,
    TrendStackAlgorithm,
    PhenologyStackAlgorithm,
    ZonalTimeSeriesAlgorithm,
    *EXAMPLE_MODELS,
)

_ICON = Path(__file__).resolve().parent.parent / "plugin" / "resources" / "icons" / "timestack.svg"


class TimestackProvider(QgsProcessingProvider):  # type: ignore[misc]
    """Everything Timestack offers to the toolbox, the modeler, qgis_process and the console."""

    make_fetch_dialog: Callable[[QgsProcessingAlgorithm, Any], Any] | None = None
    """Makes the dialog of a fetch from the algorithm and a parent; None without a desktop, for Processing's own."""

    def loadAlgorithms(self) -> None:  # noqa: N802
        """Register a fresh instance of every algorithm."""
        for algorithm in ALGORITHMS:
            if algorithm.is_there():
                self.addAlgorithm(algorithm())

    def id(self) -> str:
        """Never changes."""
        return "timestack"

    def name(self) -> str:
        """A proper name, not translated."""
        return "Timestack"

    def longName(self) -> str:  # noqa: N802
        """With the version, as the provider list shows it."""
        return f"Timestack {plugin_version()}"

    def versionInfo(self) -> str:  # noqa: N802
        """Version of the plugin."""
        return plugin_version()

    def icon(self) -> QIcon:
        """Icon of the provider."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:  # noqa: N802
        """The same as a path."""
        return str(_ICON)
