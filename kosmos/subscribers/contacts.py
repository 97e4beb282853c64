"""Phones and e-mail addresses as people type them, in the one way in which they are kept; no Django, no clock."""

import re

import phonenumbers

from kosmos.subscribers.errors import BadEmail, BadPhone

REGION = "BY"
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")


def phone_of(text: str) -> str:
    """A phone number that can exist, in E.164, from any usual form: "8 029 123-45-67", "+375 (29) …", "29 …".

    BadPhone.
    """
    typed = text.strip()[:LONGEST_PHONE]
    typed = f"+{typed[2:]}" if typed.startswith("00") else typed
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise BadPhone from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise BadPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_words(phone: str) -> str:
    """A kept number as it is read aloud: "+375 29 123-45-67"; empty where there is none."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email_of(text: str) -> str:
    """An address that mail can go to, its host in small letters. BadEmail."""
    typed = text.strip()
    local, _, host = typed.rpartition("@")
    wrong = len(typed) > LONGEST_EMAIL or not _EMAIL.fullmatch(typed)
    if wrong or local.startswith(".") or local.endswith(".") or ".." in local:
        raise BadEmail
    return f"{local}@{host.lower()}"
