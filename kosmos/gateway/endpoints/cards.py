"""Where providers of cards send payers back to."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kosmos.payments.queries import order_by_number

RAILS = ("assist", "webpay", "bepaid")
PUSHING = (*RAILS, "bepaid_erip")
"""Those that tell us what became of orders."""
NUMBERS = ("ordernumber", "wsb_order_num", "order_id")
"""What the providers call our number when they send a payer back."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, **_: str) -> HttpResponseRedirect:
    """Lead a payer who comes back to the order's page, which shows the truth: coming back proves nothing."""
    given = {name.lower(): str(value) for name, value in request.GET.items()}
    number = next((given[name] for name in NUMBERS if given.get(name)), "")
    order = order_by_number(number.replace("\0", ""))
    target = redirect("portal:result", order.token) if order else redirect("portal:site")
    target.headers["Cache-Control"] = "no-store"
    return target


urlpatterns: list[URLPattern] = [
    path(f"{rail}/return/", returned, {"rail": rail}, name=f"return-{rail}") for rail in RAILS
]
