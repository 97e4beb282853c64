"""Signs one contract in a process of its own, which kills itself at the step that it is told."""

import os
import signal
import sys
import uuid
from collections.abc import Callable
from typing import Any

import django


def main(application_id: str, staff_id: str, step: int) -> None:
    """Sign; before the step's statement of those that write, the process is gone."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from kosmos.connections.services.signing import sign_contract  # noqa: PLC0415
    from kosmos.connections.tests.signing_world import NOW, details  # noqa: PLC0415
    from kosmos.subscribers.models import StaffMember  # noqa: PLC0415

    written = 0

    def die(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal written
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "SAVEPOINT", "RELEASE")):
            written += 1
            if written == step:
                os.kill(os.getpid(), signal.SIGKILL)
        return run(sql, params, many, context)

    by = StaffMember.objects.get(pk=int(staff_id))
    with connection.execute_wrapper(die):
        signed = sign_contract(uuid.UUID(application_id), details(), key="k", by=by, now=NOW)
    sys.stdout.write(f"{signed.contract_number} {written}")


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
