"""kill -9 between any two steps of a signing: nothing is there, and the next try makes it whole, without a gap."""

import os
import signal
import subprocess
import sys

import pytest

from kosmos.charging.models import ExtraOrder, WaitingPlan
from kosmos.connections.models import Application, SignedContract, Stage
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.signing_world import connected, world
from kosmos.ledger.models import Account, Posting
from kosmos.subscribers.models import Contract, SignIn, StaffMember

STEPS = (2, 8, 14)
"""Before which of the statements that write the process dies; there are more than the last of these."""


def sign(application: Application, by: StaffMember, step: int) -> subprocess.CompletedProcess[str]:
    words = [
        sys.executable,
        "-m",
        "kosmos.connections.tests.killed_signing",
        str(application.id),
        str(by.pk),
        str(step),
    ]
    return subprocess.run(words, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.mark.usefixtures("committed")
def test_a_killed_signing_leaves_nothing_and_no_gap() -> None:
    world()
    application, by = connected(), staff("olga")
    before = (Account.objects.count(), SignIn.objects.count())
    for step in STEPS:
        killed = sign(application, by, step)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert (Account.objects.count(), SignIn.objects.count()) == before
        rows = (Contract, SignedContract, ExtraOrder, WaitingPlan, Posting)
        assert [model.objects.count() for model in rows] == [0] * len(rows)
        assert Application.objects.get().stage == Stage.CONNECTED
    done = sign(application, by, 0)
    number, _, written = done.stdout.partition(" ")
    assert (number, done.returncode) == ("2016-00001", 0), done.stderr
    assert int(written) > STEPS[-1]
    again = sign(application, by, 0)
    assert again.stdout.startswith("2016-00001 ")
    assert (Contract.objects.count(), Posting.objects.count(), ExtraOrder.objects.count()) == (1, 1, 1)
