"""Payments by card while processes are killed: the smallest run of bench/payments_faults.py."""

from bench.payments_faults import Result, run


def test_each_payment_is_credited_once_whatever_is_killed() -> None:
    result = Result(payments=20, kills=3, seed=1)
    run(result, print)
    assert result.ok, result
    assert result.states["paid"] + result.states["declined"] == 20
