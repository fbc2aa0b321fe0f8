"""A conversation's stream, without its connection: what is asked for, what came, and when to come back after a cut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from .errors import TrialogueError, unreachable
from .events import ConversationEnded, MessageEvent, event_of
from .exchange import MOST_BYTES, backoff, body_of, result_data
from .operations import message_stream

#: The product sends a sign of life each 12 s; a stream on which nothing comes for so long is dead. Seconds.
SILENCE = 40.0
#: Seconds after which a connection has succeeded, although no event came. A refusal within a stream comes sooner.
_steady = 10.0


class Following:
    """Where a reader of a conversation stands. Events are given once, in order, over any number of connections.

    patience: seconds without a connection that brings an event or lasts ten seconds, after which it gives up.
    """

    def __init__(
        self, conversation: str, cursor: str | None, patience: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.conversation = conversation
        self.cursor = cursor
        self.ended = False
        self._patience = patience
        self._now = now
        #: When the first failure was, of those with no success since, and how many there are.
        self._troubled = 0.0
        self._failures = 0
        #: When the connection began to answer; None until it does.
        self._answered: float | None = None
        self._buffer = b""

    def request(self) -> bytes:
        """The body of a new connection, which goes on after the last event."""
        self._buffer = b""
        self._answered = None
        return body_of(*message_stream(self.conversation, self.cursor))

    def take(self, chunk: bytes) -> Iterator[list[MessageEvent]]:
        """Events of what has come, in the protocol of graphql-sse. Raises what the product refuses, after what came before."""
        if self._answered is None:
            self._answered = self._now()
        self._buffer += chunk
        if len(self._buffer) > MOST_BYTES:
            raise unreachable("an event has no end")
        # JSON has no raw line ends, and text may hold any of Unicode's: only these two count.
        *blocks, self._buffer = self._buffer.replace(b"\r\n", b"\n").split(b"\n\n")
        given: list[MessageEvent] = []
        for block in blocks:
            try:
                event = self._event(block)
            except TrialogueError:
                yield given
                raise
            if event:
                given.append(event)
        yield given

    def _event(self, block: bytes) -> MessageEvent | None:
        lines = [line.partition(b":") for line in block.split(b"\n")]
        kind = next((value.strip() for name, _, value in lines if name == b"event"), b"")
        if kind == b"complete":
            self.ended = True
        if kind != b"next":
            return None
        text = b"\n".join(value.removeprefix(b" ") for name, _, value in lines if name == b"data")
        event = event_of(result_data(text)["messageStream"])
        self.cursor = event.cursor
        self._failures = 0
        self.ended = self.ended or isinstance(event, ConversationEnded)
        return event

    def cut(self, error: TrialogueError) -> float:
        """Seconds until the next connection. Raises the error when another one would not help, or patience is over."""
        if self._answered is not None and self._now() - self._answered >= _steady:
            self._failures = 0
        if self._failures == 0:
            self._troubled = self._now()
        self._failures += 1
        pause = max(backoff(self._failures), error.retry_after or 0)
        if not error.retryable or self._now() + pause - self._troubled > self._patience:
            raise error
        return pause
