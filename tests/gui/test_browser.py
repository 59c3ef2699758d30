# SPDX-License-Identifier: GPL-2.0-or-later
"""The branch in QGIS's browser, through its own model: connections, layers, menus, and that nothing stays behind."""

from __future__ import annotations

import gc

import pytest
from connection_profile import forget_connections, open_auth_database, wait_until

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication
from qgis.gui import QgsBrowserGuiModel, QgsDataItemGuiContext, QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QModelIndex
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMenu, QMessageBox

from timestack.plugin.bridge.layer_list import forget_layers
from timestack.plugin.bridge.messages import explain
from timestack.plugin.bridge.saved_connections import (
    SecretChanges,
    connection_names,
    remove_connection,
    rename_connection,
    save_connection,
)
from timestack.plugin.connection_service import ConnectionService
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.saved_connection import ADDRESS, FOLDER, SavedConnection
from timestack.plugin.gui.browser import FETCH, ConnectionsBranch
from timestack.plugin.localhub import DemoSource, Hub

INSTANCE = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
pytestmark = pytest.mark.usefixtures("qgis_app")


class Tree:
    """The browser's model, by names."""

    def __init__(self):
        self.model = QgsBrowserGuiModel()
        self.model.initialize()

    def rows(self, parent=QModelIndex()):
        return [self.model.index(row, 0, parent) for row in range(self.model.rowCount(parent))]

    def names(self, parent=QModelIndex()):
        return [self.model.data(row) for row in self.rows(parent)]

    def find(self, *path):
        index = QModelIndex()
        for name in path:
            index = next(row for row in self.rows(index) if self.model.data(row) == name)
        return index

    def open(self, *path):
        index = self.find(*path)
        self.model.fetchMore(index)
        gc.collect()
        return self.names(index)

    def item(self, *path):
        return self.model.dataItem(self.find(*path))


class Opened(list):
    """Remembers what would have been opened."""

    def dialog(self, name, is_test):
        self.append(("dialog", name, is_test))

    def algorithm(self, algorithm, parameters):
        self.append((algorithm, parameters))


@pytest.fixture()
def opened():
    return Opened()


@pytest.fixture()
def tree(qgis_app):
    open_auth_database()
    forget_connections()
    forget_layers()
    yield Tree()
    open_auth_database()
    forget_connections()


@pytest.fixture()
def branch(tree, opened):
    branch = ConnectionsBranch(ConnectionService(), explain, opened.dialog, opened.algorithm)
    branch.add()
    yield branch
    branch.remove()


@pytest.fixture()
def hub(tree):
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        roots = ServiceRoots(f"{hub.address}/ogc", "", "")
        save_connection(SavedConnection("Hub", ADDRESS, roots), SecretChanges(INSTANCE))
        yield hub


def menu_of(item):
    menu = QMenu()
    for provider in QgsGui.dataItemGuiProviderRegistry().providers():
        if provider.name() == "timestack":
            provider.populateContextMenu(item, menu, [item], QgsDataItemGuiContext())
    return menu, {action.text(): action for action in menu.actions()}


def layers_of(tree, *path):
    tree.open(*path)
    wait_until(lambda: "Asking" not in str(tree.names(tree.find(*path)) or "Asking"))
    gc.collect()
    return tree.names(tree.find(*path))


def test_connections_come_and_go_as_they_are_saved(tree, branch, hub):
    assert tree.open("Timestack") == ["Hub"]
    save_connection(SavedConnection("Another"), SecretChanges(INSTANCE))
    assert sorted(tree.names(tree.find("Timestack"))) == ["Another", "Hub"]
    rename_connection("Hub", "Home")
    remove_connection("Another")
    gc.collect()
    assert tree.names(tree.find("Timestack")) == ["Home"]


def test_layers_are_asked_for_in_the_background(tree, branch, hub):
    tree.open("Timestack")
    assert tree.open("Timestack", "Hub") == ["Asking for the layers…"]
    found = layers_of(tree, "Timestack", "Hub")
    assert len(found) == 2
    assert "True color" in found
    for index in tree.rows(tree.find("Timestack", "Hub")):
        assert INSTANCE not in tree.model.dataItem(index).path() + tree.model.dataItem(index).toolTip()


def test_known_layers_are_there_at_once(tree, branch, hub):
    tree.open("Timestack")
    found = layers_of(tree, "Timestack", "Hub")
    second = Tree()
    second.open("Timestack")
    assert second.open("Timestack", "Hub") == found


def test_a_layer_opens_the_fetch_filled_in(tree, branch, hub, opened):
    tree.open("Timestack")
    layers_of(tree, "Timestack", "Hub")
    item = tree.model.dataItem(tree.rows(tree.find("Timestack", "Hub"))[0])
    _menu, actions = menu_of(item)
    actions["Fetch temporal stack…"].trigger()
    wanted = {"CONNECTION": "Hub", "LAYER": item.layer.id, "COLLECTION": "sentinel-2-l2a"}
    assert opened == [(FETCH, wanted)]
    algorithm = QgsApplication.processingRegistry().algorithmById(FETCH)
    assert set(wanted) <= {one.name() for one in algorithm.parameterDefinitions()}
    for provider in QgsGui.dataItemGuiProviderRegistry().providers():
        if provider.name() == "timestack":
            assert provider.handleDoubleClick(item, QgsDataItemGuiContext())
    assert len(opened) == 2


def test_the_menu_of_a_connection(tree, branch, hub, opened, monkeypatch):
    tree.open("Timestack")
    _menu, actions = menu_of(tree.item("Timestack", "Hub"))
    actions["Edit…"].trigger()
    actions["Test…"].trigger()
    actions["Fetch temporal stack…"].trigger()
    assert opened == [("dialog", "Hub", False), ("dialog", "Hub", True), (FETCH, {"CONNECTION": "Hub"})]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    actions["Remove"].trigger()
    assert connection_names() == ["Hub"]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    actions["Remove"].trigger()
    assert connection_names() == []
    assert tree.names(tree.find("Timestack")) == []
    _root_menu, root_actions = menu_of(tree.item("Timestack"))
    root_actions["Connections…"].trigger()
    assert opened[-1] == ("dialog", "", False)


def test_other_items_get_no_entries_of_ours(tree, branch, hub):
    other = next(name for name in tree.names() if name != "Timestack")
    _menu, actions = menu_of(tree.item(other))
    assert actions == {}


def test_what_does_not_work_stands_in_the_tree_without_its_secret(tree, branch, hub):
    save_connection(
        SavedConnection("Hub", ADDRESS, ServiceRoots(f"{hub.address}/ogc", "", "")),
        SecretChanges(INSTANCE[:-1] + "0"), "Hub",
    )  # fmt: skip
    tree.open("Timestack")
    (problem,) = layers_of(tree, "Timestack", "Hub")
    assert "knows no such instance" in problem
    assert INSTANCE[:-1] not in problem
    save_connection(
        SavedConnection("Hub", ADDRESS, ServiceRoots(f"{hub.address}/ogc", "", "")), SecretChanges(INSTANCE), "Hub"
    )
    tree.item("Timestack", "Hub").ask_again()
    wait_until(lambda: len(tree.names(tree.find("Timestack", "Hub"))) == 2)


def test_a_folder_has_no_layers(tree, branch, tmp_path):
    save_connection(SavedConnection("mine", FOLDER, folder=str(tmp_path)))
    tree.open("Timestack")
    assert tree.open("Timestack", "mine") == ["A folder of scenes has no layers"]
    _menu, actions = menu_of(tree.item("Timestack", "mine"))
    assert "Ask for the layers again" not in actions


def test_nothing_stays_behind_and_it_can_come_again(tree, opened, hub):
    providers = len(QgsApplication.dataItemProviderRegistry().providers())
    menus = len(QgsGui.dataItemGuiProviderRegistry().providers())
    rows = tree.names()
    for _ in range(3):
        branch = ConnectionsBranch(ConnectionService(), explain, opened.dialog, opened.algorithm)
        branch.add()
        tree.open("Timestack")
        tree.open("Timestack", "Hub")  # its job is still running when the branch goes
        root, item = tree.item("Timestack"), tree.item("Timestack", "Hub")
        branch.remove()
        gc.collect()
        QTest.qWait(50)
        assert sip.isdeleted(root)
        assert sip.isdeleted(item)
        assert tree.names() == rows
    save_connection(SavedConnection("later"), SecretChanges(INSTANCE))  # nobody listens any more
    assert len(QgsApplication.dataItemProviderRegistry().providers()) == providers
    assert len(QgsGui.dataItemGuiProviderRegistry().providers()) == menus
