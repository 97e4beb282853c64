"""The auditor: proves from the postings what the engine keeps and charged, sharing no rule's code with it."""

from kosmos.charging.audit.check import check_ledger
from kosmos.charging.audit.report import Finding, Report

__all__ = ["Finding", "Report", "check_ledger"]
