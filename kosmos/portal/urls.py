"""The pages for visitors and subscribers."""

from django.urls import URLPattern, URLResolver

from kosmos.portal.pages import demo, home, language, pay, showcase, sign_in, site, statement

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    *site.urlpatterns,
    *sign_in.urlpatterns,
    *home.urlpatterns,
    *statement.urlpatterns,
    *language.urlpatterns,
    *pay.urlpatterns,
    *demo.urlpatterns,
    *showcase.urlpatterns,
]
