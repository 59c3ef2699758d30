# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a service instance, from WMS capabilities as JSON, remembered for a short while."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Sequence

from ..core.catalogue import load_catalogue
from ..core.errors import InvalidRequest, ServiceError
from ..core.progress import Progress
from ..core.service_layer import ServiceLayer
from .http import HttpGateway, NetworkSettings
from .service_address import ServiceAddress

LAYERS_QUERY = "SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0&FORMAT=application/json"
_MAX_AGE_S = 300.0
_MAX_TEXT = 200
_known: dict[str, tuple[float, tuple[ServiceLayer, ...]]] = {}
_lock = threading.Lock()


def list_layers(
    address: ServiceAddress, settings: NetworkSettings, progress: Progress, is_fresh: bool = False
) -> tuple[ServiceLayer, ...]:
    """The layers of an instance, asked for over the network unless they were a few minutes ago.

    :param is_fresh: ask in any case.
    :raises ServiceError: when the service refuses or its answer cannot be read.
    :raises Unreachable: when it does not answer.
    """
    remembered = None if is_fresh else known_layers(address)
    if remembered is not None:
        return remembered
    body = HttpGateway(settings).fetch_bytes(address.url("wms", LAYERS_QUERY), address.public("wms"), progress)
    layers = read_layers(body)
    with _lock:
        _known[_key(address)] = (time.monotonic(), layers)
    return layers


def known_layers(address: ServiceAddress) -> tuple[ServiceLayer, ...] | None:
    """What :func:`list_layers` gave a short while ago; None when nobody asked. Asks nothing over the network."""
    with _lock:
        asked_at, layers = _known.get(_key(address), (0.0, None))
    return layers if layers is not None and time.monotonic() - asked_at < _MAX_AGE_S else None


def forget_layers() -> None:
    """Ask again the next time."""
    with _lock:
        _known.clear()


def read_layers(body: bytes) -> tuple[ServiceLayer, ...]:
    """:raises ServiceError: when the answer is no list of layers."""
    try:
        found = json.loads(body)["layers"]
        return tuple(_layer(layer) for layer in found if isinstance(layer, dict) and layer.get("id"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ServiceError(200, "the list of layers cannot be read; name the layer in LAYER") from error


def choose_layer(layers: Sequence[ServiceLayer], collection: str) -> str:
    """Id of the first layer of a collection.

    :raises InvalidRequest: when there is none.
    """
    catalogued = load_catalogue().get(collection)
    wanted = {collection.lower(), *((catalogued.legacy_type.lower(),) if catalogued else ())}
    for layer in layers:
        if wanted & {layer.dataset.lower(), layer.id.lower(), layer.title.lower()}:
            return layer.id
    choices = ", ".join(layer.id for layer in layers[:20])
    raise InvalidRequest("COLLECTION", "no_layer", collection=collection, choices=choices)


def _layer(raw: dict[str, object]) -> ServiceLayer:
    """A stranger's texts, cut to what a list can show."""

    def text(key: str) -> str:
        return "".join(char for char in str(raw.get(key) or "")[:_MAX_TEXT] if char.isprintable())

    return ServiceLayer(
        str(raw["id"]), text("name"), text("description"), text("dataset"), _collection(text("dataset"))
    )


def _collection(dataset: str) -> str:
    for collection in load_catalogue().values():
        if dataset and dataset.lower() in (collection.legacy_type.lower(), collection.id):
            return collection.id
    return ""


def _key(address: ServiceAddress) -> str:
    return hashlib.sha256(f"{address.ogc_root} {address.instance_id}".encode()).hexdigest()
