# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of one connection."""

from __future__ import annotations

import re
from dataclasses import replace

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QWidget

from ...bridge.i18n import tr
from ...bridge.saved_connections import SecretChanges
from ...core.catalogue import load_catalogue
from ...core.credentials import AccountLimits
from ...core.deployments import ServiceRoots, clean_ogc_root, roots_of
from ...core.saved_connection import (
    ADDRESS,
    COPERNICUS,
    FOLDER,
    MAX_NAME_LENGTH,
    MAX_PER_MINUTE,
    SENTINEL_HUB_EU,
    SENTINEL_HUB_US,
    SavedConnection,
    known_roots,
)
from .ports import Form
from .secret_field import SecretField

_PASTED = re.compile(r"/ogc/(?:wcs|wfs|wms|wmts)/(?P<instance>[^/\s?#]+)", re.IGNORECASE)


class ConnectionForm(QWidget):  # type: ignore[misc]
    """Shows a connection and tells what was entered."""

    edited = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = SavedConnection("")
        self._build_fields()
        self._build_rows()
        self._connect()
        self.show_connection(self._base, False, False)

    def _build_fields(self) -> None:
        self.name = _named(QLineEdit(), "connectionName")
        self.name.setMaxLength(MAX_NAME_LENGTH)
        self.kind = _named(QComboBox(), "connectionKind")
        for kind, title in (
            (COPERNICUS, tr("Copernicus Data Space")),
            (SENTINEL_HUB_EU, tr("Sentinel Hub, Europe")),
            (SENTINEL_HUB_US, tr("Sentinel Hub, US West")),
            (ADDRESS, tr("Another address")),
            (FOLDER, tr("Folder of scenes on this computer")),
        ):
            self.kind.addItem(title, kind)
        self.address = _named(QLineEdit(), "connectionAddress")
        self.address.setPlaceholderText("https://sh.dataspace.copernicus.eu/ogc")
        self.api_root = _named(QLineEdit(), "connectionApi")
        self.token_url = _named(QLineEdit(), "connectionToken")
        self.folder = _named(QgsFileWidget(), "connectionFolder")
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.instance = SecretField("connectionInstance", tr("Instance id"))
        self.client = SecretField("connectionClient", tr("OAuth client id"), is_hidden=False, has_button=False)
        self.secret = SecretField("connectionSecret", tr("OAuth client secret"))
        self.requests = _per_minute("connectionRequests")
        self.units = _per_minute("connectionUnits")
        self.collection = _named(QComboBox(), "connectionCollection")
        self.collection.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.collection.addItem(tr("Sentinel-2 L2A where none is named"), "")
        for collection in load_catalogue().values():
            if collection.id != "byoc":
                self.collection.addItem(collection.title, collection.id)

    def _build_rows(self) -> None:
        self._rows = QFormLayout(self)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, field in (
            (tr("&Name"), self.name),
            (tr("&Service"), self.kind),
            (tr("&Address (OGC)"), self.address),
            (tr("Address of the A&PIs"), self.api_root),
            (tr("Address for &tokens"), self.token_url),
            (tr("&Folder"), self.folder),
            (tr("&Instance id"), self.instance),
            (tr("OAuth &client id"), self.client),
            (tr("OAuth client s&ecret"), self.secret),
            (tr("&Requests per minute"), self.requests),
            (tr("Processing &units per minute"), self.units),
            (tr("C&ollection"), self.collection),
        ):
            self._rows.addRow(title, field)
        self._rows.labelForField(self.collection).setToolTip(tr("What is asked for where no collection is named"))
        self.note = QLabel(
            tr(
                "The instance id and the OAuth client are kept in the authentication database of QGIS, "
                "encrypted by its master password."
            )
        )
        self.note.setWordWrap(True)
        self._rows.addRow(self.note)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.address.editingFinished.connect(self._on_address)
        self.secret.button.toggled.connect(self.client.set_forgotten)
        for signal in (
            self.name.textChanged, self.address.textChanged, self.api_root.textChanged, self.token_url.textChanged,
            self.folder.fileChanged, self.instance.edited, self.client.edited, self.secret.edited,
            self.requests.valueChanged, self.units.valueChanged, self.collection.currentIndexChanged,
        ):  # fmt: skip
            signal.connect(lambda *_: self.edited.emit())

    def show_connection(self, connection: SavedConnection, has_instance: bool, has_client: bool) -> None:
        """Fill the fields."""
        self._base = connection
        self.name.setText(connection.name)
        self.kind.setCurrentIndex(self.kind.findData(connection.kind))
        self._show_roots(known_roots(connection.kind) or connection.roots or ServiceRoots("", "", ""))
        self.folder.setFilePath(connection.folder)
        self.instance.begin(has_instance)
        self.client.begin(has_client)
        self.secret.begin(has_client)
        self.requests.setValue(connection.limits.requests_per_minute)
        self.units.setValue(connection.limits.units_per_minute)
        if connection.collection and self.collection.findData(connection.collection) < 0:
            self.collection.addItem(connection.collection, connection.collection)
        self.collection.setCurrentIndex(max(0, self.collection.findData(connection.collection)))
        self._show_rows()

    def read(self) -> Form:
        """What was entered."""
        roots = ServiceRoots(*(field.text().strip() for field in (self.address, self.api_root, self.token_url)))
        connection = replace(
            self._base, name=self.name.text().strip(), kind=self.kind.currentData(), roots=roots,
            folder=self.folder.filePath().strip(), collection=self.collection.currentData() or "",
            limits=AccountLimits(self.requests.value(), self.units.value()),
        )  # fmt: skip
        return Form(connection, SecretChanges(self.instance.change(), self.client.change(), self.secret.change()))

    def field_of(self, parameter: str) -> QWidget:
        """The field that an error's parameter means."""
        fields = {
            "NAME": self.name, "KIND": self.kind, "ADDRESS": self.address, "FOLDER": self.folder,
            "INSTANCE": self.instance, "CLIENT": self.client, "REQUESTS": self.requests, "UNITS": self.units,
            "CONNECTION": self.instance,
        }  # fmt: skip
        return fields.get(parameter, self.name)

    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        roots = known_roots(kind)
        if roots is not None:
            self._show_roots(roots)
        self._show_rows()
        self.edited.emit()

    def _on_address(self) -> None:
        """An address that was pasted whole: its instance id goes where it is kept well."""
        if self.address.isReadOnly():
            return
        text = self.address.text().strip()
        pasted = _PASTED.search(text)
        if pasted is not None:
            self.instance.take_from(pasted["instance"])
        root = clean_ogc_root(text)
        if root != text:
            self.address.setText(root)
        if root.lower().endswith("/ogc"):
            guessed = roots_of(root)
            self.api_root.setPlaceholderText(guessed.api_root)
            self.token_url.setPlaceholderText(guessed.token_url)

    def _show_roots(self, roots: ServiceRoots) -> None:
        for field, text in (
            (self.address, roots.ogc_root), (self.api_root, roots.api_root), (self.token_url, roots.token_url),
        ):  # fmt: skip
            field.setText(text)
            field.setCursorPosition(0)

    def _show_rows(self) -> None:
        """A folder has no addresses and secrets; the addresses of known services cannot be changed."""
        kind = self.kind.currentData()
        is_folder = kind == FOLDER
        for field in (self.address, self.api_root, self.token_url):
            field.setReadOnly(kind != ADDRESS)
            field.setEnabled(kind == ADDRESS)
        remote = (
            self.address, self.api_root, self.token_url, self.instance, self.client, self.secret, self.requests,
            self.units, self.collection,
        )  # fmt: skip
        for field in remote:
            self._set_row_visible(field, not is_folder)
        self._set_row_visible(self.folder, is_folder)
        self.note.setVisible(not is_folder)

    def _set_row_visible(self, field: QWidget, is_visible: bool) -> None:
        field.setVisible(is_visible)
        self._rows.labelForField(field).setVisible(is_visible)


def _named(widget: QWidget, name: str) -> QWidget:
    widget.setObjectName(name)
    return widget


def _per_minute(name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setObjectName(name)
    box.setDecimals(0)
    box.setRange(1, MAX_PER_MINUTE)
    box.setGroupSeparatorShown(True)
    return box
