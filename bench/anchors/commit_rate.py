#!/usr/bin/env python3
"""Prints how many rows a second SQLite commits durably one by one (WAL, synchronous FULL).

usage: commit_rate.py DATABASE SECONDS
"""

import os
import sqlite3
import sys
import time

path, seconds = sys.argv[1], int(sys.argv[2])
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, hash BLOB, data BLOB)")
value = os.urandom(160)
count, begun = 0, time.monotonic()
while time.monotonic() - begun < seconds:
    database.execute("INSERT INTO rows (hash, data) VALUES (?, ?)", (os.urandom(32), value))
    count += 1
print(count / (time.monotonic() - begun))
