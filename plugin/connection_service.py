# SPDX-License-Identifier: GPL-2.0-or-later
"""What the connections dialog, the browser and the fetch dialog ask for."""

from __future__ import annotations

import json
from pathlib import Path

from .bridge.auth_store import can_read_silently
from .bridge.http import HttpGateway
from .bridge.layer_list import forget_layers, known_layers, list_layers
from .bridge.network_settings import read_network_settings
from .bridge.saved_connections import (
    SecretChanges,
    connection_credentials,
    connection_names,
    find_connection,
    remove_connection,
    save_connection,
)
from .bridge.service_address import ServiceAddress
from .connections import recognise_connection, resolve_connection
from .core.connection_report import CATALOG, INSTANCE, SCENES, TOKEN, ConnectionReport, TrialPart
from .core.credentials import Credentials
from .core.deployments import ServiceRoots
from .core.errors import InvalidRequest, ServiceError, TimestackError
from .core.progress import Progress
from .core.saved_connection import SavedConnection, complete
from .core.service_layer import ServiceLayer
from .localhub import FolderSource


class ConnectionService:
    """Saved connections, and what they offer. Methods that take a progress may take long: not for the main thread."""

    def names(self) -> list[str]:
        """The saved names."""
        return connection_names()

    def find(self, name: str) -> SavedConnection | None:
        """One of them, None when there is none of that name."""
        return find_connection(name)

    def has_secrets(self, connection: SavedConnection) -> tuple[bool, bool]:
        """Whether an instance id and an OAuth client are kept; while the database is locked both may be."""
        if not connection.authcfg:
            return False, False
        if not can_read_silently():
            return True, True
        try:
            kept = connection_credentials(connection)
        except InvalidRequest:
            return False, False  # somebody removed them: they are to be entered again
        return bool(kept.instance_id), bool(kept.client_id or kept.client_secret)

    def save(self, connection: SavedConnection, changes: SecretChanges, previous_name: str) -> SavedConnection:
        """:raises InvalidRequest: as :func:`.bridge.saved_connections.save_connection`."""
        forget_layers()
        return save_connection(connection, changes, previous_name)

    def remove(self, name: str) -> None:
        """:raises InvalidRequest: as :func:`.bridge.saved_connections.remove_connection`."""
        remove_connection(name)

    def trial_credentials(
        self, connection: SavedConnection, changes: SecretChanges
    ) -> tuple[SavedConnection, Credentials]:
        """What a trial of a connection needs, for the main thread, where QGIS may ask for the master password.

        :raises InvalidRequest: when the connection cannot be used, or its secrets cannot be read.
        """
        wanted = complete(connection)
        if wanted.is_local:
            return wanted, Credentials()
        is_all_new = None not in (changes.instance_id, changes.client_id, changes.client_secret)
        credentials = changes.apply(Credentials() if is_all_new else connection_credentials(connection))
        if not credentials:
            raise InvalidRequest("CONNECTION", "no_secrets_yet")
        return wanted, credentials

    def try_out(self, connection: SavedConnection, credentials: Credentials, progress: Progress) -> ConnectionReport:
        """Ask everything that the connection can answer; nothing of it costs processing units."""
        if connection.is_local or connection.roots is None:
            return _try_folder(connection.folder)
        gateway = HttpGateway(read_network_settings())
        parts: list[TrialPart] = []
        layers: tuple[ServiceLayer, ...] = ()
        try:
            if credentials.instance_id:
                address = ServiceAddress(connection.roots.ogc_root, credentials.instance_id)
                try:
                    layers = list_layers(address, read_network_settings(), progress, is_fresh=True)
                    parts.append(TrialPart(INSTANCE, None, len(layers)))
                except (TimestackError, ValueError) as error:
                    parts.append(TrialPart(INSTANCE, _as_problem(error)))
            if credentials.has_client:
                parts += _try_client(gateway, connection.roots, credentials, progress)
        finally:
            gateway.close()
        return ConnectionReport(tuple(parts), layers)

    def layers(self, connection: str, progress: Progress) -> tuple[ServiceLayer, ...]:
        """Layers of the instance behind what CONNECTION may say; none where there is no instance.

        :raises TimestackError: when it cannot be asked.
        """
        address = resolve_connection(connection).address
        return list_layers(address, read_network_settings(), progress) if address is not None else ()

    def known_layers(self, connection: str) -> tuple[ServiceLayer, ...] | None:
        """Those of :meth:`layers` that were asked for a short while ago, None where asking is needed. At once."""
        try:
            found = recognise_connection(connection)
            if found.saved is None or found.saved.is_local or not can_read_silently():
                return None
            instance = connection_credentials(found.saved).instance_id
        except TimestackError:
            return None
        if not instance or found.roots is None:
            return ()
        return known_layers(ServiceAddress(found.roots.ogc_root, instance))

    def can_ask(self, connection: str) -> bool:
        """Whether :meth:`layers` can be asked unasked: a place over there, and no master password to be entered."""
        try:
            found = recognise_connection(connection)
        except TimestackError:
            return False
        if found.saved is None:
            return found.address is not None
        return not found.saved.is_local and can_read_silently()


def _try_folder(folder: str) -> ConnectionReport:
    try:
        if not Path(folder).is_dir():
            raise InvalidRequest("CONNECTION", "no_folder", value=folder)
        source = FolderSource(folder)
    except TimestackError as error:
        return ConnectionReport((TrialPart(SCENES, error),))
    return ConnectionReport((TrialPart(SCENES, None, len(source.records())),))


def _try_client(
    gateway: HttpGateway, roots: ServiceRoots, credentials: Credentials, progress: Progress
) -> list[TrialPart]:
    from .bridge.oauth import TokenSource

    try:
        token = TokenSource(roots.token_url, credentials.client_id, credentials.client_secret, gateway).token(progress)
    except TimestackError as error:
        return [TrialPart(TOKEN, error)]
    url = f"{roots.api_root}/catalog/1.0.0/collections"
    try:
        body = gateway.fetch_bytes(url, url, progress, {"Authorization": f"Bearer {token}"})
        count = len(json.loads(body)["collections"])
    except TimestackError as error:
        return [TrialPart(TOKEN), TrialPart(CATALOG, error)]
    except (ValueError, KeyError, TypeError):
        return [TrialPart(TOKEN), TrialPart(CATALOG, ServiceError(200, "its list of collections cannot be read"))]
    return [TrialPart(TOKEN), TrialPart(CATALOG, None, count)]


def _as_problem(error: Exception) -> TimestackError:
    return error if isinstance(error, TimestackError) else ServiceError(200, "its answer cannot be read")
