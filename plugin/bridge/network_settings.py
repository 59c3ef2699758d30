# SPDX-License-Identifier: GPL-2.0-or-later
"""The network as the user set it up in QGIS: proxy, time-out, trusted certificates and user agent."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import Qgis, QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager, QgsSettings

from .http import NetworkSettings
from .version import plugin_version

_USUAL_TIMEOUT_MS = 60_000
"""What QGIS has until somebody changes it; a stack may take the service longer than that."""


def read_network_settings() -> NetworkSettings:
    """Settings for requests made on behalf of this QGIS. Call on the main thread or from an algorithm."""
    settings = QgsSettings()
    usual = NetworkSettings({})
    read_timeout_s = _chosen_timeout_s() or usual.read_timeout_s
    return NetworkSettings(
        proxies=_proxies(settings),
        user_agent=f"Timestack/{plugin_version()} QGIS/{Qgis.QGIS_VERSION_INT}",
        connect_timeout_s=min(usual.connect_timeout_s, read_timeout_s),
        read_timeout_s=read_timeout_s,
        direct=_direct(settings),
        certificates_pem=_trusted_certificates(),
        host_certificates_pem=_accepted_certificates(),
    )


def _has_certificates() -> bool:
    """QGIS's certificates are there once it runs; a plain Python that only imports QGIS would crash on asking."""
    return QgsApplication.instance() is not None


def _trusted_certificates() -> str:
    """The authorities that QGIS trusts, as PEM; empty leaves it to requests."""
    if not _has_certificates():
        return ""
    return bytes(QgsApplication.authManager().trustedCaCertsPemText()).decode("ascii", "replace")


def _chosen_timeout_s() -> float:
    """The time-out that the user chose in QGIS, 0 for none."""
    chosen_ms = QgsNetworkAccessManager.timeout()
    return 0.0 if chosen_ms in (0, _USUAL_TIMEOUT_MS) else max(1.0, chosen_ms / 1000)


def _accepted_certificates() -> dict[str, str]:
    """Server certificates that the user accepted in QGIS, by ``host:port``.

    They are trusted as authorities for their host; what else is wrong with them (another name, a date gone by)
    still stops a request.
    """
    accepted: dict[str, str] = {}
    if not _has_certificates():
        return accepted
    for config in QgsApplication.authManager().sslCertCustomConfigs():
        pem = bytes(config.sslCertificate().toPem()).decode("ascii", "replace")
        host = config.sslHostPort()
        accepted[host] = f"{accepted[host]}\n{pem}" if host in accepted else pem
    return accepted


def _direct(settings: QgsSettings) -> tuple[str, ...]:
    """Beginnings of addresses that the user excluded from the proxy."""
    lists = [settings.value(f"proxy/{key}", [], type=list) for key in ("proxyExcludedUrls", "noProxyUrls")]
    return tuple(str(url) for urls in lists for url in urls or () if str(url).strip())


def _proxies(settings: QgsSettings) -> dict[str, str]:
    """As requests takes them; empty leaves it to the environment, as QGIS does with the system's proxy."""
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return {}
    host = settings.value("proxy/proxyHost", "", type=str)
    kind = settings.value("proxy/proxyType", "", type=str)
    if not host or kind not in ("HttpProxy", "HttpCachingProxy", "Socks5Proxy"):
        return {}
    port = settings.value("proxy/proxyPort", "", type=str)
    user, password = _proxy_login(settings)
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    scheme = "socks5h" if kind == "Socks5Proxy" else "http"
    address = f"{scheme}://{login}{host}{':' + port if port else ''}"
    return {"http": address, "https": address}


def _proxy_login(settings: QgsSettings) -> tuple[str, str]:
    """User and password, from the authentication database where the user keeps them there."""
    stored = settings.value("proxy/authcfg", "", type=str)
    config = QgsAuthMethodConfig()
    if stored and _has_certificates() and QgsApplication.authManager().loadAuthenticationConfig(stored, config, True):
        user = config.config("username", "")
        if user:
            return user, config.config("password", "")
    return settings.value("proxy/proxyUser", "", type=str), settings.value("proxy/proxyPassword", "", type=str)
