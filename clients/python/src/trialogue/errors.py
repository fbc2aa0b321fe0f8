"""What goes wrong, as typed exceptions. `code` is one of docs/errors.md, as the product sent it or as the client found it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, and where: `path` leads into it."""

    path: tuple[str | int, ...]
    message: str


class TrialogueError(Exception):
    """Whatever the product refuses, or keeps the client from it.

    code: of the product's error table, to be compared with; messages may change.
    path: of the field of the graph that failed; empty when the whole request did.
    retryable: the same request may succeed later, unchanged.
    retry_after: seconds to wait before that; None when nobody said.
    problems: each thing that is wrong with an input.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str = "",
        path: Sequence[str | int] = (),
        retryable: bool = False,
        retry_after: float | None = None,
        problems: Sequence[Problem] = (),
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.path = tuple(path)
        self.retryable = retryable
        self.retry_after = retry_after
        self.problems = tuple(problems)
        self.request_id = request_id

    def __str__(self) -> str:
        problems = "".join(f"\n  {'.'.join(map(str, problem.path))}: {problem.message}" for problem in self.problems)
        return f"{self.code}: {self.message}{problems}{' ' + self.help if self.help else ''}"


class Unreachable(TrialogueError):
    """No answer of the product's came back: it is away, something between is, or the time was over."""

    #: The product may have got what was sent.
    may_have_arrived = True


class AccessRefused(TrialogueError):
    """The key is not known, or lacks the scope (`UNAUTHENTICATED`, `FORBIDDEN`)."""


class NotFound(TrialogueError):
    """There is no such experiment, prompt, conversation, … (`…_NOT_FOUND`)."""


class InvalidInput(TrialogueError):
    """What was sent is wrong, and will be again (`BAD_USER_INPUT`, `…_INVALID`, `…_MISSING`); see `problems`."""


class ExecutionFailed(TrialogueError):
    """A variant's strategy failed: raised by `Execution.result()` and by nothing else, for the unit has met its variant."""


class EventsDropped(TrialogueError):
    """Tracked events that are given up: no room (`OUTBOX_FULL`), no time (`OUTBOX_UNSENT`), or the product rejects them."""

    #: They were sent, but the answer was not waited for: they are recorded, or not.
    may_have_arrived = False


_access = {"UNAUTHENTICATED", "FORBIDDEN"}
_invalid = {"BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}


def _class_of(code: str) -> type[TrialogueError]:
    if code in _access:
        return AccessRefused
    if code.endswith("_NOT_FOUND"):
        return NotFound
    if code in _invalid or code.endswith(("_INVALID", "_MISSING")):
        return InvalidInput
    return TrialogueError


def refusal(error: Mapping[str, Any], retry_after: float | None = None) -> TrialogueError:
    """The exception of one entry of an answer's `errors`."""
    extensions = error.get("extensions") or {}
    code = str(extensions.get("code", "INTERNAL_SERVER_ERROR"))
    milliseconds = extensions.get("retryAfterMs")
    problems = [
        Problem(tuple(problem.get("path") or ()), str(problem.get("message")))
        for problem in extensions.get("problems") or ()
    ]
    return _class_of(code)(
        code,
        str(error.get("message", "The product says that something is wrong, but not what.")),
        help=str(extensions.get("help", "")),
        path=error.get("path") or (),
        retryable=extensions.get("retryable") is True,
        retry_after=retry_after if milliseconds is None else milliseconds / 1000,
        problems=problems,
        request_id=extensions.get("requestId"),
    )


def unreachable(reason: str, retry_after: float | None = None, arrived: bool = True) -> Unreachable:
    error = Unreachable(
        "UNREACHABLE",
        f"The product cannot be reached: {reason}.",
        help="Check the address, and whether the product runs.",
        retryable=True,
        retry_after=retry_after,
    )
    error.may_have_arrived = arrived
    return error


def bad_input(problem: str) -> InvalidInput:
    return InvalidInput("BAD_USER_INPUT", problem, help="Correct the argument named in the message.")
