# SPDX-License-Identifier: GPL-2.0-or-later
"""A program of the tests: fetches from the dialog as the toolbox opens it, to the end or until it is cancelled.

``dialog_run.py TASK.json`` with ``profile`` (folder of the QGIS profile), ``runs`` (a list of ``parameters`` and
``cancel_after_parts``), ``project`` (where the project is saved) and ``shown`` (where all that dialogs showed is kept).
Prints how each run ended.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QSettings, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QTextEdit, QWidget

LIMIT_S = 90.0


def start(profile: str):
    """QGIS with a desktop's registries, Processing and the plugin's dialogs."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
    QCoreApplication.setOrganizationName("QGIS")
    QCoreApplication.setApplicationName("QGIS3")
    application = QgsApplication([], True, profile)
    application.initQgis()
    sys.path.append("/usr/share/qgis/python/plugins")
    from processing.core.Processing import Processing
    from qgis.gui import QgsGui

    QgsGui.instance()
    Processing.initialize()
    import timestack

    plugin = timestack.classFactory(None)
    plugin.initProcessing()
    plugin._fetch_dialogs = plugin._offer_fetch_dialogs()
    return application, plugin


def run(parameters: dict, cancel_after_parts: int, shown: Path) -> str:
    """Fill the dialog, press Run, perhaps Cancel; how it ended."""
    parent = QWidget()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    dialog = algorithm.createCustomParametersWidget(parent)
    dialog.setParameters(parameters)
    dialog.show()
    QTest.qWait(600)  # the line that tells the price is asked for
    ended = []
    dialog.algorithmFinished.connect(lambda good, _results: ended.append(good))
    refusals = []

    def close_box():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            refusals.append(box.text())
            box.close()

    watch = QTimer()
    watch.timeout.connect(close_box)
    watch.start(50)
    dialog.runButton().click()
    until, cancelled_s = time.monotonic() + LIMIT_S, 0.0
    while not ended and not refusals and time.monotonic() < until:
        QTest.qWait(20)
        if cancel_after_parts and not cancelled_s and f"part {cancel_after_parts} of" in text_of(dialog):
            cancelled_s = time.monotonic()
            dialog.cancelButton().click()
        elif cancelled_s and dialog.runButton().isEnabled():  # newer versions do not call this finished
            ended.append(False)
    took_s = time.monotonic() - cancelled_s
    with open(shown, "a", encoding="utf-8") as file:
        file.write(text_of(dialog) + dialog.cost_line.text() + dialog.cost_hint.text() + "".join(refusals))
    watch.stop()
    dialog.close()
    parent.deleteLater()
    if refusals:
        return "refused"
    assert ended, text_of(dialog)
    return f"cancelled in {took_s:.2f} s" if cancelled_s else f"finished {ended[0]}"


def text_of(dialog) -> str:
    """The log as the dialog shows it."""
    return "\n".join(f"{edit.toPlainText()}\n{edit.toHtml()}" for edit in dialog.findChildren(QTextEdit))


def main() -> None:
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    application, plugin = start(task["profile"])
    for one in task["runs"]:
        print(run(one["parameters"], one.get("cancel_after_parts", 0), Path(task["shown"])), flush=True)
    QgsProject.instance().write(task["project"])
    QgsProject.instance().clear()
    plugin.unload()
    application.exitQgis()


if __name__ == "__main__":
    main()
