"""Both clients against a running product that has read the example files."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from trialogue import (
    AsyncClient,
    Client,
    ConversationEnded,
    InvalidInput,
    MessageCompleted,
    MessageDelta,
    MessageEvent,
    MessageStarted,
    NotFound,
    StateEntered,
    TrialogueError,
)

forecast = "food_budget_forecast"
README = Path(__file__).resolve().parent.parent / "README.md"


def unit() -> str:
    return f"python-{uuid4()}"


def counted(client: Client, unit: str, type: str) -> list[dict[str, Any]]:
    query = """query Events($unit: ID!, $type: String!) {
      events(unit: $unit, type: $type) { edges { node { id type arm release data } } } }"""
    data = client.graph(query, {"unit": unit, "type": type}, repeatable=True)
    return [edge["node"] for edge in data["events"]["edges"]]


def test_assign_execute_and_track(client: Client) -> None:
    anna = unit()
    assignment = client.assign(forecast, anna)
    assert assignment.variant in ("mean", "median")
    assert (assignment.in_experiment, assignment.reason, assignment.propensity) == (True, "ASSIGNED", 0.5)

    execution = client.execute(forecast, anna, {"features": {"income": 1200}})
    assert (execution.variant, execution.arm) == (assignment.variant, assignment.arm)
    assert execution.result()["prediction"] == pytest.approx(729.69 if execution.variant == "mean" else 753.70, abs=0.01)
    # Once for the assignment; a stand-in's are counted apart.
    assert sorted(event["data"]["standIn"] for event in counted(client, anna, "exposure")) == [False, True]

    for _ in range(2):
        id = client.track("corrected", anna, {"by": 12.5}, id="once", arm=execution.arm, release=execution.release)
    client.flush()
    [event] = counted(client, anna, "corrected")
    assert event == {**event, "id": id, "arm": execution.arm, "release": execution.release, "data": {"by": 12.5}}


def test_the_same_execution_is_executed_once(client: Client) -> None:
    anna = unit()
    first, second = (
        client.execute(forecast, anna, {"features": {"income": 900}}, client_execution_id="mine") for _ in range(2)
    )
    assert first == second
    assert len(counted(client, anna, "execution_completed")) == 1


def test_refusals(client: Client) -> None:
    with pytest.raises(NotFound) as caught:
        client.assign("nothing", "anna")
    assert (caught.value.code, caught.value.path) == ("EXPERIMENT_NOT_FOUND", ("assign",))
    failed = client.execute(forecast, unit(), {"features": {"incme": 900}})
    assert failed.status == "FAILED"
    with pytest.raises(TrialogueError, match="income"):
        failed.result()
    with pytest.raises(NotFound, match="CONVERSATION_NOT_FOUND"):
        client.conversation("nothing")
    with pytest.raises(InvalidInput):
        client.graph("{ nothing }")


def test_resolve_a_prompt(client: Client) -> None:
    anna = unit()
    drawn = client.resolve_prompt(anna, experiment="meal_planning_style", variables={"servings": 5})
    assert drawn.prompt_version in ("meal_planning_assistant@1", "meal_planning_assistant@2")
    assert (drawn.reason, drawn.params["temperature"], drawn.model_provider) == ("ASSIGNED", 0.7, "anthropic")
    assert "5" in drawn.messages[0].text
    named = client.resolve_prompt(anna, name="meal_planning_assistant@production")
    assert (named.prompt_version, named.variant, named.reason) == ("meal_planning_assistant@2", None, None)


def text_of(events: list[MessageEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, MessageDelta))


def test_a_conversation_that_streams(client: Client) -> None:
    conversation = client.converse(unit(), experiment="meal_planning_style")
    events = list(conversation.say("Dinner for two?"))
    assert isinstance(events[0], MessageStarted)
    last = events[-1]
    assert isinstance(last, MessageCompleted)
    assert text_of(events) == last.message.text
    assert last.message.turn == 1

    turn = conversation.send("And tomorrow?", client_message_id="second")
    assert turn.answer is not None
    assert conversation.send("And tomorrow?", client_message_id="second").answer == turn.answer
    assert [message.role for message in conversation.messages()] == ["USER", "ASSISTANT"] * 2

    # Another process goes on from a cursor in mid-answer.
    other = client.conversation(conversation.id)
    other.cursor = events[3].cursor
    conversation.end("done")
    rest = list(other.stream())
    assert [event.cursor for event in rest[: len(events) - 4]] == [event.cursor for event in events[4:]]
    assert isinstance(rest[-1], ConversationEnded)
    assert (conversation.refresh().status, conversation.state.outcome) == ("COMPLETED", "done")
    with pytest.raises(TrialogueError, match="CONVERSATION_ENDED"):
        list(conversation.say("One more?"))


def test_a_conversation_that_follows_a_flow(client: Client) -> None:
    conversation = client.converse(unit(), flow="onboarding@1")
    assert (conversation.state.flow, conversation.state.variant) == ("onboarding@1", None)
    [greeting] = conversation.messages()
    assert (greeting.turn, greeting.role) == (0, "ASSISTANT")
    events = list(conversation.say("Two"))
    assert any(isinstance(event, StateEntered) for event in events)


def test_the_same_with_await(url: str) -> None:
    async def all_of_it() -> None:
        async with AsyncClient(url) as client:
            anna = unit()
            assignment = await client.assign(forecast, anna)
            execution = await client.execute(forecast, anna, {"features": {"income": 1200}})
            assert execution.variant == assignment.variant
            client.track("corrected", anna)
            await client.flush()
            assert client.events.recorded == 1
            prompt = await client.resolve_prompt(anna, experiment="meal_planning_style")
            conversation = await client.converse(anna, experiment="meal_planning_style")
            assert conversation.state.prompt_version == prompt.prompt_version
            events = [event async for event in conversation.say("Dinner?")]
            assert isinstance(events[-1], MessageCompleted)
            assert text_of(events) == events[-1].message.text
            assert (await conversation.send("More?")).status == "COMPLETED"
            assert len(await conversation.messages()) == 4
            other = await client.conversation(conversation.id)
            assert other.state.turn_count == 2
            await conversation.end()
            assert [type(event) async for event in other.stream()] == [ConversationEnded]
            many = await asyncio.gather(*(client.assign(forecast, unit()) for _ in range(50)))
            assert {one.variant for one in many} == {"mean", "median"}
            with pytest.raises(NotFound):
                await client.graph('{ experiment(key: "x") { key } }') and await client.assign("x", "y")

    asyncio.run(all_of_it())


@pytest.mark.parametrize("snippet", re.findall(r"^```python\n(.*?)^```", README.read_text("utf-8"), re.M | re.S))
def test_what_the_readme_shows_runs(url: str, snippet: str) -> None:
    exec(compile(snippet.replace("http://127.0.0.1:4000/graphql", url), "README.md", "exec"), {})
