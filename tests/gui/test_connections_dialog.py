# SPDX-License-Identifier: GPL-2.0-or-later
"""The connections dialog in a real window: typing, clicking, testing against a hub."""

from __future__ import annotations

import time

import pytest
from connection_profile import forget_connections, open_auth_database, wait_until

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QMainWindow, QMessageBox

from timestack.plugin.bridge.connection_report_words import describe_report
from timestack.plugin.bridge.messages import explain
from timestack.plugin.bridge.saved_connections import (
    SecretChanges,
    connection_credentials,
    connection_names,
    find_connection,
    remove_connection,
    save_connection,
)
from timestack.plugin.connection_service import ConnectionService
from timestack.plugin.core.credentials import AccountLimits, Credentials
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.saved_connection import ADDRESS, COPERNICUS, FOLDER, SENTINEL_HUB_US, SavedConnection
from timestack.plugin.gui.connections_dialog.connections_window import ConnectionsEntry, ConnectionsWindow
from timestack.plugin.gui.connections_dialog.ports import Words
from timestack.plugin.localhub import DemoSource, Hub

INSTANCE = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
CLIENT, WORD = "sh-client", "geheim/+%"
ALL = SecretChanges(INSTANCE, CLIENT, WORD)
LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture()
def window(qgis_app):
    open_auth_database()
    forget_connections()
    window = ConnectionsWindow(ConnectionService(), Words(explain, describe_report))
    yield window
    window.stop()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    open_auth_database()
    forget_connections()


@pytest.fixture()
def hub():
    with Hub({INSTANCE: (DemoSource(),)}, clients={CLIENT: WORD}) as hub:
        yield hub


def opened(window, name=""):
    window.open(name)
    assert QTest.qWaitForWindowActive(window.dialog)
    return window.dialog


def click(widget):
    assert widget.isEnabled()
    assert widget.isVisible()
    QTest.mouseClick(widget, LEFT)


def write(line, text):
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)


def choose_kind(dialog, kind):
    dialog.fields.kind.setCurrentIndex(dialog.fields.kind.findData(kind))


def choose_row(dialog, row):
    item = dialog.names.item(row)
    QTest.mouseClick(dialog.names.viewport(), LEFT, pos=dialog.names.visualItemRect(item).center())


def answer(monkeypatch, button):
    asked = []

    def question(parent, title, text, *_):
        asked.append(text)
        return button

    monkeypatch.setattr(QMessageBox, "question", question)
    return asked


def test_a_new_connection_is_typed_and_saved(window):
    dialog = opened(window)
    assert not dialog.save_button.isEnabled()
    click(dialog.add_button)
    fields = dialog.fields
    assert fields.name.hasFocus()
    assert fields.address.text() == "https://sh.dataspace.copernicus.eu/ogc"
    assert not fields.address.isEnabled()
    write(fields.name, "Koeln")
    write(fields.instance.line, INSTANCE)
    write(fields.client.line, CLIENT)
    write(fields.secret.line, WORD)
    write(fields.requests.lineEdit(), "1200")
    click(dialog.save_button)
    assert connection_names() == ["Koeln"]
    kept = find_connection("Koeln")
    assert kept.kind == COPERNICUS
    assert kept.limits == AccountLimits(1200, 300)
    assert connection_credentials(kept) == Credentials(INSTANCE, CLIENT, WORD)
    assert dialog.message.text() == "Saved."
    for line in (fields.instance.line, fields.client.line, fields.secret.line):
        assert line.text() == ""
        assert line.placeholderText() == "unchanged"
    assert fields.secret.line.echoMode() == QLineEdit.EchoMode.Password


def test_no_widget_ever_shows_a_kept_secret(window):
    save_connection(SavedConnection("a"), ALL)
    dialog = opened(window, "a")
    texts = [
        str(getattr(widget, getter)())
        for widget in dialog.findChildren(object)
        for getter in ("text", "toolTip", "placeholderText", "currentText", "accessibleName")
        if callable(getattr(widget, getter, None)) and "QTreeWidget" not in type(widget).__name__
    ]
    assert "unchanged" in texts
    for secret in (INSTANCE, CLIENT, WORD):
        assert not any(secret in text for text in texts)


def test_secrets_left_blank_stay_and_forgotten_ones_go(window):
    save_connection(SavedConnection("a"), ALL)
    dialog = opened(window, "a")
    write(dialog.fields.name, "b")
    click(dialog.save_button)
    assert connection_names() == ["b"]
    assert connection_credentials(find_connection("b")) == Credentials(INSTANCE, CLIENT, WORD)
    click(dialog.fields.secret.button)
    assert not dialog.fields.client.line.isEnabled()
    assert dialog.fields.secret.line.placeholderText() == "will be removed"
    click(dialog.save_button)
    assert connection_credentials(find_connection("b")) == Credentials(INSTANCE)
    assert not dialog.fields.secret.button.isEnabled()


def test_what_is_wrong_is_told_and_the_cursor_put_there(window):
    save_connection(SavedConnection("a"), ALL)
    dialog = opened(window)
    click(dialog.add_button)
    write(dialog.fields.name, "A")
    click(dialog.save_button)
    assert "already" in dialog.message.text()
    assert dialog.fields.name.hasFocus()
    write(dialog.fields.name, "b")
    assert not dialog.message.isVisible()
    choose_kind(dialog, ADDRESS)
    write(dialog.fields.address, "http://sat.example/ogc")
    click(dialog.save_button)
    assert "without encryption" in dialog.message.text()
    assert dialog.fields.address.hasFocus()
    write(dialog.fields.address, "https://sat.example/ogc")
    write(dialog.fields.client.line, "x")
    click(dialog.save_button)
    assert "give both" in dialog.message.text()
    assert connection_names() == ["a"]


def test_a_pasted_address_gives_its_instance_away_to_the_right_field(window):
    dialog = opened(window)
    click(dialog.add_button)
    choose_kind(dialog, ADDRESS)
    write(dialog.fields.address, f"https://sat.example/ogc/wcs/{INSTANCE}?SERVICE=WCS")
    QTest.keyClick(dialog.fields.address, Qt.Key.Key_Tab)
    assert dialog.fields.address.text() == "https://sat.example/ogc"
    assert dialog.fields.instance.line.text() == INSTANCE
    write(dialog.fields.api_root, "")
    write(dialog.fields.token_url, "")
    click(dialog.save_button)
    name = connection_names()[0]
    assert find_connection(name).roots.api_root == "https://sat.example/api/v1"
    assert INSTANCE not in "".join(str(QgsSettings().value(key)) for key in QgsSettings().allKeys())


def test_kinds_show_the_fields_that_they_need(window, tmp_path):
    dialog = opened(window)
    click(dialog.add_button)
    fields = dialog.fields
    assert not fields.folder.isVisible()
    choose_kind(dialog, SENTINEL_HUB_US)
    assert fields.address.text().startswith("https://services-uswest2.")
    choose_kind(dialog, FOLDER)
    assert fields.folder.isVisible()
    for field in (fields.address, fields.instance, fields.secret, fields.units):
        assert not field.isVisible()
    fields.folder.setFilePath(str(tmp_path))
    click(dialog.save_button)
    assert find_connection(connection_names()[0]).folder == str(tmp_path)


def test_a_connection_is_tried_out_before_it_is_saved(window, hub):
    dialog = opened(window)
    click(dialog.add_button)
    choose_kind(dialog, ADDRESS)
    write(dialog.fields.address, f"{hub.address}/ogc")
    write(dialog.fields.api_root, "")
    write(dialog.fields.token_url, "")
    write(dialog.fields.instance.line, INSTANCE)
    write(dialog.fields.client.line, CLIENT)
    write(dialog.fields.secret.line, WORD)
    click(dialog.test_button)
    wait_until(lambda: dialog.layers.isVisible())
    assert dialog.message.text() == (
        "The instance answers (layers: 2); the OAuth client gets a token; the catalog answers (collections: 1)."
    )
    assert dialog.layers.topLevelItem(0).text(0) == "SENTINEL-2-L2A"
    assert dialog.layers.topLevelItem(0).text(2) == "sentinel-2-l2a"
    assert connection_names() == []
    assert dialog.test_button.isVisible()


def test_each_part_that_does_not_work_is_told(window, hub):
    roots = ServiceRoots(f"{hub.address}/ogc", "", "")
    save_connection(SavedConnection("hub", ADDRESS, roots), SecretChanges(INSTANCE, CLIENT, "wrong"))
    dialog = opened(window)
    click(dialog.test_button)
    wait_until(lambda: dialog.layers.isVisible())
    said = dialog.message.text()
    assert said.startswith("The instance answers (layers: 2). The OAuth client does not work:")
    write(dialog.fields.instance.line, INSTANCE[:-1] + "0")
    write(dialog.fields.client.line, CLIENT)
    write(dialog.fields.secret.line, WORD)
    click(dialog.test_button)
    wait_until(lambda: "instance does not work" in dialog.message.text())
    assert "catalog answers" in dialog.message.text()
    assert not dialog.layers.isVisible()
    for secret in (INSTANCE, INSTANCE[:-1] + "0", WORD):
        assert secret not in dialog.message.text()
    hub.stop()
    click(dialog.test_button)
    wait_until(lambda: "refused" in dialog.message.text())


def test_a_test_can_be_stopped_and_the_window_goes_on(window, monkeypatch):
    def endless(self, connection, credentials, progress):
        while not progress.is_cancelled():
            time.sleep(0.01)

    monkeypatch.setattr(ConnectionService, "try_out", endless)
    save_connection(SavedConnection("a"), ALL)
    save_connection(SavedConnection("b"), ALL)
    dialog = opened(window, "a")
    click(dialog.test_button)
    assert dialog.stop_button.isVisible()
    assert dialog.busy.isVisible()
    click(dialog.stop_button)
    assert dialog.test_button.isVisible()
    assert not dialog.message.isVisible()
    click(dialog.test_button)
    choose_row(dialog, 1)
    assert dialog.fields.name.text() == "b"
    assert not dialog.busy.isVisible()


def test_nothing_secret_is_needed_to_look_but_a_test_says_that_it_is_locked(window):
    save_connection(SavedConnection("a"), ALL)
    QgsApplication.authManager().clearMasterPassword()
    dialog = opened(window, "a")
    assert dialog.fields.instance.line.placeholderText() == "unchanged"
    click(dialog.test_button)
    assert "locked" in dialog.message.text()


def test_a_folder_of_scenes_is_tried_out(window, tmp_path):
    save_connection(SavedConnection("mine", FOLDER, folder=str(tmp_path)))
    dialog = opened(window)
    click(dialog.test_button)
    wait_until(lambda: "cannot be used" in dialog.message.text())


def test_changes_are_not_lost_without_a_question(window, monkeypatch):
    for name in ("a", "b"):
        save_connection(SavedConnection(name), ALL)
    dialog = opened(window, "a")
    asked = answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    choose_row(dialog, 1)
    assert asked == []
    choose_row(dialog, 0)
    write(dialog.fields.name, "a2")
    choose_row(dialog, 1)
    assert "a2" in asked[0]
    assert dialog.fields.name.text() == "a2"
    assert dialog.names.currentRow() == 0
    click(dialog.close_button)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    answer(monkeypatch, QMessageBox.StandardButton.Save)
    choose_row(dialog, 1)
    assert connection_names() == ["a2", "b"]
    write(dialog.fields.name, "b2")
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    dialog.close()
    assert connection_names() == ["a2", "b"]
    assert window.dialog is None


def test_a_connection_is_removed_when_the_user_agrees(window, monkeypatch):
    for name in ("a", "b", "c"):
        save_connection(SavedConnection(name), ALL)
    dialog = opened(window, "b")
    answer(monkeypatch, QMessageBox.StandardButton.No)
    click(dialog.remove_button)
    assert connection_names() == ["a", "b", "c"]
    answer(monkeypatch, QMessageBox.StandardButton.Yes)
    click(dialog.remove_button)
    assert connection_names() == ["a", "c"]
    assert dialog.fields.name.text() == "c"
    click(dialog.remove_button)
    click(dialog.remove_button)
    assert connection_names() == []
    assert not dialog.save_button.isEnabled()
    assert QgsApplication.authManager().configIds() == []


def test_what_others_remove_is_gone_from_the_dialog_too(window):
    for name in ("a", "b"):
        save_connection(SavedConnection(name), ALL)
    dialog = opened(window, "b")
    write(dialog.fields.requests.lineEdit(), "77")
    remove_connection("a")
    assert [dialog.names.item(row).text() for row in range(dialog.names.count())] == ["b"]
    assert dialog.fields.requests.value() == 77
    remove_connection("b")
    assert dialog.names.count() == 0
    assert not dialog.save_button.isEnabled()


def test_a_test_from_outside_does_not_run_on_another_connection(window, monkeypatch):
    for name in ("a", "b"):
        save_connection(SavedConnection(name), ALL)
    dialog = opened(window, "a")
    write(dialog.fields.requests.lineEdit(), "77")
    answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    window.open("b", True)
    assert dialog.fields.name.text() == "a"
    assert not dialog.busy.isVisible()
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    monkeypatch.setattr(ConnectionService, "try_out", lambda *_: time.sleep(0.2))
    window.open("b", True)
    assert dialog.fields.name.text() == "b"
    assert dialog.busy.isVisible()
    click(dialog.stop_button)


def test_a_duplicate_has_a_name_of_its_own_and_no_secrets(window):
    save_connection(SavedConnection("a", collection="dem"), ALL)
    dialog = opened(window)
    click(dialog.duplicate_button)
    assert dialog.fields.name.text() == "a 2"
    assert dialog.fields.collection.currentData() == "dem"
    assert dialog.fields.instance.line.placeholderText() == ""
    click(dialog.save_button)
    assert find_connection("a 2").authcfg == ""
    assert connection_credentials(find_connection("a")) == Credentials(INSTANCE, CLIENT, WORD)
    click(dialog.duplicate_button)
    click(dialog.remove_button)  # never saved: nothing to ask
    assert connection_names() == ["a", "a 2"]


def test_tab_goes_through_the_fields_from_top_to_bottom(window):
    save_connection(SavedConnection("a"), ALL)
    dialog = opened(window)
    choose_kind(dialog, ADDRESS)
    dialog.activateWindow()
    dialog.fields.name.setFocus()
    met = []
    for _ in range(14):
        met.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [
        "connectionName", "connectionKind", "connectionAddress", "connectionApi", "connectionToken",
        "connectionInstance", "connectionClient", "connectionSecret", "connectionRequests", "connectionUnits",
        "connectionCollection",
    ]  # fmt: skip
    assert [name for name in met if name in wanted] == wanted


def test_the_entry_stands_in_the_menu_and_goes_again(window):
    main, menu = QMainWindow(), []

    class Iface:
        def mainWindow(self):
            return main

        def addPluginToRasterMenu(self, title, action):
            menu.append((title, action))

        def removePluginRasterMenu(self, title, action):
            menu.remove((title, action))

    entry = ConnectionsEntry(Iface(), window)
    assert menu[0][0] == "Timestack"
    entry.action.trigger()
    assert window.dialog.isVisible()
    entry.remove()
    assert menu == []
    assert window.dialog is None
