"""Writes about subscribers: many at once, as they come from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.kernel.sql import copy, execute, statement

UNUSABLE = "!"
"""The stored password with which nobody can sign in: none was issued yet."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an account's services are; what a place does not have is empty."""

    city: str
    street: str
    house: str
    building: str
    apartment: str
    dormitory: str
    room: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a subscriber is called and how to reach him; phone in E.164, empty where unknown."""

    name: str
    unp: str
    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class NewSubscriber:
    """A subscriber to add together with his sign-in; `kind` is a SubscriberKind."""

    id: int
    sign_in_id: int
    login: str
    kind: int
    contacts: Contacts


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract by which a subscriber holds an account."""

    account_id: int
    number: str
    signed_on: date
    subscriber_id: int
    address: Address


def bulk_add_subscribers(new: Sequence[NewSubscriber]) -> None:
    """Add subscribers with sign-ins whose password is not usable yet, by COPY, in the caller's transaction.

    The ids are the caller's, from ledger.services.allocate_ids. IntegrityError if a login is taken.
    """
    copy(
        "subscribers_signin (id, password, login, is_active, must_change_password)",
        ((one.sign_in_id, UNUSABLE, one.login, True, True) for one in new),
    )
    copy(
        "subscribers_subscriber (id, sign_in_id, kind, name, unp, phone, email, language)",
        ((one.id, one.sign_in_id, one.kind, *_contacts(one.contacts)) for one in new),
    )


def bulk_sign_contracts(new: Iterable[NewContract]) -> None:
    """Add contracts by COPY, in the caller's transaction. IntegrityError if an account has one already."""
    copy(
        "subscribers_contract (account_id, number, signed_on, subscriber_id, city, street, house, building,"
        " apartment, dormitory, room)",
        ((one.account_id, one.number, one.signed_on, one.subscriber_id, *_address(one.address)) for one in new),
    )


def change_contacts(changes: Sequence[tuple[int, Contacts]]) -> int:
    """Give subscribers, by id, other contacts; the number changed."""
    columns = list(zip(*(_contacts(contacts) for _, contacts in changes), strict=True))
    names = ("names", "unps", "phones", "emails", "languages")
    return _change("change_contacts", [subscriber for subscriber, _ in changes], names, columns)


def change_addresses(changes: Sequence[tuple[int, Address]]) -> int:
    """Move the services of accounts, by id, to other addresses; the number changed."""
    columns = list(zip(*(_address(address) for _, address in changes), strict=True))
    names = ("cities", "streets", "houses", "buildings", "apartments", "dormitories", "rooms")
    return _change("change_addresses", [account for account, _ in changes], names, columns)


def _change(name: str, ids: list[int], names: Sequence[str], columns: Sequence[Sequence[str]]) -> int:
    if not ids:
        return 0
    arrays = {key: list(column) for key, column in zip(names, columns, strict=True)}
    return execute(statement("subscribers", name), {"ids": ids, **arrays})


def _contacts(contacts: Contacts) -> tuple[str, ...]:
    return (contacts.name, contacts.unp, contacts.phone, contacts.email, contacts.language)


def _address(address: Address) -> tuple[str, ...]:
    return (
        address.city,
        address.street,
        address.house,
        address.building,
        address.apartment,
        address.dormitory,
        address.room,
    )
