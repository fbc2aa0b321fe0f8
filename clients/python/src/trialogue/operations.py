"""The operations of the graph that the clients offer, each with what it may be asked again after a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import uuid4

from .answers import Assignment, ConversationState, Execution, Message, ResolvedPrompt, Turn
from .errors import bad_input, refusal
from .events import SELECTION
from .shape import read, selection

Answer = TypeVar("Answer")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation(Generic[Answer]):
    """repeatable: asking again does nothing a second time, so that an answer that got lost is asked for again."""

    document: str
    variables: Json
    read: Callable[[Json], Answer]
    repeatable: bool


def raw(document: str, variables: Json | None, repeatable: bool) -> Operation[dict[str, Any]]:
    return Operation(document, variables or {}, dict, repeatable)


def assign(experiment: str, unit: str, attributes: Json | None) -> Operation[Assignment]:
    document = f"""mutation Assign($experiment: ID!, $unit: ID!, $attributes: JSONObject) {{
      assign(experiment: $experiment, unit: $unit, attributes: $attributes) {{ {selection(Assignment)} }} }}"""
    variables = {"experiment": experiment, "unit": unit, "attributes": attributes}
    return Operation(document, variables, lambda data: read(Assignment, data["assign"]), repeatable=True)


def execute(experiment: str, unit: str, given: Json, attributes: Json | None, id: str | None) -> Operation[Execution]:
    document = f"""mutation Execute($experiment: ID!, $unit: ID!, $input: JSONObject!, $attributes: JSONObject, $id: ID) {{
      execute(experiment: $experiment, unit: $unit, input: $input, attributes: $attributes, clientExecutionId: $id)
        {{ {selection(Execution)} }} }}"""
    variables = {
        "experiment": experiment,
        "unit": unit,
        "input": given,
        "attributes": attributes,
        "id": id or str(uuid4()),  # so that a lost answer can be asked for again
    }
    return Operation(document, variables, lambda data: read(Execution, data["execute"]), repeatable=True)


def resolve_prompt(
    unit: str, experiment: str | None, name: str | None, attributes: Json | None, variables: Json | None
) -> Operation[ResolvedPrompt]:
    if (experiment is None) == (name is None):
        raise bad_input("Give either `experiment` or `name`.")
    document = f"""mutation ResolvePrompt(
      $experiment: ID, $name: ID, $unit: ID!, $attributes: JSONObject, $variables: JSONObject
    ) {{
      resolvePrompt(experiment: $experiment, name: $name, unit: $unit, attributes: $attributes, variables: $variables)
        {{ {selection(ResolvedPrompt)} }} }}"""
    asked = {"experiment": experiment, "name": name, "unit": unit, "attributes": attributes, "variables": variables}
    return Operation(document, asked, lambda data: read(ResolvedPrompt, data["resolvePrompt"]), repeatable=True)


def start_conversation(
    unit: str, experiment: str | None, prompt: str | None, flow: str | None, attributes: Json | None, variables: Json | None
) -> Operation[ConversationState]:
    document = f"""mutation StartConversation($input: StartConversationInput!) {{
      startConversation(input: $input) {{ {selection(ConversationState)} }} }}"""
    if [experiment, prompt, flow].count(None) != 2:
        raise bad_input("Give exactly one of `experiment`, `prompt` and `flow`.")
    asked = {"unit": unit, "experiment": experiment, "prompt": prompt, "flow": flow}
    given = {**asked, "attributes": attributes, "variables": variables}
    named = {name: value for name, value in given.items() if value is not None}
    return Operation(
        document, {"input": named}, lambda data: read(ConversationState, data["startConversation"]), repeatable=False
    )


def conversation(id: str) -> Operation[ConversationState]:
    document = f"query Conversation($id: ID!) {{ conversation(id: $id) {{ {selection(ConversationState)} }} }}"

    def state(data: Json) -> ConversationState:
        return read(ConversationState, _found(data, id))

    return Operation(document, {"id": id}, state, repeatable=True)


def messages(id: str, first: int, after: str | None) -> Operation[list[Message]]:
    document = f"""query Messages($id: ID!, $first: Int!, $after: String) {{
      conversation(id: $id) {{ messages(first: $first, after: $after) {{ edges {{ node {{ {selection(Message)} }} }} }} }} }}"""

    def nodes(data: Json) -> list[Message]:
        return [read(Message, edge["node"]) for edge in _found(data, id)["messages"]["edges"]]

    return Operation(document, {"id": id, "first": first, "after": after}, nodes, repeatable=True)


def _found(data: Json, id: str) -> Json:
    found: Json | None = data["conversation"]
    if found is None:
        message = f"There is no conversation {id} that you may see."
        raise refusal({"message": message, "extensions": {"code": "CONVERSATION_NOT_FOUND"}})
    return found


def send_message(conversation: str, text: str, id: str | None, wait: bool) -> Operation[Turn]:
    document = f"mutation SendMessage($input: SendMessageInput!) {{ sendMessage(input: $input) {{ {selection(Turn)} }} }}"
    given = {
        "conversation": conversation,
        "text": text,
        "clientMessageId": id or str(uuid4()),
        "whenBusy": "WAIT" if wait else "REFUSE",
    }
    return Operation(document, {"input": given}, lambda data: read(Turn, data["sendMessage"]), repeatable=True)


def end_conversation(id: str, outcome: str | None) -> Operation[ConversationState]:
    document = f"""mutation EndConversation($id: ID!, $outcome: String) {{
      endConversation(conversation: $id, outcome: $outcome) {{ {selection(ConversationState)} }} }}"""
    return Operation(
        document, {"id": id, "outcome": outcome}, lambda data: read(ConversationState, data["endConversation"]), False
    )


def message_stream(conversation: str, after: str | None) -> tuple[str, Json]:
    document = f"""subscription MessageStream($conversation: ID!, $after: String) {{
      messageStream(conversation: $conversation, after: $after) {{ {SELECTION} }} }}"""
    return document, {"conversation": conversation, "after": after}
