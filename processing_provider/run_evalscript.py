# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``runevalscript``: the rasters that the service would return, computed here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..plugin.bridge.areas import Area
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.script_notes import describe_note
from ..plugin.connections import DEMO
from ..plugin.core.errors import InvalidRequest
from ..plugin.core.stack_request import RESAMPLING
from ..plugin.evalscripts import DEFAULT_TIME_LIMIT_S, ScriptOrder, check_order, choose_resampling, run_script
from ..plugin.scene_sources import recognise_scenes
from ..plugin.stacks import check_target, read_script
from .base import TimestackAlgorithm
from .selection_parameters import DEMO_EXTENT

_PRIORITIES = ("mostRecent", "leastRecent", "leastCC")


class RunEvalscriptAlgorithm(TimestackAlgorithm):
    """Parse parameters, run the script, hand back its files."""

    NAME = "runevalscript"
    GROUP_ID = "evalscript"
    EVALSCRIPT, SCENES, EXTENT, START, END = "EVALSCRIPT", "SCENES", "EXTENT", "START", "END"
    MAX_CLOUD_COVER, RESOLUTION, CRS, RESAMPLING = "MAX_CLOUD_COVER", "RESOLUTION", "CRS", "RESAMPLING"
    PRIORITY, TIME_LIMIT, OUTPUT, USERDATA = "PRIORITY", "TIME_LIMIT", "OUTPUT", "USERDATA"
    OUTPUTS, SCENE_COUNT, ENGINE, USERDATA_TEXT = "OUTPUTS", "SCENE_COUNT", "ENGINE", "USERDATA_TEXT"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Run evalscript")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("javascript,custom script,sentinel hub,local,offline,test,debug").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Runs an Evalscript V3 on this computer and writes the rasters that the service would return.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Runs an evalscript over scenes that are on this computer: the simulated scenes of the demo, a folder of "
            "GeoTIFFs, or a stack. No account, no network, and no processing unit is spent.\n\n"
            "Every output that setup() declares becomes a raster: 'default' under the name given, the others beside "
            "it with their id in the name. What the script leaves in userData becomes a JSON file.\n\n"
            "A script with several inputs (data fusion) needs scenes for each of them: s2=demo;s1=/data/s1."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterString(self.EVALSCRIPT, tr("Evalscript"), "", multiLine=True),
            tr("An Evalscript V3: its text, or the path of a .js file."),
        )
        self.add(
            QgsProcessingParameterString(self.SCENES, tr("Scenes"), DEMO),
            tr(
                "Where the scenes are: 'demo' (simulated Sentinel-2 scenes), a folder with scenes, or a stack file. "
                "For a script with several inputs one for each, as s2=demo;s1=/data/s1."
            ),
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), None, optional=True),
            tr("The area, in any CRS. Empty: all of a folder's or stack's scenes, or a small part of the demo."),
        )
        day = QgsProcessingParameterDateTime.Type.Date
        self.add(
            QgsProcessingParameterDateTime(self.START, tr("First day"), day, None, optional=True),
            tr("First day, inclusive, as a UTC calendar day. Empty: the day of the first scene."),
        )
        self.add(
            QgsProcessingParameterDateTime(self.END, tr("Last day"), day, None, optional=True),
            tr("Last day, inclusive, as a UTC calendar day. Empty: the day of the last scene."),
        )
        self._add_grid_parameters()
        self._add_rarely_used()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Result")),
            tr("The GeoTIFF of the default output. Other outputs are written beside it."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.USERDATA, tr("User data"), "JSON (*.json)", None, optional=True, createByDefault=False
            ),
            tr("A file for what the script leaves in outputMetadata.userData."),
        )
        self.addOutput(QgsProcessingOutputString(self.OUTPUTS, tr("All rasters, as JSON by output id")))
        self.addOutput(QgsProcessingOutputString(self.USERDATA_TEXT, tr("User data as JSON text")))
        self.addOutput(QgsProcessingOutputNumber(self.SCENE_COUNT, tr("Number of scenes used")))
        self.addOutput(QgsProcessingOutputString(self.ENGINE, tr("Engine that ran the script")))

    def _add_grid_parameters(self) -> None:
        number = QgsProcessingParameterNumber.Type.Double
        self.add(
            QgsProcessingParameterNumber(self.RESOLUTION, tr("Resolution"), number, None, optional=True, minValue=0.0),
            tr("Size of a pixel in units of the CRS. Empty: that of the scenes."),
        )
        self.add(
            QgsProcessingParameterCrs(self.CRS, tr("CRS"), None, optional=True),
            tr("CRS of the result. Empty: that of the scenes."),
        )

    def _add_rarely_used(self) -> None:
        number = QgsProcessingParameterNumber.Type.Double
        self.add(
            QgsProcessingParameterNumber(
                self.MAX_CLOUD_COVER, tr("Maximum cloud cover (%)"), number, 100.0, minValue=0.0, maxValue=100.0
            ),
            tr("Leave out source tiles with more clouds. The figure is that of the whole tile, not of your area."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.RESAMPLING, tr("Resampling"), list(RESAMPLING), defaultValue="NEAREST", usesStaticStrings=True
            ),
            tr("How bands of another resolution are resampled."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.PRIORITY, tr("Priority"), list(_PRIORITIES), defaultValue="mostRecent", usesStaticStrings=True
            ),
            tr("Which scene comes first, and lies on top in a mosaic: the newest, the oldest, the least cloudy."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.TIME_LIMIT, tr("Time limit (s)"), number, DEFAULT_TIME_LIMIT_S, minValue=1.0
            ),
            tr("A script that runs longer is stopped."),
            advanced=True,
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """What is wrong without opening the scenes."""
        order = self._read(parameters, context)
        check_order(order)
        recognise_scenes(order.scenes)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run and write."""
        order = self._read(parameters, context)
        target = Path(self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        check_target(target)
        user_data = self.parameterAsFileOutput(parameters, self.USERDATA, context)
        outcome = run_script(order, target, Path(user_data) if user_data else None, FeedbackProgress(feedback))
        for note in outcome.notes:
            feedback.pushWarning(describe_note(note))
        for name, path in outcome.rasters.items():
            feedback.pushInfo(f"{name}: {path}")
        text = json.dumps(outcome.user_data, ensure_ascii=False)
        if outcome.user_data is not None:
            feedback.pushInfo(tr("User data: {text}").format(text=text[:2000]))
        rasters = {name: str(path) for name, path in outcome.rasters.items()}
        results = {
            self.OUTPUT: str(target),
            self.OUTPUTS: json.dumps(rasters, ensure_ascii=False),
            self.USERDATA_TEXT: text,
            self.SCENE_COUNT: outcome.scene_count,
            self.ENGINE: outcome.engine,
        }
        return {**results, self.USERDATA: user_data} if user_data else results

    def _read(self, parameters: dict[str, Any], context: QgsProcessingContext) -> ScriptOrder:
        scenes = self.parameterAsString(parameters, self.SCENES, context)
        crs = self.parameterAsCrs(parameters, self.CRS, context)
        has_resolution = parameters.get(self.RESOLUTION) not in (None, "")
        return ScriptOrder(
            evalscript=read_script(self.parameterAsString(parameters, self.EVALSCRIPT, context)),
            scenes=scenes,
            area=self._read_area(parameters, context, scenes),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
            resolution=self.parameterAsDouble(parameters, self.RESOLUTION, context) if has_resolution else None,
            start=self._read_day(parameters, context, self.START),
            end=self._read_day(parameters, context, self.END),
            max_cloud_cover_pct=self.parameterAsDouble(parameters, self.MAX_CLOUD_COVER, context),
            resampling=choose_resampling(self.parameterAsEnumString(parameters, self.RESAMPLING, context)),
            priority=self.parameterAsEnumString(parameters, self.PRIORITY, context),
            time_limit_s=self.parameterAsDouble(parameters, self.TIME_LIMIT, context),
        )

    def _read_area(self, parameters: dict[str, Any], context: QgsProcessingContext, scenes: str) -> Area | None:
        if parameters.get(self.EXTENT) in (None, ""):
            if scenes.strip().lower() != DEMO:
                return None
            parameters = {**parameters, self.EXTENT: DEMO_EXTENT}
        rectangle = self.parameterAsExtent(parameters, self.EXTENT, context)
        crs = self.parameterAsExtentCrs(parameters, self.EXTENT, context)
        if not crs.isValid():
            raise InvalidRequest(self.EXTENT, "no_crs")
        bounds = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
        return Area(bounds, crs.authid() or crs.toWkt())

    def _read_day(self, parameters: dict[str, Any], context: QgsProcessingContext, key: str) -> date | None:
        if parameters.get(key) in (None, ""):
            return None
        day = self.parameterAsDateTime(parameters, key, context).date()
        if not day.isValid():
            raise InvalidRequest(key, "not_a_date", value=parameters.get(key))
        return date(day.year(), day.month(), day.day())
