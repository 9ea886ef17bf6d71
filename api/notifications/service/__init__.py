"""Telling people, and getting mails out."""
