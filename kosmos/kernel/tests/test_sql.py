"""Arrays that are written as text say the same as lists that are adapted one by one."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kosmos.kernel.sql import rows, texts


class Texts(TestCase):
    """Any texts at all."""

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
    def test_texts_come_back_as_they_went(self, values: list[str]) -> None:
        assert rows("SELECT %(them)s::text[]", {"them": texts(values)})[0][0] == values
