"""The operator's rules of the house, as they hold on a day; the defaults are the rulebook's."""

from dataclasses import dataclass
from datetime import date

from kosmos.catalogue.models import Policy

ALWAYS = date(1970, 1, 1)
"""A policy given with the first operator file holds from here on: for every day that can be opened."""


@dataclass(frozen=True)
class Policies:
    """What the rulebook leaves to the operator: days, limits, conditions and fees."""

    promise_days: int = 3
    promise_when: str = "negative_balance"
    promise_fee_kopecks: int = 0
    suspension_max_days: int = 60
    plan_change_needs: str = "full_fee"
    extras_credit_kopecks: int = 0
    visit_minutes: int = 90
    visit_travel_minutes: int = 30
    contract_number: str = "{year}-{number:05}"
    first_password_days: int = 7
    access_link_minutes: int = 30
    access_restored_by: str = "support"
    support_hours: str = "mon-sun 08:00-22:00"
    sales_hours: str = "mon-fri 09:00-20:00, sat 10:00-17:00"
    answer_hours: str = "money 6, internet 3, tv 3, equipment 6, documents 28, leaving 14, other 14"
    unblock_max_days: int = 30
    unblock_agent_days: int = 3
    unblock_administrator_days: int = 10
    money_agent_kopecks: int = 2000
    money_finance_kopecks: int = 20000
    money_administrator_kopecks: int = 20000
    approval_hours: int = 48
    raw_message_days: int = 1096


def policies_on(day: date) -> Policies:
    """The policies in force on a business day: the newest row of each that is not after it."""
    newest = Policy.objects.filter(from_on__lte=day).order_by("code", "-from_on").distinct("code")
    stored = dict(newest.values_list("code", "value"))
    house = Policies()
    return Policies(
        promise_days=int(stored.get("promise_days", house.promise_days)),
        promise_when=stored.get("promise_when", house.promise_when),
        promise_fee_kopecks=int(stored.get("promise_fee_kopecks", house.promise_fee_kopecks)),
        suspension_max_days=int(stored.get("suspension_max_days", house.suspension_max_days)),
        plan_change_needs=stored.get("plan_change_needs", house.plan_change_needs),
        extras_credit_kopecks=int(stored.get("extras_credit_kopecks", house.extras_credit_kopecks)),
        visit_minutes=int(stored.get("visit_minutes", house.visit_minutes)),
        visit_travel_minutes=int(stored.get("visit_travel_minutes", house.visit_travel_minutes)),
        contract_number=stored.get("contract_number", house.contract_number),
        first_password_days=int(stored.get("first_password_days", house.first_password_days)),
        access_link_minutes=int(stored.get("access_link_minutes", house.access_link_minutes)),
        access_restored_by=stored.get("access_restored_by", house.access_restored_by),
        support_hours=stored.get("support_hours", house.support_hours),
        sales_hours=stored.get("sales_hours", house.sales_hours),
        answer_hours=stored.get("answer_hours", house.answer_hours),
        unblock_max_days=int(stored.get("unblock_max_days", house.unblock_max_days)),
        unblock_agent_days=int(stored.get("unblock_agent_days", house.unblock_agent_days)),
        unblock_administrator_days=int(stored.get("unblock_administrator_days", house.unblock_administrator_days)),
        money_agent_kopecks=int(stored.get("money_agent_kopecks", house.money_agent_kopecks)),
        money_finance_kopecks=int(stored.get("money_finance_kopecks", house.money_finance_kopecks)),
        money_administrator_kopecks=int(stored.get("money_administrator_kopecks", house.money_administrator_kopecks)),
        approval_hours=int(stored.get("approval_hours", house.approval_hours)),
        raw_message_days=int(stored.get("raw_message_days", house.raw_message_days)),
    )
