"""Both clients against a running product that has keys, as an application, as a unit's own app, and as nobody."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import time
from uuid import uuid4

import pytest

from trialogue import (
    AccessRefused,
    AsyncClient,
    AsyncConversation,
    Client,
    Conversation,
    EventsDropped,
    MessageCompleted,
    MessageEvent,
    NotFound,
    TrialogueError,
)

forecast = "food_budget_forecast"
features = {"features": {"income": 1200}}


def setting(name: str) -> str:
    if given := os.environ.get(name):
        return given
    pytest.skip(f"needs a running product with keys: set {name}")


@pytest.fixture
def keyed() -> str:
    return setting("TRIALOGUE_KEYED_URL")


@pytest.fixture
def application() -> str:
    """A key with the scopes `assign` and `track`."""
    return setting("TRIALOGUE_APPLICATION_KEY")


@pytest.fixture
def converse() -> str:
    """A key with the scope `converse`."""
    return setting("TRIALOGUE_CONVERSE_KEY")


def unit() -> str:
    return f"python-{uuid4()}"


def token(unit: str, seconds: float = 600, secret: str | None = None) -> str:
    """What a team's backend signs for its user: a JWT, HS256 (RFC 7519)."""

    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    claims = {"sub": unit, "exp": int(time.time() + seconds)}
    signed = b".".join(part(json.dumps(one).encode()) for one in ({"alg": "HS256", "typ": "JWT"}, claims))
    key = (secret or setting("TRIALOGUE_UNIT_SECRET")).encode()
    return b".".join([signed, part(hmac.new(key, signed, hashlib.sha256).digest())]).decode()


def test_an_application_acts_for_any_unit(keyed: str, application: str) -> None:
    anna = unit()
    with Client(keyed, key=application) as client:
        assignment = client.assign(forecast, anna)
        execution = client.execute(forecast, anna, features)
        assert (execution.variant, execution.status) == (assignment.variant, "COMPLETED")
        client.track("corrected", anna, {"by": 1}, arm=execution.arm)
        client.flush()
        assert client.events.recorded == 1
        assert client.resolve_prompt(anna, experiment="meal_planning_style").variant

    async def with_await() -> None:
        async with AsyncClient(keyed, key=application) as client:
            assert (await client.assign(forecast, anna)).variant == assignment.variant
            assert (await client.execute(forecast, anna, features)).arm == execution.arm
            client.track("corrected", anna)
            await client.flush()
            assert client.events.recorded == 1

    asyncio.run(with_await())


def test_a_unit_with_its_token_acts_for_itself(keyed: str, converse: str) -> None:
    hal = unit()
    with Client(keyed, key=converse, unit_token=token(hal)) as client:
        assert client.execute(forecast, hal, features).status == "COMPLETED"
        assert client.resolve_prompt(hal, experiment="meal_planning_style").variant
        conversation = client.converse(hal, experiment="meal_planning_style")
        events = list(conversation.say("Dinner?"))
        assert isinstance(events[-1], MessageCompleted)
        assert conversation.send("And more?").status == "COMPLETED"
        assert client.conversation(conversation.id).state.turn_count == 2

    async def with_await() -> list[MessageEvent]:
        async with AsyncClient(keyed, key=converse, unit_token=token(hal)) as client:
            assert (await client.execute(forecast, hal, features)).status == "COMPLETED"
            again = await client.conversation(conversation.id)
            return [event async for event in again.say("Dessert?")]

    assert isinstance(asyncio.run(with_await())[-1], MessageCompleted)


def test_a_unit_reaches_nothing_of_another(keyed: str, converse: str) -> None:
    hal, mia = unit(), unit()
    with Client(keyed, key=converse, unit_token=token(hal)) as client:
        id = client.converse(hal, experiment="meal_planning_style").id

    with Client(keyed, key=converse, unit_token=token(mia)) as client:
        with pytest.raises(NotFound, match="CONVERSATION_NOT_FOUND"):
            client.conversation(id)
        for forbidden in (
            lambda: client.converse(hal, experiment="meal_planning_style"),
            lambda: client.execute(forecast, hal, features),
            lambda: client.resolve_prompt(hal, experiment="meal_planning_style"),
            lambda: client.assign(forecast, mia),  # needs `assign`, whoever it is for
        ):
            with pytest.raises(AccessRefused, match="FORBIDDEN"):
                forbidden()

    async def with_await() -> None:
        async with AsyncClient(keyed, key=converse, unit_token=token(mia)) as client:
            with pytest.raises(NotFound, match="CONVERSATION_NOT_FOUND"):
                await client.conversation(id)
            with pytest.raises(AccessRefused, match="FORBIDDEN"):
                await client.converse(hal, experiment="meal_planning_style")
            with pytest.raises(AccessRefused, match="FORBIDDEN"):
                await client.assign(forecast, mia)

    asyncio.run(with_await())


def test_a_stream_is_refused_to_another(keyed: str, converse: str) -> None:
    """Also when the conversation was found by its own unit and is read with another's token."""
    hal = unit()
    with Client(keyed, key=converse, unit_token=token(hal)) as own:
        state = own.converse(hal, experiment="meal_planning_style").state
    with Client(keyed, key=converse, unit_token=token(unit())) as other, pytest.raises(NotFound):
        list(Conversation(other, state).stream())

    async def with_await() -> None:
        async with AsyncClient(keyed, key=converse, unit_token=token(unit())) as other:
            with pytest.raises(NotFound):
                async for _ in AsyncConversation(other, state).say("Hello?"):
                    pass

    asyncio.run(with_await())


@pytest.mark.parametrize("wrong", ["no key", "unknown key", "another's signature", "token is over", "no token at all"])
def test_what_is_wrong_is_told_by_type_at_once(keyed: str, converse: str, wrong: str) -> None:
    hal = unit()
    key, unit_token = {
        "no key": (None, None),
        "unknown key": ("tri_nothing", None),
        "another's signature": (converse, token(hal, secret="not the secret of this product, but long")),
        "token is over": (converse, token(hal, seconds=-10)),
        "no token at all": (converse, "nothing"),
    }[wrong]

    def refused(error: TrialogueError) -> None:
        assert (type(error), error.code, error.retryable) == (AccessRefused, "UNAUTHENTICATED", False)
        assert error.help

    with Client(keyed, key=key, unit_token=unit_token) as client:
        for ask in (
            lambda: client.assign(forecast, hal),
            lambda: client.execute(forecast, hal, features),
            lambda: client.converse(hal, experiment="meal_planning_style"),
        ):
            with pytest.raises(TrialogueError) as caught:
                ask()
            refused(caught.value)

    async def with_await() -> None:
        async with AsyncClient(keyed, key=key, unit_token=unit_token) as client:
            with pytest.raises(TrialogueError) as caught:
                await client.execute(forecast, hal, features)
            refused(caught.value)

    asyncio.run(with_await())


def flushed(client: Client) -> EventsDropped:
    """Why events do not arrive, once that was answered."""
    end = time.monotonic() + 30
    while True:
        with pytest.raises(EventsDropped) as caught:
            client.flush(0.3)
        if caught.value.__cause__ or time.monotonic() > end:
            return caught.value


@pytest.mark.parametrize("key", ["tri_nothing", "converse"])
def test_events_that_the_key_may_not_send_say_why_they_do_not_arrive(keyed: str, converse: str, key: str) -> None:
    dropped: list[EventsDropped] = []
    code = "FORBIDDEN" if key == "converse" else "UNAUTHENTICATED"
    key = converse if key == "converse" else key
    client = Client(keyed, key=key, gather=0, on_dropped=lambda error, _: dropped.append(error))
    client.track("corrected", unit())
    error = flushed(client)
    assert (error.code, type(error.__cause__)) == ("OUTBOX_UNSENT", AccessRefused)
    assert code in error.message
    client.close(0.1)
    assert [error.code for error in dropped] == ["OUTBOX_UNSENT"]
