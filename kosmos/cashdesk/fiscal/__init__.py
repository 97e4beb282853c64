"""Fiscal equipment: what it is to the cash desk, and its adapters."""
