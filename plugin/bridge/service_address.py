# SPDX-License-Identifier: GPL-2.0-or-later
"""Where an OGC service is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceAddress:
    """Where a service is. The instance id is a secret: whoever has it spends the account's units."""

    ogc_root: str
    """Without a slash at its end: ``https://services.sentinel-hub.com/ogc``."""

    instance_id: str

    def url(self, service: str, query: str) -> str:
        """Address of a question, with its secret."""
        return f"{self.ogc_root}/{service}/{self.instance_id}?{query}"

    def public(self, service: str) -> str:
        """The same place, fit for messages and logs."""
        return f"{self.ogc_root}/{service}"

    def __repr__(self) -> str:
        return f"ServiceAddress({self.ogc_root!r})"
