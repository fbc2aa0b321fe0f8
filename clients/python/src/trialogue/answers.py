"""What the product answers. Names are the graph's; enums are their words, such as `ASSIGNED`, and may become more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from .errors import ExecutionFailed
from .shape import At


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a unit gets of an experiment, and why. Outside of the experiment `variant` may be None."""

    unit: str
    variant: Annotated[str | None, At("variant.key")]
    #: Of a flag's variant; JSON.
    value: Annotated[Any, At("variant.value")]
    #: SHA-256 of how the variant behaves.
    arm: Annotated[str | None, At("variant.arm")]
    in_experiment: bool
    reason: str
    allocation: int
    release: str
    #: In [0, 1).
    bucket: float | None
    #: Probability of this variant, 0–1, of a unit that takes part.
    propensity: float | None
    #: The database is away; this is what was known last.
    stale: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, each counted once."""

    input: int
    output: int
    cache_read: int
    cache_write: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A code of docs/errors.md, and its sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a variant's strategy. A failure is data: the unit has met its variant all the same."""

    id: str
    unit: str
    experiment: str
    variant: Annotated[str, At("variant.key")]
    arm: str
    release: str
    #: `COMPLETED` or `FAILED`.
    status: str
    #: A stand-in answered in place of the model.
    stand_in: bool
    #: As the strategy's output schema says; None when it failed.
    output: Any
    error: Failure | None
    latency_ms: int | None
    usage: Usage | None
    #: US dollars.
    cost: float | None
    model: str | None
    created_at: datetime

    def result(self) -> Any:
        """The output. Raises ExecutionFailed when there is none."""
        if self.error is None:
            return self.output
        raise ExecutionFailed(self.error.code, self.error.message, path=("execute",))


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ResolvedPrompt:
    """What to tell a model that you ask yourself. What was not assigned has no variant, arm, release or reason."""

    #: `name@number`.
    prompt_version: Annotated[str, At("promptVersion.id")]
    experiment: Annotated[str | None, At("experiment.key")]
    variant: Annotated[str | None, At("variant.key")]
    arm: str | None
    release: str | None
    reason: str | None
    in_experiment: bool | None
    messages: tuple[RenderedMessage, ...]
    model_provider: Annotated[str, At("model.provider")]
    model_name: Annotated[str, At("model.name")]
    params: Mapping[str, Any]
    #: JSON Schema of the answer; None: any text.
    response_schema: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    #: Number of its turn; 0: what a flow said at the start.
    turn: int
    #: `USER`, `ASSISTANT` or `AGENT`.
    role: str
    text: str
    #: `STREAMING`, `COMPLETED` or `CANCELLED`.
    status: str
    #: The answer as JSON, where one was demanded.
    structured: Any
    usage: Usage | None
    cost: float | None
    arm: str | None
    model: str | None
    stand_in: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and what became of it. A turn that failed is no exception: `failure` says why."""

    number: int
    client_message_id: str
    #: `RUNNING`, `COMPLETED`, `FAILED` or `CANCELLED`.
    status: str
    answer: Message | None
    failure: Failure | None
    cost: float | None
    #: Of the conversation, afterwards: `ACTIVE`, `COMPLETED`, `DROPPED_OFF`, `HANDED_OFF` or `FAILED`.
    conversation_status: Annotated[str, At("conversation.status")]


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Where a conversation stands; `cursor` is what its stream goes on from."""

    id: str
    unit: str
    status: str
    outcome: str | None
    variant: Annotated[str | None, At("variant.key")]
    arm: str | None
    release: str | None
    prompt_version: Annotated[str | None, At("promptVersion.id")]
    flow: Annotated[str | None, At("flow.id")]
    #: Of its flow.
    state: str | None
    cursor: str
    turn_count: int
    answering: bool
    started_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
