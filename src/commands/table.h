// Table: the commands of the resources, one row each. A new resource is a few rows here; its fields
// are the fields of its routes.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bearward::commands {

// VerbRow is one command. It runs the first of the operations (door::Route::operation) for which
// all required values are given, and the next one if the server does not find the row.
struct VerbRow {
  std::string_view noun;
  std::string_view verb;
  std::array<std::string_view, 3> operations;  // empty after the last one
  std::string_view summary = {};               // of all of them; empty: that of the first one
};

// NounRow describes a resource. `columns` are those of its tables.
struct NounRow {
  std::string_view noun;
  std::string_view summary;
  std::array<std::string_view, 8> columns;
};

// VerbRows returns all commands, in the order of the help.
std::span<const VerbRow> VerbRows();
// NounRows returns one row for each noun.
std::span<const NounRow> NounRows();

}  // namespace bearward::commands
