"""The pages for the operator's people."""

from django.urls import URLPattern, URLResolver

from kosmos.backoffice.pages import home, requests, second_factor, sessions, sign_in

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    *home.urlpatterns,
    *sign_in.urlpatterns,
    *second_factor.urlpatterns,
    *sessions.urlpatterns,
    *requests.urlpatterns,
]
