# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls handed to the main thread: the master password above all, which only it can ask for without standing still."""

from __future__ import annotations

import threading
import time

import pytest
from connection_profile import MASTER_PASSWORD, forget_connections, open_auth_database, wait_until

pytest.importorskip("qgis.core")

from qgis.core import QgsApplication, QgsCredentials
from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer

from timestack.plugin.bridge.main_thread import NobodyAnswers, call_on_main_thread
from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
from timestack.plugin.connections import resolve_connection
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.saved_connection import SavedConnection

pytestmark = pytest.mark.usefixtures("qgis_app")


class Outcome(threading.Thread):
    """A function in a thread of its own, and what came of it."""

    def __init__(self, function):
        super().__init__(daemon=True)
        self.function, self.result, self.error = function, None, None
        self.start()

    def run(self):
        try:
            self.result = self.function()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error


class Asked(QgsCredentials):
    """Somebody at the keyboard."""

    def __init__(self, password):
        super().__init__()
        self.password, self.threads = password, []
        self.setInstance(self)

    def request(self, realm, username, password, message=""):
        return False, username, password

    def requestMasterPassword(self, password, stored=False):
        self.threads.append(QThread.currentThread() == QCoreApplication.instance().thread())
        for _ in range(20):  # a dialog, during which Python works on in the main thread
            QCoreApplication.processEvents()
            time.sleep(0.005)
        return bool(self.password), self.password


@pytest.fixture()
def locked(qgis_app):
    open_auth_database()
    forget_connections()
    save_connection(SavedConnection("a"), SecretChanges("12345678"))
    QgsApplication.authManager().clearMasterPassword()
    yield
    _kept.append(Asked(""))  # QGIS keeps a pointer to the last one
    open_auth_database()
    forget_connections()


_kept = []


def asked(password):
    _kept.append(Asked(password))
    return _kept[-1]


def test_the_main_thread_calls_and_the_other_gets_the_result():
    main = QThread.currentThread()
    outcome = Outcome(lambda: call_on_main_thread(lambda: QThread.currentThread() == main))
    wait_until(lambda: not outcome.is_alive())
    assert outcome.result is True
    assert call_on_main_thread(lambda: 7) == 7


def test_what_is_raised_comes_over():
    outcome = Outcome(lambda: call_on_main_thread(lambda: 1 / 0))
    wait_until(lambda: not outcome.is_alive())
    assert isinstance(outcome.error, ZeroDivisionError)


def test_a_main_thread_that_waits_itself_is_not_waited_for_and_does_nothing_later():
    calls = []
    outcome = Outcome(lambda: call_on_main_thread(lambda: calls.append(1), begin_within_s=0.2))
    outcome.join(5)
    assert isinstance(outcome.error, NobodyAnswers)
    for _ in range(5):
        QCoreApplication.processEvents()
    assert calls == []


def test_the_master_password_is_asked_for_on_the_main_thread_while_python_works_there(locked):
    someone, ticks = asked(MASTER_PASSWORD), []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    outcome = Outcome(lambda: resolve_connection("a"))
    wait_until(lambda: not outcome.is_alive())
    assert outcome.error is None
    assert outcome.result.address.instance_id == "12345678"
    assert someone.threads == [True]
    assert len(ticks) > 5


def test_a_user_who_does_not_give_it_gets_a_sentence(locked):
    asked("")
    outcome = Outcome(lambda: resolve_connection("a"))
    wait_until(lambda: not outcome.is_alive())
    assert isinstance(outcome.error, InvalidRequest)
    assert outcome.error.rule == "auth_locked"
