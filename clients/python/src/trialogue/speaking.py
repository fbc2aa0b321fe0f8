"""When what was said is answered: the answer of `sendMessage` and the stream come apart, in any order."""

from __future__ import annotations

from .answers import Turn
from .errors import TrialogueError, unreachable
from .events import MessageCompleted, MessageEvent, MessageFailed, MessageStarted, StreamReset

#: Of a message whose beginning was not seen.
_some_turn = -1


class Speaking:
    """Is told of both, and says when the stream has shown all of the turn."""

    def __init__(self) -> None:
        self.over = False
        self._turn: Turn | None = None
        self._turn_of: dict[str, int] = {}
        self._shown: set[int] = set()
        self._stream_ended = False

    @property
    def answered(self) -> bool:
        """The turn is over; what is left is for the stream to show it."""
        return self._turn is not None

    def heard(self, one: MessageEvent | Turn | BaseException | None) -> tuple[MessageEvent, ...]:
        """The event, if it is one; None: the stream has ended. Raises what went wrong."""
        if isinstance(one, BaseException):
            raise one
        if isinstance(one, Turn):
            self._turn = one
        elif one is None:
            self._stream_ended = True
        else:
            self._shown.update(self._shown_by(one))
        self.over = self._turn is not None and (self._stream_ended or self._is_shown(self._turn))
        return (one,) if isinstance(one, MessageEvent) else ()

    def _shown_by(self, event: MessageEvent) -> set[int]:
        if isinstance(event, MessageStarted):
            self._turn_of[event.message.id] = event.message.turn
        if isinstance(event, MessageCompleted) and event.message.role != "USER":
            return {event.message.turn}
        if isinstance(event, MessageFailed):
            return {self._turn_of.get(event.message_id, _some_turn)}
        if isinstance(event, StreamReset):
            # The messages do not tell of one that failed, and nothing else will once it has.
            if self._turn is not None and self._turn.status == "FAILED":
                return {self._turn.number}
            return {message.turn for message in event.messages if message.role != "USER"}
        return set()

    def _is_shown(self, turn: Turn) -> bool:
        if turn.status == "FAILED" and _some_turn in self._shown:
            return True
        # A person has the conversation, say: no message will come.
        says_nothing = turn.status == "COMPLETED" and turn.answer is None
        return says_nothing or any(number >= turn.number for number in self._shown)


def unshown(seconds: float) -> TrialogueError:
    """Of a turn that is over, when the stream tells nothing for so long."""
    return unreachable(f"a turn is over, but the stream did not show its end within {seconds:g} s: see `messages`")
