"""The second step of signing in: the code of whoever wanted one."""

from django.urls import URLPattern, path

from kosmos.entering.code_page import code_page
from kosmos.portal.asking import REFUSALS
from kosmos.portal.letting_in import DOOR, let_in

code = code_page(DOOR, "portal/sign_in_code.html", REFUSALS, let_in)
urlpatterns: list[URLPattern] = [path("sign-in/code/", code, name="sign-in-code")]
