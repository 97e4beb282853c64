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
SEE_SUBSCRIBERS = "see_subscribers"
REVEAL_PERSONAL = "reveal_personal"
ACT_ON_ACCOUNTS = "act_on_accounts"
ADJUST_MONEY = "adjust_money"
APPROVE_ACTIONS = "approve_actions"
TAKE_CASH = "take_cash"
SUPERVISE_CASH = "supervise_cash"
EDIT_CATALOGUE = "edit_catalogue"
EDIT_POLICIES = "edit_policies"
EDIT_TEMPLATES = "edit_templates"
SEE_FIGURES = "see_figures"
SEE_LEDGER = "see_ledger"
SEE_AUDIT = "see_audit"
MANAGE_STAFF = "manage_staff"
WORK_QUEUE = "work_queue"
HANDLE_MONEY = "handle_money"

_AGENT, _FINANCE, _SALES = StaffRole.AGENT.value, StaffRole.FINANCE.value, StaffRole.SALES.value
_CASHIER, _TECHNICIAN = StaffRole.CASHIER.value, StaffRole.TECHNICIAN.value
_EDITOR, _ADMINISTRATOR = StaffRole.EDITOR.value, StaffRole.ADMINISTRATOR.value

MAY: dict[str, frozenset[str]] = {
    ANSWER_REQUESTS: frozenset({_AGENT, _FINANCE, _ADMINISTRATOR}),
    SEE_APPLICATIONS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    WORK_APPLICATIONS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    PLAN_VISITS: frozenset({_SALES, _AGENT, _ADMINISTRATOR}),
    DO_VISITS: frozenset({_TECHNICIAN}),
    SIGN_CONTRACTS: frozenset({_SALES, _ADMINISTRATOR}),
    RESTORE_ACCESS: frozenset({_AGENT, _ADMINISTRATOR}),
    EDIT_SITE: frozenset({_EDITOR, _ADMINISTRATOR}),
    SEE_SUBSCRIBERS: frozenset({_AGENT, _SALES, _CASHIER, _FINANCE, _ADMINISTRATOR}),
    REVEAL_PERSONAL: frozenset({_AGENT, _SALES, _FINANCE, _ADMINISTRATOR}),
    ACT_ON_ACCOUNTS: frozenset({_AGENT, _ADMINISTRATOR}),
    ADJUST_MONEY: frozenset({_AGENT, _FINANCE, _ADMINISTRATOR}),
    APPROVE_ACTIONS: frozenset({_FINANCE, _ADMINISTRATOR}),
    TAKE_CASH: frozenset({_CASHIER}),
    SUPERVISE_CASH: frozenset({_FINANCE, _ADMINISTRATOR}),
    EDIT_CATALOGUE: frozenset({_ADMINISTRATOR}),
    EDIT_POLICIES: frozenset({_ADMINISTRATOR}),
    EDIT_TEMPLATES: frozenset({_EDITOR, _ADMINISTRATOR}),
    SEE_FIGURES: frozenset({_FINANCE, _ADMINISTRATOR}),
    SEE_LEDGER: frozenset({_FINANCE, _ADMINISTRATOR}),
    SEE_AUDIT: frozenset({_ADMINISTRATOR}),
    MANAGE_STAFF: frozenset({_ADMINISTRATOR}),
    WORK_QUEUE: frozenset({_AGENT, _FINANCE, _SALES, _ADMINISTRATOR}),
    HANDLE_MONEY: frozenset({_FINANCE, _ADMINISTRATOR}),
}
"""Each function, and the roles that have it; what is not here nobody may."""


def may(role: str, function: str) -> bool:
    """Whether a role has a function."""
    return role in MAY.get(function, frozenset())
