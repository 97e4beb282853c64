"""What the demo says of applications: one whose status can be looked up as its applicant does."""

from kosmos.connections.models import Application, Stage
from kosmos.connections.numbers import number_words
from kosmos.subscribers.contacts import phone_words

TOLD_FIRST = (Stage.VISIT_PLANNED, Stage.POSSIBLE, Stage.CONTACTED, Stage.NEW)


def status_line(address: str) -> str:
    """Where an application's status is looked up, with a number and a phone to type if there is one."""
    told = [one for stage in TOLD_FIRST for one in Application.objects.filter(stage=stage).order_by("created_at")[:1]]
    page = f"{address}apply/status/  what became of an application"
    if not told:
        return page
    return f"{page}: number {number_words(told[0].number)}, phone {phone_words(told[0].phone)}"
