"""The payment rails' machine traffic."""

from django.urls import URLPattern, URLResolver

from kosmos.gateway.endpoints import cards, handing_on
from kosmos.gateway.simulator import answering, demands, pages, payer, sms, terminal, testers

app_name = "gateway"
urlpatterns: list[URLPattern | URLResolver] = [
    *cards.urlpatterns,
    *handing_on.urlpatterns,
    *answering.urlpatterns,
    *demands.urlpatterns,
    *pages.urlpatterns,
    *payer.urlpatterns,
    *sms.urlpatterns,
    *terminal.urlpatterns,
    *testers.urlpatterns,
]
