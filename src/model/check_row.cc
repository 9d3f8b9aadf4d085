#include "model/check_row.h"

#include "base/invalid.h"

#include <algorithm>
#include <string>

namespace bearward::model {

base::Error WrongValue(const Record& record, std::string_view field, std::string_view wants) {
  return base::Invalid(std::string(record.invalid),
                       "`" + std::string(field) + "` must be " + std::string(wants) + ".",
                       {std::string(field)});
}

namespace {

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// The limits are those of WorkOS (contracts: WorkOS section 2.4).
base::Status CheckMetadata(const Field& field, const Metadata& metadata) {
  const bool fits =
      metadata.size() <= kMostMetadata && std::ranges::all_of(metadata, [](const auto& pair) {
        return !pair.first.empty() && pair.first.size() <= kLongestMetadataKey &&
               pair.second.size() <= kLongestMetadataValue && IsPrintable(pair.first) &&
               IsPrintable(pair.second);
      });
  if (fits) return {};
  return base::Fail(base::Invalid(
      "invalid_metadata",
      "`" + std::string(field.name) + "` must have at most " + std::to_string(kMostMetadata) +
          " keys of at most " + std::to_string(kLongestMetadataKey) + " and values of at most " +
          std::to_string(kLongestMetadataValue) + " printable ASCII characters.",
      {std::string(field.name)}));
}

}  // namespace

base::Status CheckCell(const Record& record, const Field& field, const Cell& cell) {
  const auto* texts = std::get_if<std::vector<std::string>>(&cell);
  if (texts != nullptr && texts->size() > field.MostItems()) {
    return base::Fail(WrongValue(
        record, field.name, "a list of at most " + std::to_string(field.MostItems()) + " items"));
  }
  // A body is checked without the pairs that it keeps, and the row with them.
  if (const auto* metadata = std::get_if<Metadata>(&cell)) return CheckMetadata(field, *metadata);
  if (field.check == nullptr) return {};
  const auto* text = std::get_if<std::string>(&cell);
  if (text != nullptr && !field.check->holds(*text)) {
    return base::Fail(WrongValue(record, field.name, field.check->wants));
  }
  if (texts != nullptr && !std::ranges::all_of(*texts, field.check->holds)) {
    return base::Fail(WrongValue(
        record, field.name, "a list in which each item is " + std::string(field.check->wants)));
  }
  return {};
}

base::Status CheckRow(const Record& record, const void* row, const void* before) {
  if (before == nullptr && record.key_check != nullptr &&
      !record.key_check->holds(record.EntityOf(row).id)) {
    return base::Fail(WrongValue(record, record.key, record.key_check->wants));
  }
  for (const Field& field : record.fields) {
    const Cell cell = field.get(row);
    if (before != nullptr && cell == field.get(before)) continue;
    BW_TRY(CheckCell(record, field, cell));
  }
  return {};
}

}  // namespace bearward::model
