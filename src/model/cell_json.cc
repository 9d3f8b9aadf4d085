#include "model/cell_json.h"

#include "base/time.h"

namespace bearward::model {
namespace {

std::optional<Cell> TextsOf(const json::Value& value) {
  if (!value.IsArray()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json::Value& item : *value.AsArray()) {
    if (!item.IsString()) return std::nullopt;
    texts.push_back(*item.AsString());
  }
  return texts;
}

std::optional<Cell> MetadataOf(const json::Value& value) {
  if (!value.IsObject()) return std::nullopt;
  Metadata metadata;
  for (const json::Member& member : *value.AsObject()) {
    // A null value deletes the stored pair (Merge).
    if (member.value.IsNull()) continue;
    if (!member.value.IsString()) return std::nullopt;
    metadata.emplace(member.key, *member.value.AsString());
  }
  return metadata;
}

}  // namespace

void WriteCell(json::Writer& writer, Kind kind, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    if (kind == Kind::kFlag) {
      writer.Bool(*integer != 0);
    } else if (kind == Kind::kTime) {
      writer.String(base::FormatIsoMillis(base::FromMillis(*integer)));
    } else {
      writer.Int(*integer);
    }
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    writer.String(*text);
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) {
    writer.BeginArray();
    for (const std::string& one : *texts) writer.String(one);
    writer.EndArray();
  } else if (const auto* metadata = std::get_if<Metadata>(&cell)) {
    writer.BeginObject();
    for (const auto& [key, value] : *metadata) writer.Key(key).String(value);
    writer.EndObject();
  } else {
    writer.Null();
  }
}

std::optional<Cell> ReadCell(Kind kind, const json::Value& value) {
  switch (kind) {
    case Kind::kInteger:
      if (const auto integer = value.AsInt()) return *integer;
      return std::nullopt;
    case Kind::kFlag:
      if (const auto flag = value.AsBool()) return std::int64_t{*flag};
      return std::nullopt;
    case Kind::kTime: {
      const std::string* const text = value.AsString();
      const auto time = text != nullptr ? base::ParseIso(*text) : std::nullopt;
      if (time) return base::ToMillis(*time);
      return std::nullopt;
    }
    case Kind::kTexts:
    case Kind::kWords:
      return TextsOf(value);
    case Kind::kMetadata:
      return MetadataOf(value);
    case Kind::kText:
    case Kind::kWord:
      break;
  }
  if (value.IsString()) return *value.AsString();
  return std::nullopt;
}

}  // namespace bearward::model
