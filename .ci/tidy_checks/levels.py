"""Which room may include which: the one place that knows the levels."""

import re

from tidy_checks.tree import TEST, Breach

# LEVELS: a room may include rooms of lower levels. A trailing /* stands for every room below.
LEVELS = {
    0: ["base"],
    1: ["crypto", "json", "observe"],
    2: ["http", "graphql", "model"],
    3: ["store", "token"],
    4: ["verify", "resource"],
    5: ["login", "grant", "keys", "directory", "objects", "events", "policies"],
    6: ["door"],
    7: ["dialects/*", "gateway", "portal"],
    8: ["app"],
}
# Rooms of these levels must not know each other; in the others no loop may arise.
NO_SIDEWAYS = (5, 7)
# The fakes and the harness: only tests and the room itself may include them.
TESTING = "testing"


def level_of(room):
    """The level of a room, None when the table does not know it."""
    for level, names in LEVELS.items():
        for name in names:
            if room == name or (name.endswith("/*") and room.startswith(name[:-1])):
                return level
    return None


def room_includes(tree):
    """(file, room, included room, line) of every include of another room."""
    for file in tree.cpp:
        room = tree.room_of(file.path)
        for include in file.source.includes:
            if "/" not in include.text:
                continue
            other = include.text.rsplit("/", 1)[0]
            if other != room:
                yield file, room, other, include.line


def include_fixture(tree):
    """Only tests include what is made for tests."""
    for file in tree.cpp:
        for include in file.source.includes:
            if TEST.search(include.text) and not file.is_test:
                yield Breach("include-fixture", file.path, include.line,
                             f"{include.text} is for tests only")


def include_level(tree):
    """Includes go to a lower level only."""
    for file, room, other, line in room_includes(tree):
        text = why_not(file, room, other)
        if text:
            yield Breach("include-level", file.path, line, text)


def why_not(file, room, other):
    """Why a file of `room` may not include `other`; None when it may."""
    if room == TESTING:
        return None
    if other == TESTING:
        return None if file.is_test else f"{TESTING} is for tests only"
    if other.startswith(TESTING + "/") and file.is_test:
        return None
    here, there = level_of(room), level_of(other)
    if here is None or there is None:
        return f"{room if here is None else other} has no level: add it to LEVELS"
    if there > here:
        return f"{room} (level {here}) includes {other} (level {there}) above it"
    if there == here and here in NO_SIDEWAYS:
        return f"{room} and {other} are both of level {here} and must not know each other"
    return None


def include_loop(tree):
    """Rooms that include each other in a circle, tests left out."""
    graph, places = {}, {}
    for file, room, other, line in room_includes(tree):
        if not file.is_test and TESTING not in (room, other):
            graph.setdefault(room, set()).add(other)
            places.setdefault((room, other), (file.path, line))
    for room in sorted(graph):
        loop = find_loop(graph, room)
        if loop and room == min(loop):
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
    """What a room includes stands in its room(...) line, or follows from what stands there."""
    for file, room, other, line in room_includes(tree):
        if not file.is_test and room in tree.deps and other not in reachable(tree.deps, room):
            yield Breach("include-undeclared", file.path, line,
                         f"{other} is not among the DEPS of {room} in CMakeLists.txt")


def reachable(deps, room):
    """The rooms that a room depends on, at first or at second hand."""
    found, waiting = set(), [room]
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
