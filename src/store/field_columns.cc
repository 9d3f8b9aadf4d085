#include "store/field_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "json/reader.h"
#include "json/writer.h"

namespace bearward::store {
namespace {

using model::Cell;
using model::Field;
using model::Kind;

std::string MetadataText(const model::Metadata& metadata) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  for (const auto& [key, value] : metadata) writer.Key(key).String(value);
  writer.EndObject();
  return text;
}

std::optional<model::Metadata> ParseMetadata(std::string_view text) {
  if (text == "{}") return model::Metadata();
  const auto parsed = json::Parse(text);
  if (!parsed || parsed->AsObject() == nullptr) return std::nullopt;
  model::Metadata metadata;
  for (const json::Member& member : *parsed->AsObject()) {
    if (member.value.AsString() == nullptr) return std::nullopt;
    metadata.emplace(member.key, *member.value.AsString());
  }
  return metadata;
}

base::Result<Parameter> ParameterOf(Cell cell) {
  if (auto* integer = std::get_if<std::int64_t>(&cell)) return Parameter(*integer);
  if (auto* text = std::get_if<std::string>(&cell)) return Parameter(std::move(*text));
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) {
    BW_TRY_ASSIGN(std::string lines, ListValue(*texts));
    return Parameter(std::move(lines));
  }
  if (const auto* metadata = std::get_if<model::Metadata>(&cell)) {
    return Parameter(MetadataText(*metadata));
  }
  return Parameter();
}

std::vector<std::string> KnownWords(std::vector<std::string> texts,
                                    std::span<const std::string_view> words) {
  std::erase_if(texts, [&](const std::string& text) {
    return std::ranges::find(words, text) == words.end();
  });
  return texts;
}

Cell ReadCell(const Field& field, Columns& columns) {
  switch (field.kind) {
    case Kind::kInteger:
    case Kind::kFlag:
    case Kind::kTime:
      return columns.Integer();
    case Kind::kTexts:
      return columns.List();
    case Kind::kWords:
      return KnownWords(columns.List(), field.words);
    case Kind::kMetadata:
      if (auto metadata = ParseMetadata(columns.Text())) return *std::move(metadata);
      return {};
    case Kind::kText:
    case Kind::kWord:
      break;
  }
  return columns.Text();
}

}  // namespace

base::Status BindFields(Fields fields, const void* row, bool constant,
                        std::vector<Parameter>& values) {
  for (const Field* field : fields) {
    if (!constant && field->Is(model::kConstant)) continue;
    BW_TRY_ASSIGN(Parameter value, ParameterOf(field->get(row)));
    values.push_back(std::move(value));
  }
  return {};
}

base::Status ReadFields(Fields fields, std::string_view table, Columns& columns, void* row) {
  bool fits = true;
  for (const Field* field : fields) {
    const bool none = field->nullable && columns.TakeNull();
    fits &= field->set(row, none ? Cell() : ReadCell(*field, columns));
  }
  BW_TRY(columns.status());
  if (fits) return {};
  return base::Fail(base::Unavailable(
      "store_corrupt", fmt::format("a column of {} has an unexpected value", table)));
}

}  // namespace bearward::store
