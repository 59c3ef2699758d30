# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections by name: settings, the authentication database, and what an algorithm makes of a name."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from connection_profile import forget_connections, open_auth_database

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsSettings,
)

from timestack.plugin.bridge.messages import explain
from timestack.plugin.bridge.saved_connections import (
    SecretChanges,
    connection_credentials,
    connection_names,
    find_connection,
    list_connections,
    on_change,
    remove_connection,
    rename_connection,
    save_connection,
)
from timestack.plugin.connections import recognise_connection, resolve_connection
from timestack.plugin.core.credentials import AccountLimits, Credentials
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.saved_connection import ADDRESS, COPERNICUS, FOLDER, SavedConnection
from timestack.plugin.localhub import DemoSource, Hub

INSTANCE = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
CLIENT, WORD = "sh-11f0-client", "s3cr3t%+/ word|&ü"
ALL = SecretChanges(INSTANCE, CLIENT, WORD)
SECRETS = (INSTANCE, CLIENT, WORD, "s3cr3t")

pytestmark = pytest.mark.usefixtures("qgis_app", "profile")


@pytest.fixture()
def profile(qgis_app):
    """An open authentication database and no connections, before and after."""
    open_auth_database()
    forget_connections()
    yield
    open_auth_database()
    forget_connections()


def rule_of(call) -> str:
    with pytest.raises(InvalidRequest) as caught:
        call()
    assert "?" not in explain(caught.value).replace("did you mean", "").rstrip("?"), explain(caught.value)
    return caught.value.rule


def settings_text() -> str:
    settings = QgsSettings()
    settings.sync()
    keys = settings.allKeys()
    text = "\n".join(f"{key}={settings.value(key)}" for key in keys)
    return text + Path(settings.fileName()).read_text(encoding="utf-8", errors="replace")


def test_a_connection_comes_back_as_it_was_kept():
    limits = AccountLimits(1200, 500)
    kept = save_connection(SavedConnection("Köln & more", COPERNICUS, None, "", limits, "sentinel-1-grd"), ALL)
    found = find_connection("köln & MORE")
    assert found == kept
    assert found.limits == limits
    assert found.collection == "sentinel-1-grd"
    assert found.roots.token_url.startswith("https://identity.dataspace.copernicus.eu/")
    assert connection_credentials(found) == Credentials(INSTANCE, CLIENT, WORD)
    assert list_connections() == [kept]


def test_secrets_are_in_the_authentication_database_only():
    kept = save_connection(SavedConnection("CDSE"), ALL)
    text = settings_text()
    assert kept.authcfg in text
    config = Path(QgsApplication.qgisSettingsDirPath())
    files = [path for path in config.rglob("*") if path.is_file()]
    assert any(path.name == "qgis-auth.db" for path in files)
    for secret in SECRETS:
        assert secret not in text
        assert secret not in repr(kept) + repr(ALL) + repr(resolve_connection("CDSE"))
        for path in files:
            assert secret.encode() not in path.read_bytes(), path


def test_secrets_left_blank_stay():
    kept = save_connection(SavedConnection("a"), ALL)
    changed = save_connection(replace(kept, collection="dem"), SecretChanges(), "a")
    assert changed.authcfg == kept.authcfg
    assert connection_credentials(changed) == Credentials(INSTANCE, CLIENT, WORD)
    save_connection(changed, SecretChanges(client_secret="other"), "a")
    assert connection_credentials(changed) == Credentials(INSTANCE, CLIENT, "other")
    save_connection(changed, SecretChanges(client_id="", client_secret=""), "a")
    assert connection_credentials(find_connection("a")) == Credentials(INSTANCE)


def test_secrets_all_taken_out_leave_nothing_in_the_database():
    save_connection(SavedConnection("a"), ALL)
    kept = save_connection(SavedConnection("a"), SecretChanges("", "", ""), "a")
    assert kept.authcfg == ""
    assert QgsApplication.authManager().configIds() == []
    assert rule_of(lambda: recognise_connection("a")) == "no_secrets"


def test_blanks_around_pasted_secrets_are_dropped():
    kept = save_connection(SavedConnection("a"), SecretChanges(f" {INSTANCE}\n", f"\t{CLIENT}", f"{WORD}\n"))
    assert connection_credentials(kept) == Credentials(INSTANCE, CLIENT, WORD)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (SecretChanges("", CLIENT, ""), "half_a_client"),
        (SecretChanges("", "", WORD), "half_a_client"),
        (SecretChanges("a/../b"), "not_an_instance_id"),
        (SecretChanges("a?b"), "not_an_instance_id"),
        (SecretChanges("", CLIENT, "a|||b"), "auth_not_kept"),
        (SecretChanges("", CLIENT, "a|||password:::b"), "auth_not_kept"),
    ],
)
def test_secrets_that_cannot_work_are_refused_and_nothing_is_kept(changes, rule):
    assert rule_of(lambda: save_connection(SavedConnection("a"), changes)) == rule
    assert connection_names() == []
    assert QgsApplication.authManager().configIds() == []


def test_a_secret_that_the_database_cannot_hold_leaves_the_old_one():
    kept = save_connection(SavedConnection("a"), ALL)
    assert rule_of(lambda: save_connection(kept, SecretChanges(client_secret="a|||b"), "a")) == "auth_not_kept"
    assert connection_credentials(find_connection("a")) == Credentials(INSTANCE, CLIENT, WORD)


def test_a_new_name_keeps_the_secrets_and_leaves_nothing_behind():
    kept = save_connection(SavedConnection("old"), ALL)
    renamed = rename_connection("old", "New")
    assert connection_names() == ["New"]
    assert renamed.authcfg == kept.authcfg
    assert connection_credentials(renamed) == Credentials(INSTANCE, CLIENT, WORD)
    assert rename_connection("New", "NEW").name == "NEW"
    assert connection_names() == ["NEW"]


def test_names_are_taken_once_whatever_their_case():
    save_connection(SavedConnection("a"), ALL)
    save_connection(SavedConnection("b"), ALL)
    assert rule_of(lambda: save_connection(SavedConnection("A"))) == "connection_name_taken"
    assert rule_of(lambda: rename_connection("b", "A")) == "connection_name_taken"
    assert rule_of(lambda: rename_connection("c", "d")) == "unknown_connection"
    assert connection_names() == ["a", "b"]


def test_removing_takes_the_secrets_along_even_while_locked():
    save_connection(SavedConnection("a"), ALL)
    save_connection(SavedConnection("b"), ALL)
    QgsApplication.authManager().clearMasterPassword()
    remove_connection("a")
    assert connection_names() == ["b"]
    assert QgsApplication.authManager().configIds() == [find_connection("b").authcfg]
    assert rule_of(lambda: remove_connection("a")) == "unknown_connection"


def test_becoming_a_folder_takes_the_secrets_along(tmp_path):
    kept = save_connection(SavedConnection("a"), ALL)
    local = save_connection(replace(kept, kind=FOLDER, folder=str(tmp_path)), previous_name="a")
    assert local.authcfg == ""
    assert QgsApplication.authManager().configIds() == []


def test_a_locked_database_is_told_in_a_sentence():
    save_connection(SavedConnection("a"), ALL)
    QgsApplication.authManager().clearMasterPassword()
    assert recognise_connection("a").name == "a"  # reads no secret
    assert rule_of(lambda: resolve_connection("a")) == "auth_locked"
    assert rule_of(lambda: save_connection(SavedConnection("a"), SecretChanges(INSTANCE), "a")) == "auth_locked"
    assert save_connection(SavedConnection("a", collection="dem"), SecretChanges(), "a").collection == "dem"


def test_a_configuration_that_somebody_removed_is_told_in_a_sentence_and_can_be_entered_again():
    kept = save_connection(SavedConnection("a"), ALL)
    QgsApplication.authManager().removeAuthenticationConfig(kept.authcfg)
    assert rule_of(lambda: resolve_connection("a")) == "auth_missing"
    assert rule_of(lambda: save_connection(kept, SecretChanges(INSTANCE), "a")) == "auth_missing"
    again = save_connection(kept, ALL, "a")
    assert connection_credentials(again) == Credentials(INSTANCE, CLIENT, WORD)


def test_the_editor_of_qgis_keeps_all_three_secrets():
    """Its Basic form writes user name, password and realm anew."""
    kept = save_connection(SavedConnection("a"), ALL)
    manager = QgsApplication.authManager()
    config = manager.loadAuthenticationConfig(kept.authcfg, QgsAuthMethodConfig(), True)[1]
    edited = QgsAuthMethodConfig("Basic", 1)
    edited.setId(kept.authcfg)
    edited.setName("mine")
    for field in ("username", "password", "realm"):
        edited.setConfig(field, config.config(field))
    assert manager.updateAuthenticationConfig(edited)
    assert resolve_connection("a").credentials == Credentials(INSTANCE, CLIENT, WORD)


def test_settings_edited_by_hand_are_held_against_the_rules():
    kept = save_connection(SavedConnection("a", ADDRESS, ServiceRoots("https://sat.example/ogc", "", "")), ALL)
    settings = QgsSettings()
    settings.setValue("timestack/connections/a/requests_per_minute", "many")
    settings.setValue("timestack/connections/a/units_per_minute", "-4")
    assert find_connection("a").limits == AccountLimits(300, 300)
    settings.setValue("timestack/connections/a/token_url", "http://sat.example/token")
    assert rule_of(lambda: resolve_connection("a")) == "not_encrypted"
    settings.setValue("timestack/connections/a/kind", "unheard of")
    settings.setValue("timestack/connections/a/ogc_root", "")
    assert rule_of(lambda: resolve_connection(kept.name)) == "not_an_address"


def test_listeners_hear_of_changes_until_they_stop():
    heard = []
    stop = on_change(lambda: heard.append(connection_names()))
    save_connection(SavedConnection("a"), ALL)
    rename_connection("a", "b")
    remove_connection("b")
    stop()
    save_connection(SavedConnection("c"), ALL)
    assert heard[0] == ["a"]
    assert heard[-1] == []


def test_a_name_becomes_a_connection_with_address_and_client():
    save_connection(SavedConnection("My CDSE", collection="sentinel-1-grd"), ALL)
    opened = resolve_connection(" my cdse ")
    assert opened.name == "My CDSE"
    assert opened.address.ogc_root == "https://sh.dataspace.copernicus.eu/ogc"
    assert opened.address.instance_id == INSTANCE
    assert opened.credentials.has_client
    assert opened.limits == AccountLimits(300, 300)
    assert opened.choose_collection("") == "sentinel-1-grd"
    assert opened.choose_collection("dem") == "dem"
    assert rule_of(lambda: recognise_connection("my cdse").choose_collection("dam")) == "unknown_collection"


def test_a_misspelt_name_is_told_the_near_ones():
    save_connection(SavedConnection("Copernicus"), ALL)
    with pytest.raises(InvalidRequest) as caught:
        recognise_connection("copernikus")
    assert "Copernicus" in explain(caught.value)
    assert rule_of(lambda: recognise_connection("moon")) == "unknown_connection"
    assert rule_of(lambda: recognise_connection("")) == "unknown_connection"
    with pytest.raises(InvalidRequest) as caught:
        recognise_connection(INSTANCE)
    assert INSTANCE not in explain(caught.value) + str(caught.value)


def test_a_saved_name_goes_before_a_folder_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdse").mkdir()
    assert recognise_connection("cdse").saved is None
    save_connection(SavedConnection("cdse"), ALL)
    assert recognise_connection("cdse").saved is not None


def test_a_saved_folder_that_is_gone_is_told(tmp_path):
    save_connection(SavedConnection("mine", FOLDER, folder=str(tmp_path / "scenes")))
    assert rule_of(lambda: resolve_connection("mine")) == "no_folder"


def test_addresses_take_their_secrets_from_the_environment():
    environment = {"TIMESTACK_CLIENT_ID": CLIENT, "TIMESTACK_CLIENT_SECRET": WORD}
    only_client = resolve_connection("https://services-uswest2.sentinel-hub.com/ogc/wcs", environment)
    assert only_client.is_open
    assert only_client.address is None
    assert only_client.roots.token_url.startswith("https://services.sentinel-hub.com/auth/")
    both = resolve_connection("https://sat.example/ogc", {**environment, "TIMESTACK_INSTANCE_ID": INSTANCE})
    assert both.address.instance_id == INSTANCE
    assert both.credentials.has_client
    other = {**environment, "TIMESTACK_TOKEN_URL": "https://login.example/token"}
    assert resolve_connection("https://sat.example/ogc", other).roots.token_url == "https://login.example/token"
    assert rule_of(lambda: resolve_connection("https://sat.example/ogc", {})) == "no_instance"
    assert (
        rule_of(lambda: resolve_connection("https://sat.example/ogc", {"TIMESTACK_CLIENT_ID": "x"})) == "half_a_client"
    )
    plain = {**environment, "TIMESTACK_TOKEN_URL": "http://login.example/token"}
    assert rule_of(lambda: resolve_connection("https://sat.example/ogc", plain)) == "not_encrypted"
    assert rule_of(lambda: resolve_connection("http://sat.example/ogc", environment)) == "not_encrypted"
    assert (
        rule_of(lambda: resolve_connection(f"https://me:{WORD[:6]}@sat.example/ogc", environment)) == "login_in_address"
    )


def run_fetch(**parameters):
    feedback, context = QgsProcessingFeedback(), QgsProcessingContext()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    given = {
        "BANDS": "B04", "START": "2020-01-01", "END": "2020-01-31",
        "EXTENT": "500000,500160,5100000,5100160 [EPSG:32633]", **parameters,
    }  # fmt: skip
    error = ""
    results: dict = {}
    try:
        results, good = algorithm.run(given, context, feedback, catchExceptions=False)
        assert good
    except QgsProcessingException as problem:
        error = str(problem)
    return results, feedback.textLog() + feedback.htmlLog(), error


def test_the_algorithm_takes_a_name_and_leaves_no_secret_anywhere(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logged = []
    log = QgsApplication.messageLog()

    def keep(*message):
        logged.append(str(message))

    log.messageReceived.connect(keep)
    hub = Hub({INSTANCE: (DemoSource(),)})
    hub.start()
    try:
        roots = ServiceRoots(f"{hub.address}/ogc", "", "")
        save_connection(SavedConnection("Local hub", ADDRESS, roots), ALL)
        output = tmp_path / "stack.tif"
        results, said, error = run_fetch(CONNECTION="local HUB", OUTPUT=str(output))
        assert error == ""
        assert results["STEPS"] > 0
        save_connection(SavedConnection("Local hub", ADDRESS, roots), SecretChanges(f"{INSTANCE}x"), "Local hub")
        _, said_too, refused = run_fetch(CONNECTION="Local hub", OUTPUT=str(tmp_path / "none.tif"))
        assert refused
        hub.stop()
        _, said_last, unreachable = run_fetch(CONNECTION="Local hub", OUTPUT=str(tmp_path / "none.tif"))
        assert unreachable
        QgsApplication.authManager().clearMasterPassword()
        _, said_locked, locked = run_fetch(CONNECTION="Local hub", OUTPUT=str(tmp_path / "none.tif"))
        assert "QGIS_AUTH_PASSWORD_FILE" in locked
    finally:
        hub.stop()
        log.messageReceived.disconnect(keep)
    told = [said, said_too, said_last, said_locked, refused, unreachable, locked, str(results), caplog.text, *logged]
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert output in left
    everything = "\n".join([*told, settings_text(), *map(str, left)]).encode() + b"".join(p.read_bytes() for p in left)
    for secret in SECRETS:
        assert secret.encode() not in everything, secret


def test_services_are_opened_for_what_the_connection_has():
    hub = Hub({INSTANCE: (DemoSource(),)})
    with hub:
        roots = ServiceRoots(f"{hub.address}/ogc", "", "")
        save_connection(SavedConnection("ogc", ADDRESS, roots), SecretChanges(INSTANCE))
        opened = resolve_connection("ogc")
        with opened.open_service("sentinel-2-l2a", "", SilentProgress()) as service:
            assert service.name == "ogc"
            assert service.coverage
        assert opened.open_other_service("sentinel-2-l2a", SilentProgress()) is None


def test_a_connection_with_an_oauth_client_alone_fetches_and_leaves_no_secret_anywhere(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    tokens = []
    with Hub(DemoSource(), clients={CLIENT: WORD}) as hub:
        roots = ServiceRoots(f"{hub.address}/ogc", "", "")
        save_connection(SavedConnection("Client only", ADDRESS, roots), SecretChanges("", CLIENT, WORD))
        opened = resolve_connection("client only")
        with opened.open_service("sentinel-2-l2a", "", SilentProgress()) as service:
            tokens.append(service._tokens.token(SilentProgress()))
        output = tmp_path / "stack.tif"
        results, said, error = run_fetch(CONNECTION="Client only", OUTPUT=str(output))
        assert error == ""
        assert results["STEPS"] > 0
        save_connection(
            SavedConnection("Client only", ADDRESS, roots), SecretChanges("", CLIENT, WORD + "x"), "Client only"
        )
        _, said_too, refused = run_fetch(CONNECTION="Client only", OUTPUT=str(tmp_path / "none.tif"))
        assert "OAuth client is not accepted" in refused
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert output in left
    told = "\n".join([said, said_too, refused, str(results), caplog.text, settings_text()]).encode()
    everything = told + b"".join(path.read_bytes() for path in left)
    for secret in (*SECRETS[1:], *tokens):
        assert secret.encode() not in everything, secret
