# SPDX-License-Identifier: GPL-2.0-or-later
"""What all algorithms share: the frame, the error boundary, and their look in the toolbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ..plugin.bridge.i18n import tr
from ..plugin.bridge.messages import explain
from ..plugin.core.errors import Cancelled, TimestackError

_ICONS = Path(__file__).resolve().parent.parent / "plugin" / "resources" / "icons"
_HELP_URL = "https://github.com/timestack-qgis/timestack#readme"


class TimestackAlgorithm(QgsProcessingAlgorithm):  # type: ignore[misc]
    """Template: subclasses say who they are and implement :meth:`execute` and :meth:`check`."""

    NAME = ""
    GROUP_ID = "stack"
    ICON = "timestack.svg"

    @classmethod
    def is_there(cls) -> bool:
        """Whether everything it needs to be declared came along with the plugin."""
        return True

    def createInstance(self) -> TimestackAlgorithm:  # noqa: N802
        """A fresh algorithm of the same class."""
        return type(self)()

    def name(self) -> str:
        """Id within the provider; never changes."""
        return self.NAME

    def groupId(self) -> str:  # noqa: N802
        """Id of the group in the toolbox."""
        return self.GROUP_ID

    def group(self) -> str:
        """Name of the group in the toolbox."""
        return {"acquire": tr("Acquire"), "evalscript": tr("Evalscript"), "stack": tr("Stack")}[self.GROUP_ID]

    def helpUrl(self) -> str:  # noqa: N802
        """Where there is more to read."""
        return _HELP_URL

    def icon(self) -> QIcon:
        """Icon in the toolbox."""
        return QIcon(str(_ICONS / self.ICON))

    def svgIconPath(self) -> str:  # noqa: N802
        """The same as a path, for the modeler."""
        return str(_ICONS / self.ICON)

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Declare a parameter with its help."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Refuse before the run what can be known before it, without network."""
        good, message = super().checkParameterValues(parameters, context)
        if not good:
            return good, message
        try:
            self.check(parameters, context)
        except TimestackError as error:
            return False, explain(error)
        return True, ""

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run :meth:`execute` and turn what Timestack raises into what Processing shows."""
        try:
            return self.execute(parameters, context, feedback)
        except Cancelled:
            feedback.pushInfo(tr("Cancelled."))
            return {}
        except TimestackError as error:
            raise QgsProcessingException(explain(error)) from error

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """:raises TimestackError: for parameters that cannot work."""

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do the work; runs in a worker thread."""
        raise TypeError(f"{type(self).__name__} has no execute")
