# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``buildevalscript``: choices in, the text of an Evalscript V3 out."""

from __future__ import annotations

import os
import re
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..plugin.bridge.i18n import tr
from ..plugin.core.dates import parse_day
from ..plugin.core.errors import FileProblem, InvalidRequest
from ..plugin.core.script_builder import (
    CUSTOM,
    INDICES,
    MASKS,
    METHODS,
    PRODUCTS,
    SCENE_CHOICES,
    ScriptRecipe,
    write_script,
)
from ..plugin.core.stack_request import SAMPLE_TYPES, UNITS
from . import selection_parameters as selection
from .base import TimestackAlgorithm

_DEFAULT_COLLECTION = "sentinel-2-l2a"
_WORD_BREAK = re.compile(r"[\s,;]+")


class BuildEvalscriptAlgorithm(TimestackAlgorithm):
    """Parse parameters, write the script, hand back its file and its text."""

    NAME = "buildevalscript"
    GROUP_ID = "evalscript"
    PRODUCT, BANDS, UNITS, SAMPLE_TYPE, NODATA = "PRODUCT", "BANDS", "UNITS", "SAMPLE_TYPE", "NODATA"
    INDEX, EXPRESSION, METHOD, PERCENTILE = "INDEX", "EXPRESSION", "METHOD", "PERCENTILE"
    MASK, MASK_CLASSES, CLOUD_PROBABILITY = "MASK", "MASK_CLASSES", "CLOUD_PROBABILITY"
    PERIOD_DAYS, INTERVALS, LEAVE_OUT = "PERIOD_DAYS", "INTERVALS", "LEAVE_OUT"
    MONTHS_BACK, LIST_DATES = "MONTHS_BACK", "LIST_DATES"
    OUTPUT, SCRIPT = "OUTPUT", "SCRIPT"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Build evalscript")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("javascript,custom script,sentinel hub,ndvi,median,cloudless mosaic,composite,generator").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Writes an Evalscript V3 from your choices: a stack, an index or a cloudless composite.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Writes a short script with comments that you can read, change and run: with 'Run evalscript' on this "
            "computer, with 'Fetch temporal stack', or in any other tool that speaks to the service.\n\n"
            "stack: the bands of all scenes. index: an index of all scenes. composite: one image of many scenes, "
            "with clouds left out. Bands come in ascending time.\n\n"
            "'Fetch temporal stack' runs a script once per day, with that day's scenes only: give it a script for a "
            "stack or an index and choose the scenes there, not here."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self._add_choice(
            self.PRODUCT, tr("Product"), PRODUCTS, "stack",
            tr("stack: bands of all scenes. index: an index of all scenes. composite: one image of many scenes."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString(selection.COLLECTION, tr("Collection"), _DEFAULT_COLLECTION, optional=True),
            tr("Which data collection, for example sentinel-2-l2a or landsat-ot-l2. Empty: Sentinel-2 L2A."),
        )
        self._add_value_parameters()
        self._add_mask_parameters()
        self._add_scene_parameters()
        self.add(
            QgsProcessingParameterBoolean(self.LIST_DATES, tr("List the dates as user data"), False),
            tr("Only the Process and Batch API hand user data out, and 'Run evalscript'."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, tr("Evalscript"), "JavaScript (*.js)", None, optional=True, createByDefault=True
            ),
            tr("The file to write, a plain text."),
        )
        self.addOutput(QgsProcessingOutputString(self.SCRIPT, tr("Text of the script")))

    def _add_value_parameters(self) -> None:
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Bands"), "B02,B03,B04,B08", optional=True),
            tr("Names of the bands of a stack or a composite, separated by commas. An index names its own."),
        )
        self._add_choice(
            self.INDEX, tr("Index"), (*INDICES, CUSTOM), "NDVI",
            tr("For an index. It is computed of reflectances. custom: the formula below."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString(self.EXPRESSION, tr("Formula"), "", optional=True),
            tr(
                "For the index custom: band names, numbers, + - * / ^, brackets, abs, sqrt, exp, ln, log10, min and "
                "max, for example (B08-B04)/(B08+B04). Bands come in the units chosen."
            ),
        )
        self._add_choice(
            self.METHOD, tr("Method"), METHODS, "median",
            tr(
                "For a composite. median, mean, percentile: of each band. max_ndvi: all bands of the greenest sample. "
                "least_cloudy: all bands of the least cloudy scene."
            ),
        )  # fmt: skip
        self._add_number(
            self.PERCENTILE, tr("Percentile"), 50.0, (0.0, 100.0),
            tr("For the method percentile: 0 is the lowest value, 100 the highest. Interpolated linearly."),
        )  # fmt: skip
        self._add_choice(
            self.UNITS, tr("Units"), UNITS, "DN",
            tr("DN: digital numbers. REFLECTANCE: reflectance, times 10000 when written as whole numbers."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterEnum(
                self.SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue=None, optional=True,
                usesStaticStrings=True,
            ),
            tr(
                "Type of the numbers in the image. Empty: INT16 for an index (times 10000), UINT16 for digital numbers "
                "and reflectance, FLOAT32 for anything else."
            ),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                self.NODATA, tr("No-data value"), QgsProcessingParameterNumber.Type.Double, None, optional=True
            ),
            tr("Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32."),
            advanced=True,
        )

    def _add_mask_parameters(self) -> None:
        self._add_choice(
            self.MASK, tr("Cloud mask"), MASKS, "auto",
            tr(
                "auto: what suits the collection, and nothing for a stack. SCL: scene classes (Sentinel-2 L2A). CLM, "
                "CLP: s2cloudless. CLD: cloud probability. BQA: Landsat. QA: HLS. Pixels without data never count."
            ),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString(self.MASK_CLASSES, tr("Classes that are left out"), "", optional=True),
            tr("Classes of SCL, or bits of BQA and QA, for example 3,8,9,10. Empty: clouds and their shadows."),
            advanced=True,
        )
        self._add_number(
            self.CLOUD_PROBABILITY, tr("Cloud probability (%)"), 40.0, (0.0, 100.0),
            tr("For CLP and CLD: from this probability on a pixel is left out."),
        )  # fmt: skip

    def _add_scene_parameters(self) -> None:
        self._add_choice(
            selection.MOSAICKING, tr("Time steps"), ("ORBIT", "TILE"), "ORBIT",
            tr("ORBIT: one time step a day, its source tiles merged. TILE: one time step for each source tile."),
        )  # fmt: skip
        self._add_choice(
            selection.SCENES, tr("Scenes"), SCENE_CHOICES, "all",
            tr(
                "Which days to use: all, the first of each month, or the clearest of each month, ten days or period. "
                "With ORBIT the clearest day is found only after all days were read and paid for."
            ),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                self.PERIOD_DAYS, tr("Days of a period"), QgsProcessingParameterNumber.Type.Integer, 16
            ),
            tr("For clearest_of_n_days. Periods are counted from 1 January of each year."),
            advanced=True,
        )
        self._add_text(
            selection.MONTHS, tr("Months"), tr("Months of the year to keep, for example 5,6,7,8,9. Empty keeps all.")
        )
        self._add_text(
            selection.DATES, tr("Dates"), tr("Days to keep, for example 2020-05-04,2020-05-09. Empty keeps all.")
        )
        self._add_text(
            self.INTERVALS, tr("Intervals to keep"),
            tr("First and last days, for example 2020-04-01/2020-05-31,2020-08-01/2020-09-30. Empty keeps all."),
        )  # fmt: skip
        self._add_text(
            self.LEAVE_OUT, tr("Intervals to leave out"), tr("First and last days, written as for intervals to keep.")
        )
        self.add(
            QgsProcessingParameterNumber(
                self.MONTHS_BACK, tr("Months back"), QgsProcessingParameterNumber.Type.Integer, 0
            ),
            tr("Keep only so many months before the end of the request; 0 keeps all. Needs ORBIT."),
            advanced=True,
        )

    def _add_choice(self, key: str, title: str, choices: tuple[str, ...], default: str, help_text: str) -> None:
        self.add(
            QgsProcessingParameterEnum(key, title, list(choices), defaultValue=default, usesStaticStrings=True),
            help_text,
        )

    def _add_number(self, key: str, title: str, default: float, low_high: tuple[float, float], help_text: str) -> None:
        kind = QgsProcessingParameterNumber.Type.Double
        low, high = low_high
        self.add(
            QgsProcessingParameterNumber(key, title, kind, default, minValue=low, maxValue=high),
            help_text,
            advanced=True,
        )

    def _add_text(self, key: str, title: str, help_text: str) -> None:
        self.add(QgsProcessingParameterString(key, title, "", optional=True), help_text, advanced=True)

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Everything that the run refuses, and the folder of the file."""
        self._read(parameters, context)
        target = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        if target and not Path(target).parent.is_dir():
            raise InvalidRequest(self.OUTPUT, "no_folder", value=str(Path(target).parent))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Write the text."""
        script = write_script(self._read(parameters, context))
        results = {self.SCRIPT: script}
        target = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        if target:
            _write_text(Path(target), script)
            results[self.OUTPUT] = target
        feedback.pushInfo(script)
        return results

    def _read(self, parameters: dict[str, Any], context: QgsProcessingContext) -> ScriptRecipe:
        def choice(key: str) -> str:
            return str(self.parameterAsEnumString(parameters, key, context) or "")

        def text(key: str) -> str:
            return str(self.parameterAsString(parameters, key, context)).strip()

        has_nodata = parameters.get(self.NODATA) not in (None, "")
        return ScriptRecipe(
            collection=text(selection.COLLECTION) or _DEFAULT_COLLECTION,
            bands=tuple(text(self.BANDS).split(",")),
            units=choice(self.UNITS),
            sample_type=choice(self.SAMPLE_TYPE),
            mosaicking=choice(selection.MOSAICKING),
            product=choice(self.PRODUCT),
            index=choice(self.INDEX),
            expression=text(self.EXPRESSION),
            method=choice(self.METHOD),
            percentile=self.parameterAsDouble(parameters, self.PERCENTILE, context),
            mask=choice(self.MASK),
            mask_classes=parse_classes(text(self.MASK_CLASSES)),
            cloud_probability_pct=self.parameterAsDouble(parameters, self.CLOUD_PROBABILITY, context),
            nodata=self.parameterAsDouble(parameters, self.NODATA, context) if has_nodata else None,
            scenes=choice(selection.SCENES),
            period_days=self.parameterAsInt(parameters, self.PERIOD_DAYS, context),
            months=selection.parse_months(text(selection.MONTHS)),
            dates=selection.parse_dates(text(selection.DATES)),
            intervals=_parse_intervals(self.INTERVALS, text(self.INTERVALS)),
            left_out_intervals=_parse_intervals(self.LEAVE_OUT, text(self.LEAVE_OUT)),
            months_back=self.parameterAsInt(parameters, self.MONTHS_BACK, context),
            lists_dates=self.parameterAsBool(parameters, self.LIST_DATES, context),
        )


def _words(text: str) -> list[str]:
    return [word for word in _WORD_BREAK.split(text) if word]


def parse_classes(text: str) -> tuple[int, ...]:
    """``3,8,9`` as numbers. :raises InvalidRequest: when a word is no whole number."""
    for word in _words(text):
        if not re.fullmatch(r"\d{1,9}", word, re.ASCII):
            raise InvalidRequest("MASK_CLASSES", "not_a_number", value=word)
    return tuple(int(word) for word in _words(text))


def _parse_intervals(key: str, text: str) -> tuple[tuple[date, date], ...]:
    """``2020-04-01/2020-05-31,…`` as first and last days. :raises InvalidRequest: when a word is no interval."""
    intervals = []
    for word in _words(text):
        days = word.split("/")
        if len(days) != 2:
            raise InvalidRequest(key, "not_an_interval", value=word)
        try:
            intervals.append((parse_day(days[0]), parse_day(days[1])))
        except ValueError as error:
            raise InvalidRequest(key, "not_an_interval", value=word) from error
    return tuple(intervals)


def _write_text(target: Path, text: str) -> None:
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.write_bytes(text.encode("utf-8"))
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FileProblem(str(target), error.strerror or str(error), "write") from error
