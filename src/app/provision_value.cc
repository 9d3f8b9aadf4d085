#include "app/provision_value.h"

#include <cmath>

#include "base/near_miss.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

using provision::Where;

base::Status WriteJson(const Value& value, json::Writer& writer);

base::Status WriteTable(const Value& value, const toml::table& table, json::Writer& writer) {
  writer.BeginObject();
  for (const auto& [key, node] : table) {
    writer.Key(key.str());
    BW_TRY(WriteJson({node, value.file, key.str()}, writer));
  }
  writer.EndObject();
  return {};
}

base::Status WriteArray(const Value& value, const toml::array& array, json::Writer& writer) {
  writer.BeginArray();
  for (const toml::node& node : array) BW_TRY(WriteJson({node, value.file, value.key}, writer));
  writer.EndArray();
  return {};
}

// WriteJson converts a TOML value to JSON; dates and numbers that JSON lacks are refused.
base::Status WriteJson(const Value& value, json::Writer& writer) {
  const toml::node& node = value.node;
  if (const auto* table = node.as_table()) return WriteTable(value, *table, writer);
  if (const auto* array = node.as_array()) return WriteArray(value, *array, writer);
  const auto* number = node.as_floating_point();
  if (number && !std::isfinite(number->get())) {
    return WrongType(value, "a number that is finite.");
  }
  if (number) {
    writer.Double(number->get());
  } else if (const auto* text = node.as_string()) {
    writer.String(text->get());
  } else if (const auto* whole = node.as_integer()) {
    writer.Int(whole->get());
  } else if (const auto* flag = node.as_boolean()) {
    writer.Bool(flag->get());
  } else {
    return WrongType(value, "dates and times as texts in quotes.");
  }
  return {};
}

}  // namespace

std::unexpected<base::Error> Refuse(const Where& where, const std::string& text) {
  return base::Fail(base::Invalid(std::string(kProvisionReason),
                                  where.file + ":" + std::to_string(where.line) + ": " + text));
}

std::unexpected<base::Error> WrongType(const Value& value, std::string_view wanted) {
  return Refuse(value.where(), "`" + std::string(value.key) + "` has the wrong type. Write " +
                                   std::string(wanted));
}

std::unexpected<base::Error> UnknownWord(const Value& value,
                                         std::span<const std::string_view> words,
                                         std::string_view word) {
  std::string all;
  for (const std::string_view known : words) all += (all.empty() ? "" : ", ") + std::string(known);
  return Refuse(value.where(), "`" + std::string(value.key) + "` cannot be \"" + std::string(word) +
                                   "\"." + base::Suggest(word, words, "It is one of " + all + "."));
}

std::unexpected<base::Error> UnknownKey(const toml::key& key, const Value& value,
                                        const std::vector<std::string_view>& known) {
  const Where where{value.file, static_cast<int>(key.source().begin.line)};
  std::string list;
  for (const std::string_view one : known) list += (list.empty() ? "" : ", ") + std::string(one);
  return Refuse(where, "unknown key `" + std::string(key.str()) + "` in " + std::string(value.key) +
                           "." + base::Suggest(key.str(), known, "Known keys: " + list + "."));
}

base::Status Take(const Value& value, std::string& target) {
  const auto* text = value.node.as_string();
  if (!text) return WrongType(value, "a text in quotes.");
  target = text->get();
  return {};
}

base::Status Take(const Value& value, base::Secret& target) {
  std::string text;
  BW_TRY(Take(value, text));
  target = base::Secret(std::move(text));
  return {};
}

base::Status Take(const Value& value, bool& target) {
  const auto* flag = value.node.as_boolean();
  if (!flag) return WrongType(value, "true or false, without quotes.");
  target = flag->get();
  return {};
}

base::Status Take(const Value& value, std::int64_t& target) {
  const auto* number = value.node.as_integer();
  if (!number) return WrongType(value, "a whole number, without quotes.");
  target = number->get();
  return {};
}

base::Status Take(const Value& value, JsonFields target) {
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table, for example { Description = \"Form\" }.");
  target.text.clear();
  json::Writer writer(target.text);
  return WriteTable(value, *table, writer);
}

std::string WordsText(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    text += std::string(text.empty() ? "" : ", ") + "`" + std::string(word) + "`";
  }
  return text;
}

}  // namespace bearward::app
