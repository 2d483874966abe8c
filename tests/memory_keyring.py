"""A keyring in memory, with the three calls that are used."""

from __future__ import annotations


class MemoryKeyring:
    """`entries` are secrets by service and name; it deletes as the `keyring` package does."""

    def __init__(self, priority=5):
        self.priority = priority
        self.entries = {}

    def get_password(self, service, name):
        return self.entries.get((service, name))

    def set_password(self, service, name, password):
        assert type(password) is str  # nothing that only this program understands
        self.entries[service, name] = password

    def delete_password(self, service, name):
        del self.entries[service, name]
