"""{% load people %}: the operator's people, and what was done about them."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from kosmos.backoffice.audit.differences import differences
from kosmos.backoffice.audit.words import act_words
from kosmos.backoffice.contract_words import SHEET_REASONS
from kosmos.backoffice.staff_words import role_words
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import StaffMember
from kosmos.wording.states import StateWords

register = template.Library()
register.filter("role_words", role_words)
register.filter("act_words", act_words)


@register.filter
def access_state(member: StaffMember) -> StateWords:
    """Whether somebody can sign in, and what is still missing."""
    if not member.sign_in.is_active:
        return StateWords("blocked", _("Отключён"))
    if not member.has_sheet and not member.last_in_at and member.sign_in.must_change_password:  # type: ignore[attr-defined]
        return StateWords("waiting", _("Ждёт листа с паролем"))
    if member.sign_in.must_change_password:
        return StateWords("waiting", _("Ждёт первого входа"))
    if not member.has_factor:  # type: ignore[attr-defined]
        return StateWords("low", _("Настроит вход с кодом"))
    return StateWords("ok", _("Входит"))


@register.filter
def opened(sections: Mapping[str, list[str]], role: str) -> str:
    """What a role opens, in one line."""
    return ", ".join(sections.get(role, []))


@register.filter
def change_words(act: AuditRecord) -> str:
    """What an act changed, in one line."""
    return "; ".join(one.words for one in differences(act.before, act.after, subject=act.subject))


@register.filter
def why_words(act: AuditRecord) -> str:
    """The reason that an administrator gave."""
    if act.action == Act.STAFF_SHEET_PRINTED:
        return str(SHEET_REASONS.get(act.reason, "")) if act.reason != "first" else _("первый лист")
    return act.reason
