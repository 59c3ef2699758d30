# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong, as data. The sentences that people read are made in ``bridge/messages.py``."""

from __future__ import annotations

from collections.abc import Sequence


class TimestackError(Exception):
    """Root of everything that Timestack raises on purpose; anything else is a bug."""


class InvalidRequest(TimestackError):
    """A parameter that cannot work, found before anything is asked of anybody."""

    def __init__(self, parameter: str, rule: str, **details: object) -> None:
        """
        :param parameter: key of the offending parameter, upper case (``BANDS``).
        :param rule: short id of what is wrong (``unknown_band``); ``bridge/messages.py`` has its sentence.
        :param details: the values that the sentence names.
        """
        super().__init__(f"{parameter}: {rule} {details or ''}".strip())
        self.parameter, self.rule, self.details = parameter, rule, details


class NoAcquisitions(TimestackError):
    """The service has no scene for this area, these dates and this cloud limit."""

    def __init__(self, start: str, end: str, max_cloud_cover_pct: float) -> None:
        super().__init__(f"no acquisitions {start}..{end}, cloud cover <= {max_cloud_cover_pct:g} %")
        self.start, self.end, self.max_cloud_cover_pct = start, end, max_cloud_cover_pct


class Unreachable(TimestackError):
    """No answer: refused, unknown host, time-out, broken connection."""

    def __init__(
        self, address: str, reason: str, is_timeout: bool = False, may_pass: bool = True, is_away: bool = False
    ) -> None:
        """
        :param address: where we asked, already free of secrets.
        :param is_timeout: the service took the question and began no answer in time.
        :param may_pass: whether asking again can help; not with a wrong address or a bad certificate.
        :param is_away: there is no way to a place that has answered before; the network is down.
        """
        super().__init__(f"{address}: {reason}")
        self.address, self.reason = address, reason
        self.is_timeout, self.may_pass, self.is_away = is_timeout, may_pass, is_away


class ServiceError(TimestackError):
    """The service answered, and the answer is a refusal."""

    def __init__(self, status: int, detail: str, code: str = "", retry_after: str = "", is_page: bool = False) -> None:
        """
        :param retry_after: the header of that name as it came, empty where there was none.
        :param is_page: the answer was a web page, which some gateway on the way wrote and not the service.
        """
        super().__init__(f"HTTP {status} {code} {detail}".replace("  ", " "))
        self.status, self.detail, self.code = status, detail, code
        self.retry_after, self.is_page = retry_after, is_page


class BadAnswer(TimestackError):
    """The service answered with something that is not what was asked for (not a TIFF, wrong size, wrong bands)."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected, self.found = expected, found


class DateMismatch(TimestackError):
    """The dates written in the pixels are not the dates that were announced."""

    def __init__(self, announced: Sequence[str], found: Sequence[str], where: str) -> None:
        super().__init__(f"{where}: announced {list(announced)}, found {list(found)}")
        self.announced, self.found, self.where = tuple(announced), tuple(found), where


class ScriptError(TimestackError):
    """An evalscript that cannot run; ``line`` counts from 1, 0 where unknown."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line, self.message = line, message


class FileProblem(TimestackError):
    """A file that cannot be read or written (missing, full disk, no permission, not a stack)."""

    def __init__(self, path: str, reason: str, rule: str = "file") -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason, self.rule = path, reason, rule


class Cancelled(TimestackError):
    """The user stopped the work."""
