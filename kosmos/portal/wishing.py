"""What pages of wishes share: names of subscriptions, sums of postings, and confirming exactly what was shown."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kosmos.charging.forecast import Foreseen
from kosmos.charging.home import Home
from kosmos.charging.prospects import confirm
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import PostingKind
from kosmos.portal.guards import CabinetRequest, time_of
from kosmos.portal.words import refusal
from kosmos.wording.confirming import same
from kosmos.wording.previewing import Line
from kosmos.wording.typography import quoted, text


def names_of(view: Home) -> dict[int, str]:
    """The services of an account by the numbers of its subscriptions: "Интернет «Орбита 100»"."""
    return {
        held.number: f"{text(held.service_name)} {quoted(text(held.name))}"
        if held.service_name
        else quoted(text(held.name))
        for held in view.held
    }


def listed(numbers: Iterable[int], names: dict[int, str]) -> str:
    """Some of an account's services in one line."""
    return ", ".join(names[number] for number in numbers if number in names)


def lines_of(postings: Iterable[Foreseen], names: dict[int, str]) -> tuple[Line, ...]:
    """Postings with their words; those of one kind and service are added up."""
    sums: dict[str, int] = {}
    for posting in postings:
        title = _title(posting, names.get(posting.subscription or 0, ""))
        sums[title] = sums.get(title, 0) + posting.amount_kopecks
    return tuple(Line(title, amount) for title, amount in sums.items())


def gained(postings: Iterable[Foreseen]) -> int:
    """What a balance gains by postings."""
    return sum(posting.amount_kopecks for posting in postings)


def confirmed(request: CabinetRequest, act: Callable[[], object], look: Callable[[], object]) -> str:
    """Do for the chosen account what its form was shown with; what refuses it, in words."""
    account_id = request.cabinet.chosen.account_id
    try:
        confirm(account_id, act, agreed=lambda: same(request.POST, look()), now=time_of(request))
    except DomainError as error:
        return refusal(error)
    return ""


def page(request: CabinetRequest, template: str, context: Mapping[str, object], *, refused: str = "") -> HttpResponse:
    """A page of a wish; one that was refused answers 422 and says why."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, {**context, "refused": refused}, status=status)


def _title(posting: Foreseen, name: str) -> str:
    if posting.kind == PostingKind.ACCRUAL:
        return _("%(plan)s до конца месяца") % {"plan": name}
    if posting.kind == PostingKind.GIVE_BACK:
        return _("вернём за %(plan)s") % {"plan": name}
    return name or _("разовое списание")
