"""Money that agents, the post and providers took for us and transferred: finance notes each transfer once."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.editing.sending import see
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import HANDLE_MONEY
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import LedgerCode, OperatorPosting
from kosmos.payments.services.handing_over import CODES, HandedOver
from kosmos.payments.sums import BadSum, read_sum
from kosmos.workplace.finance import note_transfer

SHOWN, LONGEST, MOST_KOPECKS = 30, 60, 10**12
FIELDS = ("code", "provider", "document", "came", "fee")
WORDS = {
    LedgerCode.AGENTS: gettext_lazy("Агенты: терминалы, магазины, банки"),
    LedgerCode.POST: gettext_lazy("Почта"),
    LedgerCode.ERIP_CLEARING: gettext_lazy("ЕРИП"),
    LedgerCode.CARD_CLEARING: gettext_lazy("Платежи картой"),
    LedgerCode.BANK: gettext_lazy("Банк"),
    LedgerCode.PROVIDER_FEES: gettext_lazy("Комиссия"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE_MONEY)
def handed_over(request: StaffRequest) -> HttpResponseBase:
    """The form and the newest transfers; a POST shows one to be looked at again, and notes it once that is ``sure``."""
    if request.method != "POST" or "edit" in request.POST:
        return _page(request)
    typed, errors = _read(request)
    if errors or typed is None:
        return _page(request, errors=errors)
    if "sure" not in request.POST:
        return _page(request, look=typed)
    try:
        fresh = note_transfer(typed, by=request.staff, now=time_of(request), origin=origin_of(request))
    except DomainError as error:
        return _page(request, error=error)
    if fresh:
        messages.success(request, _("Перечисление записано."))
    else:
        messages.info(request, _("Это перечисление уже записано: второй раз ничего не сделано."))
    return see(reverse("staff:handed-over"))


def _read(request: StaffRequest) -> tuple[HandedOver | None, dict[str, str]]:
    """What was typed, or what is wrong with it, by field."""
    told = {name: request.POST.get(name, "")[:LONGEST].strip() for name in ("code", "provider", "document")}
    errors = {name: _("Заполните это поле") for name in ("provider", "document") if not told[name]}
    code = next((one for one in CODES if one.label == told["code"]), None)
    errors |= {} if code else {"code": _("Выберите из списка")}
    sums = {}
    for name in ("came", "fee"):
        typed = request.POST.get(name, "")[:20].strip()
        try:
            sums[name] = read_sum(typed, least=1, most=MOST_KOPECKS) if typed or name == "came" else 0
        except BadSum:
            errors[name] = _("Введите сумму цифрами, например 25,90")
    if errors or code is None:
        return None, errors
    return HandedOver(code, told["provider"], told["document"], sums["came"], sums["fee"]), {}


def _page(
    request: StaffRequest,
    *,
    errors: dict[str, str] | None = None,
    error: DomainError | None = None,
    look: HandedOver | None = None,
) -> HttpResponse:
    newest = OperatorPosting.objects.filter(reference__startswith="handed-over ").order_by("-number")[:SHOWN]
    context = {
        "codes": [(one.label, WORDS[one]) for one in CODES],
        "typed": request.POST,
        "look": look,
        "look_source": WORDS[look.code] if look else "",
        "kept": [(name, request.POST.get(name, "")) for name in FIELDS] if look else [],
        "look_kopecks": look.came_kopecks + look.fee_kopecks if look else 0,
        "errors": errors or {},
        "error": error,
        "rows": [(one, WORDS[LedgerCode(one.from_code)], WORDS[LedgerCode(one.to_code)]) for one in newest],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors or error else HTTPStatus.OK
    return render(request, "backoffice/money/handed_over.html", context, status=status)


urlpatterns: list[URLPattern] = [path("money/handed-over/", handed_over, name="handed-over")]
