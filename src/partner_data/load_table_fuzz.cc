// Fuzz target: any bytes are read or refused in each format, within the limits of a table. The
// first byte chooses the format.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "partner_data/load_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace pd = bearward::partner_data;
  std::string_view text(bearward::base::AsBytes({data, size}));
  if (text.empty()) return 0;
  pd::TableFormat format;
  format.format = static_cast<pd::DataFormat>(static_cast<std::uint8_t>(text.front()) % 3);
  text.remove_prefix(1);
  const auto table = pd::ReadTable(text, format);
  if (!table) return 0;
  if (table->rows.size() > pd::kMostRows) __builtin_trap();
  for (const auto& row : table->rows) {
    if (row.size() > pd::kMostColumns) __builtin_trap();
  }
  return 0;
}
