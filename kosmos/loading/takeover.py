"""Staged rows written to the ledger, the subscribers and the subscriptions, and what that changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Plan
from kosmos.charging.services.bulk import NewSubscription, bulk_connect, connect_more
from kosmos.kernel.changes import Change, Changes
from kosmos.kernel.days import start_of
from kosmos.ledger.services import allocate_ids, bulk_open_accounts
from kosmos.ledger.services.accounts import NewAccount
from kosmos.loading import staging
from kosmos.loading.staging import NewAccountRow
from kosmos.subscribers.services import (
    Address,
    Contacts,
    NewContract,
    NewSubscriber,
    bulk_add_subscribers,
    bulk_sign_contracts,
    change_addresses,
    change_contacts,
)

PAGE = 5_000
"""Accounts that are written at a time: what the memory holds of them."""

NAMED = 20
"""So many additions are named one by one in a report; of more, how many there are."""

T = TypeVar("T", Address, Contacts)


@dataclass
class Takeover:
    """One load under way: accounts come in as open through `day`, their postings are of the moment `at`."""

    day: date
    at: datetime
    zone: ZoneInfo
    changes: Changes = field(default_factory=Changes)

    def change_what_is_here(self) -> None:
        """Contacts, addresses and further plans of subscribers and accounts that are here."""
        contacts, addresses = staging.changed_contacts(), staging.changed_addresses()
        change_contacts([(subscriber, after) for subscriber, _, _, after in contacts])
        change_addresses([(account, after) for account, _, _, after in addresses])
        for _, login, was, now in contacts:
            self.changes.changed.extend(_differences(f"subscriber {login}", was, now))
        for _, number, here, there in addresses:
            self.changes.changed.extend(_differences(f"account {number}", here, there))
        self._connect_more()
        self.changes.kept.extend(f"{plan} of account {number}" for number, plan in staging.kept_plans())
        if others := staging.accounts_not_named():
            self.changes.kept.append(f"{others} {'account' if others == 1 else 'accounts'}")

    def _connect_more(self) -> None:
        wanted = staging.new_plans(self.zone.key)
        codes = dict(Plan.objects.values_list("id", "code"))
        connect_more([(account, plan, start_of(on, self.zone)) for account, _, plan, on in wanted], day=self.day)
        self.changes.added.extend(f"{codes[plan]} to account {number}, from {on}" for _, number, plan, on in wanted)

    def add(self, accounts: int, logins: int, tell: Callable[[int], None]) -> None:
        """The new accounts, `accounts` of them, and their subscribers, of whom `logins` are new."""
        if not accounts:
            return
        account_ids = allocate_ids("account", accounts)
        subscriber_ids = allocate_ids("subscriber", logins) if logins else range(0)
        sign_in_ids = allocate_ids("sign_in", logins) if logins else range(0)
        numbers: list[str] = []
        for after in range(0, accounts, PAGE):
            page = staging.new_accounts(after, PAGE)
            self._add_page(page, account_ids, subscriber_ids, sign_in_ids)
            numbers += [row.account for row in page[: NAMED - len(numbers)]]
            tell(after + len(page))
        if accounts <= NAMED:
            self.changes.added.extend(f"account {number}" for number in numbers)
        else:
            self.changes.added.append(f"{accounts} accounts")
        if logins:
            self.changes.added.append(f"{logins} {'subscriber' if logins == 1 else 'subscribers'}")

    def _add_page(
        self, page: Sequence[NewAccountRow], account_ids: range, subscriber_ids: range, sign_in_ids: range
    ) -> None:
        """A page of accounts: the ledger's part first, then who holds them, then what they use."""

        def holder(row: NewAccountRow) -> int:
            return row.subscriber_id or subscriber_ids[(row.login_rank or 0) - 1]

        ids = [account_ids[row.account_rank - 1] for row in page]
        bulk_open_accounts(
            [
                NewAccount(account, row.account, row.opened_on, row.balance_kopecks)
                for account, row in zip(ids, page, strict=True)
            ],
            day=self.day,
            at=self.at,
        )
        bulk_add_subscribers(
            [
                NewSubscriber(holder(row), sign_in_ids[row.login_rank - 1], row.login, row.kind, row.contacts)
                for row in page
                if row.is_new_subscriber and row.login_rank
            ]
        )
        bulk_sign_contracts(
            NewContract(account, row.account, row.opened_on, holder(row), row.address)
            for account, row in zip(ids, page, strict=True)
        )
        bulk_connect(
            (
                NewSubscription(account, number, plan, start_of(on, self.zone))
                for account, row in zip(ids, page, strict=True)
                for number, (plan, on) in enumerate(zip(row.plans, row.connected, strict=True), start=1)
            ),
            day=self.day,
        )


def _differences(subject: str, before: T, after: T) -> list[Change]:
    names = [one.name for one in fields(before)]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return [Change(subject, name, was or "none", now or "none") for name, was, now in pairs if was != now]
