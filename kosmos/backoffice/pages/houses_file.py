"""A file of houses: sent, looked at, and loaded as it was looked at; or everything that is wrong with it, by line."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.editing.sending import form_of, see
from kosmos.backoffice.guards import StaffRequest, staff_page
from kosmos.backoffice.roles import EDIT_SITE
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.models import CoverageFile
from kosmos.editing.services import keep_file, load_file, mark_of
from kosmos.loading.coverage import load_coverage
from kosmos.loading.coverage_file import HEADER
from kosmos.loading.errors import LoadError, NoOperator, Problem

SHOWN = 100
"""So many lines that are wrong are shown."""
NAME = "houses.csv"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_SITE)
def send(request: StaffRequest) -> HttpResponse:
    """The form; a POST keeps the file to be looked at."""
    if request.method != "POST":
        return _form_page(request)
    sent = request.FILES.get("file")
    try:
        content = sent.read() if sent is not None else b""
        held = keep_file((sent.name if sent is not None else "") or NAME, content, form_of(request))
    except Unfit as error:
        reason = dict(error.parameters["fields"])["file"]  # type: ignore[call-overload]
        said = {"missing": _("Выберите файл"), "too_big": _("Файл больше 5 МБ: загрузите его командой")}
        return _form_page(request, error=said[reason])
    return see(reverse("staff:houses-file", args=[held.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_SITE)
def one(request: StaffRequest, file_id: uuid.UUID) -> HttpResponse:
    """What the file would change, or what is wrong with it; a POST loads it."""
    held = get_object_or_404(CoverageFile, pk=file_id)
    if request.method != "POST":
        return _report_page(request, held)
    try:
        good_rows = request.POST.get("do") == "good-rows"
        saved = load_file(file_id, form_of(request), lambda content: _loaded(content, [] if good_rows else None))
    except NothingToEdit:
        raise Http404 from None
    except ChangedMeanwhile:
        return _report_page(request, held, changed=True)
    except (LoadError, NoOperator):
        return _report_page(request, held)
    if saved.fresh:
        messages.success(request, _("Дома загружены, поиск адресов их уже знает"))
    else:
        messages.success(request, _("Этот файл уже загружен раньше, второй раз ничего не изменилось"))
    return see(reverse("staff:coverage"))


def _loaded(content: bytes, left_out: list[Problem] | None, *, dry_run: bool = False) -> Mapping[str, Any]:
    """Load a file's bytes, or only say what they would change; without the lines that are wrong, if these may be."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        file.write_bytes(content)
        changes = load_coverage(file, dry_run=dry_run, left_out=left_out)
    changed = [[one.subject, one.field, one.before, one.after] for one in changes.changed]
    wrong = {"left_out": len({one.line for one in left_out})} if left_out else {}
    return {"added": list(changes.added), "changed": changed, "kept": list(changes.kept), **wrong}


def _report_page(request: StaffRequest, held: CoverageFile, *, changed: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"held": held, "key": uuid.uuid4().hex, "changed": changed}
    problems: list[Problem] = []
    if held.loaded_at is None:
        try:
            with transaction.atomic():
                report = _loaded(bytes(held.content), problems, dry_run=True)
            context |= {"report": _in_words(report), "seen": mark_of(report)}
        except LoadError as error:
            problems = list(error.problems)
        except NoOperator:
            context["problems"] = [{"where": "", "said": _("Сначала загрузите оператора"), "found": ""}]
    if problems:
        lines = len({one.line for one in problems})
        context |= {"problems": [_problem(one) for one in problems[:SHOWN]], "count": len(problems), "lines": lines}
    status = 422 if changed or (problems and request.method == "POST") else 200
    return render(request, "backoffice/catalogue/houses_report.html", context, status=status)


def _in_words(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report as it is shown."""
    names = {"services": _("услуги"), "dormitory": _("общежитие")}
    changed = [
        (_house(house), names.get(what, what), before, after) for house, what, before, after in report["changed"]
    ]
    return {"added": [_house(one) for one in report["added"]], "changed": changed}


def _house(said: str) -> str:
    """ "building Минск, Красная, 6" or "120 buildings" as people say it."""
    count = said.removesuffix(" buildings")
    if count.isdigit():
        return ngettext("%(count)s дом", "%(count)s домов", int(count)) % {"count": count}
    return said.removeprefix("building ")


def _problem(one: Problem) -> dict[str, str]:
    """Where it is wrong, what to do, and what was found there."""
    column, _colon, rest = one.message.partition(": ")
    where = _("строка %(line)s, знак %(column)s") % {"line": one.line, "column": one.column}
    if column not in HEADER:
        return {"where": where, "said": _("Проверьте строку: она устроена не как остальные"), "told": one.message}
    found = rest.partition(";")[0].removeprefix("found ")
    return {"where": where, "said": f"{column}: {_column_words(column)}", "found": found}


def _column_words(column: str) -> str:
    return {
        "city": _("название города без лишних пробелов"),
        "street": _("название улицы без лишних пробелов"),
        "house": _("номер с тем, что за ним: 6, 57Б, 39/1; каждый дом один раз"),
        "dormitory": _("название общежития или пусто"),
        "services": _("коды услуг через точку с запятой, каждый один раз"),
    }[column]


def _form_page(request: StaffRequest, *, error: str = "") -> HttpResponse:
    context = {"error": error, "header": ",".join(HEADER)}
    return render(request, "backoffice/catalogue/houses.html", context, status=422 if error else 200)


urlpatterns: list[URLPattern] = [
    path("coverage/file/", send, name="houses-send"),
    path("coverage/file/<uuid:file_id>/", one, name="houses-file"),
]
