"""Asking the product, without doing any of the asking: what is sent, how an answer is read, and what is tried again.

`exchange` is a generator that both clients drive: it yields what to do next (`Send`, `Pause`) and is sent what came of it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import TrialogueError, Unreachable, bad_input, refusal, unreachable
from .operations import Answer, Operation
from .version import __version__

#: Refused before anything was done: asking again is safe for anything. (A database that goes away may have written.)
_before_anything = {"RATE_LIMITED", "TOO_MANY_OPERATIONS", "TOO_MANY_CONNECTIONS", "UNAUTHENTICATED", "FORBIDDEN"}
#: The first of the same id is under way: it is asked for until it is done.
_under_way = {"EXECUTION_RUNNING"}
#: Of an answer, or of an event of a stream; more is nobody's.
MOST_BYTES = 64 * 2**20
_first_pause = 0.2
_longest_pause = 5.0


@dataclass(frozen=True, slots=True)
class Send:
    """POST the body; its answer is a `Reply`. Time limit in seconds."""

    body: bytes
    timeout: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait; seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    retry_after: float | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came. arrived: the product may have got the request."""

    reason: str
    arrived: bool


Steps = Generator[Send | Pause, Reply | Lost | None, Answer]


def headers(key: str | None, unit_token: str | None) -> dict[str, str]:
    own = {
        "content-type": "application/json",
        "accept": "application/graphql-response+json, application/json",
        "user-agent": f"trialogue-python/{__version__}",
    }
    if key:
        own["authorization"] = f"Bearer {key}"
    if unit_token:
        own["x-trialogue-unit"] = unit_token
    return own


def body_of(document: str, variables: Mapping[str, Any]) -> bytes:
    """Raises InvalidInput for what is no JSON."""
    try:
        return json.dumps({"query": document, "variables": variables}, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise bad_input(f"What is sent must be JSON: {error}.") from error


def exchange(
    operation: Operation[Answer], *, timeout: float, retries: int, now: Callable[[], float] = time.monotonic
) -> Steps[Answer]:
    """The answer, within `timeout` seconds of all attempts together; up to `retries` more than one, where that is safe."""
    body = body_of(operation.document, operation.variables)
    end = now() + timeout
    failures = 0
    while True:
        try:
            return operation.read(data_of((yield Send(body, end - now()))))
        except TrialogueError as error:
            if not _again(operation, error):
                raise
            if error.code not in _under_way:
                failures += 1
            pause = max(backoff(failures), error.retry_after or 0)
            if failures > retries or now() + pause >= end:
                raise
            yield Pause(pause)


def _again(operation: Operation[Any], error: TrialogueError) -> bool:
    return error.retryable and (operation.repeatable or not may_have_arrived(error))


def may_have_arrived(error: TrialogueError) -> bool:
    """What was asked may be done, in spite of the error."""
    return error.may_have_arrived if isinstance(error, Unreachable) else error.code not in _before_anything


def backoff(failures: int, first: float = _first_pause, longest: float = _longest_pause) -> float:
    """Seconds; they double up to the longest, and spread so that clients do not come back all at once."""
    return float(min(longest, first * 2 ** max(failures - 1, 0)) * random.uniform(0.5, 1))


def data_of(reply: Reply | Lost | None) -> dict[str, Any]:
    """The data of an answer, whole or not at all. Raises what the product refuses, or Unreachable."""
    assert reply is not None
    if isinstance(reply, Lost):
        raise unreachable(reply.reason, arrived=reply.arrived)
    return result_data(reply.body, reply.status, reply.retry_after)


def result_data(text: bytes, status: int = 200, retry_after: float | None = None) -> dict[str, Any]:
    try:
        result = json.loads(text)
    except ValueError:
        result = None
    if not isinstance(result, dict):
        raise unreachable(f"something answers with the status {status}", retry_after)
    if errors := result.get("errors"):
        raise refusal(errors[0], retry_after)
    data = result.get("data")
    if not isinstance(data, dict):
        raise unreachable(f"something answers with the status {status}", retry_after)
    return data


def is_transient(error: TrialogueError) -> bool:
    """For whoever has time: a fault of the product's may be gone next time, and a key may be made meanwhile."""
    return (
        error.retryable
        or isinstance(error, Unreachable)
        or error.code in {"INTERNAL_SERVER_ERROR", "UNAUTHENTICATED", "FORBIDDEN"}
    )
