"""A conversation, for code that awaits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from . import operations
from .answers import ConversationState, Message, Turn
from .events import MessageEvent
from .following import Following
from .speaking import Speaking, unshown

if TYPE_CHECKING:
    from .async_client import AsyncClient


class AsyncConversation:
    """As `Conversation`."""

    def __init__(self, client: AsyncClient, state: ConversationState) -> None:
        self._client = client
        self.state = state
        self.cursor = state.cursor

    @property
    def id(self) -> str:
        return self.state.id

    async def send(
        self, text: str, *, client_message_id: str | None = None, wait: bool = False, timeout: float = 120.0
    ) -> Turn:
        """As `Conversation.send`."""
        return await self._client._ask(operations.send_message(self.id, text, client_message_id, wait), timeout)

    async def say(
        self, text: str, *, client_message_id: str | None = None, timeout: float = 120.0
    ) -> AsyncIterator[MessageEvent]:
        """As `Conversation.say`."""
        speaking = Speaking()
        mailbox: asyncio.Queue[MessageEvent | Turn | BaseException | None] = asyncio.Queue(maxsize=100)

        async def listen() -> None:
            try:
                async for events in self._client._stream(self._following()):
                    for one in events:
                        await mailbox.put(one)
                await mailbox.put(None)
            except Exception as error:
                await mailbox.put(error)

        async def speak() -> None:
            try:
                await mailbox.put(await self.send(text, client_message_id=client_message_id, timeout=timeout))
            except Exception as error:
                await mailbox.put(error)

        tasks = [asyncio.create_task(listen()), asyncio.create_task(speak())]
        try:
            while not speaking.over:
                try:
                    heard = await asyncio.wait_for(mailbox.get(), timeout if speaking.answered else None)
                except TimeoutError:
                    raise unshown(timeout) from None
                for one in speaking.heard(heard):
                    self.cursor = one.cursor
                    yield one
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def stream(self, *, patience: float = 60.0) -> AsyncIterator[MessageEvent]:
        """As `Conversation.stream`."""
        async for events in self._client._stream(self._following(patience)):
            for one in events:
                self.cursor = one.cursor
                yield one

    async def messages(self, first: int = 50, after: str | None = None) -> list[Message]:
        """As `Conversation.messages`."""
        return await self._client._ask(operations.messages(self.id, first, after))

    async def refresh(self) -> ConversationState:
        """As `Conversation.refresh`."""
        self.state = await self._client._ask(operations.conversation(self.id))
        return self.state

    async def end(self, outcome: str | None = None) -> ConversationState:
        """As `Conversation.end`."""
        self.state = await self._client._ask(operations.end_conversation(self.id, outcome))
        return self.state

    def _following(self, patience: float = 60.0) -> Following:
        return Following(self.id, self.cursor, patience)
