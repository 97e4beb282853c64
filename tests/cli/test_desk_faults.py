"""Money taken at the desk while processes are killed: the smallest run of bench/desk_faults.py."""

from bench.desk_faults import Result, run


def test_each_form_takes_once_whatever_is_killed() -> None:
    result = Result(takings=10, kills=3, seed=1)
    run(result, print)
    assert result.ok, result
