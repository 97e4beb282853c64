"""The payment rails' machine traffic."""

from django.urls import URLPattern, URLResolver

from kosmos.gateway.endpoints import assist
from kosmos.gateway.simulator import pages, sms

app_name = "gateway"
urlpatterns: list[URLPattern | URLResolver] = [*assist.urlpatterns, *pages.urlpatterns, *sms.urlpatterns]
