"""Requests and answers a caller sees."""
