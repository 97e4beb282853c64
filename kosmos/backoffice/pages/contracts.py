"""A contract is made out of an application, printed as often as wanted, marked as signed, and its sheet handed over."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.backoffice.contract_papers import number_of, paper_of, sheet_of
from kosmos.backoffice.contract_words import FIELDS, KINDS, SHEET_REASONS, refusal
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import SIGN_CONTRACTS
from kosmos.catalogue.models import Extra, ExtraKind, Kind, Plan, PlanStatus
from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.queries import home_of
from kosmos.connections.models import Application, SignedContract, Stage, VisitReport
from kosmos.connections.services.signing import ContractDetails, mark_signed, sign_contract
from kosmos.connections.worklist import subscribers_by_phone
from kosmos.documents.contracts import LANGUAGES
from kosmos.kernel.days import business_day
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.access import AccessSheet, SheetReason
from kosmos.subscribers.acts import Act
from kosmos.subscribers.contacts import phone_words
from kosmos.subscribers.models import Contract, Language, SubscriberKind
from kosmos.subscribers.services import Address, Contacts, note_act, print_sheet
from kosmos.workplace.personal import RevealReason

PLACE = ("city", "street", "house", "building", "apartment", "dormitory", "room")
TYPED = ("kind", "name", "unp", "phone", "email", "language", *PLACE, "plan", "holder")
LONGEST_TYPED = 200
KIND_OF = {"home": "person", "student": "student", "business": "organisation"}
"""What kind of subscriber an application's form is for."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed of a contract, and what is wrong with it, by field."""

    key: str
    typed: Mapping[str, str]
    extras: Sequence[str] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SIGN_CONTRACTS)
def sign(request: StaffRequest, application_id: uuid.UUID) -> HttpResponseBase:
    """The form filled in from the application; a POST makes the contract, or marks it as signed."""
    application = _application(application_id)
    made = SignedContract.objects.select_related("signed_by", "made_by").filter(application=application).first()
    if request.method != "POST":
        return (
            _made_page(request, application, made) if made else _form_page(request, application, _filled(application))
        )
    if made and request.POST.get("do") == "signed":
        return _mark(request, made)
    return _make(request, application)


@require_safe
@staff_page(SIGN_CONTRACTS)
def paper(request: StaffRequest, account_id: int) -> HttpResponseBase:
    """The contract as PDF, in Russian or, asked for by ?lang=be, in Belarusian; that its holder was shown is noted."""
    contract, language = _contract(account_id), request.GET.get("lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise Http404
    now = time_of(request)
    note_act(
        Act.PERSONAL_SHOWN,
        now=now,
        staff=request.staff,
        origin=origin_of(request),
        account_id=account_id,
        subject="subscriber",
        object_id=contract.subscriber_id,
        after={"why": RevealReason.PAPERS},
    )
    made = paper_of(contract, language, now=now)
    return pdf(made, f"contract-{contract.account_id}-{language}.pdf")


@require_POST
@staff_page(SIGN_CONTRACTS)
def sheet(request: StaffRequest, account_id: int) -> HttpResponseBase:
    """A sealed sheet with a new password, straight as PDF: the password is seen on no page."""
    contract = _contract(account_id)
    made = SignedContract.objects.select_related("application").filter(account_id=account_id).first()
    if made is None:
        raise Http404
    try:
        return printed_sheet(request, contract, proven=False)
    except DomainError as error:
        return _made_page(request, made.application, made, error=error)


@sensitive_variables("printed", "made")
def printed_sheet(request: StaffRequest, contract: Contract, *, proven: bool) -> HttpResponse:
    """Issue a password and print it; what ``print_sheet`` refuses."""
    now = time_of(request)
    printed = print_sheet(
        contract.subscriber.sign_in,
        key=sheet_key(request),
        by=request.staff,
        reason=request.POST.get("reason", "")[:20],
        days=policies_on(business_day(now, operator_zone())).first_password_days,
        now=now,
        origin=origin_of(request),
        proven=proven,
    )
    made = sheet_of(contract, printed, now=now)
    return pdf(made, f"access-{contract.account_id}.pdf")


def sheet_key(request: StaffRequest) -> str:
    """The key of the form, which is the sender's own."""
    return f"{request.staff.pk} {request.POST.get('key', '')[:32] or uuid.uuid4().hex}"


def pdf(made: bytes, name: str) -> HttpResponse:
    """A paper to be saved or printed, kept by nobody on the way."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _application(application_id: uuid.UUID) -> Application:
    found = Application.objects.select_related("plan__service", "service").filter(id=application_id).first()
    if found is None or found.kind not in KIND_OF:
        raise Http404
    return found


def _contract(account_id: int) -> Contract:
    if account_id >= 2**63:
        raise Http404
    found = Contract.objects.select_related("subscriber__sign_in").filter(account_id=account_id).first()
    if found is None:
        raise Http404
    return found


def _make(request: StaffRequest, application: Application) -> HttpResponseBase:
    form = _sent(request.POST)
    try:
        signed = sign_contract(
            application.id, _details(form), key=f"{request.staff.pk} {form.key}", by=request.staff, now=time_of(request)
        )
    except DomainError as error:
        made = SignedContract.objects.select_related("signed_by", "made_by").filter(application=application).first()
        if made is not None:
            return _made_page(request, _application(application.id), made, error=error)
        wrong = {FIELDS.get(error.code, "form"): refusal(error)}
        form = Form(uuid.uuid4().hex, form.typed, form.extras, wrong)
        return _form_page(request, application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if signed.fresh:
        messages.success(request, _("Договор оформлен. Распечатайте его, подпишите и отдайте лист доступа."))
    else:
        messages.info(request, _("Этот договор уже оформлен: ничего не сделано второй раз."))
    return _see(request.path)


def _mark(request: StaffRequest, made: SignedContract) -> HttpResponseBase:
    if mark_signed(made.account_id, by=request.staff, now=time_of(request)):
        messages.success(request, _("Отмечено: договор подписан обеими сторонами."))
    else:
        messages.info(request, _("Подпись уже была отмечена."))
    return _see(request.path)


def _filled(application: Application) -> Form:
    """The form as the application has it."""
    typed = {name: str(getattr(application, name)) for name in PLACE}
    typed |= {
        "kind": KIND_OF[application.kind],
        "name": application.organisation or application.name,
        "phone": phone_words(application.phone),
        "language": application.language if application.language in Language.values else "ru",
        "plan": application.plan.code if application.plan else "",
        "city": application.city,
    }
    return Form(uuid.uuid4().hex, typed)


def _sent(sent: QueryDict) -> Form:
    typed = {name: sent.get(name, "")[:LONGEST_TYPED].strip() for name in TYPED}
    return Form(sent.get("key", "")[:32] or uuid.uuid4().hex, typed, tuple(sent.getlist("extra"))[:20])


def _details(form: Form) -> ContractDetails:
    typed = form.typed
    kinds = {kind.label: kind.value for kind in SubscriberKind}
    holder = typed["holder"]
    return ContractDetails(
        kind=kinds.get(typed["kind"], SubscriberKind.PERSON.value),
        contacts=Contacts(typed["name"], typed["unp"], typed["phone"], typed["email"], typed["language"]),
        address=Address(*(typed[name] for name in PLACE)),
        plan=typed["plan"],
        extras=form.extras,
        holder=int(holder) if holder.isascii() and holder.isdecimal() and len(holder) < 19 else None,
    )


def _form_page(
    request: StaffRequest, application: Application, form: Form, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    plans = Plan.objects.select_related("service").filter(status=PlanStatus.OPEN, kind=Kind.BASE)
    context = {
        "one": application,
        "ready": application.stage == Stage.CONNECTED,
        "form": form,
        "kinds": KINDS,
        "languages": Language.choices,
        "plans": plans.order_by("service_id", "code"),
        "equipment": Extra.objects.filter(kind=ExtraKind.EQUIPMENT, status=PlanStatus.OPEN).order_by("code"),
        "holders": subscribers_by_phone(application.phone),
        "report": VisitReport.objects.filter(visit__application=application, done=True).last(),
    }
    return render(request, "backoffice/contracts/sign.html", context, status=status)


def _made_page(
    request: StaffRequest, application: Application, made: SignedContract, *, error: DomainError | None = None
) -> HttpResponse:
    contract = _contract(made.account_id)
    owner = contract.subscriber.sign_in
    sheets = AccessSheet.objects.select_related("by").filter(sign_in=owner).order_by("-at")
    context = {
        "one": application,
        "made": made,
        "contract": contract,
        "number": number_of(made.account_id),
        "view": home_of(made.account_id, now=time_of(request)),
        "sheets": sheets,
        "first": not sheets,
        "own_password": not owner.must_change_password,
        "reasons": SHEET_REASONS,
        "first_reason": SheetReason.FIRST.value,
        "key": uuid.uuid4().hex,
        "refused": refusal(error) if error else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "backoffice/contracts/made.html", context, status=status)


def _see(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("applications/<uuid:application_id>/contract/", sign, name="contract-sign"),
    path("contracts/<int:account_id>/contract.pdf", paper, name="contract-paper"),
    path("contracts/<int:account_id>/sheet.pdf", sheet, name="contract-sheet"),
]
