"""Events arrive once each, whatever happens on the way, or are told as dropped; over real sockets."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import FakeProduct, Request

from trialogue import Client, EventsDropped, InvalidInput, Tracked
from trialogue.tracking import Event


class Log:
    """The product's: the same id of the same unit counts once."""

    def __init__(self, *rejected: str) -> None:
        self.events: dict[tuple[str, str], dict[str, Any]] = {}
        self.batches: list[int] = []
        self.rejected = rejected

    def take(self, request: Request) -> None:
        self.write(request)
        self.answer(request)

    def write(self, request: Request) -> None:
        events = request.asked["variables"]["events"]
        self.batches.append(len(events))
        self.events.update({(event["unit"], event["id"]): event for event in events if event["id"] not in self.rejected})

    def answer(self, request: Request) -> None:
        events = request.asked["variables"]["events"]
        refused = [
            {"index": index, "id": event["id"], "reason": "no"}
            for index, event in enumerate(events)
            if event["id"] in self.rejected
        ]
        request.data(trackEvents={"accepted": len(events) - len(refused), "duplicates": 0, "rejected": refused})

    def forget(self, request: Request) -> None:
        """It is written, but nobody hears of it."""
        self.write(request)
        request.cut()


class Dropped:
    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.may_have_arrived: list[list[str]] = []

    def __call__(self, error: EventsDropped, events: Sequence[Event]) -> None:
        self.told.append((error.code, len(events)))
        if error.may_have_arrived:
            self.may_have_arrived.append([event["id"] for event in events])


def test_in_batches_with_what_was_said(fake: FakeProduct) -> None:
    log = Log()
    fake.answers(log.take)
    with Client(fake.url, gather=60) as client:
        at = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)
        assert client.track("bought", "anna", {"price": 3}, id="e1", at=at, release="r", arm="a") == "e1"
        for _ in range(1_200):
            client.track("seen", "ben")
        client.flush()
        assert client.events == Tracked(waiting=0, recorded=1_201, dropped=0)
    assert log.batches == [500, 500, 201]
    expected = {"unit": "anna", "id": "e1", "type": "bought", "at": "2026-05-01T12:30:00.000Z", "data": {"price": 3}}
    assert log.events["anna", "e1"] == {**expected, "release": "r", "arm": "a"}


def test_nobody_has_to_flush(fake: FakeProduct) -> None:
    arrived = threading.Event()
    log = Log()

    def take(request: Request) -> None:
        log.take(request)
        arrived.set()

    fake.answers(take)
    client = Client(fake.url, gather=0.05)
    client.track("seen", "anna")
    assert arrived.wait(20)
    client.close()


def test_a_lost_answer_counts_once(fake: FakeProduct) -> None:
    log = Log()
    fake.answers(log.forget, lambda request: request.refuse("INTERNAL_SERVER_ERROR", 500), log.take)
    with Client(fake.url, gather=0) as client:
        for _ in range(10):
            client.track("seen", "anna")
        client.flush(30)
    assert len(log.events) == 10
    assert sum(log.batches) > 10


def test_whoever_says_to_come_back_never_is_not_obeyed(fake: FakeProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialogue.tracking._longest_wait", 0.05)
    log = Log()
    fake.answers(lambda request: request.refuse("STORE_UNAVAILABLE", 503, {"retry-after": "inf"}, retryable=True), log.take)
    with Client(fake.url, gather=0) as client:
        client.track("seen", "anna")
        client.flush(20)
    assert len(log.events) == 1


def test_what_is_rejected_is_told_and_the_rest_arrives(fake: FakeProduct) -> None:
    log, dropped = Log("bad"), Dropped()
    fake.answers(log.take)
    with Client(fake.url, on_dropped=dropped) as client:
        for id in ("good", "bad", "better"):
            client.track("seen", "anna", id=id)
        client.flush()
        assert client.events == Tracked(waiting=0, recorded=2, dropped=1)
    assert dropped.told == [("EVENT_INVALID", 1)]


def test_who_is_told_of_dropped_events_may_fail(fake: FakeProduct, caplog: pytest.LogCaptureFixture) -> None:
    def fails(error: EventsDropped, events: object) -> None:
        raise RuntimeError("no luck")

    fake.answers(Log("bad").take)
    with Client(fake.url, on_dropped=fails) as client:
        for id in ("bad", *map(str, range(500))):
            client.track("seen", "anna", id=id)
        client.flush()
        assert client.events == Tracked(waiting=0, recorded=500, dropped=1)
    assert "no luck" in caplog.text


def test_a_batch_that_can_never_be_taken_does_not_hold_up_the_next(fake: FakeProduct) -> None:
    log, dropped = Log(), Dropped()
    fake.answers(lambda request: request.refuse("BAD_USER_INPUT", 400), log.take)
    with Client(fake.url, on_dropped=dropped) as client:
        client.track("seen", "anna")
        client.flush()
        client.track("seen", "ben")
        client.flush()
    assert dropped.told == [("BAD_USER_INPUT", 1)]
    assert [unit for unit, _ in log.events] == ["ben"]


def test_the_queue_is_bounded_and_what_is_left_is_told() -> None:
    dropped = Dropped()
    client = Client("http://127.0.0.1:9/graphql", most_events=10, on_dropped=dropped)
    for _ in range(13):
        client.track("seen", "anna")
    assert client.events.waiting == 10
    with pytest.raises(EventsDropped, match="OUTBOX_UNSENT"):
        client.flush(0.1)
    client.close(0.1)
    client.track("seen", "anna")
    assert dropped.told == [("OUTBOX_FULL", 1)] * 3 + [("OUTBOX_UNSENT", 10), ("OUTBOX_FULL", 1)]
    assert client.events == Tracked(waiting=0, recorded=0, dropped=14)


def test_of_what_is_sent_while_it_closes_nobody_knows(fake: FakeProduct) -> None:
    log, dropped = Log(), Dropped()
    sent, closed = threading.Event(), threading.Event()

    def slow(request: Request) -> None:
        log.write(request)
        sent.set()
        closed.wait(20)
        log.answer(request)

    fake.answers(slow)
    client = Client(fake.url, gather=0, on_dropped=dropped)
    client.track("seen", "anna", id="first")
    assert sent.wait(20)
    client.track("seen", "anna", id="second")
    client.close(0.1)
    closed.set()
    assert dropped.told == [("OUTBOX_UNSENT", 1)] * 2
    assert dropped.may_have_arrived == [["first"]]
    assert list(log.events) == [("anna", "first")]
    assert client.events == Tracked(waiting=0, recorded=0, dropped=2)


def test_of_what_was_sent_in_vain_it_is_known_whether_it_may_have_arrived(fake: FakeProduct) -> None:
    def refuse(request: Request) -> None:
        request.refuse("FORBIDDEN", 403, retryAfterMs=60_000)

    for answer, unknown in [(Request.cut, [["e"]]), (refuse, [])]:
        sent, dropped = threading.Event(), Dropped()

        def take(request: Request, answer: Callable[[Request], None] = answer, sent: threading.Event = sent) -> None:
            answer(request)
            sent.set()

        fake.answers(take)
        client = Client(fake.url, gather=0, on_dropped=dropped)
        client.track("seen", "anna", id="e")
        assert sent.wait(20)
        client.close(1)
        assert (dropped.told, dropped.may_have_arrived) == ([("OUTBOX_UNSENT", 1)], unknown)


def test_what_is_no_json_or_has_no_time_zone_is_refused_at_once(fake: FakeProduct) -> None:
    with Client(fake.url) as client:
        with pytest.raises(InvalidInput, match="JSON"):
            client.track("seen", "anna", {"at": datetime.now(UTC)})
        with pytest.raises(InvalidInput, match="time zone"):
            client.track("seen", "anna", at=datetime(2026, 1, 1))
        assert client.events.waiting == 0


def test_a_process_that_ends_sends_what_waits(fake: FakeProduct) -> None:
    log = Log()
    fake.answers(log.take)
    script = "import sys, trialogue; trialogue.Client(sys.argv[1], gather=60).track('seen', 'anna')"
    subprocess.run([sys.executable, "-c", script, fake.url], check=True, timeout=60)
    assert len(log.events) == 1
