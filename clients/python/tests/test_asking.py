"""What is sent, how answers are read, and what is tried again; over real sockets."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from conftest import FakeProduct, Request

from trialogue import AccessRefused, AsyncClient, Client, InvalidInput, NotFound, Problem, TrialogueError, Unreachable

assignment = {
    **{"unit": "anna", "variant": {"key": "b", "value": 3, "arm": "f00"}, "inExperiment": True, "reason": "ASSIGNED"},
    **{"allocation": 1, "release": "abc", "bucket": 0.25, "propensity": 1, "stale": False},
}
turn = {"number": 1, "clientMessageId": "m", "status": "COMPLETED", "answer": None, "failure": None, "cost": None}


def assigns(request: Request) -> None:
    request.data(assign=assignment)


def busy(request: Request) -> None:
    request.refuse("STORE_UNAVAILABLE", 503, retryable=True)


def test_who_asks_and_what(fake: FakeProduct) -> None:
    fake.answers(assigns)
    with Client(fake.url, key="the-key", unit_token="a.b.c") as client:
        answer = client.assign("colour", "anna", {"country": "nl"})
    assert (answer.variant, answer.value, answer.propensity, answer.in_experiment) == ("b", 3, 1.0, True)
    assert isinstance(answer.propensity, float)
    [request] = fake.requests
    assert request.path == "/graphql"
    assert request.headers["authorization"] == "Bearer the-key"
    assert request.headers["x-trialogue-unit"] == "a.b.c"
    assert request.headers["user-agent"].startswith("trialogue-python/")
    assert request.asked["variables"] == {"experiment": "colour", "unit": "anna", "attributes": {"country": "nl"}}


def test_outside_of_an_experiment_there_is_no_variant(fake: FakeProduct) -> None:
    fake.answers(lambda request: request.data(assign={**assignment, "variant": None}))
    with Client(fake.url) as client:
        answer = client.assign("colour", "anna")
    assert (answer.variant, answer.value, answer.arm) == (None, None, None)


def test_both_clients_try_again_what_does_nothing_twice(fake: FakeProduct) -> None:
    fake.answers(busy, Request.cut, lambda request: request.json("gone", 502), assigns)
    with Client(fake.url) as client:
        assert client.assign("colour", "anna").variant == "b"
    assert len(fake.requests) == 4

    async def again() -> None:
        fake.answers(busy, Request.cut, lambda request: request.json("gone", 502), assigns)
        async with AsyncClient(fake.url) as client:
            assert (await client.assign("colour", "anna")).variant == "b"

    asyncio.run(again())
    assert len(fake.requests) == 8


def test_an_execution_keeps_its_id_over_all_attempts_and_is_waited_for(fake: FakeProduct) -> None:
    def running(request: Request) -> None:
        request.refuse("EXECUTION_RUNNING", 409, retryable=True)

    fake.answers(Request.cut, running, running, running, running, lambda request: request.refuse("FORBIDDEN", 403))
    with Client(fake.url, retries=1) as client, pytest.raises(AccessRefused):
        client.execute("colour", "anna", {})
    assert len(fake.requests) == 6
    assert len({request.asked["variables"]["id"] for request in fake.requests}) == 1


def test_what_could_happen_twice_is_asked_once(fake: FakeProduct) -> None:
    fake.answers(Request.cut)
    with Client(fake.url) as client:
        with pytest.raises(Unreachable):
            client.converse("anna", prompt="dinner")
        with pytest.raises(Unreachable):
            client.graph("mutation { something }")
    assert len(fake.requests) == 2


def test_what_was_refused_before_anything_happened_is_asked_again(fake: FakeProduct) -> None:
    fake.answers(
        lambda request: request.refuse("RATE_LIMITED", 429, retryable=True, retryAfterMs=10),
        lambda request: request.data(something=1),
    )
    with Client(fake.url) as client:
        assert client.graph("mutation { something }") == {"something": 1}


def test_a_database_that_goes_away_may_have_written(fake: FakeProduct) -> None:
    fake.answers(busy, lambda request: request.data(something=1))
    with Client(fake.url) as client, pytest.raises(TrialogueError, match="STORE_UNAVAILABLE"):
        client.graph("mutation { something }")
    fake.answers(busy, lambda request: request.data(something=1))
    with Client(fake.url) as client:
        assert client.graph("{ something }", repeatable=True) == {"something": 1}


def test_nobody_listens(fake: FakeProduct) -> None:
    with Client("http://127.0.0.1:9/graphql", retries=1) as client, pytest.raises(Unreachable) as caught:
        client.assign("colour", "anna")
    assert (caught.value.code, caught.value.retryable) == ("UNREACHABLE", True)


def test_the_time_limit_is_for_all_attempts_together(fake: FakeProduct) -> None:
    fake.answers(lambda request: request.refuse("STORE_UNAVAILABLE", 503, {"retry-after": "9"}, retryable=True))
    with Client(fake.url, timeout=5) as client, pytest.raises(TrialogueError) as caught:
        client.assign("colour", "anna")
    assert (len(fake.requests), caught.value.retry_after) == (1, 9.0)


def raised(fake: FakeProduct, timeout: float) -> list[TrialogueError]:
    """What either client raises that asks."""
    with Client(fake.url, timeout=timeout, retries=1) as client, pytest.raises(TrialogueError) as first:
        client.assign("colour", "anna")

    async def ask() -> None:
        async with AsyncClient(fake.url, timeout=timeout, retries=1) as client:
            await client.assign("colour", "anna")

    with pytest.raises(TrialogueError) as second:
        asyncio.run(asyncio.wait_for(ask(), 20))
    return [first.value, second.value]


def test_an_answer_that_trickles_is_not_waited_for_for_ever(fake: FakeProduct) -> None:
    gone = threading.Event()

    def trickle(request: Request) -> None:
        request.start(200, "application/json", connection="close")
        request.close_connection = True
        while not gone.wait(0.05):
            request.wfile.write(b" ")

    fake.answers(trickle)
    begun = time.monotonic()
    errors = raised(fake, timeout=0.5)
    assert time.monotonic() - begun < 10
    gone.set()
    assert [type(error) for error in errors] == [Unreachable, Unreachable]
    assert all("in time" in error.message for error in errors)


def test_an_answer_has_a_size(fake: FakeProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialogue.transport.MOST_BYTES", 1_000)
    fake.answers(lambda request: request.data(assign={**assignment, "release": "x" * 1_000}))
    assert ["has no end" in error.message for error in raised(fake, timeout=20)] == [True, True]
    assert len(fake.requests) == 4


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("EXPERIMENT_NOT_FOUND", NotFound),
        ("UNAUTHENTICATED", AccessRefused),
        ("CONFIG_INVALID", InvalidInput),
        ("PROMPT_VARIABLE_MISSING", InvalidInput),
        ("EXPERIMENT_NOT_RUNNING", TrialogueError),
    ],
)
def test_refusals_have_types(fake: FakeProduct, code: str, kind: type[TrialogueError]) -> None:
    problems = [{"path": ["a", 1], "message": "is wrong"}]
    fake.answers(lambda request: request.refuse(code, problems=problems, help="Do this.", retryAfterMs=1500))
    with Client(fake.url) as client, pytest.raises(kind) as caught:
        client.assign("colour", "anna")
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.path, error.retry_after, error.retryable) == (code, ("a", 0), 1.5, False)
    assert error.problems == (Problem(("a", 1), "is wrong"),)
    assert str(error) == f"{code}: {code} it is\n  a.1: is wrong Do this."


def test_what_is_wrong_is_said_before_it_is_sent(fake: FakeProduct) -> None:
    with Client(fake.url) as client:
        for wrong in (float("nan"), {1, 2}):
            with pytest.raises(InvalidInput, match="must be JSON"):
                client.execute("colour", "anna", {"x": wrong})
        with pytest.raises(InvalidInput, match="exactly one"):
            client.converse("anna")
        with pytest.raises(InvalidInput, match="either"):
            client.resolve_prompt("anna", experiment="a", name="b")
        with pytest.raises(InvalidInput, match="`type` and a `unit`"):
            client.track("", "anna")
    with pytest.raises(InvalidInput, match="no address"):
        Client("127.0.0.1:4000")
    assert fake.requests == []
