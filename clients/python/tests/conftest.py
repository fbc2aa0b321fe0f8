from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from copy import copy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from trialogue import Client

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One that arrived, and the ways to answer it. What is not answered is cut."""

    protocol_version = "HTTP/1.1"
    server: FakeProduct

    def do_POST(self) -> None:
        self.asked: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.take(self)

    def json(self, body: object, status: int = 200, **headers: str) -> None:
        text = json.dumps(body).encode()
        self.start(status, "application/json", **{"content-length": str(len(text)), **headers})
        self.wfile.write(text)

    def data(self, **data: object) -> None:
        self.json({"data": data})

    def refuse(self, code: str, status: int = 200, headers: dict[str, str] | None = None, **extensions: object) -> None:
        error = {"message": f"{code} it is", "path": ["a", 0], "extensions": {"code": code, **extensions}}
        self.json({"data": None, "errors": [error]}, status, **(headers or {}))

    def start(self, status: int, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def events(self, *chunks: bytes) -> None:
        """A stream of them, which ends as a lost connection does."""
        self.start(200, "text/event-stream", connection="close")
        for chunk in chunks:
            self.wfile.write(chunk)
            self.wfile.flush()
        self.close_connection = True

    def hold(self, *chunks: bytes) -> None:
        """As `events`, but it ends only when the reader has gone."""
        self.events(*chunks)
        self.connection.settimeout(60)
        try:
            self.connection.recv(1)
        except ConnectionError:
            pass

    def cut(self) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class FakeProduct(ThreadingHTTPServer):
    """Answers requests by a script: each answer once, the last one for all that follow."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.requests: list[Request] = []
        self.script: list[Answer] = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/graphql"

    def take(self, request: Request) -> None:
        with self.lock:
            self.requests.append(copy(request))  # a connection that is kept has one handler for all
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        answer(request)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # who asked may have gone
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def answers(self, *script: Answer) -> None:
        self.script = list(script)


@pytest.fixture
def fake() -> Iterator[FakeProduct]:
    server = FakeProduct()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def url() -> str:
    """Of a running product with the example files: `TRIALOGUE_URL`."""
    if given := os.environ.get("TRIALOGUE_URL"):
        return given
    pytest.skip("needs a running product: set TRIALOGUE_URL")


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(url) as client:
        yield client
