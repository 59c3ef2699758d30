# SPDX-License-Identifier: GPL-2.0-or-later
"""From what CONNECTION says to a service that answers: the demo, a folder of scenes, or an address."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .bridge.network_settings import read_network_settings
from .bridge.ogc_service import OgcService, ServiceAddress
from .core.catalogue import load_catalogue
from .core.errors import InvalidRequest
from .core.progress import Progress
from .localhub import DemoSource, FolderSource, Hub
from .localhub.source import SceneSource

DEMO = "demo"
DEFAULT_COLLECTION = "sentinel-2-l2a"

_ADDRESS = re.compile(
    r"(?P<root>https?://[^\s?#]+?/ogc)(?:/(?:wcs|wfs|wms)(?:/(?P<instance>[^/\s?#]+))?)?/?", re.IGNORECASE
)
_hubs: dict[str, Hub] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Connection:
    """A place to ask."""

    name: str
    address: ServiceAddress | None
    """None for local scenes that have not been opened."""

    collection: str = ""
    """The only collection it holds (local scenes), empty where it may hold several."""

    bands: tuple[str, ...] = ()
    """Band names that it offers (local scenes), empty to ask the catalogue."""

    shows_secret: bool = False
    """The instance id stood in the parameter itself, which QGIS keeps in its history."""

    source_state: str = ""
    """Local scenes: tells this state of them from any other; parts of a fetch are only used again for the same."""

    @property
    def is_open(self) -> bool:
        """Whether it can be asked, and its collection and bands are known as far as they can be."""
        return self.address is not None

    def choose_collection(self, wanted: str) -> str:
        """The collection to ask for; an empty wish takes what the connection holds.

        :raises InvalidRequest: when the connection does not hold the wanted one, or nobody knows it.
        """
        if self.collection:
            if wanted and wanted != self.collection:
                raise InvalidRequest("COLLECTION", "other_collection", value=wanted, choices=self.collection)
            return self.collection
        chosen = wanted or DEFAULT_COLLECTION
        known = load_catalogue()
        if self.is_open and chosen not in known and not chosen.startswith(("byoc-", "batch-")):
            raise InvalidRequest("COLLECTION", "unknown_collection", value=chosen, choices=", ".join(known))
        return chosen

    def open_service(self, collection: str, layer: str, progress: Progress) -> OgcService:
        """A service for one collection, to be closed by the caller; its layer is looked up when none is named."""
        if self.address is None:
            raise ValueError(f"connection {self.name} is not open")
        service = OgcService(self.name, self.address, collection, read_network_settings(), layer)
        try:
            service.find_coverage(progress)
        except BaseException:
            service.close()
            raise
        return service


def resolve_connection(text: str, environment: Mapping[str, str] = os.environ) -> Connection:
    """Find out what CONNECTION means; starts the embedded hub when it is needed. Asks nothing over the network.

    :param text: ``demo``, a folder with scenes, or a service address (``https://…/ogc/wcs``).
    :raises InvalidRequest: when it is none of these, or the address has no instance id.
    :raises FileProblem: for a folder that holds no usable scenes.
    """
    connection = recognise_connection(text, environment)
    if connection.is_open:
        return connection
    return _open_local(str(Path(text.strip()).resolve()) if connection.name != DEMO else DEMO, connection.name)


def recognise_connection(text: str, environment: Mapping[str, str] = os.environ) -> Connection:
    """Tell whether CONNECTION can mean anything, without opening a folder; cheap enough for the main thread.

    :returns: a connection that may not be open yet (:attr:`Connection.is_open`).
    :raises InvalidRequest: when it can mean nothing.
    """
    text = text.strip()
    match = _ADDRESS.fullmatch(text)
    if match is not None:
        return _remote(match, environment)
    if text.lower() == DEMO:
        bands = load_catalogue()[DEFAULT_COLLECTION].bands
        return Connection(DEMO, None, DEFAULT_COLLECTION, tuple(bands))
    if text and os.path.isdir(text):
        return Connection(Path(text).resolve().name, None)
    raise InvalidRequest("CONNECTION", "unknown_connection", value=_without_secret(text))


def stop_hubs() -> None:
    """End every embedded hub that this process has started."""
    with _lock:
        for hub in _hubs.values():
            hub.stop()
        _hubs.clear()


def _remote(match: re.Match[str], environment: Mapping[str, str]) -> Connection:
    root = match["root"]
    instance = match["instance"] or environment.get("TIMESTACK_INSTANCE_ID", "")
    if not instance:
        raise InvalidRequest("CONNECTION", "no_instance", value=root)
    host = re.sub(r"^https?://", "", root, flags=re.IGNORECASE).split("/")[0].rsplit("@", 1)[-1]
    return Connection(host, ServiceAddress(root, instance), shows_secret=match["instance"] is not None)


def _open_local(key: str, name: str) -> Connection:
    with _lock:
        hub = _hubs.get(key)
        if hub is None or _is_outdated(hub, key):
            if hub is not None:
                hub.stop()
            hub = Hub(_open_source(key))
            hub.start()
            _hubs[key] = hub
    source = hub.source
    address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
    state = DEMO if key == DEMO else f"{key} {hub.source.fingerprint}"
    return Connection(name, address, source.collection_id, tuple(source.bands), source_state=state)


def _is_outdated(hub: Hub, key: str) -> bool:
    """Folders may gain scenes while QGIS runs."""
    return key != DEMO and hub.source.fingerprint != FolderSource.read_fingerprint(key)


def _open_source(key: str) -> SceneSource:
    return DemoSource() if key == DEMO else FolderSource(key)


def _without_secret(text: str) -> str:
    """An address that did not parse may still hold an instance id; show its beginning only."""
    return text if "://" not in text else "/".join(text.split("/")[:3]) + "/…"
