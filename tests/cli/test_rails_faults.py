"""Machine payments while processes are killed: the smallest run of bench/rails_faults.py."""

from bench.rails_faults import Result, run


def test_each_acknowledged_payment_is_posted_once_whatever_is_killed() -> None:
    result = Result(payments=100, kills=3, seed=3)
    run(result, print)
    assert result.ok, result
