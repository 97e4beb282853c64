"""Logs: JSON for programs, lines for a terminal; neither secrets, nor card numbers, nor the tokens in addresses."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

SECRET = re.compile(r"passw|secret|salt|token|cookie|authoriz|checkvalue|signature|card|cvc|cvv|database_.*url", re.I)
CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
HIDDEN = "…"

Event = MutableMapping[str, Any]


def without_secrets(_logger: object, _method: str, event: Event) -> Event:
    """A processor: values of secret names are hidden, and whatever looks like a card's number."""
    for name, value in event.items():
        if SECRET.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = CARD.sub(HIDDEN, value)
    return event


class Routes(logging.Filter):
    """Django's own words about a request name its route, not its address, which may bear a token."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, with the address replaced."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and len(record.args) == 2:
            record.args = (record.args[0], route_of(request))
        return True


def route_of(request: object) -> str:
    """The route of a request as urls.py writes it; "unknown" where none fits."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "unknown"


def logging_settings() -> dict[str, Any]:
    """Django's LOGGING; sets structlog up to write through it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"routes": {"()": Routes}},
        "formatters": {
            "kosmos": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_last(terminal=sys.stderr.isatty()),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "kosmos", "filters": ["routes"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "kosmos": {"level": "INFO"},
        },
    }


def _last(*, terminal: bool) -> list[Processor]:
    """The last processors, which make text: short lines for people, one JSON object a line for programs."""
    if terminal:
        return [without_secrets, structlog.dev.ConsoleRenderer(pad_event_to=24)]
    as_text = structlog.processors.JSONRenderer(ensure_ascii=False)
    return [structlog.processors.format_exc_info, without_secrets, as_text]
