"""Faults that the tests have to notice, each with the tests that do (`./dev mutants`)."""

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


FAULTS = [
    Fault("table: another environment's row is found", "src/store/table.cc",
          'fmt::format("WHERE environment_id = ?2 AND {} = ?1", record.key)',
          'fmt::format("WHERE ?2 = ?2 AND {} = ?1", record.key)',
          "room_store_test", "*TableTest*"),
    Fault("table: the cursor of another environment is taken", "src/store/table.cc",
          '  position.Add(" AND environment_id = ");\n',
          '  position.Add(" AND \'\' <> ");\n',
          "room_store_test", "*TableTest*"),
    Fault("fields: a server-owned field can be assigned", "src/resource/object_json.cc",
          "    if (field.Is(UseOf(purpose))) known.push_back(field.name);",
          "    known.push_back(field.name);",
          "room_resource_test", "*ObjectJsonTest*"),
]
