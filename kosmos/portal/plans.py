"""What pages say of plans beside their names, remembered for a minute so that no page asks for it each time."""

from dataclasses import dataclass
from time import monotonic

from kosmos.catalogue.models import Kind, Plan, Settlement
from kosmos.portal.words.typography import quoted, text

SECONDS = 60.0


def in_quotes(name: dict[str, str]) -> str:
    """A plan's name in the page's language and quotes; one that has quotes of its own gets no others."""
    said = text(name)
    return said if "«" in said else quoted(said)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan's service and what it gives; ``service_name`` and ``name`` are in several languages."""

    code: str
    name: dict[str, str]
    service: str
    service_name: dict[str, str]
    postpaid: bool
    package: bool
    speed_kbps: int | None
    volume_bytes: int | None

    @property
    def title(self) -> str:
        """The service and the plan in the page's language: "Интернет «Орбита 100»"."""
        return f"{text(self.service_name)} {in_quotes(self.name)}"

    @property
    def speed_mbps(self) -> int | float | None:
        """The speed in megabits: whole ones without a decimal."""
        if self.speed_kbps is None:
            return None
        return self.speed_kbps // 1000 if self.speed_kbps % 1000 == 0 else self.speed_kbps / 1000


class _Remembered:
    def __init__(self) -> None:
        self.plans: dict[str, PlanFacts] = {}
        self.asked_at = 0.0

    def of(self, code: str) -> PlanFacts | None:
        if code not in self.plans or monotonic() - self.asked_at > SECONDS:
            self.plans = {plan.code: facts_of(plan) for plan in Plan.objects.select_related("service")}
            self.asked_at = monotonic()
        return self.plans.get(code)


_remembered = _Remembered()


def facts_of(plan: Plan) -> PlanFacts:
    """What pages say of a plan that was read together with its service."""
    return PlanFacts(
        code=plan.code,
        name=plan.name,
        service=plan.service.code,
        service_name=plan.service.name,
        postpaid=plan.settlement == Settlement.POSTPAID,
        package=plan.kind == Kind.PACKAGE,
        speed_kbps=plan.speed_kbps,
        volume_bytes=plan.volume_bytes,
    )


def facts_by_code(code: str) -> PlanFacts | None:
    """What pages say of a plan, None for an unknown one."""
    return _remembered.of(code)


def forget_plans() -> None:
    """Ask the database again for the next plan."""
    _remembered.plans = {}
