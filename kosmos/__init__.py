"""Kosmos: billing and subscriber management for cable-TV and internet operators."""
