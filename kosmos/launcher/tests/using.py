"""A process that uses the server of a home, told what to do line by line: another user of it.

`python -m kosmos.launcher.tests.using HOME [PROGRAMS]` joins and says so as JSON; each line on stdin is one
SQL statement of the owner, answered by its rows or its error; the end of stdin makes it leave.
"""

import json
import signal
import sys
from pathlib import Path

import psycopg

from kosmos.launcher import LauncherError, Server, joined


def main() -> int:
    """Join, obey, leave."""
    programs = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    try:
        with joined(Path(sys.argv[1]), binaries=programs) as server:
            say({"owner_url": server.owner_url, "app_url": server.app_url, "data": str(server.data)})
            for line in sys.stdin:
                say(answer_to(server, line))
    except LauncherError as error:
        say({"code": error.code, "message": error.message})
        return 1
    say({"left": True})
    return 0


def answer_to(server: Server, statement: str) -> dict[str, object]:
    """The rows that a statement gives, or what the server says against it."""
    try:
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return {"rows": cursor.fetchall() if cursor.description else []}
    except psycopg.Error as error:
        return {"error": str(error)}


def say(answer: dict[str, object]) -> None:
    """Answer with one line."""
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
    try:
        code = main()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
