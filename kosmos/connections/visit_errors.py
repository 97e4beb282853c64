"""What is refused about visits and their reports."""

from kosmos.kernel.errors import DomainError


class UnknownVisit(DomainError):
    """There is no such visit, or it is not this technician's."""

    code = "unknown_visit"


class UnknownTechnician(DomainError):
    """Nobody with this name goes to visits."""

    code = "unknown_technician"


class SlotTaken(DomainError):
    """The technician has another visit then, or is on the way to it or from it."""

    code = "slot_taken"


class OutsideHours(DomainError):
    """The technician does not work then, and nobody ticked that he comes all the same."""

    code = "outside_hours"


class VisitInThePast(DomainError):
    """The time has passed already."""

    code = "visit_in_the_past"


class VisitTooFar(DomainError):
    """Nobody plans that far ahead."""

    code = "visit_too_far"


class VisitPlanned(DomainError):
    """The application has a planned visit already: ``starts_at``."""

    code = "visit_planned"


class VisitEnded(DomainError):
    """The visit is done, not done or cancelled: nothing about it can be changed."""

    code = "visit_ended"


class VisitChanged(DomainError):
    """Somebody else has changed the visit since its page was shown: it ``starts_at`` another time, or is another's."""

    code = "visit_changed"


class VisitCancelled(DomainError):
    """The visit was cancelled, for a ``reason``."""

    code = "visit_cancelled"


class VisitNotYet(DomainError):
    """Nobody can tell of a visit before its day."""

    code = "visit_not_yet"


class WhyMissing(DomainError):
    """It has to be said why."""

    code = "why_missing"


class HoursWrong(DomainError):
    """Working hours end before they begin, or only one of the two is there."""

    code = "hours_wrong"


class ReportRefused(DomainError):
    """A report that cannot be taken as it is: ``wrong`` says by field what is the matter, each a code."""

    code = "report_refused"

    def __init__(self, wrong: dict[str, str], /, **parameters: object) -> None:
        super().__init__(", ".join(sorted(wrong)), wrong=wrong, **parameters)
        self.wrong = wrong
