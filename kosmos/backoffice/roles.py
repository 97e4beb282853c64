"""Who of the staff may do what: one table, asked by every page."""

from kosmos.subscribers.models import StaffRole

ANSWER_REQUESTS = "answer_requests"

MAY: dict[str, frozenset[str]] = {
    ANSWER_REQUESTS: frozenset({StaffRole.AGENT.value, StaffRole.FINANCE.value, StaffRole.ADMINISTRATOR.value}),
}
"""Each function, and the roles that have it; what is not here nobody may."""


def may(role: str, function: str) -> bool:
    """Whether a role has a function."""
    return role in MAY.get(function, frozenset())
