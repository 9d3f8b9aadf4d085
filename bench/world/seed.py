#!/usr/bin/env python3
"""Fills the database of a stopped server with many users, each with an API key and sessions.

usage: seed.py DATABASE USERS SESSIONS_A_USER REFERENCES_FILE KEYS_FILE SPOILT_FILE

The server made one of each itself: the rows of ann, with her key and her session. They are copied,
so that every column holds what the server writes; only ids, names, secrets and times are new. The
tokens go to REFERENCES_FILE and the keys to KEYS_FILE, one a line. One user in ten also has a
session that expired and one that was ended; their tokens go to SPOILT_FILE.
"""

import hashlib
import os
import sqlite3
import sys
import time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAYS_TO_LIVE = 10


def ulid(millis):
    """An id as the server makes them: 48 bits of time, 80 random ones, in Crockford's base 32."""
    number = millis << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def uuid4():
    """A random UUID in the form of a reference token and of a user's key."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def hashes(secret):
    """The two columns that a secret is found by."""
    digest = hashlib.sha256(secret.encode()).digest()
    return {"hash64": int.from_bytes(digest[:8], "little", signed=True), "hash": digest}


class Table:
    """Copies one row of a table again and again, with some columns changed."""

    def __init__(self, database, name, where, *values):
        found = database.execute(f"SELECT * FROM {name} WHERE {where}", values)
        columns = [column[0] for column in found.description]
        row = found.fetchone()
        assert row, f"{name}: the server left no row where {where}"
        self.row = dict(zip(columns, row))
        self.columns = columns
        marks = ", ".join("?" * len(columns))
        self.insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"
        self.database = database
        self.pending = []

    def add(self, **changes):
        row = self.row | changes
        self.pending.append([row[column] for column in self.columns])
        if len(self.pending) >= 10000:
            self.flush()

    def flush(self):
        self.database.executemany(self.insert, self.pending)
        self.pending.clear()


class Seed:
    """The tables that are filled, and what a user of the world brings along."""

    def __init__(self, database):
        ann = database.execute("SELECT id FROM users WHERE username = 'ann'").fetchone()[0]
        self.users = Table(database, "users", "id = ?", ann)
        self.memberships = Table(database, "memberships", "user_id = ?", ann)
        self.keys = Table(database, "api_keys", "user_id = ?", ann)
        self.sessions = Table(database, "sessions", "subject_id = ?", ann)
        self.tokens = Table(database, "tokens", "session_id = ? AND use = 'access'",
                            self.sessions.row["id"])
        self.organization = self.memberships.row["organization_id"]
        # Parents are written before those who refer to them.
        self.tables = (self.users, self.memberships, self.keys, self.sessions, self.tokens)
        self.now = int(time.time() * 1000)
        self.until = self.now + DAYS_TO_LIVE * 86_400_000

    def created(self):
        """The times of a row that is made now."""
        return {"created_at": self.now, "updated_at": self.now}

    def add_user(self, number, organization=None):
        user, name = f"user_{ulid(self.now)}", f"u{number}"
        email = f"{name}@bench.example"
        self.users.add(id=user, number=1000 + number, username=name, username_key=name,
                       email=email, email_key=email, **self.created())
        self.memberships.add(id=f"om_{ulid(self.now)}", user_id=user,
                             organization_id=organization or self.organization,
                             **self.created())
        return user

    def add_key(self, user):
        key = uuid4()
        self.keys.add(id=f"key_{ulid(self.now)}", user_id=user, hint=key[-4:], created_at=self.now,
                      **hashes(key))
        return key

    def add_session(self, user, until=None, ended_at=None):
        session, token = f"session_{ulid(self.now)}", uuid4()
        until = until or self.until
        self.sessions.add(id=session, subject_id=user, created_at=self.now, rotated_at=self.now,
                          expires_at=until, refresh_expires_at=self.until, ended_at=ended_at,
                          over_at=ended_at or self.until)
        self.tokens.add(session_id=session, expires_at=until, **hashes(token))
        return token

    def add_spoilt(self, user):
        past = self.now - 60_000
        return self.add_session(user, until=past), self.add_session(user, ended_at=past)

    def flush(self):
        for table in self.tables:
            table.flush()


def main():
    path, users, sessions, references_file, keys_file, spoilt_file = sys.argv[1:]
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -400000")
    database.execute("BEGIN")
    seed = Seed(database)
    with (open(references_file, "w") as references, open(keys_file, "w") as keys,
          open(spoilt_file, "w") as spoilt):
        for number in range(int(users)):
            user = seed.add_user(number)
            keys.write(seed.add_key(user) + "\n")
            for _ in range(int(sessions)):
                references.write(seed.add_session(user) + "\n")
            if number % 10 == 0:
                spoilt.writelines(token + "\n" for token in seed.add_spoilt(user))
        seed.flush()
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


if __name__ == "__main__":
    main()
