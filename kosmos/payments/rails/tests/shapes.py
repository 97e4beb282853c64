"""What random messages are made of, and how long they may take on a busy machine."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

steady = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

TXN_IDS = st.text("0123456789", min_size=1, max_size=20)
SUMS = st.integers(1, 999_999_999_999_99)
_FIRST = datetime(2012, 1, 1, tzinfo=UTC)
WHOLE_SECONDS = st.integers(0, 2_700_000_000).map(lambda seconds: _FIRST + timedelta(seconds=seconds))
CYRILLIC = "абвгдеёжзійклмнопрстуўфхцчшыьэюяАБВ"


def texts(most: int = 30, *, least: int = 0, alphabet: str = "") -> st.SearchStrategy[str]:
    """Texts without spaces around them, of signs that every encoding of ours has."""
    signs = alphabet or CYRILLIC + "abcXYZ0123456789 .,-/+=&<>\"'%;"
    return st.text(signs, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)
