"""Reporting as the API takes and shows it."""
