"""Signing in by a provider of OpenID Connect, and which account somebody known there is here."""
