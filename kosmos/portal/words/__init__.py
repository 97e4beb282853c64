"""What pages say: names of charges, their reasons, states and refusals, in the active language."""

from kosmos.portal.words.plans import plan_name, plan_title
from kosmos.portal.words.refusals import refusal, refusal_words
from kosmos.portal.words.states import service_words, state_words
from kosmos.portal.words.why import charge_title, days_words, why_words
from kosmos.wording.states import StateWords

__all__ = [
    "StateWords",
    "charge_title",
    "days_words",
    "plan_name",
    "plan_title",
    "refusal",
    "refusal_words",
    "service_words",
    "state_words",
    "why_words",
]
