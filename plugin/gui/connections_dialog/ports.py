# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dialog needs from others, and its presenter from the view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ...core.connection_report import ConnectionReport
from ...core.credentials import Credentials
from ...core.errors import TimestackError
from ...core.progress import Progress
from ...core.saved_connection import SavedConnection
from ...core.service_layer import ServiceLayer

if TYPE_CHECKING:
    from ...bridge.saved_connections import SecretChanges

GOOD, BAD, NEUTRAL = "good", "bad", "neutral"


class ConnectionStore(Protocol):
    """Keeps and tries out connections; see :class:`....connection_service.ConnectionService`."""

    def names(self) -> list[str]:
        """The saved names."""
        ...

    def find(self, name: str) -> SavedConnection | None:
        """One of them."""
        ...

    def has_secrets(self, connection: SavedConnection) -> tuple[bool, bool]:
        """Whether an instance id and an OAuth client are kept."""
        ...

    def save(self, connection: SavedConnection, changes: SecretChanges, previous_name: str) -> SavedConnection:
        """:raises TimestackError: when it cannot be kept."""
        ...

    def remove(self, name: str) -> None:
        """:raises TimestackError: when it cannot be removed."""
        ...

    def trial_credentials(
        self, connection: SavedConnection, changes: SecretChanges
    ) -> tuple[SavedConnection, Credentials]:
        """What a trial needs. :raises TimestackError: when it cannot begin."""
        ...

    def try_out(self, connection: SavedConnection, credentials: Credentials, progress: Progress) -> ConnectionReport:
        """Ask everything that a connection can answer; in the background."""
        ...


@dataclass(frozen=True)
class Words:
    """Sentences made outside of the dialog."""

    explain: Callable[[TimestackError], str]
    describe_report: Callable[[ConnectionReport], str]


@dataclass(frozen=True)
class Form:
    """What the form says."""

    connection: SavedConnection
    changes: SecretChanges


class DialogView(Protocol):
    """What the presenter tells the widgets."""

    def form(self) -> Form:
        """What was entered."""
        ...

    def show_names(self, names: Sequence[str], current: str, is_new: bool) -> None:
        """List the connections and mark the current one; ``is_new``: a row for one that has no saved name yet."""
        ...

    def show_form(self, connection: SavedConnection, has_instance: bool, has_client: bool, is_new: bool) -> None:
        """Fill the form; the secrets themselves are never shown."""
        ...

    def show_nothing(self) -> None:
        """There is no connection to show."""
        ...

    def show_busy(self, is_busy: bool) -> None:
        """A trial is under way."""
        ...

    def show_message(self, text: str, mood: str) -> None:
        """A sentence below the form: :data:`GOOD`, :data:`BAD` or :data:`NEUTRAL`; an empty one clears."""
        ...

    def show_layers(self, layers: Sequence[ServiceLayer]) -> None:
        """List the layers of the instance; none hides the list."""
        ...

    def point_to(self, parameter: str) -> None:
        """Put the cursor into the field that an error names."""
        ...

    def ask_to_save(self, name: str) -> str:
        """Ask what to do with changes: ``save``, ``discard`` or ``stay``."""
        ...

    def ask_to_remove(self, name: str) -> bool:
        """Ask whether a connection may go."""
        ...
