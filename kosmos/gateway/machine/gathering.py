"""Group commit: while one batch is being done, questions gather; then all of them are done together."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answered = TypeVar("Answered")


class Full(Exception):
    """More questions wait than may: come again later."""


class Unanswered(Exception):
    """A fault of ours: whether it was done is not said, so come again."""


class Gathering(Generic[Question, Answered]):
    """Questions of many connections, answered by batches on a thread of their own; None among answers is a fault.

    At most ``most_waiting`` wait. Everything but the work is done on the event loop. While a batch is being done,
    another ``lane`` takes up the next one once it has ``worth_a_lane`` questions: one batch's commit is not waited for
    by the next one's looking up.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Question]], Sequence[Answered | None]],
        *,
        most_waiting: int,
        most_at_once: int,
        lanes: int = 1,
        worth_a_lane: int = 1,
    ) -> None:
        self._work, self._most_waiting, self._most_at_once = work, most_waiting, most_at_once
        self._waiting: deque[tuple[Question, asyncio.Future[Answered]]] = deque()
        self._lanes, self._worth_a_lane, self._busy = lanes, worth_a_lane, 0
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="posting")

    async def ask(self, question: Question) -> Answered:
        """The answer, once its batch is done. Full, Unanswered."""
        if len(self._waiting) >= self._most_waiting:
            raise Full
        future: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        self._begin()
        return await future

    def _begin(self) -> None:
        if self._busy == self._lanes or len(self._waiting) < (self._worth_a_lane if self._busy else 1):
            return
        self._busy += 1
        batch = list(islice(self._waiting, self._most_at_once))
        for _ in batch:
            self._waiting.popleft()
        loop = asyncio.get_running_loop()
        done = self._threads.submit(self._work, [question for question, _ in batch])
        done.add_done_callback(
            lambda finished: loop.call_soon_threadsafe(
                self._end, batch, None if finished.exception() else finished.result()
            )
        )

    def _end(
        self, batch: list[tuple[Question, "asyncio.Future[Answered]"]], answers: Sequence[Answered | None] | None
    ) -> None:
        self._busy -= 1
        self._begin()
        for (_, future), answer in zip(batch, answers or [None] * len(batch), strict=True):
            if future.done():  # whoever asked has gone
                continue
            if answer is None:
                future.set_exception(Unanswered())
            else:
                future.set_result(answer)

    async def aside(self, work: Callable[[], None]) -> None:
        """Have something else done on such a thread, between two batches."""
        await asyncio.get_running_loop().run_in_executor(self._threads, work)
