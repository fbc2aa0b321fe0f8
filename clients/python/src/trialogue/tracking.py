"""Events on their way to the product: gathered, sent in batches from a thread of their own, again until they arrive."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from .errors import EventsDropped, TrialogueError, bad_input
from .exchange import backoff, is_transient, may_have_arrived
from .operations import raw

logger = logging.getLogger("trialogue")

Event = Mapping[str, Any]
#: Sends one batch once; answers the data of `trackEvents`, or raises.
Sender = Callable[[Any], dict[str, Any]]

_document = """mutation TrackEvents($events: [EventInput!]!) {
  trackEvents(events: $events) { accepted duplicates rejected { index id reason } }
}"""
#: What the product takes at once.
_most_in_batch = 500
_most_batch_bytes = 500_000
_longest_pause = 30.0
#: When the product says when to come back.
_longest_wait = 300.0


@dataclass(frozen=True, slots=True)
class Tracked:
    """Events so far: how many wait, arrived (each once), and were given up."""

    waiting: int
    recorded: int
    dropped: int


def event(
    type: str,
    unit: str,
    data: Mapping[str, Any] | None,
    id: str | None,
    at: datetime | None,
    release: str | None,
    arm: str | None,
) -> Event:
    """Raises InvalidInput for what could never be taken."""
    if not isinstance(type, str) or not type or not isinstance(unit, str) or not unit:
        raise bad_input("An event has a `type` and a `unit`, both text.")
    if at is not None and at.tzinfo is None:
        raise bad_input("`at` has no time zone: give one, such as `datetime.now(UTC)`.")
    when = (at or datetime.now(UTC)).astimezone(UTC)
    return {
        "unit": unit,
        "id": id or str(uuid4()),
        "type": type,
        "at": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "release": release,
        "arm": arm,
        "data": data,
    }


class Outbox:
    """A bounded queue of events and the thread that empties it.

    most: events that may wait; more are dropped. gather: seconds that the first waits for others.
    dropped: told of every event that is given up, from whichever thread finds it.
    """

    def __init__(
        self, send: Sender, *, most: int, gather: float, dropped: Callable[[EventsDropped, Sequence[Event]], None]
    ) -> None:
        self._send = send
        self._most = most
        self._gather = gather
        self._told = dropped
        self._items: deque[tuple[Event, int]] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._put = self._settled = self._recorded = self._dropped = 0
        #: So many of the first are being sent now, and so many were before and may have arrived.
        self._under_way = self._tried = 0
        self._hurry = self._closed = False
        #: Why the first of them have not arrived; None once some have.
        self._trouble: TrialogueError | None = None

    @property
    def counts(self) -> Tracked:
        with self._changed:
            return Tracked(len(self._items), self._recorded, self._dropped)

    def put(self, one: Event) -> None:
        """Never waits. Raises InvalidInput for what is no JSON."""
        try:
            size = len(json.dumps(one, allow_nan=False))
        except (TypeError, ValueError) as error:
            raise bad_input(f"An event's data must be JSON: {error}.") from error
        with self._changed:
            if room := len(self._items) < self._most and not self._closed:
                self._items.append((one, size))
                self._put += 1
                if self._thread is None or not self._thread.is_alive():  # also in a process that was forked
                    self._thread = threading.Thread(target=self._run, name="trialogue-events", daemon=True)
                    self._thread.start()
                self._changed.notify_all()
        if not room:
            why = "the client is closed" if self._closed else f"{self._most} wait to be sent already"
            self._drop([one], "OUTBOX_FULL", f"Nothing more is taken: {why}.")

    def flush(self, timeout: float) -> None:
        """Returns when everything that was put before has arrived or was dropped. Raises OUTBOX_UNSENT after `timeout` seconds."""
        with self._changed:
            goal = self._put
            self._hurry = True
            self._changed.notify_all()
            if self._changed.wait_for(lambda: self._settled >= goal, timeout):
                return
            left, trouble = goal - self._settled, self._trouble
        why = f" {trouble}" if trouble else ""
        message = f"Of what was to be sent, {left} event(s) did not arrive within {timeout:g} s.{why}"
        raise EventsDropped("OUTBOX_UNSENT", message, retryable=True) from trouble

    def close(self, timeout: float) -> None:
        """As `flush`; then nothing more is taken, and what did not arrive, as far as is known, is dropped."""
        try:
            self.flush(timeout)
        except EventsDropped as error:
            with self._changed:
                left = [one for one, _ in self._items]
                tried = max(self._tried, self._under_way)
                self._items.clear()
            self._drop(left[tried:], error.code, error.message)
            unknown = "They were sent, but whether they arrived was not said in time."
            self._drop(left[:tried], error.code, unknown, may_have_arrived=True)
        finally:
            with self._changed:
                self._closed = True
                self._changed.notify_all()

    def _run(self) -> None:
        failures = 0
        while batch := self._next_batch():
            try:
                answer = self._send(raw(_document, {"events": batch}, repeatable=True))["trackEvents"]
            except TrialogueError as error:
                if not is_transient(error):
                    if self._settle(batch):
                        self._drop(batch, error.code, error.message)
                    continue
                if may_have_arrived(error):
                    self._tried = max(self._tried, len(batch))
                self._under_way, self._trouble = 0, error
                failures += 1
                logger.warning("events wait: %s", error)
                self._wait(min(max(backoff(failures, longest=_longest_pause), error.retry_after or 0), _longest_wait))
                continue
            failures, self._trouble = 0, None
            if self._settle(batch, recorded=len(batch) - len(answer["rejected"])):
                for refused in answer["rejected"]:
                    self._drop([batch[refused["index"]]], "EVENT_INVALID", refused["reason"])

    def _next_batch(self) -> list[Event]:
        """Waits for some to come and for others to join them; empty when the client is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._closed)
            self._changed.wait_for(
                lambda: len(self._items) >= _most_in_batch or self._hurry or self._closed, self._gather
            )
            batch: list[Event] = []
            size = 0
            for one, bytes_of_one in self._items:
                size += bytes_of_one
                if len(batch) == _most_in_batch or (batch and size > _most_batch_bytes):
                    break
                batch.append(one)
            self._under_way = len(batch)
            return batch

    def _wait(self, seconds: float) -> None:
        """Shorter for who flushes, but each flush only once."""
        with self._changed:
            self._hurry = False
            self._changed.wait_for(lambda: self._hurry or self._closed, seconds)

    def _settle(self, batch: Sequence[Event], recorded: int = 0) -> bool:
        """Takes it off the queue; False when `close` has given it up meanwhile."""
        with self._changed:
            if len(self._items) < len(batch):
                return False
            for _ in batch:
                self._items.popleft()
            self._under_way, self._tried = 0, max(0, self._tried - len(batch))
            self._settled += len(batch)
            self._recorded += recorded
            if not self._items:
                self._hurry = False
            self._changed.notify_all()
            return True

    def _drop(self, events: Sequence[Event], code: str, message: str, may_have_arrived: bool = False) -> None:
        if not events:
            return
        with self._changed:
            self._dropped += len(events)
        error = EventsDropped(code, message, retryable=code == "OUTBOX_FULL")
        error.may_have_arrived = may_have_arrived
        try:
            self._told(error, events)
        except Exception:  # it must not end the thread that sends the others
            logger.exception("on_dropped failed")


def warn(error: EventsDropped, events: Sequence[Event]) -> None:
    """What is done with dropped events unless told otherwise."""
    logger.warning("%d event(s) dropped: %s", len(events), error)
