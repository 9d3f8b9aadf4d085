#include "app/provision_rows.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "model/environment_fields.h"

namespace bearward::app {
namespace {

// CheckWord accepts a word of a closed set.
base::Status CheckWord(const Value& value, std::span<const std::string_view> words,
                       std::string_view word) {
  if (std::ranges::find(words, word) != words.end()) return {};
  return UnknownWord(value, words, word);
}

// TakeTexts reads a list of texts, or of such words.
base::Status TakeTexts(const Value& value, const model::Field& field,
                       std::vector<std::string>& target) {
  const auto* array = value.node.as_array();
  if (!array) return WrongType(value, "a list in brackets.");
  for (const toml::node& node : *array) {
    const Value one{node, value.file, value.key};
    std::string& text = target.emplace_back();
    BW_TRY(Take(one, text));
    if (field.kind == model::Kind::kWords) BW_TRY(CheckWord(one, field.words, text));
  }
  return {};
}

// TakeCell reads the value of a described field. The text "none" removes the value of a field that
// can be without one.
base::Status TakeCell(const Value& value, const model::Field& field, model::Cell& cell) {
  using enum model::Kind;
  switch (field.kind) {
    case kFlag: {
      bool flag = false;
      BW_TRY(Take(value, flag));
      cell = std::int64_t{flag};
      return {};
    }
    case kInteger:
      return Take(value, cell.emplace<std::int64_t>());
    case kText:
    case kWord: {
      std::string& text = cell.emplace<std::string>();
      BW_TRY(Take(value, text));
      if (field.kind == kWord) return CheckWord(value, field.words, text);
      if (field.nullable && text == "none") cell = {};
      return {};
    }
    case kTexts:
    case kWords:
      return TakeTexts(value, field, cell.emplace<std::vector<std::string>>());
    case kTime:
    case kMetadata:
      break;  // no such field has kProvision: the compiler checks it below
  }
  return WrongType(value, "nothing here.");
}

consteval bool CanRead(std::span<const model::Field> fields) {
  for (const model::Field& field : fields) {
    const bool readable = field.kind != model::Kind::kTime && field.kind != model::Kind::kMetadata;
    if (field.Is(model::kProvision) && !readable) return false;
  }
  return true;
}
consteval bool CanReadAll(std::span<const provision::RowSection> sections) {
  for (const provision::RowSection& section : sections) {
    if (!CanRead(section.record.fields)) return false;
  }
  return true;
}
static_assert(CanReadAll(provision::kRowSections) && CanRead(model::kEnvironmentFields));

// TypeText describes the values that TakeCell accepts.
std::string TypeText(const model::Field& field) {
  using enum model::Kind;
  switch (field.kind) {
    case kFlag:
      return "`true`, `false`";
    case kInteger:
      return "whole number";
    case kWord:
      return WordsText(field.words);
    case kTexts:
      return "list: text";
    case kWords:
      return "list: " + WordsText(field.words);
    case kText:
    case kTime:
    case kMetadata:
      break;
  }
  return field.nullable ? "text, `\"none\"`" : "text";
}

// AddFields adds the fields with kProvision, except `name`, which is there already.
void AddFields(std::span<const model::Field> fields, std::string_view name,
               std::span<const provision::FieldMeaning> meanings, std::vector<ProvisionKey>& keys) {
  for (const model::Field& field : fields) {
    if (!field.Is(model::kProvision) || field.name == name) continue;
    keys.push_back({field.name, TypeText(field), false, MeaningIn(meanings, field.name)});
  }
}

// Shape is what TakeRow knows of a section: its keys, that of the name of an entry, and the fields.
struct Shape {
  std::vector<ProvisionKey> keys;
  std::string_view name;
  std::span<const model::Field> fields;
};

base::Status TakeRow(const Value& value, const Shape& shape, provision::RowEntry& entry) {
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table.");
  entry.where = value.where();
  std::vector<std::string_view> keys;
  for (const ProvisionKey& key : shape.keys) keys.push_back(key.name);
  for (const auto& [key, node] : *table) {
    const auto known = std::ranges::find(keys, key.str());
    if (known == keys.end()) return UnknownKey(key, value, keys);
    const Value one{node, value.file, *known};
    if (*known == shape.name) {
      BW_TRY(Take(one, entry.name));
    } else if (*known == "environment") {
      BW_TRY(Take(one, entry.environment));
    } else if (*known == "organization") {
      BW_TRY(Take(one, entry.organization));
    } else {
      const auto& field = *std::ranges::find(shape.fields, *known, &model::Field::name);
      BW_TRY(TakeCell(one, field, entry.values[*known]));
    }
  }
  return {};
}

base::Status TakeList(const Value& value, const Shape& shape,
                      std::vector<provision::RowEntry>& entries) {
  const auto* array = value.node.as_array();
  if (!array) return WrongType(value, "a list in brackets.");
  for (const toml::node& node : *array) {
    BW_TRY(TakeRow({node, value.file, value.key}, shape, entries.emplace_back()));
  }
  return {};
}

}  // namespace

base::Status TakeEnvironments(const Value& value, std::vector<provision::RowEntry>& entries) {
  return TakeList(value, {KeysOfEnvironments(), "name", model::kEnvironmentFields}, entries);
}

base::Status TakeRows(const Value& value, const provision::RowSection& section,
                      std::vector<provision::RowEntry>& entries) {
  const Shape shape{KeysOfRows(section), section.record.AddressName(), section.record.fields};
  return TakeList(value, shape, entries);
}

std::vector<ProvisionKey> KeysOfEnvironments() {
  std::vector<ProvisionKey> keys = {
      {"name", "text", true, "Its name; the first environment is the default one."}};
  AddFields(model::kEnvironmentFields, "name", provision::kEnvironmentMeanings, keys);
  return keys;
}

std::vector<ProvisionKey> KeysOfRows(const provision::RowSection& section) {
  const std::string_view name = section.record.AddressName();
  std::vector<ProvisionKey> keys = {
      {"environment", "text", false, "The environment, by name; the default one if absent."},
      {name, "text", true, "How requests refer to it."}};
  if (section.HasOrganization()) {
    keys.push_back({"organization", "text", false, "The organization, by id or name."});
  }
  AddFields(section.record.fields, name, section.meanings, keys);
  return keys;
}

}  // namespace bearward::app
