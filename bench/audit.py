"""The staff's audit over millions of lines: its pages by what is asked, from the beginning and far back, and a file.

Two in five lines are acts of the staff, two sign-ins of subscribers, the fifth a line of an application or an edit;
they are of a year. What is rare (a page refused, one address of many, a colleague who left) is there too.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import LiteralString
from urllib.parse import urlencode

from django.test import Client

from bench.day import _as_owner, _fill
from bench.staff import browser_of
from kosmos.connections.models import Application
from kosmos.kernel.sql import execute

ROUNDS = 5
STAFF = 40
ACCOUNTS = 10_000
AUDIT = "/staff/audit/"
FILLED: tuple[LiteralString, ...] = (
    """
INSERT INTO subscribers_signin (id, login, password, is_active, must_change_password)
SELECT 1000000 + place, 'bench-' || place, '!', true, false FROM generate_series(1, %(staff)s + 50000) AS place
""",
    """
INSERT INTO subscribers_staffmember (sign_in_id, name, role)
SELECT 1000000 + place, 'Сотрудник ' || place, 'agent' FROM generate_series(1, %(staff)s) AS place
""",
    "INSERT INTO ledger_accountnumber (number, account_id) SELECT id::text, id FROM ledger_account",
    """
INSERT INTO subscribers_auditrecord (id, at, staff_id, action, account_id, subject, object_id, before, after, reason,
                                     address, device)
SELECT gen_random_uuid(), %(now)s - make_interval(secs => 31536000.0 * place / %(acts)s),
       CASE WHEN place %% 5000 = 0 THEN 1000000 + %(staff)s ELSE 1000001 + place %% (%(staff)s - 1) END,
       CASE WHEN place %% 20000 = 0 THEN 'page_refused' ELSE (ARRAY['adjusted', 'note_added', 'personal_shown',
            'cash_taken', 'plan_changed', 'promise_given'])[1 + place %% 6] END,
       1 + place %% %(accounts)s, 'staff_act', place::text, '{"balance_kopecks": 100}', '{"balance_kopecks": 1234}',
       'Просьба абонента', '10.0.' || place %% 8 || '.' || place %% 200,
       'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  FROM generate_series(1, %(acts)s) AS place
""",
    """
INSERT INTO subscribers_signinevent (id, at, kind, sign_in_id, reason, address, device)
SELECT gen_random_uuid(), %(now)s - make_interval(secs => 31536000.0 * place / %(acts)s),
       CASE WHEN place %% 50000 = 0 THEN 8 WHEN place %% 40 = 0 THEN 2 ELSE 1 END,
       1000000 + %(staff)s + 1 + place %% 50000, '',
       CASE WHEN place %% 100000 = 0 THEN '192.0.2.7' ELSE '172.16.' || place %% 256 || '.' || place %% 251 END,
       'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'
  FROM generate_series(1, %(acts)s) AS place
""",
    """
INSERT INTO connections_applicationentry (application_id, number, key, at, by_id, kind, before, after, reason, text)
SELECT %(application)s, place, '',
       %(now)s - make_interval(secs => 31536000.0 * place / %(entries)s), 1000001 + place %% %(staff)s, 'note', '', '',
       '', 'Позвонить вечером'
  FROM generate_series(1, %(entries)s) AS place
""",
    """
INSERT INTO editing_edit (id, key, subject, object_id, staff_id, at, after)
SELECT gen_random_uuid(), place::text, 'article', '1', 1000001 + place %% %(staff)s,
       %(now)s - make_interval(secs => 31536000.0 * place / %(entries)s), '{"title": "Роутер"}'
  FROM generate_series(1, %(entries)s) AS place
""",
)


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds of each question (the median of several), the worst of all, and lines of CSV in a second."""

    lines: int
    pages_ms: dict[str, float]
    worst_ms: float
    csv_lines_per_s: int

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return asdict(self)


def measure(lines: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database with so many lines of the audit, and ask for its pages."""
    now = datetime.now(UTC)
    _fill(ACCOUNTS)
    amounts = {"acts": lines * 2 // 5, "entries": lines // 10, "staff": STAFF, "accounts": ACCOUNTS}
    about = {"now": now, "application": _application(now), **amounts}
    for statement in FILLED:
        execute(statement, about)
        say(statement.split("\n")[1 if statement.startswith("\n") else 0])
    _as_owner("VACUUM ANALYZE")
    client, pages, worst = browser_of("administrator"), {}, 0.0
    for name, asked in _questions(now).items():
        _look(client, asked)
        times = [_look(client, asked) for _ in range(ROUNDS)]
        pages[name], worst = round(median(times), 1), max(worst, *times)
        say(f"{name}: {pages[name]} ms")
    return Result(lines, pages, round(worst, 1), _csv(client))


def _questions(now: datetime) -> dict[str, dict[str, str]]:
    """What is asked, by a name; all but the first of the whole year."""
    year = {"from": ""}
    far = f"{(now - timedelta(days=300)).isoformat()}~r{'0' * 8}-0000-4000-8000-{'0' * 12}"
    kinds = ("sign-ins", "refusals", "personal", "money", "accounts", "edits", "applications", "staff")
    return {
        "a month": {},
        "a year": year,
        "far back": {**year, "after": far},
        "a day": {"from": f"{now - timedelta(days=200):%Y-%m-%d}", "until": f"{now - timedelta(days=200):%Y-%m-%d}"},
        **{kind: {**year, "what": kind} for kind in kinds},
        "a colleague": {**year, "who": "1000001"},
        "a colleague's money": {**year, "who": "1000001", "what": "money"},
        "a colleague who did little": {**year, "who": str(1_000_000 + STAFF)},
        "not the staff": {**year, "who": "others"},
        "an account": {**year, "account": "77"},
        "an address of the office": {**year, "address": "10.0.1.33"},
        "an address seen seldom": {**year, "address": "192.0.2.7"},
        "an address never seen": {**year, "address": "192.0.2.8"},
    }


def _application(now: datetime) -> uuid.UUID:
    """The application that all lines of applications are about."""
    told = {"kind": "home", "stage_since_at": now, "created_at": now, "name": "Анна", "phone": "+375291234567"}
    return Application.objects.create(id=uuid.uuid4(), number="1", token="1", key="1", **told).id  # noqa: S106


def _look(client: Client, asked: dict[str, str]) -> float:
    """Ask for a page; how many milliseconds it took."""
    address = f"{AUDIT}?{urlencode(asked)}"
    begun = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


def _csv(client: Client) -> int:
    """How many lines of a month's file come in a second."""
    begun = time.perf_counter()
    answer = client.get(f"{AUDIT}audit.csv")
    lines = sum(part.count(b"\r\n") for part in answer.streaming_content)  # type: ignore[attr-defined]
    return round(lines / (time.perf_counter() - begun))
