"""What messages say, in each language that a subscriber can be spoken to in.

An event's saying is a subject, a text for e-mail and the cabinet, and a short one for SMS: in Cyrillic 70 letters fit
in one part, 67 in each of two. What stands in braces is filled in by writing.py; {needed} is a sentence or nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """One event in one language; an empty ``sms`` is never sent by SMS."""

    subject: str
    text: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: its sayings, and the words that dates, sums and lists are made of."""

    sayings: dict[str, Saying]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    needed: str
    needed_sms: str
    account: str
    contacts: dict[str, str]
    then: dict[str, str]
    greeting: str
    ending: str
    quotes: tuple[str, str]
