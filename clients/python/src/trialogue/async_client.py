"""The client for code that awaits: the same as `Client`, method by method."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from . import operations
from .answers import Assignment, Execution, ResolvedPrompt
from .async_conversation import AsyncConversation
from .client import Client
from .errors import EventsDropped, TrialogueError, unreachable
from .events import MessageEvent
from .exchange import Lost, Pause, Reply, Send, data_of, exchange, headers
from .following import Following
from .operations import Answer, Operation
from .tracking import Event, Tracked, warn
from .transport import Body, checked_url, limits, lost, post_of, stream_of

Json = Mapping[str, Any]


class AsyncClient:
    """As `Client`, of one event loop. Events are sent from a thread, so that `track` needs no `await` either."""

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
        self._http = httpx.AsyncClient(headers=headers(key, unit_token), limits=limits)
        self._tracking = Client(
            url, key=key, unit_token=unit_token, most_events=most_events, gather=gather, on_dropped=on_dropped
        )

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def assign(self, experiment: str, unit: str, attributes: Json | None = None) -> Assignment:
        """As `Client.assign`."""
        return await self._ask(operations.assign(experiment, unit, attributes))

    async def execute(
        self,
        experiment: str,
        unit: str,
        input: Json,
        *,
        attributes: Json | None = None,
        client_execution_id: str | None = None,
        timeout: float | None = None,
    ) -> Execution:
        """As `Client.execute`."""
        return await self._ask(operations.execute(experiment, unit, input, attributes, client_execution_id), timeout)

    async def resolve_prompt(
        self,
        unit: str,
        *,
        experiment: str | None = None,
        name: str | None = None,
        attributes: Json | None = None,
        variables: Json | None = None,
    ) -> ResolvedPrompt:
        """As `Client.resolve_prompt`."""
        return await self._ask(operations.resolve_prompt(unit, experiment, name, attributes, variables))

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
        """As `Client.track`."""
        return self._tracking.track(type, unit, data, id=id, at=at, release=release, arm=arm)

    @property
    def events(self) -> Tracked:
        """As `Client.events`."""
        return self._tracking.events

    async def flush(self, timeout: float = 10.0) -> None:
        """As `Client.flush`."""
        await asyncio.to_thread(self._tracking.flush, timeout)

    async def converse(
        self,
        unit: str,
        *,
        experiment: str | None = None,
        prompt: str | None = None,
        flow: str | None = None,
        attributes: Json | None = None,
        variables: Json | None = None,
    ) -> AsyncConversation:
        """As `Client.converse`."""
        return AsyncConversation(self, await self._ask(operations.start_conversation(unit, experiment, prompt, flow, attributes, variables)))

    async def conversation(self, id: str) -> AsyncConversation:
        """As `Client.conversation`."""
        return AsyncConversation(self, await self._ask(operations.conversation(id)))

    async def graph(self, query: str, variables: Json | None = None, *, repeatable: bool = False) -> dict[str, Any]:
        """As `Client.graph`."""
        return await self._ask(operations.raw(query, variables, repeatable))

    async def aclose(self, timeout: float = 10.0) -> None:
        """As `Client.close`."""
        await asyncio.to_thread(self._tracking.close, timeout)
        await self._http.aclose()

    async def _ask(self, operation: Operation[Answer], timeout: float | None = None) -> Answer:
        steps = exchange(operation, timeout=timeout or self._timeout, retries=self._retries)
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._take(step))
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    async def _take(self, step: Send | Pause) -> Reply | Lost | None:
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
            return None
        try:
            body = Body(step.timeout)
            async with self._http.stream(**post_of(self._url, step)) as response:
                return await _whole(response, body)
        except httpx.HTTPError as error:
            return lost(error)

    async def _stream(self, following: Following) -> AsyncIterator[list[MessageEvent]]:
        while not following.ended:
            try:
                async for events in self._connection(following):
                    yield events
            except TrialogueError as error:
                await asyncio.sleep(following.cut(error))

    async def _connection(self, following: Following) -> AsyncIterator[list[MessageEvent]]:
        asked = self._http.stream(**stream_of(self._url, following, self._timeout))
        try:
            async with asked as response:
                if response.status_code != 200:
                    data_of(await _whole(response, Body(self._timeout)))
                async for chunk in response.aiter_bytes():
                    for events in following.take(chunk):
                        yield events
                    if following.ended:
                        return
            raise unreachable("the stream was cut")
        except httpx.HTTPError as error:
            data_of(lost(error))


async def _whole(response: httpx.Response, body: Body) -> Reply:
    async for chunk in response.aiter_bytes():
        body.take(chunk)
    return body.reply(response)
