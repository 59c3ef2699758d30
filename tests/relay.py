# SPDX-License-Identifier: GPL-2.0-or-later
"""A cable between a program and a hub on this computer, which can be pulled out and put in again."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


def pipe(one: socket.socket, other: socket.socket, change=lambda block: block) -> None:
    """Both ways until either ends.

    :param change: what becomes of the bytes that ``one`` sends.
    """

    def push(source: socket.socket, target: socket.socket, change) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                target.sendall(change(block))
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    threading.Thread(target=push, args=(other, one, lambda block: block), daemon=True).start()
    push(one, other, change)


class Listener:
    """Accepts connections, each in a thread of its own."""

    def __init__(self, serve, port: int = 0) -> None:
        self._serve, self._open = serve, set()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._socket.accept()[0]
                self._open.add(client)
                threading.Thread(target=self._run, args=(client,), daemon=True).start()

    def _run(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            self._serve(client)
        self._open.discard(client)

    def close(self) -> None:
        """Take no more connections, and break those that there are."""
        for one in (self._socket, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Cable:
    """Leads to a port; ``address`` is what programs are given."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = Listener(self._serve)
        self.address = f"http://127.0.0.1:{self._listener.port}"

    def _serve(self, client: socket.socket) -> None:
        with socket.create_connection(self._target) as server:
            pipe(client, server)

    def pull(self) -> None:
        """Everything breaks, and nothing can be reached."""
        self._listener.close()

    def plug(self) -> None:
        """As before."""
        self._listener = Listener(self._serve, self._listener.port)
