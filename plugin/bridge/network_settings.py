# SPDX-License-Identifier: GPL-2.0-or-later
"""The network as the user set it up in QGIS: proxy and user agent."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import Qgis, QgsSettings

from .http import NetworkSettings
from .version import plugin_version


def read_network_settings() -> NetworkSettings:
    """Settings for requests made on behalf of this QGIS. Call on the main thread or from an algorithm."""
    agent = f"Timestack/{plugin_version()} QGIS/{Qgis.QGIS_VERSION_INT}"
    return NetworkSettings(proxies=_proxies(QgsSettings()), user_agent=agent)


def _proxies(settings: QgsSettings) -> dict[str, str]:
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return {}
    host = settings.value("proxy/proxyHost", "", type=str)
    kind = settings.value("proxy/proxyType", "", type=str)
    if not host or kind not in ("HttpProxy", "HttpCachingProxy", "Socks5Proxy"):
        return {}
    port = settings.value("proxy/proxyPort", "", type=str)
    user = settings.value("proxy/proxyUser", "", type=str)
    login = ""
    if user:
        login = f"{quote(user, safe='')}:{quote(settings.value('proxy/proxyPassword', '', type=str), safe='')}@"
    scheme = "socks5h" if kind == "Socks5Proxy" else "http"
    address = f"{scheme}://{login}{host}{':' + port if port else ''}"
    return {"http": address, "https": address}
