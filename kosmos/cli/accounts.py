"""kosmos account and kosmos pay: one account, what it has, why, and what lies ahead."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click
from rich.table import Table

from kosmos.cli.output import as_json, console, print_json
from kosmos.cli.words import KINDS, LANGUAGES, STATES, money, why_in_words, word
from kosmos.config.database import installation
from kosmos.kernel.money import kopecks, plain

if TYPE_CHECKING:  # these modules need Django set up
    from kosmos.charging.queries import AccountView
    from kosmos.charging.why import StatementRow
    from kosmos.usage.queries import Traffic

MEGABYTE = 1024 * 1024
DAY = click.DateTime(["%Y-%m-%d"])
in_language = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)


class Amount(click.ParamType[int]):
    """Roubles and kopecks, above zero: 25.90."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Kopecks of what was typed."""
        try:
            amount = kopecks(str(value)) if not isinstance(value, int) else value
        except ValueError:
            amount = 0
        if amount <= 0:
            self.fail(f"{value!r} is not an amount above zero, such as 25.90", param, ctx)
        return amount


@click.command()
@click.argument("number")
@click.option("--from", "first", type=DAY, help="First day of the statement.")
@click.option("--to", "last", type=DAY, help="Last day of the statement.")
@in_language
@as_json
def account(number: str, first: datetime | None, last: datetime | None, language: str, *, as_json: bool) -> None:
    """Show an account: state, services, statement with the why of each line, forecast.

    \b
    Example: kosmos account 700000 --from 2026-11-01 --language ru
    """
    with installation():
        from kosmos.charging.queries import account_view  # noqa: PLC0415 - needs Django set up
        from kosmos.charging.why import statement_of  # noqa: PLC0415
        from kosmos.kernel.clock import now  # noqa: PLC0415
        from kosmos.usage.queries import traffic_of  # noqa: PLC0415

        at = now()
        view = account_view(number, now=at)
        traffic = traffic_of(view.account_id, at)
        period = {"first": _day(first), "last": _day(last)}
        rows = statement_of(view.account_id, **period)
    if as_json:
        used = [asdict(one) for one in traffic]
        print_json({**asdict(view), "traffic": used, "statement": [row.as_dict() for row in rows]})
    else:
        show_account(view, rows, language, traffic)


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def show_account(
    view: "AccountView", rows: "list[StatementRow]", language: str, traffic: "Sequence[Traffic]" = ()
) -> None:
    """Print an account for people."""
    for line in _headline(view, language):
        console.print(line, highlight=False)
    for one in traffic:
        left, volume = one.left_bytes / MEGABYTE, one.volume_bytes / MEGABYTE
        line = f"  {one.plan}: {left:,.0f} MB left of {volume:,.0f}, now {one.state}, then {one.then}"
        console.print(line, highlight=False)
    table = Table("#", "day", "what", "plan", "amount", "balance", "why", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            str(row.number),
            row.day.isoformat(),
            word(KINDS, row.kind, language),
            row.plan or "",
            money(row.amount_kopecks, language),
            money(row.balance_kopecks, language),
            why_in_words(row.why, language),
        )
    console.print(table)


def _headline(view: "AccountView", language: str) -> list[str]:
    from kosmos.charging.imagining import HORIZON_DAYS  # noqa: PLC0415 - needs Django set up

    ahead, state = view.ahead, word(STATES, view.state, language)
    lines = [f"{view.number} · {ahead.day} · {state} · {money(ahead.figures.balance, language)} BYN"]
    if view.due_kopecks:
        lines.append(f"  to pay {money(view.due_kopecks, language)} by {view.due_on}")
    if ahead.to_be_back_kopecks is not None:
        lines.append(f"  to be back pay {money(ahead.to_be_back_kopecks, language)} today")
    if view.promise_until:
        lines.append(f"  promise until {view.promise_until:%Y-%m-%d %H:%M} UTC")
    if view.suspended_until:
        lines.append(f"  suspension {view.suspended_from} to {view.suspended_until}")
    if any(held.status == "running" for held in view.held):
        end = f"until {ahead.lasts_until}" if ahead.lasts_until else f"for more than {HORIZON_DAYS} days"
        lines.append(f"  lasts {end}")
    for held in view.held:
        planned = f", {held.planned} {held.planned_plan or ''} on {held.planned_on}" if held.planned else ""
        needs = f", needs {money(held.needs_kopecks, language)}" if held.needs_kopecks is not None else ""
        status = word(STATES, held.status, language)
        fee = money(held.fee_kopecks, language)
        lines.append(f"  {held.plan}: {status} since {held.status_on}, {fee} a month{needs}{planned}")
    plans = {held.number: held.plan for held in view.held}
    for charge in ahead.next_charges:
        name = plans.get(charge.subscription or 0, "")
        lines.append(f"  next: {charge.day} {name} {money(charge.amount_kopecks, language)}")
    return lines


@click.command()
@click.argument("number")
@click.argument("amount", type=Amount())
@click.option("--ref", required=True, help="The provider's reference: the same one is posted once.")
@click.option("--provider", default="cash_desk", show_default=True)
@as_json
def pay(number: str, amount: int, ref: str, provider: str, *, as_json: bool) -> None:
    """Post a payment to an account; repeating it with the same reference changes nothing.

    \b
    Example: kosmos pay 700000 25.90 --ref receipt-17
    """
    with installation():
        from kosmos.charging.queries import account_id_of, account_view  # noqa: PLC0415 - needs Django set up
        from kosmos.charging.services import NewPayment, post_payments  # noqa: PLC0415
        from kosmos.kernel.clock import now  # noqa: PLC0415

        at = now()
        payment = NewPayment(account_id_of(number), amount, ref, provider)
        (fresh,) = post_payments([payment], now=at)
        view = account_view(number, now=at)
    balance = view.ahead.figures.balance
    if as_json:
        print_json({"account": number, "posted": fresh, "balance": plain(balance), "state": view.state})
    else:
        done = f"posted {plain(amount)}" if fresh else f"{ref} was posted before: nothing changed"
        click.echo(f"{number}: {done}, balance {plain(balance)} BYN, {view.state}")


COMMANDS = (account, pay)
