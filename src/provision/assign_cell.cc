#include "provision/assign_cell.h"

#include <string>
#include <variant>
#include <vector>

namespace bearward::provision {
namespace {

using model::Cell;
using model::Field;

// MemoryText returns the text of a cell for EntryMemory: the one that TextOf returns for a value of
// the field's C++ type.
std::string MemoryText(const Field& field, const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return "0";
  const std::string prefix = field.nullable ? "1" : "";
  if (const auto* text = std::get_if<std::string>(&cell)) return prefix + *text;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cell))
    return prefix + TextOf(*texts);
  const std::int64_t number = std::get<std::int64_t>(cell);
  return prefix + (field.kind == model::Kind::kFlag ? TextOf(number != 0) : TextOf(number));
}

}  // namespace

bool AssignCell(const Field& field, const Cell& cell, std::string_view name, EntryMemory& memory,
                void* row) {
  const Stated stated = memory.Note(name, MemoryText(field, cell));
  if (stated == Stated::kSame || field.get(row) == cell) return false;
  const bool disables = field.kind == model::Kind::kFlag && cell == Cell(std::int64_t{0});
  if (stated == Stated::kUnknown && !disables) {
    memory.Keep(name);
    return false;
  }
  return field.set(row, cell);
}

}  // namespace bearward::provision
