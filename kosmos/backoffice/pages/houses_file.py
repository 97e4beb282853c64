"""A file of houses: sent, looked at, and loaded as it was looked at; or everything that is wrong with it, by line."""

import uuid
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import EDIT_SITE
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.models import CoverageFile
from kosmos.editing.services import Form, keep_file, load_file, mark_of
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
        held = keep_file(
            sent.name or NAME if sent is not None else NAME, content, Form(request.staff, "", time_of(request))
        )
    except Unfit as error:
        reason = dict(error.parameters["fields"])["file"]  # type: ignore[call-overload]
        said = {"missing": _("Выберите файл"), "too_big": _("Файл больше 5 МБ: загрузите его командой")}
        return _form_page(request, error=said[reason])
    return _see("houses-file", held.id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_SITE)
def one(request: StaffRequest, file_id: uuid.UUID) -> HttpResponse:
    """What the file would change, or what is wrong with it; a POST loads it."""
    held = get_object_or_404(CoverageFile, pk=file_id)
    if request.method != "POST":
        return _report_page(request, held)
    key = sha256(f"{request.staff.pk} {file_id} {request.POST.get('key', '')[:64]}".encode()).hexdigest()[:32]
    form = Form(request.staff, key, time_of(request), request.POST.get("seen", "")[:64])
    try:
        saved = load_file(file_id, form, lambda content: _loaded(content, dry_run=False))
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
    return _see("coverage")


def _loaded(content: bytes, *, dry_run: bool) -> Mapping[str, Any]:
    """Load a file's bytes, or only say what they would change."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        file.write_bytes(content)
        changes = load_coverage(file, dry_run=dry_run)
    changed = [[one.subject, one.field, one.before, one.after] for one in changes.changed]
    return {"added": list(changes.added), "changed": changed, "kept": list(changes.kept)}


def _report_page(request: StaffRequest, held: CoverageFile, *, changed: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"held": held, "key": uuid.uuid4().hex, "changed": changed}
    status = 422 if changed else 200
    if held.loaded_at is None:
        try:
            with transaction.atomic():
                report = _loaded(bytes(held.content), dry_run=True)
            context |= {"report": _in_words(report), "seen": mark_of(report)}
        except LoadError as error:
            context |= {"problems": [_problem(one) for one in error.problems[:SHOWN]], "count": len(error.problems)}
            status = 422 if request.method == "POST" else 200
        except NoOperator:
            context["problems"] = [{"where": "", "said": _("Сначала загрузите оператора"), "found": ""}]
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
        return {"where": where, "said": _("Проверьте строку: она устроена не как остальные"), "found": one.message}
    return {"where": where, "said": f"{column}: {_column_words(column)}", "found": rest.partition(";")[0]}


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


def _see(name: str, *arguments: object) -> HttpResponse:
    response = HttpResponseRedirect(reverse(f"staff:{name}", args=arguments))
    response.status_code = 303
    return response


urlpatterns: list[URLPattern] = [
    path("coverage/file/", send, name="houses-send"),
    path("coverage/file/<uuid:file_id>/", one, name="houses-file"),
]
