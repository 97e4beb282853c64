"""Python's looking for garbage, left out where there is none to be found."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Do not look for garbage while hundreds of thousands of objects are made that all stay until the end.

    It is the whole process's; what is not in a ring is freed all the same. Also a decorator.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
