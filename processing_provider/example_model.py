# SPDX-License-Identifier: GPL-2.0-or-later
"""What the example models share: a model file, shown and run as an algorithm of our own.

A model added to a provider as it is would have its title for an id, an output key that differs between versions of
QGIS, and no parameters of its output, since its steps are looked up before the provider is there. So the file decides
the inputs, their defaults and the steps, and this class gives the id, the words and the key OUTPUT.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingMultiStepFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ..plugin.bridge.gdal_errors import without_complaints
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.core.clear_sky import choose_clear_rule
from ..plugin.core.errors import InvalidRequest
from ..plugin.stack_tools.bands import split_names
from .base import TimestackAlgorithm
from .composite_stack import CompositeStackAlgorithm
from .export_cube import ExportCubeAlgorithm
from .fetch_temporal_stack import FetchTemporalStackAlgorithm
from .index_stack import IndexStackAlgorithm
from .mask_stack import MaskStackAlgorithm
from .regularise_stack import RegulariseStackAlgorithm
from .stack_styling import style_on_completion
from .zonal_time_series import ZonalTimeSeriesAlgorithm

_LOG = logging.getLogger(__name__)
MODELS = Path(__file__).resolve().parent.parent / "plugin" / "resources" / "models"
"""The folder of the model files."""

_STEPS: dict[str, type[TimestackAlgorithm]] = {
    f"timestack:{algorithm.NAME}": algorithm
    for algorithm in (
        CompositeStackAlgorithm,
        ExportCubeAlgorithm,
        FetchTemporalStackAlgorithm,
        IndexStackAlgorithm,
        MaskStackAlgorithm,
        RegulariseStackAlgorithm,
        ZonalTimeSeriesAlgorithm,
    )
}
"""What the models are made of; needed before QGIS knows our provider, while it is still loading."""


class ExampleModelAlgorithm(TimestackAlgorithm):
    """Subclasses name the file and declare the output."""

    GROUP_ID = "examplemodels"
    OUTPUT = "OUTPUT"
    FILE = ""
    PLACE = "EXTENT"
    """The input that tells the area."""

    _model: QgsProcessingModelAlgorithm | None = None
    """The copy that runs; an algorithm object runs once."""

    def group(self) -> str:
        """Name of the group in the toolbox."""
        return tr("Example models")

    def icon(self) -> QIcon:
        """That of models, so that they are told from tools."""
        return QgsApplication.getThemeIcon("/processingModel.svg")

    def svgIconPath(self) -> str:  # noqa: N802
        """The same as a path."""
        return str(QgsApplication.iconPath("processingModel.svg"))

    @classmethod
    def is_there(cls) -> bool:
        """Whether the file can be read; QGIS does not survive an algorithm that fails while it is declared."""
        is_readable = bool(QgsProcessingModelAlgorithm().fromFile(str(MODELS / cls.FILE)))
        if not is_readable:
            _LOG.warning("the model %s cannot be read; install the plugin again", cls.FILE)
        return is_readable

    def load_model(self) -> QgsProcessingModelAlgorithm:
        """The model as it lies in its file."""
        model = QgsProcessingModelAlgorithm()
        if not model.fromFile(str(MODELS / self.FILE)):
            raise QgsProcessingException(tr("The model {file} cannot be read.").format(file=MODELS / self.FILE))
        return model

    def add_inputs(self) -> None:
        """Declare the inputs of the model, in the words of the steps that use them."""
        model = self.load_model()
        for component in model.orderedParameters():
            definition = _in_our_words(model, model.parameterDefinition(component.parameterName()))
            if definition.name() == self.PLACE:  # qgis_process takes no default for one that is not optional
                definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagOptional)
            self.addParameter(definition)

    def note(self) -> str:
        """What help says of all models."""
        return "\n\n" + tr(
            "A model of several steps, to be used as it is or as a start for your own: 'Open in the model "
            "designer' in its context menu shows the steps, and saves a changed copy among your own models."
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """What each step can tell before it runs, and that there will be a mask."""
        self.check_place(parameters)
        values = self._values(parameters)
        bands = split_names(str(values["BANDS"] or ""))
        if choose_clear_rule(bands, str(values["COLLECTION"] or "")) is None:
            raise InvalidRequest("BANDS", "mask_not_fetched")
        for child in self.load_model().childAlgorithms().values():
            step = _step_of(child)
            step.check(_known_parameters(child, values), context)

    def check_place(self, parameters: dict[str, Any]) -> None:
        """:raises InvalidRequest: when the place has been emptied; when it is not given, its default is meant."""
        if self._values(parameters)[self.PLACE] in (None, ""):
            raise InvalidRequest(self.PLACE, "not_given")

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Have the model prepared on the main thread."""
        self._model = self.load_model().create()
        return bool(self._model.prepare(self._model_parameters(self._model, parameters), context, feedback))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run the steps."""
        model, errors = self._model, _FirstError(feedback)
        if model is None:
            raise TypeError("not prepared")
        try:
            with (
                without_sidecar_files(),
                without_complaints(),
            ):  # QGIS opens what lies between the steps, and measures it
                results = model.runPrepared(self._model_parameters(model, parameters), context, errors)
        except QgsProcessingException as error:
            # QGIS says here which step has failed; why, it has said before
            raise QgsProcessingException(errors.text or str(error)) from error
        if errors.text:
            feedback.reportError(errors.text)
        if feedback.isCanceled():
            return {}
        return {self.OUTPUT: results.get(_destination(model).name())}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Have the new layer styled."""
        style_on_completion(context)
        return {}

    def _values(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """All parameters; what is not given is the default of the model, where QGIS would take that of the step."""
        return {d.name(): parameters.get(d.name(), d.defaultValue()) for d in self.parameterDefinitions()}

    def _model_parameters(self, model: QgsProcessingModelAlgorithm, parameters: dict[str, Any]) -> dict[str, Any]:
        values = self._values(parameters)
        return {**values, _destination(model).name(): values[self.OUTPUT]}


class _FirstError(QgsProcessingMultiStepFeedback):  # type: ignore[misc]
    """Passes everything on but errors, and keeps the first of them."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        super().__init__(1, feedback)
        self.text = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        """Keep it."""
        self.text = self.text or error


def _destination(model: QgsProcessingModelAlgorithm) -> QgsProcessingParameterDefinition:
    """The one output of a model, whose name QGIS makes up."""
    (definition,) = model.destinationParameterDefinitions()
    return definition


def _step_of(child: QgsProcessingModelChildAlgorithm) -> TimestackAlgorithm:
    step = _STEPS[child.algorithmId()]()
    step.initAlgorithm({})
    return step


def _declared_by(child: QgsProcessingModelChildAlgorithm) -> dict[str, QgsProcessingParameterDefinition]:
    """Parameters as a step declares them, owned by nobody; a clone would be of QGIS's class where we have our own."""
    declared: list[QgsProcessingParameterDefinition] = []
    step = _STEPS[child.algorithmId()]()
    step.addParameter = declared.append
    step.initAlgorithm({})
    return {definition.name(): definition for definition in declared}


def _in_our_words(
    model: QgsProcessingModelAlgorithm, definition: QgsProcessingParameterDefinition
) -> QgsProcessingParameterDefinition:
    """An input of a model, with the title, help and widget of the step that has one of the same name."""
    name = definition.name()
    for child in model.childAlgorithms().values():
        if any(source.parameterName() == name for source in child.parameterSources().get(name, ())):
            own = _declared_by(child)[name]
            own.setDefaultValue(definition.defaultValue())
            own.setFlags(definition.flags())
            return own
    return definition.clone()


def _known_parameters(child: QgsProcessingModelChildAlgorithm, values: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a step that are known before the steps ahead of it have run."""
    known = {}
    for name, sources in child.parameterSources().items():
        (source,) = sources
        if source.parameterName():
            known[name] = values[source.parameterName()]
        elif not source.outputChildId():
            known[name] = source.staticValue()
    for output in child.modelOutputs().values():
        known[output.childOutputName()] = values[ExampleModelAlgorithm.OUTPUT]
    return known
