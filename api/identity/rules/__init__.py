"""The pure rules of identity: no database, no web, no clock."""
