// Table: the commands of the resources, one row each. A new resource is a few rows here; its fields
// are the fields of its routes.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bearward::commands {

// VerbRow is one command. It runs one of the operations (door::Route::operation): the first whose
// path has a value for each parameter, and the next one if that does not know the row.
struct VerbRow {
  std::string_view noun;
  std::string_view verb;
  std::array<std::string_view, 3> operations;  // as many as it needs
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
