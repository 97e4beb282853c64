"""The pages for the operator's people."""

from django.urls import URLPattern, URLResolver

from kosmos.backoffice.pages import (
    access,
    application,
    application_new,
    applications,
    contracts,
    editing,
    home,
    my_visits,
    plans_editing,
    policies,
    prices,
    requests,
    second_factor,
    sessions,
    sign_in,
    subscriber,
    templates_editing,
    visit_hours,
    visits,
)

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    *home.urlpatterns,
    *sign_in.urlpatterns,
    *second_factor.urlpatterns,
    *sessions.urlpatterns,
    *requests.urlpatterns,
    *applications.urlpatterns,
    *application_new.urlpatterns,
    *application.urlpatterns,
    *contracts.urlpatterns,
    *subscriber.urlpatterns,
    *access.urlpatterns,
    *visits.urlpatterns,
    *visit_hours.urlpatterns,
    *my_visits.urlpatterns,
    *editing.urlpatterns,
    *plans_editing.urlpatterns,
    *prices.urlpatterns,
    *policies.urlpatterns,
    *templates_editing.urlpatterns,
]
