"""Applications and call-backs: the board, its columns the stages, and the same as a table that is searched."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from kosmos.backoffice.application_words import KINDS
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import MAY, SEE_APPLICATIONS, WORK_APPLICATIONS, may
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import rules
from kosmos.connections.models import ENDED, Application, Stage
from kosmos.connections.worklist import LONGEST_SEARCH, OPEN, Counted, Place, Wanted, counted, listed, staff_of
from kosmos.subscribers.models import StaffMember

BOARD, TABLE = "board", "table"
ON_A_COLUMN, ON_A_TABLE = 8, 50
MINE, NOBODY = "me", "nobody"
STAGES: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "ended": ENDED,
    "all": tuple(Stage),
    **{stage.value: (stage,) for stage in Stage},
}
"""What the table can show, by the word in its address."""
BOARD_FILTERS = ("kind", "owner", "late")


@dataclass(frozen=True, slots=True)
class Card:
    """An application with what is to be done about it, whether today, and what it can be moved to."""

    application: Application
    deadline: rules.Deadline | None
    today: bool
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage on the board: how many it holds, and the first of them."""

    stage: str
    counted: Counted
    cards: tuple[Card, ...]

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.counted.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it stands in the address; 404 for what cannot be asked."""

    stage: str
    kind: str
    owner: str
    late: bool
    text: str

    def wanted(self, staff: StaffMember) -> Wanted:
        """The applications that are asked for."""
        named = {"": None, MINE: staff.pk, NOBODY: 0}
        owner = named[self.owner] if self.owner in named else int(self.owner)
        return Wanted(STAGES[self.stage], self.kind, owner, self.late, self.text)

    def address(self, view: str, **changes: str) -> str:
        """The page with these filters, and some of them changed."""
        told = {"stage": self.stage, "kind": self.kind, "owner": self.owner, "q": self.text}
        query = QueryDict(mutable=True)
        query["view"] = view
        query.update({name: value for name, value in {**told, **changes}.items() if value})
        if self.late:
            query["late"] = "1"
        return f"{reverse('staff:applications')}?{query.urlencode()}"


@require_safe
@staff_page(SEE_APPLICATIONS)
def applications(request: StaffRequest) -> HttpResponse:
    """The board, or the table where that is asked for or something is searched."""
    view = request.GET.get("view", BOARD)
    if view not in {BOARD, TABLE}:
        raise Http404
    filters = _filters(request)
    if filters.text or filters.stage != "open":
        view = TABLE
    context = {
        "view": view,
        "filters": filters,
        "kinds": KINDS,
        "owners": staff_of(sorted(MAY[WORK_APPLICATIONS])),
        "works": may(request.staff.role, WORK_APPLICATIONS),
        "board_address": filters.address(BOARD, stage="", q=""),
        "table_address": filters.address(TABLE),
    }
    return _board(request, filters, context) if view == BOARD else _table(request, filters, context)


def cards(found: Iterable[Application], now: datetime) -> tuple[Card, ...]:
    """Applications as they stand on board and table."""
    zone = operator_zone()
    today = now.astimezone(zone).date()

    def card(one: Application) -> Card:
        due = rules.deadline(one.stage, one.due_at, now)
        same_day = due is not None and due.due_at.astimezone(zone).date() == today
        return Card(one, due, same_day, moves_of(one))

    return tuple(card(one) for one in found)


def moves_of(application: Application) -> tuple[str, ...]:
    """The stages that somebody can lead an application to: by hand, or by a page that follows."""
    by_a_page = {Stage.VISIT_PLANNED.value, Stage.CONTRACT_SIGNED.value}
    following = rules.following(application.stage, application.kind)
    return tuple(stage for stage in following if stage in rules.BY_HAND | by_a_page)


def _board(request: StaffRequest, filters: Filters, context: dict[str, object]) -> HttpResponse:
    wanted, now = filters.wanted(request.staff), time_of(request)
    held = counted(wanted, now=now)
    columns = []
    for stage in OPEN:
        of_stage = Wanted((stage,), wanted.kind, wanted.owner, wanted.late)
        shown = listed(of_stage, now=now, limit=ON_A_COLUMN).applications if held[stage].total else ()
        columns.append(Column(stage.value, held[stage], cards(shown, now)))
    more = {"columns": columns, "key": uuid.uuid4().hex, "back": request.GET.urlencode()[:300]}
    return render(request, "backoffice/applications/board.html", {**context, **more})


def _table(request: StaffRequest, filters: Filters, context: dict[str, object]) -> HttpResponse:
    now, after = time_of(request), _place(request.GET.get("after", ""))
    part = listed(filters.wanted(request.staff), now=now, after=after, limit=ON_A_TABLE)
    following = f"{part.following.at.isoformat()}_{part.following.id.hex}" if part.following else ""
    more = {
        "rows": cards(part.applications, now),
        "next_address": filters.address(TABLE, after=following) if following else "",
        "first": after is None,
    }
    return render(request, "backoffice/applications/table.html", {**context, **more})


def _filters(request: StaffRequest) -> Filters:
    told = {name: request.GET.get(name, "") for name in ("kind", "owner")}
    filters = Filters(
        stage=request.GET.get("stage", "") or "open",
        late="late" in request.GET,
        text=" ".join(request.GET.get("q", "")[:LONGEST_SEARCH].split()),
        **told,
    )
    owner_known = filters.owner in {"", MINE, NOBODY} or (
        filters.owner.isascii() and filters.owner.isdecimal() and len(filters.owner) < 12
    )
    if filters.stage not in STAGES or (filters.kind and filters.kind not in KINDS) or not owner_known:
        raise Http404
    return filters


def _place(typed: str) -> Place | None:
    """Where the list goes on. 404 for what no link of ours says."""
    if not typed:
        return None
    at, _, name = typed.partition("_")
    try:
        begins = datetime.fromisoformat(at)
        place = Place(begins, uuid.UUID(name))
    except ValueError:
        raise Http404 from None
    if begins.tzinfo is None:
        raise Http404
    return place


urlpatterns: list[URLPattern] = [path("applications/", applications, name="applications")]
