"""The services that an account has or had, by name."""

from kosmos.charging.models import Subscription
from kosmos.wording.typography import text


def services_of(account_id: int) -> dict[int, str]:
    """The names of an account's services, now and before, by their ids."""
    held = Subscription.objects.filter(account_id=account_id).order_by("plan__service_id")
    return {key: text(name) for key, name in held.values_list("plan__service_id", "plan__service__name").distinct()}
