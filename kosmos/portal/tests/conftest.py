"""Every test of the pages begins in Russian, and knows nothing of an operator before it."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from kosmos.portal.words import plans, typography


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        yield
