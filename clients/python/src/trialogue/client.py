"""The client for code that waits."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from . import operations
from .answers import Assignment, Execution, ResolvedPrompt
from .conversation import Conversation
from .errors import EventsDropped, TrialogueError, unreachable
from .events import MessageEvent
from .exchange import Lost, Pause, Reply, Send, data_of, exchange, headers
from .following import Following
from .operations import Answer, Operation
from .tracking import Event, Outbox, Tracked, event, warn
from .transport import Body, Line, checked_url, limits, lost, post_of, stream_of

Json = Mapping[str, Any]
#: Seconds that a process which comes to its end stays for what is not sent yet.
EXIT = 5.0


class Client:
    """Speaks with a running Trialogue. May be used by many threads; close it, or use it as a context.

    url: of the graph.
    key: an API key; each method names the scope that it needs.
    unit_token: proves a unit, for keys whose scope is `converse`.
    timeout: seconds for an answer, all attempts together.
    retries: attempts after the first, where asking again does nothing twice.
    most_events, gather: of `track`: events that may wait, and seconds that the first waits for others.
    on_dropped: told of events that are given up; `may_have_arrived` of the error says whether they may be recorded all the
        same. A warning is logged unless given.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:4000/graphql",
        *,
        key: str | None = None,
        unit_token: str | None = None,
        timeout: float = 30.0,
        retries: int = 3,
        most_events: int = 20_000,
        gather: float = 1.0,
        on_dropped: Callable[[EventsDropped, Sequence[Event]], None] = warn,
    ) -> None:
        self._url = checked_url(url)
        self._timeout = timeout
        self._retries = retries
        self._http = httpx.Client(headers=headers(key, unit_token), limits=limits)
        self._outbox = Outbox(self._send_once, most=most_events, gather=gather, dropped=on_dropped)
        atexit.register(self._exit)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def assign(self, experiment: str, unit: str, attributes: Json | None = None) -> Assignment:
        """Assigns a unit and records its exposure, once. Scope `assign`."""
        return self._ask(operations.assign(experiment, unit, attributes))

    def execute(
        self,
        experiment: str,
        unit: str,
        input: Json,
        *,
        attributes: Json | None = None,
        client_execution_id: str | None = None,
        timeout: float | None = None,
    ) -> Execution:
        """Assigns, records the exposure, and executes the variant's strategy. Scope `assign` (or `converse`, own unit).

        The same `client_execution_id` of the same unit is the same execution; one is made unless given, so that an answer
        that got lost is asked for again and nothing is executed twice. A strategy that fails raises nothing: see
        `Execution.error`, or `Execution.result()`.
        """
        return self._ask(operations.execute(experiment, unit, input, attributes, client_execution_id), timeout)

    def resolve_prompt(
        self,
        unit: str,
        *,
        experiment: str | None = None,
        name: str | None = None,
        attributes: Json | None = None,
        variables: Json | None = None,
    ) -> ResolvedPrompt:
        """For who asks the model themselves: assigns, records the exposure and renders. Scopes as `execute`.

        Either the experiment's variant says which prompt, or `name` does: `name`, `name@number` or `name@label`.
        """
        return self._ask(operations.resolve_prompt(unit, experiment, name, attributes, variables))

    def track(
        self,
        type: str,
        unit: str,
        data: Json | None = None,
        *,
        id: str | None = None,
        at: datetime | None = None,
        release: str | None = None,
        arm: str | None = None,
    ) -> str:
        """Tells what a unit did, now or `at`; answers the event's id, and never waits. Scope `track`.

        Events are sent in batches, again until they arrive, and at the latest when the process ends. The same `id` of the
        same unit counts once: one is made unless given. `release` and `arm`: what an execution or an assignment said.
        """
        one = event(type, unit, data, id, at, release, arm)
        self._outbox.put(one)
        return str(one["id"])

    @property
    def events(self) -> Tracked:
        """What became of the events that were tracked."""
        return self._outbox.counts

    def flush(self, timeout: float = 10.0) -> None:
        """Returns when what was tracked has arrived; raises EventsDropped when it has not within `timeout` seconds."""
        self._outbox.flush(timeout)

    def converse(
        self,
        unit: str,
        *,
        experiment: str | None = None,
        prompt: str | None = None,
        flow: str | None = None,
        attributes: Json | None = None,
        variables: Json | None = None,
    ) -> Conversation:
        """Starts a conversation under an experiment, with a prompt, or along a flow: exactly one. Scope `converse`."""
        return Conversation(self, self._ask(operations.start_conversation(unit, experiment, prompt, flow, attributes, variables)))

    def conversation(self, id: str) -> Conversation:
        """One that was started before. Raises NotFound. Scope `converse`."""
        return Conversation(self, self._ask(operations.conversation(id)))

    def graph(self, query: str, variables: Json | None = None, *, repeatable: bool = False) -> dict[str, Any]:
        """The data of any operation of the graph. `repeatable`: asking again after a lost answer does no harm."""
        return self._ask(operations.raw(query, variables, repeatable))

    def close(self, timeout: float = 10.0) -> None:
        """Sends what is still to be sent, for so many seconds; what is left is told as dropped."""
        atexit.unregister(self._exit)
        self._outbox.close(timeout)
        self._http.close()

    def _exit(self) -> None:
        self._outbox.close(EXIT)

    def _ask(self, operation: Operation[Answer], timeout: float | None = None) -> Answer:
        steps = exchange(operation, timeout=timeout or self._timeout, retries=self._retries)
        try:
            step = next(steps)
            while True:
                step = steps.send(self._take(step))
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def _take(self, step: Send | Pause) -> Reply | Lost | None:
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return None
        try:
            body = Body(step.timeout)
            with self._http.stream(**post_of(self._url, step)) as response:
                return _whole(response, body)
        except httpx.HTTPError as error:
            return lost(error)

    def _send_once(self, operation: Operation[dict[str, Any]]) -> dict[str, Any]:
        steps = exchange(operation, timeout=self._timeout, retries=0)
        return operation.read(data_of(self._take(next(steps))))

    def _stream(self, following: Following, line: Line | None = None) -> Iterator[list[MessageEvent]]:
        """What comes at once, over any number of connections; empty when there is only a sign of life."""
        line = line or Line()
        while not following.ended:
            try:
                yield from self._connection(following, line)
            except TrialogueError as error:
                line.pause(following.cut(error))
            if line.is_hung_up:
                return

    def _connection(self, following: Following, line: Line) -> Iterator[list[MessageEvent]]:
        asked = self._http.stream(**stream_of(self._url, following, self._timeout))
        try:
            with asked as response, line.read(response):
                if response.status_code != 200:
                    data_of(_whole(response, Body(self._timeout)))
                for chunk in response.iter_bytes():
                    yield from following.take(chunk)
                    if following.ended:
                        return
            raise unreachable("the stream was cut")
        except httpx.HTTPError as error:
            data_of(lost(error))


def _whole(response: httpx.Response, body: Body) -> Reply:
    for chunk in response.iter_bytes():
        body.take(chunk)
    return body.reply(response)
