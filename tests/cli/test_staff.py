from collections.abc import Iterator, Mapping

import pytest

from kosmos.config.database import scratch_database
from tests.cli.running import kosmos, said, told

Urls = Mapping[str, str]
VERA = ("staff", "add", "--login", "vera", "--name", "Вера Ким", "--role")


@pytest.fixture(scope="module")
def empty() -> Iterator[Urls]:
    with scratch_database() as environment:
        yield {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
            "KOSMOS_SECRET_KEY": "s" * 50,
        }


def test_a_member_of_staff_is_added_once(empty: Urls) -> None:
    shown = said(*VERA, "agent", urls=empty)
    assert "Вера Ким (agent) signs in at" in shown and "first password, shown this once: " in shown
    again = said(*VERA, "agent", urls=empty, status=1)
    assert "(login_taken)" in again
    other = told("staff", "add", "--login", "oleg", "--name", "Олег", "--role", "finance", urls=empty)
    assert other["role"] == "finance" and len(other["password"]) == 14


def test_a_role_is_one_of_the_known(empty: Urls) -> None:
    assert kosmos(*VERA, "king", urls=empty).returncode == 2
    assert "(bad_staff_member)" in said(
        "staff", "add", "--login", "a b", "--name", "А", "--role", "agent", urls=empty, status=1
    )
