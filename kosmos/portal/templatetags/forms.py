"""What every form of a page carries: the token against forgery, and the account that the page is about."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(name="csrf_token", takes_context=True)
def form_token(context: Context) -> SafeString:
    """Django's own hidden field; in a cabinet also the account shown, whatever another tab has chosen since."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105 - what Django says where there is none
        return SafeString("")
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    cabinet = getattr(context.get("request"), "cabinet", None)
    if cabinet is None or len(cabinet.accounts) == 1:
        return field
    return field + format_html('<input type="hidden" name="for_account" value="{}">', cabinet.chosen.number)
