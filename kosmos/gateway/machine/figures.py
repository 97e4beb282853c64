"""The gateway's figures for Prometheus; where the web has a folder for figures, its /metrics has them too."""

from collections.abc import Sequence
from functools import cache
from time import perf_counter

from prometheus_client import Counter, Histogram

from kosmos.gateway.machine.posting import answered
from kosmos.payments.services.together import Answered, Question

_ANSWERS = Counter("kosmos_gateway_answers", "Machines' requests answered; 503: come again.", ["desk", "status"])
_SECONDS = Histogram(
    "kosmos_gateway_seconds",
    "Time that an answer took, by which p50 and p99 are known.",
    buckets=(0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
BATCH = Histogram(
    "kosmos_gateway_batch", "Requests that one transaction answered.", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
BATCH_SECONDS = Histogram(
    "kosmos_gateway_batch_seconds", "Time that a batch took.", buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5)
)
UNANSWERED = Counter("kosmos_gateway_unanswered", "Requests that a fault of ours left unanswered.")

REFUSED = Counter("kosmos_gateway_refused_pushes", "Pushes that are not their provider's, and why.", ["desk", "code"])


_of_desk = cache(_ANSWERS.labels)


def count(desk: str, status: int, seconds: float) -> None:
    """Count an answer of a desk's."""
    _of_desk(desk, status).inc()
    _SECONDS.observe(seconds)


def answered_and_counted(asked: Sequence[Question]) -> list[Answered | None]:
    """Answer a batch, and count it."""
    begun = perf_counter()
    answers = answered(asked)
    BATCH.observe(len(asked))
    BATCH_SECONDS.observe(perf_counter() - begun)
    if missing := answers.count(None):
        UNANSWERED.inc(missing)
    return answers
