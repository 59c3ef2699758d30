# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``checkevalscript``: what is wrong with a script and what to do, before anything is asked or paid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..plugin.bridge.i18n import tr
from ..plugin.bridge.script_report import count_findings, html_page, report_html, report_text
from ..plugin.core.catalogue import Collection, load_catalogue
from ..plugin.core.errors import FileProblem, InvalidRequest
from ..plugin.core.script_findings import ERROR, HINT, WARNING
from ..plugin.evalscript.checker import check_evalscript
from ..plugin.stacks import read_script
from . import selection_parameters as selection
from .base import TimestackAlgorithm

OGC, PROCESS = "OGC", "PROCESS"


class CheckEvalscriptAlgorithm(TimestackAlgorithm):
    """Read the script, check it, put the findings into words. An invalid script is an answer, not a failure."""

    NAME = "checkevalscript"
    GROUP_ID = "evalscript"
    EVALSCRIPT, SERVICE, REPORT_FILE = "EVALSCRIPT", "SERVICE", "REPORT_FILE"
    VALID, REPORT, REPORT_TEXT = "VALID", "REPORT", "REPORT_TEXT"
    ERRORS, WARNINGS, HINTS = "ERRORS", "WARNINGS", "HINTS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Check evalscript")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("evalscript,sentinel hub,javascript,validate,lint,report,errors,script").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Says what is wrong with an evalscript, line by line, and what to do about it.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Reads an evalscript, runs it on a few invented pixels with plausible values, and reports what the service "
            "would refuse (errors), what probably gives wrong values (warnings), and what could be better (hints). "
            "Each finding has the line, the problem, and what to do.\n\n"
            "Nothing is asked over the network and no processing unit is spent. The script runs for about a second at "
            "most and reaches neither files nor the network."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterString(self.EVALSCRIPT, tr("Evalscript"), "", multiLine=True),
            tr("The script: its text, or the path of a .js file."),
        )
        self.add(
            QgsProcessingParameterString(selection.COLLECTION, tr("Collection"), "", optional=True),
            tr("The data collection the script is for, as sentinel-2-l2a; its bands and units are checked then."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.SERVICE, tr("Service"), [OGC, PROCESS], defaultValue=OGC, usesStaticStrings=True, optional=True
            ),
            tr("OGC: WCS and WMS, which answer one image. PROCESS: the Process API, which answers every output."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT_FILE, tr("Report"), "HTML (*.html)", None, optional=True, createByDefault=False
            ),
            tr("A page with the report, to keep or to send."),
        )
        self.addOutput(QgsProcessingOutputBoolean(self.VALID, tr("Valid: there are no errors")))
        self.addOutput(QgsProcessingOutputString(self.REPORT, tr("Report as HTML")))
        self.addOutput(QgsProcessingOutputString(self.REPORT_TEXT, tr("Report as text")))
        self.addOutput(QgsProcessingOutputNumber(self.ERRORS, tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber(self.WARNINGS, tr("Number of warnings")))
        self.addOutput(QgsProcessingOutputNumber(self.HINTS, tr("Number of hints")))

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The file must be readable and the collection known."""
        read_script(self.parameterAsString(parameters, self.EVALSCRIPT, context))
        self._collection(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check and report."""
        text = read_script(self.parameterAsString(parameters, self.EVALSCRIPT, context))
        service = self.parameterAsEnumString(parameters, self.SERVICE, context) or OGC
        check = check_evalscript(text, collection=self._collection(parameters, context), service=service.lower())
        report = report_text(check, text)
        feedback.pushInfo(report)
        results: dict[str, Any] = {
            self.VALID: check.is_valid,
            self.REPORT: report_html(check, text),
            self.REPORT_TEXT: report,
            self.ERRORS: count_findings(check, ERROR),
            self.WARNINGS: count_findings(check, WARNING),
            self.HINTS: count_findings(check, HINT),
        }
        target = self.parameterAsFileOutput(parameters, self.REPORT_FILE, context)
        if target:
            _write(Path(target), html_page(check, text))
            results[self.REPORT_FILE] = target
        return results

    def _collection(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Collection | None:
        name = self.parameterAsString(parameters, selection.COLLECTION, context).strip()
        if not name:
            return None
        catalogue = load_catalogue()
        if name not in catalogue:
            raise InvalidRequest(
                selection.COLLECTION, "unknown_collection", value=name, choices=", ".join(sorted(catalogue))
            )
        return catalogue[name]


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise FileProblem(str(path), error.strerror or str(error)) from error
