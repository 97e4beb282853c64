"""Who of the staff changed what."""

from kosmos.editing.models import Edit, Subject


def edits_of(subject: Subject, object_id: str, *, limit: int = 20) -> list[Edit]:
    """The changes of a thing, the latest first."""
    found = Edit.objects.select_related("staff").filter(subject=subject, object_id=object_id)
    return list(found.order_by("-at", "-id")[:limit])


def edits_within(subject: Subject, start: str, *, limit: int = 20) -> list[Edit]:
    """The changes of things whose names in the record begin so, the latest first."""
    found = Edit.objects.select_related("staff").filter(subject=subject, object_id__startswith=start)
    return list(found.order_by("-at", "-id")[:limit])
