"""A conversation, for code that waits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import operations
from .answers import ConversationState, Message, Turn
from .events import MessageEvent
from .following import Following
from .speaking import Speaking, unshown
from .transport import Line

if TYPE_CHECKING:
    from .client import Client


class Conversation:
    """One conversation. `state` is how it stood when it was last asked for; `cursor` how far its stream was read."""

    def __init__(self, client: Client, state: ConversationState) -> None:
        self._client = client
        self.state = state
        self.cursor = state.cursor

    @property
    def id(self) -> str:
        return self.state.id

    def send(
        self, text: str, *, client_message_id: str | None = None, wait: bool = False, timeout: float = 120.0
    ) -> Turn:
        """Says something, and returns when it is answered. The same `client_message_id` is the same message.

        wait: for the end of another turn that runs; otherwise that is `CONVERSATION_BUSY`.
        """
        return self._client._ask(operations.send_message(self.id, text, client_message_id, wait), timeout)

    def say(self, text: str, *, client_message_id: str | None = None, timeout: float = 120.0) -> Iterator[MessageEvent]:
        """Says something, and yields what happens from where the stream was read to, as it comes, until it is answered.

        timeout: seconds for the answer. Raises Unreachable when the stream then tells nothing for as long, and has not shown
        the end of the turn.
        """
        speaking = Speaking()
        mailbox: queue.Queue[MessageEvent | Turn | BaseException | None] = queue.Queue(maxsize=100)
        over = threading.Event()
        line = Line()

        def deliver(one: MessageEvent | Turn | BaseException | None) -> None:
            while not over.is_set():
                try:
                    return mailbox.put(one, timeout=0.5)
                except queue.Full:
                    continue

        def listen() -> None:
            try:
                for events in self._client._stream(self._following(), line):
                    for one in events:
                        deliver(one)
                    if over.is_set():
                        return
                deliver(None)
            except BaseException as error:
                deliver(error)

        def speak() -> None:
            try:
                deliver(self.send(text, client_message_id=client_message_id, timeout=timeout))
            except BaseException as error:
                deliver(error)

        for work in (listen, speak):
            threading.Thread(target=work, name=f"trialogue-{work.__name__}", daemon=True).start()
        try:
            while not speaking.over:
                try:
                    heard = mailbox.get(timeout=timeout if speaking.answered else None)
                except queue.Empty:
                    raise unshown(timeout) from None
                for one in speaking.heard(heard):
                    self.cursor = one.cursor
                    yield one
        finally:
            over.set()
            line.hang_up()

    def stream(self, *, patience: float = 60.0) -> Iterator[MessageEvent]:
        """What happens from where the stream was read to, until the conversation ends or you stop; resumed after a cut.

        Raises when for `patience` seconds no connection brings an event or lasts, or the product refuses one.
        """
        for events in self._client._stream(self._following(patience)):
            for one in events:
                self.cursor = one.cursor
                yield one

    def messages(self, first: int = 50, after: str | None = None) -> list[Message]:
        """What was said, oldest first."""
        return self._client._ask(operations.messages(self.id, first, after))

    def refresh(self) -> ConversationState:
        """Asks how it stands now."""
        self.state = self._client._ask(operations.conversation(self.id))
        return self.state

    def end(self, outcome: str | None = None) -> ConversationState:
        self.state = self._client._ask(operations.end_conversation(self.id, outcome))
        return self.state

    def _following(self, patience: float = 60.0) -> Following:
        return Following(self.id, self.cursor, patience)
