# SPDX-License-Identifier: GPL-2.0-or-later
"""From what CONNECTION says to a service that answers: a saved name, the demo, a folder of scenes, or an address."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .bridge.network_settings import read_network_settings
from .bridge.ogc_service import OgcService, ServiceAddress
from .bridge.process_service import ProcessService, account_key
from .bridge.saved_connections import connection_credentials, connection_names, find_connection
from .core.catalogue import load_catalogue
from .core.credentials import NO_CREDENTIALS, UNKNOWN_LIMITS, AccountLimits, Credentials
from .core.deployments import ServiceRoots, require_safe_address, roots_of
from .core.errors import InvalidRequest
from .core.progress import Progress
from .core.rate_limiter import RateLimiter, limiter_of
from .core.saved_connection import SavedConnection, close_names
from .localhub import DemoSource, FolderSource, Hub
from .localhub.source import SceneSource

DEMO = "demo"
DEFAULT_COLLECTION = "sentinel-2-l2a"

_ADDRESS = re.compile(
    r"(?P<root>https?://[^\s?#]+?/ogc)(?:/(?:wcs|wfs|wms)(?:/(?P<instance>[^/\s?#]+))?)?/?", re.IGNORECASE
)
_SECRET = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_hubs: dict[str, Hub] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Connection:
    """A place to ask."""

    name: str
    address: ServiceAddress | None
    """None for local scenes or saved connections that have not been opened, and where there is only OAuth."""

    collection: str = ""
    """The only collection it holds (local scenes), empty where it may hold several."""

    bands: tuple[str, ...] = ()
    """Band names that it offers (local scenes), empty to ask the catalogue."""

    shows_secret: bool = False
    """The instance id stood in the parameter itself, which QGIS keeps in its history."""

    source_state: str = ""
    """Local scenes: tells this state of them from any other; parts of a fetch are only used again for the same."""

    default_collection: str = ""
    """Collection to ask for where none is named, of those that it may hold."""

    roots: ServiceRoots | None = None
    """Addresses of a remote service, None for local scenes."""

    credentials: Credentials = NO_CREDENTIALS
    """Empty for local scenes, and for a saved connection that has not been opened."""

    limits: AccountLimits = UNKNOWN_LIMITS
    saved: SavedConnection | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be asked, and its collection and bands are known as far as they can be."""
        return self.address is not None or self.credentials.has_client

    def choose_collection(self, wanted: str) -> str:
        """The collection to ask for; an empty wish takes what the connection holds.

        :raises InvalidRequest: when the connection does not hold the wanted one, or nobody knows it.
        """
        if self.collection:
            if wanted and wanted != self.collection:
                raise InvalidRequest("COLLECTION", "other_collection", value=wanted, choices=self.collection)
            return self.collection
        chosen = wanted or self.default_collection or DEFAULT_COLLECTION
        known = load_catalogue()
        is_known_place = self.is_open or self.roots is not None
        if is_known_place and chosen not in known and not chosen.startswith(("byoc-", "batch-")):
            raise InvalidRequest("COLLECTION", "unknown_collection", value=chosen, choices=", ".join(known))
        return chosen

    def open_service(self, collection: str, layer: str, progress: Progress) -> OgcService | ProcessService:
        """A service for one collection, to be closed by the caller; its layer is looked up when none is named.

        :returns: OGC where there is an instance, the Process API where there is only an OAuth client.
        """
        if self.address is None:
            other = self.open_other_service(collection, progress)
            if other is None:
                raise ValueError(f"connection {self.name} is not open")
            progress.tell("no instance id, so scenes are asked of the Catalog and pixels of the Process API")
            return other
        service = OgcService(self.name, self.address, collection, read_network_settings(), layer, self._share_limiter())
        try:
            service.find_coverage(progress)
        except BaseException:
            service.close()
            raise
        return service

    def _share_limiter(self) -> RateLimiter | None:
        """The pace of the account, which all of its services keep to; local scenes are asked as fast as they answer."""
        if self.roots is None:
            return None
        key = account_key(self.roots, self.credentials)
        return limiter_of(key, self.limits.requests_per_minute, self.limits.units_per_minute)

    def open_other_service(self, collection: str, progress: Progress) -> ProcessService | None:
        """The Process API for one collection, to be closed by the caller; None where there is no OAuth client."""
        if self.roots is None or not self.credentials.has_client:
            return None
        return ProcessService(self.name, self.roots, self.credentials, collection, read_network_settings(), self.limits)


def resolve_connection(text: str, environment: Mapping[str, str] = os.environ) -> Connection:
    """Find out what CONNECTION means; starts the embedded hub when it is needed. Asks nothing over the network.

    QGIS asks for the master password when a saved connection has secrets and nobody has given it yet.

    :param text: a saved name, ``demo``, a folder with scenes, or a service address (``https://…/ogc/wcs``).
    :raises InvalidRequest: when it is none of these, or nothing gives the secrets that it needs.
    :raises FileProblem: for a folder that holds no usable scenes.
    """
    connection = recognise_connection(text, environment)
    if connection.is_open:
        return connection
    if connection.saved is None:
        is_demo = text.strip().lower() == DEMO  # a folder may be called so
        return _open_local(DEMO if is_demo else str(Path(text.strip()).resolve()), connection.name)
    if connection.saved.is_local or connection.roots is None:
        return _open_local(str(Path(connection.saved.folder).resolve()), connection.name)
    return _open_saved(connection, connection.saved, connection.roots)


def recognise_connection(text: str, environment: Mapping[str, str] = os.environ) -> Connection:
    """Tell whether CONNECTION can mean anything, without opening a folder or reading a secret; for the main thread.

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
    saved = find_connection(text)
    if saved is not None:
        return _recognise_saved(saved)
    if text and os.path.isdir(text):
        return Connection(Path(text).resolve().name, None)
    near = close_names(text, connection_names())
    rule = "unknown_connection_near" if near else "unknown_connection"
    raise InvalidRequest("CONNECTION", rule, value=_without_secret(text), choices=", ".join(near))


def stop_hubs() -> None:
    """End every embedded hub that this process has started."""
    with _lock:
        for hub in _hubs.values():
            hub.stop()
        _hubs.clear()


def _recognise_saved(saved: SavedConnection) -> Connection:
    """Settings can be edited by hand, so their addresses are held against the rules again."""
    connection = Connection(
        saved.name, None, default_collection=saved.collection, roots=saved.roots, limits=saved.limits, saved=saved
    )
    if saved.is_local:
        if not os.path.isdir(saved.folder):
            raise InvalidRequest("CONNECTION", "no_folder", value=saved.folder)
        return connection
    roots = saved.roots
    for address in (roots.ogc_root, roots.api_root, roots.token_url) if roots is not None else ("",):
        require_safe_address(address)
    if not saved.authcfg:
        raise InvalidRequest("CONNECTION", "no_secrets", value=saved.name)
    return connection


def _open_saved(connection: Connection, saved: SavedConnection, roots: ServiceRoots) -> Connection:
    credentials = connection_credentials(saved)
    instance = credentials.instance_id
    if not instance and not credentials.has_client:
        raise InvalidRequest("CONNECTION", "no_secrets", value=connection.name)
    address = ServiceAddress(roots.ogc_root, instance) if instance else None
    return replace(connection, address=address, credentials=credentials)


def _remote(match: re.Match[str], environment: Mapping[str, str]) -> Connection:
    root = match["root"]
    require_safe_address(root)
    instance = match["instance"] or environment.get("TIMESTACK_INSTANCE_ID", "").strip()
    client = environment.get("TIMESTACK_CLIENT_ID", "").strip()
    secret = environment.get("TIMESTACK_CLIENT_SECRET", "").strip()
    if bool(client) != bool(secret):
        raise InvalidRequest("CONNECTION", "half_a_client")
    if not instance and not client:
        raise InvalidRequest("CONNECTION", "no_instance", value=root)
    roots = roots_of(root)
    if environment.get("TIMESTACK_TOKEN_URL", "").strip():
        roots = replace(roots, token_url=environment["TIMESTACK_TOKEN_URL"].strip())
        require_safe_address(roots.token_url)
    host = re.sub(r"^https?://", "", root, flags=re.IGNORECASE).split("/")[0]
    return Connection(
        host, ServiceAddress(root, instance) if instance else None, shows_secret=match["instance"] is not None,
        roots=roots, credentials=Credentials(instance, client, secret),
    )  # fmt: skip


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


def spare_secrets(text: str) -> str:
    """What CONNECTION says, fit for keeping: without an instance id, which the environment can give instead."""
    words = text.strip()
    if "://" not in words:
        return "…" if _SECRET.fullmatch(words) else text  # names and folders may hold what looks like one
    match = _ADDRESS.fullmatch(words)
    if match is None or "@" in words:
        return _without_secret(words)
    return words if match["instance"] is None else f"{match['root']}/wcs"


def _without_secret(text: str) -> str:
    """An address that did not parse may hold an instance id; show its beginning only, and no id that stands alone."""
    shown = text if "://" not in text else "/".join(text.split("/")[:3]).rsplit("@", 1)[-1] + "/…"
    return _SECRET.sub("…", shown)
