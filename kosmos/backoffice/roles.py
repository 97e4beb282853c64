"""Who of the staff may do what: one table, asked by every page and by the menu."""

from kosmos.subscribers.models import StaffRole

ANSWER_REQUESTS = "answer_requests"
SEE_APPLICATIONS = "see_applications"
WORK_APPLICATIONS = "work_applications"
PLAN_VISITS = "plan_visits"
DO_VISITS = "do_visits"
SIGN_CONTRACTS = "sign_contracts"
RESTORE_ACCESS = "restore_access"
EDIT_SITE = "edit_site"

_AGENT, _FINANCE, _SALES = StaffRole.AGENT.value, StaffRole.FINANCE.value, StaffRole.SALES.value
_TECHNICIAN, _EDITOR, _ADMINISTRATOR = StaffRole.TECHNICIAN.value, StaffRole.EDITOR.value, StaffRole.ADMINISTRATOR.value

MAY: dict[str, frozenset[str]] = {
    ANSWER_REQUESTS: frozenset({_AGENT, _FINANCE, _ADMINISTRATOR}),
    SEE_APPLICATIONS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    WORK_APPLICATIONS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    PLAN_VISITS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    DO_VISITS: frozenset({_TECHNICIAN}),
    SIGN_CONTRACTS: frozenset({_SALES, _ADMINISTRATOR}),
    RESTORE_ACCESS: frozenset({_AGENT, _ADMINISTRATOR}),
    EDIT_SITE: frozenset({_EDITOR, _ADMINISTRATOR}),
}
"""Each function, and the roles that have it; what is not here nobody may."""


def may(role: str, function: str) -> bool:
    """Whether a role has a function."""
    return role in MAY.get(function, frozenset())
