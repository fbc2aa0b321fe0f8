"""The few places where httpx is asked, for both clients."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from .errors import bad_input
from .exchange import MOST_BYTES, Lost, Reply, Send
from .following import SILENCE, Following

#: Of a pool; a process that asks more at once waits for a free one.
limits = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30)


def checked_url(url: str) -> str:
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise bad_input(f"{url!r} is no address of a graph, such as http://127.0.0.1:4000/graphql.")
    return url


def post_of(url: str, send: Send) -> dict[str, Any]:
    """What `httpx.stream` is given for one attempt."""
    seconds = max(send.timeout, 0.001)
    return {"method": "POST", "url": url, "content": send.body, "timeout": seconds}


class Body:
    """Gathers an answer, at most MOST_BYTES of it. httpx bounds each wait for more of it, by its own timeout; `seconds`, from
    now on, is all the time in which pieces may come: one that comes later ends it as a timeout. So a whole answer can take
    that long and one wait.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._chunks: list[bytes] = []
        self._size = 0

    def take(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > MOST_BYTES:
            raise httpx.RemoteProtocolError("an answer has no end")
        if time.monotonic() > self._end:
            raise httpx.ReadTimeout("an answer has no end")

    def reply(self, response: httpx.Response) -> Reply:
        return Reply(response.status_code, seconds_in(response), b"".join(self._chunks))


def stream_of(url: str, following: Following, timeout: float) -> dict[str, Any]:
    """What `httpx.stream` is given for one connection of a conversation's stream."""
    return {
        "method": "POST",
        "url": f"{url}/stream",
        "content": following.request(),
        "headers": {"accept": "text/event-stream", "connection": "close"},  # its connection is nobody else's, ever
        "timeout": httpx.Timeout(timeout, read=SILENCE),
    }


class Line:
    """Lets another thread end a stream that one reads: closing its response would not wake whoever waits for more."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    @property
    def is_hung_up(self) -> bool:
        return self._over.is_set()

    @contextmanager
    def read(self, response: httpx.Response) -> Iterator[None]:
        """While the response, of `stream_of`, is read."""
        with self._lock:
            self._socket = response.extensions["network_stream"].get_extra_info("socket")
        try:
            if self.is_hung_up:
                self._shut()
            yield
        finally:
            with self._lock:
                self._socket = None

    def pause(self, seconds: float) -> None:
        self._over.wait(seconds)

    def hang_up(self) -> None:
        self._over.set()
        self._shut()

    def _shut(self) -> None:
        with self._lock, suppress(OSError):  # it may be closed already
            if self._socket:
                self._socket.shutdown(socket.SHUT_RDWR)


def seconds_in(response: httpx.Response) -> float | None:
    try:
        return float(response.headers["retry-after"])
    except (KeyError, ValueError):
        return None


def lost(error: httpx.HTTPError) -> Lost:
    arrived = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    reason = "it did not answer in time" if isinstance(error, httpx.TimeoutException) else str(error)
    return Lost(reason or type(error).__name__, arrived)
