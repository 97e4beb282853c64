"""The worker: opens the days, lets promises lapse, seals what is closed, asks after payments, sends messages."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

import structlog

LONGEST_WAIT_S = 300.0

_log = structlog.get_logger("kosmos.worker")


@dataclass
class Job:
    """Something that is done again and again; it waits longer after each failure in a row."""

    name: str
    every_s: float
    run: Callable[[], None]
    due_at: float = 0.0
    failures: int = 0

    def attempt(self) -> None:
        """Do it if it is due. Nothing that goes wrong ends the worker: it is logged, and tried again."""
        from django.db import Error, connections  # noqa: PLC0415 - needs Django set up

        if monotonic() < self.due_at:
            return
        try:
            self.run()
            self.failures = 0
        except Exception as error:  # whatever it is, the other jobs go on
            self.failures += 1
            connections.close_all()
            _log.warning("job failed", job=self.name, error=_in_words(error), exc_info=not isinstance(error, Error))
        self.due_at = monotonic() + min(self.every_s * 2 ** min(self.failures, 8), LONGEST_WAIT_S)


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def work(stop: Event) -> None:
    """Do all jobs until told to stop. A long opening of a day keeps no payment waiting: they have a thread each."""
    lanes = [Thread(target=_lane, args=(jobs, stop), name=jobs[0].name, daemon=True) for jobs in _lanes()]
    for lane in lanes:
        lane.start()
    stop.wait()
    for lane in lanes:
        lane.join()


def _lane(jobs: list[Job], stop: Event) -> None:
    from django.db import connections  # noqa: PLC0415 - needs Django set up

    try:
        while not stop.is_set():
            for job in jobs:
                if not stop.is_set():
                    job.attempt()
            stop.wait(0.5)
    finally:
        connections.close_all()


def _lanes() -> list[list[Job]]:
    days = [Job("days", 3, _open_days), Job("promises", 20, _lapse_promises), Job("outlooks", 3, _remember_outlooks)]
    messages = [Job("catcher", 5, _keep_catcher), Job("events", 2, _take_up_events), Job("messages", 2, _send_messages)]
    messages.append(Job("access", 2, _answer_asks))
    return [
        [
            *days,
            Job("seals", 60, _seal),
            Job("figures", 60, _remember_figures),
            Job("leavings", 60, _finish_leavings),
            Job("waiting plans", 60, _connect_paid),
            Job("applications", 10, _note_active),
        ],
        [
            Job("payments", 3, _ask_after_payments),
            Job("banks' days", 600, _compare_days),
            Job("sign-ins", 3600, _tidy),
            Job("deletions", 3600, _forget_people),
            Job("raw messages", 3600, _forget_raw_messages),
        ],
        [Job("statements", 3, _post_statements)],
        [Job("erip files", 10, _exchange_erip_files)],
        [Job("day trials", 2, _try_days), Job("old trials", 3600, _tidy_trials)],
        [*messages, Job("low money", 15, _look_ahead), Job("old events", 3600, _tidy_events)],
        [Job("search words", 60, _note_words)],
    ]


def _open_days() -> None:
    from kosmos.charging.services import open_days  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    for day in open_days(now=now()):
        _log.info("day opened", day=str(day))


def _finish_leavings() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.support.services import settle_leavings  # noqa: PLC0415

    settle_leavings(now=now())


def _lapse_promises() -> None:
    from kosmos.charging.services import lapse_due_promises  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    lapse_due_promises(now=now())


def _seal() -> None:
    from kosmos.ledger.services.seals import seal_days  # noqa: PLC0415 - needs Django set up

    for day in seal_days():
        _log.info("day sealed", day=str(day))


def _remember_figures() -> None:
    from kosmos.reports.jobs import remember  # noqa: PLC0415 - needs Django set up

    for day in remember():
        _log.info("figures remembered", day=str(day))


def _connect_paid() -> None:
    from kosmos.charging.services import connect_paid  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    connect_paid(now=now())


def _note_active() -> None:
    from kosmos.connections.services.signing import note_active  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    note_active(now=now())


def _answer_asks() -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from kosmos.catalogue.policies import policies_on  # noqa: PLC0415
    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415
    from kosmos.kernel.clock import now  # noqa: PLC0415
    from kosmos.kernel.days import business_day  # noqa: PLC0415
    from kosmos.subscribers.services import answer_asks  # noqa: PLC0415

    at = now()
    minutes = policies_on(business_day(at, operator_zone())).access_link_minutes
    answer_asks(now=at, minutes=minutes, page=f"{settings.ENVIRONMENT.public_url}/access/")


def _compare_days() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.services.comparing import compare_days  # noqa: PLC0415

    if days := compare_days(now()):
        _log.info("banks' days compared", days=days)


def _ask_after_payments() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.jobs import poll_orders, pursue_bills, pursue_refunds  # noqa: PLC0415

    pursue_bills(now=now())
    poll_orders(now=now())
    pursue_refunds(now=now())


def _post_statements() -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from kosmos.kernel.clock import now  # noqa: PLC0415
    from kosmos.payments.jobs import post_statements  # noqa: PLC0415
    from kosmos.payments.services.registry import LANES  # noqa: PLC0415

    post_statements(now(), spool=settings.ENVIRONMENT.home / "statements", lanes=LANES)


def _exchange_erip_files() -> None:
    from kosmos.config.wiring import erip_files  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    if setting := erip_files():
        from kosmos.payments.services.erip.exchange import exchange_if_due, files_of  # noqa: PLC0415 - slow to import

        done = exchange_if_due(files_of(setting), now=now())
        if done and done.fault:
            _log.warning("erip's files cannot be exchanged", error=done.fault)


def _remember_outlooks() -> None:
    from kosmos.charging.jobs import remember_outlooks  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    remember_outlooks(now())


def _forget_people() -> None:
    from kosmos.charging.forgetting import erase_due  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415
    from kosmos.notifications.services.forgetting import forget_messages  # noqa: PLC0415
    from kosmos.support.services.forgetting import forget_requests  # noqa: PLC0415

    if forgotten := erase_due(now(), (forget_messages, forget_requests)):
        _log.info("people forgotten", people=forgotten)


def _forget_raw_messages() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.jobs import forget_raw_messages  # noqa: PLC0415

    if gone := forget_raw_messages(now()):
        _log.info("raw messages forgotten", messages=gone)


def _tidy() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.subscribers.jobs import tidy_sign_ins  # noqa: PLC0415

    tidy_sign_ins(now())


def _note_words() -> None:
    from kosmos.workplace.search.jobs import keep_words  # noqa: PLC0415 - needs Django set up

    keep_words()


def _keep_catcher() -> None:
    from kosmos.config.wiring import is_demo  # noqa: PLC0415 - needs Django set up

    if is_demo():
        from kosmos.gateway.simulator.mail import keep_catcher  # noqa: PLC0415 - slow to import, only for the demo

        keep_catcher()


def _take_up_events() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.notifications.jobs import take_up_events  # noqa: PLC0415

    while take_up_events(now()):
        pass


def _send_messages() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.notifications.jobs import send_messages  # noqa: PLC0415

    send_messages(now())


def _look_ahead() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.notifications.jobs import look_ahead  # noqa: PLC0415

    look_ahead(now())


def _try_days() -> None:
    from kosmos.editing.services import run_trial  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    while run_trial(now=now()):
        pass


def _tidy_trials() -> None:
    from kosmos.editing.services import tidy_trials  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    tidy_trials(now=now())


def _tidy_events() -> None:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.notifications.jobs import tidy_events  # noqa: PLC0415

    tidy_events(now())
