# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what is wrong with a connection."""

from __future__ import annotations

from .i18n import tr


def connection_rules() -> dict[str, str]:
    """Sentences by rule, as :mod:`.messages` puts them together."""
    return {
        "unknown_connection": tr(
            "'{value}' is neither a saved connection, nor 'demo', nor a folder with scenes, nor a service address."
        ),
        "unknown_connection_near": tr("there is no connection '{value}'; did you mean {choices}?"),
        "no_instance": tr(
            "the address {value} has neither an instance id nor an OAuth client; set TIMESTACK_INSTANCE_ID (or "
            "TIMESTACK_CLIENT_ID and TIMESTACK_CLIENT_SECRET) in the environment, or use a saved connection."
        ),
        "no_secrets": tr(
            "the connection '{value}' has neither an instance id nor an OAuth client; add one under "
            "Raster > Timestack > Connections."
        ),
        "no_secrets_yet": tr("there is neither an instance id nor an OAuth client; enter one of them."),
        "needs_client": tr("'{value}' has no OAuth client, which this needs; add one to the connection."),
        "half_a_client": tr("an OAuth client is an id and a secret; give both, or neither."),
        "not_an_instance_id": tr("this is not an instance id; copy it from the dashboard of your account."),
        "not_an_address": tr("this is not a web address; write it as https://sh.dataspace.copernicus.eu/ogc."),
        "no_address": tr("there is no address; write it as https://sh.dataspace.copernicus.eu/ogc."),
        "not_an_ogc_root": tr("the address must end in /ogc, as in https://sh.dataspace.copernicus.eu/ogc."),
        "login_in_address": tr("the address of {host} holds a login; take out what stands before the @."),
        "not_encrypted": tr(
            "{host} would get your credentials without encryption; use an address that begins with https."
        ),
        "no_scene_folder": tr("there is no folder; choose one with scenes."),
        "not_a_limit": tr("{value} per minute is not possible; give a number from 1 to {highest}."),
        "no_connection_name": tr("the connection has no name; give it one."),
        "bad_connection_name": tr("a name has at most {limit} characters and no slashes; choose another one."),
        "reserved_connection_name": tr("'{value}' means the simulated scenes; choose another name."),
        "connection_name_taken": tr("there is a connection '{value}' already; choose another name."),
        "auth_disabled": tr(
            "the authentication database of QGIS is disabled, so the credentials of '{value}' cannot be used; "
            "see Settings > Options > Authentication."
        ),
        "auth_no_password": tr(
            "the authentication database of QGIS has no master password, which protects the credentials of '{value}'; "
            "set one under Settings > Options > Authentication."
        ),
        "auth_locked": tr(
            "the authentication database of QGIS is locked, so the credentials of '{value}' cannot be used; enter the "
            "master password, or name a file with it in QGIS_AUTH_PASSWORD_FILE for qgis_process."
        ),
        "auth_missing": tr(
            "the credentials of '{value}' are not in the authentication database any more; enter them again under "
            "Raster > Timestack > Connections."
        ),
        "auth_unreadable": tr(
            "the credentials of '{value}' cannot be read from the authentication database; enter them again under "
            "Raster > Timestack > Connections."
        ),
        "auth_not_kept": tr("the authentication database did not take the credentials of '{value}'; check them."),
        "auth_not_removed": tr("the authentication database did not let go of the credentials of '{value}'."),
    }
