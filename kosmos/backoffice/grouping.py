"""The menu of a role: a few sections side by side, more of them under headings."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice import roles
from kosmos.backoffice.menu import SECTIONS, Section, sections_for
from kosmos.backoffice.roles import may
from kosmos.subscribers.models import StaffRole

FEW = 7
"""So many sections stand side by side; more are put under headings."""
GROUPS: tuple[tuple[str | Promise, frozenset[str]], ...] = (
    (
        _("Абоненты"),
        frozenset(
            {
                roles.SEE_SUBSCRIBERS,
                roles.REVEAL_PERSONAL,
                roles.ANSWER_REQUESTS,
                roles.WORK_QUEUE,
                roles.RESTORE_ACCESS,
                roles.ACT_ON_ACCOUNTS,
                roles.ADJUST_MONEY,
                roles.APPROVE_ACTIONS,
            }
        ),
    ),
    (
        _("Подключения"),
        frozenset(
            {
                roles.SEE_APPLICATIONS,
                roles.WORK_APPLICATIONS,
                roles.PLAN_VISITS,
                roles.DO_VISITS,
                roles.SIGN_CONTRACTS,
            }
        ),
    ),
    (
        _("Деньги"),
        frozenset({roles.TAKE_CASH, roles.SUPERVISE_CASH, roles.HANDLE_MONEY, roles.SEE_FIGURES, roles.SEE_LEDGER}),
    ),
    (_("Тарифы и правила"), frozenset({roles.EDIT_CATALOGUE, roles.EDIT_POLICIES})),
    (_("Сайт и тексты"), frozenset({roles.EDIT_SITE, roles.EDIT_TEMPLATES})),
    (_("Управление"), frozenset({roles.MANAGE_STAFF, roles.SEE_AUDIT})),
)
"""The headings of the menu, and the functions whose sections stand under each."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sections under one heading; one that stands ``alone`` needs none."""

    words: str | Promise
    sections: tuple[Section, ...]
    alone: bool = False

    @property
    def current(self) -> bool:
        """Whether the page that is shown belongs to it."""
        return any(one.current for one in self.sections)


def menu_for(role: str, path: str = "") -> list[Group]:
    """The menu of a role; the section that holds ``path`` is the current one."""
    groups = groups_for(role, path)
    sections = [one for group in groups for one in group.sections]
    return groups if len(sections) > FEW else [Group(one.words, (one,), alone=True) for one in sections]


def groups_for(role: str, path: str = "") -> list[Group]:
    """The sections that a role may open, under their headings."""
    functions = {name: function for name, _words, function in SECTIONS}
    sections = sections_for(role, path)
    found = []
    for words, held in GROUPS:
        if under := tuple(one for one in sections if functions[one.name] in held):
            found.append(Group(words, under, alone=len(under) == 1))
    return found


def sections_by_role() -> dict[str, list[str]]:
    """What each role may open, in words: for whoever gives somebody a role."""
    return {
        role: [str(words) for _name, words, function in SECTIONS if may(role, function)] for role in StaffRole.values
    }
