"""Questions gather while a batch is being done, a fault of one batch is nobody else's, and no more wait than may."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from kosmos.gateway.machine.gathering import Full, Gathering, Unanswered
from kosmos.gateway.machine.guessing import FREE, LONGEST_S, Misses


class Work:
    """A batch's work that waits to be let go; a negative number is a fault, a zero breaks the batch."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = threading.Semaphore(0)

    def __call__(self, questions: Sequence[int]) -> list[int | None]:
        self.batches.append(list(questions))
        assert self.go.acquire(timeout=30)
        return [60 // one if one >= 0 else None for one in questions]


async def _asked(work: Work, *questions: int, most: int = 100, lanes: int = 1) -> list[object]:
    gathering: Gathering[int, int] = Gathering(work, most_waiting=most, most_at_once=3, lanes=lanes, worth_a_lane=2)
    tasks = [asyncio.create_task(gathering.ask(one)) for one in questions]
    await asyncio.sleep(0)
    for _ in questions:
        work.go.release()
    return list(await asyncio.gather(*tasks, return_exceptions=True))


def test_what_comes_meanwhile_is_one_batch() -> None:
    work = Work()
    assert asyncio.run(_asked(work, 1, 2, 3, 4, 5, 6)) == [60, 30, 20, 15, 12, 10]
    assert work.batches == [[1], [2, 3, 4], [5, 6]]


def test_another_lane_takes_what_is_worth_it() -> None:
    work = Work()
    assert asyncio.run(_asked(work, 1, 2, 3, 4, 5, 6, lanes=2)) == [60, 30, 20, 15, 12, 10]
    assert sorted(work.batches)[:2] == [[1], [2, 3]]


def test_faults_are_unanswered_and_the_next_batch_goes_on() -> None:
    answers = asyncio.run(_asked(Work(), 1, 0, 2, 3, -1, 6))
    assert [type(one) for one in answers] == [int, Unanswered, Unanswered, Unanswered, Unanswered, int]


def test_no_more_wait_than_may() -> None:
    answers = asyncio.run(_asked(Work(), 1, 2, 3, 4, 5, most=2))
    assert answers[:3] == [60, 30, 20]
    assert [type(one) for one in answers[3:]] == [Full, Full]


@pytest.mark.parametrize("pause", [1.0, 2.0], ids=["one a second", "slower"])
def test_honest_misses_do_not_wait(pause: float) -> None:
    misses = Misses()
    assert not any(misses.count(index * pause) for index in range(1_000))


def test_what_was_counted_elsewhere_holds_here() -> None:
    misses = Misses()
    misses.take_over(100.0, 5.0)
    misses.take_over(10.0, 5.0)
    assert misses.count(5.0) == pytest.approx(7.1)
    assert misses.are_many(5.0)
    assert not misses.are_many(100.0)


def test_one_of_several_processes_counts_for_all() -> None:
    alone, shared = Misses(), Misses(4)
    for _ in range(10):
        told = shared.count(0.0)
        assert [alone.count(0.0) for _ in range(4)][-1] == told


def test_ten_thousand_guesses_wait_longest() -> None:
    misses, at = Misses(), 0.0
    for _ in range(10_000):
        at += misses.count(at)
    assert at > 8_000
    assert 0 < misses.count(at) <= LONGEST_S
    assert misses.level > FREE
    assert misses.is_to_be_said(at)
    assert not misses.is_to_be_said(at + 59)
    assert misses.is_to_be_said(at + 60)
