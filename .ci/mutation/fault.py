"""What a planted fault is."""

import typing


class Fault(typing.NamedTuple):
    """One planted fault. `original` stands exactly once in `file`; `tests` is a GoogleTest filter
    of `program`, and one of them fails once `planted` stands in its place."""
    name: str
    file: str
    original: str
    planted: str
    program: str
    tests: str
