"""A refusal beside the field that it is about, as the pages of the profile show it."""

from kosmos.entering.refusing import Refusals
from kosmos.portal.words import refusal

FIELDS = {
    "wrong_password": "password",
    "too_many_guesses": "password",
    "bad_phone": "phone",
    "bad_email": "email",
    "wrong_code": "code",
    "email_code_expired": "code",
}
"""Beside which field a refusal stands, by its code; others stand above the form."""
REFUSALS = Refusals(refusal, FIELDS)
refused_page = REFUSALS.page
