"""The worker: whatever fails is tried again later, and keeps nobody else waiting."""

from threading import Event, Thread

import pytest
from django.db import OperationalError

from kosmos.catalogue.errors import UnknownOperator
from kosmos.cli.working import LONGEST_WAIT_S, Job, work


def failing(error: Exception) -> Job:
    def run() -> None:
        raise error

    return Job("failing", 3, run)


@pytest.mark.parametrize("error", [ValueError("a bug"), OperationalError("away"), UnknownOperator("none yet")], ids=str)
def test_a_job_that_fails_is_logged_and_tried_later_each_time(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    job = failing(error)
    waits = []
    for _ in range(12):
        job.due_at = before = 0.0
        job.attempt()
        waits.append(job.due_at - before)
    assert waits[1] - waits[0] == pytest.approx(6, abs=1)
    assert waits[11] - waits[10] == pytest.approx(0, abs=1)
    assert LONGEST_WAIT_S == 300
    assert str(error) in caplog.text


def test_a_job_that_works_again_is_done_as_often_as_before() -> None:
    job = failing(ValueError("a bug"))
    job.attempt()
    job.run, job.due_at = list, 0.0  # type: ignore[assignment]
    job.attempt()
    assert job.failures == 0


def test_a_job_that_is_not_due_is_not_done() -> None:
    job = failing(ValueError("a bug"))
    job.due_at = float("inf")
    job.attempt()
    assert job.failures == 0


@pytest.mark.usefixtures("committed")
def test_the_worker_ends_when_it_is_told_to() -> None:
    stop = Event()
    worker = Thread(target=work, args=(stop,))
    worker.start()
    stop.set()
    worker.join(60)
    assert not worker.is_alive()
