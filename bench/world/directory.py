#!/usr/bin/env python3
"""Fills the database of a stopped server with organizations, users and API keys.

usage: directory.py DATABASE ORGANIZATIONS USERS KEYS_A_USER

Copies the rows that the server made of ann, her organization and its key (seed.py). Each user is a
member of one organization and has one key as a person; the further keys belong to the organization.
Organizations, users and keys of organizations are a millisecond apart; a user, its membership and
its own key have the same time.
"""

import os
import sqlite3
import sys

from seed import Seed, Table, ulid


class Directory(Seed):
    """A seed with many organizations."""

    def __init__(self, database):
        super().__init__(database)
        self.organizations = Table(database, "organizations", "id = ?", self.organization)
        self.organization_keys = Table(database, "organization_api_keys", "1 = 1")
        self.tables = (self.organizations, *self.tables, self.organization_keys)

    def add_user(self, number, organization=None):
        self.now += 1
        return super().add_user(number, organization)

    def add_key_in(self, organization):
        self.now += 1
        self.organization_keys.add(id=f"api_key_{ulid(self.now)}", organization_id=organization,
                                   hash=os.urandom(32).hex(), **self.created())

    def add_organization(self, number):
        self.now += 1
        organization = f"org_{ulid(self.now)}"
        self.organizations.add(id=organization, name=f"Customer {number}", number=1000 + number,
                               **self.created())
        return organization


def main():
    path, organizations, users, keys = sys.argv[1:]
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -400000")
    database.execute("BEGIN")
    directory = Directory(database)
    # The newest row is not of the future.
    directory.now -= int(organizations) + int(users) * int(keys)
    ids = [directory.add_organization(number) for number in range(int(organizations))]
    for number in range(int(users)):
        organization = ids[number % len(ids)]
        directory.add_key(directory.add_user(number, organization))
        for _ in range(int(keys) - 1):
            directory.add_key_in(organization)
    directory.flush()
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


main()
