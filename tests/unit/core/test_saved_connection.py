# SPDX-License-Identifier: GPL-2.0-or-later
"""What makes a saved connection usable, and which addresses may get secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from timestack.plugin.core.credentials import AccountLimits, Credentials
from timestack.plugin.core.deployments import (
    ServiceRoots,
    clean_ogc_root,
    load_deployments,
    require_safe_address,
    roots_of,
)
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.saved_connection import (
    ADDRESS,
    COPERNICUS,
    FOLDER,
    SENTINEL_HUB_US,
    SavedConnection,
    close_names,
    complete,
    match_name,
)

SECRET = "11111111-2222-3333-4444-555555555555"


def given(address: str, api_root: str = "", token_url: str = "") -> SavedConnection:
    return SavedConnection("mine", ADDRESS, ServiceRoots(address, api_root, token_url))


def rule_of(call) -> str:
    with pytest.raises(InvalidRequest) as caught:
        call()
    return caught.value.rule


def test_known_kinds_fill_in_their_addresses_whatever_was_there():
    kept = complete(
        SavedConnection(" CDSE ", COPERNICUS, ServiceRoots("https://evil.example/ogc", "x", "y"), folder="f")
    )
    assert kept.name == "CDSE"
    assert kept.folder == ""
    assert kept.roots == ServiceRoots(
        "https://sh.dataspace.copernicus.eu/ogc",
        "https://sh.dataspace.copernicus.eu/api/v1",
        "https://identity.dataspace.copernicus.eu/auth/realms/CDSE/protocol/openid-connect/token",
    )
    us = complete(SavedConnection("us", SENTINEL_HUB_US))
    assert us.roots.api_root == "https://services-uswest2.sentinel-hub.com/api/v1"
    assert us.roots.token_url.startswith("https://services.sentinel-hub.com/auth/")


def test_an_address_of_a_known_host_gets_that_hosts_token_address():
    for deployment in load_deployments().values():
        assert roots_of(f"{deployment.base_url}/ogc").token_url == deployment.token_url
    assert roots_of("https://SH.dataspace.copernicus.eu/ogc").token_url.startswith("https://identity.dataspace")


def test_addresses_of_other_hosts_are_guessed_unless_given():
    kept = complete(given("https://sat.example:8443/hub/ogc"))
    assert kept.roots.api_root == "https://sat.example:8443/hub/api/v1"
    assert kept.roots.token_url == "https://sat.example:8443/hub/auth/realms/main/protocol/openid-connect/token"
    own = complete(given("https://sat.example/ogc", "https://api.example/api/v1/", "https://login.example/token"))
    assert own.roots.api_root == "https://api.example/api/v1"
    assert own.roots.token_url == "https://login.example/token"


@pytest.mark.parametrize(
    "address",
    [
        f"https://sat.example/ogc/wcs/{SECRET}?SERVICE=WCS&EVALSCRIPT=x",
        f"https://sat.example/ogc/wms/{SECRET}/",
        "https://sat.example/ogc/wfs",
        " https://sat.example/ogc/ ",
        f"https://sat.example/ogc/WMTS/{SECRET}#top",
    ],
)
def test_an_address_is_kept_without_what_is_secret_in_it(address):
    assert clean_ogc_root(address) == "https://sat.example/ogc"
    assert SECRET not in repr(complete(given(address)))


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://sat.example/ogc", "not_encrypted"),
        ("http://127.0.0.1.sat.example/ogc", "not_encrypted"),
        ("http://localhost@sat.example/ogc", "login_in_address"),
        ("https://me:word@sat.example/ogc", "login_in_address"),
        ("ftp://sat.example/ogc", "not_an_address"),
        ("https:///ogc", "not_an_address"),
        ("https://sat.example:port/ogc", "not_an_address"),
        ("https://sat\\@evil.example/ogc", "not_an_address"),
        ("https://[::1/ogc", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("https://sat.example/", "not_an_ogc_root"),
        ("", "no_address"),
    ],
)
def test_addresses_that_must_not_get_secrets_are_refused(address, rule):
    assert rule_of(lambda: complete(given(address))) == rule


def test_the_other_addresses_are_held_against_the_same_rules():
    assert rule_of(lambda: complete(given("https://a.example/ogc", "http://a.example/api/v1"))) == "not_encrypted"
    assert rule_of(lambda: complete(given("https://a.example/ogc", "", "http://a.example/t"))) == "not_encrypted"


def test_this_computer_needs_no_encryption():
    for address in ("http://127.0.0.1:8088/ogc", "http://localhost/ogc", "http://[::1]:99/ogc"):
        require_safe_address(address)
        assert complete(given(address)).roots.ogc_root == address


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("", "no_connection_name"),
        ("  ", "no_connection_name"),
        ("a/b", "bad_connection_name"),
        ("a\\b", "bad_connection_name"),
        ("a\nb", "bad_connection_name"),
        ("x" * 81, "bad_connection_name"),
        ("Demo", "reserved_connection_name"),
    ],
)
def test_names_that_settings_or_algorithms_would_misread_are_refused(name, rule):
    assert rule_of(lambda: complete(SavedConnection(name))) == rule


def test_limits_and_kinds_that_cannot_be_are_refused():
    for low in (0, -1, float("nan"), float("inf")):
        assert rule_of(lambda: complete(SavedConnection("a", limits=AccountLimits(low, 300)))) == "not_a_limit"  # noqa: B023
    assert rule_of(lambda: complete(SavedConnection("a", limits=AccountLimits(300, 0.5)))) == "not_a_limit"
    assert rule_of(lambda: complete(SavedConnection("a", "moon"))) == "unknown_choice"
    assert rule_of(lambda: complete(SavedConnection("a", FOLDER, folder=" "))) == "no_scene_folder"


def test_a_folder_has_no_addresses():
    kept = complete(replace(given("https://sat.example/ogc"), kind=FOLDER, folder=" /data/scenes "))
    assert kept.roots is None
    assert kept.folder == "/data/scenes"


def test_names_are_met_exactly_or_by_their_letters():
    names = ["CDSE", "cdse", "Hub Köln"]
    assert match_name("cdse", names) == "cdse"
    assert match_name("Cdse", names) is None
    assert match_name("hub KÖLN", names) == "Hub Köln"
    assert match_name("", names) is None
    assert close_names("hub koln", names) == ["Hub Köln"]
    assert close_names("something else", names) == []


def test_credentials_never_show():
    secrets = Credentials("instance", "client", "word")
    for text in (repr(secrets), str(secrets), f"{secrets}", f"{secrets!r}", "%s" % (secrets,)):  # noqa: UP031
        assert not any(word in text for word in ("instance", "client", "word"))
    assert secrets.has_client
    assert not Credentials("instance", "client").has_client
    assert not Credentials()
