"""Whose payments come by a rail of their own."""

RESERVED = ("assist", "bepaid", "bepaid_erip", "webpay", "erip", "cash_desk")
"""Nobody else may be called so: his payments would be taken for theirs of the same number."""
