"""A conversation's stream: read whole, resumed after a cut, given up in time; over real sockets."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import FakeProduct, Request

from trialogue import (
    AsyncClient,
    AsyncConversation,
    Client,
    Conversation,
    ConversationEnded,
    MessageDelta,
    MessageEvent,
    NotFound,
    TrialogueError,
    Unreachable,
)
from trialogue.answers import Turn
from trialogue.errors import unreachable
from trialogue.events import event_of
from trialogue.following import Following
from trialogue.shape import read
from trialogue.speaking import Speaking

state: dict[str, Any] = {
    **{"id": "c1", "unit": "anna", "status": "ACTIVE", "outcome": None, "variant": None, "arm": None, "release": None},
    **{"promptVersion": {"id": "dinner@1"}, "flow": None, "state": None, "cursor": "0-0", "turnCount": 0},
    **{"answering": False, "startedAt": "2026-01-01T00:00:00.000Z", "expiresAt": None, "endedAt": None},
}
common = {"conversation": "c1", "at": "2026-01-01T00:00:00.000Z"}


def wire(kind: str, cursor: str, **rest: object) -> bytes:
    data = {"data": {"messageStream": {"__typename": kind, "cursor": cursor, **common, **rest}}}
    return f"event: next\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def delta(cursor: str, text: str) -> bytes:
    return wire("MessageDelta", cursor, messageId="m1", text=text)


ended = wire("ConversationEnded", "1-9", status="COMPLETED", outcome=None)


def started(fake: FakeProduct, *script: Any) -> None:
    fake.answers(lambda request: request.data(startConversation=state), *script)


def both(fake: FakeProduct, *script: Any) -> tuple[list[MessageEvent], list[MessageEvent]]:
    """What either client reads of the same script."""
    started(fake, *script)
    with Client(fake.url) as client:
        first = list(client.converse("anna", prompt="dinner").stream())

    async def read() -> list[MessageEvent]:
        started(fake, *script)
        async with AsyncClient(fake.url) as client:
            conversation = await client.converse("anna", prompt="dinner")
            return [event async for event in conversation.stream()]

    return first, asyncio.run(read())


def test_events_in_any_pieces_with_any_text(fake: FakeProduct) -> None:
    text = "line\u2028separator, \x85, \r\n and a 🥕"
    whole = b":\n\n" + delta("1-1", text) + wire("SomethingNew", "1-2", other=1) + ended
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    for events in both(fake, lambda request: request.events(*pieces)):
        assert [type(event) for event in events] == [MessageDelta, MessageEvent, ConversationEnded]
        assert isinstance(events[0], MessageDelta)
        assert (events[0].text, events[0].at.year, events[1].cursor) == (text, 2026, "1-2")
    assert fake.requests[1].path == "/graphql/stream"
    assert fake.requests[1].headers["accept"] == "text/event-stream"


def test_a_cut_is_resumed_after_the_last_event_and_nothing_is_given_twice(fake: FakeProduct) -> None:
    script = [
        lambda request: request.events(delta("1-1", "a"), delta("1-2", "b")[:30]),
        Request.cut,
        lambda request: request.refuse("SNAPSHOT_RETIRED", 503, retryable=True),
        lambda request: request.events(delta("1-2", "b"), ended),
    ]
    for events in both(fake, *script):
        assert [event.text for event in events if isinstance(event, MessageDelta)] == ["a", "b"]
    cursors = [request.asked["variables"].get("after") for request in fake.requests if request.path.endswith("/stream")]
    assert cursors == ["0-0", "1-1", "1-1", "1-1"] * 2


away = {"message": "away", "extensions": {"code": "STORE_UNAVAILABLE", "retryable": True}}
#: Within a stream that was opened with the status 200.
refused = f":\n\nevent: next\ndata: {json.dumps({'errors': [away]})}\n\n".encode()


def test_what_came_with_a_refusal_is_given_before_it(fake: FakeProduct) -> None:
    script = [
        lambda request: request.events(delta("1-1", "a") + delta("1-2", "b") + refused),
        lambda request: request.events(delta("1-3", "c") + ended),
    ]
    for events in both(fake, *script):
        assert [event.text for event in events if isinstance(event, MessageDelta)] == ["a", "b", "c"]
    cursors = [request.asked["variables"].get("after") for request in fake.requests if request.path.endswith("/stream")]
    assert cursors == ["0-0", "1-2"] * 2


def test_a_refusal_is_raised_wherever_it_stands(fake: FakeProduct) -> None:
    error = {"message": "none", "extensions": {"code": "CONVERSATION_NOT_FOUND"}}
    inside = f"event: next\ndata: {json.dumps({'errors': [error]})}\n\nevent: complete\n\n".encode()
    started(fake, lambda request: request.events(inside))
    with Client(fake.url) as client, pytest.raises(NotFound):
        list(client.converse("anna", prompt="dinner").stream())
    started(fake, lambda request: request.refuse("UNAUTHENTICATED", 401))
    with Client(fake.url) as client, pytest.raises(TrialogueError, match="UNAUTHENTICATED"):
        list(client.converse("anna", prompt="dinner").stream())


def test_a_conversation_that_is_not_there_any_more_is_not_found(fake: FakeProduct) -> None:
    started(fake, *[lambda request: request.data(conversation=None)] * 2)
    with Client(fake.url) as client:
        conversation = client.converse("anna", prompt="dinner")
        for ask in (conversation.messages, conversation.refresh):
            with pytest.raises(NotFound):
                ask()


def test_patience_ends(fake: FakeProduct) -> None:
    started(fake, Request.cut)
    with Client(fake.url) as client, pytest.raises(Unreachable):
        list(client.converse("anna", prompt="dinner").stream(patience=0.5))
    assert len(fake.requests) > 2


def test_it_comes_back_ever_less_often(fake: FakeProduct) -> None:
    clock = [0.0]
    following = Following("c1", None, 60, lambda: clock[0])
    pauses = []
    with pytest.raises(TrialogueError):
        while True:
            pauses.append(following.cut(TrialogueError("UNREACHABLE", "cut", retryable=True)))
            clock[0] += pauses[-1]
    assert len(pauses) < 40
    assert max(pauses) <= 5
    assert pauses[0] < 0.3


class Clock:
    """A reader's, by which every connection takes a twentieth of a second unless told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.following = Following("c1", None, 60, lambda: self.now)

    def connection(self, chunk: bytes, lasts: float = 0.05) -> float:
        """Seconds that are waited after it."""
        self.following.request()
        error: TrialogueError = unreachable("cut")
        try:
            list(self.following.take(chunk))
            self.now += lasts
        except TrialogueError as refusal:
            self.now += 0.05
            error = refusal
        pause = self.following.cut(error)
        self.now += pause
        return pause


def test_a_refusal_within_a_stream_is_no_success() -> None:
    clock = Clock()
    pauses = []
    with pytest.raises(TrialogueError, match="STORE_UNAVAILABLE"):
        while clock.now < 600:
            pauses.append(clock.connection(refused))
    assert 10 < len(pauses) < 40
    assert min(pauses[5:]) > 2
    assert 50 < clock.now < 61


def test_an_event_is_a_success_and_so_is_a_connection_that_lasts() -> None:
    for chunk, lasts in ((delta("1-1", "a"), 0.05), (b":\n\n", 3600.0)):
        clock = Clock()
        for _ in range(20):
            pauses = [clock.connection(refused) for _ in range(4)]
            assert pauses[3] > 0.7
            assert clock.connection(chunk, lasts) < 0.3


def test_patience_ends_where_every_stream_is_refused(fake: FakeProduct) -> None:
    started(fake, lambda request: request.events(refused))
    with Client(fake.url) as client, pytest.raises(TrialogueError, match="STORE_UNAVAILABLE"):
        list(client.converse("anna", prompt="dinner").stream(patience=0.5))
    assert len(fake.requests) in (3, 4)


def said(
    fake: FakeProduct, answer: Callable[[Request], None], timeout: float = 20
) -> Iterator[Callable[[], list[MessageEvent]]]:
    """What either client is told when it says something."""

    def first() -> list[MessageEvent]:
        started(fake, answer)
        with Client(fake.url) as client:
            conversation: Conversation = client.converse("anna", prompt="dinner")
            return list(conversation.say("Hello?", timeout=timeout))

    async def read() -> list[MessageEvent]:
        started(fake, answer)
        async with AsyncClient(fake.url) as client:
            conversation: AsyncConversation = await client.converse("anna", prompt="dinner")
            return [event async for event in conversation.say("Hello?", timeout=timeout)]

    yield from (first, lambda: asyncio.run(asyncio.wait_for(read(), 60)))


reply = {
    **{"id": "m1", "turn": 1, "role": "ASSISTANT", "status": "COMPLETED", "text": "Soup.", "structured": None},
    **{"usage": None, "cost": None, "arm": None, "model": None, "standIn": False, "createdAt": common["at"]},
}
turn: dict[str, Any] = {
    **{"number": 1, "clientMessageId": "m", "status": "COMPLETED", "answer": None, "failure": None, "cost": None},
    **{"conversation": {"status": "ACTIVE"}},
}


def test_saying_ends_when_the_product_refuses(fake: FakeProduct) -> None:
    def refused(request: Request) -> None:
        if request.path.endswith("/stream"):
            request.events(b":\n\n" * 3)
        else:
            request.refuse("CONVERSATION_ENDED", 409)

    for say in said(fake, refused):
        with pytest.raises(TrialogueError, match="CONVERSATION_ENDED"):
            say()


def test_saying_ends_with_whatever_goes_wrong(fake: FakeProduct) -> None:
    def strange(request: Request) -> None:
        if request.path.endswith("/stream"):
            request.hold(b'event: next\ndata: {"data": {"messageStream": {}}}\n\n')
        else:
            request.data(sendMessage={**turn, "answer": reply})

    for say in said(fake, strange):
        with pytest.raises(KeyError, match="__typename"):
            say()


def test_a_turn_that_the_stream_does_not_show_is_not_waited_for_for_ever(fake: FakeProduct) -> None:
    def silent(request: Request) -> None:
        if request.path.endswith("/stream"):
            request.hold(delta("1-1", "a"))
        else:
            request.data(sendMessage={**turn, "answer": reply})

    for say in said(fake, silent, timeout=1):
        with pytest.raises(Unreachable, match="did not show"):
            say()


def test_of_a_turn_that_failed_a_reset_is_the_end() -> None:
    speaking = Speaking()
    reset = event_of({"__typename": "StreamReset", "cursor": "1-1", **common, "messages": []})
    assert speaking.heard(read(Turn, {**turn, "status": "FAILED"})) == ()
    assert (speaking.answered, speaking.over) == (True, False)
    assert speaking.heard(reset) == (reset,)
    assert speaking.over


def test_a_person_has_the_conversation_no_answer_comes_and_the_stream_is_left_at_once(fake: FakeProduct) -> None:
    heard, left = threading.Event(), threading.Event()

    def answers(request: Request) -> None:
        if request.path.endswith("/stream"):
            request.hold(delta("1-1", "a"))
            left.set()
        elif heard.wait(20):
            request.data(sendMessage={**turn, "conversation": {"status": "HANDED_OFF"}})

    started(fake, answers)
    with Client(fake.url) as client:
        events = client.converse("anna", prompt="dinner").say("Hello?")
        assert isinstance(next(events), MessageDelta)
        heard.set()
        assert list(events) == []
        assert left.wait(20)
