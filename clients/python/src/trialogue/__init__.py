"""Experiments on models, prompts and conversations, from Python."""

from .answers import (
    Assignment,
    ConversationState,
    Execution,
    Failure,
    Message,
    RenderedMessage,
    ResolvedPrompt,
    Turn,
    Usage,
)
from .async_client import AsyncClient
from .async_conversation import AsyncConversation
from .client import Client
from .conversation import Conversation
from .errors import (
    AccessRefused,
    EventsDropped,
    ExecutionFailed,
    InvalidInput,
    NotFound,
    Problem,
    TrialogueError,
    Unreachable,
)
from .events import (
    ConversationEnded,
    ConversationHandedBack,
    ConversationHandedOff,
    MessageCompleted,
    MessageDelta,
    MessageEvent,
    MessageFailed,
    MessageStarted,
    StateEntered,
    StreamReset,
    StructuredDelta,
    ToolAnswered,
    ToolCalled,
)
from .tracking import Tracked
from .version import __version__

__all__ = [
    "AccessRefused",
    "Assignment",
    "AsyncClient",
    "AsyncConversation",
    "Client",
    "Conversation",
    "ConversationEnded",
    "ConversationHandedBack",
    "ConversationHandedOff",
    "ConversationState",
    "EventsDropped",
    "Execution",
    "ExecutionFailed",
    "Failure",
    "InvalidInput",
    "Message",
    "MessageCompleted",
    "MessageDelta",
    "MessageEvent",
    "MessageFailed",
    "MessageStarted",
    "NotFound",
    "Problem",
    "RenderedMessage",
    "ResolvedPrompt",
    "StateEntered",
    "StreamReset",
    "StructuredDelta",
    "ToolAnswered",
    "ToolCalled",
    "Tracked",
    "TrialogueError",
    "Turn",
    "Unreachable",
    "Usage",
    "__version__",
]
