# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of an instance: one of all bands for each source, and a picture where there are the colours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.catalogue import Collection, load_catalogue
from .answers import Refusal
from .source import SceneSource

CUSTOM_TYPE = "CUSTOM"

_OLD_TYPENAMES = {"DSS1": ("S2.TILE",), "DSS7": ("S5P_L2.TILE",)}
_COLOURS = ("B04", "B03", "B02")

_ALL_BANDS = """//VERSION=3
function setup() {
  return {
    input: [{ bands: @bands@, units: @units@ }],
    output: { bands: @count@, sampleType: "@type@" }
  };
}
function evaluatePixel(s) {
  return [@values@];
}
"""

_TRUE_COLOUR = """//VERSION=3
function setup() {
  return { input: ["B04", "B03", "B02"], output: { bands: 3 } };
}
function evaluatePixel(s) {
  return [2.5 * s.B04, 2.5 * s.B03, 2.5 * s.B02];
}
"""


@dataclass(frozen=True)
class Layer:
    """A coverage that can be asked for by its id."""

    id: str
    title: str
    description: str
    source: SceneSource
    evalscript: str
    """What is run when the question brings no script."""

    output_bands: int

    @property
    def dataset(self) -> str:
        """The older id of the collection, as JSON capabilities tell it."""
        collection = find_collection(self.source)
        return collection.legacy_type if collection else CUSTOM_TYPE


def find_collection(source: SceneSource) -> Collection | None:
    """The catalogue's entry of a source's collection, None for a collection of the user's own."""
    return load_catalogue().get(source.collection_id)


def list_layers(sources: Sequence[SceneSource]) -> tuple[Layer, ...]:
    """Every layer of an instance."""
    layers: list[Layer] = []
    for source in sources:
        taken = {layer.id for layer in layers}
        layers.append(_all_bands_layer(source, _free_name(layer_id(source.collection_id), taken)))
        if all("REFLECTANCE" in source.bands[name].units for name in _COLOURS if name in source.bands) and all(
            name in source.bands for name in _COLOURS
        ):
            name = _free_name("TRUE-COLOR", taken)
            layers.append(Layer(name, "True color", f"{source.title}: bands 4, 3, 2", source, _TRUE_COLOUR, 3))
    return tuple(layers)


def find_layer(layers: Sequence[Layer], name: str) -> Layer:
    """The layer of an id, or of a collection id, in any case.

    :raises Refusal: when there is none.
    """
    wanted = name.lower()
    for layer in layers:
        if wanted in (layer.id.lower(), layer.source.collection_id.lower()):
            return layer
    raise Refusal(f"Layer '{name[:80]}' not found! Layers: {', '.join(layer.id for layer in layers)}.")


def layer_id(collection_id: str) -> str:
    """A collection's name in the style of layer ids: ``SENTINEL-2-L2A``."""
    return re.sub(r"[^A-Z0-9_-]+", "-", collection_id.upper()).strip("-") or "LAYER"


def typenames(source: SceneSource) -> tuple[str, ...]:
    """WFS type names of a source, the official one first; empty when its collection has none."""
    collection = find_collection(source)
    if collection is not None and not collection.id.startswith("byoc"):
        name = collection.wfs_typename
        return (name, *_OLD_TYPENAMES.get(name, ())) if name else ()
    name = source.collection_id
    if not name.startswith(("byoc-", "batch-")):
        name = f"byoc-{name}"
    return name, f"DSS10-{name.split('-', 1)[1]}"


def find_typename(sources: Sequence[SceneSource], name: str) -> list[SceneSource]:
    """The sources behind a WFS type name.

    :raises Refusal: when there is none.
    """
    wanted = name.rsplit(":", 1)[-1].lower()
    found = [source for source in sources if wanted in (known.lower() for known in typenames(source))]
    if not found:
        raise Refusal(f"TYPENAME={name[:80]} not found!")
    return found


def data_bands(source: SceneSource) -> list[str]:
    """The bands of measured values: by the catalogue's word, else all of them."""
    collection = find_collection(source)
    known = collection.bands if collection else {}
    names = [name for name in source.bands if name not in known or known[name].role == "data"]
    return names or list(source.bands)


def _all_bands_layer(source: SceneSource, name: str) -> Layer:
    bands = data_bands(source)
    words = {
        "bands": json.dumps(bands),
        "units": json.dumps([source.bands[band].stored_units for band in bands]),
        "count": str(len(bands)),
        "type": getattr(source, "sample_type", "") or _sample_type(source, bands),
        "values": ", ".join(f"s[{json.dumps(band)}]" for band in bands),
    }
    script = re.sub(r"@(\w+)@", lambda match: words[match[1]], _ALL_BANDS)
    return Layer(name, source.title, f"Bands {', '.join(bands)} as stored", source, script, len(bands))


def _sample_type(source: SceneSource, bands: Sequence[str]) -> str:
    return "UINT16" if all(source.bands[band].stored_units == "DN" for band in bands) else "FLOAT32"


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
