"""A visitor asks to be called: a short form that the foot of every page leads to."""

from django.urls import URLPattern, path

from kosmos.portal.applying import CALL_BACK
from kosmos.portal.pages.applying import form_page

urlpatterns: list[URLPattern] = [path("call-back/", form_page(CALL_BACK), name=CALL_BACK.page)]
