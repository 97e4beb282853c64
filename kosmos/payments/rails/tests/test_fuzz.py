"""Nothing but MessageError leaves a decoder."""

import gc

import pytest

from kosmos.payments.rails.tests.fuzz_targets import FUZZ_TARGETS
from kosmos.payments.rails.tests.fuzzing import BOMB, HOSTILE, MOST_MEMORY, FuzzTarget, hammer, memory_of, shoot

each_target = pytest.mark.parametrize("target", FUZZ_TARGETS, ids=str)


@each_target
def test_real_messages_are_read(target: FuzzTarget) -> None:
    for seed in target.seeds:
        target.decode(seed)


@each_target
def test_hostile_bytes_are_refused_in_time(target: FuzzTarget) -> None:
    gc.freeze()  # what the tests before this one left behind is not the decoder's to go through again and again
    try:
        for body in HOSTILE:
            shoot(target, body)
    finally:
        gc.unfreeze()


@each_target
def test_hostile_bytes_take_little_memory(target: FuzzTarget) -> None:
    for body in (BOMB, b"<a>" * 60_000, b"x" * 6_000_000):
        assert memory_of(target, body) < MOST_MEMORY


@each_target
def test_altered_messages_are_read_or_refused(target: FuzzTarget) -> None:
    assert hammer(target, rounds=400) >= 400


def test_an_exception_of_another_kind_is_found() -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        shoot(FuzzTarget("none", "broken", lambda body: 1 // len(body), ()), b"")
