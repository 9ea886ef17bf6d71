"""Indicators: what is measured, and the targets plans set on them."""
