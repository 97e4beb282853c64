"""Ready texts of answers to requests, as editors write and change them."""

import uuid
from collections.abc import Mapping
from typing import Any

from kosmos.editing.errors import NothingToEdit
from kosmos.editing.models import Subject
from kosmos.editing.rules import judge
from kosmos.editing.services.keeping import Form, Kind, Saved, keep
from kosmos.support.answers import own_text, unknown_field
from kosmos.support.models import AnswerText
from kosmos.support.rules import LONGEST_TEXT

ANSWERS = Kind(Subject.ANSWER, AnswerText, ("name", "topic", "texts", "removed"), blank=own_text)


def save_answer(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add a ready text, change it, or offer it again. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: AnswerText | None) -> AnswerText:
        check_answer(object_id, values)
        made = row or AnswerText(code=uuid.uuid4().hex)
        made.name, made.topic, made.texts = values["name"], values["topic"], values["texts"]
        made.removed = False
        made.save(force_insert=made._state.adding)
        return made

    return keep(ANSWERS, object_id, form, change)


def check_answer(_object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the text cannot be so: a field in braces that there is not, or more than an answer holds."""
    texts = (values["texts"] or {}).values()
    faults = {"texts": "unknown_field"} if any(unknown_field(text) for text in texts) else {}
    if any(len(text) > LONGEST_TEXT for text in texts):
        faults = {"texts": "too_long"}
    judge(values, required=("name", "texts"), titles=("name",), also=faults)


def remove_answer(object_id: str, form: Form) -> Saved:
    """Offer a ready text no more. ChangedMeanwhile, NothingToEdit."""

    def change(row: AnswerText | None) -> AnswerText:
        if row is None:
            raise NothingToEdit
        row.removed = True
        row.save(force_insert=row._state.adding)
        return row

    return keep(ANSWERS, object_id, form, change)
