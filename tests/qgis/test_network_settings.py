# SPDX-License-Identifier: GPL-2.0-or-later
"""Proxy, time-out and certificates as the user set them up in QGIS."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QSettings

from timestack.plugin.bridge.network_settings import read_network_settings

USUAL_MS = 60000


@pytest.fixture
def settings(qgis_app):
    kept = QgsSettings()
    yield kept
    kept.remove("proxy")
    QgsNetworkAccessManager.setTimeout(USUAL_MS)
    QSettings().sync()


def test_what_holds_when_nothing_is_set(settings):
    found = read_network_settings()
    assert (found.proxies, found.direct, found.host_certificates_pem) == ({}, (), {})
    assert found.read_timeout_s == 300
    assert found.user_agent.startswith("Timestack/")


def test_a_proxy_with_its_login_and_its_exceptions(settings):
    values = {
        "proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "proxy.example", "proxyPort": "3128",
        "proxyUser": "me@work", "proxyPassword": "s3cret/", "noProxyUrls": ["https://inside.example"],
    }  # fmt: skip
    for key, value in values.items():
        settings.setValue(f"proxy/{key}", value)
    found = read_network_settings()
    assert found.proxies["https"] == "http://me%40work:s3cret%2F@proxy.example:3128"
    assert found.direct == ("https://inside.example",)
    assert "s3cret" not in repr(found)


def test_a_socks_proxy_resolves_names_itself(settings):
    for key, value in {"proxyEnabled": True, "proxyType": "Socks5Proxy", "proxyHost": "proxy.example"}.items():
        settings.setValue(f"proxy/{key}", value)
    assert read_network_settings().proxies["https"] == "socks5h://proxy.example"


@pytest.mark.parametrize(("told_ms", "seconds"), [(USUAL_MS, 300), (20000, 20), (900000, 900)])
def test_a_chosen_time_out_holds(told_ms, seconds, settings):
    QgsNetworkAccessManager.setTimeout(told_ms)  # the place it is kept at differs by version
    found = read_network_settings()
    assert found.read_timeout_s == seconds
    assert found.connect_timeout_s == min(10, seconds)


def test_certificates_that_qgis_trusts_are_trusted(settings):
    known = bytes(QgsApplication.authManager().trustedCaCertsPemText()).decode()
    assert read_network_settings().certificates_pem == known
