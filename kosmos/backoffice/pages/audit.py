"""The audit: who did what, when and from where, with what was and became; searched, and saved as a file."""

from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kosmos.backoffice.audit.asked import NOT_STAFF, WHAT, Asked, asked_of
from kosmos.backoffice.audit.sheets import MOST_LINES, cells, columns
from kosmos.backoffice.audit.trail import place_of, text_of, trail
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import REVEAL_PERSONAL, SEE_AUDIT, may
from kosmos.catalogue.queries import operator_zone
from kosmos.documents.sheets import Cell, csv_lines, write_workbook
from kosmos.subscribers.acts import Act
from kosmos.subscribers.services import note_act
from kosmos.subscribers.staff_queries import staff_names
from kosmos.wording.typography import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_page(SEE_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """The timeline, the latest first; 422 where what is asked makes no sense."""
    asked = asked_of(request.GET.dict(), time_of(request))
    place = place_of(request.GET.get("after", ""))
    found = trail(asked, place)
    context = {
        "asked": asked,
        "people": staff_names(),
        "others": NOT_STAFF,
        "what": {code: one.words for code, one in WHAT.items()},
        "trail": found,
        "first": place is None,
        "start": _address("audit", asked),
        "further": _address("audit", asked, after=text_of(found.further)) if found.further else "",
        "csv": _address("audit-csv", asked),
        "xlsx": _address("audit-xlsx", asked),
        "whole": may(request.staff.role, REVEAL_PERSONAL),
    }
    return render(request, "backoffice/audit/list.html", context, status=422 if asked.errors else 200)


@require_safe
@staff_page(SEE_AUDIT)
def as_csv(request: StaffRequest) -> HttpResponseBase:
    """What was found as CSV, sent while it is read; no cell of it can be a formula."""
    asked = asked_of(request.GET.dict(), time_of(request))
    if asked.errors:
        return audit(request)
    sent = _csv(_parts(request, asked, "csv"), language())
    response = StreamingHttpResponse(sent, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


@require_safe
@staff_page(SEE_AUDIT)
def as_xlsx(request: StaffRequest) -> HttpResponseBase:
    """What was found as XLSX."""
    asked = asked_of(request.GET.dict(), time_of(request))
    if asked.errors:
        return audit(request)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_workbook(file, _("Аудит"), columns(), chain.from_iterable(_parts(request, asked, "xlsx")))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="audit.xlsx", content_type=XLSX)


def _parts(request: StaffRequest, asked: Asked, kind: str) -> Iterator[list[list[Cell]]]:
    """The cells of what is asked for, as the reader's role may see them; that a file was taken is noted first."""
    about = {name: value for name, value in asked.typed.items() if value} | {"kind": kind}
    note_act(
        Act.FILE_SAVED,
        now=time_of(request),
        staff=request.staff,
        origin=origin_of(request),
        subject="audit",
        after=about,
    )
    return cells(asked, MOST_LINES[kind], operator_zone(), whole=may(request.staff.role, REVEAL_PERSONAL))


def _csv(parts: Iterator[list[list[Cell]]], spoken: str) -> Iterator[str]:
    """CSV part by part; each in the reader's language, which is over when the answer is sent."""
    with override(spoken):
        yield "".join(csv_lines(columns(), [], english=spoken == "en"))
    while True:
        with override(spoken):
            part = next(parts, None)
            lines = list(csv_lines([], part or [], english=spoken == "en"))[1:]
        if part is None:
            return
        yield "".join(lines)


def _address(name: str, asked: Asked, **more: str) -> str:
    """The address of what was asked; a day that was taken away stays away."""
    told = {key: value for key, value in asked.typed.items() if value or key == "from"}
    return f"{reverse(f'staff:{name}')}?{urlencode({**told, **more})}"


urlpatterns: list[URLPattern] = [
    path("audit/", audit, name="audit"),
    path("audit/audit.csv", as_csv, name="audit-csv"),
    path("audit/audit.xlsx", as_xlsx, name="audit-xlsx"),
]
