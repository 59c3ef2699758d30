# SPDX-License-Identifier: GPL-2.0-or-later
"""Map and layers as the presenter sees them."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCsException, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip

from ...bridge.layer_steps import describe_steps, read_steps, remember_steps, set_layer_range
from ...bridge.layers import shown_step, style_stack_layer
from ...core.errors import TimestackError
from ..temporal_link import TemporalLink
from .comparison import Comparison
from .pin_marks import PinMarks
from .pins import Pin
from .ports import Described

_MARGIN = 1.3


class CanvasMap:
    """Implements :class:`.ports.MapSide`."""

    def __init__(
        self, canvas: QgsMapCanvas, project: QgsProject, link: TemporalLink, marks: PinMarks, comparison: Comparison
    ) -> None:
        self._canvas, self._project, self._link = canvas, project, link
        self._marks, self._comparison = marks, comparison

    def draw_pins(self, pins: Sequence[Pin]) -> None:
        """Mark these places, and no others."""
        self._marks.draw(pins)

    def zoom_to(self, pin: Pin) -> None:
        """A polygon is seen as a whole; a point comes into the middle, at the present scale."""
        try:
            transform = self._marks.to_canvas(pin.crs)
            if pin.is_area:
                box = transform.transformBoundingBox(QgsGeometry.fromWkt(pin.wkt).boundingBox())
                box.scale(_MARGIN)
                self._canvas.setExtent(QgsRectangle(box))
            else:
                self._canvas.setCenter(transform.transform(QgsPointXY(pin.x, pin.y)))
        except QgsCsException:
            return
        self._canvas.refresh()

    def show_step(self, layer_id: str, described: Described, step: int) -> None:
        """Have a layer, and the Temporal Controller, show a step."""
        layer = self._layer(layer_id)
        if layer is not None and _dress(layer, described, step):
            self._link.show(layer, step)

    def compare_step(self, layer_id: str, described: Described, step: int) -> None:
        """Show a step in a second layer."""
        layer = self._layer(layer_id)
        if layer is not None and _dress(layer, described, step):
            self._comparison.show(layer, step)

    def shown_step(self, layer_id: str) -> int | None:
        """The step that a layer draws."""
        return shown_step(self._layer(layer_id))

    def _layer(self, layer_id: str) -> QgsRasterLayer | None:
        layer = None if sip.isdeleted(self._project) else self._project.mapLayer(layer_id)
        return layer if isinstance(layer, QgsRasterLayer) else None


def _dress(layer: QgsRasterLayer, described: Described, step: int) -> bool:
    """Teach a plain dated raster its steps, the first time that the user wants to see one.

    Its look stays as it is where it draws the bands of one date; else there is no date to replace, and it gets the look
    of a stack. So does a layer whose file was replaced by one with fewer bands than it draws.
    """
    if read_steps(layer) is not None and max(layer.renderer().usesBands(), default=0) <= layer.bandCount():
        return True
    steps = describe_steps(described.info, described.numbers)
    if max(map(max, steps.numbers)) > layer.bandCount():
        return False
    remember_steps(layer, steps)
    if shown_step(layer) is not None:
        set_layer_range(layer, steps)
        return True
    try:
        style_stack_layer(layer, step=step)
    except TimestackError:  # the file is gone since it was looked at; QGIS tells so itself
        return False
    return True
