"""Which module may include which: the only table of the levels."""

import re

from tidy_checks.tree import TEST, Breach

# LEVELS: a module may include modules of lower levels. A trailing /* stands for every module below.
LEVELS = {
    0: ["base"],
    1: ["crypto", "json", "observe"],
    2: ["http", "graphql", "jwt_template", "model"],
    3: ["store", "token", "egress"],
    4: ["verify", "sessions", "resource", "mail", "objects", "telemetry"],
    5: ["login", "grant", "keys", "environments", "users", "organizations", "access",
        "feature_flags", "applications", "provision", "events", "policies", "field_service",
        "partner_data", "telephony", "administrators", "audit_logs", "webhooks",
        "log_streams"],
    6: ["door"],
    7: ["dialects/*", "gateway", "signin", "console", "commands"],
    8: ["app"],
}
# Modules of these levels must not know each other; in the others no loop may arise.
NO_SIDEWAYS = (5, 7)
# The fakes and the harness: only tests and the module itself may include them.
TESTING = "testing"


def level_of(module):
    """The level of a module, None when the table does not know it."""
    for level, names in LEVELS.items():
        for name in names:
            if module == name or (name.endswith("/*") and module.startswith(name[:-1])):
                return level
    return None


def module_includes(tree):
    """(file, module, included module, line) of every include of another module."""
    for file in tree.cpp:
        module = tree.module_of(file.path)
        for include in file.source.includes:
            if "/" not in include.text:
                continue
            other = include.text.rsplit("/", 1)[0]
            if other != module:
                yield file, module, other, include.line


def include_fixture(tree):
    """Only tests include what is made for tests."""
    for file in tree.cpp:
        for include in file.source.includes:
            if TEST.search(include.text) and not file.is_test:
                yield Breach("include-fixture", file.path, include.line,
                             f"{include.text} is for tests only")


def include_level(tree):
    """Includes go to a lower level only."""
    for file, module, other, line in module_includes(tree):
        text = why_not(file, module, other)
        if text:
            yield Breach("include-level", file.path, line, text)


def why_not(file, module, other):
    """Why a file of `module` may not include `other`; None when it may."""
    if module == TESTING:
        return None
    if other == TESTING:
        return None if file.is_test else f"{TESTING} is for tests only"
    if other.startswith(TESTING + "/") and file.is_test:
        return None
    here, there = level_of(module), level_of(other)
    if here is None or there is None:
        return f"{module if here is None else other} has no level: add it to LEVELS"
    if there > here:
        return f"{module} (level {here}) includes {other} (level {there}) above it"
    if there == here and here in NO_SIDEWAYS:
        return f"{module} and {other} are both of level {here} and must not know each other"
    return None


def include_loop(tree):
    """Modules that include each other in a circle, tests left out."""
    graph, places = {}, {}
    for file, module, other, line in module_includes(tree):
        if not file.is_test and TESTING not in (module, other):
            graph.setdefault(module, set()).add(other)
            places.setdefault((module, other), (file.path, line))
    for module in sorted(graph):
        loop = find_loop(graph, module)
        if loop and module == min(loop):
            path, line = places[(loop[0], loop[1])]
            yield Breach("include-loop", path, line, " -> ".join(loop))


def find_loop(graph, start):
    """A way along the graph from `start` back to it; None when there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for other in sorted(graph.get(way[-1], ())):
            if other == start:
                return way + [start]
            if other not in seen:
                seen.add(other)
                ways.append(way + [other])
    return None


def include_missing(tree):
    """Includes of our own files name a file that exists, by its path from src/."""
    for file in tree.cpp:
        for include in file.source.includes:
            if not re.search(r"\.h$", include.text):
                continue
            path = tree.root / "src" / include.text
            if not path.is_file() and not path.with_name(path.name + ".in").is_file():
                yield Breach("include-missing", file.path, include.line,
                             f'"{include.text}" is no file under src/')


def include_undeclared(tree):
    """What a module includes stands in its module(...) line, or follows from what stands there."""
    for file, module, other, line in module_includes(tree):
        if not file.is_test and module in tree.deps and other not in reachable(tree.deps, module):
            yield Breach("include-undeclared", file.path, line,
                         f"{other} is not among the DEPS of {module} in CMakeLists.txt")


def reachable(deps, module):
    """The modules that a module depends on, at first or at second hand."""
    found, waiting = set(), [module]
    while waiting:
        for other in deps.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


CHECKS = [
    ("include-level", include_level),
    ("include-fixture", include_fixture),
    ("include-loop", include_loop),
    ("include-missing", include_missing),
    ("include-undeclared", include_undeclared),
]
