"""Editors' pages: each section's list and form, with the page as the public will see it before it is saved."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.editing.fields import CHOICE, LANGUAGES, TICKS, Field, Typed, typed_in, typed_of, values_of
from kosmos.backoffice.editing.section import Section
from kosmos.backoffice.editing.sections import SECTIONS
from kosmos.backoffice.editing.sending import form_of, see
from kosmos.backoffice.editing.words import edit_words, wrong_words
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.catalogue.queries import operator_zone
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.queries import edits_of
from kosmos.editing.services import mark_of
from kosmos.wording.typography import text

LONGEST_QUESTION = 100
SHOW = "show-"
"""How the buttons begin that show the public page in a language."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one thing as it is shown: what stands in it, and what is wrong."""

    section: Section
    object_id: str | None
    state: dict[str, Any] | None
    typed: Typed
    key: str
    wrong: dict[str, str] = field(default_factory=dict)
    changed: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked."""
        return self.section.fields_of(self.object_id)

    @property
    def facts(self) -> list[tuple[Field, list[str]]]:
        """What stays as it is."""
        if self.state is None or self.object_id is None:
            return []
        fixed = self.section.fixed(self.object_id).names
        return _there([one for one in self.section.fields if one.name in fixed], self.state)

    @property
    def boxes(self) -> Iterator[dict[str, Any]]:
        """The fields for the template."""
        for one in self.fields:
            inputs = [
                {
                    "name": name,
                    "language": code,
                    "words": LANGUAGES.get(code, ""),
                    "value": (self.typed[name] or [""])[0],
                }
                for name, code in one.inputs.items()
            ]
            error = wrong_words(one, self.wrong[one.name]) if one.name in self.wrong else ""
            yield {"field": one, "inputs": inputs, "chosen": self.typed.get(one.name, []), "error": error}


def pages_of(section: Section) -> list[URLPattern]:
    """The addresses of a section: its list, a new thing, one thing."""

    @require_safe
    @staff_page(section.function)
    def listing(request: StaffRequest) -> HttpResponse:
        asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
        context = {"section": section, "asked": asked, "things": section.listed(asked, time_of(request))}
        more = [(reverse(f"staff:{name}"), words) for name, words in section.more]
        new = f"staff:{section.one[:-4]}new"
        return render(request, "backoffice/editing/list.html", {**context, "more": more, "new": new})

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_page(section.function)
    def edit(request: StaffRequest, object_id: object = None) -> HttpResponse:
        name = None if object_id is None else str(object_id)
        try:
            return _act(request, section, name) if request.method == "POST" else _blank(request, section, name)
        except NothingToEdit:
            raise Http404 from None

    new = [path(f"{section.name}/new/", edit, name=f"{section.one[:-4]}new")] if section.new else []
    return [
        path(f"{section.name}/", listing, name=section.name),
        *new,
        path(f"{section.name}/<{section.key}:object_id>/", edit, name=section.one),
    ]


def _blank(request: StaffRequest, section: Section, object_id: str | None) -> HttpResponse:
    """The form as the thing is."""
    state = section.kind.state(section.kind.find(object_id)) if object_id else None
    fields = section.fields_of(object_id)
    empty: Typed = {name: [] for one in fields for name in one.inputs}
    typed = typed_of(fields, state, operator_zone()) if state else empty
    return _page(request, Sheet(section, object_id, state, typed, uuid.uuid4().hex))


def _act(request: StaffRequest, section: Section, object_id: str | None) -> HttpResponse:
    """Save, show as the public will see it, or end; what is refused is shown with what was typed."""
    wish = request.POST.get("do", "save")
    if wish == "end" and section.ending and object_id:
        return _end(request, section, object_id)
    state = section.kind.state(section.kind.find(object_id)) if object_id else None
    fields = section.fields_of(object_id)
    typed = typed_in(fields, request.POST)
    values, wrong = values_of(fields, typed, operator_zone())
    kept = section.fixed(object_id).names if object_id and state else ()
    values = {name: state[name] for name in kept if state} | values
    sheet = Sheet(section, object_id, state, typed, request.POST.get("key", "")[:32] or uuid.uuid4().hex, wrong)
    try:
        if wrong:
            raise Unfit(fields=wrong)
        if wish.startswith(SHOW):
            section.check(object_id, values)
            return _shown(request, section, values, wish.removeprefix(SHOW))
        saved = section.save(object_id, values, form_of(request, wish, repr(sorted(typed.items()))))
    except Unfit as error:
        return _page(request, _again(sheet, wrong=dict(error.parameters["fields"])), status=422)  # type: ignore[call-overload]
    except ChangedMeanwhile:
        return _page(request, _again(sheet, changed=True), status=422)
    messages.success(request, str(section.saved) if saved.fresh else _("Ничего не изменилось"))
    return see(reverse(f"staff:{section.one}", args=[saved.object_id]))


def _end(request: StaffRequest, section: Section, object_id: str) -> HttpResponse:
    if section.ending is None:
        raise Http404
    try:
        section.ending.act(object_id, form_of(request, "end"))
    except ChangedMeanwhile:
        messages.error(request, _("Пока вы смотрели, это изменили. Посмотрите ещё раз"))
        return see(request.path)
    except Unfit:
        messages.error(request, str(section.ending.refused))
        return see(request.path)
    messages.success(request, str(section.ending.done))
    return see(reverse(f"staff:{section.name}"))


def _shown(request: StaffRequest, section: Section, values: dict[str, Any], language: str) -> HttpResponse:
    """The public page as it would be; nothing is saved."""
    if language not in LANGUAGES or not section.page:
        raise Http404
    with override(language):
        return render(request, section.page, section.shown(values, time_of(request)))


def _again(sheet: Sheet, *, wrong: dict[str, str] | None = None, changed: bool = False) -> Sheet:
    """The form with what was typed; after somebody else's change it will replace what that one saved."""
    return Sheet(sheet.section, sheet.object_id, sheet.state, sheet.typed, sheet.key, wrong or {}, changed)


def _page(request: StaffRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    section, state = sheet.section, sheet.state
    names = {one.name: str(one.label).lower() for one in section.fields if not one.only_new}
    history = edits_of(section.kind.subject, sheet.object_id) if sheet.object_id else []
    told = [{"edit": edit, "words": edit_words(edit, names)} for edit in history]
    context = {
        "sheet": sheet,
        "section": section,
        "called": _called(state),
        "seen": _seen(request, sheet),
        "now_there": _there(sheet.fields, state) if sheet.changed and state else [],
        "why_fixed": section.fixed(sheet.object_id).why if sheet.object_id else "",
        "notes": section.notes(sheet.object_id) if sheet.object_id else "",
        "links": section.links(sheet.object_id) if sheet.object_id else [],
        "history": told,
        "over": bool(state and section.ending and section.ending.is_over(state)),
        "languages": [(f"{SHOW}{code}", words) for code, words in LANGUAGES.items()] if section.page else [],
    }
    return render(request, "backoffice/editing/form.html", context, status=status)


def _called(state: dict[str, Any] | None) -> str:
    """What the thing is called, where it has a name."""
    names = [state[part] for part in ("name", "title", "subject") if part in state] if state else []
    name = names[0] if names else ""
    return text(name) if isinstance(name, dict) else str(name)


def _seen(request: StaffRequest, sheet: Sheet) -> str:
    """The mark of the state that the form is about: while nobody is told of another, that of the first look."""
    if sheet.wrong:
        return request.POST.get("seen", "")
    return mark_of(sheet.state) if sheet.state else ""


def _there(fields: Sequence[Field], state: dict[str, Any]) -> list[tuple[Field, list[str]]]:
    """What stands there now, field by field, in words."""
    typed = typed_of(tuple(fields), state, operator_zone())
    return [(one, [_word(one, text) for name in one.inputs for text in typed[name] if text]) for one in fields]


def _word(one: Field, text: str) -> str:
    """A choice or a tick as it is called, anything else as it is typed."""
    return dict(one.choices()).get(text, text) if one.look in {CHOICE, TICKS} else text


urlpatterns: list[URLPattern] = [pattern for section in SECTIONS for pattern in pages_of(section)]
