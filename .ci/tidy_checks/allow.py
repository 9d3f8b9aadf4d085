"""Allowances: a comment on a breach's line that lets it stand and says why."""

import dataclasses

from tidy_checks.tree import ALLOW, Breach


@dataclasses.dataclass
class Allowance:
    """One such comment; `used` is set when a breach needs it."""

    check: str
    path: str
    line: int
    reason: str
    used: bool = False


def read(tree):
    """Every allowance of the tree, by (check, path, line)."""
    found = {}
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            for match in ALLOW.finditer(line):
                one = Allowance(match.group(1), file.path, number, match.group(2).strip())
                found[(one.check, one.path, one.line)] = one
    return found


def standing(allowances, breaches):
    """The breaches that no allowance lets stand."""
    for breach in breaches:
        one = allowances.get((breach.check, breach.path, breach.line))
        if one is None:
            yield breach
        else:
            one.used = True


def misused(allowances):
    """Allowances without a reason, and those that no breach needs. Call it after all checks."""
    for one in allowances.values():
        if not one.reason:
            yield Breach("allowance", one.path, one.line, f"{one.check}: the reason is missing")
        elif not one.used:
            yield Breach("allowance", one.path, one.line, f"{one.check}: nothing here needs it")
