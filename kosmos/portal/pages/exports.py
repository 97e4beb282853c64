"""A statement as files: CSV and XLSX with every row, PDF to print; of a month or of up to ten years."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kosmos.charging.period import rows_in_parts, statement_period
from kosmos.charging.statement import months_of
from kosmos.charging.why import StatementRow
from kosmos.documents.sheets import csv_lines, write_workbook
from kosmos.kernel.days import business_day
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.papers import statement_paper
from kosmos.portal.periods import Asked, asked_of
from kosmos.portal.sheets import cells_of, columns
from kosmos.wording.typography import language, zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@cabinet_page
def as_csv(request: CabinetRequest) -> HttpResponseBase:
    """The rows of a period as CSV, sent while it is read; no cell of it can be a formula."""
    asked = _asked(request)
    rows = _rows(request, asked)
    response = StreamingHttpResponse(_lines(rows, language()), content_type="text/csv; charset=utf-8")
    return _named(response, request, asked, "csv")


@require_safe
@cabinet_page
def as_xlsx(request: CabinetRequest) -> HttpResponseBase:
    """The rows of a period as XLSX: numbers are numbers, days are days, texts are texts."""
    asked = _asked(request)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_workbook(file, _("Выписка"), columns(), (cells_of(row) for part in _rows(request, asked) for row in part))
    file.seek(0)
    return _named(FileResponse(file, content_type=XLSX), request, asked, "xlsx")


@require_safe
@cabinet_page
def as_pdf(request: CabinetRequest) -> HttpResponseBase:
    """A period on paper: the equation first, then its rows; a long period's days stand together by month."""
    asked, chosen = _asked(request), request.cabinet.chosen
    period = statement_period(chosen.account_id, asked.first, asked.last)
    rows = rows_in_parts(chosen.account_id, asked.first, asked.last, through_number=period.last_number)
    made = statement_paper(chosen.number, asked, period, rows, now=time_of(request))
    return _named(HttpResponse(made, content_type="application/pdf"), request, asked, "pdf")


def _asked(request: CabinetRequest) -> Asked:
    """The period that is asked for; 404 for days that cannot be shown."""
    months = months_of(request.cabinet.chosen.account_id)
    asked = asked_of(request.GET, months, business_day(time_of(request), zone()))
    if asked.error:
        raise Http404
    return asked


def _rows(request: CabinetRequest, asked: Asked) -> Iterator[list[StatementRow]]:
    return rows_in_parts(request.cabinet.chosen.account_id, asked.first, asked.last)


def _lines(rows: Iterator[list[StatementRow]], spoken: str) -> Iterator[str]:
    """CSV part by part; each in the reader's language, which is over when the answer is sent."""
    with override(spoken):
        yield "".join(csv_lines(columns(), [], english=spoken == "en"))
    for part in rows:
        with override(spoken):
            lines = list(csv_lines(columns(), map(cells_of, part), english=spoken == "en"))
        yield "".join(lines[1:])


def _named(response: HttpResponseBase, request: CabinetRequest, asked: Asked, kind: str) -> HttpResponseBase:
    name = f"statement-{request.cabinet.chosen.number}-{asked.name}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


exports = {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}
"""The files by their kinds."""
