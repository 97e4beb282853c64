"""The pages for the operator's people."""

from django.urls import URLPattern, URLResolver

from kosmos.backoffice.pages import requests, sign_in

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [*sign_in.urlpatterns, *requests.urlpatterns]
