# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameter CONNECTION, which may hold a secret that QGIS shall not keep."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterString

from ..plugin.connections import spare_secrets


class ConnectionParameter(QgsProcessingParameterString):  # type: ignore[misc]
    """A text that QGIS writes down without its instance id: in its history, logs and commands to copy.

    Running is not touched by this; a run that is repeated from the history takes the id from the environment.
    """

    def valueAsPythonString(self, value: Any, context: QgsProcessingContext) -> str:  # noqa: N802
        """For commands and logs."""
        return str(super().valueAsPythonString(_spare(value), context))

    def valueAsString(self, value: Any, context: QgsProcessingContext, *more: Any) -> Any:  # noqa: N802
        """For commands of qgis_process (QGIS 3.24 on)."""
        return super().valueAsString(_spare(value), context, *more)

    def valueAsJsonObject(self, value: Any, context: QgsProcessingContext) -> Any:  # noqa: N802
        """For the history (QGIS 3.24 on)."""
        return super().valueAsJsonObject(_spare(value), context)


def _spare(value: Any) -> Any:
    return spare_secrets(value) if isinstance(value, str) else value
