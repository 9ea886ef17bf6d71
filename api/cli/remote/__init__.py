"""The commands for another machine: they talk to a server over HTTP and know nothing of its database."""
