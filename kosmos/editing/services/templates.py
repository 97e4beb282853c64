"""What messages say, in the operator's own words; without any the house's are said."""

from collections.abc import Mapping
from typing import Any

from kosmos.editing.errors import NothingToEdit
from kosmos.editing.models import Subject
from kosmos.editing.rules import Faults, judge, refuse
from kosmos.editing.services.keeping import Form, Kind, Saved, State, keep
from kosmos.notifications.models import MessageTemplate
from kosmos.notifications.templates import LONGEST_SMS, NEEDED, example_of, fields_for, fields_named, house_template

TEMPLATES = Kind(Subject.TEMPLATE, MessageTemplate, ("event", "subject", "text", "sms"), blank=house_template)
LANGUAGES = ("ru", "be", "en")


def is_house(state: Mapping[str, Any]) -> bool:
    """Whether a template says what the house says."""
    house = house_template(state["event"])
    return house is not None and TEMPLATES.state(house) == dict(state)


def save_template(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Have messages of an event say something else from now on. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: MessageTemplate | None) -> MessageTemplate:
        if row is None:
            raise NothingToEdit
        check_template(object_id, values)
        row.subject, row.text, row.sms = (values[part] or {} for part in ("subject", "text", "sms"))
        row.save()
        return row

    return keep(TEMPLATES, object_id, form, change)


def check_template(object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where a message cannot say that: something unknown in braces, what is needed left out, a long SMS."""
    event = str(object_id)
    faults: Faults = {}
    for part in ("subject", "text", "sms"):
        if fault := _fault_of(event, part, values[part] or {}):
            faults[part] = fault
    house = house_template(event)
    required = ("subject", "text", *(("sms",) if house and house.sms["ru"] else ()))
    judge(values, required=required, titles=("subject",), also=faults)
    if not faults and any(len(_sms(event, values, code)) > LONGEST_SMS for code in LANGUAGES):
        refuse({"sms": "sms_long"})


def reset_template(object_id: str, form: Form) -> Saved:
    """Say again what the house says. ChangedMeanwhile, NothingToEdit."""

    def change(row: MessageTemplate | None) -> None:
        if row is None or row._state.adding:
            raise NothingToEdit
        row.delete()

    return keep(TEMPLATES, object_id, form, change)


def drafted(values: Mapping[str, Any]) -> MessageTemplate:
    """A template as it was typed, to be looked at."""
    return MessageTemplate(event=values["event"], **{part: values[part] or {} for part in ("subject", "text", "sms")})


def _sms(event: str, values: Mapping[str, Any], language: str) -> str:
    return example_of(drafted({**values, "event": event}), language).sms


def _fault_of(event: str, part: str, texts: State) -> str:
    try:
        named = [fields_named(text) for text in texts.values()]
    except ValueError:
        return "braces"
    if any(one - fields_for(event) for one in named):
        return "unknown_field"
    return "" if all(NEEDED.get(event, {}).get(part, set()) <= one for one in named) else "needed_field"
