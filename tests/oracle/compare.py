"""Say in words where two answers to one scenario part."""

from itertools import zip_longest
from typing import Any

Answer = dict[str, Any]


def differences(expected: Answer, actual: Answer) -> list[str]:
    """The first difference in `refused`, then the first of each account; empty when the answers are equal."""
    found = _first_in_list("refused", expected["refused"], actual["refused"])
    lines = [found] if found else []
    ours, theirs = expected["accounts"], actual["accounts"]
    for number in sorted(ours.keys() | theirs.keys()):
        if number not in theirs or number not in ours:
            lines.append(f"account {number}: only in the {'expected' if number in ours else 'actual'} answer")
            continue
        found = _first_in_account(ours[number], theirs[number])
        if found:
            lines.append(f"account {number}: {found}")
    return lines


def _first_in_account(expected: Answer, actual: Answer) -> str | None:
    """The earliest difference of an account, be it in a posting or in a day; then its balance."""
    posting = _first_at(expected["postings"], actual["postings"])
    day = _first_at(expected["days"], actual["days"])
    if posting is not None and (day is None or _moment(expected, actual, posting) <= _date(expected, actual, day)):
        return _first_in_list("posting", expected["postings"], actual["postings"])
    if day is not None:
        return _first_in_list("day", expected["days"], actual["days"])
    if expected["balance"] != actual["balance"]:
        return f"balance: expected {expected['balance']}, got {actual['balance']}"
    return None


def _moment(expected: Answer, actual: Answer, index: int) -> str:
    """The day of the earlier of two postings in one place."""
    return min(str(rows[index]["at"])[:10] for rows in (expected["postings"], actual["postings"]) if index < len(rows))


def _date(expected: Answer, actual: Answer, index: int) -> str:
    """The earlier of two days in one place."""
    return min(str(rows[index]["date"]) for rows in (expected["days"], actual["days"]) if index < len(rows))


def _first_at(expected: list[Answer], actual: list[Answer]) -> int | None:
    """The first place where two lists part."""
    pairs = enumerate(zip_longest(expected, actual))
    return next((index for index, (ours, theirs) in pairs if ours != theirs), None)


def _first_in_list(name: str, expected: list[Answer], actual: list[Answer]) -> str | None:
    """A line about the first place where two lists part."""
    index = _first_at(expected, actual)
    if index is None:
        return None
    ours, theirs = (_row(rows, index) for rows in (expected, actual))
    return f"{name} {index}: expected {ours}, got {theirs}"


def _row(rows: list[Answer], index: int) -> str:
    """A row as text, or what stands for none."""
    if index >= len(rows):
        return "nothing"
    return ", ".join(f"{key}={value}" for key, value in rows[index].items())
