"""What only one module may do: read the clock, make randomness, read the environment, speak SQL."""

import re

from tidy_checks.tree import Breach

CLOCK = re.compile(
    r"\b\w+_clock::now\b|\bclock_type::now\b|\bgettimeofday\s*\(|\bclock_gettime\s*\("
    r"|(?<![\w.>])(?:std::)?time\s*\(\s*(?:nullptr|NULL|0|&\s*\w+)\s*\)")
ENTROPY = re.compile(
    r"(?<![\w.>:])(?:std::)?s?rand(?:om)?\s*\(|\brandom_device\b|\bgetrandom\s*\(|\bgetentropy\s*\("
    r"|\bRAND_(?:priv_)?bytes\w*\s*\(|\brandombytes_\w+\s*\(|\barc4random\w*\s*\(")
ENVIRONMENT = re.compile(r"\b(?:secure_)?getenv\s*\(|\benviron\b")
SQL = re.compile(
    r"\s*(?:SELECT\s+\S+.*\bFROM\b|SELECT\s+(?:\*|COUNT|\w+\()|INSERT\s+(?:OR\s+\w+\s+)?INTO\b"
    r"|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|(?:CREATE|DROP|ALTER)\s+(?:UNIQUE\s+)?"
    r"(?:TABLE|INDEX|VIEW|TRIGGER)\b|PRAGMA\s|BEGIN\s+(?:IMMEDIATE|EXCLUSIVE|DEFERRED)\b"
    r"|SAVEPOINT\s|ROLLBACK\s+TO\b|\w+\s*(?:=|<>|[<>]=?)\s*\?\d\b)", re.DOTALL)
STATUS = re.compile(
    r"\bstatus(?:_code|_)?\s*(?:=|==|!=|\{|\()\s*[1-5]\d\d\b|\b(?:Set)?Status\s*[({]\s*[1-5]\d\d\b"
    r"|\bResponse\s*[({]\s*[1-5]\d\d\b|\bReply\s*[({]\s*[1-5]\d\d\b|\breturn\s+[45]\d\d\s*;")
STATUS_MODULES = ("egress", "http", "door", "gateway")


def calls(tree, check, pattern, allowed, text):
    """Breaches of code outside the allowed modules that matches a pattern."""
    for file in tree.cpp:
        if tree.module_of(file.path) in allowed:
            continue
        for match in pattern.finditer(file.source.code):
            line = file.source.line(match.start())
            yield Breach(check, file.path, line, f"{match.group(0).strip()}: {text}")


def system_clock(tree):
    """The system clock is read in base only."""
    return calls(tree, "system-clock", CLOCK, ("base",), "time comes from base::Clock")


def system_entropy(tree):
    """Randomness is made in base only; key generation inside OpenSSL is crypto's own matter."""
    return calls(tree, "system-entropy", ENTROPY, ("base",), "randomness comes from base::Entropy")


def environment(tree):
    """Environment variables are read in app, and in the test harness for the engine of a run."""
    return calls(tree, "environment", ENVIRONMENT, ("app", "testing"),
                 "only app reads the environment")


def sql_outside_store(tree):
    """SQL text stands in store only."""
    for file in tree.cpp:
        if tree.module_of(file.path).split("/")[0] == "store":
            continue
        for literal in file.source.literals:
            if SQL.match(literal.text):
                yield Breach("sql-outside-store", file.path, literal.line,
                             "SQL belongs into a typed table of store")


def status_number(tree):
    """HTTP status numbers stand in the protocol, the door and what is mounted on it."""
    for file in tree.cpp:
        module = tree.module_of(file.path)
        if file.is_test or module in STATUS_MODULES or module.startswith(("dialects/", "testing")):
            continue
        for match in STATUS.finditer(file.source.code):
            line = file.source.line(match.start())
            yield Breach("status-number", file.path, line,
                         f"{match.group(0).strip()}: fail with a base::Error instead")


CHECKS = [
    ("system-clock", system_clock),
    ("system-entropy", system_entropy),
    ("environment", environment),
    ("sql-outside-store", sql_outside_store),
    ("status-number", status_number),
]
