"""By which way money came, in words: the ledger's codes of channels, and the rails that pass it."""

from django.utils.translation import gettext, gettext_lazy

_CHANNELS = {
    "cash_desk": gettext_lazy("Касса"),
    "card_clearing": gettext_lazy("Банковская карта"),
    "erip_clearing": gettext_lazy("ЕРИП"),
    "bank": gettext_lazy("Банковский перевод"),
    "post": gettext_lazy("Почта"),
    "agents": gettext_lazy("Пункт приёма платежей"),
}


def channel_words(channel: str | None) -> str:
    """A channel as a payer knows it: "Касса", "ЕРИП"; "Другой способ" for one without a name."""
    return str(_CHANNELS.get(channel or "", gettext("Другой способ")))
