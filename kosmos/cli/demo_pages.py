"""The demo's pages: served until Ctrl-C, with a table of who can sign in; or looked at once as everybody."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
from rich.table import Table

from kosmos.charging.queries import account_view
from kosmos.cli.demo_applying import status_line
from kosmos.cli.demo_people import PEOPLE, Holding, Person
from kosmos.cli.demo_staff import staff_lines
from kosmos.cli.output import console
from kosmos.cli.running import address_of, serve
from kosmos.cli.words import STATES, money, word
from kosmos.config.environment import Environment
from kosmos.kernel.clock import now
from kosmos.kernel.errors import SetupError
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services.passwords import password_is

OPEN_TO_ALL = ("", "sign-in/", "pay/", "apply/home/", "apply/student/", "apply/business/", "call-back/")
CABINET = ("cabinet/", "cabinet/statement/", "cabinet/pay/")
OWN = "(own)"
"""Stands in the table for a password that the person has changed."""
PATIENCE_S = 30.0
STDERR, LAST_LINES = 2, 20


def serve_demo(environment: Environment, language: str, *, check: bool) -> None:
    """Serve the pages and print, once they answer, who can sign in; with ``check`` look at them and stop.

    SetupError if a page does not show what it should.
    """
    faults: list[str] = []

    def ready() -> None:
        show_sign_ins(environment, language)
        if check:
            faults.extend(look_at_pages(environment))
            signal.raise_signal(signal.SIGINT)

    with _quietly(environment.home / "demo.log"):
        serve(environment, ready)
    if faults:
        raise SetupError("demo_pages_wrong", "; ".join(faults))
    console.print("checked: the pages answer, as everybody" if check else "stopped; kosmos demo goes on where it was")


@contextmanager
def _quietly(file: Path) -> Iterator[None]:
    """What the processes say goes to a file, so that the table stays in sight; its end is shown if they fail."""
    file.parent.mkdir(parents=True, exist_ok=True)
    terminal = os.dup(STDERR)
    try:
        with file.open("wb") as sink:
            os.dup2(sink.fileno(), STDERR)
        yield
    except SetupError:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        os.write(terminal, "\n".join([*lines[-LAST_LINES:], ""]).encode())
        raise
    finally:
        os.dup2(terminal, STDERR)
        os.close(terminal)


def show_sign_ins(environment: Environment, language: str) -> None:
    """Print everybody with his accounts' states and sums as they are now, and the addresses."""
    table = Table("who", "login", "password", "account", "BYN", "state", box=None, pad_edge=False)
    for person in PEOPLE:
        who = [person.name, person.login, _password(person)]
        for holding in person.accounts:
            table.add_row(*who, holding.number, *_standing(holding, language))
            who = ["", "", ""]
    console.print()
    console.print(table)
    address = address_of(environment)
    console.print(f"\n[bold]{address}[/bold]  the first page; people and companies sign in under their own tabs")
    console.print(f"{address}pay/  quick pay, for an account's number")
    console.print(status_line(address))
    console.print(staff_lines(address))
    console.print(f"{address}demo/states/  every state that the pages can be in")
    console.print(f"{address}rails/simulator/  whoever takes money, and what can go wrong with it")
    console.print(f"Ctrl-C stops everything; kosmos demo goes on where it was (log: {environment.home / 'demo.log'})")


def _password(person: Person) -> str:
    """What to type: the one in the table, unless its owner has changed it."""
    stored = SignIn.objects.values_list("password", flat=True).get(login=person.login)
    if not password_is(person.password, stored):
        return OWN
    return f"{person.password} (to be changed)" if person.must_change else person.password


def _standing(holding: Holding, language: str) -> tuple[str, str]:
    view = account_view(holding.number, now=now())
    return money(view.ahead.figures.balance, language), word(STATES, view.state, language)


def look_at_pages(environment: Environment) -> list[str]:
    """Open the pages as a stranger and as everybody; what is wrong with them."""
    faults = _visit(environment, _open_to_all)
    for person in PEOPLE:
        stored = SignIn.objects.values_list("password", flat=True).get(login=person.login)
        if password_is(person.password, stored):
            faults += _visit(environment, partial(_as, person))
    return faults


def _visit(environment: Environment, look: Callable[[httpx.Client], list[str]]) -> list[str]:
    with httpx.Client(base_url=address_of(environment), follow_redirects=True, timeout=PATIENCE_S) as visitor:
        try:
            return look(visitor)
        except httpx.HTTPError as error:
            return [f"{type(error).__name__}: {error}"]


def _open_to_all(visitor: httpx.Client) -> list[str]:
    number = PEOPLE[0].accounts[0].number
    return [fault for path in (*OPEN_TO_ALL, f"pay/?account={number}") for fault in _page(visitor, path)]


def _as(person: Person, visitor: httpx.Client) -> list[str]:
    """Sign in, and look at every account's pages; who must change his password gets no further."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get("sign-in/").text)
    form = {"login": person.login, "password": person.password, "csrfmiddlewaretoken": token[1] if token else ""}
    business = "business" if person.kind == "organisation" else "home"
    answer = visitor.post("sign-in/", data={**form, "for": business})
    if answer.status_code != httpx.codes.OK or "/cabinet/" not in answer.url.path:
        return [f"{person.login} cannot sign in: {answer.status_code} at {answer.url.path}"]
    if person.must_change:
        return [] if "/password/" in answer.url.path else [f"{person.login} is not asked for a password of his own"]
    faults = []
    for holding in person.accounts:
        for path in CABINET:
            faults += _page(visitor, f"{path}?account={holding.number}", shows=holding.number)
    return faults


def _page(visitor: httpx.Client, path: str, *, shows: str = "") -> list[str]:
    """What is wrong with one page; a number may be written with a space inside."""
    answer = visitor.get(path)
    if answer.status_code != httpx.codes.OK:
        return [f"/{path}: {answer.status_code}"]
    if shows not in re.sub(r"(?<=\d)[\s\u00a0\u202f]+(?=\d)|&nbsp;", "", answer.text):
        return [f"/{path} does not show {shows}"]
    return []
