"""A password replaced by its owner, and what is wrong with the new one, in words."""

from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kosmos.entering.asked import origin_of, time_of
from kosmos.kernel.errors import DomainError
from kosmos.subscribers import services
from kosmos.subscribers.errors import PasswordRefused, WrongPassword
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import SHORTEST_PASSWORD


def change_own(request: HttpRequest) -> None:
    """Change it, and give this session, the only one left, a new key. As ``services.change_password``."""
    owner, key = cast("SignIn", request.user), request.session.session_key or ""
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise PasswordRefused(reasons=("differ",))
    services.change_password(
        owner,
        current=request.POST.get("current"),
        new=new,
        session_key=key,
        origin=origin_of(request),
        now=time_of(request),
    )
    update_session_auth_hash(request, owner)
    services.rename_session(key=key, new_key=request.session.session_key or "")


def beside(refusal: DomainError) -> dict[str, str]:
    """What to say beside which field: of a new password every reason, in a sentence each."""
    if isinstance(refusal, WrongPassword):
        return {"current": _("Это не ваш нынешний пароль")}
    words = {
        "differ": _("Пароли не совпадают."),
        "too_short": _("Нужно не меньше %(count)d знаков.") % {"count": SHORTEST_PASSWORD},
        "too_long": _("Это слишком длинный пароль."),
        "login": _("Пароль не должен содержать логин."),
        "common": _("Такой пароль легко угадать: он есть в списках частых."),
        "same": _("Это прежний пароль, нужен другой."),
    }
    reasons = cast("tuple[str, ...]", refusal.parameters["reasons"])
    return {"again" if "differ" in reasons else "new": " ".join(words[reason] for reason in reasons)}
