"""Requests to support, their answers and attachments."""
