"""What a conversation's stream tells, in order. `cursor` is where a later stream goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from .answers import Message
from .shape import At, read, selection


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """Any of them; also of a kind that this client does not know yet."""

    cursor: str
    conversation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageStarted(MessageEvent):
    """A second one of the same message: it begins again, and what was shown of it before is void."""

    message: Message
    #: What the user said; None when nobody asked.
    in_reply_to: Message | None


@dataclass(frozen=True, slots=True)
class MessageDelta(MessageEvent):
    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class StructuredDelta(MessageEvent):
    """A structured answer as far as it has come, in place of the one before; it need not be valid yet."""

    message_id: str
    partial: Any


@dataclass(frozen=True, slots=True)
class ToolCalled(MessageEvent):
    message_id: str
    tool: str
    call_id: str
    arguments: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ToolAnswered(MessageEvent):
    message_id: str
    tool: str
    call_id: str
    ok: bool


@dataclass(frozen=True, slots=True)
class StateEntered(MessageEvent):
    """The flow went on to another state."""

    state: str
    flow: str | None


@dataclass(frozen=True, slots=True)
class ConversationHandedOff(MessageEvent):
    """A person has the conversation from now on."""

    to: Annotated[str | None, At("handoff.to")]
    handoff_reason: Annotated[str | None, At("handoff.reason")]


@dataclass(frozen=True, slots=True)
class ConversationHandedBack(MessageEvent):
    pass


@dataclass(frozen=True, slots=True)
class MessageCompleted(MessageEvent):
    """The whole message; also of one that was cancelled."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageFailed(MessageEvent):
    message_id: str
    #: Of docs/errors.md.
    code: str


@dataclass(frozen=True, slots=True)
class ConversationEnded(MessageEvent):
    status: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class StreamReset(MessageEvent):
    """The stream no longer holds what the cursor points at: start again from these messages, oldest first."""

    messages: tuple[Message, ...]


_kinds: dict[str, type[Any]] = {kind.__name__: kind for kind in MessageEvent.__subclasses__()}


def _fragment(name: str, kind: type[Any]) -> str:
    own = selection(kind).removeprefix(_common).strip()
    return f"... on {name} {{ {own} }}" if own else ""


_common = selection(MessageEvent)
SELECTION = " ".join(
    ["__typename", _common, *(_fragment(name, kind) for name, kind in _kinds.items())]
)


def event_of(data: Mapping[str, Any]) -> MessageEvent:
    event: MessageEvent = read(_kinds.get(data["__typename"], MessageEvent), data)
    return event
